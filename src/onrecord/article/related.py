"""Other stories that the page advertises: headline, teaser, dateline and link of each.

They stand under a heading ("Read next") or in an element that is named for them; in flattened text also, without either,
behind the body, where a headline is followed by a teaser that breaks off.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import NamedTuple

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
_FEWEST = 4  # words of a story below a heading of unknown words
_TEASING = 8  # words of a teaser
_WHO_AND_WHEN = frozenset(("byline", "date"))
_IN = frozenset(("in", "In", "IN"))
_LISTED = 3  # headlines below a heading that make it one of other stories
_NO_HEADING = _ELSEWHERE | {"promo", "share", "tags", "consent", "bio", "byline", "caption", "advertising", "date"}
_IN_LISTS = frozenset((None, "date", "byline", "label"))
_NO_STORY = _NO_HEADING - {"byline", "date"}
_NAMED_ITEM = re.compile(r"(?:previous|next|older|newer)(?: (?:article|post|story))?\s*[:»]\s*(?=\w)", re.IGNORECASE)
_NEXT_ITEM = re.compile(r"(?:Previous|Next|Older|Newer)(?: (?:[Aa]rticle|[Pp]ost|[Ss]tory))?\s*[:»]\s*(?=\w)")
_HUMP = re.compile(r"(?<=[a-zà-ÿ\d)”’])(?=[A-ZÀ-Þ“][a-zà-ÿ]* )")  # where two elements of a card meet
_BULLET = re.compile(r"[*•·▪◦►»>–-]\s+")
_IN_SECTION = re.compile(r"in\s+[\"“'‘].{2,40}[\"”'’]$", re.IGNORECASE)
Path = tuple[Element, ...]
_LETTERS = re.compile(r"[^\W\d_]+")


class _Piece(NamedTuple):
    """A line, or a part of one, that is a headline or a teaser."""

    line: Line
    span: Span
    url: str | None


@dataclass(slots=True)
class _Draft:
    headline: _Piece | None = None
    teaser: _Piece | None = None


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
    regions = _boxes(document, lines, body, kept, around_body) if html else _lists(document, lines, body)
    for region in regions:
        drafts: list[_Draft] = []
        for i in region:
            if i not in kept and i not in found.taken:
                drafts += _parted(document, lines[i], html=html) or _sorted(document, lines[i], drafts, found, html=html)
        linked = sum(draft.headline is not None and draft.headline.url is not None for draft in drafts)
        for draft in drafts:
            if linked >= 2 and (label := _label_among_links(draft)):
                found.furniture[label.number] = "label"
            else:
                _keep(document, draft, found)
    return found


def _label_among_links(draft: _Draft) -> Line | None:
    """The line of a few words without a link or teaser, in a list whose stories are links."""
    headline = draft.headline
    return headline.line if headline and draft.teaser is None and headline.url is None and headline.line.words <= 4 else None


def _boxes(document: Document, lines: Sequence[Line], body: Sequence[int], kept: set[int], around_body: Path) -> Iterator[range]:
    """Runs of blocks that hold related stories: in an element named for them, under a heading for them, or by their shape."""
    # Lines that may be a story below a heading of unknown words: where none is near, none is looked for, as among the cells of a table.
    hopes = [0, *accumulate(line.words >= _FEWEST and line.kind is None and _is_hopeful(line) for line in lines)]
    i = 0
    while i < len(lines):
        stop = i + 1
        if i not in kept and lines[i].marks.isdisjoint(_ELSEWHERE):
            behind = bool(body) and i > body[-1]
            # Between two parts of the body only where the box is an element of its own.
            apart = behind or (bool(body) and i > body[0] and not _is_inside(around_body, lines[i].block.path[:-1]))
            near = hopes[min(stop + _MOST, len(lines))] > hopes[stop]
            headed = _headed(document, lines, i, around_body, behind=behind) if apart and near else None
            inside = headed or _box_at(document, lines, i, kept, around_body, behind=behind)
            if inside is not None:
                while stop < len(lines) and stop - i <= _MOST and stop not in kept and inside(lines[stop]):
                    stop += 1
                yield range(i + 1, stop) if headed else range(i, stop)
        i = stop


def _box_at(
    document: Document, lines: Sequence[Line], i: int, kept: Container[int], around_body: Path, *, behind: bool
) -> Callable[[Line], bool] | None:
    """What the rest of the box has in common, where one begins at a line; else None.

    Args:
        behind: the line stands behind the body.
    """
    line = lines[i]
    if "related" in line.marks:
        return lambda other: "related" in other.marks
    path = line.block.path
    if line.kind == "related-heading":
        inner = i + 1 < len(lines) and _begins(lines[i + 1].block.path, path) and len(lines[i + 1].block.path) > len(path)
        around = path if inner else path[:-1]
    elif behind and _NAMED_ITEM.match(line.text) and line.kind is None:
        return lambda other: other.kind is None and _NAMED_ITEM.match(other.text) is not None
    elif (
        any(other.words >= _TEASING for other in lines[i + 1 : i + 3])  # as few have: the rest takes longer
        and _is_headline(line)
        and "caption" not in line.marks
        and (teaser := _teaser_below(document, lines, i, kept))
    ):
        # The two stand in a card, the card with others in a list; but a list does not hold the article.
        card = _shared(path, teaser.block.path)
        around = card[:-1] if not _begins(around_body, card[:-1]) else card
    else:
        return None
    return lambda other: other.kind not in _STOPS and not _is_paid(other) and _begins(other.block.path, around)


def _headed(document: Document, lines: Sequence[Line], i: int, around_body: Path, *, behind: bool) -> Callable[[Line], bool] | None:
    """What the lines below a heading of unknown words have in common, where two or more of them are headlines by their links or shape.

    Args:
        behind: the heading stands behind the body; before its end, only headlines and their teasers.
    """
    heading = lines[i]
    if (
        heading.kind not in (None, "label")
        or heading.words > 6
        or heading.sentence
        or heading.linked > 0.5
        or not heading.marks.isdisjoint(_NO_HEADING)
    ):
        return None
    path = heading.block.path
    around = path[:-1]
    # Where the element around the heading holds the article too, the list is the one element below the heading.
    wide = _is_inside(around_body, around)
    list_below = lines[i + 1].block.path[: len(path)] if i + 1 < len(lines) else ()
    below: list[Line] = []
    for line in lines[i + 1 : i + 1 + _MOST]:
        if line.source != heading.source:
            inner = line.block.path
            if not around or not _is_inside(inner, around) or (wide and not _is_inside(inner, list_below)):
                break
        if line.kind not in _IN_LISTS or not line.marks.isdisjoint(_NO_STORY):
            break
        below.append(line)
    joint = [line for line in below if line.source == heading.source]
    if len(joint) >= 2:
        below = joint
    if not behind:
        below = list(takewhile(lambda line: line.kind is not None or _is_told(line) or _is_teaser(document, line), below))
    items = [line for line in below if line.words >= _FEWEST and line.kind is None]
    told = [line for line in items if _is_told(line)]
    stories = sum(max(1, len(line.block.links)) for line in told)
    if stories < 2 and not any(_is_teaser(document, line) and (line.cut_off or _filed(document, line)) for line in items[1:]):
        return None
    last = below[-1].number
    return lambda other: other.number <= last


def _is_hopeful(line: Line) -> bool:
    """May be a headline by its link or shape, or a teaser that is cut off or has a dateline."""
    return line.words >= _TEASING or line.cut_off or _is_told(line)


def _is_told(line: Line) -> bool:
    """Known for a headline in a list by its link or shape."""
    return (line.linked > 0.8 and _url(line) is not None) or _is_bulleted(line) or line.block.tag in _HEADINGS


def _is_inside(path: Path, around: Path) -> bool:
    """A path leads through this very element, as through the page itself, which () stands for."""
    return not around or (len(path) >= len(around) and path[len(around) - 1] is around[-1])


def _is_paid(line: Line) -> bool:
    """The heading of stories that somebody paid for."""
    return line.kind == "advertising" and line.text.casefold().endswith(("content", "stories", "posts", "post", "links"))


def _teaser_below(document: Document, lines: Sequence[Line], i: int, kept: Container[int]) -> Line | None:
    """The teaser right below a headline, known by its dots or its own dateline; a day or a name may stand between."""
    for line in lines[i + 1 : i + 3]:
        if line.number in kept:
            return None
        if line.words >= _TEASING and line.kind is None and (line.cut_off or _filed(document, line) is not None):
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
    listing = False
    listed: dict[int, bool] = {}
    for i in range(body[-1] + 1 if body else 0, len(lines)):
        line = lines[i]
        if line.kind in _STOPS:
            if region:
                yield region
            region, listing = [], False
        elif listing and len(region) < _MOST:
            region.append(i)
        elif _heads_list(lines, i):
            listing = True
        elif line.kind == "related-heading" or _is_bulleted(line) or (_is_headline(line) and _teaser_below(document, lines, i, ())):
            region, listing = [*_before(document, lines, i, body[-1] if body else -1, listed), i], True
    if region:
        yield region


def _heads_list(lines: Sequence[Line], i: int) -> bool:
    """A heading of unknown words, all in capitals, above three headlines or more."""
    line = lines[i]
    if line.kind not in (None, "label") or line.words > 4 or not line.text.isupper() or line.sentence or i + _LISTED >= len(lines):
        return False
    below = lines[i + 1 : i + 1 + _LISTED]
    return all(_is_headline(other) and 4 <= other.words <= 20 and not other.sentence and not other.text.isupper() for other in below)


def _before(document: Document, lines: Sequence[Line], i: int, last: int, listed: dict[int, bool]) -> list[int]:
    """Headlines and teasers right above a line where a list was known as one; not the words that head the list.

    Args:
        listed: what was told of lines before: the same are asked for again below each bullet.
    """

    def belongs(k: int) -> bool:
        if k not in listed:
            listed[k] = _is_headline(lines[k]) or (_is_teaser(document, lines[k]) and lines[k].kind is None)
        return listed[k]

    j = i
    while j - 1 > last and lines[i].kind is None and i - j < _MOST and belongs(j - 1):
        j -= 1
    if j < i and lines[j].words <= 4 and not (j + 1 < i and _is_teaser(document, lines[j + 1])):
        j += 1
    return list(range(j, i))


def _is_bulleted(line: Line) -> bool:
    return line.kind is None and line.words >= 4 and _BULLET.match(line.text) is not None


def _parted(document: Document, line: Line, *, html: bool) -> list[_Draft]:
    """The stories of a line that holds several, or one with its teaser; [] for any other line."""
    if line.kind is not None or len(line.block.links) > _MOST:
        return []
    named = [(found.start(), found.end()) for found in _NEXT_ITEM.finditer(line.text[:600])]
    if named and named[0][0] == 0:
        stops = [start for start, _ in named[1:]] + [len(line.text)]
        parts = [_piece(document, line, start, stop) for (_, start), stop in zip(named, stops, strict=True)]
        return [_Draft(headline=part) for part in parts if part is not None]
    links = [(link.span.start - line.span.start, link.span.end - line.span.start) for link in line.block.links] if html else []
    if len(links) >= 2 and line.linked > 0.8 and all(len(line.text[a:b].split()) >= 4 for a, b in links):
        return [draft for a, b in links for draft in _card(document, line, a, b)]
    if len(links) == 1 and line.linked > 0.8 and line.sentence and _HUMP.search(line.text):
        return _card(document, line, *links[0])
    if len(links) == 1 and line.linked <= 0.8 and links[0][0] <= 3 and len(line.text[slice(*links[0])].split()) >= 3:
        headline, teaser = _piece(document, line, *links[0]), _piece(document, line, links[0][1], len(line.text))
        if headline and teaser and len(document[teaser.span].split()) >= 6:
            return [_Draft(headline, teaser)]
    return []


def _card(document: Document, line: Line, start: int, end: int) -> list[_Draft]:
    """One link with a headline and, without a space between, a teaser: "Ferry line orders two shipsThe line will pay with a loan."."""
    text = line.text[start:end]
    hump = _HUMP.search(text) if text.endswith((".", "…", "?", "!")) else None
    if hump and len(text[: hump.start()].split()) >= 3 and len(text[hump.start() :].split()) >= 5:
        headline, teaser = _piece(document, line, start, start + hump.start()), _piece(document, line, start + hump.start(), end)
        return [_Draft(headline, teaser)]
    whole = _piece(document, line, start, end)
    return [_Draft(headline=whole)] if whole else []


def _piece(document: Document, line: Line, start: int, end: int) -> _Piece | None:
    """A part of a line, without what divides it from its neighbours."""
    while start < end and line.text[start] in " :–—-|·":
        start += 1
    span = document.cite(line.span.start + start, line.span.start + end)
    if span is None or not (line.span.start <= span.start and span.end <= line.span.end):
        return None
    return _Piece(line, span, next((link.href for link in line.block.links if link.span.overlaps(span) and _leads(link.href)), None))


def _leads(href: str) -> bool:
    return bool(href) and not href.startswith(("#", "javascript:"))


def _sorted(document: Document, line: Line, drafts: list[_Draft], found: Advertised, *, html: bool) -> list[_Draft]:
    """Take a line for a headline, a teaser, or what stands beside them; a teaser goes to the draft it belongs to.

    Returns:
        The draft that begins with the line, if one does.
    """
    piece = _Piece(line, line.span, _url(line))
    if line.kind is not None or _is_beside(line):
        found.furniture[line.number] = line.kind or "label"
    elif _tells_of(line, drafts) or (
        _is_teaser(document, line) and not (html and (line.block.tag in _HEADINGS or (line.linked > 0.8 and not line.cut_off)))
    ):
        last = drafts[-1] if drafts else None
        if last is not None and last.headline is not None and _has_left_list(last.headline.line.block.path, line.block.path):
            found.furniture[line.number] = "promo"
            return []
        if last is None or last.teaser is not None or last.headline is None or _is_bulleted(line) or _is_alone(document, line, drafts):
            return [_Draft(teaser=piece)]
        last.teaser = piece
    elif _is_headline(line) or (html and line.linked > 0.8 and line.words >= 3):
        return [_Draft(headline=piece)]
    else:
        found.furniture[line.number] = "label"
    return []


def _has_left_list(headline: Path, path: Path) -> bool:
    """The headline is an item of a list, and what follows stands behind the list."""
    for depth, element in enumerate(headline):
        if element.tag == "li" and depth:
            return not _is_inside(path, headline[:depth])
    return False


def _tells_of(line: Line, drafts: Sequence[_Draft]) -> bool:
    """A sentence in the very link of the headline above it: a card that is all one link."""
    if not drafts or drafts[-1].headline is None or drafts[-1].teaser is not None or not line.sentence or line.block.tag in _HEADINGS:
        return False
    above = drafts[-1].headline
    return above.url is not None and above.url == _url(line) and line.number <= above.line.number + 3 and line.text != above.line.text


def _is_alone(document: Document, line: Line, drafts: Sequence[_Draft]) -> bool:
    """A teaser with its own dateline in a list of headlines without teasers, the last of which it shares no word with."""
    if len(drafts) < 2 or drafts[-2].teaser is not None or drafts[-1].headline is None or _filed(document, line) is None:
        return False
    one, other = (
        {word[:5].casefold() for word in _LETTERS.findall(text) if len(word) > 3} for text in (document[drafts[-1].headline.span], line.text)
    )
    return one.isdisjoint(other)


def _filed(document: Document, line: Line) -> Filed | None:
    """The dateline at the head of a teaser, behind its bullet."""
    bullet = _BULLET.match(line.text)
    return find_dateline(document, line.span.start + (bullet.end() if bullet else 0), line.span.end)


def _is_teaser(document: Document, line: Line) -> bool:
    if (line.cut_off and line.words >= 5) or (line.prose and line.words >= 10):
        return True
    return line.words >= 8 and _filed(document, line) is not None


def _is_headline(line: Line) -> bool:
    return line.kind is None and 3 <= line.words <= 35 and not line.cut_off and not _is_beside(line)


def _is_beside(line: Line) -> bool:
    """Who and when beside a teaser: "Newsroom - May 3, 2021", "In “Sport”", "- 3:10 pm"."""
    text = line.text
    if line.words > 9:
        return False
    if (line.words <= 6 and not line.marks.isdisjoint(_WHO_AND_WHEN)) or (text[:2] in _IN and _IN_SECTION.match(text)):
        return True
    if text[-1].isalpha() and len(text) > 4 * line.words:
        return False
    words = _LETTERS.findall(text)
    if line.words <= 6 and text.isascii() and max(map(len, words), default=0) <= 2:
        return True
    if len(words) > 5 or text[-1].isalpha() or not any(map(str.isdigit, text)):
        return False
    return any(word.casefold() in words_of("names.tsv", "calendar") for word in words[-3:])


def _keep(document: Document, draft: _Draft, found: Advertised) -> None:
    headline, teaser = draft.headline, draft.teaser
    place: Dateline | None = None
    if teaser is not None:
        bullet = _BULLET.match(document[teaser.span])
        filed = find_dateline(document, teaser.span.start + (bullet.end() if bullet else 0), teaser.span.end)
        place = filed.dateline if filed else None
    if headline is not None:
        words = document[headline.span]
        if teaser is None and words in found.headlines:
            found.furniture[headline.line.number] = "label"  # the link of the picture, once more
            return
        found.headlines.add(words)
    for piece in (headline, teaser):
        if piece is not None:
            found.taken.add(piece.line.number)
    url = (headline.url if headline else None) or (teaser.url if teaser else None)
    truncated = teaser is not None and teaser.line.cut_off and teaser.span.end == teaser.line.span.end
    found.stories.append(Related(headline.span if headline else None, teaser.span if teaser else None, place, url, truncated))


def _url(line: Line) -> str | None:
    return next((link.href for link in line.block.links if _leads(link.href)), None)
