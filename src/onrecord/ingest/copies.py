"""Copies among the pages of a store: found anew when pages have come or gone, and as people decided where they did.

What a page is compared by is kept (`signature`), so that no page is read twice for it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.copies import CopyIndex, Signature, Text, copies_of, sign
from onrecord.store.corrections import Correction, decided
from onrecord.store.file import transaction
from onrecord.stories import Copy, CopyEvidence

_SCHEME: Final = "ocs1"
_SIGNED: Final = 1_000  # pages at a time
_ONE_SOURCE: Final = ("copy", "excerpt", "update")
_FRESH: Final = "copies of"


def update_copies(connection: sqlite3.Connection) -> bool:
    """Find the copies of a store, unless nothing has changed since they were found.

    Returns:
        Whether they were found anew.
    """
    state = state_of(connection)
    if connection.execute("SELECT value FROM store WHERE name = ?", (_FRESH,)).fetchone() == (state,):
        return False
    _sign_pages(connection)
    index = CopyIndex()
    digests: dict[str, str] = {}
    numbers: dict[str, int] = {}
    rows = connection.execute(
        "SELECT c.id, c.key, d.digest, a.headline, a.outlet, a.agencies, a.published, g.signature FROM signature g "
        "JOIN capture c ON c.id = g.capture_id JOIN document d ON d.id = c.document_id "
        "JOIN record r ON r.capture_id = c.id AND r.shown JOIN article a ON a.record_id = r.id ORDER BY c.id"
    )
    texts: dict[str, Text] = {}
    for number, key, digest, headline, outlet, agencies, published, signature in rows:
        digests[key], numbers[key] = digest, number
        texts[key] = Text(key, "", headline, outlet, tuple(json.loads(agencies)), published)
        index.add([texts[key]], [Signature.from_bytes(signature)])
    findings = index.find()
    shown = {id_ for pair in findings.pairs for id_ in (pair.document, pair.of)}
    bodies = {key: _body(connection, numbers[key]) for key in shown}
    pairs = copies_of(findings, {key: replace(texts[key], body=bodies[key].text) for key in shown})
    found = [replace(p, evidence=tuple(e for cited in p.evidence if (e := bodies[cited.document].on_page(cited)))) for p in pairs]
    with transaction(connection):
        connection.execute("DELETE FROM copy")
        connection.executemany(
            "INSERT INTO copy (capture_id, of_capture_id, kind, share, evidence) VALUES (?, ?, ?, ?, ?)",
            [(numbers[p.document], numbers[p.of], p.kind, p.share, _evidence(p.evidence)) for p in as_decided(found, digests, decided(connection))],
        )
        connection.execute("INSERT INTO store VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (_FRESH, state))
    return True


def state_of(connection: sqlite3.Connection) -> str:
    """What the copies and stories of a store are made of, as a word that changes with it."""
    records = connection.execute("SELECT count(*), coalesce(max(id), 0), coalesce(sum(shown * id), 0) FROM record").fetchone()
    decisions = connection.execute("SELECT count(*) FROM correction").fetchone()
    return f"{_SCHEME} {' '.join(map(str, (*records, *decisions)))}"


def _sign_pages(connection: sqlite3.Connection) -> None:
    """Sign the pages that have no signature of the present scheme."""
    sql = (
        "SELECT c.id FROM capture c JOIN record r ON r.capture_id = c.id AND r.shown JOIN article a ON a.record_id = r.id "
        "LEFT JOIN signature g ON g.capture_id = c.id AND g.scheme = ? WHERE g.capture_id IS NULL LIMIT ?"
    )
    while captures := [row[0] for row in connection.execute(sql, (_SCHEME, _SIGNED))]:
        signed = sign([_body(connection, capture).text for capture in captures])
        with transaction(connection):
            connection.executemany(
                "INSERT OR REPLACE INTO signature (capture_id, scheme, signature) VALUES (?, ?, ?)",
                [(capture, _SCHEME, signature.to_bytes()) for capture, signature in zip(captures, signed, strict=True)],
            )


@dataclass(frozen=True, slots=True)
class _Body:
    """A page's own words, and where each of its blocks begins in them and on the page."""

    text: str
    blocks: tuple[tuple[int, int], ...]

    def on_page(self, cited: CopyEvidence) -> CopyEvidence | None:
        """Evidence with offsets on the page; None for what is not in the body."""
        if self.text[cited.start : cited.end] != cited.text:
            return None
        begin, on_page = max(block for block in self.blocks if block[0] <= cited.start)
        return replace(cited, start=cited.start - begin + on_page, end=cited.end - begin + on_page)


def _body(connection: sqlite3.Connection, capture: int) -> _Body:
    sql = (
        'SELECT p."start", p.text FROM record r JOIN paragraph p ON p.record_id = r.id '
        "WHERE r.capture_id = ? AND r.shown AND p.kind <> 'headline' ORDER BY p.id"
    )
    found = connection.execute(sql, (capture,)).fetchall()
    blocks, at = [], 0
    for start, text in found:
        blocks.append((at, start))
        at += len(text) + 1
    return _Body("\n".join(text for _, text in found), tuple(blocks))


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
    captures: dict[str, list[str]] = {}
    for key, digest in digests.items():
        captures.setdefault(digest, []).append(key)
    for decision in decisions:
        mine, theirs = captures.get(decision.digest, []), captures.get(decision.other or "", [])
        if not mine or not theirs:
            continue
        if decision.what == "join":
            pair = frozenset((mine[0], theirs[0]))
            found[pair] = replace(found.get(pair) or Copy(mine[0], theirs[0], "copy", 0.0, ()), kind="copy")
        else:
            others = _of_one_source(theirs, [p for p in found.values() if p.kind in _ONE_SOURCE and not {p.document, p.of} & set(mine)])
            for between in [pair for pair in found if len(pair & set(mine)) == 1 and pair & others]:
                found[between] = replace(found[between], kind="independent")
    return tuple(sorted(found.values(), key=lambda p: (p.document, p.of)))


def _of_one_source(start: Iterable[str], pairs: Iterable[Copy]) -> set[str]:
    """The pages that are tied to some by pairs of one source, and these."""
    ties: dict[str, set[str]] = {}
    for pair in pairs:
        ties.setdefault(pair.document, set()).add(pair.of)
        ties.setdefault(pair.of, set()).add(pair.document)
    reached, ahead = set(start), list(start)
    while ahead:
        new = ties.get(ahead.pop(), set()) - reached
        reached |= new
        ahead.extend(new)
    return reached


def read_evidence(cell: str) -> tuple[CopyEvidence, ...]:
    """The evidence of a pair as its row keeps it."""
    told: Any = json.loads(cell)
    return tuple(CopyEvidence(e["page"], e["start"], e["end"], e["text"]) for e in told)
