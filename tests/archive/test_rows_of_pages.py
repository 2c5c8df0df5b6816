"""Parquet of pages and samples of an archive, from the command line."""

import re
from pathlib import Path

import pytest

pytest.importorskip("daft")

import pyarrow as pa
import pyarrow.parquet as pq

from tests.archive.given import PAGES, write_warcs
from tests.archive.test_archive import rows
from tests.processes import run_text

KEPT = ("sold", "denied", "tugs")


def write_parquet(path: Path, columns: dict[str, list[object]], *, group: int = 2) -> None:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path, row_group_size=group)


def archived(folder: Path, *words: str) -> tuple[int, str]:
    done = run_text("archive", "crawl", "out", "--workers", "1", *words, cwd=folder)
    return done.returncode, done.stderr


def test_a_parquet_of_pages_becomes_the_archive_that_its_pages_as_a_warc_become(tmp_path: Path) -> None:
    """In shards of two rows over groups of two, with a page in French passed by and a row without a page named."""
    names = [*KEPT, "french"]
    columns: dict[str, list[object]] = {
        "URL": [f"https://news.example/{name}" for name in names] + ["https://news.example/none"],
        "warc_date": ["2024-02-24T08:00:00Z"] * 5,
        "Html": [*(PAGES[name] for name in names), None],
        "publisher": ["Rason Post", None, None, None, None],
    }
    write_parquet(tmp_path / "crawl" / "pages.parquet", columns)
    status, told = archived(tmp_path, "--pages", "2")
    assert status == 1
    assert "3 shards written to out: 3 pages, 1 in other languages, 1 failed" in told
    assert "https://news.example/none: a row without a page in it" in told
    read = {str(row["location"]): row for row in rows(tmp_path / "out" / "documents")}
    assert set(read) == {f"https://news.example/{name}" for name in KEPT}
    assert read["https://news.example/sold"]["outlet"] == "Rason Post"
    assert {str(row["retrieved"]) for row in read.values()} == {"2024-02-24T08:00:00Z"}

    other = tmp_path / "other"
    other.mkdir()
    write_warcs(other / "crawl", {name: PAGES[name] for name in KEPT})
    assert archived(other)[0] == 0
    assert _said(tmp_path / "out") == _said(other / "out") != []


def _said(out: Path) -> list[tuple[str, ...]]:
    """What is said on which page, whatever the key and the outlet of the page."""
    return sorted({(str(row["location"]), str(row["stance"]), str(row["source"]), str(row["text"])) for row in rows(out / "statements")})


@pytest.mark.parametrize(
    ("columns", "cause"),
    [
        ({"url": ["https://news.example/a"], "words": ["It rained."]}, "no column that holds a page"),
        (None, "no Parquet that can be read"),
    ],
    ids=["no column of pages", "no Parquet"],
)
def test_a_parquet_without_pages_is_named(tmp_path: Path, columns: dict[str, list[object]] | None, cause: str) -> None:
    path = tmp_path / "crawl" / "pages.parquet"
    write_parquet(path, columns or {"html": ["x"]})
    if columns is None:
        path.write_bytes(path.read_bytes()[:-9])
    status, told = archived(tmp_path)
    assert (status, cause in told) == (1, True), told
    assert "Traceback" not in told


def test_a_sample_says_what_all_would_take_and_keeps_nothing(tmp_path: Path) -> None:
    write_parquet(tmp_path / "crawl" / "pages.parquet", {"html": [PAGES["tugs"]] * 12, "url": [f"https://news.example/{n}" for n in range(12)]})
    words = ("archive", "crawl", "--sample", "50%", "--workers", "1", "--pages", "4")
    done = run_text(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "pages     about 12\n" in done.stdout
    assert 0 < _drawn(done.stdout) < 12
    assert [path.name for path in tmp_path.iterdir()] == ["crawl"]
    assert _drawn(run_text(*words, cwd=tmp_path).stdout) == _drawn(done.stdout)


def _drawn(told: str) -> int:
    """How many pages of a sample were read."""
    found = re.search(r"(\d+) pages: \d+ read, 0 in other languages, 0 failed\n", told)
    assert found, told
    return int(found[1])


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--sample", "0"), 2, "give a share, such as 1% or 0.01"),
        (("--sample", "200%"), 2, "give a share, such as 1% or 0.01"),
        (("--sample", "1%", "--shard", "1/2"), 2, "three different things"),
        (("--sample", "1%"), 1, "no WARC, WACZ or Parquet in it"),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_told(tmp_path: Path, words: tuple[str, ...], status: int, told: str) -> None:
    (tmp_path / "crawl").mkdir()
    done = run_text("archive", "crawl", *words, cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr
