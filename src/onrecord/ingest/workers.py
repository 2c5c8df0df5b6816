"""Work in processes of which each has so long for one item: one that takes longer is ended, and another takes its place.

The results come in the order of the items. An item whose process dies by itself is tried once more, since another may have taken the memory.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

from onrecord.errors import OnRecordError, SetupError
from onrecord.workers import interrupts_held

_AHEAD: Final = 4  # items a worker that are under way or wait for an older one: keeps the order and bounds the memory
_TRIES: Final = 2
_MOST: Final = 400  # items a process: what allocators and caches hold grows with each text, and starting anew takes two seconds

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_time(
    work: Callable[[Item], Result],
    items: Iterable[Item | None],
    *,
    workers: int,
    limit_s: float,
    lost: Callable[[Item], Result],
    late: Callable[[Item], Result],
) -> Iterator[Result]:
    """The result of `work` for each item, in order.

    Args:
        work: a function that can be pickled; an OnRecordError that it raises ends the whole, any other its process.
        items: read as they are needed; None where the next is not there yet, so that what is done meanwhile is not held back by it.
        workers: processes, 1 or more.
        limit_s: seconds that one item may take.
        lost: the result for an item whose process died twice.
        late: the result for an item that took too long.

    Raises:
        SetupError: a process ended before it could take an item.
    """
    team = Team(work, workers, limit_s, lost, late)
    try:
        yield from team.results(iter(items))
    finally:
        team.end()


@dataclass(slots=True, eq=False)
class _Job(Generic[Item, Result]):
    item: Item
    tries: int = 0
    done: bool = False
    result: list[Result] = field(default_factory=list)

    def finish(self, result: Result) -> None:
        self.done = True
        self.result.append(result)


class _Worker(Generic[Item, Result]):
    """A process, and what it is at."""

    def __init__(self, work: Callable[[Item], Result]) -> None:
        context = get_context("spawn")  # see onrecord.workers
        self.line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()
        self.ready = False
        self.served = 0
        self.job: _Job[Item, Result] | None = None
        self.until = 0.0

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.line.close()


class Team(Generic[Item, Result]):
    """Processes that stay from one call of `results` to the next: what each has loaded serves all. Arguments are as for `in_time`."""

    def __init__(
        self,
        work: Callable[[Item], Result],
        workers: int,
        limit_s: float,
        lost: Callable[[Item], Result],
        late: Callable[[Item], Result],
    ) -> None:
        self._work, self._limit_s, self._lost, self._late = work, limit_s, lost, late
        self._size = workers
        self._workers: list[_Worker[Item, Result]] = []
        self._jobs: deque[_Job[Item, Result]] = deque()  # in the order of the items
        self._waiting: deque[_Job[Item, Result]] = deque()  # of these, those that no worker has

    def results(self, items: Iterator[Item | None]) -> Iterator[Result]:
        """The result for each item, in order; it must be taken to its end."""
        more = True
        while more or self._jobs:
            waits = False
            while more and not waits and len(self._jobs) < self._size * _AHEAD:
                try:
                    item = next(items)
                except StopIteration:
                    more = False
                    continue
                if item is None:
                    waits = True
                    continue
                job = _Job[Item, Result](item)
                self._jobs.append(job)
                self._waiting.append(job)
                self._hand_out()
            while self._jobs and self._jobs[0].done:
                yield self._jobs.popleft().result[0]
            if self._jobs:
                self._listen(wait_s=0 if waits else None)

    def end(self) -> None:
        """End all processes."""
        while self._workers:
            self._workers.pop().end()

    def _hand_out(self) -> None:
        while self._waiting and len(self._workers) < self._size and all(w.job is not None or not w.ready for w in self._workers):
            if sum(not w.ready for w in self._workers) >= len(self._waiting):
                break  # those that are on their way will do
            with interrupts_held():  # what comes meanwhile finds the worker where `end` looks for it
                self._workers.append(_Worker(self._work))
        for worker in self._workers:
            if self._waiting and worker.ready and worker.job is None:
                worker.job = self._waiting.popleft()
                worker.job.tries += 1
                worker.until = time.monotonic() + self._limit_s
                try:
                    worker.line.send(worker.job.item)
                except OSError:  # it has died: that is seen when it is listened to
                    continue

    def _listen(self, *, wait_s: float | None) -> None:
        """Wait until a worker has something to say, or has taken too long; no longer than asked for."""
        self._hand_out()
        busy = [worker.until for worker in self._workers if worker.job is not None]
        left = max(min(busy) - time.monotonic(), 0) if busy else None
        if wait_s is not None:
            left = wait_s if left is None else min(left, wait_s)
        heard: set[Any] = set(wait([worker.line for worker in self._workers], left))
        for worker in list(self._workers):
            if worker.line in heard:
                self._hear(worker)
            elif worker.job is not None and time.monotonic() >= worker.until:
                worker.job.finish(self._late(worker.job.item))
                self._replace(worker)
        self._hand_out()

    def _hear(self, worker: _Worker[Item, Result]) -> None:
        try:
            told = worker.line.recv()
        except (EOFError, OSError):
            job = worker.job
            self._replace(worker)
            if job is None and not worker.ready:
                raise SetupError("a process that reads", "ended before it began", "run onrecord doctor; give --workers 1") from None
            if job is not None and job.tries < _TRIES:
                self._waiting.appendleft(job)
            elif job is not None:
                job.finish(self._lost(job.item))
            return
        if told is None:
            worker.ready = True
            return
        succeeded, result = told
        if not succeeded:
            raise result
        assert worker.job is not None
        worker.job.finish(result)
        worker.job = None
        worker.served += 1
        if worker.served >= _MOST:
            self._replace(worker)

    def _replace(self, worker: _Worker[Item, Result]) -> None:
        """End a worker; another takes its place when there is work for it."""
        self._workers.remove(worker)
        worker.end()


def _serve(line: Connection, work: Callable[[Any], Any]) -> None:
    """What a worker does: say that it is there, then take items and give results."""
    line.send(None)
    while True:
        try:
            item = line.recv()
        except EOFError:
            return
        try:
            told = (True, work(item))
        except OnRecordError as error:  # such as a damaged installation: it ends the run in the process that hands out the work
            told = (False, error)
        line.send(told)
