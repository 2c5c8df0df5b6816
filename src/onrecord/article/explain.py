"""Why each line of a page was taken for what it is: the same decisions made again, with what each of them went by.

Reading a page pays nothing for this. It is for a person who sees a wrong decision and wants to say where it went wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any, Final

from onrecord.article.forest import SCALE, load_forest
from onrecord.article.furniture import kind_of
from onrecord.article.headline import titles
from onrecord.article.lines import Line
from onrecord.article.markup import marks_of
from onrecord.article.tables import fold
from onrecord.article.telling import telling_words
from onrecord.article.weighing import Weighed, choose, weigh
from onrecord.layout import Element, Layout
from onrecord.record import Article, BlockKind, PageKind, Record
from onrecord.text import Document, Span

BODY, HEADLINE, RELATED, NOTICE, FURNITURE = "body", "headline", "related", "notice", "furniture"

_SHOWN: Final = 5  # elements of a path
_NOT_READ: Final = (PageKind.INDEX, PageKind.ERROR, PageKind.CONSENT)
_NEAR: Final = 40  # lines above a related story in which its heading is looked for
_HEADINGS: Final = ("h1", "h2", "h3")
_QUOTED: Final = 40  # characters of a line that is named in a reason


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the page: what it was taken for, and by what.

    score: how likely the trees hold it to be body, of 1; None where they were not asked.
    holds: what else stands in it: dateline, author, agency; where a line is several things, the smaller ones.
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
    holds: tuple[tuple[str, Span], ...] = ()

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
            "holds": [[name, span.start, span.end] for name, span in self.holds],
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
    reasons = _Reasons(layout, article.kind, weighed, scores, cut)
    places = _Places(_ranges(article))
    credited = _Places(_credited(article))
    marked = _Marks()
    lines = []
    for line in weighed.lines:
        span, part, kind = _most_of(line.span, found := places.over(line.span))
        others = [(label, other) for other, its_part, its_kind in found if other != span for label in [_label(its_part, its_kind)]]
        marks = marked.around(line)
        lines.append(
            Explained(
                span=line.span,
                part=part,
                kind=kind,
                path=_path(line.block.path, line.block.inline),
                words=line.words,
                linked=line.linked,
                said=line.kind,
                marks=marks,
                by_rules=None if (taken := weighed.by_rules.get(line.number)) is None else taken.value,
                score=scores[line.number] if scores else None,
                why=reasons.of(line, part, kind, dict(marks)),
                holds=(*((name, within) for within, _, name in credited.over(line.span)), *others),
            )
        )
    return Explanation(article.kind, tuple(lines), cut)


def _scores(layout: Layout, weighed: Weighed) -> tuple[list[float], float | None]:
    if not len(weighed.rows):
        return [], None
    forest = load_forest(f"blocks-{layout.form}")
    return [_likely(score) for score in forest.scores(weighed.rows).tolist()], _likely(forest.cut)


def _likely(score: int) -> float:
    """Log-odds times SCALE as a share of 1."""
    return round(1 / (1 + exp(-max(min(score / SCALE, 30.0), -30.0))), 3)


_Range = tuple[Span, str, str]  # a range of the text, its part and its kind


class _Places:
    """What the record says of each range of the text; asked in the order of the text."""

    def __init__(self, ranges: Iterable[_Range]) -> None:
        self.ranges = sorted(ranges, key=lambda found: (found[0].start, found[0].end))
        self.at = 0

    def over(self, span: Span) -> list[_Range]:
        """The ranges that a span touches, in order."""
        while self.at < len(self.ranges) and self.ranges[self.at][0].end <= span.start:
            self.at += 1
        found = []
        for number in range(self.at, len(self.ranges)):
            if self.ranges[number][0].start >= span.end:
                break
            if self.ranges[number][0].overlaps(span):
                found.append(self.ranges[number])
        return found


def _most_of(span: Span, ranges: Sequence[_Range]) -> _Range:
    """The range that holds most of a span."""
    return max(ranges, key=lambda found: min(found[0].end, span.end) - max(found[0].start, span.start), default=(span, FURNITURE, "other"))


def _ranges(article: Article) -> Iterator[_Range]:
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


def _credited(article: Article) -> Iterator[_Range]:
    """What is found within lines: where it was filed, and by whom."""
    if article.dateline is not None:
        yield article.dateline.span, "", "dateline"
    for name, credits_ in (("author", article.authors), ("agency", article.agencies)):
        for credit in credits_:
            if credit.span is not None:
                yield credit.span, "", name


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


class _Reasons:
    """The decision on each line in a few words, from what decided it; asked in the order of the page."""

    def __init__(self, layout: Layout, kind: PageKind, weighed: Weighed, scores: Sequence[float], cut: float | None) -> None:
        self.kind, self.weighed, self.scores, self.cut = kind, weighed, scores, cut
        self.titles = [fold(title) for title, _ in titles(layout)]
        self.by_rules_alone = choose(layout, weighed) is weighed.by_rules
        self.seen: set[str] = set()

    def of(self, line: Line, part: str, kind: str, marks: Mapping[str, str]) -> str:
        """Why a line was taken for a part and a kind; `marks` with the element that says each."""
        again = line.text in self.seen
        self.seen.add(line.text)
        if part == HEADLINE:
            return self._headline(line, marks)
        if part == RELATED:
            return self._related(line, kind, marks)
        if part == NOTICE:
            return f"its words are those of a note of {kind}"
        if part == BODY:
            return self._body(line, kind)
        if self.kind in _NOT_READ and (line.number in self.weighed.by_rules or self._above(line)):
            return f"the page is of kind {self.kind.value}, which has no body"
        return self._left_out(line, kind, marks, again=again)

    def _body(self, line: Line, kind: str) -> str:
        by_rules = line.number in self.weighed.by_rules
        if not self.scores:
            return "the rules take it; the trees were not asked"
        if self._above(line):
            return "trees and rules take it" if by_rules else "the trees take it, against the rules"
        if by_rules and self.by_rules_alone:
            return "the rules take it: by the trees next to nothing of the page would be left"
        if kind == BlockKind.STANDFIRST.value:
            return "the rules take it for a standfirst, on which the trees have no say"
        return "the trees leave it out by little, and text stands around it in the same element"

    def _left_out(self, line: Line, kind: str, marks: Mapping[str, str], *, again: bool) -> str:
        by_rules = line.number in self.weighed.by_rules
        if self._above(line) and not by_rules:
            if line.kind == kind:
                return f"{_told(line)}: that outweighs the trees"
            if kind in marks and line.kind is None:
                return f"the element {marks[kind]} says {kind}: that outweighs the trees"
        if self._above(line) and again:
            return "it said the same before"
        if kind == "byline" and line.kind != kind:
            return "the article's author or agency was found in it"
        if kind != kind_of(line):
            return f"among other stories it stands as {kind}"
        if by_rules and self.scores and not self._above(line):
            return "the trees leave it out, against the rules"
        if line.kind is not None:
            return _told(line)
        if kind in line.marks:
            return f"the element {marks.get(kind, 'around it')} says {kind}"
        return "neither its shape nor its place is that of the text"

    def _headline(self, line: Line, marks: Mapping[str, str]) -> str:
        own = fold(line.text)
        set_so = line.block.tag in _HEADINGS or "headline" in marks
        how = f"the element {marks.get('headline', line.block.tag)} sets it as one" if set_so else "it stands above the text and is set like one"
        return f"the page's own title says the same; {how}" if any(own in title or title in own for title in self.titles if title) else how

    def _related(self, line: Line, kind: str, marks: Mapping[str, str]) -> str:
        if "related" in marks:
            return f"the element {marks['related']} holds other stories"
        for above in reversed(self.weighed.lines[max(0, line.number - _NEAR) : line.number]):
            if above.kind == "related-heading":
                return f"it stands below “{_short(above.text)}”"
        if kind == "headline" and line.linked > 0.5:
            return "it leads to another story"
        return "it breaks off, or has a dateline of its own" if kind == "teaser" else "it is set as the headline of another story"

    def _above(self, line: Line) -> bool:
        return bool(self.scores) and self.cut is not None and self.scores[line.number] > self.cut


def _told(line: Line) -> str:
    """Which words of a line say what it is."""
    if line.kind == "other" and not any(map(str.isalpha, line.text)):
        return "there is no letter in it"
    how = telling_words(line.text, prose=line.prose)
    return f"its words say {line.kind}" + (f": {how}" if how else "")


def _short(text: str) -> str:
    words = " ".join(text[: 2 * _QUOTED].split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"


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
    return _label(line.part, line.kind)


def _label(part: str, kind: str) -> str:
    return f"related-{kind}" if part == RELATED else kind
