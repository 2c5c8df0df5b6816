"""Meanings → TIMEX3 values: against the day of publication, the tense, and the date told last."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from onrecord.grounding.times.days import add_days, add_months, days_of, part_of, week_value
from onrecord.grounding.times.numeric import make_date
from onrecord.grounding.times.timex import CalendarDate, Interval, Length, Repeat, Shift, Vague
from onrecord.record import FoundTime, Published, Time, TimexType
from onrecord.text import Document

_SURE = 0.95  # written out whole
_TOLD = 0.9  # one reading given the anchor: "yesterday", "last year"
_GUESSED = 0.8  # the direction is taken from the tense, or from habit
_UNRESOLVED = 0.5  # the words stand, the year does not
_SAME_REPORT = 600  # characters within which a quarter is still spoken of


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative expression counts from. `day` and `month` are None where only less is known."""

    year: int
    month: int | None
    day: date | None
    name: str  # "published" or the ID of a time
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and what it was counted from."""

    value: str
    anchor: Anchor | None
    confidence: float


def published_anchor(published: Published) -> Anchor | None:
    """The day of publication as an anchor; a month or a year alone anchors what needs no more."""
    if published.date is None:
        return None
    parts = [int(part) for part in published.date.split("-")]
    day = make_date(*parts) if len(parts) == 3 else None
    return Anchor(parts[0], parts[1] if len(parts) > 1 else None, day, "published", published.confidence)


def resolve(document: Document, times_found: tuple[FoundTime, ...], published: Published) -> tuple[Time, ...]:
    """A Time for each expression, in order; IDs t1, t2 …"""
    page = published_anchor(published)
    times: list[Time] = []
    told = Told(page, None, None)
    for n, found in enumerate(_with_shared_years(times_found, document), 1):
        reading = read(found, told)
        whole = days_of(reading.value) if found.type in (TimexType.DATE, TimexType.TIME) else None
        days = _modified(whole, found.meaning, reading.anchor) if whole else None
        confidence = min(reading.confidence, reading.anchor.confidence) if reading.anchor else reading.confidence
        time = Time(
            f"t{n}",
            found.span,
            found.type,
            reading.value,
            days[0].isoformat() if days else None,
            days[1].isoformat() if days else None,
            reading.anchor.name if reading.anchor else None,
            round(confidence, 2),
        )
        times.append(time)
        if whole:
            told = told.after(time, whole, compared=isinstance(found.meaning, Shift))
    return tuple(times)


_JOINED = re.compile(r"\s(?:and|to|or|until|till|through)\s|\s?[-–—/]\s?|,\s")


def _with_shared_years(times_found: tuple[FoundTime, ...], document: Document) -> Iterator[FoundTime]:
    """ "between June and August 2020": the year behind the second month is the first one's too."""
    for one, two in zip_longest(times_found, times_found[1:]):
        first, last = one.meaning, two.meaning if two else None
        if (
            two
            and isinstance(first, CalendarDate)
            and isinstance(last, CalendarDate)
            and (first.month and first.year is None and first.turn is None and first.year_turn is None)
            and (last.month and last.year)
            and (first.day is None) == (last.day is None)
            and _JOINED.fullmatch(document.text, one.span.end, two.span.start)
        ):
            later = (first.month, first.day or 0) > (last.month, last.day or 0)  # "from November to March 2020"
            yield replace(one, meaning=replace(first, year=last.year - later))
        else:
            yield one


def _modified(days: tuple[date, date], meaning: Any, anchor: Anchor | None) -> tuple[date, date]:
    """The days that a modifier leaves of a value; "mid-2026" has its part in the value already."""
    stage = getattr(meaning, "stage", None)
    if stage is None or getattr(meaning, "middle", False):
        return days
    return part_of(*days, stage, anchor.day if anchor else None)


@dataclass(frozen=True, slots=True)
class Told:
    """What has been told so far: the anchors that the next expression may count from."""

    page: Anchor | None
    previous: Anchor | None
    quarter: "Quarter | None"

    def after(self, time: Time, days: tuple[date, date], *, compared: bool) -> "Told":
        """What is told once `time` is, which lies in `days`; a quarter that another is only compared with ("a year earlier") is not told of."""
        first, last = days
        month = first.month if (first.year, first.month) == (last.year, last.month) else None
        anchor = Anchor(first.year, month, first if first == last else None, time.id, time.confidence)
        quarter = self.quarter
        if time.value[4:6] == "-Q" and not compared:
            quarter = Quarter(time.value, anchor, time.span.end)
        return Told(self.page, anchor, quarter)


