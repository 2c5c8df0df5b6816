"""Stores opened for reading, each lent to one request at a time."""

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from onrecord.store import open_store
from onrecord.store.store import Store

_MOST: Final = 6  # open at once: each keeps up to 64 MB of the file at hand


class Stores:
    """A few connections to one store. Whoever comes when all are lent waits."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Final = os.fspath(path)
        self._free: queue.LifoQueue[Store | None] = queue.LifoQueue()
        for _ in range(_MOST - 1):
            self._free.put(None)
        self._free.put(open_store(path))  # what is wrong with it is said at once

    @contextmanager
    def borrow(self) -> Iterator[Store]:
        """A store, until the block is left.

        Raises:
            StoreError: it can no longer be opened.
        """
        store = self._free.get()
        try:
            store = store or open_store(self.path)
            yield store
        finally:
            self._free.put(store)

    def close(self) -> None:
        """Close those that are not lent."""
        while True:
            try:
                store = self._free.get_nowait()
            except queue.Empty:
                return
            if store is not None:
                store.close()
