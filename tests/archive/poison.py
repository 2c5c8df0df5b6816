"""A worker whose reader dies or hangs at some pages, for the engine to start in place of the real one."""

import os
import threading
import time
from collections.abc import Collection
from multiprocessing import parent_process
from pathlib import Path

import onrecord
from onrecord.archive.reading import Passed, Read, read_page
from onrecord.archive.shard import ShardReader
from onrecord.intake.found import Found
from onrecord.store.write import Failed

if parent_process() is not None:
    onrecord.read_text("The mayor denied it.")  # a process has its models before it says that it is ready: the time of a page is its own


def read_with_poison(found: Found, *, languages: Collection[str], source: bool, encodings: int | None) -> Read | Failed | Passed:
    """Read a page, but for those that say what happens to whoever reads them."""
    if b"It hangs." in found.data:
        time.sleep(600)
    if b"It dies." in found.data:
        os._exit(9)
    return read_page(found, languages=languages, source=source, encodings=encodings)


class PoisonReader(ShardReader):
    """The worker. Where a file `kill` lies beside the archive, it takes that away, and dies with the first pages in hand."""

    read = staticmethod(read_with_poison)

    def __call__(self, job: bytes) -> bytes:
        """Read a shard."""
        kill = Path(self._place.root).parent / "kill"
        if kill.exists():
            kill.unlink()
            threading.Thread(target=_die, args=(Path(self._place.path("shards")),), daemon=True).start()
        return super().__call__(job)


def _die(folder: Path) -> None:
    while not any(len(file.read_bytes()) > 2 for file in folder.glob(".*.hand")):
        time.sleep(0.001)
    os._exit(9)
