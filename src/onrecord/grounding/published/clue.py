"""A clue: words of the text that speak for or against the days on which it may have been published, and what clues say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from onrecord.layout import Layout
from onrecord.lexicon import read_table
from onrecord.record import Article, FoundTime
from onrecord.text import Document, Span

# Clues of one family are not independent of each other ("2019" and "in May 2019"); those of different families nearly are.
Family = Literal["written", "named", "order", "weekday", "calendar", "page-age", "event", "since", "turn", "holder", "age", "vote"]

_NEXT = 0.7  # what each further clue of a family adds of its own word
_MOST, _LEAST = 40, -9.0  # clues that are kept; the furthest that one family can push a day down


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in the text that speaks for or against days, with its words."""

    family: Family
    span: Span
    reading: str | None  # a date, or an interval; None: of all the years that it speaks for
    why: str
    score: Mapping[date, float]  # log odds by candidate day; a day that is missing gets 0

    def spread(self, days: Sequence[date]) -> float:
        """How far the clue tells the days apart."""
        scores = [self.score.get(day, 0.0) for day in days]
        return max(scores, default=0.0) - min(scores, default=0.0)


@dataclass(frozen=True, slots=True)
class Told:
    """The text that clues are looked for in: headline and body, and its time expressions."""

    document: Document
    layout: Layout
    ranges: tuple[Span, ...]
    times: Sequence[FoundTime]
    latest: date | None  # the last day on which it can have been published, where that is known


def told_by(document: Document, layout: Layout, article: Article, times: Sequence[FoundTime], latest: date | None) -> Told:
    """The headline and body of a page, in the order of its text."""
    ranges = {*([article.headline] if article.headline else []), *(block.range for block in article.body)}
    return Told(document, layout, tuple(sorted(ranges)), times, latest)


def sum_clues(clues: Sequence[Clue], days: Sequence[date], weights: Mapping[str, float] | None = None) -> dict[date, float]:
    """The log odds of each day by all clues: per family the one that tells most in full and each next one by half of the one before."""
    weights = family_weights() if weights is None else weights
    by_family = family_scores(clues, days)
    return {day: sum(weights[family] * scores[day] for family, scores in by_family.items()) for day in days}


def family_scores(clues: Sequence[Clue], days: Sequence[date]) -> dict[str, dict[date, float]]:
    """What each family says of each day before it is weighed; 0 for the day that it speaks for most."""
    families: dict[str, list[Clue]] = {}
    for clue in clues[:_MOST]:
        families.setdefault(clue.family, []).append(clue)
    summed = {}
    for family, members in families.items():
        ranked = sorted(members, key=lambda clue: -clue.spread(days))
        scores = {day: sum(_NEXT**n * clue.score.get(day, 0.0) for n, clue in enumerate(ranked)) for day in days}
        top = max(scores.values(), default=0.0)
        summed[family] = {day: max(score - top, _LEAST) for day, score in scores.items()}
    return summed


@cache
def family_weights() -> dict[str, float]:
    """How much of each family's word is taken."""
    return {family: float(weight) for family, weight, _, _ in read_table("grounding/published/families.tsv").rows}
