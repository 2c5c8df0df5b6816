"""Texts as numbers: every word a hash of its folded letters, where it stands, and whether it stands in a quotation.

All texts of a batch are read at once, as one array of code points: 250 words take some 50 microseconds.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.characters import settled

U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

_TABLED: Final = 0x3000  # code points that are looked up; above it stand scripts without spaces, a word a letter, and signs
_LONGEST: Final = 64  # letters of a word that count for its hash
_GAP: Final = 4  # line ends between two texts of a batch
_NEWLINE: Final = 10
_ZERO: Final = ord("0")
_NINE: Final = ord("9")
_DOUBLE_OPEN: Final = "“„«‟"
_DOUBLE_CLOSE: Final = "”»"
_DOUBLE: Final = '"＂″'
_SINGLE: Final = "'‘’‚‛＇`"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: n of each.

    hashes: of the folded letters, equal for words that differ in case, accents or typography alone.
    quoted: whether the word stands in a quotation.
    starts, ends: where it stands, in code points; empty where the words came from a signature.
    """

    hashes: U32
    quoted: Mask
    starts: I64
    ends: I64

    def __len__(self) -> int:
        return len(self.hashes)


def read_words(texts: Sequence[str]) -> list[Words]:
    """The words of each text, in the order given; () for none.

    A surrogate without its pair is no letter.
    """
    found: list[Words] = []
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _BATCH:
            found.extend(_read_batch(batch))
            batch, size = [], 0
    found.extend(_read_batch(batch))
    return found


_BATCH: Final = 400_000  # code points read at once: larger arrays fall out of the cache


def _read_batch(texts: Sequence[str]) -> list[Words]:
    if not texts:
        return []
    joined = ("\n" * _GAP).join(texts) + "\n"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table, alone = _folds()
    known = np.minimum(points, np.uint32(_TABLED))
    folded = table[known]
    beyond = np.flatnonzero(points >= _TABLED)
    if len(beyond):
        folded = folded.copy()
        folded[beyond] = np.where(_is_letter_beyond(points[beyond]), points[beyond], 0)
    letter = folded != 0
    edge = np.empty(len(letter) + 1, dtype=np.bool_)
    edge[0], edge[-1] = letter[0], letter[-1]
    np.not_equal(letter[1:], letter[:-1], out=edge[1:-1])
    single = alone[known] | (letter & (points >= _TABLED))
    if single.any():
        at = np.flatnonzero(single)
        starts, ends = _cut_alone(edge, at)
    else:
        edges = np.flatnonzero(edge)
        starts, ends = edges[::2], edges[1::2]
    hashes = _hash_words(folded, letter, starts, ends)
    bounds = np.cumsum([0, *(len(text) + _GAP for text in texts)])
    cuts = np.searchsorted(starts, bounds)
    quoted = _quoted(points, letter, starts)
    return [
        Words(hashes[a:b], quoted[a:b], starts[a:b] - begin, ends[a:b] - begin)
        for a, b, begin in zip(cuts[:-1].tolist(), cuts[1:].tolist(), bounds[:-1].tolist(), strict=True)
    ]


def _cut_alone(edge: Mask, at: I64) -> tuple[I64, I64]:
    """Where words start and end if each letter at `at` is a word."""
    edges = np.flatnonzero(edge)
    starts = np.union1d(edges[::2], np.concatenate([at, at + 1]))
    ends = np.union1d(edges[1::2], np.concatenate([at, at + 1]))
    # A start counts where a letter follows, an end where one goes before: the runs of letters say which.
    run = np.searchsorted(edges, starts, side="right")
    starts = starts[run % 2 == 1]
    run = np.searchsorted(edges, ends, side="left")
    ends = ends[run % 2 == 1]
    return starts, ends


def _hash_words(folded: U32, letter: Mask, starts: I64, ends: I64) -> U32:
    """A polynomial over the letters of each word, mixed to 32 bits."""
    if not len(starts):
        return np.empty(0, dtype=np.uint32)
    lengths = ends - starts
    letters = folded[letter].astype(np.uint64)
    first = np.cumsum(lengths) - lengths
    place = np.arange(len(letters)) - np.repeat(first, lengths)
    np.minimum(place, _LONGEST - 1, out=place)
    letters *= _powers()[place]
    return mixed(np.add.reduceat(letters, first))


@cache
def _powers() -> NDArray[np.uint64]:
    power, found = 1, []
    for _ in range(_LONGEST):
        found.append(power)
        power = power * 0x9E3779B97F4A7C15 % 2**64
    return np.array(found, dtype=np.uint64)


