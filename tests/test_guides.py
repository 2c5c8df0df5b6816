"""The tutorial and the guides do what they say: each command runs as it stands, in order, and gives the lines shown; their Python runs too."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.processes import run_text
from tools.reference_md import FOLDER, PAGES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GUIDES = [DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md"))]
LEFT_OUT = "…"


def consoles(document: Path) -> list[tuple[str, list[str]]]:
    """The commands of a document's `console` blocks, each with the lines that are shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def matches(shown: str, line: str) -> bool:
    """Whether a line of output is the one shown; spaces do not matter, "…" stands for anything."""
    pieces = [re.escape(" ".join(piece.split())) for piece in shown.split(LEFT_OUT)]
    return re.fullmatch(".*".join(pieces), " ".join(line.split())) is not None


def missing(shown: list[str], output: str) -> list[str]:
    """The shown lines that do not come out, in their order."""
    lines, at, gone = output.splitlines(), 0, []
    for one in (one for one in shown if one.strip() not in ("", LEFT_OUT)):
        found = next((number for number in range(at, len(lines)) if matches(one, lines[number])), None)
        if found is None:
            gone.append(one)
        else:
            at = found + 1
    return gone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize("document", [one for one in GUIDES if consoles(one)], ids=lambda one: one.stem)
def test_commands_of_a_guide_run_and_give_what_is_shown(document: Path, folder: Path) -> None:
    for command, shown in consoles(document):
        words, _, target = command.partition(" > ")
        name, *arguments = shlex.split(words)
        assert name == "onrecord", command
        done = run_text(*arguments, cwd=folder, env=os.environ | {"COLUMNS": "120"})  # as wide as the tables that are shown
        assert done.returncode == 0, f"{command}: {done.stderr}"
        if target:
            (folder / target).write_text(done.stdout, encoding="utf-8")
            assert done.stdout
        assert missing(shown, done.stdout + done.stderr if not target else done.stderr) == [], f"{command}\n{done.stdout}{done.stderr}"


def test_a_line_that_does_not_come_out_is_missed() -> None:
    assert missing(["a  …  c", "…", "d"], "a b c\nx\nd\n") == []
    assert missing(["d", "a"], "a\nd\n") == ["a"]
    assert missing(["a b"], "a bc\n") == ["a b"]


@pytest.mark.parametrize("document", [one for one in GUIDES if "```python" in one.read_text(encoding="utf-8")], ids=lambda one: one.stem)
def test_python_of_a_guide_runs(document: Path, folder: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    whole = "\n".join(blocks)
    done = subprocess.run([sys.executable, "-c", whole], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") >= len(blocks)


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_reference_are_as_made(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()  # else: python -m tools.reference_md


def test_every_figure_of_the_limits_is_the_floor_that_it_names() -> None:
    floors = tomllib.loads((ROOT / "benchmarks" / "floors.toml").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| .+ \| ([\d.]+) \| `([\w-]+): (.+)` \|$", (DOCS / "limits.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 35
    # Floors are cut off at the fourth digit, figures are rounded to the third.
    wrong = [(told, name, measure) for told, name, measure in rows if abs(float(told) - floors[name]["floors"][measure]) > 0.0006]
    assert wrong == []


def test_every_document_is_on_the_site() -> None:
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [name for path in DOCS.rglob("*.md") if (name := path.relative_to(DOCS).as_posix()) not in site] == []
