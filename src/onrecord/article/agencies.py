"""The agencies that the text credits: in a dateline, at its head or end, behind it, or after a word for source.

An agency is known by the slot its name stands in. The table of agencies only settles how a name is spelt, and what two letters in
such a slot are; it need not know the agency. A bracket at the end may hold the author instead.
"""

import re
from collections.abc import Iterable, Iterator

from onrecord.article.credited import APART, Found, Frame, place_of
from onrecord.article.dateline import Filed
from onrecord.article.lines import Line
from onrecord.article.names import is_agency, is_desk, is_news_agency, is_person, is_signature, known_agency, signed_agency
from onrecord.article.own_names import is_outlet, is_own
from onrecord.article.tables import fold, words_of
from onrecord.text import Document

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
_INPUTS = re.compile(r"^(?:with\s+)?(?:inputs?|reporting|additional reporting|files|agency inputs)?\s*(?:from|by|via)\s+(?:the\s+)?", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.-]*[ -]?){1,4}")
_TAIL = 120  # characters at the end of a paragraph in which a credit stands


def find_agencies(frame: Frame) -> Iterator[Found]:
    """Agencies that the text credits at its head, at its end, behind it, or after a word for source; not those in its bylines."""
    document, lines, body = frame.document, frame.lines, frame.body
    for i in body[:3]:
        yield from _opening(document, lines[i])
    for i in body[-2:]:
        yield from _closing(document, lines[i])
        if i != body[0] and lines[i].words <= 30 and _ABOUT_ITSELF.match(lines[i].text):
            yield from _cited(document, lines[i], _told_by(lines[i].text))
    yield from _behind_body(frame)
    yield from _sourced(frame)


def filed_by(frame: Frame, filed: Filed | None) -> Iterator[Found]:
    """The agencies in the bracket of a dateline; the outlet may sign there like one, and is none."""
    if filed and filed.agency:
        there = _parted(frame.document, filed.agency.start, filed.agency.end)
        yield from (found for found in there if known_agency(found.name) or not is_outlet(found.name, frame))


def signed_by_person(document: Document, line: Line) -> Iterator[Found]:
    """The author in brackets at the end of the last paragraph: "… stays open. (Aino Salmi)"."""
    credit = _BRACKETED.search(line.text, max(0, len(line.text) - _TAIL)) or _ALL_BRACKETED.fullmatch(line.text)
    if credit and is_person(credit[1]) and not is_agency(credit[1]):
        start = line.span.start + credit.start(1)
        yield Found(credit[1], document.cite(start, start + len(credit[1])))


def _parted(document: Document, start: int, end: int) -> Iterator[Found]:
    """The names in a bracket: "Reuters/AFP" is two, unless an agency signs so."""
    text = document.text[start:end]
    cuts = [] if known_agency(text) else list(APART.finditer(text))
    if not cuts and "-" in text and not known_agency(text) and all(known_agency(part) for part in text.split("-")):
        cuts = list(_HYPHEN.finditer(text))  # "TT-Reuters"
    small = signed_agency(text.split("/")[0].strip()) is not None  # "(sda/afp)", "(ats/nxp)"
    at = 0
    for stop, following in [*((cut.start(), cut.end()) for cut in cuts), (len(text), len(text))]:
        name = text[at:stop].strip()
        if name and not is_desk(name):
            yield Found((signed_agency(name) if small else None) or name, document.cite(start + at, start + stop))
        at = following


def _opening(document: Document, line: Line) -> Iterator[Found]:
    """The credit at the head of a paragraph: "(EFE).- The strike is over."."""
    credit = _OPENING.match(line.text)
    if credit and known_agency(credit[1]):
        yield from _parted(document, line.span.start + credit.start(1), line.span.start + credit.end(1))


def _closing(document: Document, line: Line) -> Iterator[Found]:
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


def _cited(document: Document, line: Line, names: Iterable[str]) -> Iterator[Found]:
    for name in names:
        start = line.span.start + max(0, place_of(name, line.text))
        yield Found(name, document.cite(start, start + len(name)))


def _told_by(text: str) -> list[str]:
    """The agencies by which a story says that it was written or published first: "This report by Harbour Wire was …"."""
    return [name for found in _BY_WHOM.finditer(text) if is_news_agency(name := found[1].strip(" -."))]


def _behind_body(frame: Frame) -> Iterator[Found]:
    """Credits in the lines that follow the body: "(Reuters)", "AFP", "© 2023 AFP", "The Associated Press contributed …"."""
    after = frame.body[-1] + 1 if frame.body else len(frame.lines)
    for line in frame.lines[after : after + 5]:
        for name in _signed_names(line, directly=line.number == after and after + 4 < len(frame.lines)):
            if not is_own(name, frame.outlet):
                start = line.span.start + max(0, place_of(name, line.text))
                yield Found(signed_agency(name) or name, frame.document.cite(start, start + len(name)))


def _signed_names(line: Line, *, directly: bool) -> list[str]:
    """The agencies in a line behind the body.

    Args:
        directly: it follows the body at once, and is not the page's end, where the outlet's own name stands.
    """
    if len(line.text) > _LONGEST:
        return []
    core = _LETTERS_BEHIND.sub("", line.text.strip(" -–—./")).strip(" ()[]-–—./")
    dashed = line.text[0] in "-–—" and is_news_agency(core)
    parts = [part.strip() for part in APART.split(core)] if line.words <= 6 else []
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


def _sourced(frame: Frame) -> Iterator[Found]:
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
            yield from (found for found in names if known_agency(found.name) and not is_own(found.name, frame.outlet))


def _is_filed(text: str) -> bool:
    """An agency and a place: "AFP, Turku"."""
    parts = [part.strip() for part in text.split(",")]
    return len(parts) == 2 and all(part[:1].isupper() for part in parts) and any(known_agency(part) for part in parts)
