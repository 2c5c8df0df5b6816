"""Search: what is said on the pages of a store, found by words and by fields.

with onrecord.open_store("news.db") as store:
    for hit in store.search("shells stance:denies before:2023-10"):
        print(hit.published, hit.source, hit.text, hit.location)
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, overload
from weakref import WeakKeyDictionary

from onrecord.errors import QueryError
from onrecord.search.cursor import Cursor, read_cursor
from onrecord.search.hits import Hit, Mark, paragraphs_of, statements_of
from onrecord.search.language import FIELDS, Query, misread, read_query
from onrecord.search.match import match_of, match_of_text, sought_of
from onrecord.search.pages import pages_of
from onrecord.search.ranking import MOST_RANKED, PARAGRAPHS, STATEMENTS, Place, Sought, by_day, by_relevance, count_matches
from onrecord.store.coverage import Coverage
from onrecord.store.file import faults

if TYPE_CHECKING:
    from onrecord.store.store import Store

__all__ = ["FIELDS", "MOST_HITS", "Found", "Hit", "In", "Mark", "Order", "count_hits", "misread", "search"]

Order = Literal["best", "relevance", "newest"]
In = Literal["statements", "text"]
MOST_HITS: Final = 1_000  # of one page of the list
_STEPS: Final = 10_000  # of SQLite's machine between two looks at the clock


@dataclass(frozen=True, slots=True)
class Found(Sequence[Hit]):
    """One page of what a query found: a sequence of its hits."""

    query: str
    within: In
    order: Literal["relevance", "newest"]
    total: int  # statements or paragraphs that fit …
    exact: bool  # … or, where this is False, of more than so many
    hits: tuple[Hit, ...]
    next: str | None  # the cursor of the next page; None: this is the last
    coverage: Coverage

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[at]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each hit by its names."""
        return [asdict(hit) for hit in self.hits]

    def summary(self) -> str:
        """How many fit, in how many pages."""
        number = f"{self.total:,}" if self.exact else f"more than {self.total:,}"
        what = "statement" if self.within == "statements" else "paragraph"
        return f"{number} {what}{'' if self.total == 1 and self.exact else 's'} in {self.coverage}"


def search(
    store: "Store",
    query: str,
    *,
    within: In = "statements",
    limit: int = 20,
    cursor: str | None = None,
    order: Order = "best",
    timeout_s: float = 2.0,
) -> Found:
    """Search the pages of a store.

    Args:
        query: words, "phrases", beginnings*, -exclusions and fields; see docs/search.md.
        within: "statements", what sources say; or "text", the headline and every paragraph of the body, by words, outlet and date only.
        limit: hits at most, 1 to MOST_HITS.
        cursor: `next` of the page before; pages that were stored since do not shift the list.
        order: "relevance" by bm25; "newest" by the day of the page; "best" the former, or the latter where a query has no words or so
            much fits that ranks would mean little.
        timeout_s: after which a search ends with an error.

    Raises:
        QueryError: the query cannot be understood (it says where, and what to write), the cursor is not of this query, or the search
            took too long.
        StoreError: the store is damaged.
    """
    asked = read_query(query)
    name = f"{within}\0{order}\0{query}"
    last = None if cursor is None else read_cursor(cursor, name)
    limit = max(1, min(limit, MOST_HITS))
    connection = store.connection
    with faults(store.path), _limited(connection, timeout_s), _one_view(connection):
        coverage = _coverage(store)
        sought = _sought(connection, asked, within, last)
        if sought is None:
            return Found(query, within, "newest", 0, True, (), None, coverage)
        count = count_matches(connection, sought, MOST_RANKED + 1)
        chosen = last.order if last else _order(asked, order, count)
        if chosen == "relevance":
            places = by_relevance(connection, sought, limit + 1, last)
        else:
            places = by_day(connection, sought, limit + 1, count, last, (asked.earliest, asked.before))
        shown = places[:limit]
        read = statements_of if within == "statements" else paragraphs_of
        hits = read(connection, [place.id for place in shown], [place.score for place in shown], sought_of(asked))
    following = _cursor(chosen, sought.top, shown[-1]).write(name) if len(places) > limit else None
    return Found(query, within, chosen, min(count, MOST_RANKED), count <= MOST_RANKED, hits, following, coverage)


def count_hits(store: "Store", query: str, *, within: In = "statements", timeout_s: float = 2.0) -> tuple[int, bool]:
    """How many statements or paragraphs fit a query, and whether that is exact: of more than MOST_RANKED it is only known that there are.

    Raises:
        QueryError: as of `search`.
        StoreError: the store is damaged.
    """
    asked = read_query(query)
    with faults(store.path), _limited(store.connection, timeout_s), _one_view(store.connection):
        sought = _sought(store.connection, asked, within, None)
        found = 0 if sought is None else count_matches(store.connection, sought, MOST_RANKED + 1)
    return min(found, MOST_RANKED), found <= MOST_RANKED


def _sought(connection: sqlite3.Connection, query: Query, within: In, last: Cursor | None) -> Sought | None:
    """What fits a query; None where nothing can."""
    scope = STATEMENTS if within == "statements" else PARAGRAPHS
    top = last.top if last else int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {scope.table}").fetchone()[0])
    if within == "text":
        return Sought(scope, match_of_text(query), top, *pages_of(connection, query))
    match = match_of(query, _years(connection) if query.earliest or query.before else ())
    return None if match is None else Sought(scope, match, top)


def _order(query: Query, order: Order, count: int) -> Literal["relevance", "newest"]:
    if order != "best":
        return order
    worded = any(term.field is None for clause in query.clauses if not clause.excluded for term in clause.terms)
    return "relevance" if worded and count <= MOST_RANKED else "newest"


def _cursor(order: Literal["relevance", "newest"], top: int, place: Place) -> Cursor:
    return Cursor(order, top, place.id, place.score, place.published)


# A store's coverage, and the version of its file that it was counted in: to count anew takes longer than most searches.
_COUNTED: Final["WeakKeyDictionary[Store, tuple[int, Coverage]]"] = WeakKeyDictionary()


def _coverage(store: "Store") -> Coverage:
    (version,) = store.connection.execute("PRAGMA data_version").fetchone()
    counted = _COUNTED.get(store)
    if counted is None or counted[0] != version:
        counted = _COUNTED[store] = (version, store.coverage())
    return counted[1]


def _years(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The years of the store's pages, each found by one step in the index."""
    years = []
    (day,) = connection.execute("SELECT max(published) FROM article").fetchone()
    while day:
        if day[:4].isdecimal() and 1 <= int(day[:4]) < 9999:
            years.append(int(day[:4]))
        (day,) = connection.execute("SELECT max(published) FROM article WHERE published < ?", (day[:4],)).fetchone()
    return tuple(years)


@contextmanager
def _one_view(connection: sqlite3.Connection) -> Iterator[None]:
    """The store as it is now, until the hits are read, whatever is written meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _limited(connection: sqlite3.Connection, timeout_s: float) -> Iterator[None]:
    """No query holds the program for ever.

    Raises:
        QueryError: it would have.
    """
    end = time.monotonic() + timeout_s
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise QueryError("query", f"the search took longer than {timeout_s:g} s", "add a word or a field that few statements have") from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
