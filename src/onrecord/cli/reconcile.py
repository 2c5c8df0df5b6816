"""`onrecord reconcile`: a register of arms transfers held against what a store tells."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.forms import number_of, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.reconcile import Columns, Grid, Reconciled


@click.command(
    short_help="Hold your own register of arms transfers against a store.",
    epilog="Exit status: 0 all is well, 1 the register or the store cannot be read, or the copy not be written; 2 the command was not understood.",
)
@click.argument("register", metavar="REGISTER", type=click.Path(path_type=Path))
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write a copy with what was found: .xlsx or .csv.")
@click.option("--columns", "told", metavar="ROLE=COLUMN,...", default="", help="Which column holds what: supplier=A,recipient=B,weapon=C.")
@click.option("--header", metavar="ROW", type=click.IntRange(min=0), help="The row of the names of columns, from 1; 0: there is none.")
@click.option("--sheet", metavar="NAME", help="The sheet of a book of several; without it the first.")
@click.option("--links", metavar="ADDRESS", help="Where links lead: the address of `onrecord serve`, or a folder of `export --as site`.")
@click.option("--verdict", "verdicts", metavar="VERDICT", multiple=True, help="Show only rows of this verdict; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.option("--force", is_flag=True, help="Write over a copy that is there.")
@click.option("--no-remember", is_flag=True, help="Do not keep which columns were named in a file beside the register.")
@click.help_option("-h", "--help")
def reconcile(
    register: Path,
    store: str,
    out: Path | None,
    told: str,
    header: int | None,
    sheet: str | None,
    links: str | None,
    verdicts: tuple[str, ...],
    *,
    as_json: bool,
    force: bool,
    no_remember: bool,
) -> int:
    """Say of each row of REGISTER, a sheet (.xlsx) or a CSV file, what the pages of STORE tell: supported, disputed (by whom), figures differ
    (which, by whom), later stage, earlier stage, not settled, or nothing found in so many pages read; and which deals the register lacks.

    REGISTER is only read. --out writes a copy of it with new columns, quotes and links. SIPRI's exports are known as they come; of other sheets
    the columns are guessed by their names and what stands in them, asked for on a terminal, and what you said is kept beside the register.

    \b
    Roles of columns: supplier, recipient, weapon, description, number (ordered),
    delivered, year (of the order), years (of delivery), status, comments.

    \b
    Examples:
      onrecord reconcile trade-register.csv news.db
      onrecord reconcile ours.xlsx news.db --out ours-checked.xlsx
      onrecord reconcile ours.xlsx news.db --columns supplier=B,recipient=C,weapon=E
      onrecord reconcile ours.xlsx news.db --json > found.json
    """
    from onrecord.reconcile import VERDICTS, reconcile_grid, told_columns
    from onrecord.reconcile.copy import write_copy
    from onrecord.reconcile.known import Quotes
    from onrecord.reconcile.sheet import read_grid
    from onrecord.reconcile.told import LINKS, Linked
    from onrecord.reconcile.told import as_json as all_of
    from onrecord.store import open_store

    if wrong := [verdict for verdict in verdicts if verdict not in VERDICTS]:
        raise click.UsageError(f"no such verdict: {wrong[0]}; there are {', '.join(VERDICTS)}")
    grid = read_grid(register, sheet)
    meant = told_columns(told, str(register))
    columns, asked = _columns(grid, meant, header)
    with open_store(store) as opened:
        found = reconcile_grid(grid, columns, opened)
        quotes, link = Quotes(opened), Linked(links or LINKS)
        written = write_copy(found, quotes, out, link, force=force) if out is not None else ()
        if as_json:
            click.echo(json.dumps(all_of(found, quotes, link), ensure_ascii=False))
        elif out is None or sys.stdout.isatty() or verdicts:
            show(_drawn(found, verdicts))
    if (asked or meant) and not no_remember:
        _remember(grid, columns)
    for path in written:
        report(f"wrote {path}")
    if out is not None and grid.loses:
        report(f"{out}: the copy is without {', '.join(grid.loses)}, which your register has: it is unchanged")
    report(f"columns {columns.told()}; row {columns.header + 1} names them" if columns.header is not None else f"columns {columns.told()}")
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in found.counts().items())
    report(f"{number_of(len(found.rows), 'row')}: {counts}; {number_of(len(found.lacks), 'deal')} that it lacks; it rests on {found.known.rests}")
    return 0


def _columns(grid: "Grid", meant: dict[str, str], header: int | None) -> "tuple[Columns, bool]":
    """Which column holds what, and whether somebody was asked: what is told goes first, then what was kept, then what is plain, then the person.

    Raises:
        RegisterError: it is not plain, and there is nobody to ask.
    """
    from onrecord.errors import RegisterError
    from onrecord.reconcile import Columns, columns_of
    from onrecord.reconcile.columns import check
    from onrecord.reconcile.memory import memory_of, remembered

    if not meant and header is None and (kept := remembered(grid.path, grid.rows)) is not None:
        report(f"columns as {memory_of(grid.path).name} keeps them; remove it to be asked again")
        return Columns(*kept), False
    try:
        columns = columns_of(grid, meant, header)
        check(columns.at, grid.width, str(grid.path))
    except RegisterError:
        if not _is_somebody_there():
            raise
        return _asked(grid, meant, header), True
    return columns, False


def _is_somebody_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(grid: "Grid", meant: dict[str, str], header: int | None) -> "Columns":
    """Ask for the columns, one role after the other; the cells of the first rows are shown."""
    from onrecord.errors import RegisterError
    from onrecord.export.visible import one_line
    from onrecord.reconcile import Columns
    from onrecord.reconcile.columns import ROLES, find_header, guess, letter, place_of

    try:
        at = find_header(grid.rows, str(grid.path)) if header is None else (header - 1 if header else None)
    except RegisterError as error:
        report(error)
        row: int = click.prompt("Which row names the columns? (0: none)", type=click.IntRange(0, len(grid.rows)), err=True)
        at = row - 1 if row else None
    names: tuple[Any, ...] = grid.rows[at] if at is not None else ()
    first = grid.rows[(at + 1 if at is not None else 0) :][:3]
    for place in range(grid.width):
        shown = [one_line(str(row[place])) for row in first if row[place] not in (None, "")]
        click.echo(f"  {letter(place)}  {one_line(str(names[place] or '')) if names else ''}  ({'; '.join(shown)[:60]})", err=True)
    plain, _ = guess(grid.rows, at)
    found: dict[str, int] = {}
    for role in ROLES:
        given = meant.get(role) or (letter(plain[role]) if role in plain else "")
        while True:
            answer: str = click.prompt(f"{role} (column, or - for none)", default=given or "-", err=True)
            if answer.strip() in ("-", ""):
                break
            try:
                place = place_of(answer.strip(), names, str(grid.path))
            except RegisterError as error:
                report(error)
                continue
            if place < grid.width:
                found[role] = place
                break
            report(f"there is no column {answer}: the last is {letter(grid.width - 1)}")
    return Columns(at, found)


def _remember(grid: "Grid", columns: "Columns") -> None:
    from onrecord.reconcile.memory import remember

    try:
        path = remember(grid.path, columns.header, grid.rows[columns.header] if columns.header is not None else (), columns.at)
    except OSError as error:
        report(f"the columns were not kept for the next time: {error.strerror or error}")
        return
    report(f"kept the columns for the next time: {path}")


def _drawn(found: "Reconciled", verdicts: tuple[str, ...]) -> "Iterator[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    from onrecord.export.visible import one_line
    from onrecord.reconcile.told import called

    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for name, ratio in (("row", None), ("deal", 4), ("verdict", 2), ("why", 5)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for judged in found.rows:
        if verdicts and judged.verdict not in verdicts:
            continue
        row = judged.row
        sides = f"{row.supplier.told if row.supplier else '?'} → {row.recipient.told if row.recipient else '?'}"
        table.add_row(str(row.at), Text(one_line(f"{sides}, {row.words}")), Text(judged.verdict, "bold"), Text(one_line(judged.why)))
    yield table
    if verdicts or not found.lacks:
        return
    yield Text("")
    yield Text(f"The register lacks {number_of(len(found.lacks), 'deal')}, most solid first", "bold")
    for deal in found.lacks[:20]:
        items = ", ".join(dict.fromkeys(item for told in deal.told for item in told.claim.items))
        yield Text(one_line(f"{called(deal.deal.supplier) or '?'} → {called(deal.deal.recipient) or '?'}: {items[:80]}  {deal.told[0].claim.id}"))
    if len(found.lacks) > 20:
        yield Text(f"and {len(found.lacks) - 20:,} more: --out and --json have all of them", "dim")
