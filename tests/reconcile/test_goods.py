"""A deal in several goods against a register: which of its steps are of the row's goods, and which items and figures they have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.across import origin_tree
from onrecord.cli.claims import flags_of
from onrecord.reconcile import reconcile
from onrecord.reconcile.known import Quotes
from onrecord.reconcile.told import Linked, cells_of, lacking_of, quotes_of
from onrecord.store.store import Store
from onrecord.store.tellings import tellings_of
from tests.across import marked
from tests.reconcile import goods
from tests.reconcile.test_reconcile import NAMES, write_csv


@pytest.fixture(scope="module")
def two_goods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with goods.stored(goods.TWO_GOODS, tmp_path_factory.mktemp("goods") / "two.db") as opened:
        yield opened


def test_a_claim_has_all_its_tellings_whatever_its_sides_are_called_there(two_goods: Store) -> None:
    """Of an order the page of the navy that has the items, that of the denial, and the one that tells it in passing without items."""
    told: dict[str, set[int]] = {}
    for telling in tellings_of(two_goods.connection):
        told.setdefault(telling.claim, set()).add(telling.transfer)
    status = {claim.id: claim.status.value for claim in two_goods.stories().claims}
    items = dict(two_goods.connection.execute("SELECT transfer_id, count(*) FROM item GROUP BY transfer_id").fetchall())
    found = {status[claim]: sorted(items.get(transfer, 0) for transfer in transfers) for claim, transfers in told.items()}
    assert found == {"planned": [0, 1, 2], "occurred": [1]}


# Rows of a register against TWO_GOODS: number ordered, year of order, years of delivery, number delivered; verdict, and what is said of it.
ROWS: list[tuple[tuple[Any, ...], str, str]] = [
    (("Turkey", "Kenya", "Yaman-4", "Armoured car", 40, 2021, None, None, ""), "disputed", "denied by Kenya"),
    (("Turkey", "Kenya", "Yaman-4", "Armoured car", 40, 2021, "2021", 8, ""), "disputed", "denied by Kenya"),  # what came are radars
    (("Turkey", "Kenya", "", "Coastal radar", 12, 2021, "2021", 6, ""), "supported", "told as the row has it"),  # only the cars are denied
    (("Turkey", "Kenya", "", "Coastal radar", 14, 2021, "2021", 6, ""), "figures differ", "number 12 (Yaman Makina), not 14"),
    (("Turkey", "Kenya", "", "Coastal radar", 14, 2019, "2019", 6, ""), "nothing found", "of these two sides 1 other deal is told"),
    (("Turkey", "Kenya", "", "Parachutes", 12, 2021, "2021", 12, ""), "nothing found", "of these two sides 1 other deal is told"),
]


@pytest.mark.parametrize(("row", "verdict", "why"), ROWS)
def test_a_row_is_held_against_its_own_goods_of_a_deal_in_several(
    two_goods: Store, tmp_path: Path, row: tuple[Any, ...], verdict: str, why: str
) -> None:
    found = reconcile(write_csv(tmp_path / "register.csv", [NAMES, row]), two_goods)
    assert (found.rows[0].verdict, why in found.rows[0].why, len(found.lacks)) == (verdict, True, verdict == "nothing found"), found.rows[0].why


BOATS = ("Portugal", "Kenya", "", "Patrol boat", 6, 2021, "2021", 6, "")


def test_who_denies_the_order_of_what_has_come_stands_beside_it(tmp_path: Path) -> None:
    with goods.stored(goods.ONE_GOODS, tmp_path / "one.db") as store:
        (row,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, BOATS]), store).rows
        said = [(quote.relation, quote.words) for quote in quotes_of(row, Quotes(store))]
        cells = cells_of(row, Quotes(store), Linked("http://x"))
    assert (row.verdict, row.deniers) == ("supported", ("Kenya",))
    assert row.why.endswith("; the order is denied by Kenya")
    assert cells["denied by"] == "Kenya"
    assert said[:2] == [
        ("asserts", "Portugal delivered six patrol boats to Kenya in November 2021"),
        ("denies", "that patrol boats were ordered from Portugal"),
    ]


# A delivery that names no goods: of a deal in one kind of goods it is theirs, of one in two it is of neither.
UNNAMED = [
    (
        goods.ONE_GOODS.replace("[q1 six] [i1 patrol boats] to Kenya", "what Kenya ordered in [t2 March 2021]"),
        "ships 6 exact delivered",
        BOATS,
        "supported",
    ),
    (
        goods.TWO_GOODS.replace("six of the [q1 twelve] [i1 coastal radars]", "what was ready"),
        "other 12 exact delivered",
        ("Turkey", "Kenya", "", "Coastal radar", 12, 2021, "2021", 12, ""),
        "earlier stage",
    ),
]


@pytest.mark.parametrize(("story", "item", "row", "verdict"), UNNAMED)
def test_a_delivery_without_goods_is_of_a_deal_in_one_kind_alone(tmp_path: Path, story: str, item: str, row: tuple[Any, ...], verdict: str) -> None:
    for time, ordered in (("t2", ""), ("t1", " ordered=t2")):
        story = story.replace(f"delivered sale i1 delivered={time}\ni1 {item}", f"delivered sale - delivered={time}{ordered}")
    with goods.stored(story, tmp_path / "unnamed.db") as store:
        (found,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, row]), store).rows
    assert found.verdict == verdict, found.why


SO_FAR = marked.BATCHES.replace("Another [q1 [i1 eight]] of", "So far [q1 [i1 eight]] of")
# Of forty cars that were ordered six came in September 2020 and eight in February 2021, or eight in all: years and number delivered of a row.
BEFORE = marked.BATCHES.replace("2021-02-11", "2019-02-11").replace("Feb 11", "Feb 12")
CAME = [
    (marked.BATCHES, "2020-2021", 14, None),
    (BEFORE, "2020-2021", 6, None),  # what came before the row's order is of another
    (marked.BATCHES, "2020", 6, None),
    (marked.BATCHES, "2020", 4, "delivered 6 "),
    (marked.BATCHES, "2020", 8, None),  # one batch is told: others may have come
    (marked.BATCHES, "2020-2021", 6, "delivered 14 "),
    (marked.BATCHES, "2020-2021", 20, None),  # the same of two
    (SO_FAR, "2020-2021", 8, None),
    (SO_FAR, "2020-2021", 14, "delivered 8 "),
    (SO_FAR, "2020-2021", 3, "delivered 8 "),
]


@pytest.mark.parametrize(("story", "years", "delivered", "why"), CAME)
def test_what_came_by_its_years_is_what_a_row_has_delivered(tmp_path: Path, story: str, years: str, delivered: int, why: str | None) -> None:
    row = ("Turkey", "Niger", "Kaplan", "Armoured car", 40, 2020, years, delivered, "")
    with goods.stored(story, tmp_path / "came.db") as store:
        (found,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, row]), store).rows
    assert found.verdict == ("supported" if why is None else "figures differ"), found.why
    assert why is None or why in found.why


@pytest.mark.parametrize("delivered", [1, 3])
def test_a_part_of_what_is_told_to_have_come_is_another_number(tmp_path: Path, delivered: int) -> None:
    with goods.stored(goods.ONE_GOODS, tmp_path / "one.db") as store:
        (found,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, (*BOATS[:7], delivered, "")]), store).rows
    assert (found.verdict, found.why.split(";")[0]) == ("figures differ", f"delivered 6 (Sahel Arms Monitor), not {delivered}")


def test_what_somebody_denies_and_nobody_says_is_denied_and_no_dispute(tmp_path: Path) -> None:
    with goods.stored(goods.ONLY_DENIED, tmp_path / "denied.db") as store:
        (claim,) = [claim for claim in store.stories().claims if claim.of == "transfer"]
        (found,) = reconcile(write_csv(tmp_path / "register.csv", [NAMES, (*BOATS[:4], *[None] * 4, "")]), store).rows
    assert (claim.disputed, claim.standing, flags_of(claim)) == (True, ("denied",), "denied")
    assert (found.verdict, found.why) == ("disputed", "denied by Kenya; nobody is read to assert it")


def test_what_one_says_and_another_denies_is_disputed(two_goods: Store) -> None:
    (order,) = [claim for claim in two_goods.stories().claims if claim.denies]
    assert order.standing == ("disputed", "independently reported")


def test_who_is_no_state_is_called_as_pages_write_the_name(two_goods: Store, tmp_path: Path) -> None:
    """Keys of parties are folded; what is shown of them is not."""
    claims = [claim for claim in two_goods.stories().claims if claim.of == "transfer"]
    given = {name for claim in claims for figure in claim.figures for name in figure.by}
    parties = {party.name for claim in claims for branch in origin_tree(claim) for party in branch.parties}
    found = reconcile(write_csv(tmp_path / "register.csv", [NAMES, BOATS]), two_goods)
    (lacking,) = (lacking_of(deal, Quotes(two_goods), Linked("http://x")) for deal in found.lacks)
    assert (given, parties) == ({"Yaman Makina", "Sahel Arms Monitor"}, {"Yaman Makina", "Sahel Arms Monitor", "KEN"})
    assert (lacking["asserted by"], lacking["number"]) == ("Yaman Makina; Lakeside Review; Sahel Arms Monitor", "40 armour; 12 radars")
