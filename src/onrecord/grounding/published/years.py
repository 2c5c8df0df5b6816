"""The year of a day that is written without one: every piece of evidence adds its log odds, and none of them decides alone.

The figures come from counting in news: how often a bare weekday is the day of the report (42 %) or the day before (22 %), how
often the highest year in a text is its own (20 of 86) or the one before.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from onrecord.grounding.published.written import Parts
from onrecord.grounding.times.days import days_of
from onrecord.grounding.times.grammar import NUMBERS
from onrecord.grounding.times.numeric import make_date
from onrecord.grounding.times.timex import CalendarDate, Interval, Length
from onrecord.record import FoundTime, TimexType
from onrecord.text import Document, Span

_RELEASED = 2026
# What a page can be of, where nobody told when it was fetched: later years are a machine's slip (2099), earlier ones are before news was on the web.
FIRST_YEAR, LAST_YEAR = 1994, _RELEASED + 10
_YEARS_BACK = 15
_MEAN_LAG_ARCHIVE_DAYS = 9000.0  # an archive that was put on line again holds texts of any age
_MEAN_LAG_DAYS = 330.0  # how long after publication pages are fetched: a third of undated dumps are a year old and more
_SAME_DAYS = 1.5  # log odds: a page that carries the very days of its crawl is fresh

# log(share of bare weekdays in the first paragraphs that lie so many days before the report / one seventh)
_WEEKDAY_BACK = tuple(math.log(share * 7) for share in (0.42, 0.22, 0.10, 0.11, 0.06, 0.04, 0.05))
_NOT_YET = 2.0  # log odds against the year after the last that is known
_WRONG_WEEKDAY = -9.0  # "Friday, Oct. 7" in a year in which it is none
# log odds by how many years the page is later than the highest year in its body
_YEARS_AFTER_HIGHEST = {0: math.log(0.20), 1: math.log(0.14), 2: math.log(0.08), 3: math.log(0.06), 4: math.log(0.045)}
_LONG_AFTER_HIGHEST = math.log(0.04)
_AFTER_PAST_EVENT = -5.0  # the page would be older than what it tells as past
_AFTER_COMING_EVENT = -2.5  # the page would be later than what it tells as still to come
_LEAD = 900  # characters of the body in which a bare weekday is that of the news


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in the text that speaks for or against years, with its words."""

    span: Span
    reading: str | None  # None: of all the years that it speaks for
    why: str
    score: "Mapping[int, float]"  # by year; a year that is missing gets 0


@dataclass(frozen=True, slots=True)
class YearOdds:
    """The probability of each year for one day and month, and the clues that it rests on."""

    odds: Mapping[int, float]
    clues: tuple[Clue, ...]


def weigh_years(document: Document, times: Sequence[FoundTime], parts: Parts, latest: date | None, *, archive: bool = False) -> YearOdds:
    """How probable each year is for a month and day without one.

    Args:
        times: the time expressions of headline and body.
        parts: month, day and, if written, day of the week.
        latest: the last day on which the page can have been published (its crawl), if any is known.
        archive: the text was put on line again, so that its age says nothing.
    """
    last = latest or date(_last_known(times) + 1, 12, 31)
    every = ((year, make_date(year, parts.month or 0, parts.day or 0)) for year in range(last.year - _YEARS_BACK, last.year + 1))
    days = {year: day for year, day in every if day and day <= last + timedelta(1)}
    mean = _MEAN_LAG_ARCHIVE_DAYS if archive else _MEAN_LAG_DAYS
    scores = dict.fromkeys(days, 0.0)
    for year, candidate in days.items():
        if latest:
            lag = max((latest - candidate).days, 0)
            scores[year] += _SAME_DAYS if lag <= 3 else -lag / mean
        elif year == last.year:
            scores[year] -= _NOT_YET
        if parts.weekday and candidate.isoweekday() != parts.weekday:
            scores[year] += _WRONG_WEEKDAY
    found = (
        *_weekday_clues(document, times, days),
        *_pair_clues(document, times, days),
        *_year_clues(document, times, days),
        *_age_clues(document, latest, days),
        *_span_clues(document, times, days),
    )
    clues = tuple(clue for clue in found if clue.score)
    for clue in clues:
        for year, score in clue.score.items():
            if year in scores:
                scores[year] += score
    return YearOdds(softmax(scores), clues)


def _last_known(times: Sequence[FoundTime]) -> int:
    """The last year that a page without any sign of its crawl is taken to be of: that of this release, or one that its text tells as past."""
    told = (_written_year(time) for time in times if time.tense == "past")
    return max([_RELEASED, *(year for year in told if year and year <= LAST_YEAR)])


def softmax(scores: Mapping[int, float]) -> dict[int, float]:
    """Probabilities from log odds; {} for none."""
    if not scores:
        return {}
    top = max(scores.values())
    weights = {key: math.exp(score - top) for key, score in scores.items()}
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def _weekday_clues(document: Document, times: Sequence[FoundTime], days: Mapping[int, date]) -> list[Clue]:
    """The first two bare weekdays of the lead, told as past: most are the day of the report or the one before."""
    clues: list[Clue] = []
    seen: set[int] = set()
    first = next((t.span.start for t in times), 0)
    for time in times:
        meaning = time.meaning
        if not isinstance(meaning, CalendarDate) or meaning.weekday is None or time.tense == "future":
            continue
        if meaning.day or meaning.turn is not None or meaning.weeks:
            continue
        if meaning.weekday in seen or time.span.start - first > _LEAD or len(seen) == 2:
            continue
        weight = 1.0 if not seen else 0.5  # the second is told from the first
        seen.add(meaning.weekday)
        score = {year: weight * _WEEKDAY_BACK[(day.isoweekday() - meaning.weekday) % 7] for year, day in days.items()}
        clues.append(Clue(time.span, None, "a weekday in the news is mostly the day of the report or the day before", score))
    return clues


