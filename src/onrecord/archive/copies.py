"""Copies over a whole archive, by group-bys on the engine; the same pairs as a store finds on the same pages.

Rows of words group the texts that hold them; texts that meet in two rows are pairs; of each pair it is counted how much of one the other has; texts
fall into blocks that share too little with each other to be joined, and in each block linkage is what it is in a store (`onrecord.copies`). All of it
twice: with all words, which tells what is furniture, and without that.

Source: blocks as in `onrecord.copies.part`, here by sums where that takes unions: a block may be larger than it must be, never smaller.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from onrecord.archive.frames import of_pages
from onrecord.archive.grouping import array_of, batches, buckets, components, do, starts_of
from onrecord.archive.storage import Place, library
from onrecord.archive.units import HUGE, Furniture, Lot, Printed, compare, evidence, link, size_of, stars
from onrecord.copies import Signature, Text
from onrecord.copies.alignment import MIN_RUN
from onrecord.copies.candidates import LONG, MEETINGS, Candidates, alike, count_meetings, keys_of, leaders_of, to_compare
from onrecord.copies.furniture import COMMON, apart
from onrecord.copies.index import AVERAGE, NEAR, STRICT, TAKEN
from onrecord.copies.linkage import WORDS_OF_DOUBT
from onrecord.copies.words import I64
from onrecord.stories import Copy

_LOT: Final = 20_000  # pairs, or texts, of one job
_WAVE: Final = 200_000  # pairs whose pages are in memory at a time
_HEAD: Final = 8  # bytes of a signature before its words; the last four are their number


class Units:
    """Texts of equal words, by fingerprint: their number is their rank. A text without words is none."""

    def __init__(self, texts: Any) -> None:
        """
        Args:
            texts: a table with the columns page, fingerprint, signature, published.
        """
        signatures = texts["signature"].to_pylist()
        words = np.array([int.from_bytes(s[_HEAD - 4 : _HEAD], "little") for s in signatures], dtype=np.int64)
        has = np.flatnonzero(words)
        fingerprints = texts["fingerprint"].to_numpy()
        self.fingerprints, first, self._of = np.unique(fingerprints[has], return_index=True, return_inverse=True)
        self.signatures = [signatures[n] for n in has[first].tolist()]
        self.long = words[has[first]] >= LONG
        self._rows = has
        pages, published = texts["page"].to_pylist(), texts["published"].to_pylist()
        self._order = np.argsort(self._of, kind="stable")
        self._starts = np.searchsorted(self._of[self._order], np.arange(len(self.fingerprints) + 1))
        self._pages, self._published = pages, published

    def __len__(self) -> int:
        return len(self.fingerprints)

    def pages(self, unit: int) -> list[str]:
        """The pages of a unit."""
        return [self._pages[row] for row in self._rows_of(unit)]

    def first(self, unit: int) -> tuple[str, str]:
        """When the page that stands for a unit was published, and its key: as `onrecord.copies.index.Unit.first`."""
        return min((self._published[row] or "9999", self._pages[row]) for row in self._rows_of(unit))

    def several(self) -> I64:
        """The units of more than one page."""
        return np.flatnonzero(np.diff(self._starts) > 1)

    def _rows_of(self, unit: int) -> list[int]:
        return [int(n) for n in self._rows[self._order[self._starts[unit] : self._starts[unit + 1]]]]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a pass found: candidates, words of each pair that the other has, sizes and clusters, and words that the cluster of each has."""

    candidates: Candidates
    left: I64
    right: I64
    sizes: I64
    clusters: I64
    within: list[int]


