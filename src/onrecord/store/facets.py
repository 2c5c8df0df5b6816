"""The words under which the fields of a search find a statement: `stance:denies`, `supplier:PRK`, `before:2023-10`.

They stand in the index beside the statement's own words, so that a field costs a search what a word does, however many statements
bear it. Each is written x, a letter for the field, the value and 0, as in "xkdenies0" or "xsprk0": the figure at the end keeps the
stemmer off, and nobody's text holds such a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onrecord.characters import settled
from onrecord.record import Actor, ArmsTransfer, Event, Record

STANCE: Final = "k"
YEAR: Final = "y"
MONTH: Final = "m"
DAY: Final = "d"
SOURCE: Final = "c"  # the states that the source is or belongs to; its names stand in columns of their own
ACTOR: Final = "a"  # who takes part in what the statement speaks of
SUPPLIER: Final = "s"
RECIPIENT: Final = "r"
OUTLET: Final = "o"
TYPE: Final = "t"
STATUS: Final = "u"
NONE: Final = "none"  # of a statement without a stance

_WORD: Final = re.compile(r"[^\W_]+")


def facet(field: str, value: str) -> str:
    """A value under a field: of several words a phrase.

    >>> facet(SUPPLIER, "North Korea")
    'xsnorth0 xskorea0'
    """
    return " ".join(f"x{field}{word}0" for word in fold(value))


def fold(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", settled(text)) if not unicodedata.combining(c))
    return _WORD.findall(plain.casefold())


def statement_facets(record: Record, outlet: str | None) -> dict[str, str]:
    """The facets of each statement of a record, by its ID.

    An event and its transfers belong to the statements that a link ties to them, whatever these say of it.
    """
    events = {e.id: e for e in record.events or ()}
    transfers: dict[str, list[ArmsTransfer]] = {}
    for transfer in record.arms_transfers or ():
        transfers.setdefault(transfer.event, []).append(transfer)
    linked: dict[str, list[Event]] = {}
    for link in record.links or ():
        if link.target in events:
            linked.setdefault(link.statement, []).append(events[link.target])
    actors = {a.id: a for a in record.actors or ()}
    sources = {a.statement: a.actors for a in record.attributions or ()}
    of_page = [*_date(record.published.date if record.published else None), *([facet(OUTLET, outlet)] if outlet else ())]
    found = {}
    for s in record.statements or ():
        facets = [facet(STANCE, s.stance.value if s.stance else NONE), *of_page]
        facets += _codes(SOURCE, sources.get(s.id, ()), actors)
        for event in linked.get(s.id, ()):
            facets += _of_event(event, transfers.get(event.id, ()), actors)
        found[s.id] = " ".join(filter(None, dict.fromkeys(facets)))
    return found


def _of_event(event: Event, transfers: Iterable[ArmsTransfer], actors: Mapping[str, Actor]) -> Iterator[str]:
    yield facet(TYPE, event.type)
    yield facet(STATUS, event.status.value)
    yield from _who(ACTOR, (*event.initiators, *event.recipients), actors)
    for transfer in transfers:
        yield facet(STATUS, transfer.status.value)
        yield from _who(SUPPLIER, (transfer.supplier,), actors)
        yield from _who(RECIPIENT, (transfer.recipient,), actors)
        yield from _who(ACTOR, transfer.via, actors)


def _who(field: str, ids: Iterable[str | None], actors: Mapping[str, Actor]) -> Iterator[str]:
    """Actors by name and code. A code stands between two names: no phrase reaches from one to the next."""
    for code in ids:
        if code is not None and code in actors:
            yield facet(field, actors[code].name)
            yield from _codes(field, (code,), actors)


def _codes(field: str, ids: Iterable[str], actors: Mapping[str, Actor]) -> Iterator[str]:
    """The codes of states, and of other actors that of their country."""
    for actor in filter(None, map(actors.get, ids)):
        if code := actor.id if actor.kind == "state" else actor.country:
            yield facet(field, code)


def _date(day: str | None) -> Iterator[str]:
    """A date as its year, month and day, as far as it goes."""
    for field, length in ((YEAR, 4), (MONTH, 7), (DAY, 10)):
        if day is not None and len(day) >= length:
            yield facet(field, day[:length].replace("-", ""))
