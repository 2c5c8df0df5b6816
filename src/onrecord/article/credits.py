"""Who wrote it, and which agency it came from.

An agency is known by the slot its name stands in: the bracket of a dateline, the end of the last paragraph, a byline. The
table of agencies only settles how a name is spelt, and what two letters in such a slot are; it need not know the agency.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import NamedTuple

from onrecord.article.byline import LONGEST, Name, begins_as_byline, glue_of, is_glued, opens_byline, read_byline
from onrecord.article.dateline import Filed
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
    is_same_newsroom,
    is_short_for,
    is_signature,
    is_titled_outlet,
    known_agency,
    signed_agency,
    titled,
    without_lead,
    without_reporter,
    without_role,
    without_title,
)
from onrecord.article.origin import holders_of
from onrecord.article.tables import fold, words_of
from onrecord.layout import Fact, Layout
from onrecord.record import Credit
from onrecord.text import Document, Span

_BRACKETED = re.compile(r"[.!?”\"'’»।。]\s*[(\[/]([^()\[\]\n]{2,60}?)[)\]/]\s*$")
_OPENING = re.compile(r"\s*\(([^()\n]{2,40})\)\s*[.:–—-]+\s*(?=\S)")  # "(EFE).- The strike is over."
_LABELLED = re.compile(r"\W*([^\W\d_]+)\s*[:：]\s*")  # "Quelle: "
_WITH_MATERIAL = re.compile(
    r"\W*(?:[\w’'-]+\s+){0,3}?(?:with|con|com|avec|mit|met|med|z|zusammen mit)\s+(?:la\s+)?(?:(?:agency|additional|further|weiteren)\s+)?"
    r"(?:(?:inputs?|reports?|reporting|files|material|agenturmaterial|informationen|información|informaciones|informações|informazioni|informations|agences?|inhalten)"
    r"\s+(?:from|by|of|via|de|da|do|di|von|der|van)\s+)?(?:the\s+|la\s+|l['’]|der\s+)?",
    re.IGNORECASE,
)
_ALL_BRACKETED = re.compile(r"\(([^()\n]{5,50})\)")
_ALL_SIGNED = re.compile(r"\W{0,4}[(\[]([^()\[\]\n]{2,40})[)\]]\W?")  # "--(Harbour Wire)"
_DASHED = re.compile(r"[.!?”\"'’»।。]\s*[-–—]{1,2}\s?([^\W\d_][^\n.!?]{1,40})$")
_LETTERS_BEHIND = re.compile(r"(?<=\w)\s*\([A-Z][A-Z-]{1,9}\)$")  # "Harbour News Agency (HNA)"
_SIGNED_BEHIND = re.compile(r"\.\s+([A-Z][\w-]{1,9})\s*\)?\s*$")  # "(Published from a syndicated feed. PTI)"
_ABOUT_ITSELF = re.compile(r"\W*(?:this\s+(?:article|story|report|content|copy)|(?:information|material)\s+from)\b", re.IGNORECASE)
_BY_WHOM = re.compile(r"\b(?:[Bb]y|from|of|in|on)\s+(?:[Tt]he\s+)?((?:[A-Z][\w’'-]*[ -]?){1,4})")
_HYPHEN = re.compile("-")
_DAY_BEHIND = re.compile(r",?\s+\d[\d.:/-]*(?:\s+[^\W\d_]+\.?)?$|\s+[Ii]nputs?$")  # "KNA 3.5.2021", "dpa, 3. Mai", "PTI inputs"
_WITH = re.compile(r"^with\s+(?=.*inputs?$)", re.IGNORECASE)
_CONTRIBUTED = re.compile(r"\W*(?:The )?((?:[A-Z][\w’'-]*[ -]?){1,4})contributed\s+to\s+th", re.IGNORECASE)
_NOTHING = re.compile("")
_LONGEST = 1_000  # characters of a line that may be a credit: of a run of hyphens or spaces the forms below take the square of its length
_FROM = re.compile(r"\W*(?:via|from|source)\s+(?:the\s+)?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*)?(?:by\s+)?(?:the\s+)?([^.,|\d©]{3,40})", re.IGNORECASE)
_REPORTING = re.compile(r"\W*(?:with\s+)?(?:additional\s+)?reporting\s+by\s", re.IGNORECASE)
_INPUTS = re.compile(r"^(?:with\s+)?(?:inputs?|reporting|additional reporting|files|agency inputs)?\s*(?:from|by|via)\s+(?:the\s+)?", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.-]*[ -]?){1,4}")
_DAY_BY = re.compile(r"\d.{0,40}\bby\s+(?=[^\W\d_])", re.IGNORECASE)  # "3 May 2021 - by Mary Roe"
_APART = re.compile(r"\s*[/,;]\s*|\s+(?:and|&|und|et|y|e|och|og|en)\s+")
_AUTHORS_APART = re.compile(r"\s*[,;|]\s*|\s+(?:[Aa]nd|AND|&)\s+")
_OPENER = re.compile(r"^(?:(?:(?:view|see|read) )?(?:all |more )?(?:posts|articles|stories) by|by|von|por|par)\s+", re.IGNORECASE)
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_EMPLOYER = re.compile(r"\s+for\s.*", re.IGNORECASE)
_AUTHOR_FACTS = frozenset(
    ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "creator"),
)
_NAME_APART = re.compile(r"\s+[-–—]\s+|\s*/\s*|\s+\(")  # "Aino Salmi - Turku Post", "Aino Salmi (AFP)"
_JOINT = re.compile(r"\s+(?:und|et|y|e|och|og|en)\s+")
_TURNED = re.compile(r"([^\W\d_]{2,}), ([^\W\d_]{2,})")
_FILED_IN = re.compile(r"\s+in\s+[A-Z].*")  # "Harbour Wire in Turku"
_PICTURE = re.compile(r"\([^()]+/[^()]+\)")  # "(Aino Salmi / Harbour Wire)" alone in a line credits a picture
_SITE = re.compile(r"\bwww\.|\.(?:com|org|net|info)\b", re.IGNORECASE)  # who built the pages
_DEEP = 3  # paragraphs before a line within the body that is no longer a byline: it credits a picture
_MOST_NAMES = 60  # a page that names more authors in its markup is no article
_NEAR = 80  # lines around the body's beginning in which a name of the markup is looked for
_STORY_KINDS = ("Article", "Posting", "Report")
_SOURCE_FACTS = frozenset(
    ("source", "dc.source", "dcterms.source", "article:source", "news_source", "news_agency", "agency", "article:agency", "provider")
)
_SUPPLIER_FACTS = frozenset(("provider", "sourceorganization", "credittext"))  # of the story, not of its pictures
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|a)?|auteurs?|contributors?|columnists?|journalists?|reporters?|profiles?|people|by)/[^/?#]", re.IGNORECASE
)
_ELSEWHERE = frozenset(("related", "popular", "comment"))  # marks of what is around other stories
_AFTERWARDS = frozenset(("related-heading", "popular-heading", "comment"))  # kinds of lines behind the body, below which others are credited
_TAIL = 120  # characters at the end of a paragraph in which a credit stands


@dataclass(frozen=True, slots=True)
class Credits:
    """Agencies and authors of a page, and the lines that are bylines."""

    agencies: tuple[Credit, ...]
    authors: tuple[Credit, ...]
    bylines: frozenset[int]


class _Found(NamedTuple):
    """A name with where it stands: in the text, or only in the markup."""

    name: str
    span: Span | None
    fact: Fact | None = None


class _Frame(NamedTuple):
    """The page as this step sees it."""

    document: Document
    lines: Sequence[Line]
    body: Sequence[int]  # lines of the body
    top: int | None  # line of the headline
    outlet: str | None


def find_credits(
    document: Document, layout: Layout, lines: Sequence[Line], body: Sequence[int], top: int | None, filed: Filed | None, outlet: str | None
) -> Credits:
    """Find the agencies and authors of a page.

    Args:
        body: the lines of its body.
        top: the line of its headline.
        filed: its dateline.
        outlet: who publishes it: no agency on its own pages, but in a dateline.
    """
    frame = _Frame(document, lines, body, top, outlet)
    markup = _in_markup(frame, layout)
    named = markup.authors
    agencies: list[_Found] = []
    authors: list[_Found] = []
    if filed and filed.agency:
        there = _parted(document, filed.agency.start, filed.agency.end)
        agencies += [found for found in there if known_agency(found.name) or not _is_outlet(found.name, frame)]
    bylines: set[int] = set()
    reporters: list[_Found] = []  # named behind the body as those who reported it
    beside: dict[int, list[_Found]] = {}  # agencies in the lines of those: "Aino Salmi | Harbour Wire" may credit a picture
    placed: dict[int, list[_Found]] = {}  # persons who are known by the place of their line alone
    for line, how in _bylines(frame):
        names = read_byline(line.text, opened=how == _Byline.OPENED, small="byline" in line.marks and line.words <= 9)
        personal = any(not name.agency for name in names)
        others = how == _Byline.NAMED and line.kind != "byline" and personal and named and _names_none_of(names, named)
        if others or (names and not personal and _below_caption(frame, line)):
            names = [name for name in names if not name.agency]  # who took the picture
        for name in names:
            own = name.text if name.agency else _without_own(name.text, [outlet])
            found = _Found(own, document.cite(line.span.start + name.start, line.span.start + name.end - len(name.text) + len(own)))
            if name.agency and how == _Byline.PLACED and personal:
                beside.setdefault(line.number, []).append(found)
            elif name.agency:
                agencies += [] if _is_own(name.text, outlet) else [found]
            elif _signs_for_outlet(name.text, outlet) or _extends_host(name.text, document.location):
                continue  # "By Harbour Post Staff" in the Harbour Post
            elif how == _Byline.PLACED and name.text.isupper() and name.text.upper() != name.text.lower():
                continue  # a label
            elif how == _Byline.PLACED:
                placed.setdefault(line.number, []).append(found)
            else:
                authors.append(found)
                reporters += [found] if _REPORTING.match(line.text) and line.number > body[-1] else []
        if (names and how != _Byline.PLACED) or line.kind == "byline":
            bylines.add(line.number)
    if not authors and not markup.nobody:
        bylines.update(placed)
        authors += [found for line in placed.values() for found in line]
        agencies += [found for line in beside.values() for found in line if not _is_own(found.name, outlet)]
    for i in body[:3]:
        opening = _OPENING.match(lines[i].text)
        if opening and known_agency(opening[1]):
            agencies += _parted(document, lines[i].span.start + opening.start(1), lines[i].span.start + opening.end(1))
    for i in body[-2:]:
        agencies += _closing(document, lines[i])
        if i != body[0] and lines[i].words <= 30 and _ABOUT_ITSELF.match(lines[i].text):
            agencies += _cited(document, lines[i], _told_by(lines[i].text))
    agencies += _behind_body(frame)
    agencies += _sourced(frame)
    organisations = _suppliers(frame, layout)
    if body and not authors and not named and (sole := _sole_within(frame)):
        bylines.add(sole.number)
        authors += [_found_in(document, sole, name) for name in read_byline(sole.text) if not name.agency]
    if body and not authors and not named:
        authors += _signed_by_person(document, lines[body[-1]])
    # What the markup says of the authors is cleaner than any byline, where it names a person at all.
    return Credits(
        _credits([*agencies, *markup.agencies, *organisations], agency=True),
        _credits([*named, *reporters] if named else authors, agency=False),
        frozenset(bylines),
    )


def _fuller(first: list[_Found], second: list[_Found]) -> list[_Found]:
    """The first list, but the second where that holds every name of the first and more that the text shows."""
    one, other = ({fold(found.name) for found in names} for names in (first, second))
    return second if one < other and all(found.span for found in second if fold(found.name) not in one) else first


def _found_in(document: Document, line: Line, name: Name) -> _Found:
    return _Found(name.text, document.cite(line.span.start + name.start, line.span.start + name.end))


def _sole_within(frame: _Frame) -> Line | None:
    """The only byline between the text's paragraphs, where there is but one: what follows it may be no longer of the article."""
    within = [line for line in frame.lines[frame.body[0] : frame.body[-1]] if line.kind == "byline" and line.words <= 9]
    sole = len(within) == 1 and "caption" not in within[0].marks and within[0].marks.isdisjoint(_ELSEWHERE)
    return within[0] if sole and begins_as_byline(within[0].text) else None


