"""The register of arms transfers: one row a claim, however many pages tell it; each cell leads to the words it rests on."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord import codec
from onrecord.export.registers import csv_of
from onrecord.store.store import Store
from onrecord.stories import Claim
from onrecord.web.answers import Answer, Asked, Pager, Said, called, page_url, said_at, url
from onrecord.web.facets import Counts, counts_of, total_of
from onrecord.web.index import LONGEST_NAME
from onrecord.web.pages.claims import Name, claim_of, differing, named, names_of, state_of, told_of

_ROWS: Final = 40
_NAMES: Final = 4  # in a cell
_FACETS: Final = ("status", "supplier", "recipient", "year")
_MOST_VALUES: Final = 15  # of a facet
_YEAR: Final = re.compile(r"[0-9]{4}")
_TELLINGS: Final = 5  # of a transfer that are looked at for the one that says most
MADE: Final = ("planned", "ongoing", "occurred", "cancelled")  # agreed or delivered: what SIPRI's register counts, and what was called off
SHOWN: Final = {"made": "agreed, delivered or called off", "all": "also asked for, expected, denied"}
ORDERS: Final = {
    "pair": "pair, coalesce(time, first, '~'), n",
    "newest": "first DESC, n DESC",
    "oldest": "first NULLS LAST, n",
    "newsrooms": "newsrooms DESC, origins DESC, n",
    "status": "status, pair, n",
}
_COLUMNS: Final = (
    "claim", "supplier", "recipient", "item", "designation", "category", "number", "reading", "ordered", "delivered", "value", "status", "stage",
    "asserted_by", "denied_by", "outlets", "newsrooms", "origins", "parties", "standing", "denial", "first", "page", "start", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a page, and what they were read as."""

    words: str
    reading: str
    link: str | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of thing transferred."""

    what: Cell
    designation: str | None
    category: str
    number: Cell | None


@dataclass(frozen=True, slots=True)
class Row:
    """One transfer."""

    claim: Claim
    page: str | None  # that tells it first
    items: tuple[Item, ...]
    value: Cell | None
    ordered: str
    delivered: str
    stage: str | None
    mode: str | None
    asserted: tuple[Name, ...]  # the first of them; the claim's page has all
    denied: tuple[Name, ...]
    asserted_by: tuple[str, ...]  # all of them
    denied_by: tuple[str, ...]
    pages: int  # that tell it
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    words: Said | None
    unsure: bool  # no page's reading of the deal is settled

    @property
    def pair(self) -> tuple[str, str]:
        """Supplier and recipient, by which rows are grouped."""
        return called(self.claim.supplier) or "?", called(self.claim.recipient) or "?"


def register(asked: Asked) -> Answer:
    """The register, sorted, filtered and grouped by links."""
    index = asked.snapshot
    if index is None:
        return Answer("register.html.j2", "Arms transfers", {"transfers": None}, {"rows": (), "waiting": True})
    filters, order, where, given = _wanted(asked)
    kinds = f"SELECT unsettled, {', '.join(_FACETS)}, count(*) AS claims FROM claim WHERE {where} GROUP BY 1, 2, 3, 4, 5"
    counts = counts_of(index, kinds, given, _FACETS)
    total, apart = (total_of(counts, unsettled=unsettled) for unsettled in (False, True))
    query = {**filters, "sort": None if order == "pair" else order}
    pager = Pager(asked.number, total, _ROWS, "/arms", query)
    rows = _rows(asked, f"{where} AND unsettled = 0", given, order, _ROWS, (pager.number - 1) * _ROWS)
    unsettled = _rows(asked, f"{where} AND unsettled = 1", given, order, _ROWS // 2, 0) if pager.number == 1 else ()
    told = told_of(asked, filters, total, apart)

    def data() -> dict[str, Any]:
        return {
            **told,
            "transfers": [_told(row, asked.coverage.no_denial()) for row in rows],
            "unsettled_transfers": [_told(row, asked.coverage.no_denial()) for row in unsettled],
        }

    scope = filters.get("scope", "made")
    shown = {
        "rows": rows,
        "groups": _groups(rows) if order == "pair" else [(None, rows)],
        "unsettled": unsettled,
        "apart": apart,
        "pager": pager,
        "filters": filters,
        "facets": _facets(filters, counts),
        "chosen": [
            (name, value, url("/arms", **{k: v for k, v in query.items() if k != name})) for name, value in filters.items() if name != "scope"
        ],
        "scopes": [(words, url("/arms", **{**query, "scope": name if name != "made" else None}), name == scope) for name, words in SHOWN.items()],
        "orders": [(name, url("/arms", **{**filters, "sort": None if name == "pair" else name}), name == order) for name in ORDERS],
        "csv": url("/arms.csv", **query, page=pager.number if pager.number > 1 else None),
        "no_denial": asked.coverage.no_denial(),
        "waiting": False,
    }
    return Answer("register.html.j2", "Arms transfers", data, shown)


def register_csv(asked: Asked) -> str:
    """Exactly the rows that the register shows under the same address, as CSV."""
    if asked.snapshot is None:
        return csv_of((), _COLUMNS)
    _, order, where, given = _wanted(asked)
    rows = _rows(asked, f"{where} AND unsettled = 0", given, order, _ROWS, (asked.number - 1) * _ROWS)
    cells = (cell for row in rows for cell in _flat(row, asked.coverage.no_denial()))
    return csv_of(({name: "" if cell[name] is None else str(cell[name]) for name in _COLUMNS} for cell in cells), _COLUMNS)


def _wanted(asked: Asked) -> tuple[dict[str, str], str, str, list[str]]:
    """The filters, the order, and the condition on claims with its values."""
    found = {
        "scope": asked.one_of("scope", ("all",)),
        "status": asked.one_of("status", ("occurred", "ongoing", "planned", "expected", "possible", "denied", "cancelled", "hypothetical")),
        **{name: asked.word(name) for name in ("supplier", "recipient", "year", "item")},
        "state": asked.one_of("state", ("disputed", "corroborated", "reported")),
    }
    filters = {name: value for name, value in found.items() if value}
    parts, given = ["of = 'transfer'"], []
    if "scope" not in filters and "status" not in filters:
        parts.append(f"status IN {MADE}")
    for name, value in filters.items():
        if name in ("supplier", "recipient", "status"):
            parts.append(f"{name} = ?")
            given.append(value)
        elif name == "year":
            parts.append("year = ?")
            given.append(value)
        elif name == "item":
            parts.append("instr(lower(items), lower(?))")
            given.append(value)
        elif name == "state":
            parts.append(f"{value} = 1")
    return filters, asked.one_of("sort", tuple(ORDERS)) or "pair", " AND ".join(parts), given


def _facets(filters: Mapping[str, str], counts: Counts) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """By what the transfers that are shown can be told apart further: name, and value, count and address of each."""
    found = []
    for name in _FACETS:
        told = [
            (value, count) for value, count in counts[name] if value and len(value) <= LONGEST_NAME and (name != "year" or _YEAR.fullmatch(value))
        ]
        if name not in filters and len(told) > 1:
            found.append((name, [(value, count, url("/arms", **{**filters, name: value})) for value, count in told[:_MOST_VALUES]]))
    return found


def _rows(asked: Asked, where: str, given: list[str], order: str, most: int, skipped: int) -> tuple[Row, ...]:
    assert asked.snapshot is not None
    found = asked.snapshot.rows(f"SELECT n, id, unsure FROM claim WHERE {where} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?", *given, most, skipped)
    rows = []
    for number, id_, unsure in found:
        claim = claim_of(asked.store, id_)
        if claim is not None:
            tellings = asked.snapshot.rows("SELECT transfer, page FROM telling WHERE claim = ? ORDER BY relation, transfer", number)
            rows.append(_row(asked.store, claim, fullest(asked.store, tellings), unsure=bool(unsure)))
    return tuple(rows)


def fullest(store: Store, tellings: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The tellings of a claim, first those of most items and numbers: only a few are read whole, and the first may name no goods at all."""
    if len(tellings) <= _TELLINGS:
        return tellings
    sql = "SELECT transfer_id, count(*), count(number) FROM item WHERE transfer_id IN (SELECT value FROM json_each(?)) GROUP BY transfer_id"
    said = {transfer: counts for transfer, *counts in store.connection.execute(sql, (json.dumps([transfer for transfer, _ in tellings]),))}
    return sorted(tellings, key=lambda one: said.get(one[0], [0, 0]), reverse=True)


