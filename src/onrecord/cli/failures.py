"""`onrecord failures`: the pages that a store could not take, and what to do."""

from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import check_one_form, print_csv, print_lines, refused_as_usage
from onrecord.cli.report import report

if TYPE_CHECKING:
    from onrecord.store.listing import FailureRow, Listing

_WIDEST: Final = 160


@click.command(short_help="List the pages that could not be read.")
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--stage", metavar="NAME", help="Only those that failed there: open, unpack, fetch, page, a layer of the record …")
@click.option("--json", "as_json", is_flag=True, help="Print each as one line of JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV.")
@click.help_option("-h", "--help")
def failures(store: str, stage: str | None, as_json: bool, as_csv: bool) -> int:
    """List the pages that `onrecord ingest` could not read: where, at which stage, why, and what to do.

    \b
    Examples:
      onrecord failures news.db
      onrecord failures news.db --csv > failures.csv
    """
    from onrecord.store import open_store
    from onrecord.store.listing import columns_of

    check_one_form(as_json=as_json, as_csv=as_csv)
    with open_store(store) as opened, refused_as_usage():
        found = opened.failures(stage=stage)
    if as_json:
        print_lines(found.to_dicts())
    elif as_csv:
        print_csv(found.to_dicts(), columns_of(found.kind))
    else:
        _print_table(found)
    report(f"{len(found):,} of {found.coverage}")
    return 0


def _print_table(found: "Listing[FailureRow]") -> None:
    import shutil

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from onrecord.export.visible import one_line

    if not found:
        return
    table = Table(box=None, pad_edge=False, show_edge=False)
    for name, ratio in (("location", 4), ("stage", 1), ("cause", 4), ("what to do", 4)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for row in found:
        table.add_row(*(Text(one_line(cell)) for cell in (row.location, row.stage, row.cause, row.remedy)))
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    Console(width=width, highlight=False, markup=False, emoji=False).print(table)
