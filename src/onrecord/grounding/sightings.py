"""Every date on a page that may tell when its text was published: where it stands, what it says, what it seems to be of."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Literal

from onrecord.grounding.grammar import NUMBERS
from onrecord.grounding.numeric import MONTH_FIRST
from onrecord.grounding.written import Parts, find_written, read_machine, read_url, read_weekday
from onrecord.layout import Block, Fact, Layout
from onrecord.lexicon import read_table
from onrecord.record import Article, EvidenceKind
from onrecord.text import Document, Span

# A "clock" is a date at the top of a page that may be the site's, or the article's where nothing speaks against it.
Of = Literal["first", "published", "created", "modified", "clock", "crawl", "other"]

_MAX_BLOCKS = 4000
_MAX_SIGHTINGS = 300
_LONG = 320  # a block of more characters is text, not a label with a date
_BESIDE = 110  # characters of other words in a block whose date, without a label, may still be the article's
_ALONE = 40  # ... in a block that is taken for the body's
_LABELLED = 3.5
_DIGIT = re.compile(r"\d")
_TOP = 3  # blocks at the top of a page in which a date is the site's clock


@dataclass(frozen=True, slots=True)
class Sighting:
    """One date on the page."""

    kind: EvidenceKind
    of: Of
    parts: Parts
    trust: float  # log odds that this is the day, before anything else is known
    note: str  # what it is, for a person: "the article's linked data"
    span: Span | None = None
    at: str | None = None
    quote: str | None = None
    back: int | None = None  # days before the page was made; a weekday alone is its number below zero: 0 - 5 is the last Friday


def find_sightings(document: Document, layout: Layout, article: Article) -> list[Sighting]:
    """Every sighting on a page: markup, URL, words around the article, dateline, capture."""
    month_first = _month_first(layout, document)
    found = [*_capture(document), *_urls(document, layout, article), *_facts(layout, article, document, month_first)]
    found += _dateline(document, article, layout, month_first)
    found += _first_counts(_visible(document, layout, article, month_first))
    found += _ages(document, layout, article)
    return found[:_MAX_SIGHTINGS]


def _first_counts(visible: Iterable[Sighting]) -> Iterator[Sighting]:
    """Of the dates without a label, the first by the headline counts in full, the next less: a list of entries, a box, a promo."""
    passed = 0
    for sighting in visible:
        if sighting.of == "published" and sighting.trust < _LABELLED:
            yield replace(sighting, trust=max(sighting.trust - 0.8 * passed, 0.3))
            passed += 1
        else:
            yield sighting


_FIGURES = re.compile(r"[/.-](?:19|20)\d\d(?![\d/-])")  # found by its year, and read backwards from there: most figures are no dates
_DAY_AND_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\Z")
_MAX_FIGURES = 200


def _month_first(layout: Layout, document: Document) -> bool | None:
    """Whether the page writes the month first, by its country, else by its other dates in figures; None where neither says."""
    by_country = _month_first_there(layout, document)
    return _month_first_here(document.text) if by_country is None else by_country


def _month_first_here(text: str) -> bool | None:
    """What the dates say of which only one order is a day of the calendar: 25/03/2023; None where there is none or they differ."""
    orders = set()
    for year in islice(_FIGURES.finditer(text), _MAX_FIGURES):
        match = _DAY_AND_MONTH.search(text, max(0, year.start() - 6), year.start())
        if match is None or match[2] != year[0][0]:
            continue
        first, second = int(match[1]), int(match[3])
        if (first <= 12) != (second <= 12) and min(first, second) >= 1 and max(first, second) <= 31:
            orders.add(second > 12)
    return orders.pop() if len(orders) == 1 else None


def _month_first_there(layout: Layout, document: Document) -> bool | None:
    """Whether the page's country writes the month first; None where it does not say."""
    lang = (layout.lang or "").replace("_", "-")
    if "-" in lang and len(country := lang.rsplit("-", 1)[1]) == 2:
        return country.upper() in MONTH_FIRST
    host = re.match(r"(?:https?:)?//([^/:?#]{1,200})", layout.url or document.location or "")
    ending = host[1].rsplit(".", 1)[-1].lower() if host else ""
    if len(ending) == 2 and ending.isalpha():
        return ending.upper() in MONTH_FIRST
    if document.language not in ("en", None):
        return False
    return True if ending in ("gov", "mil", "edu") else None


# Markup, URL, capture