class CopyStep:
    """The copies of an archive."""

    def __init__(self, d: Any, place: Place, rows: Any, *, engine: str, workers: int) -> None:
        """
        Args:
            rows: the pages, as `frames.page_rows` gives them.
        """
        self._d, self._place, self._rows = d, place, rows
        self._engine, self._workers = engine, workers
        self._without: Furniture | None = None
        document = d.col("document")
        self.texts = rows.select("page", "fingerprint", "signature", document["published"].alias("published")).to_arrow()

    def find(self) -> list[Copy]:
        """Every pair that carries one text, and the near misses, in the order of a store's."""
        units = self._units
        if not len(units):
            return []
        entries = self._entries()
        first = self._pass(entries, None, STRICT, STRICT)
        furniture = self._furniture(entries, apart(first.clusters.tolist(), first.sizes.tolist(), first.within))
        buffer = io.BytesIO()
        np.save(buffer, furniture)
        name = f"global/{hashlib.sha256(buffer.getvalue()).hexdigest()[:16]}.npy"
        self._place.write(name, buffer.getvalue())
        self._without = (self._place.root, name)
        d = self._d
        if len(furniture):
            gone = d.from_arrow(library("pyarrow").table({"key": furniture}))
            entries = entries.join(gone, on="key", how="anti").collect()
        second = self._pass(entries, self._without, TAKEN, AVERAGE)
        found = [copy for wave in self._shown(second) for copy in wave]
        return sorted(found, key=lambda copy: (copy.document, copy.of))

    @cached_property
    def _units(self) -> Units:
        return Units(self.texts)

    def _entries(self) -> Any:
        """The rows of words by which texts meet: key, unit, and of the unit whether it is long, and its fingerprint."""
        d, arrow, units = self._d, library("pyarrow"), self._units
        columns = {"unit": np.arange(len(units)), "long": units.long, "fingerprint": units.fingerprints, "signature": units.signatures}
        frame = d.from_arrow(arrow.table(columns))

        @d.func.batch(return_dtype=d.DataType.list(d.DataType.uint32()))  # type: ignore[untyped-decorator]
        def keys(signatures: Any) -> Any:
            return arrow.array([keys_of(Signature.from_bytes(s).words) for s in signatures.to_pylist()], type=arrow.large_list(arrow.uint32()))

        keyed = frame.select("unit", "long", "fingerprint", keys(d.col("signature")).alias("key"))
        return keyed.explode("key").where(d.col("key").not_null()).collect()

    def _candidates(self, entries: Any) -> tuple[Candidates, I64]:
        """The pairs that meet often, with the texts that stand for others; and the pairs that are nearly equal."""
        d, arrow, units = self._d, library("pyarrow"), self._units
        types = d.DataType
        met = types.struct({"left": types.int64(), "right": types.int64(), "times": types.int64()})

        @d.func.batch(return_dtype=met)  # type: ignore[untyped-decorator]
        def meet(key: Any, unit: Any, long: Any, fingerprint: Any) -> Any:
            keys, numbers, is_long, prints = map(array_of, (key, unit, long, fingerprint))
            known, first, at = np.unique(numbers, return_index=True, return_inverse=True)
            found = np.sort((keys.astype(np.uint64) << np.uint64(32)) | at.astype(np.uint64))
            left, right, times = count_meetings(found, is_long[first].astype(np.bool_), prints[first].astype(np.int64))
            return arrow.StructArray.from_arrays([known[left], known[right], times], names=["left", "right", "times"])

        count = buckets(entries.count_rows())
        grouped = entries.with_column("bucket", d.col("key") % count).groupby("bucket")
        pairs = grouped.map_groups(meet(d.col("key"), d.col("unit"), d.col("long"), d.col("fingerprint")).alias("met")).select(d.col("met").unnest())
        often = pairs.groupby("left", "right").agg(d.col("times").sum().alias("times")).where(d.col("times") >= MEETINGS).to_arrow()
        left, right, times = (often[name].to_numpy().astype(np.int64) for name in ("left", "right", "times"))
        order = np.lexsort((right, left))
        left, right, times = left[order], right[order], times[order]
        few = (d.col("key") % 4 < 2).cast(types.int64()).sum().alias("few")
        held = entries.groupby("unit").agg(d.col("key").count().alias("held"), few).to_arrow()
        of, keys_held, keys_few = held["unit"].to_numpy(), np.zeros(len(units), dtype=np.int64), np.zeros(len(units), dtype=np.int64)
        keys_held[of], keys_few[of] = held["held"].to_numpy(), held["few"].to_numpy()
        close = alike(left, right, times, keys_held, keys_few, units.long)
        return to_compare(left, right, leaders_of(close, units.fingerprints)), np.stack(close, axis=1)

    def _lot(self, numbers: I64, pairs: I64, furniture: Furniture | None) -> Lot:
        """Some units, and pairs of them by number."""
        units = self._units
        return Lot(
            tuple(units.signatures[n] for n in numbers.tolist()),
            units.fingerprints[numbers],
            np.searchsorted(numbers, pairs).astype(np.int64).reshape(-1, 2),
            furniture,
        )

    def _pass(self, entries: Any, furniture: Furniture | None, taken: float, average: float) -> _Found:
        units = self._units
        candidates, close = self._candidates(entries)
        pairs = candidates.pairs
        lots = [(self._lot(np.unique(part), part, furniture),) for at in range(0, len(pairs), _LOT) if len(part := pairs[at : at + _LOT])]
        counts = self._do(compare, lots)
        left, right = (np.concatenate([found[side] for found in counts] or [np.empty(0, dtype=np.int64)]) for side in (0, 1))
        parts = [(units.signatures[at : at + _LOT], furniture) for at in range(0, len(units), _LOT)]
        sizes = np.array([size for part in self._do(size_of, parts) for size in part], dtype=np.int64)
        blocks = blocks_of(len(units), pairs, left, right, sizes, close, taken)
        clusters, within = self._linked(candidates, blocks, left, right, sizes, furniture, taken, average)
        return _Found(candidates, left, right, sizes, clusters, within)

    def _linked(
        self, candidates: Candidates, blocks: I64, left: I64, right: I64, sizes: I64, furniture: Furniture | None, taken: float, average: float
    ) -> tuple[I64, list[int]]:
        """The cluster of each text by its lowest number, and how many of its words others of its cluster have."""
        pairs, units = candidates.pairs, self._units
        clusters, within = np.arange(len(units)), np.zeros(len(units), dtype=np.int64)
        inner = np.flatnonzero(blocks[pairs[:, 0]] == blocks[pairs[:, 1]])
        inner = inner[np.argsort(blocks[pairs[inner, 0]], kind="stable")]
        starts = np.append(starts_of(blocks[pairs[inner, 0]]), len(inner))
        lots: list[tuple[Any, ...]] = []
        members: list[I64] = []
        small = []
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            of = inner[start:end]
            numbers = np.unique(pairs[of])
            if len(numbers) <= HUGE:
                small.append(of)
                continue
            order = np.array(sorted(numbers.tolist(), key=lambda n: (*units.first(n), n)), dtype=np.int64)
            needed = taken * (np.minimum(sizes[pairs[of, 0]], sizes[pairs[of, 1]]) + WORDS_OF_DOUBT)
            shared = np.where(sizes[pairs[of, 0]] <= sizes[pairs[of, 1]], left[of], right[of])
            clusters = stars(order, pairs[of], shared >= needed, clusters)
            one = of[clusters[pairs[of, 0]] == clusters[pairs[of, 1]]]
            np.maximum.at(within, pairs[one, 0], left[one])
            np.maximum.at(within, pairs[one, 1], right[one])
        for first, last in batches(map(len, small), _LOT):
            of = np.sort(np.concatenate(small[first:last]))
            numbers = np.unique(pairs[of])
            members.append(numbers)
            lots.append((self._lot(numbers, pairs[of], furniture), np.searchsorted(numbers, candidates.leaders[numbers]), taken, average))
        for numbers, (labels, words) in zip(members, self._do(link, lots), strict=True):
            lowest = np.full(len(numbers), len(units))
            np.minimum.at(lowest, np.array(labels), numbers)
            clusters[numbers], within[numbers] = lowest[np.array(labels)], words
        return clusters, within.tolist()

    def _furniture(self, entries: Any, clusters: I64) -> Any:
        """The keys that stand in many unlike texts, in order."""
        d = self._d
        labels = d.from_arrow(library("pyarrow").table({"unit": np.arange(len(clusters)), "cluster": clusters}))
        many = entries.select("key", "unit").join(labels, on="unit").groupby("key").agg(d.col("cluster").count_distinct().alias("clusters"))
        return np.sort(many.where(d.col("clusters") >= COMMON).to_arrow()["key"].to_numpy().astype(np.uint32))

    def _shown(self, found: _Found) -> Iterator[list[Copy]]:
        """The pairs worth showing, a wave at a time: their pages are in memory."""
        pairs, sizes, clusters = found.candidates.pairs, found.sizes, found.clusters
        shorter = sizes[pairs[:, 0]] <= sizes[pairs[:, 1]]
        shared = np.where(shorter, found.left, found.right)
        least = NEAR * (np.minimum(sizes[pairs[:, 0]], sizes[pairs[:, 1]]) + WORDS_OF_DOUBT)
        one = clusters[pairs[:, 0]] == clusters[pairs[:, 1]]
        worth = pairs[((found.left > 0) | (found.right > 0)) & (one | (shared >= least))]
        for at in range(0, len(worth), _WAVE):
            yield self._cited(worth[at : at + _WAVE], clusters)
        several = self._units.several()
        several = several[sizes[several] >= MIN_RUN]
        for start, end in batches((len(self._units.pages(n)) for n in several.tolist()), _WAVE):
            yield self._equal(several[start:end])

    def _cited(self, pairs: I64, clusters: I64) -> list[Copy]:
        first = {n: self._units.first(n)[1] for n in np.unique(pairs).tolist()}
        printed = self._printed(sorted(first.values()))
        lots = []
        for at in range(0, len(pairs), _LOT):
            part = pairs[at : at + _LOT]
            numbers = np.unique(part)
            pages = [(printed[first[n]],) for n in numbers.tolist()]
            lots.append((self._lot(numbers, part, self._without), pages, clusters[numbers].tolist()))
        return [copy for found in self._do(evidence, lots) for copy in found]

    def _equal(self, units: I64) -> list[Copy]:
        """The pairs of pages of equal words."""
        printed = self._printed([page for n in units.tolist() for page in self._units.pages(n)])
        none = np.empty((0, 2), dtype=np.int64)
        lots = []
        for start, end in batches((len(self._units.pages(n)) for n in units.tolist()), _LOT):
            part = units[start:end]
            pages = [tuple(printed[page] for page in self._units.pages(n)) for n in part.tolist()]
            lots.append((self._lot(part, none, self._without), pages, part.tolist()))
        return [copy for found in self._do(evidence, lots) for copy in found]

    def _printed(self, pages: list[str]) -> dict[str, Printed]:
        found = of_pages(self._d, self._rows, pages, "document", "paragraphs")
        return {page: printed_of(page, *cells) for page, cells in found.items()}

    def _do(self, work: Any, lots: Sequence[tuple[Any, ...]]) -> list[Any]:
        return do(self._place, self._engine, self._workers, work, lots)


