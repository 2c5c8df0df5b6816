"""Which deeds their own words deny."""

import pytest

from tests.events.reading import record_of

DENIED = [
    "Norway has never sold howitzers to Kenya.",
    pytest.param("Norway did not sell howitzers to Kenya.", marks=pytest.mark.xfail(strict=True, reason="the judge takes it for no deed")),
    "No howitzers were sold to Kenya by Norway.",
    "Norway never delivered the howitzers to Kenya.",
]
NOT_DENIED = [
    "Norway not only sold howitzers to Kenya but also trained its crews.",
    "Norway sold Kenya not just howitzers but also tanks.",
    "Norway sold no fewer than 40 howitzers to Kenya in May.",
    "Nobody but Norway sold howitzers to Kenya.",
]


@pytest.mark.parametrize("text", DENIED)
def test_a_deed_that_its_own_clause_denies_is_denied(text: str) -> None:
    assert [event.status.value for event in record_of(text).events or ()] == ["denied"]


@pytest.mark.parametrize("text", NOT_DENIED)
def test_words_of_negation_that_deny_something_else_deny_no_deed(text: str) -> None:
    assert "denied" not in {event.status.value for event in record_of(text).events or ()}


THOUGHT_OF = [
    pytest.param(
        "Togo's minister returned on Monday to the idea of coastal states sending soldiers to Mali.",
        "sending",
        marks=pytest.mark.xfail(reason="the judge takes it for no deed", strict=True),
    ),
    ("Diplomats spoke of the possibility of Norway sending troops to Mali.", "sending"),
    ("Diplomats fear the prospect of Norway shelling the port of Mombasa.", "shelling"),
]


@pytest.mark.parametrize(("text", "trigger"), THOUGHT_OF)
def test_a_deed_that_is_only_thought_of_has_not_occurred(text: str, trigger: str) -> None:
    record = record_of(text)
    assert [event.status.value for event in record.events or () if record.document[event.triggers[0]] == trigger] == ["possible"]
