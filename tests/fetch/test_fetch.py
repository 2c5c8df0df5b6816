"""Fetching against a server on this machine: what comes, what is tried again, and many pages at once."""

import re
import threading
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch import DEFAULT, Fetcher, NotModified, Policy, Validators, fetch
from tests.fetch.conftest import Handler, Page, Web, page
from tests.fetch.given import HTML, QUICK, URL, fetched, hang_up, in_turn, refused


def test_a_page_comes_with_what_a_capture_keeps(web: Web) -> None:
    web.pages["/a"] = page(200, HTML, Content_Type="text/html; charset=utf-8", ETag='"7"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    found = fetched()
    assert (found.body, found.url, found.location, found.redirects) == (HTML, URL, URL, ())
    assert found.content_type == "text/html; charset=utf-8"
    assert ("ETag", '"7"') in found.headers
    assert found.validators == Validators('"7"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", found.retrieved)
    assert web.headers[-1]["User-Agent"].startswith("onrecord/")
    assert web.requests == [("news.example", "/robots.txt"), ("news.example", "/a")]


def test_a_page_that_has_not_changed_is_not_sent_again(web: Web) -> None:
    def conditional(handler: Handler) -> None:
        same = handler.headers["If-None-Match"] == '"7"' and handler.headers["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
        handler.answer(304) if same else handler.answer(200, HTML, ETag='"8"')

    web.pages["/a"] = conditional
    known = Validators('"7"', "Mon, 02 Mar 2026 10:00:00 GMT")
    found = fetch(URL, policy=QUICK, known=known)
    assert isinstance(found, NotModified)
    assert found.validators == known
    assert fetched(known=Validators('"6"')).validators == Validators('"8"')


STATUSES = [
    (404, "HTTP 404 Not Found", "an archive may still have the page", 1),
    (403, "HTTP 403 Forbidden", "save the page in a browser", 1),
    (401, "HTTP 401 Unauthorized", "wants a login", 1),
    (204, "HTTP 204 No Content", "save the page", 1),
    (206, "HTTP 206 Partial Content", "save the page", 1),
    (304, "HTTP 304 Not Modified", "save the page", 1),  # nobody asked whether it had changed
    (500, "HTTP 500 Internal Server Error", "try again later", 3),
    (503, "HTTP 503 Service Unavailable", "try again later", 3),
    (429, "HTTP 429 Too Many Requests", "with a longer delay", 3),
]


@pytest.mark.parametrize(("status", "problem", "remedy", "asked"), STATUSES)
def test_a_page_that_is_not_there_is_an_error_that_says_why(web: Web, status: int, problem: str, remedy: str, asked: int) -> None:
    web.pages["/a"] = page(status)
    error = refused()
    assert error.problem == problem
    assert remedy in error.remedy
    assert isinstance(error, FetchFailedError) == (asked > 1)
    assert web.paths() == ["/a"] * asked


def not_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def too_short(handler: Handler) -> None:
    handler.answer(200, HTML, Content_Length="1000")


def cut_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"1000\r\n" + HTML)


@pytest.mark.parametrize("first", [page(500), page(503, Retry_After="0"), hang_up, not_http, too_short, cut_chunks])
def test_what_fails_once_is_tried_again(web: Web, first: Page) -> None:
    web.pages["/a"] = in_turn(first, page(200, HTML))
    assert fetched().body == HTML
    assert web.paths() == ["/a", "/a"]


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (not_http, "the answer is not HTTP"),
        (too_short, "its body ends 944 bytes too early"),
        (cut_chunks, "the body ends too early"),
    ],
)
def test_what_fails_for_ever_is_an_error(web: Web, broken: Page, problem: str) -> None:
    web.pages["/a"] = broken
    error = refused()
    assert isinstance(error, FetchFailedError)
    assert problem in error.problem
    assert web.paths() == ["/a"] * 3


@pytest.mark.parametrize("value", ["3600", lambda: formatdate(time.time() + 3600, usegmt=True)])
def test_a_host_that_asks_for_a_long_pause_is_let_be(web: Web, value: str | Callable[[], str]) -> None:
    web.pages["/a"] = page(503, Retry_After=value if isinstance(value, str) else value())
    web.pages["/b"] = page(200, HTML)
    with Fetcher(QUICK) as fetcher:
        with pytest.raises(FetchFailedError, match="HTTP 503"):
            fetcher.fetch(URL)
        with pytest.raises(FetchFailedError, match=r"asks for a pause of 3,\d\d\d s"):
            fetcher.fetch("http://news.example/b")
    assert web.paths() == ["/a"]


