"""Whatever stands in the places of a form, looking into it gives rows that can be written, and never ends the run."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake import Unreadable
from tests.intake.make import look

LONG = "The ministry denied on Friday that any shells were shipped from the port of Tarvik. " * 8
ODD = [
    "\ud800", "\udcff", "\\ud83d", "&#xD800;", "&amp;#xD800;", "&#1114112;", "\0", "\x1b[31m", "\r", "é", "𝔄", "<![CDATA[", "]]>", "<p>", LONG,
    "Fri, 01 Mar 2024 09:30:60 +0100", "Fri, 01 Mar 2024 09:30:00 +99999999999999999", "Fri, 31 Feb 99999 25:61:00", "2024-03-01T24:00:00Z",
    "0000-00-00", "https://[::1", "https://news.example/\ud800", "javascript:1", "1" * 5000,
]  # fmt: skip
words = st.lists(st.sampled_from(ODD) | st.text(max_size=8), max_size=3).map(" ".join)
values = st.recursive(st.none() | st.booleans() | st.integers() | words, lambda inner: st.lists(inner, max_size=2), max_leaves=3)


def json_feed(draw: Callable[[Any], Any]) -> bytes:
    names = ("id", "url", "external_url", "title", "content_html", "content_text", "date_published", "date_modified", "authors", "author")
    item = {name: draw(values) for name in names} | {"content_html": LONG + draw(words)}
    people = [{"name": draw(values)}, draw(values)]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": draw(values), "items": [item | {"authors": people}, item, draw(values)]}
    return json.dumps(told).encode()


def rss(draw: Callable[[Any], Any]) -> bytes:
    item = "".join(f"<{name}>{draw(words)}</{name}>" for name in ("title", "link", "pubDate", "author", "source", "guid"))
    text = f"<title>{draw(words)}</title><item>{item}<description>{LONG}{draw(words)}</description></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{text}</channel></rss>'.encode("utf-8", "surrogatepass")


def atom(draw: Callable[[Any], Any]) -> bytes:
    entry = "".join(f"<{name}>{draw(words)}</{name}>" for name in ("title", "published", "updated", "id", "author"))
    text = f"<title>{draw(words)}</title><entry>{entry}<content type='html'>{LONG}{draw(words)}</content></entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{text}</feed>'.encode("utf-8", "surrogatepass")


def mail(draw: Callable[[Any], Any]) -> bytes:
    head = "".join(f"{name}: {draw(words)}\n" for name in ("From", "Date", "Subject", "Content-Location", "Content-Type", "MIME-Version"))
    return f"Message-ID: <1>\nReceived: x\n{head}\n{LONG}".encode("utf-8", "surrogatepass")


def mhtml(draw: Callable[[Any], Any]) -> bytes:
    head = "".join(f"{name}: {draw(words)}\n" for name in ("Date", "Subject", "Snapshot-Content-Location"))
    part = "".join(f"{name}: {draw(words)}\n" for name in ("Content-Location", "Content-ID"))
    return (
        f'MIME-Version: 1.0\n{head}Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset={draw(words)}\n{part}\n<p>{LONG}\n--b--\n"
    ).encode("utf-8", "surrogatepass")


def database(draw: Callable[[Any], Any]) -> bytes:
    articles = (f"Headline: {draw(words)}\nSource: {draw(words)}\nDate: {draw(words)}\n\n{LONG}\n\n" for _ in range(3))
    return "".join(articles).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("form", [json_feed, rss, atom, mail, mhtml, database], ids=lambda form: form.__name__)
@given(data=st.data())
@settings(max_examples=40)
def test_any_words_in_a_form_give_rows_that_can_be_written(form: Callable[[Callable[[Any], Any]], bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for item in look(Path(folder) / "x", form(data.draw)):
            told = (item.cause, item.remedy) if isinstance(item, Unreadable) else (item.outlet, item.retrieved, item.content_type, item.container)
            for text in (item.key, item.location, *told):
                assert text is None or text.encode() is not None
