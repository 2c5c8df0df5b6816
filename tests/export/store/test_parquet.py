"""Parquet, read back by pyarrow and asked by DuckDB."""

import json
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest

from onrecord.export.store import TABLES, Wanted, export, rows_of
from onrecord.export.store.columns import Cell
from onrecord.export.store.pages import Pages
from onrecord.store.store import Store


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    export(store, Wanted("parquet"), tmp_path / "out")
    return tmp_path / "out"


def in_parquet(cell: Cell, kind: str) -> object:
    if kind == "places" and isinstance(cell, tuple):
        return [{"start": place[0], "end": place[1]} for place in cell]
    return list(cell) if isinstance(cell, tuple) else cell


def test_a_table_read_back_is_what_the_store_says(store: Store, folder: Path) -> None:
    for name, table in TABLES.items():
        found = pyarrow.parquet.read_table(folder / f"{name}.parquet")
        assert tuple(found.column_names) == table.names
        wanted = [
            {column.name: in_parquet(row[column.name], column.kind) for column in table.columns} for _, row in rows_of(store, Pages(store), [name])
        ]
        assert found.to_pylist() == wanted


def test_the_metadata_says_what_it_rests_on_and_what_a_column_means(folder: Path) -> None:
    schema = pyarrow.parquet.read_schema(folder / "claims.parquet")
    told = json.loads(schema.metadata[b"onrecord"])
    assert told["schema"] == "onrecord-export/1"
    assert told["coverage"] == {"pages": 6, "read": 4, "not_english": 1, "undated": 1, "failed": 1}
    assert told["no_denial"] == "no denial found in 4 pages read"
    assert "harm" in told
    assert all(schema.field(name).metadata[b"meaning"] for name in schema.names)


def test_text_stands_as_it_is(folder: Path) -> None:
    found = pyarrow.parquet.read_table(folder / "pages.parquet").column("headline").to_pylist()
    assert '=HYPERLINK("http://evil.example","click") \U0001f680 rockets' in found


def test_duckdb_joins_the_tables(folder: Path) -> None:
    sql = (
        f"SELECT s.source, l.relation, e.type FROM '{folder}/links.parquet' l "
        f"JOIN '{folder}/statements.parquet' s USING (page, statement) JOIN '{folder}/events.parquet' e USING (page, event) "
        "WHERE l.relation = 'denies' ORDER BY s.source"
    )
    assert set(duckdb.sql(sql).fetchall()) == {("a spokesman", "denies", "AID"), ("Ostania’s defence minister", "denies", "AID")}
    (places,) = duckdb.sql(f"SELECT text_offsets FROM '{folder}/statements.parquet' WHERE statement = 's2' AND outlet = 'Example Post'").fetchall()
    assert [set(place) for place in places[0]] == [{"start", "end"}] * 2
