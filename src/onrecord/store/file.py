"""The file of a store: made, opened, checked, brought up to date; what SQLite says of it, in words that help.

A store is never mended in place: what is wrong with it is said, and nothing is written.
"""

import logging
import os
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Final

from onrecord.errors import RecordError, StoreError

APPLICATION_ID: Final = 0x6F6E7263  # "onrc": what `file` and SQLite call the file's application
VERSION: Final = 2  # of the schema; migrations/N.sql leads from N - 1 to N
_MAGIC: Final = b"SQLite format 3\0"
_BUSY_MS: Final = 30_000
_TOLD_MS: Final = 1_000  # that are waited in silence
_LOGGER: Final = logging.getLogger(__name__)
_LOG_PAGES: Final = 8_000  # of the log, from which it is written back: pages that are written again and again are written back once
_BACKUP: Final = "take it from a backup: nothing in it was changed"
_OPENED: Final[Counter[tuple[int, int]]] = Counter()  # files, by device and number, with how many connections this process has to each
_COUNTING: Final = RLock()
_AGAIN: Final = "then give the same command again: what was stored is kept"


def open_file(path: str | os.PathLike[str], *, write: bool = False, create: bool = False) -> sqlite3.Connection:
    """A connection to a store, checked and of the present schema.

    Args:
        write: for writing; else no statement can change it.
        create: make it where there is no such file, or an empty one.

    Raises:
        StoreError: it is missing, no store, damaged, of a newer version, read-only, or held by another program.
    """
    name = os.fspath(path)
    with faults(name), ExitStack() as unless_sound:
        fresh = _look_at(Path(name), create=create)
        connection = _connect(name, write=write)
        unless_sound.callback(connection.close)
        if fresh:
            _make(connection)
        _check(connection, name, write=write)
        unless_sound.pop_all()
    return connection


@contextmanager
def faults(path: str) -> Iterator[None]:
    """Where SQLite gives up, a StoreError that says what is wrong with the store and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(path, *_in_words(error)) from error
    except UnicodeDecodeError as error:  # SQLite hands on whatever bytes stand where text should
        raise StoreError(path, f"the store is damaged ({error.reason})", _BACKUP) from error


@contextmanager
def sound(path: str) -> Iterator[None]:
    """Where what a store holds cannot be what was put into it, a StoreError that says so."""
    with faults(path):
        try:
            yield
        except (zlib.error, ValueError, TypeError, KeyError, OverflowError, RecordError) as error:
            raise StoreError(path, f"the store is damaged ({error!s:.200})", _BACKUP) from error


def _in_words(error: sqlite3.Error) -> tuple[str, str]:
    """The cause and the remedy of an error of SQLite."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the error, the rest its kind
    match code:
        case sqlite3.SQLITE_FULL:
            return "there is no room left on the disk", f"free some, {_AGAIN}"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return "the store may not be written", "change its permissions and those of its folder, or copy it to where you may write"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "another program is writing to the store", f"wait until it is done, {_AGAIN}"
        case sqlite3.SQLITE_CORRUPT:
            return f"the store is damaged ({error})", _BACKUP
        case sqlite3.SQLITE_NOTADB:
            return "not a store: no SQLite file", "name a file that onrecord ingest made"
        case sqlite3.SQLITE_CANTOPEN:
            return "the store cannot be opened", "check its name and the permissions of its folder"
        case sqlite3.SQLITE_IOERR:
            return f"the disk failed ({error})", f"check the disk and the room on it, {_AGAIN}"
    if isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error):
        return f"the store is damaged ({error})", _BACKUP
    return f"SQLite says: {error}", ""


def _look_at(path: Path, *, create: bool) -> bool:
    """Whether the store has yet to be made."""
    try:
        if path.exists() and _OPENED[_of_file(path)]:
            return False
        size = path.stat().st_size if path.is_file() else None
        if size is None and path.exists():
            raise StoreError(str(path), "not a store: a folder, or no regular file", "name a file")
        if not size:
            if not create:
                remedy = f"make one: onrecord ingest PATH... --store {path}"
                raise StoreError(str(path), "there is no such store" if size is None else "an empty file, no store", remedy)
            if not path.parent.is_dir():
                raise StoreError(str(path), "its folder does not exist", "make the folder, or check the name")
            return True
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError(str(path), f"cannot be read: {error.strerror or error}", "check its name and permissions") from None
    except ValueError:  # a NUL in the name
        raise StoreError(str(path), "no name of a file", "check its name") from None
    if not head.startswith(_MAGIC):
        raise StoreError(str(path), "not a store: no SQLite file", "name a file that onrecord ingest made")
    if not _has_log(str(path)):
        # What the head says of the size holds once the log is written back.
        page_size = int.from_bytes(head[16:18], "big")
        wanted = (65536 if page_size == 1 else page_size) * int.from_bytes(head[28:32], "big")
        if size < max(wanted, 512):
            raise StoreError(str(path), f"the store is cut short: {size:,} bytes of {wanted:,}", _BACKUP)
    return False


def _connect(name: str, *, write: bool) -> sqlite3.Connection:
    if write:
        return _set_up(name, "mode=rwc")
    # Who may only read cannot take away the files that go with a log when the last one leaves: so more is asked for than is used.
    # On a medium that nobody can write there is no room for those files, and no need of them, unless a log is left there.
    ways = ["mode=rw", "mode=ro"] if _has_log(name) else ["mode=rw", "mode=ro", "immutable=1"]
    for way in ways:
        try:
            connection = _set_up(name, way)
        except sqlite3.OperationalError:
            if way == ways[-1]:
                raise
        else:
            connection.execute("PRAGMA query_only = ON")
            return connection
    raise AssertionError("one way was the last")


