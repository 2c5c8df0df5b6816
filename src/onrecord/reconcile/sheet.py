"""A register as a grid of cells, from a CSV file or a sheet of Excel. The file is only ever read.

Refused, with what to do: a book under a password, one with macros, one too large, a cell whose formula has no stored value, what is neither form.
"""

import csv
import hashlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from onrecord.errors import RegisterError, SetupError, install_extra
from onrecord.reconcile.columns import roles_in

MOST_ROWS: Final = 50_000  # a register of the world's deals since 1950 has some 30,000
_MOST_COLUMNS: Final = 400
_MOST_BYTES: Final = 100_000_000  # of a file
_MOST_MERGED: Final = 500_000  # cells that a sheet's merged ranges cover: each becomes one in memory
_MOST_UNPACKED: Final = 600_000_000  # of what an .xlsx holds
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LOCKED: Final = 0x1  # of a part of a zip file
_DELIMITERS: Final = ",;\t|"
_LOST: Final = {
    "xl/charts/": "charts", "xl/drawings/": "drawings", "xl/media/": "pictures", "xl/pivotTables/": "pivot tables", "xl/slicers/": "slicers",
    "xl/threadedComments/": "threads of comments", "xl/externalLinks/": "links to other books",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """A register's cells.

    rows: each as long as the longest; a merged cell stands in every place that it covers.
    sheet: its name; None of a CSV file.
    formulas: places (row, column) of cells whose formula has no stored value.
    dialect: of a CSV file the delimiter, the encoding and the end of a line.
    loses: what a copy made by us will not have.
    """

    path: Path
    digest: str
    rows: tuple[tuple[Any, ...], ...]
    sheet: str | None
    formulas: frozenset[tuple[int, int]] = frozenset()
    dialect: tuple[str, str, str] | None = None
    loses: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """Read a register.

    Args:
        sheet: of a book of several; None: the first that is not hidden.

    Raises:
        RegisterError: it cannot be read as a register; it says why and what to do.
        SetupError: openpyxl is not installed.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise RegisterError(name, f"too large for a register: {size:,} bytes", "split it")
        data = path.read_bytes()
    except OSError as error:
        raise RegisterError(name, f"cannot be read: {error.strerror or error}", "check its name and permissions") from None
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise RegisterError(name, "the book is under a password", "open it in a spreadsheet and save a copy without one")
        raise RegisterError(name, "an old .xls, or a book under a password", "open it in a spreadsheet and save it as .xlsx")
    if data.startswith(_ZIP):
        return _read_xlsx(path, data, digest, sheet)
    if sheet is not None:
        raise RegisterError(name, "no book of sheets", "leave out --sheet")
    return _read_csv(path, data, digest)


def _read_csv(path: Path, data: bytes, digest: str) -> Grid:
    name = str(path)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RegisterError(name, "neither a sheet of Excel nor text", "give an .xlsx or a .csv file")
    text, encoding = _decoded(data)
    rows: list[tuple[Any, ...]] = []
    try:
        delimiter = _delimiter(text)
        with io.StringIO(text, newline="") as lines:
            for row in csv.reader(lines, delimiter=delimiter):
                if len(rows) >= MOST_ROWS:
                    raise _too_many(name, text.count("\n"))
                rows.append(tuple(row))
    except csv.Error as error:
        raise RegisterError(name, f"no CSV that can be read: {error}, near row {len(rows) + 1}", "save it anew as CSV") from None
    end = "\r\n" if "\r\n" in text[:100_000] else "\n"
    return Grid(path, digest, _squared(rows, name), None, dialect=(delimiter, encoding, end))


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _delimiter(text: str) -> str:
    """What parts the cells: of the known ones that by which a line has most names of columns, else by which most lines have as many cells."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]

    def score(mark: str) -> tuple[int, int, int]:
        rows = list(csv.reader(lines, delimiter=mark))
        counts = [len(row) for row in rows]
        most = max(set(counts), key=counts.count) if counts else 1
        return max((len(roles_in(row)) for row in rows), default=0), (counts.count(most) if most > 1 else 0), most

    return max(_DELIMITERS, key=score)


def _squared(rows: Sequence[Sequence[Any]], name: str) -> tuple[tuple[Any, ...], ...]:
    """Rows of one length, without the empty ones at the end.

    Raises:
        RegisterError: there is no cell with anything in it, or far too many columns.
    """
    kept = list(rows)
    while kept and not any(cell not in (None, "") for cell in kept[-1]):
        kept.pop()
    if not kept:
        raise RegisterError(name, "it is empty", "give the sheet that has the register: --sheet NAME")
    width = max(max((n + 1 for n, cell in enumerate(row) if cell not in (None, "")), default=0) for row in kept)
    if width > _MOST_COLUMNS:
        raise _too_wide(name, width)
    return tuple(tuple(row[:width]) + (None,) * (width - len(row)) for row in kept)


def _too_many(name: str, rows: int) -> RegisterError:
    return RegisterError(name, f"{rows:,} rows; a register may have {MOST_ROWS:,}", "split it, or leave out what is not to be reconciled")


def _too_wide(name: str, columns: int) -> RegisterError:
    return RegisterError(name, f"{columns:,} columns: no register", "leave out the columns that are none of it")


# Excel


@contextmanager
def openpyxl_errors(name: str) -> Iterator[Any]:
    """openpyxl, and its complaints as errors of the register.

    Raises:
        SetupError: it is not installed.
        RegisterError: it cannot read the file.
    """
    try:
        library = import_module("openpyxl")
    except ImportError:
        raise SetupError("openpyxl", "not installed", install_extra("reconcile")) from None
    broken = (
        KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
        SyntaxError,  # ElementTree's
        # Of the parts of the book: under a password, packed in an unknown way, or damaged.
        zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError, struct.error,
    )  # fmt: skip
    try:
        yield library
    except broken as error:
        raise RegisterError(name, f"the book cannot be read: {error!s:.120}", "open it in a spreadsheet and save it anew as .xlsx") from error


def _read_xlsx(path: Path, data: bytes, digest: str, sheet: str | None) -> Grid:
    name = str(path)
    loses = _looked_into(name, data)
    with openpyxl_errors(name) as openpyxl:
        # First as a stream: a book of a million rows, or a small one that stands for millions of cells, is refused before it fills the memory.
        with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book, zipfile.ZipFile(io.BytesIO(data)) as parts:
            title = _chosen(name, book, sheet).title
            for one in book.worksheets:
                with parts.open(one._worksheet_path) as part:
                    _look_over(name, part, is_register=one.title == title)
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[title]
        written = openpyxl.load_workbook(io.BytesIO(data))[title]
    if values.protection.sheet and values.protection.password:
        raise RegisterError(name, f"the sheet {title!r} is protected by a password", "unprotect a copy of it in a spreadsheet")
    rows = _squared(_cells(values, name), name)
    empty = frozenset(
        (row - 1, at - 1)
        for (row, at), cell in written._cells.items()
        if cell.data_type == "f" and (row > len(rows) or at > len(rows[0]) or rows[row - 1][at - 1] is None)
    )
    return Grid(path, digest, rows, title, empty, loses=loses)


def _look_over(name: str, part: IO[bytes], *, is_register: bool) -> None:
    """Read a sheet as a stream of XML, for its size alone.

    Raises:
        RegisterError: it has far too many rows or columns for a register, or what is merged covers far too many cells.
    """
    from openpyxl.utils.cell import column_index_from_string, range_boundaries
    from openpyxl.xml.functions import iterparse

    row = column = merged = 0
    for _, one in iterparse(part):
        match one.tag.rpartition("}")[2]:
            case "c":
                letters = one.get("r", "").rstrip("0123456789")
                column = column_index_from_string(letters) if letters else column + 1
                if is_register and column > _MOST_COLUMNS and len(one):
                    raise _too_wide(name, column)
            case "row":
                row, column = int(one.get("r") or row + 1), 0
                one.clear()
                if is_register and row > MOST_ROWS:
                    raise _too_many(name, row)
            case "mergeCell":
                left, top, right, bottom = range_boundaries(one.get("ref", ""))
                merged += (right - left + 1) * (bottom - top + 1)
                if merged > _MOST_MERGED:
                    raise RegisterError(name, f"merged cells that cover {merged:,} places: no register", "unmerge them, or leave out that sheet")


def _cells(sheet: Any, name: str) -> list[list[Any]]:
    """The values of a sheet, as far as it has any; what is merged stands in every place that it covers.

    Only the cells that the file has are looked at: to ask openpyxl for rows makes each cell up to the last, wherever that lies.
    """
    told = {place: cell.value for place, cell in sheet._cells.items() if cell.value is not None}
    merged = [one for one in sheet.merged_cells.ranges if (one.min_row, one.min_col) in told]
    height = max((row for row, _ in (*told, *((one.max_row, 0) for one in merged))), default=0)
    width = max((at for _, at in (*told, *((0, one.max_col) for one in merged))), default=0)
    if height > MOST_ROWS:
        raise _too_many(name, height)
    if width > _MOST_COLUMNS:
        raise _too_wide(name, width)
    rows: list[list[Any]] = [[None] * width for _ in range(height)]
    for (row, at), value in told.items():
        rows[row - 1][at - 1] = value
    for one in merged:
        value = told[one.min_row, one.min_col]
        for row in rows[one.min_row - 1 : one.max_row]:
            row[one.min_col - 1 : one.max_col] = [value] * (one.max_col - one.min_col + 1)
    return rows


def _looked_into(name: str, data: bytes) -> tuple[str, ...]:
    """What a copy will not have.

    Raises:
        RegisterError: it is no book, has macros, or unpacks to more than a register can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
            locked = any(part.flag_bits & _LOCKED for part in parts.infolist())
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RegisterError(name, f"the book is damaged: {error!s:.80}", "open it in a spreadsheet and save it anew") from None
    if locked:
        raise RegisterError(name, "the book is under a password", "unpack it, or save a copy without one")
    if "xl/workbook.xml" not in names:
        kind = "a sheet of OpenDocument" if "content.xml" in names else "a zip file that is no book of Excel"
        raise RegisterError(name, kind, "open it in a spreadsheet and save it as .xlsx")
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in names):
        raise RegisterError(name, "a book with macros", "save it as .xlsx, which has none")
    if unpacked > _MOST_UNPACKED:
        raise RegisterError(name, f"it unpacks to {unpacked:,} bytes: no register", "do not trust where it came from, or split it")
    return tuple(dict.fromkeys(what for prefix, what in _LOST.items() if any(part.startswith(prefix) for part in names)))


def _chosen(name: str, book: Any, sheet: str | None) -> Any:
    """The sheet that is meant.

    Raises:
        RegisterError: there is no such sheet.
    """
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    if sheet is None:
        if not sheets:
            raise RegisterError(name, "the book has no sheet of cells")
        return sheets[0]
    found = [one for one in book.worksheets if one.title == sheet]
    if not found:
        raise RegisterError(name, f"no sheet {sheet!r}", f"there are {', '.join(repr(one.title) for one in book.worksheets)}")
    return found[0]
