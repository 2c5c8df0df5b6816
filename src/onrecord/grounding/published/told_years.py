"""Years that the text writes out: which years a text of a given year mentions, and which it does not.

Writers leave out the year they are in ("in July", not "in July 2023"), so a year after a preposition is more often the one before;
but a name that carries a year ("the 2024 budget") mostly carries its own. The shares were counted by `python -m training.published count`
on texts of known date (benchmarks/README.md names them) and rounded.
"""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Literal

from onrecord.grounding.published.clue import Clue, Told

Kind = Literal["month", "in", "by", "name", "season"]

# How often a text of year y names y + offset so, against how often it names one long before. Beyond the table: the first and last figure.
_SHARES: Final[dict[Kind, dict[int, float]]] = {
    "month": {-6: 0.6, -5: 1.2, -4: 1.5, -3: 3.0, -2: 5.0, -1: 6.5, 0: 9.0, 1: 1.0, 2: 0.3, 3: 0.15},
    "in": {-11: 1.0, -6: 2.0, -5: 4.0, -4: 5.0, -3: 6.0, -2: 10.0, -1: 11.0, 0: 9.0, 1: 2.5, 2: 1.0, 3: 0.4},
    "by": {-1: 0.4, 0: 3.0, 1: 5.0, 2: 2.0, 3: 1.0},
    "name": {-4: 1.0, -3: 1.5, -2: 3.0, -1: 5.5, 0: 18.0, 1: 5.0, 2: 0.7, 3: 0.3},
    "season": {-3: 0.5, -2: 1.5, -1: 8.0, 0: 8.0, 1: 0.8, 2: 0.2},
}
_WHY: Final[dict[Kind, str]] = {
    "month": "a month with its year: writers add the year where it is not clear, mostly for the years just before or for their own",
    "in": "a year that the text tells of: mostly the year before or one not long before that, seldom one to come",
    "by": "a year by or until which something is to be: mostly the next or one soon after",
    "name": "a name that carries a year carries mostly the year of the text",
    "season": "a season over two years is told of in one of them",
}
_FIRST, _PAST_LAST = 1900, 60
_MAX_YEARS = 400  # years in one text that are looked at
_LOW = -3.0  # no single mention is surer

_YEAR = re.compile(r"(?<![\w.,/$£€-])(?:19|20)\d\d(?![\w%]|[.,]\d|[/-](?!(?:19|20)\d\d(?!\d)|\d\d(?!\d)))")
_SEASON = re.compile(r"[/–-](\d\d(?:\d\d)?)(?!\d)")
_MONTH_BEFORE = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
    r"\.?(?: \d{1,2}(?:st|nd|rd|th)?,?)?(?: of|,)? \Z"
)
_BY_BEFORE = re.compile(r"\b(?:by|until|till|through|beyond) (?:the end of |the year |early |mid-|late |around |about )?\Z", re.IGNORECASE)
_IN_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|from|between|and|to|early|late|mid|during|before|after|back|around|year|year of)[ -]|\()\Z", re.IGNORECASE
)
_COUNTED = re.compile(r" (?:people|men|women|troops|soldiers|workers|jobs|miles|meters|metres|feet|votes|pages|homes|hours|years|dead|tons|tonnes)\b")


def find_years(told: Told, days: Sequence[date]) -> list[Clue]:
    """Each kind and year once; one that no candidate day tells apart is left out."""
    clues: list[Clue] = []
    seen: set[tuple[Kind, int]] = set()
    for kind, year, start, end in mentions(told):
        if (kind, year) in seen:
            continue
        seen.add((kind, year))
        score = {day: _log_share(kind, year - day.year) for day in days}
        span = told.document.cite(start, end)
        if span and len(set(score.values())) > 1:
            clues.append(Clue("named" if kind in ("name", "season") else "written", span, str(year), _WHY[kind], score))
    return clues


def mentions(told: Told) -> Iterator[tuple[Kind, int, int, int]]:
    """Every year written: its kind, and where it stands."""
    text = told.document.text
    found = 0
    for where in told.ranges:
        for match in _YEAR.finditer(text, where.start, where.end):
            found += 1
            if found > _MAX_YEARS:
                return
            year = int(match[0])
            if not _FIRST <= year <= 2000 + _PAST_LAST or _COUNTED.match(text, match.end()):
                continue
            before = text[max(where.start, match.start() - 24) : match.start()]
            season = _SEASON.match(text, match.end(), where.end)
            if season and int(season[1][-2:]) == (year + 1) % 100:
                yield "season", year, match.start(), season.end()
            elif _MONTH_BEFORE.search(before):
                yield "month", year, match.start(), match.end()
            elif _BY_BEFORE.search(before):
                yield "by", year, match.start(), match.end()
            elif _IN_BEFORE.search(before):
                yield "in", year, match.start(), match.end()
            else:
                yield "name", year, match.start(), match.end()


def _log_share(kind: Kind, offset: int) -> float:
    """The log of how often a year is named so far from the text's own, against the most frequent."""
    shares = _SHARES[kind]
    first, last = min(shares), max(shares)
    share = shares[first] if offset <= first else shares[last] if offset >= last else shares.get(offset)
    if share is None:  # a gap in the table: the figure of the offset before it
        share = shares[max(known for known in shares if known <= offset)]
    return max(math.log(share / max(shares.values())), _LOW)
