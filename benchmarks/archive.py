"""An archive into a store, killed and resumed: `python -m benchmarks.archive --pages FOLDER --size 2000 --kills 10 --workers 2`.

Makes a WARC of so many megabytes from the pages of a folder: repeats with other names and figures, records given twice, records of pictures and
scripts, damaged members, a cut end. Ingests it once unbroken, and once killed with SIGKILL at random moments and resumed by the same command.
Prints pages a second, the memory of all processes over time, the size of the store, and whether both stores say the same.
"""

import argparse
import gzip
import hashlib
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from onrecord.encoder.encode import KEPT_MB
from onrecord.errors import StoreError
from onrecord.store import open_store

_BETWEEN_TAGS: Final = re.compile(rb"(?<=>)[^<>]+(?=<)")
_VARIED: Final = re.compile(rb"\b[A-Z][a-z]{4,}\b|\b\d{2,}\b")
_OTHERS: Final = (("text/css", b"body { margin: 0 }\n" * 200), ("application/json", b'{"a": 1}'))
_DAMAGED, _OTHER, _TWICE = 97, 13, 29  # every so many records
_SAMPLE_S: Final = 1.0


@dataclass(slots=True)
class Run:
    """One run of the command, or several that resume each other."""

    seconds: float = 0.0
    processor_s: float = 0.0
    kills: int = 0
    memory_mb: list[float] = field(default_factory=list)  # of all processes, a sample a second
    writer_mb: list[float] = field(default_factory=list)  # of the one that writes
    status: int | None = None


