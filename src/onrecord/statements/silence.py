"""Text in which nobody can be speaking: it takes no further reading."""

from collections.abc import Collection
from typing import Final

from onrecord.statements.cues import first_words
from onrecord.statements.tokens import DASHES, NEGATED, OPENERS

_MARKS: Final = NEGATED | OPENERS | DASHES | {":"}


def is_silent(lowers: Collection[str]) -> bool:
    """Whether nothing among some words can attribute or quote, as in every second paragraph of news.

    Args:
        lowers: words in lower case, as `find_lowers` gives them.
    """
    return _MARKS.isdisjoint(lowers) and first_words().isdisjoint(lowers)
