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
    assert "3 pages · 2 newsrooms" in done.stdout


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
    assert "TUR → NER: 40 armour, 14 armour delivered" in done.stdout
    assert "PRT" not in done.stdout
    data = json.loads(run("transfers", records, "--json").stdout)
    assert {claim["deal"] for claim in data["claims"]} == {deal["id"] for deal in data["deals"]}


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
