"""What a page tells of events and arms transfers, in words to show, and who asserts, denies, declines or doubts each of them.

What the page does not say is told as "not said", never guessed. Words that are read off the page stand with their places.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from onrecord.export.quotes import Quote, quote_of
from onrecord.export.stances import Look, look_of
from onrecord.record import ArmsTransfer, Bound, Event, EventLink, Item, Money, Record, Stance, Status
from onrecord.text import Span

NOT_SAID: Final = "not said"
NOT_SETTLED: Final = "not settled"
NARRATED: Final = Look("¶", "narrated", "narrated", 4, "")  # beside the looks of stances: the page says it in its own voice
_BASES: Final = {"specific": "specific", "anaphoric": "anaphoric: points back to it", "blanket": "blanket: denies the kind"}
_BOUNDS: Final[dict[Bound, str]] = {"exact": "", "about": "about ", "at-least": "at least ", "at-most": "at most ", "between": "from "}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who does something or to whom it is done."""

    id: str
    name: str
    number: int | None  # its place in the record's actors; None where it is not among them

    @property
    def told(self) -> str:
        """North Korea (PRK)."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that the page gives, and what it is the time of."""

    of: str  # "when", "when and delivered"
    words: Quote | None
    reading: str  # "2026-03 (t1)"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement that asserts, denies, declines or doubts a deed, with the words that do it."""

    look: Look
    statement: int | None  # its place in the record's statements; None where it is not among them
    id: str
    about: Quote
    basis: str
    confidence: str
    settled: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """What there is to know of it beside who speaks and the words."""
        return (self.basis, f"confidence {self.confidence}", *([] if self.settled else ["statement not settled"]))


@dataclass(frozen=True, slots=True)
class ItemView:
    """What is transferred, and how many, in the page's words."""

    words: Quote
    facts: str  # "artillery, D-30, used"
    number: Quote | None
    reading: str  # "about 40, delivered"; "" where no number is said


@dataclass(frozen=True, slots=True)
class Deed:
    """What an event and a transfer have in common."""

    id: str
    triggers: tuple[Quote, ...]
    moments: tuple[Moment, ...]
    told_as: str
    status: str
    narrator: bool
    settled: bool
    confidence: str
    voices: tuple[Voice, ...] | None  # denials first; None where links were not read

    @property
    def certainty(self) -> tuple[str, ...]:
        """How it is told, and how sure that reading is."""
        return (self.status, *([] if self.settled else [NOT_SETTLED]), self.told_as, f"confidence {self.confidence}")

    @property
    def is_denied(self) -> bool:
        """Whether somebody on the page denies it, or nobody asserts it."""
        return self.status == Status.DENIED or any(voice.look.word == Stance.DENIES for voice in self.voices or ())


@dataclass(frozen=True, slots=True)
class EventView(Deed):
    """An event in words to show."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]
    initiators: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: str  # "Velmar City (p1)"
    transfers: tuple[int, ...]  # the places in `Deals.transfers` of those that tell it in full


@dataclass(frozen=True, slots=True)
class TransferView(Deed):
    """An arms transfer in words to show."""

    event: str
    supplier: Party | None
    recipient: Party | None
    via: tuple[Party, ...]
    mode: str | None
    stage: str | None
    items: tuple[ItemView, ...]
    value: Quote | None
    worth: str  # "12,000,000 EUR"; "" where no value is said

    @property
    def how(self) -> tuple[str, str]:
        """In what way, and which step of it."""
        return self.mode or f"mode {NOT_SAID}", self.stage or f"stage {NOT_SAID}"


@dataclass(frozen=True, slots=True)
class Deals:
    """The events and arms transfers of a record; None where the layer was not read."""

    events: tuple[EventView, ...] | None
    transfers: tuple[TransferView, ...] | None

    @property
    def quoted(self) -> tuple[Span, ...]:
        """The words that are quoted, each once, in the order of the text."""
        quotes = chain.from_iterable(_quotes(deed) for deed in (*(self.transfers or ()), *(self.events or ())))
        return tuple(sorted({span for quote in quotes for span in quote.spans}))

    @property
    def in_short(self) -> str:
        """3 arms transfers, 2 of them denied; "" where there are none. What is not settled is counted apart."""
        return count_transfers(self.transfers or ())


def count_transfers(transfers: Sequence[TransferView]) -> str:
    """How many transfers there are and how many of them somebody denies; those that are not settled are counted apart."""
    settled, open_ = ([transfer for transfer in transfers if transfer.settled is wanted] for wanted in (True, False))
    if not settled:
        return f"{_some(open_)}, not settled{_denied(open_)}" if open_ else ""
    more = f"; {len(open_)} more not settled{_denied(open_)}" if open_ else ""
    return f"{_some(settled)}{_denied(settled)}{more}"


def _some(transfers: Sequence[TransferView]) -> str:
    return f"{len(transfers)} arms transfer{'' if len(transfers) == 1 else 's'}"


def _denied(transfers: Sequence[TransferView]) -> str:
    denied = sum(transfer.is_denied for transfer in transfers)
    return f", {f'{denied} of them ' if len(transfers) > 1 else ''}denied" if denied else ""


def deals_of(record: Record) -> Deals:
    """Gather what is shown of a record's events and arms transfers."""
    known = _Known(record)
    return Deals(
        events=None if record.events is None else tuple(_event(known, event) for event in record.events),
        transfers=None if record.arms_transfers is None else tuple(_transfer(known, transfer) for transfer in record.arms_transfers),
    )


def _quotes(deed: Deed) -> Iterator[Quote]:
    yield from deed.triggers
    yield from (moment.words for moment in deed.moments if moment.words)
    yield from (voice.about for voice in deed.voices or ())
    if isinstance(deed, TransferView):
        for item in deed.items:
            yield from (quote for quote in (item.words, item.number) if quote)
        if deed.value:
            yield deed.value


