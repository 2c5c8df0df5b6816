"""Stories, claims and deals of a store: kept in its tables for whoever opens the file, merged again where pages have come or gone.

Pages that are tied together, straight or through others, are a knot. A new page is held against those that share names or deeds with it; its knot and
those that it ties up are merged again, and no others. Deals go over stories: of two sides that a claim touched speaks of, they are made anew.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from onrecord import codec
from onrecord.errors import StoreError
from onrecord.ingest.copies import read_evidence, state_of, update_copies
from onrecord.ingest.tellings import features_of, found_by, near_features_of, pack_telling, scheme, unpack_telling
from onrecord.record import Record
from onrecord.store.file import open_file, transaction
from onrecord.store.packed import pack, unpack
from onrecord.stories import SCHEMA, TOGETHER, Claim, Copy, Deal, Stories, Story, Voice

if TYPE_CHECKING:
    from onrecord.across.claims import Told
    from onrecord.across.merging import Merger
    from onrecord.across.telling import Telling
    from onrecord.store.store import Store

_FRESH: Final = "stories of"
_SCHEME: Final = "stories by"
_VOICES: Final = ("asserts", "denies", "declines", "doubts")
_GAP: Final = 1 << 20  # between the numbers of two claims, where there is room for those that come later
_AT_ONCE: Final = 500  # values asked for in one statement


def stories_of(store: "Store") -> Stories:
    """The stories of a store. Where nothing has changed since the last time, they are read; else those touched are made, and kept where it may be
    written.

    Stories keep their ids while most of their pages stand together.
    """
    if _bring_up_to_date(store):
        return read_stories(store.connection)
    from onrecord.across import stories_of as merge

    known = tuple(kept_stories(store.connection))
    return replace(merge(store, known=known), copies=tuple(_copies(store.connection)))


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as a list shows it, with counts of its claims."""

    story: Story
    claims: int
    disputed: int  # claims that somebody denies
    newsrooms: int  # that assert or narrate one of them


def list_stories(store: "Store") -> tuple[StoryRow, ...]:
    """The stories of a store without their claims: where they are kept, these are counted and none is read."""
    if not _bring_up_to_date(store):
        return rows_of(stories_of(store))
    sql = """
        SELECT k.story_id, count(DISTINCT k.id), count(DISTINCT CASE WHEN v.relation = 'denies' THEN k.id END),
               count(DISTINCT CASE WHEN v.relation IN ('asserts', 'narrates') THEN v.newsroom END)
        FROM claim k LEFT JOIN voice v ON v.claim_id = k.id GROUP BY k.story_id"""
    counts = {story: (claims, disputed, newsrooms) for story, claims, disputed, newsrooms in store.connection.execute(sql)}
    return tuple(StoryRow(story, *counts.get(story.id, (0, 0, 0))) for story in kept_stories(store.connection))


def rows_of(stories: Stories) -> tuple[StoryRow, ...]:
    """The same of stories that are in memory."""
    told: dict[str, list[Claim]] = {}
    for claim in stories.claims:
        told.setdefault(claim.story, []).append(claim)
    rows = []
    for story in stories.stories:
        claims = told.get(story.id, ())
        rooms = {v.newsroom for c in claims for v in c.asserts} | {n.newsroom for c in claims for n in c.narrated}
        rows.append(StoryRow(story, len(claims), sum(c.disputed for c in claims), len(rooms - {None})))
    return tuple(rows)


def _bring_up_to_date(store: "Store") -> bool:
    """Whether the stories that the file keeps are those of its pages, now that what has changed was merged; not where it may not be written."""
    if is_fresh(store.connection):
        return True
    try:
        connection = open_file(store.path, write=True)
    except StoreError:
        return False
    try:
        update_copies(connection)
        update_stories(connection)
    finally:
        connection.close()
    return True


def is_fresh(connection: sqlite3.Connection) -> bool:
    """Whether the stories that a store keeps are those of its pages, as this onrecord merges them."""
    kept = dict(connection.execute("SELECT name, value FROM store WHERE name IN (?, ?)", (_FRESH, _SCHEME)).fetchall())
    return kept.get(_FRESH) == state_of(connection) and kept.get(_SCHEME) == scheme()


