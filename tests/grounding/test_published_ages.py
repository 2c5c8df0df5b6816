"""Ages such as "3 hours ago", and from which day each counts."""

import pytest

from onrecord.record import Verdict
from tests.grounding.dated_page import BODY, HEADLINE, page, verdicts


@pytest.mark.parametrize(
    ("head", "expected", "verdict"),
    [
        ("Posted 3 days ago", "2024-03-08", "accepted"),
        ("Published: yesterday", "2024-03-10", "accepted"),
        ("Maja Lind | Friday", "2024-03-08", "accepted"),
        ("Posted 400 days ago", None, None),
    ],
)
def test_an_age_at_the_head_counts_from_the_masthead(head: str, expected: str | None, verdict: str | None) -> None:
    published = page("Monday, 11 March 2024", "Home | Ports", HEADLINE, head, BODY)
    assert published.date == expected
    assert verdicts(published).get(f"visible {expected}") == verdict
    assert verdicts(published)["masthead 2024-03-11"] == "crawl"


def test_an_age_that_counts_from_no_known_day_tells_nothing() -> None:
    published = page(HEADLINE, "Posted 3 days ago", BODY)
    assert (published.date, published.candidates) == (None, ())
    assert [(one.reading, one.verdict) for one in published.evidence] == [(None, Verdict.OTHER_ARTICLE)]


def test_the_ages_of_other_stories_above_the_headline_are_theirs() -> None:
    published = page(
        "Monday, 11 March 2024", "Storm hits coast, harbour shut - posted 1 day ago", "Ship sinks in fog - posted 2 days ago", HEADLINE, BODY
    )
    assert (published.date, published.candidates) == (None, ())


@pytest.mark.parametrize(
    ("retrieved", "head", "expected"),
    [
        ("2024-03-11T01:30:00Z", "Posted 3 hours ago", "2024-03-10"),
        ("2024-03-11T09:30:00Z", "Posted 3 hours ago", "2024-03-11"),
        ("2024-03-11", "Posted 20 minutes ago", "2024-03-11"),
        ("2024-03-11T09:30:00Z", "vor 2 Tagen", "2024-03-09"),
        ("2024-03-11T09:30:00Z", "Updated 3 hours ago", "2024-03-11"),
        (None, "Posted 3 hours ago", None),
    ],
)
def test_hours_ago_count_from_the_time_of_the_fetch(retrieved: str | None, head: str, expected: str | None) -> None:
    assert page(HEADLINE, head, BODY, retrieved=retrieved).date == expected
