"""Deals: stages in order, batches as parts, packages apart."""

import pytest

from tests.across import marked
from tests.across.told import told


def test_batches_are_parts_of_the_deal_and_another_package_is_another_deal() -> None:
    deals = {deal.totals[0].category: deal for deal in told(marked.BATCHES).stories.deals}
    cars, drones = deals["armour"], deals["drones"]
    assert [(t.value, t.delivered) for t in cars.totals] == [(40.0, 14.0)]
    assert [(t.value, t.delivered) for t in drones.totals] == [(10.0, None)]
    assert (len(cars.claims), len(drones.claims)) == (3, 1)


def test_claims_of_a_deal_stand_in_the_order_of_its_stages() -> None:
    found = told(marked.BATCHES).stories
    status = {claim.id: claim.status.value for claim in found.claims}
    deal = max(found.deals, key=lambda d: len(d.claims))
    assert [status[c] for c in deal.claims] == ["planned", "occurred", "occurred"]
    assert all(claim.deal for claim in found.claims)


def test_two_orders_of_other_numbers_years_apart_are_two_deals() -> None:
    later = marked.BATCHES.replace("[q1 ten] [i1 TB2 drones]", "[q1 ten] [i1 Kaplan armoured cars]").replace("i1 drones 10", "i1 armour 10")
    later = later.replace("2021-11-03", "2024-11-06").replace("Nov 3", "Nov 6").replace("10 exact drones", "10 exact armour")
    assert sorted(t.value for deal in told(later).stories.deals for t in deal.totals) == [10.0, 40.0]


# Of the third page of "batches": its words, and how many have come in all.
CAME = [
    ("Another [q1 [i1 eight]] of the [q2 40] [i2 Kaplan armoured cars] [e1 came] from Turkey on [t1 Wednesday]", 14.0),
    ("So far [q1 [i1 eight]] of the [q2 40] [i2 Kaplan armoured cars] [e1 came] from Turkey by [t1 Wednesday]", 8.0),
    ("Niger now has [q1 [i1 eight]] of the [q2 40] [i2 Kaplan armoured cars] that [e1 came] from Turkey until [t1 Wednesday]", 8.0),
    ("With [q1 [i1 eight]] that [e1 came] on [t1 Wednesday] Niger now has 14 of the [q2 40] [i2 Kaplan armoured cars] from Turkey", 14.0),
]


@pytest.mark.parametrize(("words", "came"), CAME)
def test_a_running_total_is_never_added_to_the_batches_that_it_holds(words: str, came: float) -> None:
    found = told(marked.BATCHES.replace(CAME[0][0], words)).stories
    assert [(t.value, t.delivered) for d in found.deals for t in d.totals if t.category == "armour"] == [(40.0, came)]


def test_what_was_told_as_come_before_is_not_the_delivery_of_a_later_day() -> None:
    found = told(marked.BATCHES).stories
    came = [c for c in found.claims if c.supplier == "TUR" and c.status.value == "occurred"]
    assert [len({n.document for n in (*c.asserts, *c.narrated)}) for c in came] == [1, 1]


def test_what_came_is_told_in_passing_on_the_page_of_the_next_order_and_is_none_of_it() -> None:
    again = marked.BATCHES.replace("[q1 ten] [i1 TB2 drones]", "[q1 ten] [i1 more Kaplan armoured cars]").replace("i1 drones 10", "i1 armour 10")
    again = again.replace("10 exact drones", "10 exact armour")
    again = again.replace("the Kaplan cars are another contract.", "[q2 ten] [i2 Kaplan cars] [e2 had come] from Turkey.")
    again = again.replace(
        "i1 armour 10 exact ordered\n",
        "e2 COOPERATE occurred background TUR > NER narrator | delivered sale i2\ni1 armour 10 exact ordered\ni2 armour 10 exact delivered\n",
    )
    found = told(again).stories
    order = next(c.deal for c in found.claims if c.status.value == "planned" and any(v.document == "d" for v in c.asserts))
    assert [(t.value, t.delivered) for d in found.deals if d.id == order for t in d.totals] == [(10.0, None)]


