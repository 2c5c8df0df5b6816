"""The deeds that one page tells: its events, with the transfers that they carry, as they can be compared with those of another page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from onrecord.across.amounts import is_more, numbers_before, part_of_number, tolls_in
from onrecord.across.days import Days, ordinals
from onrecord.across.layers import Layers, is_so_far
from onrecord.across.names import fold
from onrecord.across.telling import Deed, Goods, Step
from onrecord.across.wording import singular, words_of
from onrecord.record import ArmsTransfer, Event, Item, Status
from onrecord.text import Span

_STEP_OF_STAGE: Final[dict[str, Step]] = {
    "requested": "asked", "offered": "asked", "approved": "agreed", "agreed": "agreed", "ordered": "agreed", "shipped": "done", "delivered": "done",
}  # fmt: skip
_STEP_OF_STATUS: Final[dict[Status, Step]] = {
    Status.OCCURRED: "done", Status.ONGOING: "done", Status.PLANNED: "coming", Status.EXPECTED: "coming", Status.POSSIBLE: "asked",
    Status.CANCELLED: "off", Status.HYPOTHETICAL: "if", Status.DENIED: "open",
}  # fmt: skip
PARTED: Final = frozenset({"done", "coming", "off"})  # steps of a part of what was ordered
_BESIDE: Final = 16  # characters before a number in which "another" or "a second lot of" belong to it; half of it behind


def deeds_in(layers: Layers) -> Iterator[Deed]:
    """The deeds of a page: an event for each transfer that it carries, or by itself."""
    transfers: dict[str, list[ArmsTransfer | None]] = defaultdict(list)
    for transfer in layers.record.arms_transfers or ():
        transfers[transfer.event].append(transfer)
    for event in layers.record.events or ():
        for carried in transfers.get(event.id, [None]):
            yield _deed(layers, event, carried)


def parts_of(deeds: Iterable[Deed]) -> frozenset[tuple[str, str]]:
    """Who takes part in what kind of deed: pages that share none of this tell no deed that is one."""
    return frozenset(
        (kind, who.country or who.key)
        for deed in deeds
        for kind, actors in ((str(deed.type), (*deed.initiators, *deed.recipients)), ("transfer", (deed.supplier, deed.recipient)))
        for who in actors
        if who is not None
    )


def _deed(layers: Layers, event: Event, transfer: ArmsTransfer | None) -> Deed:
    told = transfer or event
    place = layers.places.get(event.place) if event.place else None
    sentences = [layers.sentence(span) for span in event.triggers]
    return Deed(
        id=event.id,
        document=layers.document,
        of="event" if transfer is None else "transfer",
        type=event.type,
        mode=event.mode,
        status=told.status,
        step=step_of(told.status, transfer.stage if transfer else None),
        stage=transfer.stage if transfer else None,
        way=transfer.mode if transfer else None,
        initiators=layers.actors(event.initiators),
        recipients=layers.actors(event.recipients),
        supplier=layers.who.get(transfer.supplier) if transfer and transfer.supplier else None,
        recipient=layers.who.get(transfer.recipient) if transfer and transfer.recipient else None,
        goods=tuple(_all_goods(layers, transfer, event.id)) if transfer else (),
        price=(transfer.value.amount, transfer.value.currency, _said_in(layers, transfer.value.span, event.id))
        if transfer and transfer.value
        else None,
        before=frozenset(n for start, end in sentences for n in numbers_before(layers.text[start:end])) if transfer else frozenset(),
        days=_days(layers, told.time) or _days(layers, event.time),
        ordered=_days(layers, transfer.ordered) if transfer else None,
        delivered=_days(layers, transfer.delivered) if transfer else None,
        when=_value(layers, told.time) or _value(layers, event.time),
        place=fold(place.name) if place else None,
        country=place.country if place else None,
        told_as=told.told_as,
        narrator=event.narrator or (transfer.narrator if transfer else False),
        settled=told.settled,
        words=frozenset(w for start, end in sentences for w in words_of(layers.text[start:end])),
        tolls=tuple(_tolls(layers, event)),
    )


def step_of(status: Status, stage: str | None) -> Step:
    """The step of a deed: what is asked for, agreed, to come, done, called off, under a condition, or only denied."""
    by_status = _STEP_OF_STATUS[status]
    if stage is None or by_status in ("off", "if", "open"):
        return by_status
    by_stage = _STEP_OF_STAGE[stage]
    return "coming" if by_stage == "done" and status in (Status.PLANNED, Status.EXPECTED, Status.POSSIBLE) else by_stage


def _all_goods(layers: Layers, transfer: ArmsTransfer, event: str) -> Iterator[Goods]:
    """The items of a transfer; behind them what came of each: of "six of the 12 radars" a reader may have the twelve alone."""
    goods = [_goods(layers, item, event) for item in transfer.items]
    yield from goods
    if step_of(transfer.status, transfer.stage) not in PARTED:
        return
    parts = {item.part_of for item in transfer.items}
    for n, item in enumerate(transfer.items):
        if item.quantity is None or item.part_of is not None or n in parts:
            continue
        part = part_of_number(layers.text, item.quantity.span.start)
        if part and item.quantity.value is not None and part.value < item.quantity.value:
            yield replace(goods[n], value=part.value, upper=None, bound="exact", part_of=n)


def _goods(layers: Layers, item: Item, event: str) -> Goods:
    number = item.quantity
    return Goods(
        what=layers.text[item.span.start : item.span.end],
        category=item.category,
        designation=singular(fold(item.designation)) if item.designation else None,
        value=number.value if number else None,
        upper=number.upper if number else None,
        bound=number.bound if number else None,
        role=number.role if number else None,
        part_of=item.part_of,
        so_far=is_so_far(layers.text, item.span.start, item.span.end),
        more=number is not None and _is_more(layers, item.span, number.span),
        by=_said_in(layers, number.span if number else item.span, event),
    )


def _is_more(layers: Layers, item: Span, number: Span) -> bool:
    """Whether the words around an item and its number tell it as coming on top."""
    near = (item, number) if abs(item.start - number.end) < 2 * _BESIDE else (number,)
    start, end = min(s.start for s in near), max(s.end for s in near)
    return is_more(layers.text[max(start - _BESIDE, layers.sentence(number)[0]) : end + _BESIDE // 2].split("\n")[0])


def _said_in(layers: Layers, span: Span, event: str) -> tuple[str, ...]:
    """The statements that speak of a deed and in whose content some words stand."""
    return tuple(
        link.statement
        for link in layers.asserting[event]
        if (s := layers.statements.get(link.statement)) and s.content and any(span in piece for piece in s.content.spans)
    )


def _tolls(layers: Layers, event: Event) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Numbers of the dead, the wounded and the arrested in the statements on a deed, and in the sentences that tell it."""
    for link in layers.asserting[event.id]:
        statement = layers.statements.get(link.statement)
        if link.relation == "asserts" and statement and statement.content:
            said = layers.words(statement.content.spans)
            for what, value in tolls_in(said):
                yield what, value, (statement.id,)
    if event.narrator:
        for span in event.triggers:
            start, end = layers.sentence(span)
            for what, value in tolls_in(layers.text[start:end]):
                yield what, value, ()


def _days(layers: Layers, time: str | None) -> Days | None:
    found = layers.times.get(time) if time else None
    if found is None or (found.earliest is None and found.latest is None):
        return None
    first, last = found.earliest or found.latest, found.latest or found.earliest
    return ordinals(first, last)


def _value(layers: Layers, time: str | None) -> str | None:
    found = layers.times.get(time) if time else None
    return found.value if found else None