def _capture(document: Document) -> Iterator[Sighting]:
    parts = read_machine(document.retrieved) if document.retrieved else None
    if parts and document.retrieved:
        yield Sighting(EvidenceKind.CAPTURE, "crawl", parts, 0.0, "the day on which the page was fetched", at="retrieved", quote=document.retrieved)


_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_OWN_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)  # a page may leave out its scheme and host


def _urls(document: Document, layout: Layout, article: Article) -> Iterator[Sighting]:
    """A day in the page's address, as the caller gives it or as the page itself does. The name of a file says only when somebody saved it."""
    given = (("url", url) for url in (article.url, layout.url, document.location) if url and _ADDRESS.match(url))
    own = ((fact.at, fact.value) for fact in layout.facts if fact.name in ("canonical", "og:url") and _OWN_ADDRESS.match(fact.value))
    seen: set[str] = set()
    for at, url in (*given, *own):
        found = read_url(url)
        if found and found[0] not in seen:
            seen.add(found[0])
            yield Sighting(EvidenceKind.URL, "published", found[1], 3.5, "the address of the page", at=at, quote=found[0])


_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|NewsStory)$")
_PAGE = re.compile(r"Page$")
_OTHER_KINDS = frozenset({"Recipe", "CreativeWork", "Product", "Event", "HowTo", "Book", "Report", "Dataset"})


@cache
def _names() -> dict[str, tuple[Of, float]]:
    return {name: (of, float(trust)) for name, of, trust, _ in read_table("grounding/date_facts.tsv").rows}  # type: ignore[misc]


def _facts(layout: Layout, article: Article, document: Document, month_first: bool | None) -> Iterator[Sighting]:
    names = _names()
    for fact in layout.facts:
        if fact.name in ("time", "data-time", "data-date", "data-date-iso", "data-datetime"):
            found = _time(fact, article, document, month_first)
            if found:
                yield found
            continue
        known = names.get(fact.name)
        parts = read_machine(fact.value, month_first=month_first) if known and len(fact.value) < 100 else None
        if not known or not parts or not parts.day:
            continue
        of, trust = known
        note = f"{fact.name} in the markup"
        if fact.kind or "ld+json" in fact.at:
            of, trust, note = _of_object(fact, of, trust)
        elif fact.span and not _near_head(fact.span, article):
            of, trust = ("other", 0.0) if _in_related(fact.span, article) else (of, trust - 1.5)
        yield Sighting(EvidenceKind.METADATA, of, parts, trust, note, at=fact.at, quote=fact.value)


def _of_object(fact: Fact, of: Of, trust: float) -> tuple[Of, float, str]:
    """A date of linked data or microdata, by the object that holds it."""
    nested = " " in fact.at.removeprefix('script[type="application/ld+json"] ').rsplit(".", 1)[0].strip()
    note = f"{fact.name} of the page's {fact.kind or 'linked data'}"
    if _ARTICLE.search(fact.kind) or not fact.kind:
        return of, trust + (0.5 if of == "published" else 0.0) - (2.0 if nested else 0.0), note
    if _PAGE.search(fact.kind):
        return of, min(trust, 2.0) - (1.0 if nested else 0.0), note
    if fact.kind in _OTHER_KINDS and not nested:
        return of, min(trust, 3.0), note
    return "other", 0.0, f"{fact.name} of a {fact.kind}, not of the article"


def _time(fact: Fact, article: Article, document: Document, month_first: bool | None) -> Sighting | None:
    """A <time> element: the article's where it stands by the headline, another story's elsewhere."""
    parts = read_machine(fact.value, month_first=month_first) if len(fact.value) < 100 else None
    if not parts or not parts.day:
        return None
    lower = fact.at.lower()
    of: Of = "published"
    label = _label(document.text, fact.span.start, fact.span.end) if fact.span else None
    if label in ("first", "modified", "crawl"):
        of = label  # type: ignore[assignment]
    elif re.search(r"updat|modif", lower):
        of = "modified"
    trust = 3.0 if fact.name == "time" else 2.0
    if fact.span is None:
        trust = 1.0
    elif _in_related(fact.span, article) or not _near_head(fact.span, article):
        of, trust = ("other", 0.0) if _in_related(fact.span, article) or _is_far(fact.span, article) else (of, 1.0)
    elif re.search(r"publish|pubdate|entry-date|post|article", lower):
        trust += 0.5
    return Sighting(EvidenceKind.METADATA, of, parts, trust, "a machine-readable time on the page", at=fact.at, quote=fact.value)


# Where on the page


