"""A time as a person reads it."""

from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def time_in_words(value: str) -> str:
    """A TIMEX3 value: a decade and a century by their names, any other as it is.

    >>> time_in_words("198"), time_in_words("19"), time_in_words("2024-03")
    ('the 1980s', 'the 20th century', '2024-03')
    """
    if value.isdecimal() and len(value) == len("198"):
        return f"the {value}0s"
    if value.isdecimal() and len(value) == len("19"):
        number = int(value) + 1
        ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"the {number}{ending} century"
    return value


def days_in_words(value: str) -> str:
    """A stretch of days from the first to the last: one day is told once.

    >>> days_in_words("2025-03-11/2025-03-11"), days_in_words("2025-03/2025-04-02"), days_in_words("?/2025")
    ('11 March 2025', 'March 2025 to 2 April 2025', '? to 2025')
    """
    return " to ".join(dict.fromkeys(map(_day_in_words, value.split("/"))))


def _day_in_words(value: str) -> str:
    year, *rest = value.split("-")
    if not rest or not all(part.isdecimal() for part in (year, *rest)) or not 1 <= int(rest[0]) <= 12:
        return value
    return " ".join((*(str(int(day)) for day in rest[1:2]), _MONTHS[int(rest[0]) - 1], year))
