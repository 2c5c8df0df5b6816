"""Foreign sites against the server, in a real browser: one whose name resolves here, one that posts, one that frames, one that reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import CHROMIUM, serve
from tests.web.given import csrf_of, small_store

playwright = pytest.importorskip("playwright.sync_api")
FOREIGN = "http://evil.example"
_FORM = """<form method="post" action="{base}/review/decide">
{fields}<input name="decision" value="reject"></form><script>document.forms[0].submit()</script>"""


@pytest.fixture(scope="module")
def rebound() -> Iterator[Any]:
    """A browser to which every name is this machine, as a site that rebinds its name would have it."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP * 127.0.0.1"])
        yield browser
        browser.close()


def foreign_tab(browser: Any, html: str) -> Any:
    """A tab on a foreign site that answers with this page."""
    tab = browser.new_context().new_page()
    tab.route(f"{FOREIGN}/**", lambda route: route.fulfill(status=200, content_type="text/html", body=html))
    return tab


def test_a_name_that_resolves_here_reads_nothing(rebound: Any, tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    for base in serve(tmp_path / "a.db"):
        port = base.rpartition(":")[2]
        tab = rebound.new_context().new_page()
        assert tab.goto(f"http://localhost:{port}/").status == 200
        for name in (f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", f"localhost.evil.example:{port}"):
            found = tab.goto(f"http://{name}/claims.json")
            assert found.status == 421, name
            assert "claims" not in found.text()


@pytest.mark.parametrize("with_token", [False, True])
def test_a_foreign_form_writes_nothing(rebound: Any, tmp_path: Path, with_token: bool) -> None:
    store = small_store(tmp_path / "a.db")
    page = next(row.page for row in store.pages() if row.location.endswith("/shells"))
    for base in serve(tmp_path / "a.db"):
        token = csrf_of(rebound.new_context().request.get(f"{base}/review").text()) if with_token else "guessed"
        fields = {"kind": "statement", "page": page, "item": "s1", "csrf": token}
        told = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        tab = foreign_tab(rebound, _FORM.format(base=base, fields=told))
        with tab.expect_response(f"{base}/review/decide") as sent:
            tab.goto(f"{FOREIGN}/")
        assert sent.value.status == 403
        assert store.corrections(undone=True) == ()


def test_a_foreign_page_frames_and_reads_nothing(rebound: Any, tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    for base in serve(tmp_path / "a.db"):
        tab = foreign_tab(rebound, f'<iframe src="{base}/"></iframe><script src="{base}/claims.json"></script><img src="{base}/static/world.svg">')
        with tab.expect_event("requestfailed", lambda request, base=base: request.url == f"{base}/claims.json"):
            tab.goto(f"{FOREIGN}/")
        assert tab.evaluate(f"fetch('{base}/claims.json').then(r => r.text(), () => 'refused')") == "refused"
        assert tab.evaluate(f"fetch('{base}/claims.json', {{mode: 'no-cors'}}).then(() => 'read', () => 'refused')") == "refused"
        assert tab.evaluate("document.images[0].naturalWidth") == 0
        assert "onrecord" not in "".join(frame.content() for frame in tab.frames[1:])


def test_a_server_for_others_lets_in_by_the_token_alone(rebound: Any, tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    for base in serve(tmp_path / "a.db", token="word-of-the-day", any_host=True):
        port = base.rpartition(":")[2]
        tab = rebound.new_context().new_page()
        assert tab.goto(f"http://colleague.example:{port}/claims").status == 401
        assert tab.goto(f"http://colleague.example:{port}/claims?token=wrong").status == 401
        tab.goto(f"http://colleague.example:{port}/claims?token=word-of-the-day")
        assert tab.url == f"http://colleague.example:{port}/claims"
        assert tab.locator("h1").inner_text() == "Claims"
        # The cookie is of that name: under another one nobody is let in, and no script can read it.
        assert tab.evaluate("document.cookie") == ""
        assert tab.goto(f"http://evil.example:{port}/claims").status == 401
