"""The word lists of this stage: tab-separated files beside the code, each row with an example that a test runs."""

import re
from functools import cache
from itertools import product

from onrecord.lexicon import read_table

_EDGES = " \t\u00a0:.,;-–—|•·»«›‹>*…()[]{}/\\+=_#~!?\"'“”‘’▶►←→"
_QUOTES = str.maketrans("‘’‚“”„«»İ", '\'\'\'"""""i')  # a dotted capital I falls into two characters when it is folded


def fold(text: str) -> str:
    """Text in the form in which lists are compared: case-folded, one kind of quotes, single spaces."""
    return " ".join((text if text.isascii() else text.translate(_QUOTES)).casefold().split())


def bare(folded: str) -> str:
    """Folded text without the marks that a page sets around a label: "- Advertisement -", "Related:"."""
    return folded.strip(_EDGES)


def spellings(pattern: str) -> list[str]:
    """Every phrase that a pattern stands for: "more stories/news" is two. A stroke at a word's edge stands for itself."""
    return [" ".join(choice) for choice in product(*map(_alternatives, pattern.split()))]


def _alternatives(word: str) -> list[str]:
    inner = word.strip("/")
    before, after = word[: len(word) - len(word.lstrip("/"))], word[len(word.rstrip("/")) :] if inner else ""
    return [before + choice + after for choice in inner.split("/")]


@cache
def column(name: str, index: int = 0) -> frozenset[str]:
    """One column of a table, folded."""
    return frozenset(fold(row[index]) for row in read_table(f"article/{name}").rows)


@cache
def words_of(name: str, kind: str) -> frozenset[str]:
    """The words in the second column of the rows whose first column is `kind`."""
    return frozenset(word for row in read_table(f"article/{name}").rows if row[0] == kind for word in fold(row[1]).split())


_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


def letters_of(text: str) -> list[str]:
    """The words of a label in folded form, run-together ones parted: "FacebookTwitter" is two."""
    if not text[1:].islower():  # else there is no hump
        text = _HUMP.sub(" ", text)
    return _WORD.findall(text.casefold())
