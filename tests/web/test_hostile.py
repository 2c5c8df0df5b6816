"""Pages written against whoever reads them: nothing of theirs becomes markup, a link, a script or a turn of the line, on any page."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onrecord.web.site import write_site
from tests.web.given import LISTS, addresses_of, client, hostile_record, make_store, written

PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)' style='position:fixed'>x</a>",
    "'\"><input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "</style><style>*{display:none}</style>",
    "<!--<p title='--><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "javascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "{{ 7 * 7 }}{% for x in ().__class__.__bases__ %}{{ x }}{% endfor %}",
    "{#{{ cycler.__init__.__globals__.os.popen('id').read() }}#}",
    "abc\u202egpj.exe\u2066x\u2069",
    "zero\u200bwidth\ufeffmarks\u2060here",
    "é" + "\u0301" * 500,
    "]]>&lt;script&gt;&#60;script&#62;",
    "../../../../etc/passwd",
    "=HYPERLINK(\"http://evil.example\")",
    "a%00b%0d%0aSet-Cookie:x=y",
    "x" * 1_000_000,
    "\u200f\u05d0\u05d1\u05d2 \u202b\u0627\u0644\u062d\u0631\u0628\u202c end",
    "?q=1&state=disputed#q1",
    "' OR 1=1; DROP TABLE claim; --",
]  # fmt: skip
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]")
OUR_SCRIPT = "/static/onrecord.js"
SAFE = re.compile(r"/(?![/\\])|#|https?://|data:,$")
TYPES = [*LISTS, "/search?q=said"]


def addresses(browser: TestClient, page: str) -> list[str]:
    """A page of every type."""
    claims = browser.get("/claims.json").json()
    claim = [*claims["claims"], *claims["unsettled_claims"]][0]
    actor = LexborHTMLParser(browser.get("/actors").text).css_first("td a.open")
    named = [actor.attributes["href"] or ""] if actor else []
    named = [address for address in named if "%25" not in address]  # the test client decodes an address twice
    place = LexborHTMLParser(browser.get("/map").text).css_first("td a.open")
    placed = [place.attributes["href"] or ""] if place else []
    return [*TYPES, *addresses_of(page, claim["id"])[:-1], *placed, f"/story/{claim['story']}", *named]


def check(html: str, where: str) -> None:
    """Nothing in a page is markup but ours."""
    tree = LexborHTMLParser(html)
    assert [node.attributes for node in tree.css("script")] == [{"src": OUR_SCRIPT, "defer": None}], where
    assert tree.css("style, iframe, object, embed, base, math, [style], [srcdoc], [autofocus]") == [], where
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (where, name)
            if name in ("href", "src", "action", "cite", "formaction"):
                assert SAFE.match(value or ""), (where, value)
    assert len(tree.css("main")) == len(tree.css("head title")) == len(tree.css("footer")) == 1, where
    assert not HIDDEN.search(html), where


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_nothing_of_a_page_becomes_markup(tmp_path: Path, payload: str) -> None:
    store = make_store(tmp_path / "a.db", written(hostile_record(payload, 1), payload, payload))
    browser = client(tmp_path / "a.db")
    page = store.pages()[0].page
    for address in addresses(browser, page):
        found = browser.get(address)
        assert found.status_code == 200, address
        check(found.text, address)
        assert "\n49" not in found.text
        if address in TYPES:
            assert len(found.content) < 300_000, address


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_query_and_a_path_become_no_markup(tmp_path_factory: pytest.TempPathFactory, payload: str) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile-query.db"
    if not path.exists():
        make_store(path, written(hostile_record("words", 1), "words"))
    browser = client(path)
    words = payload[:4_000].encode("utf-8", "replace").decode()
    for address in ("/search", "/claims", "/arms", "/pages", "/actors", "/review", "/timeline"):
        found = browser.get(
            address, params={"q": words, "actor": words, "supplier": words, "outlet": words, "name": words, "failed": words, "claim": words}
        )
        assert found.status_code in (200, 400), address
        check(found.text, address)


def test_data_beside_a_page_is_as_the_page_has_it(tmp_path: Path) -> None:
    payload = "<script>alert(1)</script>\u202e"
    store = make_store(tmp_path / "a.db", written(hostile_record(payload, 1), "a", payload))
    found = client(tmp_path / "a.db").get(f"/page/{store.pages()[0].page}.json")
    assert found.headers["content-type"] == "application/json"
    assert found.json()["article"]["outlet"] == payload


@pytest.mark.parametrize("payload", PAYLOADS[:23], ids=range(23))
def test_files_of_the_static_site_lie_in_its_folder_and_run_nothing(tmp_path: Path, payload: str) -> None:
    make_store(tmp_path / "a.db", written(hostile_record(payload, 1), "a", payload))
    out = tmp_path / "site"
    out.mkdir()
    assert write_site(str(tmp_path / "a.db"), out) > 10
    files = list(out.rglob("*"))
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", file.name) and file.parent == out for file in files)
    assert sorted(file.name for file in tmp_path.iterdir() if not file.name.startswith("a.db")) == ["site"]
    for file in out.glob("*.html"):
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        assert tree.css("script, form, style, iframe, [style], [onerror], [onload]") == []
        for node in tree.css("[href]"):
            target = (node.attributes["href"] or "").partition("#")[0]
            assert not target or target.startswith(("http", "data:,")) or (out / target).is_file(), (file.name, target)