def _head(article: Article) -> tuple[int | None, int | None, int | None]:
    """Where the headline starts, and where the body starts and ends."""
    headline = article.headline.start if article.headline else None
    if not article.body:
        return headline, None, None
    return headline, article.body[0].range.start, article.body[-1].range.end


def _near_head(span: Span, article: Article) -> bool:
    headline, body, _ = _head(article)
    top = headline if headline is not None else body
    if top is None:
        return True
    low = top - 400
    high = (body if body is not None and body > top else top) + 600
    return low <= span.start <= high


def _is_far(span: Span, article: Article) -> bool:
    _, _, end = _head(article)
    return end is not None and span.start > end + 300


def _in_related(span: Span, article: Article) -> bool:
    return any(
        part is not None and part.overlaps(span) for r in article.related for part in (r.headline, r.teaser, r.dateline.span if r.dateline else None)
    )


# Dateline


_AFTER_DATELINE = re.compile(r"\.?\s*(?:[(\[][^()\[\]\n]{2,40}[)\]])?\s*(?:[:—–-]|\Z)|\s*[(\[][^()\[\]\n]{2,40}[)\]]\s")


_PLACE_COMMA = re.compile(r"[^\W\d_][^\d:;!?()\n]{1,60}[,.]")
_PLACE = re.compile(r"[^\W\d_][^\d:;!?()\n]{1,60}[,.]|[^\W\d_a-z][^\W\d_a-z .'-]{2,40}")


def _dateline(document: Document, article: Article, layout: Layout, month_first: bool | None) -> Iterator[Sighting]:
    """The day in the dateline at the head of the report: "ANKARA, May 3 (AP) -"; the one nearest to where the body starts."""
    text = document.text
    _, body, _ = _head(article)
    best: tuple[int, Sighting] | None = None
    for where, stop in _heads(text, article, layout):
        named = article.dateline.span if article.dateline and where <= article.dateline.span.start < stop else None
        for written in find_written(text, where, min(stop, where + 110), month_first=month_first):
            place = text[where : written.start].strip()
            shape = _PLACE if not text.startswith(":", written.end) else _PLACE_COMMA  # "NOW May 3: …" is a ticker
            fits = bool(shape.fullmatch(place)) and bool(_AFTER_DATELINE.match(text, written.end, written.end + 60))
            if not fits and not (place and named and named.start <= written.start < named.end):
                continue
            span = document.cite(written.start, written.end)
            away = abs(where - (body or 0))
            if span and (best is None or away <= best[0]):
                best = away, Sighting(EvidenceKind.DATELINE, "published", written.parts, 3.0, "the dateline of the report", span=span)
            break
    if best:
        yield best[1]


def _heads(text: str, article: Article, layout: Layout) -> Iterator[tuple[int, int]]:
    """Where a dateline may stand: the blocks before the body and its first two."""
    last = article.body[min(1, len(article.body) - 1)].range.end if article.body else _LONG * 10
    for block in layout.blocks[:_MAX_BLOCKS]:
        if block.span.start >= last:
            return
        head = text[block.span.start : min(block.span.end, block.span.start + 110)]
        if _DIGIT.search(head) and not any(
            part is not None and part.overlaps(block.span) for r in article.related for part in (r.headline, r.teaser)
        ):
            yield block.span.start, block.span.end


# Words around the article


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {label: of for label, of, _ in read_table("grounding/date_labels.tsv").rows}
    spellings = "|".join(re.escape(label).replace(r"\ ", r"\s{1,3}") for label in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{spellings})", re.IGNORECASE), table


def _label(text: str, start: int, end: int) -> str | None:
    """What the words before a date say that it is of: the last label within some 60 characters of its line, or the line above alone."""
    pattern, table = _labels()
    line = max(text.rfind("\n", 0, start) + 1, start - 60)
    last = next(iter(deque(pattern.finditer(text, line, start), maxlen=1)), None)
    if last is None and not text[line:start].strip():
        above = max(text.rfind("\n", 0, max(line - 1, 0)) + 1, line - 40)
        only = pattern.match(text, above, line)
        if only and not text[only.end() : line].strip(" \n\t:"):
            last = only
    return table[re.sub(r"\s+", " ", last[0].lower())] if last else None


