"""Dates as a page writes them beside its headline, in its URL and in its markup, with the parts that are there."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from onrecord.grounding.times.grammar import words
from onrecord.grounding.times.numeric import full_year, make_date
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
        return (
            (self.day is None or self.day == day.day)
            and (self.month is None or self.month == day.month)
            and (self.year is None or self.year == day.year)
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A date at [start, end) of a string."""

    start: int
    end: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class _Month:
    """A name of a month: its number, and what has to stand beside it."""

    number: int
    how: str  # "english"; "common": day before it, or a year behind; "year": only with a year; "persian": of that calendar


# English words that are a month where they are written small only with a year: "may 15", "march 3 abreast".
_ALSO_WORDS = frozenset({"may", "mar", "march"})


@cache
def _months() -> dict[str, _Month]:
    found: dict[str, _Month] = {}
    for month, how, names, _ in read_table("grounding/published/month_names.tsv").rows:
        found.update((unicodedata.normalize("NFC", name), _Month(int(month), how)) for name in names.split("|"))
    english = {w.rstrip("."): int(word.value) for word in words() if word.group == "month" for w in word.words}
    return found | {name: _Month(number, "english") for name, number in english.items()}


@cache
def _weekdays() -> dict[str, int]:
    return {w.rstrip("."): int(word.value) for word in words() if word.group == "weekday" for w in word.words}


# Every date has a number in it, so that numbers alone are looked for in a text, and the rest of a date is read around them.
_GAP = "[ \u00a0\u202f\u2009\t\n]"
_YEAR = "(?:19|20)[0-9]{2}"
_WORD = r"[^\W\d_][^\s\d,;:!?|·•/()\[\]<>\"'«»،–—-]*"
_NUMBER = re.compile("[0-9]+")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일号]|([/.-])([0-9]{1,2})\4([0-9]{1,2})(?![0-9]))",
)
_YEAR_WORD = re.compile(rf"([0-9]{{4}})(?:\.|,|{_GAP}m\.|\.{_GAP}gada)?{_GAP}({_WORD}){_GAP}{{1,2}}([0-9]{{1,2}})(?![0-9:/])")
_IN_FIGURES = re.compile(rf"[0-3]?[0-9]([/.-])[01]?[0-9][0-9]?\1(?:{_YEAR}|2[45][0-9]{{2}}|[0-9]{{2}})(?![0-9/])")
_SPACED = re.compile(rf"([0-3]?[0-9])\.{_GAP}([01]?[0-9])\.{_GAP}({_YEAR})(?![0-9])")
_SHORT = re.compile(rf"([0-3]?[0-9])/([01]?[0-9]){_GAP}{{1,3}}(?:at{_GAP})?(?=[012]?[0-9][:.][0-5][0-9](?![0-9]))")
_VIETNAMESE = re.compile(rf"([0-3]?[0-9]){_GAP}tháng{_GAP}([01]?[0-9])(?:,?{_GAP}(?:năm{_GAP})?({_YEAR}))?(?![0-9])", re.IGNORECASE)
_DAY_WORD = re.compile(
    rf"[0-3]?[0-9](?:st|nd|rd|th|er|ère|º|ª)?\.?(?:{_GAP}{{1,3}}|(?P<dash>[-/])|(?=[^\W\d_]))(?:(?:of|de|den|di|del|d[’'])(?:{_GAP}|(?<=[’'])))?"
    rf"(?P<month>{_WORD}(?:{_GAP}{_WORD})?)",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(
    rf"\.?(?:{_GAP}?/{_GAP}?{_WORD}(?:{_GAP}{_WORD})?)?(?:(?:{_GAP}{{1,3}}|[,،]{_GAP}{{0,2}}|[-./])(?:(?:de|del|năm){_GAP})?"
    r"(?P<year>(?:1[349]|20|25)[0-9]{2})(?![0-9]))",
    re.IGNORECASE,
)
_DAY_BEHIND = re.compile(
    rf"(?:st|nd|rd|th)?(?![\w/%]|:[0-9])(?:(?:{_GAP}{{1,3}}|,{_GAP}{{0,2}})(?:[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?{_GAP})?(?P<year>{_YEAR})(?![0-9]))?",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_SPACE = " \u00a0\u202f\u2009\t\n"

_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0x1040, 0x17E0, 0xFF10)  # of the scripts in use
_OTHER_FIGURES = re.compile("[" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in _ZEROS) + "]")


