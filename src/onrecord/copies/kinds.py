"""What one text is to another, and what they say of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from onrecord.copies.text import Kind, Text
from onrecord.copies.words import U32, Words, read_words

PART: Final = 0.6  # of the fuller text that an excerpt has, at most
ADDED: Final = 25  # words that an update adds, at least
KEPT: Final = 0.5  # of the earlier text that an update keeps, at least


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a pair: words that count, how many of them the other has, and the text."""

    text: Text
    words: Words
    size: int
    taken: int

    @property
    def share(self) -> float:
        return self.taken / self.size if self.size else 0.0


def ordered(a: Side, b: Side, *, one_source: bool) -> tuple[Side, Side, Kind]:
    """Which text is the document, which the one it is compared with, and what the first is to the second.

    The same whatever the order of a and b.
    """
    if not one_source:
        for document, of in sorted([(a, b), (b, a)], key=lambda pair: (-pair[0].share, pair[0].text.id)):
            if _cites(document, of):
                return document, of, "cites"
        shorter, fuller = sorted((a, b), key=lambda side: (side.size, side.text.id))
        return shorter, fuller, "independent"
    earlier, later = sorted((a, b), key=lambda side: (_day(side) or "", side.text.id))
    if _updates(later, earlier):
        return later, earlier, "update"
    # Of two that are as full, the one printed first is what the other has taken.
    fuller, shorter = sorted((a, b), key=lambda side: (-side.size, _day(side) or "9999", side.text.id))
    if fuller.share < PART:
        return shorter, fuller, "excerpt"
    return shorter, fuller, "copy"


def shared_credits(a: Text, b: Text) -> tuple[str, ...]:
    """Agencies that both credit, or that one credits and the other is."""
    theirs = {name.casefold() for name in (*b.credits, *([b.outlet] if b.outlet else []))}
    mine = {name.casefold() for name in a.credits}
    found = [name for name in a.credits if name.casefold() in theirs]
    if a.outlet and a.outlet.casefold() in {name.casefold() for name in b.credits} - mine:
        found.append(a.outlet)
    return tuple(sorted(found))


def _updates(later: Side, earlier: Side) -> bool:
    """Whether a newsroom's later text keeps its earlier one and adds to it."""
    days = _day(later), _day(earlier)
    if None in days or (later.text.published or "") <= (earlier.text.published or ""):
        return False
    one_room = _same(later.text.outlet, earlier.text.outlet) or bool(shared_credits(later.text, earlier.text))
    return one_room and earlier.share >= KEPT and later.size - later.taken >= ADDED


def _cites(document: Side, of: Side) -> bool:
    """Whether a text names the outlet or agency of the other, which is not its own."""
    own = {name.casefold() for name in _names(document.text)}
    return any(name.casefold() not in own and _stands_in(_words_of(name), document.words.hashes) for name in _names(of.text))


def _names(text: Text) -> tuple[str, ...]:
    return (*([text.outlet] if text.outlet else []), *text.credits)


@lru_cache(maxsize=10_000)
def _words_of(name: str) -> tuple[int, ...]:
    """The words of a name, but for a leading article."""
    words = read_words([name])[0].hashes.tolist()
    return tuple(words[1:] if name[:4].casefold() == "the " else words)


def _stands_in(name: Sequence[int], words: U32) -> bool:
    if not name:
        return False
    at = np.flatnonzero(words == np.uint32(name[0]))
    return any(words[i : i + len(name)].tolist() == list(name) for i in at.tolist())


def _same(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a.casefold() == b.casefold()


def _day(side: Side) -> str | None:
    return side.text.published[:10] if side.text.published else None
