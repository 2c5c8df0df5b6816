"""What a store answers with: frozen rows under the names of its views, with the coverage they rest on."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from html import escape
from typing import Any, Final, Generic, TypeVar, get_type_hints, overload

from onrecord.errors import SetupError
from onrecord.store.coverage import Coverage

Kind = TypeVar("Kind")
_SHOWN: Final = 20  # rows in a notebook
_CELL: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page as it was got at one place and time."""

    page: str  # its key: what `Store.record` takes
    location: str
    retrieved: str | None
    outlet: str | None
    headline: str | None
    published: str | None
    confidence: float | None
    modified: str | None
    language: str | None
    kind: str | None
    url: str | None
    dateline: str | None
    agencies: tuple[str, ...]
    authors: tuple[str, ...]
    statements: int | None  # how many; None: not read
    events: int | None
    transfers: int | None
    corrected: bool
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Who said what, on which page."""

    page: str
    outlet: str | None
    published: str | None
    statement: str
    source: str | None
    actors: str
    cue: str
    text: str | None
    stance: str | None
    kind: str
    part: str
    said_earliest: str | None
    said_latest: str | None
    said_basis: str | None
    via: tuple[str, ...]
    within: str | None
    settled: bool
    confidence: float
    paragraph: str | None
    source_spans: tuple[tuple[int, int], ...]
    cue_spans: tuple[tuple[int, int], ...]
    text_spans: tuple[tuple[int, int], ...]
    location: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """What is said to have happened, on which page, with how many statements assert and deny it there."""

    page: str
    outlet: str | None
    published: str | None
    event: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    text: str
    initiators: str | None
    recipients: str | None
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    told_as: str | None
    status: str
    narrator: bool
    asserted: int
    denied: int
    declined: int
    doubted: int
    settled: bool
    confidence: float
    paragraph: str | None
    text_spans: tuple[tuple[int, int], ...]
    location: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One item of a transfer of arms as one page tells it; a transfer without items is one row."""

    page: str
    outlet: str | None
    published: str | None
    transfer: str
    supplier: str | None
    supplier_name: str | None
    recipient: str | None
    recipient_name: str | None
    mode: str | None
    stage: str | None
    status: str
    item: str | None
    designation: str | None
    category: str | None
    condition: str | None
    quantity: str | None
    number: float | None
    number_upper: float | None
    number_bound: str | None
    number_role: str | None
    part_of: int | None
    n: int | None
    value: str | None
    amount: float | None
    currency: str | None
    amount_bound: str | None
    earliest: str | None
    latest: str | None
    ordered_earliest: str | None
    ordered_latest: str | None
    delivered_earliest: str | None
    delivered_latest: str | None
    told_as: str | None
    narrator: bool
    asserted_by: str | None
    denied_by: str | None
    settled: bool
    confidence: float
    paragraph: str | None
    start: int | None
    end: int | None
    location: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Two pages of which one carries the other's text, or nearly did."""

    page: str
    outlet: str | None
    published: str | None
    headline: str | None
    of_page: str
    of_outlet: str | None
    of_published: str | None
    of_headline: str | None
    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One deed as many pages tell it; the four counts are of its assertions, each apart."""

    claim: str
    story: str
    of: str
    type: str
    initiators: tuple[str, ...]
    recipients: tuple[str, ...]
    supplier: str | None
    recipient: str | None
    items: tuple[str, ...]
    time: str | None
    status: str
    deal: str | None
    outlets: int
    newsrooms: int
    origins: int
    parties: int
    asserted_by: str | None
    denied_by: str | None
    denials: int
    independently_reported: bool
    corroborated: bool
    disputed: bool
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One page that could not be read."""

    location: str
    outlet: str | None
    stage: str
    cause: str
    remedy: str
    version: str
    time: str


VIEWS: Final[dict[type, str]] = {
    PageRow: "pages",
    StatementRow: "statements",
    EventRow: "events",
    TransferRow: "transfers",
    CopyRow: "copies",
    ClaimRow: "claims",
    FailureRow: "failures",
}


@dataclass(frozen=True, slots=True)
class Listing(Sequence[Kind], Generic[Kind]):
    """Rows, and what they rest on. It is a sequence; in a notebook a table; with pandas or polars installed a frame."""

    kind: type[Kind]
    rows: tuple[Kind, ...]
    coverage: Coverage

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Kind: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Kind, ...]: ...
    def __getitem__(self, at: int | slice) -> Kind | tuple[Kind, ...]:
        return self.rows[at]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<{len(self.rows):,} {VIEWS[self.kind]}; {self.coverage}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row by its names."""
        return [asdict(row) for row in self.rows]  # type: ignore[call-overload]

    def to_pandas(self) -> Any:
        """A DataFrame of pandas; its `attrs["coverage"]` is what it rests on.

        Raises:
            SetupError: pandas is not installed.
        """
        frame = _library("pandas").DataFrame(self.to_dicts(), columns=columns_of(self.kind))
        frame.attrs["coverage"] = str(self.coverage)
        return frame

    def to_polars(self) -> Any:
        """A DataFrame of polars.

        Raises:
            SetupError: polars is not installed.
        """
        return _library("polars").DataFrame(self.to_dicts(), schema=list(columns_of(self.kind)), infer_schema_length=None, orient="row")

    def _repr_html_(self) -> str:
        names = columns_of(self.kind)
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(f"<tr>{''.join(f'<td>{_cell(getattr(row, name))}</td>' for name in names)}</tr>" for row in self.rows[:_SHOWN])
        more = f"; the first {_SHOWN} are shown" if len(self.rows) > _SHOWN else ""
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{len(self.rows):,} rows{more}. {escape(str(self.coverage))}.</p>"
        )


def _cell(value: Any) -> str:
    from onrecord.export.visible import one_line

    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = text if len(text) <= _CELL else f"{text[:_CELL]}…"
    return f"<bdi>{escape(one_line(text))}</bdi>"


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise SetupError(name, "not installed", f"pip install {name}") from None


def columns_of(kind: Any) -> tuple[str, ...]:
    """The names of a row's cells."""
    return tuple(f.name for f in fields(kind))


def _reader(hint: Any) -> Any:
    """How a cell of SQLite becomes a value of the row's type; None where it is one already."""
    if hint is bool:
        return bool
    if hint == tuple[str, ...]:
        return lambda cell: tuple(json.loads(cell))
    if hint == tuple[tuple[int, int], ...]:
        return lambda cell: tuple((start, end) for start, end in json.loads(cell))
    return None


def rows_of(kind: type[Kind], found: Iterable[Sequence[Any]]) -> tuple[Kind, ...]:
    """The rows that the cells of a view stand for."""
    hints = get_type_hints(kind)
    readers = tuple(_reader(hints[name]) for name in columns_of(kind))
    return tuple(kind(*(cell if read is None else read(cell) for read, cell in zip(readers, cells, strict=True))) for cells in found)
