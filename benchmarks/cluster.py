"""An archive on the engine: `python -m benchmarks.cluster --pages FOLDER --number 600 --shards 4 --kills 10`.

Makes WARCs of the pages of a folder, each repeat with other names and figures. Reads them by a bare process pool that calls the same function, and by
`onrecord archive` with one and two workers: pages a second, processor time, memory of the largest process. Then kills the workers and the command
itself at random moments, gives the same command again until it ends, and compares the rows with those of an undisturbed run.

    python -m benchmarks.cluster --over-all 100000 --equal 5000     what goes over all pages, on pages of made-up words, and equality with a store
    python -m benchmarks.cluster … --engine ray://                   the same on a cluster of Ray that runs here
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

import onrecord
from benchmarks.archive import _pages, _record, _unpacked
from benchmarks.stories import CORPORA, OWN
from onrecord.archive import engine as engines
from onrecord.archive.finish import across
from onrecord.archive.frames import page_rows
from onrecord.archive.reading import Read, told
from onrecord.archive.shard_file import ShardFile
from onrecord.archive.storage import Place, library
from onrecord.copies import Signature
from onrecord.record import Record
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.write import Reading, put, reading_of
from onrecord.stories import Stories

TABLES: Final = ("documents", "statements", "links", "events", "transfers", "times", "places", "actors", "failures", "passed", "copies", "stories",
                 "claims", "deals")  # fmt: skip
_LANGUAGES: Final = ("en",)
_WORD: Final = re.compile(r"[A-Za-z]{4,}")
_ID: Final = re.compile(rb'"([a-z][0-9a-f]{12,16})"')


@dataclass(frozen=True, slots=True)
class Timed:
    """One run. processor_s: of all processes. memory: MiB of the largest."""

    pages: int
    seconds: float
    processor_s: float
    memory: float
    status: int = 0


def write_warcs(folder: Path, pages: Path, number: int, shards: int, seed: int = 8) -> None:
    """WARCs of varied pages."""
    chance = random.Random(seed)
    originals = [_unpacked(file) for file in sorted(pages.rglob("*")) if file.is_file() and ".htm" in file.name]
    varied = _pages(originals, chance)
    folder.mkdir(parents=True)
    for shard in range(shards):
        with (folder / f"{shard:02}.warc.gz").open("wb") as out:
            for n in range(number // shards):
                record = _record(f"https://news-{n % 40}.example/{shard}/{n}", "text/html; charset=utf-8", next(varied))
                out.write(gzip.compress(record, mtime=0))


def pool(crawl: Path, workers: int) -> Timed:
    """A bare pool: each process reads one page after another; nothing is written."""
    before, started = _spent(), time.monotonic()
    from onrecord.archive.reading import read_page
    from onrecord.intake import Found, find_pages

    found = (item for item in find_pages([crawl]) if isinstance(item, Found))
    work = partial(read_page, languages=_LANGUAGES, source=False, encodings=60)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        pages = sum(1 for _ in processes.map(work, found))
    return Timed(pages, time.monotonic() - started, _spent() - before, 0.0)


def _spent() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def command(crawl: Path, out: Path, workers: int, pages: int, engine: str) -> list[str]:
    """What a user gives."""
    words = ["archive", str(crawl), str(out), "--workers", str(workers), "--pages", str(pages), "--engine", engine]
    return [sys.executable, "-m", "onrecord", *words]


def archive(crawl: Path, out: Path, workers: int, pages: int, engine: str) -> Timed:
    """Run the command, shards and tables."""
    before, started = _spent(), time.monotonic()
    done = subprocess.Popen(command(crawl, out, workers, pages, engine))
    memory = 0.0
    while done.poll() is None:
        memory = max([memory, *(_memory(pid) for pid in _below(done.pid))])
        time.sleep(0.5)
    return Timed(_count(out), time.monotonic() - started, _spent() - before, memory, done.returncode)


def _count(out: Path) -> int:
    told = json.loads((out / "finished.json").read_text())
    return int(told["pages"] + told["failed"] + told["passed"])


def _below(pid: int) -> Iterator[int]:
    """A process and those that it started."""
    yield pid
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return
    for child in " ".join(tasks).split():
        yield from _below(int(child))


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max([int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")] or [0.0])


def kill(crawl: Path, out: Path, workers: int, pages: int, engine: str, kills: int, seconds: float, seed: int = 8) -> tuple[int, int, list[str]]:
    """Kill workers and the command in turn, at random moments; how often the command was given, its last status, and what was killed."""
    chance, given = random.Random(seed), 0
    told: list[str] = []
    while True:
        given += 1
        run = subprocess.Popen(command(crawl, out, workers, pages, engine), stderr=subprocess.DEVNULL)
        until = time.monotonic() + chance.uniform(1.0, max(2.0, seconds / 3))
        while run.poll() is None:
            if len(told) < kills and time.monotonic() >= until:
                below = list(_below(run.pid))
                victim = run.pid if len(told) % 3 == 2 or len(below) == 1 else chance.choice(below[1:])
                try:
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                told.append("command" if victim == run.pid else "worker")
                until = time.monotonic() + chance.uniform(1.0, max(2.0, seconds / 3))
            time.sleep(0.05)
        if run.returncode != -signal.SIGKILL:
            return given, run.returncode, told


def differences(one: Path, other: Path) -> list[str]:
    """The tables whose rows are not the same, sorted."""
    arrow = library("pyarrow.dataset")

    found = []
    for name in TABLES:
        rows = []
        for out in (one, other):
            there = out / name
            read = arrow.dataset(there, partitioning="hive").to_table().to_pylist() if there.exists() else []
            rows.append(sorted(repr(sorted(row.items())) for row in read))
        if rows[0] != rows[1]:
            found.append(f"{name}: {len(rows[0]):,} rows against {len(rows[1]):,}, {len(set(rows[0]) ^ set(rows[1])):,} unlike")
    return found


def over_all(pages: int, equal: int) -> None:
    """Time and memory of what goes over all pages, and whether a part of them gives what a store gives."""
    corpus = _corpus()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(f"{folder}/out")
        base = _write_shard(place, [told(reading_of(record, key=location, size=1, outlet=outlet), record) for location, record, outlet in corpus])
        _repeat(place, base, pages)
        _measure(place, pages)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(f"{folder}/out")
        readings: list[tuple[Reading, Record]] = []
        for number in range(-(-equal // len(corpus))):
            for location, record, outlet in corpus[: equal - len(readings)]:
                again = _reworded(record, number) if number else record
                readings.append((reading_of(again, key=f"{number}/{location}", size=1, outlet=outlet), again))
        _write_shard(place, [told(*pair) for pair in readings])
        found = _measure(place, equal)
        with closing(open_file(f"{folder}/news.db", write=True, create=True)) as connection:
            for at in range(0, equal, 500):
                put(connection, [reading for reading, _ in readings[at : at + 500]])
        started = time.monotonic()
        with open_store(f"{folder}/news.db") as store:
            wanted = store.stories()
        print(f"  a store of the same pages finds them in {time.monotonic() - started:.1f} s")
        for name in ("copies", "stories", "claims", "deals"):
            print(
                f"  {name} equal to the store's: {'yes' if getattr(found, name) == getattr(wanted, name) else 'NO'} ({len(getattr(wanted, name)):,})"
            )


def _measure(place: Place, pages: int) -> Stories:
    d = engines.daft()
    before, started, told = _spent(), time.monotonic(), list[tuple[str, float]]()
    found = across(d, place, page_rows(d, place), workers=2, tell=lambda step: told.append((step, time.monotonic())))
    ends = [at for _, at in told[1:]] + [time.monotonic()]
    steps = ", ".join(f"{step} {end - at:.1f} s" for (step, at), end in zip(told, ends, strict=True))
    peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{pages:,} pages: {ends[-1] - started:.1f} s ({steps}), {_spent() - before:.1f} s of processor", end="")
    print(f", {peak[0]:,.0f} MiB at most, a worker {peak[1]:,.0f}")
    counts = (f"{len(getattr(found, name)):,} {name}" for name in ("copies", "stories", "claims", "deals"))
    print(f"  {', '.join(counts)}", flush=True)
    return found


def _corpus() -> list[tuple[str, Record, str]]:
    """The pages of our corpora of stories and deals, with their outlets. Every third stands at another address too, as its copy."""
    found: list[tuple[str, Record, str]] = []
    for corpus in CORPORA:
        for path in sorted((OWN / corpus).glob("t*/*.stories.json")):
            for page in json.loads(path.read_text(encoding="utf-8"))["pages"]:
                data = (path.parent / page["document"]).read_bytes()
                for host in ("news", "other")[: 1 + (len(found) % 3 == 0)]:
                    location = f"https://{host}.example/{page['document']}"
                    found.append((location, onrecord.read(data, location=location), page["outlet"]))
    return found


def _reworded(record: Record, number: int) -> Record:
    """A record in other words: each word of four letters and more is another of its length, the same one in all pages of a repetition."""

    def other(match: re.Match[str]) -> str:
        digest = hashlib.blake2b(f"{number} {match[0].lower()}".encode(), digest_size=len(match[0]) % 60 + 4).digest()
        word = "".join(chr(97 + byte % 26) for byte in digest)[: len(match[0])]
        return word.capitalize() if match[0][0].isupper() else word

    document = record.document
    text = _WORD.sub(other, document.text)
    identity = f"sha256:{hashlib.sha256(f'{number}{document.location}{text}'.encode()).hexdigest()}"
    actors = tuple(a if a.kind == "state" else replace(a, name=_WORD.sub(other, a.name)) for a in record.actors or ())
    return replace(record, document=replace(document, text=text, id=identity, location=f"{document.location}?{number}"), actors=actors)


def _write_shard(place: Place, reads: list[Read]) -> Path:
    name = "shards/00000.parquet"
    file = ShardFile(place.scratch(name), "00000")
    for read in reads:
        file.add(read)
    file.close()
    place.keep(place.scratch(name), name)
    return Path(place.path(name))


def _repeat(place: Place, base: Path, pages: int) -> None:
    """The pages of a shard again and again under other numbers, until there are so many: what finds copies and stories is others' in each."""
    pa, pq = library("pyarrow"), library("pyarrow.parquet")

    table = pq.read_table(base)
    columns = {name: table[name].to_pylist() for name in ("page", "signature", "telling", "own", "near")}
    left, number = pages - table.num_rows, 0
    while left > 0:
        number += 1
        rows = min(left, table.num_rows)
        changed = number * 0x9E3779B1 & 0x7FFFFFFE
        signatures = [
            Signature(replace(w, hashes=w.hashes ^ np.uint32(changed))) for w in (Signature.from_bytes(s).words for s in columns["signature"])
        ]
        made = {
            "page": [f"{page}{number:04x}" for page in columns["page"]],
            "signature": [signature.to_bytes() for signature in signatures],
            "fingerprint": [signature.fingerprint for signature in signatures],
            "telling": [zlib.compress(_ID.sub(rb'"\g<1>%04x"' % number, zlib.decompress(t)), 1) for t in columns["telling"]],
            **{name: [[feature ^ changed for feature in features] for features in columns[name]] for name in ("own", "near")},
        }
        again = table
        for name, values in made.items():
            field = again.schema.field(name)
            again = again.set_column(again.schema.get_field_index(name), field, pa.array(values, type=field.type))
        pq.write_table(again.slice(0, rows), place.path(f"shards/{number:05d}.parquet"))
        left -= rows


