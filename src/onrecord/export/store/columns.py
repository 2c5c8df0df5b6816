"""What the tables of an export are made of: columns that say what is in them, and cells that any of the forms can write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.export.provenance import joined, number, yes_no

Places = tuple[tuple[int, int], ...]
Cell = str | int | float | bool | tuple[str, ...] | Places | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    kind: "text" · "integer" · "number" · "truth" · "texts" a list of text · "places" a list of [start, end).
    """

    name: str
    kind: Literal["text", "integer", "number", "truth", "texts", "places"]
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """The name and the columns of a table, and what a row of it is."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def text_of(cell: Cell) -> str:
    """A cell as text, as the other tables of onrecord write it: "" for unknown, lists parted by ";", places as 12..30."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return yes_no(cell)
    if isinstance(cell, int | float):
        return number(cell)
    return joined(item if isinstance(item, str) else f"{item[0]}..{item[1]}" for item in cell)


def texts(*columns: str) -> tuple[Column, ...]:
    """Columns of text from lines "name: meaning"."""
    return tuple(_column(line, "text") for line in columns)


def column(kind: Literal["text", "integer", "number", "truth", "texts", "places"], line: str) -> Column:
    """A column from a line "name: meaning"."""
    return _column(line, kind)


def _column(line: str, kind: Literal["text", "integer", "number", "truth", "texts", "places"]) -> Column:
    name, _, meaning = line.partition(": ")
    return Column(name, kind, meaning)


def check_row(table: Table, row: Row) -> Sequence[Cell]:
    """The cells of a row in the order of the table's columns.

    Raises:
        ValueError: a cell is missing, or one too many is there.
    """
    if len(row) != len(table.columns):
        raise ValueError(f"a row of {table.name} has {sorted(set(row) ^ set(table.names))} in excess or missing")
    return [row[name] for name in table.names]
