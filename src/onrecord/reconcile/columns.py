"""Which column of a register holds what: by its name, else by what stands in it; what a person says goes before both."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from onrecord.errors import RegisterError
from onrecord.lexicon import read_table
from onrecord.reconcile.parties import code_of
from onrecord.reconcile.values import years_of

ROLES: Final = ("supplier", "recipient", "weapon", "description", "number", "delivered", "year", "years", "status", "comments")
NEEDED: Final = ("supplier", "recipient")  # and a weapon, or at least its description
_LOOKED: Final = 200  # rows that are looked at to guess what a column holds
_MOSTLY: Final = 0.6  # of the cells that are not empty
_HEADER_AMONG: Final = 40  # first rows, of which one is the header
_FEW: Final = 2  # roles by which a row is known as a header


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a register by role, each by its place, from 0; and the row of their names, from 0, None where there is none."""

    header: int | None
    at: Mapping[str, int]

    def told(self) -> str:
        """As `--columns` takes it."""
        return ",".join(f"{role}={letter(at)}" for role, at in self.at.items())


def letter(at: int) -> str:
    """The letters by which a spreadsheet calls a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        name = chr(ord("A") + left) + name
    return name


def place_of(name: str, header: Sequence[Any], location: str) -> int:
    """The column that a person means by letters, a number from 1, or the name in the header.

    Raises:
        RegisterError: there is no such column.
    """
    plain = plain_name(name)
    named = [at for at, cell in enumerate(header) if plain_name(cell) == plain]
    if len(named) == 1:
        return named[0]
    if re.fullmatch("[A-Za-z]{1,3}", name):
        at = 0
        for one in name.upper():
            at = at * 26 + ord(one) - ord("A") + 1
        return at - 1
    if re.fullmatch("[1-9][0-9]{0,3}", name):
        return int(name) - 1
    raise RegisterError(location, f"no column {name!r}", "name one by its letter (A), its number (1) or its name in the header")


def plain_name(cell: Any) -> str:
    """The name of a column, as the table of names has it."""
    return " ".join(str(cell or "").replace("_", " ").casefold().split()).strip(" :*")


@cache
def _names() -> dict[str, str]:
    return {name: role for name, role, _ in read_table("reconcile/columns.tsv").rows}


def roles_in(row: Iterable[Any]) -> dict[str, list[int]]:
    """The columns of each role that the names in a row stand for."""
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, str) and (role := _names().get(plain_name(cell))):
            found.setdefault(role, []).append(at)
    return found


def find_header(rows: Sequence[Sequence[Any]], location: str) -> int:
    """The row, from 0, in which the names of the columns stand; exports have lines of prose above it.

    Raises:
        RegisterError: there is none, or two that follow each other.
    """
    fit = [n for n, row in enumerate(rows[:_HEADER_AMONG]) if len(roles_in(row)) >= _FEW]
    if not fit:
        raise RegisterError(
            location,
            f"no row of column names among the first {min(len(rows), _HEADER_AMONG)}",
            "name the row with --header N, or say --header 0 and --columns supplier=A,recipient=B,weapon=C",
        )
    first = fit[0]
    if len(fit) > 1 or (first + 1 < len(rows) and _is_second(rows[first], rows[first + 1])):
        other = fit[1] if len(fit) > 1 else first + 1
        raise RegisterError(
            location, f"two rows of column names: {first + 1} and {other + 1}", f"name the lower one with --header {other + 1}; or leave one out"
        )
    return first


def _is_second(header: Sequence[Any], row: Sequence[Any]) -> bool:
    """Whether a row goes on naming columns: the names above leave gaps, and its own cells are words that stand for roles and for no party."""
    told = [cell for cell in row if cell not in (None, "")]
    return len(told) >= _FEW and all(isinstance(c, str) and not re.search(r"\d", c) for c in told) and len(roles_in(row)) >= 1


def guess(rows: Sequence[Sequence[Any]], header: int | None) -> tuple[dict[str, int], dict[str, list[int]]]:
    """What each column holds, as far as it is plain; and for a role that several may hold, which.

    Args:
        rows: all rows, each as long as the longest.
        header: the row of the names, from 0; None: there is none.
    """
    found: dict[str, int] = {}
    doubtful: dict[str, list[int]] = {}
    for role, places in (roles_in(rows[header]) if header is not None else {}).items():
        if len(places) == 1:
            found[role] = places[0]
        elif role not in NEEDED:  # of several names that stand for one thing the table has the plainer first: "description", "armament category"
            assert header is not None
            found[role] = min(places, key=lambda at: list(_names()).index(plain_name(rows[header][at])))
        else:
            doubtful[role] = places
    if {"supplier", "recipient"} - found.keys() and not {"supplier", "recipient"} & doubtful.keys():
        body = rows[(header + 1 if header is not None else 0) :][:_LOOKED]
        taken = set(found.values())
        parties = [at for at in range(len(rows[0])) if at not in taken and _mostly(body, at, lambda cell: code_of(str(cell)) is not None)]
        missing = [role for role in ("supplier", "recipient") if role not in found]
        if len(parties) == len(missing) == 1:
            found[missing[0]] = parties[0]
        elif parties:
            doubtful |= dict.fromkeys(missing, parties)
    if "year" not in found and "years" not in found and "year" not in doubtful:
        body = rows[(header + 1 if header is not None else 0) :][:_LOOKED]
        taken = set(found.values())
        years = [at for at in range(len(rows[0])) if at not in taken and _mostly(body, at, _is_year)]
        if len(years) == 1:
            found["year"] = years[0]
    return found, doubtful


def _is_year(cell: Any) -> bool:
    return years_of(cell) is not None and len(str(cell)) <= len("(2019-2021)")


def _mostly(rows: Sequence[Sequence[Any]], at: int, fits: Any) -> bool:
    cells = [row[at] for row in rows if row[at] not in (None, "")]
    return len(cells) > 1 and sum(bool(fits(cell)) for cell in cells) >= _MOSTLY * len(cells)


def check(at: Mapping[str, int], width: int, location: str) -> None:
    """Refuse a register of which too little is known.

    Raises:
        RegisterError: a column that is needed is not named, two roles have one column, or there is no such column.
    """
    lacking = [role for role in NEEDED if role not in at] + ([] if {"weapon", "description"} & at.keys() else ["weapon"])
    if lacking:
        example = ",".join(f"{role}=?" for role in lacking)
        raise RegisterError(location, f"no column is known to hold {', '.join(lacking)}", f"say which: --columns {example}")
    if beyond := [f"{role}={letter(n)}" for role, n in at.items() if n >= width]:
        raise RegisterError(location, f"there is no such column: {', '.join(beyond)}", f"the last is {letter(width - 1)}")
    twice = [role for role, n in at.items() if list(at.values()).count(n) > 1]
    if twice:
        raise RegisterError(location, f"one column for {' and '.join(twice)}", "name another for one of them")
