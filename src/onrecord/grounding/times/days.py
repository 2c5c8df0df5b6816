"""The days between which a TIMEX3 value lies."""

import re
from calendar import monthrange
from datetime import date, timedelta

from onrecord.grounding.times.numeric import make_date

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEARS = re.compile(r"\d{2,4}")
# Meteorological seasons of the northern half of the world: what English-language wire copy means unless it says otherwise.
_MONTHS = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12), "SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14),
}  # fmt: skip


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day of a value of type DATE or TIME, or of an interval A/B; None where no year is known."""
    if "/" in value:
        first, last = (days_of(part) for part in value.split("/", 1))
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    if m := _DAY.fullmatch(value):
        day = make_date(int(m[1]), int(m[2]), int(m[3]))
        return (day, day) if day else None
    if m := _MONTH.fullmatch(value):
        return _months(int(m[1]), int(m[2]), int(m[2]))
    if m := _WEEK.fullmatch(value):
        return _week(int(m[1]), int(m[2]), weekend=m[3] is not None)
    if m := _PART.fullmatch(value):
        return _months(int(m[1]), *_MONTHS[m[2]])
    if _YEARS.fullmatch(value):
        span = 10 ** (4 - len(value))
        first_year = int(value) * span
        return (date(first_year, 1, 1), date(first_year + span - 1, 12, 31)) if 1 <= first_year <= 9999 - span else None
    return None


def part_of(first: date, last: date, part: str, counted_from: date | None) -> tuple[date, date]:
    """The days of [first, last] that a modifier leaves: "early", "mid" and "late" each a third, "so-far" and "rest" what is before and after.

    Args:
        counted_from: the day that "earlier this year" and "later this year" are told on; None where it is not known.
    """
    if part in ("so-far", "rest"):
        if counted_from is None or not first < counted_from < last:
            return first, last
        return (first, counted_from) if part == "so-far" else (counted_from, last)
    third = ("early", "mid", "late").index(part)
    after = last + timedelta(1) if last < date.max else last
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1 and months % 3 == 0:
        edges = [add_months(first, months * n // 3) or last for n in (third, third + 1)]
        return edges[0], edges[1] - timedelta(1)
    days = (last - first).days + 1
    if days < 3:
        return first, last
    return first + timedelta(days * third // 3), first + timedelta(days * (third + 1) // 3 - 1)


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not (1 <= year <= 9998 and 1 <= first <= 12):
        return None
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])


def _week(year: int, week: int, *, weekend: bool) -> tuple[date, date] | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return (monday + timedelta(5 if weekend else 0), monday + timedelta(6))
    except (ValueError, OverflowError):
        return None


def week_value(day: date) -> str:
    """The ISO week of a day: 2022-W40."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def add_months(day: date, months: int) -> date | None:
    """The same day so many months on, or the last of that month; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date | None:
    """The day so many days on; None beyond the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None
