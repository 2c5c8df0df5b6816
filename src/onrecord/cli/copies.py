"""`onrecord copies`: which pages of a store carry the text of which, and by which words that shows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.forms import check_one_form, number_of, print_csv, print_lines, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

_COLUMNS: Final = ("page", "outlet", "published", "headline", "of_page", "of_outlet", "of_published", "of_headline", "kind", "share", "evidence")
_QUOTED: Final = 3  # pieces of evidence that are shown


@click.command(short_help="List which pages carry the text of which.")
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--page", metavar="KEY", help="Only pairs that this page is one of.")
@click.option("--json", "as_json", is_flag=True, help="Print each pair as one line of JSON, with all its evidence.")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV.")
@click.help_option("-h", "--help")
def copies(store: str, page: str | None, *, as_json: bool, as_csv: bool) -> int:
    """List the pairs of pages of which one carries the other's text, with words that show it; near misses too ("independent").

    Where a pair is wrong, split or join decides otherwise.

    \b
    Examples:
      onrecord copies news.db
      onrecord copies news.db --page c1f0e2d3a4b5c6d7
      onrecord copies news.db --json > copies.jsonl
    """
    from onrecord.store import open_store

    check_one_form(as_json=as_json, as_csv=as_csv)
    with open_store(store) as opened:
        if page is not None:
            opened.page(page)  # an error where there is none
        evidence = _evidence(opened.connection)
        found = [row | {"evidence": evidence[row["page"], row["of_page"]]} for row in opened.copies(page=page).to_dicts()]
    if as_json:
        print_lines(found)
    elif as_csv:
        print_csv(({**row, "evidence": " | ".join(e["text"] for e in row["evidence"])} for row in found), _COLUMNS)
    else:
        show(_drawn(found))
    report(number_of(len(found), "pair"))
    return 0


def _evidence(connection: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Of each pair the words that show it."""
    from dataclasses import asdict

    from onrecord.ingest.copies import read_evidence

    return {
        (page, of): [asdict(e) for e in read_evidence(cell)] for page, of, cell in connection.execute("SELECT page, of_page, evidence FROM copies")
    }


def _drawn(found: Sequence[Mapping[str, Any]]) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    def named(*cells: str | None) -> str:
        return one_line("  ".join(filter(None, cells)))

    for row in found:
        yield Text(named(row["page"], row["published"], row["outlet"], row["headline"]), overflow="ellipsis", no_wrap=True)
        yield Text(f"  {row['kind']}, {row['share']:.0%} of its sentences are there:", "bold")
        yield Text("  " + named(row["of_page"], row["of_published"], row["of_outlet"], row["of_headline"]), overflow="ellipsis", no_wrap=True)
        own = [e["text"] for e in row["evidence"] if e["document"] == row["page"]]
        for text in own[:_QUOTED]:
            yield Text(f"    “{one_line(text)}”", "dim", overflow="ellipsis", no_wrap=True)
        if len(own) > _QUOTED:
            yield Text(f"    and {len(own) - _QUOTED} more: see --json", "dim")
