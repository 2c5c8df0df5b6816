"""Threats 1 to 4: where fetching may lead, how long it may take, and that nothing is fetched unasked."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.fetch import Policy
from onrecord.ingest import ingest
from onrecord.store import open_store
from tests.fetch.conftest import PUBLIC, Page, Web, page, redirect
from tests.fetch.given import HTML, QUICK, refused
from tests.fetch.test_addresses import NOT_PUBLIC
from tests.fetch.test_limits import drip_body, endless
from tests.store.given import SHELLS
from tests.web.given import client

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>http://news.example/</link>
<item><title>A secret</title><link>{}</link><description>A summary.</description></item></channel></rss>"""


@pytest.mark.parametrize("place", NOT_PUBLIC)
def test_01_no_redirect_leads_to_this_machine_or_its_network(web: Web, place: str) -> None:
    web.names |= {"inside.example": ["10.0.0.7"], "both.example": [f"{PUBLIC} 10.0.0.7"]}
    web.pages["/a"] = redirect(place)
    assert "is no address of the public network" in refused().problem
    assert web.paths() == ["/a"]
    assert set(web.connects) == {PUBLIC}


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://news.example/a", "data:text/html,<p>root:x:0:0", "gopher://news.example/", "javascript:alert(1)"]
)
def test_02_what_a_feed_links_to_by_another_scheme_is_named_and_not_opened(web: Web, tmp_path: Path, url: str) -> None:
    (tmp_path / "feed.xml").write_text(FEED.format(url), encoding="utf-8")
    web.pages["/a"] = redirect(url)
    report = ingest([tmp_path / "feed.xml", "http://news.example/a"], tmp_path / "news.db", fetch=QUICK)
    assert (report.stored, report.failed) == (0, 2)
    with open_store(tmp_path / "news.db") as store:
        assert all(row.cause and row.location for row in store.failures())
    assert b"root:x:0:0" not in (tmp_path / "news.db").read_bytes().replace(url.encode(), b"")
    assert web.paths() == ["/a"]


ENDLESS: dict[str, Page] = {
    "a byte a tenth of a second": drip_body,
    "a body without end": endless(itertools.count()),
    "ten thousand headers": page(200, HTML, **{f"X_{n}": "1" for n in range(10_000)}),
    "a wrong length": page(200, HTML, Content_Length="10000000000"),
    "a shorter body than was said": page(200, HTML, Content_Length="5000"),
    "a circle": redirect("/a"),
}


@pytest.mark.parametrize("answer", ENDLESS.values(), ids=ENDLESS.keys())
def test_03_an_answer_without_end_ends_and_leaves_nothing(web: Web, tmp_path: Path, answer: Page) -> None:
    web.pages["/a"] = answer
    report = ingest(["http://news.example/a"], tmp_path / "news.db", fetch=Policy(delay_s=0, attempts=1, total_s=1, idle_s=1, robots=False))
    assert (report.stored, report.failed) == (0, 1)
    with open_store(tmp_path / "news.db") as store:
        assert len(store.pages()) == 0
        assert store.connection.execute("SELECT count(*) FROM document").fetchone() == (0,)
        assert store.failures()[0].stage == "fetch"


LURES = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://lure.example/strict.dtd">
<html><head><base href="http://lure.example/"><link rel=stylesheet href="http://lure.example/a.css"><link rel=alternate href="http://lure.example/feed">
<meta http-equiv=refresh content="0;url=http://lure.example/b"><script src="http://lure.example/a.js"></script></head>
<body><img src="http://lure.example/a.png"><iframe src="http://lure.example/c"></iframe><pre>{SHELLS}</pre></body></html>"""
# The process ends at the first socket that could lead out of it; processes of one machine speak with each other by the other family.
RUN = """
import socket, sys

def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.client", "ftplib", "smtplib")) and not (event == "socket.__new__" and args[1] == socket.AF_UNIX):
        sys.stderr.write(f"a connection: {event}\\n")
        raise SystemExit(9)

sys.addaudithook(refuse)
"""
COMMANDS = [
    ["read", "lures.html", "--json"],
    ["ingest", "lures.html", "lures.xml", "--store", "b.db", "--workers", "1"],
    ["search", "a.db", "shells"],
    ["export", "a.db", "--as", "site", "site"],
    ["doctor"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_04_no_command_makes_a_socket_unasked(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "lures.html").write_text(LURES, encoding="utf-8")
    (tmp_path / "lures.xml").write_text(FEED.format("http://lure.example/story"), encoding="utf-8")
    if "a.db" in words:
        ingest([tmp_path / "lures.html"], tmp_path / "a.db")
    code = RUN + f"sys.argv = ['onrecord', *{words!r}]\nfrom onrecord.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert "a connection" not in done.stderr
    assert done.returncode == (1 if words[0] == "ingest" else 0), done.stderr  # the item of the feed is a failure: it was not fetched


def test_04_serving_a_page_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "lures.html").write_text(LURES, encoding="utf-8")
    ingest([tmp_path / "lures.html"], tmp_path / "a.db")
    with open_store(tmp_path / "a.db") as store:
        (row,) = store.pages()
    browser = client(tmp_path / "a.db")  # under tests/conftest.py, where any connection fails the test
    for address in ("/", f"/page/{row.page}", f"/page/{row.page}?furniture=1"):
        found = browser.get(address)
        assert found.status_code == 200
        assert not re.search(r"""(?:src|srcset|action|data)=["'][^"']*lure""", found.text)
