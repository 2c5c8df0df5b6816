"""One shard, from its records to its file: what a worker of the engine does.

A process of its own reads the pages: one that dies or takes too long costs its page, and the worker goes on. Should the worker itself die, the
next one reads what was in hand apart from the rest, from its bytes on.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from onrecord.archive.in_hand import InHand, is_drawn
from onrecord.archive.reading import Passed, Read, read_page
from onrecord.archive.setting import Setting, unpacked
from onrecord.archive.shard_file import ShardFile
from onrecord.archive.shards import Shard, find_in_shard
from onrecord.archive.storage import Place
from onrecord.errors import OnRecordError, PageError, SetupError
from onrecord.ingest.reading import lost, too_late
from onrecord.ingest.workers import Team, in_time
from onrecord.intake.found import Done, Found, Unreadable
from onrecord.store.reader import present
from onrecord.store.write import Failed

_LOOK_S: Final = 0.5  # between two looks whether whoever started this process is there
SET_ASIDE: Final = "it was in hand when the process that takes records out of the archive died, and killed another"

_FIRST: Final = Found("", "", None, "text/plain; charset=utf-8", None, b"The harbour board sold two tugs in June, the minister said.", None)

Result = Read | Failed | Passed
ReadPage = Callable[..., Result]
_Alone = tuple[Shard, str, Setting, ReadPage]


@dataclass(frozen=True, slots=True)
class ShardDone:
    """What became of a shard.

    seconds: that it took; memory: of the largest process that it took, in MiB; size: of its file.
    """

    shard: str
    pages: int
    failed: int
    passed: int
    seconds: float
    memory: float
    size: int


class ShardReader:
    """A worker: what it has loaded serves all of its shards."""

    read: ReadPage = staticmethod(read_page)  # what is done with one page, in a process of its own

    def __init__(self, told: str) -> None:
        """
        Args:
            told: JSON of the archive's root, and the setting.
        """
        read = json.loads(told)
        _end_with_parent(read["driver"])
        self._place, self._setting = Place(read["root"]), unpacked(read["setting"])
        self._scratch: str | None = read.get("scratch")  # where a sample is written
        self._team = team_of(self._setting, self.read)
        for _ in self._team.results(iter([_FIRST])):  # what is loaded for the first page is loaded here, and no shard's time
            pass

    def __call__(self, job: bytes) -> bytes:
        """Read a shard; what became of it, or the error that ends the run, in JSON."""
        told: dict[str, Any]
        try:
            told = asdict(read_shard(Shard(**json.loads(job)), self._place, self._team, self._setting, self.read, scratch=self._scratch))
        except OnRecordError as error:
            told = {"error": list(error.args)}
        except OSError as error:
            told = {"error": [error.filename or self._place.root, f"cannot be written: {error.strerror or error}", "make room, or check it"]}
        return json.dumps(told).encode()


def team_of(setting: Setting, read: ReadPage) -> "Team[Found, Result]":
    """The process that reads pages for a worker."""
    work = partial(read, languages=setting.languages, source=setting.source, encodings=setting.encodings)
    return Team(work, 1, setting.page_timeout, lost, partial(too_late, limit_s=setting.page_timeout))


def read_shard(
    shard: Shard, place: Place, team: "Team[Found, Result]", setting: Setting, read: ReadPage = read_page, *, scratch: str | None = None
) -> ShardDone:
    """Read a shard into its file, which stands there whole when this returns; where it stood before, nothing is done.

    Raises:
        OnRecordError: the installation is damaged, or the shard's input is gone.
        OSError: the file cannot be written.
    """
    if scratch is None and place.has(shard.file):
        return ShardDone(shard.id, 0, 0, 0, 0.0, 0.0, 0)
    started = time.monotonic()
    path = place.scratch(shard.file) if scratch is None else Path(scratch) / f"{shard.id}.parquet"
    drawn = partial(is_drawn, share=setting.share, seed=setting.seed) if setting.share is not None else lambda key: True
    tombstone = place.beside("shards") / f".{shard.id}.hand" if scratch is None else Path(scratch) / f".{shard.id}.hand"
    hand = InHand(tombstone, drawn)
    file = ShardFile(path, shard.id)
    whole = False
    try:
        for result in _results(shard, hand, file, team):
            file.add(result)
            hand.done(result.reading.key if isinstance(result, Read) else result.key)
        for result in _apart(shard, hand, setting, read):
            file.add(result)
        file.close()
        size = path.stat().st_size
        if scratch is None:
            place.keep(path, shard.file)
        whole = True
    finally:
        if not whole:
            file.abandon()
            path.unlink(missing_ok=True)
        hand.close(whole=whole)
    return ShardDone(shard.id, file.pages, file.failed, file.passed, time.monotonic() - started, _memory(), size)


def _results(shard: Shard, hand: InHand, file: ShardFile, team: "Team[Found, Result]") -> Iterator[Result]:
    def pages() -> Iterator[Found]:
        for item in find_in_shard(shard, Done(hand)):
            if isinstance(item, Unreadable):
                file.add(failed_of(item))
                hand.done(item.key)
            else:
                yield item

    yield from team.results(pages())


def failed_of(item: Unreadable) -> Failed:
    """What could not be opened, as a failure."""
    return Failed(item.key, item.location, None, item.stage, item.cause, item.remedy, present())


def _apart(shard: Shard, hand: InHand, setting: Setting, read: ReadPage) -> Iterator[Result]:
    """The pages that were in hand when a process died: each in a process of its own, which also takes it out of the archive."""
    if not hand.suspects:
        return
    jobs = [(shard, key, setting, read) for key in sorted(hand.suspects)]
    late = partial(_late_alone, limit_s=setting.page_timeout)
    for result in in_time(read_alone, jobs, workers=1, limit_s=setting.page_timeout, lost=_lost_alone, late=late):
        if result is not None:
            yield result


def read_alone(job: _Alone) -> Result | None:
    """Take one record out of its shard and read it; None where it holds no page."""
    shard, key, setting, read = job
    try:
        for item in find_in_shard(shard, Done(_AllBut(key))):
            if item.key != key:
                continue
            if isinstance(item, Unreadable):
                return failed_of(item)
            return read(item, languages=setting.languages, source=setting.source, encodings=setting.encodings)
    except PageError as error:
        return Failed(key, key, None, "open", error.problem, error.remedy, present())
    return None


class _AllBut:
    def __init__(self, key: str) -> None:
        self._key = key

    def __contains__(self, key: object) -> bool:
        return key != self._key


def _lost_alone(job: _Alone) -> Failed:
    return Failed(job[1], job[1], None, "worker", SET_ASIDE, "take the record out and read it by itself to see why", present())


def _late_alone(job: _Alone, *, limit_s: float) -> Failed:
    remedy = "give it more time with --page-timeout, in a folder of its own"
    return Failed(job[1], job[1], None, "worker", f"it was in hand when a process died, and took more than {limit_s:g} s", remedy, present())


def _memory() -> float:
    """MiB of the largest of this process and those that it has seen end; of those that run, what they take now."""
    unit = 1 if sys.platform == "darwin" else 1024
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * unit
    for child in _children():
        most = max(most, child)
    return most / 2**20


def _children() -> Iterator[int]:
    """Bytes that the processes of this one took at most, where the system tells."""
    try:
        tasks = [(task / "children").read_text() for task in Path("/proc/self/task").iterdir()]
    except OSError:
        return
    for pid in " ".join(tasks).split():
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        yield from (int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def _end_with_parent(driver: int | None) -> None:
    """End this process once the one that hands out the work is gone: nobody would take what it gives.

    Args:
        driver: whose child this is; None where workers are not the driver's.
    """
    if driver is None or os.getppid() != driver:
        return

    def look() -> None:
        while os.getppid() == driver:
            time.sleep(_LOOK_S)
        os._exit(1)

    threading.Thread(target=look, daemon=True, name="end-with-driver").start()


def error_of(told: dict[str, Any]) -> OnRecordError | None:
    """The error that ended a worker's job."""
    return SetupError(*told["error"]) if "error" in told else None
