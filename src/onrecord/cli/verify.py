"""`onrecord verify`: does a packet hold, and does each cell of it come out of its bytes again?"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import number_of, show
from onrecord.cli.report import report
from onrecord.errors import PacketError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.proof.cells import Cell, Compared
    from onrecord.proof.verify import Verdict

DIFFERS: Final = 1
UNREADABLE: Final = 2
_SHOWN: Final = 160  # characters of words
_ORDER: Final = ("differs", "gone", "new", "same")
_SEVERAL: Final = {"differs": "differ"}


@click.command(
    short_help="Check a packet, and read its bytes again.",
    epilog="Exit status: 0 every part is as it was packed and every cell comes out the same; 1 something differs; "
    "2 it cannot be read as a packet, or the command was not understood.",
)
@click.argument("packet", metavar="PACKET", type=click.Path())
@click.option("--brief", is_flag=True, help="List only the cells that do not come out the same.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.help_option("-h", "--help")
def verify(packet: str, *, brief: bool, as_json: bool) -> int:
    """Check PACKET, which `onrecord export --as packet` made: each part against its digest, each quoted word against the text, and each cell by
    reading the bytes again with this onrecord, offline.

    Nothing is written and nothing is unpacked. Where another onrecord made the packet, it says in what that differs from this one.

    \b
    Examples:
      onrecord verify claim.zip
      onrecord verify claim.zip --brief
      onrecord verify claim.zip --json | jq '.cells[] | select(.outcome != "same")'
    """
    from onrecord.proof.verify import verify as verdict_of

    try:
        with _progress() as advance:
            verdict = verdict_of(packet, advance=advance)
    except PacketError as error:
        report(error)
        return UNREADABLE
    if as_json:
        # Half a character, which only a forged packet has, is written as JSON escapes it.
        click.echo(json.dumps(verdict.to_dict(), ensure_ascii=False).encode("utf-8", "backslashreplace"))
    else:
        show(_drawn(verdict, brief=brief))
    report(f"{packet}: {_in_a_line(verdict)}")
    return 0 if verdict.same else DIFFERS


def _in_a_line(verdict: "Verdict") -> str:
    if verdict.same:
        less = f"; {number_of(len(verdict.not_compared), 'part is', 'parts are')} not compared" if verdict.not_compared else ""
        corrected = sum(map(verdict.is_by_people, verdict.cells))
        people = f", {corrected:,} of them as people corrected them" if corrected else ""
        return f"all {number_of(len(verdict.cells), 'cell')} come out the same{people}{less}"
    told = [number_of(len(verdict.changed), "part is not as packed", "parts are not as packed")] if verdict.changed else []
    unread = sum(page.error is not None for page in verdict.pages)
    told += [f"{number_of(unread, 'page')} cannot be read again"] if unread else []
    other = sum(one.outcome != "same" for one in verdict.cells)
    told += [f"{other:,} of {number_of(len(verdict.cells), 'cell')} do not come out the same"] if other else []
    return "; ".join(told)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """A bar on a terminal: reading a page takes most of a second."""
    if not sys.stderr.isatty():
        yield lambda pages: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading again"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=None)
        yield lambda pages: progress.update(task, total=pages) if pages else progress.advance(task)


def _drawn(verdict: "Verdict", *, brief: bool) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    def line(name: str, text: str, style: str = "") -> "RenderableType":
        return Text.assemble((f"{name:<14}", "bold"), (one_line(text), style), overflow="fold")

    yield line("packet", f"sha256:{verdict.digest}")
    yield line("files", f"{number_of(verdict.files, 'file')}: {'as they were packed' if not verdict.changed else 'not as they were packed'}")
    for part, problem in verdict.changed:
        yield line("  changed", f"{part}: {problem}", "bold red")
    if verdict.differs:
        yield line("onrecord", "not the one that made the packet")
        for text in verdict.differs:
            yield line("  differs", text)
    else:
        yield line("onrecord", "the one that made the packet: same version, code, models, tables and libraries")
    again = sum(page.error is None for page in verdict.pages)
    yield line("pages", f"{again:,} of {number_of(len(verdict.pages), 'page')} read again")
    for page in verdict.pages:
        if page.error is not None:
            yield line("  not read", f"{page.page} {page.location}: {page.error}", "bold red")
        elif page.source == "text":
            yield line("  from text", f"{page.page} {page.location}: the packet does not have its bytes")
        for correction in page.corrections:
            why = correction.why or "no reason given"
            yield line("  by people", f"{page.page} {correction.field} by {correction.author}, {why}")
    counts = {outcome: sum(one.outcome == outcome for one in verdict.cells) for outcome in _ORDER}
    yield line("cells", ", ".join(f"{count:,} {_SEVERAL.get(outcome, outcome)}" for outcome, count in counts.items() if count or outcome == "same"))
    if corrected := sum(map(verdict.is_by_people, verdict.cells)):
        yield line("  as corrected", f"{number_of(corrected, 'cell rests', 'cells rest')} on the word of those who corrected the page")
    for part in verdict.not_compared:
        yield line("not compared", part)
    for limit in verdict.not_proven:
        yield line("not proven", limit)
    shown = sorted((one for one in verdict.cells if not brief or one.outcome != "same"), key=lambda one: _ORDER.index(one.outcome))
    for one in shown:
        yield _cell_line(one, corrected=verdict.is_by_people(one))


def _cell_line(one: "Compared", *, corrected: bool) -> "RenderableType":
    from rich.text import Text

    cell = one.told
    style = "" if one.outcome == "same" else "bold red"
    pieces = [(f"{one.outcome:<8}", style), (f"{cell.page or 'merged':<18}", "dim"), (f"{cell.cell}  ", "bold"), (_told(cell), "")]
    if corrected:
        pieces.append(("  as corrected", "bold"))
    if one.outcome == "differs" and one.again is not None:
        pieces.append((f"\n{'':<8}{'now':<18}{_told(one.again)}", style))
    return Text.assemble(*pieces, overflow="fold")


def _told(cell: "Cell") -> str:
    """Value, words and where they stand."""
    from onrecord.export.visible import one_line
    from onrecord.proof.cells import value_in_words

    words = "" if cell.words is None else one_line(cell.words[: 2 * _SHOWN])
    quoted = f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”" if words else ""
    where = (
        "[" + ", ".join(f"{start}..{end}" for start, end in cell.spans[:3]) + (", …" if len(cell.spans) > 3 else "") + "]" if cell.spans else cell.at
    )
    return " ".join(filter(None, (one_line(value_in_words(cell.value)[: 2 * _SHOWN]), quoted, one_line(where) if where else "")))