class _Byline(Enum):
    """How a line is known to credit somebody."""

    NAMED = "by its words, or by the markup"
    OPENED = "the line above it is 'By'"
    PLACED = "by its place alone"


def _bylines(frame: _Frame) -> Iterator[tuple[Line, _Byline]]:
    """Lines around the headline, and behind the body, that may credit somebody."""
    lines, body, top = frame.lines, frame.body, frame.top
    if not body:
        return
    within = set(body)
    start = max(0, min(body[0] if top is None else top, body[0]) - 6)
    found = opened = False
    elsewhere = lines[body[0] if top is None else top].marks | lines[body[0]].marks
    for i in range(start, min(len(lines), body[-1] + 9)):
        line = lines[i]
        if i >= body[-1] + 5 and not (opened or "byline" in line.marks):
            continue
        if i < body[0] and not (line.marks & _ELSEWHERE <= elsewhere):
            continue  # in a list of other stories
        deep = len(body) > _DEEP and body[_DEEP] < i < body[-1]
        if i > body[-1] and (line.kind in _AFTERWARDS or not line.marks.isdisjoint(_ELSEWHERE)):
            break
        if i in within or deep or len(line.text) > LONGEST or _credits_picture(line):
            opened = False
            continue
        how = _Byline.OPENED if opened and (_is_joint(line.text) or _begins_with_name(line.text)) else _credits_somebody(frame, i, found=found)
        opened = how == _Byline.OPENED or ((i < body[0] or "byline" in line.marks) and opens_byline(line.text))
        if how is not None:
            found = True
            yield line, how


