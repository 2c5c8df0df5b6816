"""CSV, read back by Python's csv module and by DuckDB."""

import csv
import io
from pathlib import Path

import duckdb
import pytest

from onrecord.export.registers import TABLES as REGISTERS
from onrecord.export.registers import csv_of
from onrecord.export.store import TABLES, Wanted, export, rows_of, stream
from onrecord.export.store.columns import text_of
from onrecord.export.store.pages import Pages
from onrecord.store.store import Store

_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def read(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """The lines of the head, and the rows."""
    lines = text.split("\r\n")
    head = [line for line in lines if line.startswith("# ")]
    return head, list(csv.DictReader(io.StringIO("\r\n".join(lines[len(head) :]), newline="")))


def streamed(store: Store, wanted: Wanted) -> str:
    out = io.BytesIO()
    stream(store, wanted, out)
    return out.getvalue().decode("utf-8")


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("table", TABLES)
def test_a_table_read_back_is_what_the_store_says(store: Store, table: str) -> None:
    head, rows = read(streamed(store, Wanted("csv", (table,), raw=True)))
    assert head[0].startswith(f"# table: {table}: a row is ")
    assert rows == [{name: text_of(cell) for name, cell in row.items()} for _, row in rows_of(store, Pages(store), [table])]


@pytest.mark.parametrize("form", [*TABLES, "events register", "sipri", "unroca"])
def test_no_cell_is_run_by_a_spreadsheet(store: Store, form: str) -> None:
    wanted = Wanted("csv", (form,)) if form in TABLES else Wanted(form.removesuffix(" register"))
    _, rows = read(streamed(store, wanted))
    for row in rows:
        for cell in row.values():
            for part in cell.replace("\t", ";").replace("\n", ";").split(";"):
                assert not part.startswith(_STARTS) or is_number(cell), cell
            assert not any(ord(char) < 32 and char not in "\r\n\t" for char in cell)


def test_what_a_spreadsheet_would_run_is_there_with_an_apostrophe(store: Store) -> None:
    _, rows = read(streamed(store, Wanted("csv", ("statements",))))
    assert '\'=HYPERLINK("http://evil.example","click") 🚀 rockets' in {
        row["headline"] for row in read(streamed(store, Wanted("csv", ("pages",))))[1]
    }
    (row,) = (row for row in rows if row["source"].endswith("minister") and row["text"].startswith('"-2+3'))
    assert row["source"] == "'+1 𝔄𝔅 minister"
    assert row["text"].endswith("'=1+1\"")  # where lists are parted by ";" a cell begins there


def test_the_head_is_one_cell_a_line_and_says_coverage_version_and_harm(store: Store) -> None:
    head, _ = read(streamed(store, Wanted("csv", ("claims",))))
    assert all(len(row) == 1 for row in csv.reader(head))
    assert not any(";" in line or '"' in line for line in head)
    assert "# coverage: 6 pages: 4 read · 1 failed · 1 undated · 1 not English" in head
    assert head[1].startswith("# made by: onrecord ")
    assert any(line.startswith("# harm: ") for line in head)


def test_a_program_can_do_without_the_head(store: Store) -> None:
    assert streamed(store, Wanted("csv", ("claims",), head=False)).startswith("claim,story,of,")
    assert streamed(store, Wanted("sipri", head=False)).startswith("Recipient,Supplier,")


def test_duckdb_reads_the_same_rows(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    export(store, Wanted("csv", head=False), out)
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{name}.csv" for name in TABLES)
    for table in TABLES:
        found = duckdb.sql(f"SELECT * FROM read_csv('{out / table}.csv', all_varchar=true, header=true, quote='\"', escape='\"', delim=',')")
        assert found.columns == list(TABLES[table].names)
        assert len(found.fetchall()) == len(list(rows_of(store, Pages(store), [table])))


@pytest.mark.parametrize("form", ["events", "sipri", "unroca"])
def test_a_register_has_the_rows_that_each_page_gives_and_where_their_words_stand(store: Store, form: str) -> None:
    _, rows = read(streamed(store, Wanted(form)))
    known = REGISTERS[form]
    wanted = [row for _, record in store.records() for row in csv.DictReader(io.StringIO(csv_of(known.rows(record), known.columns)))]
    assert len(rows) == (4 if form == "events" else 3)
    assert [{name: row[name] for name in known.columns} for row in rows] == wanted
    for row in rows:
        text = store.record(row["page"]).document.text
        pieces = [tuple(map(int, piece.split(".."))) for piece in row["offsets"].split(";")]
        assert " … ".join(text[start:end] for start, end in pieces) == row["quote"]
        assert row["version"]
        assert row["location"]
        assert row["denial"].startswith(("denied by ", "no denial found in 1 page read"))
    assert [bool(row["copy_of"]) for row in rows].count(True) == 1


def test_the_outlet_of_the_manifest_stands_in_a_register(store: Store) -> None:
    _, rows = read(streamed(store, Wanted("csv", ("pages",))))
    assert "Le Port (manifest)" in {row["outlet"] for row in rows}
