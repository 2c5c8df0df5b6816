"""Who wrote it, and which agency it came from: what the lines, the text and the markup say, weighed against each other.

The lines are found in `credit_lines.py` and read in `byline.py`; `agencies.py` asks the text, `markup_credits.py` the markup, and
`own_names.py` tells which names are the outlet's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.article.agencies import filed_by, find_agencies, signed_by_person
from onrecord.article.byline import Name, read_byline
from onrecord.article.credit_lines import Byline, find_bylines, is_below_caption, sole_within
from onrecord.article.credited import Found, Frame
from onrecord.article.dateline import Filed
from onrecord.article.lines import Line
from onrecord.article.markup_credits import in_markup, suppliers
from onrecord.article.names import is_short_for, known_agency
from onrecord.article.own_names import extends_host, is_own, signs_for_outlet, without_own
from onrecord.article.tables import fold
from onrecord.layout import Layout
from onrecord.record import Credit
from onrecord.text import Document

_REPORTING = re.compile(r"\W*(?:with\s+)?(?:additional\s+)?reporting\s+by\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credits:
    """Agencies and authors of a page, and the lines that are bylines."""

    agencies: tuple[Credit, ...]
    authors: tuple[Credit, ...]
    bylines: frozenset[int]


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
    frame = Frame(document, lines, body, top, outlet)
    markup = in_markup(frame, layout)
    named = markup.authors
    agencies: list[Found] = [*filed_by(frame, filed)]
    authors: list[Found] = []
    bylines: set[int] = set()
    reporters: list[Found] = []  # named behind the body as those who reported it
    beside: dict[int, list[Found]] = {}  # agencies in the lines of those: "Aino Salmi | Harbour Wire" may credit a picture
    placed: dict[int, list[Found]] = {}  # persons who are known by the place of their line alone
    for line, how in find_bylines(frame):
        names = read_byline(line.text, opened=how == Byline.OPENED, small="byline" in line.marks and line.words <= 9)
        personal = any(not name.agency for name in names)
        others = how == Byline.NAMED and line.kind != "byline" and personal and named and _names_none_of(names, named)
        if others or (names and not personal and is_below_caption(frame, line)):
            names = [name for name in names if not name.agency]  # who took the picture
        for name in names:
            own = name.text if name.agency else without_own(name.text, [outlet])
            found = Found(own, document.cite(line.span.start + name.start, line.span.start + name.end - len(name.text) + len(own)))
            if name.agency and how == Byline.PLACED and personal:
                beside.setdefault(line.number, []).append(found)
            elif name.agency:
                agencies += [] if is_own(name.text, outlet) else [found]
            elif signs_for_outlet(name.text, outlet) or extends_host(name.text, document.location):
                continue  # "By Harbour Post Staff" in the Harbour Post
            elif how == Byline.PLACED and name.text.isupper() and name.text.upper() != name.text.lower():
                continue  # a label
            elif how == Byline.PLACED:
                placed.setdefault(line.number, []).append(found)
            else:
                authors.append(found)
                reporters += [found] if _REPORTING.match(line.text) and line.number > body[-1] else []
        if (names and how != Byline.PLACED) or line.kind == "byline":
            bylines.add(line.number)
    if not authors and not markup.nobody:
        bylines.update(placed)
        authors += [found for line in placed.values() for found in line]
        agencies += [found for line in beside.values() for found in line if not is_own(found.name, outlet)]
    agencies += find_agencies(frame)
    organisations = suppliers(frame, layout)
    if body and not authors and not named and (sole := sole_within(frame)):
        bylines.add(sole.number)
        authors += [_found_in(document, sole, name) for name in read_byline(sole.text) if not name.agency]
    if body and not authors and not named:
        authors += signed_by_person(document, lines[body[-1]])
    # What the markup says of the authors is cleaner than any byline, where it names a person at all.
    return Credits(
        _credits([*agencies, *markup.agencies, *organisations], agency=True),
        _credits([*named, *reporters] if named else authors, agency=False),
        frozenset(bylines),
    )


def _names_none_of(names: Sequence[Name], authors: Sequence[Found]) -> bool:
    known = {fold(author.name) for author in authors}
    return not any(fold(name.text) in known for name in names)


def _found_in(document: Document, line: Line, name: Name) -> Found:
    return Found(name.text, document.cite(line.span.start + name.start, line.span.start + name.end))


def _credits(found: Iterable[Found], *, agency: bool) -> tuple[Credit, ...]:
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
