"""`onrecord explain`: why a row of a page's record is as it is."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import show
from onrecord.cli.report import report
from onrecord.errors import OnRecordError, PageError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from onrecord.explain import Explanation, Line, Section
    from onrecord.record import Record
    from onrecord.text import Span

FAILED: Final = 1
_STDIN: Final = "-"
_DATABASE: Final = b"SQLite format 3\0"
_BESIDE: Final = (("encoder", "rules"), ("models", "grammar"))  # readers that are shown side by side
_SHOWN: Final = 200  # characters of quoted words
_PIECES: Final = 6  # of a citation


@click.command(
    short_help="Why a statement, event, transfer, date or name is as it is.",
    epilog="Exit status: 0 it is explained, 1 the page cannot be read or has no such row, 2 the command was not understood.",
)
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.argument("identity", metavar="ID")
@click.option("--page", metavar="KEY", help="FILE is a store: a row of this page of it, as pages lists it.")
@click.option("--location", metavar="URL", help="Where the page came from, as for read.")
@click.option("--retrieved", metavar="TIME", help="When it was saved, ISO 8601, as for read.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.help_option("-h", "--help")
def explain(file: str, identity: str, page: str | None, location: str | None, retrieved: str | None, *, as_json: bool) -> int:
    """Explain a row of the record of FILE: the words with their offsets, what each reader made of them, what it was decided by, and what came of
    changing one thing and reading again.

    \b
    ID is that of the record, as read shows it:
      s1         a statement: encoder and rules side by side, what made the stance
      e1         an event: each place that tells of it, models and grammar
      x1         a transfer of arms: the same, with sides, items and chances
      s1:e1, l1  a link: what ties a statement to a deed, and to no other
      t1         a time: what it is counted from; other days of the page
      p1         a place: which others have that name
      a1, PRK    an actor: what is known of it, what it says and does
      published  the day of the page: each date on it, and what is left without it

    \b
    Examples:
      onrecord explain page.html s1
      onrecord explain page.html published
      onrecord explain page.html x1 --json
      onrecord explain news.db --page c0123456789abcdef s9
    """
    from onrecord.explain import explain as why

    if page is not None and (location or retrieved):
        raise click.UsageError("--location and --retrieved do not go with --page: the store knows where its pages came from")
    try:
        record = _read(file, location, retrieved) if page is None else _read_stored(file, page)
        found = why(record, identity)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except (OnRecordError, RecordError) as error:
        report(error)
        return FAILED
    if as_json:
        click.echo(json.dumps(found.to_dict(record), ensure_ascii=False))
    else:
        show(_drawn(found, record))
    return 0


def _read(file: str, location: str | None, retrieved: str | None) -> "Record":
    from onrecord.reading import read

    if file != _STDIN and _is_database(file):
        raise PageError(file, "a store", "say which page of it: add --page KEY; onrecord pages lists the keys")
    source = sys.stdin.buffer.read() if file == _STDIN else file
    return read(source, location=location or ("(standard input)" if file == _STDIN else None), retrieved=retrieved)


def _is_database(file: str) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(len(_DATABASE)) == _DATABASE
    except (OSError, ValueError):  # whoever reads it says what is wrong
        return False


def _read_stored(store: str, key: str) -> "Record":
    """A page of a store, read again; where that is not what the store shows, it is said."""
    from onrecord.explain.stored import read_again
    from onrecord.store import open_store

    with open_store(store) as opened:
        again = read_again(opened, key)
    if again.corrected:
        report(f"{key}: people corrected this page; it is explained as it was read, without that")
    if not again.same:
        report(f"{key}: another version, model or table read it into the store: rows may be numbered otherwise there")
    return again.record


def _drawn(found: "Explanation", record: "Record") -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    yield Text.assemble((found.id, "bold"), "  ", (one_line(found.what), "bold"), overflow="fold")
    for section in found.sections:
        yield Text(f"\n{section.title}", "bold underline")
        yield from _section(section, record)
    yield Text("\nread again with one thing changed", "bold underline")
    for one in found.tried:
        mark = ("otherwise", "bold") if one.moved else ("the same", "dim")
        yield Text.assemble("  ", (f"{one_line(one.what)}: ", "dim"), one_line(one.result), "  ", mark, overflow="fold")
    if not found.tried:
        yield Text("  nothing that can be changed by itself", "dim")


def _section(section: "Section", record: "Record") -> "Iterator[RenderableType]":
    """Lines; those of two readers as a table of two columns."""
    from rich.table import Table
    from rich.text import Text

    pair = next((pair for pair in _BESIDE if any(line.name.startswith(f"{pair[0]}") for line in section.lines)), None)
    beside = {} if pair is None else {line.name: line for line in section.lines if line.name.partition(":")[0] in pair}
    if pair is not None and beside:
        table = Table("", *pair, box=None, pad_edge=False, padding=(0, 2), header_style="bold")
        rows = dict.fromkeys(name.partition(": ")[2] for name in beside)
        for row in rows:
            cells = [beside.get(f"{reader}: {row}" if row else reader) for reader in pair]
            table.add_row(Text(f"  {row}", "dim"), *(_words_of(cell, record) if cell else Text("–", "dim") for cell in cells))
        yield table
    for line in section.lines:
        if line.name not in beside:
            yield Text.assemble("  ", (f"{line.name}: " if line.name else "", "dim"), _words_of(line, record), overflow="fold")


def _words_of(line: "Line", record: "Record") -> "Text":
    from rich.text import Text

    from onrecord.export.visible import one_line

    text = Text(one_line(line.text))
    for span in line.spans[:_PIECES]:
        text.append(" " if text.plain else "").append(_quoted(record, span)).append(f" [{span.start}..{span.end}]", "dim")
    if len(line.spans) > _PIECES:
        text.append(f" and {len(line.spans) - _PIECES} more", "dim")
    return text


def _quoted(record: "Record", span: "Span") -> str:
    from onrecord.export.visible import one_line

    words = one_line(record.document.text[span.start : min(span.end, span.start + 2 * _SHOWN)])
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"
