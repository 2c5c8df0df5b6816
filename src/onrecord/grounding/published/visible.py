"""Dates in the words of a page: dateline, labels and bare dates around the article, ages ("3 hours ago"), copyright lines."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from onrecord.grounding.published.around import LONG, Page
from onrecord.grounding.published.sighting import LABELLED, Of, Sighting
from onrecord.grounding.published.written import Parts, find_written, read_weekday
from onrecord.grounding.times.grammar import NUMBERS
from onrecord.layout import Block, Element
from onrecord.lexicon import read_table
from onrecord.record import EvidenceKind
from onrecord.text import Span

_BESIDE: Final = 110  # characters of other words in a block whose date, without a label, may still be the article's
_ALONE: Final = 40  # ... in a block that is taken for the body's
_TOP: Final = 3  # blocks at the top of a page in which a date is the site's clock


# Dateline


_AFTER_DATELINE = re.compile(r"\.?\s*(?:[(\[][^()\[\]\n]{2,40}[)\]])?\s*(?:[:—–-]|\Z)|\s*[(\[][^()\[\]\n]{2,40}[)\]]\s")


_PLACE_COMMA = re.compile(r"[^\W\d_][^\d:;!?()\n]{1,60}[,.]")
_PLACE = re.compile(r"[^\W\d_][^\d:;!?()\n]{1,60}[,.]|[^\W\d_a-z][^\W\d_a-z .'-]{2,40}")


def find_dateline(page: Page) -> Iterator[Sighting]:
    """The day in the dateline at the head of the report: "ANKARA, May 3 (AP) -"; the one nearest to where the body starts."""
    text = page.text
    dateline = page.article.dateline
    best: tuple[int, Sighting] | None = None
    for where, stop in _heads(page):
        named = dateline.span if dateline and where <= dateline.span.start < stop else None
        for written in find_written(text, where, min(stop, where + _DATELINE), month_first=page.month_first):
            place = text[where : written.start].strip()
            shape = _PLACE if not text.startswith(":", written.end) else _PLACE_COMMA  # "NOW May 3: …" is a ticker
            fits = bool(shape.fullmatch(place)) and bool(_AFTER_DATELINE.match(text, written.end, written.end + 60))
            if not fits and not (place and named and named.start <= written.start < named.end):
                continue
            span = page.document.cite(written.start, written.end)
            away = abs(where - (page.body or 0))
            if span and (best is None or away <= best[0]):
                best = away, Sighting(EvidenceKind.DATELINE, "published", written.parts, 3.0, "the dateline of the report", span=span)
            break
    if best:
        yield best[1]


_DATELINE: Final = 110  # characters that a dateline takes at most


def _heads(page: Page) -> Iterator[tuple[int, int]]:
    """Where a dateline may stand: the blocks before the body and its first two."""
    body = page.article.body
    last = body[min(1, len(body) - 1)].range.end if body else LONG * 10
    stories = [part for r in page.article.related for part in (r.headline, r.teaser) if part is not None and part.start < last]
    for number in page.numbered:
        span = page.layout.blocks[number].span
        if span.start >= last:
            return
        if not any(part.overlaps(span) for part in stories):
            yield span.start, span.end


# Words around the article


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {label: of for label, of, _ in read_table("grounding/published/date_labels.tsv").rows}
    ordered = sorted(table, key=len, reverse=True)
    spaced = "|".join(re.escape(label).replace(r"\ ", r"\s{1,3}") for label in ordered if not _UNSPACED.match(label))
    joined = "|".join(re.escape(label) for label in ordered if _UNSPACED.match(label))
    return re.compile(rf"(?<!\w)(?:{spaced})|(?:{joined})"), table


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")  # scripts that set words without spaces, or glue endings on


def label_before(text: str, start: int) -> str | None:
    """What the words before a date say that it is of: the last label within some 60 characters of its line, or the line above alone."""
    pattern, table = _labels()
    line = max(text.rfind("\n", 0, start) + 1, start - 60)
    before = text[line:start].lower()
    if len(before) != start - line:  # a letter whose small form is two: İ
        before = text[line:start]
    last = next(iter(deque(pattern.finditer(before), maxlen=1)), None)
    if last is None and not before.strip():
        above = max(text.rfind("\n", 0, max(line - 1, 0)) + 1, line - 40)
        words = text[above:line].lower()
        only = pattern.match(words)
        if only and not words[only.end() :].strip(" \n\t:"):
            last = only
    return table[re.sub(r"\s+", " ", last[0])] if last else None


_BEHIND = re.compile(r"(?:\s?[0-2]?\d[:時시][0-5]\d分?)?\s{0,2}[(（\[]?")


def _label_behind(text: str, end: int) -> str | None:
    """A label in brackets behind a date, or one of a script that sets it there: "2023年3月15日 更新"."""
    pattern, table = _labels()
    gap = _BEHIND.match(text, end)
    if gap is None:
        return None
    words = text[gap.end() : gap.end() + 30].lower()
    found = pattern.match(words)
    if found is None or re.match(r"\s{0,2}[:：]?\s{0,2}\d", words[found.end() :]):
        return None
    bracket = gap[0][-1:] in ("(", "（", "[") and gap[0]
    return table[re.sub(r"\s+", " ", found[0])] if bracket or _UNSPACED.match(found[0]) else None


_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,80}?(?<!\d)((?:19|20)\d\d)(?:\s?[-–—]\s?((?:19|20)\d\d))?(?!\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"nav|menu|topbar|top-bar|masthead|today|weather|ticker|breaking|clock|current|site-?header|utility|footer|sidebar|related|recommend|trending|popular"
    r"|most-?read|latest|comment|also|teaser|card|promo"
)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A visible date and where on the page it stands."""

    span: Span
    parts: Parts
    label: str | None
    block: Block
    number: int  # of the block on the page
    inside: bool  # in a block of the body
    beside: int  # characters of other words on its line
    sentence: bool  # its block ends as a sentence does: a caption, say

    def sighting(self, kind: EvidenceKind, of: Of, trust: float, note: str) -> Sighting:
        return Sighting(kind, of, self.parts, trust, note, span=self.span)


