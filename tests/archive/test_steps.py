"""The steps of an archive that need no engine: inputs, tombstones, the look at a language, components and blocks."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive.grouping import batches, components
from onrecord.archive.in_hand import InHand, is_drawn
from onrecord.archive.inputs import Input, find_inputs
from onrecord.archive.reading import other_language
from onrecord.archive.storage import Place
from onrecord.intake.found import Unreadable
from tests.archive.given import PAGES


@pytest.mark.parametrize("name", ["list.paths", "list.paths.gz", "list.txt"])
def test_a_list_names_files_relative_to_itself_or_to_a_base(tmp_path: Path, name: str) -> None:
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl/a.warc.gz").write_bytes(b"12345")
    text = b"# of March\n\na.warc.gz\na.warc.gz\ngone.warc.gz\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    found = list(find_inputs([str(path)], str(tmp_path / "crawl")))
    assert [(item.path, item.size) for item in found if isinstance(item, Input)] == [(str(tmp_path / "crawl/a.warc.gz"), 5)]
    (lost,) = (item for item in found if isinstance(item, Unreadable))
    assert (lost.location, lost.cause) == (str(tmp_path / "crawl/gone.warc.gz"), "there is no such file")
    assert [type(item) for item in find_inputs([str(path)])] == [Unreadable, Unreadable]


def test_of_a_folder_only_archives_are_read_each_once(tmp_path: Path) -> None:
    for name in ("b.wacz", "a.warc", "notes.txt", "c.parquet", ".d.warc"):
        (tmp_path / name).write_bytes(b"1")
    found = [item.path for item in find_inputs([str(tmp_path), str(tmp_path / "a.warc")]) if isinstance(item, Input)]
    assert found == [str(tmp_path / name) for name in ("a.warc", "b.wacz", "c.parquet")]


def test_what_was_in_hand_when_a_process_died_is_read_apart(tmp_path: Path) -> None:
    path = tmp_path / ".shard.hand"
    first = InHand(path)
    assert [key in first for key in ("one", "two", "three")] == [False, False, False]
    first.done("one")
    assert "four" not in first  # and here it dies
    second = InHand(path)
    assert second.suspects == {"two", "three", "four"}
    assert [key in second for key in ("one", "two", "five")] == [False, True, False]
    third = InHand(path)
    assert third.suspects == {"one", "two", "three", "four", "five"}
    third.close(whole=True)
    assert not path.exists()


@pytest.mark.parametrize("torn", [b"", b'["one", "tw', b"7", b"\xff"])
def test_a_torn_tombstone_names_nobody(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / ".shard.hand"
    path.write_bytes(torn)
    assert InHand(path).suspects == frozenset()


def test_a_sample_draws_its_share_and_the_same_again() -> None:
    drawn = [n for n in range(20_000) if is_drawn(f"crawl@{n}", 0.01, 7)]
    assert 150 < len(drawn) < 250
    assert drawn == [n for n in range(20_000) if is_drawn(f"crawl@{n}", 0.01, 7)]
    assert drawn != [n for n in range(20_000) if is_drawn(f"crawl@{n}", 0.01, 8)]


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (PAGES["french"], "fr"),
        (PAGES["sold"], None),
        (b"<p>Bonjour</p>", None),  # too short to be sure
        (PAGES["french"].decode().encode("utf-16"), None),  # what the look cannot decode is read
        (b"\x1f\x8b" + bytes(400), None),
    ],
)
def test_a_page_is_passed_by_only_where_its_language_is_sure(page: bytes, language: str | None) -> None:
    assert other_language(page, ("en",)) == language


def test_a_place_shows_whole_files_only(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "out"))
    assert place.names("shards") == frozenset()
    scratch = place.scratch("shards/a.parquet")
    scratch.write_bytes(b"half")
    assert not place.has("shards/a.parquet")
    place.keep(scratch, "shards/a.parquet")
    assert (place.has("shards/a.parquet"), place.read("shards/a.parquet")) == (True, b"half")
    assert place.names("shards") == {"a.parquet"}


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=20))
def test_components_are_those_of_the_pairs(pairs: list[tuple[int, int]]) -> None:
    sets = [{n} for n in range(15)]
    for a, b in pairs:
        both = next(s for s in sets if a in s) | next(s for s in sets if b in s)
        sets = [s for s in sets if not s & both] + [both]
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    assert components(15, array[:, 0], array[:, 1]).tolist() == [min(next(s for s in sets if n in s)) for n in range(15)]


@given(st.lists(st.integers(1, 9), max_size=20), st.integers(1, 12))
def test_batches_take_all_in_order_and_no_more_than_they_may(sizes: list[int], most: int) -> None:
    found = list(batches(sizes, most))
    assert [n for start, end in found for n in range(start, end)] == list(range(len(sizes)))
    assert all(sum(sizes[start:end]) <= most or end - start == 1 for start, end in found)
