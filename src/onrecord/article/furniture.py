"""Everything else on the page, with what it is: no character of the text is left without a name."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from onrecord.article.lines import Line
from onrecord.record import Furniture
from onrecord.text import Document, Span

_BY_MARK = (
    "consent", "advertising", "comment", "share", "caption", "byline", "bio", "popular",
    "related", "tags", "promo", "embed", "date", "navigation", "footer", "widget",
)  # fmt: skip


def find_furniture(document: Document, lines: Sequence[Line], used: Iterable[Span], named: dict[int, str]) -> tuple[Furniture, ...]:
    """The parts of blocks that are nothing else.

    Args:
        used: what is headline, body, related story or notice; the spans do not overlap.
        named: what some of the lines are known to be from where they stand.
    """
    taken = iter(sorted(used))
    following = next(taken, None)
    found: list[Furniture] = []
    for line in lines:
        at, end = line.span.start, line.span.end
        kind = named.get(line.number) or kind_of(line)
        while following is not None and following.start < end:
            _add(document, at, min(following.start, end), kind, found)
            at = max(at, following.end)
            if following.end > end:
                break
            following = next(taken, None)
        if at == line.span.start:
            found.append(Furniture(line.span, kind))
        else:
            _add(document, at, end, kind, found)
    return tuple(found)


def kind_of(line: Line) -> str:
    """What a line is by its words, or else by the elements around it."""
    if line.kind is not None:
        return line.kind
    return _kind_of_marks(line.marks)


@lru_cache(maxsize=4096)
def _kind_of_marks(marks: frozenset[str]) -> str:
    return next((mark for mark in _BY_MARK if mark in marks), "other")


def _add(document: Document, start: int, end: int, kind: str, found: list[Furniture]) -> None:
    if start < end:
        span = document.cite(start, end)
        if span is not None and (not found or not found[-1].range.overlaps(span)):
            found.append(Furniture(span, kind))