def find_visible(page: Page) -> Iterator[Sighting]:
    """The dates in the words around the article, and the years of copyright lines."""
    own = frozenset(f"{e.tag}#{e.id}" for e in page.around if e.tag == "article")  # what shares an <article> with the headline belongs to it
    placed: list[tuple[_Spot, Sighting]] = []
    for spot in _spots(page):
        if isinstance(spot, _Spot):
            placed.append((spot, _placed(page, spot, own)))
            if len(placed) == _MAX_VISIBLE:
                break
        else:
            yield from _copyright(page, spot.start, spot.end)
    yield from _first_counts(_above_settled(page, placed))


_MAX_VISIBLE: Final = 300
_LIST: Final = 3  # so many days above the headline of a flattened page are those of other stories


def _above_settled(page: Page, placed: Sequence[tuple[_Spot, Sighting]]) -> Iterator[Sighting]:
    """Of the bare dates above the headline, the nearest may be the article's; where there are many, they are of a list of stories."""
    bare = [s for spot, s in placed if spot.label is None and page.top is not None and spot.span.start < page.top and s.of in ("published", "clock")]
    listed = page.layout.form == "text" and len({s.parts.full or s.parts.reading for s in bare}) >= _LIST
    ids = {id(s) for s in bare}
    for _, sighting in placed:
        if id(sighting) not in ids:
            yield sighting
        elif listed:
            yield replace(sighting, kind=EvidenceKind.RELATED, of="other", trust=0.0, note="one of several above the headline: of other stories")
        elif sighting.of == "published" and sighting != bare[-1] and sighting.parts.full != bare[-1].parts.full:
            yield replace(sighting, trust=min(sighting.trust, _WEAK), note=f"{sighting.note}, but another is nearer to it")
        else:
            yield sighting


_WEAK: Final = 0.3


def _first_counts(visible: Iterable[Sighting]) -> Iterator[Sighting]:
    """Of the dates without a label, the first by the headline counts in full, the next less: a list of entries, a box, a promo."""
    passed = 0
    found = list(visible)
    dated = any(s.of == "published" and s.parts.year and s.trust >= _BETWEEN for s in found)
    for sighting in found:
        if sighting.of != "published" or sighting.trust >= LABELLED:
            yield sighting
        elif sighting.parts.year is None and dated:  # "Concert on 3 May", above the date with its year
            yield replace(sighting, trust=min(sighting.trust, _WEAK))
        elif sighting.trust > _WEAK:
            yield replace(sighting, trust=max(sighting.trust - 0.8 * passed, _WEAK))
            passed += 1
        else:
            yield sighting


