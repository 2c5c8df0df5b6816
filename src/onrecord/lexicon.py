"""Tables of words that ship with the package: tab-separated files, with their origin, licence and columns in lines that begin with `#:`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from onrecord.errors import SetupError

_GAP = re.compile(r"\t| {2,}")


@dataclass(frozen=True, slots=True)
class Table:
    """One data file: what its head says of it, and its rows."""

    name: str  # "statements/cues.tsv"
    head: dict[str, str]  # what, origin, columns …: the lines of one key joined by a space
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@cache
def read_table(name: str) -> Table:
    """The table of that name, "stage/file.tsv".

    Raises:
        SetupError: it is missing, or a row has not as many cells as the head has columns; it names the line.
    """
    try:
        lines = files("onrecord").joinpath(*name.split("/")).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SetupError(name, f"cannot be read: {error.strerror}", "install onrecord again") from error
    head: dict[str, str] = {}
    rows = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#:"):
            key, _, text = line.removeprefix("#:").strip().partition(" ")
            head[key] = f"{head[key]} {text.strip()}" if key in head else text.strip()
        elif line.strip():
            rows.append((number, tuple(line.split("\t"))))
    columns = tuple(column for column in _GAP.split(head.get("columns", "")) if column)
    for number, row in rows:
        if len(row) != len(columns):
            raise SetupError(name, f"line {number} has {len(row)} cells, not {len(columns)}", "install onrecord again")
    return Table(name, head, columns, tuple(row for _, row in rows))


def table_names() -> tuple[str, ...]:
    """The tables that ship with the package."""
    root = Path(str(files("onrecord")))
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.tsv")))


def word_set(words: str) -> frozenset[str]:
    """A closed class of grammar, written as one line of words."""
    return frozenset(words.split())
