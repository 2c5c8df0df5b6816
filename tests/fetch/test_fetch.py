"""Fetching against a server on this machine: what comes, what is refused, and that nobody is asked who must not be."""

import gzip
import itertools
import re
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate

import pytest

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch import DEFAULT, Fetched, Fetcher, NotModified, Policy, Validators, fetch
from tests.fetch.conftest import CERTIFICATE, Handler, Page, Web, page, redirect

QUICK = Policy(delay_s=0, backoff_s=0, connect_s=5, idle_s=5, total_s=10)
URL = "http://news.example/a"
HTML = b"<p>The ministry denied that any shells were shipped.</p>"


def fetched(url: str = URL, policy: Policy = QUICK, known: Validators | None = None) -> Fetched:
    found = fetch(url, policy=policy, known=known)
    assert isinstance(found, Fetched)
    return found


def refused(url: str = URL, policy: Policy = QUICK) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=policy)
    assert caught.value.location == url
    assert caught.value.remedy
    return caught.value


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


def in_turn(*pages: Page) -> Page:
    """One page after another, the last for ever."""
    rest = list(pages)
    return lambda handler: (rest.pop(0) if len(rest) > 1 else rest[0])(handler)


def hang_up(handler: Handler) -> None:
    handler.connection.close()


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


# Slow, endless and packed


def drip_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "40")
    handler.end_headers()
    drip(handler, b"x" * 40)


def drip_head(handler: Handler) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(handler, b"X-More: 1\r\n" * 3 + b"Content-Length: 1\r\n\r\nx")


def drip_continues(handler: Handler) -> None:
    drip(handler, b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


def drip(handler: Handler, data: bytes) -> None:
    """A byte each tenth of a second: each in time for a limit that counts from the last one. Whoever waits for all of it gets the page."""
    for at in range(len(data)):
        handler.wfile.write(data[at : at + 1])
        time.sleep(0.1)


@pytest.mark.parametrize("slow", [drip_body, drip_head, drip_headers, drip_continues])
def test_a_slow_loris_is_left(web: Web, slow: Page) -> None:
    web.pages["/a"] = slow
    error = refused(policy=Policy(delay_s=0, idle_s=5, total_s=0.5, robots=False))
    assert error.problem == "it was not there whole within 0.5 s"
    assert web.paths() == ["/a"]


def test_a_server_that_falls_silent_is_left(web: Web) -> None:
    web.pages["/a"] = lambda handler: time.sleep(3)
    error = refused(policy=Policy(delay_s=0, backoff_s=0, idle_s=0.2, total_s=5, attempts=2, robots=False))
    assert error.problem == "nothing came for 0.2 s"
    assert web.paths() == ["/a", "/a"]


def test_a_body_of_10_gb_is_cut_at_the_limit(web: Web) -> None:
    sent = itertools.count()

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"x" * 1_000_000)
            next(sent)

    web.pages["/a"] = endless
    assert refused().problem == "its body is longer than 20,000,000 bytes"
    assert web.left.wait(5)
    assert next(sent) < 100


def test_a_chunk_of_a_negative_length_is_no_way_round_the_limit(web: Web) -> None:
    """http.client reads to the end of the connection then, whatever it was asked for."""
    sent = itertools.count()

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"-1\r\n")
        for _ in range(10_000):
            handler.wfile.write(b"x" * 1_000_000)
            next(sent)

    web.pages["/a"] = endless
    assert refused().problem == "its answer is longer than 41,000,000 bytes"
    assert web.left.wait(5)
    assert next(sent) < 100


def test_an_endless_row_of_interim_answers_is_left(web: Web) -> None:
    def endless(handler: Handler) -> None:
        for _ in range(100_000):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)

    web.pages["/a"] = endless
    assert refused(policy=Policy(delay_s=0, max_bytes=10_000, robots=False)).problem == "its answer is longer than 1,020,000 bytes"


def test_a_body_that_says_it_is_too_long_is_not_read(web: Web) -> None:
    web.pages["/a"] = page(200, HTML, Content_Length="10000000000")
    assert refused().problem == "its body is 10,000,000,000 bytes long, and at most 20,000,000 are taken"


def test_too_many_headers_are_refused(web: Web) -> None:
    web.pages["/a"] = page(200, HTML, **{f"X_{n}": "1" for n in range(10_000)})
    assert "the connection failed" in refused().problem


def packed(body: bytes, bits: int) -> bytes:
    pack = zlib.compressobj(wbits=bits)
    return pack.compress(body) + pack.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("x-gzip", gzip.compress(HTML, mtime=0)),
        ("GZIP", gzip.compress(HTML[:9], mtime=0) + gzip.compress(HTML[9:], mtime=0)),
        ("gzip", gzip.compress(HTML, mtime=0) + bytes(512)),
        ("deflate", packed(HTML, 15)),
        ("deflate", packed(HTML, -15)),
        ("identity", HTML),
        ("", HTML),
    ],
)
def test_a_packed_body_is_unpacked(web: Web, coding: str, body: bytes) -> None:
    web.pages["/a"] = page(200, body, Content_Encoding=coding)
    assert fetched().body == HTML


