"""The English words for numbers from zero to ninety, that texts of every kind count with."""

from collections.abc import Mapping
from typing import Final

ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS: Final = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
SMALL: Final[Mapping[str, int]] = {word: value for value, word in enumerate(("zero", *ONES, *TEENS))}
TENS: Final[Mapping[str, int]] = {
    word: 10 * n for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