@dataclass(frozen=True, slots=True)
class Quarter:
    """The quarter that a report is on: what "a year earlier" in it is compared with."""

    value: str  # 2023-Q3
    anchor: Anchor
    end: int  # where it was told

    def near(self, start: int) -> bool:
        return start - self.end < _SAME_REPORT


def read(found: FoundTime, told: Told) -> Reading:
    """The value of one expression."""
    meaning = found.meaning
    match meaning:
        case CalendarDate():
            return _calendar(meaning, found.tense, told.previous if meaning.from_previous and told.previous else told.page)
        case Shift():
            return _shift(meaning, found, told)
        case Interval(first, last):
            one, two = _calendar(first, found.tense, told.page), _calendar(last, found.tense, told.page)
            return Reading(f"{one.value}/{two.value}", one.anchor, min(one.confidence, two.confidence))
        case Length(value) | Repeat(value):
            return Reading(value, None, _SURE)
        case Vague(value):
            return Reading(value, None, _TOLD)
    raise TypeError(f"no meaning: {meaning!r}")


# Calendar dates


def _calendar(d: CalendarDate, tense: str | None, page: Anchor | None) -> Reading:
    if d.clock or d.part:
        return _with_time(d, tense, page)
    if d.decade is not None:
        return Reading(f"{d.decade:03}", None, _SURE)
    if d.century is not None:
        return Reading(f"{d.century:02}", None, _SURE)
    if d.year is not None:
        return Reading(_written(d, d.year), None, _SURE)
    if page is None:
        return Reading(_unknown(d), None, _UNRESOLVED)
    if d.year_turn is not None:
        return Reading(_written(d, page.year + d.year_turn), page, _TOLD)
    return _anchored(d, tense, page) or Reading(_unknown(d), None, _UNRESOLVED)


def _with_time(d: CalendarDate, tense: str | None, page: Anchor | None) -> Reading:
    """A part or an hour of a day; the day of publication where none is named."""
    bare = CalendarDate(d.year, d.month, d.day, d.weekday, turn=d.turn, weeks=d.weeks)
    named = any(value is not None for value in (d.year, d.month, d.day, d.weekday))
    suffix = f"T{d.clock}" if d.clock else f"T{d.part}"
    if named:
        day = _calendar(bare, tense, page)
        return Reading(day.value + suffix, day.anchor, day.confidence)
    if page is None or page.day is None:
        return Reading("XXXX-XX-XX" + suffix, None, _UNRESOLVED)
    return Reading(page.day.isoformat() + suffix, page, _GUESSED)


def _written(d: CalendarDate, year: int) -> str:
    """The value of a date whose year is known."""
    if d.month and d.day:
        return f"{year:04}-{d.month:02}-{d.day:02}"
    if d.month:
        return f"{year:04}-{d.month:02}"
    if d.quarter:
        return f"{year:04}-Q{d.quarter}"
    if d.half:
        return f"{year:04}-H{d.half}"
    if d.season:
        return f"{year:04}-{d.season}"
    if d.middle:
        return f"{year:04}-06"
    return f"{year:04}"


def _unknown(d: CalendarDate) -> str:
    """The value where neither the words nor an anchor tell the year."""
    if d.weekday and not d.day:
        return f"XXXX-WXX-{d.weekday}"
    if d.month and d.day:
        return f"XXXX-{d.month:02}-{d.day:02}"
    if d.month:
        return f"XXXX-{d.month:02}"
    if d.day:
        return f"XXXX-XX-{d.day:02}"
    if d.quarter:
        return f"XXXX-Q{d.quarter}"
    if d.half:
        return f"XXXX-H{d.half}"
    return f"XXXX-{d.season}" if d.season else "XXXX"


