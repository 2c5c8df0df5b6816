"""`ingest --fetch`: pages of the network are stored once, and nothing is fetched unasked."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import onrecord.ingest as ingesting
from onrecord.fetch import Policy
from onrecord.ingest import Report, ingest
from onrecord.store import open_store
from onrecord.version import __version__
from tests.fetch.conftest import Handler, Web, page, redirect
from tests.fetch.conftest import web as _web
from tests.store.given import GRAIN, SHELLS

web = _web
QUICK = Policy(delay_s=0, attempts=1, total_s=5)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>http://news.example/</link>
<item><title>Harvest fair opens a day late</title><link>http://news.example/fair</link><description>It rained.</description></item>
<item><title>Gone</title><link>http://news.example/gone</link><description>Nobody knows.</description></item>
</channel></rss>"""


def conditional(handler: Handler) -> None:
    """A page that is as it was."""
    if handler.headers["If-None-Match"] == '"1"':
        handler.answer(304, ETag='"1"')
    else:
        handler.answer(200, SHELLS.encode(), ETag='"1"', Content_Type="text/plain; charset=utf-8")


@pytest.fixture
def given(web: Web) -> Web:
    web.pages |= {"/shells": conditional, "/fair": page(200, GRAIN.encode(), Content_Type="text/plain; charset=utf-8")}
    return web


def test_a_url_is_fetched_once_and_then_asked_whether_it_has_changed(given: Web, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert _counts(ingest(["http://news.example/shells"], path, fetch=QUICK)) == (1, 0)
    assert _counts(ingest(["http://news.example/shells"], path, fetch=QUICK)) == (0, 0)
    assert given.paths() == ["/shells", "/shells"]
    assert [headers.get("If-None-Match") for headers in given.headers][-1] == '"1"'
    with open_store(path) as store:
        (found,) = store.pages()
        assert (found.location, found.published) == ("http://news.example/shells", "2024-03-01")
        assert found.retrieved is not None


def test_equal_bytes_of_a_server_that_keeps_no_count_are_one_page(given: Web, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert [_counts(ingest(["http://news.example/fair"], path, fetch=QUICK)) for _ in range(2)] == [(1, 0), (0, 0)]
    given.pages["/fair"] = page(200, GRAIN.replace("a day late", "two days late").encode(), Content_Type="text/plain")
    assert _counts(ingest(["http://news.example/fair"], path, fetch=QUICK)) == (1, 0)


def test_stories_that_a_feed_has_summaries_of_are_fetched_when_asked_for(given: Web, tmp_path: Path) -> None:
    path, feed = tmp_path / "news.db", tmp_path / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    assert _counts(ingest([feed], path)) == (0, 2)
    assert given.requests == []
    assert _counts(ingest([feed], path, fetch=QUICK)) == (1, 1)
    with open_store(path) as store:
        assert [row.headline for row in store.pages()] == ["Harvest fair opens a day late"]
        assert [(row.location, row.stage) for row in store.failures()] == [("http://news.example/gone", "fetch")]
    asked = len(given.requests)
    assert _counts(ingest([feed], path, fetch=QUICK)) == (0, 0)
    assert len(given.requests) == asked


def test_without_fetch_a_url_is_a_failure_that_says_so(given: Web, tmp_path: Path) -> None:
    assert _counts(ingest(["http://news.example/shells"], tmp_path / "news.db")) == (0, 1)
    assert (given.requests, given.lookups) == ([], [])
    with open_store(tmp_path / "news.db") as store:
        assert "opens no connection" in store.failures()[0].cause


def test_a_private_address_is_refused_and_listed(given: Web, tmp_path: Path) -> None:
    assert _counts(ingest(["http://127.0.0.1/admin", "http://news.example/fair"], tmp_path / "news.db", fetch=QUICK)) == (1, 1)
    with open_store(tmp_path / "news.db") as store:
        assert [(row.location, row.stage) for row in store.failures()] == [("http://127.0.0.1/admin", "fetch")]


def test_a_url_that_failed_leaves_the_list_once_its_page_is_as_it_was(given: Web, tmp_path: Path) -> None:
    path, urls = tmp_path / "news.db", ["http://news.example/shells"]
    ingest(urls, path, fetch=QUICK)
    given.pages["/shells"] = page(503)
    assert _counts(ingest(urls, path, fetch=QUICK)) == (0, 1)
    with open_store(path) as store:
        assert (store.coverage().pages, store.coverage().failed, len(store.failures())) == (1, 0, 1)
    given.pages["/shells"] = conditional
    assert _counts(ingest(urls, path, fetch=QUICK)) == (0, 0)
    with open_store(path) as store:
        assert store.failures().rows == ()


def test_a_page_that_was_fetched_and_not_written_comes_again(given: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    given.pages["/again"] = conditional  # the bytes of a page that is stored
    ingest(["http://news.example/shells"], path, fetch=QUICK)
    with monkeypatch.context() as killed:
        killed.setattr(ingesting, "put", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ingest(["http://news.example/again"], path, fetch=QUICK)
    assert [_counts(ingest(["http://news.example/again"], path, fetch=QUICK)) for _ in range(2)] == [(1, 0), (0, 0)]
    with open_store(path) as store:
        assert {row.location for row in store.pages()} == {"http://news.example/shells", "http://news.example/again"}


def test_another_reader_reads_a_fetched_page_anew_in_its_place(given: Web, tmp_path: Path) -> None:
    path, urls = tmp_path / "news.db", ["http://news.example/shells", "http://news.example/fair"]
    ingest(urls, path, fetch=QUICK)
    with open_store(path) as store:
        before = {row.page for row in store.pages()}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE reader SET version = '0.0.1'")
        connection.execute("UPDATE record SET version = '0.0.1'")
        connection.commit()
    assert [_counts(ingest(urls, path, fetch=QUICK)) for _ in range(2)] == [(2, 0), (0, 0)]
    with open_store(path) as store:
        assert {row.page for row in store.pages()} == before
        assert {row.version for row in store.pages()} == {__version__}


def test_a_page_that_was_deleted_is_not_fetched_again_by_any_address(given: Web, tmp_path: Path) -> None:
    path, urls = tmp_path / "news.db", ["http://news.example/old", "http://news.example/fair"]
    given.pages["/old"] = redirect("/shells")
    ingest(urls, path, fetch=QUICK)
    with open_store(path) as store:
        store.delete(next(row for row in store.pages() if row.location.endswith("/shells")))
        assert store.connection.execute("SELECT url FROM fetched").fetchall() == [("http://news.example/fair",)]
    given.requests.clear()
    assert _counts(ingest([*urls, "http://news.example/shells"], path, fetch=QUICK)) == (0, 0)
    assert given.paths() == ["/fair"]
    given.pages["/other"] = redirect("/shells")
    assert _counts(ingest(["http://news.example/other"], path, fetch=QUICK)) == (0, 0)
    with open_store(path) as store:
        assert [row.location for row in store.pages()] == ["http://news.example/fair"]


def _counts(report: Report) -> tuple[int, int]:
    return report.stored, report.failed
