"""Who wrote it, and which agency it came from.

An agency is known by the slot its name stands in: the bracket of a dateline, the end of the last paragraph, a byline. The
table of agencies only settles how a name is spelt, and what two letters in such a slot are; it need not know the agency.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from onrecord.article.dateline import Filed
from onrecord.article.lines import Line
from onrecord.article.tables import fold, read_rows, words_of
from onrecord.layout import Fact, Layout
from onrecord.record import Credit
from onrecord.text import Document, Span

_LONGEST_BYLINE = 320
_OPENER = re.compile(
    r"\s*\(?\s*(?:(?:story|words|text|written|reported|posted|published|reporting|compiled|report|article|authored|reporter|author|source|from)\s*)?"
    r"(?:by|von|por|par|di|da|door|av|af|oleh|автор|от)?\s*:?\s+",
    re.IGNORECASE,
)
_SAYS_BY = re.compile(r"\b(?:by|von|por|par|oleh|author|autor|reporter)\b|автор", re.IGNORECASE)
_SEGMENT = re.compile(r"\s*[|·•\n\t;@—/]\s*|\s+[-–]\s+|\s{3,}|(?<=[a-z])\s*\.\s+(?=[A-Z0-9])")
_PIECE = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|with|y|et|und|e)\s+")
_STOP = re.compile(r"\d|\b(?:updated|published|posted|editing|edited|additional|photographs?|photos?|video|share|email|follow|via)\b", re.IGNORECASE)
_AWAY = re.compile(r"\s+(?:in|at|on|from|is|has|covers|contributed)\s")
_FOR = re.compile(r"\s+(?:for|of)\s+(?:the\s+)?(?=[A-Z])")
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[.'’-]+[^\W\d_]+)*\.?")
_BRACKETED_CREDIT = re.compile(r"[.!?”\"'’»।。]\s*\(([^()\n]{2,60})\)\s*$")
_DASHED_CREDIT = re.compile(r"[.!?”\"'’»।。]\s*[-–—]{1,2}\s?([^\W\d_][^\n.!?]{1,40})$")
_INPUTS = re.compile(r"^(?:with\s+)?(?:inputs?|reporting|additional reporting|files|agency inputs)?\s*(?:from|by|via)\s+(?:the\s+)?", re.IGNORECASE)
_AUTHOR_FACTS = frozenset("author article:author parsely-author sailthru.author dc.creator dcterms.creator byl creator".split())
_ACRONYM = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True, slots=True)
class Credits:
    """Agencies and authors of a page, and the lines that are bylines."""

    agencies: tuple[Credit, ...]
    authors: tuple[Credit, ...]
    bylines: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a byline, and what it is the name of."""

    start: int
    end: int
    text: str
    agency: bool


class _Found(NamedTuple):
    """A name with where it stands: in the text, or only in the markup."""

    name: str
    span: Span | None
    fact: Fact | None = None


@cache
def _agencies() -> dict[str, str]:
    """Folded name → short name."""
    table = {}
    for short, others, _ in read_rows("agencies.tsv"):
        for name in (short, *others.split(";")):
            table.setdefault(fold(name), short)
    return table


def known_agency(name: str) -> str | None:
    """The short name of an agency in the table. A short name of up to three letters has to be printed in capitals."""
    bare = re.sub(r"^the\s+", "", fold(name))
    short = _agencies().get(bare)
    return short if short and (len(bare) > 3 or name.isupper() or name == short) else None


def find_credits(
    document: Document, layout: Layout, lines: Sequence[Line], body: Sequence[int], top: int | None, filed: Filed | None, outlet: str | None
) -> Credits:
    """Find the agencies and authors of a page.

    Args:
        body: the lines of its body.
        top: the line of its headline.
        filed: its dateline.
        outlet: who publishes it: no agency of its own pages, but for the dateline.
    """
    agencies: list[_Found] = []
    authors: list[_Found] = []
    if filed and filed.agency:
        for start, end, text in _parted(document, filed.agency.start, filed.agency.end):
            agencies.append(_Found(text, document.cite(start, end)))
    told: set[int] = set()
    for line in _bylines(lines, body, top):
        names = _read_byline(line.text)
        for name in names:
            found = _Found(name.text, document.cite(line.span.start + name.start, line.span.start + name.end))
            if not name.agency:
                authors.append(found)
            elif not _same(name.text, outlet) and not (outlet and _is_acronym(name.text, outlet)):
                agencies.append(found)
        if names or line.kind == "byline":
            told.add(line.index)
    for i in body[-2:]:
        agencies += (_Found(text, document.cite(start, end)) for start, end, text in _closing(document, lines[i]))
    if body:
        agencies += _after_body(document, lines, body[-1], outlet)
    named, organisations = _read_facts(document, layout, lines, body, outlet)
    # What the markup says of the authors is cleaner than any byline, where it names a person at all.
    return Credits(_credits([*agencies, *organisations], agency=True), _credits(named or authors, agency=False), frozenset(told))


