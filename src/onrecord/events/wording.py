"""The signs that the words of a window give to every deed near them: a window has many deeds, and each sign is written once."""

from dataclasses import dataclass
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.slots import lemma_of

_FUNCTION: Final = frozenset(["the", "a", "an", "of", "and", ",", ".", "-", "'", "’", "s", "“", "”", '"', "(", ")", ":"])


@dataclass(frozen=True, slots=True)
class Wording:
    """Of each word of a window its signs, None where it has none."""

    near: tuple[str | None, ...]  # of a deed a few words off
    two: tuple[str | None, ...]  # the same, with the next word of the sentence
    within: tuple[str | None, ...]  # of every deed of its sentence, but one that it is a word of


def wording_of(tree: Tree) -> Wording:
    """Look at the words of a window."""
    lows = tree.lows
    lemmas = [None if low in _FUNCTION else lemma_of(tree, word) for word, low in enumerate(lows)]
    return Wording(
        tuple([lemma and f"near {lemma}" for lemma in lemmas]),
        tuple([f"two {low} {lows[word + 1]}" if word + 1 < tree.sentence(word)[1] else None for word, low in enumerate(lows)]),
        tuple([lemma and f"in {lemma}" if tag != "NNP" else None for lemma, tag in zip(lemmas, tree.tags, strict=True)]),
    )
