"""Sentences in mark-up: {source:The ministry} {cue:denied} that {content:shells were sold}. Offsets are never typed by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.encoder.encode import find_encoding
from onrecord.record import Article, BlockKind, BodyBlock, Noted, PageKind, Statement
from onrecord.statements import find_statements
from onrecord.text import Document, Span

_MARK = re.compile(r"\{(source|cue|content):|\}")

Roles = tuple[list[str], list[str], list[str]]  # the words of sources, of cues and of contents, each in the order of the text


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the words that stood in each; one mark may stand inside another."""

    text: str
    source: tuple[str, ...]
    cue: tuple[str, ...]
    content: tuple[str, ...]


def unmark(marked: str) -> Marked:
    """The text of a marked sentence, and its marked words in order."""
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int, str]] = []
    length, last = 0, 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[last : mark.start()])
        length, last = length + mark.start() - last, mark.end()
        if mark.group(1):
            opened.append((mark.group(1), length))
        else:
            role, start = opened.pop()
            found.append((start, length, role))
    text = "".join([*pieces, marked[last:]])

    def words(role: str) -> tuple[str, ...]:
        return tuple(text[start:end] for start, end, of in sorted(found, key=lambda f: (f[0], -f[1])) if of == role)

    return Marked(text, words("source"), words("cue"), words("content"))


def page(text: str, *, headline: bool = False, language: str | None = "en") -> tuple[Document, Article]:
    """A page whose paragraphs are the lines of a text; the first is its headline where asked for."""
    document = Document("sha256:0", "(test)", text, language=language)
    lines = [document.cite(*m.span()) for m in re.finditer(r"[^\n]+", text)]
    spans = [span for span in lines if span is not None]
    title = spans[0] if headline and spans else None
    body = tuple(BodyBlock(span, BlockKind.PARAGRAPH) for span in spans[1 if headline else 0 :])
    return document, Article(PageKind.ARTICLE, None, None, None, title, body, (), None, (), (), (), (), ())


def read(text: str, *, headline: bool = False, encoder: bool = False) -> tuple[Document, tuple[Statement, ...]]:
    """The statements of a text, one paragraph a line, by rules alone or with the encoder."""
    document, article = page(text, headline=headline)
    encoding = find_encoding(document, article) if encoder else None
    assert not isinstance(encoding, Noted)
    found = find_statements(document, article, encoding)
    assert not isinstance(found, Noted)
    return document, found


def roles(document: Document, statements: Sequence[Statement]) -> Roles:
    """The words of sources, cues and contents in the order of the text; a source that several statements share counts once."""
    sources = {span for s in statements if s.source for span in s.source.spans}
    cues = {span for s in statements for span in s.cue.spans}
    contents = {span for s in statements if s.content for span in s.content.spans}

    def words(spans: set[Span]) -> list[str]:
        return [document[span] for span in sorted(spans, key=lambda span: (span.start, -span.end))]

    return words(sources), words(cues), words(contents)


def marked_roles(marked: Marked) -> Roles:
    return list(marked.source), list(marked.cue), list(marked.content)
