"""Floors: what a benchmark must reach on the data they were pinned on. They rise with `--pin`, and fall only with a reason."""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.frame import Benchmark, Column, DataError, Result

HEAD = """\
# Floors of `python -m benchmarks`: a figure below its floor makes the exit status 1.
# They hold on the data of that digest only. `--pin` raises them to what was measured; they never fall without
# `--accept-loss "why"`, which is written down under `losses`. Of "bad" and its like the floor is the most there may be.
"""
SLACK = 1e-9  # sums of floats in another order


@dataclass(frozen=True, slots=True)
class Loss:
    """A floor that was let down on purpose."""

    measure: str
    was: float
    now: float
    why: str


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one benchmark; `data` is the digest of what they were pinned on."""

    data: str
    values: Mapping[str, float]
    losses: tuple[Loss, ...] = ()


def read_floors(path: Path) -> dict[str, Floors]:
    """Floors by benchmark; none where there is no file.

    Raises:
        DataError: the file is not of this form.
    """
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _read_table(table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path}: not a file of floors: {error!r}") from error


def _read_table(table: Mapping[str, object]) -> Floors:
    values, losses = table["floors"], table.get("losses", [])
    if not isinstance(values, dict) or not isinstance(losses, list):
        raise TypeError("`floors` is a table, `losses` a list of tables")
    return Floors(
        str(table["data"]),
        {str(name): float(value) for name, value in values.items()},
        tuple(Loss(str(x["measure"]), float(x["was"]), float(x["now"]), str(x["why"])) for x in losses),
    )


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """The file, sorted by benchmark."""
    parts = [HEAD]
    for name, entry in sorted(floors.items()):
        parts.append(f"\n[{name}]\ndata = {json.dumps(entry.data)}\n\n[{name}.floors]\n")
        parts += [f"{json.dumps(measure)} = {value:g}\n" for measure, value in entry.values.items()]
        for loss in entry.losses:
            parts.append(f"\n[[{name}.losses]]\nmeasure = {json.dumps(loss.measure)}\nwas = {loss.was:g}\nnow = {loss.now:g}\n")
            parts.append(f"why = {json.dumps(loss.why, ensure_ascii=False)}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts), encoding="utf-8")


def below(benchmark: Benchmark, result: Result, floors: Floors | None) -> tuple[str, ...]:
    """The measures that do not reach their floor; one that is no longer measured does not reach it either."""
    if floors is None:
        return ()
    columns = {column.name: column for column in benchmark.columns}
    return tuple(name for name, floor in floors.values.items() if not _reaches(columns.get(name), result.ours.get(name), floor))


def _reaches(column: Column | None, value: float | None, floor: float) -> bool:
    if column is None or value is None:
        return False
    return value <= floor + SLACK if column.better == "lower" else value >= floor - SLACK


def raised(benchmark: Benchmark, result: Result, digest: str, floors: Floors | None, *, pin: bool, why: str | None) -> Floors | None:
    """The floors after this run. Data of another digest is no way around them: pinned on it, they hold on it.

    Args:
        pin: raise each floor to what was measured, and set those that are not there yet.
        why: the reason for letting floors fall to what was measured; None: none falls.
    """
    old = dict(floors.values) if floors else {}
    fallen = below(benchmark, result, floors) if floors else ()
    values, losses = dict(old), list(floors.losses) if floors else []
    for column in benchmark.columns:
        value = result.ours.get(column.name)
        if column.better is None or value is None:
            continue
        if column.name in fallen:
            if why is not None:
                values[column.name] = _rounded(column, value)
                losses.append(Loss(column.name, old[column.name], values[column.name], why))
        elif pin:
            values[column.name] = _better(column, old.get(column.name), _rounded(column, value))
    if not values:
        return floors
    return replace(floors or Floors(digest, {}), data=digest if pin else (floors.data if floors else digest), values=values, losses=tuple(losses))


def _better(column: Column, old: float | None, new: float) -> float:
    if old is None:
        return new
    return min(old, new) if column.better == "lower" else max(old, new)


def _rounded(column: Column, value: float) -> float:
    """Four places, to the side that the same figure reaches again."""
    return math.ceil(value * 1e4 - SLACK) / 1e4 if column.better == "lower" else math.floor(value * 1e4 + SLACK) / 1e4
