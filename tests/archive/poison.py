"""A worker whose reader dies or hangs at some pages, for the engine to start in place of the real one."""

import os
import time
from collections.abc import Collection
from pathlib import Path

from onrecord.archive.reading import Passed, Read, read_page
from onrecord.archive.shard import ShardReader
from onrecord.intake.found import Found
from onrecord.store.write import Failed


def read_with_poison(found: Found, *, languages: Collection[str], source: bool, encodings: int | None) -> Read | Failed | Passed:
    """Read a page, but for those that say what happens to whoever reads them."""
    if b"It hangs." in found.data:
        time.sleep(600)
    if b"It dies." in found.data:
        os._exit(9)
    return read_page(found, languages=languages, source=source, encodings=encodings)


class PoisonReader(ShardReader):
    """The worker. A shard whose input lies beside a file `kill` takes that file away and dies with it, once."""

    read = staticmethod(read_with_poison)

    def __call__(self, job: bytes) -> bytes:
        """Read a shard, or die in the middle of it."""
        kill = Path(self._place.root).parent / "kill"
        if kill.exists():
            kill.unlink()
            self.read = _read_until_killed  # type: ignore[method-assign,assignment]
            hand = Path(self._place.root) / "shards"

            def watch() -> None:
                while not any(file.stat().st_size > 2 for file in hand.glob(".*.hand")):
                    time.sleep(0.01)
                os.kill(os.getpid(), 9)

            import threading

            threading.Thread(target=watch, daemon=True).start()
        return super().__call__(job)


def _read_until_killed(found: Found, **options: object) -> Read | Failed | Passed:
    time.sleep(600)
    raise AssertionError("not reached")
