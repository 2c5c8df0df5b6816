"""Threats 21 to 26: the machine stops, is full or is shared; files are damaged or tampered with; a worker dies."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import StoreError
from onrecord.ingest import ingest
from onrecord.intake.found import Found
from onrecord.store import open_store
from onrecord.store.file import open_file
from tests.ingest import slow_reading
from tests.ingest.test_ingest import PAGES, _quick, _stored
from tests.ingest.test_ingest import onrecord as command
from tests.processes import run
from tests.store.given import FRENCH, GRAIN, SHELLS, TEXTS, UNDATED, exported, fill, four_pages, reading
from tests.store.test_file import FAULTS

PACKAGE = Path(onrecord.__file__).parent
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits as POSIX has them")


def lines_of(path: Path) -> bytes:
    """All records of a store as `export` writes them."""
    return command_bytes("export", path, "--as", "jsonl", "--no-head")


def command_bytes(*words: str | Path) -> bytes:
    done = run(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


@POSIX
def test_21_killed_and_resumed_an_ingest_exports_the_same_bytes(tmp_path: Path) -> None:
    """Three kills; tests/ingest/test_ingest.py kills as often as it takes to end."""
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    assert _quick(whole).wait() == 0
    chance = random.Random(21)
    for _ in range(3):
        run, wanted = _quick(broken), _stored(broken) + chance.randrange(PAGES // 8)
        while run.poll() is None and _stored(broken) <= wanted:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
        with closing(sqlite3.connect(broken)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert _quick(broken).wait() == 0
    assert lines_of(broken) == lines_of(whole)


LIMITED = """
import resource, sys
from onrecord.cli import main

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
main()
"""


@POSIX
def test_22_a_full_disk_is_named_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("grain"))
    for n in range(5):
        (tmp_path / f"{n}.html").write_text(
            f"<pre>{SHELLS}{GRAIN}{UNDATED}{SHELLS}</pre><p>{n}</p><!-- {random.Random(n).randbytes(90_000).hex()} -->", encoding="utf-8"
        )
    words = ["ingest", *(str(tmp_path / f"{n}.html") for n in range(5)), "--store", str(path), "--workers", "1", "--no-copies"]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path.stat().st_size + 150_000), *words], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(path) in done.stderr
    with open_store(path) as store:
        assert store.check() == ()
        assert "Harvest fair opens a day late" in [page.headline for page in store.pages()]
    assert command(*words).returncode == 0
    with open_store(path) as store:
        assert (len(store.pages()), store.check()) == (6, ())


@POSIX
def test_22_where_there_is_no_room_for_temporary_files_says_so(tmp_path: Path) -> None:
    """The model of languages is unpacked into one."""
    (tmp_path / "page.txt").write_text(FRENCH, encoding="utf-8")
    words = ["ingest", str(tmp_path / "page.txt"), "--store", str(tmp_path / "news.db"), "--workers", "1"]
    done = subprocess.run([sys.executable, "-c", LIMITED, "1000000", *words], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "make room in the folder for temporary files" in done.stderr


@POSIX
def test_22_a_full_disk_leaves_no_half_export(tmp_path: Path) -> None:
    four_pages(tmp_path / "news.db").close()
    words = ["export", str(tmp_path / "news.db"), str(tmp_path / "out.xlsx"), "--as", "xlsx"]
    done = subprocess.run([sys.executable, "-c", LIMITED, "2000", *words], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert not (tmp_path / "out.xlsx").exists()


@POSIX
def test_23_of_two_writers_one_waits_or_says_why_and_readers_go_on(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    first = _quick(path)
    while _stored(path) == 0 and first.poll() is None:
        time.sleep(0.01)
    (tmp_path / "grain.txt").write_text(GRAIN, encoding="utf-8")
    second = command("ingest", tmp_path / "grain.txt", "--store", path)
    reading_on = _stored(path)
    assert first.wait() == 0
    assert reading_on > 0
    assert second.returncode == 0 or f"being filled by process {first.pid}" in second.stderr
    again = command("ingest", tmp_path / "grain.txt", "--store", path)
    assert again.returncode == 0
    with open_store(path) as store:
        assert store.check() == ()
        assert [row.location for row in store.pages()].count(str(tmp_path / "grain.txt")) == 1


@pytest.mark.parametrize(("make", "told"), FAULTS)
def test_24_what_is_no_sound_store_is_named_by_the_command(make: object, told: str, tmp_path: Path) -> None:
    make(tmp_path / "news.db")  # type: ignore[operator]
    done = command("stories", tmp_path / "news.db")
    assert done.returncode in (1, 2)
    assert told.partition(";")[0].partition("(")[0].strip() in done.stderr
    assert "Traceback" not in done.stderr


def test_24_a_flipped_bit_is_told_or_harmless(tmp_path: Path) -> None:
    """Eighty bits; tests/store/test_file.py flips the more and compares what is told."""
    path = tmp_path / "news.db"
    four_pages(path).close()
    data, chance = path.read_bytes(), random.Random(24)
    with open_store(path) as store:
        whole = exported(store)
    told = 0
    for _ in range(80):
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        try:
            with open_store(path) as store:
                found = store.check() or exported(store) == whole or len(store.pages()) == len(TEXTS)
                told += bool(store.check())
                assert found
        except (StoreError, onrecord.OnRecordError) as error:
            told += str(path) in str(error)
        except sqlite3.DatabaseError:  # what a view reads behind the store's own functions: SQLite names it
            told += 1
    assert told


def test_24_a_store_runs_nothing_of_its_own(tmp_path: Path) -> None:
    fill(tmp_path / "news.db", reading("grain"))
    with closing(open_file(tmp_path / "news.db")) as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match=r"not authorized|no such function"):
            connection.execute("SELECT load_extension('x')").fetchone()


def test_26_a_page_that_kills_its_worker_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one ingest; on a cluster it is a matter of `archive`."""
    texts = [GRAIN, "The fern dies.", SHELLS, UNDATED]
    found = [Found(f"{n}", f"page-{n}", None, None, None, text.encode(), None) for n, text in enumerate(texts)]
    monkeypatch.setattr("onrecord.ingest.read_found", slow_reading.read_slowly)
    report = ingest([], tmp_path / "news.db", pages=found, workers=2)
    assert (report.stored, report.failed) == (3, 1)
    with open_store(tmp_path / "news.db") as store:
        assert [(row.location, row.cause) for row in store.failures()] == [("page-1", "the process that read it was killed")]


