"""Whom the markup credits: the authors it names, how far each is believed, and the agencies the story is from."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from onrecord.article.byline import glue_of
from onrecord.article.credited import APART, Found, Frame, place_of
from onrecord.article.lines import Line
from onrecord.article.names import (
    agency_before_role,
    is_acronym,
    is_agency,
    is_desk,
    is_east_asian,
    is_news_agency,
    is_newsroom,
    is_person,
    is_titled_outlet,
    known_agency,
    titled,
    without_lead,
    without_reporter,
    without_role,
    without_title,
)
from onrecord.article.origin import holders_of
from onrecord.article.own_names import extends_host, is_branch, is_own, is_site_of, without_own
from onrecord.article.tables import fold
from onrecord.layout import Fact, Layout
from onrecord.text import Document, Span

_AUTHORS_APART = re.compile(r"\s*[,;|]\s*|\s+(?:[Aa]nd|AND|&)\s+")
_OPENER = re.compile(r"^(?:(?:(?:view|see|read) )?(?:all |more )?(?:posts|articles|stories) by|by|von|por|par)\s+", re.IGNORECASE)
_EMPLOYER = re.compile(r"\s+for\s.*", re.IGNORECASE)
_AUTHOR_FACTS = frozenset(
    ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "creator"),
)
_NAME_APART = re.compile(r"\s+[-–—]\s+|\s*/\s*|\s+\(")  # "Aino Salmi - Turku Post", "Aino Salmi (AFP)"
_JOINT = re.compile(r"\s+(?:und|et|y|e|och|og|en)\s+")
_TURNED = re.compile(r"([^\W\d_]{2,}), ([^\W\d_]{2,})")
_FILED_IN = re.compile(r"\s+in\s+[A-Z].*")  # "Harbour Wire in Turku"
_SITE = re.compile(r"\bwww\.|\.(?:com|org|net|info)\b", re.IGNORECASE)  # who built the pages
_MOST_NAMES = 60  # a page that names more authors in its markup is no article
_NEAR = 80  # lines around the body's beginning in which a name of the markup is looked for
_STORY_KINDS = ("Article", "Posting", "Report")
_SOURCE_FACTS = frozenset(
    ("source", "dc.source", "dcterms.source", "article:source", "news_source", "news_agency", "agency", "article:agency", "provider")
)
_SUPPLIER_FACTS = frozenset(("provider", "sourceorganization", "credittext"))  # of the story, not of its pictures


class Named(NamedTuple):
    """Whom the markup names as the authors."""

    authors: list[Found]
    agencies: list[Found]
    nobody: bool  # it names none but the outlet, a desk or an agency


def in_markup(frame: Frame, layout: Layout) -> Named:
    """Authors and agencies that the markup names, cited where the text shows them too."""
    issued = [fact.value for fact in layout.facts if fact.name == "publisher"]
    publishers = [frame.outlet, *(name for name in issued if not known_agency(name) or is_site_of(name, frame))][:5]
    desked = False
    authors: dict[int, list[Found]] = {}
    agencies: list[Found] = []
    near = _near_lines(frame)
    sole = len({fold(_OPENER.sub("", fact.value).strip(" ,;")) for fact in layout.facts if _trust(fact) == 2 and fact.span is not None}) == 1
    seen = 0
    nobody = False  # the article's own markup says that it is by a desk: a person named elsewhere is not its author
    for number, fact in enumerate(layout.facts):
        trust = _trust(fact)
        if trust is None or seen >= _MOST_NAMES or not _is_name_like(fact.value) or (trust == 2 and not sole and not _stands_above(fact, frame)):
            continue
        following = layout.facts[number + 1] if number + 1 < len(layout.facts) else None
        kind = following.value if following and following.name == f"{fact.name}.type" else None
        value = _OPENER.sub("", " ".join(html.unescape(fact.value).split()))
        for number_in, piece in enumerate(_people(value, near)):
            seen += 1
            bare = _FILED_IN.sub("", _EMPLOYER.sub("", piece)).strip()
            name = agency_before_role(bare) or without_title(without_lead(without_role(without_reporter(bare))))
            nobody = nobody or (trust < 2 and is_desk(piece.split()[-1] if piece.strip() else "desk"))
            if not name or is_desk(name) or any(is_own(name, publisher) for publisher in publishers):
                desked = desked or bool(name)
                continue
            name = name if known_agency(name) else without_own(titled(name), publishers)
            if (number_in and is_branch(name, frame)) or extends_host(name, frame.document.location):
                desked = True
                continue
            if name != piece.strip() and not is_agency(name) and (is_newsroom(piece.strip()) or (" " not in name and not is_east_asian(name))):
                continue  # "Courier Desk"
            if name != piece.strip() and is_acronym(name) and not known_agency(name):
                continue  # "HN Staff" is the outlet's own
            if is_agency(name) or (kind == "Organization" and piece == value and name[0].isupper() and not _names_desk(name)):
                agencies += [Found(name, _where(near, frame.document, name), fact)] if trust < 2 else []
            elif kind != "Organization" and (
                is_person(name)
                or (name != bare and is_east_asian(name))
                or (kind == "Person" and trust == 0 and name.isalpha() and name[0].isupper())
            ):
                authors.setdefault(trust, []).append(Found(name, _where(near, frame.document, name), fact))
    if authors.get(1) and (desked or 0 in authors):
        holders = [*holders_of(frame.lines), *(fact.value for fact in layout.facts if fact.name == "copyright")]
        authors[1] = [found for found in authors[1] if not any(fold(found.name) in fold(holder) for holder in holders)]
    ranked = [authors[trust] for trust in sorted(authors) if trust < 2 and authors[trust]] or ([] if nobody else [*authors.values()])
    found = _fuller(ranked[0], ranked[1]) if len(ranked) > 1 else [*chain(*ranked)]
    return Named(found, agencies, nobody=not found and (nobody or desked))


def suppliers(frame: Frame, layout: Layout) -> list[Found]:
    """Agencies that the markup names as whom the story, not a picture of it, is from: provider, credit, a publisher that is not the outlet."""
    found: list[Found] = []
    for fact in layout.facts:
        supplier = fact.name in _SUPPLIER_FACTS and fact.kind.endswith(_STORY_KINDS)
        publisher = fact.name == "publisher" and fact.kind.endswith(_STORY_KINDS)
        source = fact.name in _SOURCE_FACTS and fact.at.startswith("meta")
        if not (supplier or publisher or source) or len(fact.value) > 100 or len(found) >= _MOST_NAMES:
            continue
        for name in [fact.value] if known_agency(fact.value) else APART.split(fact.value):
            known = known_agency(name) is not None or (supplier and is_news_agency(name))
            if known and not is_own(name, frame.outlet) and not (publisher and is_site_of(name, frame)):
                found.append(Found(name, _where(_near_lines(frame), frame.document, name), fact))
    return found


def _people(value: str, near: Sequence[Line]) -> list[str]:
    """The names in a value of the markup: "Aino Salmi, Pekka Lund", "Aino Salmi | Turku Post", "Salmi, Aino"."""
    if known_agency(value):
        return [value]
    turned = _TURNED.fullmatch(value)
    if turned and any(f"{turned[2]} {turned[1]}" in line.text for line in near):
        return [f"{turned[2]} {turned[1]}"]
    first, *behind = value.split("|")
    start, *more = _NAME_APART.split(first)
    if more and ("@" in start or known_agency(start) or is_person(without_title(_AUTHORS_APART.split(start)[0]))):
        first = start
    else:
        more = []  # "HBX - Harbour Design" built the pages
    behind = [name.strip(" ()") for name in (*more, *behind)]
    pieces = [
        *_joined(_AUTHORS_APART.split(first.strip())),
        *(name for name in behind if known_agency(name) or (is_person(name) and not is_titled_outlet(name))),
    ]
    return [piece[: glue_of(piece)] for piece in pieces if piece]


def _joined(names: Iterable[str]) -> Iterator[str]:
    """The names on both sides of "und", "y" or "et"; not "Ortega y Gasset"."""
    for name in names:
        sides = _JOINT.split(name)
        yield from sides if len(sides) > 1 and all(" " in side for side in sides) else [name]


def _fuller(first: list[Found], second: list[Found]) -> list[Found]:
    """The first list, but the second where that holds every name of the first and more that the text shows."""
    one, other = ({fold(found.name) for found in names} for names in (first, second))
    return second if one < other and all(found.span for found in second if fold(found.name) not in one) else first


def _names_desk(name: str) -> bool:
    """The name begins with a word for a newsroom: "Redaktion Hafenkurier"."""
    return is_desk(name.split()[0])


def _is_name_like(value: str) -> bool:
    return len(value) <= 200 and "://" not in value and not value.startswith("/") and not _SITE.search(value)


def _trust(fact: Fact) -> int | None:
    """How far an author's name in the markup is believed to be this article's: 0 most, 2 least, None not at all."""
    if fact.name not in _AUTHOR_FACTS:
        return None
    if fact.at.startswith("script"):
        if fact.kind.endswith(("Article", "Posting", "Report")):
            return 0
        return 2 if fact.kind in ("WebPage", "Person", "") else None
    return 1 if fact.at.startswith("meta") else 2


def _stands_above(fact: Fact, frame: Frame) -> bool:
    """The element that names the author stands right above the body: further down are the authors of other stories."""
    if fact.span is None or not frame.body:
        return fact.span is None and fact.at.startswith("script")
    first = frame.body[0]
    return frame.lines[max(0, first - 12)].span.start <= fact.span.start <= frame.lines[first].span.end


def _near_lines(frame: Frame) -> list[Line]:
    """Lines outside the body, those next to its beginning first."""
    within = set(frame.body)
    first = frame.body[0] if frame.body else 0
    around = frame.lines[max(0, first - _NEAR) : first + _NEAR] if frame.body else frame.lines[:_NEAR]
    behind = frame.lines[frame.body[-1] + 1 : frame.body[-1] + 8] if frame.body else ()
    return [*sorted((line for line in around if line.words <= 60 and line.number not in within), key=lambda line: abs(line.number - first)), *behind]


def _where(near: Iterable[Line], document: Document, name: str) -> Span | None:
    """Where the text shows a name of the markup."""
    for line in near:
        at = place_of(name, line.text)
        if at >= 0:
            return document.cite(line.span.start + at, line.span.start + at + len(name))
    return None
