"""`onrecord read`: saved pages in; records out, for a person, for a program, or as a file to hand over."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.report import report
from onrecord.errors import OnRecordError, PageError
from onrecord.pipeline import LAYERS

if TYPE_CHECKING:
    from onrecord.reading import Outcome
    from onrecord.record import Record

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_STDIN: Final = "-"
_WIDEST: Final = 100  # cells: longer lines are hard to read, however wide the terminal is


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    files: tuple[str, ...]
    as_json: bool
    html: Path | None
    until: str | None
    location: str | None
    retrieved: str | None
    workers: int
    color: bool | None
    width: int | None
    brief: bool
    full: bool
    debug: bool


@click.command(
    short_help="Read saved pages into records.",
    epilog="Exit status: 0 every page was read, 1 some failed, 2 the command was not understood, 130 interrupted.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print each record as one line of JSON, contract onrecord/1.")
@click.option("--html", metavar="OUT", type=click.Path(), help="Write one self-contained HTML file; with several FILEs, OUT is a folder.")
@click.option("--until", metavar="LAYER", type=click.Choice(LAYERS), help=f"Stop after this layer: {', '.join(LAYERS)}.")
@click.option("--location", metavar="URL", help="Where the page came from; one FILE only. Its URL is evidence for the date.")
@click.option("--retrieved", metavar="TIME", help="When it was saved, ISO 8601; one FILE only. Never taken for the day of publication.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read several FILEs.")
@click.option("--brief", is_flag=True, help="Show only the first screen of each page.")
@click.option("--full", is_flag=True, help="Cut no long paragraph or list short.")
@click.option("--width", metavar="N", type=click.IntRange(min=40, max=1000), help=f"Columns. Default: the terminal's, at most {_WIDEST}.")
@click.option("--color/--no-color", default=None, help="Default: colour on a terminal, unless NO_COLOR is set.")
@click.option("--debug", is_flag=True, help="Show the traceback of a defect; reads in one process.")
@click.help_option("-h", "--help")
def read(html: str | None, **options: object) -> int:
    """Read saved news pages: HTML, or text copied out of one, also in gzip. `-` reads standard input.

    No connection is opened. Records go to standard output, problems to standard error.

    \b
    Examples:
      onrecord read page.html
      onrecord read page.html --color | less -R
      onrecord read pages/*.html --json > records.jsonl
      onrecord read page.html --location https://example.org/2026/03/a --html out.html
      onrecord read pages/*.html --html out/ --workers 4
      xclip -o | onrecord read -
    """
    chosen = Options(html=None if html is None else Path(html), **options)  # type: ignore[arg-type]
    _check(chosen)
    failures: list[OnRecordError] = []
    read_well = 0
    write = _writer(chosen)
    with _progress(chosen) as advance:
        for outcome in _outcomes(chosen):
            if outcome.record is not None:
                write(outcome.record)
                read_well += 1
            if outcome.error is not None:
                failures.append(outcome.error)
            advance()
    if chosen.html is not None and read_well:
        report(f"wrote {chosen.html}" if not chosen.html.is_dir() else f"wrote {read_well} file{'s' if read_well > 1 else ''} in {chosen.html}")
    _report(failures, chosen)
    return 1 if failures else 0


def _check(chosen: Options) -> None:
    """Refuse what cannot be meant.

    Raises:
        click.UsageError: it says what to write instead.
    """
    several = len(chosen.files) > 1
    if several and _STDIN in chosen.files:
        raise click.UsageError("- (standard input) is read alone: name it without other files")
    if several and (chosen.location or chosen.retrieved):
        raise click.UsageError("--location and --retrieved tell of one page: name one FILE")
    if chosen.brief and chosen.full:
        raise click.UsageError("--brief and --full ask for opposites: choose one")
    if chosen.retrieved is not None:
        _check_time(chosen.retrieved)
    if chosen.html is not None:
        _check_out(chosen.html, chosen.files)


def _check_time(text: str) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time, such as 2026-03-09T06:00:00Z", param_hint="--retrieved") from None


def _check_out(out: Path, files: tuple[str, ...]) -> None:
    hint = "--html"
    if str(out) == _STDIN:
        raise click.BadParameter("- is no file: name one, such as out.html", param_hint=hint)
    if len(files) > 1 and not out.is_dir():
        raise click.BadParameter(f"{out} is no folder: with several FILEs name a folder that exists", param_hint=hint)
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}: make it first", param_hint=hint)
    if out.exists() and not out.is_dir() and any(Path(file).exists() and out.samefile(file) for file in files if file != _STDIN):
        raise click.BadParameter(f"{out} is the page to be read: it would be lost", param_hint=hint)


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
    yield from read_many(wanted, workers=workers, until=chosen.until)


def _only(chosen: Options) -> "Outcome":
    from onrecord.reading import Outcome, read

    file = chosen.files[0]
    if refused := _refused(file):
        return Outcome(file, None, refused)
    source = sys.stdin.buffer.read() if file == _STDIN else file
    location = chosen.location or ("(standard input)" if file == _STDIN else file)
    try:
        return Outcome(file, read(source, location=location, retrieved=chosen.retrieved, until=chosen.until), None)
    except OnRecordError as error:
        return Outcome(file, None, error)


def _refused(file: str) -> PageError | None:
    """Why an argument is no page, where its name alone tells."""
    if _URL.match(file) and not Path(file).exists():
        return PageError(file, "this is a URL, and onrecord opens no connection", "save the page, then read the file with --location URL")
    if file != _STDIN and Path(file).is_dir():
        return PageError(file, "this is a folder", f"name the files in it, such as {Path(file) / '*.html'}")
    return None


def _writer(chosen: Options) -> Callable[["Record"], None]:
    """What is done with each record as it comes."""
    html = None if chosen.html is None else _html_writer(chosen.html)
    other = _write_json if chosen.as_json else None if html else _terminal_writer(chosen)

    def write(record: "Record") -> None:
        for one in (html, other):
            if one is not None:
                one(record)

    return write


def _write_json(record: "Record") -> None:
    sys.stdout.write(record.to_json() + "\n")
    sys.stdout.flush()  # page by page: the next program works while we read on


def _html_writer(out: Path) -> Callable[["Record"], None]:
    from onrecord.export.files import write_atomically
    from onrecord.export.page import page_html

    folder = out.is_dir()

    def write(record: "Record") -> None:
        target = out / _file_name(record) if folder else out
        write_atomically(target, page_html(record))

    return write


def _file_name(record: "Record") -> str:
    """A name of the page's own: harmless characters of its location, and the start of its digest."""
    stem = re.sub(r"[^\w.-]+", "-", Path(record.document.location).stem, flags=re.ASCII).strip(".-")[:60]
    return f"{stem or 'page'}-{record.document.id.removeprefix('sha256:')[:12]}.html"


def _terminal_writer(chosen: Options) -> Callable[["Record"], None]:
    import os
    import shutil

    from rich.console import Console

    from onrecord.export.terminal import show

    width = chosen.width or min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    color = chosen.color
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    # Without colour there is no escape sequence at all: bold and underline are left out too.
    console = Console(
        file=sys.stdout,
        width=width,
        force_terminal=color,
        color_system=None if color is False else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )
    between = [False]

    def write(record: "Record") -> None:
        if between[0]:
            console.print(f"\n{'─' * width}\n", no_wrap=True, crop=False)
        between[0] = True
        show(record, console, width=width, brief=chosen.brief, full=chosen.full)
        sys.stdout.flush()

    return write


def _progress(chosen: Options) -> AbstractContextManager[Callable[[], None]]:
    """A bar on standard error, where several pages are read and nothing else is drawn on that terminal."""
    drawn_over = sys.stdout.isatty() and (chosen.as_json or chosen.html is None)
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
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=pages)
            yield lambda: progress.advance(task)

    return bar()


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