def _pair_clues(document: Document, times: Sequence[FoundTime], days: Mapping[int, date]) -> list[Clue]:
    """ "Tuesday, September 12" without a year: in which years near the page's it is a Tuesday."""
    clues: list[Clue] = []
    for time in times:
        meaning = time.meaning
        if not isinstance(meaning, CalendarDate) or not (meaning.weekday and meaning.month and meaning.day) or meaning.year:
            continue
        score = {}
        for year, published in days.items():
            near = (d for y in (year - 1, year, year + 1) if (d := make_date(y, meaning.month, meaning.day)) and abs((d - published).days) < 200)
            fits = any(d.isoweekday() == meaning.weekday for d in near)
            score[year] = 0.0 if fits else _WRONG_WEEKDAY
        clues.append(Clue(time.span, None, "the day of the week fits only some years", score))
        if len(clues) == 3:
            break
    return clues


def _year_clues(document: Document, times: Sequence[FoundTime], days: Mapping[int, date]) -> list[Clue]:
    """Years written in the body: the page is not before the last that it tells as past, nor after the first still to come."""
    highest: tuple[int, FoundTime] | None = None
    coming: tuple[int, FoundTime] | None = None
    latest_past: tuple[date, FoundTime] | None = None
    for time in times:
        year = _written_year(time)
        if year is None or not 1900 <= year <= max(days, default=0) + 40:
            continue
        if time.tense == "future" or year > max(days, default=0):  # beyond the crawl: "the budget for 2031"
            if year >= min(days, default=0) and (coming is None or year < coming[0]):
                coming = (year, time)
            continue
        if highest is None or year > highest[0]:
            highest = (year, time)
        began = days_of(_value(time)) if time.tense == "past" else None
        if began and (latest_past is None or began[0] > latest_past[0]):
            latest_past = (began[0], time)
    clues: list[Clue] = []
    if highest:
        score = {}
        for year in days:
            after = year - highest[0]
            score[year] = _YEARS_AFTER_HIGHEST.get(after, _LONG_AFTER_HIGHEST) if after >= 0 else math.log(0.02)
        clues.append(Clue(highest[1].span, str(highest[0]), f"the highest year that the text tells of: it is of {highest[0]} or later", score))
    if latest_past:
        began_on = latest_past[0]
        score = {year: _AFTER_PAST_EVENT for year, day in days.items() if day < began_on}
        if score:
            clues.append(Clue(latest_past[1].span, _value(latest_past[1]), "it is told as past, so the text is not older", score))
    if coming:
        score = {year: _AFTER_COMING_EVENT for year in days if year > coming[0]}
        if score:
            clues.append(Clue(coming[1].span, str(coming[0]), f"it is told as still to come, so the text is not later than {coming[0]}", score))
    return clues


def _span_clues(document: Document, times: Sequence[FoundTime], days: Mapping[int, date]) -> list[Clue]:
    """ "ten years after … in May 2009": so many years after a year that is written."""
    clues: list[Clue] = []
    for one, two in pairwise(times):
        if not isinstance(one.meaning, Length) or not (length := re.fullmatch(r"P(\d{1,3})Y", one.meaning.value)):
            continue
        year = _written_year(two)
        between = document.text[one.span.end : two.span.start]
        if year is None or len(between) > 120 or not re.match(r"\s+(?:after|since|from)\b", between) or re.search(r"[.!?]\s", between):
            continue
        target = year + int(length[1])
        score = {candidate: 2.0 if candidate == target else 0.5 if candidate == target + 1 else -1.0 for candidate in days}
        clues.append(Clue(Span(one.span.start, two.span.end), str(target), f"{length[1]} years after {year}", score))
        if len(clues) == 2:
            break
    return clues


_OLD = re.compile(
    r"(?:article|story|post|page|report)[^.!?\n]{1,40}?(?<!\w)((?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>month|year)s?\sold)",
    re.IGNORECASE,
)


def _age_clues(document: Document, latest: date | None, days: Mapping[int, date]) -> list[Clue]:
    """ "This article is more than 3 years old": so long before the page was made."""
    match = _OLD.search(document.text, 0, 20_000)
    if latest is None or match is None:
        return []
    count = NUMBERS.get(match["n"].lower()) or int(match["n"])
    least = round(count * (365.25 if match["unit"].lower() == "year" else 30.4)) - 16
    most = least + (400 if match["unit"].lower() == "year" else 75)
    score = {year: 3.0 for year, day in days.items() if least <= (latest - day).days <= most}
    span = document.cite(match.start(1), match.end(1))
    return [Clue(span, str(max(score)), "the page says how old the text is", score)] if span and score else []


def _written_year(time: FoundTime) -> int | None:
    meaning = time.meaning
    if isinstance(meaning, CalendarDate):
        return meaning.year
    return meaning.first.year if isinstance(meaning, Interval) and time.type is TimexType.DATE else None


def _value(time: FoundTime) -> str:
    meaning = time.meaning.first if isinstance(time.meaning, Interval) else time.meaning
    if meaning.month and meaning.day:
        return f"{meaning.year:04}-{meaning.month:02}-{meaning.day:02}"
    return f"{meaning.year:04}-{meaning.month:02}" if meaning.month else f"{meaning.year:04}"