def _bylines(lines: Sequence[Line], body: Sequence[int], top: int | None) -> Iterator[Line]:
    """Lines around the headline, and behind the body, that may credit somebody."""
    if not body:
        return
    within = set(body)
    first, last = body[0], body[-1]
    start = max(0, min(top if top is not None else first, first) - 6)
    found = False
    for i in [*range(start, min(len(lines), first + 4)), *range(first + 4, min(len(lines), last + 5))]:
        line = lines[i]
        if i in within or len(line.text) > _LONGEST_BYLINE:
            continue
        after_byline = i - 1 in range(len(lines)) and lines[i - 1].kind == "byline" and line.words <= 4
        if (
            (line.kind in ("byline", None, "date") and "byline" in line.marks and (i < last or not found))
            or line.kind == "byline"
            or (after_byline and is_agency(line.text))
        ):
            found = True
            yield line


def _read_byline(text: str) -> list[_Name]:
    """The names in a byline: "By Mary Roe and John Roe, AP"; "(Reporting by Mary Roe; editing by John Roe)"."""
    lowered = text[:40].casefold()
    if lowered.startswith(("edited by", "editing by", "photo", "video", "additional reporting")):
        return []
    opener = _OPENER.match(" " + text)
    at = max(0, opener.end() - 1) if opener else 0
    opened = bool(_SAYS_BY.search(text[:at]))
    names: list[_Name] = []
    first = True
    while at < len(text):
        cut = _SEGMENT.search(text, at)
        end = cut.start() if cut else len(text)
        segment = text[at:end]
        stop = _STOP.search(segment)
        piece_end = at + stop.start() if stop else end
        away = _AWAY.search(text, at, piece_end)
        names += _names_in(text, at, away.start() if away else piece_end, opened=opened and first, persons=first or bool(_SAYS_BY.match(segment)))
        if stop or not cut:
            break
        at, first = cut.end(), False
        if by := re.match(r"by\s+", text[at:], re.IGNORECASE):
            at, first = at + by.end(), True
    return names


def _names_in(text: str, start: int, end: int, *, opened: bool, persons: bool) -> Iterator[_Name]:
    for_whom = _FOR.search(text, start, end)
    if for_whom:
        yield from _names_in(text, start, for_whom.start(), opened=opened, persons=persons)
        yield from (name for name in _names_in(text, for_whom.end(), end, opened=False, persons=False) if name.agency)
        return
    at = start
    while at < end:
        cut = _PIECE.search(text, at, end)
        stop = cut.start() if cut else end
        piece = text[at:stop]
        lead = len(piece) - len(piece.lstrip(' ("“*:'))
        core = _without_roles(piece.strip(' ()"“”*:.,'))
        if core:
            if is_agency(core) and (opened or known_agency(core) or not _ACRONYM.fullmatch(core)):
                yield _Name(at + lead, at + lead + len(core), core, agency=True)
            elif persons and is_person(core):
                yield _Name(at + lead, at + lead + len(core), core, agency=False)
        at = cut.end() if cut else end


def _without_roles(piece: str) -> str:
    """ "Harbour Wire reporters" → "Harbour Wire" """
    words = piece.split(" ")
    while (
        len(words) > 1
        and fold(words[-1]).strip(".,") in words_of("names.tsv", "role") | words_of("names.tsv", "desk")
        and not known_agency(" ".join(words))
    ):
        if fold(words[-1]) in words_of("names.tsv", "organisation") and is_agency(" ".join(words)):
            break
        words.pop()
    return " ".join(words)