def _credits_somebody(frame: _Frame, i: int, *, found: bool) -> _Byline | None:
    """Whether a line is a byline by its words, its marks, or its place."""
    line, last = frame.lines[i], frame.body[-1]
    if line.kind == "byline":
        return _Byline.OPENED if _is_below(frame, i) else _Byline.NAMED
    if line.kind not in (None, "date"):
        # "AFP/The Courier - [email]" is taken for a button, but stands in the byline's place.
        return _Byline.NAMED if "byline" in line.marks and i < frame.body[0] and known_agency(_APART.split(line.text)[0]) else None
    if _is_below(frame, i):
        return _Byline.OPENED
    short = line.words <= 14 and not line.prose and i < last
    if short and (-1 if frame.top is None else frame.top) < i < frame.body[0] and (_is_profile(line) or _speaks_of_author(line.text, frame)):
        return _Byline.NAMED
    if ("byline" in line.marks and (i < last or not found)) or (short and (_DAY_BY.search(line.text) or is_glued(line.text))):
        return _Byline.NAMED
    return _Byline.PLACED if _is_signed(frame, i) else None


def _speaks_of_author(text: str, frame: _Frame) -> bool:
    """A word for an author opens the line. In an English page one word of another language is not enough: "Da Nang Airport Reopens"."""
    if not begins_as_byline(text):
        return False
    opening = text[: read_byline(text)[0].start]
    return frame.document.language != "en" or ":" in opening or len(opening.split()) != 1 or not opening.isascii() or _BY.search(opening) is not None


