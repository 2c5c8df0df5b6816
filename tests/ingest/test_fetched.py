"""`ingest --fetch`: pages of the network are stored once, and nothing is fetched unasked."""

from pathlib import Path

import pytest

from onrecord.fetch import Policy
from onrecord.ingest import Report, ingest
from onrecord.store import open_store
from tests.fetch.conftest import Handler, Web, page
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


def _counts(report: Report) -> tuple[int, int]:
    return report.stored, report.failed
