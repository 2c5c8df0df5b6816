"""Shares with their intervals: of one stratum, and of several that were sampled unequally, re-weighted to the store.

Of one stratum the interval is exact: how many rows may be wrong, if so many of so many were seen to be (Buonaccorsi). Of several it is Clopper and
Pearson's at the effective size of the sample (Kish), as Korn and Graubard have it, a row wider on each side, never narrower than what one stratum
alone leaves open, and never beyond what was seen to be wrong and what was not looked at. By itself theirs falls to 80 % where all rows but a few were
judged: an effective size knows no last row, which is wrong or is not. As it is here it holds the truth with 95 % or more in all designs of
`tests/audit` (counted out exactly) and of `python -m benchmarks audit` (drawn), from one stratum to ten, judged in part or nearly whole, even or not.

Sources: Buonaccorsi 1987, The American Statistician 41:215; Clopper and Pearson 1934, Biometrika 26:404; Kish 1965, Survey Sampling; Korn and
Graubard 1998, Survey Methodology 24:193.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_ALPHA: Final = 0.05
_NOTHING: Final = 1e-18
_STEPS: Final = 60  # of a bisection: to within 1e-18
_TERMS: Final = 300  # of the continued fraction


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rows of one kind, settled or not: how many there are, how many were judged, how many of these are wrong."""

    rows: int
    judged: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the interval that holds it with 95 %; `rate` None: nothing was judged."""

    rate: float | None
    low: float
    high: float


def share_of(wrong: float, judged: float) -> Share:
    """Clopper and Pearson's interval; both may be no whole numbers, as those of an effective size are."""
    if judged <= 0:
        return Share(None, 0.0, 1.0)
    low = 0.0 if wrong <= 0 else _quantile(_ALPHA / 2, wrong, judged - wrong + 1)
    high = 1.0 if wrong >= judged else _quantile(1 - _ALPHA / 2, wrong + 1, judged - wrong)
    return Share(wrong / judged, low, high)


def stratified(strata: Sequence[Stratum]) -> Share:
    """The share of all rows of some strata that is wrong, each stratum weighing as many rows as it has.

    A stratum of which nothing was judged weighs nothing, and widens the interval by what it may hold.
    """
    known = [s for s in strata if s.judged > 0 and s.rows > 0]
    total = sum(s.rows for s in known)
    if not total:
        return Share(None, 0.0, 1.0)
    rate = sum(s.rows / total * s.wrong / s.judged for s in known)
    fewest, most = _wrong_in(known)
    low, high = min(fewest / total, rate), max(most / total, rate)
    unknown = sum(s.rows for s in strata if s.judged == 0)
    heard = total / (total + unknown)
    return Share(rate, low * heard, high * heard + (1 - heard))


def _wrong_in(strata: Sequence[Stratum]) -> tuple[float, float]:
    """How many rows of some strata may be wrong, at least and at most; what was judged whole is known."""
    told = sum(s.rows * s.wrong / s.judged for s in strata)
    sampled = [s for s in strata if s.judged < s.rows]
    fewest = most = told
    for one in sampled:
        estimate = one.rows * one.wrong / one.judged
        least, largest = wrong_of(one.rows, one.judged, one.wrong)
        fewest, most = min(fewest, told - estimate + least), max(most, told - estimate + largest)
    if len(sampled) > 1:
        total = sum(s.rows for s in strata)
        # What was judged in large part is surer than so many rows of an endless store.
        spread = sum((s.rows / total) ** 2 * (1 - s.judged / s.rows) / s.judged for s in sampled)
        found = share_of(told / total / spread, 1 / spread)
        # A row more, since rows are counted and the effective size is not: of many small parts half a row is too little.
        fewest, most = min(fewest, total * found.low - 1), max(most, total * found.high + 1)
    seen = sum(s.wrong for s in strata)
    return max(fewest, seen), min(most, seen + sum(s.rows - s.judged for s in sampled))


@lru_cache(maxsize=4_096)
def wrong_of(rows: int, judged: int, wrong: int) -> tuple[int, int]:
    """How many of the rows of one stratum may be wrong, at least and at most: the exact interval of a draw without putting back.

    Source: Buonaccorsi 1987, The American Statistician 41:215.
    """
    return rows - _most_of(rows, judged, judged - wrong), _most_of(rows, judged, wrong)


def _most_of(rows: int, judged: int, wrong: int) -> int:
    """The largest number of wrong rows of which it is not too unlikely that no more than these were seen."""
    low, high = wrong, rows - judged + wrong
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(rows, middle, judged, wrong) > _ALPHA / 2:
            low = middle
        else:
            high = middle - 1
    return low


def _at_most(rows: int, bad: int, judged: int, wrong: int) -> float:
    """How likely no more than `wrong` of the `bad` rows are among those judged, by the hypergeometric distribution.

    It is added up from the likeliest number, or from `wrong` where that is less: there it never vanishes while the sum does not.
    """
    start = min(wrong, (judged + 1) * (bad + 1) // (rows + 2))
    first = math.exp(_choices(bad, start) + _choices(rows - bad, judged - start) - _choices(rows, judged))
    found, chance = first, first
    for n in range(start, max(0, judged - rows + bad), -1):
        chance *= n * (rows - bad - judged + n) / ((bad - n + 1) * (judged - n + 1))
        found += chance
        if chance < _NOTHING:
            break
    chance = first
    for n in range(start + 1, wrong + 1):
        chance *= (bad - n + 1) * (judged - n + 1) / (n * (rows - bad - judged + n))
        found += chance
        if chance < _NOTHING:
            break
    return found


def _choices(of: int, some: int) -> float:
    """The logarithm of the number of ways to choose some."""
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)


def kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float | None]:
    """The share of pairs of judgements that agree, and Cohen's kappa; None where chance alone would make them agree.

    Source: Cohen 1960, Educational and Psychological Measurement 20:37.
    """
    if not pairs:
        return 0.0, None
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    values = {value for pair in pairs for value in pair}
    chance = sum((sum(a == v for a, _ in pairs) / len(pairs)) * (sum(b == v for _, b in pairs) / len(pairs)) for v in values)
    return agreed, None if math.isclose(chance, 1.0) else (agreed - chance) / (1 - chance)


def _quantile(p: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if beta(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (Lentz).

    Source: DLMF 8.17.22.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            found *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * found


def _away(value: float) -> float:
    """Not quite zero."""
    return value if abs(value) > 1e-300 else 1e-300
