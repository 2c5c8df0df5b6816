"""What goes over all shards: tables partitioned by day, and copies, stories, claims and deals over the whole archive."""

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from onrecord import codec
from onrecord.archive import damage
from onrecord.archive import engine as engines
from onrecord.archive.copies import CopyStep
from onrecord.archive.frames import page_rows, shard_rows
from onrecord.archive.inputs import Input, find_inputs
from onrecord.archive.lock import held
from onrecord.archive.rows import failure_cells
from onrecord.archive.setting import read_head
from onrecord.archive.shard import failed_of
from onrecord.archive.shards import PLANS, Plan, as_they_are, plan_file, read_plans
from onrecord.archive.storage import Place, library
from onrecord.archive.stories import StoryStep
from onrecord.archive.tables import NewTables, table_files, unlike
from onrecord.errors import SetupError
from onrecord.stories import Claim, Copy, Deal, Stories, Story

FINISHED: Final = "finished.json"
_READ_FIRST: Final = "read them first: the same command without --finish"
_FINISH: Final = "give onrecord archive … --finish"
MAKE_AGAIN: Final = f"remove it, and {_FINISH}"
_SHOWN: Final = 20  # failures that are named
_FAILURES: Final = dict.fromkeys(("key", "location", "outlet", "stage", "cause", "remedy", "version"), "string")
_PASSED: Final = dict.fromkeys(("key", "location", "language"), "string")


@dataclass(frozen=True, slots=True)
class Finished:
    """What an archive holds.

    state: of the shards that it is made of. failed: pages and inputs; named: the first of them, each with its cause.
    """

    state: str
    pages: int
    failed: int
    passed: int
    copies: int
    stories: int
    claims: int
    deals: int
    seconds: float
    named: tuple[tuple[str, str], ...] = ()


def finish(
    out: str,
    *,
    inputs: Iterable[str] = (),
    base: str | None = None,
    engine: str = engines.LOCAL,
    workers: int = 1,
    tell: Callable[[str], None] = lambda step: None,
) -> Finished:
    """Make the tables of an archive whose shards are all there; where they are those of these shards, nothing is done.

    Args:
        inputs, base: what the archive was made of, as for `archive`: all of it must be there. None: what was planned is held to be all.
        tell: called with the name of each step as it begins.

    Raises:
        SetupError: it is no archive, shards of it are missing or damaged, or another process makes its tables.
    """
    d = engines.daft(engine)
    place = Place(out)
    read_head(place)
    files = [found for found in find_inputs(inputs, base) if isinstance(found, Input)]
    plans = as_they_are(read_plans(place), files)
    _check_read(place, plans, files)
    state = _state(plans)
    if (before := _made_of(place, state)) is not None:
        return before
    with held(place):
        if (before := _made_of(place, state)) is not None:  # by the process that held the lock when this one looked
            return before
        with damage.named(lambda: [place.path(f"shards/{name}") for name in sorted(_files(plans))]):
            return _make(d, place, plans, state, engine=engine, workers=workers, tell=tell)


def _make(d: Any, place: Place, plans: list[Plan], state: str, *, engine: str, workers: int, tell: Callable[[str], None]) -> Finished:
    """Make the tables, step by step. The lock is held: nobody else is at it.

    Before each step and after it, one of two things is true, so that whatever dies, the same command goes on, and who reads may trust FINISHED:

    - FINISHED stands: each table is whole, and they are those of the shards whose state it names;
    - FINISHED does not stand: nothing is said of any table, and the next run makes all of them.
    """
    started = time.monotonic()
    new = NewTables(place)

    # 1. Nothing is left of a run that died. On a disk the old tables stand, and FINISHED says of what; in an object store, where tables are written
    # over the old ones, it is gone before the first of them is touched.
    if not place.local:
        place.remove(FINISHED)
    new.begin()
    for folder in ("", PLANS, "shards"):
        place.sweep(folder)

    # 2. The new tables are whole. On a disk they are beside the old ones, which still stand.
    tell("tables")
    wanted = _files(plans)
    shards = wanted if wanted != {name for name in place.names("shards") if name.endswith(".parquet")} else None
    others = {kind: shard_rows(d, place, kind, shards).select(kind).to_pylist() if wanted else [] for kind in ("failure", "passed")}
    failed, passed = ([row[kind] for row in found] for kind, found in others.items())
    failed += [failure_cells(failed_of(item)) for plan in plans for item in plan.unreadable]
    failures = sorted(failed, key=lambda row: (row["location"], row["key"]))
    rows = page_rows(d, place, shards) if wanted else None
    if rows is not None:
        new.write_pages(d, rows)
    new.write_rows("failures", failures, _FAILURES)
    new.write_rows("passed", sorted(passed, key=lambda row: str(row["key"])), _PASSED)
    stories = across(d, place, rows, engine=engine, workers=workers, tell=tell)
    new.write_across(stories)

    # 3. Nobody is told any more that the old tables stand.
    place.remove(FINISHED)

    # 4. The new tables stand under their names, each with all of its files.
    new.swap()
    new.check()

    # 5. Nothing else is left: who finds FINISHED finds no rests, and no run would come for them.
    new.end()
    place.clear("global")

    # 6. Who reads is told that they stand.
    pages = rows.count_rows() if rows is not None else 0
    named = tuple((row["location"], row["cause"]) for row in failures[:_SHOWN])
    counts = len(stories.copies), len(stories.stories), len(stories.claims), len(stories.deals)
    done = Finished(state, pages, len(failures), len(passed), *counts, time.monotonic() - started, named)
    place.write(FINISHED, json.dumps(asdict(done) | {"tables": new.files}, indent=1).encode())
    return done


