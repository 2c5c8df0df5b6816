"""A command on a terminal of its own: what it shows to somebody who presses these keys."""

import os
import pty
import select
import tty
from contextlib import suppress

from tests import processes


def on_terminal(*args: object, keys: str) -> str:
    """What `onrecord` shows, both its outputs together; all keys are pressed at once, and it ends well."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    name = os.ttyname(theirs)
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40", "PAGER": "cat"}
    processes.start(*args, files=[name, name, name], env=environment)
    os.close(theirs)
    os.write(ours, keys.encode())
    told = ""
    while piece := _read(ours):
        told += piece
    assert processes.wait() == 0, told
    os.close(ours)
    return told


def _read(terminal: int) -> str:
    if not select.select([terminal], [], [], 30)[0]:
        raise AssertionError("the command neither asks nor ends")
    with suppress(OSError):  # it has ended
        return os.read(terminal, 65_536).decode("utf-8", "replace")
    return ""