def mixed(values: NDArray[np.uint64]) -> U32:
    """64 bits to 32 that look random (the finish of splitmix64, Steele et al. 2014)."""
    values = values ^ (values >> np.uint64(30))
    values = values * np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    return (values >> np.uint64(32)).astype(np.uint32)


def _is_letter_beyond(points: U32) -> Mask:
    """Letters above the table; each is a word of its own, as Chinese and Japanese have no spaces."""
    return np.fromiter((settled(chr(p)).isalnum() if not 0xD800 <= p < 0xE000 else False for p in points.tolist()), dtype=np.bool_, count=len(points))


@cache
def _folds() -> tuple[U32, Mask]:
    """By code point: the letter it is folded to, 0 where it is none; and whether it is a word alone."""
    table = np.zeros(_TABLED + 1, dtype=np.uint32)
    alone = np.zeros(_TABLED + 1, dtype=np.bool_)
    for point in range(_TABLED):
        sign = settled(chr(point))
        if sign in "%$€£¥":
            table[point], alone[point] = point, True
        elif sign.isalnum():
            base = unicodedata.normalize("NFKD", sign.casefold())[0]
            table[point] = ord(base) if base.isalnum() else point
            alone[point] = 0x0E00 <= point < 0x0F00 or point >= 0x2E80  # Thai and Lao; CJK radicals
    return table, alone


def _quoted(points: U32, letter: Mask, starts: I64) -> Mask:
    """Whether each word stands in a quotation: by what sign came last before it in its paragraph.

    The direction of a sign is read from its neighbours, and a paragraph's end closes what was left open, so one lost sign spoils a paragraph
    and no more. Single signs are apostrophes too: an opening one counts where a closing one follows before the next opening one.
    """
    kinds = _sign_kinds()[np.minimum(points, np.uint32(0xFFFF))]
    at = np.flatnonzero(kinds)
    kind = kinds[at]
    before = np.where(at > 0, points[at - 1], _NEWLINE)
    after = points[np.minimum(at + 1, len(points) - 1)]
    spaced = _spaces()
    free_before = spaced[np.minimum(before, np.uint32(0xFFFF))]
    free_after = spaced[np.minimum(after, np.uint32(0xFFFF))]
    letter_after = letter[np.minimum(at + 1, len(points) - 1)]
    letter_before = np.where(at > 0, letter[at - 1], False)
    digit_after = (after >= _ZERO) & (after <= _NINE)
    opens = free_before & ~free_after
    paragraph = kind == _PARAGRAPH
    double = (kind == _EITHER) | (kind == _OPEN) | (kind == _CLOSE)
    # Of a straight sign between two spaces or two letters nothing is known: it does not count.
    double_open = (kind == _OPEN) | ((kind == _EITHER) & opens)
    double_close = (kind == _CLOSE) | ((kind == _EITHER) & ~free_before & (free_after | ~letter_after))
    apostrophe = letter_before & letter_after
    single_open = (kind == _APOSTROPHE) & opens & letter_after & ~digit_after  # "the '90s"
    single_close = (kind == _APOSTROPHE) & ~free_before & ~apostrophe & ~letter_after
    counts = paragraph | (double & (double_open | double_close))
    quoted = _state(at[counts], double_open[counts], starts)
    counts = paragraph | single_open | single_close
    at, opened, closed = at[counts], single_open[counts], single_close[counts]
    followed = np.append(closed[1:], False)
    return quoted | _state(at, opened & followed, starts)


def _state(at: I64, opened: Mask, starts: I64) -> Mask:
    """Whether the last event before each start opened a quotation."""
    last = np.searchsorted(at, starts) - 1
    if not len(at):
        return np.zeros(len(starts), dtype=np.bool_)
    return np.where(last >= 0, opened[last], False)


_PARAGRAPH, _OPEN, _CLOSE, _EITHER, _APOSTROPHE = 1, 2, 3, 4, 5


@cache
def _sign_kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for signs, kind in ((_DOUBLE_OPEN, _OPEN), (_DOUBLE_CLOSE, _CLOSE), (_DOUBLE, _EITHER), (_SINGLE, _APOSTROPHE), ("\n\r\u2029", _PARAGRAPH)):
        kinds[[ord(sign) for sign in signs]] = kind
    return kinds


@cache
def _spaces() -> Mask:
    """Signs that stand before an opening quotation mark, or after a closing one."""
    free = np.zeros(0x10000, dtype=np.bool_)
    for point in range(0x10000):
        sign = chr(point)
        free[point] = sign.isspace() or sign in "([{—–-/…\"“”‘'„«|"
    return free
