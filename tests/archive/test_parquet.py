"""Parquet of pages: columns by name and type, damage that costs its rows and no more, and memory that no dictionary multiplies."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest

pytest.importorskip("pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.archive.inputs import Input
from onrecord.archive.parquet_pages import find_in_rows
from onrecord.archive.shards import Shard, cut, find_in_shard
from onrecord.errors import PageError
from onrecord.intake.found import Done, Found, Item, Source, Unreadable
from tests.archive.given import PAGES, write_warcs
from tests.archive.here import read_here

_MIB = 2**20


def packed(columns: dict[str, Any], **options: Any) -> bytes:
    """A Parquet file. Without statistics: they are pages' own bytes, in which damage would do no harm."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, write_statistics=False, **options)
    return out.getvalue()


def pages(number: int) -> list[str]:
    """Pages of which no two have many bytes in common."""
    return [f"<p>{n:04d} {'abcdefghij'[n % 10] * 2000} {n**50}</p>" for n in range(number)]


def items(data: bytes, start: int = 0, end: int = 10**6) -> list[Item]:
    file: BinaryIO = io.BytesIO(data)
    return list(find_in_rows(Source("crawl", "crawl", file, len(data)), start, end, Done(())))


def hurt(data: bytes, group: int, column: str, *, at: float = 0.5) -> bytes:
    """The same with bytes of a column of a row group overwritten; the footer is whole."""
    told = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(group)
    (found,) = (c for c in map(told.column, range(told.num_columns)) if c.path_in_schema == column)
    start = found.dictionary_page_offset or found.data_page_offset
    place = start + int(at * found.total_compressed_size)
    return data[:place] + b"\xff" * 40 + data[place + 40 :]


@pytest.mark.parametrize("codec", ["snappy", "zstd", "gzip", "none"])
@pytest.mark.parametrize("at", [0.0, 0.5, 0.8])
def test_damage_costs_rows_of_its_row_group_and_the_file_goes_on(codec: str, at: float) -> None:
    """Whether it hurts the head of a page or what it holds, which a checksum tells."""
    data = packed({"html": pages(30)}, row_group_size=10, compression=codec, use_dictionary=False, write_page_checksum=True)
    whole, hurt_items = items(data), items(hurt(data, 1, "html", at=at))
    (lost,) = (item for item in hurt_items if isinstance(item, Unreadable))
    assert lost.cause.startswith("rows 10 to 19 are lost: ")
    assert (lost.key, lost.location, lost.stage, lost.remedy) == ("crawl#10-19", "crawl", "open", "fetch it again")
    assert hurt_items == [*whole[:10], lost, *whole[20:]]


def test_rows_before_the_damage_are_read() -> None:
    data = packed({"html": pages(30)}, row_group_size=30, use_dictionary=False, data_page_size=1, write_batch_size=10, write_page_checksum=True)
    found = items(hurt(data, 0, "html", at=0.5))
    assert [item.key for item in found] == [*(f"crawl#{n}" for n in range(10)), "crawl#10-29"]


def test_a_part_of_the_rows_names_what_is_lost_of_it_and_not_twice() -> None:
    data = hurt(packed({"html": pages(30)}, use_dictionary=False, write_page_checksum=True), 0, "html")
    (lost,) = items(data, 10, 20)
    assert lost.key == "crawl#10-19"
    assert list(find_in_rows(Source("crawl", "crawl", io.BytesIO(data), 1), 10, 20, Done({lost.key}))) == []


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"html": ["<p>a"]}, (b"<p>a", "crawl#0", None, None, None)),
        ({"HTML": pa.array(["<p>a"]).dictionary_encode()}, (b"<p>a", "crawl#0", None, None, None)),
        ({"html": pa.array([b"<p>a"], pa.large_binary())}, (b"<p>a", "crawl#0", None, None, None)),
        ({"html": pa.array(["<p>a"], pa.string_view())}, (b"<p>a", "crawl#0", None, None, None)),
        ({"text": [" Words."]}, (b" Words.", "crawl#0", None, None, "text/plain; charset=utf-8")),
        ({"page": [7], "text": ["<p>a"]}, (b"<p>a", "crawl#0", None, None, None)),
        ({"html": [{"a": 1}], "body": ["<p>a"]}, (b"<p>a", "crawl#0", None, None, None)),
        ({"html": ["<p>a"], "url": ["u"], "outlet": ["o"], "mime": ["m"]}, (b"<p>a", "u", None, "o", "m")),
        ({"html": ["<p>a"], "url": [7], "uri": ["u"], "outlet": [["o"]], "mime": [1.0]}, (b"<p>a", "u", None, None, None)),
        ({"html": ["<p>a"], "fetched": ["2024"]}, (b"<p>a", "crawl#0", "2024", None, None)),
        ({"html": ["<p>a"], "fetched": [date(2024, 5, 1)]}, (b"<p>a", "crawl#0", "2024-05-01", None, None)),
        ({"html": ["<p>a"], "fetched": [datetime(2024, 5, 1, 7, tzinfo=UTC)]}, (b"<p>a", "crawl#0", "2024-05-01T07:00:00+00:00", None, None)),
        ({"html": ["<p>a"], "fetched": pa.array([1], pa.timestamp("ns"))}, (b"<p>a", "crawl#0", "1970-01-01T00:00:00", None, None)),
        ({"html": ["<p>a"], "fetched": pa.array([2**62], pa.timestamp("us"))}, (b"<p>a", "crawl#0", None, None, None)),
        ({"html": ["<p>a"], "fetched": [5]}, (b"<p>a", "crawl#0", None, None, None)),
    ],
)
def test_a_column_is_taken_by_its_name_where_it_holds_what_it_should(columns: dict[str, Any], wanted: tuple[object, ...]) -> None:
    (item,) = items(packed(columns))
    assert isinstance(item, Found)
    assert (item.data, item.location, item.retrieved, item.outlet, item.content_type) == wanted


