"""Excel, read back by openpyxl."""

from pathlib import Path

import openpyxl
import pytest

from onrecord.export.registers import without_controls
from onrecord.export.store import TABLES, Wanted, export, rows_of, writers
from onrecord.export.store.columns import Cell, text_of
from onrecord.export.store.pages import Pages
from onrecord.store.store import Store


def in_excel(cell: Cell) -> object:
    """What stands in Excel for a cell."""
    if isinstance(cell, bool | int | float):
        return cell
    return without_controls(text_of(cell)) or None


def test_a_sheet_read_back_is_what_the_store_says(store: Store, tmp_path: Path) -> None:
    export(store, Wanted("xlsx"), tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    assert book.sheetnames == ["about", *TABLES]
    for name, table in TABLES.items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert header == table.names
        wanted = [tuple(in_excel(row[column]) for column in table.names) for _, row in rows_of(store, Pages(store), [name])]
        assert rows == wanted


def test_text_is_text_and_what_a_spreadsheet_would_run_stays_text_when_edited(store: Store, tmp_path: Path) -> None:
    export(store, Wanted("xlsx"), tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "b"}
    assert not any(cell.hyperlink for cell in cells)
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert len(risky) > 5
    assert all(cell.quotePrefix for cell in risky)


def test_the_first_sheet_says_what_the_rest_rests_on(store: Store, tmp_path: Path) -> None:
    export(store, Wanted("xlsx", ("claims",)), tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    assert book.sheetnames == ["about", "claims"]
    about = {(row[0], row[1]) for row in book["about"].iter_rows(values_only=True)}
    assert ("coverage", "6 pages: 4 read, 1 failed, 1 undated, 1 not English") in about
    assert {"made by", "harm", "denials"} <= {name for name, _ in about}
    assert {("claims", f"{column.name}: {column.meaning}") for column in TABLES["claims"].columns} <= about


def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export(store, Wanted("xlsx"), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_long_text_is_cut_and_a_long_table_goes_on_in_another_sheet(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_ROWS", 3)
    monkeypatch.setattr(writers, "_CELL", 60)
    export(store, Wanted("xlsx", ("statements",)), tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    assert book.sheetnames == ["about", "statements", "statements 2", "statements 3"]
    assert [sheet.max_row - 1 for sheet in book][1:] == [2, 2, 2]
    header = TABLES["statements"].names
    for sheet in book.worksheets[1:]:
        assert next(sheet.iter_rows(values_only=True)) == header
    at = header.index("quote")
    quotes = [str(row[at]) for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert any("… [cut: " in quote for quote in quotes)
    assert max(map(len, quotes)) <= 60
