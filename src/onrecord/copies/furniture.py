"""Words that say nothing of where a text comes from: what stands in many unlike texts.

An outlet's newsletter box, the list of other stories, a reader's rules, a paragraph of background that an agency hangs under every report: each row
of its words stands in clusters that have nothing else in common. The words of a report that many print stand in one cluster.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from onrecord.copies.alignment import shingles
from onrecord.copies.candidates import ROW, U64, groups_of
from onrecord.copies.words import I64, U32, Mask, Words

OWN: Final = 0.22  # of its words that a text has alone: more in nearly all texts of a cluster says that it is held together by furniture
COMMON: Final = 5  # clusters in which a row of words stands, from which it is furniture
_GAP: Final = 4  # words between two rows of furniture that belong to it: half of all rows are no keys
_LOW: Final = np.uint64(0xFFFFFFFF)


def apart(clusters: Sequence[int], sizes: Sequence[int], taken: Sequence[int]) -> I64:
    """The clusters without those that furniture alone holds together: their texts are put apart.

    Of a report that many print somebody prints little else. Short notices under one box have each something of their own.

    Args:
        clusters: of each text.
        sizes: of each text, words that count.
        taken: of each text, how many of these another text of its cluster has.
    """
    found = np.array(clusters, dtype=np.int64)
    if not len(found):
        return found
    order = np.argsort(found, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(found[order]) != 0))
    own = 1 - np.array(taken) / np.maximum(np.array(sizes), 1)
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(order)], strict=True):
        if end - start >= COMMON and np.sort(own[order[start:end]])[(end - start) // 5] >= OWN:
            found[order[start:end]] = len(found) + order[start:end]
    return found


def find_furniture(entries: U64, clusters: I64) -> U32:
    """The keys that stand in COMMON clusters or more, sorted.

    Args:
        entries: as `Postings.entries` gives them.
        clusters: the cluster of each text.
    """
    starts, sizes = groups_of(entries)
    many = np.repeat(sizes >= COMMON, sizes)
    keys = entries[many] >> np.uint64(32)
    pairs = np.unique((keys << np.uint64(32)) | clusters[(entries[many] & _LOW).astype(np.int64)].astype(np.uint64))
    starts, sizes = groups_of(pairs)
    return (pairs[starts[sizes >= COMMON]] >> np.uint64(32)).astype(np.uint32)


def words_that_count(words: Words, furniture: U32) -> Mask:
    """Which words of a text are no furniture."""
    counts = np.ones(len(words), dtype=np.bool_)
    if not len(furniture):
        return counts
    rows = shingles(words.hashes, ROW)
    at = np.searchsorted(furniture, rows)
    hits = np.flatnonzero(furniture[np.minimum(at, len(furniture) - 1)] == rows)
    if not len(hits):
        return counts
    ends = hits + ROW
    ends[:-1] = np.where(hits[1:] - ends[:-1] <= _GAP, hits[1:], ends[:-1])
    change = np.bincount(hits, minlength=len(words) + 1) - np.bincount(ends, minlength=len(words) + 1)
    counts[np.cumsum(change[: len(words)]) > 0] = False
    return counts


def narration(words: Words, counts: Mask, *, fewest: int) -> Mask:
    """The words that two texts are compared by: outside quotations; of a text that has fewer than `fewest` of these, all that count."""
    told = counts & ~words.quoted
    return told if int(told.sum()) >= fewest else counts
