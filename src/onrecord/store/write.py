"""What was read, into the store: a batch is in whole or not at all."""

import hashlib
import re
import sqlite3
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from onrecord.record import Record
from onrecord.store.file import transaction
from onrecord.store.packed import pack, unpack
from onrecord.store.reader import Reader, reader_id, reader_of
from onrecord.store.rows import COLUMNS, FULL_TEXT, IDS, Rows, insertion, unfold
from onrecord.text import whole_characters

_INSERT: Final = {table: insertion(table) for table in COLUMNS}
# The full text of a row. The last place is cut off: of one place alone `itemgetter` would give no tuple.
_WORDS: Final = {table: itemgetter(*map(COLUMNS[table].index, columns), 0) for table, columns in FULL_TEXT.items()}
_OF_RECORD: Final = tuple(t for t in reversed(COLUMNS) if t not in ("link", "item"))  # those go with their parents


_TOLD: Final = ("location", "outlet", "container", "content_type", "retrieved", "cause", "remedy")  # of an item, by whoever brought it
CORRECTED: Final = "corrected"  # the code of the note that a correction leaves in the record
_WITHIN: Final = re.compile("[!#@]")  # what follows lies in what stands before: "saved.zip!a.html"
_GOOD_PART: Final = 10  # a tenth
_MERGED: Final = 500  # pages of the index that the end of a small run writes anew, at most


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as a worker hands it to the writer: compressed and unfolded, so that writing is all that is left to do."""

    key: str  # the intake's
    digest: str
    size: int
    source: bytes | None  # the original, packed
    layout: bytes | None  # packed, where the original is left out
    location: str
    retrieved: str | None
    content_type: str | None
    outlet: str | None
    container: str | None
    reader: Reader
    json: bytes  # the record, packed
    rows: Rows


@dataclass(frozen=True, slots=True)
class Failed:
    """One page that could not be read."""

    key: str
    location: str
    outlet: str | None
    stage: str
    cause: str
    remedy: str
    reader: Reader


@dataclass(frozen=True, slots=True)
class Seen:
    """One page that this version had read before, at the same place: nothing is left to do but to note its key."""

    key: str
    location: str
    reader: Reader
    # What a manifest tells of it, which may not have been known when it was read.
    outlet: str | None = None
    digest: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server gave with a page, to ask it later whether there is a newer one."""

    url: str
    etag: str | None
    last_modified: str | None
    digest: str  # of the bytes that came
    time: str


Item = Reading | Failed | Seen


def capture_key(digest: str, location: str, retrieved: str | None) -> str:
    """The name of a capture, the same in every store: "c" and 16 hex digits."""
    told = "\0".join((digest, location, retrieved or ""))
    return "c" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def done_key(key: str) -> bytes:
    """What the store keeps of the key that the intake gives a page."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def now() -> str:
    """This second, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def deleted_key(url: str) -> bytes:
    """What the store keeps of the address of a page that was deleted, so that it is not fetched again."""
    return done_key(f"deleted\0{url}")


def put(connection: sqlite3.Connection, batch: Sequence[Item], run: int | None = None, answers: Mapping[str, Answered] = MappingProxyType({})) -> int:
    """Write a batch in one transaction. A page that the store cannot take becomes a failure; the rest is written.

    Half a character in what was told of a page (its location, its outlet) is written as U+FFFD: no page is lost for it.

    Args:
        answers: of the pages that were fetched, by their keys; each is written with its page.

    Returns:
        How many pages of the batch became failures only here.

    Raises:
        sqlite3.Error: the disk is full, the store is damaged: nothing of the batch was written.
    """
    batch = [_writable(item) for item in batch]
    try:
        with transaction(connection):
            _put(connection, batch, run, answers)
    except _REFUSED as error:
        if len(batch) == 1:
            if isinstance(batch[0], Seen):
                raise
            with transaction(connection):
                _put(connection, [_refused(batch[0], error)], run, answers)
            return int(isinstance(batch[0], Reading))
        return sum(put(connection, [item], run, answers) for item in batch)
    return 0


_REFUSED: Final = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, UnicodeEncodeError, OverflowError)


def _writable(item: Item) -> Item:
    """What was told of a page, with whole characters only."""
    told = {name: getattr(item, name) for name in _TOLD if hasattr(item, name)}
    whole: dict[str, Any] = {name: whole_characters(value) for name, value in told.items() if value is not None and not value.isascii()}
    return replace(item, **whole) if whole else item