def test_what_a_page_says_is_to_come_is_of_the_order_that_it_tells_however_long_it_takes() -> None:
    head, _, rest = marked.BATCHES.partition("## b")
    _, _, rest = rest.partition("## c")
    late = """## b
published 2020-09-02
outlet Niamey Soir
newsroom Steppe Wire
headline Kaplans will be late
---
NIAMEY - [k1 The [i1 cars] that Niger [e2 ordered] from Turkey in [t2 January 2020] [e1 come] in [t1 2031]], [s1 officers] [c1 said].
---
a NER
a TUR
a nermod organisation NER GOV defence ministry of Niger
s1 asserts nermod : asserts e1 specific ; asserts e2 specific
e1 AGREE expected news TUR > NER @t1 | - sale i1
e2 AGREE planned background TUR > NER @t2 | ordered sale i1 ordered=t2
i1 armour

"""
    story = f"{head}{late}## c{rest}".replace("claim c1 : a.e1", "claim c1 : a.e1 b.e2")
    found = told(story).stories
    coming = next(c for c in found.claims if c.status.value == "expected")
    assert [(t.value, t.category) for d in found.deals if d.id == coming.deal for t in d.totals] == [(40.0, "armour")]


# Of the fourth page of "batches": what is ordered in Turkey in November 2021, the lines of its items, and the numbers of all deals.
AGAIN = [
    ("[e1 ordered] [q1 another 40] [i1 Kaplan cars]", "i1 armour 40 exact ordered", [40.0, 40.0]),
    ("[e1 ordered] a second lot of [q1 40] [i1 Kaplan armoured cars]", "i1 armour 40 exact ordered", [40.0, 40.0]),
    (
        "[e1 added] [q1 a further six] [i1 Kaplan cars], bringing the total to [q2 [i2 46]],",
        "i1 armour 6 exact ordered part=i2\ni2 armour 46 exact ordered",
        [46.0],
    ),
    (
        "[e1 added] [q1 six more] [i1 Kaplan cars], bringing the total to [q2 [i2 46]],",
        "i1 armour 6 exact ordered\ni2 armour 46 exact ordered",
        [46.0],
    ),
    ("[e1 changed] its contract and takes [q1 thirty] [i1 Kaplan cars] instead of forty", "i1 armour 30 exact ordered", [30.0]),
    ("[e1 raised] its order from 40 to [q1 fifty-five] [i1 Kaplan cars]", "i1 armour 55 exact ordered", [55.0]),
    ("[e1 ordered] [q1 thirty] [i1 Kaplan cars]", "i1 armour 30 exact ordered", [30.0, 40.0]),
    ("[e1 ordered] [q1 more than 45] [i1 Kaplan cars]", "i1 armour 45 at-least ordered", [40.0, 45.0]),
]


@pytest.mark.parametrize(("words", "items", "numbers"), AGAIN)
def test_a_later_order_is_another_deal_unless_its_page_makes_it_the_earlier_one_with_a_new_number(
    words: str, items: str, numbers: list[float]
) -> None:
    story = marked.BATCHES.replace("[e1 ordered] [q1 ten] [i1 TB2 drones]", words).replace("i1 drones 10 exact ordered", items)
    story = story.replace("| 10 exact drones", "| 10 exact armour")
    if "i2 armour" in items:
        story = story.replace("ordered sale i1 ordered=t1 supplier=TUR recipient=NER\ni1 armour 6", "ordered sale i1+i2 ordered=t1\ni1 armour 6")
    assert sorted(t.value for deal in told(story).stories.deals for t in deal.totals) == numbers


def test_a_second_lot_is_not_the_first_told_again() -> None:
    """Though its page gives no day."""
    story = marked.BATCHES.replace(
        "[e1 ordered] [q1 ten] [i1 TB2 drones] from Turkey on [t1 Tuesday]]", "[e1 ordered] another [q1 forty] [i1 Kaplan armoured cars] from Turkey]"
    )
    story = story.replace(
        "e1 AGREE planned news TUR > NER @t1 | ordered sale i1 ordered=t1 supplier=TUR recipient=NER\ni1 drones 10",
        "e1 AGREE planned news TUR > NER | ordered sale i1\ni1 armour 40",
    ).replace("| 10 exact drones", "| 40 exact armour")
    assert [t.value for deal in told(story).stories.deals for t in deal.totals] == [40.0, 40.0]