_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,80}?(?<!\d)((?:19|20)\d\d)(?:\s?[-–—]\s?((?:19|20)\d\d))?(?!\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"nav|menu|topbar|top-bar|masthead|today|weather|ticker|breaking|clock|current|site-?header|utility|footer|sidebar|related|recommend|trending|popular"
    r"|most-?read|latest|comment|also|teaser|card|promo",
    re.IGNORECASE,
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

    def sighting(self, kind: EvidenceKind, of: Of, trust: float, note: str) -> Sighting:
        return Sighting(kind, of, self.parts, trust, note, span=self.span)


@dataclass(frozen=True, slots=True)
class _Page:
    """What placing a date needs to know of its page."""

    document: Document
    article: Article
    top: int | None  # where the headline starts, else the body
    end: int | None  # where the body ends
    around: frozenset[str]  # the <article> elements around the headline


def _visible(document: Document, layout: Layout, article: Article, month_first: bool | None) -> Iterator[Sighting]:
    """The dates in the words around the article, and the years of copyright lines."""
    headline, body_start, body_end = _head(article)
    page = _Page(document, article, headline if headline is not None else body_start, body_end, _articles_around(layout, headline))
    for spot in _spots(page, layout, month_first):
        if isinstance(spot, _Spot):
            yield _placed(page, spot)
        else:
            yield from _copyright(document, spot.start, spot.end)


def _spots(page: _Page, layout: Layout, month_first: bool | None) -> Iterator[_Spot | Span]:
    """Each visible date with its place, and each block below the body that may hold a copyright line."""
    text = page.document.text
    body = [(b.range.start, b.range.end) for b in page.article.body]
    cursor = 0
    for number, block in enumerate(layout.blocks[:_MAX_BLOCKS]):
        start, end = block.span.start, block.span.end
        while cursor < len(body) and body[cursor][1] <= start:
            cursor += 1
        inside = cursor < len(body) and body[cursor][0] < end
        if page.article.headline and start <= page.article.headline.start < end:
            start = min(page.article.headline.end, end)
        stop = min(end, start + _LONG)
        if not _DIGIT.search(text, start, stop):
            continue
        if page.end is not None and start >= page.end:
            yield Span(start, stop)
        for written in find_written(text, start, stop, month_first=month_first):
            span = page.document.cite(written.start, written.end)
            if span is None:
                continue
            label = "first" if _PRINTED.match(text, span.end) else _label(text, span.start, span.end)
            line = text.rfind("\n", start, span.start), text.find("\n", span.end, end)
            beside = (line[1] if line[1] >= 0 else end) - max(line[0], start) - len(span)
            spoken = inside and text[end - 1] in ".!?”\"'" and label is None  # a short sentence of the report
            if label in ("first", "modified") or (label and not inside) or (beside <= (_ALONE if inside else _BESIDE) and not spoken):
                yield _Spot(span, written.parts, label, block, number, inside)


_PRINTED = re.compile(r",?\s{0,2}(?:on\s)?(?:page|p\.|pg\.?)\s?[A-Z]?\d", re.IGNORECASE)  # where it stood in the paper


def _articles_around(layout: Layout, headline: int | None) -> frozenset[str]:
    """The <article> elements around the headline: what shares one with it belongs to it."""
    if headline is None:
        return frozenset()
    around = (block for block in layout.blocks[:_MAX_BLOCKS] if block.span.start <= headline < block.span.end)
    return frozenset(f"{e.tag}#{e.id}" for block in around for e in block.path if e.tag == "article")


def _placed(page: _Page, spot: _Spot) -> Sighting:
    """A visible date, by where it stands and what is written before it."""
    if spot.label == "crawl":
        return spot.sighting(EvidenceKind.VISIBLE, "crawl", 0.0, "the page says when it was made or printed")
    if _in_related(spot.span, page.article):
        return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands in the teaser of another story")
    after = page.end is not None and spot.span.start >= page.end
    if spot.label == "first":
        return spot.sighting(EvidenceKind.VISIBLE, "first", 5.0 if after else 6.0, "the page says when the text first appeared")
    own = any(f"{e.tag}#{e.id}" in page.around for e in spot.block.path)
    furniture = not own and bool(_FURNITURE.search(_names_of(spot.block)))
    if after:
        return _below(page, spot, furniture=furniture)
    if spot.label == "modified":
        return spot.sighting(EvidenceKind.VISIBLE, "modified", 1.0, "the page says when it was last changed")
    if page.top is not None and spot.span.start < page.top:
        return _above(page, spot, own=own, furniture=furniture)
    if furniture and spot.label is None:
        return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands in a box beside the article")
    if spot.label:
        return spot.sighting(EvidenceKind.VISIBLE, "published", 4.0, "a label at the head of the article")
    return spot.sighting(EvidenceKind.VISIBLE, "published", 3.0, "it stands between headline and text")


_MAX_BACK = 31  # days: "40 days ago" is no age of a story on a news page
_AGE = re.compile(
    r"(?<![\w-])(?:(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven)\s{1,2}days?\sago|(?P<yesterday>yesterday)"
    r"|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?=\s*(?:\Z|\n|[|·•/])))",
    re.IGNORECASE,
)


def _ages(document: Document, layout: Layout, article: Article) -> Iterator[Sighting]:
    """ "Posted 3 days ago", "Ada Lind / Friday" at the head of the article: counted from the day that the page was made, once that is known."""
    headline, body, _ = _head(article)
    if body is None:
        return
    for block in layout.blocks[:_MAX_BLOCKS]:
        if block.span.start >= body:
            return
        if len(block.span) > _BESIDE or not _near_head(block.span, article) or (article.headline and block.span.overlaps(article.headline)):
            continue
        match = _AGE.search(document.text, block.span.start, block.span.end)
        span = document.cite(*match.span()) if match else None
        if match is None or span is None or _in_related(span, article) or _FURNITURE.search(_names_of(block)):
            continue
        label = _label(document.text, span.start, span.end)
        below = headline is not None and span.start > headline
        back = _days_back(match)
        # Above the headline, other words before the label are another story's.
        told = below if label is None else label in ("published", "modified") and (below or _labels()[0].match(document.text, block.span.start))
        if back is not None and told:
            of: Of = "modified" if label == "modified" else "published"
            # A count of days may be hours divided by 24, which is a day less than the calendar says; a weekday is not.
            trust = (1.6 if match["n"] else 2.2) - (0.0 if label else 0.4)
            yield Sighting(EvidenceKind.VISIBLE, of, Parts(), trust, "the age of the text at its head", span=span, back=back)


def _days_back(match: re.Match[str]) -> int | None:
    """How many days ago; the number of a weekday below zero."""
    if match["yesterday"]:
        return 1
    if match["weekday"]:
        return -read_weekday(match["weekday"])
    count = NUMBERS.get(match["n"].lower()) or int(match["n"])
    return count if 1 <= count <= _MAX_BACK else None


def _names_of(block: Block) -> str:
    """The classes, IDs and telling tags around a block."""
    return " ".join(
        [
            *(c for e in block.path for c in e.classes),
            *(e.id for e in block.path),
            *(e.tag for e in block.path if e.tag in ("nav", "footer", "aside")),
        ]
    )


def _above(page: _Page, spot: _Spot, *, own: bool, furniture: bool) -> Sighting:
    """A date above the headline: the site's clock at the top of the page, the article's own close to the headline."""
    at_top = spot.number < _TOP or furniture or (not spot.block.path and _far_above(page.document, spot.span, page.top or 0))
    if spot.label is None and at_top and not own:
        of: Of = "clock" if spot.parts.weekday is None and not furniture else "crawl"
        return spot.sighting(EvidenceKind.MASTHEAD, of, 1.2, "it stands above everything, where a site prints the day on every page")
    if spot.label:
        return spot.sighting(EvidenceKind.VISIBLE, "published", 3.5, "a label above the headline")
    return spot.sighting(EvidenceKind.VISIBLE, "published", 2.0, "it stands just above the headline")


def _below(page: _Page, spot: _Spot, *, furniture: bool) -> Sighting:
    """A date below the text: the article's where a label right below it says so, else another story's."""
    close = page.end is not None and spot.span.start - page.end < 200 and not furniture
    if close and spot.label == "published":
        return spot.sighting(EvidenceKind.VISIBLE, "published", 2.5, "a label below the text")
    if close and spot.label == "modified":
        return spot.sighting(EvidenceKind.VISIBLE, "modified", 0.5, "the page says when it was last changed")
    if close and spot.span == spot.block.span:
        return spot.sighting(EvidenceKind.VISIBLE, "clock", 0.5, "a date alone below the text")
    return spot.sighting(EvidenceKind.RELATED, "other", 0.0, "it stands below the article, among other stories")


def _far_above(document: Document, span: Span, top: int) -> bool:
    """In flattened text: other lines of the page's head stand between the date and the headline."""
    return document.text.count("\n", span.end, top) > 5


def _copyright(document: Document, start: int, end: int) -> Iterator[Sighting]:
    for match in _COPYRIGHT.finditer(document.text, start, end):
        span = document.cite(match.start(), match.end())
        year = int(match[2] or match[1])
        if span:
            yield Sighting(
                EvidenceKind.COPYRIGHT, "crawl", Parts(year), 0.0, "the copyright line moves with the site, not with the article", span=span
            )
