"""What `onrecord read` shows on a terminal: the bar, the pager, colour."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from onrecord.cli.screen import find_pager
from tests.cli.given import PAGE, in_terminal, run


@pytest.mark.parametrize("workers", ["1", "2"])
def test_records_go_to_a_file_while_the_terminal_shows_a_bar(workers: str, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    seen = in_terminal("read", page, page, tmp_path / "gone.txt", "--json", "--workers", workers, stdout=out)
    assert [json.loads(line)["document"]["text"] for line in out.read_text(encoding="utf-8").splitlines()] == [PAGE] * 2
    assert "reading" in seen
    assert '"schema"' not in seen
    # What is said on standard error stands below the bar, which is gone by then, on lines of its own.
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen).replace("\r\n", "\n").split("\r")[-1]
    assert last.lstrip("\n").splitlines()[0] == "onrecord: 1 of 3 pages could not be read:"


def test_the_view_of_several_pages_goes_to_a_file(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.txt"
    seen = in_terminal("read", page, page, stdout=out)
    assert out.read_text(encoding="utf-8").count("This record") == 2
    assert "This record" not in seen


@pytest.fixture
def pager(tmp_path: Path) -> Mapping[str, str]:
    """A pager that tells that it was asked."""
    path = tmp_path / "pager"
    path.write_text("#!/bin/sh\necho '<<paged>>'\ncat\n", encoding="utf-8")
    path.chmod(0o755)
    return {"PAGER": str(path)}


def test_what_is_longer_than_the_terminal_goes_through_the_pager(page: Path, pager: Mapping[str, str]) -> None:
    paged = in_terminal("read", page, page, env=pager)
    assert paged.startswith("<<paged>>")
    assert paged.count("This record") == 2
    assert "\x1b[1;31m✕ denies" in paged
    for option in ("--brief", "--no-pager", "--json"):
        assert "<<paged>>" not in in_terminal("read", page, option, env=pager), option
    assert b"<<paged>>" not in run("read", page, env=pager).stdout


PAGERS = [
    # $PAGER, $TERM, what is run
    (f"{sys.executable} -u", "xterm", [sys.executable, "-u"]),
    ("cat", "xterm", None),
    ("", "xterm", None),
    ("no-such-program", "xterm", None),
    ("unclosed '", "xterm", None),
    (sys.executable, "dumb", None),
]


@pytest.mark.parametrize(("pager", "term", "command"), PAGERS)
def test_the_pager_is_the_one_of_the_environment(pager: str, term: str, command: list[str] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setenv("TERM", term)
    assert find_pager() == command


def test_failures_are_told_after_the_pager(page: Path, pager: Mapping[str, str], tmp_path: Path) -> None:
    seen = in_terminal("read", page, tmp_path / "gone.txt", page, env=pager)
    assert seen.index("This record") < seen.index("1 of 3 pages could not be read")


def test_a_reader_who_leaves_the_pager_early_ends_it_quietly(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "pager"
    path.write_text("#!/bin/sh\nhead -n 1\n", encoding="utf-8")
    path.chmod(0o755)
    seen = in_terminal("read", *[page] * 300, env={"PAGER": str(path)})
    assert len(seen.splitlines()) == 1


def test_a_person_at_the_keyboard_is_told_how_to_end(page: Path) -> None:
    seen = in_terminal("read", "-", "--brief", keys=PAGE.encode() + b"\x04")
    assert "onrecord: reading standard input; end with Ctrl-D\r\n" in seen
    assert "✕ denies" in seen


def test_a_terminal_gets_colour_and_nothing_of_the_page_s_own(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE.replace("Velmora in", "Vel\x1b]0:owned\x07mora \u202ein"), encoding="utf-8")
    seen = in_terminal("read", page)
    assert "\x1b[1;31m✕ denies" in seen
    assert "␛]0:owned␇" in seen
    assert "‹U+202E›" in seen
    assert set(re.findall(r"\x1b.", seen)) == {"\x1b["}
    assert "\x1b" not in in_terminal("read", page, env={"NO_COLOR": "1"})


def test_a_bar_is_drawn_only_on_a_terminal(page: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert "reading" in in_terminal("read", page, page, "--html", tmp_path / "out")
    assert b"reading" not in run("read", page, page, "--html", tmp_path / "out").stderr
