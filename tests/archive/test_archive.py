"""An archive from the command line, on Daft: pages that kill their reader, that hang, and a worker that dies; then the same as a store has."""

import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

pytest.importorskip("daft")

from onrecord.archive import Setting, archive, finish, read_across
from onrecord.archive.rows import FAILURE
from onrecord.errors import SetupError
from onrecord.ingest import ingest
from onrecord.store import open_store
from tests.archive.given import DIES, HANGS, PAGES, write_warcs
from tests.processes import ROOT, run_text

STORE_TABLES = ("statements", "events", "transfers")


@dataclass(frozen=True)
class Made:
    """An archive that was made, and how the command that made it ended."""

    crawl: Path
    out: Path
    done: subprocess.CompletedProcess[str]
    connected: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One run: the first worker dies with pages in hand, a page kills its reader, one hangs, a record is damaged, a page stands in two files."""
    folder = tmp_path_factory.mktemp("archive")
    write_warcs(folder / "crawl", {**PAGES, "dies": DIES, "hangs": HANGS}, damaged=True)
    (folder / "kill").touch()
    log, tried = folder / "calls", folder / "tried"
    tried.touch()
    command = [sys.executable, "-m", "tests.archive.drive", "archive", "crawl", "out", "--pages", "3", "--page-timeout", "15", "--workers", "1"]
    if shutil.which("strace"):
        command = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmmsg", "-o", str(log), *command]
    env = os.environ | {"ONRECORD_TEST_CONNECTIONS": str(tried), "PYTHONDONTWRITEBYTECODE": ""}
    env["PYTHONPATH"] = os.pathsep.join([env.get("PYTHONPATH", ""), str(ROOT)])
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return Made(folder / "crawl", folder / "out", done, tried.read_text() + (log.read_text() if log.exists() else ""))


@pytest.fixture(scope="module")
def store(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the same pages, read by `ingest`."""
    folder = tmp_path_factory.mktemp("store")
    write_warcs(folder / "crawl", {name: body for name, body in PAGES.items() if name != "french"})
    ingest([folder / "crawl"], folder / "news.db")
    return folder / "news.db"


def rows(path: Path) -> list[dict[str, object]]:
    import daft

    found = daft.read_parquet(f"{path}/**/*.parquet", hive_partitioning=True).to_pylist()
    return [row | {"day": row["day"] and str(row["day"])} if "day" in row else row for row in found]


def test_a_worker_that_dies_needs_nothing_of_the_user(made: Made) -> None:
    assert made.done.returncode == 1, made.done.stderr
    assert "1 time a process died" in made.done.stderr
    assert "5 pages" in made.done.stderr
    assert not list((made.out / "shards").glob(".*"))


def test_pages_that_kill_or_hang_are_set_aside_by_name_and_the_damaged_range_is_told(made: Made) -> None:
    failures = rows(made.out / "failures")
    told = {str(row["location"]).rsplit("/", 1)[-1]: row for row in failures}
    assert sorted(str(row["stage"]) for row in failures) == ["warc", "worker", "worker"]
    causes = [str(row["cause"]) for row in failures]
    assert any("bytes" in cause and "are lost" in cause for cause in causes)
    assert all(cause in made.done.stderr for cause in causes)
    assert "dies" in told or any("another" in cause for cause in causes)
    assert set(failures[0]) == {"key", *FAILURE}


def test_a_page_in_another_language_is_passed_by(made: Made) -> None:
    (row,) = rows(made.out / "passed")
    assert (row["location"], row["language"]) == ("https://news.example/french", "fr")
    assert "1 in other languages" in made.done.stderr


def test_no_connection_is_tried(made: Made) -> None:
    """Neither by Python nor, where strace can see it, in C: Daft and the ONNX runtime both would tell their makers that they were used."""
    assert "AF_INET" not in made.connected
    assert "(" not in "".join(line for line in made.connected.splitlines() if line.startswith("("))


def test_tables_have_the_rows_that_a_store_shows(made: Made, store: Path) -> None:
    with open_store(store) as opened:
        for name in STORE_TABLES:
            wanted = getattr(opened, name)().to_dicts()
            found = [{key: value for key, value in row.items() if key != "day"} for row in rows(made.out / name)]
            assert sorted(map(_plain, found)) == sorted(map(_plain, wanted)), name
        pages = {row.page: row for row in opened.pages()}
    documents = rows(made.out / "documents")
    assert {row["page"]: row["headline"] for row in documents} == {page: row.headline for page, row in pages.items()}
    assert {row["day"] for row in documents} == {row.published for row in pages.values()}


def _plain(row: dict[str, object]) -> str:
    return repr([(name, list(map(list, value)) if name.endswith("spans") else list(value) if isinstance(value, list | tuple) else value)  # type: ignore[call-overload]
                 for name, value in sorted(row.items())])  # fmt: skip


def test_copies_stories_and_claims_are_those_of_a_store(made: Made, store: Path) -> None:
    with open_store(store) as opened:
        wanted = opened.stories()
    found = read_across(str(made.out))
    assert found == wanted
    assert {copy.kind for copy in found.copies} & {"copy", "update"}
    assert any(claim.disputed for claim in found.claims)


def test_a_finished_archive_is_not_made_again(made: Made) -> None:
    before = (made.out / "finished.json").stat().st_mtime_ns
    again = run_text("archive", "crawl", "out", "--pages", "3", cwd=made.crawl.parent)
    assert again.returncode == 1  # pages failed, whoever read them
    assert "0 shards written" in again.stderr
    assert (made.out / "finished.json").stat().st_mtime_ns == before


def test_an_archive_loads_into_a_store_that_says_the_same(made: Made, store: Path, tmp_path: Path) -> None:
    loaded = tmp_path / "news.db"
    assert run_text("load", made.out, loaded).returncode == 0
    lines = [run_text("export", path, "--as", "jsonl", "--no-head").stdout for path in (store, loaded)]
    assert lines[0] == lines[1] != ""
    with open_store(loaded) as opened:
        assert opened.check() == ()
        assert len(opened.failures()) == 3
        assert opened.stories() == read_across(str(made.out))
    assert "5 were there" in run_text("load", made.out, loaded).stderr


@pytest.mark.parametrize(
    ("where", "pages"),
    [
        ("supplier = 'PRK'", {"sold", "reprint", "denied"}),
        ("stance = 'denies'", {"denied"}),
        ("published >= '2024-02-23'", {"tugs"}),
        ("published IS NULL", {"undated"}),
        ("headline LIKE 'Howitzers%'", {"sold", "undated"}),
    ],
)
def test_a_slice_of_an_archive_is_what_the_condition_says(made: Made, tmp_path: Path, where: str, pages: set[str]) -> None:
    done = run_text("load", made.out, tmp_path / "slice.db", "--where", where, "--no-copies")
    assert done.returncode == 0, done.stderr
    with open_store(tmp_path / "slice.db") as opened:
        assert {row.location.rsplit("/", 1)[-1] for row in opened.pages()} == pages


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("load", "out", "x.db", "--where", "colour = 'red'"), 1, "no table has these columns"),
        (("load", "out", "x.db", "--where", "supplier = ("), 1, "supplier = ("),
        (("load", "out", "x.db", "--where", "page in (select page from read_csv('crawl/a.warc.gz'))"), 1, "SELECT asks for another table"),
        (("load", "out", "x.db", "--where", "1 = 1", "--table", "colours"), 1, "no table of an archive"),
        (("load", "crawl", "x.db"), 1, "not an archive of onrecord"),
        (("load", "out", "none/x.db"), 1, "its folder does not exist"),
        (("archive", "crawl", "crawl"), 1, "a folder with other things in it"),
        (("archive", "crawl", "out", "--languages", "all"), 1, "was begun otherwise: languages"),
        (("archive", "crawl"), 2, "where to?"),
        (("archive", "crawl", "out", "--shard", "5/4"), 2, "give I/N with I from 1 to N"),
        (("archive", "crawl", "out", "--sample", "200%"), 2, "give a share"),
        (("archive", "crawl", "out", "--shard", "1/2", "--finish"), 2, "three different things"),
        (("archive", "crawl", "out", "--engine", "spark"), 1, "no engine"),
    ],
)
def test_what_cannot_be_done_is_said(made: Made, words: tuple[str, ...], status: int, told: str) -> None:
    done = run_text(*words, cwd=made.crawl.parent)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert told in done.stderr


@pytest.mark.parametrize("options", [("--out", "out"), ("--sample", "10%")])
def test_a_folder_of_saved_pages_is_no_archive_and_leaves_nothing(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/page.html").write_text("<p>Tugs were sold.</p>")
    done = run_text("archive", "saved", *options, cwd=tmp_path)
    assert done.returncode == 1
    assert "saved: no WARC, WACZ or Parquet in it; for saved pages use onrecord ingest" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]


def test_a_shard_that_is_missing_is_named_by_finish(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(made.out, out)
    gone = sorted((out / "shards").iterdir())[0]
    gone.unlink()
    (out / "finished.json").unlink()
    with pytest.raises(SetupError, match=f"1 of 4 shards are missing, the first {gone.name}"):
        finish(str(out))


def test_parts_of_an_array_of_jobs_make_what_one_run_makes(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is left out: the contract holds whoever calls."""
    from tests.archive.here import read_here

    read_here(monkeypatch)
    write_warcs(tmp_path / "crawl", PAGES)
    given, setting = [str(tmp_path / "crawl")], Setting(pages=2)
    archive(given, str(tmp_path / "one"), setting=setting)
    reports = [archive(given, str(tmp_path / "two"), setting=setting, part=(n, 2)) for n in (1, 2)]
    assert [report.shards > 0 for report in reports] == [True, True]
    one, two = (finish(str(tmp_path / name), inputs=given) for name in ("one", "two"))
    assert {**asdict(one), "seconds": 0} == {**asdict(two), "seconds": 0}
    assert read_across(str(tmp_path / "one")) == read_across(str(tmp_path / "two"))
    for name in ("documents", "statements", "events", "links", "times", "places", "actors", "passed"):
        assert sorted(map(repr, rows(tmp_path / "one" / name))) == sorted(map(repr, rows(tmp_path / "two" / name))), name
    (tmp_path / "crawl/late.warc").write_bytes(b"")
    with pytest.raises(SetupError, match="1 files were not read"):
        finish(str(tmp_path / "two"), inputs=given)
