"""Dated events of the world that a text speaks of: it is not older than they are, and "two years after" says how much younger.

The tables are `events.tsv` and `culture.tsv` (what happened, and names with a first use) and `meetings.tsv` (what comes again).
A text is rarely about what is long past, so an event tells a little against late years too.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from onrecord.grounding.published.clue import Clue, Told
from onrecord.grounding.published.phrases import Hit, Phrases, plain
from onrecord.grounding.times.numeric import make_date
from onrecord.grounding.times.timex import Length, Shift
from onrecord.lexicon import read_table
from onrecord.record import FoundTime
from onrecord.text import Span

_MAX_HITS = 200
_AROUND = 90  # characters beside the name in which its time is told
_BEFORE_IT: Final = {"event": -4.0, "war": -4.0, "term": -4.0}  # log odds of a text that speaks of what had not happened
# Texts stop speaking of what happened as a power of the time since: half as many after FRESH years, a fifth after a year, a twelfth after five.
_FADES: Final = {"event": 0.8, "war": 0.5, "term": 0.0}
_FRESH = 0.3
_OUTSIDE = -3.0  # log odds of a day outside the time that a count of years tells
_BESIDE = -1.2  # of one just beside it
_DAYS: Final = {"D": 1.0, "W": 7.0, "MO": 30.44, "Y": 365.25, "DE": 3652.5}


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of the tables."""

    kind: str
    start: date
    end: date | None


@cache
def _happenings() -> tuple[tuple[Happening, ...], Phrases]:
    rows = [row for name in ("events", "culture", "meetings") for row in read_table(f"grounding/published/{name}.tsv").rows]
    known = tuple(Happening(kind, date.fromisoformat(start), date.fromisoformat(end) if end else None) for _, kind, start, end, _ in rows)
    return known, Phrases((words, key) for key, row in enumerate(rows) for words in row[0].split("|"))


def find_happened(told: Told, days: Sequence[date]) -> list[Clue]:
    """What the events spoken of tell of the day of the text."""
    known, phrases = _happenings()
    text = plain(told.document.text)
    starts = [time.span.start for time in told.times]
    clues: list[Clue] = []
    latest: tuple[date, Clue] | None = None
    seen: set[str] = set()
    for hit in _hits(told, text, phrases):
        happenings = tuple(known[key] for key in hit.keys)
        counted = _counted_since(told, text, starts, hit, happenings, days) or _ordinal(told, text, hit, happenings, days)
        turned = None if counted else _turned(told, text, hit, happenings, days)
        clues += [clue for clue in (counted, turned) if clue]
        # Where its time is counted, that says all; a text that looks back from an anniversary is no sooner after it for that.
        if counted or turned or hit.words in seen or happenings[0].kind == "meet" or _AHEAD.search(text, max(0, hit.start - _AROUND), hit.start):
            continue
        seen.add(hit.words)
        plainly = _plainly(told, hit, happenings, days)
        began = min(one.start for one in happenings)
        if plainly and (latest is None or began > latest[0]):
            latest = (began, plainly)
    # The youngest event alone: older ones say nothing that it does not say.
    return [*clues, *([latest[1]] if latest else [])]


def _hits(told: Told, text: str, phrases: Phrases) -> Iterator[Hit]:
    found = 0
    for where in told.ranges:
        for hit in phrases.find(text, where.start, where.end):
            found += 1
            if found > _MAX_HITS:
                return
            yield hit


_AHEAD = re.compile(
    r"\b(?:ahead of|upcoming|forthcoming|run-up to|build-up to|preparing for|will host|to host|bidding for|before) (?:[\w']+ ){0,3}\Z"
)


def _plainly(told: Told, hit: Hit, happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """It is spoken of: the text is later, and rather soon after it than long after."""
    first = min(happenings, key=lambda one: one.start)
    score = {}
    for day in days:
        begun = [one for one in happenings if one.start <= day + timedelta(1)]
        if not begun:
            score[day] = _BEFORE_IT[first.kind]
            continue
        last = max(begun, key=lambda one: one.start)
        over = last.end or (last.start if last.kind == "event" else day)
        years = max((day - over).days, 0) / 365.25
        score[day] = -_FADES[last.kind] * math.log(1 + years / _FRESH)
    span = told.document.cite(hit.start, hit.end)
    if span is None or len(set(score.values())) < 2:
        return None
    what = "this name was first used" if first.kind == "term" else "this began" if first.kind == "war" else "this happened"
    return Clue("event", span, f"{first.start.isoformat()}/..", f"{what} on {first.start.isoformat()}: the text is not older", score)


# Counts: "a year and a half of", "two years after", "in the third year of", "the tenth anniversary of"

_COUNT_TO_NAME = re.compile(
    r"\s+(?:of|into|in|after|since|from|following|on from|have passed since|passed since|has passed since|removed from)\s[^.!?;\n]{0,70}\Z"
)
_NAME_TO_COUNT = re.compile(r"[^.!?;\n]{0,40}\Z")
_LENGTH = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?|P(\d{1,2})DE|P(\d{1,2})\.5Y")
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|approaching|less than|just under|under)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:more than|over|at least|well over|upwards of)\b", re.IGNORECASE)


