"""`onrecord read --table`: one table of all files, and what is told beside it."""

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

import onrecord.reading
from onrecord.cli import cli
from onrecord.errors import PageError
from onrecord.export.registers import TABLES, csv_of
from onrecord.reading import Outcome
from onrecord.record import Note, Record
from tests.record_by_hand import full_record


def read(monkeypatch: pytest.MonkeyPatch, records: list[Record | None], *options: str) -> Result:
    """`onrecord read` of so many pages, of which it reads these records; None fails."""
    outcomes = [Outcome(f"{n}.txt", record, None if record else PageError(f"{n}.txt", "is no page")) for n, record in enumerate(records)]

    def read_one(*_: object, **__: object) -> Record | None:
        return records[0]

    monkeypatch.setattr(onrecord.reading, "read", read_one)
    monkeypatch.setattr(onrecord.reading, "read_many", lambda *_, **__: iter(outcomes))
    return CliRunner().invoke(cli, ["read", *(outcome.location for outcome in outcomes), *options], prog_name="onrecord", standalone_mode=False)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("pages", [1, 3])
def test_a_table_of_all_files_has_one_head(name: str, pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    table = TABLES[name]
    done = read(monkeypatch, [full_record()] * pages, "--table", name)
    assert (done.return_value, done.stderr) == (0, "")
    assert done.stdout_bytes.decode() == csv_of(table.rows(full_record()) * pages, table.columns)


def test_a_page_that_fails_leaves_the_others_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    done = read(monkeypatch, [None, full_record(), None, full_record()], "--table", "events")
    assert done.return_value == 1
    assert done.stdout_bytes.count(b"\r\n") == 3
    assert "2 of 4 pages could not be read:" in done.stderr


@pytest.mark.parametrize(("name", "layer", "words"), [("events", "events", "events"), ("sipri", "arms_transfers", "arms transfers")])
def test_a_page_that_nothing_was_looked_for_in_is_told(name: str, layer: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty table must not look like a page without arms transfers."""
    unread = replace(full_record(), events=None, links=None, arms_transfers=None, notes=(Note(layer, "language", "the page is not in English"),))
    one = read(monkeypatch, [unread], "--table", name)
    assert one.return_value == 0
    assert one.stderr == f"onrecord: 0.txt: {words} were not read: the page is not in English\n"
    several = read(monkeypatch, [full_record(), unread, unread], "--table", name)
    assert several.stderr == f"onrecord: 2 of 3 pages are not in the table, such as 1.txt: {words} were not read: the page is not in English\n"
    nothing = replace(full_record(), events=(), links=(), arms_transfers=())
    assert read(monkeypatch, [nothing], "--table", name).stderr == ""
    assert read(monkeypatch, [nothing], "--table", name).stdout_bytes.count(b"\r\n") == 1


@pytest.mark.parametrize(
    "options",
    [["--json"], ["--layout"], ["--until", "article"], ["--brief"], ["--full"], ["--width", "80"], ["--table", "sipri"], ["--table", "parties"]],
    ids=" ".join,
)
def test_options_that_would_be_ignored_beside_a_table_are_refused(options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["read", "page.txt", "--table", "events", *options], prog_name="onrecord")
    assert done.exit_code == 2
    assert "--table" in done.output


def test_help_shows_the_tables_and_an_example() -> None:
    done = CliRunner().invoke(cli, ["read", "--help"], prog_name="onrecord")
    assert "onrecord read pages/*.html --table sipri > transfers.csv" in done.output
    assert "--table NAME" in done.output


def test_the_choices_of_the_option_are_the_tables() -> None:
    option = next(parameter for parameter in cli.commands["read"].params if parameter.name == "table")
    assert tuple(option.type.choices) == tuple(TABLES)  # type: ignore[attr-defined]
