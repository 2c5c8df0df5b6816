"""Where `onrecord read` puts each record: the terminal, a program, or a file to hand over."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.cli.read_options import INDEX, STDIN, Options

if TYPE_CHECKING:
    from onrecord.cli.screen import Screen
    from onrecord.export.page import Entry
    from onrecord.record import Record

_SUFFIXES: Final = re.compile(r"(?:\.(?:html?|xhtml|te?xt|gz))+$", re.IGNORECASE)
WIDEST: Final = 100  # cells: longer lines are hard to read, however wide the terminal is


def writer(chosen: Options, screen: "Screen", written: dict[str, "Entry"]) -> Callable[["Record"], None]:
    """What is done with each record as it comes."""
    html = None if chosen.html is None else _html_writer(chosen, chosen.html, written)
    if chosen.table is not None:
        other: Callable[[Record], None] | None = _table_writer(chosen.table)
    elif chosen.as_json:
        other = _write_layout if chosen.layout else _write_json
    else:
        other = None if html else _text_writer(chosen, screen)

    def write(record: "Record") -> None:
        for one in (html, other):
            if one is not None:
                one(record)

    return write


def _read_from(chosen: Options) -> str | None:
    """The file that was read, where the record does not name it: it holds the URL of --location."""
    if chosen.location is None:
        return None
    return "(standard input)" if chosen.files[0] == STDIN else chosen.files[0]


def _write_json(record: "Record") -> None:
    sys.stdout.write(record.to_json() + "\n")
    sys.stdout.flush()  # page by page: the next program works while we read on


def _table_writer(name: str) -> Callable[["Record"], None]:
    """One table of all records: its head comes with the first of them."""
    from onrecord.export.registers import TABLES, csv_of

    table = TABLES[name]
    head = True

    def write(record: "Record") -> None:
        nonlocal head
        # Past the text layer, which on Windows would end each line twice.
        sys.stdout.buffer.write(csv_of(table.rows(record), table.columns, header=head).encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
        head = False

    return write


def _write_layout(record: "Record") -> None:
    from onrecord.export.layout import layout_json

    sys.stdout.write(layout_json(record) + "\n")
    sys.stdout.flush()


def _text_writer(chosen: Options, screen: "Screen") -> Callable[["Record"], None]:
    """The view of records; a layout that goes to another program, as lines that it can take apart."""
    if not chosen.layout or sys.stdout.isatty() or chosen.width or chosen.color:
        return _terminal_writer(chosen, screen)
    from onrecord.export.layout import layout_table

    return lambda record: screen.write(layout_table(record, full=chosen.full))


def _html_writer(chosen: Options, out: Path, written: dict[str, "Entry"]) -> Callable[["Record"], None]:
    from onrecord.export.files import write_atomically
    from onrecord.export.layout import layout_html
    from onrecord.export.page import entry_of, page_html

    read_from = _read_from(chosen)

    def write(record: "Record") -> None:
        if chosen.into_folder:
            out.mkdir(exist_ok=True)  # here: where no page can be read, no folder is left behind
        target = out / _file_name(record, read_from or record.document.location) if chosen.into_folder else out
        write_atomically(target, layout_html(record, full=chosen.full) if chosen.layout else page_html(record, read_from=read_from))
        written[target.name] = entry_of(record, target.name)

    return write


def _file_name(record: "Record", read_from: str) -> str:
    """A name of the page's own: harmless characters of the file's name, and the start of its digest."""
    stem = re.sub(r"[^\w.-]+", "-", _SUFFIXES.sub("", Path(read_from).name), flags=re.ASCII).strip(".-")[:60]
    return f"{stem or 'page'}-{record.document.id.removeprefix('sha256:')[:12]}.html"


def finish(chosen: Options, out: Path, written: dict[str, "Entry"]) -> str:
    """Write the index of a folder of several pages; say what was written."""
    if not chosen.into_folder:
        return str(out)
    if len(written) == 1:
        return str(out / next(iter(written)))
    from onrecord.export.files import write_atomically
    from onrecord.export.page import index_html

    write_atomically(out / INDEX, index_html(written.values()))
    return f"{len(written)} pages and their index: {out / INDEX}"


def screen_of(chosen: Options) -> "Screen":
    """Standard output; on a terminal, for people, through a pager where there is one."""
    from onrecord.cli.screen import Screen, find_pager

    asks_back = sys.stdin.isatty() or chosen.files == (STDIN,)  # no reader at the keyboard: nobody would end the pager
    paged = sys.stdout.isatty() and asks_back and not (chosen.no_pager or chosen.as_json or chosen.table or chosen.html)
    return Screen(find_pager() if paged else None)


def _terminal_writer(chosen: Options, screen: "Screen") -> Callable[["Record"], None]:
    import shutil
    from io import StringIO

    from rich.console import Console

    from onrecord.export.layout import show_layout
    from onrecord.export.terminal import show

    width = chosen.width or min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    color = chosen.color
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    if color is None and sys.stdout.isatty():
        color = True
    read_from = _read_from(chosen)
    between = ""

    def write(record: "Record") -> None:
        nonlocal between
        # Drawn in memory: a console that writes to a pipe which nobody reads leaves with a status of its own.
        # Without colour there is no escape sequence at all: bold and underline are left out too.
        drawn = StringIO()
        console = Console(
            file=drawn,
            width=width,
            force_terminal=color,
            color_system=None if color is False else "auto",
            highlight=False,
            markup=False,
            emoji=False,
        )
        if chosen.layout:
            show_layout(record, console, width=width, full=chosen.full)
        else:
            show(record, console, width=width, brief=chosen.brief, full=chosen.full, read_from=read_from)
        screen.write(between + drawn.getvalue())
        between = f"\n{'─' * width}\n\n"

    return write
