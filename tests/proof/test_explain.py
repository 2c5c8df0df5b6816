"""Why a row is as it is: true to the record, in every kind of row, on real pages; and that what was changed was really read again."""

import dataclasses
import json
from functools import cache
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import RecordError
from onrecord.events.transfers import LEAST, SETTLED
from onrecord.explain import Explanation, explain
from onrecord.explain.asking import Edit, ask_again, ask_with
from onrecord.explain.stored import read_again
from onrecord.record import Record
from onrecord.store.store import Store
from onrecord.text import Span
from tests.processes import run_text
from tests.proof.given import key_of, make_store

ROOT = Path(__file__).parent.parent.parent
DENIAL = ROOT / "examples/mortars-3-denial.txt"
CARRIERS = ROOT / "tests/pages/carriers.html"
MONDAY = Path(__file__).parent / "pages/monday.html"


@cache
def read(path: Path) -> Record:
    return onrecord.read(path)


def told(found: Explanation, title: str) -> dict[str, str]:
    """The lines of a section by name."""
    return {line.name: line.text for section in found.sections if section.title == title for line in section.lines}


def tried(found: Explanation) -> dict[str, tuple[str, bool]]:
    return {one.what: (one.result, one.moved) for one in found.tried}


def ids_of(record: Record) -> list[str]:
    rows = (record.statements, record.events, record.arms_transfers, record.times, record.places, record.actors)
    links = [f"{link.statement}:{link.target}" for link in record.links or ()]
    return [row.id for layer in rows for row in layer or ()] + links + ["published"]