def _names_none_of(names: Sequence[Name], authors: Sequence[_Found]) -> bool:
    known = {fold(author.name) for author in authors}
    return not any(fold(name.text) in known for name in names)


def _below_caption(frame: _Frame, line: Line) -> bool:
    """The line stands within the body, and a caption's element ends right above it."""
    above = frame.lines[max(0, line.number - 2) : line.number]
    return frame.body[0] < line.number < frame.body[-1] and line.kind != "byline" and any("caption" in other.marks for other in above)


def _is_profile(line: Line) -> bool:
    """The line is a link to the page of the person whom it names."""
    return line.linked > 0.8 and any(_PROFILE.search(link.href) for link in line.block.links[:3]) and _begins_with_name(line.text)


def _credits_picture(line: Line) -> bool:
    """ "(Aino Salmi / Harbour Wire)", "Aino Salmi / AFP", or a name and an agency in a line marked as a caption."""
    if _PICTURE.fullmatch(line.text):
        return True
    person, _, agency = line.text.partition(" / ")
    if agency and is_person(person) and known_agency(agency):
        return True
    name, _, behind = line.text.rpartition(", ")
    return "caption" in line.marks and line.kind != "byline" and bool(name) and known_agency(behind) is not None


def _is_below(frame: _Frame, i: int) -> bool:
    """An agency on a line of its own below a byline."""
    line = frame.lines[i]
    return i > 0 and frame.lines[i - 1].kind == "byline" and line.words <= 4 and is_agency(line.text)


