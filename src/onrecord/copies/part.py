"""The part of an index that new texts touch, found again; what was found of the rest stands.

A *block* is a set of texts that linkage can look at apart: no text of it has as much of its words in another block as two groups need to be
joined, nor is it nearly equal to a text there. What happens in one block changes nothing in another. A new text touches the blocks that it is
tied to, and those of texts that met in a crowd what they meet no more. `settle` finds these again, as `CopyIndex.find` finds all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from onrecord.copies.alignment import Runs, words_taken
from onrecord.copies.candidates import DRAWN, FEWEST_KEYS, LONG, U64, alike, groups_of, keys_of, leaders_of, met_often, order_of
from onrecord.copies.index import Taken, aligned, cluster
from onrecord.copies.linkage import CROWD, WORDS_OF_DOUBT
from onrecord.copies.words import I64, U32, Mask, Words

_LOW = np.uint64(0xFFFFFFFF)
_UP = np.uint64(32)


class Kept(Protocol):
    """What is kept of an index: units of equal words by number, those that are new among them."""

    def words(self, ids: I64) -> list[Words]:
        """Their words."""
        ...

    def facts(self, ids: I64) -> tuple[I64, I64]:
        """Their fingerprints, and how many words each has."""
        ...

    def holders(self, keys: U32) -> U64:
        """The entries of some keys, in order: key and number of unit."""
        ...

    def leaders(self, ids: I64) -> I64:
        """Which stood for each when it was found last."""
        ...

    def blocks(self, ids: I64) -> I64:
        """The block of each; of a new one its own number."""
        ...

    def members(self, blocks: I64) -> I64:
        """The units of some blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found again.

    ids: units, those found again and those that they are compared with, in order; all else counts in places of this.
    again: which were found again.
    leaders, blocks, clusters: of those; of the others what they were given as.
    pairs, runs, taken: what was compared: every pair that one of those found again is in.
    """

    ids: I64
    words: list[Words]
    again: Mask
    leaders: I64
    blocks: I64
    clusters: list[int]
    pairs: I64
    runs: Runs
    taken: Taken


def settle(
    kept: Kept,
    dirty: Iterable[int],
    fresh: I64,
    keys: U32,
    *,
    told: Callable[[Words], Mask],
    without: U32,
    taken: float,
    average: float,
) -> Settled:
    """Find again what some units touch.

    Args:
        dirty: units that are new, or of which other words count than before.
        fresh: those that are new, in order.
        keys: of which a unit is new, or which counted before and count no more, or the reverse; in order.
        told: the words of a text that it is compared by.
        without: keys that count for nothing, in order.
        taken, average: as for `onrecord.copies.linkage.join`.
    """
    units = _with_blocks(kept, np.array(sorted({*dirty, *_in_changed_crowds(kept, fresh, _but(keys, without))}), dtype=np.int64))
    while True:
        numbers, leaders, pairs, close = _compared(kept, units, without)
        outside = ~np.isin(numbers, units)
        if (grown := numbers[close[outside[close]]]).size:
            units = _with_blocks(kept, np.concatenate([units, grown]))
            continue
        ids = np.unique(np.concatenate([units, numbers[pairs].ravel()]))
        place = np.searchsorted(ids, numbers[pairs])
        pairs = np.sort(place, axis=1)
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))] if len(pairs) else pairs.reshape(-1, 2)
        again = np.isin(ids, units)
        words = kept.words(ids)
        fingerprints, _ = kept.facts(ids)
        runs = aligned(words, pairs, fingerprints)
        masks = [told(text) for text in words]
        left, right = (words_taken(runs, pairs, side, masks) for side in (0, 1))
        found = Taken([int(mask.sum()) for mask in masks], left, right)
        at = np.searchsorted(ids, numbers[close])
        blocks = _blocks(ids, again, kept.blocks(ids), pairs, found, at.reshape(-1, 2), taken)
        touched = np.unique(blocks[again])
        if (grown := ids[~again & np.isin(blocks, touched)]).size:
            units = _with_blocks(kept, np.concatenate([units, grown]))
            continue
        of = dict(zip(numbers.tolist(), leaders.tolist(), strict=True))
        stand = np.searchsorted(ids, [of[i] if found_again else i for i, found_again in zip(ids.tolist(), again.tolist(), strict=True)])
        inner = again[pairs].all(axis=1) if len(pairs) else np.zeros(0, dtype=np.bool_)
        chosen = np.flatnonzero(inner).tolist()
        within = Taken(found.sizes, [left[i] for i in chosen], [right[i] for i in chosen])
        clusters = cluster(pairs[inner], within, stand, fingerprints, taken=taken, average=average)
        return Settled(ids, words, again, stand, blocks, clusters, pairs, runs, found)


def _with_blocks(kept: Kept, units: I64) -> I64:
    return np.unique(np.concatenate([units, kept.members(np.unique(kept.blocks(units)))])) if len(units) else units


def _but(keys: U32, without: U32) -> U32:
    return keys[~np.isin(keys, without)] if len(without) else keys


def _in_changed_crowds(kept: Kept, fresh: I64, keys: U32) -> set[int]:
    """The units that meet others in a crowd than before."""
    if not len(fresh):
        return set()
    entries = kept.holders(keys)
    found: set[int] = set()
    for start, size in zip(*(part.tolist() for part in groups_of(entries)), strict=True):
        if size <= CROWD:
            continue
        units = (entries[start : start + size] & _LOW).astype(np.int64)
        new = np.isin(units, fresh)
        if not new.any() or new.all():
            continue
        units, new = units[order := np.argsort(order_of(kept.facts(units)[0]))], new[order]
        if size - int(new.sum()) <= CROWD or new[:DRAWN].any():
            found.update(units.tolist())
        else:
            found.update(units[np.roll(new, 1) | np.roll(new, -1)].tolist())
    return found


def _compared(kept: Kept, units: I64, without: U32) -> tuple[I64, I64, I64, I64]:
    """What some units are compared with.

    Returns:
        The units that come into it, in order; which stands for each, by number; the pairs to be compared and those that are nearly equal, by place.
    """
    words = kept.words(units)
    keys = _but(np.unique(np.concatenate([keys_of(text) for text in words])) if words else np.empty(0, dtype=np.uint32), without)
    entries = kept.holders(keys)
    numbers = np.unique(np.concatenate([(entries & _LOW).astype(np.int64), units]))
    entries = (entries & ~_LOW) | np.searchsorted(numbers, (entries & _LOW).astype(np.int64)).astype(np.uint64)
    fingerprints, sizes = kept.facts(numbers)
    inside = np.isin(numbers, units)
    left, right, times = met_often(entries, sizes >= LONG, fingerprints, inside)
    often = times >= FEWEST_KEYS
    near = np.unique(np.concatenate([left[often], right[often]]))
    count, few = np.zeros(len(numbers), dtype=np.int64), np.zeros(len(numbers), dtype=np.int64)
    for at, text in zip(near.tolist(), kept.words(numbers[near]), strict=True):
        mine = _but(keys_of(text), without)
        count[at], few[at] = len(mine), int(((mine & 2) == 0).sum())
    close = alike(left, right, times, count, few, sizes >= LONG)
    stand = leaders_of(close, fingerprints)
    leaders = numbers[stand]
    outside = np.unique(np.concatenate([left, right]))
    outside = outside[~inside[outside]]
    leaders[outside] = kept.leaders(numbers[outside])
    numbers_too = np.unique(np.concatenate([numbers, leaders]))
    place = np.searchsorted(numbers_too, numbers)
    by_place = np.arange(len(numbers_too))
    by_place[place] = np.searchsorted(numbers_too, leaders)
    all_leaders = numbers_too[by_place]
    follows = place[np.flatnonzero(inside & (stand != np.arange(len(numbers))))]
    a = np.append(by_place[place[left]], follows)
    b = np.append(by_place[place[right]], by_place[follows])
    pairs = np.unique((np.minimum(a, b) << 32) | np.maximum(a, b))
    a, b = pairs >> 32, pairs & 0xFFFFFFFF
    both = np.stack([place[close[0]], place[close[1]]], axis=1)
    return numbers_too, all_leaders, np.stack([a, b], axis=1)[a != b], both


def _blocks(ids: I64, again: Mask, before: I64, pairs: I64, found: Taken, close: I64, taken: float) -> I64:
    """The block of each unit, by its lowest number, if every other unit keeps its own; those that must be found with these come out in theirs."""
    above: dict[int, int] = {}

    def top(x: int) -> int:
        while (up := above.get(x, x)) != x:
            x = up
        return x

    def tie_up(x: int, y: int) -> bool:
        x, y = sorted((top(x), top(y)))
        if x == y:
            return False
        above[y] = x
        return True

    start = np.where(again, ids, before).tolist()
    for a, b in close.tolist():
        tie_up(start[a], start[b])
    shares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (a, b), left, right in zip(pairs.tolist(), found.left, found.right, strict=True):
        if left or right:
            shares[a].append((b, left))
            shares[b].append((a, right))
    moved = True
    while moved:
        moved = False
        for page, others in shares.items():
            needed = taken * (found.sizes[page] + WORDS_OF_DOUBT) - 1e-6
            mine = top(start[page])
            by_block: dict[int, int] = defaultdict(int)
            for other, words in others:
                if (block := top(start[other])) != mine:
                    by_block[block] |= words
            for block, words in by_block.items():
                if words.bit_count() >= needed:
                    moved |= tie_up(mine, block)
    return np.array([top(x) for x in start], dtype=np.int64)