def _anchored(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    """A date without a year, from the day of publication; None where that is not known well enough."""
    if d.month and d.day:
        return _day_of_month(d, tense, page)
    if d.month:
        return _month(d, tense, page)
    if d.weekday and not d.day:
        return _weekday(d, tense, page)
    if d.day:
        return _nth(d, tense, page)
    if d.quarter:
        return _part(page, tense, f"Q{d.quarter}", 3 * d.quarter - 2)
    if d.half:
        return Reading(f"{page.year:04}-H{d.half}", page, _GUESSED)
    if d.season:
        return _season(d, tense, page)
    return None


def _day_of_month(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    """The nearest such day: news speaks of days near by. The tense decides where both are some months away."""
    if page.day is None or d.month is None or d.day is None:
        return None
    days = [day for year in range(page.year - 8, page.year + 9) if (day := make_date(year, d.month, d.day))]
    if d.weekday:
        fitting = [day for day in days if day.isoweekday() == d.weekday]
        near = [day for day in fitting if abs((day - page.day).days) <= 366]
        days = near or days
    before = max((day for day in days if day <= page.day), default=None)
    after = min((day for day in days if day > page.day), default=None)
    if before is None or after is None:  # the weekday leaves one year
        only = before or after
        return Reading(only.isoformat(), page, _TOLD) if only else None
    back, ahead = (page.day - before).days, (after - page.day).days
    nearest = before if back <= ahead else after
    if tense == "future" and back > 40 and ahead < 330:
        nearest = after
    elif tense == "past" and ahead > 60 and back < 240:
        nearest = before
    return Reading(nearest.isoformat(), page, _TOLD if min(back, ahead) < 100 else _GUESSED)


def _month(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    """A month alone: the last one, this one included, unless the verb points ahead."""
    if page.month is None or d.month is None:
        return None
    year = page.year
    if d.turn == -1:
        year -= d.month >= page.month
    elif d.turn == 1:
        year += d.month <= page.month
    elif d.turn is None:
        ahead = (d.month - page.month) % 12
        future = ahead <= 11 if tense == "future" else tense != "past" and 0 < ahead <= 3
        year += (d.month < page.month) if future else -(d.month > page.month)
    return Reading(f"{year:04}-{d.month:02}", page, _TOLD if d.turn is not None else _GUESSED)


def _weekday(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    """A day of the week: the last one, today included, unless the verb points ahead."""
    if page.day is None or d.weekday is None:
        return None
    back = (page.day.isoweekday() - d.weekday) % 7
    if d.weeks:
        day = add_days(page.day, -back + 7 * d.weeks)
    elif d.turn == -1:
        day = add_days(page.day, -(back or 7))
    elif d.turn == 1:
        day = add_days(page.day, 7 - back)
    elif d.turn == 0:
        day = add_days(page.day, d.weekday - page.day.isoweekday())
    else:
        day = add_days(page.day, 7 - back if tense == "future" and back else -back)
    return Reading(day.isoformat(), page, _TOLD if d.turn is not None or back <= 3 else _GUESSED) if day else None


def _nth(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    if page.day is None or d.day is None:
        return None
    for months in (0, 1) if tense == "future" else (0, -1):
        month = add_months(page.day.replace(day=1), months)
        day = make_date(month.year, month.month, d.day) if month else None
        if day and (not d.weekday or day.isoweekday() == d.weekday) and (day >= page.day if tense == "future" else day <= page.day):
            return Reading(day.isoformat(), page, _GUESSED)
    day = make_date(page.day.year, page.day.month, d.day)
    return Reading(day.isoformat(), page, _GUESSED) if day else None


def _part(page: Anchor, tense: str | None, name: str, first_month: int) -> Reading | None:
    """A quarter: the last that has begun, or the next where the verb points ahead."""
    if page.month is None:
        return None
    year = page.year
    since = (page.month - first_month) % 12  # months since the last one began
    if tense == "future" and since > 6:
        year += first_month < page.month
    else:
        year -= first_month > page.month
    return Reading(f"{year:04}-{name}", page, _GUESSED)


_SEASON_MONTHS = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}


def _season(d: CalendarDate, tense: str | None, page: Anchor) -> Reading | None:
    if page.month is None or d.season is None:
        return None
    first = _SEASON_MONTHS[d.season]
    begun = page.year - (first > page.month)  # the year of the last one that has begun
    in_it = (page.month - first) % 12 < 3
    if d.turn == -1:
        year = begun - in_it
    elif d.turn == 1:
        year = begun + 1
    elif d.turn == 0:
        year = begun if in_it or d.season == "WI" else page.year
    else:
        year = begun + (tense == "future" and not in_it)
    return Reading(f"{year:04}-{d.season}", page, _TOLD if d.turn is not None else _GUESSED)


# So many units from an anchor


def _shift(s: Shift, found: FoundTime, told: Told) -> Reading:
    if s.base == "quarter":
        return _from_quarter(s, told)
    if s.unit == "Y" and s.by == -1 and s.counted and told.quarter and told.quarter.near(found.span.start):
        return _from_quarter(s, told)
    anchor = told.page
    if s.base == "previous" and told.previous and _enough(s.unit, told.previous):
        anchor = told.previous
    if anchor is None:
        return Reading(_unknown_shift(s), None, _UNRESOLVED)
    value = _shifted(s, anchor, found.tense)
    return Reading(value, anchor, _TOLD) if value else Reading(_unknown_shift(s), None, _UNRESOLVED)


def _enough(unit: str, anchor: Anchor) -> bool:
    """Whether an anchor is known finely enough to count units from it."""
    if unit in ("Y", "DE", "CE"):
        return True
    return anchor.month is not None if unit in ("MO", "Q") else anchor.day is not None


def _from_quarter(s: Shift, told: Told) -> Reading:
    """ "The quarter", "a year earlier" in a report on quarters: from the quarter told last, else the last that has ended."""
    if told.quarter:
        value, anchor = told.quarter.value, told.quarter.anchor
        year, quarter = int(value[:4]), int(value[6])
    elif told.page and told.page.month:
        year, quarter, anchor = told.page.year, (told.page.month - 1) // 3, told.page
        if quarter == 0:
            year, quarter = year - 1, 4
    else:
        return Reading("XXXX-QX", None, _UNRESOLVED)
    index = 4 * year + quarter - 1 + s.by * (4 if s.unit == "Y" else 1)
    return Reading(f"{index // 4:04}-Q{index % 4 + 1}", anchor, _GUESSED)


def _shifted(s: Shift, anchor: Anchor, tense: str | None) -> str | None:
    """The value, or None where the anchor is not known finely enough."""
    if s.unit == "Y":
        return _year(anchor.year + s.by)
    if s.unit == "DE":
        return f"{decade:03}" if 0 <= (decade := anchor.year // 10 + s.by) <= 999 else None
    if s.unit == "CE":
        return f"{century:02}" if 0 <= (century := anchor.year // 100 + s.by) <= 99 else None
    if s.unit in ("MO", "Q"):
        if anchor.month is None:
            return None
        day = add_months(date(anchor.year, anchor.month, 1), s.by * (3 if s.unit == "Q" else 1))
        if day is None:
            return None
        return f"{day.year:04}-Q{(day.month + 2) // 3}" if s.unit == "Q" else f"{day.year:04}-{day.month:02}"
    if anchor.day is None:
        return None
    if s.unit == "W":
        week = add_days(anchor.day, 7 * s.by)
        return week_value(week) if week else None
    if s.unit == "WE":
        return _weekend(anchor.day, s, tense)
    if s.unit in ("H", "M", "S"):
        return anchor.day.isoformat() + "TXX:XX"
    day = add_days(anchor.day, s.by)
    return (day.isoformat() + (f"T{s.part}" if s.part else "")) if day else None


def _year(year: int) -> str | None:
    return f"{year:04}" if 1 <= year <= 9999 else None


def _weekend(day: date, s: Shift, tense: str | None) -> str | None:
    """Saturday and Sunday: the last ones for "the weekend" told in the past, those of this week for "this weekend"."""
    saturday = add_days(day, 6 - day.isoweekday())  # of this week
    if saturday is None:
        return None
    bare_past = s.part == "bare" and tense != "future" and day.isoweekday() < 6
    weeks = -1 if bare_past or (s.by < 0 and day.isoweekday() <= 7) else (1 if s.by > 0 and day.isoweekday() >= 6 else 0)
    first = add_days(saturday, 7 * weeks)
    last = add_days(first, 1) if first else None
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else None


def _unknown_shift(s: Shift) -> str:
    """The value of a relative time on a page whose day is not known."""
    if s.unit in ("Y", "DE", "CE"):
        return "XXXX"
    if s.unit == "W":
        return "XXXX-WXX"
    if s.unit == "WE":
        return "XXXX-WXX-WE"
    if s.unit in ("MO", "Q"):
        return "XXXX-QX" if s.unit == "Q" else "XXXX-XX"
    return "XXXX-XX-XX" + (f"T{s.part}" if s.part and s.part != "bare" else "")