def _is_signed(frame: _Frame, i: int) -> bool:
    """A name between headline and body without "By": known by the time, the role or the byline that stands beside it."""
    lines, line, top = frame.lines, frame.lines[i], frame.top
    if top is None or not top < i < frame.body[0] or line.words > 9 or line.sentence:
        return False
    if not _begins_with_name(line.text):
        return False
    rest = line.text[read_byline(line.text)[-1].end :]
    if any(c.isdigit() for c in rest) or not words_of("names.tsv", "calendar").isdisjoint(fold(rest).split()):
        return True  # "Mary Roe 2 minutes ago", "Mary Roe, Harbour Wire / Friday"
    beside = [lines[j] for j in (i - 1, i + 1, i + 2) if top < j < frame.body[0]]
    return any(other.kind in ("date", "byline") or other.text == line.text for other in beside)


def _begins_with_name(text: str) -> bool:
    names = read_byline(text) if len(text) <= LONGEST else []
    return bool(names) and names[0].start <= 1


def _is_joint(text: str) -> bool:
    """What stands between two names that are elements of their own."""
    return fold(text).strip(" ,&") in ("", "and")


def _signs_for_outlet(name: str, outlet: str | None) -> bool:
    """A byline that is the outlet's name, not that of a person who has a site of the same name."""
    masthead = words_of("names.tsv", "masthead")
    return is_same_newsroom(name, outlet) and (fold(name) != fold(outlet or "") or not masthead.isdisjoint(fold(name).split()))


def _is_own(name: str, outlet: str | None) -> bool:
    """The name, or its letters, are the outlet's."""
    return is_same_newsroom(name, outlet) or (outlet is not None and is_short_for(name, outlet))


def _is_outlet(name: str, frame: _Frame) -> bool:
    """The name in a dateline is the outlet's own, which signs its reports like an agency."""
    return is_same_newsroom(name, frame.outlet) or _is_host(name, frame.document.location)


def _is_host(name: str, location: str) -> bool:
    """The name is the page's host: "HarbourNow" at harbournow.example."""
    return len(name) > 2 and f"{''.join(fold(name).split())}." in location.casefold()


def _cited(document: Document, line: Line, names: Iterable[str]) -> Iterator[_Found]:
    for name in names:
        start = line.span.start + max(0, _place_of(name, line.text))
        yield _Found(name, document.cite(start, start + len(name)))


def _parted(document: Document, start: int, end: int) -> Iterator[_Found]:
    """The names in a bracket: "Reuters/AFP" is two, unless an agency signs so."""
    text = document.text[start:end]
    cuts = [] if known_agency(text) else list(_APART.finditer(text))
    if not cuts and "-" in text and not known_agency(text) and all(known_agency(part) for part in text.split("-")):
        cuts = list(_HYPHEN.finditer(text))  # "TT-Reuters"
    small = signed_agency(text.split("/")[0].strip()) is not None  # "(sda/afp)", "(ats/nxp)"
    at = 0
    for stop, following in [*((cut.start(), cut.end()) for cut in cuts), (len(text), len(text))]:
        name = text[at:stop].strip()
        if name and not is_desk(name):
            yield _Found((signed_agency(name) if small else None) or name, document.cite(start + at, start + stop))
        at = following


def _closing(document: Document, line: Line) -> Iterator[_Found]:
    """The credit at the end of a paragraph: "… the strike is over. (AP)", "… is over. - Harbour Wire"."""
    whole = _ALL_SIGNED.fullmatch(line.text) if len(line.text) <= _TAIL else None
    if whole and known_agency(whole[1]):
        yield from _parted(document, line.span.start + whole.start(1), line.span.start + whole.end(1))
    for pattern in (_BRACKETED, _DASHED):
        credit = pattern.search(line.text, max(0, len(line.text) - _TAIL))
        if credit:
            inputs = _INPUTS.match(credit[1]) or _WITH.match(credit[1])
            start = line.span.start + credit.start(1) + (inputs.end() if inputs else 0)
            end = line.span.start + credit.start(1) + len(_DAY_BEHIND.sub("", _LETTERS_BEHIND.sub("", credit[1])))
            if start < end:
                bracketed = pattern is _BRACKETED
                yield from (found for found in _parted(document, start, end) if _signs(found.name, bracketed=bracketed))


