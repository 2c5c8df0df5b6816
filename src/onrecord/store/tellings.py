"""Which transfers on which pages a claim was merged from, and which claims no settled reading tells."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SPOKEN: Final = """
    SELECT k.id, t.id, c.key, v.relation, k.status, t.status, k.items, k.supplier, k.recipient,
           t.supplier, t.supplier_name, t.recipient, t.recipient_name
    FROM claim k JOIN voice v ON v.claim_id = k.id JOIN capture c ON c.id = v.capture_id
    JOIN record r ON r.capture_id = v.capture_id AND r.shown"""
_BY_STATEMENT: Final = """
    JOIN statement s ON s.record_id = r.id AND s.statement = v.statement JOIN link l ON l.statement_id = s.id AND l.relation = v.relation
    JOIN transfer t ON t.event_id = l.event_id WHERE k.of = 'transfer' AND v.relation <> 'narrates'"""
_BY_NARRATOR: Final = "JOIN transfer t ON t.record_id = r.id AND t.narrator WHERE k.of = 'transfer' AND v.relation = 'narrates'"

_DEEDS: Final = """
    SELECT k.id, max(e.settled) FROM claim k JOIN voice v ON v.claim_id = k.id JOIN record r ON r.capture_id = v.capture_id AND r.shown
    JOIN statement s ON s.record_id = r.id AND s.statement = v.statement JOIN link l ON l.statement_id = s.id
    JOIN event e ON e.id = l.event_id AND e.type = k.type WHERE k.of = 'event' AND v.relation <> 'narrates' GROUP BY k.id
    UNION ALL
    SELECT k.id, max(e.settled) FROM claim k JOIN voice v ON v.claim_id = k.id JOIN record r ON r.capture_id = v.capture_id AND r.shown
    JOIN event e ON e.record_id = r.id AND e.narrator AND e.type = k.type AND e.status = k.status
    WHERE k.of = 'event' AND v.relation = 'narrates' GROUP BY k.id"""


@dataclass(frozen=True, slots=True)
class Telling:
    """A transfer of a page that a claim was merged from."""

    claim: str
    transfer: int  # of the table
    page: str
    relation: str  # of the first voice that leads there


@dataclass(frozen=True, slots=True)
class _Led:
    """A claim that a statement or a narrator of a transfer is a voice of.

    has_items: the claim has all that the transfer is of, as one that was merged from it has.
    is_called_so: both sides are called as the claim has them. Pages differ in that: "Kenya", "the Kenyan navy", "his country".
    """

    telling: Telling
    has_items: bool
    is_called_so: bool
    has_status: bool


def tellings_of(connection: sqlite3.Connection) -> Iterator[Telling]:
    """The transfers behind the claims of a store, as far as their statements lead to them; each of a claim once.

    A deed is merged into one claim. Where statements lead from a transfer to several, it is of the one that has its items, its sides and its
    status; of all of them where nothing tells them apart.
    """
    items = _items(connection)
    led: dict[int, dict[str, _Led]] = defaultdict(dict)
    for way in (_BY_STATEMENT, _BY_NARRATOR):
        for claim, transfer, page, relation, status, told_status, words, *sides in connection.execute(f"{_SPOKEN} {way}"):
            (supplier, recipient), found = sides[:2], (sides[2:4], sides[4:])
            if _may_be(supplier, found[0]) and _may_be(recipient, found[1]):
                called = _fits(supplier, found[0]) and _fits(recipient, found[1])
                telling = Telling(claim, transfer, page, relation)
                has_items = items[transfer] <= set(json.loads(words))
                led[transfer].setdefault(claim, _Led(telling, has_items, called, status == told_status))
    for of_transfer in led.values():
        yield from (one.telling for one in _likest(of_transfer.values()))


def _items(connection: sqlite3.Connection) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for transfer, words in connection.execute("SELECT transfer_id, text FROM item"):
        found[transfer].add(words)
    return found


def _likest(led: Iterable[_Led]) -> list[_Led]:
    """Of the claims that a transfer may be of those that agree with it most: in items before sides, in sides before status."""
    kept = list(led)
    for agree in ("has_items", "is_called_so", "has_status"):
        kept = [one for one in kept if getattr(one, agree)] or kept
    return kept


def unsure_claims(connection: sqlite3.Connection, tellings: Iterable[Telling]) -> set[str]:
    """The claims of which no page's reading of the deed is settled, whoever tells it; one that no deed of a page is found for is not among them.

    Args:
        tellings: all of the store.
    """
    settled = {row[0] for row in connection.execute("SELECT id FROM transfer WHERE settled")}
    found: dict[str, bool] = {}
    for told in tellings:
        found[told.claim] = found.get(told.claim, False) or told.transfer in settled
    for claim, sure in connection.execute(_DEEDS):
        found[claim] = found.get(claim, False) or bool(sure)
    return {claim for claim, sure in found.items() if not sure}


def _fits(side: str | None, names: Sequence[str | None]) -> bool:
    told = {name.casefold() for name in names if name}
    return side is None or not told or side.casefold() in told


def _may_be(side: str | None, names: Sequence[str | None]) -> bool:
    """Whether a side of a transfer may be that of a claim, whatever it is called: two states never are one."""
    id_ = names[0]
    return side is None or id_ is None or side == id_ or not (_is_code(side) and _is_code(id_))


def _is_code(side: str) -> bool:
    return len(side) == 3 and side.isalpha() and side.isupper()


def unsettled_claims(connection: sqlite3.Connection) -> set[str]:
    """The claims of which no settled statement and no narrator tells."""
    sql = """
        SELECT v.claim_id FROM voice v LEFT JOIN record r ON r.capture_id = v.capture_id AND r.shown
        LEFT JOIN statement s ON s.record_id = r.id AND s.statement = v.statement
        GROUP BY v.claim_id HAVING max(v.relation = 'narrates' OR coalesce(s.settled, 1)) = 0"""
    return {row[0] for row in connection.execute(sql)}
