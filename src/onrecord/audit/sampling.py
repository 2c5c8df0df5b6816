"""Which rows are drawn: so many of each kind, settled and unsettled apart, by their digests and the seed; and how far a store has changed since."""

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from onrecord.audit.population import KINDS, Kind, Member

Key = TypeVar("Key")
_SKETCH: Final = 4_096  # smallest digests of a stratum that are kept: all of most, and of the largest a fair sample
_FEWEST: Final = 3  # rows of a stratum that are drawn, where it has them


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows of one kind, settled or not: how many, and the smallest of their digests."""

    rows: int
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """What a store has to audit, by kind and whether settled."""

    layers: Mapping[tuple[Kind, bool], Layer]

    def rows(self, kind: Kind, settled: bool | None = None) -> int:
        """How many rows there are."""
        return sum(layer.rows for (k, s), layer in self.layers.items() if k == kind and settled in (None, s))

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            f"{kind} {int(settled)}": {"rows": one.rows, "marks": [f"{m:016x}" for m in one.marks]} for (kind, settled), one in self.layers.items()
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Population":
        """As it was kept."""
        layers: dict[tuple[Kind, bool], Layer] = {}
        for name, one in told.items():
            kind, _, settled = name.partition(" ")
            layers[kind, settled == "1"] = Layer(one["rows"], tuple(int(m, 16) for m in one["marks"]))  # type: ignore[index]
        return cls(layers)


def population_of(members: Iterable[Member]) -> Population:
    """How many rows of each layer there are, and which."""
    marks: dict[tuple[Kind, bool], list[int]] = {}
    for member in members:
        marks.setdefault((member.kind, member.settled), []).append(member.mark)
    order = [(kind, settled) for kind in KINDS for settled in (True, False)]
    return Population({at: Layer(len(marks[at]), tuple(heapq.nsmallest(_SKETCH, marks[at]))) for at in order if at in marks})


def allotted(population: Population, rows: int) -> dict[tuple[Kind, bool], int]:
    """How many rows of each layer are drawn: as many of each kind as of any other, and of its settled and unsettled by the roots of their numbers.

    What a kind is too small for goes to the others. By roots, since figures of both parts are wanted, and of the larger a little more.
    """
    kinds = [kind for kind in KINDS if population.rows(kind)]
    of_kind = _shared({kind: population.rows(kind) for kind in kinds}, dict.fromkeys(kinds, 1.0), rows)
    found: dict[tuple[Kind, bool], int] = {}
    for kind in kinds:
        parts = {(kind, settled): population.rows(kind, settled) for settled in (True, False) if population.rows(kind, settled)}
        least = {at: min(_FEWEST, size, of_kind[kind] // len(parts)) for at, size in parts.items()}
        spare = _shared(
            {at: size - least[at] for at, size in parts.items()},
            {at: math.sqrt(size) for at, size in parts.items()},
            of_kind[kind] - sum(least.values()),
        )
        found |= {at: least[at] + spare[at] for at in parts}
    return found


def _shared(room: Mapping[Key, int], weight: Mapping[Key, float], rows: int) -> dict[Key, int]:
    """So many rows dealt out by weights, none getting more than it has room for."""
    given = dict.fromkeys(room, 0)
    for _ in range(min(rows, sum(room.values()))):
        at = max((one for one in room if given[one] < room[one]), key=lambda one: weight[one] / (given[one] + 1))
        given[at] += 1
    return given


def drawn(members: Iterable[Member], wanted: Mapping[tuple[Kind, bool], int], seed: int) -> list[Member]:
    """The rows of a seed, kinds mixed: who stops early has judged some of each. Neither the order of a store nor that of its pages matters."""
    layers: dict[tuple[Kind, bool], list[Member]] = {}
    for member in members:
        layers.setdefault((member.kind, member.settled), []).append(member)
    chosen: list[tuple[float, Member]] = []
    for at, count in wanted.items():
        own = heapq.nsmallest(count, layers.get(at, ()), key=lambda member: (_lot(member, seed), member.item))
        chosen += [((n + 0.5) / count, member) for n, member in enumerate(own)]
    return [member for _, member in sorted(chosen, key=lambda pair: (pair[0], pair[1].kind, pair[1].settled, pair[1].item))]


def _lot(member: Member, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\0{member.mark}".encode()).digest()


def changed_since(before: Population, now: Population, kind: Kind) -> float:
    """How far a kind's rows are others than they were: the share of today's that are new, or that of the former ones that have gone, if it is more.

    A row that says something else is both, and so is one that is settled now and was not, or the other way round.
    Exact for up to 4,096 rows of a layer; of more, by those whose digests are smallest (bottom-k sketches: Cohen and Kaplan 2007, PODC).
    """
    return max(_not_in(now, before, kind), _not_in(before, now, kind))


def _not_in(some: Population, others: Population, kind: Kind) -> float:
    """The share of a kind's rows in one population that the other does not have; where there are none, 0."""
    total = lacking = 0.0
    for (k, settled), layer in some.layers.items():
        if k != kind:
            continue
        other = others.layers.get((kind, settled))
        had = frozenset(other.marks if other is not None else ())
        ends = [one.marks[-1] for one in (layer, other) if one is not None and one.rows > _SKETCH]
        compared = [mark for mark in layer.marks if not ends or mark <= min(ends)]
        total += layer.rows
        if compared:
            lacking += layer.rows * sum(mark not in had for mark in compared) / len(compared)
    return lacking / total if total else 0.0