def _counted_since(told: Told, text: str, starts: Sequence[int], hit: Hit, happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """ "a year and a half of fighting in …", "19 months after …": the day is so long after the event."""
    for time in _times_before(told.times, starts, hit.start):
        between = text[time.span.end : hit.start]
        length = _length(time)
        if length is None or not _COUNT_TO_NAME.match(between):
            continue
        return _after(told, Span(time.span.start, hit.end), text[max(0, time.span.start - 20) : time.span.end], length, happenings, days)
    return _counted_ago(told, text, starts, hit, happenings, days)


def _counted_ago(told: Told, text: str, starts: Sequence[int], hit: Hit, happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """ "… two years ago"."""
    number = bisect_left(starts, hit.end)
    time = told.times[number] if number < len(told.times) else None
    if time is None or time.span.start - hit.end > 40 or not isinstance(time.meaning, Shift) or not time.meaning.counted:
        return None
    if time.meaning.by >= 0 or time.meaning.unit not in _DAYS or not _NAME_TO_COUNT.match(text[hit.end : time.span.start]):
        return None
    unit = time.meaning.unit
    words = text[max(0, time.span.start - 20) : time.span.end]
    return _after(told, Span(hit.start, time.span.end), words, (-time.meaning.by * _DAYS[unit], _DAYS[unit]), happenings, days)


def _times_before(times: Sequence[FoundTime], starts: Sequence[int], position: int) -> Iterator[FoundTime]:
    """The two expressions that stand before a place, the nearer first."""
    number = bisect_left(starts, position)
    for time in reversed(times[max(0, number - 2) : number]):
        if 0 <= position - time.span.end <= _AROUND:
            yield time


def _length(time: FoundTime) -> tuple[float, float] | None:
    """The days of a duration, and those of its smallest unit."""
    if not isinstance(time.meaning, Length) or not (match := _LENGTH.fullmatch(time.meaning.value)):
        return None
    years, months, weeks, single, decades, halves = (int(group) if group else 0 for group in match.groups())
    if match[6]:
        return (halves + 0.5) * _DAYS["Y"], _DAYS["Y"] / 2
    total = years * _DAYS["Y"] + months * _DAYS["MO"] + weeks * 7.0 + single + decades * _DAYS["DE"]
    unit = 1.0 if single else 7.0 if weeks else _DAYS["MO"] if months else _DAYS["Y"] if years else _DAYS["DE"]
    return (total, unit) if total >= 1 else None


def _after(told: Told, span: Span, words: str, length: tuple[float, float], happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """The day lies so long after one of the times of the event; the count is rounded, and the more so the longer it is."""
    total, unit = length
    slack = max(0.55 * unit, 0.12 * total)
    early, late = total - slack, total + slack
    if _NEARLY.search(words):
        early, late = total - 1.2 * slack, total + 0.3 * slack
    elif _OVER.search(words):
        early, late = total - 0.2 * slack, total + 2.0 * slack
    anchors = {one.start for one in happenings} | {one.end for one in happenings if one.end and one.kind == "war"}
    windows = [(early + anchor.toordinal(), late + anchor.toordinal()) for anchor in anchors]
    score = {day: max(_within(day, first, last, slack) for first, last in windows) for day in days}
    if len(set(score.values())) < 2:
        return None
    first, last = max(windows, key=lambda window: max((_within(day, window[0], window[1], slack), day.toordinal()) for day in days))
    cited = told.document.cite(span.start, span.end)
    reading = _interval(first, last)
    event = max((anchor for anchor in anchors if anchor.toordinal() <= last), default=min(anchors))
    return Clue("since", cited, reading, f"so long after {event.isoformat()}", score) if cited else None


def _within(day: date, first: float, last: float, slack: float) -> float:
    """Nothing against a day of the window, a little against one beside it."""
    apart = max(first - day.toordinal(), day.toordinal() - last, 0.0)
    return 0.0 if apart == 0 else _BESIDE if apart <= slack / 2 else _OUTSIDE


def _interval(first: float, last: float) -> str:
    low, high = (date.fromordinal(min(max(round(edge), 1), date.max.toordinal())) for edge in (first, last))
    return f"{low.isoformat()}/{high.isoformat()}"


_ORDINALS: Final[Mapping[str, int]] = {
    word: number for number, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1)
}
_NTH = re.compile(
    r"\b(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)|(?P<one>one|two|three|five)-year)"
    r" (?P<what>year|anniversary)(?: of| since)? (?:[\w']+ ){0,3}\Z",
    re.IGNORECASE,
)
_NEAR_ANNIVERSARY = 45  # days around an anniversary on which it is spoken of


def _ordinal(told: Told, text: str, hit: Hit, happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """ "in the third year of the war in …", "on the tenth anniversary of …"."""
    match = _NTH.search(text, max(0, hit.start - 70), hit.start)
    if match is None:
        return None
    number = _ORDINALS.get(match["nth"].lower()) or {"one": 1, "two": 2, "three": 3, "five": 5}.get((match["one"] or "").lower())
    number = number or int(re.sub(r"\D", "", match["nth"]) or 0)
    if not number:
        return None
    windows = []
    for one in happenings:
        turned = make_date(one.start.year + number, one.start.month, min(one.start.day, 28))
        if turned and match["what"].lower() == "anniversary":
            windows.append((turned.toordinal() - _NEAR_ANNIVERSARY, turned.toordinal() + _NEAR_ANNIVERSARY))
        elif turned:
            windows.append((turned.toordinal() - 366, turned.toordinal()))
    if not windows:
        return None
    score = {day: max(_within(day, first, last, 30.0) for first, last in windows) for day in days}
    first, last = max(windows, key=lambda window: max((_within(day, window[0], window[1], 30.0), day.toordinal()) for day in days))
    span = told.document.cite(match.start(), hit.end)
    if span is None or len(set(score.values())) < 2:
        return None
    return Clue(
        "since", span, _interval(first, last), f"the {match['nth']} {match['what']} of what began on {happenings[0].start.isoformat()}", score
    )


# "next year's", "last month's", "this summer's"

_TURN_BEFORE = re.compile(
    r"\b(?P<turn>next|this|last) (?P<unit>year|month|week|summer|winter|spring|autumn|fall)(?:'s)? (?:[\w'-]+ ){0,3}\Z", re.IGNORECASE
)
_TURN_AFTER = re.compile(
    r"(?:'s)?,? (?:[\w'-]+ ){0,2}(?P<turn>next|this|last|earlier this|later this) (?P<unit>year|month|week|summer|winter|spring|autumn|fall)\b"
)
_TURNS: Final = {"next": 1, "this": 0, "last": -1, "earlier this": 0, "later this": 0}
_WEEKS_APART = 12  # days


def _turned(told: Told, text: str, hit: Hit, happenings: Sequence[Happening], days: Sequence[date]) -> Clue | None:
    """ "next year's World Cup": one of its times is in the year after the text's."""
    match = _TURN_BEFORE.search(text, max(0, hit.start - 60), hit.start) or _TURN_AFTER.match(text, hit.end, min(hit.end + 60, len(text)))
    if match is None:
        return None
    turn, unit = _TURNS[match["turn"].lower()], match["unit"].lower()
    score = {day: 0.0 if any(_fits(day, one.start, turn, unit) for one in happenings) else _OUTSIDE for day in days}
    if len(set(score.values())) < 2:
        return None
    span = told.document.cite(min(match.start(), hit.start), max(match.end(), hit.end))
    when = max((one.start for one in happenings if any(_fits(day, one.start, turn, unit) for day in days)), default=happenings[0].start)
    return Clue("turn", span, None, f"it was on {when.isoformat()}, and the text says {match['turn']} {match['unit']}", score) if span else None


def _fits(day: date, event: date, turn: int, unit: str) -> bool:
    if unit == "week":
        return abs((event - day).days - 7 * turn) <= _WEEKS_APART
    if unit == "month":
        return (event.year - day.year) * 12 + event.month - day.month in ((turn,) if turn != -1 else (-1, -2))
    return event.year - day.year == turn or (unit == "winter" and abs((event - day).days - 365 * turn) < 200)
