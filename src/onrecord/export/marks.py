"""Where statements and quoted words stand in a paragraph: its text cut at the edges of their spans, each piece with what opens and closes there.

Spans may nest, come in pieces and overlap in part. What is drawn has to nest, so a mark that another one crosses is closed
and opened again; `first` and `last` tell the real ends from such seams.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.text import Document, Span

Role = Literal["source", "cue", "content", "quoted"]
_DEEPEST = 3  # contents drawn inside one another; a fourth line under a word is no longer told apart
_MOST_OPEN = 8  # marks of any role over one character: bounds what a hostile record costs


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of a statement's source, cue or content, or words that something else quotes."""

    span: Span
    number: int  # the place of its statement in the record, or its own among the words that are quoted
    role: Role
    anchor: bool = False  # where a link to the statement leads


@dataclass(frozen=True, slots=True)
class Edge:
    """A mark that opens or closes: at its own end, or at a seam."""

    mark: Mark
    end: bool  # its own end, not a seam
    depth: int  # 1 = outermost content


@dataclass(frozen=True, slots=True)
class Segment:
    """Text between two edges, after what closes and opens before it. The last segment of a paragraph has no text."""

    closes: tuple[Edge, ...]
    opens: tuple[Edge, ...]
    text: str


def segments(document: Document, range_: Span, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cut the text of a range at the edges of marks; the segments' texts joined are that text.

    Args:
        document: the page.
        range_: a paragraph.
        marks: what stands in it; what reaches beyond it is cut at its ends.
    """
    return tuple(_sweep(document.text, range_, marks))


def _sweep(text: str, range_: Span, marks: Iterable[Mark]) -> Iterator[Segment]:
    inside = sorted((m for m in marks if m.span.overlaps(range_)), key=_outermost_first)
    starts = [max(m.span.start, range_.start) for m in inside]
    ends = [min(m.span.end, range_.end) for m in inside]
    cuts = sorted({range_.start, range_.end, *starts, *ends})
    open_: list[tuple[int, Mark]] = []  # where each ends; what is drawn last closes first
    upcoming = 0
    for cut, following in zip(cuts, [*cuts[1:], None], strict=True):
        closes, again = _close(open_, cut)
        opens = [_open(open_, end, mark, seam=True) for end, mark in again]
        while upcoming < len(inside) and starts[upcoming] == cut:
            mark = inside[upcoming]
            if len(open_) < _MOST_OPEN and (mark.role != "content" or _depth(open_) < _DEEPEST):
                opens.append(_open(open_, ends[upcoming], mark, seam=mark.span.start < range_.start))
            upcoming += 1
        yield Segment(tuple(closes), tuple(opens), text[cut:following] if following is not None else "")


def _outermost_first(mark: Mark) -> tuple[int, int, int, int]:
    roles = ("content", "source", "cue", "quoted")
    return mark.span.start, -mark.span.end, roles.index(mark.role), mark.number


def _close(open_: list[tuple[int, Mark]], at: int) -> tuple[list[Edge], list[tuple[int, Mark]]]:
    """Close what ends here, and what was opened over it; the latter is given back to be opened again."""
    if not any(end == at for end, _ in open_):
        return [], []
    lowest = next(i for i, (end, _) in enumerate(open_) if end == at)
    closes = []
    again: list[tuple[int, Mark]] = []
    for i in range(len(open_) - 1, lowest - 1, -1):
        end, mark = open_[i]
        closes.append(Edge(mark, end == at == mark.span.end, _depth(open_[: i + 1])))
        if end != at:
            again.insert(0, (end, mark))
    del open_[lowest:]
    return closes, again


def _open(open_: list[tuple[int, Mark]], end: int, mark: Mark, *, seam: bool) -> Edge:
    open_.append((end, mark))
    return Edge(mark, not seam, _depth(open_))


def _depth(open_: list[tuple[int, Mark]]) -> int:
    return sum(1 for _, mark in open_ if mark.role == "content")
