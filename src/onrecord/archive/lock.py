"""Who makes the tables of an archive: one process at a time, told by a file in it.

Not by a lock of the system, which many file systems that machines share do not have, or have for each machine alone. So the file names its holder:
one that died on this machine is taken over; whether one on another still runs, only its user can tell.
"""

import fcntl
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from onrecord.archive.processes import Process, this_process
from onrecord.archive.storage import Place
from onrecord.errors import PageError, SetupError

LOCK: Final = "finish.lock"


@contextmanager
def held(place: Place) -> Iterator[None]:
    """Be the one that makes the tables of an archive.

    Raises:
        SetupError: another process is; it says which, and what to do if that runs no more.
    """
    mine = json.dumps({"host": platform.node(), "process": asdict(this_process())}).encode()
    while not place.write_new(LOCK, mine):
        _remove_of_the_dead(place)
    try:
        yield
    finally:
        if _told(place) == mine:  # else somebody removed it by hand, and it is another's now
            place.remove(LOCK)


def _remove_of_the_dead(place: Place) -> None:
    """Take the lock away where its holder is surely dead; nothing where it is gone.

    Raises:
        SetupError: its holder may live.
    """
    told = _told(place)
    if told is None:
        return
    name, holder = _holder(told)
    if holder is None or not holder.is_dead:
        remedy = f"wait until that is done; if it runs no more, remove {place.path(LOCK)} and give the same command"
        raise SetupError(place.root, f"its tables are being made by {name}", remedy)
    if not place.local:
        place.remove(LOCK)
        return
    try:
        _remove_once(Path(place.path(LOCK)), told)
    except OSError as error:
        problem = f"its tables were being made by {name}, which died: {error.strerror or error}"
        raise SetupError(place.root, problem, f"remove {place.path(LOCK)} and give the same command") from None


def _remove_once(path: Path, told: bytes) -> None:
    """Remove the file that says this, and no later one of its name: another may have taken over meanwhile.

    All that find its holder dead are of one machine, where a lock of the system holds them apart.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            is_same = os.path.samestat(os.fstat(file.fileno()), path.stat())
        except FileNotFoundError:
            return
        if is_same and file.read() == told:
            path.unlink()


def _told(place: Place) -> bytes | None:
    """What the lock says; None where there is none."""
    try:
        return place.read(LOCK)
    except PageError:
        if place.has(LOCK):
            raise
        return None


def _holder(told: bytes) -> tuple[str, Process | None]:
    """Who holds the lock, in words and as a process; None where it does not say."""
    try:
        read: Any = json.loads(told)
        process = Process(**read["process"])
        return f"process {process.pid} on {read['host']}", process
    except (ValueError, KeyError, TypeError):
        return "another process", None
