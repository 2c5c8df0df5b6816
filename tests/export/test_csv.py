"""Tables as CSV: in their order, and nothing of a page runs in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest

from onrecord.export.registers import TABLES, csv_of
from tests.record_by_hand import full_record

CELLS = [
    # a cell; what is written
    ("plain", "plain"),
    ("", ""),
    ('a "quoted", cell', '"a ""quoted"", cell"'),
    ("two\nlines", '"two\nlines"'),
    ("=1+1", "'=1+1"),
    ("+44 20", "'+44 20"),
    ("-1-1", "'-1-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "\"'\r'=1\""),
    ("＝1", "'＝1"),
    ('=HYPERLINK("http://x.example","y")', '"\'=HYPERLINK(""http://x.example"",""y"")"'),
    ("Velmar;=1+1", "Velmar;'=1+1"),  # a spreadsheet that parts cells at ";" finds a formula here
    ("a\n=1", '"a\n\'=1"'),
    ("-3.25", "-3.25"),
    ("-9", "-9"),
    ("a-b = c; -5 degrees", "a-b = c; -5 degrees"),
    ("a\x1b[31mb\x00", "a␛[31mb␀"),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_cell_runs_in_no_spreadsheet_and_breaks_no_line(cell: str, written: str) -> None:
    text = csv_of([{"a": cell, "b": "x"}], ("a", "b"))
    assert text == f"a,b\r\n{written},x\r\n"
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 2


def test_the_columns_are_written_in_their_order_and_the_head_once() -> None:
    rows = [{"b": "2", "a": "1"}]
    assert csv_of(rows, ("a", "b")) == "a,b\r\n1,2\r\n"
    assert csv_of(rows, ("a", "b"), header=False) == "1,2\r\n"
    assert csv_of([], ("a", "b")) == "a,b\r\n"
    with pytest.raises(ValueError, match="a row has 2 cells, and the table 1 columns"):
        csv_of(rows, ("a",))


def test_a_hostile_name_runs_nowhere() -> None:
    record = full_record()
    assert record.actors
    evil = tuple(replace(actor, name=f"=cmd|'/c calc'!A{n}") for n, actor in enumerate(record.actors))
    for table in TABLES.values():
        text = csv_of(table.rows(replace(record, actors=evil)), table.columns)
        for row in csv.reader(io.StringIO(text, newline="")):
            assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r")) or ";=" in cell] == []
