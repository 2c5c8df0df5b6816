"""Every date on a page that may tell when its text was published: where it stands, what it says, what it seems to be of."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from onrecord.grounding.published.around import Page, page_of
from onrecord.grounding.published.sighting import Of, Sighting
from onrecord.grounding.published.visible import find_ages, find_dateline, find_visible, label_before
from onrecord.grounding.published.written import read_machine, read_url, western_figures
from onrecord.grounding.published.zones import in_local_days
from onrecord.grounding.times.numeric import MONTH_FIRST
from onrecord.layout import Fact, Layout
from onrecord.lexicon import read_table
from onrecord.record import Article, EvidenceKind
from onrecord.text import Document

_MAX_SIGHTINGS = 300


def find_sightings(document: Document, layout: Layout, article: Article) -> list[Sighting]:
    """Every sighting on a page: markup, URL, words around the article, dateline, capture."""
    text = western_figures(document.text)
    page = page_of(document, layout, article, text, _month_first(layout, document, text))
    found = [*_capture(document), *_urls(document, layout, article), *_facts(page)]
    found += find_dateline(page)
    found += find_visible(page)
    if document.retrieved or not any(s.kind is EvidenceKind.METADATA and s.of == "published" for s in found):
        found += find_ages(page)  # which count from the fetch, or stand for a date that is nowhere else
    return in_local_days(found[:_MAX_SIGHTINGS])


_IN_FIGURES = re.compile(r"(?<![0-9]{4})[/.-][0-9]{1,2}[/. -](?:20|19)?[0-9]")
_FIGURES = re.compile(r"[/.-](?:19|20)\d\d(?![\d/-])")  # found by its year, and read backwards from there: most figures are no dates
_DAY_AND_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\Z")
_MAX_FIGURES = 200


def _month_first(layout: Layout, document: Document, text: str) -> bool | None:
    """Whether the page writes the month first, by its country, else by its other dates in figures; None where neither says."""
    by_country = _month_first_there(layout, document)
    if by_country is not None:
        return by_country
    if not _IN_FIGURES.search(text) and not any(_IN_FIGURES.search(fact.value, 0, 40) for fact in layout.facts):
        return None  # and nothing to be read by it
    here = _month_first_here(text)
    return _month_first_in_words(text) if here is None and document.language in ("en", None) else here


_IN_WORDS = re.compile(
    r"(?<!\w)(?:(?P<day>[0-3]?\d )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?(day) |\.? [0-3]?\d, ))"
    r"(?=(?:19|20)\d\d(?!\d))"
)
_MANY_IN_WORDS = 2
_IN_HEAD = 30_000  # characters of the page that are looked through for them


def _month_first_in_words(text: str) -> bool | None:
    """What two or more dates in words say, where all are of one order: November 8, 2023; None where they differ or are fewer."""
    if not _AMBIGUOUS.search(text):
        return None
    orders = [match["day"] is None for match in islice(_IN_WORDS.finditer(text, 0, _IN_HEAD), _MANY_IN_WORDS * 4)]
    return orders[0] if len(orders) >= _MANY_IN_WORDS and len(set(orders)) == 1 else None


_AMBIGUOUS = re.compile(r"(?<![0-9]{4})[/.-](?:0?[1-9]|1[0-2])[/.-](?:20)?[0-9]{2}(?![0-9/-])")  # from its middle: most figures are no dates


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
    return {name: (of, float(trust)) for name, of, trust, _ in read_table("grounding/published/date_facts.tsv").rows}  # type: ignore[misc]


def _facts(page: Page) -> Iterator[Sighting]:
    names = _names()
    for fact in page.layout.facts:
        if fact.name in ("time", "data-time", "data-date", "data-date-iso", "data-datetime"):
            found = _time(fact, page)
            if found:
                yield found
            continue
        known = names.get(fact.name)
        parts = read_machine(fact.value, month_first=page.month_first) if known and len(fact.value) < 100 else None
        if not known or not parts or not parts.day:
            continue
        of, trust = known
        note = f"{fact.name} in the markup"
        if fact.kind or "ld+json" in fact.at:
            of, trust, note = _of_object(fact, of, trust)
        elif fact.span and not page.is_near_head(fact.span):
            of, trust = ("other", 0.0) if page.is_in_related(fact.span) else (of, trust - 1.5)
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


def _time(fact: Fact, page: Page) -> Sighting | None:
    """A <time> element: the article's where it stands by the headline, another story's elsewhere."""
    parts = read_machine(fact.value, month_first=page.month_first) if len(fact.value) < 100 else None
    if not parts or not parts.day:
        return None
    lower = fact.at.lower()
    of: Of = "published"
    label = label_before(page.text, fact.span.start) if fact.span else None
    if label in ("first", "modified", "crawl"):
        of = label  # type: ignore[assignment]
    elif re.search(r"updat|modif", lower):
        of = "modified"
    trust = 3.0 if fact.name == "time" else 2.0
    if fact.span is None:
        trust = 1.0
    elif page.is_in_related(fact.span):
        of, trust = "other", 0.0
    elif not page.is_near_head(fact.span):
        of, trust = ("other", 0.0) if page.is_far(fact.span) else (of, 1.0)
    elif re.search(r"publish|pubdate|entry-date|post|article", lower):
        trust += 0.5
    return Sighting(EvidenceKind.METADATA, of, parts, trust, "a machine-readable time on the page", at=fact.at, quote=fact.value)
