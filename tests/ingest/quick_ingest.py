"""An ingest whose pages are read at once, for a test that kills it: `python quick_ingest.py STORE PAGES`.

All but the reading is as it is: the intake's items, the batches, the one writer. A page is one of a few records, its words changed.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

import onrecord.ingest as ingesting
from onrecord.intake.found import Found, Unreadable
from onrecord.record import Record
from onrecord.store.packed import pack
from onrecord.store.reader import Reader
from onrecord.store.write import Failed, Reading, reading_of
from onrecord.version import __version__
from tests.record_by_hand import full_record


def pages(number: int) -> Iterator[Found | Unreadable]:
    """Made-up pages; every seventh cannot be opened, every eleventh cannot be read, and some have equal bytes."""
    for n in range(number):
        if n % 7 == 3:
            yield Unreadable(f"key {n}", f"page-{n}.html", "unpack", "damaged gzip data", "fetch it again", n)
        else:
            yield Found(f"key {n}", f"https://news.example/{n}", None, None, f"outlet {n % 5}", b"%d " % (n % 150) * 2_000, None, n)


def read_at_once(found: Found, *, source: bool, encodings: int = 0) -> Reading | Failed:
    """The record by hand, under the page's name."""
    number = int(found.data.split()[0])
    if number % 11 == 5:
        return Failed(found.key, found.location, found.outlet, "page", "no text in it", "check that it was saved whole", Reader(__version__))
    record = _named(full_record(), found)
    return reading_of(record, key=found.key, size=len(found.data), source=pack(found.data), outlet=found.outlet)


def _named(record: Record, found: Found) -> Record:
    import hashlib

    identity = f"sha256:{hashlib.sha256(found.data).hexdigest()}"
    document = replace(record.document, id=identity, location=found.location, retrieved=None)
    return replace(record, document=document, generator=replace(record.generator, version=__version__, models={}))


def run(store: str, number: int) -> ingesting.Report:
    """Ingest made-up pages in small batches."""
    ingesting._BATCH = 7  # type: ignore[misc]
    ingesting.read_found = read_at_once
    return ingesting.ingest(["made up"], store, pages=pages(number))


if __name__ == "__main__":
    done = run(sys.argv[1], int(sys.argv[2]))
    print(done.stored, done.failed, done.skipped)  # noqa: T201
