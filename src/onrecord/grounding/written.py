"""Dates as a page writes them beside its headline, in its URL and in its markup, with the parts that are there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.grounding.grammar import words
from onrecord.grounding.numeric import full_year, make_date
from onrecord.lexicon import read_table

_FIRST_YEAR, _LAST_YEAR = 1990, 2099  # what a page of the web may say of itself; 2099 is left to be rejected by name


@dataclass(frozen=True, slots=True)
class Parts:
    """Year, month, day and weekday, as far as they are written. `other` is the second reading of 03/04/2023."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    other: date | None = None

    @property
    def full(self) -> date | None:
        return make_date(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @property
    def reading(self) -> str:
        """The contract's form: an ISO date as far as it goes, --MM-DD where the year is not written; "" where nothing is."""
        if self.year is None:
            if self.month is None:
                return ""
            return f"--{self.month or 0:02}-{self.day or 0:02}"
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day if self.month else None) if part)])

    def fits(self, day: date) -> bool:
        """Whether `day` agrees with every part that is written."""
        wanted = ((self.year, day.year), (self.month, day.month), (self.day, day.day))
        return all(mine is None or mine == theirs for mine, theirs in wanted)


@dataclass(frozen=True, slots=True)
class Written:
    """A date at [start, end) of a string."""

    start: int
    end: int
    parts: Parts


@cache
def _months() -> dict[str, int]:
    found = {w.rstrip("."): int(word.value) for word in words() if word.group == "month" for w in word.words}
    for month, names, _ in read_table("grounding/month_names.tsv").rows:
        found.update(dict.fromkeys(names.split("|"), int(month)))
    return found


@cache
def _weekdays() -> dict[str, int]:
    return {w.rstrip("."): int(word.value) for word in words() if word.group == "weekday" for w in word.words}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    weekday = "|".join(sorted(_weekdays(), key=len, reverse=True))
    gap = r"[ \u00a0\u202f\t\n]{1,3}"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?<![\w/.])(?:(?P<iso_y>{year})-(?P<iso_m>[01]?\d)-(?P<iso_d>[0-3]?\d)(?!\d)"
        rf"|(?P<east_y>{year})年(?P<east_m>[01]?\d)月(?P<east_d>[0-3]?\d)日"
        rf"|(?P<slash_y>{year})[/.](?P<slash_m>[01]?\d)[/.](?P<slash_d>[0-3]?\d)(?!\d)"
        rf"|(?P<num>[0-3]?\d(?P<sep>[/.-])[01]?[0-9][0-9]?(?P=sep)(?:{year}|\d\d))(?![\d/])"
        rf"|(?:(?P<wd1>{weekday})\.?,?{gap})?(?P<mon1>{month})\.?{gap}(?P<day1>{day})(?:st|nd|rd|th)?(?![\w/%]|:\d)"
        rf"(?:(?:{gap}|,{gap}?)(?:\d\d:\d\d(?::\d\d)?{gap})?(?P<year1>{year})(?!\d))?"
        rf"|(?:(?P<wd2>{weekday})\.?,?{gap})?(?P<day2>{day})(?:st|nd|rd|th|er|º|\.)?{gap}?(?:of{gap}|de{gap})?(?P<mon2>{month})(?!\w)\.?"
        rf"(?:(?:{gap}|,{gap}?|-|\.)(?:de{gap})?(?P<year2>{year})(?!\d))?"
        rf"|(?P<short_d>{day})/(?P<short_m>[01]?\d){gap}(?:at{gap})?(?=[012]?\d[:.][0-5]\d(?!\d)))",
        re.IGNORECASE,
    )


def find_written(text: str, start: int = 0, end: int | None = None, *, month_first: bool | None = None) -> Iterator[Written]:
    """Every date in text[start:end] that names a day.

    Args:
        month_first: whether 03/04 is the third of April (False) or the fourth of March (True); None where the page does not say.
    """
    for match in _pattern().finditer(text, start, len(text) if end is None else end):
        parts = _parts(match, month_first)
        if parts is not None:
            yield Written(match.start(), match.start() + len(match[0].rstrip()), parts)


_WEEKDAY_REACH = 14  # "Wednesday, " and a little


@cache
def _weekday_before() -> re.Pattern[str]:
    # Looked for behind a match, not within it: a tenth of the time to find dates goes into that alternative.
    return re.compile(rf"(?<!\w)({'|'.join(sorted(_weekdays(), key=len, reverse=True))})\.?,?[ \u00a0\u202f\t\n]{{1,3}}\Z", re.IGNORECASE)


