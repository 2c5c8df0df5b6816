"""What the letters of a word show beside its place in the vocabulary: the encoder reads lower case, and a name has capitals."""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.wordpiece import Word

ROWS: Final = 2048  # of the table of beginnings and endings: several share one
COLUMNS: Final = 6
_ENDS: Final = frozenset('.!?:“"”')


class Case(IntEnum):
    """How a word is written."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    LETTER = 3  # one capital alone
    MARK = 4
    FIGURES = 5
    MIXED = 6


def surface(text: str, words: Sequence[Word]) -> NDArray[np.int64]:
    """Of each word: its case, whether it begins a sentence or line, whether it is glued to the one before, and the rows of its beginning
    and two endings.

    Returns:
        Shape (words, 6).
    """
    rows = []
    behind, before = 0, ""
    for number, word in enumerate(words):
        written = text[word.start : word.end]
        gap = text[behind : word.start] if number else "\n"
        begins = "\n" in gap or before in _ENDS
        case, *ends = _letters(written)
        rows.append((case, begins, not gap, *ends))
        behind, before = word.end, written
    return np.array(rows, np.int64).reshape(-1, COLUMNS)


@lru_cache(maxsize=20_000)
def _letters(written: str) -> tuple[int, int, int, int]:
    """Case of a word, and the rows of its first three letters, its last three, and its last two as they are written."""
    low = written.lower()
    return (int(case_of(written)), _row("p" + low[:3]), _row("s" + low[-3:]), _row("q" + written[-2:]))


def case_of(written: str) -> Case:
    """How a word is written."""
    if not any(character.isalpha() for character in written):
        return Case.FIGURES if any(character.isdigit() for character in written) else Case.MARK
    if written.islower():
        return Case.LOWER
    if written.isupper():
        return Case.UPPER if len(written) > 1 else Case.LETTER
    return Case.TITLE if written[0].isupper() and written[1:].islower() else Case.MIXED


def _row(letters: str) -> int:
    return crc32(letters.encode("utf-8", "surrogatepass")) % ROWS
