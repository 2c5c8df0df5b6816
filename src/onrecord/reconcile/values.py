"""What the cells of a register say: numbers with their bounds, years and ranges of them.

Registers write "12", "(12)" where the number is an estimate, "12-16", "c. 40", "at least 20", "40+", "several", "2019-2021", "2019; 2021", "(2018)".
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from onrecord.cardinals import SMALL, TENS

_NUMBER: Final = r"\d{1,3}(?:[,. \u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_RANGE: Final = re.compile(rf"({_NUMBER})\s*(?:-|–|—|\bto\b|\bor\b|/|\band\b)\s*({_NUMBER})")
_ONE: Final = re.compile(_NUMBER)
_ABOUT: Final = re.compile(r"(?:\b(?:c|ca|circa|about|around|some|approx\w*|roughly|est\w*|nearly|almost)\b|[~≈?]|\()", re.IGNORECASE)
_LEAST: Final = re.compile(r"(?:\b(?:at least|min\w*|over|more than)\b|[>≥]|\d\s*\+)", re.IGNORECASE)
_MOST: Final = re.compile(r"(?:\b(?:up to|at most|max\w*|under|less than)\b|[<≤])", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(?:\s*[-–/]\s*((?:(?:18|19|20)\d)?\d(?:\d)?)(?!\d))?")
_WORDS: Final = {**SMALL, **TENS, "dozen": 12}
_WORD: Final = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_WIDE: Final = 0.15  # of a number that is told as about so many, as where claims are merged (onrecord.across.deeds)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both in; `high` None: no upper bound is told."""

    low: float
    high: float | None

    def holds(self, low: float, high: float | None) -> bool:
        """Whether a number, or a range of them, may be the same."""
        return (self.high is None or low <= self.high) and (high is None or self.low <= high)

    def __str__(self) -> str:
        if self.high is None:
            return f"at least {self.low:,.0f}"
        return f"{self.low:,.0f}" if self.low == self.high else f"{self.low:,.0f} to {self.high:,.0f}"


def ranged(value: float, upper: float | None, bound: str | None) -> Range:
    """A number with its bound, as a record has it, as a range."""
    match bound:
        case "about":
            return Range((1 - _WIDE) * value, (1 + _WIDE) * value)
        case "at-least":
            return Range(value, None)
        case "at-most":
            return Range(0, value)
        case _:
            return Range(value, value if upper is None else upper)


def number_of(cell: Any) -> Range | None:
    """How many a cell says; None where it says none."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date | datetime):
        return None
    if isinstance(cell, int | float):
        return Range(float(cell), float(cell)) if cell == cell and abs(cell) < 1e15 else None  # not NaN
    text = str(cell).strip()
    if two := _RANGE.search(text):
        low, high = sorted((_value(two[1]), _value(two[2])))
        return Range(low, high)
    if found := _ONE.search(text):
        value = _value(found[0])
    elif word := _WORD.search(text):
        value = float(_WORDS[word[0].casefold()])
    else:
        return None
    if _LEAST.search(text):
        return Range(value, None)
    if _MOST.search(text):
        return Range(0, value)
    return ranged(value, None, "about" if _ABOUT.search(text) else "exact")


def _value(text: str) -> float:
    return float(re.sub(r"[,. \u00a0\u202f](?=\d{3}(?:\D|$))", "", text))


def years_of(cell: Any) -> Range | None:
    """The years that a cell spans: 2019 of "(2019)", 2018 to 2021 of "2018; 2020-21"; None where it has none."""
    if isinstance(cell, date | datetime):
        return Range(cell.year, cell.year)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = []
    for first, last in _YEAR.findall(str(cell)):
        found.append(int(first))
        if last and len(last) in (2, 4):
            found.append(int(last if len(last) == 4 else first[:2] + last))
    return Range(min(found), max(found)) if found else None
