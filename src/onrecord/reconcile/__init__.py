"""A register of arms transfers held against a store: what pages say of each row, and which deals the register lacks (docs/reconcile.md).

    from onrecord.reconcile import reconcile
    with onrecord.open_store("news.db") as store:
        found = reconcile("register.xlsx", store)
    for judged in found.rows:
        print(judged.row.at, judged.verdict, judged.why)

The register is only read; `onrecord.reconcile.copy.write_copy` writes a copy with what was found.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from onrecord.errors import RegisterError
from onrecord.reconcile.columns import ROLES, Columns, check, find_header, guess, letter, place_of
from onrecord.reconcile.known import Known, KnownDeal, known_of
from onrecord.reconcile.parties import side_of
from onrecord.reconcile.rows import Row
from onrecord.reconcile.sheet import Grid, read_grid
from onrecord.reconcile.values import is_unread, number_of, years_of
from onrecord.reconcile.verdicts import VERDICTS, Judged, judge, lacking
from onrecord.reconcile.weapons import of_register
from onrecord.store.store import Store

_FIGURES: Final = {"number": "number ordered", "delivered": "number delivered", "year": "year of order", "years": "year of delivery"}
_QUOTED: Final = 40  # characters of a cell


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a store says of a register.

    lacks: deals that no row has, most solid first.
    store: where the store lies.
    """

    grid: Grid
    columns: Columns
    rows: tuple[Judged, ...]
    lacks: tuple[KnownDeal, ...]
    known: Known
    store: str

    def counts(self) -> dict[str, int]:
        """How many rows have each verdict."""
        found = Counter(judged.verdict for judged in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


def reconcile(
    register: str | os.PathLike[str],
    store: Store,
    *,
    columns: Mapping[str, str] | None = None,
    header: int | None = None,
    sheet: str | None = None,
) -> Reconciled:
    """Hold a register against a store.

    Args:
        columns: role → letter, number or name of its column; those that are plain by their names need not be told.
        header: the row of the names, from 1; 0: there is none; None: it is looked for.
        sheet: of a book of several.

    Raises:
        RegisterError: the register cannot be read, or it is not plain which column holds what.
        StoreError: the store cannot be read.
        SetupError: openpyxl or rapidfuzz is not installed.
    """
    grid = read_grid(Path(register), sheet)
    found = columns_of(grid, columns or {}, header)
    return reconcile_grid(grid, found, store)


def reconcile_grid(grid: Grid, columns: Columns, store: Store) -> Reconciled:
    """The same of a register that was read, whose columns are known."""
    check(columns.at, grid.width, str(grid.path))
    known = known_of(store)
    rows = tuple(_with_what_was_not_read(judge(row, known)) for row in rows_of(grid, columns, known.names))
    return Reconciled(grid, columns, rows, lacking(rows, known), known, store.path)


def _with_what_was_not_read(judged: Judged) -> Judged:
    if not judged.row.unread:
        return judged
    return replace(judged, why=f"{judged.why}; not read, and so not held against anything: {', '.join(judged.row.unread)}")


def columns_of(grid: Grid, told: Mapping[str, str], header: int | None) -> Columns:
    """The columns of a register: those that a person tells, and those that are plain.

    Raises:
        RegisterError: a role or a column is unknown, there is no header or there are two, or several columns may hold what is needed.
    """
    name = str(grid.path)
    if wrong := [role for role in told if role not in ROLES]:
        raise RegisterError(name, f"no such column to name: {', '.join(wrong)}", f"there are {', '.join(ROLES)}")
    if header is not None and header > len(grid.rows):
        raise RegisterError(name, f"there is no row {header}", f"the last is {len(grid.rows)}")
    at = find_header(grid.rows, name) if header is None else (header - 1 if header else None)
    names = grid.rows[at] if at is not None else ()
    meant = {role: place_of(column, names, name) for role, column in told.items()}
    plain, doubtful = guess(grid.rows, at)
    taken = set(meant.values())
    found = {**{role: place for role, place in plain.items() if place not in taken}, **meant}
    open_roles = {role: places for role, places in doubtful.items() if role not in found and role in ("supplier", "recipient", "weapon")}
    if open_roles:
        role, places = next(iter(open_roles.items()))
        raise RegisterError(
            name, f"several columns may hold the {role}: {', '.join(map(letter, places))}", f"say which: --columns {role}={letter(places[0])}"
        )
    return Columns(at, {role: found[role] for role in ROLES if role in found})


def rows_of(grid: Grid, columns: Columns, known: frozenset[str] = frozenset()) -> "list[Row]":
    """The rows of a register that hold anything of a deal.

    Raises:
        RegisterError: a cell that is needed has a formula without a stored value.
    """
    found = []
    for n in range(columns.header + 1 if columns.header is not None else 0, len(grid.rows)):
        cells = {role: grid.rows[n][at] for role, at in columns.at.items()}
        for role, at in columns.at.items():
            if (n, at) in grid.formulas:
                raise RegisterError(
                    str(grid.path),
                    f"{letter(at)}{n + 1} ({role}) holds a formula without a stored value",
                    "open it in a spreadsheet and save it there",
                )
        if not any(cells.get(role) not in (None, "") for role in ("weapon", "description", "number", "recipient")):
            continue
        found.append(_row(n + 1, cells, known))
    if not found:
        raise RegisterError(str(grid.path), "no row of it holds a deal", "check --header and --columns")
    return found


def _row(at: int, cells: Mapping[str, Any], known: frozenset[str]) -> Row:
    def text(role: str) -> str:
        return " ".join(str(cells.get(role) if cells.get(role) is not None else "").split())

    weapon, description = text("weapon"), text("description")
    number, delivered = number_of(cells.get("number")), number_of(cells.get("delivered"))
    year, years = years_of(cells.get("year")), years_of(cells.get("years"))
    read = {"number": number, "delivered": delivered, "year": year, "years": years}
    return Row(
        at=at,
        supplier=side_of(cells.get("supplier"), known),
        recipient=side_of(cells.get("recipient"), known),
        words=", ".join(filter(None, (weapon, description))),
        weapon=of_register(weapon, description),
        number=number,
        delivered=delivered,
        year=year,
        years=years,
        status=f"{text('status')} {text('comments')}".casefold(),
        tells_deliveries=bool({"delivered", "years", "status"} & cells.keys()),
        unread=tuple(f"{name} “{text(role)[:_QUOTED]}”" for role, name in _FIGURES.items() if is_unread(cells.get(role), read[role])),
    )


def told_columns(words: str, location: str) -> dict[str, str]:
    """The columns of `--columns supplier=A,recipient=B`.

    Raises:
        RegisterError: it is not of that form.
    """
    found = {}
    for part in filter(None, (part.strip() for part in words.split(","))):
        role, equals, column = part.partition("=")
        if not equals or not column.strip():
            raise RegisterError(location, f"--columns: {part!r} is not ROLE=COLUMN", "write supplier=A,recipient=B,weapon=C")
        found[role.strip()] = column.strip()
    return found


__all__: Sequence[str] = ("VERDICTS", "Columns", "Grid", "Judged", "Known", "Reconciled", "Row", "columns_of", "reconcile", "reconcile_grid")
