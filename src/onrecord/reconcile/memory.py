"""Which columns a person named, kept in a small file beside the register never in it: the next export of that name and form asks nothing."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from onrecord.export.files import write_atomically
from onrecord.reconcile.columns import ROLES, plain_name

_SCHEMA: Final = "onrecord-columns/1"


def memory_of(register: Path) -> Path:
    """Where the columns of a register are kept: "register.xlsx.columns.json"."""
    return register.with_name(f"{register.name}.columns.json")


def remember(register: Path, header: int | None, names: Sequence[Any], columns: Mapping[str, int]) -> Path:
    """Keep which column holds what.

    Raises:
        OSError: the folder may not be written.
    """
    path = memory_of(register)
    told = {"schema": _SCHEMA, "header": header, "names": [plain_name(name) for name in names], "columns": dict(columns)}
    write_atomically(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return path


def remembered(register: Path, rows: Sequence[Sequence[Any]]) -> tuple[int | None, dict[str, int]] | None:
    """The row of the names, from 0, and the columns that were kept; None where nothing is, or the register has other names now."""
    try:
        told = json.loads(memory_of(register).read_text(encoding="utf-8"))
        header, names, columns = told["header"], told["names"], told["columns"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if told.get("schema") != _SCHEMA or not isinstance(columns, dict) or not all(r in ROLES and isinstance(n, int) for r, n in columns.items()):
        return None
    if header is None:
        return None, dict(columns)
    if not isinstance(header, int) or not 0 <= header < len(rows) or [plain_name(cell) for cell in rows[header]] != names:
        return None
    return header, dict(columns)