def _refused(item: Reading | Failed, error: Exception) -> Failed:
    remedy = "this is a defect in onrecord: please report it with the page"
    return Failed(item.key, item.location, item.outlet, "store", f"the store refused it: {error!r:.200}", remedy, item.reader)


def _put(connection: sqlite3.Connection, batch: Sequence[Item], run: int | None, answers: Mapping[str, Answered]) -> None:
    time = now()
    shown: list[tuple[int, Rows]] = []
    readers: dict[Reader, int] = {}
    read = failed = 0
    for item in batch:
        key = done_key(item.key)
        if item.reader not in readers:
            readers[item.reader] = reader_id(connection, item.reader)
        reader = readers[item.reader]
        connection.execute("INSERT INTO done VALUES (?, ?) ON CONFLICT DO UPDATE SET reader_id = excluded.reader_id", (key, reader))
        if isinstance(item, Failed):
            failed += 1
            # An earlier run looked into the file as it was then. Summaries of two feeds may tell of one address.
            connection.execute("DELETE FROM failure WHERE location = ? AND key <> ? AND run_id < ? AND stage <> 'summary'", (item.location, key, run))
            row = (key, item.location, item.outlet, item.stage, item.cause, item.remedy, item.reader.version, run, time)
            connection.execute("INSERT OR REPLACE INTO failure (key, location, outlet, stage, cause, remedy, version, run_id, time) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # fmt: skip
            continue
        # A file that could not be opened has another key once it can.
        connection.execute("DELETE FROM failure WHERE key = ? OR (location = ? AND stage = 'open')", (key, item.location))
        _forget_failures(connection, item)
        if answer := answers.get(item.key):
            connection.execute("INSERT OR REPLACE INTO fetched (url, etag, last_modified, digest, time) VALUES (?, ?, ?, ?, ?)", astuple(answer))
        if isinstance(item, Seen):
            if item.outlet is not None:
                _tell_outlet(connection, item)
            continue
        read += 1
        capture, outlet = _put_capture(connection, item)
        corrected = _is_corrected(connection, item.digest)
        if record := put_record(connection, capture, "reading", item.reader, item.json, time, shown=not corrected):
            if corrected:
                _show_corrected(connection, capture)
            elif outlet != item.outlet:
                show_one(connection, capture, "reading")
            else:
                shown.append((record, item.rows))
    show(connection, shown)
    if run is not None:
        connection.execute("UPDATE run SET read = read + ?, failed = failed + ? WHERE id = ?", (read, failed, run))


def _forget_failures(connection: sqlite3.Connection, item: Reading | Seen) -> None:
    """Forget what failed in the archive of a page when that was another file: its path is the same, its size or time is not."""
    around = [item.location[: cut.start()] for cut in _WITHIN.finditer(item.location)]
    if isinstance(item, Reading) and item.container is not None:
        around += [item.container, *(item.container[: cut.start()] for cut in _WITHIN.finditer(item.container))]
    if not around:
        return
    own = [done_key(f"{item.key[: cut.start()]}!") for cut in _WITHIN.finditer(item.key)]
    marks = ", ".join("?" * len(around)), ", ".join("?" * len(own))
    sql = f"DELETE FROM failure WHERE location IN ({marks[0]}) AND stage <> 'summary' AND key NOT IN ({marks[1]})"
    connection.execute(sql, (*around, *own))


def _tell_outlet(connection: sqlite3.Connection, item: Seen) -> None:
    """Write the outlet that a manifest tells of a page read without it. Its record gets another number, by which all across pages follows."""
    sql = (
        "SELECT c.id, r.id, r.made_by FROM document d JOIN capture c ON c.document_id = d.id JOIN record r ON r.capture_id = c.id AND r.shown "
        "WHERE d.digest = ? AND c.location = ? AND (? IS NULL OR c.retrieved = ?) AND c.outlet IS NOT ?"
    )
    given = (item.digest, item.location, item.retrieved, item.retrieved, item.outlet)
    for capture, record, made_by in connection.execute(sql, given).fetchall():
        connection.execute("UPDATE capture SET outlet = ? WHERE id = ?", (item.outlet, capture))
        kept = connection.execute("SELECT version, reader_id, read_at, json FROM record WHERE id = ?", (record,)).fetchone()
        remove_record(connection, record)
        names = "capture_id, made_by, shown, version, reader_id, read_at, json"
        connection.execute(f"INSERT INTO record ({names}) VALUES (?, ?, 0, ?, ?, ?, ?)", (capture, made_by, *kept))
        show_one(connection, capture, made_by)


def _put_capture(connection: sqlite3.Connection, item: Reading) -> tuple[int, str | None]:
    """The id of a reading's capture, which is made where it is not there, and its outlet: what is known of it holds."""
    key = capture_key(item.digest, item.location, item.retrieved)
    if found := connection.execute("SELECT id, outlet FROM capture WHERE key = ?", (key,)).fetchone():
        if found[1] is None and item.outlet is not None:
            connection.execute("UPDATE capture SET outlet = ? WHERE id = ?", (item.outlet, found[0]))
        return int(found[0]), found[1] or item.outlet
    if found := connection.execute("SELECT id FROM document WHERE digest = ?", (item.digest,)).fetchone():
        document = found[0]
    else:
        row = (item.digest, item.size, item.source, item.layout)
        document = connection.execute("INSERT INTO document (digest, size, source, layout) VALUES (?, ?, ?, ?)", row).lastrowid
    made = connection.execute(
        "INSERT INTO capture (key, document_id, location, retrieved, content_type, outlet, container) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, document, item.location, item.retrieved, item.content_type, item.outlet, item.container),
    ).lastrowid
    assert made is not None
    return made, item.outlet


def put_record(
    connection: sqlite3.Connection, capture: int, made_by: str, reader: Reader, packed: bytes, time: str, *, shown: bool = False
) -> int | None:
    """Put a record in the place of the one that the same means made before; its id, or None where the same reader made that one.

    A reading that takes another's place takes the correction's record out too, since that was derived from it.
    """
    by = reader_id(connection, reader)
    old = {kind: rest for kind, *rest in connection.execute("SELECT made_by, id, reader_id FROM record WHERE capture_id = ?", (capture,))}
    if made_by == "reading" and "reading" in old and old["reading"][1] == by:
        return None
    for kind, (record, _) in old.items():
        if made_by in (kind, "reading"):
            remove_record(connection, record)
    return connection.execute(
        "INSERT INTO record (capture_id, made_by, version, reader_id, shown, read_at, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (capture, made_by, reader.version, by, int(shown), time, packed),
    ).lastrowid


def show(connection: sqlite3.Connection, records: Sequence[tuple[int, Rows]]) -> None:
    """Write the rows of records, and their words for the full-text search."""
    for table, sql in _INSERT.items():
        # Tuples are added, not unpacked: a hundred rows a record make it worth while.
        connection.executemany(sql, [(record * IDS, record, n) + row for record, rows in records for n, row in enumerate(rows[table], 1)])  # noqa: RUF005
    for table, words_of in _WORDS.items():
        # Given row by row: selected from the table they are in, they take twice the time.
        sql = f"INSERT INTO {table}_fts ({', '.join(FULL_TEXT[table])}, rowid) VALUES (?{', ?' * len(FULL_TEXT[table])})"
        words = [words_of(row)[:-1] + (id_,) for record, rows in records for id_, row in enumerate(rows[table], record * IDS + 1)]  # noqa: RUF005
        connection.executemany(sql, words)


def hide(connection: sqlite3.Connection, record: int) -> None:
    """Take the rows of a record out of all tables; the record itself stays."""
    for table, columns in FULL_TEXT.items():
        names = ", ".join(columns)
        # The index forgets words only where it is told them: before their row goes.
        sql = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) SELECT 'delete', id, {names} FROM {table} WHERE id BETWEEN ? AND ?"
        connection.execute(sql, (record * IDS, record * IDS + IDS - 1))
    for table in _OF_RECORD:
        connection.execute(f"DELETE FROM {table} WHERE record_id = ?", (record,))
    connection.execute("DELETE FROM signature WHERE capture_id = (SELECT capture_id FROM record WHERE id = ? AND shown)", (record,))
    # Its story is merged again without it: the page itself is forgotten here, its knot is remembered.
    told = "FROM telling WHERE record_id = ? AND capture_id = (SELECT capture_id FROM record WHERE id = ?)"
    connection.execute(f"INSERT OR IGNORE INTO touched SELECT knot {told}", (record, record))
    connection.execute(f"DELETE {told}", (record, record))
    connection.execute("UPDATE record SET shown = 0 WHERE id = ?", (record,))


