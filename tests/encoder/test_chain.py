"""Chains of labels against all chains counted one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.chain import best_chains, likelihoods

LABELS = 3


def worth(scores: np.ndarray, step: np.ndarray, chain: tuple[int, ...]) -> float:
    total = float(scores[0, chain[0]])
    for t in range(1, len(chain)):
        total += float(step[t, chain[t - 1], chain[t]]) + float(scores[t, chain[t]])
    return total


@st.composite
def rows(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    count, length = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    wide = draw(st.sampled_from([0.1, 2.0, 10.0]))
    return chance.normal(0, wide, (count, length, LABELS)).astype(np.float32), chance.normal(0, wide, (count, length, LABELS, LABELS))


@given(rows())
def test_the_best_chain_and_the_likelihoods_are_those_of_all_chains(given_rows: tuple[np.ndarray, np.ndarray]) -> None:
    scores, step = given_rows
    best, shares = best_chains(scores, step), likelihoods(scores, step)
    for row in range(len(scores)):
        chains = list(product(range(LABELS), repeat=scores.shape[1]))
        worths = np.array([worth(scores[row], step[row], chain) for chain in chains])
        assert worth(scores[row], step[row], tuple(best[row])) == pytest.approx(worths.max())
        weights = np.exp(worths - worths.max())
        weights /= weights.sum()
        wanted = np.zeros((scores.shape[1], LABELS))
        for chain, weight in zip(chains, weights, strict=True):
            wanted[np.arange(len(chain)), chain] += weight
        assert np.allclose(shares[row], wanted, atol=1e-6)


EXTREMES = [0.0, 100.0, -100.0, 1e6, -1e6]


@pytest.mark.parametrize("value", EXTREMES)
@pytest.mark.parametrize("price", EXTREMES)
def test_shares_are_shares_whatever_the_scores(value: float, price: float) -> None:
    scores = np.zeros((2, 40, LABELS), np.float32)
    scores[:, ::3, 1] = value
    step = np.full((2, 40, LABELS, LABELS), price)
    step[:, :, range(LABELS), range(LABELS)] = 0.0
    shares = likelihoods(scores, step)
    assert np.isfinite(shares).all()
    assert np.allclose(shares.sum(axis=2), 1.0)


def test_no_rows_give_none() -> None:
    assert best_chains(np.zeros((0, 4, 3)), np.zeros((0, 4, 3, 3))).shape == (0, 4)
    assert likelihoods(np.zeros((0, 4, 3)), np.zeros((0, 4, 3, 3))).shape == (0, 4, 3)