WHERE = "TRIPOLI, March 1 (Reuters) - The ministry said that rain fell in Springfield, Vancouver and Birmingham on Friday.\n"
LONG = SHELLS * 8  # so that the classifier of lines is asked
TAMPERED = """
import runpy, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
sys.argv = ["onrecord", "read", sys.argv[2], "--json"]
runpy.run_module("onrecord", run_name="__main__")
"""
# Of each kind one that every page is read with; tests/test_repository.py holds that no table is left out of the digests.
DATA = ["encoder/models/encoder.onnx", "encoder/models/mentions.onnx", "encoder/models/vocabulary.txt", "article/models/blocks-text.npz",
        "coreference/models/pairs.npz", "events/models/deeds.npz", "grounding/places/gazetteer.bin", "grounding/places/signs.json",
        "grounding/places/weights.json", "statements/cues.tsv", "article/agencies.tsv",
        "grounding/actors/officeholders.tsv", "SHA256SUMS"]  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package once more: its files are linked, so that one at a time can be another."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(PACKAGE, folder / "onrecord", copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    (folder / "where.txt").write_text(WHERE + SHELLS, encoding="utf-8")
    return folder


def read_with(folder: Path, page: str = "long.txt") -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", TAMPERED, str(folder), str(folder / page)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False)


@POSIX
@pytest.mark.parametrize("name", DATA)
def test_25_a_file_that_was_tampered_with_stops_all_and_is_named(installed: Path, name: str) -> None:
    file = installed / "onrecord" / name
    true = file.read_bytes()
    file.unlink()  # a link: the package's own file stays as it is
    file.write_bytes(true + b"\n" if name != "SHA256SUMS" else true.replace(b"a", b"b"))
    try:
        done = read_with(installed, "where.txt" if "places" in name else "long.txt")
    finally:
        file.write_bytes(true)
    assert done.stdout == ""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search(r"is not the \w+ that was (?:shipped|trained)", done.stderr)
    assert name == "SHA256SUMS" or Path(name).name in done.stderr


@POSIX
def test_25_the_same_copy_reads_when_nothing_was_done_to_it(installed: Path) -> None:
    done = read_with(installed)
    assert (done.returncode, json.loads(done.stdout)["document"]["text"]) == (0, LONG)
