"""Numbers that a text gives: how many there are of anything, and how many were killed, wounded or arrested."""

import re
from collections.abc import Iterator
from typing import Final

from onrecord.across.wording import WORD

_UP_TO_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS: Final = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())} | {
    "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_DIGITS: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])")
_COUNT: Final = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_NUMBER_WORDS)})"
_HARMED: Final[dict[str, str]] = {
    "dead": r"(?:killed|dead|died|deaths|bodies|fatalities|shot dead)",
    "wounded": r"(?:wounded|injured|hurt|injuries)",
    "arrested": r"(?:arrested|detained|arrests|in custody)",
}
_TOLLS: Final = {what: re.compile(rf"\b{_COUNT}\b(?:\W+(?!and\b)\w+){{0,4}}?\W+{harmed}\b", re.IGNORECASE) for what, harmed in _HARMED.items()}
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


def tolls_in(text: str) -> Iterator[tuple[str, float]]:
    """How many were killed, wounded or arrested, by a text."""
    for what, pattern in (*_TOLLS.items(), ("dead", _TOLL)):
        for found in pattern.finditer(text):
            value = _NUMBER_WORDS.get(found["n"].casefold())
            yield what, float(found["n"].replace(",", "")) if value is None else float(value)