def _signs(name: str, *, bracketed: bool) -> bool:
    """What ends a report is an agency; two letters that the table does not know are a writer's initials."""
    return (is_agency(name) and (len(name) > 2 or known_agency(name) is not None)) or (bracketed and is_signature(name))


def _signed_by_person(document: Document, line: Line) -> Iterator[_Found]:
    """The author in brackets at the end of the last paragraph: "… stays open. (Aino Salmi)"."""
    credit = _BRACKETED.search(line.text, max(0, len(line.text) - _TAIL)) or _ALL_BRACKETED.fullmatch(line.text)
    if credit and is_person(credit[1]) and not is_agency(credit[1]):
        start = line.span.start + credit.start(1)
        yield _Found(credit[1], document.cite(start, start + len(credit[1])))


def _behind_body(frame: _Frame) -> Iterator[_Found]:
    """Credits in the lines that follow the body: "(Reuters)", "AFP", "© 2023 AFP", "The Associated Press contributed …"."""
    after = frame.body[-1] + 1 if frame.body else len(frame.lines)
    for line in frame.lines[after : after + 5]:
        for name in _signed_names(line, directly=line.number == after and after + 4 < len(frame.lines)):
            if not _is_own(name, frame.outlet):
                start = line.span.start + max(0, _place_of(name, line.text))
                yield _Found(signed_agency(name) or name, frame.document.cite(start, start + len(name)))


def _sourced(frame: _Frame) -> Iterator[_Found]:
    """Agencies after a word for source, between headline and body or right behind it: "Quelle: dpa", "Con información de EFE"."""
    body = frame.body
    if not body:
        return
    above = range(max(body[0] - 8, -1 if frame.top is None else frame.top) + 1, body[0])
    for i in (*above, *range(body[-1] + 1, min(body[-1] + 6, len(frame.lines)))):
        line = frame.lines[i]
        if len(line.text) > _LONGEST:
            continue
        opened = _WITH_MATERIAL.match(line.text) if line.words <= 10 else None
        if opened is None and i < body[0] and line.words <= 5 and "caption" not in line.marks:
            opened = _FROM.match(line.text) or (
                _NOTHING.match(line.text) if _is_filed(line.text) or (i - 1 == frame.top and known_agency(line.text)) else None
            )
        if opened is None and line.words <= 7 and (labelled := _LABELLED.match(line.text)):
            opened = labelled if fold(labelled[1]) in words_of("names.tsv", "source") else None
        if opened:
            start, end = opened.end(), len(line.text.rstrip(" .)"))
            names = _parted(frame.document, line.span.start + start, line.span.start + end) if start < end else ()
            yield from (found for found in names if known_agency(found.name) and not _is_own(found.name, frame.outlet))


def _is_filed(text: str) -> bool:
    """An agency and a place: "AFP, Turku"."""
    parts = [part.strip() for part in text.split(",")]
    return len(parts) == 2 and all(part[:1].isupper() for part in parts) and any(known_agency(part) for part in parts)


def _signed_names(line: Line, *, directly: bool) -> list[str]:
    """The agencies in a line behind the body.

    Args:
        directly: it follows the body at once, and is not the page's end, where the outlet's own name stands.
    """
    if len(line.text) > _LONGEST:
        return []
    core = _LETTERS_BEHIND.sub("", line.text.strip(" -–—./")).strip(" ()[]-–—./")
    dashed = line.text[0] in "-–—" and is_news_agency(core)
    parts = [part.strip() for part in _APART.split(core)] if line.words <= 6 else []
    if len(parts) > 1 and all(signed_agency(part) for part in parts):
        return parts
    signed = known_agency(core) or (line.text[0] in "([" and is_agency(core)) or dashed or (directly and is_news_agency(core))
    if signed and "related" not in line.marks and line.words <= 6:
        return [core]
    if line.words > 60:
        return []
    if line.kind not in ("footer", "byline"):
        behind = _SIGNED_BEHIND.search(line.text) if line.text.startswith("(") else None
        if behind and known_agency(behind[1]):
            return [behind[1]]
        if holder := _COPYRIGHT.search(line.text[:200]):
            if known_agency(holder[1].strip()):
                return [holder[1].strip()]
            return [name for found in _CAPITALISED.finditer(line.text[:200]) for name in _without_mark(found[0]) if known_agency(name)]
        return _told_by(line.text) if _ABOUT_ITSELF.match(line.text) else []
    named = [name for found in _CAPITALISED.finditer(line.text) for name in _without_mark(found[0]) if known_agency(name)]
    holder = _COPYRIGHT.search(line.text[:200])
    contributed = _CONTRIBUTED.match(line.text)
    if not named and contributed and is_agency(contributed[1].strip()):
        return [contributed[1].strip()]
    if not named and holder and (known_agency(holder[1].strip()) or (directly and is_agency(holder[1].strip()))):
        return [holder[1].strip()]
    return named