def western_figures(text: str) -> str:
    """The text with the figures of every script in Western ones, character by character: ১৫ and ۱۵ are 15."""
    if text.isascii():
        return text
    return _OTHER_FIGURES.sub(lambda match: str(unicodedata.digit(match[0])), text)


def find_written(text: str, start: int = 0, end: int | None = None, *, month_first: bool | None = None) -> Iterator[Written]:
    """Every date in text[start:end] that names a day.

    Args:
        text: with Western figures (`western_figures`).
        month_first: whether 03/04 is the third of April (False) or the fourth of March (True); None where the page does not say.
    """
    stop = len(text) if end is None else end
    done = start
    heads, tails = _edges()
    for number in _NUMBER.finditer(text, start, stop):
        first, last = number.span()
        if first < done or last - first not in (1, 2, 4):
            continue
        # Nine numbers in ten have nothing of a date beside them: two letters on either side tell.
        after = text[last : last + 3]
        joined = after[:1] in _JOINS or after.lstrip(_SPACE)[:2].lower() in heads
        if not joined and (last - first == 4 or text[max(first - 4, 0) : first].rstrip(_SPACE).rstrip(".")[-2:].lower() not in tails):
            continue
        found = (_year_first if last - first == 4 else _day_first)(text, done, first, last, stop, month_first)
        if found is not None:
            done = found.end
            yield found


