"""What the global step is made of: components of pairs, buckets of a group-by, and jobs of numbers and bytes for the engine's workers."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from onrecord.archive import engine as engines
from onrecord.archive.storage import Place
from onrecord.copies.words import I64
from onrecord.errors import SetupError

BUCKET: Final = 2_000_000  # rows of a group-by that one call of ours sees
_ROUNDS: Final = 3  # times that jobs are given anew when a process has died


def components(count: int, left: I64, right: I64) -> I64:
    """The component of each of some things that are tied in pairs, by its lowest number.

    Lowest labels are handed on along the pairs, and each label is replaced by that of the thing it names, until nothing changes.
    """
    label = np.arange(count)
    if not len(left):
        return label
    while True:
        one, other = label[left], label[right]
        low = np.minimum(one, other)
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        while not np.array_equal(up := label[label], label):
            label = up
        if np.array_equal(label[left], label[right]):
            return label


def batches(sizes: Iterable[int], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of things in order, of which each holds no more than so much, or one thing."""
    start = end = held = 0
    for end, size in enumerate(sizes, 1):
        if held and held + size > most:
            yield start, end - 1
            start, held = end - 1, 0
        held += size
    if end > start:
        yield start, end


def array_of(column: Any) -> Any:
    """A column of Daft as an array of numpy."""
    return np.asarray(column.to_arrow().to_numpy(zero_copy_only=False))


def starts_of(labels: I64) -> I64:
    """Where each run of equal labels starts."""
    return np.flatnonzero(np.append(True, labels[1:] != labels[:-1])) if len(labels) else np.empty(0, dtype=np.int64)


class Step:
    """A worker of the global step: it does what a job names, with what the job holds."""

    def __init__(self, told: str) -> None:
        self._root = told

    def __call__(self, job: bytes) -> bytes:
        """The result of a job. Both are pickled by ourselves, in processes of the same user and the same installation."""
        work, given = pickle.loads(job)
        return pickle.dumps(work(*given))


def do(place: Place, engine: str, workers: int, work: Callable[..., Any], jobs: Sequence[tuple[Any, ...]]) -> list[Any]:
    """The result of a function for each of some arguments, in their order; done here where there is only one.

    Raises:
        SetupError: processes die whatever is done.
    """
    if len(jobs) <= 1:
        return [work(*given) for given in jobs]
    results: dict[int, Any] = {}
    deaths: list[str] = []
    while len(results) < len(jobs):
        left = [n for n in range(len(jobs)) if n not in results]
        packed = [pickle.dumps((_numbered, (n, work, jobs[n]))) for n in left]
        try:
            for result in engines.run(engine, Step, place.root, packed, workers=min(workers, len(left))):
                n, value = pickle.loads(result)
                results[n] = value
        except engines.WorkerDiedError as death:
            deaths.append(str(death))
            if len(deaths) > _ROUNDS:
                raise SetupError(place.root, f"processes died {len(deaths)} times: {death}", "give fewer workers, or more memory") from None
    return [results[n] for n in range(len(jobs))]


def _numbered(n: int, work: Callable[..., Any], given: tuple[Any, ...]) -> tuple[int, Any]:
    return n, work(*given)


def buckets(rows: int) -> int:
    """How many buckets a group-by of so many rows has."""
    return max(1, -(-rows // BUCKET))