def update_stories(connection: sqlite3.Connection) -> int:
    """Merge again the stories that pages and copies have touched since the last time; what was found is what a merge of all would find.

    Returns:
        How many pages were merged again.
    """
    if is_fresh(connection):
        return 0
    state = state_of(connection)
    with transaction(connection):
        if connection.execute("SELECT value FROM store WHERE name = ?", (_SCHEME,)).fetchone() != (scheme(),):
            forget_tellings(connection)
        merged = _Update(connection).run()
        for name, value in ((_FRESH, state), (_SCHEME, scheme())):
            connection.execute("INSERT INTO store VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value))
    return merged


def forget_tellings(connection: sqlite3.Connection) -> None:
    """Forget what is kept of each page: the next time all pages are told and merged anew."""
    for table in ("feature", "telling", "touched"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM store WHERE name = ?", (_SCHEME,))


class _Update:
    """One update: which pages are to be merged again, and what that gives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._merger: Merger
        self._numbers: dict[str, int] = {}  # page → its capture, of those that are merged

    def run(self) -> int:
        from onrecord.across.deals import sides_of
        from onrecord.across.merging import Merger

        fresh = not self._connection.execute("SELECT 1 FROM telling LIMIT 1").fetchone()
        new = self._tell_new()
        knots = {row[0] for row in self._connection.execute("SELECT knot FROM touched")} | new.keys()
        if not fresh:
            self._follow(new, knots)
        self._merger = Merger()
        pages = self._add(knots)
        self._merger.update()
        old = self._old_stories(pages, everything=fresh)
        sides = {tuple(json.loads(told)) for told in self._asked("SELECT DISTINCT sides FROM claim WHERE sides IS NOT NULL AND story_id IN", old)}
        # Where a page was deleted, the deals of what it told went with it.
        without = "SELECT DISTINCT sides FROM claim WHERE sides IS NOT NULL AND sides NOT IN (SELECT sides FROM deal)"
        sides |= {tuple(json.loads(row[0])) for row in self._connection.execute(without)}
        sides |= {sides_of(t) for t in self._merger.told().values() if t.claim.of == "transfer"}
        if not fresh:
            self._add(self._knots_of_sides(sides) - knots)
            self._merger.update()
        self._write(pages, old, sides, everything=fresh)
        return len(pages)

    def _tell_new(self) -> "dict[int, Telling]":
        """The pages of which no telling is kept, by capture; it is kept from now on. Each is a knot by itself until it is tied."""
        from onrecord.across import Capture, tell

        connection = self._connection
        # A record that is shown has an article; of one that is hidden the telling is gone (store/write.py).
        rows = connection.execute(
            "SELECT c.id, c.key, r.id, a.outlet FROM record r JOIN article a ON a.record_id = r.id JOIN capture c ON c.id = r.capture_id "
            "WHERE r.capture_id NOT IN (SELECT capture_id FROM telling) ORDER BY c.id"
        ).fetchall()
        new = {}
        for capture, key, record, outlet in rows:
            (packed,) = connection.execute("SELECT json FROM record WHERE id = ?", (record,)).fetchone()
            new[capture] = telling = tell(Capture(key, Record.from_json(unpack(packed)), outlet))
            connection.execute("INSERT INTO telling VALUES (?, ?, ?, ?)", (capture, record, -capture, pack_telling(telling)))
        pairs = sorted((feature, capture) for capture, telling in new.items() for feature in features_of(telling))
        connection.executemany("INSERT INTO feature VALUES (?, ?)", pairs)
        return {-capture: telling for capture, telling in new.items()}

    def _follow(self, new: "dict[int, Telling]", knots: set[int]) -> None:
        """Add the knots that new pages are tied to, by what they tell or by text that they share."""
        from onrecord.across.pages import PageIndex

        kinds = ", ".join(f"'{kind}'" for kind in TOGETHER)
        sql = (
            f"SELECT of_capture_id FROM copy WHERE capture_id = ?1 AND kind IN ({kinds}) "
            f"UNION SELECT capture_id FROM copy WHERE of_capture_id = ?1 AND kind IN ({kinds})"
        )
        for knot, page in new.items():
            others = {row[0] for row in self._connection.execute(sql, (-knot,))}
            knots |= {row[0] for row in self._asked_rows("SELECT knot FROM telling WHERE capture_id IN", others)}
            found = found_by(self._asked_rows("SELECT feature, capture_id FROM feature WHERE feature IN", near_features_of(page)))
            rows = self._asked_rows("SELECT capture_id, knot FROM telling WHERE capture_id IN", found)
            knot_of = {capture: of for capture, of in rows if of not in knots}
            index = PageIndex()
            keys = {}
            for capture, data in self._asked_rows("SELECT capture_id, telling FROM telling WHERE capture_id IN", knot_of):
                telling = unpack_telling(data)
                index.add(telling)
                keys[telling.id] = knot_of[capture]
            knots |= {keys[other] for other in index.tied_to(page)}

    def _add(self, knots: Iterable[int]) -> set[str]:
        """Give the merger the pages of some knots, with the stories they stood in and the copies among all that it has; the keys of these pages."""
        rows = list(self._asked_rows("SELECT capture_id, telling FROM telling WHERE knot IN", set(knots)))
        stood_in = self._asked("SELECT story_id FROM story_capture WHERE capture_id IN", {capture for capture, _ in rows})
        self._merger.know(kept_stories(self._connection, set(stood_in)))
        added = set()
        for capture, data in rows:
            telling = unpack_telling(data)
            self._merger.add(telling)
            self._numbers[telling.id] = capture
            added.add(telling.id)
        new = {self._numbers[key] for key in added}
        keys = {capture: key for key, capture in self._numbers.items()}
        for column in ("capture_id", "of_capture_id"):
            for page, of, kind, share in self._asked_rows(f"SELECT capture_id, of_capture_id, kind, share FROM copy WHERE {column} IN", new):
                if page in keys and of in keys:
                    self._merger.add_copy(Copy(keys[page], keys[of], kind, share, ()))
        return added

    def _old_stories(self, pages: Iterable[str], *, everything: bool) -> set[str]:
        if everything:
            return {row[0] for row in self._connection.execute("SELECT id FROM story")}
        return set(self._asked("SELECT story_id FROM story_capture WHERE capture_id IN", {self._numbers[key] for key in pages}))

    def _knots_of_sides(self, sides: Iterable[tuple[str, str]]) -> set[int]:
        """The knots that have claims of some sides."""
        stories = set(self._asked("SELECT story_id FROM claim WHERE sides IN", {_json(pair) for pair in sides}))
        sql = "SELECT DISTINCT t.knot FROM story_capture s JOIN telling t ON t.capture_id = s.capture_id WHERE s.story_id IN"
        return set(self._asked(sql, stories))

    def _write(self, pages: set[str], old: set[str], sides: set[tuple[str, str]], *, everything: bool) -> None:
        from onrecord.across.deals import deals_of_pair, in_order, sides_of, with_deals

        connection = self._connection
        of_sides: dict[tuple[str, str], list[Told]] = {pair: [] for pair in sorted(sides)}
        of_story: dict[str, list[Told]] = {}
        for t in self._merger.told().values():
            of_story.setdefault(t.claim.story, []).append(t)
            if t.claim.of == "transfer" and sides_of(t) in of_sides:
                of_sides[sides_of(t)].append(t)
        dated = {pair: deals_of_pair(of) for pair, of in of_sides.items()}
        deals = in_order(deal for of in dated.values() for deal in of)
        merged = [(story, of_story.get(story.id, [])) for story in self._merger.stories().stories]
        touched = [(story, told) for story, told in merged if story.documents[0] in pages]
        places = {claim: n for deal in deals for n, claim in enumerate(deal.claims, 1)}
        connection.executemany("DELETE FROM story WHERE id = ?", [(id_,) for id_ in sorted(old)])  # and its claims
        if everything:
            connection.execute("DELETE FROM deal")
        connection.executemany("DELETE FROM deal WHERE sides = ?", [(_json(pair),) for pair in sorted(sides)])
        for pair, of in dated.items():
            rows = [(d.id, at, _json(pair), d.supplier, d.recipient, _packed(d)) for at, d in of]
            connection.executemany("INSERT INTO deal VALUES (?, ?, ?, ?, ?, ?)", rows)
        numbers = _places(connection, [(story, len(told)) for story, told in touched])
        for story, told in touched:
            connection.execute("INSERT INTO story VALUES (?, ?, ?)", (story.id, story.first, story.last))
            documents = [(story.id, self._numbers[d], n) for n, d in enumerate(story.documents, 1)]
            connection.executemany("INSERT INTO story_capture VALUES (?, ?, ?)", documents)
            for n, t in enumerate(with_deals(told, deals)):
                told_of = _json(sides_of(t)) if t.claim.of == "transfer" else None
                _keep_claim(connection, t.claim, numbers[story.id][n], places.get(t.claim.id), told_of, self._numbers)
        beside: list[Told] = [t for story, told in merged if story.documents[0] not in pages for t in told if t.claim.of == "transfer"]
        for t in with_deals([t for t in beside if sides_of(t) in sides], deals):
            row = (t.claim.deal, places.get(t.claim.id), _packed(t.claim), t.claim.id)
            connection.execute("UPDATE claim SET deal_id = ?, deal_n = ?, json = ? WHERE id = ?", row)
        self._keep_knots(pages)

    def _keep_knots(self, pages: set[str]) -> None:
        """Name each knot by the first of its captures."""
        rows: list[tuple[int, int]] = []
        for knot in self._merger.knots(pages):
            members = sorted(self._numbers[key] for key in knot)
            rows += [(members[0], member) for member in members]
        self._connection.executemany("UPDATE telling SET knot = ? WHERE capture_id = ?", rows)
        self._connection.execute("DELETE FROM touched")

    def _asked(self, sql: str, values: Iterable[Any]) -> list[Any]:
        return [row[0] for row in self._asked_rows(sql, values)]

    def _asked_rows(self, sql: str, values: Iterable[Any]) -> Iterator[Any]:
        """The rows of a question whose condition ends in IN, asked for some values at a time."""
        wanted = sorted(values)
        for at in range(0, len(wanted), _AT_ONCE):
            part = wanted[at : at + _AT_ONCE]
            yield from self._connection.execute(f"{sql} ({', '.join('?' * len(part))})", part).fetchall()


def _places(connection: sqlite3.Connection, new: Sequence[tuple[Story, int]]) -> dict[str, list[int]]:
    """The numbers of the claims of new stories, by story: between those of the story before and the story after. The new are not in the store yet.

    Args:
        new: stories, and how many claims each has.
    """
    kept = {id_: (low, high) for id_, low, high in connection.execute("SELECT story_id, min(n), max(n) FROM claim GROUP BY story_id")}
    order = [(first or "", id_, 0) for id_, first in connection.execute("SELECT id, first FROM story")]
    order += [(story.first or "", story.id, count) for story, count in new]
    found: dict[str, list[int]] = {story.id: [] for story, _ in new}
    last, waiting = 0, []
    for _, id_, count in [*sorted(order), ("", "", 0)]:
        if id_ in found:
            waiting += [id_] * count
        elif id_ in kept or not id_:
            low, high = kept.get(id_, (last + _GAP * (len(waiting) + 1), 0))
            step = (low - last) // (len(waiting) + 1)
            if step < 1:
                _spread(connection)
                return _places(connection, new)
            for n, story in enumerate(waiting, 1):
                found[story].append(last + n * step)
            last, waiting = high, []
    return found


def _spread(connection: sqlite3.Connection) -> None:
    """Number the claims anew, as there is no room left between two."""
    ids = connection.execute("SELECT id FROM claim ORDER BY n").fetchall()
    connection.executemany("UPDATE claim SET n = ? WHERE id = ?", [(n * _GAP, id_) for n, (id_,) in enumerate(ids, 1)])


def _keep_claim(connection: sqlite3.Connection, c: Claim, n: int, place: int | None, sides: str | None, captures: dict[str, int]) -> None:
    row = (c.id, n, c.story, c.of, c.type, _json(c.initiators), _json(c.recipients), c.supplier, c.recipient, _json(c.items), c.time, c.status,
           c.deal, place, c.first, c.last, sides, _packed(c))  # fmt: skip
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
    return Stories(
        SCHEMA,
        tuple(_copies(connection)),
        tuple(kept_stories(connection)),
        tuple(_unpacked(Claim, row[0]) for row in connection.execute("SELECT json FROM claim ORDER BY n")),
        tuple(_unpacked(Deal, row[0]) for row in connection.execute("SELECT json FROM deal ORDER BY n, id")),
    )


def kept_stories(connection: sqlite3.Connection, ids: Collection[str] | None = None) -> list[Story]:
    """The stories that a store keeps, or those of some IDs."""
    where, given = ("", ()) if ids is None else (" WHERE s.id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))
    pages: dict[str, list[str]] = {}
    sql = "SELECT s.id, c.key FROM story s JOIN story_capture x ON x.story_id = s.id JOIN capture c ON c.id = x.capture_id"
    for story, key in connection.execute(f"{sql}{where} ORDER BY x.n", given):
        pages.setdefault(story, []).append(key)
    rows = connection.execute(f"SELECT s.id, s.first, s.last FROM story s{where} ORDER BY coalesce(s.first, ''), s.id", given)
    return [Story(id_, tuple(pages.get(id_, ())), first, last) for id_, first, last in rows]


def _copies(connection: sqlite3.Connection) -> list[Copy]:
    rows = connection.execute("SELECT page, of_page, kind, share, evidence FROM copies ORDER BY page, of_page")
    return [Copy(page, of, kind, share, read_evidence(evidence)) for page, of, kind, share, evidence in rows]


def _packed(value: Claim | Deal) -> bytes:
    return pack(json.dumps(codec.encode(value, ""), ensure_ascii=False))


def _unpacked(kind: Any, data: bytes) -> Any:
    return codec.decode(kind, json.loads(unpack(data)), "")


def _json(value: tuple[str, ...]) -> str:
    return json.dumps(value, ensure_ascii=False)
