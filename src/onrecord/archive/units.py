"""What workers do with texts for the copies of an archive: compare, link, show evidence. All of it is `onrecord.copies`, on a few texts."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from onrecord.archive.storage import Place
from onrecord.copies import CopyFindings, Signature, Text, copies_of
from onrecord.copies.alignment import words_taken
from onrecord.copies.furniture import narration, words_that_count
from onrecord.copies.index import FEWEST, Taken, Unit, aligned, cluster, ranges, shown, taken_within, whole_narration
from onrecord.copies.words import I64, U32, Mask, Words
from onrecord.ingest.copies import Body
from onrecord.stories import Copy, CopyEvidence

HUGE: Final = 20_000  # texts of a block that are linked: above, each is held against the earliest text that it is near to
Furniture = tuple[str, str]  # where the words that count for nothing stand: the archive, and the name in it


@dataclass(frozen=True, slots=True)
class Lot:
    """Some texts, and the pairs of them, which count in places of these.

    furniture: None in the first pass, in which all count.
    """

    signatures: tuple[bytes, ...]
    fingerprints: I64
    pairs: I64
    furniture: Furniture | None

    def words(self) -> list[Words]:
        """Their words."""
        return [Signature.from_bytes(signature).words for signature in self.signatures]


@lru_cache(maxsize=1)
def _read(furniture: Furniture) -> U32:
    root, name = furniture
    found: U32 = np.load(io.BytesIO(Place(root).read(name)))
    return found


def _counted(words: Words, furniture: Furniture | None) -> Mask:
    return np.ones(len(words), dtype=np.bool_) if furniture is None else words_that_count(words, _read(furniture))


def _told(words: Words, furniture: Furniture | None) -> Mask:
    return whole_narration(words) if furniture is None else narration(words, _counted(words, furniture), fewest=FEWEST)


def size_of(signatures: Sequence[bytes], furniture: Furniture | None) -> list[int]:
    """How many words of each text count."""
    return [int(_told(Signature.from_bytes(signature).words, furniture).sum()) for signature in signatures]


def _taken(lot: Lot, words: list[Words]) -> tuple[Taken, "object"]:
    runs = aligned(words, lot.pairs, lot.fingerprints)
    masks = [_told(text, lot.furniture) for text in words]
    left, right = (words_taken(runs, lot.pairs, side, masks) for side in (0, 1))
    return Taken([int(mask.sum()) for mask in masks], left, right), runs


def compare(lot: Lot) -> tuple[I64, I64]:
    """Of each pair, how many words that count of its left and of its right text the other has."""
    taken, _ = _taken(lot, lot.words())
    left, right = (np.fromiter((bits.bit_count() for bits in side), dtype=np.int64, count=len(side)) for side in (taken.left, taken.right))
    return left, right


def link(lot: Lot, leaders: I64, taken: float, average: float) -> tuple[list[int], list[int]]:
    """The cluster of each text of some blocks, and how many of its words another of its cluster has."""
    found, _ = _taken(lot, lot.words())
    clusters = cluster(lot.pairs, found, leaders, lot.fingerprints, taken=taken, average=average)
    return clusters, taken_within(lot.pairs, clusters, found)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as a page has it: what the evidence of a copy cites.

    blocks: of the body, where each begins in it and on the page.
    """

    text: Text
    blocks: tuple[tuple[int, int], ...]


def evidence(lot: Lot, printed: Sequence[tuple[Printed, ...]], clusters: Sequence[int]) -> list[Copy]:
    """The pairs of some texts as the contract has them, with words of both pages.

    Args:
        printed: of each unit of equal words the pages that have them: the first alone, where it stands for all.
        clusters: of each.
    """
    words = lot.words()
    taken, runs = _taken(lot, words)
    units = [Unit(w, int(f), [p.text for p in pages]) for w, f, pages in zip(words, lot.fingerprints.tolist(), printed, strict=True)]
    pairs = sorted(shown(units, lot.pairs, runs, taken, clusters), key=lambda pair: (pair.document, pair.of))  # type: ignore[arg-type]
    named = {name for pair in pairs for name in (pair.document, pair.of)}
    furniture = {}
    for unit in units:
        for text in unit.texts:
            if text.id in named and not (counts := _counted(unit.words, lot.furniture)).all():
                furniture[text.id] = tuple(zip(*ranges(~counts), strict=True))
    bodies = {p.text.id: Body(p.text.body, p.blocks) for pages in printed for p in pages}
    texts = {p.text.id: p.text for pages in printed for p in pages}
    return [_cited(copy, bodies) for copy in copies_of(CopyFindings((), tuple(pairs), furniture), texts)]


def _cited(copy: Copy, bodies: dict[str, Body]) -> Copy:
    cited: tuple[CopyEvidence, ...] = tuple(found for one in copy.evidence if (found := bodies[one.document].on_page(one)))
    return replace(copy, evidence=cited)


def stars(order: I64, pairs: I64, near: Mask, labels: I64) -> I64:
    """Clusters of a block that is too large to be linked: each text goes to the earliest that it is near to and that went to no other.

    Args:
        order: the texts of the block, the earliest first.
        near: which pairs are of one source, as far as they alone tell.
        labels: of all texts; those of the block are replaced.
    """
    beside: dict[int, list[int]] = {}
    for a, b in pairs[near].tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    found = labels.copy()
    taken: set[int] = set()
    for text in order.tolist():
        if text not in taken:
            star = [text, *(other for other in beside.get(text, ()) if other not in taken)]
            taken.update(star)
            found[star] = min(star)
    return found
