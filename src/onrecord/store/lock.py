"""Who fills a store: one program at a time, told by a lock that the system takes back when the program dies.

Corrections need no such lock: SQLite lets them in between two batches.
"""

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from onrecord.errors import StoreError

_LOCKED_BYTE: Final = 1 << 20  # past what is written: Windows lets nobody read a byte that is locked


@contextmanager
def held(path: str) -> Iterator[None]:
    """Hold the store at `path` for filling.

    Raises:
        StoreError: another program holds it; it says which.
    """
    lock = Path(f"{Path(path).resolve()}.lock")  # of the file, by whatever name
    try:
        file = _take(lock, path)
    except OSError as error:
        raise StoreError(path, f"the store may not be written: {error.strerror or error}", "change the permissions of its folder") from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()  # still held: whoever opened it meanwhile sees that it is another file
        file.close()


def _take(lock: Path, path: str) -> IO[str]:
    while True:
        with ExitStack() as unless_taken:
            file = unless_taken.enter_context(lock.open("a+", encoding="utf-8"))
            if not _try_lock(file):
                raise StoreError(path, f"the store is being filled by {_holder(lock)}", "wait until it is done, or end it")
            if _is_same(file, lock):
                file.truncate(0)
                file.write(json.dumps({"pid": os.getpid(), "host": platform.node(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
                file.flush()
                unless_taken.pop_all()
                return file


def _is_same(file: IO[str], path: Path) -> bool:
    """Whether the file that is open is still the one of that name: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _holder(lock: Path) -> str:
    try:
        told: Any = json.loads(lock.read_text(encoding="utf-8"))
        return f"process {told['pid']} on {told['host']} since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        file.seek(0)
        return True

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
