"""The places of the world in one file that is mapped, not read: `gazetteer.bin`, which `python -m training.gazetteer` compiles.

The file begins with MAGIC, the length of a JSON head (4 bytes, little-endian) and the head; then follow columns of numbers, one row a
place, and columns of names, sorted by `folding.key`: a look-up is one bisection. What it holds is GeoNames' (CC BY 4.0), as the head says.
"""

import hashlib
import json
import mmap
import sys
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from onrecord.errors import SetupError
from onrecord.grounding.places.folding import folded, key

MAGIC: Final = b"onrecord gazetteer 1\n"
HERE: Final = Path(__file__).parent
FILE: Final = "gazetteer.bin"
SUMS: Final = "SHA256SUMS"
DEGREE: Final = 10_000  # units of a coordinate in the file: 11 m
DOUBLING: Final = 8  # units of the size in the file to a doubling of the population
ALTERNATE: Final = 1 << 31  # of a name's row: it is another name of the place, not its own
_AGAIN: Final = "install onrecord again"


class Kind(IntEnum):
    """What a place is."""

    SETTLEMENT = 0
    SEAT = 1  # of a district or county
    CAPITAL1 = 2  # of a state or province
    CAPITAL = 3  # of a country
    SECTION = 4  # of a town
    FORMER = 5  # abandoned, destroyed or historical
    DISTRICT = 6  # second-level division: a county
    DIVISION = 7  # first-level division: a state, a province
    COUNTRY = 8
    REGION = 9  # larger or smaller than a country, with no government of its own: a continent, a sea, a river
    SITE = 10  # a building or institution


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean."""

    row: int  # in the gazetteer; below 0: of our own tables
    name: str
    kind: Kind
    country: str | None  # ISO 3166-1 alpha-3; None where it lies in no single one
    division: int  # the row of its state or province (its own, if it is one), or -1
    district: int  # the row of its county, or -1
    lat: float
    lon: float
    geonames: int | None
    size: float  # binary logarithm of the population; 0 where that is not known
    alternate: bool  # looked up by another name than its own


class Gazetteer:
    """One compiled file, mapped into memory."""

    def __init__(self, folder: Path = HERE) -> None:
        """Map the file and check it.

        Raises:
            SetupError: it is missing, or is not the one that was shipped.
        """
        self.path = folder / FILE
        try:
            self.digest = (folder / SUMS).read_text(encoding="ascii").split()[0]
            with self.path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != self.digest:
                    raise SetupError(FILE, "the gazetteer is not the one that was shipped: its digest differs", _AGAIN)
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise SetupError(error.filename or str(self.path), f"the gazetteer cannot be read: {error.strerror}", _AGAIN) from error
        except (IndexError, ValueError) as error:
            raise SetupError(SUMS, f"the gazetteer's digest cannot be read: {error}", _AGAIN) from error
        if sys.byteorder != "little":
            raise SetupError(FILE, "the gazetteer is read on little-endian processors only")
        view = memoryview(self._map)
        start = len(MAGIC) + 4
        length = int.from_bytes(view[len(MAGIC) : start], "little")
        self.head: Mapping[str, Any] = json.loads(bytes(view[start : start + length]))
        base = (start + length + 7) // 8 * 8
        columns = {name: view[base + at : base + at + size].cast(form) for name, (form, at, size) in self.head["columns"].items()}
        self._key, self._check, self._of = columns["key"], columns["check"], columns["of"]
        self._id, self._lat, self._lon, self._size = columns["id"], columns["lat"], columns["lon"], columns["size"]
        self._kind, self._country, self._name_at = columns["kind"], columns["country"], columns["name_at"]
        self._division, self._district = columns["division"], columns["district"]
        self._divisions, self._districts, self._names = columns["divisions"], columns["districts"], columns["names"]
        self._countries: list[str] = self.head["countries"]
        self.by_name = lru_cache(maxsize=4096)(self._by_name)

    def __len__(self) -> int:
        return len(self._id)

    def _by_name(self, name: str) -> tuple[Entry, ...]:
        """The places of a folded name, the most populous first; () for none."""
        first, second = key(name)
        at = bisect_left(self._key, first)
        found = []
        while at < len(self._key) and self._key[at] == first:
            if self._check[at] == second:
                found.append(self.entry(self._of[at] & ~ALTERNATE, alternate=bool(self._of[at] & ALTERNATE)))
            at += 1
        return tuple(sorted(found, key=lambda e: (-e.size, e.row)))

    def entry(self, row: int, *, alternate: bool = False) -> Entry:
        """The place of a row."""
        code, division, district = self._country[row], self._division[row], self._district[row]
        return Entry(
            row,
            self.name(row),
            Kind(self._kind[row]),
            self._countries[code] or None,
            self._divisions[division] if division != 0xFFFF else -1,
            self._districts[district] if district != 0xFFFF else -1,
            self._lat[row] / DEGREE,
            self._lon[row] / DEGREE,
            self._id[row] or None,
            self._size[row] / DOUBLING,
            alternate,
        )

    def name(self, row: int) -> str:
        """The gazetteer's own name of a row."""
        return bytes(self._names[self._name_at[row] : self._name_at[row + 1]]).decode()

    def has(self, code: str) -> bool:
        """Whether there is a country or first-level division of that code."""
        return code in self.head["rows"]

    def code(self, code: str) -> Entry:
        """A country by its alpha-3 code, or a first-level division by GeoNames' code, "US.TX".

        Raises:
            SetupError: there is none: a table names a code that the gazetteer has not.
        """
        row = self.head["rows"].get(code)
        if row is None:
            raise SetupError(FILE, f"the gazetteer has no {code!r}", _AGAIN)
        return self.entry(row)

    def find(self, name: str) -> tuple[Entry, ...]:
        """The places of a name as it is written."""
        return self.by_name(folded(name))


@cache
def packaged() -> Gazetteer:
    """The gazetteer that ships with the package.

    Raises:
        SetupError: its file is missing, or is not the one that was shipped.
    """
    return Gazetteer()
