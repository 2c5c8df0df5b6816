"""`onrecord pages`: the pages of a store, by the keys that other commands take."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from onrecord.cli.forms import check_one_form, print_csv, print_lines, refused_as_usage, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.store.listing import Listing, PageRow


@click.command(short_help="List the pages of a store.")
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--outlet", metavar="NAME", help="Only pages of this outlet.")
@click.option("--since", metavar="DAY", help="Only pages published on this day or later: 2023, 2023-10 or 2023-10-05.")
@click.option("--before", metavar="DAY", help="Only pages published before this day.")
@click.option("--json", "as_json", is_flag=True, help="Print each as one line of JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV.")
@click.help_option("-h", "--help")
def pages(store: str, outlet: str | None, since: str | None, before: str | None, *, as_json: bool, as_csv: bool) -> int:
    """List the pages of STORE by day of publication: key, day, outlet, headline and where it lay.

    The key names a page in correct, split, join, copies and export --page.

    \b
    Examples:
      onrecord pages news.db
      onrecord pages news.db --since 2023-10 --before 2024
      onrecord pages news.db --csv > pages.csv
    """
    from onrecord.store import open_store
    from onrecord.store.listing import columns_of

    check_one_form(as_json=as_json, as_csv=as_csv)
    with open_store(store) as opened, refused_as_usage():
        found = opened.pages(outlet=outlet, since=since, before=before)
    if as_json:
        print_lines(found.to_dicts())
    elif as_csv:
        print_csv(found.to_dicts(), columns_of(found.kind))
    else:
        show(_drawn(found))
    report(f"{len(found):,} of {found.coverage}")
    return 0


def _drawn(found: "Listing[PageRow]") -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    for row in found:
        named = ": ".join(filter(None, (row.outlet, row.headline or "no headline")))
        yield Text(f"{row.page}  {row.published or 'no date':<10}  {one_line(named)}", overflow="ellipsis", no_wrap=True)
        yield Text(f"{' ' * len(row.page)}  {one_line(row.location)}", "dim", overflow="fold")
