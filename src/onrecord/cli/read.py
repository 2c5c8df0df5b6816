"""`onrecord read`: saved pages in; records out, for a person, for a program, or as a file to hand over."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.report import report
from onrecord.errors import OnRecordError, PageError, SetupError
from onrecord.pipeline import LAYERS

if TYPE_CHECKING:
    from onrecord.cli.screen import Screen
    from onrecord.export.page import Entry
    from onrecord.reading import Outcome
    from onrecord.record import Record

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PLACE: Final = re.compile(r"https?://[^\s/?#]+\S*|file://\S+", re.IGNORECASE)
_STDIN: Final = "-"
_SUFFIXES: Final = re.compile(r"(?:\.(?:html?|xhtml|te?xt|gz))+$", re.IGNORECASE)
_INDEX: Final = "index.html"
_ONE_FILE: Final = (".html", ".htm", ".xhtml")  # how the name of a file ends, and not that of a folder
_LAYOUT_ENDS: Final = "article"  # the layer that --layout explains
_WIDEST: Final = 100  # cells: longer lines are hard to read, however wide the terminal is
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


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    files: tuple[str, ...]
    as_json: bool
    table: str | None
    html: Path | None
    into_folder: bool  # `html` is one, or is to be one
    until: str | None
    location: str | None
    retrieved: str | None
    workers: int
    color: bool | None
    width: int | None
    brief: bool
    full: bool
    layout: bool
    no_pager: bool
    debug: bool


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
@click.option("--width", cls=_Once, metavar="N", type=click.IntRange(min=40, max=1000), help=f"Columns. Default: the terminal's, at most {_WIDEST}.")
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
    folder = html is not None and _is_folder(html, several=len(options["files"]) > 1)  # type: ignore[arg-type]
    chosen = Options(html=None if html is None else Path(html), into_folder=folder, **options)  # type: ignore[arg-type]
    _check_choices(chosen, html)
    _check(chosen)
    if chosen.layout:
        chosen = replace(chosen, until=_LAYOUT_ENDS)
    failures: list[OnRecordError] = []
    written: dict[str, Entry] = {}
    without_article: list[tuple[str, str]] = []
    without_rows: list[tuple[str, str]] = []
    with _screen(chosen) as screen, _progress(chosen) as advance:
        write = _writer(chosen, screen, written)
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
        report(f"wrote {_finish(chosen, chosen.html, written)}")
    if chosen.as_json or chosen.table or chosen.html is not None:  # where nobody sees that the record is empty
        _report_without_article(without_article, len(chosen.files))
    _report_without_rows(without_rows, len(chosen.files))
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
    if chosen.retrieved is not None:
        _check_time(chosen.retrieved)
    if chosen.location is not None and not _PLACE.fullmatch(chosen.location):
        problem = f"{chosen.location!r} is no URL: write where the page came from, such as https://example.org/2026/03/a or file:///home/me/a.html"
        raise click.BadParameter(problem, param_hint="--location")
    if chosen.html is not None:
        _check_out(chosen.html, chosen.files, folder=chosen.into_folder)


def _check_choices(chosen: Options, html: str | None) -> None:
    """Refuse two options of which one would be ignored.

    Raises:
        click.UsageError: it names both, and says which to leave out.
    """
    if html == "":
        raise click.BadParameter("the name of the file is empty: name one, such as out.html, or . for this folder", param_hint="--html")
    for_programs = chosen.as_json and html is None
    table = chosen.table is not None
    for_a_file = html is not None and not chosen.as_json
    no_lists = html is not None and not chosen.layout  # of what is written, only the layout is ever cut short
    against = (
        # the two, whether both are chosen, why that cannot be
        ("--brief and --full", chosen.brief and chosen.full, "ask for opposites: choose one"),
        ("--layout and --brief", chosen.layout and chosen.brief, "cannot both be had: a layout is every line of the page; leave out --brief"),
        (
            "--layout and --until",
            chosen.layout and chosen.until is not None,
            "cannot both be had: a layout is read as far as it needs; leave out --until",
        ),
        ("--json and --brief", chosen.as_json and chosen.brief, "cannot both be had: JSON is the whole record; leave out one"),
        ("--html and --brief", html is not None and chosen.brief, "cannot both be had: the file holds the whole record; leave out one"),
        ("--json and --full", for_programs and chosen.full, "cannot both be had: JSON is never cut short; leave out --full"),
        ("--html and --full", no_lists and chosen.full, "cannot both be had: the file holds the whole text; leave out --full"),
        ("--json and --width", chosen.as_json and chosen.width is not None, "cannot both be had: JSON has no lines to wrap; leave out --width"),
        ("--html and --width", for_a_file and chosen.width is not None, "cannot both be had: a browser wraps the lines; leave out --width"),
        ("--table and --json", table and chosen.as_json, "cannot both be had: each is all of the output; choose one"),
        ("--table and --layout", table and chosen.layout, "cannot both be had: a layout has no events; choose one"),
        ("--table and --until", table and chosen.until is not None, "cannot both be had: a table is made of the last layers; leave out --until"),
        ("--table and --brief", table and chosen.brief, "cannot both be had: a table has every row; leave out --brief"),
        ("--table and --full", table and chosen.full, "cannot both be had: a table is never cut short; leave out --full"),
        ("--table and --width", table and chosen.width is not None, "cannot both be had: a table has no lines to wrap; leave out --width"),
    )
    for two, both, why in against:
        if both:
            raise click.UsageError(f"{two} {why}")


def _is_folder(html: str, *, several: bool) -> bool:
    """Whether --html names a folder: it is one, it is written like one, or several files have to go somewhere."""
    return Path(html).is_dir() or html.endswith(("/", os.sep)) or (several and not html.lower().endswith(_ONE_FILE) and not Path(html).exists())


def _check_time(text: str) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time, such as 2026-03-09T06:00:00Z", param_hint="--retrieved") from None


def _check_out(out: Path, files: tuple[str, ...], *, folder: bool) -> None:
    hint = "--html"
    if str(out) == _STDIN:
        raise click.BadParameter("- is no file: name one, such as out.html", param_hint=hint)
    if folder and out.exists() and not out.is_dir():
        raise click.BadParameter(f"{out} is a file, and no folder: name another, or leave out the / behind it", param_hint=hint)
    if len(files) > 1 and not folder:
        raise click.BadParameter(f"{out} is no folder: with several FILEs name one, such as {out.with_suffix('')}/", param_hint=hint)
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}: make it first", param_hint=hint)
    if len(files) > 1 and not _is_ours(out / _INDEX):
        raise click.BadParameter(f"{out / _INDEX} is there and is not ours: it would be lost; name another folder", param_hint=hint)
    if out.exists() and not out.is_dir() and any(Path(file).exists() and out.samefile(file) for file in files if file != _STDIN):
        raise click.BadParameter(f"{out} is the page to be read: it would be lost", param_hint=hint)


def _is_ours(index: Path) -> bool:
    """Whether nothing is lost where an index of ours is written: none is there, or one that we wrote."""
    if not index.exists():
        return True
    if not index.is_file():
        return False
    with index.open("rb") as file:
        return b'<meta name="generator" content="onrecord ' in file.read(2000)


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
    source = _standard_input() if file == _STDIN else file
    location = chosen.location or ("(standard input)" if file == _STDIN else file)
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
    if file != _STDIN and Path(file).is_dir():
        return PageError(file, "this is a folder", f"name the files in it, such as {Path(file) / '*.html'}")
    return None


def _writer(chosen: Options, screen: "Screen", written: dict[str, "Entry"]) -> Callable[["Record"], None]:
    """What is done with each record as it comes."""
    html = None if chosen.html is None else _html_writer(chosen, chosen.html, written)
    if chosen.table is not None:
        other: Callable[[Record], None] | None = _table_writer(chosen.table)
    elif chosen.as_json:
        other = _write_layout if chosen.layout else _write_json
    else:
        other = None if html else _text_writer(chosen, screen)

    def write(record: "Record") -> None:
        for one in (html, other):
            if one is not None:
                one(record)

    return write


def _read_from(chosen: Options) -> str | None:
    """The file that was read, where the record does not name it: it holds the URL of --location."""
    if chosen.location is None:
        return None
    return "(standard input)" if chosen.files[0] == _STDIN else chosen.files[0]


def _write_json(record: "Record") -> None:
    sys.stdout.write(record.to_json() + "\n")
    sys.stdout.flush()  # page by page: the next program works while we read on


def _table_writer(name: str) -> Callable[["Record"], None]:
    """One table of all records: its head comes with the first of them."""
    from onrecord.export.registers import TABLES, csv_of

    table = TABLES[name]
    head = True

    def write(record: "Record") -> None:
        nonlocal head
        # Past the text layer, which on Windows would end each line twice.
        sys.stdout.buffer.write(csv_of(table.rows(record), table.columns, header=head).encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
        head = False

    return write


def _write_layout(record: "Record") -> None:
    from onrecord.export.layout import layout_json

    sys.stdout.write(layout_json(record) + "\n")
    sys.stdout.flush()


def _text_writer(chosen: Options, screen: "Screen") -> Callable[["Record"], None]:
    """The view of records; a layout that goes to another program, as lines that it can take apart."""
    if not chosen.layout or sys.stdout.isatty() or chosen.width or chosen.color:
        return _terminal_writer(chosen, screen)
    from onrecord.export.layout import layout_table

    return lambda record: screen.write(layout_table(record, full=chosen.full))


def _html_writer(chosen: Options, out: Path, written: dict[str, "Entry"]) -> Callable[["Record"], None]:
    from onrecord.export.files import write_atomically
    from onrecord.export.layout import layout_html
    from onrecord.export.page import entry_of, page_html

    read_from = _read_from(chosen)

    def write(record: "Record") -> None:
        if chosen.into_folder:
            out.mkdir(exist_ok=True)  # here: where no page can be read, no folder is left behind
        target = out / _file_name(record, read_from or record.document.location) if chosen.into_folder else out
        write_atomically(target, layout_html(record, full=chosen.full) if chosen.layout else page_html(record, read_from=read_from))
        written[target.name] = entry_of(record, target.name)

    return write


def _file_name(record: "Record", read_from: str) -> str:
    """A name of the page's own: harmless characters of the file's name, and the start of its digest."""
    stem = re.sub(r"[^\w.-]+", "-", _SUFFIXES.sub("", Path(read_from).name), flags=re.ASCII).strip(".-")[:60]
    return f"{stem or 'page'}-{record.document.id.removeprefix('sha256:')[:12]}.html"


def _finish(chosen: Options, out: Path, written: dict[str, "Entry"]) -> str:
    """Write the index of a folder of several pages; say what was written."""
    if not chosen.into_folder:
        return str(out)
    if len(written) == 1:
        return str(out / next(iter(written)))
    from onrecord.export.files import write_atomically
    from onrecord.export.page import index_html

    write_atomically(out / _INDEX, index_html(written.values()))
    return f"{len(written)} pages and their index: {out / _INDEX}"


def _screen(chosen: Options) -> "Screen":
    """Standard output; on a terminal, for people, through a pager where there is one."""
    from onrecord.cli.screen import Screen, find_pager

    asks_back = sys.stdin.isatty() or chosen.files == (_STDIN,)  # no reader at the keyboard: nobody would end the pager
    paged = sys.stdout.isatty() and asks_back and not (chosen.no_pager or chosen.as_json or chosen.table or chosen.html)
    return Screen(find_pager() if paged else None)


def _terminal_writer(chosen: Options, screen: "Screen") -> Callable[["Record"], None]:
    import shutil
    from io import StringIO

    from rich.console import Console

    from onrecord.export.layout import show_layout
    from onrecord.export.terminal import show

    width = chosen.width or min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    color = chosen.color
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    if color is None and sys.stdout.isatty():
        color = True
    read_from = _read_from(chosen)
    between = ""

    def write(record: "Record") -> None:
        nonlocal between
        # Drawn in memory: a console that writes to a pipe which nobody reads leaves with a status of its own.
        # Without colour there is no escape sequence at all: bold and underline are left out too.
        drawn = StringIO()
        console = Console(
            file=drawn,
            width=width,
            force_terminal=color,
            color_system=None if color is False else "auto",
            highlight=False,
            markup=False,
            emoji=False,
        )
        if chosen.layout:
            show_layout(record, console, width=width, full=chosen.full)
        else:
            show(record, console, width=width, brief=chosen.brief, full=chosen.full, read_from=read_from)
        screen.write(between + drawn.getvalue())
        between = f"\n{'─' * width}\n\n"

    return write


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
