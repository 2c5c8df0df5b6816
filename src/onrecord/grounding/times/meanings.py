"""What an expression of time means, by the rule that found it: the part of the calendar, length or repetition that its words tell."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from onrecord.grounding.times.grammar import DECADES, NUMBERS, ORDINALS, Rule, grammar
from onrecord.grounding.times.numeric import full_year, make_date, read_numeric
from onrecord.grounding.times.timex import CalendarDate, Interval, Length, Meaning, Repeat, Shift, Vague


class Parts:
    """The parts of a match, by class, with what they are worth."""

    def __init__(self, match: re.Match[str], rule: Rule) -> None:
        self.rule = rule
        self.words = match[0]
        self.groups = {name: value for name, value in match.groupdict().items() if value}
        self.start = match.start()

    def value(self, group: str, of: str | None = None) -> str | None:
        """What a table says that the words of `group` are worth."""
        words = self.groups.get(of or group)
        if words is None:
            return None
        table = grammar().values[group]
        flat = _flat(words)
        return table.get(flat) or table.get(flat.rstrip("s"))

    def figure(self, group: str) -> int | None:
        value = self.value(group)
        return int(value) if value else None

    def has(self, *words: str) -> bool:
        return any(re.search(rf"\b{word}\b", self.words, re.IGNORECASE) for word in words)

    @property
    def turn(self) -> int | None:
        """ "last" -1, "this" 0, "next" 1."""
        return _turn(self.groups.get("this_last") or self.words)


def _turn(words: str) -> int | None:
    flat = f" {_flat(words)} "
    if any(f" {w} " in flat for w in ("last", "past", "previous", "preceding", "prior")):
        return -1
    if any(f" {w} " in flat for w in ("next", "coming", "following", "ensuing")):
        return 1
    return 0 if " this " in flat else None


def _flat(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words.lower()).strip(". ")


def _number(words: str) -> float | str | None:
    """A count: a number, "X" where it is not told ("several"), or None where it is no count."""
    flat = _flat(words)
    if flat in NUMBERS:
        return NUMBERS[flat]
    for spelling, value in grammar().values["few"].items():
        if flat == spelling:
            return value if value == "X" else int(value)
    try:
        return float(flat.replace(",", ""))
    except ValueError:
        return None


_TIME_UNITS = {"S": "S", "M": "M", "H": "H"}
_TENFOLD = {"DE": (10, "Y"), "CE": (100, "Y"), "Q": (3, "M")}


def length_value(count: float | str, unit: str) -> str:
    """The TIMEX3 value of a length: P9D, PT5H, PXY, P1Y6M, P2Y."""
    if isinstance(count, str):
        return f"PT{count}{unit}" if unit in _TIME_UNITS else f"P{count}{ {'MO': 'M', 'DE': 'Y', 'CE': 'E', 'N': 'D', 'WE': 'WE'}.get(unit, unit) }"
    if unit in ("DE", "CE"):
        factor, unit = _TENFOLD[unit]
        count *= factor
    whole, rest = int(count), count - int(count)
    if rest:
        small = {"Y": (12, "M"), "MO": (30, "D"), "D": (24, "H"), "H": (60, "M"), "M": (60, "S"), "W": (7, "D")}.get(unit)
        if small and unit in ("Y", "H", "M"):
            minor = round(rest * small[0])
            major = f"{whole}{unit}" if whole else ""
            return f"PT{major}{minor}{small[1]}" if unit in _TIME_UNITS else f"P{major}{minor}{small[1]}"
        shown = f"{count:g}"
    else:
        shown = str(whole)
    if unit in _TIME_UNITS:
        return f"PT{shown}{unit}"
    return f"P{shown}{ {'MO': 'M', 'N': 'D'}.get(unit, unit) }"


def _unit(parts: Parts) -> str | None:
    for group in ("units_any", "units", "unit", "calendar_unit"):
        words = parts.groups.get(group)
        if words:
            values = grammar().values
            return values["units"].get(_flat(words)) or values["unit"].get(_flat(words))
    return None


def _date(parts: Parts, **fixed: Any) -> CalendarDate | None:
    """The fields of a date; None where the calendar has no such day."""
    groups = parts.groups
    fields: dict[str, Any] = {}
    if year := groups.get("year"):
        fields["year"] = int(year)
    if spelled := groups.get("year_words"):
        fields["year"] = 1900 + NUMBERS[_flat(spelled).removeprefix("nineteen ")]
    if short := groups.get("year_short"):
        fields["year"] = full_year(int(short[-2:]), last=30)
    if month := parts.figure("month"):
        fields["month"] = month
    if day := groups.get("day"):
        fields["day"] = int(re.sub(r"\D", "", day))
    if nth := groups.get("nth"):
        n = ORDINALS.get(_flat(nth).replace("twenty first", "twenty-first")) or int(re.sub(r"\D", "", nth) or 0)
        if "century" in groups or parts.has("century"):
            fields["century"] = n - 1
        else:
            fields["day"] = n
    if weekday := parts.figure("weekday") or parts.figure("day_name"):
        fields["weekday"] = weekday
    if quarter := parts.figure("ordinal"):
        fields["quarter"] = quarter
    if q := groups.get("q"):
        fields["quarter"] = int(q[1])
    if half := parts.figure("half"):
        fields["half"] = half
    if season := parts.value("season"):
        fields["season"] = season
    if decade := groups.get("decade"):
        figures = re.sub(r"\D", "", decade)
        fields["decade"] = int(figures[:3]) if len(figures) == 4 else 190 + int(figures[0])
    if word := groups.get("decade_word"):
        fields["decade"] = 190 + DECADES[word.lower()]
    if part := parts.value("part"):
        fields["part"] = part
    if (stage := groups.get("stage")) and _flat(stage) == "mid" and set(fields) == {"year"}:
        fields["middle"] = True
    if "this_last" in groups and not set(fields) <= {"year"}:
        fields["turn"] = parts.turn
    elif parts.rule.name == "wd-dm":
        fields["turn"] = None
    fields |= fixed
    if "day" in fields and ("month" not in fields) and not fields.get("weekday") and parts.rule.name != "the-nth":
        return None
    if (month := fields.get("month")) and (day := fields.get("day")) and make_date(fields.get("year", 2000), month, int(day)) is None:
        return None
    if fields.get("day") and not 1 <= int(fields["day"]) <= 31:
        return None
    return CalendarDate(**fields)


def _days(parts: Parts) -> Interval | None:
    first, last = (int(n) for n in re.findall(r"\d+", parts.groups["day_range"]))
    year = int(parts.groups["year"]) if "year" in parts.groups else None
    month = parts.figure("month")
    if month is None or first >= last or make_date(year or 2000, month, last) is None:
        return None
    return Interval(CalendarDate(year, month, first), CalendarDate(year, month, last))


def _years(parts: Parts) -> Interval | None:
    first, last = re.findall(r"\d+", parts.groups["year_range"])
    last = last if len(last) == 4 else first[:2] + last
    if int(last) <= int(first):  # 1999-02 may be a month, 2010-09 too
        return (
            None
            if int(last[-2:]) > 12 or int(first) < 1900
            else Interval(CalendarDate(int(first)), CalendarDate(int(first) // 100 * 100 + 100 + int(last[-2:])))
        )
    return Interval(CalendarDate(int(first)), CalendarDate(int(last)))


def _iso(parts: Parts) -> CalendarDate | None:
    words = parts.words
    day = make_date(int(words[:4]), int(words[5:7]), int(words[8:10]))
    if day is None:
        return None
    clock = words[11:16] if len(words) > 10 else None
    return CalendarDate(day.year, day.month, day.day, clock=clock if clock and clock < "24" else None)


def _numeric(parts: Parts) -> CalendarDate | None:
    found = read_numeric(parts.words)
    if found is None:
        return None
    day = found.sure
    if day is None:  # the year at least is written
        either = found.day_first or found.month_first
        return CalendarDate(either.year) if either else None
    return CalendarDate(day.year, day.month, day.day)


def _shift_count(parts: Parts, sign: int, base: str) -> Meaning | None:
    unit = _unit(parts)
    count = _number(parts.groups["count"])
    if unit is None or count is None:
        return None
    if isinstance(count, str):
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    return _shift(unit, count, sign, base)


def _shift(unit: str, count: float, sign: int, base: str) -> Meaning | None:
    if count > 5000:
        return None
    if unit in ("DE", "CE"):
        factor = _TENFOLD[unit][0]
        return Shift("Y", sign * round(count * factor), base)  # type: ignore[arg-type]
    if unit == "N":
        unit = "D"
    if count != int(count):
        small = {"Y": (12, "MO"), "W": (7, "D"), "D": (24, "H"), "H": (60, "M"), "MO": (4, "W")}.get(unit)
        if small is None:
            return None
        return Shift(small[1], sign * round(count * small[0]), base)  # type: ignore[arg-type]
    return Shift(unit, sign * int(count), base, counted=True)  # type: ignore[arg-type]


def _half_count(words: str) -> tuple[float, str] | None:
    """ "an hour and a half" → (1.5, H)."""
    flat = _flat(words)
    values = grammar().values
    unit = next((u for word in flat.split() for u in (values["units"].get(word) or values["unit"].get(word),) if u), None)
    if unit is None:
        return None
    if flat.startswith("half"):
        return 0.5, unit
    if re.match(r"an? \w+ and a half", flat):
        return 1.5, unit
    count = _number(re.split(r" and a half| 1/2", flat)[0])
    return (count + 0.5, unit) if isinstance(count, float | int) else None


def _ago(parts: Parts) -> Meaning | None:
    if "count_half" in parts.groups:
        half = _half_count(parts.groups["count_half"])
        return _shift(half[1], half[0], -1, "published") if half else None
    if "count" not in parts.groups:
        return Vague("PAST_REF")
    return _shift_count(parts, -1, "published")


def _length(parts: Parts) -> Length | None:
    if "count_half" in parts.groups:
        half = _half_count(parts.groups["count_half"])
        return Length(length_value(*half)) if half else None
    unit = _unit(parts)
    if unit is None:
        return None
    words = parts.groups.get("number") or parts.groups.get("count")
    if words is None:
        return Length(length_value("X" if "units" in parts.groups else 1, unit))
    count = _number(words)
    if count is None or (isinstance(count, float) and count > 10_000):
        return None
    if unit == "N" and count != 1 and parts.words.endswith("night") and "-" not in parts.words:
        return None  # "400 night sights"
    return Length(length_value(count, unit))


def _length_past(parts: Parts) -> Meaning | None:
    unit = _unit(parts)
    plural = _flat(parts.groups["units_any"]) in grammar().values["units"]
    if "number" not in parts.groups:
        if plural:
            return None
        if parts.has("first", "final") or not parts.has("the") or unit in ("D", "Q", "N"):
            return None
    return _length(parts)


def _every(parts: Parts) -> Repeat | None:
    if weekday := parts.figure("day_name") or parts.figure("day_names"):
        part = parts.value("part")
        return Repeat(f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    if month := parts.figure("month"):
        return Repeat(f"XXXX-{month:02}")
    if season := parts.value("season"):
        return Repeat(f"XXXX-{season}")
    if (part := parts.value("part")) and "unit" not in parts.groups:
        return Repeat(f"XXXX-XX-XXT{part}")
    unit = _unit(parts)
    if unit is None:
        return None
    count = _number(parts.groups["number"]) if "number" in parts.groups else int(parts.value("every") or 1)
    if count is None:
        return None
    return Repeat(length_value(count, unit))


def _this(parts: Parts) -> Meaning | None:
    unit, turn = _unit(parts), parts.turn
    if unit is None or turn is None:
        return None
    if unit == "D":
        return Shift("D", turn, "previous") if turn > 0 else None
    if unit == "CE":
        return Shift("CE", turn)
    return Shift(unit, turn)  # type: ignore[arg-type]


def _the(parts: Parts) -> Meaning | None:
    unit = _unit(parts)
    return Shift(unit, parts.turn or 0, "quarter" if unit == "Q" else "published") if unit else None  # type: ignore[arg-type]


def _previous(sign: int) -> Callable[[Parts], Meaning | None]:
    def meaning(parts: Parts) -> Meaning | None:
        unit = _unit(parts)
        return Shift(unit, sign, "previous") if unit else None  # type: ignore[arg-type]

    return meaning


def _clock(parts: Parts) -> CalendarDate | None:
    words = parts.groups.get("clock") or parts.groups.get("hours")
    if words is None:
        word = parts.groups.get("noon", "")
        return _date(parts, clock="24:00" if word.lower() == "midnight" else "12:00", part=None)
    figures = [int(n) for n in re.findall(r"\d+", words)]
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if "clock" in parts.groups:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "p" in words.lower() else 0)
    if hour > 24 or minute > 59:
        return None
    return _date(parts, clock=f"{hour:02}:{minute:02}", part=None)


def _holiday(parts: Parts) -> CalendarDate | None:
    month, day = (12, 25) if parts.has("Christmas") else (1, 1)
    if parts.has("Eve"):
        month, day = 12, {25: 24, 1: 31}[day]
    if not parts.words[0].isupper():
        return None
    return _date(parts, month=month, day=day)


def _weekend(parts: Parts) -> Shift:
    return Shift("WE", parts.turn or 0, part="bare" if parts.turn is None else None)


def _day(by: int, part: str | None = None) -> Callable[[Parts], Meaning | None]:
    return lambda parts: Shift("D", by, part=parts.value("part") or part)


def _date_year(parts: Parts) -> CalendarDate | None:
    return _date(parts, turn=None, year_turn=_turn(parts.words))


MEANINGS: Mapping[str, Callable[[Parts], Meaning | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "date": _date,
    "date-year": _date_year,
    "date-ago": lambda p: _date(p, turn=None, year_turn=-1),
    "days": _days,
    "years": _years,
    "quarter-ago": lambda p: Shift("Y", -1, "quarter"),
    "quarter-now": lambda p: Shift("Q", 0, "quarter"),
    "year-earlier": lambda p: Shift("Y", -1, "previous", counted=True),
    "today": _day(0),
    "tonight": _day(0, "NI"),
    "last-night": _day(0, "NI"),
    "yesterday": _day(-1),
    "tomorrow": _day(1),
    "shift": lambda p: Shift(p.rule.meaning.split()[1], int(p.rule.meaning.split()[2])),  # type: ignore[arg-type]
    "this": _this,
    "this-year": lambda p: Shift("Y", _turn(p.words) or 0),
    "decade-dir": lambda p: Shift("DE", p.turn or 0),
    "the": _the,
    "the-end": _the,
    "the-year": lambda p: Shift("Y", 0),
    "weekend": _weekend,
    "ago": _ago,
    "week-ago": lambda p: _date(p, weeks=-1),
    "from-now": lambda p: _shift_count(p, 1, "published"),
    "earlier": lambda p: _shift_count(p, -1, "previous"),
    "later": lambda p: _shift_count(p, 1, "previous"),
    "previous": _previous(-1),
    "following": _previous(1),
    "same": _previous(0),
    "prev-weekday": lambda p: _date(p, turn=_turn(p.words), from_previous=True),
    "length": _length,
    "length-past": _length_past,
    "length-vague": lambda p: Length(length_value("X", _unit(p) or "D")),
    "length-x": lambda p: Length("PXX"),
    "every": _every,
    "times": lambda p: Repeat(length_value(1, _unit(p) or "D")),
    "weekdays": lambda p: Repeat("XXXX-WXX-WD"),
    "weekends": lambda p: Repeat("XXXX-WXX-WE"),
    "rate": lambda p: Repeat(p.value("rate") or "P1D"),
    "vague": lambda p: Vague(p.rule.meaning.split()[1]),
    "clock": _clock,
    "holiday": _holiday,
}
