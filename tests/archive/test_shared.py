"""An archive that several processes work on: whose files are whose, what of the dead may go, and what of the living stays."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.archive import processes
from onrecord.archive.processes import Process, is_part, this_process, writer_of
from onrecord.archive.storage import Place
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
