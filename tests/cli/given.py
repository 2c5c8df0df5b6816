"""`onrecord read` on one small page: run with pipes, or with a terminal."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests import processes

PAGE = """Tugs sold to Velmora, minister says

Ostrava Bay, Sep 10 - The harbour board sold two tugs to Velmora in June, the transport minister said on Tuesday.

The board denied that any tug left the harbour. A spokesman declined to comment on the price.
"""


COMMAND = [sys.executable, "-m", "onrecord"]


def run(*args: str | bytes | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `onrecord`; standard output and error are no terminal."""
    return processes.run(*args, stdin=stdin, env=quiet() | dict(env or {}))


def quiet() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}


def in_terminal(*args: str | Path, env: Mapping[str, str] | None = None, keys: bytes = b"", stdout: Path | None = None) -> str:
    """What a terminal of 80 by 24 gets to see; the keys are typed at once, and standard output may go to a file."""
    terminal, other = pty.openpty()
    name = os.ttyname(other)
    size = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "PAGER": "cat"}
    if stdout is not None:
        stdout.touch()
    processes.start(*args, files=[name, str(stdout or name), name], env=os.environ | size | dict(env or {}))
    os.write(terminal, keys)
    os.close(other)
    seen = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side is gone
            break
        if not chunk:
            break
        seen += chunk
    os.close(terminal)
    assert processes.wait() in (0, 1)
    return seen.decode()
