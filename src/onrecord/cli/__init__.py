"""The command `onrecord`. One file a command; each imports what it needs when it runs, so that `--help` is there at once."""

import gc
import logging
import os
import sys
from typing import Any, Final, NoReturn

import click

from onrecord.cli.archive import archive
from onrecord.cli.audit import audit
from onrecord.cli.claims import claims
from onrecord.cli.completion import completion
from onrecord.cli.copies import copies
from onrecord.cli.corrections import correct, corrections, undo
from onrecord.cli.decisions import join, split
from onrecord.cli.diff import diff
from onrecord.cli.doctor import doctor
from onrecord.cli.explain import explain
from onrecord.cli.export import export
from onrecord.cli.failures import failures
from onrecord.cli.ingest import ingest
from onrecord.cli.load import load
from onrecord.cli.pages import pages
from onrecord.cli.read import read
from onrecord.cli.reconcile import reconcile
from onrecord.cli.report import INTERRUPTED, Reporting, report
from onrecord.cli.schema import schema
from onrecord.cli.search import search
from onrecord.cli.serve import serve
from onrecord.cli.stories import stories
from onrecord.cli.transfers import transfers
from onrecord.cli.verify import verify
from onrecord.errors import OnRecordError
from onrecord.version import __version__

FAILED: Final = 1  # a page could not be read, or the installation is broken


class _Commands(click.Group):
    """Ends that click would tell in its own way: an interrupt is one line, and a reader that left is no failure."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            report("interrupted")
            return INTERRUPTED
        except BrokenPipeError:
            # The reader of our output has seen enough. What is still buffered must not be written at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return status


@click.group(cls=_Commands, epilog="Exit status: 0 all is well, 1 some pages failed, 2 the command was not understood, 130 interrupted.")
@click.version_option(__version__, message="onrecord %(version)s")
@click.help_option("-h", "--help")
def cli() -> None:
    """Read saved news pages into a cited record of who says what happened, and who denies it.

    Nothing here opens a connection but `ingest --fetch`, and `archive` to the storage and cluster that it is given: save the
    page first, then read the file.

    \b
    Examples:
      onrecord read page.html                 a readable view in the terminal
      onrecord read pages/*.html --json       one record a line
      onrecord read page.html --html out.html one file to hand over
      onrecord doctor                         is everything in place?
    """


for command in (
    read, ingest, search, serve, pages, failures, export, stories, claims, transfers, copies, split, join, correct, corrections, undo,
    audit, reconcile, archive, load, verify, diff, explain, schema, doctor, completion,
):  # fmt: skip
    cli.add_command(command)


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    _speak_utf8()
    logging.getLogger("onrecord").addHandler(Reporting())
    # numpy's products here are small: threads of its library cost up to three times what they gain. It reads this when it loads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Records are trees, and no cycle of them has to be found: looking for some at every 700th object costs a quarter of a large page's time.
    gc.set_threshold(50_000, 20, 50)
    status = _run()
    if status == INTERRUPTED:
        # Where the interrupt came while Python ran code made from a string, it would end itself by the signal although all is told.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _run() -> int:
    try:
        status = cli.main(prog_name="onrecord", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OnRecordError as error:
        report(error)
        return FAILED
    except OSError as error:
        report(f"{error.filename or 'output'}: {error.strerror or error}")
        return FAILED
    return status if isinstance(status, int) else 0


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: a record holds any character. No page or file name can make that fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a test or a notebook has put another object in its place
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
