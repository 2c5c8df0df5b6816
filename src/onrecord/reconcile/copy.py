"""A copy of a register with what was found beside each row, and the deals that it lacks. The register itself is not touched."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Final

from onrecord.errors import RegisterError
from onrecord.export.files import named, whole_file
from onrecord.export.registers import csv_of, harmless, without_controls
from onrecord.export.store import is_of_store
from onrecord.export.visible import visible
from onrecord.reconcile import Reconciled
from onrecord.reconcile.known import Quotes
from onrecord.reconcile.sheet import digest_of, openpyxl_errors
from onrecord.reconcile.told import COLUMNS, LACKING, Linked, about, cells_of, lacking_of

_PREFIX: Final = "onrecord: "
_CELL: Final = 32_000  # characters that a cell of Excel holds, and some room
_WIDTHS: Final = {"verdict": 16, "why": 40, "quotes": 60, "denied by": 22, "figures told otherwise": 34, "later": 22, "link": 22}
_LINKED: Final = "link"
_BLUE: Final = "0563C1"


def write_copy(found: Reconciled, quotes: Quotes, out: Path, link: Linked, *, force: bool = False) -> tuple[Path, ...]:
    """Write the copy: a book with sheets beside the register's own, or a CSV file with another for the deals that are lacking.

    Returns:
        The files that were written.

    Raises:
        RegisterError: a file to write is the register itself, or the store, or of no form that can be written, or the register changed meanwhile.
        SetupError: openpyxl is not installed.
        OSError: it cannot be written, or something is there; what stood there stands.
    """
    register = found.grid.path
    other = out.with_name(f"{out.stem}-lacking{out.suffix}")
    book, text = out.suffix.lower() == ".xlsx", out.suffix.lower() in (".csv", ".tsv", ".txt")
    if not (book or text):
        raise RegisterError(str(out), "no form that a copy is written in", "name a file that ends in .xlsx or .csv")
    for path in (out,) if book else (out, other):
        _spare(found, path)
    if digest_of(register) != found.grid.digest:
        raise RegisterError(str(register), "the register was changed while it was read", "give the same command again")
    beside = {judged.row.at: cells_of(judged, quotes, link) for judged in found.rows}
    lacking = [lacking_of(deal, quotes, link) for deal in found.lacks]
    if book:
        with named(out), whole_file(out, over=force) as file:
            file.write(_book(found, beside, lacking))
        return (out,)
    with named(other), whole_file(other, over=force) as file:
        file.write(csv_of(lacking, LACKING).encode("utf-8", "backslashreplace"))
    try:
        with named(out), whole_file(out, over=force) as file:
            file.write(_text(found, beside))
    except OSError:
        other.unlink(missing_ok=True)
        raise
    return out, other


def _spare(found: Reconciled, out: Path) -> None:
    """Refuse to write over what the copy is made of, with --force too.

    Raises:
        RegisterError: the file is the register, or the store, by whatever name.
    """
    if out.exists() and out.samefile(found.grid.path):
        raise RegisterError(str(out), "this is the register itself", "name another file for the copy")
    if is_of_store(found.store, out):
        raise RegisterError(str(out), "this is the store itself", "name another file for the copy")


def _text(found: Reconciled, beside: Mapping[int, Mapping[str, str]]) -> bytes:
    grid = found.grid
    delimiter, encoding, end = grid.dialect or (",", "utf-8-sig", "\r\n")
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=end)
    for n, row in enumerate(grid.rows):
        cells = ["" if cell is None else str(cell) for cell in row]
        if n == found.columns.header:
            cells += [_PREFIX + name for name in COLUMNS]
        elif told := beside.get(n + 1):
            cells += [harmless(visible(told[name])) for name in COLUMNS]
        writer.writerow(cells)
    try:
        return lines.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return lines.getvalue().encode("utf-8-sig")  # quotes may hold what the register's own encoding has not


def _book(found: Reconciled, beside: Mapping[int, Mapping[str, str]], lacking: Sequence[Mapping[str, str]]) -> bytes:
    """The register's own book, whatever it has of formats, with new columns behind its last and new sheets behind its own."""
    grid = found.grid
    with openpyxl_errors(str(grid.path)) as openpyxl:
        from openpyxl.styles import Alignment, Font

        styles = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        if grid.sheet is None:
            book = openpyxl.Workbook()
            sheet = book.active
            sheet.title = "register"
            for n, row in enumerate(grid.rows, 1):
                for at, cell in enumerate(row, 1):
                    _put(sheet.cell(n, at), "" if cell is None else str(cell))
        else:
            book = openpyxl.load_workbook(io.BytesIO(grid.path.read_bytes()))
            sheet = book[grid.sheet]
        first = grid.width + 2  # a column is left empty, so that a sort or a filter of theirs ends where it did
        _beside(found, sheet, first, beside, styles)
        _lacking(book, lacking, styles)
        _about(book, found, styles)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def _beside(found: Reconciled, sheet: Any, first: int, beside: Mapping[int, Mapping[str, str]], styles: tuple[Any, Any]) -> None:
    from openpyxl.utils import get_column_letter

    bold, wrapped = styles
    header = found.columns.header
    at_header = header + 1 if header is not None else None
    model = sheet.cell(at_header, found.grid.width) if at_header else None
    for at, name in enumerate(COLUMNS, first):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]
        if at_header is None:
            continue
        cell = sheet.cell(at_header, at, _PREFIX + name)
        cell.font = bold
        if model is not None and model.has_style:
            cell.font, cell.fill, cell.border, cell.alignment = (copy(one) for one in (model.font, model.fill, model.border, model.alignment))
    for n, told in beside.items():
        for at, name in enumerate(COLUMNS, first):
            cell = sheet.cell(n, at)
            _put(cell, told[name], link=name == _LINKED)
            cell.alignment = copy(wrapped)