_BETWEEN: Final = 3.0  # the trust of a bare date between headline and text
_WITHIN: Final = -0.5  # ... of one further down: the date of a picture, a table, an event
_ALMOST_ALONE: Final = 15  # characters of other words beside a date that is a line of its own: "3:18 p.m."
# Characters from the start of the text in which a line of its own may still be the date of the article: without and with a time of day.
_EARLY: Final = 1200
_EARLY_TIMED: Final = 3000
_CLOCK = re.compile(r"[\s,|•·–-]{1,4}(?:at\s)?[0-2]?\d[:.h][0-5]\d")


def _spots(page: Page) -> Iterator[_Spot | Span]:
    """Each visible date with its place, and each block below the body that may hold a copyright line."""
    text, article = page.text, page.article
    body = [(b.range.start, b.range.end) for b in article.body]
    cursor = below = 0
    for number in page.numbered:
        block = page.layout.blocks[number]
        start, end = block.span.start, block.span.end
        while cursor < len(body) and body[cursor][1] <= start:
            cursor += 1
        inside = cursor < len(body) and body[cursor][0] < end
        if article.headline and start <= article.headline.start < end:
            start = min(article.headline.end, end)
        # A date in a paragraph counts only where words at its beginning say what it is: "First published on", "By Ada Lind on".
        stop = min(end, start + (_OPENING if inside and end - start > _PARAGRAPH else LONG))
        if page.end is not None and start >= page.end:
            yield Span(start, max(stop, start + 1))
            below += 1
            if below > _MAX_BELOW:
                continue
        for written in find_written(text, start, stop, month_first=page.month_first):
            span = page.document.cite(written.start, written.end)
            if span is None:
                continue
            label = "first" if _PRINTED.match(text, span.end) else _label_behind(text, span.end) or label_before(text, span.start)
            if label is None and _BYLINE.fullmatch(text, max(start, text.rfind("\n", start, span.start) + 1), span.start):
                label = "published"
                inside = False
            line = text.rfind("\n", start, span.start), text.find("\n", span.end, end)
            beside = (line[1] if line[1] >= 0 else end) - max(line[0], start) - len(span)
            sentence = text[end - 1] in ".!?”\"'" and label is None and beside > _ALMOST_ALONE
            spoken = inside and sentence  # a short sentence of the report
            if label in ("first", "modified") or (label and not inside) or (beside <= (_ALONE if inside else _BESIDE) and not spoken):
                yield _Spot(span, written.parts, label, block, number, inside, beside, sentence)


_BYLINE = re.compile(r"by\s[^\n.;:!?]{2,60}\s(?:on\s|[|·•/,–—-]\s?)", re.IGNORECASE)  # "By Ada Lind on"
_PARAGRAPH: Final = 160  # characters: a block of the body that is no label
_OPENING: Final = 120
_MAX_BELOW: Final = 40  # blocks with a figure below the article that are read for dates: a page of comments has hundreds
_PRINTED = re.compile(r",?\s{0,2}(?:on\s)?(?:page|p\.|pg\.?)\s?[A-Z]?\d", re.IGNORECASE)  # where it stood in the paper


def _placed(page: Page, spot: _Spot, own_articles: frozenset[str]) -> Sighting:
    """A visible date, by where it stands and what is written before it."""
    if spot.label == "crawl":
        return spot.sighting(EvidenceKind.VISIBLE, "crawl", 0.0, "the page says when it was made or printed")
    if page.is_in_related(spot.span):
        return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands in the teaser of another story")
    after = page.end is not None and spot.span.start >= page.end
    if spot.label == "first":
        return spot.sighting(EvidenceKind.VISIBLE, "first", 5.0 if after else 6.0, "the page says when the text first appeared")
    if spot.label is None and (head := _running_head(page, spot)):
        return head
    own = any(f"{e.tag}#{e.id}" in own_articles for e in spot.block.path)
    furniture = not own and bool(_FURNITURE.search(_names_of(spot.block.path)))
    if after:
        return _below(page, spot, furniture=furniture)
    if spot.label == "modified":
        return spot.sighting(EvidenceKind.VISIBLE, "modified", 1.0, "the page says when it was last changed")
    if page.top is not None and spot.span.start < page.top:
        return _above(page, spot, own=own, furniture=furniture)
    if furniture and spot.label is None and not _follows(page, spot):
        return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands in a box beside the article")
    if spot.label:
        return spot.sighting(EvidenceKind.VISIBLE, "published", 4.0, "a label at the head of the article")
    if _EMBEDDED.search(page.text, max(0, spot.span.start - 40), spot.span.start):
        return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it is the date of a post by somebody else")
    below = spot.span.start - page.body if page.body is not None else 0
    alone = spot.beside <= _ALMOST_ALONE
    early = _EARLY_TIMED if _CLOCK.match(page.text, spot.span.end) else _EARLY
    if below > early or (below > _BESIDE and not alone) or (spot.sentence and spot.beside > _ALONE):
        return spot.sighting(EvidenceKind.VISIBLE, "published", _WITHIN, "it stands in the text or a caption")
    if below > _BESIDE:
        return spot.sighting(EvidenceKind.VISIBLE, "published", 2.0, "a line of its own near the head of the text")
    return spot.sighting(EvidenceKind.VISIBLE, "published", _BETWEEN, "it stands between headline and text")