def is_person(name: str) -> bool:
    """Two to five words, each a name: capitals, no digits, nothing that a newsroom or an office is called by."""
    words = name.split()
    if not 2 <= len(words) <= 5 or len(name) > 50:
        return False
    banned = words_of("names.tsv", "organisation") | words_of("names.tsv", "desk") | words_of("names.tsv", "role") | words_of("names.tsv", "calendar")
    particles = words_of("names.tsv", "particle")
    named = 0
    for word in words:
        folded = fold(word).strip(".,")
        if folded in banned and not (folded in ("may", "jan", "mar", "april", "june", "august", "wed", "sat", "nov", "post") and named):
            return False
        if not _NAME.fullmatch(word):
            return False
        if word[0].isupper() or not word[0].islower():
            named += folded not in particles
        elif folded not in particles:
            return False
    return named >= 2 and fold(words[0]) not in ("the", "our", "about", "more", "read", "view")


def is_agency(name: str) -> bool:
    """Known to the table, in capitals, or built of the words that newsrooms are named with."""
    if known_agency(name):
        return True
    words = name.split()
    if not words or len(words) > 5 or not words[0][0].isupper() or any(c.isdigit() for c in name):
        return False
    folded = [fold(word).strip(".,") for word in words]
    if len(words) == 1:
        named_so = len(name) > 6 and folded[0].endswith(("press", "wire", "news"))
        return (named_so or bool(_ACRONYM.fullmatch(name))) and not folded[0] in words_of("names.tsv", "desk") | words_of("names.tsv", "capitals")
    return (
        folded[-1] in words_of("names.tsv", "organisation")
        and folded[0] not in words_of("names.tsv", "desk")
        and all(word[0].isupper() or fold(word) in words_of("names.tsv", "particle") for word in words)
    )