def remove_record(connection: sqlite3.Connection, record: int) -> None:
    """Take a record out with all its rows."""
    hide(connection, record)
    connection.execute("DELETE FROM record WHERE id = ?", (record,))


def show_one(connection: sqlite3.Connection, capture: int, made_by: str, record: Record | None = None) -> None:
    """Show one of a capture's records, and no other. Its rows are made from its JSON, and are those that it had before."""
    outlet, wanted, packed = connection.execute(
        "SELECT c.outlet, r.id, r.json FROM capture c JOIN record r ON r.capture_id = c.id WHERE c.id = ? AND r.made_by = ?", (capture, made_by)
    ).fetchone()
    for (other,) in connection.execute("SELECT id FROM record WHERE capture_id = ? AND shown", (capture,)).fetchall():
        hide(connection, other)
    connection.execute("UPDATE record SET shown = 1 WHERE id = ?", (wanted,))
    record = record or Record.from_json(unpack(packed))
    if any(note.code == CORRECTED and note.text.startswith("article.outlet ") for note in record.notes):
        outlet = None  # what a person says wins over what the manifest says
    show(connection, [(wanted, unfold(record, outlet=outlet))])


def _is_corrected(connection: sqlite3.Connection, digest: str) -> bool:
    return connection.execute("SELECT 1 FROM correction WHERE digest = ? AND what = 'value' LIMIT 1", (digest,)).fetchone() is not None


