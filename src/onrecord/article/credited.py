"""A name that somebody is credited by, and the page as the search for credits sees it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.article.lines import Line
from onrecord.layout import Fact
from onrecord.text import Document, Span

APART = re.compile(r"\s*[/,;]\s*|\s+(?:and|&|und|et|y|e|och|og|en)\s+")  # what stands between two names of one credit


class Found(NamedTuple):
    """A name with where it stands: in the text, or only in the markup."""

    name: str
    span: Span | None
    fact: Fact | None = None


class Frame(NamedTuple):
    """The page as this step sees it."""

    document: Document
    lines: Sequence[Line]
    body: Sequence[int]  # lines of the body
    top: int | None  # line of the headline
    outlet: str | None


def place_of(name: str, text: str) -> int:
    """Where a name stands in a text by itself, not within a longer word; -1 where it does not."""
    at = text.find(name)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() and name[0].isalnum()) and not (behind.isalnum() and name[-1].isalnum()):
            return at
        at = text.find(name, at + 1)
    return -1
