"""The index of copies as a store keeps it: units of equal words, which of them hold a row of words, and what was found of each.

A new text is looked for by its rows. What it touches is found again, twice, as in `onrecord.copies.index`: with all words, which tells what is
furniture, and without that.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from onrecord.copies import Pair, Signature, Text
from onrecord.copies.candidates import U64, entries_of, keys_of
from onrecord.copies.furniture import apart, find_furniture, narration, words_that_count
from onrecord.copies.index import AVERAGE, FEWEST, STRICT, TAKEN, Unit, ranges, shown, taken_within, whole_narration
from onrecord.copies.part import Settled, settle
from onrecord.copies.words import I64, U32, Mask, Words

_AT_ONCE: Final = 500
_LOW: Final = np.uint64(0xFFFFFFFF)
_UP: Final = np.uint64(32)
_NO_KEYS: Final = np.empty(0, dtype=np.uint32)
# Columns of what is kept of each unit: of each pass its leader, its block and its cluster.
_COLUMNS: Final = "id, fingerprint, words, first_leader, first_block, first_cluster, leader, block, cluster"
_FIRST: Final = 3
_SECOND: Final = 6


class StoredIndex:
    """The index; units are known by their numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Put new signatures to units."""
        self._connection = connection
        self._words: dict[int, Words] = {}
        self._all: U64 | None = None  # the entries, where every unit is new
        self._dirty, self._fresh = self._take_in()
        rows = np.array(connection.execute(f"SELECT {_COLUMNS} FROM unit").fetchall(), dtype=np.int64).reshape(-1, 9)
        self._columns = np.zeros((9, int(rows[:, 0].max()) + 1 if len(rows) else 1), dtype=np.int64)
        self._columns[:, rows[:, 0]] = rows.T
        self._furniture: U32 = np.array([row[0] for row in connection.execute("SELECT key FROM furniture ORDER BY key")], dtype=np.uint32)
        self.captures: dict[str, int] = {}  # of the units that were found again

    def is_short_of_units(self) -> bool:
        """Whether there are units of which no page is left: what they held together may fall apart."""
        sql = "SELECT 1 FROM unit u WHERE NOT EXISTS (SELECT 1 FROM signature g WHERE g.unit_id = u.id) LIMIT 1"
        return self._connection.execute(sql).fetchone() is not None

    def update(self) -> tuple[list[Unit], Settled] | None:
        """Find again what has changed: the units that came into it, and what was found. None where nothing has changed."""
        if not self._dirty:
            return None
        fresh = np.array(sorted(self._fresh), dtype=np.int64)
        new_keys = self._keys(fresh)
        one = settle(_Pass(self, _FIRST), self._dirty, fresh, new_keys, told=whole_narration, without=_NO_KEYS, taken=STRICT, average=STRICT)
        changed = self._keep(one, _FIRST, apart(one.clusters, one.taken.sizes, taken_within(one.pairs, one.clusters, one.taken)))
        flips = self._refurnish(np.union1d(fresh, changed))
        two = settle(
            _Pass(self, _SECOND),
            {*self._dirty, *(self.holders(flips) & _LOW).tolist()},
            fresh,
            np.union1d(new_keys, flips).astype(np.uint32),
            told=partial(_told, furniture=self._furniture),
            without=self._furniture,
            taken=TAKEN,
            average=AVERAGE,
        )
        self._keep(two, _SECOND, np.array(two.clusters, dtype=np.int64))
        rows = self._columns[:, np.union1d(one.ids[one.again], two.ids[two.again])]
        names = ", ".join(f"{name} = ?" for name in _COLUMNS.split(", ")[_FIRST:])
        self._connection.executemany(f"UPDATE unit SET {names} WHERE id = ?", rows[[*range(_FIRST, 9), 0]].T.tolist())
        return self._units(two), two

    def pairs(self, units: Sequence[Unit], settled: Settled) -> list[Pair]:
        """The pairs worth showing of what was found again."""
        clusters = self._columns[_SECOND + 2, settled.ids].tolist()
        return sorted(shown(units, settled.pairs, settled.runs, settled.taken, clusters), key=lambda pair: (pair.document, pair.of))

    def furniture_of(self, units: Iterable[Unit], named: Iterable[str]) -> dict[str, tuple[tuple[int, int], ...]]:
        """Of the texts named, the words that count for nothing."""
        wanted = set(named)
        found: dict[str, tuple[tuple[int, int], ...]] = {}
        for unit in units:
            counts = words_that_count(unit.words, self._furniture)
            if not counts.all():
                found |= {text.id: tuple(zip(*ranges(~counts), strict=True)) for text in unit.texts if text.id in wanted}
        return found

    def words(self, ids: I64) -> list[Words]:
        """As `onrecord.copies.part.Kept` has it."""
        missing = [id_ for id_ in ids.tolist() if id_ not in self._words]
        for unit, data in self._asked("SELECT unit_id, signature FROM signature WHERE unit_id IN", missing):
            self._words[unit] = Signature.from_bytes(data).words
        return [self._words[id_] for id_ in ids.tolist()]

    def facts(self, ids: I64) -> tuple[I64, I64]:
        """As `onrecord.copies.part.Kept` has it."""
        return self._columns[1, ids], self._columns[2, ids]

    def holders(self, keys: U32) -> U64:
        """As `onrecord.copies.part.Kept` has it."""
        if self._all is not None:
            return self._all[np.isin((self._all >> _UP).astype(np.uint32), keys)]
        found = np.array(list(self._asked("SELECT key, unit_id FROM posting WHERE key IN", keys.tolist())), dtype=np.uint64).reshape(-1, 2)
        return np.sort((found[:, 0] << _UP) | found[:, 1])

    def column(self, number: int, ids: I64) -> I64:
        """What a column says of some units."""
        found: I64 = self._columns[number, ids]
        return found

    def where(self, number: int, values: I64) -> I64:
        """The units of which a column says one of some values."""
        return np.flatnonzero(np.isin(self._columns[number], values))

    def _take_in(self) -> tuple[set[int], set[int]]:
        """Put new signatures to units; the units that have other pages than before, and those of them that are new."""
        connection = self._connection
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()
        first = last
        texts: list[Words] = []
        dirty: set[int] = set()
        for capture, data in connection.execute("SELECT capture_id, signature FROM signature WHERE unit_id IS NULL ORDER BY capture_id").fetchall():
            signature = Signature.from_bytes(data)
            row = connection.execute("SELECT id FROM unit WHERE fingerprint = ?", (signature.fingerprint,)).fetchone()
            if row is None or not len(signature.words):
                last += 1
                row = (last,)
                told = (last, signature.fingerprint, len(signature.words), *[last] * 6)
                connection.execute("INSERT INTO unit VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)", told)
                texts.append(signature.words)
                self._words[last] = signature.words
            connection.execute("UPDATE signature SET unit_id = ? WHERE capture_id = ?", (row[0], capture))
            dirty.add(row[0])
        if texts:
            entries = entries_of(texts, first + 1)
            rows = zip((entries >> _UP).tolist(), (entries & _LOW).tolist(), strict=True)
            connection.executemany("INSERT INTO posting VALUES (?, ?)", rows)
            self._all = entries if first == 0 else None
        sql = "SELECT u.id, count(g.unit_id) FROM unit u LEFT JOIN signature g ON g.unit_id = u.id GROUP BY u.id HAVING count(g.unit_id) <> u.texts"
        other = connection.execute(sql).fetchall()
        connection.executemany("UPDATE unit SET texts = ? WHERE id = ?", [(count, id_) for id_, count in other])
        return dirty | {id_ for id_, _ in other}, set(range(first + 1, last + 1))

    def _keys(self, ids: I64) -> U32:
        words = self.words(ids)
        return np.unique(np.concatenate([keys_of(text) for text in words])) if words else _NO_KEYS

    def _keep(self, found: Settled, column: int, clusters: I64) -> I64:
        """Take over what was found; the units whose cluster is another than before. A cluster is called by its lowest unit."""
        again = np.flatnonzero(found.again)
        ids = found.ids[again]
        first: dict[int, int] = {}
        for id_, label in zip(ids.tolist(), clusters[again].tolist(), strict=True):
            first.setdefault(label, id_)
        named = np.array([first[label] for label in clusters[again].tolist()], dtype=np.int64)
        changed: I64 = ids[self._columns[column + 2, ids] != named]
        self._columns[column, ids] = found.ids[found.leaders[again]]
        self._columns[column + 1, ids] = found.blocks[again]
        self._columns[column + 2, ids] = named
        return changed

    def _refurnish(self, changed: I64) -> U32:
        """Tell anew which rows of some units are furniture; those that were and are not, or the reverse."""
        keys = self._keys(changed)
        now = find_furniture(self.holders(keys), self._columns[_FIRST + 2])
        before = np.intersect1d(self._furniture, keys)
        gone, new = np.setdiff1d(before, now), np.setdiff1d(now, before)
        self._connection.executemany("DELETE FROM furniture WHERE key = ?", [(key,) for key in gone.tolist()])
        self._connection.executemany("INSERT INTO furniture VALUES (?)", [(key,) for key in new.tolist()])
        self._furniture = np.union1d(np.setdiff1d(self._furniture, gone), new).astype(np.uint32)
        return np.union1d(gone, new).astype(np.uint32)

    def _units(self, found: Settled) -> list[Unit]:
        units = {id_: Unit(words, int(self._columns[1, id_])) for id_, words in zip(found.ids.tolist(), found.words, strict=True)}
        sql = (
            "SELECT g.unit_id, c.id, c.key, a.headline, a.outlet, a.agencies, a.published FROM signature g JOIN capture c ON c.id = g.capture_id "
            "JOIN record r ON r.capture_id = c.id AND r.shown JOIN article a ON a.record_id = r.id WHERE g.unit_id IN"
        )
        for unit, capture, key, headline, outlet, agencies, published in self._asked(sql, found.ids.tolist()):
            self.captures[key] = capture
            units[unit].texts.append(Text(key, "", headline, outlet, tuple(json.loads(agencies)), published))
        return list(units.values())

    def _asked(self, sql: str, values: Sequence[int]) -> Iterator[Any]:
        """The rows of a question whose condition ends in IN, asked for some values at a time."""
        for at in range(0, len(values), _AT_ONCE):
            part = values[at : at + _AT_ONCE]
            yield from self._connection.execute(f"{sql} ({', '.join('?' * len(part))})", part)


class _Pass:
    """The index as one of the two passes sees it: its leaders and blocks."""

    def __init__(self, index: StoredIndex, column: int) -> None:
        self._column = column
        self._index = index
        self.words, self.facts, self.holders = index.words, index.facts, index.holders

    def leaders(self, ids: I64) -> I64:
        return self._index.column(self._column, ids)

    def blocks(self, ids: I64) -> I64:
        return self._index.column(self._column + 1, ids)

    def members(self, blocks: I64) -> I64:
        return self._index.where(self._column + 1, blocks)


def _told(words: Words, *, furniture: U32) -> Mask:
    return narration(words, words_that_count(words, furniture), fewest=FEWEST)
