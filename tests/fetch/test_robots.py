"""robots.txt by RFC 9309: groups, the longest rule, `*` and `$`, lines that mean nothing; and that a host is asked for it and kept to it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch import Fetched, Fetcher, Policy
from onrecord.fetch.robots import read_robots
from tests.fetch.conftest import Handler, Page, Web, page, redirect
from tests.fetch.given import HTML, QUICK, URL, fetched, hang_up, refused

ALL = "User-agent: *\n"

CASES = [
    # robots.txt, a path, whether it may be asked for
    ("", "/a", True),
    (ALL + "Disallow: /", "/a", False),
    (ALL + "Disallow:", "/a", True),
    (ALL + "Disallow: /a", "/ab", False),
    (ALL + "Disallow: /a/", "/a", True),
    (ALL + "disallow : /a # closed", "/a", False),
    (ALL + "Disallow: /a\nAllow: /a/b", "/a/b/c", True),
    (ALL + "Allow: /a\nDisallow: /a", "/a", True),
    (ALL + "Disallow: /\nAllow: /news", "/news/1", True),
    (ALL + "Disallow: /*?print", "/news/1?print=1", False),
    (ALL + "Disallow: /*?print", "/news/1", True),
    (ALL + "Disallow: /*.pdf$", "/a.pdf", False),
    (ALL + "Disallow: /*.pdf$", "/a.pdf?x", True),
    (ALL + "Disallow: /*.pdf$", "/a.pdf.pdf", False),
    (ALL + "Disallow: /$", "/", False),
    (ALL + "Disallow: /$", "/a", True),
    (ALL + "Disallow: /a*b*c", "/axxbxx", True),
    (ALL + "Disallow: /a*b*c", "/axxbxxc1", False),
    (ALL + "Disallow: /%61bc", "/abc", False),
    (ALL + "Disallow: /abc", "/%61bc", False),
    (ALL + "Disallow: /é", "/%C3%A9", False),
    (ALL + "Disallow: /a%2fb", "/a/b", True),
    ("User-agent: onrecord\nUser-agent: other\nDisallow: /a", "/a", False),
    ("User-agent: other\nDisallow: /a", "/a", True),
    ("User-agent: onrecorder\nDisallow: /a", "/a", True),
    ("User-agent: onrecord\nDisallow: /b\n" + ALL + "Disallow: /", "/a", True),
    (ALL + "Disallow: /a\n\nUser-agent: onrecord\nAllow: /", "/a", True),
    (ALL + "Disallow: /a\nSitemap: http://news.example/map\nDisallow: /b", "/b", False),
    (ALL + "Disallow: /a\n\n" + ALL + "Disallow: /b", "/a", False),
    (ALL + "\n\nDisallow: /a", "/a", False),
    ("Disallow: /a\n" + ALL, "/a", True),
    ("\ufeff" + ALL + "Disallow: /a", "/a", False),
    (ALL.replace("\n", "\r") + "Disallow: /a", "/a", False),
    (ALL + "Disallow: /" + "a*" * 500 + "z", "/" + "a" * 5_000, True),
]


@pytest.mark.parametrize(("robots", "path", "allowed"), CASES)
def test_a_path_is_open_or_closed(robots: str, path: str, allowed: bool) -> None:
    assert read_robots(robots.encode(), "onrecord").allows(path) == allowed


@pytest.mark.parametrize(
    ("robots", "delay_s"),
    [
        (ALL + "Crawl-delay: 10", 10.0),
        (ALL + "Crawl-delay: 0.5\nDisallow:", 0.5),
        (ALL + "Crawl-delay: soon", None),
        (ALL + "Crawl-delay: -1", None),
        (ALL + "Crawl-delay: 5\nUser-agent: onrecord\nCrawl-delay: 9", 9.0),
        ("User-agent: other\nCrawl-delay: 5", None),
    ],
)
def test_the_delay_is_read(robots: str, delay_s: float | None) -> None:
    assert read_robots(robots.encode(), "onrecord").delay_s == delay_s


LINES = st.lists(
    st.sampled_from(["User-agent: *", "User-agent: onrecord", "Disallow: /a", "Disallow: /*$", "Allow: /", "Disallow: %", ":", "#", "é*"])
)


@given(LINES.map("\n".join).map(str.encode) | st.binary(max_size=200), st.text(max_size=20))
def test_any_robots_and_any_path_give_an_answer(robots: bytes, path: str) -> None:
    assert read_robots(robots, "onrecord").allows(f"/{path}") in (True, False)


# Asked of a host


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


def test_a_page_that_has_no_time_left_closes_no_other_host(web: Web) -> None:
    web.names |= dict.fromkeys(("slow.example", "other.example"), web.names["news.example"])

    def slow(handler: Handler) -> None:
        time.sleep(1)
        handler.answer(302, Location="http://other.example/x")

    def robots(handler: Handler) -> None:
        if handler.headers["Host"] == "other.example":
            web.pages["/robots.txt"] = page(404)  # the first time it takes longer than the page has left
            time.sleep(1)
        handler.answer(404)

    web.pages |= {"/slow": slow, "/robots.txt": robots, "/x": page(200, HTML)}
    with Fetcher(Policy(delay_s=0, attempts=1, total_s=1.5)) as fetcher:
        with pytest.raises(FetchError):
            fetcher.fetch("http://slow.example/slow")
        found = fetcher.fetch("http://other.example/x")
    assert isinstance(found, Fetched)
    assert found.body == HTML
