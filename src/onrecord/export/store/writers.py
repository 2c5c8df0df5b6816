"""Tables into CSV, Excel and Parquet. Rows come in any order of tables, one at a time; none is kept longer than it takes to write a few thousand."""

import json
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from onrecord.errors import SetupError, install_extra
from onrecord.export.registers import csv_of, harmless, without_controls
from onrecord.export.store.columns import Cell, Row, Table, check_row, text_of
from onrecord.export.store.head import Head
from onrecord.export.visible import one_line

_BATCH: Final = 2_000  # rows
_CELL: Final = 32_767  # characters that a cell of Excel holds
_ROWS: Final = 1_048_576  # that a sheet of Excel holds
_CUT: Final = 40  # characters for the words that say how much was cut


class Writer(Protocol):
    """What takes the rows of several tables."""

    def write(self, table: str, row: Row) -> None:
        """Take a row of a table."""

    def close(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Let go of everything: what was written is not wanted."""


class CsvWriter:
    """CSV, a file a table. The head stands above the names of the columns, in lines that begin with `# `."""

    def __init__(self, outs: Mapping[str, BinaryIO], tables: Mapping[str, Table], head: Head | None, *, raw: bool) -> None:
        self._outs, self._tables, self._raw = outs, tables, raw
        self._rows: dict[str, list[dict[str, str]]] = {name: [] for name in tables}
        for name, out in outs.items():
            if head is not None:
                out.write(comments(head, tables[name]).encode("utf-8"))
            out.write(csv_of((), tables[name].names).encode("utf-8"))

    def write(self, table: str, row: Row) -> None:
        """Take a row of a table."""
        check_row(self._tables[table], row)
        waiting = self._rows[table]
        waiting.append({name: text_of(cell) for name, cell in row.items()})
        if len(waiting) >= _BATCH:
            self._put(table)

    def close(self) -> None:
        """Write what is left."""
        for table in self._outs:
            self._put(table)

    def abandon(self) -> None:
        """There is nothing to let go of."""

    def _put(self, table: str) -> None:
        rows = csv_of(self._rows[table], self._tables[table].names, header=False, raw=self._raw)
        self._outs[table].write(rows.encode("utf-8", "backslashreplace"))
        self._rows[table].clear()


def comments(head: Head, table: Table | None = None) -> str:
    """The head as lines of a CSV file: each one cell, whatever parts cells, so no comma, quotation mark or semicolon stands in it."""
    lines = [*([("table", f"{table.name}: a row is {table.row}")] if table else []), *head.lines()]
    return "".join(f"# {name}: {_plain(text)}\r\n" for name, text in lines)


def _plain(text: str) -> str:
    return one_line(_THOUSANDS.sub("", text)).translate(_PARTING)


_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d)")
_PARTING: Final = str.maketrans({",": " ·", ";": " ·", '"': "”"})


class XlsxWriter:
    """Excel, a sheet a table. Every text is typed as text; the head is the first sheet.

    A table that is longer than a sheet goes on in another; a text that is longer than a cell is cut, and says by how much.
    """

    def __init__(self, out: BinaryIO, tables: Mapping[str, Table], head: Head, *, scratch: Path) -> None:
        library = _library("xlsxwriter", "xlsx")
        options = {
            "constant_memory": True,
            "tmpdir": str(scratch),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = library.Workbook(out, options)
        self._book.set_properties({"comments": head.generator, "created": import_module("datetime").datetime(2000, 1, 1)})  # not of the clock
        self._bold = self._book.add_format({"bold": True})
        self._quoted = self._book.add_format({"quote_prefix": True})  # stays text when somebody edits the cell
        self._tables = tables
        self._about(head)
        self._sheets = {name: self._sheet(name) for name in tables}
        self._next = dict.fromkeys(tables, 1)

    def write(self, table: str, row: Row) -> None:
        """Take a row of a table."""
        cells = check_row(self._tables[table], row)
        if self._next[table] == _ROWS:
            number = sum(sheet.name.startswith(f"{table} ") or sheet.name == table for sheet in self._book.worksheets()) + 1
            self._sheets[table], self._next[table] = self._sheet(table, f"{table} {number}"), 1
        for at, cell in enumerate(cells):
            self._put(self._sheets[table], self._next[table], at, cell)
        self._next[table] += 1

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def abandon(self) -> None:
        """Close the files in which the rows of the sheets wait."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()
        self._book.fileclosed = True

    def _about(self, head: Head) -> None:
        sheet = self._book.add_worksheet("about")
        sheet.set_column(0, 0, 14, self._bold)
        sheet.set_column(1, 1, 120)
        lines = [*head.lines(), *((f"sheet {table.name}", f"a row is {table.row}") for table in self._tables.values())]
        for at, (name, text) in enumerate(lines):
            sheet.write_string(at, 0, name)
            self._put(sheet, at, 1, text)
        at = len(lines) + 1
        for table in self._tables.values():
            for one in table.columns:
                sheet.write_string(at, 0, table.name)
                self._put(sheet, at, 1, f"{one.name}: {one.meaning}")
                at += 1

    def _sheet(self, table: str, name: str | None = None) -> Any:
        sheet = self._book.add_worksheet(name or table)
        sheet.freeze_panes(1, 0)
        for at, one in enumerate(self._tables[table].columns):
            sheet.set_column(at, at, 40 if one.name in ("text", "quote", "paragraph", "headline") else 14)
            sheet.write_string(0, at, one.name, self._bold)
        return sheet

    def _put(self, sheet: Any, row: int, at: int, cell: Cell) -> None:
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, at, cell)
        elif cell:
            text = without_controls(text_of(cell))
            if len(text) > _CELL:
                text = f"{text[: _CELL - _CUT]}… [cut: {len(text) - _CELL + _CUT:,} more characters]"
            # What needs an apostrophe in CSV has Excel's own mark for text here, and stands as it is.
            sheet.write_string(row, at, text, *((self._quoted,) if harmless(text) != text else ()))


