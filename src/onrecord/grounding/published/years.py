"""The year of a day that is written without one: every piece of evidence adds its log odds, and none of them decides alone.

The figures come from counting in news: how often a bare weekday is the day of the report (42 %) or the day before (22 %); those
of written years, events, office holders and ages stand in the modules that find them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from onrecord.grounding.published.clue import Clue, Told, family_weights, sum_clues
from onrecord.grounding.published.happened import find_happened
from onrecord.grounding.published.holders import find_ages_of_persons, find_holders
from onrecord.grounding.published.told_years import find_years
from onrecord.grounding.published.votes import find_votes
from onrecord.grounding.published.written import Parts
from onrecord.grounding.times.days import days_of
from onrecord.grounding.times.grammar import NUMBERS
from onrecord.grounding.times.numeric import make_date
from onrecord.grounding.times.timex import CalendarDate, Interval, Length
from onrecord.record import FoundTime, TimexType
from onrecord.text import Span

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
_WRONG_PAIR = -4.5  # the same in running text, where the date may be of another year
_AFTER_PAST_EVENT = -5.0  # the page would be older than what it tells as past
_AFTER_COMING_EVENT = -2.5  # the page would be later than what it tells as still to come
_LEAD = 4000  # characters of the body in which a bare weekday is that of the news


@dataclass(frozen=True, slots=True)
class YearOdds:
    """The probability of each year for one day and month, and the clues that it rests on."""

    odds: Mapping[int, float]
    clues: tuple[Clue, ...]


def weigh_years(told: Told, parts: Parts, *, archive: bool = False) -> YearOdds:
    """How probable each year is for a month and day without one.

    Args:
        told: headline, body and the last day on which the page can have been published (its crawl), if any is known.
        parts: month, day and, if written, day of the week.
        archive: the text was put on line again, so that its age says nothing.
    """
    days, prior = candidate_days(told, parts, archive=archive)
    clues = find_clues(told, days)
    summed = sum_clues(clues, list(days.values()))
    odds = softmax({year: prior[year] + summed[day] for year, day in days.items()})
    before = softmax(prior)
    return YearOdds(odds, most_telling(clues, {day: before[year] for year, day in days.items()}, {day: odds[year] for year, day in days.items()}))


_TELLS = 0.05  # log odds that a clue has to move the day by, to be shown
_SEEN = 0.01  # a year that other signs rule out still shows what a clue tells


def most_telling(clues: Sequence[Clue], before: Mapping[date, float], after: Mapping[date, float]) -> tuple[Clue, ...]:
    """The clues that tell the likely day from what else was likely before the text was read, the most telling first."""
    if not after:
        return ()
    best = max(after, key=lambda day: after[day])
    weights = family_weights()

    def tells(clue: Clue) -> float:
        apart = sum(max(share, _SEEN) * abs(clue.score.get(day, 0.0) - clue.score.get(best, 0.0)) for day, share in before.items())
        return weights[clue.family] * apart

    return tuple(clue for clue in sorted(clues, key=lambda clue: -tells(clue)) if tells(clue) >= _TELLS)


def candidate_days(told: Told, parts: Parts, *, archive: bool) -> tuple[dict[int, date], dict[int, float]]:
    """The days that a month and day may stand for, by year, and the log odds of each before the text is read."""
    last = told.latest or date(_last_known(told.times) + 1, 12, 31)
    every = ((year, make_date(year, parts.month or 0, parts.day or 0)) for year in range(last.year - _YEARS_BACK, last.year + 1))
    days = {year: day for year, day in every if day and day <= last + timedelta(1)}
    mean = _MEAN_LAG_ARCHIVE_DAYS if archive else _MEAN_LAG_DAYS
    prior = dict.fromkeys(days, 0.0)
    for year, candidate in days.items():
        if told.latest:
            lag = max((told.latest - candidate).days, 0)
            prior[year] += _SAME_DAYS if lag <= 3 else -lag / mean
        elif year == last.year:
            prior[year] -= _NOT_YET
        if parts.weekday and candidate.isoweekday() != parts.weekday:
            prior[year] += _WRONG_WEEKDAY
    return days, prior


def find_clues(told: Told, days: Mapping[int, date]) -> tuple[Clue, ...]:
    """Everything in the text that tells the years apart, the words that tell most first in each family."""
    every = list(days.values())
    found = (
        *find_happened(told, every),
        *find_holders(told, every),
        *find_ages_of_persons(told, every),
        *find_votes(told, every),
        *find_years(told, every),
        *_order_clues(told, days),
        *_span_clues(told, days),
        *_weekday_clues(told, days),
        *_pair_clues(told, days),
        *_age_clues(told, days),
    )
    return tuple(clue for clue in found if clue.score)


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


def _weekday_clues(told: Told, days: Mapping[int, date]) -> list[Clue]:
    """The first two bare weekdays of the lead, told as past: most are the day of the report or the one before."""
    clues: list[Clue] = []
    seen: set[int] = set()
    first = next((t.span.start for t in told.times), 0)
    for time in told.times:
        meaning = time.meaning
        if not isinstance(meaning, CalendarDate) or meaning.weekday is None or time.tense == "future":
            continue
        if meaning.day or meaning.turn is not None or meaning.weeks:
            continue
        if meaning.weekday in seen or time.span.start - first > _LEAD or len(seen) == 2:
            continue
        seen.add(meaning.weekday)
        score = {day: _WEEKDAY_BACK[(day.isoweekday() - meaning.weekday) % 7] for day in days.values()}
        clues.append(Clue("weekday", time.span, None, "a weekday in the news is mostly the day of the report or the day before", score))
    return clues


def _pair_clues(told: Told, days: Mapping[int, date]) -> list[Clue]:
    """ "Tuesday, September 12" without a year: in which years near the page's it is a Tuesday."""
    clues: list[Clue] = []
    year_before: int | None = None
    for time in told.times:
        meaning = time.meaning
        year_before = _written_year(time) or year_before
        if not isinstance(meaning, CalendarDate) or not (meaning.weekday and meaning.month and meaning.day) or meaning.year:
            continue
        there = make_date(year_before, meaning.month, meaning.day) if year_before else None
        if there and there.isoweekday() == meaning.weekday and there.year < max(days, default=0) - 1:
            continue  # a story of long ago, told by its own calendar
        score = {}
        for year, published in days.items():
            near = (d for y in (year - 1, year, year + 1) if (d := make_date(y, meaning.month, meaning.day)) and abs((d - published).days) < 200)
            score[published] = 0.0 if any(d.isoweekday() == meaning.weekday for d in near) else _WRONG_PAIR
        clues.append(Clue("calendar", time.span, None, "the day of the week fits only some years", score))
        if len(clues) == 3:
            break
    return clues


