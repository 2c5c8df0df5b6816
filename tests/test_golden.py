"""The same bytes give the same record: as it was, in every process, with any number of workers, in any order."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from tools.golden import GOLDEN, PAGES, ROOT, differs, digest, record_of


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_record_is_as_it_was(page: Path) -> None:
    golden = json.loads((GOLDEN / f"{page.name}.json").read_text(encoding="utf-8"))
    assert differs(golden, json.loads(record_of(page))) is None  # else: python -m tools.golden --write, and say so in CHANGELOG.md


def test_a_record_changes_only_with_a_note_in_the_changelog() -> None:
    assert f"golden records {digest()}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_differs_is_found_where_it_stands() -> None:
    assert differs({"a": [1, {"b": 0.5}]}, {"a": [1, {"b": 0.505}]}) is None
    assert differs({"a": [1, {"b": 0.5}]}, {"a": [1, {"b": 0.6}]}) == "/a/1/b: 0.5 is now 0.6"
    assert differs({"a": [1]}, {"a": []}) == "/a: 1 are now 0"
    assert differs({"a": "x"}, {"a": None}) == "/a: 'x' is now None"


def test_processes_workers_and_order_change_no_byte() -> None:
    """Another seed of hashes, another order of pages, pages before them, one worker and two."""
    here = {str(page): onrecord.read(page).to_json() for page in PAGES}
    there = {outcome.location: outcome.record.to_json() for outcome in onrecord.read_many(PAGES[::-1], workers=2) if outcome.record}
    assert there == here
    command = [sys.executable, "-m", "onrecord", "read", "--json", *map(str, PAGES[1:]), str(PAGES[0])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONHASHSEED": "7"}, check=True)
    assert dict(zip([*map(str, PAGES[1:]), str(PAGES[0])], done.stdout.splitlines(), strict=True)) == here
