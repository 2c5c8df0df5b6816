"""Which transfers on which pages a claim was merged from, and which claims no settled reading tells."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SPOKEN: Final = """
    SELECT k.id, t.id, c.key, v.relation, k.supplier, k.recipient, t.supplier, t.supplier_name, t.recipient, t.recipient_name
    FROM claim k JOIN voice v ON v.claim_id = k.id JOIN capture c ON c.id = v.capture_id
    JOIN record r ON r.capture_id = v.capture_id AND r.shown"""
_BY_STATEMENT: Final = """
    JOIN statement s ON s.record_id = r.id AND s.statement = v.statement JOIN link l ON l.statement_id = s.id
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


def tellings_of(connection: sqlite3.Connection) -> Iterator[Telling]:
    """The transfers behind the claims of a store, as far as their statements lead to them; each of a claim once."""
    seen = set()
    for way in (_BY_STATEMENT, _BY_NARRATOR):
        for claim, transfer, page, relation, supplier, recipient, *found in connection.execute(f"{_SPOKEN} {way}"):
            if _fits(supplier, found[:2]) and _fits(recipient, found[2:]) and (claim, transfer) not in seen:
                seen.add((claim, transfer))
                yield Telling(claim, transfer, page, relation)


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


def unsettled_claims(connection: sqlite3.Connection) -> set[str]:
    """The claims of which no settled statement and no narrator tells."""
    sql = """
        SELECT v.claim_id FROM voice v LEFT JOIN record r ON r.capture_id = v.capture_id AND r.shown
        LEFT JOIN statement s ON s.record_id = r.id AND s.statement = v.statement
        GROUP BY v.claim_id HAVING max(v.relation = 'narrates' OR coalesce(s.settled, 1)) = 0"""
    return {row[0] for row in connection.execute(sql)}
