"""The names in a byline, and what each is the name of.

By Mary Roe and John Roe, Political Editor        Mary Roe, John Roe
By Mary Roe, AP | 3 May 2021                      Mary Roe; agency AP
Harbour Wire reporters                            agency Harbour Wire
(Reporting by Mary Roe; editing by John Roe)      Mary Roe
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.article.names import (
    agency_before_role,
    is_acronym,
    is_agency,
    is_desk,
    is_person,
    is_place,
    known_agency,
    parted_agency,
    without_calendar,
    without_lead,
    without_outlet,
    without_role,
)

LONGEST = 320  # characters of a byline
_GLUED = re.compile(r"\s*[Bb]y(?=[A-Z])")  # "ByMary Roe": the two were elements of their own
_OPENER = re.compile(
    r"\s*\(?\s*(?:(?:analysis|opinion|commentary|perspective|review|story|words|text|written|reported|posted|published|reporting|compiled|report|article|authored|reporter|author|source|from)\s*)?"
    r"(?:by|von|por|par|di|da|door|av|af|oleh|автор|от|كتب|كتبت|بقلم)?\s*:?\s+",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\W*(?:by|von|por|par|di|door|av|af|oleh|автор)\W*", re.IGNORECASE)
_ORIGIN = re.compile(r"\s*\(?source", re.IGNORECASE)  # "Source: Harbour Statistics" names no author
_SAYS_BY = re.compile(r"\b(?:by|von|por|par|oleh|author|autor|reporter)\b|автор", re.IGNORECASE)
_NO_AUTHORS = ("edited by", "editing by", "photo", "video")
_INPUTS = re.compile(
    r"\W*(?:with\s+)?(?:(?:additional|agency|further|some)\s+)?(?:reporting|inputs?|files|material|contributions?)\s+(?:by|from|via)\s+(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"\s*[|·•\n\t;@—/]\s*|\s+[-–]\s+|\s{3,}|(?<=[a-z])\s*\.\s+(?=[A-Z0-9])")
_BY_AGAIN = re.compile(r"\bby\s+(?=[^\W\d_])", re.IGNORECASE)
_NAMES_APART = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:[Aa]nd|AND|&|with|y|et|und|e)\s+")
_STOP = re.compile(
    r"\d|\b(?:last\s+updated|updated|published|posted|editing|edited|additional|photographs?|photos?|video|share|email|follow|via)\b"
    r"|(?-i:(?<=[a-zà-ÿ])(?:Twitter|Facebook|Staff|Published|Updated|Posted|Follow|Share|Email|Contact|The|By"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b)",  # the next element, glued to a name
    re.IGNORECASE,
)
_AWAY = re.compile(r"\s+(?:in|at|on|from|is|has|covers|contributed)\s")
_FOR = re.compile(r"\s+(?:[Ff]or|of)\s+(?:the\s+)?(?=[A-Z])")
_AROUND = ' ()"“”*:.,'


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a byline; offsets into the byline."""

    start: int
    end: int
    text: str
    agency: bool


def opens_byline(text: str) -> bool:
    """The line is nothing but "By": the names stand in lines of their own."""
    return len(text) <= 12 and _ALONE.fullmatch(text) is not None


def is_glued(text: str) -> bool:
    """ "By" and the name have no space between."""
    return _GLUED.match(text) is not None


def read_byline(text: str, *, opened: bool = False) -> list[Name]:
    """The persons and agencies that a byline names, in its order.

    Args:
        opened: "By" stands in the line above, so that capitals are an agency.
    """
    if len(text) > LONGEST or text[:40].casefold().startswith(_NO_AUTHORS):
        return []
    begun = _GLUED.match(text) or _INPUTS.match(text)
    opener = _OPENER.match(" " + text)
    at = begun.end() if begun else max(0, opener.end() - 1) if opener else 0
    opened = opened or begun is not None or bool(_SAYS_BY.search(text[:at]))
    persons = not _ORIGIN.match(text)
    names: list[Name] = []
    while at < len(text):
        cut = _SEGMENT.search(text, at)
        end = cut.start() if cut else len(text)
        stop = _STOP.search(text, at, end)
        away = _AWAY.search(text, at, stop.start() if stop else end)
        until = away.start() if away else stop.start() if stop else end
        if stop and not away and stop[0].isdigit():
            until = at + len(without_calendar(text[at:until]))  # "By Mary Roe May 3"
        names += _names(text, at, until, opened=opened, persons=persons)
        if away and persons and away[0].strip() in ("in", "at"):
            names += _elsewhere(text, away.end(), stop.start() if stop else end)
        # "3 May 2021 - by Mary Roe" goes on behind the day; behind "edited" come others than the authors.
        again = (
            _BY_AGAIN.search(text, stop.end()) if stop and stop[0].isdigit() else None if stop else _BY_AGAIN.match(text, cut.end()) if cut else None
        )
        if again is None and (stop or not cut):
            break
        at = again.end() if again else cut.end() if cut else len(text)
        opened = persons = again is not None
    return names


def _names(text: str, start: int, end: int, *, opened: bool, persons: bool) -> Iterator[Name]:
    """The names in one segment.

    Args:
        opened: "By" stands before it, so that capitals in it are an agency.
        persons: it may name persons.
    """
    employer = _FOR.search(text, start, end)
    for piece in _pieces(text, start, employer.start() if employer else end):
        core = piece.text
        behind = parted_agency(core)
        if behind and persons and is_person(core[: behind - 1]):
            yield Name(piece.start, piece.start + behind - 1, core[: behind - 1], agency=False)
            yield Name(piece.start + behind, piece.end, core[behind:], agency=True)
        elif is_agency(core) and (opened or known_agency(core) or not is_acronym(core)):
            yield Name(piece.start, piece.end, core, agency=True)
        elif persons and is_person(core):
            yield piece
    if employer:
        yield from (Name(p.start, p.end, p.text, agency=True) for p in _pieces(text, employer.end(), end) if is_agency(p.text))


def _elsewhere(text: str, start: int, end: int) -> Iterator[Name]:
    """The reporters behind the first one's place: "in Lima and John Roe in Quito"; not "in Lima and New York"."""
    joint = _NAMES_APART.search(text, start, end)
    while joint:
        following = _NAMES_APART.search(text, joint.end(), end)
        stop = following.start() if following else end
        away = _AWAY.search(text, joint.end(), stop)
        for piece in _pieces(text, joint.end(), away.start() if away else stop):
            if is_person(piece.text) and (away or not is_place(piece.text)):
                yield piece
        joint = following


def _pieces(text: str, start: int, end: int) -> Iterator[Name]:
    """What stands between commas and "and", without roles."""
    at = start
    while at < end:
        cut = _NAMES_APART.search(text, at, end)
        stop = cut.start() if cut else end
        piece = text[at:stop]
        lead = at + len(piece) - len(piece.lstrip(_AROUND))
        whole = piece.strip(_AROUND)
        core = agency_before_role(whole) or without_role(whole)
        if is_acronym(core) and not known_agency(core) and is_desk(whole[len(core) :].strip() or core):
            core = ""  # "HN Staff" is the outlet's own
        core = core if known_agency(core) or parted_agency(core) else without_outlet(core)
        bare = without_lead(core)
        lead += len(core) - len(bare)
        core = bare
        if core:
            yield Name(lead, lead + len(core), core, agency=False)
        at = cut.end() if cut else end
