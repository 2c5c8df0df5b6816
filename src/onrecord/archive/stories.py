"""Stories, claims and deals over a whole archive; the same as a store merges of the same pages.

Pages that share names or deeds are found by a group-by of what finds them, held against each other, and fall into knots; knots are merged each by
itself (`onrecord.across`), as a store does (`onrecord.ingest.merged`). Deals go over stories, by the two sides that claims speak of.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from onrecord.across import Merger
from onrecord.across.claims import Told
from onrecord.across.deals import deals_of_pair, in_order, sides_of, with_deals
from onrecord.across.pages import SHARED, tie
from onrecord.archive.frames import of_pages
from onrecord.archive.grouping import array_of, batches, buckets, components, do
from onrecord.archive.storage import Place, library
from onrecord.copies.words import I64
from onrecord.ingest.tellings import unpack_telling
from onrecord.stories import SCHEMA, TOGETHER, Copy, Stories, Story

_LOT: Final = 20_000  # pairs of one job
_PAGES: Final = 2_000  # of knots that one job merges
_WAVE: Final = 200_000  # pairs, or pages, whose tellings are in memory at a time
_NAMES: Final = 2  # in common, by which pages are compared; one deed is enough

_Merged = tuple[Story, tuple[Told, ...]]


class StoryStep:
    """The stories of an archive."""

    def __init__(self, d: Any, place: Place, rows: Any, *, engine: str, workers: int) -> None:
        """
        Args:
            rows: the pages, as `frames.page_rows` gives them.
        """
        self._d, self._place, self._rows = d, place, rows
        self._engine, self._workers = engine, workers
        found = rows.select("page", "names").sort("page").to_arrow()
        self._pages: list[str] = found["page"].to_pylist()
        self._names: I64 = found["names"].to_numpy().astype(np.int64)

    def find(self, copies: Sequence[Copy]) -> Stories:
        """Stories, claims and deals, in the order of a store's."""
        at = {page: n for n, page in enumerate(self._pages)}
        pairs = self._tied(self._near())
        same = [(at[copy.document], at[copy.of]) for copy in copies if copy.kind in TOGETHER]
        both = np.concatenate([pairs, np.array(same, dtype=np.int64).reshape(-1, 2)])
        merged = self._merged(components(len(self._pages), both[:, 0], both[:, 1]), copies, at)
        merged.sort(key=lambda pair: (pair[0].first or "", pair[0].id))
        of_sides: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for _, told in merged:
            for t in told:
                if t.claim.of == "transfer":
                    of_sides[sides_of(t)].append(t)
        deals = in_order(deal for sides in sorted(of_sides) for deal in deals_of_pair(of_sides[sides]))
        claims = with_deals([t for _, told in merged for t in told], deals)
        return Stories(SCHEMA, tuple(copies), tuple(story for story, _ in merged), tuple(t.claim for t in claims), deals)

    def _near(self) -> I64:
        """The pairs of pages that share enough to be compared."""
        d, arrow = self._d, library("pyarrow")
        types = d.DataType
        shared = types.struct({"left": types.int64(), "right": types.int64(), "names": types.int64(), "deeds": types.int64()})

        @d.func.batch(return_dtype=shared)  # type: ignore[untyped-decorator]
        def meet(feature: Any, number: Any, own: Any) -> Any:
            features, numbers, is_own = map(array_of, (feature, number, own))
            found = shared_by(features.astype(np.int64), numbers.astype(np.int64), is_own.astype(np.bool_))
            return arrow.StructArray.from_arrays(list(found), names=["left", "right", "names", "deeds"])

        numbers = d.from_arrow(arrow.table({"page": self._pages, "number": np.arange(len(self._pages))}))
        rows = self._rows.select("page", "own", "near").join(numbers, on="page")
        own, near = (rows.select("number", d.col(name).alias("feature"), d.lit(name == "own").alias("own")) for name in ("own", "near"))
        features = own.explode("feature").concat(near.explode("feature")).where(d.col("feature").not_null()).collect()
        count = buckets(features.count_rows())
        grouped = features.with_column("bucket", d.col("feature") % count).groupby("bucket")
        met = grouped.map_groups(meet(d.col("feature"), d.col("number"), d.col("own")).alias("met")).select(d.col("met").unnest())
        sums = [d.col(name).sum().alias(name) for name in ("names", "deeds")]
        found = met.groupby("left", "right").agg(*sums).where((d.col("deeds") > 0) | (d.col("names") >= _NAMES)).to_arrow()
        left, right, names, deeds = (found[name].to_numpy().astype(np.int64) for name in ("left", "right", "names", "deeds"))
        enough = (deeds > 0) | (names >= SHARED * np.minimum(self._names[left], self._names[right]))
        order = np.lexsort((right[enough], left[enough]))
        return np.stack([left[enough][order], right[enough][order]], axis=1)

    def _tied(self, pairs: I64) -> I64:
        """Those of some pairs of pages that are tied."""
        tied = []
        for at in range(0, len(pairs), _WAVE):
            wave = pairs[at : at + _WAVE]
            tellings = self._tellings(np.unique(wave))
            lots = []
            for start in range(0, len(wave), _LOT):
                part = wave[start : start + _LOT]
                numbers = np.unique(part)
                lots.append(([tellings[n] for n in numbers.tolist()], np.searchsorted(numbers, part)))
            yes = np.array([one for found in self._do(are_tied, lots) for one in found], dtype=np.bool_)
            tied.append(wave[yes])
        return np.concatenate(tied) if tied else np.empty((0, 2), dtype=np.int64)

    def _merged(self, knots: I64, copies: Sequence[Copy], at: dict[str, int]) -> list[_Merged]:
        order = np.argsort(knots, kind="stable")
        sizes = np.unique(knots, return_counts=True)[1].tolist() if len(knots) else []
        of_knot: dict[int, list[Copy]] = defaultdict(list)
        for copy in copies:
            if knots[at[copy.document]] == knots[at[copy.of]]:
                of_knot[int(knots[at[copy.document]])].append(replace(copy, evidence=()))
        merged: list[_Merged] = []
        ends = np.append(0, np.cumsum(sizes)).astype(np.int64)
        for first, last in batches(sizes, _WAVE):
            tellings = self._tellings(order[ends[first] : ends[last]])
            lots = []
            for start, end in batches(sizes[first:last], _PAGES):
                lot = [order[ends[knot] : ends[knot + 1]].tolist() for knot in range(first + start, first + end)]
                lots.append(([([tellings[n] for n in pages], of_knot.get(int(knots[pages[0]]), [])) for pages in lot],))
            merged += [one for found in self._do(merge_knots, lots) for one in found]
        return merged

    def _tellings(self, numbers: I64) -> dict[int, bytes]:
        pages = {self._pages[n]: n for n in numbers.tolist()}
        found = of_pages(self._d, self._rows, list(pages), "telling")
        return {pages[page]: bytes(cells[0]) for page, cells in found.items()}

    def _do(self, work: Any, lots: Sequence[tuple[Any, ...]]) -> list[Any]:
        return do(self._place, self._engine, self._workers, work, lots)