def across(
    d: Any, place: Place, rows: Any, *, engine: str = engines.LOCAL, workers: int = 1, tell: Callable[[str], None] = lambda step: None
) -> Stories:
    """Copies, stories, claims and deals of some pages.

    Args:
        rows: as `frames.page_rows` gives them; None where there are none.
    """
    if rows is None:
        return Stories("onrecord-stories/1", (), (), (), ())
    tell("copies")
    copies = CopyStep(d, place, rows, engine=engine, workers=workers).find()
    tell("stories")
    return StoryStep(d, place, rows, engine=engine, workers=workers).find(copies)


def read_across(out: str) -> Stories:
    """The copies, stories, claims and deals of an archive, as `onrecord.store` gives those of a store.

    Raises:
        SetupError: it is not finished, or damaged.
    """
    place = Place(out)
    read_head(place)
    read_finished(place)
    kinds: dict[str, Any] = {"copies": Copy, "stories": Story, "claims": Claim, "deals": Deal}
    found = {}
    with damage.named(lambda: table_files(place), MAKE_AGAIN):
        for name, kind in kinds.items():
            table = library("pyarrow.parquet").read_table(io.BytesIO(place.read(f"{name}/all.parquet")), columns=["n", "json"])
            found[name] = tuple(codec.decode(kind, json.loads(row["json"]), "") for row in sorted(table.to_pylist(), key=lambda row: row["n"]))
    return Stories("onrecord-stories/1", found["copies"], found["stories"], found["claims"], found["deals"])


def read_finished(place: Place) -> Finished:
    """What a finished archive says that it holds.

    Raises:
        SetupError: it is not finished, or files of its tables are not there.
    """
    if not place.has(FINISHED):
        raise SetupError(place.root, "is not finished", _FINISH)
    try:
        told = json.loads(place.read(FINISHED))
        files = {str(name): int(count) for name, count in told["tables"].items()}
        named = tuple((location, cause) for location, cause in told["named"])
        done = Finished(**{field.name: told[field.name] for field in fields(Finished)} | {"named": named})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SetupError(place.path(FINISHED), "is damaged", _FINISH) from None
    if problem := unlike(place, files):
        raise SetupError(place.root, f"tables are damaged: {problem}", _FINISH)
    return done


def _made_of(place: Place, state: str) -> Finished | None:
    """What an archive holds whose tables are those of a state; None where they are not, or not whole."""
    try:
        found = read_finished(place)
    except SetupError:
        return None
    return found if found.state == state else None


def _check_read(place: Place, plans: Sequence[Plan], files: Sequence[Input]) -> None:
    """Hold what is there against what should be.

    Raises:
        SetupError: files were not cut, or shards of them not read.
    """
    planned = place.names(PLANS)
    if unplanned := [file.path for file in files if plan_file(file).rpartition("/")[2] not in planned]:
        raise SetupError(place.root, f"{len(unplanned):,} files were not read, the first {unplanned[0]}", _READ_FIRST)
    there, wanted = place.names("shards"), _files(plans)
    if missing := sorted(wanted - there):
        problem = f"{len(missing):,} of {len(wanted):,} shards are missing, the first {missing[0]}"
        raise SetupError(place.root, problem, _READ_FIRST)


def _files(plans: Sequence[Plan]) -> set[str]:
    """The names of the files of shards."""
    return {shard.file.rpartition("/")[2] for plan in plans for shard in plan.shards}


def _state(plans: Sequence[Plan]) -> str:
    """A word that changes with the files of an archive, and with how they were cut."""
    told = sorted(f"{plan.path}\0{plan.size}" for plan in plans) + sorted(_files(plans))
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]
