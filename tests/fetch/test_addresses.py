"""Where a fetch may lead, by redirects and names: to the public network over HTTP, and over TLS to the host that was asked for."""

import ssl
import time

import pytest

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch import Fetched, Fetcher, Policy
from tests.fetch.conftest import CERTIFICATE, Page, Web, page, redirect
from tests.fetch.given import HTML, QUICK, URL, fetched, in_turn, refused


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
    "http://192.88.99.1/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
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
