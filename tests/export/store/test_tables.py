"""The tables that CSV, Excel and Parquet hold: what they say, where their words stand, and what they rest on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.store import TABLES, Wanted, export, rows_of
from onrecord.export.store.columns import Row
from onrecord.export.store.head import head_of
from onrecord.export.store.pages import PROVENANCE, Pages, Utf16
from onrecord.store import open_store
from onrecord.store.store import Store
from onrecord.store.write import reading_of
from tests.record_by_hand import full_record
from tests.store.given import fill, reading

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "truth": (bool,),
    "texts": (tuple,),
    "places": (tuple,),
}


def rows(store: Store, table: str) -> list[Row]:
    return [row for _, row in rows_of(store, Pages(store), [table])]


def page_of(store: Store, name: str) -> str:
    return next(row.page for row in store.pages() if row.location.endswith(name))


@pytest.mark.parametrize("table", TABLES)
def test_a_row_has_the_columns_of_its_table_and_each_cell_its_type(store: Store, table: str) -> None:
    found = rows(store, table)
    assert found
    for row in found:
        assert set(row) == set(TABLES[table].names)
        for column in TABLES[table].columns:
            cell = row[column.name]
            assert cell is None or isinstance(cell, _TYPES[column.kind]), column


@pytest.mark.parametrize("table", [name for name in TABLES if name != "failures"])
def test_a_row_quotes_its_page_in_code_points_and_in_utf16(store: Store, table: str) -> None:
    assert TABLES[table].columns[-len(PROVENANCE) :] == PROVENANCE
    quoted = 0
    for row in rows(store, table):
        record = store.record(str(row["page"]))
        text, units = record.document.text, record.document.text.encode("utf-16-le")
        assert (row["document"], row["location"], row["version"]) == (record.document.id, record.document.location, record.generator.version)
        pieces = [text[start:end] for start, end in row["offsets"]]  # type: ignore[union-attr, misc]
        assert pieces == [units[2 * start : 2 * end].decode("utf-16-le") for start, end in row["offsets_utf16"]]  # type: ignore[union-attr, misc]
        assert (" … ".join(pieces) or None) == row["quote"]
        if pieces:
            quoted += 1
            assert text[row["start"] : row["end"]].startswith(pieces[0])  # type: ignore[misc]
            whole = units[2 * row["start_utf16"] : 2 * row["end_utf16"]].decode("utf-16-le")  # type: ignore[operator]
            assert whole == text[row["start"] : row["end"]]  # type: ignore[misc]
    assert quoted


@given(st.text(alphabet=st.sampled_from("ab\n\u0301é\U0001f680\U0001d504")), st.integers(0, 50))
def test_utf16_offsets_are_those_of_the_encoded_text(text: str, at: int) -> None:
    at = min(at, len(text))
    assert Utf16(text).at(at) == len(text[:at].encode("utf-16-le")) // 2


COUNTS = {
    "pages": "SELECT count(*) FROM pages",
    "statements": "SELECT count(*) FROM statements",
    "events": "SELECT count(*) FROM events",
    "links": "SELECT count(*) FROM links",
    "transfers": "SELECT count(*) FROM transfers",
    "actors": "SELECT count(*) FROM actor",
    "times": "SELECT count(*) FROM time",
    "places": "SELECT count(*) FROM place",
    "claims": "SELECT count(*) FROM claims",
    "voices": "SELECT count(*) FROM voice",
    "stories": "SELECT count(*) FROM story_capture",
    "copies": "SELECT count(*) FROM copies",
    "failures": "SELECT count(*) FROM failures",
}


@pytest.mark.parametrize("table", COUNTS)
def test_a_table_has_as_many_rows_as_the_store(store: Store, table: str) -> None:
    assert len(rows(store, table)) == store.connection.execute(COUNTS[table]).fetchone()[0]


SHARED: dict[str, tuple[str, ...]] = {
    "statements": ("page", "statement", "outlet", "published", "source", "cue", "text", "stance", "kind", "part", "said_earliest", "said_latest",
                   "said_basis", "within", "settled", "confidence", "location"),
    "events": ("page", "event", "outlet", "published", "type", "mode", "contexts", "earliest", "latest", "told_as", "status", "narrator", "settled",
               "confidence", "paragraph", "location"),
    "transfers": ("page", "transfer", "supplier_id", "supplier", "recipient_id", "recipient", "mode", "stage", "status", "item", "designation",
                  "category", "condition", "quantity", "number", "number_upper", "number_bound", "number_role", "value", "amount", "currency",
                  "earliest", "latest", "delivered_earliest", "delivered_latest", "confidence"),
    "claims": ("claim", "story", "of", "type", "initiators", "recipients", "supplier", "recipient", "items", "time", "status", "deal", "outlets",
               "newsrooms", "origins", "parties", "first", "last"),
}  # fmt: skip
_IN_THE_STORE = {"supplier_id": "supplier", "supplier": "supplier_name", "recipient_id": "recipient", "recipient": "recipient_name"}


@pytest.mark.parametrize("table", SHARED)
def test_a_row_says_what_the_store_says(store: Store, table: str) -> None:
    """The store's own lists are read from its tables, the export from the records: they agree."""
    names = SHARED[table]
    renamed = _IN_THE_STORE if table == "transfers" else {}
    listed: Any = getattr(store, table)()
    wanted = sorted(repr([alike(getattr(one, renamed.get(name, name))) for name in names]) for one in listed)
    assert sorted(repr([alike(row[name]) for name in names]) for row in rows(store, table)) == wanted


