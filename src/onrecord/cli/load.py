"""`onrecord load`: an archive, or a slice of it, into a store."""

from typing import Final

import click

from onrecord.cli.forms import number_of
from onrecord.cli.report import INTERRUPTED, report

FAILED: Final = 1


@click.command(
    short_help="Put an archive, or a slice of it, into a store.",
    epilog="Exit status: 0 all is well; 1 the archive cannot be read or the store not be written; 2 the command was not understood; "
    "130 interrupted: the same command goes on.",
)
@click.argument("archive", metavar="OUT", type=click.Path())
@click.argument("store", metavar="STORE", type=click.Path(dir_okay=False))
@click.option("--where", metavar="SQL", help="The pages of the rows for which this is true; their columns are those of a store's views.")
@click.option(
    "--table", metavar="NAME", help="The table that --where asks. Default: the first that has its columns, of documents, transfers, events …"
)
@click.option("--workers", metavar="N", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that unfold records.")
@click.option("--no-copies", is_flag=True, help="Do not look for copies at the end.")
@click.help_option("-h", "--help")
def load(archive: str, store: str, where: str | None, table: str | None, workers: int, no_copies: bool) -> int:
    """Put the records of an archive into a store, to search, correct, export and serve. Nothing is read again; pages that are there stay.

    Copies, stories and claims of the store are those of the pages in it: of a slice they may be others than those of the whole archive.

    \b
    Examples:
      onrecord load news/ news.db
      onrecord load news/ prk.db --where "supplier = 'PRK'"
      onrecord load news/ may.db --where "published LIKE '2024-05-%'"
      onrecord load news/ denied.db --table statements --where "stance = 'denies'"
      onrecord serve prk.db
    """
    from onrecord.archive import load as run
    from onrecord.ingest.progress import shown

    if table is not None and where is None:
        raise click.UsageError("--table says what --where asks: give --where too")
    try:
        with shown(None) as tell:
            done = run(archive, store, where=where, table=table, workers=workers, copies=not no_copies, tell=tell)
    except KeyboardInterrupt:
        report(f"interrupted: what was stored in {store} is kept, and the same command goes on")
        return INTERRUPTED
    told = [f"{number_of(done.stored, 'page')} stored in {store}"]
    told += [f"{done.skipped:,} were there"] if done.skipped else []
    told += [f"{number_of(done.failed, 'failure')} listed"] if done.failed else []
    report(", ".join(told))
    return 0
