"""What `onrecord read` is asked for, and what of that cannot be meant."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

STDIN: Final = "-"
INDEX: Final = "index.html"
_PLACE: Final = re.compile(r"https?://[^\s/?#]+\S*|file://\S+", re.IGNORECASE)
_ONE_FILE: Final = (".html", ".htm", ".xhtml")  # how the name of a file ends, and not that of a folder


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


def check(chosen: Options) -> None:
    """Refuse what cannot be meant.

    Raises:
        click.UsageError: it says what to write instead.
    """
    several = len(chosen.files) > 1
    if several and STDIN in chosen.files:
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


def check_choices(chosen: Options, html: str | None) -> None:
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


def is_folder(html: str, *, several: bool) -> bool:
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
    if str(out) == STDIN:
        raise click.BadParameter("- is no file: name one, such as out.html", param_hint=hint)
    if folder and out.exists() and not out.is_dir():
        raise click.BadParameter(f"{out} is a file, and no folder: name another, or leave out the / behind it", param_hint=hint)
    if len(files) > 1 and not folder:
        raise click.BadParameter(f"{out} is no folder: with several FILEs name one, such as {out.with_suffix('')}/", param_hint=hint)
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}: make it first", param_hint=hint)
    if len(files) > 1 and not _is_ours(out / INDEX):
        raise click.BadParameter(f"{out / INDEX} is there and is not ours: it would be lost; name another folder", param_hint=hint)
    if out.exists() and not out.is_dir() and any(Path(file).exists() and out.samefile(file) for file in files if file != STDIN):
        raise click.BadParameter(f"{out} is the page to be read: it would be lost", param_hint=hint)


def _is_ours(index: Path) -> bool:
    """Whether nothing is lost where an index of ours is written: none is there, or one that we wrote."""
    if not index.exists():
        return True
    if not index.is_file():
        return False
    with index.open("rb") as file:
        return b'<meta name="generator" content="onrecord ' in file.read(2000)
