"""A record as rows of the tables that people keep: dyads of events, SIPRI's trade register, the UN Register of Conventional Arms.

Every cell quotes the record or is read off it. What the page does not tell is an empty cell; nothing is summed, and nothing is merged across pages.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from onrecord.export.equipment import Entry, entry_of
from onrecord.export.provenance import Known, day_or_days, joined, number, offsets, years, yes_no
from onrecord.export.visible import visible
from onrecord.lexicon import read_table
from onrecord.record import Actor, ArmsTransfer, Event, Item, Quantity, Record, Status
from onrecord.text import Span

Row = dict[str, str]

EVENT_COLUMNS: Final = (
    "date", "date_of", "date_earliest", "date_latest",
    "source_code", "source_name", "source_country", "source_sector",
    "target_code", "target_name", "target_country", "target_sector",
    "type", "mode", "contexts", "quad_class", "score", "cameo",
    "place", "place_country", "lat", "lon",
    "status", "told_as", "narrator", "settled", "confidence",
    "asserted_by", "denied_by", "declined_by", "doubted_by",
    "trigger", "trigger_offsets",
    "event", "document", "url", "outlet", "published",
)  # fmt: skip

_PROVENANCE: Final = (
    "onrecord status", "stage", "mode", "told_as", "asserted_by", "denied_by", "declined_by", "doubted_by", "narrated",
    "quotes", "confidence", "settled",
    "supplier named", "supplier country", "recipient named", "recipient country",
    "category", "quantity", "quantity bound", "quantity role",
    "transfer", "item", "part of item", "event", "document", "url", "outlet", "published",
)  # fmt: skip

SIPRI_COLUMNS: Final = (
    "Recipient", "Supplier", "Year of order", "Year of order is estimate", "Number ordered", "Number ordered is estimate",
    "Weapon designation", "Weapon description", "Armament category", "Year(s) of delivery", "Year(s) of delivery is estimate",
    "Number delivered", "Number delivered is estimate", "status", "Comments",
    "outside SIPRI",
    *_PROVENANCE,
)  # fmt: skip

UNROCA_COLUMNS: Final = (
    "Exporter", "Final importer state", "State of origin (if not exporter)", "Intermediate location(s) (if any)", "Calendar year",
    "Category", "Number of items", "Description of items", "Comments on the transfer",
    "may be category",
    *_PROVENANCE,
)  # fmt: skip

_DONE: Final = (Status.OCCURRED, Status.ONGOING)
_ORDERS: Final = ("agreed", "ordered")
_DELIVERIES: Final = ("shipped", "delivered")
_MODERNISED: Final = re.compile(r"\b(?:modernized|modernised|upgraded)\b", re.IGNORECASE)
# An apostrophe makes a cell text. Also behind ";", a tab or a line end: where lists are parted by ";", Excel begins a cell there.
_FORMULA: Final = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r＝＋－＠])")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables: its columns, what makes its rows, and the layer that it is made of."""

    columns: tuple[str, ...]
    rows: Callable[[Record], list[Row]]
    layer: str


def event_rows(record: Record) -> list[Row]:
    """The events of a record as classic dyads, one row for each initiator and recipient; "" where there is none.

    The date is that of the event, else that of the page, as `date_of` says. Background without a time of its own has no date: it happened
    at some time before. An event of two equal sides (talks, a fight) has both as sources, and no target, as PLOVER has it.
    """
    known = Known(record)
    return [
        _dyad(known, event, known.actor(source), known.actor(target))
        for event in record.events or ()
        for source, target in product(event.initiators or (None,), event.recipients or (None,))
    ]


def sipri_rows(record: Record) -> list[Row]:
    """The arms transfers of a record in the columns of SIPRI's trade register, one row for each item, with who says so beside them.

    Each transfer has its rows, whatever its status; SIPRI itself lists what was ordered or is being delivered. A number stands under "Number
    ordered" where the deal was agreed or ordered, or the page calls it so; under "Number delivered" where the page says that so many came. A batch
    has none where its total has one, so a column never counts it twice.
    """
    return [_sipri(line) for line in _lines(record)]


