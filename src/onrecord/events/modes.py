"""How a deed was done: the PLOVER mode of a type, by rules of words read from `modes.tsv`.

The trigger is asked first, then what it governs (what is asked for, refused, threatened), then the words of its sentence around it. Of two
rows of one place the one that stands first in the table wins.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.slots import lemma_of
from onrecord.lexicon import read_table, word_set

_FAR: Final = 12  # words to either side of the trigger that are near it
_AFTER: Final = 25  # words behind the trigger that can tell what is asked for
_STEPS: Final = 12  # down from the trigger
_PARTS: Final = ("prt", "prep", "agent", "advmod", "npadvmod", "dobj", "attr", "mod", "xcomp", "nsubjpass")  # of a trigger of several words
_DOERS: Final = ("nsubj", "csubj", "poss", "conj", "punct")
_CONDITIONS: Final = word_set("if unless until after when once because as since while before though although")
_BENT: Final = ("ed", "ing")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table: `words` are alternatives, each of words that must all stand."""

    mode: str
    where: str
    words: tuple[frozenset[str], ...]


def mode_of(tree: Tree, core: Sequence[int], kind: str) -> str | None:
    """The PLOVER mode of a deed; None where no row of the table fits, or its type has no modes.

    Args:
        core: the words of the trigger that carry the deed, by number.
        kind: the PLOVER type, "ASSAULT".
    """
    rows = _rows().get(kind, ())
    if not rows or not core:
        return None
    head = _forms(tree, core)
    for where, words_of in _PLACES.items():
        found = _forms(tree, words_of(tree, core))
        for row in rows:
            if row.where == where and any(words <= found and (where != "trigger" or words & head) for words in row.words):
                return row.mode
    return None


def _trigger(tree: Tree, core: Sequence[int]) -> Iterable[int]:
    """The trigger with its particles, its object and what stands behind its prepositions: "took to the streets"."""
    parts = [part for word in core for part in tree.children(word, *_PARTS)]
    behind = [one for part in parts for one in tree.children(part, "prep", "pobj")]
    return [*core, *parts, *behind, *(noun for part in parts for _, noun in tree.preps(part))]


def _inner(tree: Tree, core: Sequence[int]) -> Iterable[int]:
    """What the trigger governs, and its words behind the first; without who does it and on what condition."""
    found, left = set(core), list(core)
    for _ in range(_STEPS):
        left = [child for one in left for child in tree.children(one) if child not in found and not _aside(tree, child, one in core)]
        found.update(left)
    return {word for word in found if word < max(core) + _AFTER} - {core[0]}


def _aside(tree: Tree, word: int, outermost: bool) -> bool:
    """Whether a word leads away from what is asked for or threatened: the doer, a condition, the next deed."""
    if outermost and tree.labels[word] in _DOERS:
        return True
    return tree.labels[word] == "advcl" and any(tree.lows[mark] in _CONDITIONS for mark in tree.children(word, "mark", "advmod"))


def _near(tree: Tree, core: Sequence[int]) -> Iterable[int]:
    """The words of the sentence around the trigger, and what it governs."""
    first, behind = tree.sentence(core[0])
    return {*range(max(first, min(core) - _FAR), min(behind, max(core) + _FAR + 1)), *_inner(tree, core)}


_PLACES: Final = {"trigger": _trigger, "inner": _inner, "near": _near}  # in the order in which they are asked


def _forms(tree: Tree, words: Iterable[int]) -> Set[str]:
    """Words as they stand, and what they may be without their endings: "travell", "travel" and "travelle" of "travelled"."""
    found: set[str] = set()
    for word in words:
        low = tree.lows[word]
        found.update((low, lemma_of(tree, word)))
        if low.endswith(_BENT):
            bare = low.removesuffix("ed").removesuffix("ing")
            found.update((bare, bare + "e", bare[:-1] if bare[-1:] == bare[-2:-1] else bare))
    return found


@cache
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    """The rows of each type, in their order."""
    rows: dict[str, list[_Row]] = {}
    for kind, mode, where, words, _ in read_table("events/modes.tsv").rows:
        rows.setdefault(kind, []).append(_Row(mode, where, tuple(frozenset(one.split("+")) for one in words.split())))
    return {kind: tuple(found) for kind, found in rows.items()}
