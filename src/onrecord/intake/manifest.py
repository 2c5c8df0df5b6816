"""A manifest: a table that says of each path where it came from. An error names its row.

Columns: `path` (needed; from the manifest's own folder), `url`, `outlet`, `saved_at` (ISO 8601); others are passed by.
"""

import csv
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from onrecord.errors import PageError
from onrecord.intake.found import Told, Unreadable, printable
from onrecord.page.decode import decode
from onrecord.page.file import read_file

COLUMNS: Final = ("path", "url", "outlet", "saved_at")
_ADDRESS: Final = re.compile(r"https?://[^\s/]\S*", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """A path of the manifest, and what it says of it."""

    path: str
    told: Told


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read; its rows are looked at as they are asked for."""

    path: str  # as it was given; "-" is standard input
    name: str
    folder: Path
    columns: tuple[str, ...]
    text: str
    delimiter: str

    def rows(self) -> Iterator[Row | Unreadable]:
        """Each row: what it says, or what is wrong with it."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                if number > 1 and any(cell.strip() for cell in cells):
                    yield self._row(number, [cell.strip() for cell in cells])
        except csv.Error as error:
            yield _wrong(
                f"{self.name}: row {number + 1}", f"no row of a table, nor is what follows it: {error}", "mend it, and ingest the manifest again"
            )

    def _row(self, number: int, cells: list[str]) -> Row | Unreadable:
        where = f"{self.name}: row {number}"
        values = dict(zip(self.columns, cells, strict=False))
        path, url, saved_at = values["path"] if len(cells) > self.columns.index("path") else "", values.get("url"), values.get("saved_at")
        if len(cells) > len(self.columns):
            return _wrong(where, f"{len(cells)} cells under {len(self.columns)} columns", 'put a cell that holds the delimiter in "quotation marks"')
        if not path:
            return _wrong(where, "no path in it", "name a file, or take the row out")
        if url and not _ADDRESS.fullmatch(url):
            return _wrong(where, f"no address of the web: {url[:80]!r}", "write it whole, https://…, or leave it empty")
        if saved_at:
            try:
                datetime.fromisoformat(saved_at)
            except ValueError:
                return _wrong(where, f"no ISO 8601 time: {saved_at[:80]!r}", "write 2024-02-29T13:30:00Z, or leave it empty")
        return Row(str(self.folder / path), Told(url or None, values.get("outlet") or None, saved_at or None, where))


def _wrong(where: str, cause: str, remedy: str) -> Unreadable:
    return Unreadable(f"{where}!", where, "manifest", cause, remedy)


def read_manifest(path: str) -> Manifest:
    """Read a manifest; "-" reads standard input.

    Raises:
        PageError: it cannot be read, is empty, or has no column `path`.
    """
    if path == "-":
        data, name, folder = sys.stdin.buffer.read(), "(stdin)", Path()
    else:
        data, name, folder = read_file(path), printable(path), Path(path).parent
    text = decode(data, markup=False).text
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    columns = tuple(cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), []))
    if "path" not in columns:
        there = ", ".join(columns) or "none"
        raise PageError(name, f"a manifest needs a column path in its first row; its columns are: {there}", f"columns: {', '.join(COLUMNS)}")
    if len(set(columns) & set(COLUMNS)) < sum(column in COLUMNS for column in columns):
        raise PageError(name, "a column of the manifest stands twice", "give each of its columns once")
    return Manifest(path, name, folder, columns, text[text.index(first) :] if first else "", delimiter)
