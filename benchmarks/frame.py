"""What a benchmark is and what it gives: the types that every file here meets at."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

Json = dict[str, Any]
T = TypeVar("T")
R = TypeVar("R")


class DataError(Exception):
    """The data or scorer of a benchmark is not there or has another form: what is missing, and where it was looked for."""


class UsageError(Exception):
    """The options cannot be followed: which, and why."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure.

    name: as in the table and in floors.toml.
    better: which way it improves; None for what is told and never decides anything (timings, counts).
    form: "share" 0.912 · "count" 12 · "amount" 4.1 · "ratio" 5.1×.
    """

    name: str
    better: Literal["higher", "lower"] | None = "higher"
    form: Literal["share", "count", "amount", "ratio"] = "share"


@dataclass(frozen=True, slots=True)
class Row:
    """Who was measured, and what it reached; a measure that it does not have is absent or None."""

    who: str
    figures: Mapping[str, float | None]
    peer: bool = False  # somebody else's; else ours, or a variant of ours


@dataclass(frozen=True, slots=True)
class Item:
    """How right one thing is, 0 to 1, and what to show of it when that changes.

    A run holds an item for everything that the gold has, and one of score 0 for everything found that it has not.
    An item that a run lacks is wholly right there: the thing found in excess is no longer found.
    """

    score: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of a benchmark gave."""

    size: str  # "401 pages, 265 English"
    rows: tuple[Row, ...]  # ours first, then the peers of the same run
    items: Mapping[str, Item] = field(default_factory=dict)
    predictions: tuple[Json, ...] = ()  # in the form that the scorer reads
    notes: tuple[str, ...] = ()  # lines under the table
    failed: bool = False  # a law was broken whatever the floors say: a crash, a span that does not cite

    @property
    def ours(self) -> Mapping[str, float | None]:
        return self.rows[0].figures


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may use."""

    shared: Path | None = None  # the shared folder, where it is there
    workers: int = 1
    peer: bool = True
    set: str | None = None  # of a benchmark with several sets, the one to run; None: all
    spans: str | None = None  # "given" or "found", for a benchmark that has both tasks; None: both
    pages: int | None = None  # of a store that a benchmark makes; None: its default
    store: Path | None = None  # where such a store is kept, and found where it is there; None: it is made anew and thrown away


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    name: as given on the command line.
    home: its default data, below the shared folder.
    columns: what it measures, in order.
    files: the files of its data: what the digest is over.
    run: data and options → Result; DataError where the data is not what it should be.
    keep: writes the predictions where `--predictions` says.
    own: its data need no shared folder: `home` is the file here that makes or holds them.
    spans: it takes `--spans given|found`.
    """

    name: str
    home: str
    columns: tuple[Column, ...]
    files: Callable[[Path], Iterable[Path]]
    run: Callable[[Path, Options], Result]
    keep: Callable[[Path, Sequence[Json]], None]
    own: bool = False
    spans: bool = False


def read_jsonl(path: Path) -> list[Json]:
    """The records of a JSON Lines file.

    Raises:
        DataError: there is no such file, or a line of it is no JSON object.
    """
    try:
        with path.open(encoding="utf-8") as file:
            records = [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: {error}") from error
    if not all(isinstance(record, dict) for record in records):
        raise DataError(f"{path}: not one JSON object a line")
    return records


def write_jsonl(path: Path, records: Sequence[Json]) -> None:
    """Records as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def one_file(path: Path) -> Iterator[Path]:
    """The files of a data set that is one JSON Lines file."""
    if not path.is_file():
        raise DataError(f"no such file: {path}")
    yield path


def digest(files: Iterable[Path], root: Path) -> str:
    """sha256 over names (below root) and contents: equal where the data is the same, wherever it lies."""
    whole = hashlib.sha256()
    base = root if root.is_dir() else root.parent
    for path in sorted(files):
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise DataError(f"{path}: {error.strerror}") from error
        name = path.relative_to(base).as_posix() if base != root.parent else ""  # a file may be called anything
        whole.update(f"{name}\0{content}\n".encode())
    return f"sha256:{whole.hexdigest()}"


def spread(work: Callable[[T], R], tasks: Sequence[T], workers: int) -> list[R]:
    """The work on each task, in the order of the tasks, over so many processes."""
    if workers == 1 or len(tasks) < 2:
        return [work(task) for task in tasks]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(work, tasks, chunksize=max(1, min(8, len(tasks) // (4 * workers)))))


def who_we_are() -> str:
    """Our row's name in every table."""
    from onrecord.version import __version__

    return f"onrecord {__version__}"
