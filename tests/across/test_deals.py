"""Deals: stages in order, batches as parts, packages apart."""

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
