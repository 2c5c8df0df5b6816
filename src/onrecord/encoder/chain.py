"""Linear chains of labels: the best one, and how likely each label of each word is when all chains are weighed.

Scores of a word alone mean little in a chain that was taught as a whole: what a word is, its neighbours decide with it. So it is the
likelihoods over all chains that say how sure a reading is.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]

_LEAST: Final = 1e-60  # a share below it is none: products of two stay above zero


def best_chains(scores: Scores, step: Scores) -> NDArray[np.int64]:
    """The labels with the highest sum of scores and steps (Viterbi 1967), for each row.

    Args:
        scores: (rows, length, labels); length 1 or more.
        step: (rows, length, labels, labels), from the label before to the label here; those at 0 are not used.

    Returns:
        (rows, length).
    """
    rows, length, count = scores.shape
    back = np.empty((length, rows, count), np.int64)
    reached = scores[:, 0]
    for t in range(1, length):
        ways = reached[:, :, None] + step[:, t]
        back[t] = ways.argmax(axis=1)
        reached = ways.max(axis=1) + scores[:, t]
    labels = np.empty((rows, length), np.int64)
    labels[:, -1] = reached.argmax(axis=1)
    each = np.arange(rows)
    for t in range(length - 1, 0, -1):
        labels[:, t - 1] = back[t, each, labels[:, t]]
    return labels


def likelihoods(scores: Scores, step: Scores) -> NDArray[np.float64]:
    """How likely each label of each word is among all chains (Rabiner 1989, forward and backward), for each row.

    Args:
        scores, step: as in `best_chains`.

    Returns:
        (rows, length, labels), each word's sum 1.
    """
    length = scores.shape[1]
    own = np.maximum(np.exp(scores.astype(np.float64) - scores.max(axis=2, keepdims=True)), _LEAST)
    ways = np.exp(np.clip(step.astype(np.float64), -60.0, 60.0))
    # Both directions in one go: the way back is a way forth over the words from the end, with every step turned round.
    both = np.stack([own, own[:, ::-1]])
    steps = np.stack([ways, np.roll(ways[:, ::-1], 1, axis=1).swapaxes(2, 3)])
    reached = np.empty_like(both)
    here = reached[:, :, 0] = both[:, :, 0]
    for t in range(1, length):
        here = (here[:, :, None, :] @ steps[:, :, t])[:, :, 0] * both[:, :, t]
        here = reached[:, :, t] = np.maximum(here / here.sum(axis=2, keepdims=True), _LEAST)
    shares: NDArray[np.float64] = reached[0] * reached[1, :, ::-1] / own
    shares /= shares.sum(axis=2, keepdims=True)
    return shares
