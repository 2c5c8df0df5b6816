"""An archive that several processes work on: whose files are whose, what of the dead may go, and what of the living stays."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.archive import processes
from onrecord.archive.processes import Process, is_part, this_process, writer_of
from onrecord.archive.setting import HEAD, Setting, fix
from onrecord.archive.storage import Place
from onrecord.errors import SetupError
from tests.archive.others import dead, elsewhere, part_of, reborn


@pytest.mark.parametrize(("who", "here", "ended"), [(this_process, True, False), (dead, True, True), (reborn, True, True), (elsewhere, False, False)])
def test_a_process_is_dead_only_where_that_is_sure(who: Callable[[], Process], here: bool, ended: bool) -> None:
    process = who()
    assert (process.is_here, process.is_dead) == (here, ended)


def test_a_process_that_nobody_asked_after_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    running = Process(this_process().host, child.pid, processes._start(child.pid))
    assert not running.is_dead
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and the system still has its number
    assert running.is_dead
    child.communicate()
    assert running.is_dead


@pytest.mark.parametrize(
    ("who", "stays"), [(this_process, True), (dead, False), (reborn, False), (elsewhere, True)], ids=["this", "dead", "reborn", "elsewhere"]
)
def test_a_sweep_takes_what_the_dead_left_and_no_more(tmp_path: Path, who: Callable[[], Process], stays: bool) -> None:
    place = Place(str(tmp_path))
    process = who()
    name = part_of(process, "a.parquet")
    assert (is_part(name), writer_of(name)) == (True, process)
    place.beside("shards").joinpath(name).touch()
    place.beside("shards").joinpath(".a.hand").touch()
    place.sweep("shards")
    assert place.names("shards") == {".a.hand", *([name] if stays else [])}


def test_processes_of_one_number_write_to_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in containers on one disk, of machines that tell no more than a number."""
    place = Place(str(tmp_path))
    mine = place.scratch("shards/a.parquet")
    monkeypatch.setattr("onrecord.archive.processes._OWN", "0" * 8)
    theirs = place.scratch("shards/a.parquet")
    assert mine != theirs
    theirs.write_bytes(b"theirs")
    mine.write_bytes(b"mine")
    place.keep(theirs, "shards/a.parquet")
    place.keep(mine, "shards/a.parquet")
    assert place.read("shards/a.parquet") == b"mine"


@pytest.mark.parametrize("who", [this_process, dead, elsewhere], ids=["this", "dead", "elsewhere"])
def test_an_archive_begins_beside_the_head_that_another_writes_or_left_half_written(tmp_path: Path, who: Callable[[], Process]) -> None:
    (tmp_path / part_of(who(), HEAD)).write_bytes(b"{")
    fix(Place(str(tmp_path)), Setting())
    assert HEAD in Place(str(tmp_path)).names("")


def test_a_folder_with_other_things_in_it_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(SetupError, match="other things in it"):
        fix(Place(str(tmp_path)), Setting())


class _Meanwhile(Place):
    """A place in which another process begins the archive while this one looks: before its first or its second look, or before it writes."""

    def __init__(self, root: str, at: str, setting: Setting) -> None:
        super().__init__(root)
        self._at, self._setting = at, setting

    def _other(self, at: str) -> None:
        if self._at == at:
            self._at = ""
            other = Place(self.root)
            fix(other, self._setting)
            other.write("plan/a.json", b"{}")

    def names(self, folder: str) -> frozenset[str]:
        self._other("names")
        found = super().names(folder)
        self._other("named")
        return found

    def scratch(self, name: str) -> Path:
        self._other("scratch")
        return super().scratch(name)


@pytest.mark.parametrize("at", ["names", "named", "scratch"])
def test_of_two_that_begin_an_archive_at_once_both_go_on_if_they_read_alike(tmp_path: Path, at: str) -> None:
    fix(_Meanwhile(str(tmp_path), at, Setting()), Setting())
    with pytest.raises(SetupError, match="was begun otherwise"):
        fix(_Meanwhile(str(tmp_path / at), at, Setting(languages=("de",))), Setting())


def test_of_many_that_write_under_a_new_name_one_has_done_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for links in (True, False):
        if not links:
            monkeypatch.setattr("os.link", _no_links)
        place = Place(str(tmp_path / str(links)))
        assert [place.write_new("head", word) for word in (b"one", b"two")] == [True, False]
        assert (place.read("head"), place.names("")) == (b"one", {"head"})


def _no_links(*_: object) -> None:
    raise OSError(95, "Operation not supported")
