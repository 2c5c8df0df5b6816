"""Tables made by one process at a time, whatever dies meanwhile: who reads finds them whole, or is told that they are not there."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("daft")

from onrecord.archive import archive, finish, load, read_across
from onrecord.archive.finish import FINISHED, read_finished
from onrecord.archive.inputs import Input
from onrecord.archive.lock import LOCK, held
from onrecord.archive.processes import Process, this_process
from onrecord.archive.shards import Plan, as_they_are, read_plans
from onrecord.archive.storage import Place
from onrecord.archive.tables import ACROSS, IN_ONE, TABLES, NewTables
from onrecord.errors import SetupError
from tests.archive.given import PAGES, write_warcs
from tests.archive.here import read_here
from tests.archive.others import dead, elsewhere, reborn


class _KilledError(BaseException):
    """What a test kills a run with: nothing handles it."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose tables are those of one file; the shards of a second one are there too."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch:
        read_here(patch)
        first, second = write_warcs(folder / "crawl", PAGES)
        archive([str(first)], str(folder / "out"))
        finish(str(folder / "out"))
        archive([str(second)], str(folder / "out"))
    return folder / "out"


@pytest.fixture
def out(begun: Path, tmp_path: Path) -> Path:
    """A copy of it to do things to."""
    return Path(shutil.copytree(begun, tmp_path / "out"))


