"""`onrecord doctor`: is everything in place? No network, and nothing outside the installation but a temporary folder that is removed."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

import click

from onrecord.cli.forms import number_of
from onrecord.errors import SetupError, install_extra

# A page of our own writing: a masthead with another day, a dateline, a denial, a teaser.
_PAGE: Final = """<html lang="en"><head><title>No shells were shipped, ministry says | Havn Courier</title></head><body>
<header><a href="/">Havn Courier</a> <span>Monday 3 November 2025</span></header>
<article><h1>No shells were shipped, ministry says</h1><p>Published 4 March 2025</p>
<p>OSLO, March 4 (Norland News) - The ministry denied on Tuesday that any shells were shipped to Velmora.</p>
<p>A spokesman for the ministry, Ada Falk, said the harbour had been closed for repairs since the first week of January.</p></article>
<aside><h2>More news</h2><a href="/ferry">Ferry to Dunmarsh runs again</a></aside></body></html>
"""
# Extras: what each is there for, and the modules that do it.
_EXTRAS: Final[Mapping[str, tuple[str, ...]]] = {
    "pdf": ("reading PDF", "pypdfium2"),
    "parquet": ("export --as parquet", "pyarrow"),
    "xlsx": ("export --as xlsx", "xlsxwriter"),
    "reconcile": ("reconcile", "openpyxl", "rapidfuzz"),
    "cluster": ("archive, load", "daft"),
}


class State(StrEnum):
    """How one check came out."""

    OK = "ok"
    WARNING = "warning"  # something that only a later part needs
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: str
    state: State
    found: str
    remedy: str = ""


@click.command(
    short_help="Check the installation, without a network.", epilog="Exit status: 0 all is in place (warnings aside), 1 something is broken."
)
@click.option("--json", "as_json", is_flag=True, help="Print the checks as one JSON object.")
@click.help_option("-h", "--help")
def doctor(as_json: bool) -> int:
    """Check the installation: Python, packages and extras, data tables, weights, and one page read end to end.

    \b
    Examples:
      onrecord doctor
      onrecord doctor --json
    """
    checks = tuple(_checks())
    broken = sum(check.state is State.BROKEN for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": not broken, "checks": [asdict(check) for check in checks]}, ensure_ascii=False, indent=2))
        return 1 if broken else 0
    for check in checks:
        click.echo(f"{check.state:<8} {check.what:<28} {check.found}")
        if check.remedy:
            click.echo(f"{'':<8} {'':<28} → {check.remedy}")
    click.echo(_summed(checks))
    return 1 if broken else 0


def _summed(checks: tuple[Check, ...]) -> str:
    """How it came out: "68 of 70 checks passed, 2 warnings: …, …; what is wanted for them stands above"."""
    count = Counter(check.state for check in checks)
    told = f"{count[State.BROKEN]} of {len(checks)} checks failed" if count[State.BROKEN] else f"{count[State.OK]} of {len(checks)} checks passed"
    if not count[State.WARNING]:
        return told if count[State.BROKEN] else f"all {told.partition(' of ')[2]}"
    named = ", ".join(check.what for check in checks if check.state is State.WARNING)
    return f"{told}, {number_of(count[State.WARNING], 'warning')}: {named}"


def _checks() -> Iterator[Check]:
    yield _python()
    yield from _packages()
    yield from _extras()
    yield from _tables()
    yield _models()
    yield _gazetteer()
    yield _full_text_search()
    yield _temporary()
    yield from _reading()
    yield _storing()


def _python() -> Check:
    """The version that runs; an older one than the package supports is not able to import it."""
    return Check("python", State.OK, sys.version.split()[0])


def _packages() -> Iterator[Check]:
    """onrecord and what it depends on, by the metadata it was installed with."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    from onrecord.version import __version__

    yield Check("onrecord", State.OK, __version__)
    try:
        required = [line for line in requires("onrecord") or () if "extra ==" not in line]
    except PackageNotFoundError:
        yield Check("packages", State.WARNING, "onrecord is imported from a folder, so its requirements are not known", "pip install .")
        return
    for line in required:
        match = re.match(r"[A-Za-z0-9._-]+", line)
        name = match[0] if match else line
        try:
            yield Check(name, State.OK, version(name))
        except PackageNotFoundError:
            yield Check(name, State.BROKEN, "not installed", f"pip install {line.partition(';')[0].strip()!r}")


def _extras() -> Iterator[Check]:
    """What was left out of the base installation: there or not, and what for."""
    import os
    from importlib import import_module
    from importlib.metadata import PackageNotFoundError, version

    from onrecord.archive.engine import QUIET

    os.environ.update(QUIET)  # Daft would tell its makers that it was imported
    for extra, (purpose, *modules) in _EXTRAS.items():
        missing = ""
        for module in modules:
            try:
                import_module(module)  # a package may be there and its library not load
            except ImportError as error:
                try:
                    missing = missing or f"{module} {version(module)} does not load: {error}"
                except PackageNotFoundError:
                    missing = missing or f"{module} is not installed"
        if missing:
            yield Check(purpose, State.WARNING, f"not possible: {missing}", install_extra(extra))
        else:
            yield Check(purpose, State.OK, "with " + ", ".join(f"{module} {version(module)}" for module in modules))


