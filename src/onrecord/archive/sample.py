"""A seeded sample of an archive: what all of it would take, and how much of it would fail."""

import json
import random
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Final

from onrecord.archive import engine as engines
from onrecord.archive.run import files_in
from onrecord.archive.setting import Setting, packed
from onrecord.archive.shard import ShardDone, ShardReader, error_of
from onrecord.archive.shards import Shard, cut
from onrecord.errors import PageError, SetupError

_FILES: Final = 30  # that a sample looks into, at least: where there are more, pages of some files stand for all
_SURE: Final = 1.96  # standard deviations of an interval that holds the true share 19 times in 20


@dataclass(frozen=True, slots=True)
class Forecast:
    """What all of an archive would take.

    files, bytes: given. pages: of all, by the files looked into. read, failed, passed: of the sample.
    seconds: that one worker takes for a page; hours: that all workers take for all. size: bytes of all shards.
    fails: share of pages that fail, at least and at most.
    """

    files: int
    bytes: int
    pages: int
    read: int
    failed: int
    passed: int
    seconds: float
    hours: float
    size: int
    fails: tuple[float, float]


def sample(
    inputs: Iterable[str], *, share: float, seed: int = 0, setting: Setting | None = None, base: str | None = None, workers: int = 1,
    engine: str = engines.LOCAL,
) -> Forecast:  # fmt: skip
    """Read a share of the pages, drawn by a seed, and say what all would take. Nothing is kept.

    Raises:
        SetupError: a library is missing, or processes died.
        PageError: there is nothing to read in the inputs, or no page was drawn.
    """
    setting = setting or Setting()
    engines.daft(engine)
    files, lost = files_in(inputs, base)
    if not files:
        raise PageError(lost[0].location, lost[0].cause, lost[0].remedy)
    drawn = random.Random(seed).sample(files, max(min(_FILES, len(files)), round(share * len(files))))
    whole, part = sum(file.size for file in files), sum(file.size for file in drawn)
    shards = [shard for file in drawn for shard in cut(file, setting.pages).shards]
    pages = round(sum(shard.pages for shard in shards) * whole / max(part, 1))
    setting = replace(setting, share=min(1.0, share * whole / max(part, 1)), seed=seed)
    with tempfile.TemporaryDirectory(prefix="onrecord-sample-") as scratch:
        done = _read(shards, setting, scratch, workers, engine)
    read, failed, passed = (sum(getattr(d, name) for d in done) for name in ("pages", "failed", "passed"))
    met = read + failed + passed
    if not met:
        raise PageError("(sample)", f"no page of {pages:,} was drawn", "give a larger share")
    seconds = sum(d.seconds for d in done) / met
    size = sum(d.size for d in done) * pages // met
    return Forecast(len(files), whole, pages, read, failed, passed, seconds, seconds * pages / workers / 3600, size, _interval(failed, met))


def _read(shards: list[Shard], setting: Setting, scratch: str, workers: int, engine: str) -> list[ShardDone]:
    told = engines.told_to_workers(engine, root=str(Path(scratch)), setting=packed(setting), scratch=scratch)
    jobs = [json.dumps(asdict(shard)).encode() for shard in shards]
    done = []
    try:
        for result in engines.run(engine, ShardReader, told, jobs, workers=min(workers, max(len(jobs), 1))):
            read = json.loads(result)
            if error := error_of(read):
                raise error
            done.append(ShardDone(**read))
    except engines.WorkerDiedError as death:
        raise SetupError("(sample)", f"a process died: {death}", "draw another sample with --seed, or give fewer workers") from None
    return done


def _interval(found: int, of: int) -> tuple[float, float]:
    """What the share of all may be, by a share of some.

    Source: Wilson 1927, JASA 22: 209.
    """
    share, z = found / of, _SURE
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (middle - half) / (1 + z * z / of)), min(1.0, (middle + half) / (1 + z * z / of))
