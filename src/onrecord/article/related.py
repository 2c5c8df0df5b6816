"""Other stories that the page advertises: headline, teaser, dateline and link of each.

They stand under a heading ("Read next") or in an element that is named for them; in flattened text also, without either,
behind the body, where a headline is followed by a teaser that breaks off.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.article.dateline import Filed, find_dateline
from onrecord.article.lines import Line
from onrecord.article.tables import words_of
from onrecord.layout import Element
from onrecord.record import Dateline, Related
from onrecord.text import Document, Span

_STOPS = frozenset(("footer", "consent", "comment", "popular-heading", "bio"))
_ELSEWHERE = frozenset(("navigation", "footer", "popular", "comment"))  # lists in these advertise nothing, or everything
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_MOST = 40  # lines of a box
_BULLET = re.compile(r"[*•·▪◦►»>–-]\s+")
_IN_SECTION = re.compile(r"in\s+[\"“'‘].{2,40}[\"”'’]$", re.IGNORECASE)
Path = tuple[Element, ...]
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Draft:
    headline: Line | None = None
    teaser: Line | None = None


@dataclass(slots=True)
class Advertised:
    """Related stories, and what the other lines of their boxes are."""

    stories: list[Related] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # lines that are headline or teaser of one
    furniture: dict[int, str] = field(default_factory=dict)
    headlines: set[str] = field(default_factory=set)


def find_related(document: Document, lines: Sequence[Line], body: Sequence[int], top: int | None, *, html: bool) -> Advertised:
    """Find the stories that a page advertises, in the order of the page."""
    found = Advertised()
    kept = {*body, *([] if top is None else [top])}
    around_body = lines[body[0]].block.path if body else ()
    regions = _boxes(document, lines, kept, around_body) if html else _lists(document, lines, body)
    for region in regions:
        drafts: list[_Draft] = []
        for i in region:
            if i not in kept and i not in found.taken:
                _sort(document, lines[i], drafts, found, html=html)
        for draft in drafts:
            _keep(document, draft, found)
    return found


def _boxes(document: Document, lines: Sequence[Line], kept: set[int], around_body: Path) -> Iterator[range]:
    """Runs of blocks that hold related stories: in an element named for them, under a heading for them, or by their shape."""
    i = 0
    while i < len(lines):
        stop = i + 1
        if i not in kept and not lines[i].marks & _ELSEWHERE:
            inside = _box_at(document, lines, i, kept, around_body)
            if inside is not None:
                while stop < len(lines) and stop - i <= _MOST and stop not in kept and inside(lines[stop]):
                    stop += 1
                yield range(i, stop)
        i = stop


def _box_at(document: Document, lines: Sequence[Line], i: int, kept: Container[int], around_body: Path) -> Callable[[Line], bool] | None:
    """What the rest of the box has in common, where one begins at a line; else None."""
    line = lines[i]
    if "related" in line.marks:
        return lambda other: "related" in other.marks
    path = line.block.path
    if line.kind == "related-heading":
        inner = i + 1 < len(lines) and _begins(lines[i + 1].block.path, path) and len(lines[i + 1].block.path) > len(path)
        around = path if inner else path[:-1]
    elif _is_headline(line) and "caption" not in line.marks and (teaser := _teaser_below(document, lines, i, kept)):
        # The two stand in a card, the card with others in a list; but a list does not hold the article.
        card = _shared(path, teaser.block.path)
        around = card[:-1] if not _begins(around_body, card[:-1]) else card
    else:
        return None
    return lambda other: other.kind not in _STOPS and _begins(other.block.path, around)


def _teaser_below(document: Document, lines: Sequence[Line], i: int, kept: Container[int]) -> Line | None:
    """The teaser right below a headline, known by its dots or its own dateline; a day or a name may stand between."""
    for line in lines[i + 1 : i + 3]:
        if line.index in kept:
            return None
        if line.words >= 8 and line.kind is None and (line.cut_off or _filed(document, line) is not None):
            return line
        if line.kind is None and not _is_beside(line):
            return None
    return None


def _begins(path: Path, beginning: Path) -> bool:
    return path[: len(beginning)] == beginning


def _shared(one: Path, other: Path) -> Path:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        length += 1
    return one[:length]


def _lists(document: Document, lines: Sequence[Line], body: Sequence[int]) -> Iterator[list[int]]:
    """The lines behind the body from where related stories begin: at a heading, a headline with a teaser, or a bullet."""
    region: list[int] = []
    for i in range(body[-1] + 1 if body else 0, len(lines)):
        line = lines[i]
        if line.kind in _STOPS:
            if region:
                yield region
            region = []
        elif region and len(region) < _MOST:
            region.append(i)
        elif line.kind == "related-heading" or _is_bulleted(line) or (_is_headline(line) and _teaser_below(document, lines, i, ())):
            region = [i]
    if region:
        yield region


def _is_bulleted(line: Line) -> bool:
    return line.kind is None and line.words >= 4 and _BULLET.match(line.text) is not None


def _sort(document: Document, line: Line, drafts: list[_Draft], found: Advertised, *, html: bool) -> None:
    """Take a line for a headline, a teaser, or what stands beside them."""
    if line.kind is not None or _is_beside(line):
        found.furniture[line.index] = line.kind or "label"
    elif _is_teaser(document, line) and not (html and (line.block.tag in _HEADINGS or (line.linked > 0.8 and not line.cut_off))):
        if not drafts or drafts[-1].teaser is not None or drafts[-1].headline is None or _is_bulleted(line):
            drafts.append(_Draft())
        drafts[-1].teaser = line
    elif _is_headline(line) or (html and line.linked > 0.8 and line.words >= 3):
        drafts.append(_Draft(headline=line))
    else:
        found.furniture[line.index] = "label"


def _filed(document: Document, line: Line) -> Filed | None:
    """The dateline at the head of a teaser, behind its bullet."""
    bullet = _BULLET.match(line.text)
    return find_dateline(document, line.span.start + (bullet.end() if bullet else 0), line.span.end)


def _is_teaser(document: Document, line: Line) -> bool:
    if line.cut_off and line.words >= 5:
        return True
    if line.words >= 8 and _filed(document, line) is not None:
        return True
    return line.prose and line.words >= 10


def _is_headline(line: Line) -> bool:
    return line.kind is None and 3 <= line.words <= 35 and not line.cut_off and not _is_beside(line)


def _is_beside(line: Line) -> bool:
    """Who and when beside a teaser: "Newsroom - May 3, 2021", "In “Sport”"."""
    if line.words > 9:
        return False
    if _IN_SECTION.match(line.text):
        return True
    words = [word.casefold() for word in _LETTERS.findall(line.text)]
    dated = any(word in words_of("names.tsv", "calendar") for word in words[-3:]) and any(c.isdigit() for c in line.text)
    return dated and len(words) <= 5 and not line.text[-1].isalpha()


def _keep(document: Document, draft: _Draft, found: Advertised) -> None:
    headline, teaser = draft.headline, draft.teaser
    place: Dateline | None = None
    if teaser is not None:
        filed = _filed(document, teaser)
        place = filed.dateline if filed else None
    if headline is not None:
        if teaser is None and headline.text in found.headlines:
            found.furniture[headline.index] = "label"  # the link of the picture, once more
            return
        found.headlines.add(headline.text)
    for line in (headline, teaser):
        if line is not None:
            found.taken.add(line.index)
    found.stories.append(Related(_span(headline), _span(teaser), place, _url(headline) or _url(teaser), bool(teaser and teaser.cut_off)))


def _span(line: Line | None) -> Span | None:
    return line.span if line is not None else None


def _url(line: Line | None) -> str | None:
    if line is None:
        return None
    return next((link.href for link in line.block.links if link.href and not link.href.startswith(("#", "javascript:"))), None)
