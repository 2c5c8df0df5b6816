"""The forms in which a command answers: CSV for a spreadsheet, lines of JSON, or a drawing on the terminal."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST: Final = 120  # cells
_AT_ONCE: Final = 8_192  # characters that are drawn before they are shown


def number_of(number: int, one: str, many: str = "") -> str:
    """A number of things: "1 story", "2 stories"; several are `many`, or `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def check_one_form(*, as_json: bool, as_csv: bool) -> None:
    """Refuse two forms of output.

    Raises:
        click.UsageError: both are asked for.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv cannot both be had: each is all of the output; choose one")


@contextmanager
def refused_as_usage() -> Iterator[None]:
    """Tell of a value that a store cannot be asked for as of an option that was not understood.

    Raises:
        click.UsageError: the store refused it; it says what there is.
    """
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def print_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as JSON, one a line."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows as CSV, safe to open in a spreadsheet."""
    from onrecord.export.registers import csv_of

    cells = [{name: "" if row[name] is None else str(row[name]) for name in columns} for row in rows]
    # Past the text layer, which on Windows would end each line twice.
    sys.stdout.buffer.write(csv_of(cells, tuple(columns)).encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def is_coloured() -> bool:
    """Whether a drawing has colours: on a terminal, unless $NO_COLOR says no."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show(drawing: "Iterable[RenderableType]") -> None:
    """Draw something on the terminal, through a pager where it is longer; plain text in a pipe."""
    from rich.console import Console

    from onrecord.cli.screen import Screen, find_pager

    color = is_coloured()
    drawn = StringIO()
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    console = Console(
        file=drawn, width=width, force_terminal=color, color_system="auto" if color else None, highlight=False, markup=False, emoji=False
    )
    with Screen(find_pager() if sys.stdout.isatty() and sys.stdin.isatty() else None) as screen:
        for one in drawing:
            console.print(one)
            if drawn.tell() > _AT_ONCE:  # a list may be of a large store, and its reader begins at the top
                screen.write(drawn.getvalue())
                drawn.seek(0)
                drawn.truncate()
        screen.write(drawn.getvalue())
