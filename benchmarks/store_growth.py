"""What one page more costs a store of many pages: its copies and its stories, found and merged again.

    python -m benchmarks.store_growth                        # 100,000 pages
    python -m benchmarks.store_growth --pages 10000 --keep build/growth.db

The store is synthesised. The pages of our corpora of stories and deals (train half) are read, stored and merged; then all that was found is
written again and again under other numbers: pages, records, texts, tellings, stories, claims, deals, and what finds them. So each story has as
many others beside it as a store of that size has. But none of the repetitions shares a name or two sides of a deal with another, as news of one war
would: what grows with the size of the store is measured, not what grows with the pages that are tied together.
Of the corpora each tenth page is held back. These come one by one; each is put, its copies are found and its stories merged again.
"""

import argparse
import json
import re
import resource
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import onrecord
from benchmarks.stories import CORPORA, OWN
from onrecord.ingest.copies import state_of, update_copies
from onrecord.ingest.merged import update_stories
from onrecord.store.file import open_file, transaction
from onrecord.store.rows import IDS
from onrecord.store.write import Reading, put, reading_of

HELD: Final = 10  # each tenth page comes after the others
_ID: Final = re.compile(rb'"([a-z][0-9a-f]{12,16})"')
_STEPS: Final = ("put", "copies", "stories")


@dataclass(frozen=True, slots=True)
class Growth:
    """What the pages that came cost, each."""

    pages: int  # that were there
    tied: tuple[int, ...]  # pages that were merged again
    seconds: dict[str, tuple[float, ...]]  # step → of each page


def corpus_readings() -> list[Reading]:
    """The pages of our corpora, read."""
    found = []
    for corpus in CORPORA:
        folder = OWN / corpus / "train"
        for path in sorted(folder.glob("*.stories.json")):
            for page in json.loads(path.read_text(encoding="utf-8"))["pages"]:
                file = folder / page["document"]
                record = onrecord.read(file.read_bytes(), location=f"https://news.example/{file.name}")
                found.append(reading_of(record, key=file.name, size=file.stat().st_size, outlet=page["outlet"]))
    return found


