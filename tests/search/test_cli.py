"""`onrecord search`: a table for people, JSON and CSV for programs, each with what it rests on."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.search import search
from tests.search.pages import Said, fill, record_of


def run(*words: object) -> Result:
    return CliRunner().invoke(search, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


def test_the_table_shows_who_says_what_and_marks_the_words(store_path: Path) -> None:
    done = run(store_path, "shells", "stance:denies")
    assert done.return_value == 0
    words = " ".join(done.stdout.split())
    for shown in ("2023-10-05", "Harbour", "Dmitry Orlov", "denies", "*shells* were", "a.html ["):
        assert shown in words
    assert done.stderr == "onrecord: 1 statement in 5 pages, 5 read, 1 undated\n"


def test_nothing_found_says_in_how_many_pages(store_path: Path) -> None:
    done = run(store_path, "nobody")
    assert (done.return_value, done.stdout, done.stderr) == (0, "", "onrecord: 0 statements in 5 pages, 5 read, 1 undated\n")


def test_json_holds_hits_coverage_and_cursor(store_path: Path) -> None:
    done = run(store_path, "shells", "--json", "--limit", 2)
    data = json.loads(done.stdout)
    assert (data["query"], data["order"], data["total"], data["exact"], len(data["hits"])) == ("shells", "relevance", 5, True, 2)
    assert data["coverage"] == {"pages": 5, "read": 5, "not_english": 0, "undated": 1, "failed": 0}
    hit = data["hits"][0]
    assert hit["text"] == "shells, shells and more shells"
    assert [mark["text"] for mark in hit["marks"]] == ["shells"] * 3
    following = json.loads(run(store_path, "shells", "--json", "--limit", 100, "--cursor", data["next"]).stdout)
    assert len(following["hits"]) == 3
    assert following["next"] is None


def test_the_cursor_is_told_and_leads_on(store_path: Path) -> None:
    done = run(store_path, "shells", "--limit", 2, "--csv")
    assert "the most fitting first; the next: --cursor " in done.stderr
    cursor = done.stderr.split()[-1]
    assert "this is the end" in run(store_path, "shells", "--csv", "--cursor", cursor).stderr


def test_csv_has_a_row_a_statement_with_its_offsets(store_path: Path) -> None:
    done = run(store_path, '"no such deal"', "--csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["source"], row["actors"], row["stance"], row["settled"]) == ("he", "Dmitry Orlov", "denies", "yes")
    assert row["text"] == "There was no shipment and no such deal exists"
    first, second = row["text_offsets"].split()
    assert first < second
    assert row["marks"].count("-") == 1


def test_the_text_is_searched_where_it_is_asked_for(store_path: Path) -> None:
    done = run(store_path, "Harbour", "--in", "text")
    assert "*Harbour* Herald a.html" in " ".join(done.stdout.split())
    assert done.stderr.startswith("onrecord: 1 paragraph in 5 pages")
    data = json.loads(run(store_path, "ministry", "outlet:Courier", "--in", "text", "--json").stdout)
    assert (data["in"], [hit["statements"] for hit in data["hits"]]) == ("text", [["s3"], ["s1"]])


def test_a_long_list_is_gathered_from_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.search.MOST_HITS", 4)
    fill(tmp_path / "s.db", tuple(record_of(f"{n}.html", "2024-01-02", "Post", (Said("x", "shells again"),)) for n in range(11)))
    rows = list(csv.DictReader(io.StringIO(run(tmp_path / "s.db", "shells", "--csv", "--limit", 10).stdout)))
    assert len({row["location"] for row in rows}) == len(rows) == 10


def test_a_cell_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    fill(tmp_path / "s.db", (record_of("a.html", None, "Post", (Said("=HYPERLINK(1)", "\x1b[31m shells"),)),))
    done = run(tmp_path / "s.db", "shells", "--csv")
    assert "'=HYPERLINK" in done.stdout
    assert "\x1b" not in done.stdout + run(tmp_path / "s.db", "shells").stdout


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["stance:denied"], 2, "onrecord: query, character 8: denied is no stance; did you mean denies?"),
        (["-stance:denied"], 2, "onrecord: query, character 9: denied is no stance"),
        (["shells", "--cursor", "x"], 2, "onrecord: cursor: this is no cursor"),
    ],
)
def test_what_is_not_understood_is_one_line(store_path: Path, words: list[str], status: int, told: str) -> None:
    done = run(store_path, *words)
    assert done.return_value == status
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["shells", "AND", "Orlov"], "AND is a word like any other here"),
        (["NEAR(shells", "Orlov)"], "NEAR is a word like any other here"),
        (["shells", "AND", "(NOT", "x)"], "AND and NOT are words like any other here"),
        (["shells", "and", "not", '"AND NOT"', "near"], None),
        (["shells", "OR", "Orlov"], None),
    ],
)
def test_the_operators_of_other_languages_are_told(store_path: Path, words: list[str], told: str | None) -> None:
    _, *more = run(store_path, *words).stderr.splitlines()
    assert [line.startswith(f"onrecord: {told}: all words of a query must be there; -word leaves one out") for line in more] == [True] * bool(told)


def test_words_that_begin_with_a_minus_leave_out(store_path: Path) -> None:
    done = run(store_path, "--json", "--", "-shells", "-stance:declines,expects")
    assert json.loads(done.stdout)["total"] == 2
    assert json.loads(run(store_path, "--json", "shells", "-Russia").stdout)["total"] == 4