def printed_of(page: str, document: dict[str, Any], paragraphs: list[dict[str, Any]] | None) -> Printed:
    """A page's own words, as a store puts them together from its paragraphs."""
    blocks, words, at = [], [], 0
    for block in paragraphs or ():
        if block["kind"] != "headline":
            blocks.append((at, block["start"]))
            words.append(block["text"])
            at += len(block["text"]) + 1
    credited = tuple(document["agencies"] or ())
    text = Text(page, "\n".join(words), document["headline"], document["outlet"], credited, document["published"])
    return Printed(text, tuple(blocks))


def blocks_of(count: int, pairs: I64, left: I64, right: I64, sizes: I64, close: I64, taken: float) -> I64:
    """The block of each text, by its lowest number: no text has as much of its words in another block as two groups need to be joined.

    Args:
        close: pairs of nearly equal texts, which are in one block.
    """
    needed = taken * (sizes + WORDS_OF_DOUBT) - 1e-6
    mine, other = np.append(pairs[:, 0], pairs[:, 1]), np.append(pairs[:, 1], pairs[:, 0])
    words = np.append(left, right)
    keep = words > 0
    mine, other, words = mine[keep], other[keep], words[keep]
    near = words >= needed[mine]
    block = components(count, np.append(mine[near], close[:, 0]), np.append(other[near], close[:, 1]))
    while True:
        outside = block[mine] != block[other]
        order = np.lexsort((block[other[outside]], mine[outside]))
        page, there, has = mine[outside][order], block[other[outside]][order], words[outside][order]
        starts = starts_of((page << 32) | there)
        if not len(starts):
            return block
        sums = np.add.reduceat(has, starts)
        ties = sums >= needed[page[starts]]
        if not ties.any():
            return block
        more = components(count, block[page[starts][ties]], there[starts][ties])
        block = more[block]