def _lacking(book: Any, lacking: Sequence[Mapping[str, str]], styles: tuple[Any, Any]) -> None:
    from openpyxl.utils import get_column_letter

    bold, wrapped = styles
    sheet = book.create_sheet(_free(book, "onrecord lacking"))
    sheet.freeze_panes = "A2"
    for at, name in enumerate(LACKING, 1):
        sheet.cell(1, at, name).font = bold
        sheet.column_dimensions[get_column_letter(at)].width = 60 if name == "quote" else 30 if name in ("items", "asserted by") else 16
    for n, told in enumerate(lacking, 2):
        for at, name in enumerate(LACKING, 1):
            cell = sheet.cell(n, at)
            if told[name].isdigit():
                cell.value = int(told[name])
            else:
                _put(cell, told[name], link=name == _LINKED)
            cell.alignment = copy(wrapped)


def _about(book: Any, found: Reconciled, styles: tuple[Any, Any]) -> None:
    bold, wrapped = styles
    sheet = book.create_sheet(_free(book, "onrecord about"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 110
    for n, (name, text) in enumerate(about(found), 1):
        sheet.cell(n, 1, name).font = bold
        cell = sheet.cell(n, 2)
        _put(cell, text)
        cell.alignment = copy(wrapped)


def _free(book: Any, name: str) -> str:
    """A name that no sheet of theirs has."""
    taken = {title.casefold() for title in book.sheetnames}
    return next(one for one in _numbered(name) if one.casefold() not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    n = 1
    while True:
        n += 1
        yield f"{name} {n}"


def _put(cell: Any, text: str, *, link: bool = False) -> None:
    """Text as text, whatever it begins with: nothing that a page says is run by a spreadsheet."""
    if not text:
        return
    shown = without_controls(visible(text))
    cell.value = shown if len(shown) <= _CELL else shown[:_CELL] + "…"
    cell.data_type = "s"
    if harmless(shown) != shown:
        cell.quotePrefix = True
    if link:
        from openpyxl.styles import Font

        cell.hyperlink = text
        cell.value, cell.data_type = shown, "s"
        cell.font = Font(color=_BLUE, underline="single")