def main() -> None:
    """Run what is asked for, and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, help="a folder of pages")
    parser.add_argument("--number", type=int, default=600)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--over-all", type=int, default=0)
    parser.add_argument("--equal", type=int, default=5_000)
    chosen = parser.parse_args()
    if chosen.over_all:
        over_all(chosen.over_all, chosen.equal)
    if chosen.pages is None:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawl, a_shard = folder / "crawl", chosen.number // chosen.shards
        write_warcs(crawl, chosen.pages, chosen.number, chosen.shards)
        for workers in (1, 2):
            bare = pool(crawl, workers)
            _print(f"bare pool, {workers} workers", bare)
            ours = archive(crawl, folder / f"out{workers}", workers, a_shard, chosen.engine)
            _print(f"archive, {workers} workers", ours)
            rates = [one.pages / one.seconds for one in (ours, bare)], [one.pages / one.processor_s for one in (ours, bare)]
            wall, spent = (ours_rate / bare_rate for ours_rate, bare_rate in rates)
            print(f"  of the pool's pages a second: {wall:.0%}; a second of processor: {spent:.0%}", flush=True)
        print(f"one worker and two give unlike rows in: {differences(folder / 'out1', folder / 'out2') or 'none'}", flush=True)
        if chosen.kills:
            given, status, told = kill(crawl, folder / "killed", 2, max(a_shard // 5, 1), chosen.engine, chosen.kills, ours.seconds)
            of = f"{told.count('worker')} workers, {told.count('command')} times the command"
            print(f"killed {len(told)} times ({of}), given {given} times, status {status}")
            print(f"rows unlike an undisturbed run in: {differences(folder / 'out2', folder / 'killed') or 'none'}")


def _print(name: str, run: Timed) -> None:
    told = f"{name}: {run.pages:,} pages, {run.seconds:.1f} s, {run.pages / run.seconds:.2f} pages/s"
    told += f", {run.pages / run.processor_s:.2f} a second of processor"
    print(told + (f", {run.memory:,.0f} MiB the largest process, status {run.status}" if run.memory else ""), flush=True)


if __name__ == "__main__":
    main()