def _has_log(name: str) -> bool:
    wal = Path(f"{name}-wal")
    return wal.exists() and wal.stat().st_size > 0


class _Connection(sqlite3.Connection):
    """A connection that is known to be open.

    While a process has a store open it must not open and close the file beside SQLite: POSIX would take back all its locks on it, and another
    process, which then takes itself for the last one, would remove the log that this one writes to.
    """

    file: tuple[int, int] | None = None

    def close(self) -> None:
        super().close()
        self._forget()

    def __del__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        with _COUNTING:
            if self.file is not None:
                _OPENED[self.file] -= 1
                self.file = None


def _of_file(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _set_up(name: str, way: str) -> sqlite3.Connection:
    address = f"{Path(name).resolve().as_uri()}?{way}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000, check_same_thread=False, factory=_Connection)
    with _COUNTING:
        connection.file = _of_file(Path(name))
        _OPENED[connection.file] += 1
    with ExitStack() as unless_open:
        unless_open.callback(connection.close)
        # A store may come from a stranger: nothing in its schema is run that could reach out of it.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL a power cut may lose the last commits, never the store
        connection.execute("PRAGMA cache_size = -65536")  # KiB
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        unless_open.pop_all()
    return connection


def _make(connection: sqlite3.Connection) -> None:
    """Write the schema into a new file. Whoever comes second finds it made."""
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            run_script(connection, schema_sql())
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _check(connection: sqlite3.Connection, name: str, *, write: bool) -> None:
    """Refuse what is no store of ours, is newer than we are, or was changed by others; bring an older one up to date."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StoreError(name, "not a store of onrecord: an SQLite file of another program", "name a file that onrecord ingest made")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise StoreError(name, f"a store of a newer onrecord (schema {version}; this one knows {VERSION})", "install the newer onrecord")
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        begin(connection)  # a store that may not be written says so now, not after an hour of reading
        connection.execute("ROLLBACK")
    if version < VERSION:
        if not write:
            raise StoreError(
                name, f"a store of an older onrecord (schema {version})", "copy it to where you may write: opened there, it is brought up to date"
            )
        migrate(connection, version, VERSION)
    _check_schema(connection, name)


def _check_schema(connection: sqlite3.Connection, name: str) -> None:
    found = _objects(connection)
    wanted = _wanted()
    missing = sorted(key[1] for key in wanted.keys() - found.keys())
    if missing:
        raise StoreError(name, f"the store is damaged: it lacks {', '.join(missing[:5])}", _BACKUP)
    if changed := sorted(key[1] for key, sql in wanted.items() if found[key] != sql):
        raise StoreError(name, f"the store was changed by another program: {', '.join(changed[:5])}", _BACKUP)
    if strange := sorted(key[1] for key in found.keys() - wanted.keys() if key[0] == "trigger"):
        problem = f"the store has a trigger that onrecord did not make: {', '.join(strange[:5])}"
        raise StoreError(name, problem, "do not trust where it came from, or remove the trigger")


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The objects of a schema by kind and name, with their SQL in one form of white space."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(kind, name): _plain(sql) for kind, name, sql in rows}


def _plain(sql: str) -> str:
    return " ".join(re.sub(r"--[^\n]*", "", sql).split())


@cache
def _wanted() -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema_sql())
        return _objects(connection)


@cache
def schema_sql() -> str:
    """The schema that a new store gets."""
    return (files("onrecord.store") / "schema.sql").read_text(encoding="utf-8")


def migrations() -> dict[int, str]:
    """The SQL that leads to each version of the schema from the one before it."""
    found = (files("onrecord.store") / "migrations").iterdir()
    return {int(f.name.removesuffix(".sql")): f.read_text(encoding="utf-8") for f in found if f.name.endswith(".sql")}


def migrate(connection: sqlite3.Connection, version: int, wanted: int, steps: dict[int, str] | None = None) -> None:
    """Bring a store from one version of the schema to another, in one transaction: whole, or not at all.

    Raises:
        StoreError: no step leads there.
        sqlite3.Error: a step failed; the store is as it was.
    """
    known = migrations() if steps is None else steps
    if absent := [n for n in range(version + 1, wanted + 1) if n not in known]:
        raise StoreError("(store)", f"nothing leads from schema {version} to {absent[0]}", "this is a defect in onrecord: please report it")
    connection.execute("PRAGMA foreign_keys = OFF")  # a step may make a table anew
    try:
        with transaction(connection):
            for number in range(version + 1, wanted + 1):
                run_script(connection, known[number])
            connection.execute(f"PRAGMA user_version = {wanted}")
            if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreError("(store)", f"a step to schema {wanted} leaves rows of {broken[0]} without what they belong to", "please report it")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script within the transaction that is open: `executescript` would commit it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if re.sub(r"--[^\n]*", "", statement).strip():
        connection.execute(statement)


def begin(connection: sqlite3.Connection) -> None:
    """Begin to write, once no other program does; a wait that is not over at once is logged.

    Raises:
        sqlite3.OperationalError: the store may not be written, or another program has been writing for half a minute.
    """
    connection.execute(f"PRAGMA busy_timeout = {_TOLD_MS}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
    else:
        return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    _LOGGER.warning("waiting for another program that writes to %s …", Path(connection.execute("PRAGMA database_list").fetchone()[2]).name)
    connection.execute("BEGIN IMMEDIATE")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block, or none of it."""
    begin(connection)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # not where all went well, nor where SQLite took it back itself, as on a full disk
            connection.execute("ROLLBACK")
