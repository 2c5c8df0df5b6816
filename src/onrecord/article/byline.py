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
    is_east_asian,
    is_person,
    is_place,
    is_titled_outlet,
    known_agency,
    names_outlet,
    parted_agency,
    tells_reporter,
    titled,
    without_calendar,
    without_lead,
    without_outlet,
    without_reporter,
    without_role,
    without_title,
)

LONGEST = 320  # characters of a byline
_GLUED = re.compile(r"\s*[Bb]y(?=[A-Z])")  # "ByMary Roe": the two were elements of their own
_OPENER = re.compile(
    r"\s*\(?\s*(?:(?:analysis|opinion|commentary|perspective|review|story|words|text|written|reported|posted|published|reporting|compiled|report|article|authored|reporter|author|source|from"
    r"|escrit[oa]|redactad[oa]|publicad[oa]|scritto|geschrieben|verfasst|ein artikel|ein beitrag|publié|rédigé|écrit|skrevet|skriven|geschreven"
    r"|texte|texto|testo|tekst|autor[aeio]?|autorin|autorka|auteure?|autore|författare|forfatter|kirjoittaja|yazar|yazan|szerző|penulis|текст)\s*)?"
    r"(?:by|von|por|par|di|da|door|av|af|fra|från|oleh|autor|автор|от|كتب|كتبت|بقلم)?\s*:?\s+",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\W*(?:(?:(?:article|story|words|written|posted|published|reported) )?by|von|(?:(?:escrito|publicado|redactado) )?por|par|di|(?:scritto )?da"
    r"|door|av|af|oleh"
    r"|автор|author|autor[ae]?|autorka|auteur)\W*",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"\s*\(?source", re.IGNORECASE)  # "Source: Harbour Statistics" names no author
_SAYS_BY = re.compile(
    r"\b(?:by|von|por|par|di|da|door|av|af|fra|från|oleh|author|autor\w*|auteure?|författare|forfatter|kirjoittaja|yazar|yazan|szerző|penulis|reporter)\b"
    r"|автор|текст|كتبت?|بقلم|^\W*(?:words|text[eo]?|testo|tekst)\b",
    re.IGNORECASE,
)
_NO_AUTHORS = ("edited by", "editing by", "photo", "video")
_INPUTS = re.compile(
    r"\W*(?:with\s+)?(?:(?:additional|agency|further|some)\s+)?(?:reporting|inputs?|files|material|contributions?)\s+(?:by|from|via)\s+(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
# "3 May 2021 | By Mary Roe", "Updated May 3, 2021 - Lima - by Mary Roe"
_DAY_FIRST = re.compile(
    r"(?!\W*(?:\w+ )?by\b)[^|•·\n]{0,60}\d[^|•·\n]{0,40}?(?:\s*[|•·/]|\s[–—-])\s(?:[^|•·\n]{1,30}(?:\s*[|•·/]|\s[–—-])\s)?"
    r"(?:(?:written|reported|posted|published) )?by\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_SEGMENT = re.compile(
    r"\s+[\w.+-]{1,64}@|\s*[|·•\n\t;@—/]\s*|\s+[-–]\s+|\s{3,}|\s+\((?=[A-Z])|(?<=[a-z])(?<!\b[DMS][rst])(?<!\bProf)(?<!\bMrs)(?<!\b[JS]r)\s*\.\s+(?=[A-Z0-9])"
)
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_HAN_REPORTER = re.compile(r"(?:記者|记者)\s*[:：]?\s*([\u4e00-\u9fff]{2,4})(?=\s*(?:[／/|｜]|$))")
_RUN = re.compile(r"(?:The )?((?:[A-ZÀ-Þ][\w’'-]*[ -]?){1,4})")
_THE = re.compile(r"(?:The )?")
_BEFORE_HUMP = frozenset(("Mc", "Mac", "De", "Di", "Da", "Du", "Del", "La", "Le", "Van", "Von", "Fitz", "O", "St", "El", "Al", "Ben"))
_BY_AGAIN = re.compile(r"\bby\s+(?=[^\W\d_])", re.IGNORECASE)
_NAMES_APART = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:[Aa]nd|AND|&|with|y|et|und|e)\s+")
_STOP = re.compile(
    r"\d|\b(?:last\s+updated|updated|published|posted|editing|edited|translated|illustrated|(?:medically\s+)?reviewed|fact[ -]?checked|"
    r"produced|narrated|hosted|photographed|übersetzt|traduit|traducido|"
    r"additional|photographs?|photography|photos?|pictures?|fotos?|fotografie|bilder|illustrations?|video|share|email|follow|via)\b"
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


def begins_as_byline(text: str) -> bool:
    """A word for an author, in one of many languages, and a name right behind it: "Autorka: Aino Salmi", "Di Aino Salmi"."""
    if _HAN_REPORTER.match(text) or tells_reporter(text):
        names = read_byline(text)
        return bool(names) and names[0].start <= 4
    opener = _OPENER.match(" " + text[:LONGEST])
    if opener is None or opener.end() < 2 or not _SAYS_BY.search(opener[0]):
        return False
    names = read_byline(text)
    return bool(names) and names[0].start <= opener.end()


def glue_of(text: str) -> int | None:
    """Where an outlet, an agency or an office is glued to a name: "By Aino SalmiThe Associated Press"."""
    for hump in _HUMP.finditer(text) if not text.islower() else ():
        run = _RUN.match(text, hump.start())
        before = re.split(r"[\s,]", text[: hump.start()])[-1]
        if run and before not in _BEFORE_HUMP and names_outlet(run[1].rstrip(" -")):
            return hump.start()
    return None


def read_byline(text: str, *, opened: bool = False, small: bool = False) -> list[Name]:
    """The persons and agencies that a byline names, in its order.

    Args:
        opened: "By" stands in the line above, so that capitals are an agency.
        small: the markup says that it is a byline, so that names may be printed without capitals.
    """
    if (han := _HAN_REPORTER.search(text[:LONGEST])) and len(text) <= LONGEST and is_east_asian(han[1]):
        return [Name(han.start(1), han.end(1), han[1], agency=False)]
    if len(text) > LONGEST or text[:40].casefold().startswith(_NO_AUTHORS):
        return []
    begun = _GLUED.match(text) or _INPUTS.match(text) or _DAY_FIRST.match(text)
    opener = _OPENER.match(" " + text)
    at = begun.end() if begun else max(0, opener.end() - 1) if opener else 0
    opened = opened or begun is not None or bool(_SAYS_BY.search(text[:at]))
    hump = glue_of(text)
    persons = not _ORIGIN.match(text)
    names: list[Name] = []
    while at < len(text):
        cut = _SEGMENT.search(text, at)
        end = cut.start() if cut else len(text)
        if hump is not None and at < hump < end:
            end, cut = hump, _THE.match(text, hump)
        stop = _STOP.search(text, at, end)
        away = _AWAY.search(text, at, stop.start() if stop else end)
        until = away.start() if away else stop.start() if stop else end
        if stop and not away and stop[0].isdigit():
            until = at + len(without_calendar(text[at:until]))  # "By Mary Roe May 3"
        names += _names(text, at, until, opened=opened, persons=persons, small=small)
        if away and persons and away[0].strip() in ("in", "at"):
            names += _elsewhere(text, away.end(), stop.start() if stop else end)
        if away:
            behind = _pieces(text, away.end(), stop.start() if stop else end)
            names += [Name(piece.start, piece.end, piece.text, agency=True) for piece in behind if known_agency(piece.text)]
        # "3 May 2021 - by Mary Roe" goes on behind the day; behind "edited" come others than the authors.
        again = (
            _BY_AGAIN.search(text, stop.end()) if stop and stop[0].isdigit() else None if stop else _BY_AGAIN.match(text, cut.end()) if cut else None
        )
        if again is None and (stop or not cut):
            break
        at = again.end() if again else cut.end() if cut else len(text)
        opened = persons = again is not None
    return names


def _names(text: str, start: int, end: int, *, opened: bool, persons: bool, small: bool) -> Iterator[Name]:
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
            if not (is_titled_outlet(core) and text[: piece.start].rstrip(" ")[-1:] == "," and start < piece.start):
                yield piece  # not "Turku Post" in "Aino Salmi, Pekka Lund, Turku Post"
        elif persons and (bare := without_reporter(core)) != core and core.startswith(bare):
            yield Name(piece.start, piece.start + len(bare), bare, agency=False)
        elif persons and small and is_person(titled(core)):
            yield Name(piece.start, piece.end, titled(core), agency=False)
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
        if core != (bare := without_title(core)):
            lead += len(core) - len(bare)
            core = bare
        if core.strip() and core != whole and is_titled_outlet(core) and not is_agency(core):
            core = ""  # "Turku Post Staff"
        if core.strip():
            yield Name(lead, lead + len(core), core, agency=False)
        at = cut.end() if cut else end
