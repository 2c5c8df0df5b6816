"""`onrecord split` and `onrecord join`: what a person decides of two pages, against what their texts say."""

import getpass
from collections.abc import Callable
from contextlib import closing
from typing import Any

import click

from onrecord.cli.report import report


def _pair(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments and options of both commands."""
    for decorate in (
        click.help_option("-h", "--help"),
        click.option("--author", metavar="NAME", help="Who decides. Default: your login name."),
        click.option("--why", metavar="TEXT", default="", help="The reason, for whoever reads it later."),
        click.argument("other", metavar="OTHER"),
        click.argument("page", metavar="PAGE"),
        click.argument("store", metavar="STORE", type=click.Path()),
    ):
        command = decorate(command)
    return command


@click.command(short_help="Say that a page is no copy of another.")
@_pair
def split(store: str, page: str, other: str, why: str, author: str | None) -> int:
    """Write into STORE that PAGE is no copy of OTHER, whatever their texts share, nor of any page that OTHER shares its source with.

    Pages are named by their keys, as onrecord copies and onrecord pages print them. The decision is a correction: onrecord undo takes it back,
    and onrecord corrections --export hands it on with the others to a colleague's store.

    \b
    Examples:
      onrecord split news.db c1f0e2d3a4b5c6d7 c7d6c5b4a3f2e1d0 \\
        --why "each sent its own reporter"
    """
    return _decide("split", store, page, other, why, author)


@click.command(short_help="Say that a page is a copy of another.")
@_pair
def join(store: str, page: str, other: str, why: str, author: str | None) -> int:
    """Write into STORE that PAGE is a copy of OTHER, however little their texts share.

    \b
    Examples:
      onrecord join news.db c1f0e2d3a4b5c6d7 c7d6c5b4a3f2e1d0 \\
        --why "the same report, translated"
    """
    return _decide("join", store, page, other, why, author)


def _decide(what: str, store: str, page: str, other: str, why: str, author: str | None) -> int:
    from onrecord.store import open_store

    with open_store(store) as opened:
        decide = opened.split if what == "split" else opened.join
        decision = decide(page, other, author=author or getpass.getuser(), why=why)
    find_copies_anew(store)
    report(f"{page} {'is no copy of' if what == 'split' else 'is a copy of'} {other} (correction {decision.key})")
    return 0


def find_copies_anew(store: str) -> None:
    """See which pages are copies now that something else is decided."""
    from onrecord.ingest.copies import update_copies
    from onrecord.store.file import faults, open_file

    with faults(store), closing(open_file(store, write=True)) as connection:
        update_copies(connection)