class _Known:
    """The layers that events and transfers point into, by their IDs."""

    def __init__(self, record: Record) -> None:
        self.document = record.document
        self.events: Mapping[str, Event] = {event.id: event for event in record.events or ()}
        self.transfers: dict[str, list[int]] = {}
        for number, transfer in enumerate(record.arms_transfers or ()):
            self.transfers.setdefault(transfer.event, []).append(number)
        self._actors = {actor.id: (number, actor.name) for number, actor in enumerate(record.actors or ())}
        self._times = {time.id: time for time in record.times or ()}
        self._places = {place.id: place for place in record.places or ()}
        self._statements = {statement.id: (number, statement) for number, statement in enumerate(record.statements or ())}
        self._links: dict[str, list[EventLink]] | None = None if record.links is None else {}
        for link in record.links or ():
            if self._links is not None:
                self._links.setdefault(link.target, []).append(link)

    def party(self, actor: str) -> Party:
        """The actor of that ID; by the ID alone where it is not among those that were read."""
        number, name = self._actors.get(actor, (None, ""))
        return Party(actor, name, number)

    def parties(self, actors: Iterable[str]) -> tuple[Party, ...]:
        """The actors of those IDs."""
        return tuple(map(self.party, actors))

    def moments(self, **times: str | None) -> tuple[Moment, ...]:
        """Each time that is said, once, with all that it is the time of."""
        of: dict[str, list[str]] = {}
        for name, time in times.items():
            if time is not None:
                of.setdefault(time, []).append(name)
        return tuple(self._moment(" and ".join(names), time) for time, names in of.items())

    def _moment(self, of: str, id_: str) -> Moment:
        time = self._times.get(id_)
        if time is None:
            return Moment(of, None, id_)
        return Moment(of, quote_of(self.document, time.span), f"{time.value} ({time.id})")

    def place(self, place: str | None) -> str:
        """The place of that ID."""
        if place is None:
            return NOT_SAID
        return f"{self._places[place].name} ({place})" if place in self._places else place

    def triggers(self, event: str) -> tuple[Quote, ...]:
        """The words that tell of an event."""
        return tuple(quote_of(self.document, span) for span in self.events[event].triggers) if event in self.events else ()

    def voices(self, event: str) -> tuple[Voice, ...] | None:
        """Who says what of an event: denials first, then in the order of the text."""
        if self._links is None:
            return None
        return tuple(sorted((self._voice(link) for link in self._links.get(event, ())), key=lambda voice: voice.look.rank))

    def _voice(self, link: EventLink) -> Voice:
        number, statement = self._statements.get(link.statement, (None, None))
        return Voice(
            look=look_of(Stance(link.relation)),
            statement=number,
            id=link.statement,
            about=quote_of(self.document, *link.about),
            basis=_BASES[link.basis],
            confidence=f"{link.confidence:.2f}",
            settled=statement is None or statement.settled,
        )


def _event(known: _Known, event: Event) -> EventView:
    return EventView(
        id=event.id,
        triggers=known.triggers(event.id),
        moments=known.moments(when=event.time),
        told_as=_told_as(event),
        status=event.status.value,
        narrator=event.narrator,
        settled=event.settled,
        confidence=f"{event.confidence:.2f}",
        voices=known.voices(event.id),
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        initiators=known.parties(event.initiators),
        recipients=known.parties(event.recipients),
        place=known.place(event.place),
        transfers=tuple(known.transfers.get(event.id, ())),
    )


def _transfer(known: _Known, transfer: ArmsTransfer) -> TransferView:
    return TransferView(
        id=transfer.id,
        triggers=known.triggers(transfer.event),
        moments=known.moments(when=transfer.time, ordered=transfer.ordered, delivered=transfer.delivered),
        told_as=_told_as(transfer),
        status=transfer.status.value,
        narrator=transfer.narrator,
        settled=transfer.settled,
        confidence=f"{transfer.confidence:.2f}",
        voices=known.voices(transfer.event),
        event=transfer.event,
        supplier=None if transfer.supplier is None else known.party(transfer.supplier),
        recipient=None if transfer.recipient is None else known.party(transfer.recipient),
        via=known.parties(transfer.via),
        mode=transfer.mode,
        stage=transfer.stage,
        items=tuple(_item(known, item) for item in transfer.items),
        value=quote_of(known.document, transfer.value.span) if transfer.value else None,
        worth=_worth(transfer.value) if transfer.value else "",
    )


def _told_as(deed: Event | ArmsTransfer) -> str:
    return f"told as {deed.told_as}" if deed.told_as else f"news or background: {NOT_SAID}"


def _item(known: _Known, item: Item) -> ItemView:
    words, quantity = quote_of(known.document, item.span), item.quantity
    designation = item.designation if item.designation != words.text else None
    batch = f"part of item {item.part_of + 1}" if item.part_of is not None else None
    return ItemView(
        words=words,
        facts=", ".join(filter(None, (item.category, designation, item.condition, batch))),
        number=quote_of(known.document, quantity.span) if quantity else None,
        reading=", ".join(filter(None, (_figure(quantity.bound, quantity.value, quantity.upper), quantity.role))) if quantity else "",
    )


def _worth(value: Money) -> str:
    return f"{_figure(value.bound, value.amount, None)} {value.currency}"


def _figure(bound: Bound, value: float, upper: float | None) -> str:
    """about 40, 40 to 60, at least 1,000."""
    if upper is not None:
        return f"{value:,.15g} to {upper:,.15g}"
    return f"{_BOUNDS[bound]}{value:,.15g}"