def test_text_that_is_no_utf_8_is_given_as_it_is() -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, pa.array([b"caf\xe9"]).buffers())
    (item,) = items(packed({"text": broken, "url": broken}))
    assert isinstance(item, Found)
    assert (item.data, item.location) == (b"caf\xe9", "caf\ufffd")


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"html": [1, 2]}, "no column that holds a page: html holds int64"),
        ({"html": [{"a": 1}]}, "no column that holds a page: html holds struct<a: int64>"),
        ({"words": ["a"]}, "no column that holds a page"),
    ],
)
def test_a_file_without_a_column_of_pages_is_said_to_have_none(tmp_path: Path, columns: dict[str, Any], problem: str) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(packed(columns))
    (lost,) = cut(Input(str(path), 1), 5).unreadable
    assert lost.cause == problem


def test_a_damaged_file_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("daft")
    from onrecord.archive import archive, finish

    read_here(monkeypatch)
    write_warcs(tmp_path / "crawl", {"sold": PAGES["sold"]})
    text = [page.decode() for page in (PAGES["sold"], PAGES["tugs"])]
    data = packed({"html": text, "url": ["https://b.example/1", "https://b.example/2"]}, row_group_size=1, use_dictionary=False)
    (tmp_path / "crawl/c.parquet").write_bytes(hurt(data, 0, "html", at=0.01))
    report = archive([str(tmp_path / "crawl")], str(tmp_path / "out"))
    assert (report.pages, report.failed) == (3, 1)
    assert "rows 0 to 0 are lost" in report.named[0][1]
    done = finish(str(tmp_path / "out"))
    assert (done.pages, done.failed) == (2, 1)


class _Unplugged(io.BytesIO):
    """A file whose disk goes away after its footer was read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() < 1000:
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("name", ["a.parquet", "a.warc"])
def test_a_disk_that_cannot_be_read_is_no_damage_and_is_told_by_the_name_of_its_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    data = packed({"html": pages(20)}, use_dictionary=False)
    monkeypatch.setattr("onrecord.archive.shards.open_input", lambda path: (_Unplugged(data), len(data)))
    shard = Shard("a", name, 0, 20, 20, None if name.endswith("parquet") else "")
    with pytest.raises(PageError, match=f"{name}: cannot be read: Input/output error; check its disk or store"):
        list(find_in_shard(shard, Done(())))


def test_a_page_that_stands_once_and_is_meant_by_many_rows_is_unpacked_for_one_at_a_time() -> None:
    page = "<p>" + "a" * (4 * _MIB)
    data = packed({"html": pa.array([page] * 40)}, use_dictionary=True, dictionary_pagesize_limit=2**30, compression="zstd")
    assert len(data) < 20_000
    before = pa.default_memory_pool()
    pool = pa.proxy_memory_pool(before)
    pa.set_memory_pool(pool)
    try:
        sizes = [len(item.data) for item in find_in_rows(Source("crawl", "crawl", io.BytesIO(data), 1), 0, 40, Done(())) if isinstance(item, Found)]
    finally:
        pa.set_memory_pool(before)
    assert sizes == [len(page)] * 40
    assert pool.max_memory() < 8 * len(page)


def test_a_page_has_no_more_bytes_than_a_page_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.archive.parquet_pages.BYTES_CAP", 100)
    found = items(packed({"html": ["<p>" + "a" * 97, "<p>" + "a" * 98], "url": ["small", "large"]}))
    assert [(item.location, getattr(item, "cause", None)) for item in found] == [("small", None), ("large", "101 bytes, more than 100")]


def test_a_row_group_that_unpacks_to_what_no_pages_do_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.archive.parquet_pages.BYTES_CAP", _MIB)
    data = packed({"html": ["<p>" + "a" * (_MIB // 2)] * 8}, use_dictionary=False, compression="zstd")
    (lost,) = items(data)
    assert isinstance(lost, Unreadable)
    assert "rows 0 to 7 are lost" in lost.cause
    assert "that unpack to" in lost.cause
