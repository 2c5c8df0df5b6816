"""Which statement speaks of which deed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.transfers import chance_of, logit
from tests.events.reading import record_of

SALE = "Norway sold howitzers to Kenya in May, a Kenyan official said."
LINKS = [
    # text, relation, basis, words of the deed's trigger
    ("The ministry said Norway sold howitzers to Kenya in May.", "asserts", "specific", "sold"),
    (f"{SALE} Norway's foreign ministry denied the report.", "denies", "anaphoric", "sold"),
    (f"{SALE} Norway's foreign ministry denied it.", "denies", "anaphoric", "sold"),
    # a blanket denial answers what it has no words of
    (
        "North Korea sold munitions to Russia in November, the US said.\n\nRussian officials have denied that it has shipped any weapons to Russia.",
        "denies",
        "blanket",
        "sold",
    ),
]
NONE = [
    # a denial of a number or a price is none of the deed
    (f"{SALE} Norway's foreign ministry denied the price.", "denies"),
    (f"{SALE} Norway's foreign ministry disputed the figure.", "denies"),
]


@pytest.mark.parametrize(("text", "relation", "basis", "trigger"), LINKS, ids=[row[0] for row in LINKS])
def test_a_statement_is_linked(text: str, relation: str, basis: str, trigger: str) -> None:
    record = record_of(text)
    events = {event.id: event for event in record.events or ()}
    found = {(link.relation, link.basis, record.document[events[link.target].triggers[0]]) for link in record.links or ()}
    assert (relation, basis, trigger) in found


@pytest.mark.parametrize(("text", "relation"), NONE, ids=[row[0] for row in NONE])
def test_a_statement_is_not_linked(text: str, relation: str) -> None:
    assert relation not in {link.relation for link in record_of(text).links or ()}


def test_a_denial_that_answers_a_deed_is_no_deed_of_its_own() -> None:
    record = record_of(
        "North Korea sold munitions to Russia in November, the United States said.\n\nRussian officials have denied that Pyongyang has shipped any "
        "weapons to Russia."
    )
    assert [record.document[event.triggers[0]] for event in record.events or ()] == ["sold"]
    assert {event.status.value for event in record.events or ()} == {"occurred"}


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.lists(st.floats(-5, 5), min_size=4, max_size=4))
def test_a_chance_is_a_chance(chances: list[float], weights: list[float]) -> None:
    assert 0 <= chance_of([logit(one) for one in chances], weights) <= 1
