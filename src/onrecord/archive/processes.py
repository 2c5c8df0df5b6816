"""Who wrote what lies in an archive, and whether it still runs: what a dead process left may go, what a living one needs must stay.

Many machines may share one folder, and containers on them have equal numbers of processes. So a process is known by its machine, its number and when
it started; of a process elsewhere nothing can be told from here.
"""

import os
import platform
import re
import secrets
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

_OWN: Final = secrets.token_hex(4)  # where the system tells of no start, this alone keeps two processes of one number apart
_PART: Final = re.compile(r"\..*\.(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-(?P<start>[0-9a-f]{8})-[0-9a-f]{8}\.part")
_DEAD: Final = ("Z", "X")  # states of a process that has ended and that nobody has asked after


@dataclass(frozen=True, slots=True)
class Process:
    """A process, by digests that fit into the name of a file.

    host: of the machine's name and of what numbers its processes. start: of when it started; that of nothing where the system does not tell.
    """

    host: str
    pid: int
    start: str

    @property
    def is_here(self) -> bool:
        """Whether it is, or was, of this machine."""
        return self.host == _host()

    @property
    def is_dead(self) -> bool:
        """Whether it surely runs no more. Of a process elsewhere that is never sure."""
        return self.is_here and not (_runs(self.pid) and self.start == _start(self.pid))


def this_process() -> Process:
    """The process that asks."""
    return Process(_host(), os.getpid(), _start(os.getpid()))


def part_name(own: str) -> str:
    """What a file is called while this process writes it, and it is not whole."""
    this = this_process()
    return f".{own}.{this.host}-{this.pid}-{this.start}-{_OWN}.part"


def is_part(name: str) -> bool:
    """Whether a name is that of a file which somebody writes, or left when they died."""
    return name.startswith(".") and name.endswith(".part")


def writer_of(name: str) -> Process | None:
    """Who writes a part; None where the name does not tell."""
    found = _PART.fullmatch(name)
    return Process(found["host"], int(found["pid"]), found["start"]) if found else None


@cache
def _host() -> str:
    try:
        numbered = str(Path("/proc/self/ns/pid").readlink())  # a container counts its processes for itself
    except OSError:
        numbered = ""
    return _digest(f"{platform.node()} {numbered}")


def _start(pid: int) -> str:
    """When a process started, in ticks of a boot: another process of that number has another start."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        return _digest(f"{boot} {_stat(pid)[19]}")
    except (OSError, IndexError):
        return _digest("")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return _stat(pid)[0] not in _DEAD
    except (OSError, IndexError):
        return True


def _stat(pid: int) -> list[str]:
    """What the system tells of a process, from its state on; its name before that may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _digest(told: str) -> str:
    return blake2b(told.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