def unroca_rows(record: Record) -> list[Row]:
    """The arms transfers of a record in the columns of the UN Register's reports, one row for each item, with who says so beside them.

    The year and the number are those of deliveries. The state of origin is never told from the deal alone: it is left empty.
    """
    return [_unroca(line) for line in _lines(record)]


TABLES: Final = {
    "events": Table(EVENT_COLUMNS, event_rows, "events"),
    "sipri": Table(SIPRI_COLUMNS, sipri_rows, "arms_transfers"),
    "unroca": Table(UNROCA_COLUMNS, unroca_rows, "arms_transfers"),
}


def why_no_rows(record: Record, table: str) -> str | None:
    """Why a table says nothing of a page whose layer was not read; None where it was, even if nothing was found."""
    layer = TABLES[table].layer
    if getattr(record, layer) is not None:
        return None
    told = next((note.text for note in record.notes if note.layer == layer), "")
    return f"{layer.replace('_', ' ')} were not read" + (f": {told}" if told else "")


def csv_of(rows: Iterable[Row], columns: Sequence[str], *, header: bool = True, raw: bool = False) -> str:
    """Rows as CSV (RFC 4180), safe to open in a spreadsheet.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it; a plain number, "-3.25", is left as it is. Control characters
    are shown (␛), line ends and tabs kept.

    Args:
        rows: each with exactly the columns.
        header: whether the first line names the columns.
        raw: leave every cell as it is, for a program that runs no formulas.

    Source: OWASP, CSV injection; CWE-1236.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells, and the table {len(columns)} columns")
        writer.writerow([row[column] if raw else harmless(row[column]) for column in columns])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula, and that holds no control character."""
    if _NUMBER.fullmatch(cell):
        return cell
    return _FORMULA.sub(r"\1'", without_controls(cell))


def without_controls(cell: str) -> str:
    """A cell with its control characters shown (␛); line ends and tabs stay."""
    return _CONTROL.sub(lambda found: visible(found[0]), cell)


# Events


def _dyad(known: Known, event: Event, source: Actor | None, target: Actor | None) -> Row:
    quad, score = _scores()[event.type]
    place = known.place(event.place)
    return {
        **_dates(known, event),
        **_side("source", source),
        **_side("target", target),
        "type": event.type,
        "mode": event.mode or "",
        "contexts": joined(event.contexts),
        "quad_class": quad,
        "score": score,
        "cameo": _cameo().get((event.type, event.mode or ""), ""),
        "place": place.name if place else "",
        "place_country": (place.country or "") if place else "",
        "lat": number(place.lat) if place else "",
        "lon": number(place.lon) if place else "",
        "status": event.status.value,
        "told_as": event.told_as or "",
        "narrator": yes_no(event.narrator),
        "settled": yes_no(event.settled),
        "confidence": number(event.confidence),
        **known.voices(event.id),
        "trigger": ";".join(known.words(span) for span in event.triggers),
        "trigger_offsets": ";".join(offsets(span) for span in event.triggers),
        "event": event.id,
        **known.page(),
    }


def _dates(known: Known, event: Event) -> Row:
    own = day_or_days(known.time(event.time))
    date, earliest, latest = own or ("", "", "")
    of = "event" if own else ""
    if own is None and event.told_as != "background" and known.published:
        date, of = known.published, "publication"
    return {"date": date, "date_of": of, "date_earliest": earliest, "date_latest": latest}


def _side(side: str, actor: Actor | None) -> Row:
    country, sector = (actor.country or "", actor.sector or "") if actor else ("", "")
    name = actor.name if actor else ""
    return {f"{side}_code": country + sector, f"{side}_name": name, f"{side}_country": country, f"{side}_sector": sector}


@cache
def _scores() -> dict[str, tuple[str, str]]:
    """Quad class and score by PLOVER type."""
    return {kind: (quad, score) for kind, quad, score, _ in read_table("export/plover.tsv").rows}


@cache
def _cameo() -> dict[tuple[str, str], str]:
    """CAMEO code by PLOVER type and mode."""
    return {(kind, mode): code for kind, mode, code, _ in read_table("export/cameo.tsv").rows}


# Arms transfers


