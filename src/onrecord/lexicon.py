"""Tables of words that ship with the package: tab-separated files, with their origin, licence and columns in lines that begin with `#:`.

Each is checked against its digest when it is read: a record rests on them as on the weights. `python tools/sums.py` writes the digests anew.
"""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from onrecord.errors import SetupError

SUMS: Final = "SHA256SUMS"
_GAP = re.compile(r"\t| {2,}")
_AGAIN: Final = "install onrecord again"


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
        SetupError: it is missing or not the one that was shipped, or a row has not as many cells as the head has columns; it names the line.
    """
    lines = shipped(name).decode("utf-8").splitlines()
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
            raise SetupError(name, f"line {number} has {len(row)} cells, not {len(columns)}", _AGAIN)
    return Table(name, head, columns, tuple(row for _, row in rows))


def shipped(name: str) -> bytes:
    """The bytes of a data file of the package, "stage/file.tsv".

    Raises:
        SetupError: it is missing, or is not the one that was shipped.
    """
    try:
        data = files("onrecord").joinpath(*name.split("/")).read_bytes()
    except OSError as error:
        raise SetupError(name, f"cannot be read: {error.strerror}", _AGAIN) from error
    if sha256(data).hexdigest() != _sums().get(name):
        raise SetupError(name, "the table is not the one that was shipped: its digest differs", f"{_AGAIN}; where you changed it: tools/sums.py")
    return data


@cache
def _sums() -> dict[str, str]:
    try:
        lines = files("onrecord").joinpath(SUMS).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError) as error:
        raise SetupError(SUMS, f"the digests of the tables cannot be read: {error}", _AGAIN) from error
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def table_digests() -> dict[str, str]:
    """The tables and word lists that ship with the package, with the digest of each.

    Raises:
        SetupError: the list of them is missing or damaged.
    """
    return dict(_sums())


def table_names() -> tuple[str, ...]:
    """The tables that ship with the package."""
    root = Path(str(files("onrecord")))
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.tsv")))


def word_set(words: str) -> frozenset[str]:
    """A closed class of grammar, written as one line of words."""
    return frozenset(words.split())
