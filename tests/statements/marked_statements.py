"""Sentences in mark-up: {source:The ministry} {cue:denied} that {content:shells were sold}. Offsets are never typed by hand."""

import re
from dataclasses import dataclass

from onrecord.record import Article, BlockKind, BodyBlock, Noted, PageKind, Statement
from onrecord.statements import find_statements
from onrecord.text import Document

_MARK = re.compile(r"\{(source|cue|content):([^{}]*)\}")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the words that stood in each."""

    text: str
    source: tuple[str, ...]
    cue: tuple[str, ...]
    content: tuple[str, ...]


def unmark(marked: str) -> Marked:
    """The text of a marked sentence, and its marked words in order."""
    found: dict[str, list[str]] = {"source": [], "cue": [], "content": []}
    for role, words in _MARK.findall(marked):
        found[role].append(words)
    return Marked(_MARK.sub(r"\2", marked), *(tuple(found[role]) for role in ("source", "cue", "content")))


def page(text: str, *, headline: bool = False, language: str | None = "en") -> tuple[Document, Article]:
    """A page whose paragraphs are the lines of a text; the first is its headline where asked for."""
    document = Document("sha256:0", "(test)", text, language=language)
    lines = [document.cite(*m.span()) for m in re.finditer(r"[^\n]+", text)]
    spans = [span for span in lines if span is not None]
    title = spans[0] if headline and spans else None
    body = tuple(BodyBlock(span, BlockKind.PARAGRAPH) for span in spans[1 if headline else 0 :])
    return document, Article(PageKind.ARTICLE, None, None, None, title, body, (), None, (), (), (), (), ())


def read(text: str, *, headline: bool = False) -> tuple[Document, tuple[Statement, ...]]:
    """The statements of a text, one paragraph a line."""
    document, article = page(text, headline=headline)
    found = find_statements(document, article)
    assert not isinstance(found, Noted)
    return document, found


def roles(document: Document, statement: Statement) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words of a statement's source, cue and content."""
    source = statement.source.spans if statement.source else ()
    content = statement.content.spans if statement.content else ()
    return tuple(tuple(document[span] for span in spans) for spans in (source, statement.cue.spans, content))  # type: ignore[return-value]


def marked_roles(marked: Marked) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return marked.source, marked.cue, marked.content
