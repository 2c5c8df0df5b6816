"""Hostile pages in a real browser: nothing of theirs runs, leaves the host or breaks the policy, and the layout holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.web.site import write_site
from tests.web.browser import Served, open_tab, serve
from tests.web.given import LISTS, hostile_record, make_store, written
from tests.web.test_hostile import HIDDEN, PAYLOADS

WIDTHS = (360, 1280)
_HELD = """({
  scripts: document.scripts.length,
  footer: document.querySelector("footer").checkVisibility(),
  held: document.title + document.body.innerText + [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].map((a) => a.value)).join(),
})"""


@dataclass(frozen=True)
class Hostile:
    """A store of every payload, served and written as files."""

    path: Path
    base: str
    addresses: tuple[str, ...]  # lists, and of each payload its page and a page of its own beside it


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    path = tmp_path_factory.mktemp("web") / "a.db"
    store = make_store(path, *(written(hostile_record(payload, n), f"{payload}{n}", payload) for n, payload in enumerate(PAYLOADS, 1)))
    addresses = [*LISTS, "/search?q=said", "/search?q=alert&in=text"]
    for n, row in enumerate(store.pages()):
        addresses += [f"/page/{row.page}?furniture=1", f"/page/{row.page}/{('statement/s1', 'transfer/x1')[n % 2]}"]
    claims = store.claims()
    addresses += [f"/claim/{row.claim}" for row in claims[::2]]
    addresses += [f"/timeline?claim={claims[0].claim}", *dict.fromkeys(f"/story/{row.story}" for row in claims)]
    for base in serve(path):
        yield Hostile(path, base, tuple(addresses))


def test_the_tab_sees_what_the_policy_stops(chromium: Any, served: Served) -> None:
    """What the tests below find nothing of, they would find."""
    seen = open_tab(chromium, served.base)
    seen.tab.goto(served.base)
    seen.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=alert(1)><img src=https://evil.example/x>')")
    seen.tab.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(2)'}))")
    seen.tab.evaluate("document.body.setAttribute('style', 'display:none')")
    seen.tab.wait_for_function("document.querySelector('img').complete")
    stopped = {line.partition(" stopped ")[0] for line in seen.wrong if line.startswith("console policy")}
    assert {f"console policy {name}" for name in ("script-src-attr", "script-src-elem", "img-src", "style-src-attr")} <= stopped
    assert not any(line.startswith("dialog") for line in seen.wrong)


def test_hostile_pages_run_nothing_and_leave_the_layout(chromium: Any, hostile: Hostile) -> None:
    """On every page: nothing runs or is stopped by the policy, no turn of the line is left in what the browser holds, and the page fits."""
    seen = open_tab(chromium, hostile.base)
    seen.tab.goto(f"{hostile.base}/actors")
    actors = seen.tab.eval_on_selector_all("td a.open", "all => all.map(a => a.getAttribute('href'))")
    assert len(actors) > 20
    widths = WIDTHS
    for address in [*hostile.addresses, *actors[:10]]:
        assert seen.tab.goto(hostile.base + address).status == 200, address
        for width in widths:
            if seen.tab.viewport_size["width"] != width:
                seen.tab.set_viewport_size({"width": width, "height": 800})
            assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width, address
        widths = widths[::-1]  # the next page opens at the width that this one ends with
        found = seen.tab.evaluate(_HELD)
        assert (found["scripts"], found["footer"]) == (1, True), address
        assert not HIDDEN.search(found["held"]), address
        assert seen.wrong == [], address


def test_files_of_a_hostile_store_run_nothing(chromium: Any, hostile: Hostile, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    write_site(str(hostile.path), out)
    seen = open_tab(chromium, out.as_uri(), viewport={"width": 1280, "height": 800})
    files = [file for file in sorted(out.glob("*.html")) if not file.name.startswith(("page-", "claim-", "actor-", "timeline-"))]
    files += [file for file in sorted(out.glob("page-*.html")) if "-statement-" not in file.name]
    assert len(files) > len(PAYLOADS)
    for file in files:
        seen.tab.goto(file.as_uri())
        assert seen.tab.evaluate("document.documentElement.scrollWidth") <= 1280, file.name
        assert seen.tab.evaluate("document.scripts.length") == 0, file.name
        assert seen.wrong == [], file.name
