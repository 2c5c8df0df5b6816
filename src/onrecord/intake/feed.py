"""Feed files (RSS, Atom, JSON Feed): each item that holds its whole text is a page.

The page is made of the item: a headline, a byline, a time of publication and its text, as HTML. An item with nothing but a summary is no
page; it is reported with its address, which `ingest --fetch` can go to.
"""

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Any, Final

from onrecord.errors import PageError
from onrecord.intake.found import Done, Item, Source, Unreadable, found
from onrecord.intake.packed import whole_page
from onrecord.page.decode import decode
from onrecord.text import whole_characters

_SUMMARY: Final = 100  # words from which a description is the text and no summary of it
_CONTENT: Final = 25  # the same of what the feed calls the content
_UTF_8: Final = {"content-type": "application/xml; charset=utf-8"}  # goes before what the feed says of its encoding
_FAULTS: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)  # of feedparser, on markup that is none
_ENTITY: Final = re.compile(r"<!ENTITY\b", re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_CUT: Final = re.compile(r"(?:\[\s*(?:…|\.\.\.|&#8230;|&hellip;)\s*\]|(?:read|continue) (?:more|reading)\W*)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    title: str
    url: str | None
    content: str | None  # HTML
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    outlet: str | None


def find_in_feed(source: Source, done: Done) -> Iterator[Item]:
    """The items of RSS or Atom, in order.

    Raises:
        PageError: it is too large, declares entities of its own, or cannot be read.
    """
    text = decode(whole_page(source)).text
    if _ENTITY.search(text[:65_536].partition("<channel")[0].partition("<entry")[0]):
        raise PageError(source.place, "a feed that declares entities of its own, of which none is expanded", "do not trust where it came from")
    import feedparser  # here: it costs 100 ms

    try:
        # A file object, for feedparser opens a string that looks like an address or a path.
        feed = feedparser.parse(io.BytesIO(text.encode()), response_headers=_UTF_8, sanitize_html=False, resolve_relative_uris=False)
    except _FAULTS as error:
        raise PageError(source.place, f"a feed that cannot be read: {error}", "save it again") from None
    if not feed.entries and feed.bozo:
        raise PageError(source.place, f"a feed that cannot be read: {feed.get('bozo_exception')}", "save it again")
    yield from _pages(source, done, (_parsed(entry, feed.feed) for entry in feed.entries))


def find_in_json_feed(source: Source, done: Done) -> Iterator[Item]:
    """The items of a JSON Feed, in order.

    Raises:
        PageError: it is too large, or no JSON.
    """
    try:
        feed = json.loads(decode(whole_page(source)).text, parse_int=str, parse_float=str)
        if not isinstance(feed["items"], list):
            raise TypeError("its items are no list")
        items = [item for item in feed["items"] if isinstance(item, dict)]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise PageError(source.place, f"a JSON feed that cannot be read: {error}", "save it again") from None
    yield from _pages(source, done, (_told(item, feed) for item in items))


def _pages(source: Source, done: Done, entries: Iterator[Entry]) -> Iterator[Item]:
    for number, entry in enumerate(entries, 1):
        key, place = f"{source.key}@{number}", f"{source.place}#{number}"
        if key in done:
            continue
        if entry.content is None:
            remedy = "ingest its page, or give --fetch" if entry.url else "save the page of the story itself"
            yield Unreadable(key, entry.url or place, "summary", "the feed holds a summary of it, not its text", remedy)
            continue
        data = _page(entry).encode("utf-8", "replace")
        yield found(source, data, key=key, place=place, url=entry.url, content_type="text/html; charset=utf-8", outlet=entry.outlet, part=True)


def _page(entry: Entry) -> str:
    """An item as a page. What it says of itself stands where pages say it, so that it is weighed as theirs is."""
    facts = [("article:published_time", entry.published), ("article:modified_time", entry.modified), ("og:site_name", entry.outlet)]
    head = [f'<meta property="{name}" content="{html.escape(value)}">' for name, value in facts if value]
    head += [f'<meta name="author" content="{html.escape(name)}">' for name in entry.authors]
    head += [f'<link rel="canonical" href="{html.escape(entry.url)}">'] if entry.url else []
    title = html.escape(entry.title)
    byline = f'<p class="byline">By {html.escape(", ".join(entry.authors))}</p>\n' if entry.authors else ""
    headline = f"<h1>{title}</h1>\n" if title else ""
    lines = "\n".join(['<!DOCTYPE html>\n<html><head><meta charset="utf-8">', f"<title>{title}</title>", *head])
    return f"{lines}</head>\n<body><article>\n{headline}{byline}{entry.content}\n</article></body></html>\n"


def _parsed(entry: Any, feed: Any) -> Entry:
    """What feedparser read, as an Entry."""
    contents = [(_as_html(c.get("value"), c.get("type")), _CONTENT) for c in entry.get("content", ())]
    detail = entry.get("summary_detail") or {}
    contents.append((_as_html(detail.get("value") or entry.get("summary"), detail.get("type")), _SUMMARY))
    names = [author.get("name") for author in entry.get("authors", ())] or [entry.get("author")]
    return Entry(
        _plain(entry.get("title")),
        _web(entry.get("link")),
        _whole(contents),
        tuple(name for name in map(_plain, names) if name),
        _time(entry.get("published"), entry.get("published_parsed")),
        _time(entry["updated"], entry.get("updated_parsed")) if "updated" in entry else None,  # `get` would give `published`
        _plain((entry.get("source") or {}).get("title")) or _plain(feed.get("title")) or None,
    )


def _told(item: dict[str, Any], feed: dict[str, Any]) -> Entry:
    """An item of a JSON Feed as an Entry."""
    people = item.get("authors") or [item.get("author")]
    names = [person.get("name") for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    return Entry(
        _plain(item.get("title")),
        _web(item.get("url")) or _web(item.get("external_url")),
        _whole([(_as_html(item.get("content_html"), "text/html"), _CONTENT), (_as_html(item.get("content_text"), "text/plain"), _CONTENT)]),
        tuple(name for name in map(_plain, names) if name),
        _time(item.get("date_published"), None),
        _time(item.get("date_modified"), None),
        _plain(feed.get("title")) or None,
    )


def _whole(contents: list[tuple[str, int]]) -> str | None:
    """The longest content that is the whole text: it has the words of one, and does not end in "[…]" or "read more"."""
    whole = []
    for content, fewest in contents:
        text = html.unescape(_TAG.sub(" ", content))
        if len(text.split()) >= fewest and not _CUT.search(text.rstrip()[-40:]):
            whole.append(content)
    return max(whole, key=len, default=None)


def _as_html(value: object, kind: object) -> str:
    if not isinstance(value, str):
        return ""
    value = whole_characters(value)
    if kind == "text/plain" and not re.search(r"</?(?:p|br|div|a|b|i|em|strong)\b", value):
        return "\n".join(f"<p>{html.escape(part.strip())}</p>" for part in re.split(r"\n\s*\n", value) if part.strip())
    return value


def _plain(value: object) -> str:
    return " ".join(html.unescape(_TAG.sub("", whole_characters(value))).split()) if isinstance(value, str) else ""


def _web(value: object) -> str | None:
    """An address of the web; "javascript:", "file:" and the like are none."""
    address = whole_characters(value.strip()) if isinstance(value, str) else ""
    return address if re.match(r"https?://[^\s<>\"]+\Z", address, re.I) else None


def _time(written: object, parsed: struct_time | None) -> str | None:
    """A time of a feed as ISO 8601, with the offset that it is written with."""
    if isinstance(written, str):
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                return read(written.strip()).isoformat()
            except (TypeError, ValueError, OverflowError):
                continue
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat() if parsed else None
    except ValueError:  # a leap second, or the year 0
        return None
