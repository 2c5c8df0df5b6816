"""Copies among the pages of a store: found anew when pages have come or gone, and as people decided where they did.

What a page is compared by is kept (`signature`), so that no page is read twice for it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Final

from onrecord.copies import CopyFindings, copies_of, sign
from onrecord.ingest.copy_index import StoredIndex
from onrecord.store.corrections import Correction, decided
from onrecord.store.file import transaction
from onrecord.stories import ONE_TEXT, Copy, CopyEvidence

_SCHEME: Final = "ocs1"
_SIGNED: Final = 1_000  # pages at a time
_FRESH: Final = "copies of"
_BY: Final = "copies by"


def update_copies(connection: sqlite3.Connection) -> int:
    """Find the copies of a store, where something has changed since they were found: what new pages touch is found again, and no more.

    Returns:
        How many texts of unlike words were looked at again.
    """
    state = state_of(connection)
    kept = dict(connection.execute("SELECT name, value FROM store WHERE name IN (?, ?)", (_FRESH, _BY)).fetchall())
    if kept == {_FRESH: state, _BY: _code()}:
        return 0
    _sign_pages(connection)
    with transaction(connection):
        before = _pairs(connection)
        if kept.get(_BY) != _code():
            forget_copies(connection)
        looked_at = _find(connection)
        _decide(connection)
        after = _pairs(connection)
        touched = [(capture,) for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair) for capture in pair]
        connection.executemany("INSERT OR IGNORE INTO touched SELECT knot FROM telling WHERE capture_id = ?", touched)
        for name, value in ((_FRESH, state), (_BY, _code())):
            connection.execute("INSERT INTO store VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value))
    return looked_at


def forget_copies(connection: sqlite3.Connection) -> None:
    """Forget what was found of texts: the next time all are looked at anew."""
    for table in ("unit", "posting", "furniture", "copy"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE signature SET unit_id = NULL")


def _find(connection: sqlite3.Connection) -> int:
    """Bring the pairs up to date with the signatures, but for what people decided; how many units were found again."""
    index = StoredIndex(connection)
    if index.is_short_of_units():
        forget_copies(connection)
        index = StoredIndex(connection)
    if (found := index.update()) is None:
        return 0
    units, settled = found
    numbers = index.captures
    again = {text.id for unit, one in zip(units, settled.again.tolist(), strict=True) if one for text in unit.texts}
    pairs = [pair for pair in index.pairs(units, settled) if pair.document in again or pair.of in again]
    shown = {id_ for pair in pairs for id_ in (pair.document, pair.of)}
    bodies = {key: _body(connection, numbers[key]) for key in shown}
    texts = {text.id: replace(text, body=bodies[text.id].text) for unit in units for text in unit.texts if text.id in shown}
    made = copies_of(CopyFindings((), tuple(pairs), index.furniture_of(units, shown)), texts)
    connection.executemany("DELETE FROM copy WHERE capture_id = ?1 OR of_capture_id = ?1", [(numbers[key],) for key in sorted(again)])
    rows = []
    for p in made:
        cited = tuple(e for one in p.evidence if (e := bodies[one.document].on_page(one)))
        rows.append((numbers[p.document], numbers[p.of], p.kind, p.kind, p.share, _evidence(cited)))
    connection.executemany("INSERT INTO copy (capture_id, of_capture_id, kind, found, share, evidence) VALUES (?, ?, ?, ?, ?, ?)", sorted(rows))
    return int(settled.again.sum())


def _decide(connection: sqlite3.Connection) -> None:
    """Set the kind of each pair as people decided."""
    decisions = list(decided(connection))
    if not decisions and not connection.execute("SELECT 1 FROM copy WHERE found IS NOT kind LIMIT 1").fetchone():
        return
    rows = connection.execute(
        "SELECT c.id, c.key, d.digest FROM signature g JOIN capture c ON c.id = g.capture_id JOIN document d ON d.id = c.document_id ORDER BY c.id"
    ).fetchall()
    keys = {number: key for number, key, _ in rows}
    numbers = {key: number for number, key, _ in rows}
    connection.execute("DELETE FROM copy WHERE found IS NULL")
    connection.execute("UPDATE copy SET kind = found WHERE kind <> found")
    found = connection.execute("SELECT capture_id, of_capture_id, kind, share FROM copy").fetchall()
    raw = [Copy(keys[a], keys[b], kind, share, ()) for a, b, kind, share in found]
    kinds = {frozenset((pair.document, pair.of)): pair.kind for pair in raw}
    for pair in as_decided(raw, {key: digest for _, key, digest in rows}, decisions):
        row = (pair.kind, numbers[pair.document], numbers[pair.of])
        kind = kinds.get(frozenset((pair.document, pair.of)))
        if kind is None:
            connection.execute("INSERT INTO copy (kind, capture_id, of_capture_id, share, evidence) VALUES (?, ?, ?, 0, '[]')", row)
        elif kind != pair.kind:
            connection.execute("UPDATE copy SET kind = ? WHERE capture_id = ? AND of_capture_id = ?", row)


def _pairs(connection: sqlite3.Connection) -> dict[tuple[int, int], tuple[str, float]]:
    return {(a, b): (kind, share) for a, b, kind, share in connection.execute("SELECT capture_id, of_capture_id, kind, share FROM copy")}


@cache
def _code() -> str:
    """Of what finds copies: where it changes, all are found anew."""
    found = blake2b(_SCHEME.encode(), digest_size=12)
    for file in sorted(files("onrecord.copies").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py"):
            found.update(file.read_bytes())
    return found.hexdigest()


def state_of(connection: sqlite3.Connection) -> str:
    """What the copies and stories of a store are made of, as a word that changes with it."""
    records = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM record").fetchone()
    # The records that are shown are those that have an article. Asked of their own table, all of its large rows would be gone through.
    records += connection.execute("SELECT coalesce(sum(record_id), 0) FROM article").fetchone()
    decisions = connection.execute("SELECT count(*) FROM correction").fetchone()
    return f"{_SCHEME} {' '.join(map(str, (*records, *decisions)))}"


def _sign_pages(connection: sqlite3.Connection) -> None:
    """Sign the pages that have no signature of the present scheme."""
    sql = (
        "SELECT r.capture_id, r.id FROM record r JOIN article a ON a.record_id = r.id "
        "LEFT JOIN signature g ON g.capture_id = r.capture_id AND g.scheme = ? WHERE g.capture_id IS NULL LIMIT ?"
    )
    more = True
    while more:
        captures = connection.execute(sql, (_SCHEME, _SIGNED)).fetchall()
        more = len(captures) == _SIGNED
        signed = sign([_body(connection, capture).text for capture, _ in captures])
        with transaction(connection):
            # Meanwhile a page may have been deleted, or corrected.
            connection.executemany(
                "INSERT OR REPLACE INTO signature (capture_id, scheme, signature) SELECT capture_id, ?, ? FROM record WHERE id = ? AND shown",
                [(_SCHEME, signature.to_bytes(), record) for (_, record), signature in zip(captures, signed, strict=True)],
            )


@dataclass(frozen=True, slots=True)
class Body:
    """A page's own words, and where each of its blocks begins in them and on the page."""

    text: str
    blocks: tuple[tuple[int, int], ...]

    def on_page(self, cited: CopyEvidence) -> CopyEvidence | None:
        """Evidence with offsets on the page; None for what is not in the body."""
        if self.text[cited.start : cited.end] != cited.text:
            return None
        begin, on_page = max(block for block in self.blocks if block[0] <= cited.start)
        return replace(cited, start=cited.start - begin + on_page, end=cited.end - begin + on_page)