def _parted(document: Document, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The names in a bracket: "Reuters/AFP" is two, unless an agency signs so."""
    text = document.text
    if known_agency(text[start:end]):
        yield start, end, text[start:end]
        return
    at = start
    for cut in [*re.finditer(r"\s*[/,;]\s*|\s+(?:and|&)\s+", text[start:end]), None]:
        stop = start + cut.start() if cut else end
        if text[at:stop].strip() and not _is_desk(text[at:stop]):
            yield at, stop, text[at:stop].strip()
        at = start + cut.end() if cut else end


def _is_desk(name: str) -> bool:
    return all(fold(word) in words_of("names.tsv", "desk") for word in name.split())


def _closing(document: Document, line: Line) -> Iterator[tuple[int, int, str]]:
    """The credit at the end of a paragraph: "… the strike is over. (AP)", "… is over. - Harbour Wire"."""
    tail = max(0, len(line.text) - 120)
    for pattern in (_BRACKETED_CREDIT, _DASHED_CREDIT):
        found = pattern.search(line.text, tail)
        if found:
            inputs = _INPUTS.match(found[1])
            start = line.span.start + found.start(1) + (inputs.end() if inputs else 0)
            for part in _parted(document, start, line.span.start + found.end(1)):
                if is_agency(part[2]):
                    yield part


def _after_body(document: Document, lines: Sequence[Line], last: int, outlet: str | None) -> list[_Found]:
    """Credits in the lines that follow the body: "(Reuters)", "AFP", "© 2023 AFP", "The Associated Press contributed …"."""
    found: list[_Found] = []
    for line in lines[last + 1 : last + 6]:
        if line.words <= 5:
            core = line.text.strip(" ()[]-–—./")
            signed = known_agency(core) or (line.text[0] in "([-–—" and is_agency(core))
            if signed and not _same(core, outlet) and "related" not in line.marks:
                at = line.text.index(core)
                found.append(_Found(core, document.cite(line.span.start + at, line.span.start + at + len(core))))
                continue
        if line.kind in ("footer", "byline") and line.words <= 60:
            for name in re.finditer(r"(?:[A-Z][\w’'.-]*[ -]?){1,4}", line.text):
                core = name[0].strip(" .-")
                if known_agency(core) and not _same(core, outlet):
                    found.append(_Found(core, document.cite(line.span.start + name.start(), line.span.start + name.start() + len(core))))
    return found


def _read_facts(
    document: Document, layout: Layout, lines: Sequence[Line], body: Sequence[int], outlet: str | None
) -> tuple[list[_Found], list[_Found]]:
    """Authors and agencies that the markup names, cited where the text shows them too."""
    publishers = [outlet, *(fact.value for fact in layout.facts if fact.name == "publisher")]
    authors: dict[int, list[_Found]] = {}
    agencies: list[_Found] = []
    for number, fact in enumerate(layout.facts):
        trust = _trust(fact)
        if trust is None or len(fact.value) > 200 or "://" in fact.value or fact.value.startswith("/"):
            continue
        following = layout.facts[number + 1] if number + 1 < len(layout.facts) else None
        kind = following.value if following and following.name == f"{fact.name}.type" else None
        value = re.sub(r"^(?:by|von|por|par)\s+", "", " ".join(fact.value.split()), flags=re.IGNORECASE)
        for piece in [value] if known_agency(value) else re.split(r"\s*[,;|]\s*|\s+(?:and|&)\s+", value):
            core = _without_roles(re.sub(r"\s+for\s.*", "", piece, flags=re.IGNORECASE).strip())
            if not core or _is_desk(core) or any(_same(core, publisher) for publisher in publishers):
                continue
            if trust == 2 and not _stands_above(fact, lines, body):
                continue
            if core != piece.strip() and _ACRONYM.fullmatch(core) and not known_agency(core):
                continue  # "HN Staff" is the outlet's own
            if is_agency(core) or (kind == "Organization" and piece == value and core[0].isupper()):
                if trust <= 1:
                    agencies.append(_Found(core, _where(lines, body, document, core), fact))
            elif kind != "Organization" and (is_person(core) or (kind == "Person" and trust == 0 and core.isalpha() and core[0].isupper())):
                authors.setdefault(trust, []).append(_Found(core, _where(lines, body, document, core), fact))
    return (authors[min(authors)] if authors else []), agencies


def _trust(fact: Fact) -> int | None:
    """How far an author's name in the markup is believed to be this article's: 0 most, 2 least, None not at all."""
    if fact.name not in _AUTHOR_FACTS:
        return None
    if fact.at.startswith("script"):
        return 0 if fact.kind.endswith(("Article", "Posting", "Report")) else 2 if fact.kind in ("WebPage", "Person", "") else None
    return 1 if fact.at.startswith("meta") else 2


def _stands_above(fact: Fact, lines: Sequence[Line], body: Sequence[int]) -> bool:
    """The element that names the author stands right above the body: further down are the authors of other stories."""
    if fact.span is None or not body:
        return fact.span is None and fact.at.startswith("script")
    return lines[max(0, body[0] - 12)].span.start <= fact.span.start <= lines[body[0]].span.end


def _where(lines: Sequence[Line], body: Sequence[int], document: Document, name: str) -> Span | None:
    """Where the text shows a name outside the body: near the headline first."""
    within = set(body)
    first = body[0] if body else 0
    near = sorted((line for line in lines if line.words <= 60 and line.index not in within), key=lambda line: abs(line.index - first))
    for line in near[:80]:
        at = line.text.find(name)
        if at >= 0:
            return document.cite(line.span.start + at, line.span.start + at + len(name))
    return None


def _same(name: str, other: str | None) -> bool:
    """Two names of one newsroom: equal but for "The" and what is added at the end."""
    if not other:
        return False
    a, b = (re.sub(r"^the\s+|\.(?:com|org|net|co)\b.*", "", fold(x)) for x in (name, other))
    return a == b or (len(a) > 3 and (a.startswith(b + " ") or b.startswith(a + " "))) or a.replace(" ", "") == b.replace(" ", "")


def _credits(found: Iterable[_Found], *, agency: bool) -> tuple[Credit, ...]:
    """Each name once, the first place where it stands; of an agency's short and long name the first."""
    credits: list[Credit] = []
    for text, span, fact in found:
        name = (known_agency(text) or re.sub(r"^The\s+", "", text)) if agency else _titled(text)
        if any(fold(name) == fold(other.name) or (agency and (_is_acronym(name, other.name) or _is_acronym(other.name, name))) for other in credits):
            continue
        if span is not None:
            credits.append(Credit(span, name=name))
        elif fact is not None:
            credits.append(Credit(None, fact.at, fact.value, name=name))
    return tuple(credits)


def _titled(name: str) -> str:
    """A name that is printed in capitals, in title case."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)


def _is_acronym(short: str, name: str) -> bool:
    """The letters of a short name stand in this order in the long one, which begins with the first and whose last word begins with the last."""
    if not _ACRONYM.fullmatch(short) or " " not in name:
        return False
    letters, rest = fold(short), fold(name)
    if rest[0] != letters[0] or rest.rsplit(" ", 1)[1][0] != letters[-1]:
        return False
    places = iter(rest)
    return all(letter in places for letter in letters)