def _show_corrected(connection: sqlite3.Connection, capture: int) -> None:
    from onrecord.store.derive import derive_capture  # here: it needs every stage, and few pages are corrected

    derive_capture(connection, capture)


def reading_of(
    record: Record,
    *,
    key: str,
    size: int,
    source: bytes | None = None,
    layout: bytes | None = None,
    content_type: str | None = None,
    outlet: str | None = None,
    container: str | None = None,
) -> Reading:
    """A record as the writer takes it: packed and unfolded."""
    document = record.document
    outlet = outlet and whole_characters(outlet)
    return Reading(
        key=key,
        digest=document.id,
        size=size,
        source=source,
        layout=layout,
        location=document.location,
        retrieved=document.retrieved,
        content_type=content_type,
        outlet=outlet,
        container=container,
        reader=reader_of(record.generator),
        json=pack(record.to_json()),
        rows=unfold(record, outlet=outlet),
    )


def is_read(connection: sqlite3.Connection, digest: str, location: str, retrieved: str | None, readers: Container[int]) -> bool:
    """Whether one of some readers has read these bytes as they were got there and then."""
    sql = (
        "SELECT r.reader_id FROM document d JOIN capture c ON c.document_id = d.id JOIN record r ON r.capture_id = c.id AND r.made_by = 'reading' "
        "WHERE d.digest = ? AND c.location = ? AND (? IS NULL OR c.retrieved = ?)"
    )
    return any(by in readers for (by,) in connection.execute(sql, (digest, location, retrieved, retrieved)).fetchall())


def begin_run(connection: sqlite3.Connection, paths: Iterable[str], *, version: str, workers: int) -> int:
    """Note that a run begins; its id."""
    import json

    told = json.dumps([p.encode("utf-8", "replace").decode() for p in paths], ensure_ascii=False)
    with transaction(connection):
        row = (now(), version, told, workers)
        run = connection.execute("INSERT INTO run (started, version, paths, workers) VALUES (?, ?, ?, ?)", row).lastrowid
    assert run is not None
    return run


def end_run(connection: sqlite3.Connection, run: int, *, stored: int, skipped: int) -> None:
    """Note that a run is over, and merge the pieces of the full-text index that it made: all of them, if it stored a good part of the store."""
    (records,) = connection.execute("SELECT count(*) FROM record").fetchone()
    with transaction(connection):
        for table in FULL_TEXT if stored else ():
            if stored * _GOOD_PART >= records:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
            else:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('merge', -{_MERGED})")
        connection.execute("UPDATE run SET ended = ?, skipped = ? WHERE id = ?", (now(), skipped, run))
