"""The triggers of a window: runs of words that the head takes for one deed, with the chance of each type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.clauses.tree import Tree
from onrecord.lexicon import word_set
from onrecord.record import PloverRoot

TYPES: Final[tuple[str, ...]] = get_args(PloverRoot)
_GAP: Final = 2  # words between two parts of a trigger: "will soon send"
_LIGHT: Final = frozenset(("aux", "auxpass", "neg", "advmod", "prt", "part", "det", "mark", "case", "other"))

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of a tree that tell one deed: [first, last] as they are cited; `core` the verbs and nouns among them, the outermost first."""

    first: int
    last: int
    core: tuple[int, ...]
    odds: Floats  # of each of TYPES, summing to 1
    chance: float  # that there is a deed at all

    @property
    def head(self) -> int:
        """The word that says what is done: of "agreed to sell" the first, of "will send" the last."""
        return self.core[0]


def find_triggers(tree: Tree, least: float) -> tuple[Trigger, ...]:
    """The triggers of a window in order.

    Args:
        least: chance that a word triggers a deed, above which it is taken.
    """
    if not len(tree):
        return ()
    chances = 1 - np.exp(tree.triggers[:, 0])
    best = tree.triggers[:, 1:].argmax(axis=1)
    runs: list[list[int]] = []
    for word in np.flatnonzero(chances >= least):
        number = int(word)
        if runs and _goes_on(tree, runs[-1][-1], number, best):
            runs[-1].append(number)
        else:
            runs.append([number])
    found = []
    for run in runs:
        core = core_of(tree, run)
        if core:
            odds = np.exp(tree.triggers[core, 1:]).mean(axis=0) + np.float32(1e-6)
            found.append(Trigger(run[0], run[-1], tuple(core), odds / odds.sum(), float(chances[core].max())))
    return tuple(found)


def _goes_on(tree: Tree, last: int, word: int, best: NDArray[np.int64]) -> bool:
    """Whether a word belongs to the trigger before it: next to it or nearly, of one type, and one governs the other."""
    if word - last > _GAP or best[last] != best[word]:
        return False
    related = tree.governors[word] == last or tree.governors[last] == word or tree.governors[last] == tree.governors[word]
    return related and not (tree.is_verb(last) and tree.is_verb(word) and tree.labels[word] == "conj")


_HELPING: Final = word_set("has have had having is are was were be been being will would shall should do does did")


def core_of(tree: Tree, run: Sequence[int]) -> list[int]:
    """The verbs and nouns of a run that carry the deed, the outermost first; its last word where it has neither."""
    carrying = [word for word in run if (tree.is_verb(word) or tree.is_noun(word)) and tree.labels[word] not in _LIGHT]
    last = max((word for word in carrying if tree.is_verb(word)), default=-1)
    carrying = [word for word in carrying if word >= last or tree.lows[word] not in _HELPING]  # whatever label the clause gave it
    if not carrying:
        return [run[-1]] if run else []
    return sorted(carrying, key=lambda word: (sum(1 for _ in tree.above(word)), word))
