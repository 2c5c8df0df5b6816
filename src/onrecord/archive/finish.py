"""What goes over all shards: tables partitioned by day, and copies, stories, claims and deals over the whole archive."""

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from onrecord import codec
from onrecord.archive import engine as engines
from onrecord.archive.copies import CopyStep
from onrecord.archive.frames import page_rows, shard_rows
from onrecord.archive.inputs import Input, find_inputs
from onrecord.archive.rows import OF_A_PAGE, failure_cells
from onrecord.archive.setting import read_head
from onrecord.archive.shard import failed_of
from onrecord.archive.shards import plan_file, read_plans
from onrecord.archive.storage import Place, library
from onrecord.archive.stories import StoryStep
from onrecord.errors import SetupError
from onrecord.stories import Claim, Copy, Deal, Stories, Story

FINISHED: Final = "finished.json"
TABLES: Final = ("documents", *(name for name in OF_A_PAGE if name != "paragraphs"), "failures", "passed")
ACROSS: Final = ("copies", "stories", "claims", "deals")
_NEW: Final = ".new"  # where tables stand until all are whole
_PACKED: Final = {"json": "record", "source": "source", "layout": "layout", "size": "size", "content_type": "content_type"}
_PACKED_TOO: Final = {"container": "container", "key": "key", "outlet": "given_outlet", "models": "models"}
_READ_FIRST: Final = "read them first: the same command without --finish"
_SHOWN: Final = 20  # failures that are named
_RELATIONS: Final = ("asserts", "denies", "declines", "doubts")


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
        SetupError: it is no archive, or shards of it are missing.
    """
    d = engines.daft(engine)
    place = Place(out)
    read_head(place)
    plans = read_plans(place)
    state = _state(place, inputs, base)
    if place.has(FINISHED) and (before := _read(place)).state == state:
        return before
    started = time.monotonic()
    if place.local:
        Path(place.path(FINISHED)).unlink(missing_ok=True)
    place.clear(_NEW)
    place.sweep("shards")
    tell("tables")
    lost = [failure_cells(failed_of(item)) for plan in plans for item in plan.unreadable]
    failures = [row["failure"] for row in shard_rows(d, place, "failure").select("failure").to_pylist()] if _any(place) else []
    failures = sorted(failures + lost, key=lambda row: (row["location"], row["key"]))
    rows = page_rows(d, place) if _any(place) else None
    passed = _passed(d, place)
    _write_tables(d, place, rows)
    _write(place, "failures", failures, dict.fromkeys(("key", "location", "outlet", "stage", "cause", "remedy", "version"), "string"))
    _write(place, "passed", passed, dict.fromkeys(("key", "location", "language"), "string"))
    stories = across(d, place, rows, engine=engine, workers=workers, tell=tell)
    _write_across(place, stories)
    if place.local:
        for name in (*TABLES, *ACROSS):
            place.clear(name)
            new = Path(place.path(f"{_NEW}/{name}"))
            if new.exists():
                new.rename(place.path(name))
        place.clear(_NEW)
    place.clear("global")
    pages = rows.count_rows() if rows is not None else 0
    named = tuple((row["location"], row["cause"]) for row in failures[:_SHOWN])
    counts = len(stories.copies), len(stories.stories), len(stories.claims), len(stories.deals)
    done = Finished(state, pages, len(failures), len(passed), *counts, time.monotonic() - started, named)
    place.write(FINISHED, json.dumps(asdict(done), indent=1).encode())
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
        SetupError: it is not finished.
    """
    place = Place(out)
    read_head(place)
    if not place.has(FINISHED):
        raise SetupError(place.root, "is not finished", "give onrecord archive … --finish")
    kinds: dict[str, Any] = {"copies": Copy, "stories": Story, "claims": Claim, "deals": Deal}
    found = {}
    for name, kind in kinds.items():
        table = library("pyarrow.parquet").read_table(io.BytesIO(place.read(f"{name}/all.parquet")), columns=["n", "json"])
        found[name] = tuple(codec.decode(kind, json.loads(row["json"]), "") for row in sorted(table.to_pylist(), key=lambda row: row["n"]))
    return Stories("onrecord-stories/1", found["copies"], found["stories"], found["claims"], found["deals"])


