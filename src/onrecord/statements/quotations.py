"""Quotations: marks paired by their kind within a paragraph, never by their count.

A quotation that runs over paragraphs opens at the start of each and closes in the last, as newspapers set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.statements.tokens import STOPS, Words

_CLOSERS: Final = {
    "“": ("”", "’’", "''"),  # two apostrophes are one mark, typed
    "„": ("“", "”"),
    "«": ("»",),
    "‘": ("’", "’’"),
    "‚": ("‘", "’"),
    "‹": ("›",),
    '"': ('"', "''", "’’"),
    "''": ("''", '"', "’’"),
    "’’": ("’’", "''", "”"),
    "‘‘": ("’’", "''", "”"),
    "``": ("''", "’’", "”"),
    "'": ("'", "''"),
}
_DOUBLED: Final = frozenset(("''", "’’"))  # may also be the two marks of a quotation and of one within it
_BOTH_WAYS: Final = frozenset(('"', "''", "’’", "'"))  # one form opens and closes: the space beside it tells which
_CAP: Final = 4000  # words: what is longer is a mark that was never closed
_NEAR: Final = 400  # words within which the mark that answers a typed one is looked for


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words [start, end) of a block, marks included."""

    start: int
    end: int
    closed: bool  # False: it runs on in the next paragraph, or its last mark is missing


def find_quotations(words: Words, text: str, *, goes_on: bool) -> tuple[Quotation, ...]:
    """Quotations of one block, in order, none inside another.

    Args:
        words: the words of the block.
        text: the document's text.
        goes_on: whether the next block begins with a quotation mark, so that one left open here may run on.
    """
    found: list[Quotation] = []
    opened: int | None = None
    closers: Sequence[str] = ()
    count = len(words)
    for i, mark in enumerate(words.texts):
        if opened is None:
            if mark in _CLOSERS and _opens(words, text, i):
                opened, closers = i, _CLOSERS[mark]
        elif mark in closers and _closes(words, text, i) and not (mark in _DOUBLED and _closes_later(words, opened, i)):
            found.append(Quotation(opened, i + 1, closed=True))
            opened = None
        elif mark == words.texts[opened] and _opens(words, text, i):
            found.append(_unclosed(words, opened, i))
            opened = i
    if opened is not None:
        if goes_on and count - opened < _CAP:
            found.append(Quotation(opened, count, closed=False))
        elif words.texts[opened] != "'":
            found.append(_unclosed(words, opened, count))
    return tuple(q for q in found if q.end - q.start > 1)


def _opens(words: Words, text: str, i: int) -> bool:
    """Whether the mark at i begins a quotation: “ always does, ' and \" where space stands before and none behind."""
    mark, start, end = words.texts[i], words.starts[i], words.ends[i]
    if mark not in _BOTH_WAYS and mark != "‚":
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not after.isspace() and (before.isspace() or before in "([—–-:,“‘") and not (mark == "'" and not after.isalnum())


def _closes(words: Words, text: str, i: int) -> bool:
    """Whether the mark at i ends a quotation; an apostrophe inside or at the end of a word before more of the sentence does not."""
    mark, start, end = words.texts[i], words.starts[i], words.ends[i]
    if mark not in ("'", "’"):
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isspace() or after.isalnum():
        return False
    if before in ".,!?…":
        return True
    # "the officials’ word": a plural's apostrophe, unless no other mark of the kind is left to close with.
    return before.lower() != "s" or after in ".,;:!?)" or mark not in words.texts[i + 1 : i + 120]


def _closes_later(words: Words, opened: int, i: int) -> bool:
    """Whether the two apostrophes at i end quotations within: the mark that answers the opening one comes before it opens again."""
    opener = words.texts[opened]
    answer = _CLOSERS[opener][0]
    if answer == words.texts[i]:
        return False
    for mark in words.texts[i + 1 : i + _NEAR]:
        if mark == opener != answer:
            return False
        if mark == answer:
            return opener != answer
    return False


def _unclosed(words: Words, start: int, end: int) -> Quotation:
    """A quotation whose last mark is missing reaches to the end of its sentence."""
    for i in range(start + 1, min(end, start + _CAP)):
        if words.texts[i] in STOPS:
            return Quotation(start, i + 1, closed=False)
    return Quotation(start, min(end, start + _CAP), closed=False)