def _order_clues(told: Told, days: Mapping[int, date]) -> list[Clue]:
    """Days and years told as past or as still to come: the page is not before the last of the one, nor long after the first of the other."""
    coming: tuple[int, FoundTime] | None = None
    past: tuple[date, FoundTime] | None = None
    for time in told.times:
        year = _written_year(time)
        if year is None or not 1900 <= year <= max(days, default=0) + 40:
            continue
        if time.tense == "past" and (began := days_of(_value(time))) and (past is None or began[0] > past[0]):
            past = (began[0], time)
        to_come = time.tense == "future" or year > max(days, default=0)  # beyond the crawl: "the budget for 2031"
        if to_come and year >= min(days, default=0) and (coming is None or year < coming[0]):
            coming = (year, time)
    clues: list[Clue] = []
    if past and (score := {day: _AFTER_PAST_EVENT for day in days.values() if day < past[0]}):
        clues.append(Clue("order", past[1].span, f"{_value(past[1])}/..", "it is told as past, so the text is not older", score))
    # One that is not after what is past was not to come: "would", said of then.
    if coming and (past is None or coming[0] > past[0].year) and (score := {d: _AFTER_COMING_EVENT for y, d in days.items() if y > coming[0]}):
        clues.append(
            Clue("order", coming[1].span, f"../{coming[0]}", f"it is told as still to come, so the text is not later than {coming[0]}", score)
        )
    return clues


def _span_clues(told: Told, days: Mapping[int, date]) -> list[Clue]:
    """ "ten years after … in May 2009": so many years after a year that is written."""
    clues: list[Clue] = []
    for one, two in pairwise(told.times):
        if not isinstance(one.meaning, Length) or not (length := re.fullmatch(r"P(\d{1,3})Y", one.meaning.value)):
            continue
        year = _written_year(two)
        between = told.document.text[one.span.end : two.span.start]
        if year is None or len(between) > 120 or not re.match(r"\s+(?:after|since|from)\b", between) or re.search(r"[.!?]\s", between):
            continue
        target = year + int(length[1])
        score = {day: 2.0 if candidate == target else 0.5 if candidate == target + 1 else -1.0 for candidate, day in days.items()}
        clues.append(Clue("since", Span(one.span.start, two.span.end), str(target), f"{length[1]} years after {year}", score))
        if len(clues) == 2:
            break
    return clues


_OLD = re.compile(
    r"(?:article|story|post|page|report)[^.!?\n]{1,40}?(?<!\w)((?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>month|year)s?\sold)",
    re.IGNORECASE,
)


def _age_clues(told: Told, days: Mapping[int, date]) -> list[Clue]:
    """ "This article is more than 3 years old": so long before the page was made."""
    latest, match = told.latest, _OLD.search(told.document.text, 0, 20_000)
    if latest is None or match is None:
        return []
    count = NUMBERS.get(match["n"].lower()) or int(match["n"])
    least = round(count * (365.25 if match["unit"].lower() == "year" else 30.4)) - 16
    most = least + (400 if match["unit"].lower() == "year" else 75)
    score = {day: 3.0 for day in days.values() if least <= (latest - day).days <= most}
    span = told.document.cite(match.start(1), match.end(1))
    return [Clue("page-age", span, str(max(score).year), "the page says how old the text is", score)] if span and score else []


def _written_year(time: FoundTime) -> int | None:
    meaning = time.meaning
    if isinstance(meaning, CalendarDate):
        return meaning.year
    return meaning.first.year if isinstance(meaning, Interval) and time.type is TimexType.DATE else None


def _value(time: FoundTime) -> str:
    meaning = time.meaning.first if isinstance(time.meaning, Interval) else time.meaning
    if not isinstance(meaning, CalendarDate):
        return ""
    if meaning.month and meaning.day:
        return f"{meaning.year:04}-{meaning.month:02}-{meaning.day:02}"
    return f"{meaning.year:04}-{meaning.month:02}" if meaning.month else f"{meaning.year:04}"
