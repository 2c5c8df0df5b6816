"""Other stories that the page advertises: headline, teaser, dateline and link of each.

They stand under a heading ("Read next") or in an element that is named for them; in flattened text also, without either,
behind the body, where a headline is followed by a teaser that breaks off.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.article.dateline import find_dateline
from onrecord.article.lines import Line
from onrecord.article.tables import words_of
from onrecord.layout import Element
from onrecord.record import Dateline, Related
from onrecord.text import Document, Span

_STOPS = frozenset(("footer", "consent", "comment", "popular-heading", "bio"))
_MOST = 40
_IN_SECTION = re.compile(r"in\s+[\"“'‘].{2,40}[\"”'’]$", re.IGNORECASE)
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
    kept = set(body)
    if top is not None:
        kept.add(top)
    regions = _boxes(lines, kept) if html else _lists(lines, body)
    for region in regions:
        drafts: list[_Draft] = []
        for i in region:
            if i not in kept and i not in found.taken:
                _sort(document, lines[i], drafts, found, html=html)
        for draft in drafts:
            _keep(document, draft, found)
    return found


def _boxes(lines: Sequence[Line], kept: set[int]) -> Iterator[list[int]]:
    """Runs of blocks in elements named for related stories, or under a heading that announces them."""
    i = 0
    while i < len(lines):
        line = lines[i]
        if i in kept:
            i += 1
        elif "related" in line.marks and not line.marks & {"navigation", "footer", "popular", "comment"}:
            start = i
            while i < len(lines) and i not in kept and "related" in lines[i].marks:
                i += 1
            yield list(range(start, i))
        elif line.kind == "related-heading" and not line.marks & {"navigation", "popular", "comment", "footer"}:
            start = i
            path = line.block.path
            inner = i + 1 < len(lines) and lines[i + 1].block.path[: len(path)] == path and len(lines[i + 1].block.path) > len(path)
            around = path if inner else path[:-1]
            i += 1
            while i < len(lines) and i - start <= _MOST and i not in kept and _is_inside(lines[i], around):
                i += 1
            yield list(range(start, i))
        else:
            i += 1


def _is_inside(line: Line, around: tuple[Element, ...]) -> bool:
    return line.kind not in _STOPS and line.block.path[: len(around)] == around


def _lists(lines: Sequence[Line], body: Sequence[int]) -> Iterator[list[int]]:
    """The lines behind the body that stand under a heading for related stories, or are such stories by their shape."""
    i = body[-1] + 1 if body else 0
    open_list = False
    region: list[int] = []
    while i < len(lines):
        line = lines[i]
        if line.kind == "related-heading":
            open_list = True
            region.append(i)
        elif line.kind in _STOPS:
            open_list = False
            if region:
                yield region
            region = []
        elif open_list and len(region) < _MOST:
            region.append(i)
        elif not open_list and _is_headline(line) and i + 1 < len(lines) and lines[i + 1].cut_off and lines[i + 1].words >= 8:
            yield [i, i + 1]
            i += 1
        i += 1
    if region:
        yield region


def _sort(document: Document, line: Line, drafts: list[_Draft], found: Advertised, *, html: bool) -> None:
    """Take a line for a headline, a teaser, or what stands beside them."""
    teaser = line.kind is None and _is_teaser(document, line)
    if line.kind is not None:
        found.furniture[line.index] = line.kind
    elif _is_beside(line):
        found.furniture[line.index] = "label"
    elif teaser and not (html and line.block.tag in ("h2", "h3", "h4", "h5", "h6")) and not (html and line.linked > 0.8 and not line.cut_off):
        if not drafts or drafts[-1].teaser is not None or (drafts[-1].headline is None):
            drafts.append(_Draft())
        drafts[-1].teaser = line
    elif _is_headline(line) or (html and line.linked > 0.8 and line.words >= 3):
        drafts.append(_Draft(headline=line))
    else:
        found.furniture[line.index] = "label"


def _is_teaser(document: Document, line: Line) -> bool:
    if line.cut_off and line.words >= 5:
        return True
    if find_dateline(document, line.span.start, line.span.end) is not None and line.words >= 8:
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
        filed = find_dateline(document, teaser.span.start, teaser.span.end)
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