_EMBEDDED = re.compile(r"\(@\w{1,30}\)\s{0,3}(?:on\s)?\Z")  # "— Harbour Mail (@harbourmail) 3 May 2023"


def _running_head(page: Page, spot: _Spot) -> Sighting | None:
    """A date in a line that stands on several pages of a PDF: of the printed issue, or, with a time of day, of the printing by a browser."""
    line = page.text[spot.block.span.start : spot.block.span.end]
    if page.document.media_type != "application/pdf" or page.text.count(line) < 2:
        return None
    if _CLOCK.match(page.text, spot.span.end):
        return spot.sighting(EvidenceKind.MASTHEAD, "crawl", 0.0, "a line on every page says when it was printed")
    return spot.sighting(EvidenceKind.VISIBLE, "published", 2.5, "the running head of the printed pages")


_RIGHT_BELOW: Final = 150  # characters
_STORIES = re.compile(r"related|recommend|trending|popular|most-?read|latest|teaser|promo|ticker|weather|footer|sidebar|comment|aside")


def _follows(page: Page, spot: _Spot) -> bool:
    """Whether it stands right below the headline, in no box of other stories: a list of a date and a share button may be called "nav"."""
    headline = page.article.headline
    if headline is None or not 0 <= spot.span.start - headline.end <= _RIGHT_BELOW:
        return False
    return not _STORIES.search(_names_of(_apart(spot.block.path, page.around)))


def _apart(path: tuple[Element, ...], around: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements around a block that do not hold the headline too."""
    shared = 0
    while shared < min(len(path), len(around)) and path[shared] == around[shared]:
        shared += 1
    return path[shared:]


_MAX_BACK: Final = 31  # days: "40 days ago" is no age of a story on a news page
_HOURS: Final = {"minute": 1 / 60, "hour": 1.0}


@cache
def _ages() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for the ages of `ages.tsv`, with the unit of each of its groups."""
    units: dict[str, str] = {}
    forms = []
    for number, (unit, written, _) in enumerate(read_table("grounding/published/ages.tsv").rows):
        units[f"g{number}"] = unit
        count = rf"(?P<n{number}>\d{{1,2}}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
        form = r"\s{1,2}".join(count.join(map(re.escape, word.split("#"))) for word in written.split())
        forms.append(f"(?P<g{number}>{form})")
    weekday = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?=\s*(?:\Z|\n|[|·•/]))"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)|(?<![\w-]){weekday}", re.IGNORECASE), units


_WORDED: Final = ("day", "now", "ago")  # what every age without a figure has in it


@cache
def _hints() -> frozenset[str]:
    """A word of each age: where none of them stands, the pattern need not be tried."""
    return frozenset({"day", *(max(written.replace("#", " ").split(), key=len) for _, written, _ in read_table("grounding/published/ages.tsv").rows)})


@dataclass(frozen=True, slots=True)
class _Age:
    """How long before the page was made: days (a weekday is its number below zero) or hours."""

    days: int | None = None
    hours: float | None = None
    counted: bool = True  # by a number