def shared_by(features: I64, numbers: I64, own: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[I64, I64, I64, I64]:
    """The pairs of pages that share features, with how many names (even) and deeds (odd) each shares.

    Args:
        features, numbers, own: of each entry the feature, the page, and whether the page has it or looks for others by it.
    """
    has, asks = np.flatnonzero(own), np.flatnonzero(~own)
    has = has[np.argsort(features[has], kind="stable")]
    low, high = (np.searchsorted(features[has], features[asks], side=side) for side in ("left", "right"))
    sizes = high - low
    asked = np.repeat(asks, sizes)
    offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    left, right = numbers[asked], numbers[has[np.repeat(low, sizes) + offsets]]
    once = left < right  # each finds the other
    left, right, deed = left[once], right[once], (features[asked][once] & 1).astype(np.int64)
    pairs, at = np.unique((left << 32) | right, return_inverse=True)
    deeds = np.bincount(at, weights=deed, minlength=len(pairs)).astype(np.int64)
    counts = np.bincount(at, minlength=len(pairs)).astype(np.int64)
    return pairs >> 32, pairs & 0xFFFFFFFF, counts - deeds, deeds


def are_tied(tellings: Sequence[bytes], pairs: I64) -> list[bool]:
    """Whether the pages of each pair are tied."""
    pages = [unpack_telling(telling) for telling in tellings]
    return [tie(pages[a], pages[b]) > 0 for a, b in pairs.tolist()]


def merge_knots(knots: Sequence[tuple[Sequence[bytes], Sequence[Copy]]]) -> list[_Merged]:
    """The stories of some knots, each with its claims; the deeds are kept of those that deals are made of.

    Args:
        knots: of each the tellings of its pages, and the copies among them.
    """
    return [merged for tellings, copies in knots for merged in _merge(tellings, copies)]


def _merge(tellings: Sequence[bytes], copies: Sequence[Copy]) -> list[_Merged]:
    merger = Merger()
    for telling in tellings:
        merger.add(unpack_telling(telling))
    for copy in copies:
        merger.add_copy(copy)
    stories = merger.stories()
    told = merger.told()
    of_story: dict[str, list[Told]] = defaultdict(list)
    for claim in stories.claims:
        one = told[claim.id]
        of_story[claim.story].append(one if claim.of == "transfer" else replace(one, deeds=()))
    return [(story, tuple(of_story[story.id])) for story in stories.stories]
