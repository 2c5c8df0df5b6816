"""Pages whose article is given: what a stage reaches by itself, with every line of the text in the body."""

from dataclasses import replace
from typing import Any

from onrecord.encoder.encode import find_encoding
from onrecord.page import Capture, page_of_text
from onrecord.pipeline import PIPELINE
from onrecord.record import Article, BlockKind, BodyBlock, Generator, Noted, PageKind, Record, Statement
from onrecord.statements import find_statements
from onrecord.text import Document, Span


def english_document(text: str) -> Document:
    """The text as an English document: every set that is read so is English, and a short text does not tell."""
    return replace(page_of_text(text, Capture("(given)")).document, language="en")


def article_of_lines(document: Document, *, headline: bool) -> Article:
    """Every line that is not blank is a paragraph of the body; the first is the headline instead where `headline` says so."""
    lines = _lines(document)
    first = lines[0] if headline and lines else None
    body = tuple(BodyBlock(line, BlockKind.PARAGRAPH) for line in (lines[1:] if first else lines))
    return Article(PageKind.ARTICLE, None, None, None, first, body, (), None, (), (), (), (), ())


def read_statements(document: Document, article: Article) -> tuple[Statement, ...]:
    """The statements that the encoder and the rules read of a page whose article is given."""
    return layer_of(find_statements(document, article, layer_of(find_encoding(document, article)))) or ()


def read_given(text: str) -> Record:
    """The record of a text of which every line is body: every stage behind the article."""
    document = english_document(text)
    layout = page_of_text(text, Capture("(given)")).layout
    record = Record(document, Generator("onrecord", "0", {}), layout=layout, article=article_of_lines(document, headline=False))
    for stage in PIPELINE:
        if stage.layer != "article":
            record = replace(record, **{stage.layer: layer_of(stage.run(**{name: getattr(record, name) for name in stage.reads}))})
    return record


def layer_of(found: Any) -> Any:
    """The layer that a stage returned, without its notes."""
    return found.layer if isinstance(found, Noted) else found


def _lines(document: Document) -> list[Span]:
    spans, start = [], 0
    for line in document.text.split("\n"):
        span = document.cite(start, start + len(line))
        if span is not None:
            spans.append(span)
        start += len(line) + 1
    return spans
