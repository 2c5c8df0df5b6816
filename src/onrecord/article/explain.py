"""Why each line of a page was taken for what it is: the same decisions made again, with what each of them went by.

Reading a page pays nothing for this. It is for a person who sees a wrong decision and wants to say where it went wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any, Final

from onrecord.article.forest import SCALE, load_forest
from onrecord.article.furniture import kind_of
from onrecord.article.lines import Line
from onrecord.article.markup import marks_of
from onrecord.article.weighing import Weighed, weigh
from onrecord.layout import Element, Layout
from onrecord.record import Article, PageKind, Record
from onrecord.text import Document, Span

BODY, HEADLINE, RELATED, NOTICE, FURNITURE = "body", "headline", "related", "notice", "furniture"

_SHOWN: Final = 5  # elements of a path
_NOT_READ: Final = (PageKind.INDEX, PageKind.ERROR, PageKind.CONSENT)


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the page: what it was taken for, and by what.

    score: how likely the trees hold it to be body, of 1; None where they were not asked.
    """

    span: Span
    part: str  # "body", "headline", "related", "notice" or "furniture"
    kind: str  # "paragraph", "list-item" …; "headline", "teaser"; "correction"; "navigation", "share" …
    path: str  # "body > main > p.lead", the innermost elements; "" in flattened text
    words: int
    linked: float  # share of its characters that are links
    said: str | None  # what its own words say it is
    marks: tuple[tuple[str, str], ...]  # what the elements around it say it is, each with the element that says so
    by_rules: str | None  # what the rules take it for, where they take it for body
    score: float | None
    why: str

    def to_dict(self, document: Document) -> dict[str, Any]:
        """As one JSON object; `span` in code points of the document's text."""
        return {
            "span": [self.span.start, self.span.end],
            "part": self.part,
            "kind": self.kind,
            "why": self.why,
            "path": self.path,
            "words": self.words,
            "linked": round(self.linked, 2),
            "said": self.said,
            "marks": dict(self.marks),
            "by_rules": self.by_rules,
            "score": self.score,
            "text": document[self.span],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page's lines in order, and the score above which the trees take a line for body; None where they were not asked."""

    kind: PageKind
    lines: tuple[Explained, ...]
    cut: float | None


def explain(record: Record) -> Explanation:
    """What each line of a page was taken for, and why.

    Raises:
        ValueError: the record came from JSON, which holds no layout, or was not read as far as its article.
    """
    if record.layout is None or record.article is None:
        raise ValueError(f"{record.document.location}: this record has no layout to explain; read the page again")
    document, layout, article = record.document, record.layout, record.article
    weighed = weigh(document, layout)
    scores, cut = _scores(layout, weighed)
    places = _Places(document, article)
    marked = _Marks()
    lines = tuple(
        Explained(
            span=line.span,
            part=part,
            kind=kind,
            path=_path(line.block.path, line.block.inline),
            words=line.words,
            linked=line.linked,
            said=line.kind,
            marks=marked.around(line),
            by_rules=None if (taken := weighed.by_rules.get(line.number)) is None else taken.value,
            score=scores[line.number] if scores else None,
            why=_why(line, part, article.kind, weighed, scores, cut),
        )
        for line in weighed.lines
        for part, kind in [places.of(line)]
    )
    return Explanation(article.kind, lines, cut)


def _scores(layout: Layout, weighed: Weighed) -> tuple[list[float], float | None]:
    if not len(weighed.rows):
        return [], None
    forest = load_forest(f"blocks-{layout.form}")
    return [_likely(score) for score in forest.scores(weighed.rows).tolist()], _likely(forest.cut)


def _likely(score: int) -> float:
    """Log-odds times SCALE as a share of 1."""
    return round(1 / (1 + exp(-max(min(score / SCALE, 30.0), -30.0))), 3)


class _Places:
    """What the record says of each range of the text; asked in the order of the text."""

    def __init__(self, document: Document, article: Article) -> None:
        self.document = document
        self.ranges = sorted(_ranges(article), key=lambda found: (found[0].start, found[0].end))
        self.at = 0

    def of(self, line: Line) -> tuple[str, str]:
        """The part that holds most of a line."""
        while self.at < len(self.ranges) and self.ranges[self.at][0].end <= line.span.start:
            self.at += 1
        best, most = (FURNITURE, "other"), 0
        for number in range(self.at, len(self.ranges)):
            span, part, kind = self.ranges[number]
            if span.start >= line.span.end:
                break
            held = min(span.end, line.span.end) - max(span.start, line.span.start)
            if held > most:
                best, most = (part, kind), held
        return best


def _ranges(article: Article) -> Iterator[tuple[Span, str, str]]:
    if article.headline is not None:
        yield article.headline, HEADLINE, "headline"
    for block in article.body:
        yield block.range, BODY, block.kind.value
    for story in article.related:
        for kind, span in (("headline", story.headline), ("teaser", story.teaser)):
            if span is not None:
                yield span, RELATED, kind
    for notice in article.notices:
        yield notice.span, NOTICE, notice.kind
    for piece in article.furniture:
        yield piece.range, FURNITURE, piece.kind


class _Marks:
    """What the elements around a line say it is, each with the innermost element that says so."""

    def __init__(self) -> None:
        self.of_element: dict[int, frozenset[str]] = {}

    def around(self, line: Line) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for element in (*line.block.path, *line.block.inline):
            marks = self.of_element.get(id(element))
            if marks is None:
                marks = self.of_element[id(element)] = marks_of(element)
            for mark in marks & line.marks:
                found[mark] = named(element)
        return tuple(sorted(found.items()))


def _why(line: Line, part: str, kind: PageKind, weighed: Weighed, scores: Sequence[float], cut: float | None) -> str:
    """The decision in a few words."""
    i = line.number
    if part == HEADLINE:
        return "it stands for the title that the page gives itself"
    if part == RELATED:
        return "it leads to another story"
    if part == NOTICE:
        return "its words are those of a notice"
    by_rules = i in weighed.by_rules
    if kind in _NOT_READ and part != BODY:
        return f"the page is of kind {kind.value}: it has no body" if by_rules or _above(i, scores, cut) else _furniture(line)
    if not scores:
        few = "the page has too few lines, or too many, for the trees"
        return f"the rules take it: {few}" if part == BODY else f"the rules leave it out: {few}" if line.kind is None else _furniture(line)
    if part == BODY:
        if _above(i, scores, cut):
            return "trees and rules take it" if by_rules else "the trees take it, against the rules"
        return "the rules take it, against the trees" if by_rules else "it stands within a block that is body"
    if _above(i, scores, cut):
        if line.kind is not None and not by_rules:
            return f"its words say {line.kind}: that outweighs the trees"
        if any(other.text == line.text for other in weighed.lines[:i]):
            return "it said the same before"
        return "a part of the article was found in it by its words"
    return "the trees leave it out, against the rules" if by_rules else _furniture(line)


def _above(i: int, scores: Sequence[float], cut: float | None) -> bool:
    return bool(scores) and cut is not None and scores[i] > cut


def _furniture(line: Line) -> str:
    if line.kind is not None:
        return f"its words say {line.kind}"
    kind = kind_of(line)
    return f"the elements around it say {kind}" if kind in line.marks else "neither its shape nor its place is that of the text"


def named(element: Element) -> str:
    """An element as a person would write it in a style sheet: div.story-body."""
    return element.tag + (f"#{element.id}" if element.id else "") + "".join(f".{name}" for name in element.classes[:3])


def _path(path: Sequence[Element], inline: Sequence[Element]) -> str:
    elements = (*path, *inline)
    return ("… > " if len(elements) > _SHOWN else "") + " > ".join(map(named, elements[-_SHOWN:]))


def count_parts(lines: Sequence[Explained]) -> Mapping[str, int]:
    """How many lines each kind has, the article's own first, then the most frequent."""
    counts: dict[str, int] = {}
    for line in lines:
        label = label_of(line)
        counts[label] = counts.get(label, 0) + 1
    own = {label_of(line) for line in lines if line.part in (HEADLINE, BODY, NOTICE)}
    return dict(sorted(counts.items(), key=lambda item: (item[0] not in own, -item[1], item[0])))


def label_of(line: Explained) -> str:
    """The one word under which a line is shown: its kind, of a related story with what it is of it."""
    return f"related-{line.kind}" if line.part == RELATED else line.kind
