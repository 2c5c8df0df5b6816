"""How far an ingest is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

_LINE_S: Final = 30.0  # between two lines


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the pages so far."""

    stored: int = 0
    failed: int = 0
    skipped: int = 0  # done before
    passed: int = 0  # bytes of the paths


Tell = Callable[[Tally], None]


def silent(tally: Tally) -> None:
    """Tell nobody."""


@contextmanager
def shown(total: int | None) -> Iterator[Tell]:
    """Show the tally on standard error.

    Args:
        total: bytes of all paths, by which the time left is reckoned; None where nobody knows.
    """
    if not sys.stderr.isatty():
        yield _lines(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=total, told="")

        def tell(tally: Tally) -> None:
            progress.update(task, completed=tally.passed, told=in_words(tally, time.monotonic() - started))

        yield tell


def _lines(total: int | None) -> Tell:
    started = last = time.monotonic()

    def tell(tally: Tally) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _LINE_S:
            last = now
            share = f"{100 * tally.passed / total:.0f} %, " if total else ""
            sys.stderr.write(f"onrecord: {share}{in_words(tally, now - started)}\n")
            sys.stderr.flush()

    return tell


def in_words(tally: Tally, seconds: float) -> str:
    """A tally in a line."""
    told = [f"{tally.stored:,} stored", f"{(tally.stored + tally.failed) / max(seconds, 0.001):.1f} pages/s"]
    told += [f"{tally.failed:,} failed"] if tally.failed else []
    told += [f"{tally.skipped:,} done before"] if tally.skipped else []
    return ", ".join(told)
