"""Scores of words → names and heads of phrases: the best sequence of tags, one window at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# A name is tagged word by word, its first one apart. OTHER is a name of what is none of these: a law, a ship of commerce, a prize.
NAMES: Final = ("PER", "ORG", "LOC", "OTHER", "WEAPON", "PLATFORM")
NAME_TAGS: Final = 1 + 2 * len(NAMES)
# A phrase without a name has its type at its head; the words before the head or the name that belong to the phrase are BEFORE.
BEFORE: Final = 1
HEADS: Final = ("PER", "ORG", "LOC")
HEAD_TAGS: Final = 2 + len(HEADS)
_NEVER: Final = np.float32(-1e4)


def _steps() -> Floats:
    """What going from one tag to another costs: an inner word follows only its own kind."""
    steps = np.zeros((NAME_TAGS, NAME_TAGS), np.float32)
    for kind in range(len(NAMES)):
        inner = 2 + 2 * kind
        steps[:, inner] = _NEVER
        steps[inner - 1 : inner + 1, inner] = 0
    return steps


_STEPS: Final = _steps()


@dataclass(slots=True)
class Tagged:
    """Words [first, last] of a window that are one name or, with `head`, one phrase's head; `opening` is the first word of the phrase."""

    first: int
    last: int
    opening: int
    head: bool
    odds: Floats  # of each of NAMES or HEADS, log, summing to 1
    confidence: float  # that there is a name or head at all


def tagged(names: Floats, heads: Floats, least: float, likely: float) -> list[Tagged]:
    """The names and heads of a window, in order.

    Args:
        names: (words, NAME_TAGS) log-probabilities.
        heads: (words, HEAD_TAGS) log-probabilities.
        least: what is added to the log-probability of no name: above 0 fewer are found.
        likely: the same for a head.
    """
    names = names.copy()
    names[:, 0] += np.float32(least)
    path = best_path(names)
    found: list[Tagged] = []
    at = 0
    chosen = heads.copy()
    chosen[:, 0] += np.float32(likely)
    kinds = chosen.argmax(axis=1)
    while at < len(path):
        tag = path[at]
        if tag == 0:
            if kinds[at] > BEFORE:
                odds = heads[at, 2:] - np.logaddexp.reduce(heads[at, 2:])
                found.append(Tagged(at, at, _opening(kinds, path, at), True, odds, float(np.exp(np.logaddexp.reduce(heads[at, 2:])))))
            at += 1
            continue
        last = at
        while last + 1 < len(path) and path[last + 1] == 2 * ((tag - 1) // 2) + 2:
            last += 1
        odds = names[at, 1::2] + names[at + 1 : last + 1, 2::2].sum(axis=0)
        none = names[at : last + 1, 0].sum() - np.float32(least) * (last + 1 - at)
        whole = np.logaddexp.reduce(odds)
        found.append(Tagged(at, last, _opening(kinds, path, at), False, odds - whole, float(np.exp(whole - np.logaddexp(whole, none)))))
        at = last + 1
    return found


def best_path(scores: Floats) -> list[int]:
    """The sequence of tags with the highest sum (Viterbi)."""
    if not len(scores):
        return []
    best = scores[0] + np.where(np.arange(NAME_TAGS) % 2 + (np.arange(NAME_TAGS) == 0) > 0, np.float32(0), _NEVER)
    back = np.zeros(scores.shape, np.int64)
    for number in range(1, len(scores)):
        reached = best[:, None] + _STEPS
        back[number] = reached.argmax(axis=0)
        best = reached[back[number], np.arange(NAME_TAGS)] + scores[number]
    path = [int(best.argmax())]
    for number in range(len(scores) - 1, 0, -1):
        path.append(int(back[number, path[-1]]))
    return path[::-1]


def _opening(kinds: NDArray[np.int64], path: Sequence[int], at: int) -> int:
    """The first word of the phrase that has its head or name at `at`."""
    while at > 0 and kinds[at - 1] == BEFORE and (path[at - 1] == 0 or kinds[at - 1] == BEFORE):
        at -= 1
    return at
