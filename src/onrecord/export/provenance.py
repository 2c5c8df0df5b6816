"""What every row of a table says beside its figures: who, when, in which words, of which page.

Unknown is "", a list is joined by ";", a citation is `words [start..end]` in code points of the document's text ("12:30" and "3-5" would
become a time and a date in a spreadsheet).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import Actor, Event, Place, Record, Statement, Time
from onrecord.text import Span

RELATIONS: Final = {"asserted_by": "asserts", "denied_by": "denies", "declined_by": "declines", "doubted_by": "doubts"}
UNNAMED: Final = "(source not named)"
_OF_A_STATE: Final = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "BUS")  # SIPRI lists the country of a ministry, an army or a firm
_URL: Final = re.compile(r"https?://", re.IGNORECASE)
_DAY: Final = len("2026-03-09")


class Known:
    """A record's layers by their IDs, and the cells that are made from them. A layer that was not read has nothing in it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.events: dict[str, Event] = {event.id: event for event in record.events or ()}
        self._actors: dict[str, Actor] = {actor.id: actor for actor in record.actors or ()}
        self._times: dict[str, Time] = {time.id: time for time in record.times or ()}
        self._places: dict[str, Place] = {place.id: place for place in record.places or ()}
        self._statements: dict[str, Statement] = {statement.id: statement for statement in record.statements or ()}
        self._sources = {told.statement: told.actors for told in record.attributions or ()}

    @property
    def published(self) -> str:
        """The day of publication, or the month or year where no more is known."""
        return (self.record.published.date or "") if self.record.published else ""

    def actor(self, actor: str | None) -> Actor | None:
        """The actor of that ID."""
        return self._actors.get(actor) if actor is not None else None

    def time(self, time: str | None) -> Time | None:
        """The time of that ID."""
        return self._times.get(time) if time is not None else None

    def place(self, place: str | None) -> Place | None:
        """The place of that ID."""
        return self._places.get(place) if place is not None else None

    def name(self, actor: str | None) -> str:
        """An actor as the record names it."""
        found = self.actor(actor)
        return found.name if found else ""

    def names(self, actors: Iterable[str]) -> str:
        """Actors as the record names them."""
        return joined(self.name(actor) for actor in actors)

    def party(self, actor: str | None) -> str:
        """Whom a register lists: the state of a ministry, an army or a firm; an armed group, a union of states by its own name."""
        found = self.actor(actor)
        if found is None:
            return ""
        if found.country is None or not (found.kind == "state" or found.sector in _OF_A_STATE):
            return found.name
        if packaged().has(found.country):
            return packaged().code(found.country).name
        return found.name if found.kind == "state" else self.name(found.country) or found.name

    def country(self, actor: str | None) -> str:
        """The alpha-3 code of an actor's country."""
        found = self.actor(actor)
        return (found.country or "") if found else ""

    def voices(self, event: str) -> dict[str, str]:
        """Who asserts, denies, declines and doubts an event: the actors, or the words for a source that is none."""
        links = [link for link in self.record.links or () if link.target == event]
        return {
            column: joined(name for link in links if link.relation == relation for name in self._sources_of(link.statement))
            for column, relation in RELATIONS.items()
        }

    def _sources_of(self, statement: str) -> Iterator[str]:
        named = [name for actor in self._sources.get(statement, ()) if (name := self.name(actor))]
        source = self._statements[statement].source if statement in self._statements else None
        if not named and source is not None:
            named = [" ".join(self.words(span) for span in source.spans)]
        yield from named or (UNNAMED,)

    def words(self, span: Span) -> str:
        """The words of a citation."""
        return self.record.document[span]

    def quotes(self, event: str, *further: Span) -> str:
        """The words that tell of an event and what its row is read from, and those that answer it, each where it stands."""
        told = self.events[event].triggers if event in self.events else ()
        answers = (span for link in self.record.links or () if link.target == event for span in link.about)
        return " | ".join(f"{self.words(span)} [{offsets(span)}]" for span in dict.fromkeys((*told, *further, *answers)))

    def page(self) -> dict[str, str]:
        """Which page it is."""
        article, location = self.record.article, self.record.document.location
        return {
            "document": self.record.document.id,
            "url": (article.url if article else None) or (location if _URL.match(location) else ""),
            "outlet": (article.outlet or "") if article else "",
            "published": self.published,
        }

    def is_past(self, time: Time) -> bool:
        """Whether a time was over on the day of publication, as far as both are known to the day."""
        return time.latest is not None and len(self.published) == _DAY and time.latest <= self.published


def offsets(span: Span) -> str:
    """Where words stand: "120..127" is [120, 127)."""
    return f"{span.start}..{span.end}"


def joined(cells: Iterable[str]) -> str:
    """Names in one cell, each once; a ";" within one does not part it."""
    return ";".join(dict.fromkeys(cell.replace(";", ",") for cell in cells if cell))


def yes_no(value: bool) -> str:
    """A truth value as a cell."""
    return "yes" if value else "no"


def number(value: float | None) -> str:
    """A number as a cell, without an exponent: 40, 0.85."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def day_or_days(time: Time | None) -> tuple[str, str, str] | None:
    """A time as a date, its first and its last day; None where it has no place in the calendar.

    A day is "2026-03-09", a whole month "2026-03", a whole year "2026", anything else an ISO 8601 interval "2026-03-09/2026-03-11".
    """
    if time is None or time.earliest is None or time.latest is None:
        return None
    first, last = time.earliest, time.latest
    whole = next((time.value for size in (4, 7) if time.value == first[:size] == last[:size] and len(time.value) == size), None)
    return first if first == last else whole or f"{first}/{last}", first, last


def years(time: Time | None) -> tuple[str, bool]:
    """The year or years of a time, and whether it is more than one: "2026", "2019 to 2021", ""."""
    if time is None or time.earliest is None or time.latest is None:
        return "", False
    first, last = time.earliest[:4], time.latest[:4]
    return (first, False) if first == last else (f"{first} to {last}", True)
