"""What a browser, SingleFile or a web archive writes into a page it saves: the address it was saved from, and when.

The forms:
`<!-- saved from url=(0031)https://example.org/a -->`, the "mark of the web" of Chromium and Internet Explorer;
`<!-- Page saved with SingleFile`, `url: …`, `saved date: Tue Mar 03 2026 08:10:00 GMT+0100 (…) -->` on three lines;
`https://web.archive.org/web/20210903123456/https://example.org/a`, the address of a copy in an archive (Wayback Machine, Archive-It,
archive.today, Arquivo.pt and others), as the page's location, its canonical link, or a line of its text;
`FILE ARCHIVED ON 12:34:56 Sep 03, 2021 AND RETRIEVED FROM THE INTERNET ARCHIVE`, a comment at the end of a copy of the Wayback Machine;
`__wm.wombat("https://example.org/a","20210903123456",…)`, the call in such a copy's head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from onrecord.layout import Fact, Layout

_HEAD_CHARACTERS: Final = 20_000  # what browsers write stands at the top of the file
_ARCHIVE_CHARACTERS: Final = 60_000
_FOOT_CHARACTERS: Final = 6_000
_MARK = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>\"]{1,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s{1,20}url:\s{0,20}(https?://[^\s<>\"]{1,2000})\s{1,20}saved date:([^\r\n]{1,120})", re.IGNORECASE
)
_SAVED_DATE = re.compile(r"\s*[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")
# Fourteen digits and an address within an address are a copy, whoever keeps it.
_COPY = re.compile(
    r"https?://[^\s/<>\"]{3,100}/(?:[^\s/<>\"]{1,40}/){0,3}?((?:19|20)\d{12})(?:[a-z]{2}_)?/(https?:/{1,2}[^\s<>\"]{4,2000})", re.IGNORECASE
)
_WOMBAT = re.compile(r"__wm\.wombat\(\s{0,5}[\"'](https?:[^\s\"'<>]{1,2000})[\"']\s{0,5},\s{0,5}[\"']((?:19|20)\d{12})[\"']")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d [A-Z][a-z]{2} \d\d, \d{4}) AND RETRIEVED FROM THE\s{1,40}INTERNET ARCHIVE")
_ADDRESS_FACTS: Final = frozenset(("canonical", "og:url", "url", "mainentityofpage"))


@dataclass(frozen=True, slots=True)
class Saved:
    """What the program that saved a page says of it."""

    url: str | None = None
    time: str | None = None  # ISO 8601
    facts: tuple[Fact, ...] = ()


def find_saved(markup: str, location: str = "") -> Saved:
    """What stands in the comments, scripts and links that savers add to the markup; nothing known where there is none.

    Args:
        location: where the copy was got from: the address of an archive tells too.
    """
    head = markup[:_HEAD_CHARACTERS]
    if found := _SINGLE_FILE.search(head):
        at = 'comment "Page saved with SingleFile"'
        time = _read_time(found[2])
        facts = [Fact(f"{at} url", "saved-from", found[1])] + ([Fact(f"{at} saved date", "saved-date", found[2].strip())] if time else [])
        return Saved(found[1], time, tuple(facts))
    if saved := _find_archived(markup, location):
        return saved
    if found := _MARK.search(head):
        return Saved(found[1], None, (Fact('comment "saved from url"', "saved-from", found[1]),))
    return Saved()


def _find_archived(markup: str, location: str) -> Saved | None:
    """What a web archive says of its copy."""
    if copy := read_copy(location):
        return Saved(copy[0], copy[1], (Fact("url", "saved-from", copy[0]),))
    if found := _WOMBAT.search(markup, 0, _ARCHIVE_CHARACTERS):
        time = _read_stamp(found[2])
        return Saved(found[1], time, (Fact("script __wm.wombat", "saved-from", found[1]),)) if time else None
    if found := _ARCHIVED.search(markup, max(0, len(markup) - _FOOT_CHARACTERS)):
        try:
            time = datetime.strptime(found[1], "%H:%M:%S %b %d, %Y").replace(tzinfo=UTC).isoformat()
        except ValueError:
            return None
        return Saved(None, time, (Fact('comment "FILE ARCHIVED ON"', "saved-date", found[1]),))
    return None


def find_copied(lines: Sequence[str]) -> Saved:
    """What a page's first and last lines of text say, where one is the address of a copy in an archive."""
    for line in (*lines[:40], *lines[-40:]):
        if "://" in line and len(line) < 2_200 and (copy := read_copy(line.strip().removeprefix("The Wayback Machine - "))):
            return Saved(copy[0], copy[1], (Fact("text", "saved-from", copy[0]),))
    return Saved()


def own_addresses(layout: Layout) -> tuple[Layout, Saved]:
    """The layout with the addresses that an archive wrote over the page's own taken back, and what they say of the copy."""
    facts, saved = [], Saved()
    for fact in layout.facts:
        copy = read_copy(fact.value) if fact.name in _ADDRESS_FACTS else None
        if copy is not None:
            if fact.name in ("canonical", "og:url") and saved.url is None:
                saved = Saved(*copy, (Fact(fact.at, "saved-from", copy[0]),))
            fact = replace(fact, value=copy[0])
        facts.append(fact)
    copy = read_copy(layout.url or "")
    return replace(layout, facts=tuple(facts), url=copy[0] if copy else layout.url), saved


def read_copy(address: str) -> tuple[str, str] | None:
    """The address of which a copy is kept, and the time of the copy in ISO 8601, where an address is that of a copy in a web archive."""
    found = _COPY.fullmatch(address.strip()) if "/http" in address else None
    time = _read_stamp(found[1]) if found else None
    return (re.sub(r"^(https?:)/(?=[^/])", r"\1//", found[2]), time) if found and time else None


def _read_stamp(digits: str) -> str | None:
    """Fourteen digits, which archives count in UTC."""
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return None


def _read_time(written: str) -> str | None:
    """The time of JavaScript's `Date.toString()` as ISO 8601."""
    found = _SAVED_DATE.match(written)
    if found is None:
        return None
    try:
        return datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z").isoformat()
    except ValueError:
        return None
