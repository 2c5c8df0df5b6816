"""Text → time expressions: the longest rule that matches at a word wins, and a guard looks at what stands around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.grounding.times.grammar import DIGITS, Rule, grammar
from onrecord.grounding.times.guards import GUARDS, Around
from onrecord.grounding.times.meanings import MEANINGS, Parts
from onrecord.grounding.times.timex import CalendarDate, Meaning, Shift, Stage
from onrecord.record import TimexType

_AHEAD = 7  # words from the first of an expression to its telling one: "at least the first nine and a half months"
_AGE = re.compile(r".{0,2}(?:years?|onths?) (?:old|of age)\b")
_WORD = re.compile(r"['’]?\d+|[A-Za-z]+")
_GOES_ON = re.compile(r"[:./–-]\d|[sh]| ?[ap]\.?m")  # behind a figure that is a time without a word that only times have
_FIGURE = re.compile(rf"['’]\d|(?<!\d)(?:1\d|20)\d\d(?!\d)|\d(?:{_GOES_ON.pattern})")


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a piece of text, by its offsets there."""

    start: int
    end: int
    type: TimexType
    meaning: Meaning
    rule: str


def find_in(text: str, start: int, end: int, *, most: int = 5000) -> list[Found]:
    """The time expressions of text[start:end], left to right, none overlapping another; the first `most` of them."""
    by_word = grammar().by_word
    core = grammar().core
    if core.isdisjoint([word.lower() for word in _WORD.findall(text, start, end)]) and not _FIGURE.search(text, start, end):
        return []  # as in most paragraphs
    tokens = [(match.start(), match[0].lower()) for match in _WORD.finditer(text, start, end)]
    found: list[Found] = []
    free = start
    for (where, word), near in zip(tokens, _near_core(tokens, core), strict=True):
        if where < free:
            continue
        figures = not word.isalpha()
        alone = figures and (word[0] in "'’" or _is_year(word) or _GOES_ON.match(text, where + len(word), end))
        if not alone and (near == _NOTHING or (figures and near == _YEAR)):
            continue
        rules = by_word.get(DIGITS if figures else word)
        if rules is None or _inside_word(text, where, word):
            continue
        best = _longest(rules, text, where, end)
        if best:
            found.append(best)
            free = best.end
            if len(found) >= most:
                break
    return found


_NOTHING, _YEAR, _CORE = range(3)


def _near_core(tokens: list[tuple[int, str]], core: frozenset[str]) -> list[int]:
    """For each word, what it or one of the next `_AHEAD` is: a word that only times have, a year, or neither; "the" alone begins nothing."""
    near = [_NOTHING] * len(tokens)
    of_core = of_year = 0
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index][1]
        if word in core:
            of_core = _AHEAD + 1
        elif word[0] in "'’" or _is_year(word):
            of_year = _AHEAD + 1
        near[index] = _CORE if of_core > 0 else _YEAR if of_year > 0 else _NOTHING
        of_core -= 1
        of_year -= 1
    return near


def _is_year(figures: str) -> bool:
    return len(figures) == 4 and figures.startswith(("1", "20")) and figures.isdigit()


def _inside_word(text: str, start: int, first: str) -> bool:
    """Whether a word goes on from something that makes it no time: "Falk-1987", "$20", "3.14"."""
    if not start:
        return False
    before = text[start - 1]
    if before.isalnum() or before in "_$£€¥#@&+/\\=%":
        return True
    if first[0].isdigit() and before in ".,:-–'’" and start > 1 and text[start - 2].isalnum():
        return True
    return first.isalpha() and before == "." and start > 1 and text[start - 2].isalnum()  # www.may.example


def _longest(rules: tuple[Rule, ...], text: str, start: int, end: int) -> Found | None:
    """The longest expression that begins at `start` and that its guard lets pass."""
    best: Found | None = None
    for rule in rules:
        match = rule.pattern.match(text, start, end)
        if not match or (best and match.end() <= best.end):
            continue
        if (text.startswith("-old", match.end()) or _AGE.match(text, max(start, match.end() - 6), end)) or not _capitals(match):
            continue
        around = Around(text, match.start(), match.end())
        if rule.guard != "-" and not GUARDS[rule.guard](around):
            continue
        meaning = MEANINGS[rule.meaning.split(" ")[0]](Parts(match, rule))
        if meaning is not None:
            if isinstance(meaning, CalendarDate | Shift) and (stage := _stage(match[0])):
                meaning = replace(meaning, stage=stage)
            best = Found(start, match.end(), rule.type, meaning, rule.name)
    return best


_STAGES: Mapping[str, Stage] = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late", "close": "late",
    "earlier": "so-far", "later": "rest", "rest": "rest", "remainder": "rest",
}  # fmt: skip
_STAGE = re.compile(rf"(?:the\s{{1,3}})?(?:({'|'.join(_STAGES)})(?=[\s-])|year[\s-]{{1,3}}(end)s?\Z)", re.IGNORECASE)


def _stage(words: str) -> Stage | None:
    """Which part of it an expression means: "late 2024", "the end of the year", "later this month"."""
    match = _STAGE.match(words)
    return _STAGES[(match[1] or match[2]).lower()] if match else None


def _capitals(match: re.Match[str]) -> bool:
    """Months and days of the week are written with a capital: "may", "march", "sat" and "sun" are words."""
    groups = match.groupdict()
    return not any((word := groups.get(name)) and not word[0].isupper() for name in ("month", "weekday", "day_name", "q"))
