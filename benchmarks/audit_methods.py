"""Which interval an audit should give: ways of making one, over the designs that an audit may have.

A design is how many rows each part of a store has and how many of each are judged; errors are planted at 5 and 20 %, evenly, or more often in
every second part, as among the unsettled. What counts is the design in which a way holds the truth least often: an auditor does not choose the
store.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from random import Random

from onrecord.audit.intervals import Share, Stratum, share_of, stratified

DESIGNS = {
    "even": ([100] * 10, 10),
    "uneven": ([600, 40, 150, 60, 900, 30, 350, 20, 80, 10], 10),
    "small kind": ([120, 15], 10),
    "one kind": ([300, 100], 10),
    "lone part": ([400], 20),
    "all but one": ([10], 9),
    "all but two": ([22], 20),
    "all but two of each part": ([22, 22], 20),
    "all but one of each of five": ([10] * 5, 9),
}
RATES = ((0.05, 0.05), (0.2, 0.2), (0.03, 0.12), (0.15, 0.45))  # of every first and every second part
_Z = 1.959964


def compared(runs: int) -> Iterator[tuple[str, float, float]]:
    """Of each way its name, the least share of runs of one design in which it holds the truth, and its mean width."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    random = Random(5)
    for sizes, judged in DESIGNS.values():
        for rates in RATES:
            held, width = dict.fromkeys(WAYS, 0), dict.fromkeys(WAYS, 0.0)
            for _ in range(runs):
                strata, truth = _sampled(sizes, judged, rates, random)
                for name, way in WAYS.items():
                    share = way(strata)
                    held[name] += share.low - 1e-9 <= truth <= share.high + 1e-9
                    width[name] += share.high - share.low
            for name in WAYS:
                found[name].append((held[name] / runs, width[name] / runs))
    for name, pairs in found.items():
        yield name, min(covered for covered, _ in pairs), sum(wide for _, wide in pairs) / len(pairs)


def _sampled(sizes: Sequence[int], judged: int, rates: Sequence[float], random: Random) -> tuple[list[Stratum], float]:
    strata, wrong = [], 0
    for at, size in enumerate(sizes):
        expected = rates[at % 2] * size
        bad = int(expected) + (random.random() < expected - int(expected))
        drawn = min(judged, size)
        strata.append(Stratum(size, drawn, sum(one < bad for one in random.sample(range(size), drawn))))
        wrong += bad
    return strata, wrong / sum(sizes)


def _rate(strata: Sequence[Stratum]) -> tuple[float, list[float]]:
    total = sum(s.rows for s in strata)
    weights = [s.rows / total for s in strata]
    return sum(w * s.wrong / s.judged for w, s in zip(weights, strata, strict=True)), weights


def _normal(strata: Sequence[Stratum]) -> Share:
    rate, weights = _rate(strata)
    spread = sum(w * w * (s.wrong / s.judged) * (1 - s.wrong / s.judged) / s.judged for w, s in zip(weights, strata, strict=True))
    return Share(rate, rate - _Z * math.sqrt(spread), rate + _Z * math.sqrt(spread))


def _wilson(wrong: float, judged: float) -> Share:
    rate, wide = wrong / judged, 1 + _Z * _Z / judged
    middle = (rate + _Z * _Z / (2 * judged)) / wide
    half = _Z * math.sqrt(rate * (1 - rate) / judged + _Z * _Z / (4 * judged * judged)) / wide
    return Share(rate, max(middle - half, 0.0), min(middle + half, 1.0))


def _kish(strata: Sequence[Stratum], interval: Callable[[float, float], Share]) -> Share:
    rate, weights = _rate(strata)
    effective = 1 / sum(w * w / s.judged for w, s in zip(weights, strata, strict=True))
    return interval(rate * effective, effective)


def _korn_graubard(strata: Sequence[Stratum]) -> Share:
    """Clopper and Pearson's at the effective size, in which what was judged in large part counts for more."""
    rate, weights = _rate(strata)
    spread = sum(w * w * (1 - s.judged / s.rows) / s.judged for w, s in zip(weights, strata, strict=True))
    return share_of(rate / spread, 1 / spread) if spread else Share(rate, rate, rate)


def _combined(strata: Sequence[Stratum], interval: Callable[[float, float], Share]) -> Share:
    """Intervals of the parts put together by their distances from the rate (Yan and Su 2010, with Wilson's)."""
    rate, weights = _rate(strata)
    parts = [(w, s.wrong / s.judged, interval(s.wrong, s.judged)) for w, s in zip(weights, strata, strict=True)]
    below = math.sqrt(sum((w * (p - share.low)) ** 2 for w, p, share in parts))
    above = math.sqrt(sum((w * (share.high - p)) ** 2 for w, p, share in parts))
    return Share(rate, max(rate - below, 0.0), min(rate + above, 1.0))


WAYS: dict[str, Callable[[Sequence[Stratum]], Share]] = {
    "ours: exact, of several parts Clopper-Pearson at the effective size": stratified,
    "Clopper-Pearson at the effective size alone": _korn_graubard,
    "Wilson at the effective size": lambda strata: _kish(strata, _wilson),
    "Yan and Su's stratified Wilson": lambda strata: _combined(strata, _wilson),
    "the same with Clopper-Pearson": lambda strata: _combined(strata, share_of),
    "normal": _normal,
}
