"""`onrecord correct`, `onrecord undo` and `onrecord corrections`: what a person says is otherwise than it was read."""

import getpass
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.decisions import find_copies_anew
from onrecord.cli.forms import check_one_form, number_of, print_csv, print_lines, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.store.store import Store

_COLUMNS: Final = ("correction", "time", "author", "what", "page", "field", "former", "value", "other", "quote", "why", "holds")
_AUTHOR: Final = click.option("--author", metavar="NAME", help="Who says so. Default: your login name.")
_WHY: Final = click.option("--why", metavar="TEXT", default="", help="The reason, for whoever reads it later.")


@click.command(
    short_help="Say that a field of a page is otherwise.",
    epilog="Exit status: 0 written, 1 there is no such page or field, or it cannot hold that value; 2 the command was not understood.",
)
@click.argument("store", metavar="STORE", type=click.Path())
@click.argument("page", metavar="PAGE")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@click.option("--json", "as_json", is_flag=True, help="VALUE is JSON: null where it is unknown or there is no such item, a number, an object.")
@_AUTHOR
@_WHY
@click.help_option("-h", "--help")
def correct(store: str, page: str, field: str, value: str, author: str | None, why: str, *, as_json: bool) -> int:
    """Write into STORE that FIELD of PAGE is VALUE, and derive anew what stands on it; the cells that moved are shown.

    FIELD is a path in the record's JSON, such as article.published.date, article.outlet, statements[s3].stance, events[e2] or
    arms_transfers[x1].supplier. PAGE is a key, as onrecord pages lists it. Nothing is overwritten: undo restores what was read.

    \b
    Examples:
      onrecord correct news.db c1f0e2d3a4b5c6d7 article.published.date 2023-10-03
      onrecord correct news.db c1f0e2d3a4b5c6d7 'statements[s3].stance' declines
      onrecord correct news.db c1f0e2d3a4b5c6d7 'events[e2]' null --json --why "a novel"
    """
    from onrecord.store import open_store

    given: Any = value
    if as_json:
        try:
            given = json.loads(value)
        except ValueError as error:
            raise click.UsageError(f"VALUE is not JSON: {error}") from None
    with open_store(store) as opened:
        moved = opened.correct(page, field, given, author=author or getpass.getuser(), why=why)
        written = opened.corrections(page)[-1].key
    show(_moved(moved))
    report(f"{number_of(len(moved), 'cell')} moved on {page} (correction {written})")
    return 0


@click.command(short_help="Take a correction back.")
@click.argument("store", metavar="STORE", type=click.Path())
@click.argument("correction", metavar="ID")
@_AUTHOR
@_WHY
@click.help_option("-h", "--help")
def undo(store: str, correction: str, author: str | None, why: str) -> int:
    """Write into STORE that a correction no longer holds, a split or a join too; what it changed is as it was read.

    \b
    Examples:
      onrecord corrections news.db
      onrecord undo news.db 0123456789abcdef0123456789abcdef --why "a reprint"
    """
    from onrecord.store import open_store

    with open_store(store) as opened:
        opened.undo(correction, author=author or getpass.getuser(), why=why)
    find_copies_anew(store)
    report(f"correction {correction} no longer holds")
    return 0


@click.command(short_help="List what people corrected, or hand it on.")
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--undone", is_flag=True, help="Also those that no longer hold, and what undid them.")
@click.option("--export", "out", metavar="FILE", type=click.Path(), help="Write all of them to FILE, for a colleague's store.")
@click.option("--import", "given", metavar="FILE", type=click.Path(), help="Add those of FILE, which --export wrote; none is added twice.")
@click.option("--json", "as_json", is_flag=True, help="Print each as one line of JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV.")
@click.help_option("-h", "--help")
def corrections(store: str, out: str | None, given: str | None, *, undone: bool, as_json: bool, as_csv: bool) -> int:
    """List the corrections of STORE, oldest first, with the IDs that undo takes; or write them to a file, or add those of one.

    \b
    Examples:
      onrecord corrections news.db
      onrecord corrections news.db --export ours.jsonl
      onrecord corrections news.db --import theirs.jsonl
    """
    from onrecord.store import open_store

    check_one_form(as_json=as_json, as_csv=as_csv)
    if (out is not None) + (given is not None) + (undone or as_json or as_csv) > 1:
        raise click.UsageError("--export, --import and the options of the list do not go together; choose one")
    with open_store(store) as opened:
        if out is not None:
            report(f"wrote {out}: {number_of(opened.export_corrections(out), 'correction')}")
            return 0
        if given is None:
            rows = list(_rows(opened, undone=undone))
        else:
            new = opened.import_corrections(given)
    if given is not None:
        find_copies_anew(store)
        report(f"{number_of(len(new), 'correction')} added from {given}")
        return 0
    if as_json:
        print_lines(rows)
    elif as_csv:
        print_csv(rows, _COLUMNS)
    else:
        show(_listed(rows))
    report(number_of(len(rows), "correction"))
    return 0


def _rows(store: "Store", *, undone: bool) -> Iterator[dict[str, Any]]:
    """Corrections with the keys of their pages; one whose page is not in the store has none."""
    pages: dict[str, list[str]] = {}
    for page, digest in store.connection.execute("SELECT page, digest FROM pages ORDER BY page"):
        pages.setdefault(digest, []).append(page)
    holding = {c.key for c in store.corrections()}
    for c in store.corrections(undone=undone):
        cells = asdict(c) | {"correction": c.key, "quote": c.quote and c.quote.text, "holds": "yes" if c.key in holding else "no"}
        if c.what == "value":
            cells |= {name: json.dumps(cells[name], ensure_ascii=False) for name in ("former", "value")}
        other = c.other if c.what == "undo" else " ".join(pages.get(c.other or "", ()))
        yield {name: cells.get(name) for name in _COLUMNS} | {"page": " ".join(pages.get(c.digest, ())), "other": other}


def _moved(cells: Iterable[Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    for cell in cells:
        before, after = (json.dumps(value, ensure_ascii=False) for value in (cell.before, cell.after))
        yield Text(one_line(f"{cell.path}: {before} → {after}"), overflow="fold")
        yield Text(f"  {one_line(cell.why)}", "dim", overflow="fold")


def _listed(rows: Iterable[Mapping[str, Any]]) -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line

    told = {"split": "is no copy of", "join": "is a copy of", "undo": "undoes"}
    for row in rows:
        what = f"{row['field']}: {row['former']} → {row['value']}" if row["what"] == "value" else f"{told[row['what']]} {row['other']}"
        yield Text(one_line(f"{row['page'] or '(a page that is not here)'} {what}"), overflow="fold")
        why = f": {row['why']}" if row["why"] else ""
        yield Text(one_line(f"{row['correction']} by {row['author']} on {row['time'][:10]}{why}"), "dim", overflow="fold")
