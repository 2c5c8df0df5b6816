"""Which texts may share something: an index of rows of four words, and the pairs of texts that meet in it twice.

Half of all rows are keys, by their hash, the same half in each text. Of a long text a quarter is enough. A row that stands in more than CROWD texts
is furniture, a phrase, or a report that many print: each text then meets a few of the others in it, drawn by hash, and the same ones in all
rows of one report.

Texts of which each has most of the other's rows are nearly equal. One of them stands for the others, and they alone are compared with it: a report
that a hundred papers print makes a hundred comparisons, not five thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.alignment import shingles
from onrecord.copies.linkage import CROWD
from onrecord.copies.words import I64, U32, Mask, Words, mixed

U64 = NDArray[np.uint64]

ROW: Final = 4  # words of a key
LONG: Final = 150  # words from which every other key is enough
MEETINGS: Final = 2  # keys in which two texts meet, at least
ALIKE: Final = 0.65  # of the keys of either that two nearly equal texts have in common
MANY: Final = 6  # texts nearly equal to one that then stands for them: fewer are compared each with each
DRAWN: Final = 8  # texts that each meets in a crowd
FEWEST_KEYS: Final = 6  # keys in common by which two texts can be called nearly equal
_MOST: Final = 16_000_000  # meetings held before they are counted
_LOW: Final = np.uint64(0xFFFFFFFF)
_UP: Final = np.uint64(32)


def keys_of(words: Words) -> NDArray[np.uint32]:
    """The keys of a text, each once, sorted."""
    rows = shingles(words.hashes, ROW)
    return np.unique(rows[(rows & 1) == 0])


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is to be compared.

    pairs: numbers of texts, the lower first, in order; shape (n, 2).
    leaders: for each text the one that stands for it, itself where none does.
    """

    pairs: I64
    leaders: I64


class Postings:
    """Which texts hold which keys: one sorted array of key and number of text, 8 bytes each."""

    def __init__(self) -> None:
        self._sorted: U64 = np.empty(0, dtype=np.uint64)
        self._new: list[Words] = []
        self._long: list[bool] = []

    def add(self, words: Words) -> None:
        """Add a text; it gets the next number."""
        self._new.append(words)
        self._long.append(len(words) >= LONG)

    def entries(self) -> U64:
        """All entries in order: the key in the high half, the text in the low one."""
        if self._new:
            new = entries_of(self._new, len(self._long) - len(self._new))
            if len(new) * 8 < len(self._sorted):
                self._sorted = np.insert(self._sorted, np.searchsorted(self._sorted, new), new)
            else:
                self._sorted = np.sort(np.concatenate([self._sorted, new]))
            self._new.clear()
        return self._sorted

    def holding(self, keys: U32) -> frozenset[int]:
        """The texts that hold any of some keys, which are in order."""
        if not len(keys):
            return frozenset()
        entries = self.entries()
        held = (entries >> _UP).astype(np.uint32)
        return frozenset((entries[keys[np.minimum(np.searchsorted(keys, held), len(keys) - 1)] == held] & _LOW).tolist())

    def meetings(self, words: Words) -> tuple[I64, I64]:
        """The texts that hold keys of a text, and how many each."""
        entries = self.entries()
        keys = keys_of(words).astype(np.uint64)
        first = np.searchsorted(entries, keys << _UP)
        last = np.searchsorted(entries, (keys << _UP) | _LOW, side="right")
        crowd = last - first > CROWD * 25  # furniture: it says little and takes long
        found = [entries[a:b] & _LOW for a, b in zip(first[~crowd].tolist(), last[~crowd].tolist(), strict=True) if a < b]
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        texts, counts = np.unique(np.concatenate(found), return_counts=True)
        return texts.astype(np.int64), counts

    def candidates(self, fingerprints: I64, without: U32 | None = None) -> Candidates:
        """The pairs of texts that meet at least MEETINGS times; the same whatever order the texts came in.

        Args:
            fingerprints: of the texts, in the order of their numbers.
            without: keys that are left out.
        """
        entries = self.entries()
        if without is not None and len(without):
            keys = (entries >> _UP).astype(np.uint32)
            entries = entries[without[np.minimum(np.searchsorted(without, keys), len(without) - 1)] != keys]
        long = np.array(self._long, dtype=np.bool_)
        left, right, times = met_often(entries, long, fingerprints)
        number = (entries & _LOW).astype(np.int64)
        held = np.bincount(number, minlength=len(fingerprints))
        few = np.bincount(number[((entries >> _UP) & np.uint64(2)) == 0], minlength=len(fingerprints))
        return to_compare(left, right, leaders_of(alike(left, right, times, held, few, long), fingerprints))


def to_compare(left: I64, right: I64, leaders: I64) -> Candidates:
    """What is to be compared of the pairs that met often."""
    follows = np.flatnonzero(leaders != np.arange(len(leaders)))
    # A text that met a follower is compared with its leader: in a crowd it may have met no other.
    a, b = np.append(leaders[left], follows), np.append(leaders[right], leaders[follows])
    pairs = np.unique((np.minimum(a, b) << 32) | np.maximum(a, b))
    a, b = pairs >> 32, pairs & 0xFFFFFFFF
    return Candidates(np.stack([a, b], axis=1)[a != b], leaders)


def met_often(entries: U64, long: Mask, fingerprints: I64, among: Mask | None = None) -> tuple[I64, I64, I64]:
    """The pairs of texts that meet at least MEETINGS times, and how many times.

    Args:
        entries: in order.
        long: which texts are long.
        among: the texts of which at least one is in each pair; None: all.
    """
    left, right, times = count_meetings(entries, long, fingerprints, among)
    often = times >= MEETINGS
    return left[often], right[often], times[often]