@dataclass(frozen=True, slots=True)
class _Line:
    """One item of a transfer, or a transfer without items; what its numbers count, after batches have given way to their total."""

    known: Known
    transfer: ArmsTransfer
    at: int | None  # of the item
    item: Item | None
    ordered: Quantity | None
    delivered: Quantity | None
    entry: Entry | None

    @property
    def words(self) -> str:
        return self.known.words(self.item.span) if self.item else ""


def _lines(record: Record) -> list[_Line]:
    known = Known(record)
    found = []
    for transfer in record.arms_transfers or ():
        if not transfer.items:
            found.append(_Line(known, transfer, None, None, None, None, None))
        ordered = _without_batches(transfer, [_ordered(transfer, item.quantity) for item in transfer.items])
        delivered = _without_batches(transfer, [_delivered(transfer, item.quantity) for item in transfer.items])
        for at, item in enumerate(transfer.items):
            entry = entry_of(item.category, known.words(item.span))
            found.append(_Line(known, transfer, at, item, ordered[at], delivered[at], entry))
    return found


def _ordered(transfer: ArmsTransfer, quantity: Quantity | None) -> Quantity | None:
    """The quantity, where so many were ordered."""
    if quantity is None or transfer.status not in (*_DONE, Status.PLANNED):
        return None
    is_order = transfer.stage in _ORDERS and quantity.role in ("ordered", "planned", None)
    return quantity if is_order or (transfer.stage in _DELIVERIES and quantity.role == "ordered") else None


def _delivered(transfer: ArmsTransfer, quantity: Quantity | None) -> Quantity | None:
    """The quantity, where so many were delivered: of an order that is still open ("12 of which have arrived"), or of a delivery."""
    if quantity is None or quantity.role != "delivered":
        return None
    of_an_order = transfer.stage in _ORDERS and transfer.status in (*_DONE, Status.PLANNED)
    return quantity if of_an_order or (transfer.stage in (*_DELIVERIES, None) and transfer.status in _DONE) else None


def _without_batches(transfer: ArmsTransfer, counts: Sequence[Quantity | None]) -> list[Quantity | None]:
    """The counts of the items, without those of a batch whose total is counted."""
    return [None if any(counts[above] is not None for above in _totals(transfer, at)) else count for at, count in enumerate(counts)]


def _totals(transfer: ArmsTransfer, at: int) -> list[int]:
    """The items of which an item is a batch."""
    above: list[int] = []
    total = transfer.items[at].part_of
    while total is not None and 0 <= total < len(transfer.items) and total != at and total not in above:
        above.append(total)
        total = transfer.items[total].part_of
    return above


def _sipri(line: _Line) -> Row:
    known, transfer, item = line.known, line.transfer, line.item
    order, order_unsure = _year_of_order(known, transfer)
    delivery, delivery_unsure = _years_of_delivery(known, transfer)
    return {
        "Recipient": known.party(transfer.recipient),
        "Supplier": known.party(transfer.supplier),
        "Year of order": order,
        "Year of order is estimate": _flag(order, order_unsure),
        **_counted("Number ordered", line.ordered),
        "Weapon designation": (item.designation or "") if item else "",
        "Weapon description": line.words,
        "Armament category": line.entry.sipri if line.entry else "",
        "Year(s) of delivery": delivery,
        "Year(s) of delivery is estimate": _flag(delivery, delivery_unsure),
        **_counted("Number delivered", line.delivered),
        "status": _state_of_goods(line),
        "Comments": _comments(line, with_via=True),
        "outside SIPRI": line.entry.outside if line.entry else "",
        **_provenance(line),
    }


def _unroca(line: _Line) -> Row:
    known, transfer = line.known, line.transfer
    return {
        "Exporter": known.party(transfer.supplier),
        "Final importer state": known.party(transfer.recipient),
        "State of origin (if not exporter)": "",
        "Intermediate location(s) (if any)": known.names(transfer.via),
        "Calendar year": _years_of_delivery(known, transfer)[0],
        "Category": line.entry.unroca if line.entry else "",
        "Number of items": _count(line.delivered),
        "Description of items": line.words,
        "Comments on the transfer": _comments(line, with_via=False),
        "may be category": line.entry.maybe if line.entry else "",
        **_provenance(line),
    }


