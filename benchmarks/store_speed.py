"""How fast records go into a store, apart from reading and compressing, which workers do.

A record here has 20 statements and 8 events, with the actors, times, places, links and paragraphs that pages of that size have: the rows of
the example pages, strung together and cut to measure. Words are varied from record to record, so that the full-text index grows as it would.
"""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import onrecord
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.rows import Rows
from onrecord.store.write import Reading, put, reading_of

STATEMENTS: Final = 20
EVENTS: Final = 8
_BATCH: Final = 100
_SYLLABLES: Final = ("ba", "den", "kor", "li", "mar", "no", "pel", "ra", "sto", "tu", "vel", "zan")
_VARIED: Final = {"statement": (3, 4), "paragraph": (3,)}  # the columns of words in the rows of these tables


@dataclass(frozen=True, slots=True)
class StoreSpeed:
    """What storing costs."""

    records: int
    records_per_s: float  # the median of the parts of the run
    bytes_per_record: float  # of the file, with the original and the record's JSON
    read_s: float  # seconds that reading one page takes, for the share
    share_of_reading: float  # storing one record, as a part of reading one page


def measure_store(pages: list[Path], *, records: int = 5_000, parts: int = 5, seed: int = 8) -> StoreSpeed:
    """Store records in a new file, in batches as `onrecord ingest` does.

    Args:
        pages: files to make the records from.
        parts: the run is timed in so many parts, of which the median is given.
    """
    read, seconds = _read(pages)
    made = _readings(read, random.Random(seed))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "speed.db"
        with closing(open_file(path, write=True, create=True)) as connection:
            rates = []
            for _ in range(parts):
                batches = [list(islice(made, _BATCH)) for _ in range(records // parts // _BATCH)]
                started = time.process_time()
                refused = sum(put(connection, batch) for batch in batches)
                assert not refused
                rates.append(len(batches) * _BATCH / (time.process_time() - started))
        stored = parts * (records // parts // _BATCH) * _BATCH
        size = path.stat().st_size / stored
    return StoreSpeed(stored, median(rates), size, seconds, 1 / median(rates) / seconds)


def _read(pages: list[Path]) -> tuple[list[Reading], float]:
    """The readings of pages, and the median of the seconds that one took."""
    found, times = [], []
    for page in [pages[0], *pages]:  # the first time the models are loaded
        data = page.read_bytes()
        started = time.process_time()
        record = onrecord.read(data, location=f"https://example.org/{page.name}")
        times.append(time.process_time() - started)
        found.append(reading_of(record, key=page.name, size=len(data), source=pack(data)))
    return found[1:], median(times[1:])


def _readings(found: list[Reading], chance: random.Random) -> Iterator[Reading]:
    """Readings without end, each of the same size."""
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    to_measure = [_cut(reading.rows) for reading in found if reading.rows["statement"] and reading.rows["event"]]
    for number, (reading, rows) in enumerate(zip(cycle(found), cycle(to_measure), strict=False)):
        varied = rows | {table: [_vary(row, columns, words, chance) for row in rows[table]] for table, columns in _VARIED.items()}
        yield replace(
            reading, key=f"{number}", digest=f"sha256:{number:064x}", location=f"https://example.org/{number}", json=reading.json, rows=varied
        )


def _cut(rows: Rows) -> Rows:
    """Rows with as many statements and events as are measured; what refers to them keeps to them."""
    statements = [(f"s{n}", *row[1:]) for n, row in enumerate(islice(cycle(rows["statement"]), STATEMENTS), 1)]
    events = [(f"e{n}", *row[1:]) for n, row in enumerate(islice(cycle(rows["event"]), EVENTS), 1)]
    linked = zip(range(1, STATEMENTS + 1), cycle(rows["link"] or [(1, 1, 1, "asserts", "specific", "", 0.9, "[]")]), strict=False)
    links = [(n % EVENTS + 1, n, n, *row[3:]) for n, row in linked]
    return rows | {
        "statement": statements,
        "event": events,
        "link": links,
        "transfer": [(row[0], 1, *row[2:]) for row in rows["transfer"]],
    }


def _vary(row: tuple[Any, ...], columns: tuple[int, ...], words: list[str], chance: random.Random) -> tuple[Any, ...]:
    """A row with each third word of its texts another."""
    cells = list(row)
    for column in columns:
        if cells[column]:
            cells[column] = " ".join(chance.choice(words) if n % 3 == 0 else word for n, word in enumerate(cells[column].split()))
    return tuple(cells)
