"""Times in words."""

import pytest

from onrecord.export.times import days_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-03-11/2025-03-11", "11 March 2025"),
        ("2025-03-11/2025-03-13", "11 March 2025 to 13 March 2025"),
        ("2025-03/2025-12-01", "March 2025 to 1 December 2025"),
        ("?/2025", "? to 2025"),
        ("2025-SP", "2025-SP"),
        ("2025-13-01", "2025-13-01"),
        ("", ""),
    ],
)
def test_days_are_told_as_people_write_them(value: str, words: str) -> None:
    assert days_in_words(value) == words