def make_store(path: Path, readings: Sequence[Reading], pages: int) -> None:
    """A store of some pages, and of repetitions of them until there are as many as asked for."""
    with closing(open_file(path, write=True, create=True)) as connection:
        assert not put(connection, readings)
        update_copies(connection)
        update_stories(connection)
        repeat = _Repeat(connection)
        with transaction(connection):
            for number in range(1, pages // len(readings)):
                repeat.write(number)
            connection.execute(_IN_ORDER)
            connection.execute("UPDATE store SET value = ? WHERE name IN ('copies of', 'stories of')", (state_of(connection),))
        connection.execute("ANALYZE")


class _Repeat:
    """The rows of a store, to be written again under other numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._step = {table: self._last(table) for table in ("document", "capture", "record", "unit", "copy", "voice", "figure")}
        connection.create_function("again", 2, _again, deterministic=True)
        connection.create_function("other", 2, _other, deterministic=True)
        for table in _COPIED:  # what is written must not be read again
            connection.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")

    def _last(self, table: str) -> int:
        (last,) = self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(last)

    def write(self, number: int) -> None:
        """Write all once more."""
        given: dict[str, int | str] = {name: number * step for name, step in self._step.items()}
        given |= {"rows": number * self._step["record"] * IDS, "k": f"{number:04x}", "number": number}
        for table, columns in _COPIED.items():
            self._connection.execute(f"INSERT INTO {table} SELECT {columns} FROM first_{table}", given)


def _again(packed: bytes, ending: str) -> bytes:
    """What is packed, with other IDs in it."""
    return zlib.compress(_ID.sub(rb'"\g<1>' + ending.encode() + b'"', zlib.decompress(packed)), 1)


def _other(key: int, number: int) -> int:
    """Another number for the digest of a word, as even or odd as it was."""
    return key ^ ((number * 0x9E3779B1) & 0x7FFFFFFE)


# Of each table what its columns become, in their order.
_COPIED: Final = {
    "document": "id + :document, digest || :k, size, source, layout",
    "capture": "id + :capture, key || :k, document_id + :document, location || :k, retrieved, content_type, outlet, container",
    "record": "id + :record, capture_id + :capture, made_by, version, reader_id, shown, read_at, json",
    "article": "record_id + :record, kind, language, media_type, outlet, section, url, headline, published, confidence, modified, dateline, "
    "agencies, authors, statements, events, transfers",
    "paragraph": 'id + :rows, record_id + :record, kind, "start", "end", text',
    "signature": "capture_id + :capture, scheme, unit_id + :unit, signature",
    "unit": "id + :unit, other(fingerprint, :number), words, texts, first_leader + :unit, first_block + :unit, first_cluster + :unit, "
    "leader + :unit, block + :unit, cluster + :unit",
    "posting": "other(key, :number), unit_id + :unit",
    "copy": "id + :copy, capture_id + :capture, of_capture_id + :capture, kind, found, share, evidence",
    "telling": "capture_id + :capture, record_id + :record, knot + :capture, again(telling, :k)",
    "feature": "other(feature, :number), capture_id + :capture",
    "story": "id || :k, first, last",
    "story_capture": "story_id || :k, capture_id + :capture, n",
    "deal": """id || :k, n, replace(sides, '["', '["' || :k), supplier, recipient, again(json, :k)""",
    "claim": "id || :k, n, story_id || :k, of, type, initiators, recipients, supplier, recipient, items, time, status, deal_id || :k, "
    """deal_n, first, last, replace(sides, '["', '["' || :k), again(json, :k)""",
    "voice": "id + :voice, claim_id || :k, relation, party, cites, actor, origin, newsroom, capture_id + :capture, statement, said_earliest, "
    "said_latest, said_basis",
    "figure": "id + :figure, claim_id || :k, what, value, by, denied_by",
}


# Claims are numbered in the order of their stories.
_IN_ORDER: Final = """
    UPDATE claim SET n = r.n FROM (
        SELECT c.id, row_number() OVER (ORDER BY coalesce(s.first, ''), s.id, c.n) * (1 << 20) AS n FROM claim c JOIN story s ON s.id = c.story_id
    ) r WHERE r.id = claim.id"""


def measure(path: Path, coming: Sequence[Reading], clock: Callable[[], float]) -> Growth:
    """Put pages one by one, and find and merge again what they touch."""
    seconds: dict[str, list[float]] = {step: [] for step in _STEPS}
    tied = []
    with closing(open_file(path, write=True)) as connection:
        (pages,) = connection.execute("SELECT count(*) FROM record").fetchone()
        for reading in coming:
            start = clock()
            assert not put(connection, [reading])
            seconds["put"].append(clock() - start)
            start = clock()
            update_copies(connection)
            seconds["copies"].append(clock() - start)
            start = clock()
            tied.append(update_stories(connection))
            seconds["stories"].append(clock() - start)
    return Growth(pages, tuple(tied), {step: tuple(found) for step, found in seconds.items()})


def main() -> None:
    """Make the store, let pages come, and print a line a step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep the store here; it is made anew")
    parser.add_argument("--cpu", action="store_true", help="count the time of the processor, for a machine that has other work")
    chosen = parser.parse_args()
    readings = corpus_readings()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "growth.db"
        path.unlink(missing_ok=True)
        start = time.perf_counter()
        make_store(path, [r for n, r in enumerate(readings) if n % HELD], chosen.pages)
        print(f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB", file=sys.stderr)
        grown = measure(path, readings[::HELD], time.process_time if chosen.cpu else time.perf_counter)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    head = f"one page more · {grown.pages:,} pages · {len(grown.tied)} came"
    print(head.ljust(72) + "median s   most s")
    for step, found in grown.seconds.items():
        print(f"{step:<72}{median(found):8.2f} {max(found):8.2f}")
    print(f"merged again: {median(grown.tied):.0f} pages (median), {max(grown.tied):,} at most; peak {peak:,} MiB")


if __name__ == "__main__":
    main()
