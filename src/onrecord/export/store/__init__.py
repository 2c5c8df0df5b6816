"""Exports of a store: what its pages say, in the forms that other programs read (docs/export.md).

`export` writes a file or a folder, whole or not at all; `stream` writes what can be written piece by piece. Every row says where its words
stand, and every export what it rests on.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Final

from onrecord.errors import StoreError
from onrecord.export.files import named, whole_file, whole_folder
from onrecord.export.store.across import ACROSS, Across
from onrecord.export.store.columns import Row, Table
from onrecord.export.store.head import Head, head_of
from onrecord.export.store.pages import Page, Pages
from onrecord.export.store.tables import OF_A_PAGE

if TYPE_CHECKING:
    from onrecord.export.store.writers import Writer
    from onrecord.store.store import Store

TABLES: Final[dict[str, Table]] = {name: table for name, (table, _) in (*OF_A_PAGE.items(), *ACROSS.items())}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of export.

    suffix: of a file in it.
    has_tables: whether it is made of the tables of TABLES; the others can be made of some pages alone.
    head_goes: whether it can do without the head, for programs that stumble over it.
    streams: whether it can be written piece by piece, to a pipe.
    """

    what: str
    suffix: str
    has_tables: bool = False
    head_goes: bool = False
    streams: bool = True


