"""Which words of one text stand in another: runs of equal words, with a few unlike words between them.

An edited copy differs from its source by single words: a verb, a numeral, a letter misread. Two equal words in a row are a seed; seeds that follow
each other in both texts with a few words between them make one run, and what lies between counts as taken over too. Two reports of one event share
names and phrases, but these are short and lie apart: a run counts only from MIN_RUN equal words on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.words import I64, U32, Mask, Words, mixed

SEED: Final = 2  # equal words in a row that begin a run
MIN_RUN: Final = 11  # equal words that a run holds at least
BRIDGE: Final = 4  # unlike words between two seeds of one run, at most
DRIFT: Final = 2  # by how many words the two texts may differ there: a word cut in two, an article put in
_CHUNK: Final = 400_000  # words compared at once
_PLACES: Final = 6  # places of one seed in a text that are looked at
_BESIDE: Final = 12  # words by which runs of one passage may be shifted
_KEPT: Final = 100_000  # texts whose sorted seeds are kept
_MULTIPLIERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)

_Seeds = tuple[U32, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of n pairs, one behind another: those of pair i are [cuts[i], cuts[i + 1]).

    spans: shape (runs, 4): word positions start, end in the left text, start, end in the right one; in order of the left.
    cuts: shape (n + 1,).
    """

    spans: NDArray[np.int32]
    cuts: I64

    def of(self, pair: int) -> NDArray[np.int32]:
        """The runs of one pair, shape (runs, 4)."""
        return self.spans[self.cuts[pair] : self.cuts[pair + 1]]


def shingles(hashes: U32, length: int) -> U32:
    """A hash for each row of `length` words: as many as there are words, less length - 1."""
    count = len(hashes) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint32)
    total = hashes[:count] * np.uint64(_MULTIPLIERS[0])
    for i in range(1, length):
        total += hashes[i : i + count] * np.uint64(_MULTIPLIERS[i])
    return mixed(total)


