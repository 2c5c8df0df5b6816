"""Asking again: the page read once more with one thing changed, and what came of it. Nothing is guessed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.pipeline import run
from onrecord.record import Record
from onrecord.text import Document, Span


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was changed, and what was read then.

    what: the change. result: what came of it. moved: whether that is another than before.
    """

    what: str
    result: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of a page in the place of others."""

    span: Span
    words: str


def ask_again(record: Record, edits: Sequence[Edit], *, until: str | None = None) -> Record | None:
    """The page read with other words in some places; None where nothing can be read then.

    Args:
        record: as it was read: with its layout.
        edits: apart from each other.
        until: the last layer that is asked for.
    """
    text, layout = record.document.text, record.layout
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        text = text[: edit.span.start] + edit.words + text[edit.span.end :]
        layout = _shifted(layout, edit.span, len(edit.words) - len(edit.span))
    return _run(replace_text(record.document, text), layout, until)


def ask_with(record: Record, layer: str, change: Callable[[Record], Record], *, until: str | None = None) -> Record | None:
    """The page read again with one layer changed once it is filled: what stands on it follows."""
    return _run(record.document, record.layout, until, lambda filled, so_far: change(so_far) if filled == layer else so_far)


def ask_alone(record: Record, span: Span, *, until: str | None = None) -> Record | None:
    """A passage read by itself, with nothing of the page around it."""
    from onrecord.page import Capture, page_of_text

    try:
        page = page_of_text(record.document.text[span.start : span.end], Capture(record.document.location, None))
        return run(page.document, page.layout, until=until)
    except OnRecordError:
        return None


def replace_text(document: Document, text: str) -> Document:
    """The document with another text, for asking alone: its digest is still that of the page."""
    return replace(document, text=text)


def _run(document: Document, layout: Any, until: str | None, mend: Callable[[str, Record], Record] | None = None) -> Record | None:
    try:
        return run(document, layout, until=until, mend=mend)
    except OnRecordError:
        return None


def _shifted(value: Any, at: Span, by: int) -> Any:
    """A layout with every span moved that begins or ends behind what was changed."""
    if isinstance(value, Span):
        start = value.start + (by if value.start >= at.end else 0)
        end = value.end + (by if value.end >= at.end else 0)
        return Span(start, max(end, start + 1))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _shifted(getattr(value, field.name), at, by) for field in fields(value)})
    if isinstance(value, tuple):
        moved = tuple(_shifted(one, at, by) for one in value)
        return type(value)(*moved) if hasattr(value, "_fields") else moved
    return value
