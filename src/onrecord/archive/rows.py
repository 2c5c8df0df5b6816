"""The rows of a page by table, as a store shows them: the same names, the same cells, the same query language for both.

Pages are put into a store in memory, and its views are read. So a column means what it means in a store (`onrecord.store.listing`), and there is no
second place that says so.
"""

import sqlite3
import types
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from onrecord.archive.storage import library
from onrecord.store.file import schema_sql
from onrecord.store.listing import EventRow, FailureRow, PageRow, StatementRow, TransferRow, columns_of, rows_of
from onrecord.store.write import Failed, Reading, put


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A statement that asserts, denies, declines or doubts an event of its page, with the words that do it."""

    page: str
    outlet: str | None
    published: str | None
    statement: str
    source: str | None
    actors: str
    cue: str
    relation: str
    basis: str
    text: str
    event: str
    type: str
    initiators: str | None
    recipients: str | None
    status: str
    confidence: float
    location: str


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time expression: a TIMEX3 value with its first and last day."""

    page: str
    time: str
    text: str
    type: str
    value: str | None
    earliest: str | None
    latest: str | None
    anchor: str | None
    confidence: float
    start: int
    end: int
    location: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, and where it is."""

    page: str
    place: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    confidence: float
    mentions: tuple[tuple[int, int], ...]
    location: str


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A person, body, state or group, and who it is."""

    page: str
    actor: str
    name: str
    kind: str | None
    country: str | None
    sector: str | None
    title: str | None
    role: str | None
    wikidata: str | None
    mentions: tuple[tuple[int, int], ...]
    location: str


@dataclass(frozen=True, slots=True)
class Block:
    """The headline or a block of the body."""

    page: str
    kind: str
    text: str
    start: int
    end: int


# Table of the archive → the view of a store that it is made of, and its rows.
OF_A_PAGE: Final[dict[str, tuple[str, Any]]] = {
    "statements": ("statements", StatementRow),
    "links": ("links", LinkRow),
    "events": ("events", EventRow),
    "transfers": ("transfers", TransferRow),
    "times": ("times", TimeRow),
    "places": ("places", PlaceRow),
    "actors": ("actors", ActorRow),
    "paragraphs": ("paragraphs", Block),
}
DOCUMENT: Final = PageRow
FAILURE: Final = tuple(name for name in columns_of(FailureRow) if name != "time")  # the time of a run is no part of what it gives


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A page's rows.

    document: its cells.
    tables: table → its rows, each with its cells by name.
    """

    document: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]


def unfold_pages(readings: Sequence[Reading]) -> tuple[dict[str, Unfolded], list[Failed]]:
    """The rows of some pages by their keys, and the pages that a store would refuse."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(schema_sql())
        refused = []
        if put(connection, readings):
            readers = {reading.location: reading.reader for reading in readings}
            names = ("key", "location", "outlet", "stage", "cause", "remedy")
            for cells in connection.execute("SELECT hex(key), location, outlet, stage, cause, remedy FROM failure").fetchall():
                told: dict[str, Any] = dict(zip(names, cells, strict=True))
                refused.append(Failed(**told, reader=readers[told["location"]]))
        documents = rows_of(DOCUMENT, connection.execute(f"SELECT {_names(DOCUMENT)} FROM pages ORDER BY page"))
        pages = {row.page: Unfolded(_cells(row), {name: [] for name in OF_A_PAGE}) for row in documents}
        for table, (view, kind) in OF_A_PAGE.items():
            order = "id" if table != "links" else "rowid"
            sql = f"SELECT {_names(kind)} FROM {view}" + (f" ORDER BY {order}" if order == "id" else "")
            for row in rows_of(kind, connection.execute(sql)):
                pages[row.page].tables[table].append(_cells(row))
    return pages, refused


def _names(kind: Any) -> str:
    return ", ".join(f'"{name}"' for name in columns_of(kind))


def _cells(row: Any) -> dict[str, Any]:
    return dict(zip(columns_of(type(row)), astuple(row), strict=True))


def struct_of(kind: Any) -> Any:
    """A row as a type of Arrow."""
    arrow = library("pyarrow")
    hints = get_type_hints(kind)
    return arrow.struct([arrow.field(field.name, _type(hints[field.name])) for field in fields(kind)])


def _type(hint: Any) -> Any:
    arrow = library("pyarrow")
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = [arg for arg in get_args(hint) if arg is not type(None)]
    if hint == tuple[tuple[int, int], ...]:
        return arrow.list_(arrow.list_(arrow.int64()))
    if hint == tuple[str, ...]:
        return arrow.list_(arrow.string())
    return {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}[hint]


def failure_cells(failed: Failed) -> dict[str, Any]:
    """A failure as it stands in the archive."""
    return {"key": failed.key, **{name: getattr(failed, name) for name in FAILURE if name != "version"}, "version": failed.reader.version}
