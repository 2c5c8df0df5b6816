"""The global step on pages of made-up words: copies as a store finds them, whatever blocks and lots they are found in."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("daft")

from onrecord.archive import engine as engines
from onrecord.archive.copies import CopyStep
from onrecord.archive.frames import page_rows
from onrecord.archive.reading import Read, body_of
from onrecord.archive.shard_file import ShardFile
from onrecord.archive.storage import Place
from onrecord.archive.units import stars
from onrecord.copies import sign
from onrecord.ingest.copies import update_copies
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.write import Reading, capture_key, put
from tests.ingest.made_pages import made_pages


def read(reading: Reading) -> Read:
    """A page of made-up words: it has copies, and tells nothing."""
    (signature,) = sign([body_of(reading)])
    page = capture_key(reading.digest, reading.location, reading.retrieved)
    return Read(reading, page, signature.to_bytes(), signature.fingerprint, b"", 0, (), ())


def archived(folder: Path, pages: list[Reading]) -> Place:
    """An archive of three shards; the last page of each is also in the next."""
    place = Place(str(folder / "out"))
    for n in range(3):
        name = f"shards/{n}.parquet"
        file = ShardFile(place.scratch(name), str(n))
        for reading in (*pages[n::3], *pages[n : n + 1]):
            file.add(read(reading))
        file.close()
        place.keep(place.scratch(name), name)
    return place


@pytest.mark.parametrize("lot", [20_000, 50])
def test_copies_are_those_of_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lot: int) -> None:
    """Boxes that many pages print, reports of up to sixty printings, pages of equal words; all at once, and in small lots."""
    monkeypatch.setattr("onrecord.archive.copies._LOT", lot)
    monkeypatch.setattr("onrecord.archive.copies._WAVE", 4 * lot)
    monkeypatch.setattr("onrecord.archive.grouping.BUCKET", 100 * lot)
    monkeypatch.setattr("onrecord.archive.copies.do", lambda place, engine, workers, work, lots: [work(*given) for given in lots])
    pages = list(made_pages(400, seed=5))
    place = archived(tmp_path, pages)
    d = engines.daft()
    rows = page_rows(d, place)
    assert rows.count_rows() == len(pages)
    found = CopyStep(d, place, rows, engine=engines.LOCAL, workers=1).find()
    path = tmp_path / "news.db"
    with open_file(str(path), write=True, create=True) as connection:
        put(connection, pages)
        update_copies(connection)
    with open_store(path) as opened:
        wanted = {(row.page, row.of_page): (row.kind, row.share) for row in opened.copies()}
    assert {(copy.document, copy.of): (copy.kind, copy.share) for copy in found} == wanted
    assert len(wanted) > 400
    assert all(one.text for copy in found for one in copy.evidence)


def test_of_a_block_too_large_to_be_linked_each_text_goes_to_the_earliest_near_one() -> None:
    pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    near = np.array([True, True, False, True])
    order = np.array([1, 0, 3, 2, 4])
    assert stars(order, pairs, near, np.arange(6)).tolist() == [0, 0, 0, 3, 3, 5]
