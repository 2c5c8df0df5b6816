"""The register of our own beside the corpus of deals, as a book of Excel: with a heading above the names, merged cells and formats.

python -m benchmarks.reconcile_register OUT.xlsx
"""

import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

import openpyxl
from openpyxl.styles import Font, PatternFill

ROWS = Path(__file__).resolve().parent.parent / "train" / "corpora" / "deals" / "register" / "rows.tsv"
NAMES = {
    "supplier": "Supplier", "recipient": "Recipient", "designation": "Weapon designation", "description": "Weapon description",
    "ordered": "Number ordered", "year": "Year of order", "years": "Year(s) of delivery", "delivered": "Number delivered", "remarks": "Comments",
}  # fmt: skip
HEADER = 3  # the row of the names


def read_rows(path: Path = ROWS) -> list[dict[str, str]]:
    """The rows, by the names of their columns, with the verdict and the deal that the gold has for each."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = next(line for line in lines if line.startswith("#: columns")).removeprefix("#: columns").split()
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines if line and not line.startswith("#")]


def write_register(out: Path, rows: list[dict[str, str]]) -> None:
    """Write the register; the supplier of rows that follow each other is one merged cell, as people make it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Register"
    sheet["A1"] = "Transfers of major weapons, invented deals"
    sheet["A1"].font = Font(bold=True, size=14)
    for at, name in enumerate(NAMES.values(), 1):
        cell = sheet.cell(HEADER, at, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDDDEE")
    for n, row in enumerate(rows, HEADER + 1):
        for at, name in enumerate(NAMES, 1):
            sheet.cell(n, at, _value(row, name))
    n = HEADER + 1
    for _, run in groupby(rows, key=lambda row: row["supplier"]):
        length = len(list(run))
        if length > 1:
            sheet.merge_cells(start_row=n, end_row=n + length - 1, start_column=1, end_column=1)
        n += length
    sheet.freeze_panes = f"A{HEADER + 1}"
    sheet.column_dimensions["C"].width = 24
    book.save(out)


def _value(row: Mapping[str, str], name: str) -> str | int | None:
    text = row[name]
    return int(text) if text.isdigit() else text or None


if __name__ == "__main__":
    write_register(Path(sys.argv[1]), read_rows())
