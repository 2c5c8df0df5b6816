"""Threats 13 to 20: what a page, a foreign site or a query can do to the web UI and to what is exported."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from onrecord.export.store import Wanted, export
from onrecord.ingest import ingest
from onrecord.intake import find_pages
from onrecord.store import open_store
from onrecord.web.app import create_app
from onrecord.web.security import HEADERS
from onrecord.web.site import write_site
from tests.export.store.given import make_store as make_export_store
from tests.intake.make import http, record, story, tarred, warc, zipped
from tests.search.test_search import PIECES
from tests.web.given import BASE, HOST, client, csrf_of, hostile_record, make_store, post, small_store, written
from tests.web.test_hostile import PAYLOADS, TYPES, addresses, check
from tests.web.test_security import FORM

MARKUP = [payload for payload in PAYLOADS if "<" in payload]


def test_13_markup_that_a_page_shows_as_text_stays_text(tmp_path: Path) -> None:
    """From the bytes of a page through the whole pipeline into every view; tests/web/test_hostile.py puts each payload in every field."""
    shown = [payload.replace("&", "&amp;").replace("<", "&lt;") for payload in MARKUP]
    told = "".join(f"<p>“{words}” said Ada {words} Brandt of the ministry, who denied {words} on Friday.</p>" for words in shown)
    page = f"<html lang=en><title>{shown[0]}</title><meta name=author content='x'><article><h1>{shown[1]}</h1>{told}</article></html>"
    (tmp_path / "<img src=x onerror=alert(1)>.html").write_text(page, encoding="utf-8")
    ingest([tmp_path], tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    with open_store(tmp_path / "a.db") as store:
        (row,) = store.pages()
    for address in (*TYPES, f"/page/{row.page}", f"/page/{row.page}?furniture=1", "/search?q=said"):
        found = browser.get(address)
        assert found.status_code == 200
        check(found.text, address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "\x01javascript:alert(1)",
                                     " java\tscript:alert(1)", "//evil.example", "file:///etc/passwd"])  # fmt: skip
def test_14_only_addresses_of_the_web_become_links(tmp_path: Path, address: str) -> None:
    store = make_store(tmp_path / "a.db", written(hostile_record(address, 1), address, address))
    browser = client(tmp_path / "a.db")
    for view in addresses(browser, store.pages()[0].page):
        for node in LexborHTMLParser(browser.get(view).text).css("[href]"):
            link = node.attributes["href"] or ""
            assert link.startswith(("/", "#", "http://", "https://", "data:,")), (view, link)
            assert not link.startswith("//"), (view, link)
            if link.startswith("http"):
                assert {"noreferrer", "noopener"} <= set((node.attributes["rel"] or "").split())


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example:8000", "127.0.0.1:9000", "[::2]:8000", "0.0.0.0:8000", ""]
)
def test_15_a_name_that_was_led_here_is_refused(tmp_path: Path, host: str) -> None:
    small_store(tmp_path / "a.db")
    for address in ("/", "/claims.json", "/static/onrecord.css"):
        assert client(tmp_path / "a.db").get(address, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", f"https://{HOST}", "http://127.0.0.1:9000", "http://localhost.evil.example:8000"])
def test_16_a_foreign_page_writes_nothing_even_with_the_token(tmp_path: Path, origin: str) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    page = next(row.page for row in store.pages() if row.location.endswith("/shells"))
    form = {**FORM, "item": "s1", "page": page, "csrf": csrf_of(browser.get("/review").text)}
    assert post(browser, "/review/decide", form, origin=origin).status_code == 403
    assert browser.get("/review/decide", params=form).status_code == 405
    assert store.corrections() == ()


def routes(path: Path) -> list[str]:
    """The address of every route that is there, with words of ours in its holes."""
    found = []
    waiting = list(create_app(path, wait=True).app.routes)  # type: ignore[attr-defined]
    while waiting:
        route = waiting.pop()
        if isinstance(route, Mount):
            waiting += [*route.routes]
        if isinstance(route, Route):
            found.append("/".join("x" if part.startswith("{") else part for part in route.path.split("/")))
    return found


def test_17_every_route_carries_the_headers(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    known = routes(tmp_path / "a.db")
    assert len(known) > 10
    for address in [*known, "/nowhere", "/search?q=a:", "/%00"]:
        for method in ("GET", "POST", "PUT"):
            found = browser.request(method, address)
            assert {name: found.headers.get(name) for name in HEADERS} == HEADERS, (method, address)
            assert "access-control-allow-origin" not in found.headers
    ours = {name.lower(): value for name, value in HEADERS.items()}
    assert "frame-ancestors 'none'" in ours["content-security-policy"]
    assert "default-src 'none'" in ours["content-security-policy"]
    assert (ours["referrer-policy"], ours["x-content-type-options"], ours["cache-control"]) == ("no-referrer", "nosniff", "no-store")


INJECTIONS = [
    '"',
    "NEAR(a b",
    "text:x",
    "-",
    '"a',
    "a* AND",
    "' OR 1=1 --",
    "\0",
    "a" * 60_000,
    "*",
    "(((((",
    "^x",
    "{a b}:c",
    '"" ""',
    "a NOT",
    "%00",
]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("search") / "a.db"
    small_store(path)
    return client(path)


@pytest.mark.parametrize("query", INJECTIONS, ids=range(len(INJECTIONS)))
def test_18_a_query_is_answered_or_told_why_not(searched: TestClient, query: str) -> None:
    assert searched.get("/search", params={"q": query}).status_code in (200, 400, 414, 431)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=60))
def test_18_any_query_is_answered(searched: TestClient, query: str) -> None:
    assert searched.get("/search", params={"q": query.encode("utf-8", "replace").decode()}).status_code in (200, 400)


def test_19_what_a_spreadsheet_would_run_is_text_to_it_and_untouched_to_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    make_export_store(path)
    with open_store(path) as store:
        for form, raw in (("csv", False), ("csv", True), ("xlsx", False), ("jsonl", False)):
            export(store, Wanted(form, () if form == "jsonl" else ("pages",), raw=raw), tmp_path / f"{raw}.{form}")
    formula = '=HYPERLINK("http://evil.example","click") \U0001f680 rockets'
    guarded, raw_rows = ([*csv.reader(io.StringIO((tmp_path / f"{raw}.csv").read_text(encoding="utf-8-sig")))] for raw in (False, True))
    assert not any(cell.startswith(("=", "+", "@")) for row in guarded for cell in row)
    assert any("'" + formula in row for row in guarded)
    assert any(formula in row for row in raw_rows)
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "False.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == formula} == {"s"}
    lines = [json.loads(line) for line in (tmp_path / "False.jsonl").read_text(encoding="utf-8").splitlines()]
    assert formula in [line["article"]["headline"]["text"] for line in lines if line.get("article") and line["article"]["headline"]]


TRAVERSALS = ["../../../etc/x", "/etc/x", "a/../../x", "CON", "..\\..\\x", "x" * 300, "a\nb", "%2e%2e%2fx", "https://a/../../../etc/x"]


@pytest.mark.parametrize("name", TRAVERSALS, ids=range(len(TRAVERSALS)))
def test_20_no_name_of_a_page_leads_a_file_out_of_its_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    url = name if name.startswith("http") else f"https://news.example/{name}"
    (inside / "a.zip").write_bytes(zipped({name: story(1)}))
    (inside / "b.tar").write_bytes(tarred({name: story(2)}))
    (inside / "c.warc").write_bytes(warc(record(http(story(3)), url=url.replace("\n", "%0a")), packed=False)[0])
    make_store(inside / "n.db", written(hostile_record(name, 1), name, name))
    before = set(tmp_path.rglob("*"))
    assert len(list(find_pages(sorted(inside.glob("[abc].*"))))) >= 3
    with open_store(inside / "n.db") as store:
        export(store, Wanted("html"), inside / "html")
    (inside / "site").mkdir()
    write_site(str(inside / "n.db"), inside / "site")
    written_to = set(tmp_path.rglob("*")) - before
    assert len(written_to) > 10
    assert all(path.resolve().is_relative_to(inside / "html") or path.resolve().is_relative_to(inside / "site") for path in written_to)


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "..%5capp.py", "/etc/passwd", "onrecord.css%00.html"])
def test_20_the_static_route_serves_a_fixed_list(searched: TestClient, name: str) -> None:
    assert searched.get(f"{BASE}/static/{name}").status_code == 404