def _row(store: Store, claim: Claim, tellings: list[tuple[int, str]], *, unsure: bool) -> Row:
    """A row of the telling that says most: things, then how many of them, then the value, before the others."""
    told = [_telling(store, transfer, page) for transfer, page in tellings[:_TELLINGS]]
    best = max(told, key=lambda t: (len(t["items"]) > 0, sum(i.number is not None for i in t["items"]), t["value"] is not None), default=None)
    documents = {v.document for relation in ("asserts", "denies", "declines", "doubts") for v in getattr(claim, relation)}
    first = next(((v.document, v.statement) for v in (*claim.asserts, *claim.denies)), None)
    narrated = (claim.narrated[0].document, None) if claim.narrated else None
    where = first or narrated
    return Row(
        claim=claim,
        page=best["page"] if best else where[0] if where else None,
        items=best["items"] if best else (),
        value=next((t["value"] for t in told if t["value"]), None),
        ordered=next((t["ordered"] for t in told if t["ordered"]), ""),
        delivered=next((t["delivered"] for t in told if t["delivered"]), ""),
        stage=best["stage"] if best else None,
        mode=best["mode"] if best else None,
        asserted=names_of(store, claim.asserts, _NAMES),  # each is looked up: of a claim that sixty pages tell, sixty times
        denied=names_of(store, claim.denies, _NAMES),
        asserted_by=named(claim.asserts),
        denied_by=named(claim.denies),
        pages=len({*documents, *(n.document for n in claim.narrated)}),
        differing=differing(claim, names=False),
        words=said_at(store, *where) if where else None,
        unsure=unsure,
    )


