"""`onrecord read`: saved pages in; records out, for a person, for a program, or as a file to hand over."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.read_options import STDIN, Options, check, check_choices, is_folder
from onrecord.cli.read_out import WIDEST, finish, screen_of, writer
from onrecord.cli.report import report
from onrecord.errors import OnRecordError, PageError, SetupError
from onrecord.pipeline import LAYERS

if TYPE_CHECKING:
    from onrecord.export.page import Entry
    from onrecord.reading import Outcome
    from onrecord.record import Record

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LAYOUT_ENDS: Final = "article"  # the layer that --layout explains
_TABLES: Final = ("events", "sipri", "unroca")


_LAYERS: Final = {
    "article": "headline, body, credits",
    "encoding": "what the model makes of the sentences",
    "statements": "who says what",
    "times_found": "words for times",
    "published": "day of publication",
    "times": "the days those words mean",
    "places": "where",
    "actors": "who is named",
    "attributions": "who each source is",
}


def _in_words(layer: str) -> str:
    """A layer's name, with what it holds in a user's words."""
    return f"{layer} ({_LAYERS[layer]})" if layer in _LAYERS else layer


class _Once(click.Option):
    """An option that may be given once: of two values the first would be lost without a word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        values = super().process_value(ctx, value)
        if len(values) > 1:
            raise click.UsageError(f"{self.opts[-1]} is given {len(values)} times: give it once", ctx)
        return values[0] if values else None


@click.command(
    short_help="Read saved pages into records.",
    epilog="Exit status: 0 every page was read, or the reader of the output left (head, a pager); 1 some failed; "
    "2 the command was not understood; 130 interrupted.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print each record as one line of JSON, contract onrecord/1.")
@click.option(
    "--table",
    cls=_Once,
    metavar="NAME",
    type=click.Choice(_TABLES),
    help="Print one CSV of all FILEs: events (who did what to whom, a row a pair), sipri or unroca (arms transfers in the columns of SIPRI's trade "
    "register or of the UN Register, with who asserts and who denies).",
)
@click.option(
    "--html",
    cls=_Once,
    metavar="OUT",
    type=click.Path(),
    help="Write one self-contained HTML file. With several FILEs, or where it ends in /, OUT is a folder of such files, made where it is not there.",
)
@click.option("--until", cls=_Once, metavar="LAYER", type=click.Choice(LAYERS), help=f"Stop early, after: {', then '.join(map(_in_words, LAYERS))}.")
@click.option(
    "--location", cls=_Once, metavar="URL", help="Where the page came from (http, https or file); one FILE only. It is evidence for the date."
)
@click.option("--retrieved", cls=_Once, metavar="TIME", help="When it was saved, ISO 8601; one FILE only. Never taken for the day of publication.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read several FILEs.")
@click.option("--brief", is_flag=True, help="Show only the first screen of each page.")
@click.option("--full", is_flag=True, help="Cut no long paragraph or list short.")
@click.option(
    "--layout",
    is_flag=True,
    help="Show each line of the page with what it was taken for, and why: to report a wrong decision. In a pipe, one row a line, with tabs.",
)
@click.option("--width", cls=_Once, metavar="N", type=click.IntRange(min=40, max=1000), help=f"Columns. Default: the terminal's, at most {WIDEST}.")
@click.option("--color/--no-color", default=None, help="Default: colour on a terminal, unless NO_COLOR is set.")
@click.option("--no-pager", is_flag=True, help="Print it all at once. Default: what a terminal has no room for goes through $PAGER, or less.")
@click.option("--debug", is_flag=True, help="Show the traceback of a defect; reads in one process.")
@click.help_option("-h", "--help")
def read(html: str | None, **options: object) -> int:
    """Read saved news pages: HTML, text copied out of one, or PDF (with the extra `pdf`), also in gzip. `-` reads standard input.

    No connection is opened. Records go to standard output, problems to standard error.

    \b
    Examples:
      onrecord read page.html
      onrecord read page.html --brief
      onrecord read page.html --layout --html why.html
      onrecord read pages/*.html --json > records.jsonl
      onrecord read pages/*.html --table sipri > transfers.csv
      onrecord read page.html --location https://example.org/2026/03/a --html out.html
      onrecord read pages/*.html --html out/ --workers 4
      xclip -o | onrecord read -
    """
    folder = html is not None and is_folder(html, several=len(options["files"]) > 1)  # type: ignore[arg-type]
    chosen = Options(html=None if html is None else Path(html), into_folder=folder, **options)  # type: ignore[arg-type]
    check_choices(chosen, html)
    check(chosen)
    if chosen.layout:
        chosen = replace(chosen, until=_LAYOUT_ENDS)
    failures: list[OnRecordError] = []
    written: dict[str, Entry] = {}
    without_article: list[tuple[str, str]] = []
    without_rows: list[tuple[str, str]] = []
    with screen_of(chosen) as screen, _progress(chosen) as advance:
        write = writer(chosen, screen, written)
        for outcome in _outcomes(chosen):
            if outcome.record is not None:
                write(outcome.record)
                if why := _why_no_article(outcome.record):
                    without_article.append((outcome.location, why))
                elif why := _why_no_rows(outcome.record, chosen.table):
                    without_rows.append((outcome.location, why))
            if outcome.error is not None:
                failures.append(outcome.error)
            advance()
    if chosen.html is not None and written:
        report(f"wrote {finish(chosen, chosen.html, written)}")
    if chosen.as_json or chosen.table or chosen.html is not None:  # where nobody sees that the record is empty
        _report_without_article(without_article, len(chosen.files))
    _report_without_rows(without_rows, len(chosen.files))
    _report(failures, chosen)
    return 1 if failures else 0