def alike(cell: object) -> object:
    """40 and 40.0 are one number."""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def test_who_denies_is_told_and_where_nobody_does_how_many_pages_were_read(store: Store) -> None:
    hostile = page_of(store, "hostile")
    told = {(row["page"], row["denial"]) for row in rows(store, "events")}
    assert (hostile, "denied by a spokesman") in told
    denials = {row["denial"] for row in rows(store, "claims") if not row["denied_by"]}
    assert denials == {"no denial found in 4 pages read"}


def test_a_claim_is_quoted_by_the_first_to_tell_it(store: Store) -> None:
    found = {(row["type"], row["quote_of"]): str(row["quote"]) for row in rows(store, "claims")}
    assert found["COERCE", "narrates"] == "Velmar closed the bridge to Ostania."
    assert found["AID", "asserts"].startswith("Velmar shipped about 40 used D-30 howitzers")
    voices = {(row["relation"], row["statement"]): str(row["quote"]) for row in rows(store, "voices")}
    assert voices["narrates", None] == "Velmar closed the bridge to Ostania."
    assert voices["denies", "s2"] == "a spokesman\x07 denied that Velmar shipped 40 howitzers to Ostania"


def test_a_page_that_carries_anothers_text_says_whose(store: Store) -> None:
    copies = {(row["page"], row["of_page"]) for row in rows(store, "copies") if row["kind"] == "copy"}
    assert len(copies) == 1
    ((page, of),) = copies
    assert {row["copy_of"] for row in rows(store, "statements") if row["page"] == page} == {(of,)}
    assert {row["copy_of"] for row in rows(store, "statements") if row["page"] != page} == {()}


def test_what_people_corrected_is_what_is_exported(tmp_path: Path) -> None:
    fill(tmp_path / "mine.db", reading("grain"))
    with open_store(tmp_path / "mine.db") as mine:
        before = rows(mine, "statements")
        assert {row["corrected"] for row in before} == {False}
        mine.correct(str(before[0]["page"]), f"statements[{before[0]['statement']}].stance", "doubts", author="ida")
        after = rows(mine, "statements")
        assert (after[0]["statement"], after[0]["stance"]) == (before[0]["statement"], "doubts")
        assert {row["corrected"] for row in after} == {True}
        assert head_of(mine, "csv").corrected == 1


def test_the_head_says_what_the_export_rests_on(store: Store) -> None:
    told = dict(head_of(store, "csv").lines())
    assert told["coverage"] == "6 pages: 4 read, 1 failed, 1 undated, 1 not English"
    assert told["denials"] == "where nobody is named: no denial found in 4 pages read; of one page: no denial found in 1 page read"
    assert told["records"].startswith("2 by onrecord 0.0.0, 3 by onrecord 0.1.0")


@pytest.mark.parametrize("form", ["web-annotation", "followthemoney", "events", "sipri", "jsonl", "html"])
def test_a_deed_that_cites_no_words_is_exported_too(tmp_path: Path, form: str) -> None:
    record = full_record()
    assert record.events is not None
    assert record.links is not None
    bare = replace(
        record,
        events=tuple(replace(event, triggers=(), narrator=True) for event in record.events),
        links=tuple(replace(link, about=()) for link in record.links),
    )
    fill(tmp_path / "bare.db", reading_of(bare, key="bare", size=1))
    with open_store(tmp_path / "bare.db") as bare_store:
        export(bare_store, Wanted(form), tmp_path / "out")
        assert (tmp_path / "out").exists()
        assert [row["quote"] for row in rows(bare_store, "events")] == [None]
        assert [row["quote"] for row in rows(bare_store, "links")] == [None, None]


def test_the_document_lists_every_column() -> None:
    from tools.export_md import MARK, OUT, tables_md

    assert OUT.read_text(encoding="utf-8").split(MARK)[1] == tables_md().removeprefix(MARK)
