"""Which statement speaks of which deed."""

import pytest

from tests.events.reading import record_of

LINKS = [
    # text, relation, basis, words of the deed's trigger
    ("The ministry said Norway sold howitzers to Kenya in May.", "asserts", "specific", "sold"),
    ("Norway sold howitzers to Kenya in May, a Kenyan official said. Norway's foreign ministry denied the report.", "denies", "anaphoric", "sold"),
    ("Norway sold howitzers to Kenya in May, a Kenyan official said. Norway's foreign ministry denied it.", "denies", "anaphoric", "sold"),
]
NONE = [
    # a denial of a number or a price is none of the deed
    ("Norway sold howitzers to Kenya in May, a Kenyan official said. Norway's foreign ministry denied the price.", "denies"),
    ("Norway sold howitzers to Kenya in May, a Kenyan official said. Norway's foreign ministry disputed the figure.", "denies"),
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
