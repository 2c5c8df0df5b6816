"""`onrecord stories`, `claims` and `transfers` on files of records and on pages."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import cli
from onrecord.record import Credit
from onrecord.text import Document
from tests.across import marked
from tests.across.told import captures_of

DECADE = """Norway shipped howitzers to Kenya
Published: 1 March 2024
NAIROBI, March 1 - Norway delivered 40 howitzers to Kenya in the 1980s, the defence ministry said on Friday.
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), standalone_mode=False)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The pages of two stories as `onrecord read --json` prints them."""
    out = tmp_path_factory.mktemp("across") / "records.jsonl"
    lines = []
    for text in (marked.BRIEFING, marked.BATCHES):
        _, captures, _ = captures_of(text)
        for c in captures:
            d = c.record.document
            assert c.record.article
            article = replace(c.record.article, outlet=c.outlet, agencies=tuple(Credit(None, "meta", name, name) for name in c.agencies or ()))
            document = Document(d.id, f"{text.split()[1]}/{c.id}.txt", d.text, d.media_type, d.language)
            lines.append(replace(c.record, document=document, article=article).to_json())
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(out)


def test_stories_print_the_contract(records: str) -> None:
    done = run("stories", records, "--json")
    data = json.loads(done.stdout)
    assert (done.return_value, data["schema"], len(data["stories"])) == (0, "onrecord-stories/1", 2)
    assert {"briefing/a.txt", "briefing/b.txt"} in [{c["document"], c["of"]} for c in data["copies"] if c["kind"] == "copy"]
    text = {json.loads(line)["document"]["location"]: json.loads(line)["document"]["text"] for line in Path(records).read_text().splitlines()}
    assert all(text[e["document"]][e["start"] : e["end"]] == e["text"] for c in data["copies"] for e in c["evidence"])
    assert "7 pages, 7 read" in done.stderr


def test_stories_in_a_terminal_name_their_pages(records: str) -> None:
    done = run("stories", records)
    assert "Kenya orders patrol boats from Portugal" in done.stdout
    assert "3 pages · 2 newsrooms · 1 claim, 1 disputed" in done.stdout
    assert "    briefing/b.txt  Kisumu Morning: Six boats for the lake\n" in done.stdout


def test_claims_say_who_denies_or_that_no_denial_was_found(records: str) -> None:
    done = run("claims", records)
    assert "AGREE PRT → KEN" in done.stdout
    assert "denies" in done.stdout
    assert "Portugal's embassy" in " ".join(done.stdout.split())
    assert "where none is named, no denial found in 7 pages read" in done.stderr


def test_disputed_claims_alone(records: str) -> None:
    data = json.loads(run("claims", records, "--disputed", "--json").stdout)
    assert [(c["supplier"], c["disputed"]) for c in data["claims"]] == [("PRT", True)]
    assert data["coverage"] == {"pages": 7, "read": 7, "not_english": 0, "undated": 0, "failed": 0}


def test_claims_as_csv(records: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claims", records, "--csv").stdout)))
    boats = next(r for r in rows if r["supplier"] == "PRT")
    assert (boats["outlets"], boats["newsrooms"], boats["origins"], boats["parties"], boats["corroborated"]) == ("3", "2", "1", "1", "no")


def test_the_tree_of_a_claim_quotes_every_branch(records: str) -> None:
    claim = json.loads(run("claims", records, "--disputed", "--json").stdout)["claims"][0]["id"]
    done = run("claims", records, "--tree", claim)
    shown = " ".join(done.stdout.split())
    assert "3 outlets, 2 newsrooms, 1 origin, 1 party" in shown
    assert shown.index("party KEN") < shown.index("newsroom Harbour Wire") < shown.index("newsroom Atlantic Newsdesk") < shown.index("party PRT")
    assert "any such order" in shown


def test_no_such_claim(records: str) -> None:
    done = run("claims", records, "--tree", "c000000000000")
    assert (done.return_value, done.stdout) == (1, "")
    assert "no claim 'c000000000000'" in done.stderr


def test_transfers_by_deal(records: str) -> None:
    done = run("transfers", records, "--supplier", "tur")
    assert "TUR → NER: 40 armour, 14 of them delivered" in done.stdout
    assert "PRT" not in done.stdout
    data = json.loads(run("transfers", records, "--json").stdout)
    assert {claim["deal"] for claim in data["claims"]} == {deal["id"] for deal in data["deals"]}


def test_a_state_is_asked_for_by_code_or_name(records: str) -> None:
    wanted = run("transfers", records, "--supplier", "TUR", "--csv").stdout
    assert wanted.count("TUR") > 0
    for name in ("tur", "Turkey", "turkey"):
        assert run("transfers", records, "--supplier", name, "--csv").stdout == wanted
    done = run("transfers", records, "--recipient", "Finland")
    assert (done.return_value, done.stdout) == (0, "")
    assert done.stderr.startswith("onrecord: 0 deals; ")


@pytest.mark.parametrize("option", ["--supplier", "--recipient"])
def test_what_is_no_state_and_in_no_deal_is_told(option: str, records: str) -> None:
    done = CliRunner().invoke(cli, ["transfers", records, option, "XXX"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{option}: 'XXX' is no state, and on that side of no deal; here are " in " ".join(done.stderr.split())


def test_no_such_story(records: str) -> None:
    done = run("claims", records, "--story", "nope")
    assert (done.return_value, done.stdout) == (1, "")
    assert done.stderr == "onrecord: no story 'nope': `onrecord stories` lists their IDs\n"


@pytest.mark.parametrize("command", ["stories", "claims", "transfers"])
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("news.db", b"The ministry denied it.", "not a store: no SQLite file"),
        ("news.sqlite", b"", "an empty file, no store"),
        ("news.txt", b"SQLite format 3, or so it says", "not a store: no SQLite file"),
        ("gone.db", None, "there is no such store"),
    ],
)
def test_what_is_meant_as_a_store_is_opened_as_one(command: str, name: str, data: bytes | None, told: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(cli, [command, str(tmp_path / name)])
    assert (done.stdout, done.stderr) == ("", "")
    assert told in str(done.exception)


def test_a_store_is_given_alone(records: str) -> None:
    done = CliRunner().invoke(cli, ["claims", "news.db", records])
    assert done.exit_code == 2
    assert "news.db is a store: give it alone" in " ".join(done.stderr.split())


def test_of_nothing_read_nothing_is_said(tmp_path: Path) -> None:
    done = run("claims", str(tmp_path / "gone.html"))
    assert done.return_value == 1
    assert done.stderr.splitlines()[1:] == ["onrecord: 0 claims; 1 page, 0 read, 1 failed"]


def test_a_decade_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # in a narrow column the words stand below each other
    (tmp_path / "a.txt").write_text(DECADE, encoding="utf-8")
    (claim,) = json.loads(run("claims", str(tmp_path / "a.txt"), "--json").stdout)["claims"]
    assert claim["time"] == "198"
    for command in ("claims", "transfers"):
        assert "the 1980s" in " ".join(run(command, str(tmp_path / "a.txt")).stdout.split())
    assert "198" in [row["time"] for row in csv.DictReader(io.StringIO(run("claims", str(tmp_path / "a.txt"), "--csv").stdout))]


def test_saved_pages_are_read() -> None:
    done = run("stories", "examples/mortars-1-wire.html", "examples/mortars-2-copy.html", "no-such-page.html", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["documents"].split() for row in rows] == [["examples/mortars-1-wire.html", "examples/mortars-2-copy.html"]]
    assert "3 pages, 2 read, 1 failed" in done.stderr


@pytest.mark.parametrize("command", ["stories", "claims", "transfers"])
def test_two_forms_of_output_are_refused(command: str, records: str) -> None:
    done = CliRunner().invoke(cli, [command, records, "--json", "--csv"])
    assert done.exit_code == 2
    assert "--json and --csv cannot both be had" in done.stderr


def test_a_file_that_holds_no_records_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"schema": "onrecord/1"}\n', encoding="utf-8")
    done = CliRunner().invoke(cli, ["stories", str(tmp_path / "x.jsonl")])
    assert "x.jsonl, line 1" in str(done.exception)


@pytest.mark.parametrize("command", ["stories", "claims", "transfers"])
def test_the_head_of_an_export_is_no_record(command: str, records: str, tmp_path: Path) -> None:
    lines = Path(records).read_text(encoding="utf-8").splitlines()
    head = json.dumps({"schema": "onrecord-export/1", "form": "jsonl", "coverage": {"pages": 7}})
    exported = tmp_path / "exported.jsonl"
    exported.write_text("\n".join([head, *lines[:3], head, *lines[3:]]) + "\n", encoding="utf-8")
    assert run(command, str(exported), "--json").stdout == run(command, records, "--json").stdout
