"""What a deed is about: the PLOVER contexts of a paragraph, by weighted words read from `contexts.tsv`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from onrecord.lexicon import read_table

MOST: Final = 3  # of one paragraph
_ENOUGH: Final = 2  # one strong word, or two weak ones
_LONGEST: Final = 4  # words of a phrase
_NARROWER: Final = ("corruption", "illegal_drugs", "trafficking")  # instead of crime


def contexts_of(lows: Sequence[str]) -> tuple[str, ...]:
    """The PLOVER contexts of a paragraph, the strongest first; a word that stands twice counts once.

    Args:
        lows: the words of the paragraph in small letters, in their order.
    """
    table = _table()
    weights: dict[str, int] = {}
    for phrase in set(_phrases(lows)):
        for context, weight in table.get(phrase, ()):
            weights[context] = weights.get(context, 0) + weight
    found = [context for context in _order() if weights.get(context, 0) >= _ENOUGH]
    if any(one in found for one in _NARROWER) and "crime" in found:
        found.remove("crime")
    return tuple(sorted(found, key=lambda context: -weights[context])[:MOST])


def _phrases(lows: Sequence[str]) -> Iterator[str]:
    """Every word, and every run of words up to the longest, in the singular; hyphens part words and are none."""
    words = [_singular(low) for low in lows if low not in ("-", "'", "’")]
    for first in range(len(words)):
        for behind in range(first + 1, min(first + _LONGEST, len(words)) + 1):
            yield "_".join(words[first:behind])


def _singular(low: str) -> str:
    """A word without the ending of a plural; also of words that are none, in the table as in the text."""
    if len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return low
    return low[:-3] + "y" if low.endswith("ies") else low[:-1]


@cache
def _table() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Word or phrase → the contexts that it speaks for, each with its weight."""
    table: dict[str, dict[str, int]] = {}
    for context, weight, words, _ in read_table("events/contexts.tsv").rows:
        for phrase in words.split():
            known = table.setdefault("_".join(_singular(word) for word in phrase.split("_")), {})
            known[context] = max(known.get(context, 0), int(weight))
    return {phrase: tuple(known.items()) for phrase, known in table.items()}


@cache
def _order() -> tuple[str, ...]:
    """The contexts in the order of the table."""
    return tuple(dict.fromkeys(row[0] for row in read_table("events/contexts.tsv").rows))
