"""Numbers that a text gives: how many there are of anything, and how many were killed, wounded or arrested."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.across.wording import WORD
from onrecord.cardinals import ONES, SMALL, TENS

_NUMBER_WORDS: Final = {
    **{f"{ten}-{one}": number + unit for ten, number in TENS.items() for unit, one in enumerate(ONES, 1)},  # first: "twenty-four" is not "twenty"
    **SMALL,
    **TENS,
    "dozen": 12,
    "hundred": 100,
}
_NEAR: Final = 40  # characters before a number in which one that is part of it stands
_DIGITS: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])")
_COUNT: Final = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_NUMBER_WORDS)})"
_NUMBER: Final = re.compile(rf"\b{_COUNT}\b", re.IGNORECASE)
_HARMED: Final[dict[str, str]] = {
    "dead": r"(?:killed|dead|died|deaths|bodies|fatalities|shot dead)",
    "wounded": r"(?:wounded|injured|hurt|injuries)",
    "arrested": r"(?:arrested|detained|arrests|in custody)",
}
_TOLLS: Final = {what: re.compile(rf"\b{_COUNT}\b(?:\W+(?!and\b)\w+){{0,4}}?\W+{harmed}\b", re.IGNORECASE) for what, harmed in _HARMED.items()}
_BEFORE: Final = re.compile(
    rf"\b(?:instead of|rather than|from|not) (?:the |about |some )?{_COUNT}\b(?! ?(?:%|per cent|million|billion))", re.IGNORECASE
)
_MORE: Final = re.compile(r"\b(?:another|further|additional|extra|more(?! than)|second (?:dozen|batch|lot|order|contract|package))\b", re.IGNORECASE)
_OF_THESE: Final = re.compile(rf"\b{_COUNT}(?: more| further)? (?:out )?of (?:the|its|their|those|these)(?: \w+)?\s+$", re.IGNORECASE)
_SO_FAR: Final = re.compile(r"\b(?:so far|thus far|to date|(?:up to|until|till|by) now|hitherto|altogether|in all|in total)\b", re.IGNORECASE)
_NOW_HAS: Final = re.compile(r"\b(?:a total of|ha(?:s|ve|ving) now|now ha(?:s|ve))\b", re.IGNORECASE)  # of the number that follows
_TOLL: Final = re.compile(r"\b(?:toll (?:at|to|of|was|is)|killed|killing|deaths of)\W+(?:\w+\W+){0,2}?(?P<n>\d+)\b", re.IGNORECASE)


def figures_in(text: str) -> Iterator[float]:
    """Numbers of a text that say how many: no years, and "one" is an article."""
    for found in _DIGITS.finditer(text):
        value = float(found[0].replace(",", ""))
        if not (1900 <= value <= 2100 and "," not in found[0]):
            yield value
    for word in WORD.findall(text.casefold()):
        if (number := _NUMBER_WORDS.get(word)) is not None and number > 1:
            yield float(number)


def numbers_before(text: str) -> Iterator[float]:
    """Numbers that a text says are no longer so: "forty instead of 55", "from sixteen to forty", "not four, but two"."""
    for found in _BEFORE.finditer(text):
        value = _value(found["n"])
        if not 1900 <= value <= 2100:
            yield value


def is_more(text: str) -> bool:
    """Whether a number in these words comes on top of what was there: "another dozen", "a further six", "eight more"."""
    return _MORE.search(text) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A number that is told as part of the one behind it, with its place in the text."""

    value: float
    start: int
    end: int


def part_of_number(text: str, start: int) -> Part | None:
    """The number before another that counts these, where that one begins at `start`: six of "six of the 12 radars"."""
    low = max(start - _NEAR, 0)
    found = _OF_THESE.search(text[low:start])
    return Part(_value(found["n"]), low + found.start("n"), low + found.end("n")) if found else None


def tells_so_far(before: str, behind: str) -> bool:
    """Whether the words before an item, with it, and behind tell it as what has come in all."""
    return _NOW_HAS.search(before) is not None or _SO_FAR.search(before + up_to_number(behind)) is not None


def up_to_number(text: str) -> str:
    """A text as far as its first number: what stands behind is said of that one."""
    found = _NUMBER.search(text)
    return text[: found.start()] if found else text


def _value(words: str) -> float:
    number = _NUMBER_WORDS.get(words.casefold())
    return float(words.replace(",", "")) if number is None else float(number)


def tolls_in(text: str) -> Iterator[tuple[str, float]]:
    """How many were killed, wounded or arrested, by a text."""
    for what, pattern in (*_TOLLS.items(), ("dead", _TOLL)):
        for found in pattern.finditer(text):
            yield what, _value(found["n"])
