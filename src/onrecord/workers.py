"""Work in several processes, in order, with bounded memory, and without losing the batch to one bad item."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

_AHEAD = 4  # items handed to each worker before the oldest must be done: keeps the order and bounds the memory

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int, lost: Callable[[Item], Result]) -> Iterator[Result]:
    """The result of `work` for each item, in order.

    Args:
        work: a function that can be pickled; it returns its errors rather than raise them.
        items: read as they are needed.
        workers: processes, 2 or more.
        lost: the result for an item whose process died (killed, out of memory).
    """
    rest = iter(items)
    under_way: deque[tuple[Item, Future[Result]]] = deque()
    pool = _pool(workers)
    try:
        while True:
            for item in islice(rest, workers * _AHEAD - len(under_way)):
                under_way.append((item, _submit(pool, work, item)))
            if not under_way:
                return
            item, future = under_way.popleft()
            if _came_through(future):
                yield future.result()
                continue
            # Some item under way killed its worker, and the pool does not say which: each is done alone, where only it can die.
            pool.shutdown(cancel_futures=True)
            yield _alone(work, item, lost)
            while under_way:
                item, future = under_way.popleft()
                yield future.result() if _came_through(future) else _alone(work, item, lost)
            pool = _pool(workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Hand an item to the pool; a pool that has broken meanwhile gives a future that says so."""
    try:
        with interrupts_held():
            return pool.submit(work, item)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes begun here never see Ctrl-C, which a terminal sends to all of them: the one that hands out the work ends them.

    Without it each worker prints a traceback. It has to be inherited, since a worker may be interrupted while it still imports;
    what comes for this process meanwhile waits until the block is over. Windows has no such mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # here: there is none on Windows

    resource_tracker.ensure_running()  # started with the first process it would take the mask away before that begins
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn: forking a process with threads (a notebook, a progress bar) can deadlock, and 3.14 no longer forks by default.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _came_through(future: Future[Result]) -> bool:
    """Whether the work was done; False where its process died, or the work was never begun because of that."""
    if future.cancelled():
        return False
    error = future.exception()
    if error is None or isinstance(error, BrokenProcessPool):
        return error is None
    raise error


def _alone(work: Callable[[Item], Result], item: Item, lost: Callable[[Item], Result]) -> Result:
    with _pool(1) as pool:
        try:
            return _submit(pool, work, item).result()
        except BrokenProcessPool:
            return lost(item)
