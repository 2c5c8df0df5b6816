"""Stories, claims and deals of a store: merged anew when pages have come or gone, and kept in its tables for whoever opens the file."""

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from onrecord import codec
from onrecord.errors import StoreError
from onrecord.ingest.copies import read_evidence, state_of, update_copies
from onrecord.store.file import open_file, transaction
from onrecord.store.packed import pack, unpack
from onrecord.stories import SCHEMA, Claim, Copy, Deal, Stories, Story, Voice

if TYPE_CHECKING:
    from onrecord.store.store import Store

_FRESH: Final = "stories of"
_VOICES: Final = ("asserts", "denies", "declines", "doubts")


def stories_of(store: "Store") -> Stories:
    """The stories of a store. Where nothing has changed since the last time, they are read; else made, and kept where the file may be written.

    Stories keep their ids while most of their pages stand together.
    """
    from onrecord.across import stories_of as merge

    if _is_fresh(store.connection):
        return read_stories(store.connection)
    known = read_stories(store.connection).stories
    try:
        connection = open_file(store.path, write=True)
    except StoreError:
        return replace(merge(store, known=known), copies=tuple(_copies(store.connection)))
    try:
        update_copies(connection)
        keep_stories(connection, merge(store, known=known))
    finally:
        connection.close()
    return read_stories(store.connection)


def keep_stories(connection: sqlite3.Connection, stories: Stories) -> None:
    """Write stories in the place of those before."""
    state = state_of(connection)
    with transaction(connection):
        captures = dict(connection.execute("SELECT key, id FROM capture").fetchall())
        connection.execute("DELETE FROM story")  # and its claims
        connection.execute("DELETE FROM deal")
        connection.executemany("INSERT INTO story VALUES (?, ?, ?, ?)", [(s.id, n, s.first, s.last) for n, s in enumerate(stories.stories, 1)])
        pages = [(s.id, captures[d], n) for s in stories.stories for n, d in enumerate(s.documents, 1)]
        connection.executemany("INSERT INTO story_capture VALUES (?, ?, ?)", pages)
        deals = [(d.id, n, d.supplier, d.recipient, _packed(d)) for n, d in enumerate(stories.deals, 1)]
        connection.executemany("INSERT INTO deal VALUES (?, ?, ?, ?, ?)", deals)
        places = {claim: n for deal in stories.deals for n, claim in enumerate(deal.claims, 1)}
        for n, claim in enumerate(stories.claims, 1):
            _keep_claim(connection, claim, n, places.get(claim.id), captures)
        connection.execute("INSERT INTO store VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (_FRESH, state))


def _keep_claim(connection: sqlite3.Connection, c: Claim, n: int, place: int | None, captures: dict[str, int]) -> None:
    row = (c.id, n, c.story, c.of, c.type, _json(c.initiators), _json(c.recipients), c.supplier, c.recipient, _json(c.items), c.time, c.status,
           c.deal, place, c.first, c.last, _packed(c))  # fmt: skip
    connection.execute(f"INSERT INTO claim VALUES ({', '.join('?' * len(row))})", row)
    voices = [_voice(c.id, relation, voice, captures) for relation in _VOICES for voice in getattr(c, relation)]
    voices += [(c.id, "narrates", None, None, None, None, n.newsroom, captures[n.document], None, None, None, None) for n in c.narrated]
    names = "claim_id, relation, party, cites, actor, origin, newsroom, capture_id, statement, said_earliest, said_latest, said_basis"
    connection.executemany(f"INSERT INTO voice ({names}) VALUES ({', '.join('?' * 12)})", voices)
    figures = [(c.id, f.what, f.value, _json(f.by), _json(f.denied_by)) for f in c.figures]
    connection.executemany("INSERT INTO figure (claim_id, what, value, by, denied_by) VALUES (?, ?, ?, ?, ?)", figures)


def _voice(claim: str, relation: str, v: Voice, captures: dict[str, int]) -> tuple[Any, ...]:
    said = (v.said.earliest, v.said.latest, v.said.basis) if v.said else (None, None, None)
    return (claim, relation, v.party, v.cites, v.actor, v.origin, v.newsroom, captures[v.document], v.statement, *said)


def read_stories(connection: sqlite3.Connection) -> Stories:
    """The stories that a store keeps."""
    pages: dict[str, list[str]] = {}
    for story, key in connection.execute("SELECT s.story_id, c.key FROM story_capture s JOIN capture c ON c.id = s.capture_id ORDER BY s.n"):
        pages.setdefault(story, []).append(key)
    return Stories(
        SCHEMA,
        tuple(_copies(connection)),
        tuple(Story(row[0], tuple(pages.get(row[0], ())), *row[1:]) for row in connection.execute("SELECT id, first, last FROM story ORDER BY n")),
        tuple(_unpacked(Claim, row[0]) for row in connection.execute("SELECT json FROM claim ORDER BY n")),
        tuple(_unpacked(Deal, row[0]) for row in connection.execute("SELECT json FROM deal ORDER BY n")),
    )


def _copies(connection: sqlite3.Connection) -> list[Copy]:
    rows = connection.execute("SELECT page, of_page, kind, share, evidence FROM copies ORDER BY page, of_page")
    return [Copy(page, of, kind, share, read_evidence(evidence)) for page, of, kind, share, evidence in rows]


def _is_fresh(connection: sqlite3.Connection) -> bool:
    kept = connection.execute("SELECT value FROM store WHERE name = ?", (_FRESH,)).fetchone()
    return kept is not None and kept[0] == state_of(connection)


def _packed(value: Claim | Deal) -> bytes:
    return pack(json.dumps(codec.encode(value, ""), ensure_ascii=False))


def _unpacked(kind: Any, data: bytes) -> Any:
    return codec.decode(kind, json.loads(unpack(data)), "")


def _json(value: tuple[str, ...]) -> str:
    return json.dumps(value, ensure_ascii=False)
