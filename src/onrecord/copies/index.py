"""The index of copies: texts go in, in any order and number; clusters and pairs come out, the same whatever the order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from onrecord.copies.alignment import MIN_RUN, Runs, align, words_taken
from onrecord.copies.candidates import Postings
from onrecord.copies.furniture import apart, find_furniture, narration, words_that_count
from onrecord.copies.kinds import Side, ordered, shared_credits
from onrecord.copies.linkage import WORDS_OF_DOUBT, Tie, join
from onrecord.copies.signature import Signature, sign
from onrecord.copies.text import CopyFindings, Pair, Run, Source, Text
from onrecord.copies.words import I64, U32, Mask, Words
from onrecord.errors import RecordError

# One setting for all pages, chosen on bench/copies dev and on stronger edits of our own (docs/copies.md): .38 to .45 differ by a few pairs in 3,800.
TAKEN: Final = 0.41  # of one group's narration that another has, from which they are one source
AVERAGE: Final = 0.41  # of what the shorter of two pages could share, over all pairs of two groups
STRICT: Final = 0.5  # both, for the first clusters, which tell what is furniture
FEWEST: Final = 30  # words outside quotations by which a page is compared; with fewer, its quotations count too
NEAR: Final = 0.15  # share from which two pages of different sources are shown as a near miss
_NO_RUNS: Final = Runs(np.empty((0, 4), dtype=np.int32), np.zeros(1, dtype=np.int64))
_NONE: Final = np.empty(0, dtype=np.uint32)
_TRIED: Final = 8  # texts of the index that a new text is compared with


@dataclass(slots=True)
class Unit:
    """Texts of equal words."""

    words: Words
    fingerprint: int
    texts: list[Text] = field(default_factory=list)

    def first(self) -> Text:
        """Which stands for all: the one printed first."""
        return min(self.texts, key=lambda text: (text.published or "9999", text.id))


@dataclass(frozen=True, slots=True)
class Taken:
    """Words that count of each unit; of each pair, those of its left and its right text that the other has, in bits."""

    sizes: list[int]
    left: list[int]
    right: list[int]


class CopyIndex:
    """Texts and what they share.

    `add` takes texts as they come; `find` says what is a copy of what among all that were added. Pairs compared once are not compared again.
    """

    def __init__(self) -> None:
        self._units: list[Unit] = []
        self._by_fingerprint: dict[int, int] = {}
        self._ids: set[str] = set()
        self._postings = Postings()
        self._known: I64 = np.empty((0, 2), dtype=np.int64)
        self._known_runs = _NO_RUNS
        self._pairs, self._runs = self._known, _NO_RUNS
        self._leaders: I64 = np.empty(0, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, texts: Iterable[Text], signatures: Iterable[Signature] | None = None) -> None:
        """Add texts.

        Args:
            texts: each with an id of its own.
            signatures: of the texts, in their order, where they are at hand: then no body is read.

        Raises:
            RecordError: an id was added before.
        """
        texts = list(texts)
        signed = sign([text.body for text in texts]) if signatures is None else signatures
        for text, signature in zip(texts, signed, strict=True):
            if text.id in self._ids:
                raise RecordError(text.id, "was added to the index before", "give each capture an id of its own")
            self._ids.add(text.id)
            self._unit_of(signature).texts.append(text)

    def find(self) -> CopyFindings:
        """Clusters, pairs and near misses among all texts."""
        fingerprints = np.array([unit.fingerprint for unit in self._units], dtype=np.int64)
        self._compare(fingerprints)
        all_words = [whole_narration(unit.words) for unit in self._units]
        taken = self._taken(all_words)
        first = cluster(self._pairs, taken, self._leaders, fingerprints, taken=STRICT, average=STRICT)
        furniture = find_furniture(self._postings.entries(), apart(first, taken.sizes, taken_within(self._pairs, first, taken)))
        furnished = self._postings.holding(furniture)
        counted = [words_that_count(unit.words, furniture if n in furnished else _NONE) for n, unit in enumerate(self._units)]
        told = [narration(unit.words, counts, fewest=FEWEST) for unit, counts in zip(self._units, counted, strict=True)]
        if len(furniture):  # what met by it alone meets no more, nor does one text stand for another by it
            self._compare(fingerprints, furniture)
        taken = self._taken(told)
        clusters = cluster(self._pairs, taken, self._leaders, fingerprints, taken=TAKEN, average=AVERAGE)
        pairs = sorted(shown(self._units, self._pairs, self._runs, taken, clusters), key=lambda pair: (pair.document, pair.of))
        return CopyFindings(self._clusters_of_texts(taken.sizes, clusters), tuple(pairs), self._furniture(counted, pairs))

    def find_source(self, body: str) -> Source | None:
        """The text of the index that a new text copies most of, or that is copied most by it; None where there is none.

        The new text is not added. Furniture counts here, as it takes all texts to tell it.
        """
        signature = sign([body])[0]
        words = signature.words
        known = self._by_fingerprint.get(signature.fingerprint)
        if known is not None and len(words):
            return Source(self._units[known].first().id, 1.0, equal=True)
        numbers, counts = self._postings.meetings(words)
        fingerprints = np.array([self._units[n].fingerprint for n in numbers.tolist()], dtype=np.int64)
        tried = numbers[np.lexsort((fingerprints, -counts))[:_TRIED]]
        texts = [words, *(self._units[n].words for n in tried.tolist())]
        pairs = np.array([[0, i + 1] for i in range(len(tried))], dtype=np.int64).reshape(-1, 2)
        told = [whole_narration(text) for text in texts]
        runs = align(texts, pairs)
        found = []
        for (_, i), mine, theirs in zip(pairs.tolist(), words_taken(runs, pairs, 0, told), words_taken(runs, pairs, 1, told), strict=True):
            sizes = int(told[0].sum()), int(told[i].sum())
            shared, size = (mine.bit_count(), sizes[0]) if sizes[0] <= sizes[1] else (theirs.bit_count(), sizes[1])
            if shared / (size + WORDS_OF_DOUBT) >= TAKEN:
                found.append((-shared / size, -shared, self._units[int(tried[i - 1])].first().id))
        return Source(min(found)[2], -min(found)[0], equal=False) if found else None

    def _unit_of(self, signature: Signature) -> Unit:
        """The unit of the texts that have these words; a new one where there is none. A text without words is alone."""
        fingerprint = signature.fingerprint
        at = self._by_fingerprint.get(fingerprint)
        if at is None or not len(signature.words):
            at = self._by_fingerprint[fingerprint] = len(self._units)
            self._units.append(Unit(signature.words, fingerprint))
            self._postings.add(signature.words)
        return self._units[at]

    def _compare(self, fingerprints: I64, without: U32 | None = None) -> None:
        """Compare the pairs that may share something, those alone that were not compared before."""
        candidates = self._postings.candidates(fingerprints, without)
        pairs = candidates.pairs
        known = (self._known[:, 0] << 32) | self._known[:, 1]
        asked = (pairs[:, 0] << 32) | pairs[:, 1]
        new = ~np.isin(asked, known)
        runs = aligned([unit.words for unit in self._units], pairs[new], fingerprints)
        if without is None:  # pairs that are asked for no more are forgotten here
            place = np.empty(len(pairs), dtype=np.int64)
            place[~new] = np.searchsorted(known, asked[~new])
            place[new] = len(known) + np.arange(int(new.sum()))
            self._known, self._known_runs = pairs, _picked(self._known_runs, runs, place)
            self._runs = self._known_runs
        else:
            both = np.concatenate([known, asked[new]])
            order = np.argsort(both, kind="stable")
            self._known, self._known_runs = np.stack([both[order] >> 32, both[order] & 0xFFFFFFFF], axis=1), _picked(self._known_runs, runs, order)
            self._runs = _picked(self._known_runs, _NO_RUNS, np.searchsorted(both[order], asked))
        self._pairs, self._leaders = pairs, candidates.leaders

    def _taken(self, told: Sequence[Mask]) -> Taken:
        left, right = (words_taken(self._runs, self._pairs, side, told) for side in (0, 1))
        return Taken([int(mask.sum()) for mask in told], left, right)

    def _clusters_of_texts(self, sizes: Sequence[int], clusters: Sequence[int]) -> tuple[tuple[str, ...], ...]:
        groups: dict[object, list[str]] = {}
        for unit, size, cluster in zip(self._units, sizes, clusters, strict=True):
            enough = size >= MIN_RUN  # a few equal words are no copy: "Page not found"
            for text in unit.texts:
                groups.setdefault(cluster if enough else text.id, []).append(text.id)
        return tuple(sorted(tuple(sorted(group)) for group in groups.values()))

    def _furniture(self, counted: Sequence[Mask], pairs: Sequence[Pair]) -> dict[str, tuple[tuple[int, int], ...]]:
        shown = {name for pair in pairs for name in (pair.document, pair.of)}
        return {
            text.id: tuple(zip(*(ranges(~counts)), strict=True))
            for unit, counts in zip(self._units, counted, strict=True)
            for text in unit.texts
            if text.id in shown and not counts.all()
        }


def aligned(texts: Sequence[Words], pairs: I64, fingerprints: I64) -> Runs:
    """The runs of pairs. Of two texts it matters which is searched in the other: it is the shorter one, whichever came first."""
    sizes = np.array([len(words) for words in texts], dtype=np.int64)
    left, right = pairs.T
    turned = (sizes[left] > sizes[right]) | ((sizes[left] == sizes[right]) & (fingerprints[left] > fingerprints[right]))
    runs = align(texts, np.where(turned[:, None], pairs[:, ::-1], pairs))
    back = np.repeat(turned, np.diff(runs.cuts))
    return Runs(np.where(back[:, None], runs.spans[:, [2, 3, 0, 1]], runs.spans), runs.cuts)


def taken_within(pairs: I64, clusters: Sequence[int], words: Taken) -> list[int]:
    """How many words of each unit another of its cluster has."""
    found = [0] * len(clusters)
    for (a, b), left, right in zip(pairs.tolist(), words.left, words.right, strict=True):
        if clusters[a] == clusters[b]:
            found[a] |= left
            found[b] |= right
    return [taken.bit_count() for taken in found]


def cluster(pairs: I64, words: Taken, leaders: I64, fingerprints: I64, *, taken: float, average: float) -> list[int]:
    """The cluster of each unit, by the words that count. One that another stands for follows it, if what counts is the other's too."""
    count = len(words.sizes)
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(fingerprints, kind="stable")] = np.arange(count)
    sizes, weights = [0] * count, [0] * count
    for r, size, leader in zip(rank.tolist(), words.sizes, leaders.tolist(), strict=True):
        sizes[r] = size
        weights[int(rank[leader])] += 1
    follows = leaders != np.arange(count)
    ties = []
    followers: dict[int, int] = {}
    for (a, b), left, right in zip(pairs.tolist(), words.left, words.right, strict=True):
        if follows[a] or follows[b]:
            follower, mine = (a, left) if follows[a] and leaders[a] == b else (b, right)
            if mine.bit_count() >= taken * (words.sizes[follower] + WORDS_OF_DOUBT):
                followers[follower] = int(leaders[follower])
        elif left or right:
            x, y = int(rank[a]), int(rank[b])
            ties.append(Tie(x, y, left, right) if x < y else Tie(y, x, right, left))
    ties.sort(key=lambda tie: (tie.left, tie.right))
    by_rank = join(sizes, ties, taken=taken, average=average, weights=weights)
    clusters = [by_rank[r] for r in rank.tolist()]
    for follower, leader in followers.items():
        clusters[follower] = clusters[leader]
    return clusters