def count_meetings(entries: U64, long: Mask, fingerprints: I64, among: Mask | None = None) -> tuple[I64, I64, I64]:
    """Every pair that meets, and how many times: entries of other keys may add to it."""
    counted = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    held: list[U64] = []
    size = 0
    for key, left, right in _meetings(entries, long, fingerprints):
        keep = (left != right) & (((key & np.uint64(2)) == 0) | ~long[left] | ~long[right])
        if among is not None:
            keep &= among[left] | among[right]
        left, right = left[keep], right[keep]
        held.append((np.minimum(left, right).astype(np.uint64) << _UP) | np.maximum(left, right).astype(np.uint64))
        size += len(left)
        if size > _MOST:
            counted = _count(counted, held)
            held, size = [], 0
    met, times = _count(counted, held)
    return (met >> _UP).astype(np.int64), (met & _LOW).astype(np.int64), times


def alike(left: I64, right: I64, times: I64, keys: I64, few: I64, long: Mask) -> tuple[I64, I64]:
    """The pairs of nearly equal texts.

    Args:
        keys: how many keys each text has.
        few: how many of these are asked of two long texts.
    """
    full = np.where(long[left] & long[right], np.maximum(few[left], few[right]), np.maximum(keys[left], keys[right]))
    chosen = np.flatnonzero((times >= ALIKE * full) & (times >= FEWEST_KEYS))
    return left[chosen], right[chosen]


def leaders_of(pairs: tuple[I64, I64], fingerprints: I64) -> I64:
    """Which text stands for each: of nearly equal ones the one that is so to most others, if these are MANY."""
    a, b = pairs
    others = np.bincount(a, minlength=len(fingerprints)) + np.bincount(b, minlength=len(fingerprints))
    rank = np.empty(len(fingerprints), dtype=np.int64)
    rank[np.lexsort((order_of(fingerprints), -others))] = np.arange(len(fingerprints))
    swapped = rank[a] > rank[b]
    a, b = np.where(swapped, b, a), np.where(swapped, a, b)
    a, b = a[others[a] >= MANY], b[others[a] >= MANY]
    leaders = np.arange(len(fingerprints))
    order = np.lexsort((rank[b], rank[a]))
    for leader, other in zip(a[order].tolist(), b[order].tolist(), strict=True):
        if leaders[leader] == leader and leaders[other] == other:
            leaders[other] = leader
    return leaders


def entries_of(texts: Sequence[Words], first: int) -> U64:
    """The entries of texts numbered from `first` on, in order, each once."""
    sizes = np.array([len(words) for words in texts], dtype=np.int64)
    rows = shingles(np.concatenate([words.hashes for words in texts]), ROW)
    number = np.repeat(np.arange(first, first + len(texts), dtype=np.uint64), sizes)[: len(rows)]
    whole = (rows & 1) == 0
    for end in np.cumsum(sizes)[:-1].tolist():
        whole[max(end - ROW + 1, 0) : end] = False  # a row across two texts
    entries = np.sort((rows[whole].astype(np.uint64) << _UP) | number[whole])
    return entries[np.append(True, entries[1:] != entries[:-1])] if len(entries) else entries


def _count(before: tuple[U64, I64], held: list[U64]) -> tuple[U64, I64]:
    """Meetings counted, added to those counted before."""
    if not held:
        return before
    met, times = np.unique(np.concatenate(held), return_counts=True)
    if not len(before[0]):
        return met, times
    both = np.concatenate([before[0], met])
    order = np.argsort(both, kind="stable")
    both, times = both[order], np.concatenate([before[1], times])[order]
    first = np.flatnonzero(np.append(True, both[1:] != both[:-1]))
    return both[first], np.add.reduceat(times, first)


def groups_of(entries: U64) -> tuple[I64, I64]:
    """Where each key's entries start, and how many they are."""
    keys = (entries >> _UP).astype(np.uint32)
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, dtype=np.int64)
    return starts, np.diff(np.append(starts, len(keys)))


def _meetings(entries: U64, long: Mask, fingerprints: I64) -> Iterator[tuple[U64, I64, I64]]:
    """Key and two texts of each meeting."""
    starts, sizes = groups_of(entries)
    if len(starts):
        all_long = np.logical_and.reduceat(long[(entries & _LOW).astype(np.int64)], starts)
        asked = (((entries[starts] >> _UP) & np.uint64(2)) == 0) | ~all_long
        starts, sizes = starts[asked], sizes[asked]
    for size in range(2, CROWD + 1):
        chosen = starts[sizes == size]
        step = max(_MOST // (4 * size * size), 1)
        a, b = np.triu_indices(size, 1)
        for at in range(0, len(chosen), step):
            part = chosen[at : at + step]
            texts = (entries[part[:, None] + np.arange(size)] & _LOW).astype(np.int64)
            yield np.repeat(entries[part] >> _UP, len(a)), texts[:, a].ravel(), texts[:, b].ravel()
    for start, size in zip(starts[sizes > CROWD].tolist(), sizes[sizes > CROWD].tolist(), strict=True):
        texts = (entries[start : start + size] & _LOW).astype(np.int64)
        key = entries[start] >> _UP
        texts = texts[np.argsort(order_of(fingerprints[texts]))]
        # the same few for all rows of a report, and the next one
        others = np.concatenate([np.repeat(texts[:DRAWN], size), np.roll(texts, -1)])
        yield np.full(len(others), key), np.tile(texts, DRAWN + 1), others


def order_of(fingerprints: I64) -> I64:
    """The place of each text in an order that owes nothing to when they came."""
    order = np.lexsort((fingerprints, mixed(fingerprints.astype(np.uint64))))
    rank = np.empty(len(fingerprints), dtype=np.int64)
    rank[order] = np.arange(len(fingerprints))
    return rank