def test_two_orders_that_one_page_tells_of_two_types_are_two_deals() -> None:
    """Nor do steps that name no type hold them together."""
    story = marked.BATCHES.replace(
        "[e1 ordered] [q1 ten] [i1 TB2 drones] from Turkey",
        "[e1 ordered] [q1 45] [i1 Ejder carriers] and [e2 ordered] [q2 twenty] [i2 Vuran cars] from Turkey; "
        "[q3 twelve] [i3 vehicles] [e3 come] in [t3 2022]",
    )
    story = story.replace(
        """s1 asserts nermod : asserts e1 specific
e1 AGREE planned news TUR > NER @t1 | ordered sale i1 ordered=t1 supplier=TUR recipient=NER
i1 drones 10 exact ordered""",
        """s1 asserts nermod : asserts e1 specific ; asserts e2 specific ; asserts e3 specific
e1 AGREE planned news TUR > NER @t1 | ordered sale i1 ordered=t1
e2 AGREE planned news TUR > NER @t1 | ordered sale i2 ordered=t1
e3 AGREE expected news TUR > NER @t3 | - sale i3
i1 armour 45 exact ordered
i2 armour 20 exact ordered
i3 armour 12 exact planned""",
    )
    story = story.replace("claim c4 : d.e1", "claim c4 : d.e1\nclaim c5 : d.e2\nclaim c6 : d.e3").replace("| 10 exact drones", "| 45 exact armour")
    assert sorted(t.value for deal in told(story).stories.deals for t in deal.totals) == [20.0, 40.0, 45.0]


def test_what_is_called_off_of_an_order_is_of_its_deal_and_not_its_number() -> None:
    story = marked.BATCHES.replace("[e1 ordered] [q1 ten] [i1 TB2 drones] from Turkey", "[e1 cancelled] [q1 26] [i1 Kaplan cars] owed by Turkey")
    story = story.replace(
        "e1 AGREE planned news TUR > NER @t1 | ordered sale i1 ordered=t1 supplier=TUR recipient=NER\ni1 drones 10 exact ordered",
        "e1 SANCTION.discontinue cancelled news TUR > NER @t1 | ordered sale i1\ni1 armour 26 exact",
    ).replace("| 10 exact drones", "| 10 exact armour")
    (deal,) = told(story).stories.deals
    assert [(t.value, t.delivered) for t in deal.totals] == [(40.0, 14.0)]


def test_a_step_without_goods_is_of_what_its_page_tells() -> None:
    """ "The rest follows": of the cars that the page is about, not of the drones."""
    rest = marked.BATCHES.replace(
        "[s1 Niger's defence ministry] [c1 said].\n---\na NER\na TUR\na nermod organisation NER GOV defence ministry of Niger\n"
        "s1 asserts nermod : asserts e1 specific\ne1 COOPERATE occurred news TUR > NER @t1 | delivered sale i1+i2\ni1 armour 8",
        "[s1 Niger's defence ministry] [c1 said]. The rest [e2 follows] in [t2 2022].\n---\na NER\na TUR\n"
        "a nermod organisation NER GOV defence ministry of Niger\ns1 asserts nermod : asserts e1 specific\n"
        "e1 COOPERATE occurred news TUR > NER @t1 | delivered sale i1+i2\ne2 AGREE expected news TUR > NER @t2 narrator | - sale -\ni1 armour 8",
    ).replace("claim c4 : d.e1", "claim c4 : d.e1\nclaim c5 : c.e2")
    rest = rest.replace("2021-11-03", "2019-12-20").replace("Nov 3", "Dec 20")
    found = told(rest).stories
    coming = next(c for c in found.claims if c.status.value == "expected")
    assert [t.category for d in found.deals if d.id == coming.deal for t in d.totals] == ["armour"]


def test_a_bound_that_is_passed_gives_way_to_what_came() -> None:
    story = marked.BATCHES.replace("[q1 40] [i1 Kaplan", "[q1 at least 10] [i1 Kaplan").replace(
        "armour 40 exact ordered\n\n## b", "armour 10 at-least ordered\n\n## b"
    )
    for batch in ("six", "eight"):
        story = story.replace(f"[q1 [i1 {batch}]] of the [q2 40] [i2 Kaplan armoured cars]", f"[q1 {batch}] [i1 Kaplan armoured cars]")
    story = story.replace("delivered sale i1+i2", "delivered sale i1").replace("delivered part=i2\ni2 armour 40 exact ordered", "delivered")
    assert [(t.value, t.bound, t.delivered) for d in told(story).stories.deals for t in d.totals if t.category == "armour"] == [(14.0, "exact", 14.0)]
