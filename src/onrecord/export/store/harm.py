"""How often a record is wrong in a way that hurts somebody, as the benchmark `harm` measured it for this version: every export carries it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from onrecord.errors import SetupError

FILE: Final = "export/store/harm.json"  # written by tools/harm_json.py
NOT_MEASURED: Final = "not measured"


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of harm on one set of pages."""

    what: str  # "false denial"
    pages: str  # "own test half"
    told: str  # "3 of 40, 2.6 to 20.1 %": counts, and the interval that holds the share with 95 %


@dataclass(frozen=True, slots=True)
class Harm:
    """What was measured, of which version, on which data."""

    measured: str  # "onrecord 0.1.0"
    data: str  # digest of the data
    figures: tuple[Figure, ...]


def harm() -> Harm | None:
    """The figures that ship with this version; None where they have not been measured.

    Raises:
        SetupError: the file that holds them is damaged.
    """
    return _read("onrecord")


@cache
def _read(package: str) -> Harm | None:
    path = files(package).joinpath(*FILE.split("/"))
    if not path.is_file():
        return None
    return harm_of(path.read_text(encoding="utf-8"))


def harm_of(text: str) -> Harm:
    """The figures that a file holds.

    Raises:
        SetupError: it is not what tools/harm_json.py writes.
    """
    try:
        data: Any = json.loads(text)
        return Harm(str(data["measured"]), str(data["data"]), tuple(Figure(f["what"], f["pages"], f["told"]) for f in data["figures"]))
    except (ValueError, KeyError, TypeError) as error:
        raise SetupError(FILE, f"cannot be read: {error!r:.100}", "install onrecord again") from error
