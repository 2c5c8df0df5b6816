"""What a time expression means before a day of publication is known: the values between *find* and *resolve*."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["S", "M", "H", "D", "N", "W", "WE", "MO", "Q", "Y", "DE", "CE"]
Base = Literal["published", "previous", "quarter"]
Stage = Literal["early", "mid", "late", "so-far", "rest"]  # TimeML's modifiers START, MID and END; "earlier this year", "later this year"


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """Fields of a calendar as written; what the words leave out is None and comes from the anchor."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 1 is Monday
    quarter: int | None = None
    half: int | None = None
    season: str | None = None  # SP SU FA WI
    decade: int | None = None  # 198 for the 1980s
    century: int | None = None  # 19 for the 20th
    part: str | None = None  # MO AF EV NI
    clock: str | None = None  # 07:30
    middle: bool = False  # "mid-2026"
    turn: int | None = None  # "last" -1, "this" 0, "next" 1
    year_turn: int | None = None  # "last year's third quarter": -1
    weeks: int = 0  # "a week ago Wednesday": -1
    from_previous: bool = False  # "the previous Monday": before the date told last
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before or after the day of publication, or after the last date told."""

    unit: Unit
    by: int
    base: Base = "published"
    part: str | None = None
    counted: bool = False  # "a year ago", "a year earlier": in a report on a quarter, the same quarter then
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A duration, by its TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A set of times, by its TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""

    value: str


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first date to the last, both included."""

    first: CalendarDate
    last: CalendarDate


Meaning = CalendarDate | Shift | Length | Repeat | Vague | Interval
