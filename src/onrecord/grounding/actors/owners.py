"""Whose "his country", "its army", "our government" is: of who speaks, or of the one named last before it."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from onrecord.record import Statement
from onrecord.text import Span

_OWNED: Final = re.compile(r"(its|his|her|their|own|my|our)(?=\s)", re.IGNORECASE)
_OWN_STATE: Final = re.compile(r"(?:its|his|her|their|my|our)\s(?:own\s)?(?:country|nation|homeland)\Z", re.IGNORECASE)
_SPOKEN: Final = frozenset(("my", "our"))
_PERSONAL: Final = frozenset(("his", "her"))
_BEFORE: Final = 250  # characters back to whose "its army" is


@dataclass(frozen=True, slots=True)
class Known:
    """A mention of one whose country is known."""

    span: Span
    country: str
    person: bool


class Owners:
    """Those of a page whose country is known, and what is said on it."""

    def __init__(self, text: str, known: Iterable[Known], statements: Iterable[Statement]) -> None:
        self._text = text
        self._known = sorted(known, key=lambda one: (one.span, one.country))
        self._starts = [one.span.start for one in self._known]
        self._said = [
            (span, statement.source.spans)
            for statement in statements
            if statement.source and statement.content
            for span in statement.content.spans
        ]  # fmt: skip

    def country_of(self, span: Span) -> str | None:
        """The country of whoever "his" or "its" speaks of in the words of a span; None where the words own nothing, or nobody is known."""
        whose = _OWNED.match(self._text, span.start)
        if whose is None:
            return None
        word = whose[1].lower()
        speaker = self._speaker(span)
        if word in _SPOKEN or (word in _PERSONAL and speaker is not None and speaker.person):
            return speaker.country if speaker else None
        before = self._before(span)
        return before.country if before else speaker.country if speaker else None

    def _speaker(self, span: Span) -> Known | None:
        """Who says what the span stands in, of the innermost statement."""
        around = [(len(content), source) for content, source in self._said if content.start <= span.start and span.end <= content.end]
        if not around:
            return None
        source = min(around)[1]
        spoken = [one for one in self._known if one.span in source] or [one for one in self._known if any(one.span in part for part in source)]
        return spoken[0] if len({one.country for one in spoken}) == 1 else None

    def _before(self, span: Span) -> Known | None:
        """The one named last before, in the same paragraph."""
        for one in reversed(self._known[: bisect_left(self._starts, span.start)]):
            if one.span.start <= span.start - _BEFORE or "\n" in self._text[one.span.end : span.start]:
                return None
            if one.span.end <= span.start:
                return one
        return None


def is_own_state(words: str) -> bool:
    """Whether words stand for somebody's own state: "his country"."""
    return _OWN_STATE.match(" ".join(words.split())) is not None


def is_owned(words: str) -> bool:
    """Whether words say that they are somebody's: "its army"."""
    return _OWNED.match(words) is not None