@pytest.fixture
def not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read again: what is tested stands in the first reading."""
    monkeypatch.setattr("onrecord.explain.asking._run", lambda *_: None)
    monkeypatch.setattr("onrecord.explain.asking.run", lambda *_, **__: None)


@pytest.mark.usefixtures("not_asked")
def test_every_row_of_a_page_is_explained_with_words_that_stand_there() -> None:
    record = read(MONDAY)
    for identity in ids_of(record):
        found = explain(record, identity)
        assert found.id == identity
        assert found.sections
        for span in (span for section in found.sections for line in section.lines for span in line.spans):
            assert record.document[span].strip()
        data = found.to_dict(record)
        assert json.loads(json.dumps(data)) == json.loads(json.dumps(found.to_dict(record)))
        assert all(
            word["text"] == record.document.text[word["start"] : word["end"]] for s in data["sections"] for x in s["lines"] for word in x["words"]
        )


def test_a_denial_both_readers_the_lexicon_and_another_cue() -> None:
    record = read(DENIAL)
    found = explain(record, "s2")
    statement = next(s for s in record.statements or () if s.id == "s2")
    assert found.what.startswith("denies, settled")
    sections = {section.title: section for section in found.sections}
    cues = {line.name: line.spans for line in sections["the two readers"].lines if line.name.endswith(": cue")}
    assert cues == {"encoder: cue": statement.cue.spans, "rules: cue": statement.cue.spans}
    assert told(found, "the stance")["lexicon"] == "statements/cues.tsv, “deny”: denies"
    assert told(found, "the stance")["the same content after “said”"] == "asserts"
    result, moved = tried(found)["if its cue were “said”"]
    assert (result.partition(",")[0], moved) == ("asserts", True)


def test_a_statement_that_is_only_surer_is_the_same_and_its_stance_stands_apart_from_a_deeds_status() -> None:
    record = read(ROOT / "examples/mortars-1-wire.html")
    found = explain(record, next(link.statement for link in record.links or () if link.relation == "asserts"))
    before = found.what.partition(", confidence ")[2].partition(",")[0]
    surer = [one for one in found.tried if "(before: " in one.result]
    assert surer
    assert all(f"(before: {before})" in one.result for one in surer)
    assert not all(one.moved for one in surer)
    assert any("tied by “asserts” to the deed " in one.result and " of status “" in one.result for one in found.tried)


@pytest.mark.usefixtures("not_asked")
def test_why_an_actor_is_of_its_country_is_told_where_its_words_tell() -> None:
    record = read(DENIAL)
    told_ = {a.id: told(explain(record, a.id), "who that is").get("why this country") for a in record.actors or ()}
    assert all((told_[a.id] is not None) == (a.country is not None and a.kind != "state") for a in record.actors or ())
    assert "its own words name it" in told_.values()


@pytest.mark.usefixtures("not_asked")
def test_a_sum_is_told_as_people_write_it() -> None:
    sold = "Warsaw, March 11 - Poland has sold Senegal 1,200,000 rifles for $85 million, the Polish defence minister said on Tuesday.\n"
    record = onrecord.read_text(f"Poland sells rifles\n\n{sold}")
    row = told(explain(record, "x1"), "the row")
    assert row["how many"].startswith("exact 1,200,000")
    assert row["worth"] == "85,000,000 USD"


@pytest.mark.parametrize("path", [DENIAL, CARRIERS], ids=lambda path: path.stem)
@pytest.mark.usefixtures("not_asked")
def test_what_is_said_of_settled_is_what_settled_is(path: Path) -> None:
    """All conditions hold where the row is settled, and one does not where it is not: statements and events alike."""
    record = read(path)
    for row in (*(record.statements or ())[:6], *(record.events or ())[:3]):
        found = explain(record, row.id)
        section = next(s for s in found.sections if s.title in ("settled", "not settled"))
        assert section.title == ("settled" if row.settled else "not settled")
        holds = [line.name == "holds" for line in section.lines if line.name in ("holds", "does not hold")]
        assert all(holds) == row.settled, (row.id, section)


def test_a_transfer_is_not_settled_by_its_chance_alone() -> None:
    record = read(CARRIERS)
    row = next(x for x in record.arms_transfers or () if x.id == "x1")
    found = explain(record, "x1")
    chance = told(found, "not settled")
    assert not row.settled
    assert chance["chance that the row is right"].startswith(f"{row.confidence:g}: taken from {LEAST:g} on")
    assert chance["to be settled"].startswith(f"from {SETTLED:g} on (-{SETTLED - row.confidence:.2f}")
    assert any("denied" in result and moved for result, moved in tried(found).values())


def test_a_day_is_lost_with_the_words_that_told_it() -> None:
    record = read(DENIAL)
    found = explain(record, "published")
    assert found.what.startswith("2024-04-19")
    assert [line.name for s in found.sections if s.title == "what was not taken" for line in s.lines] == ["crawl", "other-article"]
    result, moved = tried(found)["without “April 19”"]
    assert (result, moved) == ("no day, confidence 0", True)
    assert not tried(found)["without “Friday”"][1]


def test_a_time_follows_the_day_of_the_page() -> None:
    record = read(DENIAL)
    time = next(t for t in record.times or () if t.anchor == "published")
    found = explain(record, time.id)
    results = tried(found)
    earlier = next(result for what, (result, _) in results.items() if "a year earlier" in what)
    assert time.earliest is not None
    assert earlier.split()[1].startswith("2023")
    assert results["were the day of the page not known"][1]


def test_a_link_tells_the_deeds_that_it_is_not_tied_to() -> None:
    record = read(CARRIERS)
    link = (record.links or ())[0]
    found = explain(record, f"{link.statement}:{link.target}")
    assert explain(record, "l1").sections == found.sections
    lines = next(s.lines for s in found.sections if s.title.startswith("this deed"))
    assert any("not tied" in line.text for line in lines)
    assert any(line.name == link.target and ": tied" in line.text for line in lines)


def test_a_place_is_told_among_those_of_its_name() -> None:
    record = read(CARRIERS)
    place = next(p for p in record.places or () if p.geonames is not None)
    found = explain(record, place.id)
    lines = next(s.lines for s in found.sections if s.title.startswith("places that"))
    assert sum("← taken" in line.text for line in lines) == 1


# Asking again


def test_a_page_that_is_asked_again_unchanged_says_the_same() -> None:
    for path in (DENIAL, CARRIERS):
        record = read(path)
        assert ask_again(record, []) == record
        assert ask_with(record, "published", lambda page: page) == record


def test_words_that_are_changed_move_what_stands_behind_them_and_nothing_else() -> None:
    record = read(CARRIERS)
    at = record.document.text.index("Bratislava")
    again = ask_again(record, [Edit(Span(at, at + len("Bratislava")), "The town of Bratislava")])
    assert again is not None
    assert again.document.text == record.document.text.replace("Bratislava", "The town of Bratislava", 1)
    assert again.check() == ()
    assert record.layout is not None
    assert again.layout is not None
    old = [record.document[block.span] for block in record.layout.blocks]
    new = [again.document[block.span] for block in again.layout.blocks]
    assert [text.replace("The town of Bratislava", "Bratislava") for text in new] == old


def test_a_page_of_which_nothing_is_left_is_told_as_such() -> None:
    record = read(MONDAY)
    whole = Span(0, len(record.document.text))
    assert ask_again(record, [Edit(whole, " ")]) is None


# What cannot be explained


def test_a_row_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(RecordError, match=r"s99.*no such row; it has s1 to s14; e1 to e4"):
        explain(read(DENIAL), "s99")


def test_a_record_from_json_has_nothing_to_ask() -> None:
    with pytest.raises(ValueError, match="read the page"):
        explain(Record.from_json(read(MONDAY).to_json()), "s1")


def test_reading_pays_nothing_for_it() -> None:
    """No stage imports it, and the record holds nothing for it."""
    package = Path(onrecord.__file__).parent
    asking = {str(path.relative_to(package)) for path in package.rglob("*.py") if ".explain import" in path.read_text(encoding="utf-8")}
    # cli/read_out.py and its like explain the layout of a page, where --layout asks for it.
    assert {name for name in asking if not name.startswith(("explain/", "export/layout"))} == {"cli/__init__.py", "cli/explain.py"}
    assert not any("explain" in field.name for field in dataclasses.fields(Record))


@pytest.mark.parametrize(
    ("words", "status", "told_"),
    [
        (("explain", DENIAL, "s2"), 0, "the two readers"),
        (("explain", DENIAL, "s99"), 1, "this record has no such row"),
        (("explain", ROOT / "gone.html", "s1"), 1, "there is no such file"),
        (("explain", DENIAL, "s1", "--retrieved", "noon"), 2, "no ISO 8601 time"),
        (("explain", DENIAL, "s1", "--page", "c0123456789abcdef"), 1, "no SQLite file"),
    ],
    ids=["row", "no row", "no page", "no time", "no store"],
)
def test_the_command(words: tuple[object, ...], status: int, told_: str) -> None:
    done = run_text(*words)
    assert (done.returncode, told_ in done.stdout + done.stderr) == (status, True), done.stderr


@pytest.mark.parametrize("source", [True, False], ids=["bytes", "text alone"])
def test_a_page_of_a_store_is_explained_as_it_was_read(tmp_path: Path, source: bool) -> None:
    path = tmp_path / "news.db"
    make_store(path, source=source)
    with Store(path) as store:
        page = key_of(store, "grain")
        kept = store.record(page)
        again = read_again(store, page)
        assert again.record == kept
        assert (again.same, again.corrected) == (True, False)
        assert explain(again.record, "s1").id == "s1"
        store.correct(page, "article.published.date", "2024-06-11", author="Ada")
        assert read_again(store, page).corrected
    if source:
        done = run_text("explain", path, "--page", page, "published")
        assert done.returncode == 0, done.stderr
        assert "published  2024-06-12" in done.stdout
        assert "people corrected this page" in done.stderr


def test_the_command_gives_json(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("A spokesman \x1b[31msaid\u202e on Monday that the port of Lima was closed.\n", encoding="utf-8")
    done = run_text("explain", page, "s1", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["schema"], data["id"]) == ("onrecord-explanation/1", "s1")
    shown = run_text("explain", page, "s1").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_store_without_a_page_says_what_to_add(tmp_path: Path) -> None:
    make_store(tmp_path / "news.db")
    done = run_text("explain", tmp_path / "news.db", "s1")
    assert (done.returncode, "a store; say which page of it: add --page KEY" in done.stderr) == (1, True)