def _outcomes(chosen: Options) -> Iterator["Outcome"]:
    """What became of each page; those that can be refused at sight first."""
    from onrecord.reading import Outcome, read_many

    if len(chosen.files) == 1:
        yield _only(chosen)
        return
    wanted = []
    for file in chosen.files:
        if refused := _refused(file):
            yield Outcome(file, None, refused)
        else:
            wanted.append(file)
    workers = 1 if chosen.debug else min(chosen.workers, max(len(wanted), 1))
    for outcome in read_many(wanted, workers=workers, until=chosen.until):
        if isinstance(outcome.error, SetupError):
            raise outcome.error  # the installation is broken: every other page would say the same
        yield outcome


def _only(chosen: Options) -> "Outcome":
    from onrecord.reading import Outcome, read

    file = chosen.files[0]
    if refused := _refused(file):
        return Outcome(file, None, refused)
    source = _standard_input() if file == STDIN else file
    location = chosen.location or ("(standard input)" if file == STDIN else file)
    try:
        return Outcome(file, read(source, location=location, retrieved=chosen.retrieved, until=chosen.until), None)
    except OnRecordError as error:
        return Outcome(file, None, error)


def _standard_input() -> bytes:
    if sys.stdin.isatty():
        report(f"reading standard input; end with {'Ctrl-Z and Enter' if sys.platform == 'win32' else 'Ctrl-D'}")
    return sys.stdin.buffer.read()


def _refused(file: str) -> PageError | None:
    """Why an argument is no page, where its name alone tells."""
    if not file:
        return PageError('""', "the name of the file is empty", "name a file, or - for standard input")
    if _URL.match(file) and not Path(file).exists():
        return PageError(file, "this is a URL, and onrecord opens no connection", "save the page, then read the file with --location URL")
    if file != STDIN and Path(file).is_dir():
        return PageError(file, "this is a folder", f"name the files in it, such as {Path(file) / '*.html'}")
    return None


def _progress(chosen: Options) -> AbstractContextManager[Callable[[], None]]:
    """A bar on standard error, where several pages are read and nothing else is drawn on that terminal."""
    drawn_over = sys.stdout.isatty() and (chosen.as_json or chosen.table is not None or chosen.html is None)
    if len(chosen.files) == 1 or not sys.stderr.isatty() or drawn_over:
        return nullcontext(lambda: None)
    return _bar(len(chosen.files))


def _bar(pages: int) -> AbstractContextManager[Callable[[], None]]:
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    @contextmanager
    def bar() -> Iterator[Callable[[], None]]:
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Records go where standard output leads; only what is written to standard error is kept clear of the bar.
        with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
            task = progress.add_task("", total=pages)
            yield lambda: progress.advance(task)

    return bar()


def _why_no_article(record: "Record") -> str | None:
    from onrecord.export.view import why_no_article

    return why_no_article(record)


def _report_without_article(found: list[tuple[str, str]], pages: int) -> None:
    """Say that records are empty because their pages are: of one page why, of several how many."""
    if pages == 1:
        for location, why in found:
            report(f"{location}: read, but no article was found: {why}")
    elif found:
        report(f"{len(found)} of {pages} pages were read, but hold no article (article.kind says what each is), such as {found[0][0]}: {found[0][1]}")


def _why_no_rows(record: "Record", table: str | None) -> str | None:
    if table is None:
        return None
    from onrecord.export.registers import why_no_rows

    return why_no_rows(record, table)


def _report_without_rows(found: list[tuple[str, str]], pages: int) -> None:
    """Say that a table has no row of a page because nothing was looked for there, not because nothing was found."""
    if found:
        which = "" if pages == 1 else f"{len(found)} of {pages} pages are not in the table, such as "
        report(f"{which}{found[0][0]}: {found[0][1]}")


def _report(failures: list[OnRecordError], chosen: Options) -> None:
    """Every failure in one line, after all pages have been read."""
    if len(chosen.files) > 1 and failures:
        report(f"{len(failures)} of {len(chosen.files)} pages could not be read:")
    for failure in failures:
        report(failure)
        if chosen.debug:
            _show_traceback(failure)


def _show_traceback(failure: OnRecordError) -> None:
    import traceback

    from onrecord.export.visible import visible

    click.echo(visible("".join(traceback.format_exception(failure))), err=True)
