"""Pages go into a store once, whatever happens on the way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from onrecord.errors import StoreError
from onrecord.ingest import Report, ingest
from onrecord.ingest.progress import Tally, in_words
from onrecord.ingest.reading import lost
from onrecord.intake.found import Found, Unreadable
from onrecord.store import open_store
from onrecord.store.lock import held
from onrecord.store.reader import Reader, present
from tests.ingest import quick_ingest, slow_reading
from tests.intake.make import zipped
from tests.processes import run_text
from tests.store.given import FRENCH, GRAIN, SHELLS, UNDATED, exported, fill, reading

ROOT = Path(__file__).parent.parent.parent
PAGES = 500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three pages and something that is none."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in (("grain", GRAIN), ("shells", SHELLS), ("undated", UNDATED)):
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")
    (pages / "data.json").write_text('{"a": 1}', encoding="utf-8")
    return pages


def onrecord(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return run_text(*words, cwd=cwd)


def test_a_folder_is_stored_once_and_what_failed_is_listed(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert _counts(ingest([folder], path)) == (3, 1, 0)
    with open_store(path) as store:
        before = exported(store)
        assert sorted(page.headline or "" for page in store.pages())[1:] == [
            "Harvest fair opens a day late",
            "Ministry denies shipping shells to Ostania",
        ]
        assert [(Path(row.location).name, row.stage, row.cause) for row in store.failures()] == [("data.json", "page", "JSON, not a page")]
        page = next(p for p in store.pages() if p.location.endswith("grain.txt"))
        assert store.original(page) == GRAIN.encode()
    assert _counts(ingest([folder], path)) == (0, 0, 4)
    (folder / "new.txt").write_text(GRAIN.replace("Lima", "Cusco").replace("a day", "two days"), encoding="utf-8")
    (folder / "grain.txt").touch()  # of another time, so looked into again; its bytes were read
    assert _counts(ingest([folder], path)) == (1, 0, 4)
    with open_store(path) as store:
        assert [row for row in before if row not in exported(store) and not isinstance(row[0], int)] == []
        assert (len(store.pages()), store.check()) == (4, ())
    assert not Path(f"{path}.lock").exists()


def test_a_failed_page_is_read_again_when_asked_and_leaves_the_list_when_it_succeeds(folder: Path, tmp_path: Path) -> None:
    path, gone = tmp_path / "news.db", folder / "gone.txt"
    assert _counts(ingest([gone, folder / "data.json"], path)) == (0, 2, 0)
    gone.write_text(GRAIN, encoding="utf-8")
    assert _counts(ingest([gone, folder / "data.json"], path)) == (1, 0, 1)
    with open_store(path) as store:
        assert [Path(row.location).name for row in store.failures()] == ["data.json"]
    assert _counts(ingest([gone, folder / "data.json"], path, retry=True)) == (0, 1, 1)


def test_what_is_told_of_a_run_adds_up_and_failures_of_earlier_ones_are_not_forgotten(folder: Path, tmp_path: Path) -> None:
    words = ("ingest", folder, folder / "grain.txt", "--store", tmp_path / "news.db", "--workers", "1")
    done = onrecord(*words)
    assert done.returncode == 1
    assert f"3 pages stored in {tmp_path / 'news.db'}, 1 done before, 1 failed" in done.stderr
    assert "failed before" not in done.stderr
    done = onrecord(*words)
    assert done.returncode == 0
    assert f"0 pages stored in {tmp_path / 'news.db'}, 5 done before" in done.stderr
    assert "1 failed before: --retry reads it once more" in done.stderr


def test_a_manifest_says_where_a_page_came_from(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pages.csv").write_text(
        "path,url,outlet,saved_at\npages/grain.txt,https://post.example/fair,Lima Post,2024-06-13T09:00:00Z\n", encoding="utf-8"
    )
    ingest([], tmp_path / "news.db", manifest=tmp_path / "pages.csv")
    with open_store(tmp_path / "news.db") as store:
        (page,) = store.pages()
        assert (page.location, page.outlet, page.retrieved) == ("https://post.example/fair", "Lima Post", "2024-06-13T09:00:00Z")


def test_a_manifest_is_read_alone_and_beside_a_folder_each_page_once(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pages.csv").write_text("path,url,outlet\npages/grain.txt,https://post.example/fair,Lima Post\n", encoding="utf-8")
    for number, (words, expected) in enumerate((((), 1), (("pages",), 3))):
        store = tmp_path / f"{number}.db"
        onrecord("ingest", *words, "--manifest", "pages.csv", "--store", store, "--workers", "1", cwd=tmp_path)
        with open_store(store) as opened:
            captured = [row.location for row in opened.pages() if row.location]
            assert len(captured) == expected
            assert [row.outlet for row in opened.pages() if row.location == "https://post.example/fair"] == ["Lima Post"]
            assert not [place for place in captured if place.endswith("grain.txt")]


def test_an_outlet_that_a_manifest_tells_afterwards_is_that_of_the_page(folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "pages.csv"
    manifest.write_text("path,outlet\npages/grain.txt,Lima Post\npages/shells.txt,Velmar Post\n", encoding="utf-8")
    first, after = tmp_path / "first.db", tmp_path / "after.db"
    ingest([folder], first, manifest=manifest)
    ingest([folder], after)
    with open_store(after) as store:
        store.stories()
    ingest([], after, manifest=manifest)
    with open_store(first) as one, open_store(after) as other:
        assert one.stories() == other.stories()
        assert exported(one) == exported(other)
        assert {row.outlet for row in other.pages()} == {"Lima Post", "Velmar Post", None}
        assert other.check() == ()
    ingest([folder], after)  # whoever says nothing of an outlet takes none away
    with open_store(first) as one, open_store(after) as other:
        assert exported(one) == exported(other)


def test_what_failed_in_an_archive_leaves_the_list_once_a_whole_one_lies_there(tmp_path: Path) -> None:
    path, archive = tmp_path / "news.db", tmp_path / "saved.zip"
    whole = zipped({"grain.txt": GRAIN.encode()})
    for cut in (30, 25):  # a file that was cut twice, each time elsewhere, has failed once
        archive.write_bytes(whole[:-cut])
        assert _counts(ingest([archive], path)) == (0, 1, 0)
    with open_store(path) as store:
        assert [row.location for row in store.failures()] == [str(archive)]
    archive.write_bytes(whole)
    assert _counts(ingest([archive], path)) == (1, 0, 0)
    with open_store(path) as store:
        assert store.failures().rows == ()
        assert store.coverage().pages == 1


def test_originals_can_be_left_out_and_the_record_is_the_same(folder: Path, tmp_path: Path) -> None:
    ingest([folder], tmp_path / "with.db")
    ingest([folder], tmp_path / "without.db", source=False)
    with open_store(tmp_path / "with.db") as kept, open_store(tmp_path / "without.db") as left_out:
        assert exported(left_out) == exported(kept)
        assert [left_out.original(page) for page in left_out.pages()] == [None] * 3


def test_several_workers_store_what_one_does(folder: Path, tmp_path: Path) -> None:
    ingest([folder], tmp_path / "one.db")
    done = onrecord("ingest", folder, "--store", tmp_path / "two.db", "--workers", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"3 pages stored in {tmp_path / 'two.db'}, 1 failed (onrecord failures {tmp_path / 'two.db'} lists them)" in done.stderr
    assert "the store has 4 pages, 3 read, 1 undated, 1 failed" in done.stderr
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        assert exported(two) == exported(one)


def test_failures_are_listed_as_a_table_as_json_and_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, quick_ingest.Failed("k", "=cmd|' /C calc'!A0\x1b[31m", None, "page", "no text", "save it whole", Reader("1")), reading("grain"))
    table = onrecord("failures", path)
    assert "no text" in table.stdout
    assert "\x1b" not in table.stdout
    assert "1 of 2 pages, 1 read, 1 failed" in table.stderr
    assert json.loads(onrecord("failures", path, "--json").stdout)["cause"] == "no text"
    rows = onrecord("failures", path, "--csv").stdout.splitlines()
    assert rows[0].startswith("location,outlet,stage,cause,remedy")
    assert rows[1].startswith("\"'=cmd") or rows[1].startswith("'=cmd")
    assert onrecord("failures", path, "--stage", "open").stdout == ""
    refused = onrecord("failures", path, "--stage", "foo")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "stage: 'foo' is none; there are open, " in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["failures", "gone.db"], 1, "gone.db: there is no such store"),
        (["ingest", "pages", "--store", "no/such/folder/news.db"], 1, "its folder does not exist"),
        (["ingest", "pages", "--store", "pages/grain.txt"], 1, "not a store: no SQLite file"),
        (["ingest", "pages"], 2, "Missing option '--store'"),
        (["ingest", "--store", "news.db"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words: list[str], status: int, told: str, folder: Path) -> None:
    done = onrecord(*words, cwd=folder.parent)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "grain.txt").read_text(encoding="utf-8") == GRAIN


def test_a_path_at_which_nothing_can_be_is_an_error_and_no_page(folder: Path, tmp_path: Path) -> None:
    wrong = ("typo.txt", "grain.txt/typo", "https://news.example/a")
    told = (
        "typo.txt: there is no such file or folder; check the name",
        "grain.txt/typo: there is no such file or folder; check the name",
        "https://news.example/a: a URL: onrecord opens no connection unasked; give --fetch, or save the page and give the file",
    )
    done = onrecord("ingest", *wrong, "--store", tmp_path / "news.db", cwd=folder)
    assert (done.returncode, done.stderr.splitlines()) == (1, [f"onrecord: {line}" for line in told])
    assert not (tmp_path / "news.db").exists()
    done = onrecord("ingest", "grain.txt", *wrong, "--store", tmp_path / "news.db", "--workers", "1", cwd=folder)
    assert done.returncode == 1
    assert [line for line in told if line not in done.stderr] == []
    with open_store(tmp_path / "news.db") as store:
        assert (len(store.pages()), len(store.failures())) == (1, 0)


def test_of_two_ingests_at_once_the_second_says_who_holds_the_store(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with (
        held(str(path)),
        pytest.raises(StoreError, match=rf"the store is being filled by process {os.getpid()} on .* since .*; wait until it is done"),
    ):
        ingest([folder], path)
    assert _counts(ingest([folder / "grain.txt"], path)) == (1, 0, 0)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_store_is_held_by_whatever_name_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "alias.db").symlink_to(tmp_path / "news.db")
    with held(str(tmp_path / "news.db")), pytest.raises(StoreError, match="is being filled"), held(str(tmp_path / "alias.db")):
        pass


def test_a_lock_that_a_dead_process_left_holds_nobody_up(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "news.db.lock").write_text('{"pid": 1, "host": "elsewhere", "since": "2020"}', encoding="utf-8")
    assert _counts(ingest([folder / "grain.txt"], tmp_path / "news.db")) == (1, 0, 0)


def test_what_was_read_is_stored_when_the_run_is_interrupted(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Found | Unreadable]:
        yield Unreadable("1", "a.zip", "unpack", "damaged", "")
        yield Found("2", "grain", None, None, None, GRAIN.encode(), None)
        raise KeyboardInterrupt

    path = tmp_path / "news.db"
    with pytest.raises(KeyboardInterrupt):
        ingest([], path, pages=interrupted())
    with open_store(path) as store:
        assert (store.coverage().read, store.coverage().failed, store.check()) == (1, 1, ())
        assert store.connection.execute("SELECT ended FROM run").fetchall() == [(None,)]


@pytest.mark.skipif(not Path("/proc").exists(), reason="sees the workers in /proc")
def test_an_interrupt_is_one_line_that_says_what_becomes_of_the_pages(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    for n in range(40):
        (folder / f"more-{n}.txt").write_text(SHELLS.replace("40", str(50 + n)), encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "ingest", str(folder), "--store", str(path), "--workers", "1"]
    # A job in the background ignores SIGINT, and what it starts inherits that: the test must pass there too.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True, preexec_fn=heed) as run:
        while run.poll() is None and len(_children(run.pid)) < 2:  # what keeps count of the system's means, and the first worker
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        _, said = run.communicate()
    assert said == f"onrecord: interrupted: what was stored in {path} is kept, and the same command goes on\n"
    assert run.returncode == 130


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no such mask")
def test_the_thread_of_the_intake_takes_no_interrupt(tmp_path: Path) -> None:
    """One that it took would reach the main thread where that holds interrupts back, as while it starts a worker."""
    held_back = []

    def found() -> Iterator[Found | Unreadable]:
        held_back.append(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
        yield Unreadable("1", "a.zip", "unpack", "damaged", "")

    ingest([], tmp_path / "news.db", pages=found())
    assert held_back == [True]


FIRST = """
import signal
from functools import partial
from onrecord.ingest.workers import in_time

