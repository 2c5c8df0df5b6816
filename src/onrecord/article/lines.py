"""What can be told of each block by itself: its size, its shape, what its words say it is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.article.markup import marks_around
from onrecord.article.phrases import kind_of_words
from onrecord.article.tables import fold
from onrecord.layout import Block, Layout
from onrecord.text import Document, Span

_SENTENCE_END = re.compile(
    r"[.!?。！？।॥۔؟…][\"'”’»)\]]{0,3}$|[\"”’»]$"
    r"|[.!?。！？\"”’]\s?(?:\(\w[\w ./&-]{0,40}\)|[-–—]{1,2} ?[^\W\d_][\w ./&-]{1,40})$"  # with a credit behind it
)
_ENDS = frozenset('.!?。！？।॥۔؟…"”’»')  # what ends a sentence, whatever stands before it
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\s*(?:\[…\]|read more|more|»)?$", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_TITLES = ("headline", "og:title", "twitter:title", "title")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PREFORMATTED = ("pre", "listing", "plaintext", "xmp")
_FEWEST = 8  # words in a sentence of running text
_MOST_READ = 20_000  # lines: what stands beyond them in a page made to hurt is told by its shape and elements alone
_HEAD = 1500  # characters of a block that are looked at: shape shows in its beginning and end


class Line(NamedTuple):
    """A block with its features."""

    number: int  # among the lines of the page
    block: Block
    text: str
    words: int  # where a script sets no spaces, two characters count as a word
    sentence: bool  # ends as a sentence does
    cut_off: bool  # ends in dots: a teaser
    prose: bool  # a sentence of running text, by its shape
    linked: float  # share of its characters that are links
    kind: str | None  # what its words say it is
    marks: frozenset[str] = frozenset()  # what the elements around it are for
    source: int = 0  # the block of the layout that it is, or is a line of

    @property
    def span(self) -> Span:
        return self.block.span


def describe(document: Document, layout: Layout) -> tuple[Line, ...]:
    """The lines of a page in order."""
    titles = [fold(fact.value) for fact in layout.facts if fact.name in _TITLES and len(fact.value) <= 400][:12]
    parted = [(source, part, text) for source, block in enumerate(layout.blocks) for part, text in _parted(document, block, titles)]
    blocks = [part for _, part, _ in parted]
    shapes = [_shape(text) for _, _, text in parted]
    linked = [_share_linked(block) if block.links else 0.0 for block in blocks]
    kinds = [kind_of_words(shape.text, prose=True) if shape.prose else None for shape in shapes]
    running = [
        len(shape.text) if shape.prose and kind is None and share < 0.5 else 0 for shape, kind, share in zip(shapes, kinds, linked, strict=True)
    ]
    around = marks_around(blocks, running)
    lines = []
    for index, (block, shape) in enumerate(zip(blocks, shapes, strict=True)):
        kind, marks = kinds[index], around[index]
        if not shape.prose and index < _MOST_READ and "navigation" not in marks:  # a third of a page's blocks are in menus, and need no reading
            kind = kind_of_words(shape.text, prose=False)
        lines.append(
            Line(index, block, shape.text, shape.words, shape.sentence, shape.cut_off, shape.prose, linked[index], kind, marks, parted[index][0])
        )
    return tuple(lines)


def _share_linked(block: Block) -> float:
    span = block.span
    return min(1.0, block.linked / (span.end - span.start))


def _parted(document: Document, block: Block, titles: Sequence[str]) -> Sequence[tuple[Block, str]]:
    """With their texts the lines that `<br>` makes of a block: headline, agency and time may stand in one with the text, or a list of links.

    Preformatted text is broken where the line is full, a headline where it looks well.

    Args:
        titles: what the markup calls the page, folded.
    """
    text = document[block.span]
    if "\n" not in text or not block.path or block.tag in _HEADINGS or any(element.tag in _PREFORMATTED for element in block.path):
        return ((block, text),)
    if len(text) <= 300 and any(fold(text) in title for title in titles):
        return ((block, text),)
    parts: list[tuple[Block, str]] = []
    at, following = block.span.start, 0
    for line in text.split("\n"):
        span = document.cite(at, at + len(line))
        at += len(line) + 1
        if span is None or (parts and parts[-1][0].span.overlaps(span)):
            continue
        links = []
        while following < len(block.links) and (link := block.links[following]).span.start < span.end:
            if link.span.overlaps(span):
                links.append(link._replace(span=Span(max(link.span.start, span.start), min(link.span.end, span.end))))
            if link.span.end > span.end:
                break  # it goes on in the next line
            following += 1
        parts.append((block._replace(span=span, links=tuple(links)), document[span]))
    return parts


class _Shape(NamedTuple):
    text: str
    words: int
    sentence: bool
    cut_off: bool
    prose: bool


def _shape(text: str) -> _Shape:
    head = text if len(text) <= _HEAD else text[: _HEAD // 2] + " " + text[-_HEAD // 2 :]
    tokens = head.split()
    unspaced = 0 if head.isascii() else len(_UNSPACED.findall(head))
    count = (len(tokens) + unspaced // 2) * len(text) // len(head)
    tail = head[-60:]
    sentence = tail[-1] in _ENDS or (_may_end(tail) and _SENTENCE_END.search(tail) is not None)
    cut_off = sentence and ("…" in tail or "..." in tail) and _CUT_OFF.search(tail) is not None
    prose = sentence and not cut_off and count >= _FEWEST and (unspaced > len(tokens) or _is_lower(tokens))
    return _Shape(text, count, sentence, cut_off, prose)


def _may_end(tail: str) -> bool:
    """Whether the pattern is worth a search: a letter or digit ends a sentence only in a credit behind a dash."""
    return not tail[-1].isalnum() or "-" in tail or "–" in tail or "—" in tail


def _is_lower(tokens: list[str]) -> bool:
    """A good part of the words begins small, or in a script without capitals: no heading and no list of names."""
    small = len([token for token in tokens if (first := token[0]).islower() or (first.isalpha() and not first.isupper())])
    return small >= 0.3 * len(tokens)
