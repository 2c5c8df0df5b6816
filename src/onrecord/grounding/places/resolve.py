"""From names in a text to places: names that are equal are one group, groups are weighed together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.grounding.places.beside import wider_before, wider_behind
from onrecord.grounding.places.candidates import word_kinds
from onrecord.grounding.places.folding import folded
from onrecord.grounding.places.gazetteer import Entry
from onrecord.grounding.places.names import Meaning, meanings
from onrecord.grounding.places.weighing import Group, Weights, weigh

_SHORTENED: Final = re.compile(r",? ?\(?(?:(?:[A-Z]\.){2}|[A-Z][a-z]{1,4}\.|[A-Z]{2}\b)")
_LONGEST: Final = 8  # words of a name whose parts are looked up
_SHORTEST: Final = 4  # letters of a part that is one word
_TELLING_NOTHING: Final = frozenset({"common", "direction", "body", "feature", "given", "road", "title", "team"})
_TOGETHER: Final = 300  # names that are weighed together: a page with more is a list, and time would grow with the square


@dataclass(frozen=True, slots=True)
class Located:
    """A name in the text, and what it was taken for."""

    start: int
    end: int
    entry: Entry
    how: str
    confidence: float


def locate(text: str, names: Sequence[tuple[int, int]], weights: Weights | None = None) -> list[Located | None]:
    """The place of each name [start, end) of the text; None where nothing of that name is known."""
    groups, of = group_names(text, names)
    choices = [choice for at in range(0, len(groups), _TOGETHER) for choice in weigh(groups[at : at + _TOGETHER], weights)]
    found: list[Located | None] = []
    for (start, end), at in zip(names, of, strict=True):
        if at is None:
            found.append(None)
            continue
        meaning = groups[at].meanings[choices[at].at]
        found.append(Located(start, end, meaning.entry, meaning.how, choices[at].chance))
    return found


def group_names(text: str, names: Sequence[tuple[int, int]]) -> tuple[list[Group], list[int | None]]:
    """The names as groups, and the group of each; None for a name that means nothing."""
    groups: list[Group] = []
    known: dict[str, int | None] = {}
    of: list[int | None] = []
    for start, end in names:
        name = text[start:end]
        form = folded(name)
        if form not in known:
            possible = possible_meanings(name)
            known[form] = len(groups) if possible else None
            if possible:
                groups.append(Group(possible, 0))
        at = known[form]
        of.append(at)
        if at is not None:
            groups[at].times += 1
            groups[at].after_comma += text[max(0, start - 2) : start] == ", " or text[max(0, start - 1) : start] == "("
            sure, behind = wider_behind(text, end)
            (groups[at].behind if sure else groups[at].beside).extend(behind)
            if sure and _SHORTENED.match(text, end):
                groups[at].behind_short.extend(behind)
            groups[at].beside.extend(wider_before(text, start))
    return groups, of


def possible_meanings(name: str) -> tuple[Meaning, ...]:
    """What a name may mean, also without an apostrophe behind it; of a name that is not known, the places of the longest part that is."""
    for end in ("’s", "'s", "’", "'"):
        if name.endswith(end):
            name = name.removesuffix(end)
    return meanings(name) or _of_part(name)


def _of_part(name: str) -> tuple[Meaning, ...]:
    """The places of "Lund" in "Lund Magistrates' Court": a body that is called after a place is mostly there."""
    words = name.split()[:_LONGEST]
    kinds = word_kinds()
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            part = " ".join(words[at : at + length])
            if length == 1 and (len(part) < _SHORTEST or kinds.get(folded(part), frozenset()) & _TELLING_NOTHING):
                continue
            found = tuple(replace(m, how="within") for m in meanings(part) if m.how not in ("people", "postal"))
            if found and part[0].isupper():
                return found
    return ()