FORMS: Final[dict[str, Form]] = {
    "csv": Form("tables as CSV, safe to open in a spreadsheet", ".csv", has_tables=True, head_goes=True),
    "xlsx": Form("tables as sheets of Excel", ".xlsx", has_tables=True, streams=False),
    "parquet": Form("tables as Parquet", ".parquet", has_tables=True),
    "jsonl": Form("records of the contract, one a line", ".jsonl", head_goes=True),
    "web-annotation": Form("W3C Web Annotation, one JSON-LD collection", ".jsonld"),
    "followthemoney": Form("entities for Aleph, one a line", ".ftm.json", head_goes=True),
    "events": Form("a table of events as dyads with CAMEO codes", ".csv", head_goes=True),
    "sipri": Form("a register of arms transfers in the columns of SIPRI's", ".csv", head_goes=True),
    "unroca": Form("the same in the columns of the UN Register's reports", ".csv", head_goes=True),
    "html": Form("a page as one HTML file, or a folder of them with an index", ".html"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to hold.

    form: one of FORMS.
    tables: names out of TABLES, of a form that has tables; () for all.
    pages: keys of pages, of a form that has pages; () for all.
    head: whether the head stands in it, of a form that can do without.
    raw: CSV without the apostrophes that keep a spreadsheet from running a cell.
    """

    form: str
    tables: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    head: bool = True
    raw: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that it holds."""
        return tuple(name for name in TABLES if name in (self.tables or TABLES))

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        several = self.form == "html" and len(self.pages) != 1
        return several or (self.form in ("csv", "parquet") and len(self.names) > 1)


def export(store: "Store", wanted: Wanted, out: str | os.PathLike[str], *, force: bool = False) -> Head:
    """Write an export of a store.

    Args:
        out: a file, or a folder where `wanted.is_folder`.
        force: write over what is there.

    Returns:
        What stands at its head.

    Raises:
        StoreError: the store cannot be read, or `out` is the store itself.
        SetupError: a library that the form needs is not installed.
        OSError: it cannot be written, or something is there; what stood there stands.
    """
    path = Path(out)
    spare_the_store(store, path)
    with _reading(store, wanted) as reading, named(path):
        if wanted.is_folder:
            with whole_folder(path, over=force) as folder:
                _write_folder(reading, folder)
        else:
            with whole_file(path, over=force) as file:
                _write_file(reading, file, path.resolve().parent)
    return reading.head


def stream(store: "Store", wanted: Wanted, out: BinaryIO) -> Head:
    """Write an export of a store piece by piece, to a pipe.

    Raises:
        StoreError: the store cannot be read.
        SetupError: a library that the form needs is not installed.
        ValueError: it is a form that cannot be streamed, or a folder.
        OSError: nobody reads on.
    """
    if wanted.is_folder or not FORMS[wanted.form].streams:
        raise ValueError(f"{wanted.form} cannot be streamed")
    with _reading(store, wanted) as reading:
        _write_file(reading, out, None)
    return reading.head


@dataclass(frozen=True, slots=True)
class _Reading:
    """A store being read: everything below sees it as it was when the export began."""

    store: "Store"
    wanted: Wanted
    head: Head
    pages: Pages

    @property
    def shown_head(self) -> Head | None:
        return self.head if self.wanted.head else None


@contextmanager
def _reading(store: "Store", wanted: Wanted) -> Iterator[_Reading]:
    from onrecord.store.file import faults

    if wanted.form not in ("jsonl", "html", "web-annotation"):
        store.stories()  # also finds the copies; before the snapshot, since it may write them down
    with faults(store.path):
        store.connection.execute("BEGIN")
    try:
        yield _Reading(store, wanted, head_of(store, wanted.form), Pages(store, only=wanted.pages))
    finally:
        if store.connection.in_transaction:
            store.connection.execute("ROLLBACK")


def spare_the_store(store: "Store", out: Path) -> None:
    """Refuse to write over the store or what belongs to it, with --force too."""
    if is_of_store(store.path, out):
        raise StoreError(os.fspath(out), "this is the store itself", "name another file for the export")


def is_of_store(store: str, out: Path) -> bool:
    """Whether a file is the store or belongs to it, by whatever name."""
    own = [Path(f"{store}{end}") for end in ("", "-wal", "-shm")]
    return out.exists() and any(path.exists() and out.samefile(path) for path in own)


def _write_folder(reading: _Reading, folder: Path) -> None:
    if reading.wanted.form == "html":
        _write_pages(reading, folder)
        return
    suffix = FORMS[reading.wanted.form].suffix
    with ExitStack() as open_files:
        outs: dict[str, BinaryIO] = {name: open_files.enter_context((folder / f"{name}{suffix}").open("wb")) for name in reading.wanted.names}
        _write_tables(reading, _table_writer(reading, outs))


def _write_file(reading: _Reading, out: BinaryIO, scratch: Path | None) -> None:
    wanted = reading.wanted
    if wanted.form == "xlsx":
        from onrecord.export.store.writers import XlsxWriter

        # Its rows wait in files beside the export, not in a folder for temporary files that others may read.
        with TemporaryDirectory(prefix=".onrecord-", dir=scratch) as folder:
            _write_tables(reading, XlsxWriter(out, _tables(wanted), reading.head, scratch=Path(folder)))
    elif FORMS[wanted.form].has_tables:
        _write_tables(reading, _table_writer(reading, {wanted.names[0]: out}))
    elif wanted.form in ("events", "sipri", "unroca"):
        _write_register(reading, out)
    else:
        for line in _lines(reading):
            out.write(f"{line}\n".encode("utf-8", "backslashreplace"))


def _tables(wanted: Wanted) -> dict[str, Table]:
    return {name: TABLES[name] for name in wanted.names}


def _table_writer(reading: _Reading, outs: dict[str, BinaryIO]) -> "Writer":
    from onrecord.export.store.writers import CsvWriter, ParquetWriter

    tables = _tables(reading.wanted)
    if reading.wanted.form == "csv":
        return CsvWriter(outs, tables, reading.shown_head, raw=reading.wanted.raw)
    return ParquetWriter(outs, tables, reading.head)


def _write_tables(reading: _Reading, writer: "Writer") -> None:
    with ExitStack() as unless_written:
        unless_written.callback(writer.abandon)
        for table, row in rows_of(reading.store, reading.pages, reading.wanted.names):
            writer.write(table, row)
        writer.close()
        unless_written.pop_all()


def rows_of(store: "Store", pages: Pages, names: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The rows of some tables, each with its table's name: those of a page together, then those across pages.

    Raises:
        StoreError: the store cannot be read.
    """
    if of_a_page := [(name, OF_A_PAGE[name][1]) for name in names if name in OF_A_PAGE]:
        for page in pages:
            for name, rows in of_a_page:
                yield from ((name, row) for row in rows(page))
    if across := [(name, ACROSS[name][1]) for name in names if name in ACROSS]:
        known = Across(store, pages, store.stories(), store.coverage())
        for name, made in across:
            yield from ((name, row) for row in made(known))


def _write_register(reading: _Reading, out: BinaryIO) -> None:
    from onrecord.export.registers import csv_of
    from onrecord.export.store.registers import COLUMNS, rows
    from onrecord.export.store.writers import comments

    form = reading.wanted.form
    if reading.shown_head is not None:
        out.write(comments(reading.shown_head).encode("utf-8"))
    out.write(csv_of((), COLUMNS[form]).encode("utf-8"))
    for page in reading.pages:
        out.write(csv_of(rows(form, page), COLUMNS[form], header=False, raw=reading.wanted.raw).encode("utf-8", "backslashreplace"))


def _lines(reading: _Reading) -> Iterable[str]:
    form = reading.wanted.form
    if form == "jsonl":
        from onrecord.export.store.jsonl import jsonl

        return jsonl(reading.shown_head, reading.pages)
    if form == "followthemoney":
        from onrecord.export.store.entities import entities

        return entities(reading.shown_head, reading.pages)
    if form == "web-annotation":
        from onrecord.export.store.annotations import collection

        return collection(reading.head, reading.pages)
    from onrecord.export.page import page_html

    return (page_html(page.record, about=reading.head.lines()) for page in reading.pages)


def _write_pages(reading: _Reading, folder: Path) -> None:
    """A file a page, called by its key, and an index."""
    from onrecord.export.page import entry_of, index_html, page_html

    about = tuple(reading.head.lines())
    entries = []
    for page in reading.pages:
        name = f"{page.key}.html"
        (folder / name).write_text(page_html(page.record, about=about), encoding="utf-8", newline="\n")
        entries.append(entry_of(page.record, name))
    (folder / "index.html").write_text(index_html(entries, about=about), encoding="utf-8", newline="\n")


__all__ = ["FORMS", "TABLES", "Form", "Head", "Page", "Wanted", "export", "rows_of", "stream"]
