"""Our own corpora of stories and deals as a store: pages with their gold as records, or as they are read."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.story_pages import GoldPage, record_of
from onrecord.record import Credit, Record
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.write import put, reading_of


def write_store(path: Path, pages: Iterable[GoldPage], *, given: bool) -> None:
    """Write pages into a new store.

    Args:
        given: what the gold says of each page is its record; else what was read is.
    """
    with closing(open_file(path, write=True, create=True)) as connection:
        for page in pages:
            record = _gold(page) if given else page.read
            data = page.path.read_bytes()
            reading = reading_of(record, key=page.name, size=len(data), source=pack(data), outlet=page.outlet)
            if put(connection, [replace(reading, location=page.name)]):
                raise ValueError(f"the store does not take {page.name}")


def _gold(page: GoldPage) -> Record:
    """The gold of a page as a record, with the newsroom whose text it is as its credit: a store knows newsrooms by their credits."""
    record = record_of(page.gold, page.read)
    assert record.article is not None
    if page.newsroom and page.newsroom != page.outlet:
        credit = Credit(None, "gold", page.newsroom, page.newsroom)
        return replace(record, article=replace(record.article, agencies=(credit,)))
    return record
