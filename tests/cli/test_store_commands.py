"""The commands that list the pages and copies of a store, and correct it."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import cli
from onrecord.errors import OnRecordError
from onrecord.ingest.copies import update_copies
from onrecord.store.file import open_file
from onrecord.store.store import Store
from tests.store.given import TEXTS, fill, four_pages, key_of, reading

CORRECTED = ("--author", "Ada", "--why", "the print edition")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), standalone_mode=False)


def told(done: Result) -> str:
    return " ".join(done.stdout.split())


def both(store: Store) -> str:
    """The keys of the two pages of the same bytes: a correction is of both."""
    return " ".join(sorted(row.page for row in store.pages() if "/shells" in row.location))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Four pages, of which one was also printed elsewhere, and a failure."""
    path = tmp_path / "news.db"
    fill(path, reading("shells", "https://copy.example/shells-2", outlet="Copy Post"))
    with four_pages(path) as opened:
        yield opened


def test_pages_are_listed_by_the_keys_that_other_commands_take(store: Store) -> None:
    done = run("pages", store.path)
    assert (done.return_value, done.stderr) == (0, "onrecord: 5 of 6 pages, 4 read, 1 not English, 1 undated, 1 failed\n")
    assert f"{key_of(store, 'grain')} 2024-06-12 Harvest fair opens a day late https://news.example/grain" in told(done)
    assert "2024-03-01 Copy Post: Ministry denies shipping shells to Ostania" in told(done)
    assert [json.loads(line)["page"] for line in run("pages", store.path, "--since", "2024-06", "--json").stdout.splitlines()] == [
        key_of(store, "grain")
    ]
    rows = list(csv.DictReader(io.StringIO(run("pages", store.path, "--outlet", "Copy Post", "--csv").stdout)))
    assert [row["location"] for row in rows] == ["https://copy.example/shells-2"]
    refused = CliRunner().invoke(cli, ["pages", store.path, "--since", "June"])
    assert (refused.exit_code, "'June' is no day" in refused.stderr) == (2, True)


def test_copies_are_listed_with_the_words_that_show_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    monkeypatch.setitem(TEXTS, "again", TEXTS["shells"] + "The figures could not be checked.\n")
    fill(path, reading("shells", outlet="Post"), reading("again", outlet="Herald"), reading("grain"))
    with closing(open_file(path, write=True)) as connection:
        update_copies(connection)
    with Store(path) as store:
        (pair,) = store.copies()
    done = run("copies", path)
    assert done.stderr == "onrecord: 1 pair\n"
    for shown in (pair.page, pair.of_page, "Post", "Herald", "copy, ", "“"):
        assert shown in told(done)
    (row,) = [json.loads(line) for line in run("copies", path, "--page", pair.page, "--json").stdout.splitlines()]
    with Store(path) as store:
        texts = {key: store.record(key).document.text for key in (pair.page, pair.of_page)}
    assert row["evidence"]
    assert all(texts[e["document"]][e["start"] : e["end"]] == e["text"] for e in row["evidence"])
    assert next(iter(csv.DictReader(io.StringIO(run("copies", path, "--csv").stdout))))["of_page"] == pair.of_page


def test_a_page_is_corrected_listed_and_restored(store: Store) -> None:
    page, before = key_of(store, "shells"), store.record(key_of(store, "shells"))
    done = run("correct", store.path, page, "article.published.date", "2023-06-15", *CORRECTED)
    assert (done.return_value, store.page(page).published) == (0, "2023-06-15")
    assert 'article.published.date: "2024-03-01" → "2023-06-15"' in told(done)
    assert "derived anew: article.published.date corrected by Ada" in told(done)
    (correction,) = store.corrections(page)
    assert f"moved on {page} (correction {correction.key})" in done.stderr
    listed = run("corrections", store.path)
    assert listed.stderr == "onrecord: 1 correction\n"
    assert f'{both(store)} article.published.date: "2024-03-01" → "2023-06-15"' in told(listed)
    assert f"{correction.key} by Ada on " in told(listed)
    assert run("undo", store.path, correction.key, "--author", "Bo").return_value == 0
    assert store.record(page) == before
    assert run("corrections", store.path).stdout == ""
    rows = [json.loads(line) for line in run("corrections", store.path, "--undone", "--json").stdout.splitlines()]
    assert [(row["what"], row["author"], row["holds"]) for row in rows] == [("value", "Ada", "no"), ("undo", "Bo", "no")]


def test_what_is_no_text_is_written_as_json(store: Store) -> None:
    page = key_of(store, "shells")
    assert run("correct", store.path, page, "statements[s1]", "null", "--json", *CORRECTED).return_value == 0
    assert "s1" not in {s.id for s in store.record(page).statements or ()}
    refused = CliRunner().invoke(cli, ["correct", store.path, page, "statements[s2]", "nothing", "--json"])
    assert (refused.exit_code, "VALUE is not JSON" in refused.stderr) == (2, True)


def test_corrections_go_to_another_store_and_are_added_once(store: Store, tmp_path: Path) -> None:
    page, grain = key_of(store, "shells"), key_of(store, "grain")
    run("correct", store.path, page, "article.published.date", "2023-06-15", *CORRECTED)
    run("split", store.path, page, grain, "--author", "Ada")
    assert f"{both(store)} is no copy of {grain}" in told(run("corrections", store.path))
    done = run("corrections", store.path, "--export", tmp_path / "c.jsonl")
    assert done.stderr == f"onrecord: wrote {tmp_path / 'c.jsonl'}: 2 corrections\n"
    with four_pages(tmp_path / "other.db") as other:
        for count in ("2 corrections", "0 corrections"):
            done = run("corrections", other.path, "--import", tmp_path / "c.jsonl")
            assert done.stderr == f"onrecord: {count} added from {tmp_path / 'c.jsonl'}\n"
        assert other.page(page).published == "2023-06-15"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("correct", "{store}", "c0", "article.outlet", "Post"), "there is no page c0; list them: onrecord pages {store}"),
        (("correct", "{store}", "{page}", "article.published.date", "soon"), "'soon' is no day"),
        (("correct", "{store}", "{page}", "outlet", "Post"), "no field that can be corrected"),
        (("undo", "{store}", "12"), "there is no correction 12 that holds; list them: onrecord corrections {store}"),
        (("copies", "{store}", "--page", "c0"), "there is no page c0"),
        (("corrections", "{store}", "--import", "gone.jsonl"), "gone.jsonl"),
    ],
)
def test_what_cannot_be_done_changes_nothing(words: tuple[str, ...], problem: str, store: Store) -> None:
    places = {"store": store.path, "page": key_of(store, "shells")}
    done = run(*(word.format(**places) for word in words))
    assert isinstance(done.exception, OnRecordError | OSError)
    assert problem.format(**places) in str(done.exception)
    assert store.corrections(undone=True) == ()
