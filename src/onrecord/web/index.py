"""What boards and registers are sorted and filtered by, kept in memory: a store has no index for it, and is not written to by looking.

Made once from the store, in the background, and again when its pages or corrections have changed. What a row says in full is read from the
store when the row is shown.
"""

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onrecord.store.coverage import Coverage
from onrecord.store.file import faults, sound
from onrecord.store.packed import unpack
from onrecord.store.store import Store
from onrecord.store.tellings import tellings_of, unsettled_claims, unsure_claims
from onrecord.web.names import called

if TYPE_CHECKING:
    from onrecord.audit.sampling import Population

STATES: Final = ("disputed", "corroborated", "reported", "once", "denied-only", "declined", "narrated", "retracted")
_PAUSE: Final = 4.0  # times as long as making it took
LONGEST_NAME: Final = 300  # characters by which somebody can be asked for; what is longer is no name, and no address
_LOW: Final = 0.6  # of a denial's confidence: below, a person should look
_QUEUE: Final = 5_000  # things to review that are kept
_SCHEMA: Final = """
CREATE TABLE claim (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, story TEXT, of TEXT, type TEXT, status TEXT, time TEXT, supplier TEXT, recipient TEXT, deal TEXT,
    first TEXT, last TEXT, outlets INTEGER, newsrooms INTEGER, origins INTEGER, parties INTEGER, denials INTEGER, declines INTEGER,
    doubts INTEGER, disputed INTEGER, corroborated INTEGER, reported INTEGER, retracted INTEGER, narrated INTEGER, unsettled INTEGER,
    differ INTEGER, items TEXT, stage INTEGER, pair TEXT, year TEXT, begun INTEGER, newest INTEGER, denied INTEGER, unsure INTEGER);
CREATE TABLE side (claim INTEGER, part TEXT, name TEXT);
CREATE TABLE telling (claim INTEGER, transfer INTEGER, page TEXT, relation TEXT);
CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT, country TEXT, kind TEXT, wikidata TEXT, pages INTEGER, statements INTEGER);
CREATE TABLE said (actor INTEGER, day TEXT, statement INTEGER, PRIMARY KEY (actor, day, statement)) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, country TEXT, lat REAL, lon REAL, geonames INTEGER, events INTEGER, pages INTEGER);
CREATE TABLE placed (place INTEGER, event INTEGER, PRIMARY KEY (place, event)) WITHOUT ROWID;
CREATE TABLE month (month TEXT PRIMARY KEY, happened INTEGER, said INTEGER, denied INTEGER);
CREATE TABLE review (n INTEGER PRIMARY KEY, kind TEXT, page TEXT, item TEXT, use INTEGER, confidence REAL);
"""
# What claims are told apart by, and their counts, so that no board has to look at all of them.
KINDS: Final = """type, status, of, unsettled, disputed, corroborated, reported, retracted, min(newsrooms, 2) AS newsrooms,
    denials > 0 AS denials, origins > 0 AS origins, narrated > 0 AS narrated, declines > 0 AS declines, differ > 0 AS differ"""
