"""A time as a person reads it."""


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
