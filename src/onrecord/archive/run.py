"""From files to an archive: cut, read shard by shard on the engine, again over what is missing when a process died, then what goes over all pages."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from onrecord.archive import engine as engines
from onrecord.archive.inputs import Input, find_inputs
from onrecord.archive.setting import Setting, fix, packed
from onrecord.archive.shard import ShardDone, ShardReader, error_of
from onrecord.archive.shard_file import failures_of
from onrecord.archive.shards import PLANS, Shard, cut, pack_plan, plan_file, read_plan
from onrecord.archive.storage import Place
from onrecord.errors import PageError, SetupError
from onrecord.ingest.progress import Tally, Tell, silent
from onrecord.intake.found import Unreadable

_SHOWN: Final = 20  # failures that are named
_IDLE: Final = 4  # rounds in a row that bring nothing, after which something is wrong that no further round mends


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    shards: read now; before: that were there. pages, failed, passed: of the shards read now.
    lost: inputs that could not be opened, or parts of them. deaths: of processes, with what the engine said of each.
    memory: MiB that the largest process took.
    """

    shards: int = 0
    before: int = 0
    pages: int = 0
    failed: int = 0
    passed: int = 0
    lost: tuple[Unreadable, ...] = ()
    seconds: float = 0.0
    memory: float = 0.0
    deaths: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()  # the first pages that failed, each with its cause


def archive(
    inputs: Iterable[str],
    out: str,
    *,
    setting: Setting | None = None,
    base: str | None = None,
    workers: int = 1,
    engine: str = engines.LOCAL,
    part: tuple[int, int] | None = None,
    tell: Tell = silent,
) -> Report:
    """Read web archives into Parquet, one file a shard; shards whose file is there are not read again.

    Args:
        inputs: WARC, WACZ, Parquet of pages, folders and lists of them; paths, or URIs of an object store.
        out: a folder, or the URI of a prefix of an object store.
        base: what the relative paths of lists are relative to.
        workers: of which each reads one shard at a time.
        engine: "local", or "ray://HOST:PORT".
        part: (i, n): only the i-th of n parts of the files, from 1 on; the others are for other jobs.
        tell: called with the pages read so far, after every shard.

    Raises:
        PageError: the inputs are there, and none is a web archive: nothing is written.
        SetupError: a library or the cluster is missing, OUT cannot be written or was begun otherwise, or processes die whatever is done.
    """
    setting = setting or Setting()
    engines.daft(engine)  # says at once what is not installed
    files, lost = files_in(inputs, base)  # before anything is written
    place = Place(out)
    fix(place, setting)
    if part is not None:
        files = [file for n, file in enumerate(files) if n % part[1] == part[0] - 1]
    run = _Run(place, setting, workers, engine, tell)
    plans = run.plan(files)
    lost += [item for plan in plans for item in plan.unreadable]
    run.read([shard for plan in plans for shard in plan.shards])
    return run.report(tuple(lost))


def files_in(names: Iterable[str], base: str | None) -> tuple[list[Input], list[Unreadable]]:
    """The files to read, apart from what cannot be one.

    Raises:
        PageError: there is nothing to read, and nothing that could not be opened.
    """
    names = tuple(names)
    files: list[Input] = []
    lost: list[Unreadable] = []
    for item in find_inputs(names, base):
        if isinstance(item, Input):
            files.append(item)
        else:
            lost.append(item)
    if not files and not lost:
        raise PageError(", ".join(names), "no WARC, WACZ or Parquet in it", "for saved pages use onrecord ingest")
    return files, lost


class Planner:
    """A worker that cuts files."""

    def __init__(self, told: str) -> None:
        read = json.loads(told)
        self._place, self._pages = Place(read["root"]), read["pages"]

    def __call__(self, job: bytes) -> bytes:
        """Cut a file, and write down how."""
        given = Input(**json.loads(job))
        self._place.write(plan_file(given), pack_plan(cut(given, self._pages)))
        return b"{}"


class _Run:
    def __init__(self, place: Place, setting: Setting, workers: int, engine: str, tell: Tell) -> None:
        self._place, self._setting, self._workers, self._engine, self._tell = place, setting, workers, engine, tell
        self._done: dict[str, ShardDone] = {}
        self._before = 0
        self._deaths: list[str] = []
        self._started = time.monotonic()

    def plan(self, files: Sequence[Input]) -> list[Any]:
        """How the files are cut: as was written down, or anew."""

        def missing() -> list[Input]:
            there = self._place.names(PLANS)
            return [file for file in files if plan_file(file).rpartition("/")[2] not in there]

        told = json.dumps({"root": self._place.root, "pages": self._setting.pages})
        if len(left := missing()) <= self._workers:  # a few are cut before the engine has started
            planner = Planner(told)
            for file in left:
                planner(_packed(file))
        else:
            self._until_done(missing, Planner, told, lambda told: None)
        return [read_plan(self._place, plan_file(file)) for file in files]

    def read(self, shards: Sequence[Shard]) -> None:
        """Read the shards whose file is not there."""

        def missing() -> list[Shard]:
            there = self._place.names("shards")
            return [shard for shard in shards if shard.file.rpartition("/")[2] not in there]

        self._before = len(shards) - len(missing())
        told = engines.told_to_workers(self._engine, root=self._place.root, setting=packed(self._setting))
        self._until_done(missing, ShardReader, told, self._take)

    def _take(self, told: dict[str, Any]) -> None:
        done = ShardDone(**told)
        self._done[done.shard] = done
        pages = sum(d.pages for d in self._done.values())
        others = sum(d.failed for d in self._done.values()), sum(d.passed for d in self._done.values())
        self._tell(Tally(stored=pages, failed=others[0], skipped=others[1], passed=pages + sum(others)))

    def _until_done(
        self,
        missing: Callable[[], list[Any]],
        make: Callable[[str], Callable[[bytes], bytes]],
        told: str,
        take: Callable[[dict[str, Any]], None],
    ) -> None:
        """Give the engine what is missing until nothing is. A round ends with the death of a process: Daft then gives up all that is under way."""
        idle = 0
        left = missing()
        while left:
            try:
                for result in engines.run(self._engine, make, told, map(_packed, left), workers=min(self._workers, len(left))):
                    read = json.loads(result)
                    if error := error_of(read):
                        raise error
                    take(read)
            except engines.WorkerDiedError as death:
                self._deaths.append(str(death))
            before, left = len(left), missing()
            idle = idle + 1 if len(left) == before else 0
            if left and idle >= _IDLE:
                cause = self._deaths[-1] if self._deaths else "nothing was done"
                problem = f"processes died {idle} times before a shard was whole: {cause}"
                raise SetupError(self._place.root, problem, "give fewer workers, or more memory; what is whole is kept")

    def report(self, lost: tuple[Unreadable, ...]) -> Report:
        done = self._done.values()
        return Report(
            shards=len(done),
            before=self._before,
            pages=sum(d.pages for d in done),
            failed=sum(d.failed for d in done),
            passed=sum(d.passed for d in done),
            lost=lost,
            seconds=time.monotonic() - self._started,
            memory=max((d.memory for d in done), default=0.0),
            deaths=tuple(self._deaths),
            named=tuple(self._named()),
        )

    def _named(self) -> Iterator[tuple[str, str]]:
        """The first pages that failed in the shards read."""
        left = _SHOWN
        for done in self._done.values():
            if done.failed and left > 0:
                for location, cause in failures_of(self._place, f"shards/{done.shard}.parquet")[:left]:
                    left -= 1
                    yield location, cause


def _packed(job: Any) -> bytes:
    return json.dumps(asdict(job)).encode()
