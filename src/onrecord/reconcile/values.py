"""What the cells of a register say: numbers with their bounds, years and ranges of them.

Registers write "12", "(12)" where the number is an estimate, "12-16", "c. 40", "at least 20", "40+", "two dozen", "1.2 million",
"12 and 4" where they add up, "24 (12 delivered)"; "2019-2021", "2019-21", "2019; 2021", "(2018)", "2022-11-05". A cell of several
numbers of which no one is plainly meant ("12/24", "batch 2: 12") says none: `is_unread` tells it from an empty one.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from onrecord.cardinals import SMALL, TENS
from onrecord.events.amounts import number_of as number_in_words

_FIGURES: Final = r"\d{1,3}(?:[,. ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SCALE: Final = "dozen|hundred|thousand|million|billion"
_UNIT: Final = "|".join((*SMALL, *TENS))
# "twenty-four", "one hundred and twenty", "a dozen", "half a dozen", "dozens", "tens of thousands".
_WORDS: Final = rf"(?:{_UNIT})(?:(?:[ -]|\band\b)+(?:{_UNIT}|{_SCALE})\b)*|(?:(?:half )?an? |tens of |hundreds of )?(?:{_SCALE})s?"
_NUMBER: Final = rf"(?:(?:{_FIGURES})(?: ?-?(?:{_SCALE}))?|\b(?:{_WORDS}))(?!\w|[.,/]\d| ?%)"
_BEGIN: Final = r"(?<!\w)(?<!\d[.,/-])(?<![A-Za-z]-)"  # no part of "F-16", nor of a date
_ONE: Final = re.compile(rf"{_BEGIN}{_NUMBER}", re.IGNORECASE)
_RANGE: Final = re.compile(
    rf"{_BEGIN}(?:\bbetween ({_NUMBER}) and ({_NUMBER})|({_NUMBER})(?: ?[–—] ?|(?<=\d) ?- ?(?=\d)| to | or )({_NUMBER}))", re.IGNORECASE
)
_SUM: Final = re.compile(rf"{_BEGIN}({_NUMBER})(?: ?(?:\+|&|\band\b|\bplus\b) ?({_NUMBER}))+", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\(([^()]*)\)")  # an estimate, where it is all of a cell
_OPTION: Final = re.compile(r"\boption", re.IGNORECASE)
_ABOUT: Final = re.compile(r"\b(?:c|ca|circa|about|around|some|approx\w*|roughly|est\w*|nearly|almost)\b|[~≈?]", re.IGNORECASE)
_LEAST: Final = re.compile(
    r"\b(?:at least|min\w*|over|(?<!no )(?<!not )more than|(?:no|not) (?:fewer|less) than|(?:or|and) (?:more|above))\b|[>≥]|\w ?(?:\+|\bplus\b)",
    re.IGNORECASE,
)
_MOST: Final = re.compile(
    r"\b(?:up to|at most|max\w*|under|(?<!no )(?<!not )(?:less|fewer) than|(?:no|not) more than|as many as|or (?:less|fewer))\b|[<≤]", re.IGNORECASE
)
_MOST_PIECES: Final = 1e15
_LONGEST: Final = 200  # characters of a cell that says how many
_CALENDAR: Final = re.compile(r"(?:18|19|20)\d\d")  # a year beside a number, not a number
_CENTURY: Final = "(?:18|19|20)"
_DATE: Final = re.compile(  # to the day
    rf"(?<!\d)({_CENTURY}\d\d)(?:([-./])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_YEAR: Final = re.compile(rf"(?<!\d)({_CENTURY}\d\d)(?:\s*[-–/]\s*({_CENTURY}\d\d|\d\d)(?!\d))?(?!\d)")
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
    """How many a cell says; None where it says none, or it is not plain which of several numbers it means."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date | datetime):
        return None
    if isinstance(cell, int | float):
        return Range(float(cell), float(cell)) if cell == cell and abs(cell) < _MOST_PIECES else None  # not NaN
    text = " ".join(str(cell).split())
    if len(text) > _LONGEST:
        return None
    whole = _ASIDE.fullmatch(text)
    text = whole[1] if whole else _ASIDE.sub(lambda aside: " " if is_unread(aside[1], None) else aside[0], text)
    if two := _RANGE.search(text):
        return _ranging(_value(two[1] or two[3]), _value(two[2] or two[4])) if _is_alone(two, text) else None
    if several := _SUM.search(text):
        return _summed(several[0], is_option=_OPTION.search(text) is not None) if _is_alone(several, text) else None
    found = list(_ONE.finditer(text))
    if len(found) > 1:
        found = [one for one in found if not _CALENDAR.fullmatch(one[0])]
    value = _value(found[0][0]) if len(found) == 1 else None
    if value is None:
        return None
    if _LEAST.search(text) or found[0][0][-1:] in "sS":  # "dozens"
        return Range(value, None)
    if _MOST.search(text):
        return Range(0, value)
    return ranged(value, None, "about" if whole or _ABOUT.search(text) else "exact")


def _is_alone(found: re.Match[str], text: str) -> bool:
    """Whether no other number stands in the cell, but for years."""
    rest = _ONE.findall(f"{text[: found.start()]} ; {text[found.end() :]}")
    return all(_CALENDAR.fullmatch(one) for one in rest)


def _ranging(one: float | None, other: float | None) -> Range | None:
    return None if one is None or other is None else Range(min(one, other), max(one, other))


def _summed(words: str, *, is_option: bool) -> Range | None:
    """What numbers come to that are added; of "6 + 6 option" six at least."""
    values = [_value(one[0]) for one in _ONE.finditer(re.sub(r"\band\b|[+&]", " ; ", words, flags=re.IGNORECASE))]
    if None in values:
        return None
    known = [value for value in values if value is not None]
    return Range(known[0] if is_option else sum(known), sum(known))


def _value(words: str) -> float | None:
    """The number that figures or words are; None where it is larger than any number of pieces."""
    figures = re.match(_FIGURES, words)
    if figures is None:
        return number_in_words(words)
    scale = number_in_words(words[figures.end() :]) if words[figures.end() :].strip(" -") else 1.0
    value = float(re.sub(r"[,. ](?=\d{3}(?:\D|$))", "", figures[0])) * (scale or 1.0)
    return value if value < _MOST_PIECES else None


def years_of(cell: Any) -> Range | None:
    """The years that a cell spans: 2019 of "(2019)", 2018 to 2021 of "2018; 2020-21", 2022 of "2022-11-05"; None where it has none.

    Two figures behind a year end a range where they are more than the year's own: "2019-21". Else they are a month: "2019-05".
    """
    if isinstance(cell, date | datetime):
        return Range(cell.year, cell.year)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    found = [int(day[1]) for day in _DATE.finditer(text)]
    for first, last in _YEAR.findall(_DATE.sub(" ", text)):
        found.append(int(first))
        if len(last) == 4:
            found.append(int(last))
        elif last > first[2:]:
            found.append(int(first[:2] + last))
    return Range(min(found), max(found)) if found else None


def is_unread(cell: Any, read: Range | None) -> bool:
    """Whether a cell has figures or words for numbers in it, of which nothing was read."""
    if read is not None or cell is None or isinstance(cell, bool):
        return False
    return re.search(r"\d", str(cell)) is not None or _ONE.search(str(cell)) is not None