def align(texts: Sequence[Words], pairs: I64) -> Runs:
    """The runs that each pair of texts shares.

    Args:
        texts: m texts.
        pairs: numbers of texts, shape (n, 2).
    """
    seeds: dict[int, _Seeds] = {}
    spans, counts = [np.empty((0, 4), dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
    for chunk in _chunks(texts, pairs):
        if len(seeds) > _KEPT:
            seeds.clear()
        for text in np.unique(chunk).tolist():
            if text not in seeds:
                seeds[text] = _sorted_seeds(texts[text])
        number, found = _find_runs([seeds[a] for a in chunk[:, 0].tolist()], [seeds[b] for b in chunk[:, 1].tolist()])
        spans.append(found)
        counts.append(np.bincount(number, minlength=len(chunk)))
    return Runs(np.concatenate(spans), np.cumsum(np.concatenate(counts)))


def _chunks(texts: Sequence[Words], pairs: I64) -> Iterator[I64]:
    """Pairs in parts of some _CHUNK words."""
    if not len(pairs):
        return
    sizes = np.fromiter((len(t) for t in texts), dtype=np.int64, count=len(texts))
    total = np.cumsum(sizes[pairs].sum(axis=1))
    start = 0
    while start < len(pairs):
        before = total[start - 1] if start else 0
        end = max(int(np.searchsorted(total, before + _CHUNK, side="right")), start + 1)
        yield pairs[start:end]
        start = end


def _sorted_seeds(words: Words) -> _Seeds:
    seeds = shingles(words.hashes, SEED)
    order = np.argsort(seeds, kind="stable").astype(np.int32)
    return seeds[order], order


def _find_runs(lefts: Sequence[_Seeds], rights: Sequence[_Seeds]) -> tuple[I64, NDArray[np.int32]]:
    """All runs of pairs of texts: the number of the pair, and the run as in Runs."""
    left_key, left_at = _keyed(lefts)
    right_key, right_at = _keyed(rights)
    if not len(left_key) or not len(right_key):
        return np.empty(0, dtype=np.int64), np.empty((0, 4), dtype=np.int32)
    first = np.searchsorted(right_key, left_key)
    np.minimum(first, len(right_key) - 1, out=first)
    hits = np.flatnonzero(right_key[first] == left_key)
    if not len(hits):
        return np.empty(0, dtype=np.int64), np.empty((0, 4), dtype=np.int32)
    first = first[hits]
    starts = np.flatnonzero(np.append(True, right_key[1:] != right_key[:-1]))
    sizes = np.diff(np.append(starts, len(right_key)))
    times = np.minimum(sizes[np.searchsorted(starts, first)], _PLACES)
    at = np.repeat(first - np.cumsum(times) + times, times) + np.arange(int(times.sum()))
    hits = np.repeat(hits, times)
    pair = (left_key[hits] >> np.uint64(32)).astype(np.int64)
    pair, i, j = _best_places(pair, left_at[hits].astype(np.int64), right_at[at].astype(np.int64), np.repeat(times > 1, times))
    linked = _linked(pair, i, j)
    alone = ~(np.append(False, linked) | np.append(linked, False))
    if alone.any():  # a common phrase found elsewhere must not cut the run around it
        pair, i, j = pair[~alone], i[~alone], j[~alone]
        linked = _linked(pair, i, j)
    if not len(pair):
        return np.empty(0, dtype=np.int64), np.empty((0, 4), dtype=np.int32)
    starts = np.flatnonzero(np.append(True, ~linked))
    ends = np.append(starts[1:], len(pair)) - 1
    step = np.append(0, np.diff(i))
    equal = np.where(np.append(False, linked), np.minimum(step, SEED), SEED)
    keep = np.add.reduceat(equal, starts) >= MIN_RUN
    starts, ends = starts[keep], ends[keep]
    return pair[starts], np.stack([i[starts], i[ends] + SEED, j[starts], j[ends] + SEED], axis=1).astype(np.int32)


def _best_places(pair: I64, i: I64, j: I64, several: Mask) -> tuple[I64, I64, I64]:
    """Of the places that a seed has in the right text, the one beside which most other seeds lie; in order of pair and left place."""
    shift = (j - i) // _BESIDE
    shift -= int(shift.min())
    near = pair * (int(shift.max()) + 1) + shift
    beside = np.bincount(near)[near[several]]
    choice = np.flatnonzero(several)
    choice = choice[np.lexsort((j[choice], -beside, i[choice], pair[choice]))]
    best = np.append(True, (np.diff(i[choice]) != 0) | (np.diff(pair[choice]) != 0))[: len(choice)]
    taken = np.append(np.flatnonzero(~several), choice[best])
    taken = taken[np.argsort((pair[taken] << 32) | i[taken])]
    return pair[taken], i[taken], j[taken]


def _keyed(seeds: Sequence[_Seeds]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Seeds of many texts behind one another, each under the number of its pair: sorted, since each text's are."""
    numbers = np.repeat(np.arange(len(seeds), dtype=np.uint64), [len(s) for s, _ in seeds])
    return (numbers << np.uint64(32)) | np.concatenate([s for s, _ in seeds]), np.concatenate([at for _, at in seeds])


def _linked(pair: I64, i: I64, j: I64) -> Mask:
    """Whether each seed but the first goes on from the one before it."""
    ahead, across = np.diff(i), np.diff(j)
    linked: Mask = (np.diff(pair) == 0) & (ahead <= SEED + BRIDGE) & (across > 0) & (np.abs(across - ahead) <= DRIFT)
    return linked


def words_taken(runs: Runs, pairs: I64, side: int, counted: Sequence[Mask]) -> list[int]:
    """Of each pair the words that count, of its left (side 0) or right (1) text, which lie in its runs: in bits."""
    taken: list[int] = []
    texts = pairs[:, side].tolist()
    sizes = [-(-len(mask) // 8) * 8 for mask in counted]
    at = 0
    while at < len(texts):
        end, length = at, 0
        while end < len(texts) and (length < _CHUNK or end == at):
            length += sizes[texts[end]]
            end += 1
        part = texts[at:end]
        room = np.array([sizes[t] for t in part], dtype=np.int64)
        offsets = np.cumsum(room) - room
        spans = runs.spans[runs.cuts[at] : runs.cuts[end]]
        owner = np.repeat(offsets, np.diff(runs.cuts[at : end + 1]))
        change = np.bincount(owner + spans[:, 2 * side], minlength=length + 1) - np.bincount(owner + spans[:, 2 * side + 1], minlength=length + 1)
        inside = np.cumsum(change[:length]) > 0
        counts = np.zeros(length, dtype=np.bool_)
        for offset, text in zip(offsets.tolist(), part, strict=True):
            counts[offset : offset + len(counted[text])] = counted[text]
        packed = np.packbits(inside & counts).tobytes()
        cuts = [*(offsets // 8).tolist(), length // 8]
        taken.extend(int.from_bytes(packed[a:b], "little") for a, b in pairwise(cuts))
        at = end
    return taken
