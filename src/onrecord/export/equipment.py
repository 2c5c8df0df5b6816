"""Where SIPRI's register and the UN Register of Conventional Arms put an item: by its category, by the nouns in its words, by its calibre."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from onrecord.lexicon import read_table

_CALIBRE: Final = re.compile(r"(\d{2,3}(?:\.\d+)?)(?:\s|-)?(?:mm|millimet(?:re|er)s?)\b", re.IGNORECASE)
_SIPRI_MM: Final = 100  # SIPRI's register: artillery "with a calibre equal to or above 100 mm"
_UNROCA_MM: Final = 75  # the UN Register's category III, since 2003


@dataclass(frozen=True, slots=True)
class Entry:
    """What two registers make of an item; "" where they do not know it, or where the words do not tell."""

    sipri: str  # SIPRI's armament category
    outside: str  # "yes": not covered by SIPRI; "no": covered; ""
    unroca: str  # I to VII, or "small arms and light weapons"
    maybe: str  # the UN Register's categories that are left, where the words do not decide


_NOTHING: Final = Entry("", "", "", "")


def entry_of(category: str, words: str) -> Entry:
    """Where the registers put an item.

    Args:
        category: the record's category of the item.
        words: the item as the page has it, "155 mm howitzers".
    """
    found = next((entry for kind, nouns, entry in _rows() if kind == category and (nouns is None or nouns.search(words))), _NOTHING)
    return _by_calibre(found, words) if category == "artillery" else found


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str] | None, Entry], ...]:
    return tuple((category, _nouns(words), Entry(*told)) for category, words, *told, _ in read_table("export/equipment.tsv").rows)


def _nouns(words: str) -> re.Pattern[str] | None:
    """ "battle tank|tank": either, in the singular or the plural; not in "anti-tank"."""
    if not words:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words.split('|'))})s?(?![\w-])", re.IGNORECASE)


def _by_calibre(entry: Entry, words: str) -> Entry:
    """The entry of a gun, with what its calibre decides."""
    calibre = _CALIBRE.search(words)
    if calibre is None:
        return entry
    size = float(calibre[1])
    entry = replace(entry, outside="no") if size >= _SIPRI_MM else replace(entry, sipri="", outside="yes")
    return replace(entry, unroca="III", maybe="") if size >= _UNROCA_MM else replace(entry, unroca="", maybe="")