def _body(connection: sqlite3.Connection, capture: int) -> Body:
    sql = (
        'SELECT p."start", p.text FROM record r JOIN paragraph p ON p.record_id = r.id '
        "WHERE r.capture_id = ? AND r.shown AND p.kind <> 'headline' ORDER BY p.id"
    )
    found = connection.execute(sql, (capture,)).fetchall()
    blocks, at = [], 0
    for start, text in found:
        blocks.append((at, start))
        at += len(text) + 1
    return Body("\n".join(text for _, text in found), tuple(blocks))


def _evidence(evidence: Iterable[CopyEvidence]) -> str:
    return json.dumps([{"page": e.document, "start": e.start, "end": e.end, "text": e.text} for e in evidence], ensure_ascii=False)


def as_decided(pairs: Sequence[Copy], digests: Mapping[str, str], decisions: Iterable[Correction]) -> tuple[Copy, ...]:
    """Pairs as people decided them, the earlier decisions first.

    A page that is split from another is no copy of any page that shares the other's source; two that are joined are a pair, whatever they share.

    Args:
        digests: of the document of each capture in the store.
        decisions: of split and join.
    """
    found = {frozenset((p.document, p.of)): p for p in pairs}
    beside: dict[str, set[str]] = {}  # each page → those that it is paired with
    for p in found.values():
        beside.setdefault(p.document, set()).add(p.of)
        beside.setdefault(p.of, set()).add(p.document)
    captures: dict[str, list[str]] = {}
    for key in sorted(digests):  # in whatever order they came in
        captures.setdefault(digests[key], []).append(key)
    for decision in decisions:
        mine, theirs = captures.get(decision.digest, []), captures.get(decision.other or "", [])
        if not mine or not theirs:
            continue
        if decision.what == "join":
            pair = frozenset((mine[0], theirs[0]))
            found[pair] = replace(found.get(pair) or Copy(mine[0], theirs[0], "copy", 0.0, ()), kind="copy")
            beside.setdefault(mine[0], set()).add(theirs[0])
            beside.setdefault(theirs[0], set()).add(mine[0])
        else:
            others = _of_one_source(theirs, found, beside, without=set(mine))
            for between in [frozenset((one, other)) for one in mine for other in beside.get(one, ()) if other in others]:
                found[between] = replace(found[between], kind="independent")
    return tuple(sorted(found.values(), key=lambda p: (p.document, p.of)))


def _of_one_source(start: Iterable[str], pairs: Mapping[frozenset[str], Copy], beside: Mapping[str, set[str]], *, without: set[str]) -> set[str]:
    """The pages that are tied to some by pairs of one source, and these; some pages tie nothing."""
    reached, ahead = set(start), list(start)
    while ahead:
        at = ahead.pop()
        new = {other for other in beside.get(at, set()) - reached - without if pairs[frozenset((at, other))].kind in ONE_TEXT}
        reached |= new
        ahead.extend(new)
    return reached


def read_evidence(cell: str) -> tuple[CopyEvidence, ...]:
    """The evidence of a pair as its row keeps it."""
    told: Any = json.loads(cell)
    return tuple(CopyEvidence(e["page"], e["start"], e["end"], e["text"]) for e in told)