def _provenance(line: _Line) -> Row:
    known, transfer, item = line.known, line.transfer, line.item
    quantity = item.quantity if item else None
    total = item.part_of if item else None
    return {
        "onrecord status": transfer.status.value,
        "stage": transfer.stage or "",
        "mode": transfer.mode or "",
        "told_as": transfer.told_as or "",
        **known.voices(transfer.event),
        "narrated": yes_no(transfer.narrator),
        "quotes": known.quotes(transfer.event, *_read_from(line)),
        "confidence": number(transfer.confidence),
        "settled": yes_no(transfer.settled),
        "supplier named": known.name(transfer.supplier),
        "supplier country": known.country(transfer.supplier),
        "recipient named": known.name(transfer.recipient),
        "recipient country": known.country(transfer.recipient),
        "category": item.category if item else "",
        "quantity": known.words(quantity.span) if quantity else "",
        "quantity bound": quantity.bound if quantity else "",
        "quantity role": (quantity.role or "") if quantity else "",
        "transfer": transfer.id,
        "item": "" if line.at is None else str(line.at + 1),
        "part of item": "" if total is None else str(total + 1),
        "event": transfer.event,
        **known.page(),
    }


def _read_from(line: _Line) -> Iterable[Span]:
    """The words that a row is read from, beside those that tell of the deed."""
    item, value = line.item, line.transfer.value
    if item is not None:
        if item.quantity is not None:
            yield item.quantity.span
        yield item.span
    if value is not None:
        yield value.span
    for name in (line.transfer.time, line.transfer.ordered, line.transfer.delivered):
        if time := line.known.time(name):
            yield time.span


def _year_of_order(known: Known, transfer: ArmsTransfer) -> tuple[str, bool]:
    """The year of an order and whether it is an estimate.

    Where the page does not say when the order was, the time of an agreement or order is taken if it was over when the page was written:
    "agreed in March to sell", not "agreed to sell next March".
    """
    if transfer.status not in (*_DONE, Status.PLANNED):
        return "", False
    told = years(known.time(transfer.ordered))
    own = known.time(transfer.time)
    if told[0] or own is None or transfer.stage not in _ORDERS or not known.is_past(own):
        return told
    return years(own)[0], True


def _years_of_delivery(known: Known, transfer: ArmsTransfer) -> tuple[str, bool]:
    """The years of what was delivered, or is being delivered, and whether they are an estimate; a delivery to come has none."""
    if transfer.status not in _DONE:
        return "", False
    told = years(known.time(transfer.delivered))
    if told[0] or transfer.stage not in _DELIVERIES:
        return told
    year, several = years(known.time(transfer.time))
    return year, several or transfer.stage == "shipped"  # what was shipped in December may have come in January


def _counted(column: str, quantity: Quantity | None) -> Row:
    count = _count(quantity)
    return {column: count, f"{column} is estimate": _flag(count, quantity is not None and quantity.bound != "exact")}


def _count(quantity: Quantity | None) -> str:
    """A number, or two: "40 to 60". ("4-6" would become a date in a spreadsheet.)"""
    if quantity is None:
        return ""
    return number(quantity.value) + (f" to {number(quantity.upper)}" if quantity.upper is not None else "")


def _flag(cell: str, estimate: bool) -> str:
    """SIPRI's own words for an estimate; nothing where there is nothing to estimate."""
    return ("Yes" if estimate else "No") if cell else ""


def _state_of_goods(line: _Line) -> str:
    """New, Second hand, or Second hand but modernized, where the page says so."""
    if line.item is None or line.item.condition is None:
        return ""
    if line.item.condition == "new":
        return "New"
    return "Second hand but modernized" if _MODERNISED.search(line.words) else "Second hand"


def _comments(line: _Line, *, with_via: bool) -> str:
    """What the register has no column for: what the whole deal is worth, how it came, when it is to be delivered."""
    known, transfer = line.known, line.transfer
    told = []
    if transfer.value is not None:
        value = transfer.value
        told.append(f"value of the whole deal: {known.words(value.span)} ({number(value.amount)} {value.currency}, {value.bound})")
    if with_via and (via := known.names(transfer.via)):
        told.append(f"via: {via}")
    if transfer.status not in _DONE and (year := years(known.time(transfer.delivered))[0]):
        told.append(f"delivery told for {year}")
    return "; ".join(told)
