"""From pairs to clusters: the pages whose narration is one text.

Two groups of pages are joined on two conditions. Much of one group's narration stands in the other's pages, taken together: the head and the tail
of a report, printed apart, share nothing with each other and everything with the whole. And their pages, on average, share what the shorter one has:
so a digest of several reports, or a page with its own top over agency background, cannot chain them together. Few words decide nothing: each page
is taken to have WORDS_OF_DOUBT words more than it has, which nobody shares. What has most evidence joins first.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WORDS_OF_DOUBT: Final = 5
PARTS: Final = 0.35  # how much a pair of short pages counts for the average, at least
CROWD: Final = 40  # pages of two groups from which not every pair was compared: only those that were then count for the average


class Tie(NamedTuple):
    """What two pages have of each other: in bits, a bit a word that counts."""

    left: int
    right: int
    left_words: int
    right_words: int


@dataclass(slots=True)  # not frozen: there are millions, and a frozen one takes four times as long to make
class _Bond:
    """What two groups have of each other.

    mine, theirs: by page the words that the other group has.
    mine_sum, theirs_sum: how many these are, over all pages that each page stands for.
    shared, compared: words, summed over the pairs of pages that have a tie.
    """

    mine: dict[int, int]
    theirs: dict[int, int]
    mine_sum: int
    theirs_sum: int
    shared: int
    compared: int

    def turned(self) -> "_Bond":
        return _Bond(self.theirs, self.mine, self.theirs_sum, self.mine_sum, self.shared, self.compared)

    def with_(self, other: "_Bond", weights: Sequence[int]) -> "_Bond":
        """The bond of two groups together with a third."""
        theirs = dict(self.theirs)
        for page, words in other.theirs.items():
            theirs[page] = theirs.get(page, 0) | words
        theirs_sum = sum([words.bit_count() * weights[page] for page, words in theirs.items()])
        mine_sum = self.mine_sum + other.mine_sum
        return _Bond(self.mine | other.mine, theirs, mine_sum, theirs_sum, self.shared + other.shared, self.compared + other.compared)


def join(sizes: Sequence[int], ties: Iterable[Tie], *, taken: float, average: float, weights: Sequence[int] | None = None) -> list[int]:
    """The cluster of each page, as the number of its first page.

    Args:
        sizes: words of each page that count.
        ties: each pair that shares something, once; a pair without a tie shares nothing. Pages' numbers decide between equals, so they must not
            depend on the order in which pages came.
        taken: share of one group that the other has, from which they are joined.
        average: share over all their pairs from which they are joined.
        weights: how many pages each stands for; None: one.
    """
    groups = _Groups(sizes, ties, taken, average, weights if weights is not None else [1] * len(sizes))
    groups.join()
    found = list(range(len(sizes)))
    for group in groups.members.values():
        first = min(group)
        for page in group:
            found[page] = first
    return found


class _Groups:
    def __init__(self, sizes: Sequence[int], ties: Iterable[Tie], taken: float, average: float, weights: Sequence[int]) -> None:
        self._sizes, self._taken, self._average, self._weights = sizes, taken, average, weights
        self.members: dict[int, list[int]] = {}
        self._bonds: dict[int, dict[int, _Bond]] = {}
        for tie in _that_matter(list(ties), sizes, taken):
            a, b = tie.left, tie.right
            shorter = tie.left_words if sizes[a] <= sizes[b] else tie.right_words
            times = weights[a] * weights[b]
            sums = tie.left_words.bit_count() * weights[a], tie.right_words.bit_count() * weights[b]
            bond = _Bond({a: tie.left_words}, {b: tie.right_words}, *sums, shorter.bit_count() * times, min(sizes[a], sizes[b]) * times)
            self._bonds.setdefault(a, {})[b] = bond
            self._bonds.setdefault(b, {})[a] = bond.turned()
            self.members[a], self.members[b] = [a], [b]
        self._total = {page: (sizes[page] + WORDS_OF_DOUBT) * weights[page] for page in self.members}
        self._age = dict.fromkeys(self.members, 0)
        self._heap: list[tuple[float, int, int, int, int, int]] = []

    def join(self) -> None:
        for a, others in self._bonds.items():
            for b in others:
                if a < b:
                    self._propose(a, b)
        while self._heap:
            _, _, a, b, age_a, age_b = heapq.heappop(self._heap)
            if self._age.get(a) == age_a and self._age.get(b) == age_b:
                self._merge(a, b)

    def _propose(self, a: int, b: int) -> None:
        a, b = min(a, b), max(a, b)
        bond = self._bonds[a][b]
        share = max(bond.mine_sum / self._total[a], bond.theirs_sum / self._total[b])
        if share >= self._taken and bond.shared >= self._average * (self._compared(a, b, bond) + WORDS_OF_DOUBT):
            heapq.heappush(self._heap, (-share, -bond.shared, a, b, self._age[a], self._age[b]))

    def _compared(self, a: int, b: int, bond: _Bond) -> float:
        """Words compared between two groups: of each pair of pages, those of the shorter; fewer where both are short beside the fullest page.

        Two parts of one report may be of different paragraphs. Two pages as full as any that share little are two reports.
        """
        left, right = self.members[a], self.members[b]
        if len(left) + len(right) > CROWD:
            return bond.compared
        sizes, weights = self._sizes, self._weights
        fullest = max(max(sizes[x] for x in left), max(sizes[y] for y in right), 1)
        total = 0.0
        for x in left:
            for y in right:
                less, more = (sizes[x], sizes[y]) if sizes[x] <= sizes[y] else (sizes[y], sizes[x])
                total += less * max(more / fullest, PARTS) * weights[x] * weights[y]
        return total

    def _merge(self, a: int, b: int) -> None:
        """Group b becomes part of group a."""
        kept, gone = self._bonds[a], self._bonds.pop(b)
        del kept[b], gone[a]
        self.members[a] += self.members.pop(b)
        self._total[a] += self._total.pop(b)
        self._age[a] += 1
        del self._age[b]
        for other, bond in gone.items():
            kept[other] = kept[other].with_(bond, self._weights) if other in kept else bond
            self._bonds[other].pop(b)
            self._bonds[other][a] = kept[other].turned()
        for other in kept:
            self._propose(a, other)


def _that_matter(ties: Sequence[Tie], sizes: Sequence[int], taken: float) -> Iterator[Tie]:
    """The ties of pages that may be joined with any: two that have no near page at all stay alone, whatever little they share."""
    near: set[int] = set()
    for tie in ties:
        a, b = tie.left, tie.right
        left, right = tie.left_words.bit_count(), tie.right_words.bit_count()
        if left >= taken * (sizes[a] + WORDS_OF_DOUBT) or right >= taken * (sizes[b] + WORDS_OF_DOUBT):
            near.update((a, b))
    return (tie for tie in ties if tie.left in near or tie.right in near)
