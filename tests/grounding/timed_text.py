"""Marked sentences → the times that onrecord finds in them: what the tests of times share."""

import re

from onrecord.grounding import find_times, resolve_times
from onrecord.record import Article, BlockKind, BodyBlock, PageKind, Published, Time
from onrecord.text import Document, Span

_MARK = re.compile(r"\[([^\[\]]*)\]")


def unmark(marked: str) -> tuple[str, list[Span]]:
    """The text without its brackets, and where the bracketed words stand in it."""
    text, spans, end = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1])))
        text += match[1]
        end = match.end()
    return text + marked[end:], spans


def article_of(text: str) -> Article:
    """An article whose body is the whole text."""
    body = (BodyBlock(Span(0, len(text)), BlockKind.PARAGRAPH),)
    return Article(PageKind.ARTICLE, None, None, None, None, body, (), None, (), (), (), (), ())


def read_times(text: str, published: str | None, confidence: float = 1.0) -> tuple[Document, tuple[Time, ...]]:
    """The times of a text that was published on that day."""
    document = Document("sha256:0", "a test", text, language="en")
    found = find_times(document, article_of(text))
    assert isinstance(found, tuple)
    times = resolve_times(document, found, Published(published, confidence, (), ()))
    assert times is not None
    return document, times
