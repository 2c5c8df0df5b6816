"""An archive, or a slice of it, into a store: its records as they are, nothing is read again."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from onrecord.archive import damage
from onrecord.archive import engine as engines
from onrecord.archive.condition import check_condition
from onrecord.archive.finish import MAKE_AGAIN, read_finished
from onrecord.archive.setting import read_head
from onrecord.archive.storage import Place
from onrecord.archive.tables import ACROSS, BY_DAY, table_files
from onrecord.errors import QueryError, SetupError, StoreError
from onrecord.ingest.copies import update_copies
from onrecord.ingest.progress import Tally, Tell, silent
from onrecord.record import Record
from onrecord.store.file import faults, open_file
from onrecord.store.lock import held
from onrecord.store.packed import unpack
from onrecord.store.reader import PresentReaders, Reader, present
from onrecord.store.rows import unfold
from onrecord.store.write import Failed, Item, Reading, begin_run, end_run, is_read, put

_BATCH: Final = 100  # pages
_ASKED: Final = ("documents", "transfers", "events", "statements", "links", "actors", "places", "times", "claims")  # the first that has the columns


def load(
    out: str,
    store: str | os.PathLike[str],
    *,
    where: str | None = None,
    table: str | None = None,
    workers: int = 1,
    copies: bool = True,
    tell: Tell = silent,
) -> Tally:
    """Put the records of an archive into a store, which is made where there is none. Pages that are there are left as they are.

    Args:
        where: a condition of SQL on the columns of a table: the pages of the rows for which it is true. None: all pages, and the failures.
        table: which; None: the first that has the columns, of documents, transfers, events, statements, links, actors, places, times, claims.
        workers: processes that unfold records.
        copies: find afterwards which pages carry the same text.

    Raises:
        SetupError: it is no archive, is not finished, or is damaged.
        QueryError: the condition cannot be understood, or no table has its columns.
        StoreError: the store cannot be written.
    """
    if where is not None:
        check_condition(where)
    d = engines.daft()
    place = Place(out)
    read_head(place)
    read_finished(place)
    with damage.named(lambda: table_files(place), MAKE_AGAIN):
        return _load(d, place, store, where=where, table=table, workers=workers, copies=copies, tell=tell)


def _load(
    d: Any, place: Place, store: str | os.PathLike[str], *, where: str | None, table: str | None, workers: int, copies: bool, tell: Tell
) -> Tally:
    documents = _table(d, place, "documents")
    if documents is not None and where is not None:
        documents = documents.join(_pages(d, place, where, table), on="page", how="semi")
    name = os.fspath(store)
    if not Path(name).resolve().parent.is_dir():
        raise StoreError(name, "its folder does not exist", "make the folder, or check the name")
    with held(name), faults(name), closing(open_file(name, write=True, create=True)) as connection:
        run = begin_run(connection, [place.root], version=present().version, workers=workers)
        readers = PresentReaders(connection, present())
        stored = failed = skipped = 0
        batch: list[Item] = []

        def flush() -> None:
            nonlocal stored, failed
            refused = put(connection, batch, run)
            stored += sum(isinstance(item, Reading) for item in batch) - refused
            failed += sum(isinstance(item, Failed) for item in batch) + refused
            batch.clear()
            tell(Tally(stored, failed, skipped, stored + failed + skipped))

        rows = documents.iter_rows() if documents is not None else iter(())

        def missing() -> Iterator[dict[str, Any]]:
            nonlocal skipped
            for row in rows:
                if is_read(connection, row["digest"], row["location"], row["retrieved"], readers):
                    skipped += 1
                else:
                    yield row

        for reading in _readings(missing(), workers):
            batch.append(reading)
            if len(batch) >= _BATCH:
                flush()
        if where is None and (failures := _table(d, place, "failures")) is not None:
            batch += [failure_of(row) for row in failures.to_pylist()]
        flush()
        end_run(connection, run, stored=stored, skipped=skipped)
        if copies:
            update_copies(connection)
        connection.execute("PRAGMA optimize")
    return Tally(stored, failed, skipped)


def _readings(rows: Iterable[dict[str, Any]], workers: int) -> Iterator[Reading]:
    if workers == 1:
        return map(reading_of_row, rows)
    from onrecord.workers import in_processes

    return in_processes(reading_of_row, rows, workers=workers, lost=_lost)


def _lost(row: dict[str, Any]) -> Reading:
    raise SetupError(str(row["location"]), "the process that unfolded it was killed", "give --workers 1, or more memory")


def reading_of_row(row: dict[str, Any]) -> Reading:
    """A row of documents as the writer of a store takes it."""
    record = Record.from_json(unpack(row["record"]))
    return Reading(
        key=row["key"],
        digest=row["digest"],
        size=row["size"],
        source=row["source"],
        layout=row["layout"],
        location=row["location"],
        retrieved=row["retrieved"],
        content_type=row["content_type"],
        outlet=row["given_outlet"],
        container=row["container"],
        reader=Reader(row["version"], row["models"]),
        json=row["record"],
        rows=unfold(record, outlet=row["given_outlet"]),
    )


def failure_of(row: dict[str, Any]) -> Failed:
    """A row of failures as the writer of a store takes it."""
    told = {name: row[name] for name in ("key", "location", "outlet", "stage", "cause", "remedy")}
    return Failed(**told, reader=Reader(row["version"], present().models))


def _table(d: Any, place: Place, name: str) -> Any:
    """A table; None where the archive has no row of it."""
    if not place.names(name):
        return None
    if name not in BY_DAY:
        return d.read_parquet(place.path(f"{name}/*.parquet"))
    found = d.read_parquet(place.path(f"{name}/**/*.parquet"), hive_partitioning=True)
    return found.with_column("day", d.col("day").cast(d.DataType.date()))  # else its type hangs on which file is looked at first


def _pages(d: Any, place: Place, where: str, table: str | None) -> Any:
    """The pages of the rows for which a condition is true.

    Raises:
        QueryError: see `load`.
    """
    if table is not None and table not in (*_ASKED, *ACROSS):
        raise QueryError(table, "no table of an archive", f"one of {', '.join(_ASKED)}")
    cause = "no table has these columns"
    for name in (table,) if table else _ASKED:
        found = _table(d, place, name)
        if found is None:
            continue
        asked = _Asked()
        with asked:
            some = found.where(where)
        if asked.cause is not None:
            cause = asked.cause if "FieldNotFound" not in asked.cause else cause
            continue
        pages = some.explode("pages").select(d.col("pages").alias("page")) if name == "claims" else some.select("page")
        return pages.distinct()
    raise QueryError(where, cause, "name columns as `onrecord archive --help` and docs/archive.md list them, and text in single quotes")


class _Asked:
    """Takes what Daft raises of a condition, some of which it names nowhere."""

    cause: str | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if kind is None or kind.__module__ != "daft.exceptions":
            return False
        self.cause = str(error).strip().partition("\n")[0]
        return True