blocked = partial(signal.pthread_sigmask, signal.SIG_BLOCK)  # gives what is blocked already
print(signal.SIGINT in next(in_time(blocked, [()], workers=1, limit_s=60, lost=repr, late=repr)))
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no such mask")
def test_the_first_worker_of_a_process_hears_no_interrupt_either() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_killed_at_any_moment_and_resumed_gives_what_an_unbroken_run_gives(tmp_path: Path) -> None:
    """SIGKILL at random moments: no page is half in, none is lost, none is there twice."""
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    unbroken = _quick(whole)
    assert unbroken.wait() == 0
    chance, killed, stored = random.Random(8), 0, []
    for _ in range(40):
        run = _quick(broken)
        wanted = (stored[-1] if stored else 0) + chance.randrange(PAGES // 6)
        while run.poll() is None and _stored(broken) <= wanted:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.02)
        run.send_signal(signal.SIGKILL)
        if run.wait() == 0:
            break
        killed += 1
        with open_store(broken) as store:
            assert store.check() == ()
            stored.append(len(store.pages()))
    assert killed >= 3
    assert stored == sorted(stored)
    with open_store(whole) as one, open_store(broken) as other:
        assert exported(other) == exported(one)
        assert other.check() == ()


def test_workers_end_with_the_process_that_started_them(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    for n in range(40):
        (folder / f"more-{n}.txt").write_text(SHELLS.replace("40", str(50 + n)), encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "ingest", str(folder), "--store", str(path), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None and _stored(path) == 0:
            time.sleep(0.05)
        children = _children(run.pid)
        run.send_signal(signal.SIGKILL)
    assert children or not Path("/proc").exists()
    until = time.monotonic() + 30
    while any(map(_is_alive, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert [child for child in children if _is_alive(child)] == []


def test_a_tally_in_words() -> None:
    assert in_words(Tally(stored=1200, failed=3, skipped=7), 100) == "1,200 stored, 12.0 pages/s, 3 failed, 7 done before"


def _counts(report: Report) -> tuple[int, int, int]:
    return report.stored, report.failed, report.skipped


def _quick(path: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT)]))}
    command = [sys.executable, str(Path(quick_ingest.__file__)), str(path), str(PAGES)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _stored(path: Path) -> int:
    """How many pages are in a store that another process is filling."""
    try:
        with open_store(path) as store:
            return len(store.pages())
    except StoreError:
        return 0


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text(encoding="ascii").split()] if found.exists() else []


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_store_that_lies_among_the_pages_is_no_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for _ in range(2):  # the second time it is there before the folder is looked through
        ingest([Path()], "news.db")
    with open_store("news.db") as store:
        assert len(store.pages()) == 3
        assert [Path(row.location).name for row in store.failures()] == ["data.json"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_hangs_is_a_failure_and_the_rest_goes_on(workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [GRAIN, "The mayor hangs the flag.", SHELLS, "The fern dies.", UNDATED]
    found = [Found(f"{n}", f"page-{n}", None, None, None, text.encode(), None) for n, text in enumerate(texts)]
    monkeypatch.setattr("onrecord.ingest.read_found", slow_reading.read_slowly)
    path = tmp_path / "news.db"
    assert _counts(ingest([], path, pages=found, workers=workers, page_timeout=8)) == (3, 2, 0)
    with open_store(path) as store:
        assert [(row.location, row.stage, row.cause) for row in store.failures()] == [
            ("page-1", "worker", "reading it took more than 8 s"),
            ("page-3", "worker", "the process that read it was killed"),
        ]
        assert {row.location for row in store.pages()} == {"page-0", "page-2", "page-4"}


@pytest.mark.parametrize(("workers", "page_timeout"), [(1, None), (2, 120.0)], ids=["one", "in time"])
def test_pages_that_were_read_are_written_while_the_intake_waits(
    workers: int, page_timeout: float | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.db"
    monkeypatch.setattr("onrecord.ingest.read_found", slow_reading.read_slowly)

    def found() -> Iterator[Found | Unreadable]:
        yield Unreadable("0", "a.zip", "unpack", "damaged", "")
        for n in range(3):
            yield Found(f"{n + 1}", f"page-{n}", None, None, None, f"{GRAIN}Page {n}.".encode(), None)
        with open_store(path) as store:
            late = time.monotonic() + 240
            while len(store.pages()) < 3 or not len(store.failures()):
                assert time.monotonic() < late, "what was read lies unwritten"
                time.sleep(0.1)
        yield Found("last", "last", None, None, None, SHELLS.encode(), None)

    assert _counts(ingest([], path, pages=found(), workers=workers, page_timeout=page_timeout, copies=False)) == (4, 1, 0)


def test_copies_are_left_for_later_when_asked(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / f"{place}.txt").write_text(place.upper() + "\n" + SHELLS + GRAIN, encoding="utf-8")
    words = ["ingest", "a.txt", "b.txt", "--store", "news.db", "--workers", "1"]
    for more, count in ((["--no-copies"], 0), ([], 1)):
        assert onrecord(*words, *more, cwd=tmp_path).returncode == 0
        with open_store(tmp_path / "news.db") as store:
            assert len(store.copies()) == count


def test_pages_that_a_changed_model_read_are_read_anew_and_no_others(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "french.txt").write_text(FRENCH, encoding="utf-8")
    path, before = tmp_path / "news.db", present()
    assert _counts(ingest([folder], path)) == (4, 1, 0)
    models = json.loads(before.models)
    assert {"encoder.onnx", "weights.json"} <= models.keys()
    for name in ("a new table", "encoder.onnx"):  # with a table that is new no page was read; of the page in French no encoder was asked
        changed = Reader(before.version, json.dumps(models | {name: "0" * 64}, sort_keys=True))
        with monkeypatch.context() as patched:
            for module in ("onrecord.ingest", "onrecord.ingest.reading"):
                patched.setattr(f"{module}.present", lambda changed=changed: changed)
            patched.setattr("onrecord.ingest.read_found", lambda found, **options: lost(found))
            assert _counts(ingest([folder], path)) == ((0, 4, 1) if name == "encoder.onnx" else (0, 0, 5))
    with open_store(path) as store:  # the records stay until there are others
        assert len(store.pages()) == 4