def _state(place: Place, inputs: Iterable[str], base: str | None) -> str:
    """A word that changes with the shards of an archive.

    Raises:
        SetupError: some are missing.
    """
    files = [found for found in find_inputs(inputs, base) if isinstance(found, Input)]
    planned = place.names("plan")
    if unplanned := [file.path for file in files if plan_file(file).rpartition("/")[2] not in planned]:
        raise SetupError(place.root, f"{len(unplanned):,} files were not read, the first {unplanned[0]}", _READ_FIRST)
    plans = read_plans(place)
    there = place.names("shards")
    wanted = [shard.file.rpartition("/")[2] for plan in plans for shard in plan.shards]
    if missing := [name for name in wanted if name not in there]:
        problem = f"{len(missing):,} of {len(wanted):,} shards are missing, the first {missing[0]}"
        raise SetupError(place.root, problem, _READ_FIRST)
    return hashlib.sha256("\n".join(sorted(wanted)).encode()).hexdigest()[:16]


def _read(place: Place) -> Finished:
    told = json.loads(place.read(FINISHED))
    return Finished(**{**told, "named": tuple((location, cause) for location, cause in told["named"])})


def _any(place: Place) -> bool:
    return any(name.endswith(".parquet") and not name.startswith(".") for name in place.names("shards"))


def _passed(d: Any, place: Place) -> list[dict[str, Any]]:
    if not _any(place):
        return []
    return sorted((row["passed"] for row in shard_rows(d, place, "passed").select("passed").to_pylist()), key=lambda row: str(row["key"]))


def _write_tables(d: Any, place: Place, rows: Any) -> None:
    """Documents, and what stands in them, by day."""
    if rows is None:
        return
    packed = [d.col("packed")[name].alias(as_) for name, as_ in (_PACKED | _PACKED_TOO).items()]
    _by_day(place, "documents", rows.select("day", d.col("document").unnest(), *packed))
    for name in OF_A_PAGE:
        if name == "paragraphs":  # they are in the record
            continue
        some = rows.where(d.col(name).list_count() > 0).select("day", name)
        _by_day(place, name, some.explode(name).select("day", d.col(name).unnest()))


def _by_day(place: Place, name: str, frame: Any) -> None:
    to = place.path(f"{_NEW}/{name}" if place.local else name)
    frame.write_parquet(to, partition_cols=["day"], compression="zstd", write_mode="overwrite")


def _write(place: Place, name: str, rows: list[dict[str, Any]], types: dict[str, str]) -> None:
    """A table in one file."""
    arrow = library("pyarrow")
    schema = arrow.schema(
        [(column, arrow.list_(arrow.string()) if kind == "strings" else arrow.type_for_alias(kind)) for column, kind in types.items()]
    )
    to = f"{_NEW}/{name}/all.parquet" if place.local else f"{name}/all.parquet"
    scratch = place.scratch(to)
    library("pyarrow.parquet").write_table(arrow.Table.from_pylist(rows, schema=schema), scratch, compression="zstd")
    place.keep(scratch, to)


_TEXT: Final = "string"
_ACROSS: Final[dict[str, dict[str, str]]] = {
    "copies": {"n": "int64", "document": _TEXT, "of": _TEXT, "kind": _TEXT, "share": "float64", "json": _TEXT},
    "stories": {"n": "int64", "id": _TEXT, "documents": "strings", "first": _TEXT, "last": _TEXT, "json": _TEXT},
    "claims": {
        "n": "int64", "id": _TEXT, "story": _TEXT, "of": _TEXT, "type": _TEXT, "initiators": "strings", "recipients": "strings", "supplier": _TEXT,
        "recipient": _TEXT, "items": "strings", "time": _TEXT, "status": _TEXT, "deal": _TEXT, "outlets": "int64", "newsrooms": "int64",
        "origins": "int64", "parties": "int64", "first": _TEXT, "last": _TEXT, "independently_reported": "bool", "corroborated": "bool",
        "disputed": "bool", "retracted": "bool", "asserted_by": "strings", "denied_by": "strings", "pages": "strings", "json": _TEXT,
    },
    "deals": {"n": "int64", "id": _TEXT, "supplier": _TEXT, "recipient": _TEXT, "claims": "strings", "json": _TEXT},
}  # fmt: skip


def _write_across(place: Place, stories: Stories) -> None:
    """Copies, stories, claims and deals: what is asked for by column, and each whole as the contract has it, in `json`."""
    for name, types in _ACROSS.items():
        rows = []
        for n, value in enumerate(getattr(stories, name)):
            told = codec.encode(value, "")
            row = {column: told.get(column) for column in types} | {"n": n, "json": json.dumps(told, ensure_ascii=False)}
            if name == "claims":
                row |= {f"{verb}_by": _parties(value, of) for verb, of in (("asserted", "asserts"), ("denied", "denies"))}
                row["pages"] = sorted({v.document for of in (*_RELATIONS, "narrated") for v in getattr(value, of)})
            rows.append(row)
        _write(place, name, rows, types)


def _parties(claim: Claim, relation: str) -> list[str]:
    return sorted({voice.party for voice in getattr(claim, relation) if voice.party is not None})
