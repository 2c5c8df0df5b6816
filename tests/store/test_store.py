"""What is stored comes back as it was, under the names that a user asks by; what is read twice is stored once."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.codec import joined
from onrecord.errors import SetupError, StoreError
from onrecord.ingest.copies import update_copies
from onrecord.record import Record
from onrecord.store.file import open_file
from onrecord.store.packed import pack, pack_layout, unpack_layout
from onrecord.store.reader import Reader
from onrecord.store.rows import COLUMNS, unfold
from onrecord.store.store import Store
from onrecord.store.write import Item, Seen, begin_run, put, reading_of
from tests.record_by_hand import full_record
from tests.store.given import FRENCH, TEXTS, UNDATED, exported, failed, fill, four_pages, key_of, read_once, reading


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return four_pages(tmp_path_factory.mktemp("store") / "news.db")


def test_every_record_comes_back_exactly(store: Store) -> None:
    for name in TEXTS:
        record = read_once(name, f"https://news.example/{name}")
        assert store.record(key_of(store, name)) == record
        assert store.original(key_of(store, name)) == TEXTS[name].encode()


@pytest.mark.parametrize("record", [full_record(), read_once("shells", "a.txt"), read_once("french", "b.txt")], ids=lambda r: r.document.location)
def test_rows_depend_on_the_json_alone_and_quote_the_page(record: Record) -> None:
    rows = unfold(record)
    assert unfold(Record.from_json(record.to_json())) == rows
    text = record.document.text
    statement = COLUMNS["statement"]
    for row in rows["statement"]:
        cells = dict(zip(statement, row, strict=True))
        for words, spans in (("source", "source_spans"), ("cue", "cue_spans"), ("text", "text_spans")):
            assert (cells[words] or "") == " ".join(text[start:end] for start, end in json.loads(cells[spans]))
    assert [text[row[1] : row[2]] for row in rows["paragraph"]] == [row[3] for row in rows["paragraph"]]
    assert {table: {len(row) for row in found} - {len(COLUMNS[table])} for table, found in rows.items()} == {table: set() for table in COLUMNS}


def test_a_full_record_fills_every_table_of_the_schema(tmp_path: Path) -> None:
    record = full_record()
    fill(tmp_path / "news.db", reading_of(record, key="k", size=1, outlet="Harbour Post"))
    with Store(tmp_path / "news.db") as store:
        (page,) = store.pages()
        assert store.record(page) == record
        assert (page.outlet, page.published, page.transfers) == ("Harbour Post", "2026-04-30", len(record.arms_transfers or ()))
        filled = {table for table in COLUMNS if store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]}
        assert filled == set(COLUMNS)
        row = store.transfers()[0]
        transfer = (record.arms_transfers or ())[0]
        assert (row.supplier, row.recipient, row.stage, row.item) == (transfer.supplier, transfer.recipient, transfer.stage, "D-30 howitzers")
        assert (row.quantity, row.number, row.amount, row.currency) == ("about 40", 40, 12_000_000, "EUR")
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("asked", "cues"),
    [
        ({"stance": "denies"}, {("shells", "denies"), ("shells", "denied"), ("undated", "denied"), ("shells", "told")}),
        ({"source": "BRANDT"}, {("shells", "told")}),
        ({"since": "2024-06", "before": "2024-07"}, {("grain", "said")}),
        ({"stance": "denies", "since": "2024-01-01"}, {("shells", "denies"), ("shells", "denied"), ("shells", "told")}),
        ({"source": "'; DROP TABLE statement; --"}, set()),
    ],
)
def test_statements_are_asked_by_who_says_how_and_when(store: Store, asked: dict[str, str], cues: set[tuple[str, str]]) -> None:
    assert {(row.location.rsplit("/", 1)[1], row.cue) for row in store.statements(**asked)} == cues  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ask", "asked", "told"),
    [
        (Store.statements, {"stance": "denied"}, "stance: 'denied' is none; did you mean denies? there are asserts, expects, denies, "),
        (Store.statements, {"since": "x"}, "since: 'x' is no day; write 2024-02-29, 2024-02 or 2024"),
        (Store.statements, {"before": "2024-13"}, "before: '2024-13' is no day"),
        (Store.pages, {"since": "March 2024"}, "since: 'March 2024' is no day"),
        (Store.events, {"root": "aid"}, "root: 'aid' is none; there are "),
        (Store.events, {"status": "happened"}, "status: 'happened' is none; "),
        (Store.transfers, {"status": "delivered"}, "status: 'delivered' is none; "),
        (Store.failures, {"stage": "foo"}, "stage: 'foo' is none; there are open, "),
    ],
)
def test_what_no_row_can_have_is_refused_with_what_there_is(ask: Callable[..., Any], asked: dict[str, str], told: str, store: Store) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}"):
        ask(store, **asked)


def test_every_stage_at_which_a_page_failed_can_be_asked_for(tmp_path: Path) -> None:
    stages = ("open", "manifest", "unpack", "warc", "mail", "feed", "summary", "database", "fetch", "page", "statements", "worker", "store")
    fill(tmp_path / "news.db", *(failed(f"{stage}.html", stage) for stage in stages))
    with Store(tmp_path / "news.db") as store:
        assert [len(store.failures(stage=stage)) for stage in stages] == [1] * len(stages)


def test_rows_cite_their_page(store: Store) -> None:
    for row in store.statements():
        text = store.record(row.page).document.text
        assert joined(text, tuple(onrecord.Span(*span) for span in row.cue_spans)) == row.cue
        assert row.paragraph is not None
        assert row.cue in row.paragraph
        assert row.published == store.page(row).published


def test_an_actor_is_asked_by_name_or_code(store: Store) -> None:
    record = read_once("shells", "https://news.example/shells")
    names = {actor.name for actor in record.actors or ()}
    assert names
    for name in names:
        said = {
            a.statement for a in record.attributions or () for i in a.actors for actor in record.actors or () if (actor.id, actor.name) == (i, name)
        }
        assert {row.statement for row in store.statements(page=key_of(store, "shells"), actor=name)} == said


def test_full_text_finds_words_and_beginnings_in_statements_and_paragraphs(store: Store) -> None:
    for table, words, count in (("statement_fts", "text : bridg*", 1), ("paragraph_fts", "harvest", 2), ("paragraph_fts", "nowhere", 0)):
        assert store.connection.execute(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", (words,)).fetchone() == (count,), words


def test_coverage_counts_what_a_list_says_nothing_of(store: Store) -> None:
    coverage = store.coverage()
    assert (coverage.pages, coverage.read, coverage.not_english, coverage.undated, coverage.failed) == (5, 3, 1, 1, 1)
    assert str(coverage) == "5 pages, 3 read, 1 not English, 1 undated, 1 failed"
    assert coverage.no_denial() == "no denial found in 3 pages read"
    assert store.statements().coverage == store.failures().coverage == coverage
    assert [(row.location, row.stage, row.cause, row.remedy) for row in store.failures()] == [("broken.html", "page", "not a page", "give another")]


@pytest.mark.parametrize(
    ("item", "pages", "failures"),
    [
        (reading("shells", outlet="Half \ud83d Post"), [("https://news.example/shells", "Half \ufffd Post")], []),
        (replace(reading("shells"), location="https://news.example/\ud800"), [("https://news.example/\ufffd", None)], []),
        (replace(reading("shells"), container="a\udcff.zip!b", content_type="text/\udcff"), [("https://news.example/shells", None)], []),
        (replace(failed("a\ud800"), outlet="\udcff Post", cause="not \ud800", remedy="\ud800"), [], [("a\ufffd", "\ufffd Post", "not \ufffd")]),
        (Seen("k", "a\ud800", Reader("1")), [], []),
    ],
    ids=["outlet", "location", "container", "failure", "seen"],
)
def test_half_a_character_in_what_is_told_of_a_page_is_replaced_and_nothing_is_lost(
    item: Item, pages: list[tuple[str, str | None]], failures: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    fill(tmp_path / "news.db", item, reading("grain"))
    with Store(tmp_path / "news.db") as store:
        assert [(page.location, page.outlet) for page in store.pages()] == [*pages, ("https://news.example/grain", None)]
        assert [(row.location, row.outlet, row.cause) for row in store.failures()] == failures
        assert store.check() == ()


def test_views_are_open_to_any_program_that_reads_sqlite(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as plain:
        views = {name for (name,) in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
        assert {"pages", "statements", "events", "transfers", "copies", "claims", "failures", "corrections"} <= views
        for view in views:
            plain.execute(f"SELECT * FROM {view}").fetchall()
        assert plain.execute("SELECT count(*) FROM statements WHERE stance = 'denies'").fetchone() == (4,)


def test_a_listing_is_a_table_in_a_notebook_and_escapes_what_pages_say(tmp_path: Path) -> None:
    record = read_once("shells", "<img src=x onerror=alert(1)>")
    fill(tmp_path / "news.db", reading_of(record, key="k", size=1, outlet="\u202e<b>Post</b>"))
    with Store(tmp_path / "news.db") as store:
        for html in (store.statements()._repr_html_(), store._repr_html_()):
            assert "<table>" in html
            assert "<img" not in html
            assert "<b>" not in html
            assert "\u202e" not in html
            assert "1 page, 1 read" in html


def test_frames_come_from_pandas_and_polars_where_they_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import SimpleNamespace

    made: list[tuple[object, object]] = []

    def frame(rows: object, **options: object) -> SimpleNamespace:
        made.append((rows, options))
        return SimpleNamespace(attrs={})

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=frame))
    monkeypatch.setitem(sys.modules, "polars", None)
    listed = store.statements(stance="denies")
    assert listed.to_pandas().attrs == {"coverage": "5 pages, 3 read, 1 not English, 1 undated, 1 failed"}
    assert made[0][0] == listed.to_dicts()
    with pytest.raises(SetupError, match="polars: not installed; pip install polars"):
        listed.to_polars()


def test_equal_bytes_at_two_places_are_two_captures_of_one_document(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    places = [("https://a.example/1", None, "A"), ("https://b.example/2", None, "B"), ("https://b.example/2", "2024-03-05T10:00:00Z", "B")]
    fill(path, *(reading("shells", place, retrieved=when, outlet=outlet) for place, when, outlet in places))
    with Store(path) as store:
        assert store.connection.execute("SELECT count(*) FROM document").fetchone() == (1,)
        assert {(page.location, page.retrieved, page.outlet) for page in store.pages()} == set(places)
        assert len({page.digest for page in store.pages()}) == 1


def test_the_same_capture_read_again_by_the_same_version_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("shells"), reading("grain"))
    with Store(path) as store:
        before = exported(store), store.connection.execute("SELECT max(id) FROM record").fetchone()
    fill(path, replace(reading("shells"), key="another place", json=b"never written"), reading("grain"))
    with Store(path) as store:
        assert (exported(store), store.connection.execute("SELECT max(id) FROM record").fetchone()) == before


def test_a_new_version_takes_the_place_of_the_old_one_once_it_has_succeeded(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    old = read_once("shells", "a")
    old = replace(
        old, generator=replace(old.generator, version="0.0.1"), statements=(old.statements or ())[:1], attributions=None, events=None, links=None
    )
    old = replace(old, arms_transfers=None)
    fill(path, reading_of(old, key="a", size=1))
    fill(path, replace(failed("a"), reader=Reader("9")))  # the new one fails: the old record stays
    with Store(path) as store:
        assert [row.version for row in store.pages()] == ["0.0.1"]
        assert len(store.statements()) == 1
    fill(path, replace(reading("shells", "a"), key="a"))
    with Store(path) as store:
        assert store.record(store.pages()[0]) == read_once("shells", "a")
        assert (len(store.pages()), len(store.failures()), store.check()) == (1, 0, ())
        assert store.connection.execute("SELECT count(*) FROM statement_fts WHERE statement_fts MATCH 'howitzers'").fetchone()[0] == sum(
            "howitzers" in (row.text or "") for row in store.statements()
        )


def test_a_page_that_the_store_refuses_is_a_failure_and_the_rest_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    bad = replace(reading("undated"), rows=reading("undated").rows | {"note": [("layer", None, "a code must be told")]})
    with closing(open_file(path, write=True, create=True)) as connection:
        assert put(connection, [reading("shells"), bad, reading("grain")]) == 1
    with Store(path) as store:
        assert len(store.pages()) == 2
        assert [(row.location, row.stage) for row in store.failures()] == [("https://news.example/undated", "store")]
        assert store.check() == ()


def test_a_page_goes_with_all_that_came_from_it_and_its_words_leave_the_file(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = four_pages(path)
    page = key_of(store, "undated")
    store.correct(page, "statements[s1].stance", "denies", author="Ada", why="a bridge closed in secret")
    store.delete(page)
    assert key_of(store, "shells")
    assert (len(store.pages()), store.corrections(), store.check()) == (3, (), ())
    with pytest.raises(StoreError, match=f"there is no page {page}"):
        store.record(page)
    store.close()
    raw = path.read_bytes()
    for words in ("bridge", "without a clock", "in secret", "news.example/undated"):
        assert words.encode() not in raw
    assert b"Harvest fair" in raw


def test_a_page_that_goes_takes_along_where_it_came_from_and_what_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("undated"), reading("shells"), failed("https://news.example/undated"), failed("https://news.example/shells"))
    with closing(open_file(path, write=True)) as connection:
        begin_run(connection, ["https://news.example/undated", "pages/"], version="1", workers=1)
        update_copies(connection)
    with Store(path) as store:
        assert store.coverage().pages == 2  # what a later version could not read is no page more
        store.delete(key_of(store, "undated"))
        assert [row.location for row in store.failures()] == ["https://news.example/shells"]
        assert store.connection.execute("SELECT paths FROM run").fetchall() == [('["pages/"]',)]
        left = "SELECT count(*) FROM posting WHERE unit_id NOT IN (SELECT unit_id FROM signature WHERE unit_id IS NOT NULL)"
        assert store.connection.execute(left).fetchone() == (0,)
    assert b"news.example/undated" not in path.read_bytes()
    fill(path, replace(reading("undated"), key="another"), reading("undated", "https://b.example/2"))
    with closing(open_file(path, write=True)) as connection:
        update_copies(connection)
        assert connection.execute("SELECT count(*) FROM copy").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (2,)


def test_an_original_that_is_not_what_was_stored_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, replace(reading("grain"), source=pack(b"another page")), replace(reading("shells"), source=b"no zlib"), reading("undated"))
    with Store(path) as store:
        wrong = [read_once(name, f"https://news.example/{name}").document.id for name in ("grain", "shells")]
        assert store.check() == tuple(f"the original of {digest} is not what was stored" for digest in wrong)


def test_the_layout_that_a_store_without_originals_keeps_is_the_pages_own(tmp_path: Path) -> None:
    html = b"<html lang=en><body><nav id=n class='a b'><a href=/x>Home</a></nav><h1>Rain delays fair</h1><p><b>LIMA</b>, June 12</p></body></html>"
    layout = onrecord.read_html(html).layout
    assert layout is not None
    assert unpack_layout(pack_layout(layout)) == layout


def test_texts_given_are_what_the_tests_take_them_for() -> None:
    assert (read_once("french", "x").document.language, read_once("undated", "y").published and read_once("undated", "y").published.date) == (
        "fr",
        None,
    )  # type: ignore[union-attr]
    assert FRENCH != UNDATED
