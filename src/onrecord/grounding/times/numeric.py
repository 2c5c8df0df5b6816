"""Dates in figures alone: which number is the day."""

import re
from dataclasses import dataclass
from datetime import date

_PARTS = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})")
MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH", "PR", "GU"})  # the countries that write the month first


@dataclass(frozen=True, slots=True)
class Numeric:
    """The days that a date in figures may mean: two where both orders are days of the calendar."""

    day_first: date | None
    month_first: date | None

    @property
    def sure(self) -> date | None:
        """The one day that it can mean, or None."""
        if self.day_first and self.month_first and self.day_first != self.month_first:
            return None
        return self.day_first or self.month_first


def read_numeric(words: str) -> Numeric | None:
    """Read 25/03/2023, 3.5.23 or 2023/03/25; None where no day of the calendar is meant (13/13/2023)."""
    parts = _PARTS.fullmatch(words.strip())
    if not parts:
        return None
    a, b, c = (int(part) for part in parts.groups())
    if len(parts[1]) == 4:
        day = make_date(a, b, c)
        return Numeric(day, day) if day else None
    year = full_year(c) if len(parts[3]) == 2 else c
    found = Numeric(make_date(year, b, a), make_date(year, a, b))
    return found if found.day_first or found.month_first else None


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none: 31 September."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(short: int, *, last: int = 68) -> int:
    """The year that two figures stand for: those after `last` in the last century, as POSIX reads them."""
    return short + (1900 if short > last else 2000)