def _without_mark(run: str) -> list[str]:
    """The names in capitalised words: "The Associated Press. All", "Copyright ANSA"."""
    return [name.strip(" -.").removeprefix("Copyright ") for name in run.split(". ")]


def _told_by(text: str) -> list[str]:
    """The agencies by which a story says that it was written or published first: "This report by Harbour Wire was …"."""
    return [name for found in _BY_WHOM.finditer(text) if is_news_agency(name := found[1].strip(" -."))]


class _Named(NamedTuple):
    """Whom the markup names as the authors."""

    authors: list[_Found]
    agencies: list[_Found]
    nobody: bool  # it names none but the outlet, a desk or an agency


def _suppliers(frame: _Frame, layout: Layout) -> list[_Found]:
    """Agencies that the markup names as whom the story, not a picture of it, is from: provider, credit, a publisher that is not the outlet."""
    found: list[_Found] = []
    for fact in layout.facts:
        supplier = fact.name in _SUPPLIER_FACTS and fact.kind.endswith(_STORY_KINDS)
        publisher = fact.name == "publisher" and fact.kind.endswith(_STORY_KINDS)
        source = fact.name in _SOURCE_FACTS and fact.at.startswith("meta")
        if not (supplier or publisher or source) or len(fact.value) > 100 or len(found) >= _MOST_NAMES:
            continue
        for name in [fact.value] if known_agency(fact.value) else _APART.split(fact.value):
            known = known_agency(name) is not None or (supplier and is_news_agency(name))
            if known and not _is_own(name, frame.outlet) and not (publisher and _is_site_of(name, frame)):
                found.append(_Found(name, _where(_near_lines(frame), frame.document, name), fact))
    return found


def _is_site_of(name: str, frame: _Frame) -> bool:
    """The page is the agency's own: "AP News", or its name in the address."""
    short = known_agency(name) or name
    words = fold(frame.outlet or "").split()
    return frame.outlet is None or fold(short).split()[0] in words or f"{''.join(fold(short).split())}" in frame.document.location.casefold()


def _in_markup(frame: _Frame, layout: Layout) -> _Named:
    """Authors and agencies that the markup names, cited where the text shows them too."""
    issued = [fact.value for fact in layout.facts if fact.name == "publisher"]
    publishers = [frame.outlet, *(name for name in issued if not known_agency(name) or _is_site_of(name, frame))][:5]
    desked = False
    authors: dict[int, list[_Found]] = {}
    agencies: list[_Found] = []
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
            if not name or is_desk(name) or any(_is_own(name, publisher) for publisher in publishers):
                desked = desked or bool(name)
                continue
            name = name if known_agency(name) else _without_own(titled(name), publishers)
            if (number_in and _is_branch(name, frame)) or _extends_host(name, frame.document.location):
                desked = True
                continue
            if name != piece.strip() and not is_agency(name) and (is_newsroom(piece.strip()) or (" " not in name and not is_east_asian(name))):
                continue  # "Courier Desk"
            if name != piece.strip() and is_acronym(name) and not known_agency(name):
                continue  # "HN Staff" is the outlet's own
            if is_agency(name) or (kind == "Organization" and piece == value and name[0].isupper() and not _names_desk(name)):
                agencies += [_Found(name, _where(near, frame.document, name), fact)] if trust < 2 else []
            elif kind != "Organization" and (
                is_person(name)
                or (name != bare and is_east_asian(name))
                or (kind == "Person" and trust == 0 and name.isalpha() and name[0].isupper())
            ):
                authors.setdefault(trust, []).append(_Found(name, _where(near, frame.document, name), fact))
    if authors.get(1) and (desked or 0 in authors):
        holders = [*holders_of(frame.lines), *(fact.value for fact in layout.facts if fact.name == "copyright")]
        authors[1] = [found for found in authors[1] if not any(fold(found.name) in fold(holder) for holder in holders)]
    ranked = [authors[trust] for trust in sorted(authors) if trust < 2 and authors[trust]] or ([] if nobody else [*authors.values()])
    found = _fuller(ranked[0], ranked[1]) if len(ranked) > 1 else [*chain(*ranked)]
    return _Named(found, agencies, nobody=not found and (nobody or desked))


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