EACH_KIND: Final = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14"
_CUBE: Final = f"CREATE TABLE cube AS SELECT {KINDS}, count(*) AS claims FROM claim GROUP BY {EACH_KIND};"
_INDEXES: Final = """
CREATE INDEX claim_first ON claim (unsettled, first, n);
CREATE INDEX claim_disputed ON claim (unsettled, disputed, first, n);
CREATE INDEX claim_corroborated ON claim (unsettled, corroborated, first, n);
CREATE INDEX claim_type ON claim (unsettled, type, first, n);
CREATE INDEX claim_status ON claim (unsettled, status, first, n);
CREATE INDEX claim_of ON claim (unsettled, of, first, n);
CREATE INDEX claim_newsrooms ON claim (unsettled, newsrooms DESC, origins DESC, n);
CREATE INDEX claim_denials ON claim (unsettled, disputed DESC, denials DESC, parties DESC, n);
CREATE INDEX claim_sides ON claim (unsettled, of, pair, n);
CREATE INDEX claim_newest ON claim (unsettled, newest);
CREATE INDEX claim_register ON claim (unsettled, status, supplier, recipient, year) WHERE of = 'transfer';
CREATE INDEX claim_supplier ON claim (supplier, unsettled, pair, n) WHERE of = 'transfer';
CREATE INDEX claim_recipient ON claim (recipient, unsettled, pair, n) WHERE of = 'transfer';
CREATE INDEX claim_year ON claim (year, unsettled, pair, n) WHERE of = 'transfer';
CREATE INDEX claim_told ON claim (unsettled, newsrooms DESC, origins DESC, n) WHERE of = 'transfer';
CREATE INDEX claim_by_status ON claim (unsettled, status, pair, n) WHERE of = 'transfer';
CREATE INDEX claim_narrated ON claim (unsettled, first, n) WHERE narrated > 0;
CREATE INDEX claim_declined ON claim (unsettled, first, n) WHERE declines > 0;
CREATE INDEX claim_differing ON claim (unsettled, first, n) WHERE differ > 0;
CREATE INDEX claim_retracted ON claim (unsettled, first, n) WHERE retracted = 1;
CREATE INDEX claim_reported ON claim (unsettled, first, n) WHERE reported = 1;
CREATE INDEX claim_denied_only ON claim (unsettled, first, n) WHERE denials > 0 AND origins = 0 AND narrated = 0;
CREATE INDEX claim_story ON claim (story);
CREATE INDEX side_claim ON side (claim);
CREATE INDEX side_name ON side (name, part);
CREATE INDEX telling_claim ON telling (claim);
CREATE INDEX actor_name ON actor (name);
CREATE INDEX actor_country ON actor (country);
CREATE INDEX actor_statements ON actor (statements);
CREATE INDEX place_events ON place (events);
ANALYZE;
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index of a store at one moment. Its connection is asked by one thread at a time: `rows` sees to that."""

    connection: sqlite3.Connection
    state: str
    coverage: Coverage
    versions: tuple[tuple[str, int], ...]  # of onrecord, with the pages that each has read
    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: dict[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]] = field(default_factory=dict)

    def rows(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        with self.lock:
            return self.connection.execute(sql, given).fetchall()

    def counted(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """The same, of a question that has to look at all rows and is asked again and again: answered once."""
        key = (sql, given)
        if key not in self.kept:
            if len(self.kept) > 500:
                self.kept.clear()
            self.kept[key] = self.rows(sql, *given)
        return self.kept[key]


def make_snapshot(store: Store) -> Snapshot:
    """Read a store into an index.

    Raises:
        StoreError: the store is damaged.
    """
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN")
    with sound(store.path):
        state = state_of(store)
        ask = store.connection
        tellings = tuple(tellings_of(ask))
        claims = list(_claims(ask, unsettled_claims(ask), unsure_claims(ask, tellings), _came(ask)))
        _insert(connection, "claim", (row for row, _ in claims))
        _insert(connection, "side", ((row[0], part, name) for row, sides in claims for part, name in sides))
        numbers = {row[1]: row[0] for row, _ in claims}
        _insert(connection, "telling", ((numbers[t.claim], t.transfer, t.page, t.relation) for t in tellings))
        _fill_actors(connection, ask)
        _fill_places(connection, ask)
        _insert(connection, "month", _months(ask))
        _insert(connection, "review", ((n, *row) for n, row in enumerate(_queue(ask), 1)))
        coverage = store.coverage()
        versions = tuple(ask.execute("SELECT version, count(*) FROM record WHERE shown GROUP BY version ORDER BY version").fetchall())
    connection.execute("COMMIT")
    connection.executescript(_CUBE + _INDEXES)
    return Snapshot(connection, state, coverage, versions)


def state_of(store: Store) -> str:
    """What the index is made of, as a word that changes with it."""
    with sound(store.path):
        (pages,) = store.connection.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()
        (failures,) = store.connection.execute("SELECT coalesce(max(id), 0) FROM failure").fetchone()
        (corrections,) = store.connection.execute("SELECT count(*) FROM correction").fetchone()
        kept = store.connection.execute("SELECT value FROM store WHERE name = 'stories of'").fetchone()
    return f"{pages} {failures} {corrections} {kept[0] if kept else ''}"


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    columns = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)


def _came(ask: sqlite3.Connection) -> dict[str, tuple[int, int, int | None]]:
    """Of each claim the number of the page that it came in with, of the newest that tells it, and of the first that denies it."""
    sql = "SELECT claim_id, min(capture_id), max(capture_id), min(CASE WHEN relation = 'denies' THEN capture_id END) FROM voice GROUP BY claim_id"
    return {claim: (begun, newest, denied) for claim, begun, newest, denied in ask.execute(sql)}


def _claims(
    ask: sqlite3.Connection, unsettled: set[str], unsure: set[str], came: Mapping[str, tuple[int, int, int | None]]
) -> Iterator[tuple[tuple[Any, ...], list[tuple[str, str]]]]:
    for n, packed, place in ask.execute("SELECT n, json, deal_n FROM claim ORDER BY n"):
        claim: Mapping[str, Any] = json.loads(unpack(packed))
        values: dict[str, set[str]] = {}
        for figure in claim["figures"]:
            values.setdefault(figure["what"], set()).add(figure["value"])
        transfer = claim["of"] == "transfer"
        sides = [("from", name) for name in ([claim["supplier"]] if transfer else claim["initiators"]) if name]
        sides += [("to", name) for name in ([claim["recipient"]] if transfer else claim["recipients"]) if name]
        for relation in ("asserts", "denies", "declines", "doubts"):
            sides += [(relation, name) for name in dict.fromkeys(v["party"] or v["actor"] for v in claim[relation]) if name]
        yield (
            (
                n,
                *(claim[name] for name in ("id", "story", "of", "type", "status", "time", "supplier", "recipient", "deal", "first", "last")),
                *(claim[name] for name in ("outlets", "newsrooms", "origins", "parties")),
                *(len(claim[name]) for name in ("denies", "declines", "doubts")),
                *(int(claim[name]) for name in ("disputed", "corroborated", "independently_reported", "retracted")),
                len(claim["narrated"]),
                int(claim["id"] in unsettled),
                sum(len(found) > 1 for found in values.values()),
                "; ".join(claim["items"]),
                place,
                _sorted_as(claim["supplier"], claim["recipient"]) if transfer else None,
                (claim["time"] or claim["first"] or "")[:4],
                *came.get(claim["id"], (None, None, None)),
                int(claim["id"] in unsure),
            ),
            [side for side in dict.fromkeys(sides) if len(side[1]) <= LONGEST_NAME],
        )


def _sorted_as(*sides: str | None) -> str:
    """The names of both sides as a list is sorted by them; one that is not told comes last."""
    return "\0".join(called(side).casefold() if side else "~" for side in sides)


def _fill_actors(connection: sqlite3.Connection, ask: sqlite3.Connection) -> None:
    """Actors by name: pages number them each anew, and one name is one actor here, with what else is told of it where most pages agree."""
    actors: dict[str, list[Any]] = {}
    for name, country, kind, wikidata, pages in ask.execute(
        "SELECT name, max(country), max(kind), max(wikidata), count(DISTINCT record_id) FROM actor WHERE length(name) <= ? "
        "GROUP BY name ORDER BY name",
        (LONGEST_NAME,),
    ):
        actors[name] = [len(actors) + 1, name, country, kind, wikidata, pages, 0]
    said = []
    for names, day, statement in ask.execute("SELECT names, coalesce(said_earliest, published, ''), id FROM statement WHERE names <> ''"):
        for name in dict.fromkeys(names.split("; ")):
            if name in actors:
                actors[name][6] += 1
                said.append((actors[name][0], day, statement))
    _insert(connection, "actor", actors.values())
    _insert(connection, "said", sorted(said))


def _fill_places(connection: sqlite3.Connection, ask: sqlite3.Connection) -> None:
    """Places by their GeoNames number, else by name and country; with the events that are said to have happened there."""
    places: dict[Any, list[Any]] = {}
    placed = []
    for name, country, lat, lon, geonames, event in ask.execute(
        "SELECT p.name, p.country, p.lat, p.lon, p.geonames, e.id FROM event e JOIN place p ON p.record_id = e.record_id AND p.place = e.place"
    ):
        place = places.setdefault(
            geonames or (name, country), [len(places) + 1, place_key(name, country, geonames), name, country, lat, lon, geonames, 0, set()]
        )
        place[7] += 1
        place[8].add(event // 1_000_000)
        placed.append((place[0], event))
    _insert(connection, "place", ((*p[:8], len(p[8])) for p in places.values()))
    _insert(connection, "placed", placed)


def place_key(name: str, country: str | None, geonames: int | None) -> str:
    """By what a place is asked for, the same in every store: its GeoNames number, else a word made of its name and country."""
    return str(geonames) if geonames else "p" + hashlib.sha256(f"{country or ''}\0{name}".encode("utf-8", "backslashreplace")).hexdigest()[:12]


def _months(ask: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """How many events are said to have happened in each month, as far as it is known which, and how many statements were made in it."""
    happened = dict(
        ask.execute("SELECT substr(earliest, 1, 7) m, count(*) FROM event WHERE substr(earliest, 1, 7) = substr(latest, 1, 7) GROUP BY m").fetchall()
    )
    said = {
        month: (count, denied)
        for month, count, denied in ask.execute(
            "SELECT substr(coalesce(said_earliest, published), 1, 7) m, count(*), sum(stance = 'denies') FROM statement "
            "WHERE length(coalesce(said_earliest, published)) >= 7 GROUP BY m"
        )
    }
    for month in sorted(happened.keys() | said.keys()):
        yield month, happened.get(month, 0), *said.get(month, (0, 0))


def _queue(ask: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """What a person should look at, first what is used most: unsettled transfers and statements, unsure denials, pages without a date."""
    use = dict(ask.execute("SELECT capture_id || ' ' || statement, count(*) FROM voice WHERE statement <> '' GROUP BY 1").fetchall())
    found: list[tuple[int, float, str, str, str]] = []
    for capture, page, statement, confidence, settled in ask.execute(
        "SELECT c.id, c.key, s.statement, s.confidence, s.settled FROM statement s JOIN record r ON r.id = s.record_id "
        "JOIN capture c ON c.id = r.capture_id WHERE NOT s.settled OR (s.stance = 'denies' AND s.confidence < ?)",
        (_LOW,),
    ):
        found.append((use.get(f"{capture} {statement}", 0) + (not settled), confidence, "statement", page, statement))
    for page, transfer, confidence in ask.execute(
        "SELECT c.key, t.transfer, t.confidence FROM transfer t JOIN record r ON r.id = t.record_id JOIN capture c ON c.id = r.capture_id "
        "WHERE NOT t.settled"
    ):
        found.append((4, confidence, "transfer", page, transfer))
    for page, statements in ask.execute(
        "SELECT c.key, a.statements FROM article a JOIN record r ON r.id = a.record_id JOIN capture c ON c.id = r.capture_id "
        "WHERE a.published IS NULL AND a.statements > 0"
    ):
        found.append((min(statements, 3), 0.0, "date", page, ""))
    found.sort(key=lambda row: (-row[0], row[1], row[3], row[4]))
    for used, confidence, kind, page, item in found[:_QUEUE]:
        yield kind, page, item, used, confidence


class Index:
    """The index that holds now, and whoever makes it anew."""

    def __init__(self, path: str, *, read_only: bool) -> None:
        self._path = path
        self.warm: Callable[[], None] = lambda: None  # called when a new index is there: what asks all of it is asked once, before a person does
        self._read_only = read_only
        self._now: Snapshot | None = None
        self._making = threading.Lock()
        self._looked = 0.0
        self._next = 0.0  # before which it is not made again: on a large store somebody who corrects would keep it busy without end
        self.stale = False  # the stories are of fewer pages than there are
        self.failed: str | None = None
        self._population: tuple[str, Population] | None = None

    def refresh(self, *, merge: bool) -> None:
        """Make it anew of what the store keeps; then the stories, where pages have come or gone and it may be written, and it again."""
        from onrecord.errors import OnRecordError
        from onrecord.store import open_store

        with self._making:
            begun = time.monotonic()
            try:
                with open_store(self._path) as store, faults(self._path):
                    self.stale = not is_fresh(store)
                    self._make(store)
                    if self.stale and merge and not self._read_only:
                        store.stories()
                        self.stale = not is_fresh(store)
                        self._make(store)
                self.failed = None
            except OnRecordError as error:
                self.failed = str(error)
            self._next = time.monotonic() + _PAUSE * (time.monotonic() - begun)

    def _make(self, store: Store) -> None:
        """Make it, unless it is of the store as it is."""
        if self._now is None or self._now.state != state_of(store):
            self._now = make_snapshot(store)
            self.warm()

    def start(self, *, merge: bool) -> None:
        """The same in the background."""
        threading.Thread(target=self.refresh, kwargs={"merge": merge}, name="onrecord-index", daemon=True).start()

    def now(self, store: Store) -> Snapshot | None:
        """The index; None while the first one is being made. One that no longer holds is given until the next one is there."""
        moment = time.monotonic()
        if self._now is not None and moment - self._looked > 1.0 and not self._making.locked():
            self._looked = moment
            if self._now.state != state_of(store):
                self.stale = True
                if moment >= self._next:
                    self.start(merge=True)
        return self._now

    def population(self, store: Store) -> "Population":
        """What the store has to audit; looked at once for each state of it, since that takes all of its rows."""
        from onrecord.audit.population import members_of
        from onrecord.audit.sampling import population_of

        state, kept = state_of(store), self._population
        if kept is None or kept[0] != state:
            kept = self._population = state, population_of(members_of(store))
        return kept[1]


def is_fresh(store: Store) -> bool:
    """Whether the stories of a store are of the pages that it has."""
    from onrecord.ingest.copies import state_of as made_of

    kept = store.connection.execute("SELECT value FROM store WHERE name = 'stories of'").fetchone()
    return kept is not None and bool(kept[0] == made_of(store.connection))
