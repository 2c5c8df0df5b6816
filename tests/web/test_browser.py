"""The web UI in a real browser: what no look at the HTML can tell. Needs Chromium and Playwright; the rules of axe where they are installed."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.web.app import create_app
from onrecord.web.site import write_site
from tests.web.given import LISTS, addresses_of, hostile_record, make_store, small_store, written
from tests.web.test_hostile import PAYLOADS

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("ONRECORD_AXE", "node_modules/axe-core/axe.min.js"))
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
TYPES = [*LISTS, "/search?q=howitzers"]


@dataclass(frozen=True)
class Served:
    """A store that is served while a test runs."""

    base: str
    page: str
    claim: str

    @property
    def types(self) -> list[str]:
        """A page of every type."""
        return [*TYPES, *addresses_of(self.page, self.claim)]


def serve(path: Path) -> Iterator[str]:
    """Serve a store on a free port."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(path, port=port, wait=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("web") / "a.db"
    store = small_store(path)
    page = next(row.page for row in store.pages() if row.location.endswith("/howitzers"))
    claim = next(row.claim for row in store.claims() if row.of == "transfer")
    for base in serve(path):
        yield Served(base, page, claim)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watched:
    """A tab, with all that went wrong in it."""

    tab: Any
    wrong: list[str]


def open_tab(chromium: Any, base: str, **options: Any) -> Watched:
    """A tab that notes errors, dialogs, what the policy stopped, and whatever would leave the host."""
    context = chromium.new_context(**options)
    tab = context.new_page()
    found = Watched(tab, [])
    tab.on("pageerror", lambda error: found.wrong.append(f"error {error}"))
    tab.on("console", lambda message: found.wrong.append(f"console {message.text}") if message.type in ("error", "warning") else None)
    tab.on("dialog", lambda dialog: (found.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url.startswith((base, "data:")) else found.wrong.append(f"left for {request.url}"))
    return found


@pytest.mark.parametrize("width", [320, 390, 770, 1010, 1230, 2560])
def test_pages_fit_their_window(chromium: Any, served: Served, width: int) -> None:
    seen = open_tab(chromium, served.base, viewport={"width": width, "height": 800})
    for address in served.types:
        seen.tab.goto(served.base + address)
        assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width, address
    assert seen.wrong == []


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm install axe-core, or ONRECORD_AXE=path")
@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"viewport": {"width": 320, "height": 800}}],
    ids=["light", "dark", "forced colours", "320 px"],
)
def test_axe_finds_nothing(chromium: Any, served: Served, options: dict[str, Any]) -> None:
    context = chromium.new_context(bypass_csp=True, **options)
    tab = context.new_page()
    found = []
    for address in served.types:
        tab.goto(served.base + address)
        tab.add_script_tag(path=str(AXE))
        result = tab.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
        found += [(address, v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300]) for v in result["violations"]]
    assert found == []


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


def test_hostile_pages_run_nothing_and_leave_the_layout(chromium: Any, tmp_path: Path) -> None:
    pages = [written(hostile_record(payload, n), f"{payload}{n}", payload) for n, payload in enumerate(PAYLOADS, 1)]
    store = make_store(tmp_path / "a.db", *pages)
    addresses = ["/", "/claims", "/arms?scope=all", "/pages", "/map", "/timeline", "/actors", "/adjacency", "/review", "/problems"]
    addresses += [address for row in store.pages() for address in (f"/page/{row.page}", f"/page/{row.page}/statement/s1")]
    for base in serve(tmp_path / "a.db"):
        seen = open_tab(chromium, base, viewport={"width": 1000, "height": 800})
        for address in addresses:
            seen.tab.goto(base + address)
            assert seen.tab.evaluate("document.documentElement.scrollWidth") <= 1000, address
            assert seen.tab.locator("footer").is_visible()
            assert seen.wrong == [], address


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
