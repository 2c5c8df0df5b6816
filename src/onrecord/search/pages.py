"""The pages that a search of the text may look at: by day of publication and by outlet, which the index of paragraphs does not hold."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from onrecord.search.language import Query, Term
from onrecord.store.facets import fold


def pages_of(connection: sqlite3.Connection, query: Query) -> tuple[str, dict[str, Any]]:
    """The condition on `article` that a query's pages meet, as SQL with its parameters; "" where all pages do.

    A page of which only the month or year is known lies in a stretch of time that holds the whole of it.
    """
    conditions: list[str] = []
    given: dict[str, Any] = {}
    if query.earliest:
        # A month or year written with its first day: "2023" begins on 2023-01-01.
        conditions.append("published >= :year AND published || substr('-01-01', length(published) - 3) >= :earliest")
        given |= {"earliest": query.earliest, "year": query.earliest[:4]}
    if query.before:
        # And with what is later than its last day: "2023" ends before 2024-01-01.
        conditions.append("published < :before AND published || substr('-12-31', length(published) - 3) < :before")
        given["before"] = query.before
    for n, clause in enumerate(query.clauses):
        if clause.terms[0].field == "outlet":
            names = _outlets(connection, clause.terms)
            given |= {f"outlet{n}_{k}": name for k, name in enumerate(names)}
            one_of = f"outlet IN ({', '.join(f':outlet{n}_{k}' for k in range(len(names)))})"
            conditions.append(f"(outlet IS NULL OR NOT {one_of})" if clause.excluded else one_of)
    return " AND ".join(conditions), given


def _outlets(connection: sqlite3.Connection, terms: Sequence[Term]) -> list[str]:
    """The names of the store's outlets that hold one of the terms."""
    names = [name for (name,) in connection.execute("SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL")]
    return [name for name in names if any(_holds(fold(name), fold(term.value), prefix=term.prefix) for term in terms)]


def _holds(name: list[str], words: list[str], *, prefix: bool) -> bool:
    """Whether a name holds words in a row, the last as a beginning where `prefix` says so."""
    if not words:
        return False
    *first, last = words
    for at in range(len(name) - len(first)):
        end = name[at + len(first)]
        if name[at : at + len(first)] == first and (end.startswith(last) if prefix else end == last):
            return True
    return False
