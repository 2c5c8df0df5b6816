"""What a browser or SingleFile writes into a page it saves: the address it was saved from, and when.

The forms: `<!-- saved from url=(0031)https://example.org/a -->` (the "mark of the web" of Chromium and Internet Explorer), and
`<!-- Page saved with SingleFile`, `url: …`, `saved date: Tue Mar 03 2026 08:10:00 GMT+0100 (…) -->` on three lines.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from onrecord.layout import Fact

_HEAD_CHARACTERS: Final = 20_000  # both stand at the top of the file
_MARK = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>\"]{1,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s{1,20}url:\s{0,20}(https?://[^\s<>\"]{1,2000})\s{1,20}saved date:([^\r\n]{1,120})", re.IGNORECASE
)
_SAVED_DATE = re.compile(r"\s*[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")


@dataclass(frozen=True, slots=True)
class Saved:
    """What the program that saved a page says of it."""

    url: str | None = None
    time: str | None = None  # ISO 8601
    facts: tuple[Fact, ...] = ()


def find_saved(markup: str) -> Saved:
    """What stands in the comments at the top of the markup; nothing known where there is none."""
    head = markup[:_HEAD_CHARACTERS]
    if found := _SINGLE_FILE.search(head):
        at = 'comment "Page saved with SingleFile"'
        time = _read_time(found[2])
        facts = [Fact(f"{at} url", "saved-from", found[1])] + ([Fact(f"{at} saved date", "saved-date", found[2].strip())] if time else [])
        return Saved(found[1], time, tuple(facts))
    if found := _MARK.search(head):
        return Saved(found[1], None, (Fact('comment "saved from url"', "saved-from", found[1]),))
    return Saved()


def _read_time(written: str) -> str | None:
    """The time of JavaScript's `Date.toString()` as ISO 8601."""
    found = _SAVED_DATE.match(written)
    if found is None:
        return None
    try:
        return datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z").isoformat()
    except ValueError:
        return None
