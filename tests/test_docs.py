"""The documents say what the program does: generated help, commands that run, Python that runs, links that lead somewhere."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import run_text
from tools.commands_md import OUT, commands_md

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "benchmarks/README.md",
]
PAGE = "examples/mortars-3-denial.txt"


def test_the_reference_of_commands_is_what_help_prints() -> None:
    assert OUT.read_text(encoding="utf-8") == commands_md()


def readme_commands() -> list[str]:
    """The commands of the README's section on the command line that a reader can type as they stand, once a page is put in."""
    block = README.split("## On the command line")[1].split("```")[1]
    commands = [re.split(r" {3,}", line)[0] for line in block.strip().splitlines()]
    return [c for c in commands if c.startswith("onrecord ")]


@pytest.mark.parametrize("command", readme_commands())
def test_commands_of_the_readme_run(command: str, tmp_path: Path) -> None:
    words = shlex.split(re.sub(r"page\.(html|txt)|\*\.html", str(ROOT / PAGE), command).replace("out.html", str(tmp_path / "out.html")).split(">")[0])
    done = run_text(*words[1:], cwd=ROOT)
    assert (done.returncode, done.stderr.replace(f"onrecord: wrote {tmp_path / 'out.html'}\n", "")) == (0, "")
    assert done.stdout or (tmp_path / "out.html").read_text(encoding="utf-8")


def test_commands_of_the_readme_about_many_pages_run(tmp_path: Path) -> None:
    block = README.split("### Many pages")[1].split("```")[1]
    commands = [re.split(r" {3,}", line)[0].replace("news.db", str(tmp_path / "news.db")) for line in block.strip().splitlines()]
    for command in commands:
        words = shlex.split(command)
        if words[1] == "serve":
            words = [*words, "--help"]  # it would go on until it is stopped
        done = run_text(*words[1:], cwd=ROOT)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout or words[1] == "ingest", command


def test_python_of_the_readme_runs(tmp_path: Path) -> None:
    code = README.split("```python")[1].split("```")[0].replace('"page.html"', repr(str(ROOT / PAGE)))
    code = code.replace('["a.html", "b.txt"]', f"[{str(ROOT / PAGE)!r}, {str(tmp_path / 'gone.txt')!r}]")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "denies ·" in done.stdout
    assert "no such file" in done.stdout


def test_the_example_of_the_package_docstring_holds() -> None:
    import doctest

    import onrecord

    assert doctest.testmod(onrecord).failed == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_to_files_that_exist(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
