"""`onrecord diff`: what one store says otherwise than another."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.forms import number_of, show
from onrecord.cli.report import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from onrecord.proof.diff import Diff


@click.command(
    short_help="What one store says otherwise than another.",
    epilog="Exit status: 0 both were read, whether they differ or not; 1 one of them cannot be read, or the file not be written; "
    "2 the command was not understood.",
)
@click.argument("old", metavar="OLD", type=click.Path())
@click.argument("new", metavar="NEW", type=click.Path())
@click.option("--html", metavar="FILE", type=click.Path(), help="Write one HTML file that loads nothing.")
@click.option("--force", is_flag=True, help="Write over the HTML file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with everything that differs.")
@click.help_option("-h", "--help")
def diff(old: str, new: str, html: str | None, *, force: bool, as_json: bool) -> int:
    """Show what store NEW says otherwise than store OLD: after a new version of onrecord, new pages, or corrections.

    Claims that became disputed, corroborated or retracted, that moved in time, with other counts, sides or voices; transfers new, gone and
    changed; pages added, removed, and read otherwise. Neither store is written.

    \b
    Examples:
      onrecord diff before.db news.db
      onrecord diff before.db news.db --html changes.html
      onrecord diff before.db news.db --json | jq '.claims[].became'
    """
    from onrecord.proof.diff import diff as held_together
    from onrecord.proof.diff_shown import became_in_words

    found = held_together(old, new)
    if html is not None:
        from onrecord.export.files import named, refuse, whole_file
        from onrecord.proof.diff_shown import html_of

        out = Path(html)
        if not force:
            refuse(out)
        with named(out), whole_file(out, over=force) as file:
            file.write(html_of(found).encode("utf-8", "backslashreplace"))
        report(f"wrote {html}")
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    elif html is None:
        show(_drawn(found))
    differ = number_of(len(found.pages), "page differs", "pages differ")
    told = ["both say the same"] if found.same else list(filter(None, (became_in_words(found), differ)))
    report("; ".join([*told, f"{number_of(found.unchanged, 'page')} unchanged"]))
    return 0


def _drawn(found: "Diff") -> "Iterator[RenderableType]":
    from rich.text import Text

    from onrecord.export.visible import one_line
    from onrecord.proof.diff_shown import head_of, sections_of

    for name, text in head_of(found):
        yield Text.assemble((f"{name:<10}", "bold"), one_line(text), overflow="fold")
    for section in sections_of(found):
        yield Text(f"\n{section.title} ({len(section.entries)})", "bold underline")
        for entry in section.entries:
            yield Text.assemble((one_line(entry.head), "bold"), "  ", (one_line(entry.identity), "dim"), overflow="fold")
            for name, before, after in entry.lines:
                told = f"{before} → {after}" if before else after
                yield Text.assemble("  ", (f"{name}: ", "dim"), told, overflow="fold")
