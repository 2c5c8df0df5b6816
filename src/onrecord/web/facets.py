"""How many claims fit, by what they can be told apart further: all from one look at them, as kinds of claims are few."""

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.web.index import Snapshot

Counts = Mapping[str, Sequence[tuple[Any, int]]]


def counts_of(index: Snapshot, kinds: str, given: Sequence[str], columns: Sequence[str], states: Mapping[str, str] | None = None) -> Counts:
    """The settled claims by each value of each facet, the most first; under "unsettled" how many there are, settled or not.

    Args:
        kinds: SQL: rows with `unsettled`, the columns, and in `claims` how many claims each stands for.
        given: its values.
        columns: the facets, by their names in `kinds`.
        states: conditions on a row of `kinds` by their names, in the order in which the facet "state" has them.
    """
    asked = ["SELECT 'unsettled' AS facet, unsettled AS value, sum(claims) AS count FROM kind GROUP BY unsettled"]
    asked += [f"SELECT '{name}', {name}, sum(claims) FROM kind WHERE unsettled = 0 GROUP BY 2" for name in columns]
    asked += [f"SELECT 'state', '{name}', coalesce(sum(({sql}) * claims), 0) FROM kind WHERE unsettled = 0" for name, sql in (states or {}).items()]
    found: dict[str, list[tuple[Any, int]]] = {name: [] for name in ("unsettled", "state", *columns)}
    for facet, value, count in index.counted(f"WITH kind AS MATERIALIZED ({kinds}) {' UNION ALL '.join(asked)}", *given):
        found[facet].append((value, count))
    for name in columns:
        found[name].sort(key=lambda pair: (-pair[1], str(pair[0])))
    return found


def total_of(counts: Counts, *, unsettled: bool) -> int:
    """How many there are of these."""
    return sum(count for value, count in counts["unsettled"] if value == unsettled)
