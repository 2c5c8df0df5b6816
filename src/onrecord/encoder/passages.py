"""Article → what is read of it: the headline and the paragraphs of the body in the order of the text, datelines left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.record import Article
from onrecord.text import Document, pieces

# "ARKEL, March 3 (Norland News) — ": a dateline that the article layer did not mark must not become part of a content either. It has a day or
# an agency; without either it stands at the head of the body, and a sentence begins behind it: "NATO – not the EU – denied it" has none.
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .’'-]{2,40}(?:, [A-Z][\w. ]{2,25}){0,2}"
    r"(?:(?:, | )\d{1,2}\b[\w. ]{0,12}|, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: ?\([^()\n]{2,40}\))? ?[—–-]{1,2} "
)
_DAY_OR_AGENCY: Final = re.compile(r"\d|\)")
_BEGINS: Final = re.compile(r"[“\"‘'«]?[A-Z]")
_AFTER_DATELINE: Final = re.compile(r"[\s,]*(?:\([^()\n]{1,60}\))?[\s:]*(?:[—–-]{1,2}|:)?\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline or a paragraph, [start, end) of the document's text."""

    start: int
    end: int
    part: Literal["headline", "body"]


def find_passages(document: Document, article: Article) -> Iterator[Passage]:
    """Headline and body in the order of the text; a dateline is not part of anybody's words, and a very long paragraph comes in parts."""
    blocks = [Passage(b.range.start, b.range.end, "body") for b in article.body]
    if article.headline is not None and not any(b.start <= article.headline.start < b.end for b in blocks):
        blocks.append(Passage(article.headline.start, article.headline.end, "headline"))
    dateline = article.dateline.span if article.dateline else None
    blocks.sort(key=lambda b: b.start)
    first = next((block for block in blocks if block.part == "body"), None)
    for block in blocks:
        start = block.start
        if dateline is not None and block.start <= dateline.start < block.end:
            start = _after_dateline(document.text, dateline.end, block.end)
        elif block.part == "body":
            start = _after_unmarked(document.text, start, block.end, first=block is first)
        for begin, behind in pieces(document.text, start, block.end):
            yield Passage(begin, behind, block.part)


def _after_unmarked(text: str, start: int, end: int, *, first: bool) -> int:
    """Behind a dateline that the article layer did not mark; the start where there is none."""
    mark = _DATELINE.match(text, start, min(end, start + 120))
    if mark is None or not (_DAY_OR_AGENCY.search(mark.group()) or (first and _BEGINS.match(text, mark.end()))):
        return start
    return mark.end()


def _after_dateline(text: str, start: int, end: int) -> int:
    mark = _AFTER_DATELINE.match(text, start, end)
    return mark.end() if mark else start