@pytest.fixture(scope="module")
def wanted(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rows of its tables once both files are in them."""
    folder = shutil.copytree(begun, tmp_path_factory.mktemp("wanted") / "out")
    finish(str(folder))
    return rows(folder)


def rows(out: Path) -> dict[str, list[str]]:
    """The rows of each table of an archive."""
    import pyarrow.dataset

    found = {}
    for name in TABLES:
        there = (out / name).exists()
        table = pyarrow.dataset.dataset(out / name, partitioning="hive").to_table().to_pylist() if there else []
        found[name] = sorted(repr(sorted(row.items())) for row in table)
    return found


def lock_of(process: Process) -> bytes:
    """What the lock says while a process holds it."""
    return json.dumps({"host": "node-7", "process": asdict(process)}).encode()


@pytest.mark.parametrize("who", [dead, reborn])
def test_the_lock_of_a_process_that_died_here_is_taken_over(tmp_path: Path, who: Callable[[], Process]) -> None:
    place = Place(str(tmp_path))
    place.write(LOCK, lock_of(who()))
    with held(place):
        assert json.loads(place.read(LOCK))["process"] == asdict(this_process())
    assert not place.has(LOCK)


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (lock_of(this_process()), f"being made by process {this_process().pid} on node-7"),
        (lock_of(elsewhere()), "on node-7"),
        (b"", "by another process"),
        (b'{"host": "node-7"', "by another process"),
        (b"[]", "by another process"),
    ],
    ids=["here", "elsewhere", "empty", "torn", "other"],
)
def test_a_lock_that_may_be_held_stays_and_is_told_with_what_to_do(tmp_path: Path, told: bytes, problem: str) -> None:
    place = Place(str(tmp_path))
    place.write(LOCK, told)
    with pytest.raises(SetupError, match=problem) as refused, held(place):
        pass
    assert refused.value.remedy == f"wait until that is done; if it runs no more, remove {tmp_path / LOCK} and give the same command"
    assert place.read(LOCK) == told


def test_of_two_that_find_a_holder_dead_one_takes_over_and_the_other_finds_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other looked before, and would remove what it saw."""
    place = Place(str(tmp_path))
    place.write(LOCK, lock_of(dead()))
    remove = held.__wrapped__.__globals__["_remove_once"]  # type: ignore[attr-defined]

    def late(path: Path, told: bytes) -> None:
        remove(path, told)
        assert place.write_new(LOCK, lock_of(this_process()))
        remove(path, told)

    monkeypatch.setattr("onrecord.archive.lock._remove_once", late)
    with pytest.raises(SetupError, match="are being made by"), held(place):
        pass
    assert place.read(LOCK) == lock_of(this_process())


def test_a_lock_that_was_removed_by_hand_and_taken_by_another_stays_the_others(tmp_path: Path) -> None:
    place = Place(str(tmp_path))
    with held(place):
        place.remove(LOCK)
        place.write(LOCK, lock_of(elsewhere()))
    assert place.read(LOCK) == lock_of(elsewhere())


def test_while_one_makes_tables_another_touches_none(out: Path, wanted: dict[str, list[str]]) -> None:
    before = rows(out)
    with held(Place(str(out))), pytest.raises(SetupError, match="its tables are being made"):
        finish(str(out))
    assert (rows(out), read_finished(Place(str(out))).pages) == (before, 2)
    (out / LOCK).write_bytes(lock_of(dead()))
    finish(str(out))
    assert rows(out) == wanted


def _dies(monkeypatch: pytest.MonkeyPatch, method: str, time: int) -> None:
    """Let a run die as it calls a method of a place for so many times."""
    whole, calls = getattr(Place, method), []

    def dying(self: Place, *given: Any) -> Any:
        calls.append(given)
        if len(calls) == time:
            raise _KilledError(f"{method}{given}")
        return whole(self, *given)

    monkeypatch.setattr(Place, method, dying)


@pytest.mark.parametrize(
    ("method", "time", "stands"),
    [
        ("clear", 1, True),
        ("sweep", 1, True),
        ("keep", 2, True),
        ("keep", 5, True),
        ("remove", 1, True),
        ("move", 1, False),
        ("move", 2, False),
        ("move", 9, False),
        ("files", 1 + 2 * len(TABLES), False),
        ("clear", 3, False),
        ("write", 2, False),
    ],
)
def test_whenever_a_run_dies_tables_are_whole_or_not_said_to_be_there(
    out: Path, wanted: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, method: str, time: int, stands: bool
) -> None:
    """And the same command makes what an undisturbed one makes."""
    before = rows(out)
    with monkeypatch.context() as patch:
        _dies(patch, method, time)
        with pytest.raises(_KilledError):
            finish(str(out))
    assert (out / FINISHED).exists() == stands
    if stands:
        assert rows(out) == before
        assert len(read_across(str(out)).stories) == len(before["stories"])
    else:
        with pytest.raises(SetupError, match="is not finished"):
            read_across(str(out))
    (out / LOCK).write_bytes(lock_of(dead()))
    finish(str(out))
    assert rows(out) == wanted
    rests = {path.name for path in out.iterdir()} - {"archive.json", FINISHED, "plan", "shards"}
    assert rests == {name for name in TABLES if wanted[name]} | {*IN_ONE, *ACROSS}


def test_where_files_of_a_table_are_gone_that_is_said_and_the_same_command_makes_them(
    out: Path, wanted: dict[str, list[str]], tmp_path: Path
) -> None:
    finish(str(out))
    shutil.rmtree(out / "documents")
    with pytest.raises(SetupError, match="tables are damaged: documents has 0 files, where"):
        load(str(out), tmp_path / "news.db")
    finish(str(out))
    assert rows(out) == wanted


@pytest.mark.parametrize("told", [b"", b"{}", b"[]", b'{"state": "', b'{"tables": []}'])
def test_a_damaged_word_of_what_is_finished_is_said_and_the_same_command_writes_it(out: Path, wanted: dict[str, list[str]], told: bytes) -> None:
    (out / FINISHED).write_bytes(told)
    with pytest.raises(SetupError, match=f"{FINISHED}: is damaged; give onrecord archive … --finish"):
        read_across(str(out))
    finish(str(out))
    assert rows(out) == wanted


class _Objects:
    """A file system as that of an object store: folders need not be made, and nothing is renamed."""

    def __init__(self) -> None:
        from pyarrow.fs import LocalFileSystem

        self._real = LocalFileSystem()
        self.get_file_info = self._real.get_file_info
        self.delete_dir = self._real.delete_dir
        self.delete_file = self._real.delete_file

    def open_output_stream(self, path: str) -> Any:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return self._real.open_output_stream(path)


class _Bucket(Place):
    """A folder that is taken for a prefix of an object store."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.local = False
        self._remote = (_Objects(), self.root)


@pytest.mark.parametrize("dies", [True, False])
def test_in_an_object_store_nothing_is_said_to_be_finished_while_tables_are_written(
    out: Path, wanted: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dies: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys.modules[finish.__module__], "Place", _Bucket)
    assert (out / FINISHED).exists()
    with monkeypatch.context() as patch:
        write = NewTables.write_pages

        def seen(self: NewTables, d: Any, pages: Any) -> None:
            assert not (out / FINISHED).exists()
            if dies:
                raise _KilledError
            write(self, d, pages)

        patch.setattr(NewTables, "write_pages", seen)
        if dies:
            with pytest.raises(_KilledError):
                finish(str(out))
            assert not (out / FINISHED).exists()
        else:
            finish(str(out))
    finish(str(out))
    assert rows(out) == wanted
    assert read_finished(_Bucket(str(out))).pages == len(wanted["documents"])
    assert not (out / LOCK).exists()


def test_in_an_object_store_too_a_lock_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "of the node"))
    place = _Bucket(str(tmp_path))
    with held(place), pytest.raises(SetupError, match="are being made by"), held(place):
        pass
    place.write(LOCK, lock_of(dead()))
    with held(place):
        assert json.loads(place.read(LOCK))["process"] == asdict(this_process())
    assert not place.has(LOCK)


def test_a_file_that_was_fetched_again_is_no_failure_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do pages stay that only its former bytes had."""
    read_here(monkeypatch)
    (whole, other), out = write_warcs(tmp_path / "crawl", {"sold": PAGES["sold"], "tugs": PAGES["tugs"]}), str(tmp_path / "out")
    data = whole.read_bytes()
    folder = [str(tmp_path / "crawl")]

    def done() -> tuple[int, int]:
        archive(folder, out)
        made = finish(out, inputs=folder)
        assert finish(out) == made
        return made.pages, made.failed

    whole.write_bytes(b"no archive at all")
    assert done() == (2, 1)
    whole.write_bytes(data)
    assert done() == (2, 0)
    other.write_bytes(data)
    assert done() == (1, 0)
    monkeypatch.chdir(tmp_path)
    assert finish(out, inputs=["crawl"]).pages == 1


def test_of_a_file_that_is_gone_all_that_was_read_stays(tmp_path: Path) -> None:
    plans = [Plan(str(tmp_path / "gone.warc"), size, (), ()) for size in (5, 7)]
    assert as_they_are(plans, ()) == plans
    assert as_they_are(plans, [Input(str(tmp_path / "gone.warc"), 7)]) == plans[1:]


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _zeroed(data: bytes) -> bytes:
    """With its head and foot whole, and nothing between."""
    return data[:4] + bytes(len(data) * 3 // 4) + data[4 + len(data) * 3 // 4 :]


def _empty(data: bytes) -> bytes:
    return data[:0]


@pytest.mark.parametrize("hurt", [_cut, _zeroed, _empty])
@pytest.mark.parametrize("folder", ["shards", "plan"])
def test_damage_in_an_archive_is_told_by_the_name_of_the_file_and_mended_by_removing_it(
    begun: Path, out: Path, wanted: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, folder: str, hurt: Callable[[bytes], bytes]
) -> None:
    read_here(monkeypatch)
    file = sorted((out / folder).iterdir())[0]
    file.write_bytes(hurt(file.read_bytes()))
    with pytest.raises(SetupError, match=f"{file.name}: is damaged") as told:
        finish(str(out))
    assert told.value.location == str(file)
    assert told.value.remedy == "remove it and give the same command"
    given = [str(begun.parent / "crawl")]
    if folder == "plan":
        with pytest.raises(SetupError, match=f"{file.name}: is damaged"):
            archive(given, str(out))
    file.unlink()
    archive(given, str(out))
    finish(str(out), inputs=given)
    assert rows(out) == wanted


@pytest.mark.parametrize(
    "plan", [b"[]", b"{}", b'{"path": "a", "size": 1, "shards": [1], "unreadable": []}', b'{"path": "a", "size": 1, "shards": 7}']
)
def test_a_plan_that_is_none_is_damage_too(tmp_path: Path, plan: bytes) -> None:
    place = Place(str(tmp_path))
    place.write("plan/a.json", plan)
    with pytest.raises(SetupError, match=r"a\.json: is damaged; remove it"):
        read_plans(place)


@pytest.mark.parametrize("hurt", [_cut, _zeroed, _empty])
@pytest.mark.parametrize("table", ["documents", "claims"])
def test_damage_in_a_table_is_told_by_the_name_of_the_file_and_mended_by_removing_it(
    out: Path, wanted: dict[str, list[str]], tmp_path: Path, table: str, hurt: Callable[[bytes], bytes]
) -> None:
    finish(str(out))
    file = sorted((out / table).rglob("*.parquet"))[0]
    file.write_bytes(hurt(file.read_bytes()))
    with pytest.raises(SetupError, match=f"{file.name}: is damaged") as told:
        load(str(out), tmp_path / "news.db") if table == "documents" else read_across(str(out))
    assert told.value.remedy == "remove it, and give onrecord archive … --finish"
    file.unlink()
    finish(str(out))
    assert rows(out) == wanted


def test_what_is_no_damage_is_not_said_to_be(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, and what we did wrong ourselves."""
    for error in (OSError(28, "No space left on device"), ValueError("ours")):
        with monkeypatch.context() as patch:
            patch.setattr(NewTables, "write_pages", _raises(error))
            with pytest.raises(type(error)) as raised:
                finish(str(out))
            assert raised.value is error


def _raises(error: Exception) -> Callable[..., None]:
    def work(*_: object) -> None:
        raise error

    return work
