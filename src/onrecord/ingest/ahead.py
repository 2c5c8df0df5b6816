"""Items taken in a thread of their own, so that whoever waits for the next one can do something else meanwhile."""

import queue
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Generic, TypeVar

_HELD: Final = 2  # items that wait to be taken: the intake goes no further ahead than that
_WAIT_S: Final = 0.2

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """Takes items one after another, in their order. Who ends early calls `end`, then lets go of what the items wait for, then calls `join`."""

    def __init__(self) -> None:
        self._items: queue.Queue[tuple[Item] | None] = queue.Queue(_HELD)
        self._ended = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="onrecord-intake")

    def take(self, items: Iterable[Item]) -> Iterator[Item | None]:
        """The items; None where the next is not there yet. What the items raise is raised here."""
        from onrecord.workers import interrupts_held  # here: multiprocessing costs 20 ms to import

        with interrupts_held():  # the thread inherits it: an interrupt goes to the main thread, which holds it back where it must
            taking = self._thread.submit(self._fill, items)
        while True:
            try:
                found = self._items.get(timeout=_WAIT_S)
            except queue.Empty:
                yield None
                continue
            if found is None:
                taking.result()
                return
            yield found[0]

    def end(self) -> None:
        """Take no more."""
        self._ended.set()

    def join(self) -> None:
        """Wait until no item is being taken."""
        self._thread.shutdown()

    def _fill(self, items: Iterable[Item]) -> None:
        try:
            for item in items:
                if not self._put((item,)):
                    return
        finally:
            self._put(None)

    def _put(self, found: tuple[Item] | None) -> bool:
        while not self._ended.is_set():
            try:
                self._items.put(found, timeout=_WAIT_S)
            except queue.Full:
                continue
            return True
        return False
