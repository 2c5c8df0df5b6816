"""Which statements or paragraphs a search gives, and in which order: the most fitting first, or, where too many fit, the newest.

To rank a word that stands in every third statement, each of these has to be weighed, a third of a second in a store of a million; and
where everything fits, weighing tells little. So from MOST_RANKED on the newest come first. They are found month by month, from the
last one back, which takes the index no longer than any other word; of paragraphs, page by page.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onrecord.search.cursor import Cursor
from onrecord.search.match import in_month, on_day, undated
from onrecord.store.rows import IDS

MOST_RANKED: Final = 5_000
_MOST_SORTED: Final = 2_000  # found at once and sorted by day; more are looked for month by month
_LAST: Final = "\U0010ffff"  # comes after every date


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: one of the store's indexes."""

    table: str
    fts: str
    bm25: str


# A word in what is said weighs twice as much as one in who says it; facets weigh nothing.
STATEMENTS: Final = Scope("statement", "statement_fts", "bm25(statement_fts, 1.0, 0.5, 0.5, 0.0)")
PARAGRAPHS: Final = Scope("paragraph", "paragraph_fts", "bm25(paragraph_fts)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What fits a query."""

    scope: Scope
    match: str
    top: int  # nothing that was stored later
    pages: str = ""  # SQL: the condition on `article` that the page has to meet
    given: dict[str, Any] = field(default_factory=dict)  # its parameters

    @property
    def where(self) -> str:
        """SQL: the condition on a row `f` of the index."""
        of_page = f" AND f.rowid / {IDS} IN (SELECT record_id FROM article WHERE {self.pages})" if self.pages else ""
        return f"f.{self.scope.fts} MATCH :match AND f.rowid <= :top{of_page}"

    def parameters(self, **more: Any) -> dict[str, Any]:
        """Those of `where`, and more."""
        return {"match": self.match, "top": self.top, **self.given, **more}


@dataclass(frozen=True, slots=True)
class Place:
    """A hit's place in the list."""

    id: int
    score: float | None
    published: str | None


def count_matches(connection: sqlite3.Connection, sought: Sought, most: int) -> int:
    """How many fit, up to `most`."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {sought.scope.fts} f WHERE {sought.where} LIMIT :most)"
    (count,) = connection.execute(sql, sought.parameters(most=most)).fetchone()
    return int(count)


def by_relevance(connection: sqlite3.Connection, sought: Sought, limit: int, after: Cursor | None) -> list[Place]:
    """The most fitting first; of equally fitting ones those that were stored last."""
    score, last = (-1e999, 0) if after is None or after.score is None else (_score_now(connection, sought, after), after.id)
    sql = f"""
        WITH found AS MATERIALIZED (SELECT f.rowid AS id, {sought.scope.bm25} AS score FROM {sought.scope.fts} f WHERE {sought.where})
        SELECT id, score FROM found WHERE score > :score OR (score = :score AND id < :last) ORDER BY score, id DESC LIMIT :limit"""
    rows = connection.execute(sql, sought.parameters(score=score, last=last, limit=limit))
    return [Place(row, value, None) for row, value in rows]


def _score_now(connection: sqlite3.Connection, sought: Sought, after: Cursor) -> float:
    """The score of the last hit given. Pages that came since may have moved all scores; what counts is where that hit stands now."""
    sql = f"SELECT {sought.scope.bm25} FROM {sought.scope.fts} f WHERE {sought.where} AND f.rowid = :last"
    found = connection.execute(sql, sought.parameters(last=after.id)).fetchone()
    assert after.score is not None
    return after.score if found is None else float(found[0])


def by_day(
    connection: sqlite3.Connection, sought: Sought, limit: int, count: int, after: Cursor | None, days: tuple[str | None, str | None]
) -> list[Place]:
    """The newest page's first, within a day those that were stored last, and last those of pages without a date.

    Args:
        count: how many fit, or more than _MOST_SORTED.
        days: from which on and before which `sought` finds pages; nothing is looked for beyond.
    """
    start = (_LAST, 0) if after is None else (after.published or "", after.id)
    if count <= _MOST_SORTED:
        return _sorted(connection, sought, start, limit)
    if sought.scope is PARAGRAPHS:
        return _page_by_page(connection, sought, start, limit)
    found: list[Place] = []
    for stretch in _stretches(connection, sought, min(start[0], days[1] or _LAST), days[0]):
        found += _sorted(connection, stretch, start, limit - len(found))
        if len(found) == limit:
            break
    return found


def _sorted(connection: sqlite3.Connection, sought: Sought, start: tuple[str, int], limit: int) -> list[Place]:
    """The first of what fits, by day, that come after a place in the list."""
    sql = f"""
        SELECT f.rowid AS id, coalesce(a.published, '') AS day FROM {sought.scope.fts} f CROSS JOIN article a ON a.record_id = f.rowid / {IDS}
        WHERE {sought.where} AND (day < :day OR (day = :day AND f.rowid < :last)) ORDER BY day DESC, id DESC LIMIT :limit"""
    rows = connection.execute(sql, sought.parameters(day=start[0], last=start[1], limit=limit))
    return [Place(row, None, day or None) for row, day in rows]


def _stretches(connection: sqlite3.Connection, sought: Sought, last: str, earliest: str | None) -> Iterator[Sought]:
    """What fits in each month from the last one back, or on each day of a full month; then what has no date."""
    newest = "SELECT max(published) FROM article WHERE published <= ?"
    before = "SELECT max(published) FROM article WHERE published < ?"
    (day,) = connection.execute(newest, (last,)).fetchone()
    while day and day >= (earliest or "")[:4]:
        month = replace(sought, match=in_month(sought.match, day[:7]))
        if len(day) == len("2023") or count_matches(connection, month, _MOST_SORTED + 1) <= _MOST_SORTED:
            yield month
            day = day[:7]
        else:
            yield replace(sought, match=on_day(sought.match, day))
        (day,) = connection.execute(before, (day,)).fetchone()
    if earliest is None:
        yield replace(sought, match=undated(sought.match))


def _page_by_page(connection: sqlite3.Connection, sought: Sought, start: tuple[str, int], limit: int) -> list[Place]:
    """The first paragraphs that fit, of one page after another; each page is a short stretch of the index."""
    pages = f"""
        SELECT record_id, coalesce(published, '') AS day FROM article
        WHERE {sought.pages or "TRUE"} AND (day < :day OR (day = :day AND record_id <= :last)) ORDER BY published DESC, record_id DESC"""
    of_page = f"SELECT f.rowid FROM {sought.scope.fts} f WHERE f.{sought.scope.fts} MATCH ? AND f.rowid BETWEEN ? AND ? ORDER BY f.rowid DESC"
    found: list[Place] = []
    for record, day in connection.execute(pages, {**sought.given, "day": start[0], "last": start[1] // IDS}):
        below = start[1] if day == start[0] else sought.top + 1
        for (row,) in connection.execute(of_page, (sought.match, record * IDS, min(record * IDS + IDS, below, sought.top + 1) - 1)):
            found.append(Place(row, None, day or None))
            if len(found) == limit:
                return found
    return found
