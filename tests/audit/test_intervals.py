"""The intervals of an audit hold the truth as often as they say."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.audit.intervals import Share, Stratum, beta, kappa, share_of, stratified


@pytest.mark.parametrize(
    ("wrong", "judged", "low", "high"),
    # Of Clopper and Pearson's tables.
    [
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (2, 20, 0.0123, 0.3170),
        (5, 100, 0.0164, 0.1128),
        (20, 100, 0.1267, 0.2918),
        (10, 10, 0.6915, 1.0),
    ],
)
def test_the_interval_of_one_stratum_is_clopper_and_pearsons(wrong: int, judged: int, low: float, high: float) -> None:
    found = share_of(wrong, judged)
    assert (found.rate, found.low, found.high) == (wrong / judged, pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@pytest.mark.parametrize(
    ("rows", "judged", "wrong", "low", "high"),
    # Rows that may be wrong: of a whole number of rows, and never fewer than were seen, nor more than those and all that were not.
    [
        (10, 9, 0, 0, 1),
        (10, 9, 1, 1, 2),
        (10, 9, 9, 9, 10),
        (22, 20, 0, 0, 1),
        (100, 90, 0, 0, 1),
        (400, 20, 0, 0, 65),
        (1000, 999, 1, 1, 1.001001),  # the rate itself lies above the one row that is likely
        (20_000, 10_000, 5_000, 9_861, 10_139),
        (10_000_000, 100, 3, 62_296, 851_752),  # of so many it is Clopper and Pearson's
    ],
)
def test_the_interval_of_a_stratum_counts_whole_rows(rows: int, judged: int, wrong: int, low: float, high: float) -> None:
    found = stratified([Stratum(rows, judged, wrong)])
    assert (rows * found.low, rows * found.high) == (pytest.approx(low, rel=1e-4), pytest.approx(high, rel=1e-4))


def _chances(rows: int, bad: int, judged: int) -> dict[int, float]:
    """How likely so many of the wrong rows are among those judged."""
    seen = range(max(0, judged - (rows - bad)), min(bad, judged) + 1)
    return {n: math.comb(bad, n) * math.comb(rows - bad, judged - n) / math.comb(rows, judged) for n in seen}


@pytest.mark.parametrize(
    "design",
    [
        [(5, 4)], [(10, 9)], [(22, 20)], [(25, 23)], [(30, 20)], [(100, 90)], [(60, 12)],
        [(10, 9), (10, 9)], [(22, 20), (5, 4)], [(10, 9), (22, 22)], [(12, 8), (10, 9)], [(5, 4), (5, 4), (5, 4)],
    ],
    ids=str,
)  # fmt: skip
def test_the_interval_holds_the_truth_however_much_was_judged(design: list[tuple[int, int]]) -> None:
    """Exactly, over every number of wrong rows and everything that may be seen of them."""
    known: dict[tuple[int, ...], Share] = {}
    for bad in product(*(range(rows + 1) for rows, _ in design)):
        truth = sum(bad) / sum(rows for rows, _ in design)
        held = 0.0
        for seen in product(*(_chances(rows, n, judged).items() for (rows, judged), n in zip(design, bad, strict=True))):
            wrong = tuple(n for n, _ in seen)
            if wrong not in known:
                known[wrong] = stratified([Stratum(rows, judged, n) for (rows, judged), n in zip(design, wrong, strict=True)])
            held += math.prod(chance for _, chance in seen) * (known[wrong].low - 1e-9 <= truth <= known[wrong].high + 1e-9)
        assert held >= 0.95 - 1e-9, bad


@pytest.mark.parametrize(("x", "a", "b", "value"), [(0.5, 2, 2, 0.5), (0.25, 1, 3, 0.578125), (0.9, 5, 1.5, 0.77617), (0, 2, 3, 0), (1, 2, 3, 1)])
def test_the_incomplete_beta_function(x: float, a: float, b: float, value: float) -> None:
    assert beta(x, a, b) == pytest.approx(value, abs=1e-4)


@given(st.lists(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(n, 500), st.just(n), st.integers(0, n))), min_size=1, max_size=8))
def test_a_stratified_rate_lies_in_its_interval_and_weighs_by_rows(given_: list[tuple[int, int, int]]) -> None:
    strata = [Stratum(*one) for one in given_]
    found = stratified(strata)
    total = sum(s.rows for s in strata)
    assert found.rate == pytest.approx(sum(s.rows / total * s.wrong / s.judged for s in strata))
    assert found.rate is not None
    assert 0 <= found.low <= found.rate + 1e-9
    assert found.rate - 1e-9 <= found.high <= 1


def test_what_was_judged_whole_is_known_and_what_was_not_judged_widens() -> None:
    assert stratified([Stratum(10, 10, 2)]).high == 0.2
    known, unknown = stratified([Stratum(100, 20, 2)]), stratified([Stratum(100, 20, 2), Stratum(100, 0, 0)])
    assert unknown.rate == known.rate
    assert (unknown.low, unknown.high) == (pytest.approx(known.low / 2), pytest.approx(known.high / 2 + 0.5))
    assert stratified([Stratum(5, 0, 0)]).rate is None


@pytest.mark.parametrize(
    ("pairs", "agreed", "value"),
    [
        ([("r", "r"), ("w", "w")], 1.0, 1.0),
        ([("r", "r")] * 20 + [("w", "w")] * 15 + [("r", "w")] * 5 + [("w", "r")] * 10, 0.7, 0.4),  # Cohen's own example in textbooks
        ([("r", "r")] * 4, 1.0, None),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[str, str]], agreed: float, value: float | None) -> None:
    found = kappa(pairs)
    assert (found[0], found[1]) == (pytest.approx(agreed), value if value is None else pytest.approx(value))