def _without_own(name: str, publishers: Sequence[str | None]) -> str:
    """A name without the outlet's glued behind it: "Aino Salmi Turku Post"."""
    for publisher in publishers:
        own = fold(publisher or "").removeprefix("the ")
        if own and fold(name).endswith(" " + own) and " " in name[: -len(own) - 1]:
            return name[: -len(own) - 1].removesuffix(" The")
    return name


def _is_branch(name: str, frame: _Frame) -> bool:
    """A name behind an author's that begins as the host does is where the author works: "Aino Salmi, Hafen Insight" at hafen.example."""
    first = fold(name).split()[0]
    return len(first) > 4 and re.search(rf"\b{re.escape(first)}\.", frame.document.location.casefold()) is not None


def _extends_host(name: str, location: str) -> bool:
    """The name has the host's and more: "Aino Salmi Ceramics" at ainosalmi.example."""
    words = fold(name).split()
    return any(len(words) > size and _is_host(" ".join(words[:size]), location) for size in (2, 3))


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


def _stands_above(fact: Fact, frame: _Frame) -> bool:
    """The element that names the author stands right above the body: further down are the authors of other stories."""
    if fact.span is None or not frame.body:
        return fact.span is None and fact.at.startswith("script")
    first = frame.body[0]
    return frame.lines[max(0, first - 12)].span.start <= fact.span.start <= frame.lines[first].span.end


def _near_lines(frame: _Frame) -> list[Line]:
    """Lines outside the body, those next to its beginning first."""
    within = set(frame.body)
    first = frame.body[0] if frame.body else 0
    around = frame.lines[max(0, first - _NEAR) : first + _NEAR] if frame.body else frame.lines[:_NEAR]
    behind = frame.lines[frame.body[-1] + 1 : frame.body[-1] + 8] if frame.body else ()
    return [*sorted((line for line in around if line.words <= 60 and line.number not in within), key=lambda line: abs(line.number - first)), *behind]


def _place_of(name: str, text: str) -> int:
    """Where a name stands in a text by itself, not within a longer word; -1 where it does not."""
    at = text.find(name)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() and name[0].isalnum()) and not (behind.isalnum() and name[-1].isalnum()):
            return at
        at = text.find(name, at + 1)
    return -1


def _where(near: Iterable[Line], document: Document, name: str) -> Span | None:
    """Where the text shows a name of the markup."""
    for line in near:
        at = _place_of(name, line.text)
        if at >= 0:
            return document.cite(line.span.start + at, line.span.start + at + len(name))
    return None


def _credits(found: Iterable[_Found], *, agency: bool) -> tuple[Credit, ...]:
    """Each name once, at the first place where it stands; of an agency's short and long name the first."""
    kept: list[Credit] = []
    for text, span, fact in found:
        name = (known_agency(text) or re.sub(r"^The\s+", "", text)) if agency else _titled(text)
        if any(_is_same(name, other.name, agency=agency) for other in kept):
            continue
        if span is not None:
            kept.append(Credit(span, name=name))
        elif fact is not None:
            kept.append(Credit(None, fact.at, fact.value, name=name))
    return tuple(kept)


def _is_same(name: str, other: str, *, agency: bool) -> bool:
    return name.casefold() == other.casefold() or (agency and (is_short_for(name, other) or is_short_for(other, name)))


def _titled(name: str) -> str:
    """A name that is printed in capitals, in title case."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name) if name.isupper() else name