class ParquetWriter:
    """Parquet, a file a table. The head is in the metadata of the schema, under `onrecord`; what a column means in its own, under `meaning`."""

    def __init__(self, outs: Mapping[str, BinaryIO], tables: Mapping[str, Table], head: Head) -> None:
        self._arrow, self._parquet = _library("pyarrow", "parquet"), _library("pyarrow.parquet", "parquet")
        self._tables = tables
        self._rows: dict[str, list[Row]] = {name: [] for name in tables}
        self._schemas = {name: self._schema(tables[name], head) for name in outs}
        self._writers = {name: self._parquet.ParquetWriter(out, self._schemas[name], compression="zstd") for name, out in outs.items()}

    def write(self, table: str, row: Row) -> None:
        """Take a row of a table."""
        check_row(self._tables[table], row)
        self._rows[table].append(row)
        if len(self._rows[table]) >= _BATCH:
            self._put(table)

    def close(self) -> None:
        """Write what is left."""
        for table, writer in self._writers.items():
            if self._rows[table]:
                self._put(table)
            writer.close()

    def abandon(self) -> None:
        """Forget the writers, which would else write their last words."""
        for writer in self._writers.values():
            writer.is_open = False

    def _put(self, table: str) -> None:
        kinds = {one.name: one.kind for one in self._tables[table].columns}
        rows = [{name: _arrow_cell(cell, kinds[name]) for name, cell in row.items()} for row in self._rows[table]]
        self._writers[table].write_table(self._arrow.Table.from_pylist(rows, schema=self._schemas[table]))
        self._rows[table].clear()

    def _schema(self, table: Table, head: Head) -> Any:
        arrow = self._arrow
        types = {
            "text": arrow.string(),
            "integer": arrow.int32(),
            "number": arrow.float64(),
            "truth": arrow.bool_(),
            "texts": arrow.list_(arrow.string()),
            "places": arrow.list_(arrow.struct([("start", arrow.int32()), ("end", arrow.int32())])),
        }
        fields = [arrow.field(one.name, types[one.kind], metadata={"meaning": one.meaning}) for one in table.columns]
        told = {"onrecord": json.dumps(head.to_dict(), ensure_ascii=False), "table": f"{table.name}: a row is {table.row}"}
        return arrow.schema(fields, metadata=told)


def _arrow_cell(cell: Cell, kind: str) -> Any:
    if kind == "places" and isinstance(cell, tuple):
        return [{"start": place[0], "end": place[1]} for place in cell]
    if kind == "number" and cell is not None:
        return float(cell)  # type: ignore[arg-type]
    return cell


def _library(name: str, extra: str) -> Any:
    """A library of an extra.

    Raises:
        SetupError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise SetupError(name.partition(".")[0], "not installed", install_extra(extra)) from None