@pytest.mark.parametrize(
    ("coding", "body", "problem"),
    [
        ("gzip", gzip.compress(bytes(200_000_000), 1, mtime=0), "its body unpacks to more than 200 times its size"),
        ("deflate", packed(bytes(200_000_000), 15), "its body unpacks to more than 200 times its size"),
        ("gzip", gzip.compress(bytes(1_000), mtime=0) * 90_000, "its body is packed in more than 1,000 parts"),
        ("gzip", gzip.compress(bytes(range(256)) * 150, mtime=0) * 600, "its body is longer than 20,000,000 bytes"),
        ("gzip", gzip.compress(HTML, mtime=0)[:-9], "its body is packed and ends too early"),
        ("gzip", HTML, "its body is packed and damaged"),
        ("br", HTML, "its body is packed as 'br', which was not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(HTML, mtime=0), mtime=0), "its body is packed as 'gzip, gzip', which was not asked for"),
    ],
    ids=["gzip bomb", "deflate bomb", "many members", "long members", "cut", "not packed", "brotli", "twice"],
)
def test_a_bomb_or_a_damaged_body_is_refused(web: Web, coding: str, body: bytes, problem: str) -> None:
    web.pages["/a"] = page(200, body, Content_Encoding=coding)
    assert problem in refused().problem


# Redirects and addresses


def test_a_redirect_is_followed_and_told(web: Web) -> None:
    web.names["wire.example"] = web.names["news.example"]
    web.pages |= {"/a": redirect("b?q=1#part", 301), "/b?q=1": redirect("http://wire.example/ç"), "/%C3%A7": page(200, HTML)}
    found = fetched()
    assert found.body == HTML
    assert found.location == "http://wire.example/%C3%A7"
    assert found.redirects == (URL, "http://news.example/b?q=1")


def test_each_host_on_the_way_is_asked_for_its_robots(web: Web) -> None:
    web.names["wire.example"] = web.names["news.example"]
    web.pages |= {"/a": redirect("http://wire.example/b"), "/b": page(200, HTML)}
    closed = {"news.example": b"/x", "wire.example": b"/b"}
    web.pages["/robots.txt"] = lambda handler: handler.answer(200, b"User-agent: *\nDisallow: " + closed[handler.headers["Host"]])
    error = refused()
    assert error.problem == "redirected to http://wire.example/b: http://wire.example/robots.txt closes this page to programs"
    assert web.paths() == ["/a"]


@pytest.mark.parametrize(
    ("pages", "problem"),
    [
        ({"/a": redirect("/a")}, "its redirects go in a circle"),
        ({"/a": redirect("/b"), "/b": redirect("/c"), "/c": redirect("/b#again")}, "its redirects go in a circle"),
        ({"/a": redirect("/1")} | {f"/{n}": redirect(f"/{n + 1}") for n in range(1, 20)}, "it is redirected more than 8 times"),
        ({"/a": page(302)}, "HTTP 302 leads to no other page"),
        ({"/a": redirect("http://[::1")}, "leads to what is no URL"),
    ],
    ids=["itself", "circle", "endless", "nowhere", "no URL"],
)
def test_redirects_that_lead_nowhere_end(web: Web, pages: dict[str, Page], problem: str) -> None:
    web.pages |= pages
    assert problem in refused().problem
    assert len(web.paths()) <= 9


NOT_PUBLIC = [
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.0.7/",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://inside.example/",
    "http://both.example/",
    "https://inside.example/",
]


@pytest.mark.parametrize("place", NOT_PUBLIC)
@pytest.mark.parametrize("way", ["asked for", "redirected to"])
def test_no_address_but_a_public_one_is_connected_to(web: Web, place: str, way: str) -> None:
    web.names |= {"inside.example": ["10.0.0.7"], "both.example": ["93.184.215.14 10.0.0.7"]}
    web.pages["/a"] = redirect(place)
    error = refused(URL if way == "redirected to" else place)
    assert "is no address of the public network" in error.problem
    assert set(web.connects) <= {"93.184.215.14"}
    assert web.paths() == (["/a"] if way == "redirected to" else [])


@pytest.mark.parametrize("robots", [True, False])
def test_a_name_that_changes_its_address_gains_nothing(web: Web, robots: bool) -> None:
    """What was checked is what is connected to; the next request looks the name up and checks it again."""
    web.names["rebind.example"] = ["93.184.215.14", "127.0.0.1"]
    web.pages["/a"] = in_turn(page(500), page(200, b"the secret of this machine"))
    error = refused("http://rebind.example/a", Policy(delay_s=0, backoff_s=0, robots=robots))
    assert error.problem == "rebind.example resolves to 127.0.0.1 is no address of the public network"
    assert web.connects == ["93.184.215.14"]
    assert web.lookups == ["rebind.example"] * 2


def test_a_private_address_may_be_allowed(web: Web) -> None:
    web.pages["/a"] = page(200, HTML)
    assert fetched(f"http://127.0.0.1:{web.port}/a", Policy(allow_private=True)).body == HTML
    assert web.requests[-1] == (f"127.0.0.1:{web.port}", "/a")


NOT_FETCHED = [
    ("file:///etc/passwd", "only http and https are fetched, not file"),
    ("ftp://news.example/a", "not ftp"),
    ("data:text/html,<p>Hi", "not data"),
    ("gopher://news.example/", "not gopher"),
    ("javascript:alert(1)", "not javascript"),
    ("http://./a", "names no host"),
    ("http://news.example:99999/", "this is no URL"),
    ("http://ada:secret@news.example/", "holds a user name or a password"),
    (f"http://{'a' * 70}.example/", "this host cannot be looked up"),
]
NO_URLS = [("/etc/passwd", "not a path"), ("", "not a path"), ("http:///a", "names no host"), ("http://[::1/", "this is no URL")]


@pytest.mark.parametrize(("url", "problem"), NOT_FETCHED + NO_URLS)
def test_nothing_but_http_is_fetched(web: Web, url: str, problem: str) -> None:
    assert problem in refused(url).problem
    assert web.connects == []


@pytest.mark.parametrize(("url", "problem"), NOT_FETCHED)
def test_no_redirect_leads_out_of_http(web: Web, url: str, problem: str) -> None:
    web.pages["/a"] = redirect(url)
    assert problem in refused().problem
    assert web.paths() == ["/a"]


def test_a_name_that_nobody_has_is_an_error(web: Web) -> None:
    error = refused("http://gone.example/")
    assert error.problem == "gone.example cannot be looked up: Name or service not known"
    assert isinstance(error, FetchFailedError)


def test_a_name_that_takes_too_long_to_look_up_is_left(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **more: [time.sleep(2)][1:])
    error = refused(policy=Policy(connect_s=0.1, attempts=1))
    assert error.problem == "news.example was not looked up within 0.1 s"


# TLS


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_tls_asks_for_the_name_at_the_checked_address(web: Web) -> None:
    web.pages["/a"] = page(200, HTML)
    with Fetcher(QUICK, tls=trusting()) as fetcher:
        found = fetcher.fetch("https://News.Example./a")
    assert isinstance(found, Fetched)
    assert found.body == HTML
    assert set(web.server_names) == {"news.example"}
    assert set(web.connects) == {"93.184.215.14"}
    assert web.requests[-1] == ("news.example", "/a")


def test_a_certificate_of_another_name_is_refused(web: Web) -> None:
    web.names["other.example"] = web.names["news.example"]
    with Fetcher(QUICK, tls=trusting()) as fetcher, pytest.raises(FetchError, match="its certificate does not hold: Hostname mismatch"):
        fetcher.fetch("https://other.example/a")
    assert web.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(web: Web) -> None:
    error = refused("https://news.example/a")
    assert "its certificate does not hold" in error.problem
    assert "SSL_CERT_FILE" in error.remedy
    assert web.requests == []


# robots.txt


@pytest.mark.parametrize(
    ("robots", "asked"),
    [
        (page(200, b"User-agent: *\nDisallow: /b\n"), ["/a"]),
        (page(200, b"User-agent: *\nDisallow: /\n"), []),
        (page(200, b"User-agent: onrecord\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n"), []),
        (page(200, b"User-agent: OnRecord/2\nAllow: /\n\nUser-agent: *\nDisallow: /\n"), ["/a"]),
        (page(404), ["/a"]),
        (page(403), ["/a"]),
        (page(500), []),
        (page(429), []),
        (redirect("/rules"), []),
        (redirect("http://10.0.0.1/robots.txt"), []),
        (redirect("/robots.txt"), ["/a"]),
        (page(200, b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n"), ["/a"]),
        (page(200, b"\xff\xfe\x00<html>not found</html>"), ["/a"]),
        (hang_up, []),
    ],
    ids=["other", "all", "named", "named, open", "none", "forbidden", "failing", "busy", "moved", "moved inside", "circle", "huge", "noise", "dead"],
)
def test_robots_are_kept_to(web: Web, robots: Page, asked: list[str]) -> None:
    web.pages |= {"/robots.txt": robots, "/rules": page(200, b"User-agent: *\nDisallow: /a"), "/a": page(200, HTML)}
    if asked:
        assert fetched().body == HTML
    else:
        assert "robots.txt" in refused().problem or robots is hang_up
    assert [path for path in web.paths() if path != "/rules"] == asked


def test_robots_are_read_once_a_host_even_where_it_fails(web: Web) -> None:
    web.pages |= {"/robots.txt": page(503), "/a": page(200, HTML)}
    with Fetcher(QUICK) as fetcher:
        for _ in range(3):
            with pytest.raises(FetchFailedError, match=r"robots\.txt answers HTTP 503"):
                fetcher.fetch(URL)
    assert [path for _, path in web.requests] == ["/robots.txt"] * 3  # the attempts of the first fetch


def test_robots_can_be_left_unasked(web: Web) -> None:
    web.pages |= {"/robots.txt": page(200, b"User-agent: *\nDisallow: /"), "/a": page(200, HTML)}
    assert fetched(policy=Policy(robots=False)).body == HTML
    assert web.requests == [("news.example", "/a")]


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