def test_a_pause_is_kept_between_two_requests_to_a_host(web: Web) -> None:
    web.names["wire.example"] = web.names["news.example"]
    times: list[float] = []
    web.pages["/a"] = web.pages["/b"] = lambda handler: (times.append(time.monotonic()), handler.answer(200, HTML))[1]
    web.pages["/robots.txt"] = page(200, b"User-agent: *\nCrawl-delay: 0.3\n")
    with Fetcher(QUICK) as fetcher:
        fetcher.fetch("http://news.example/a")
        fetcher.fetch("http://news.example/b")
    assert times[1] - times[0] >= 0.3


# Many


def test_many_pages_come_each_with_what_became_of_it(web: Web) -> None:
    web.names["wire.example"] = web.names["news.example"]
    web.pages |= {"/a": page(200, HTML), "/b": page(304)}
    urls = [URL, "http://wire.example/a", "http://news.example/b", "ftp://news.example/c", URL, "http://wire.example/gone"]
    with Fetcher(QUICK) as fetcher:
        found = dict(fetcher.fetch_all(urls, known={"http://news.example/b": Validators('"7"')}))
    assert {url: type(result).__name__ for url, result in found.items()} == {
        URL: "Fetched",
        "http://wire.example/a": "Fetched",
        "http://news.example/b": "NotModified",
        "ftp://news.example/c": "FetchError",
        "http://wire.example/gone": "FetchError",
    }
    assert web.paths().count("/a") == 2


def test_a_host_is_asked_one_thing_at_a_time_and_in_order(web: Web) -> None:
    under_way: list[int] = []
    most = [0]

    def busy(handler: Handler) -> None:
        under_way.append(1)
        most[0] = max(most[0], len(under_way))
        time.sleep(0.02)
        under_way.pop()
        handler.answer(200, HTML)

    paths = [f"/{n}" for n in range(8)]
    web.pages |= dict.fromkeys(paths, busy)
    with Fetcher(QUICK) as fetcher:
        found = [url for url, _ in fetcher.fetch_all(f"http://news.example{path}" for path in paths)]
    assert found == [f"http://news.example{path}" for path in paths]
    assert web.paths() == paths
    assert most == [1]


def test_who_stops_taking_pages_stops_the_fetching(web: Web) -> None:
    web.names |= {f"h{n}.example": web.names["news.example"] for n in range(6)}
    urls = [f"http://h{n}.example/{k}" for n in range(6) for k in range(50)]
    web.pages |= {f"/{k}": page(200, HTML) for k in range(50)}
    with Fetcher(QUICK) as fetcher:
        many = fetcher.fetch_all(urls)
        next(many)
        many.close()  # type: ignore[attr-defined]
    assert len(web.paths()) < 60


def test_a_closed_fetcher_waits_for_nothing(web: Web) -> None:
    web.pages["/a"] = page(200, HTML)
    with Fetcher(Policy(delay_s=3600, max_wait_s=1)) as fetcher:
        fetcher.close()
        with pytest.raises(FetchFailedError, match="was stopped"):
            fetcher.fetch(URL)
    assert web.requests == []


def test_closing_ends_a_wait_for_a_silent_server(web: Web) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(handler: Handler) -> None:
        asked.set()
        over.wait(30)

    web.pages["/a"] = silent
    fetcher = Fetcher(Policy(robots=False))
    errors: list[FetchError] = []

    def run() -> None:
        try:
            fetcher.fetch(URL)
        except FetchError as error:
            errors.append(error)

    waiting = threading.Thread(target=run)
    waiting.start()
    assert asked.wait(5)
    fetcher.close()
    waiting.join(10)
    over.set()
    assert [error.problem for error in errors] == ["the connection failed: the fetching was stopped"]


def test_the_default_policy_has_manners() -> None:
    assert DEFAULT.robots
    assert not DEFAULT.allow_private
    assert DEFAULT.delay_s >= 1