def _models() -> Check:
    """The weights that ship: there, and the ones that were shipped."""
    from onrecord.article.forest import digests, load_forest
    from onrecord.coreference.scorer import packaged_scorer
    from onrecord.encoder.model import packaged
    from onrecord.events.judging import checked
    from onrecord.events.judging import digests as judge_digests

    try:
        for name in digests():
            load_forest(name)
        packaged().check()
        for name in judge_digests():
            checked(name)
        packaged_scorer()
        models = {**digests(), **packaged().digests, **judge_digests()}
    except (SetupError, OSError, ValueError) as error:
        return Check("models", State.BROKEN, str(error), "install onrecord again")
    return Check("models", State.OK, ", ".join(f"{name} {digest[:12]}" for name, digest in models.items()) + ", coreference: digests hold")


def _gazetteer() -> Check:
    """The table of places: there, the one that was shipped, and whom it comes from."""
    from onrecord.grounding.places.gazetteer import FILE, packaged
    from onrecord.grounding.places.weighing import packaged_weights

    try:
        head = packaged().head
        packaged_weights()
    except SetupError as error:
        return Check(FILE, State.BROKEN, str(error), "install onrecord again")
    return Check(FILE, State.OK, f"{head['what']}; {head['origin']}; licence {head['licence']}; digest {packaged().digest[:12]} holds")


def _tables() -> Iterator[Check]:
    """Each data table of the package, with what its head says of it."""
    from onrecord.lexicon import table_names

    names = table_names()
    if not names:
        yield Check("data tables", State.BROKEN, "none found", "install onrecord again: its data files are missing")
    for name in names:
        yield _table(name)


def _table(name: str) -> Check:
    from onrecord.lexicon import read_table

    repair = "install onrecord again: the table is damaged"
    try:
        table = read_table(name)
    except SetupError as error:
        return Check(name, State.BROKEN, error.problem, repair)
    # A licence may have a line of its own or stand behind the origin: "written here; licence CC0-1.0".
    origin, _, licence = table.head.get("origin", "").partition("; licence ")
    licence = table.head.get("licence") or licence
    if not (table.head.get("what") and origin and licence and table.rows):
        return Check(name, State.BROKEN, "it has no rows, or its head does not tell what it is, its origin and its licence", repair)
    return Check(name, State.OK, f"{len(table.rows)} rows; {origin}; licence {licence}")


def _full_text_search() -> Check:
    import sqlite3

    name = f"SQLite {sqlite3.sqlite_version} FTS5"
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
    except sqlite3.OperationalError as error:
        return Check(name, State.WARNING, f"missing: {error}", "reading works; searching a store will need a Python whose SQLite has FTS5")
    finally:
        connection.close()
    return Check(name, State.OK, "there")


def _temporary() -> Check:
    """Whether a temporary file can be written: members of archives that are too large for memory pass through one."""
    import tempfile

    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"onrecord")
        folder = tempfile.gettempdir()
    except OSError as error:
        return Check("temporary files", State.BROKEN, f"cannot be written: {error}", "free space, or name a folder that can be written: TMPDIR=DIR")
    return Check("temporary files", State.OK, f"written in {folder}")


def _reading() -> Iterator[Check]:
    """One page from its bytes to record, JSON and HTML."""
    import onrecord
    from onrecord.export.page import page_html

    repair = "install onrecord again; if it stays, report it"
    try:
        record = onrecord.read_html(_PAGE)
    except onrecord.OnRecordError as error:
        yield Check("reads a page", State.BROKEN, str(error), repair)
        return
    day = record.published.date if record.published else None
    stances = [said.stance.value if said.stance else "no stance" for said in record.statements or ()]
    wrong = [
        *record.check(),
        *([] if day == "2025-03-04" else [f"4 March 2025 was expected, {day or 'no day'} was found"]),
        *([] if "denies" in stances else [f"a denial was expected, {', '.join(stances) or 'nothing'} was found"]),
    ]
    yield Check("reads a page", *((State.BROKEN, wrong[0], repair) if wrong else (State.OK, "its day, one denial, and every span cites its words")))
    again = onrecord.Record.from_json(record.to_json())
    yield Check("writes and reads JSON", *((State.OK, "equal") if again.to_json() == record.to_json() else (State.BROKEN, "differs", repair)))
    whole = page_html(record).rstrip().endswith("</html>")
    yield Check("writes HTML", *((State.OK, "whole") if whole else (State.BROKEN, "cut short", repair)))


def _storing() -> Check:
    """One page into a store of its own, and found in it again."""
    import tempfile
    from pathlib import Path

    import onrecord
    from onrecord.ingest import ingest

    repair = "free space, or name a folder that can be written: TMPDIR=DIR; if it stays, report it"
    try:
        with tempfile.TemporaryDirectory() as folder:
            page, store = Path(folder) / "page.html", Path(folder) / "news.db"
            page.write_text(_PAGE, encoding="utf-8")
            ingest([page], store)
            with onrecord.open_store(store) as opened:
                denials = sum(1 for _ in opened.statements(stance="denies"))
    except (onrecord.OnRecordError, OSError) as error:
        return Check("stores a page", State.BROKEN, str(error), repair)
    return Check("stores a page", *((State.OK, "and finds its denial") if denials else (State.BROKEN, "its denial is not found", repair)))
