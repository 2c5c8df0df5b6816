"""`onrecord export`: what a store says, in the form that another program reads."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import number_of
from onrecord.cli.report import report

if TYPE_CHECKING:
    from onrecord.export.store import Head, Wanted
    from onrecord.store.store import Store

# As in onrecord.export.store, which is not loaded for --help; a test holds them together.
FORMS: Final = ("csv", "xlsx", "parquet", "jsonl", "web-annotation", "followthemoney", "events", "sipri", "unroca", "html")
TABLES: Final = (
    "pages", "statements", "events", "links", "transfers", "actors", "times", "places", "dates",
    "claims", "voices", "deals", "stories", "copies", "failures",
)  # fmt: skip
SITE: Final = "site"  # the web UI as files, which onrecord.web writes
PACKET: Final = "packet"  # what a stranger can check, which onrecord.proof writes
_ID: Final = re.compile(r"c(?:[0-9a-f]{12}|[0-9a-f]{16})")  # of a claim, of a page
_STDOUT: Final = "-"


@click.command(
    short_help="Write what a store says for another program.",
    epilog="Exit status: 0 written, or the reader of the pipe left; 1 the store cannot be read, or the export not be written; "
    "2 the command was not understood.",
)
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--as", "form", metavar="FORM", required=True, type=click.Choice([*FORMS, SITE, PACKET]), help="The form: see below.")
@click.argument("words", metavar="[ID...] [OUT]", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--table", "tables", metavar="NAME", multiple=True, type=click.Choice(TABLES), help="csv, xlsx, parquet: only this table; may be repeated."
)
@click.option("--page", "pages", metavar="KEY", multiple=True, help="The other forms: only this page, as pages lists it; may be repeated.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option("--no-head", is_flag=True, help="CSV, jsonl, followthemoney: leave out the head, for a program that stumbles over it.")
@click.option("--raw", is_flag=True, help="CSV: leave out the apostrophes that keep a spreadsheet from running a cell as a formula.")
@click.help_option("-h", "--help")
def export(
    store: str, form: str, words: tuple[str, ...], tables: tuple[str, ...], pages: tuple[str, ...], *, force: bool, no_head: bool, raw: bool
) -> int:
    """Write what a store says to OUT: a file, a folder for several tables or pages, or - for standard output.

    Each row has the document, the words it rests on and where they stand. The head says what all of it rests on and how often such records
    are wrong. OUT is written whole or not at all.

    \b
    csv              tables, a file each (a folder); safe to open in a spreadsheet
    xlsx             tables, a sheet each
    parquet          tables, a file each (a folder)
    jsonl            records of the contract, one a line
    web-annotation   W3C Web Annotation, a JSON-LD collection
    followthemoney   entities for Aleph, one a line
    events           one table of events as dyads, with CAMEO codes
    sipri, unroca    one register of arms transfers, in their columns
    html             a page as one file (--page), or a folder of all with an index
    site             the web UI as a folder of files that open without a server
    packet           a claim or pages (ID...) with their bytes and digests, for verify

    \b
    Tables: pages, statements, events, links, transfers, actors, times, places,
    dates; across pages claims, voices, deals, stories, copies; failures.

    \b
    Examples:
      onrecord export news.db --as xlsx news.xlsx
      onrecord export news.db --as csv tables/
      onrecord export news.db --as csv --table claims > claims.csv
      onrecord export news.db --as parquet --table statements said.parquet
      onrecord export news.db --as sipri > register.csv
      onrecord export news.db --as html --page c0123456789abcdef page.html
      onrecord export news.db --as packet c0123456789ab claim.zip
    """
    if form == PACKET:
        return _write_packet(store, words, pages, force=force, refused=bool(tables or no_head or raw))
    if len(words) > 1:
        raise click.UsageError(f"{form} is written to one OUT, and {len(words)} are named; only packet takes the IDs of claims and pages before it")
    out = words[0] if words else None
    if form == SITE:
        return _write_site(store, out, force=force, refused=bool(tables or pages or no_head or raw))
    from onrecord.export.store import Wanted
    from onrecord.export.store import export as write
    from onrecord.store import open_store

    wanted = Wanted(form, tables, pages, head=not no_head, raw=raw)
    _check(wanted, out)
    with open_store(store) as opened:
        if out is None or out == _STDOUT:
            head = _print(opened, wanted)
        else:
            head = write(opened, wanted, Path(out), force=force)
            report(f"wrote {out}")
    _tell(head)
    return 0


def _write_site(store: str, out: str | None, *, force: bool, refused: bool) -> int:
    """The web UI into a folder.

    Raises:
        click.UsageError: it was asked for in a part, or into a pipe.
    """
    if refused:
        raise click.UsageError("site is all of the store: --table, --page, --no-head and --raw do not go with it")
    if out is None or out == _STDOUT:
        raise click.UsageError("site is several files: name a folder, such as site/")
    from onrecord.export.files import whole_folder
    from onrecord.web.site import write_site

    with whole_folder(Path(out), over=force) as folder:
        pages = write_site(store, folder)
    report(f"wrote {out}: {number_of(pages, 'page')}; open {Path(out) / 'index.html'}")
    return 0


def _write_packet(store: str, words: tuple[str, ...], pages: tuple[str, ...], *, force: bool, refused: bool) -> int:
    """A packet of claims and pages.

    Raises:
        click.UsageError: it was asked for without any, with more than one OUT, or for a terminal.
    """
    ids, outs = tuple(word for word in words if _ID.fullmatch(word)), tuple(word for word in words if not _ID.fullmatch(word))
    wanted = tuple(dict.fromkeys((*ids, *pages)))
    if refused:
        raise click.UsageError("packet has all of what it is of: --table, --no-head and --raw do not go with it")
    if not wanted:
        raise click.UsageError("name what the packet is of: the ID of a claim (onrecord claims) or of a page (onrecord pages)")
    if len(outs) > 1:
        raise click.UsageError(f"{outs[0]!r} and {outs[1]!r} cannot both be OUT; an ID of a claim or page is c and 12 or 16 hexadecimal digits")
    out = outs[0] if outs else f"packet-{wanted[0]}.zip"
    if out == _STDOUT and sys.stdout.isatty():
        raise click.UsageError("packet is not for a terminal: name a file, such as packet.zip, or send it through a pipe")
    from onrecord.proof.writing import write, write_to_pipe

    packed = write_to_pipe(store, wanted, sys.stdout.buffer) if out == _STDOUT else write(store, wanted, Path(out), force=force)
    of = ", ".join((*(f"claim {claim.id}" for claim in packed.claims), number_of(packed.pages, "page")))
    report(f"wrote {'to standard output' if out == _STDOUT else out}: {of}, {number_of(packed.cells, 'cell')}")
    for limit in packed.limits:
        report(f"not proven by it: {limit}")
    report(f"sha256:{packed.digest}  (note it down elsewhere: it shows that the packet is this one; check it: onrecord verify {out})")
    return 0


def _check(wanted: "Wanted", out: str | None) -> None:
    """Refuse what cannot be meant, before anything is read.

    Raises:
        click.UsageError: these options, or this form and this OUT, do not go together.
    """
    from onrecord.export import store

    name, form = wanted.form, store.FORMS[wanted.form]
    if wanted.tables and not form.has_tables:
        raise click.UsageError(f"--table goes with {_those('has_tables')}; {name} is one table or none")
    if wanted.pages and form.has_tables:
        raise click.UsageError(f"--page does not go with {name}, whose tables also tell what stands across pages")
    if wanted.raw and form.suffix != ".csv":
        raise click.UsageError(f"--raw goes with CSV alone: in {name} no cell is ever run")
    if not wanted.head and not form.head_goes:
        raise click.UsageError(f"--no-head goes with {_those('head_goes')}; in {name} the head is in nobody's way")
    if out not in (None, _STDOUT):
        return
    if wanted.is_folder:
        one = "--page KEY" if name == "html" else "--table NAME"
        raise click.UsageError(f"{name} is several files: name a folder, such as out/, or ask for one with {one}")
    if not form.streams:
        raise click.UsageError(f"{name} cannot be written to a pipe: name a file, such as news{form.suffix}")
    if name == "parquet" and sys.stdout.isatty():
        raise click.UsageError("parquet is not for a terminal: name a file, such as out.parquet, or send it through a pipe")


def _those(which: str) -> str:
    from onrecord.export import store

    return ", ".join(name for name, form in store.FORMS.items() if getattr(form, which))


def _print(store: "Store", wanted: "Wanted") -> "Head":
    from onrecord.export.store import stream

    head = stream(store, wanted, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return head


def _tell(head: "Head") -> None:
    """What the export rests on, for whoever sees only the terminal."""
    report(f"it rests on {head.coverage}; where nobody denies something, {head.coverage.no_denial()}")