def write_archive(path: Path, pages: Path, size: int, *, level: int = 6, picture: int = 2_000, seed: int = 8) -> int:
    """Write a WARC of about `size` bytes; how many records it has.

    Args:
        level: of gzip, for its members.
        picture: bytes of the pictures, one with each page.
    """
    chance = random.Random(seed)
    originals = [_unpacked(file) for file in sorted(pages.rglob("*")) if file.is_file() and ".htm" in file.name]
    records = 0
    with path.open("wb") as out:
        for kind, body in _bodies(originals, chance, picture):
            records += 1
            url = f"https://news-{records % 40}.example/{records}"
            if records % _OTHER == 0:
                kind, body = _OTHERS[records % len(_OTHERS)]
            member = gzip.compress(_record(url, kind, body), level, mtime=0)
            if records % _DAMAGED == 0:
                at = len(member) // 2
                member = member[:at] + bytes(64) + member[at + 64 :]
            out.write(member)
            if records % _TWICE == 0:
                out.write(member)
            if out.tell() >= size:
                out.write(member[: len(member) // 2])  # as a crawl that was stopped leaves it
                return records
    raise AssertionError("there is no end of bodies")


def _unpacked(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def _bodies(originals: list[bytes], chance: random.Random, picture: int) -> Iterator[tuple[str, bytes]]:
    """The pages, then the pages with other names and figures, and so on; before each the picture that it shows."""
    for page in _pages(originals, chance):
        yield "image/png", b"\x89PNG\r\n\x1a\n" + chance.randbytes(chance.randrange(picture))
        yield "text/html; charset=utf-8", page


def _pages(originals: list[bytes], chance: random.Random) -> Iterator[bytes]:
    yield from originals
    for _ in count():
        names: dict[bytes, bytes] = {}

        def other(match: re.Match[bytes], names: dict[bytes, bytes] = names) -> bytes:
            word = match[0]
            if word not in names:
                made = bytes(chance.choice(b"0123456789" if c < 65 else b"aeiouklmnrst") for c in word)
                names[word] = made if word[0] < 65 else word[:1] + made[1:]
            return names[word]

        for body in originals:
            yield _BETWEEN_TAGS.sub(lambda text: _VARIED.sub(other, text[0]), body)


def _record(url: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(url.encode()).hexdigest()}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def ingest(archive: Path, store: Path, workers: int, *, encodings: int = KEPT_MB, kills: int = 0, seed: int = 8, pages: int = 0) -> Run:
    """Run the command until it ends by itself.

    Args:
        kills: how often it is killed, each time after a random part of `pages` more were stored.
    """
    chance, run = random.Random(seed), Run()
    command = [
        sys.executable,
        "-m",
        "onrecord",
        "ingest",
        str(archive),
        "--store",
        str(store),
        "--workers",
        str(workers),
        "--encodings",
        str(encodings),
    ]
    started, spent = time.perf_counter(), _processor_s()
    while run.status is None:
        until = _stored(store) + chance.randrange(1, max(2, 2 * pages // (kills + 1))) if run.kills < kills else None
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                time.sleep(_SAMPLE_S if until is None else 0.2)
                run.memory_mb.append(_memory_mb(process.pid, *_children(process.pid)))
                run.writer_mb.append(_memory_mb(process.pid))
                if until is not None and _stored(store) >= until:
                    time.sleep(chance.random() * 0.5)
                    process.send_signal(signal.SIGKILL)
                    break
        if process.wait() >= 0:
            run.status = process.returncode
        else:
            run.kills += 1
    run.seconds, run.processor_s = time.perf_counter() - started, _processor_s() - spent
    return run


def _processor_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _stored(store: Path) -> int:
    try:
        with open_store(store) as opened:
            return int(opened.connection.execute("SELECT count(*) FROM record").fetchone()[0])
    except StoreError:
        return 0


def _memory_mb(*pids: int) -> float:
    """What processes hold, on Linux."""
    total = 0.0
    for process in pids:
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def says(store: Path) -> tuple[str, int]:
    """A digest of all that a store says, in an order of its own and without when it was read; and how many pages it has."""
    told, pages = hashlib.sha256(), 0
    with open_store(store) as opened:
        assert opened.check() == (), opened.check()
        for page, record in opened.records():
            pages += 1
            told.update(f"{page.page} {page.digest} {record.to_json()}\n".encode("utf-8", "surrogatepass"))
        for line in sorted(f"{row.location} {row.stage} {row.cause}\n" for row in opened.failures()):
            told.update(line.encode())
    return told.hexdigest(), pages


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="a folder of HTML pages, also in gzip")
    parser.add_argument("--size", type=float, default=20, help="megabytes of the archive")
    parser.add_argument("--level", type=int, default=6, help="of gzip; 0 stores, which makes fewer pages of as many megabytes")
    parser.add_argument("--picture", type=int, default=2, help="most kilobytes of a picture, one with each page: a browser's crawl has 1000")
    parser.add_argument(
        "--encodings", type=int, nargs="+", default=[KEPT_MB], help="megabytes that a worker keeps; with several, an unbroken run for each"
    )
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive, whole, broken = (Path(folder) / name for name in ("crawl.warc.gz", "whole.db", "broken.db"))
        records = write_archive(archive, given.pages, int(given.size * 1e6), level=given.level, picture=given.picture * 1000)
        print(f"archive   {archive.stat().st_size / 1e6:.0f} MB, {records:,} records", flush=True)
        one = ingest(archive, whole, given.workers, encodings=given.encodings[0])
        digest, pages = says(whole)
        with open_store(whole) as store:
            print(f"store     {store.coverage()}; {whole.stat().st_size / 1e6:.0f} MB, {whole.stat().st_size / pages / 1e3:.0f} KB a page")
        print(f"unbroken  {_speed(one, pages)} with {given.workers} workers, {given.encodings[0]} MB of encodings each, status {one.status}")
        print(f"memory    {_peaks(one.memory_mb)} MB, the peak of each tenth of the run; the writer alone {_peaks(one.writer_mb)}", flush=True)
        same = True
        for megabytes in given.encodings[1:]:
            other = ingest(archive, store_of := Path(folder) / f"{megabytes}.db", given.workers, encodings=megabytes)
            same &= says(store_of)[0] == digest
            print(f"unbroken  {_speed(other, pages)}, {megabytes} MB of encodings; the store says {_word(same)}", flush=True)
        if given.kills:
            other = ingest(archive, broken, given.workers, encodings=given.encodings[0], kills=given.kills, pages=pages)
            same &= says(broken)[0] == digest
            print(f"killed    {other.kills} times, {other.seconds:.0f} s in all; the store says {_word(same)}, integrity ok")
        sys.exit(0 if same else 1)


def _speed(run: Run, pages: int) -> str:
    return f"{pages / run.seconds:.1f} pages/s, {run.processor_s / pages:.2f} s of processor time a page"


def _word(same: bool) -> str:
    return "the same" if same else "SOMETHING ELSE"


def _peaks(samples: list[float], parts: int = 10) -> str:
    size = max(1, -(-len(samples) // parts))
    return " ".join(f"{max(samples[at : at + size]):.0f}" for at in range(0, len(samples), size))


if __name__ == "__main__":
    main()
