"""Who supplies and who takes, where the clause leaves it out."""

import pytest

from onrecord.events.sides import Sided, choose
from tests.events.reading import record_of

CHOICES = [
    # chances as supplier, chances as recipient, from, supplier and recipient
    ({"RUS": 0.9, "IRN": 0.2}, {"IRN": 0.8, "RUS": 0.3}, 0.5, ("RUS", "IRN")),
    ({"RUS": 0.9, "IRN": 0.6}, {"RUS": 0.8, "IRN": 0.5}, 0.5, ("RUS", "IRN")),  # nobody is both: the pair with most, 1.4 either way, by its order
    ({"RUS": 0.9}, {"IRN": 0.4}, 0.5, ("RUS", None)),
    ({"RUS": 0.9}, {"RUS": 0.95}, 0.5, (None, "RUS")),
    ({}, {}, 0.5, (None, None)),
]


@pytest.mark.parametrize(("suppliers", "takers", "least", "expected"), CHOICES)
def test_two_sides_are_chosen_together(
    suppliers: dict[str, float], takers: dict[str, float], least: float, expected: tuple[str | None, str | None]
) -> None:
    supplier, taker = choose(Sided(suppliers, takers), least)
    assert (supplier and supplier[0], taker and taker[0]) == expected


def test_a_side_that_the_clause_leaves_out_is_who_was_told_before() -> None:
    record = record_of(
        "Norway has agreed to sell 40 howitzers to Kenya, the Kenyan defence ministry said on Tuesday.\n\nThe first ten howitzers were delivered "
        "to Kenya in May, the ministry added."
    )
    rows = {(row.supplier, row.recipient) for row in record.arms_transfers or ()}
    assert rows == {("NOR", "KEN")}


def test_every_side_is_an_actor_of_the_page() -> None:
    record = record_of("Norway sold howitzers to Kenya in May. They were shipped by sea. The kingdom will deliver more shells to Nairobi next year.")
    known = {actor.id for actor in record.actors or ()}
    assert all({row.supplier, row.recipient} <= known for row in record.arms_transfers or ())