def _parts(match: re.Match[str], month_first: bool | None) -> Parts | None:
    group = match.groupdict()
    for form in ("iso", "east", "slash"):
        if group[f"{form}_y"]:
            return _checked(int(group[f"{form}_y"]), int(group[f"{form}_m"]), int(group[f"{form}_d"]))
    if group["num"]:
        named = _weekday_before().search(match.string, max(0, match.start() - _WEEKDAY_REACH), match.start())
        return _numeric(group["num"], month_first, read_weekday(named[1]) if named else None)
    if group["short_d"]:
        day, month = int(group["short_d"]), int(group["short_m"])
        if day <= 12 and month <= 12 and month_first is None and day != month:
            return None
        return _checked(None, month, day) if not (month_first and day <= 12) and month <= 12 else _checked(None, day, month)
    for n in ("1", "2"):
        if group[f"mon{n}"]:
            year = int(group[f"year{n}"]) if group[f"year{n}"] else None
            weekday = group[f"wd{n}"]
            name = group[f"mon{n}"]
            if not name[0].isupper() and name.lower() in ("may", "mar", "march", "mai", "maj", "mart", "maja"):
                return None if year is None else _checked(year, _months()[name.lower()], int(group[f"day{n}"]))
            return _checked(year, _months()[name.lower()], int(group[f"day{n}"]), _weekday_of(weekday))
    return None


def read_weekday(words: str) -> int:
    """The number of a day of the week by its name; 1 is Monday."""
    return _weekdays()[words.lower().rstrip(".")]


def _weekday_of(words: str | None) -> int | None:
    return read_weekday(words) if words else None


def _numeric(words: str, month_first: bool | None, weekday: int | None) -> Parts | None:
    a, b, c = (int(n) for n in re.findall(r"\d+", words))
    year = c if c > 99 else full_year(c)
    by_day, by_month = make_date(year, b, a), make_date(year, a, b)
    if by_day and by_month and weekday and (by_day.isoweekday() == weekday) != (by_month.isoweekday() == weekday):
        month_first = by_month.isoweekday() == weekday
    if by_day and by_month and by_day != by_month:
        first, second = (by_month, by_day) if month_first else (by_day, by_month)
        return Parts(first.year, first.month, first.day, other=second if month_first is None else None)
    found = by_day or by_month
    return _checked(found.year, found.month, found.day) if found else None


def _checked(year: int | None, month: int, day: int, weekday: int | None = None) -> Parts | None:
    """The parts, if the calendar has such a day."""
    if make_date(year or 2000, month, day) is None or (year and not _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    return Parts(year, month, day, weekday)


_MACHINE = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_MACHINE_TIME = re.compile(r"\s*(\d{4})(\d\d)(\d\d)\d{4,6}(?!\d)")
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")


def read_machine(value: str, *, month_first: bool | None = None) -> Parts | None:
    """The day in a value made for machines, in the page's own time zone; None where it holds none."""
    match = _MACHINE.match(value) or _MACHINE_TIME.match(value)
    if match:
        return _checked(int(match[1]), int(match[2]), int(match[3])) if 1 <= int(match[2]) <= 12 else None
    if epoch := _EPOCH.fullmatch(value):
        day = date.fromordinal(date(1970, 1, 1).toordinal() + int(epoch[1]) // 86_400)
        return _checked(day.year, day.month, day.day)
    first = next(find_written(value[:100], month_first=month_first), None)
    return first.parts if first and first.parts.year else None


_IN_URL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<s>[/_-])(?P<m>[01]?\d|[a-z]{3})(?P=s)(?P<d>[0-3]?\d)(?![\dA-Za-z])|(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d)"
    r"|/(?P<m3>[01]\d)(?P<d3>[0-3]\d)(?!\d))",
    re.IGNORECASE,
)


def read_url(url: str) -> tuple[str, Parts] | None:
    """The part of a URL that is a day, and that day: /2023/03/16/ or 20230316."""
    path = url[:2000].split("?", 1)[0]
    path = path[max(path.rfind("http://"), path.rfind("https://"), 0) :]  # an archive's address holds the day of the copy before the page's own
    for match in _IN_URL.finditer(path):
        month = match["m"] or match["m2"] or match["m3"]
        number = int(month) if month.isdigit() else _months().get(month.lower(), 0)
        parts = _checked(int(match["y"]), number, int(match["d"] or match["d2"] or match["d3"])) if 1 <= number <= 12 else None
        if parts:
            return match[0], parts
    return None
