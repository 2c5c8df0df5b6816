"""Elections and changes of government told by their month: "Zambians vote on August 12", "the government, which took office last August"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

from onrecord.grounding.published.clue import Clue, Told
from onrecord.grounding.published.phrases import Phrases, plain
from onrecord.grounding.published.rolls import first_days
from onrecord.grounding.times.timex import CalendarDate
from onrecord.lexicon import read_table
from onrecord.record import FoundTime

_MAX_CLUES = 4
_SENTENCE = 220  # characters on each side in which a sentence's country and deed are looked for
_A_YEAR = 380  # days: a month without a year is of the twelve months before or after
_OUTSIDE = -3.0
_VOTE = re.compile(r"\b(?:elections?|votes?|voting|polls|ballots?|go to the polls|run-?off)\b", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:took office|takes office|came to power|took power|(?:was|were|be) sworn in|inaugurated|inauguration)\b", re.IGNORECASE)
_END = re.compile(r"[.!?]\s+(?=[A-Z\u201c\"])|\n")
_OFFICES: Final = ("president", "prime-minister", "chancellor")


@cache
def _countries() -> tuple[tuple[tuple[str, tuple[date, ...]], ...], Phrases]:
    rows = read_table("grounding/published/votes.tsv").rows
    known = tuple((country, tuple(date.fromisoformat(day) for day in days.split())) for _, country, days, _ in rows)
    return known, Phrases((words, key) for key, row in enumerate(rows) for words in row[0].split("|"))


def find_votes(told: Told, days: Sequence[date]) -> list[Clue]:
    """What the months of votes and of changes of government say of the years."""
    text = plain(told.document.text)
    clues: list[Clue] = []
    for time in told.times:
        meaning = time.meaning
        if not isinstance(meaning, CalendarDate) or meaning.month is None or meaning.year or meaning.weekday:
            continue
        start, end = _sentence(told, text, time)
        for what, pattern in (("an election", _VOTE), ("a change of government", _OFFICE)):
            deed = pattern.search(text, start, end)
            for country, known in _known(text, start, end, what) if deed else ():
                score = {day: 0.0 if any(_fits(day, one, meaning, time) for one in known) else _OUTSIDE for day in days}
                if deed and len(set(score.values())) > 1:
                    best = max((one for one in known for day in days if _fits(day, one, meaning, time)), default=known[0])
                    span = told.document.cite(min(time.span.start, deed.start()), max(time.span.end, deed.end()))
                    clues += (
                        [Clue("vote", span, best.isoformat(), f"there was {what} ({country or 'EU'}) on {best.isoformat()}", score)] if span else []
                    )
        if len(clues) >= _MAX_CLUES:
            break
    return clues[:_MAX_CLUES]


def _sentence(told: Told, text: str, time: FoundTime) -> tuple[int, int]:
    """The sentence around a time, as far as it is looked through."""
    first = max(0, time.span.start - _SENTENCE)
    start = max((match.end() for match in _END.finditer(told.document.text, first, time.span.start)), default=first)
    stop = _END.search(told.document.text, time.span.end, min(time.span.end + _SENTENCE, len(text)))
    return start, stop.start() if stop else min(time.span.end + _SENTENCE, len(text))


def _known(text: str, start: int, end: int, what: str) -> Iterator[tuple[str, tuple[date, ...]]]:
    """The one country of the sentence, and its days of that kind; nothing where several are named."""
    countries, phrases = _countries()
    keys = {hit.keys[0] for hit in phrases.find(text, start, end)}
    if len(keys) != 1:
        return
    country, votes = countries[keys.pop()]
    days = votes if what == "an election" else tuple(sorted(day for office in _OFFICES for day in first_days(country, office)))
    if days:
        yield country, days


def _fits(day: date, one: date, meaning: CalendarDate, time: FoundTime) -> bool:
    """Whether a month, told on a day, may be that of the vote."""
    if one.month != meaning.month or (meaning.day is not None and abs(one.day - meaning.day) > 1):
        return False
    apart = (one - day).days
    if time.tense == "future" or meaning.turn == 1:
        return -1 <= apart <= _A_YEAR
    if meaning.turn == -1:
        return -_A_YEAR <= apart <= 1
    return -_A_YEAR <= apart <= _A_YEAR
