"""`onrecord ingest`: pages in; a store that keeps them, what they say and where they came from."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import number_of
from onrecord.cli.processors import page_timeout, processors
from onrecord.cli.report import INTERRUPTED, report
from onrecord.errors import PageError, StoreError

if TYPE_CHECKING:
    from onrecord.fetch import Policy

FAILED: Final = 1
_STDIN: Final = "-"


@click.command(
    short_help="Read pages into a store.",
    epilog="Exit status: 0 no page failed in this run; 1 some failed (onrecord failures lists them), a PATH does not exist, or the store cannot be "
    "written; "
    "2 the command was not understood; 130 interrupted: the same command goes on.",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--store", required=True, metavar="FILE", type=click.Path(dir_okay=False), help="The store, one file; made where there is none.")
@click.option("--manifest", metavar="CSV", type=click.Path(), help="Pages and where they came from; columns path, url, outlet, saved_at.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Processes that read. Default: one for each processor.")
@click.option(
    "--no-source", is_flag=True, help="Leave the original bytes out. The text, the record and what corrections need are kept, the markup is not."
)
@click.option("--fetch", is_flag=True, help="Open connections: fetch PATHs that are URLs, and the stories of which a feed file has a summary only.")
@click.option("--delay", metavar="SECONDS", type=click.FloatRange(min=0), help="With --fetch: the pause between two requests to a host. Default: 2.")
@click.option("--allow-private", is_flag=True, help="With --fetch: also addresses of this machine and of private networks.")
@click.option("--no-copies", is_flag=True, help="Do not look for copies at the end. The next ingest without this option finds them.")
@page_timeout
@click.option(
    "--encodings",
    metavar="MB",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    help="Memory in which a worker keeps what the encoder said, so that a text which comes again is not encoded again. 0: none.",
)
@click.option("--retry", is_flag=True, help="Read once more the pages that failed before.")
@click.help_option("-h", "--help")
def ingest(
    paths: tuple[str, ...],
    store: str,
    manifest: str | None,
    workers: int | None,
    no_source: bool,
    no_copies: bool,
    page_timeout: float,
    encodings: int,
    fetch: bool,
    delay: float | None,
    allow_private: bool,
    retry: bool,
) -> int:
    """Read files, folders and archives of news pages into one store.

    With --manifest alone what it lists is read; beside a folder it tells of the pages that it names, and each is read once.

    What is stored is not read again: after Ctrl-C, a power cut or new files in a folder, give the same command once more. A new version of
    onrecord reads everything again, and keeps each old record until the new one is there. A page that fails is listed, and the rest goes on.

    \b
    Examples:
      onrecord ingest pages/ --store news.db
      onrecord ingest crawl.warc.gz saved.zip --store news.db --workers 4
      onrecord ingest --manifest pages.csv --store news.db
      onrecord ingest pages/ --manifest pages.csv --store news.db
      onrecord ingest https://example.org/2026/03/a feed.xml --fetch --store news.db
      onrecord failures news.db

    No connection is opened without --fetch.
    """
    from onrecord.ingest import ingest as run
    from onrecord.ingest.fetched import is_url
    from onrecord.ingest.progress import shown
    from onrecord.intake import count_pages
    from onrecord.store import open_store

    if not paths and manifest is None:
        raise click.UsageError("Missing argument: give a PATH, or --manifest.")
    if Path(store).is_dir():
        raise StoreError(store, "a folder, not a file", "name a file, such as news.db")
    if not fetch and (delay is not None or allow_private):
        raise click.UsageError("--delay and --allow-private say how to fetch: give --fetch too")
    policy = _policy(delay, allow_private) if fetch else None
    missing = [error for path in paths if (error := _missing(path, fetch=fetch))]
    for error in missing:
        report(error)
    wrong = {error.location for error in missing}
    paths = tuple(path for path in paths if path not in wrong)
    if not paths and manifest is None:
        return FAILED
    local = [path for path in paths if not (fetch and is_url(path))]
    try:
        with shown(count_pages(local, manifest=manifest).bytes) as tell:
            chosen = workers or processors()
            done = run(
                paths,
                store,
                manifest=manifest,
                workers=chosen,
                source=not no_source,
                retry=retry,
                copies=not no_copies,
                page_timeout=page_timeout,
                encodings=encodings,
                fetch=policy,
                tell=tell,
            )
    except KeyboardInterrupt:
        report(f"interrupted: what was stored in {store} is kept, and the same command goes on")
        return INTERRUPTED
    told = [f"{number_of(done.stored, 'page')} stored in {store}"]
    told += [f"{done.skipped:,} done before"] if done.skipped else []
    told += [f"{done.failed:,} failed (onrecord failures {store} lists them)"] if done.failed else []
    report(", ".join(told))
    with open_store(store) as opened:
        coverage = opened.coverage()
        report(f"the store has {coverage}")
    if before := coverage.failed - done.failed:
        report(f"{before:,} failed before: --retry reads {'it' if before == 1 else 'them'} once more")
    return FAILED if done.failed or missing else 0


def _missing(path: str, *, fetch: bool) -> PageError | None:
    """What is wrong with a path at which nothing can be: a slip of the hand is no page to remember as failed."""
    from onrecord.ingest.fetched import is_url

    if path == _STDIN or (fetch and is_url(path)):
        return None
    if is_url(path):
        return PageError(path, "a URL: onrecord opens no connection unasked", "give --fetch, or save the page and give the file")
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return PageError(path, "there is no such file or folder", "check the name")
    except OSError:
        pass  # whoever opens it says what is wrong with it
    return None


def _policy(delay: float | None, allow_private: bool) -> "Policy":
    from onrecord.fetch import Policy

    return Policy(allow_private=allow_private) if delay is None else Policy(allow_private=allow_private, delay_s=delay)