_JOINS = frozenset("/.-,年년")


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first two letters of what may follow a number that is a day or a year, and the last two of what may stand before one."""
    names = [name for name in _months() if name]
    joining = ("st", "nd", "rd", "th", "er", "èr", "º", "ª", "of", "de", "di", "d’", "d'", "m.", "年", "월")
    return frozenset({*(name[:2] for name in names), *joining}), frozenset(name[-2:] for name in names)


def _year_first(text: str, done: int, first: int, last: int, stop: int, month_first: bool | None) -> Written | None:
    """2023-03-15, 2023/3/15, 2023年3月15日, "2023. március 15."."""
    after = text[last : last + 2]
    if not after or text[first] not in "12":
        return None
    east = after.strip(" ")[:1] in ("年", "년") and after != " "
    if not east and not _is_clear(text, first):
        return None
    if east or after[0] in "/.-":
        match = _YEAR_FIRST.match(text, first, stop)
        if match:
            parts = _checked(int(match[1]), int(match[2] or match[5]), int(match[3] or match[6]))
            return Written(first, match.end(), parts) if parts else None
    if after[0] in " \u00a0.,":
        match = _YEAR_WORD.match(text, first, stop)
        month = _month_of(match[2]) if match else None
        if match and month and month.how in ("common", "english"):
            parts = _checked(int(match[1]), month.number, int(match[3]))
            return Written(first, match.end(), parts) if parts else None
    return None


def _is_clear(text: str, first: int) -> bool:
    """Whether no letter or figure touches a number from the left."""
    before = text[first - 1] if first else " "
    return not (before.isalnum() or before in "_/.")


def _day_first(text: str, done: int, first: int, last: int, stop: int, month_first: bool | None) -> Written | None:
    """A number of one or two figures that is the day, or the month of 3/15/2023."""
    after = text[last] if last < stop else ""
    behind = _month_before(text, done, first, last, stop)
    if behind is not None and (behind.parts.year or after not in ". \u00a0"):
        return behind
    if after and _is_clear(text, first):
        if after in "/.-" and (found := _figures(text, first, stop, month_first)):
            return behind or found
        if found := _day_and_word(text, first, stop):
            return found if behind is None or found.parts.year else behind
    return behind


def _figures(text: str, first: int, stop: int, month_first: bool | None) -> Written | None:
    """15/03/2023, 15. 3. 2023, 15/3 at 10:30."""
    if match := _IN_FIGURES.match(text, first, stop):
        named = _weekday_before().search(text, max(0, first - _WEEKDAY_REACH), first)
        parts = _numeric(match[0], month_first, read_weekday(named[1]) if named else None)
        return Written(first, match.end(), parts) if parts else None
    if match := _SPACED.match(text, first, stop):
        parts = _checked(int(match[3]), int(match[2]), int(match[1]))
        return Written(first, match.end(), parts) if parts else None
    if match := _SHORT.match(text, first, stop):
        parts = _short(int(match[1]), int(match[2]), month_first)
        return Written(first, first + len(match[0].rstrip()), parts) if parts else None
    return None


def _short(day: int, month: int, month_first: bool | None) -> Parts | None:
    """15/3 without a year; None where either number may be the day."""
    if day <= 12 and month <= 12 and month_first is None and day != month:
        return None
    swapped = month > 12 or (month_first and day <= 12)
    return _checked(None, day, month) if swapped else _checked(None, month, day)


def _day_and_word(text: str, first: int, stop: int) -> Written | None:
    """ "15 March 2023", "15. März 2023", "15 de março de 2023", "15-Mar-2023", "15 tháng 3, 2023"."""
    match = _DAY_WORD.match(text, first, min(stop, first + 60))
    if match is None:
        return None
    words_there = match["month"]
    month = _month_of(words_there)
    end = match.end()
    if month is None and (short := re.split(rf"{_GAP}", words_there, maxsplit=1)[0]) != words_there:
        month, end = _month_of(short), match.start("month") + len(short)
        words_there = short
    if month is None:
        if words_there.lower().startswith("tháng") and (match := _VIETNAMESE.match(text, first, stop)):
            parts = _checked(int(match[3]) if match[3] else None, int(match[2]), int(match[1]))
            return Written(first, match.end(), parts) if parts else None
        return None
    bare = len(words_there.rstrip(".-"))
    end -= len(words_there) - bare
    year = _YEAR_BEHIND.match(text, end, stop)
    if match["dash"] and not year:
        return None
    parts = _named(_day_of(match[0]), month, int(year["year"]) if year else None, words_there)
    if parts is None:
        return None
    end = year.end() if year else end + text.startswith(".", end, stop)
    return _with_weekday(text, first, end, parts)


def _day_of(written: str) -> int:
    return int(written[:2]) if written[1:2].isdigit() else int(written[:1])


def _month_before(text: str, done: int, first: int, last: int, stop: int) -> Written | None:
    """ "March 15, 2023", "Sept. 3"."""
    before = text[max(done, first - 24) : first]
    words_there = before.rstrip(_SPACE)
    if not words_there or not 1 <= len(before) - len(words_there) <= 3:
        return None
    if words_there[-1] == ".":
        words_there = words_there[:-1]
    if not words_there or not words_there[-1].isalpha():
        return None
    word = words_there.rsplit(None, 1)[-1]
    month = _month_of(word)
    if month is None:
        tail = None if word.isalpha() else _LAST_WORD.search(word)
        month = _month_of(tail[0]) if tail else None
        if tail is None or month is None or word[tail.start() - 1] == ".":
            return None
        word = tail[0]
    match = _DAY_BEHIND.match(text, last, stop)
    if match is None or month.how == "persian":
        return None
    year = int(match["year"]) if match["year"] else None
    if year is None and month.how != "english":
        return None
    parts = _named(int(text[first:last]), month, year, word)
    begin = first - (len(before) - len(words_there.removesuffix(word)))
    return _with_weekday(text, begin, match.end(), parts) if parts else None


def _month_of(word: str) -> _Month | None:
    name = word.rstrip(".").lower()
    return _months().get(name if name.isascii() else unicodedata.normalize("NFC", name))


def _named(day: int, month: _Month, year: int | None, word: str) -> Parts | None:
    """The day of a month by its name, in the calendar that the name or the year belongs to."""
    if year is None:
        if month.how in ("year", "persian") or (word in _ALSO_WORDS and not word[0].isupper()):
            return None
        return _checked(None, month.number, day)
    if month.how == "persian":
        return _persian(year, month.number, day)
    if year >= _BUDDHIST + 1900:
        return _checked(year - _BUDDHIST, month.number, day)
    return _checked(year, month.number, day) if year >= 1900 else None


def _with_weekday(text: str, first: int, end: int, parts: Parts) -> Written:
    """The date with the day of the week before it."""
    named = _weekday_before().search(text, max(0, first - _WEEKDAY_REACH), first)
    if named is None:
        return Written(first, end, parts)
    return Written(named.start(), end, replace(parts, weekday=read_weekday(named[1])))


_WEEKDAY_REACH = 14  # "Wednesday, " and a little


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(sorted(_weekdays(), key=len, reverse=True))})\.?,?{_GAP}{{1,3}}\Z", re.IGNORECASE)


_BUDDHIST = 543  # years between the era of Thailand and the common one
_PERSIAN_YEARS = range(1370, 1411)  # of the common era 1991 to 2031: no year of a page in any other calendar but the lunar Islamic one
_NOWRUZ_1400 = date(2021, 3, 21).toordinal()


def _persian(year: int, month: int, day: int) -> Parts | None:
    """A day of the solar calendar of Iran in the common one, by the cycle of 33 years, which holds from 1178 to 1633."""
    if year not in _PERSIAN_YEARS or not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    leap = sum((25 * y + 11) % 33 < 8 for y in range(min(year, 1400), max(year, 1400)))
    begins = _NOWRUZ_1400 + (year - 1400) * 365 + (leap if year > 1400 else -leap)
    there = date.fromordinal(begins + (month - 1) * 31 - max(month - 7, 0) + day - 1)
    return Parts(there.year, there.month, there.day)


def read_weekday(words: str) -> int:
    """The number of a day of the week by its name; 1 is Monday."""
    return _weekdays()[words.lower().rstrip(".")]


def _numeric(words: str, month_first: bool | None, weekday: int | None) -> Parts | None:
    a, b, c = (int(n) for n in re.findall(r"\d+", words))
    year = full_year(c) if c <= 99 else c - _BUDDHIST if c >= _BUDDHIST + 1900 else c
    by_day, by_month = make_date(year, b, a), make_date(year, a, b)
    if by_day and by_month and weekday and (by_day.isoweekday() == weekday) != (by_month.isoweekday() == weekday):
        month_first = by_month.isoweekday() == weekday
    if by_day and by_month and by_day != by_month:
        first, second = (by_month, by_day) if month_first else (by_day, by_month)
        return Parts(first.year, first.month, first.day, other=second if month_first is None else None)
    found = by_day or by_month
    return _checked(found.year, found.month, found.day) if found else None


def _checked(year: int | None, month: int, day: int, weekday: int | None = None) -> Parts | None:
    """The parts, if the calendar has such a day; a year of the Persian calendar is read in that one."""
    if year is not None and year in _PERSIAN_YEARS:
        return _persian(year, month, day)
    if make_date(year or 2000, month, day) is None or (year and not _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    return Parts(year, month, day, weekday)


_MACHINE = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_MACHINE_TIME = re.compile(r"\s*(\d{4})(\d\d)(\d\d)\d{4,6}(?!\d)")
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")


def read_machine(value: str, *, month_first: bool | None = None) -> Parts | None:
    """The day in a value made for machines, in the page's own time zone; None where it holds none."""
    value = western_figures(value)
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


def _month_number(name: str) -> int:
    month = _months().get(name.lower())
    return month.number if month and month.how == "english" else 0


def read_url(url: str) -> tuple[str, Parts] | None:
    """The part of a URL that is a day, and that day: /2023/03/16/ or 20230316."""
    path = url[:2000].split("?", 1)[0]
    path = path[max(path.rfind("http://"), path.rfind("https://"), 0) :]  # an archive's address holds the day of the copy before the page's own
    for match in _IN_URL.finditer(path):
        month = match["m"] or match["m2"] or match["m3"]
        number = int(month) if month.isdigit() else _month_number(month)
        parts = _checked(int(match["y"]), number, int(match["d"] or match["d2"] or match["d3"])) if 1 <= number <= 12 else None
        if parts:
            return match[0], parts
    return None
