"""Items taken in a thread of their own, so that whoever waits for the next one can do something else meanwhile."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

_HELD: Final = 2  # items that wait to be taken: the intake goes no further ahead than that
_WAIT_S: Final = 0.2

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """Takes items one after another, in their order. Who ends early calls `end`, then lets go of what the items wait for, then calls `join`."""

    def __init__(self) -> None:
        self._items: queue.Queue[tuple[Item] | BaseException | None] = queue.Queue(_HELD)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, items: Iterable[Item]) -> Iterator[Item | None]:
        """The items; None where the next is not there yet.

        Raises:
            BaseException: what the items raise.
        """
        self._thread = threading.Thread(target=self._fill, args=(items,), daemon=True, name="intake")
        self._thread.start()
        while True:
            try:
                found = self._items.get(timeout=_WAIT_S)
            except queue.Empty:
                yield None
                continue
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found[0]

    def end(self) -> None:
        """Take no more."""
        self._ended.set()

    def join(self) -> None:
        """Wait until no item is being taken."""
        if self._thread is not None:
            self._thread.join()

    def _fill(self, items: Iterable[Item]) -> None:
        last: BaseException | None = None
        try:
            for item in items:
                if not self._put((item,)):
                    return
        except BaseException as error:  # it is raised where the items are taken
            last = error
        self._put(last)

    def _put(self, found: tuple[Item] | BaseException | None) -> bool:
        while not self._ended.is_set():
            try:
                self._items.put(found, timeout=_WAIT_S)
            except queue.Full:
                continue
            return True
        return False