def shown(units: Sequence[Unit], pairs: I64, runs: Runs, words: Taken, clusters: Sequence[int]) -> Iterator[Pair]:
    """The pairs worth showing."""
    for i, ((a, b), left, right) in enumerate(zip(pairs.tolist(), words.left, words.right, strict=True)):
        sizes = words.sizes[a], words.sizes[b]
        shared = left.bit_count() if sizes[0] <= sizes[1] else right.bit_count()
        one_source = clusters[a] == clusters[b]
        if not (left or right) or (not one_source and shared < NEAR * (min(sizes) + WORDS_OF_DOUBT)):
            continue
        sides = [Side(units[n].first(), units[n].words, size, taken.bit_count()) for n, size, taken in zip((a, b), sizes, (left, right), strict=True)]
        document, of, kind = ordered(*sides, one_source=one_source)
        spans = runs.of(i)[:, [0, 1, 2, 3] if document is sides[0] else [2, 3, 0, 1]]
        cited = tuple(sorted((Run(*span) for span in spans.tolist()), key=lambda run: (run.start, run.of_start)))
        yield Pair(document.text.id, of.text.id, kind, document.share, document.taken, shared_credits(document.text, of.text), cited)
    for unit, size in zip(units, words.sizes, strict=True):
        if len(unit.texts) > 1 and size >= MIN_RUN:
            first = unit.first()
            for text in unit.texts:
                if text is not first:
                    yield Pair(text.id, first.id, "copy", 1.0, size, shared_credits(text, first), (), equal=True)


def find_copies(texts: Iterable[Text]) -> CopyFindings:
    """What is a copy of what among some texts, which may come in any order.

    Raises:
        RecordError: two texts have one id.
    """
    index = CopyIndex()
    index.add(texts)
    return index.find()


def whole_narration(words: Words) -> Mask:
    """The words that a text is compared by, before it is known what is furniture."""
    return narration(words, np.ones(len(words), dtype=np.bool_), fewest=FEWEST)


def ranges(mask: Mask) -> tuple[list[int], list[int]]:
    """Where the true stretches of a mask start and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return edges[::2].tolist(), edges[1::2].tolist()


def _picked(before: Runs, new: Runs, place: I64) -> Runs:
    """Runs of the pairs at `place`, counted through those known before and the new ones."""
    spans = np.concatenate([before.spans, new.spans])
    starts = np.concatenate([before.cuts[:-1], new.cuts[:-1] + len(before.spans)])
    sizes = np.concatenate([np.diff(before.cuts), np.diff(new.cuts)])[place]
    cuts = np.append(0, np.cumsum(sizes))
    at = np.repeat(starts[place] - cuts[:-1], sizes) + np.arange(int(cuts[-1]))
    return Runs(spans[at], cuts)
