"""The benchmarks of the store do what they say: records of the size stated go in, and an archive has what an archive has."""

import time
from pathlib import Path

import onrecord
from benchmarks.archive import ingest, says, write_archive
from benchmarks.search_speed import p95_of
from benchmarks.store_growth import make_store, measure
from benchmarks.store_speed import EVENTS, STATEMENTS, _cut, _read, measure_store
from onrecord.intake import Unreadable, find_pages
from onrecord.store import open_store
from onrecord.store.write import reading_of

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "examples" / "mortars-1-wire.html", ROOT / "examples" / "mortars-3-denial.txt"]


def test_records_of_the_size_stated_are_stored() -> None:
    found = measure_store(PAGES, records=500, parts=5)
    assert found.records == 500
    assert found.bytes_per_record > 10_000
    read, _ = _read(PAGES)
    for reading in read:
        rows = _cut(reading.rows)
        assert (len(rows["statement"]), len(rows["event"])) == (STATEMENTS, EVENTS)


def test_a_made_archive_has_pages_other_records_repeats_and_damage_and_can_be_stored_twice_alike(tmp_path: Path) -> None:
    records = write_archive(tmp_path / "a.warc.gz", ROOT / "tests" / "pages", 300_000, picture=300)
    again = write_archive(tmp_path / "b.warc.gz", ROOT / "tests" / "pages", 300_000, picture=300)
    assert records == again > 97
    assert (tmp_path / "a.warc.gz").read_bytes() == (tmp_path / "b.warc.gz").read_bytes()
    found = list(find_pages([tmp_path / "a.warc.gz"]))
    pages = [item for item in found if not isinstance(item, Unreadable)]
    lost = [item for item in found if isinstance(item, Unreadable)]
    assert len(lost) >= 2  # a damaged member, and the cut end
    assert len({page.data for page in pages}) < len(pages)  # records given twice
    assert len({page.data for page in pages}) > 80  # and pages that were made other


def test_a_store_says_the_same_however_it_was_filled(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for page in PAGES:
        (folder / page.name).write_bytes(page.read_bytes())
    whole = ingest(folder, tmp_path / "whole.db", 1)
    other = ingest(folder, tmp_path / "other.db", 1, kills=1, pages=2)
    assert (whole.status, other.status) == (0, 0)
    assert says(tmp_path / "whole.db") == says(tmp_path / "other.db")
    assert says(tmp_path / "whole.db")[1] == len(PAGES)


def test_a_made_store_is_searched() -> None:
    assert 0 < p95_of(2_000) < 60_000


def test_a_store_is_repeated_whole_and_pages_that_come_are_merged_with_their_own(tmp_path: Path) -> None:
    files = [PAGES[0], ROOT / "examples" / "mortars-2-copy.html", PAGES[1]]
    readings = [reading_of(onrecord.read(f.read_bytes(), location=f"https://news.example/{f.name}"), key=f.name, size=1) for f in files]
    make_store(tmp_path / "growth.db", readings[:2], 6)
    with open_store(tmp_path / "growth.db") as store:
        assert store.check() == ()
        stories = store.stories()
        assert [len(story.documents) for story in stories.stories] == [2, 2, 2]
        assert len(stories.claims) == 3 * len([c for c in stories.claims if c.story == stories.stories[0].id]) > 0
        assert len(stories.copies) == 3
    grown = measure(tmp_path / "growth.db", readings[2:], time.process_time)
    assert (grown.pages, grown.tied) == (6, (3,))
