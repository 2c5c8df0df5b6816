"""The web UI in a real browser: what no look at the HTML can tell. Needs Chromium and Playwright."""

from pathlib import Path
from typing import Any

import pytest

from onrecord.web.site import write_site
from tests.web.browser import Served, open_tab, serve
from tests.web.given import small_store


@pytest.mark.parametrize("width", [320, 390, 770, 1010, 1230, 2560])
def test_pages_fit_their_window(chromium: Any, served: Served, width: int) -> None:
    seen = open_tab(chromium, served.base, viewport={"width": width, "height": 800})
    for address in served.types:
        seen.tab.goto(served.base + address)
        assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width, address
    assert seen.wrong == []


def test_statements_are_walked_by_keys_and_the_address_follows(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(f"{served.base}/page/{served.page}")
    seen.tab.keyboard.press("j")
    seen.tab.wait_for_url("**#s1")
    seen.tab.keyboard.press("j")
    seen.tab.wait_for_url("**#s2")
    assert seen.tab.locator("mark.lit").count() == 2  # both pieces of what was said
    seen.tab.keyboard.press("k")
    seen.tab.wait_for_url("**#s1")
    seen.tab.keyboard.press("?")
    assert seen.tab.locator("#keys").get_attribute("open") is not None
    seen.tab.keyboard.press("Escape")
    seen.tab.keyboard.press("g")
    seen.tab.keyboard.press("c")
    seen.tab.wait_for_url("**/claims")
    assert seen.wrong == []


def test_the_switch_turns_every_letter_off(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(f"{served.base}/claims")
    seen.tab.keyboard.press("?")
    seen.tab.locator("#keys-on").uncheck()
    seen.tab.reload()
    for key in ("j", "?", "g", "c", "s", "/"):
        seen.tab.keyboard.press(key)
    assert seen.tab.url == f"{served.base}/claims"
    assert seen.tab.locator(".now").count() == 0
    assert seen.tab.locator("#keys").get_attribute("open") is None


def test_no_letter_works_while_something_is_typed(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(f"{served.base}/claims")
    seen.tab.keyboard.press("/")
    seen.tab.keyboard.type("jgc?")
    assert seen.tab.locator("#find").input_value() == "jgc?"
    assert seen.tab.url == f"{served.base}/claims"


def test_review_decides_and_undoes_by_keys(chromium: Any, tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    for base in serve(tmp_path / "a.db"):
        seen = open_tab(chromium, base)
        seen.tab.goto(f"{base}/review")
        seen.tab.keyboard.press("x")
        seen.tab.wait_for_url("**/review?*done=*")
        assert len(store.corrections()) == 1
        seen.tab.keyboard.press("u")
        seen.tab.wait_for_url("**undone=1*")
        assert store.corrections() == ()
        assert seen.wrong == []


def test_pages_work_without_scripts(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base, java_script_enabled=False)
    seen.tab.goto(f"{served.base}/claims")
    seen.tab.locator(".board a.open").first.click()
    assert "/claim/" in seen.tab.url
    seen.tab.locator(".voices q a").first.click()
    assert "/page/" in seen.tab.url
    assert seen.tab.locator(":target").count() == 1
    seen.tab.locator("#show-statements").uncheck()
    assert not seen.tab.locator("#text .cards").first.is_visible()


@pytest.mark.parametrize("address", ["/map", "/timeline?claim={}"])
def test_each_mark_of_a_drawing_leads_to_its_sentences(chromium: Any, served: Served, address: str) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(served.base + address.format(served.claim))
    links = seen.tab.eval_on_selector_all("main svg a", "all => all.map(a => a.getAttribute('href'))")
    table = seen.tab.eval_on_selector_all("main table a", "all => all.map(a => a.getAttribute('href'))")
    assert links
    assert set(links) <= set(table)


def test_files_of_the_site_open_without_a_server(chromium: Any, tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    out = tmp_path / "site"
    out.mkdir()
    write_site(str(tmp_path / "a.db"), out)
    base = out.as_uri()
    seen = open_tab(chromium, base)
    seen.tab.goto(f"{base}/index.html")
    assert seen.tab.evaluate("getComputedStyle(document.querySelector('.totals')).display") == "flex"
    seen.tab.locator(".voices a.open").first.click()
    assert seen.tab.locator("h1").count() == 1
    seen.tab.goto(f"{base}/map.html")
    assert seen.wrong == []
