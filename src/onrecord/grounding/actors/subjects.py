"""People whose name begins a sentence of the page: a pronoun may take them up though they said nothing."""

import re
from bisect import bisect_right
from typing import Final

from onrecord.grounding.actors.heard import Seen
from onrecord.grounding.actors.known_names import KnownNames
from onrecord.record import Statement
from onrecord.text import Span

_OPENED: Final = re.compile(r"[.!?…][”\"’')\]]*\s+(?:[Tt]he\s)?\Z")


def find_subjects(names: KnownNames, starts: list[int], statements: tuple[Statement, ...]) -> list[Seen]:
    """People whose name begins a sentence of the page's own words."""
    contents = _merged([span for s in statements if s.content for span in s.content.spans])
    sources = _merged([span for s in statements if s.source for span in s.source.spans])
    found = []
    opening = set(starts)
    for phrase in names.phrases:
        if phrase.sort != "person" or len(phrase.key) < 2 or _is_in(contents, phrase.start) or _is_in(sources, phrase.start):
            continue
        who = names.full.get(names.full_key(phrase.key))
        if who is None:
            continue  # what looks like a person's name is called a body elsewhere on the page
        if phrase.start in opening or _OPENED.search(names.text, max(0, phrase.start - 12), phrase.start) is not None:
            found.append(Seen(phrase.start, phrase.end, (who,), False, None, None))
    return found


def _merged(spans: list[Span]) -> list[tuple[int, int]]:
    """Ranges that cover what the spans cover, in order, none touching another."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if found and span.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found


def _is_in(ranges: list[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of the ranges."""
    i = bisect_right(ranges, (at, 1 << 62)) - 1
    return i >= 0 and ranges[i][0] <= at < ranges[i][1]