def _telling(store: Store, transfer: int, page: str) -> dict[str, Any]:
    """What one page tells of a transfer."""
    ask = store.connection
    row = ask.execute(
        "SELECT stage, mode, value, amount, currency, amount_bound, value_start, value_end, ordered_earliest, ordered_latest, delivered_earliest, "
        "delivered_latest FROM transfer WHERE id = ?",
        (transfer,),
    ).fetchone()
    if row is None:
        return {"page": page, "items": (), "value": None, "ordered": "", "delivered": "", "stage": None, "mode": None}
    items = ask.execute(
        'SELECT text, designation, category, "condition", quantity, number, number_upper, number_bound, number_role, "start", "end", quantity_start, '
        "quantity_end FROM item WHERE transfer_id = ? ORDER BY n LIMIT 20",
        (transfer,),
    ).fetchall()
    value = None
    if row[2]:
        bound = "" if row[5] in (None, "exact", "between") else f"{row[5].replace('-', ' ')} "
        value = Cell(row[2], f"{bound}{row[3]:,.15g} {row[4] or ''}".strip() if row[3] is not None else "", page_url(page, row[6]), row[6], row[7])
    return {
        "page": page,
        "items": tuple(_item(page, item) for item in items),
        "value": value,
        "ordered": _days(row[8], row[9]),
        "delivered": _days(row[10], row[11]),
        "stage": row[0],
        "mode": row[1],
    }


def _item(page: str, row: tuple[Any, ...]) -> Item:
    text, designation, category, condition, quantity, number, upper, bound, role, start, end, quantity_start, quantity_end = row
    told = ", ".join(filter(None, (category, designation if designation and designation not in text else "", condition)))
    count = None
    if quantity:
        words = "" if bound in (None, "exact", "between") else f"{bound.replace('-', ' ')} "
        value = "" if number is None else f"{words}{number:,.15g}" + (f" to {upper:,.15g}" if upper is not None else "")
        count = Cell(quantity, ", ".join(filter(None, (value, role))), page_url(page, quantity_start), quantity_start, quantity_end)
    return Item(Cell(text, told, page_url(page, start), start, end), designation, category, count)


def _days(earliest: str | None, latest: str | None) -> str:
    return " to ".join(dict.fromkeys(day for day in (earliest, latest) if day))


def _groups(rows: tuple[Row, ...]) -> list[tuple[tuple[str, str] | None, tuple[Row, ...]]]:
    """Rows under each pair of supplier and recipient, in their order."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(row.pair, []).append(row)
    return [(pair, tuple(found)) for pair, found in groups.items()]


def _told(row: Row, no_denial: str) -> dict[str, Any]:
    return {
        "claim": codec.encode(row.claim, ""),
        "page": row.page,
        "items": [codec.encode(item, "") for item in row.items],
        "value": None if row.value is None else codec.encode(row.value, ""),
        "ordered": row.ordered,
        "delivered": row.delivered,
        "stage": row.stage,
        "mode": row.mode,
        "settled": not row.unsure,
        "denial": "denied" if row.denied else no_denial,
    }


def _flat(row: Row, no_denial: str) -> Iterator[dict[str, Any]]:
    """A line an item; a transfer of which no item is told has one."""
    claim = row.claim
    denied = "; ".join(row.denied_by)
    common = {
        "claim": claim.id,
        "supplier": claim.supplier,
        "recipient": claim.recipient,
        "ordered": row.ordered,
        "delivered": row.delivered,
        "value": row.value.words if row.value else "",
        "status": claim.status.value,
        "stage": row.stage,
        "asserted_by": "; ".join(row.asserted_by),
        "denied_by": denied,
        **{name: getattr(claim, name) for name in ("outlets", "newsrooms", "origins", "parties")},
        "standing": ", ".join(state_of(claim)),
        "denial": f"denied by {denied}" if denied else no_denial,
        "first": claim.first,
        "page": row.page,
    }
    for item in row.items or (None,):
        yield {
            **common,
            "item": item.what.words if item else "; ".join(claim.items),
            "designation": item.designation if item else "",
            "category": item.category if item else "",
            "number": item.number.words if item and item.number else "",
            "reading": item.number.reading if item and item.number else "",
            "start": item.what.start if item else None,
            "end": item.what.end if item else None,
        }


__all__ = ["MADE", "ORDERS", "Cell", "Item", "Row", "register", "register_csv"]
