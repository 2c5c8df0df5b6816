"""Processes other than this one, as what they leave in an archive names them."""

import subprocess
import sys
from dataclasses import replace

from onrecord.archive.processes import Process, part_name, this_process


def dead() -> Process:
    """A process of this machine that has ended."""
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    return replace(this_process(), pid=int(ended.stdout))


def reborn() -> Process:
    """A process that has ended, and whose number another has now."""
    return replace(this_process(), start="0" * 8)


def elsewhere() -> Process:
    """A process of another machine."""
    return replace(this_process(), host="0" * 8)


def part_of(process: Process, own: str) -> str:
    """What a file is called while a process writes it."""
    this = this_process()
    names = [f"{p.host}-{p.pid}-{p.start}" for p in (this, process)]
    return part_name(own).replace(*names)
