"""How many a deal is of, in words: what of it came is told for what it is, and "all" only of what was ordered."""

import pytest

from onrecord.across.amounts import part_of_number
from onrecord.across.totals import in_words
from tests.across import marked
from tests.across.told import told
from tests.reconcile import goods

THIRD = "Another [q1 [i1 eight]] of the [q2 40] [i2 Kaplan armoured cars]"
OF_THE_40 = "delivered sale i1+i2\ni1 armour 8 exact delivered part=i2\ni2 armour 40 exact ordered"
THE_40 = "delivered sale i1\ni1 armour 40 exact delivered"

# Of a text that ends before a number, the number that is part of that one.
PARTS = [
    ("Poland had delivered six of the ", 6.0),
    ("and 14 of its ", 14.0),
    ("another two of those promised ", 2.0),
    ("Three more out of the ", 3.0),
    ("at the end of the ", None),
    ("one of the most modern, with ", None),
    ("in March 2021 of ", None),
]


@pytest.mark.parametrize(("before", "part"), PARTS)
def test_a_number_before_another_is_part_of_it(before: str, part: float | None) -> None:
    found = part_of_number(before + "12 radars", len(before))
    assert (found.value if found else None, found is None or before[found.start : found.end] in before) == (part, True)


def test_of_a_number_that_came_of_another_the_part_has_come() -> None:
    """A reader may have the forty alone of "eight of the 40"."""
    alone = marked.BATCHES.replace(THIRD, "Another eight of the [q1 40] [i1 Kaplan armoured cars]").replace(OF_THE_40, THE_40)
    assert alone.count(THE_40) == 1
    found = told(alone).stories
    assert [(t.value, t.delivered) for d in found.deals for t in d.totals if t.category == "armour"] == [(40.0, 14.0)]


def test_totals_are_told_by_what_they_count_and_all_only_of_what_was_ordered() -> None:
    def words(story: str) -> list[str]:
        stories = told(story).stories
        claims = {claim.id: claim for claim in stories.claims}
        return sorted(in_words(total, [claims[c] for c in deal.claims]) for deal in stories.deals for total in deal.totals)

    assert words(marked.BATCHES) == ["10 drones", "40 armour, 14 of them delivered"]
    assert words(goods.TWO_GOODS) == ["12 radars, 6 of them delivered", "40 armour"]
    assert words(goods.ONE_GOODS) == ["6 ships, all 6 delivered"]
    no_order = goods.ONE_GOODS.replace("[e1 has ordered] [q1 six] [i1 patrol boats]", "[e1 has ordered] [i1 patrol boats]")
    assert words(no_order.replace("i1 ships 6 exact ordered", "i1 ships")) == ["6 ships delivered"]


def test_figures_name_goods_of_no_category_as_pages_do() -> None:
    two = goods.TWO_GOODS.replace("[q2 twelve] [i2 coastal radars] for", "[q2 twelve] [i2 radars] for")
    found = {figure.what for claim in told(two).stories.claims for figure in claim.figures}
    assert {"number of armour", "number of radars", "batch of radars"} <= found
    assert not any("other" in what for what in found)
