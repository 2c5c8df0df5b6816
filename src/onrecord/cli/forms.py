"""The forms in which a command answers: CSV for a spreadsheet, or a drawing on the terminal. JSON each command prints itself."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST: Final = 120  # cells


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
    for one in drawing:
        console.print(one)
    with Screen(find_pager() if sys.stdout.isatty() and sys.stdin.isatty() else None) as screen:
        screen.write(drawn.getvalue())
