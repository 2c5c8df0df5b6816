"""What the repository itself must keep to: data tables that say where they come from, and nothing of the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

from onrecord.lexicon import SUMS, read_table, table_names
from tools.sums import PACKAGE, sums

ROOT = Path(__file__).parent.parent
TEXT = {".py", ".md", ".toml", ".tsv", ".txt", ".html", ".css", ".json", ".j2", ".svg", ".yml", ".sh", ""}


def tracked() -> list[Path]:
    """Files that git tracks; () outside a checkout (an unpacked sdist)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in done.stdout.split("\0") if name]


@pytest.mark.parametrize("name", table_names())
def test_a_table_says_what_it_is_where_it_comes_from_and_gives_an_example_a_row(name: str) -> None:
    table = read_table(name)
    assert {"what", "origin", "columns"} <= table.head.keys()
    assert "licence" in table.head["origin"]
    if "until" in table.head:  # a table of facts: each row is its own example
        return
    example = next(n for n, column in enumerate(table.columns) if column.startswith("example"))
    assert [row for row in table.rows if not row[example].strip()] == []
    assert table.rows


def test_the_digests_of_the_tables_are_those_of_the_tables() -> None:
    assert (PACKAGE / SUMS).read_text(encoding="ascii") == sums()  # else: python tools/sums.py


def test_no_file_names_the_machine_or_a_registry() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|farm|root|opt)/|--(?:extra-)?index-url|/tmp/bash_jobs")
    named = []
    for path in tracked():
        if path.suffix in TEXT and path.exists() and path != Path(__file__):
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if machine.search(line):
                    named.append(f"{path.relative_to(ROOT)}:{number}: {line.strip():.80}")
    assert named == []


def test_the_repository_stays_small() -> None:
    sizes = {path: path.stat().st_size for path in tracked() if path.exists()}
    weights = {path for path in sizes if path.suffix == ".onnx"}
    assert max((sizes[path] for path in weights), default=0) < 60_000_000
    assert max((size for path, size in sizes.items() if path not in weights), default=0) < 20_000_000
    assert sum(sizes.values()) < 150_000_000
