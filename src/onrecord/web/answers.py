"""What a page of the web UI is asked and what it answers: data for a program, and the template that shows the same to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from onrecord.store.corrections import Correction, active, all_corrections
from onrecord.store.coverage import Coverage
from onrecord.store.listing import VIEWS, PageRow, columns_of, rows_of
from onrecord.store.store import Store
from onrecord.web.index import Index, Snapshot
from onrecord.web.names import called, country_names

MOST: Final = 1_000  # characters of a value in an address that are looked at
ROWS: Final = 30  # of a list on one page


@dataclass(frozen=True, slots=True)
class Options:
    """What `onrecord serve` was told."""

    read_only: bool
    author: str  # of corrections, until the form says another
    csrf: str
    static: bool = False  # pages are made to be files: what needs a server is left out


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the store to answer from, and the words of the address.

    snapshot: None while the index of the store is being made.
    """

    store: Store
    index: Index
    snapshot: Snapshot | None
    options: Options
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str | None:
        """A value of the query; None where it is empty or not there."""
        return self.query.get(name, "")[:MOST].strip() or None

    def one_of(self, name: str, known: tuple[str, ...]) -> str | None:
        """A value of the query that is one of a few; None where it is none of them."""
        value = self.word(name)
        return value if value in known else None

    @property
    def number(self) -> int:
        """Which page of a list is wanted, from 1."""
        value = self.query.get("page", "1")
        return min(max(int(value), 1), 100_000) if value.isascii() and value.isdecimal() and len(value) < 7 else 1

    @property
    def new_after(self) -> int | None:
        """The number in the store of the page after which the address asks for what is new; None where it asks for all."""
        value = self.query.get("new", "")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 12 else None

    @property
    def coverage(self) -> Coverage:
        """What every list rests on."""
        return self.snapshot.coverage if self.snapshot else self.store.coverage()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page.

    data: JSON values, or text that is JSON, or what makes them; what the address with .json gives.
    shown: what the template needs beside them.
    """

    template: str
    title: str
    data: Any
    shown: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Go:
    """Nothing to show here: look there."""

    to: str


def url(path: str, **query: Any) -> str:
    """An address of this server; what is None or empty is left out of the query."""
    given = [(name, str(value)) for name, value in query.items() if value not in (None, "")]
    return path + (f"?{urlencode(given)}" if given else "")


def segment(name: str) -> str:
    """A name as one step of a path."""
    return quote(name, safe="")


def page_url(page: str, at: str | int | None = None) -> str:
    """The address of a page's reader, at a statement ("s3") or at the words that begin at an offset."""
    return f"/page/{segment(page)}" + ("" if at is None else f"#{at}" if isinstance(at, str) else f"#q{at}")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one page of a list stands in it."""

    number: int
    total: int
    rows: int
    address: str
    query: Mapping[str, Any]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max((self.total + self.rows - 1) // self.rows, 1)

    def at(self, number: int) -> str | None:
        """The address of another page of the list; None where there is none."""
        return url(self.address, **{**self.query, "page": number if number > 1 else None}) if 1 <= number <= self.last else None

    @property
    def told(self) -> str:
        """Which rows of how many are shown."""
        if not self.total:
            return "none"
        first = (self.number - 1) * self.rows + 1
        return f"{first:,} to {min(first + self.rows - 1, self.total):,} of {self.total:,}"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, or a page that narrates, where it is quoted on another page of the UI."""

    page: str
    outlet: str | None
    published: str | None
    headline: str | None
    statement: str | None
    source: str | None
    names: str | None
    cue: str | None
    text: str | None
    stance: str | None
    settled: int  # 1: yes
    confidence: float | None
    day: str | None  # on which it may first have been said
    offsets: str | None  # JSON, of the content, else of the cue
    location: str

    @property
    def words(self) -> str:
        """What is said; where nothing is, how; of a narrating page its headline."""
        if self.text:
            return self.text
        return self.cue if self.statement and self.cue else self.headline or ""

    @property
    def link(self) -> str:
        """The address of its sentence."""
        return page_url(self.page, self.statement)


_SAID: Final = """
    SELECT c.key, a.outlet, a.published, a.headline, s.statement, s.source, s.names, s.cue, s.text, s.stance, coalesce(s.settled, 1), s.confidence,
           coalesce(s.said_earliest, a.published), CASE WHEN s.text IS NULL THEN s.cue_spans ELSE s.text_spans END, c.location
    FROM {} JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id"""
_BY_PAGE: Final = (
    _SAID.format("record r").replace("FROM record r", "FROM capture k JOIN record r ON r.capture_id = k.id AND r.shown")
    + " LEFT JOIN statement s ON s.record_id = r.id AND s.statement = ? WHERE k.key = ?"
)
_BY_ID: Final = _SAID.format("statement s JOIN record r ON r.id = s.record_id") + " WHERE s.id = ?"


def said_at(store: Store, page: str, statement: str | None) -> Said | None:
    """A statement of a page; without one the page. None where there is no such page."""
    row = store.connection.execute(_BY_PAGE, (statement, page)).fetchone()
    return _said(row) if row else None


def page_row(store: Store, page: str) -> PageRow | None:
    """What is known of a page; None where there is no such page. Unlike `Store.page` it does not count the store's coverage each time."""
    names = ", ".join(f'"{name}"' for name in columns_of(PageRow))
    found = rows_of(PageRow, store.connection.execute(f"SELECT {names} FROM {VIEWS[PageRow]} WHERE page = ?", (page,)))
    return found[0] if found else None


def corrections_of(store: Store, row: PageRow) -> tuple[Correction, ...]:
    """The corrections of a page that hold, oldest first."""
    return active(all_corrections(store.connection, row.digest))


def _said(row: tuple[Any, ...]) -> Said:
    return Said(*row)


def said_by_id(store: Store, id_: int) -> Said | None:
    """The statement of a row of the store."""
    row = store.connection.execute(_BY_ID, (id_,)).fetchone()
    return _said(row) if row else None


__all__ = [
    "MOST",
    "ROWS",
    "Answer",
    "Asked",
    "Go",
    "Options",
    "Pager",
    "Said",
    "called",
    "corrections_of",
    "country_names",
    "page_row",
    "page_url",
    "said_at",
    "said_by_id",
    "segment",
    "url",
]