def find_ages(page: Page) -> Iterator[Sighting]:
    """ "Posted 3 days ago", "Ada Lind / Friday" at the head of the article: counted from the day that the page was made, once that is known."""
    article = page.article
    if page.body is None or page.top is None:
        return
    blocks, pattern, hints, numbered = page.layout.blocks, _ages()[0], _hints(), frozenset(page.numbered)
    for number in range(page.blocks_from(page.top - 400), bisect_left(page.starts, page.body + 1)):
        block = blocks[number]
        if len(block.span) > _BESIDE or (article.headline and block.span.overlaps(article.headline)):
            continue
        words = page.text[block.span.start : block.span.end].lower()
        hinted = any(hint in words for hint in hints) if number in numbered else any(hint in words for hint in _WORDED)
        match = pattern.search(page.text, block.span.start, block.span.end) if hinted else None
        span = page.document.cite(*match.span()) if match else None
        if match is None or span is None or page.is_in_related(span) or _FURNITURE.search(_names_of(_apart(block.path, page.around))):
            continue
        label = label_before(page.text, span.start)
        if label is None and span.start >= page.body:
            continue  # words of the report
        below = page.headline is not None and span.start > page.headline
        # Above the headline, other words before the label are another story's.
        begins = _labels()[0].match(page.text[block.span.start : span.start].lower())
        told = below if label is None else label in ("published", "modified") and (below or begins)
        age = _age(match)
        if age is not None and told:
            of: Of = "modified" if label == "modified" else "published"
            # A count of days may be hours divided by 24, which is a day less than the calendar says; a weekday is not.
            trust = (1.6 if age.counted and age.days else 2.2) - (0.0 if label else 0.4)
            note = "the age of the text at its head"
            yield Sighting(EvidenceKind.VISIBLE, of, Parts(), trust, note, span=span, back=age.days, back_hours=age.hours)


def _age(match: re.Match[str]) -> _Age | None:
    if match["weekday"]:
        return _Age(days=-read_weekday(match["weekday"]), counted=False)
    name = next(name for name, _ in _ages()[1].items() if match[name])
    unit = _ages()[1][name]
    written = match.groupdict().get(f"n{name[1:]}")
    count = 1 if written is None else NUMBERS.get(written.lower()) or int(written)
    if unit in _HOURS:
        return _Age(hours=count * _HOURS[unit]) if count <= 59 else None
    if unit == "today":
        return _Age(hours=0.0)
    return _Age(days=count, counted=written is not None) if 1 <= count <= _MAX_BACK else None


def _names_of(path: tuple[Element, ...]) -> str:
    """The classes, IDs and telling tags around a block, in lower case."""
    names = [*(c for e in path for c in e.classes), *(e.id for e in path), *(e.tag for e in path if e.tag in ("nav", "footer", "aside"))]
    return " ".join(names).lower()


def _above(page: Page, spot: _Spot, *, own: bool, furniture: bool) -> Sighting:
    """A date above the headline: the site's clock at the top of the page, the article's own close to the headline."""
    at_top = spot.number < _TOP or furniture or (not spot.block.path and _far_above(page.text, spot.span, page.top or 0))
    if spot.label is None and at_top and not own:
        of: Of = "clock" if spot.parts.weekday is None and not furniture else "crawl"
        return spot.sighting(EvidenceKind.MASTHEAD, of, 1.2, "it stands above everything, where a site prints the day on every page")
    if spot.label:
        return spot.sighting(EvidenceKind.VISIBLE, "published", 3.5, "a label above the headline")
    return spot.sighting(EvidenceKind.VISIBLE, "published", 2.0, "it stands just above the headline")


def _below(page: Page, spot: _Spot, *, furniture: bool) -> Sighting:
    """A date below the text: the article's where a label right below it says so, else another story's."""
    close = page.end is not None and spot.span.start - page.end < 200 and not furniture
    if close and spot.label == "published":
        return spot.sighting(EvidenceKind.VISIBLE, "published", 2.5, "a label below the text")
    if close and spot.label == "modified":
        return spot.sighting(EvidenceKind.VISIBLE, "modified", 0.5, "the page says when it was last changed")
    if close and spot.span == spot.block.span:
        return spot.sighting(EvidenceKind.VISIBLE, "clock", 0.5, "a date alone below the text")
    return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands below the article, among other stories")


def _far_above(text: str, span: Span, top: int) -> bool:
    """In flattened text: other lines of the page's head stand between the date and the headline."""
    return text.count("\n", span.end, top) > 5


def _copyright(page: Page, start: int, end: int) -> Iterator[Sighting]:
    line = page.text[start:end].lower()
    if "©" not in line and "(c)" not in line and "copyright" not in line:
        return
    for match in _COPYRIGHT.finditer(page.text, start, end):
        span = page.document.cite(match.start(), match.end())
        year = int(match[2] or match[1])
        if span:
            yield Sighting(
                EvidenceKind.COPYRIGHT, "crawl", Parts(year), 0.0, "the copyright line moves with the site, not with the article", span=span
            )
