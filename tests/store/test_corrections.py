"""Corrections win in every view, move what stands on them, overwrite nothing, and leave no trace once they are undone."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError, StageError, StoreError
from onrecord.record import Record
from onrecord.store import derive
from onrecord.store.corrections import Correction, Quote, active, read_corrections, write_corrections
from onrecord.store.derive import NOT_APPLIED
from onrecord.store.fields import Field, apply_correction, read_field
from onrecord.store.store import Store
from onrecord.store.write import reading_of
from tests.store.given import exported, fill, four_pages, key_of, read_once, reading

ADA = {"author": "Ada", "time": "2026-01-01T08:00:00+00:00"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with four_pages(tmp_path / "news.db") as opened:
        yield opened


@pytest.mark.parametrize("source", [True, False], ids=["with originals", "without"])
def test_a_corrected_day_moves_what_counts_from_it_and_undo_restores_all(source: bool, tmp_path: Path) -> None:
    with four_pages(tmp_path / "news.db", source=source) as store:
        page, before = key_of(store, "shells"), exported(store)
        assert (store.original(page) is not None) == source
        moved = store.correct(page, "article.published.date", "2023-06-15", why="the print edition", **ADA)  # type: ignore[arg-type]
        cells = {cell.path: (cell.before, cell.after) for cell in moved}
        assert cells["article.published.date"] == ("2024-03-01", "2023-06-15")
        record = store.record(page)
        february = next(t for t in record.times or () if record.document[t.span] == "in February" or record.document[t.span] == "February")
        assert february.value == "2023-02"
        assert cells[f"times[{february.id}].value"] == ("2024-02", "2023-02")
        why = {cell.path: cell.why for cell in moved}
        assert why["article.published.date"] == "article.published.date corrected by Ada on 2026-01-01: the print edition"
        assert why[f"times[{february.id}].value"].startswith("derived anew: article.published.date corrected by Ada")
        assert store.page(page).published == "2023-06-15"
        assert {row.published for row in store.statements(page=page)} == {"2023-06-15"}
        assert store.page(page).corrected
        assert store.reading(page) == read_once("shells", "https://news.example/shells")
        assert store.moved(page) == moved
        (correction,) = store.corrections(page)
        assert (correction.former, correction.value) == ("2024-03-01", "2023-06-15")
        store.undo(correction, author="Bo", why="a reprint")
        assert exported(store) == before
        assert store.moved(page) == ()
        assert [c.what for c in store.corrections(page, undone=True)] == ["value", "undo"]
        assert store.check() == ()


def test_a_corrected_stance_moves_links_and_what_is_read_off_them(store: Store) -> None:
    page = key_of(store, "shells")
    record = store.record(page)
    link = next(k for k in record.links or () if k.relation == "denies")
    assert [relation for statement, _, relation in _links(store, page) if statement == link.statement] == ["denies"]
    store.correct(page, f"statements[{link.statement}].stance", "asserts", **ADA)  # type: ignore[arg-type]
    said = next(s for s in store.statements(page=page) if s.statement == link.statement)
    assert (said.stance, said.settled) == ("asserts", True)
    assert [relation for statement, _, relation in _links(store, page) if statement == link.statement] == ["asserts"]
    for event in store.events(page=page):  # what is read off the links follows them
        assert event.denied == sum(target == event.event and relation == "denies" for _, target, relation in _links(store, page))


def _links(store: Store, page: str) -> list[tuple[str, str, str]]:
    return store.connection.execute("SELECT statement, event, relation FROM links WHERE page = ?", (page,)).fetchall()


def test_what_is_taken_out_takes_what_refers_to_it_with_it(store: Store) -> None:
    page = key_of(store, "shells")
    gone = (store.record(page).events or ())[0].id
    store.correct(page, f"events[{gone}]", None, why="never happened on this page", **ADA)  # type: ignore[arg-type]
    record = store.record(page)
    assert gone not in {e.id for e in record.events or ()}
    assert gone not in {k.target for k in record.links or ()}
    assert gone not in {x.event for x in record.arms_transfers or ()}
    assert record.check() == ()


def test_a_link_that_was_not_read_can_be_added(store: Store) -> None:
    page = key_of(store, "shells")
    record = store.record(page)
    tied = {(k.statement, k.target) for k in record.links or ()}
    one = next((s.id, e.id) for s in record.statements or () for e in record.events or () if (s.id, e.id) not in tied)
    value = {"statement": one[0], "target": one[1], "relation": "doubts", "basis": "specific", "about": [], "confidence": 1.0}
    store.correct(page, "links[+]", value, **ADA)  # type: ignore[arg-type]
    assert (*one, "doubts") in {(k.statement, k.target, k.relation) for k in store.record(page).links or ()}


def test_a_corrected_outlet_wins_over_that_of_the_manifest(tmp_path: Path) -> None:
    fill(tmp_path / "news.db", reading("grain", outlet="The Wrong Post"))
    with Store(tmp_path / "news.db") as store:
        page = store.pages()[0]
        assert page.outlet == "The Wrong Post"
        store.correct(page, "article.outlet", "Lima Post", author="Ada")
        assert {row.outlet for row in (*store.pages(), *store.statements())} == {"Lima Post"}
        store.undo(store.corrections()[0], author="Ada")
        assert store.page(page).outlet == "The Wrong Post"


def test_of_two_corrections_of_one_field_the_later_holds_and_the_earlier_comes_back(store: Store) -> None:
    page = key_of(store, "grain")
    store.correct(page, "article.published.date", "2024-06-10", author="Ada", time="2026-01-01T00:00:00+00:00")
    store.correct(page, "article.published.date", "2024-06-11", author="Bo", time="2026-01-02T00:00:00+00:00")
    assert store.page(page).published == "2024-06-11"
    store.undo(store.corrections(page)[1], author="Bo")
    assert store.page(page).published == "2024-06-10"


REFUSED = [
    # the field, the value, and what is said of it
    ("article.published.date", "last week", "is no day"),
    ("article.published.day", "2024-01-01", "there is no day"),
    ("statements[s99].stance", "denies", "statements have no s99"),
    ("statements[s1].stance", "lies", r"^statements\[s1\]\.stance: 'lies' is none of"),
    ("statements[s2].said", {"a": 1}, r"^statements\[s2\]\.said: lacks time"),
    ("events[+]", {"a": 1}, r"^events\[\+\]: lacks id"),
    ("statements[s1].mood", "sad", "there is no mood"),
    ("statements.stance", "denies", "no field that can be corrected"),
    ("document.text", "other words", "no field that can be corrected"),
    ("article.headline", {"start": 0, "end": 8, "text": "Majestic"}, "at these offsets"),
    ("times[t1].type", "EPOCH", "is none of"),
    ("__class__", None, "no field that can be corrected"),
    ("statements[s1].id", "s9", "an ID names what others refer to"),
    ("article.outlet", "half \ud800", "it holds what cannot be written"),
    ("statements[s1].confidence", float("nan"), "it holds what cannot be written"),
]


@pytest.mark.parametrize(("field", "value", "told"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_value_that_a_field_cannot_hold_is_refused_and_nothing_is_written(field: str, value: Any, told: str, store: Store) -> None:
    before = exported(store)
    with pytest.raises(RecordError, match=told):
        store.correct(key_of(store, "shells"), field, value, author="Ada")
    assert store.corrections(undone=True) == ()
    assert exported(store) == before


def test_a_layer_that_was_not_read_has_nothing_to_correct(store: Store) -> None:
    with pytest.raises(RecordError, match="statements were not read on this page"):
        store.correct(key_of(store, "french"), "statements[s1].stance", "denies", author="Ada")


def test_corrections_are_only_ever_added_to(store: Store) -> None:
    page = key_of(store, "grain")
    store.correct(page, "article.headline", None, author="Ada")
    with closing(sqlite3.connect(store.path)) as plain:
        for sql in ("UPDATE correction SET author = 'Eve'", "DELETE FROM correction"):
            with pytest.raises(sqlite3.IntegrityError, match="a correction is never"):
                plain.execute(sql)
            plain.rollback()


def test_a_colleagues_corrections_are_added_once_and_wait_for_pages_that_come_later(tmp_path: Path) -> None:
    with four_pages(tmp_path / "mine.db") as mine:
        mine.correct(key_of(mine, "grain"), "article.published.date", "2024-06-11", why="the fair's own page", **ADA)  # type: ignore[arg-type]
        mine.correct(key_of(mine, "shells"), "statements[s1].stance", "declines", **ADA)  # type: ignore[arg-type]
        mine.correct(key_of(mine, "shells"), "article.headline", None, **ADA)  # type: ignore[arg-type]
        mine.undo(next(c for c in mine.corrections() if c.field == "article.headline"), author="Ada")
        mine.split(key_of(mine, "grain"), key_of(mine, "shells"), **ADA)  # type: ignore[arg-type]
        assert mine.export_corrections(tmp_path / "corrections.jsonl") == 5
        wanted = exported(mine)
    theirs = tmp_path / "theirs.db"
    fill(theirs, reading("grain"), reading("undated"), reading("french"))
    with Store(theirs) as store:
        assert len(store.import_corrections(tmp_path / "corrections.jsonl")) == 5
        assert store.import_corrections(tmp_path / "corrections.jsonl") == ()
        assert store.page(key_of(store, "grain")).published == "2024-06-11"
        assert len(store.pages()) == 3
    four_pages(theirs).close()  # the page of shells arrives, and is shown as corrected
    with Store(theirs) as store:
        assert exported(store) == wanted
        assert store.check() == ()


WHOLE: dict[str, Any] = {
    "schema": "onrecord-corrections/1",
    "digest": "d",
    "what": "value",
    "author": "A",
    "time": "2026-01-01T00:00:00+00:00",
    "field": "article.headline",
    "quote": None,
    "value": 1,
    "former": 2,
    "other": None,
    "why": "",
}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2: not JSON"),
        ('{"schema": "onrecord-corrections/9"}', "line 2: not 'onrecord-corrections/1'"),
        ('{"schema": "onrecord-corrections/1", "quote": null, "digest": "sha256:0"}', "line 2: not a correction"),
        (json.dumps(WHOLE | {"field": None}), "lacks its field"),
        (json.dumps(WHOLE | {"what": "burn"}), "is not what it should be"),
        (json.dumps(WHOLE | {"quote": {"start": "0", "end": 4, "text": "a"}}), "its quote is no citation"),
        (json.dumps(WHOLE | {"quote": {"start": 10**30, "end": 10**30 + 1, "text": "a"}}), "line 2: its quote is no citation"),
        (json.dumps(WHOLE | {"quote": {"start": 4, "end": 4, "text": ""}}), "line 2: its quote is no citation"),
        (json.dumps(WHOLE | {"field": "nonsense["}), "line 2: nonsense.: no field that can be corrected"),
        (json.dumps(WHOLE | {"time": "yesterday"}), "line 2: time: no moment: 'yesterday'"),
        (json.dumps(WHOLE | {"time": "2026-01-01T00:00:00"}), "line 2: time: no moment: .*it has no offset"),
        (json.dumps(WHOLE | {"time": "0001-01-01T00:00:00+14:00"}), "line 2: time: no moment"),
        ("[" * 200_000, "line 2: not JSON that a correction can hold"),
        ('{"author": "Ren\udce9"}', "line 2: not JSON: .* can't decode byte 0xe9"),
    ],
)
def test_a_file_of_corrections_is_taken_whole_or_not_at_all(line: str, told: str, store: Store, tmp_path: Path) -> None:
    good = next(write_corrections([Correction("sha256:0", "split", "Ada", "2026-01-01T00:00:00+00:00", other="sha256:1")]))
    (tmp_path / "c.jsonl").write_bytes(f"{good}\n{line}\n".encode("utf-8", "surrogateescape"))
    with pytest.raises(RecordError, match=told):
        store.import_corrections(tmp_path / "c.jsonl")
    assert store.corrections(undone=True) == ()


def test_corrections_survive_a_file() -> None:
    given = [
        Correction(
            "sha256:0",
            "value",
            "Ada",
            "2026-01-01T08:00:00+00:00",
            field="events[e1]",
            quote=Quote(3, 9, "“so”"),
            value=None,
            former={"a": [1, None]},
            why="é",
        ),
        Correction("sha256:0", "undo", "Bo", "2027-01-01T08:00:00.000001+00:00", other="k"),
    ]
    assert list(read_corrections(write_corrections(given))) == given
    assert json.loads(next(write_corrections(given)))["schema"] == "onrecord-corrections/1"


def test_a_correction_finds_its_words_again_where_a_new_version_numbers_them_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    record = read_once("shells", "https://news.example/shells")
    named = {s.id: f"s{n + 40}" for n, s in enumerate(record.statements or ())}
    old = replace(
        record,
        generator=replace(record.generator, version="0.0.1"),
        statements=tuple(replace(s, id=named[s.id], within=named.get(s.within or "")) for s in record.statements or ()),
        attributions=tuple(replace(a, statement=named[a.statement]) for a in record.attributions or ()),
        links=tuple(replace(k, statement=named[k.statement]) for k in record.links or ()),
    )
    fill(path, replace(reading_of(old, key="k", size=1), source=reading("shells").source))
    with Store(path) as store:
        page = store.pages()[0]
        cue = next(s for s in store.statements() if s.cue == "denied")
        store.correct(page, f"statements[{cue.statement}].stance", "declines", **ADA)  # type: ignore[arg-type]
        assert store.page(page).version == record.generator.version  # what is derived stands on one version
        corrected = [s for s in store.statements() if s.stance == "declines"]
        assert [(s.statement, s.cue) for s in corrected] == [(next(i for i, other in named.items() if other == cue.statement), "denied")]


def test_a_correction_that_has_nothing_to_stand_on_is_a_note(store: Store) -> None:
    page = key_of(store, "shells")
    stray = Correction(
        store.page(page).digest,
        "value",
        "Ada",
        "2026-01-01T00:00:00+00:00",
        field="statements[s77].stance",
        quote=Quote(0, 4, "Mini"),
        value="denies",
    )
    (Path(store.path).parent / "c.jsonl").write_text(next(write_corrections([stray])), encoding="utf-8")
    store.import_corrections(Path(store.path).parent / "c.jsonl")
    notes = [n for n in store.record(page).notes if n.code == NOT_APPLIED]
    assert [(n.layer, n.text) for n in notes] == [("statements", "statements[s77].stance: statements have no s77 at 'Mini'")]
    assert store.moved(page) == ()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("article.published.date", "soon", "article.published.date: 'soon' is no day"),
        ("events[e1].mood", "x", "mood: there is no such field here"),
        ("article.headline", {"start": 0, "end": 8, "text": "Majestic"}, "at these offsets"),
    ],
)
def test_a_colleagues_value_that_cannot_be_is_a_note_and_all_others_hold(field: str, value: Any, told: str, store: Store) -> None:
    page = key_of(store, "shells")
    store.correct(page, "article.published.date", "2020-02-02", **ADA)  # type: ignore[arg-type]
    bad = Correction(store.page(page).digest, "value", "Eve", "2026-01-02T00:00:00+00:00", field=field, value=value)
    (Path(store.path).parent / "c.jsonl").write_text(next(write_corrections([bad])), encoding="utf-8")
    store.import_corrections(Path(store.path).parent / "c.jsonl")
    assert store.page(page).published == "2020-02-02"
    (note,) = [n for n in store.record(page).notes if n.code == NOT_APPLIED]
    assert note.text.startswith(f"{field}: ")
    assert told in note.text
    assert len(store.failures(stage="correction")) == 0
    store.correct(page, "article.published.date", "2021-02-02", author="Ada")  # it refuses no other
    assert store.page(page).published == "2021-02-02"
    store.undo(bad, author="Ada")
    assert [n for n in store.record(page).notes if n.code == NOT_APPLIED] == []


def test_a_correction_that_breaks_what_stands_on_it_is_a_note_and_all_others_hold(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page = key_of(store, "shells")
    real = derive.run

    def run(*given: Any, mend: Any, **more: Any) -> Record:
        record = real(*given, mend=mend, **more)
        if record.article is not None and record.article.section == "breaks":
            raise StageError("shells", "events failed: KeyError()")
        return record

    monkeypatch.setattr(derive, "run", run)
    store.correct(page, "article.published.date", "2020-02-02", **ADA)  # type: ignore[arg-type]
    with pytest.raises(StageError):
        store.correct(page, "article.section", "breaks", author="Ada")
    bad = Correction(store.page(page).digest, "value", "Eve", "2026-01-02T00:00:00+00:00", field="article.section", value="breaks")
    (Path(store.path).parent / "c.jsonl").write_text(next(write_corrections([bad])), encoding="utf-8")
    store.import_corrections(Path(store.path).parent / "c.jsonl")
    assert store.page(page).published == "2020-02-02"
    assert [n.text for n in store.record(page).notes if n.code == NOT_APPLIED] == ["article.section: events failed: KeyError()"]


def test_corrections_are_in_the_order_of_their_moments_and_not_of_their_letters(store: Store) -> None:
    page = key_of(store, "shells")
    store.correct(page, "article.published.date", "2024-02-02", author="late", time="2024-06-01T08:00:00+00:00")
    store.correct(page, "article.published.date", "2024-01-01", author="early", time="2024-06-01T12:00:00+05:00")
    assert store.page(page).published == "2024-02-02"
    assert [c.time for c in store.corrections(page)] == ["2024-06-01T07:00:00+00:00", "2024-06-01T08:00:00+00:00"]
    for time in ("yesterday", "2024-06-01T12:00:00"):
        with pytest.raises(RecordError, match="no moment"):
            store.correct(page, "article.published.date", "2023-03-03", author="nobody", time=time)


def test_split_and_join_are_decisions_on_documents_of_which_the_last_holds(store: Store) -> None:
    one, other = key_of(store, "shells"), key_of(store, "grain")
    pair = frozenset((store.page(one).digest, store.page(other).digest))
    store.split(one, other, author="Ada", time="2026-01-01T00:00:00+00:00")
    joined = store.join(other, one, author="Bo", time="2026-01-02T00:00:00+00:00")
    assert store.copy_decisions() == {pair: "join"}
    store.undo(joined, author="Bo")
    assert store.copy_decisions() == {pair: "split"}
    with pytest.raises(StoreError, match="the same bytes"):
        store.split(one, one, author="Ada")


@pytest.mark.parametrize("decide", [Store.split, Store.join])
def test_a_page_whose_copies_were_decided_is_corrected_like_others(decide: Callable[..., Correction], store: Store) -> None:
    page, other = key_of(store, "shells"), key_of(store, "grain")
    decide(store, page, other, author="Bo")
    moved = store.correct(page, "statements[s1].stance", "declines", **ADA)  # type: ignore[arg-type]
    assert [(cell.path, cell.after) for cell in moved if cell.path.endswith(".stance")] == [("statements[s1].stance", "declines")]
    assert store.moved(page) == moved


STEPS = st.sampled_from(
    [
        "article",
        "statements[s1]",
        "statements[+]",
        "events[e1]",
        "links[s2:e1]",
        "times[t1]",
        "actors[a1]",
        "published",
        "date",
        "modified",
        "stance",
        "source",
        "spans",
        "headline",
        "body",
        "[0]",
        "[7]",
        "start",
        "text",
        "said",
        "via",
        "mentions",
        "quantity",
        "id",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 400)
    | st.floats(allow_nan=False)
    | st.sampled_from(["denies", "2024-01-01", "s1", "", "\ud800", "e1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["start", "end", "text", "id", "spans"]), inner, max_size=3),
    max_leaves=4,
)


@given(st.lists(STEPS, min_size=1, max_size=4), VALUES)
def test_any_path_and_value_is_put_in_soundly_or_refused(steps: list[str], value: Any) -> None:
    record = read_once("shells", "https://news.example/shells")
    path = ".".join(steps).replace(".[", "[")
    try:
        corrected, why = apply_correction(record, Correction(record.document.id, "value", "Ada", "2026", field=path, value=value))
    except RecordError:
        return
    assert (corrected == record) or why is None
    assert Record.from_json(corrected.to_json()) == corrected
    assert Record.from_json(record.to_json()) == record  # what was read is as it was


def test_what_is_undone_does_not_hold() -> None:
    one = Correction("d", "value", "A", "1", field="article.headline")
    two = Correction("d", "value", "A", "2", field="article.headline")
    undo = Correction("d", "undo", "A", "3", other=one.key)
    assert active([one, two, undo]) == (two,)
    assert one.key != two.key
    assert replace(one, former="read otherwise").key == one.key


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("article.published.date", Field("published", None, ("date",))),
        ("article.published", Field("published", None, ("date",))),
        ("article.modified.date", Field("published", None, ("modified", "date"))),
        ("article.outlet", Field("article", None, ("outlet",))),
        ("statements[s3].source.actors", Field("attributions", "s3", ("actors",))),
        ("statements[s3].said.latest", Field("attributions", "s3", ("said", "latest"))),
        ("statements[s3].source.named", Field("statements", "s3", ("source", "named"))),
        ("arms_transfers[x1].items[0].quantity.value", Field("arms_transfers", "x1", ("items", 0, "quantity", "value"))),
        ("links[s3:e2].relation", Field("links", "s3:e2", ("relation",))),
    ],
)
def test_the_path_of_a_field_names_the_layer_that_holds_it(path: str, field: Field) -> None:
    assert read_field(path) == field
