"""Text and places in it: the ground that every figure stands on."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

# Everything but Latin, Greek and Cyrillic letters, quotes, dashes and signs of money: only there can a cluster have two code points.
_CLUSTERING = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]+")
_HALF: Final = re.compile("[\ud800-\udfff]")
_FEW: Final = 100_000  # positions that are kept in a set
_PIECE: Final = 100_000  # characters: longer than any paragraph that a person wrote
_SEARCHED: Final = 2_000  # characters at the end of a piece in which a sentence or a word may end


def whole_characters(text: str) -> str:
    """A text with U+FFFD for each half of a surrogate pair: JSON and the heads of mails may spell one, and no encoding can write it."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end), in Unicode code points of one Document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Document:
    """A page as read. The text never changes, so an offset into it never goes stale."""

    id: str  # "sha256:" + hex digest of the bytes read
    location: str  # path or URL: for citations and error messages
    text: str
    media_type: str = "text/plain"
    language: str | None = None  # ISO 639-1; None where it could not be told
    retrieved: str | None = None  # ISO 8601 time at which the page was fetched, where the reader of the page said so

    def __getitem__(self, span: Span) -> str:
        if span.end > len(self.text):
            raise IndexError(f"{self.location}: {span} is past the end ({len(self.text)})")
        return self.text[span.start : span.end]

    @cached_property
    def inner(self) -> Container[int]:
        """Positions that stand inside a grapheme cluster: no span may begin or end there."""
        return _inner_positions(self.text)

    def cite(self, start: int, end: int) -> Span | None:
        """The span of [start, end) without white space at its ends and with whole grapheme clusters.

        None where nothing but white space stands there.
        """
        text, inner = self.text, self.inner
        if 0 <= start < end <= len(text) and not (text[start].isspace() or text[end - 1].isspace() or start in inner or end in inner):
            return Span(start, end)  # as nearly all are
        start, end = max(start, 0), min(end, len(text))
        while True:  # growing to a cluster's edge may bring in white space, and trimming may cut a cluster
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start >= end:
                return None
            grown = start, end
            while start in inner:
                start -= 1
            while end in inner:
                end += 1
            if (start, end) == grown:
                return Span(start, end)
            if text[start].isspace() or text[end - 1].isspace():
                # A mark that stands on white space has no letter to belong to: leave both out.
                start, end = _shrink(text, inner, *grown)
                if start >= end:
                    return None

    def check(self, span: Span) -> str | None:
        """What is wrong with a citation, or None: it must lie in the text, cut no cluster, and not end in white space."""
        if span.end > len(self.text):
            return f"{span} is past the end of the text ({len(self.text)})"
        quoted = self.text[span.start : span.end]
        if quoted[0].isspace() or quoted[-1].isspace():
            return f"{span} begins or ends with white space: {quoted!r:.60}"
        if span.start in self.inner or span.end in self.inner:
            return f"{span} cuts a grapheme cluster: {quoted!r:.60}"
        return None


def _shrink(text: str, inner: Container[int], start: int, end: int) -> tuple[int, int]:
    """The largest range inside [start, end) that neither cuts a cluster nor ends in white space."""
    while start < end and (start in inner or text[start].isspace()):
        start += 1
    while end > start and (end in inner or text[end - 1].isspace()):
        end -= 1
    return start, end


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """[start, end) in pieces of a bounded length, cut where a sentence ends, or else a word; nearly always it is one piece.

    What is looked up word by word takes a hundred times the memory of the text: a page may be one paragraph of many megabytes.
    """
    while end - start > _PIECE:
        stop = start + _PIECE
        low = stop - _SEARCHED
        cut = text.rfind(". ", low, stop) + 1 or text.rfind(" ", low, stop)
        cut = cut if cut > low else stop
        yield start, cut
        start = cut
    if start < end:
        yield start, end


class _Marked:
    """Positions in a text, as a byte a character: a set takes fifty a position."""

    __slots__ = ("marks",)

    def __init__(self, length: int, ranges: Iterable[range]) -> None:
        self.marks = bytearray(length + 1)
        for inside in ranges:
            self.marks[inside.start : inside.stop] = b"\1" * len(inside)

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self.marks[position] == 1


def _inner_positions(text: str) -> Container[int]:
    """Positions between two code points that belong to one extended grapheme cluster (UAX #29)."""
    found: set[int] = set()
    clusters = _clusters(text)
    for inside in clusters:
        if len(found) + len(inside) > _FEW:
            return _Marked(len(text), chain((range(at, at + 1) for at in found), (inside,), clusters))
        found.update(inside)
    return frozenset(found)


def _clusters(text: str) -> Iterator[range]:
    """The positions inside each cluster of two code points or more."""
    for line_end in re.finditer("\r\n", text):
        yield range(line_end.start() + 1, line_end.end())
    if _CLUSTERING.search(text) is None:
        return
    import regex  # here: most pages never need it, and it costs 20 ms to import

    for run in _CLUSTERING.finditer(text):
        # A letter may carry the first mark of the run, and a digit may follow a prepended one.
        start, end = max(run.start() - 1, 0), min(run.end() + 1, len(text))
        for cluster in regex.finditer(r"\X", text, pos=start, endpos=end):
            if cluster.end() - cluster.start() > 1:
                yield range(cluster.start() + 1, cluster.end())
