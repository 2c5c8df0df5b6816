"""Arms transfers in the columns of SIPRI and of the UN Register."""

from dataclasses import replace
from typing import Any

import pytest

from onrecord.export.registers import SIPRI_COLUMNS, UNROCA_COLUMNS, sipri_rows, unroca_rows
from onrecord.lexicon import read_table
from onrecord.record import Actor, Event, Item, Quantity, Record, Status, Time, TimexType
from onrecord.text import Document, Span
from tests.export.rows import cells, only
from tests.record_by_hand import find, full_record


def deal(
    words: str = "40 T-72 tanks",
    *,
    category: Any = "armour",
    condition: Any = None,
    value: float | None = 40,
    upper: float | None = None,
    bound: Any = "exact",
    role: Any = "ordered",
    items: tuple[Item, ...] | None = None,
    **changed: Any,
) -> Record:
    """The record by hand over another text, with one transfer of one item of it: its first word the quantity, its others the item."""
    record = full_record()
    assert record.arms_transfers
    text = f"Velmar agreed to sell {words} to Ostania."
    start = text.index(words)
    cut = start + words.index(" ")
    quantity = None if value is None else Quantity(Span(start, cut), value, upper, bound, role)
    own = Item(Span(cut + 1, start + len(words)), None, category, condition, None, quantity)
    made = {
        "stage": "agreed",
        "status": Status.PLANNED,
        "value": None,
        "time": None,
        "delivered": None,
        "items": (own,) if items is None else items,
    } | changed
    told = Event(
        "e1", "AGREE", None, (), (Span(7, 13),), ("VEL",), ("OST",), None, None, "news", Status.PLANNED, narrator=False, settled=True, confidence=0.8
    )
    return replace(
        record,
        document=Document("sha256:1", "page.txt", text),
        events=(told,),
        links=(),
        arms_transfers=(replace(record.arms_transfers[0], **made),),
    )


def test_a_transfer_has_the_columns_of_sipri_and_who_says_so() -> None:
    row = only(sipri_rows(full_record()))
    assert tuple(row) == SIPRI_COLUMNS
    assert {name: cell for name, cell in row.items() if name not in ("quotes", "document", "url", "outlet", "published")} == {
        "Recipient": "Ostania", "Supplier": "Velmar", "Year of order": "", "Year of order is estimate": "",
        "Number ordered": "", "Number ordered is estimate": "", "Weapon designation": "D-30", "Weapon description": "D-30 howitzers",
        "Armament category": "Artillery", "Year(s) of delivery": "2026", "Year(s) of delivery is estimate": "No",
        "Number delivered": "40", "Number delivered is estimate": "Yes", "status": "Second hand",
        "Comments": "value of the whole deal: €12 million (12000000 EUR, exact)", "outside SIPRI": "",
        "onrecord status": "occurred", "stage": "shipped", "mode": "aid", "told_as": "news",
        "asserted_by": "Velmar", "denied_by": "Ostania’s defence minister", "declined_by": "", "doubted_by": "", "narrated": "no",
        "confidence": "0.8", "settled": "yes",
        "supplier named": "Velmar", "supplier country": "VEL", "recipient named": "Ostania", "recipient country": "OST",
        "category": "artillery", "quantity": "about 40", "quantity bound": "about", "quantity role": "delivered",
        "transfer": "x1", "item": "1", "part of item": "", "event": "e1",
    }  # fmt: skip


def test_every_quotation_of_a_row_stands_where_it_says() -> None:
    record = full_record()
    quotes = only(sipri_rows(record))["quotes"].split(" | ")
    assert [quote.rsplit(" [", 1)[0] for quote in quotes] == [
        "shipped", "about 40", "D-30 howitzers", "€12 million", "March", "no such shipment exists",
    ]  # fmt: skip
    for quote in quotes:
        words, place = quote.rsplit(" [", 1)
        start, end = map(int, place.rstrip("]").split(".."))
        assert record.document.text[start:end] == words


NUMBERS = [
    # stage, status, role; under "Number ordered", under "Number delivered"
    ("agreed", "planned", "ordered", "40", ""),
    ("ordered", "planned", None, "40", ""),
    ("ordered", "occurred", "planned", "40", ""),
    ("agreed", "planned", "seen", "", ""),
    ("agreed", "planned", "delivered", "", "40"),  # "40 of which have arrived"
    ("shipped", "occurred", "delivered", "", "40"),
    ("delivered", "ongoing", "ordered", "40", ""),
    ("delivered", "occurred", None, "", ""),
    ("delivered", "expected", "planned", "", ""),
    ("delivered", "planned", "delivered", "", ""),
    (None, "occurred", "delivered", "", "40"),
    (None, "occurred", "ordered", "", ""),
    ("requested", "possible", "ordered", "", ""),
    ("offered", "planned", "planned", "", ""),
    ("approved", "planned", "planned", "", ""),
    ("ordered", "denied", "ordered", "", ""),
    ("ordered", "cancelled", "ordered", "", ""),
    ("agreed", "hypothetical", "ordered", "", ""),
    ("agreed", "expected", "ordered", "", ""),
]


@pytest.mark.parametrize(("stage", "status", "role", "ordered", "delivered"), NUMBERS)
def test_a_number_counts_as_ordered_or_delivered_only_where_the_page_says_so(
    stage: Any, status: str, role: Any, ordered: str, delivered: str
) -> None:
    record = deal(stage=stage, status=Status(status), role=role)
    row = only(sipri_rows(record))
    assert cells(row, "Number ordered, Number delivered, quantity") == {"Number ordered": ordered, "Number delivered": delivered, "quantity": "40"}
    assert row["Number ordered is estimate"] == ("No" if ordered else "")
    assert only(unroca_rows(record))["Number of items"] == delivered


@pytest.mark.parametrize(
    ("value", "upper", "bound", "cell", "estimate"),
    [
        (40, None, "exact", "40", "No"),
        (40, None, "about", "40", "Yes"),
        (40, None, "at-least", "40", "Yes"),
        (40, None, "at-most", "40", "Yes"),
        (40, 60, "between", "40 to 60", "Yes"),
        (1e6, None, "about", "1000000", "Yes"),
        (None, None, "exact", "", ""),
    ],
)
def test_a_bound_that_is_not_exact_is_an_estimate(value: float | None, upper: float | None, bound: str, cell: str, estimate: str) -> None:
    row = only(sipri_rows(deal(value=value, upper=upper, bound=bound)))
    assert (row["Number ordered"], row["Number ordered is estimate"]) == (cell, estimate)
    assert row["quantity bound"] == ("" if value is None else bound)


def batch(value: float, role: Any, part_of: int | None) -> Item:
    """So many of something of the text by hand."""
    return Item(find("D-30 howitzers"), "D-30", "artillery", None, part_of, Quantity(find("about 40"), value, None, "exact", role))


BATCHES = [
    # items: value, role, index of the total; what stands under "Number ordered" and "Number delivered" of each
    ([(40, "delivered", None), (12, "delivered", 0), (28, "delivered", 0)], ["", "", ""], ["40", "", ""]),
    ([(40, "ordered", None), (12, "delivered", 0)], ["40", ""], ["", "12"]),
    ([(40, "seen", None), (12, "delivered", 0), (5, "delivered", 0)], ["", "", ""], ["", "12", "5"]),
    ([(40, "delivered", None), (12, "delivered", 0), (3, "delivered", 1)], ["", "", ""], ["40", "", ""]),
    ([(12, "delivered", 1), (40, "delivered", None)], ["", ""], ["", "40"]),
    ([(12, "delivered", 0)], [""], ["12"]),  # a batch of itself, or of nothing: no total
    ([(12, "delivered", 7)], [""], ["12"]),
]


@pytest.mark.parametrize(("told", "ordered", "delivered"), BATCHES)
def test_a_batch_is_never_added_to_its_total(told: list[tuple[float, str, int | None]], ordered: list[str], delivered: list[str]) -> None:
    record = full_record()
    assert record.arms_transfers
    transfer = replace(record.arms_transfers[0], items=tuple(batch(*one) for one in told))
    rows = sipri_rows(replace(record, arms_transfers=(transfer,)))
    assert [row["Number ordered"] for row in rows] == ordered
    assert [row["Number delivered"] for row in rows] == delivered
    assert [row["item"] for row in rows] == [str(n + 1) for n in range(len(told))]
    assert [row["part of item"] for row in rows] == ["" if part is None else str(part + 1) for _, _, part in told]


YEARS = [
    # stage, status, the transfer's own time, when it was ordered, delivered; SIPRI's two years and their flags, and what is left for the comments
    ("agreed", "planned", None, "2025", None, "2025", "No", "", "", ""),
    ("agreed", "planned", "2026-03", None, None, "2026", "Yes", "", "", ""),  # over when the page was written: the agreement's
    ("agreed", "planned", "2027", None, None, "", "", "", "", ""),  # perhaps the delivery's
    ("agreed", "planned", None, "2024/2025", "2027", "2024 to 2025", "Yes", "", "", "delivery told for 2027"),
    ("delivered", "occurred", "2026-03", None, None, "", "", "2026", "No", ""),
    ("shipped", "occurred", "2026-03", None, None, "", "", "2026", "Yes", ""),
    ("shipped", "occurred", None, None, "2026-03", "", "", "2026", "No", ""),
    ("delivered", "ongoing", None, "2024", "2024/2025", "2024", "No", "2024 to 2025", "Yes", ""),
    (None, "occurred", "2026-03", None, None, "", "", "", "", ""),
    ("ordered", "cancelled", "2026-03", "2025", None, "", "", "", "", ""),
    ("delivered", "denied", "2026-03", None, "2026-03", "", "", "", "", "delivery told for 2026"),
]
ENDS = {
    "2024": ("2024-01-01", "2024-12-31"),
    "2025": ("2025-01-01", "2025-12-31"),
    "2026-03": ("2026-03-01", "2026-03-31"),
    "2027": ("2027-01-01", "2027-12-31"),
}


@pytest.mark.parametrize(("stage", "status", "own", "ordered", "delivered", "order", "order_flag", "delivery", "delivery_flag", "comment"), YEARS)
def test_years_are_those_that_the_page_gives(
    stage: Any, status: str, own: str | None, ordered: str | None, delivered: str | None,
    order: str, order_flag: str, delivery: str, delivery_flag: str, comment: str,
) -> None:  # fmt: skip
    times = tuple(
        Time(f"t{n}", Span(0, 6), TimexType.DATE, value, ENDS[value.split("/")[0]][0], ENDS[value.split("/")[-1]][1], None, 0.9)
        for n, value in enumerate((own, ordered, delivered))
        if value is not None
    )
    record = replace(deal(stage=stage, status=Status(status), time=own and "t0", ordered=ordered and "t1", delivered=delivered and "t2"), times=times)
    row = only(sipri_rows(record))
    assert (row["Year of order"], row["Year of order is estimate"]) == (order, order_flag)
    assert (row["Year(s) of delivery"], row["Year(s) of delivery is estimate"]) == (delivery, delivery_flag)
    assert row["Comments"] == comment
    assert only(unroca_rows(record))["Calendar year"] == delivery


@pytest.mark.parametrize("row", read_table("export/equipment.tsv").rows, ids=lambda row: f"{row[0]}: {row[1]}")
def test_each_row_of_the_table_of_equipment_holds_for_its_example(row: tuple[str, ...]) -> None:
    category, _, sipri, outside, unroca, maybe, example = row
    words = example.split("{")[1].rstrip("}")
    record = deal(f"40 {words}", category=category)
    assert cells(only(sipri_rows(record)), "Armament category, outside SIPRI, category") == {
        "Armament category": sipri, "outside SIPRI": outside, "category": category,
    }  # fmt: skip
    assert cells(only(unroca_rows(record)), "Category, may be category") == {"Category": unroca, "may be category": maybe}


EQUIPMENT = [
    # category, words; SIPRI's category, outside SIPRI, the UN Register's, may be
    ("armour", "anti-tank vehicles", "Armoured vehicles", "", "", "I or II"),
    ("artillery", "155 mm guns", "Artillery", "no", "III", ""),
    ("artillery", "155mm howitzers", "Artillery", "no", "III", ""),
    ("artillery", "82-millimetre mortars", "", "yes", "III", ""),
    ("artillery", "60mm mortars", "", "yes", "", ""),
    ("small-arms", "AK-47 rifles", "", "yes", "small arms and light weapons", ""),
    ("ammunition", "155 mm shells", "", "yes", "", ""),
    ("unspecified", "weapons", "", "", "", ""),
]


@pytest.mark.parametrize(("category", "words", "sipri", "outside", "unroca", "maybe"), EQUIPMENT)
def test_a_register_lists_what_it_covers(category: str, words: str, sipri: str, outside: str, unroca: str, maybe: str) -> None:
    record = deal(f"40 {words}", category=category)
    assert cells(only(sipri_rows(record)), "Armament category, outside SIPRI") == {"Armament category": sipri, "outside SIPRI": outside}
    assert cells(only(unroca_rows(record)), "Category, may be category") == {"Category": unroca, "may be category": maybe}


@pytest.mark.parametrize(
    ("condition", "words", "status"),
    [
        (None, "40 tanks", ""),
        ("new", "40 tanks", "New"),
        ("used", "40 tanks", "Second hand"),
        ("used", "40 modernised tanks", "Second hand but modernized"),
    ],
)
def test_the_state_of_the_goods_is_told_where_the_page_tells_it(condition: str | None, words: str, status: str) -> None:
    assert only(sipri_rows(deal(words, condition=condition)))["status"] == status


PARTIES = [
    # actor's name, kind, country, sector; whom the register lists
    ("Seoul", "state", "KOR", None, "South Korea"),
    ("the Korean navy", "organisation", "KOR", "MIL", "South Korea"),
    ("Hanse Stahl", "organisation", "DEU", "BUS", "Germany"),
    ("Turkish officials", "group", "TUR", "GOV", "Turkey"),
    ("the Reed Brigade", "group", "LBN", "PRM", "the Reed Brigade"),
    ("the rebels", "group", "SDN", "REB", "the rebels"),
    ("NATO", "organisation", None, None, "NATO"),
    ("Soviet Union", "state", "SUN", "GOV", "Soviet Union"),
    ("Velmar’s army", "organisation", "VEL", "MIL", "Velmar"),  # a code that no gazetteer has, and a state that the page names
    ("Nowhere’s army", "organisation", "NOW", "MIL", "Nowhere’s army"),
]


@pytest.mark.parametrize(("name", "kind", "country", "sector", "listed"), PARTIES)
def test_a_register_lists_states_and_armed_groups_and_the_name_of_the_page_stands_beside(
    name: str, kind: Any, country: str | None, sector: Any, listed: str
) -> None:
    record = deal(supplier="a9", recipient=None)
    assert record.actors
    record = replace(record, actors=(*record.actors, Actor("a9", name, kind, country, sector, None, None, None, ())))
    row = only(sipri_rows(record))
    assert cells(row, "Supplier, supplier named, supplier country, Recipient, recipient named, recipient country") == {
        "Supplier": listed, "supplier named": name, "supplier country": country or "",
        "Recipient": "", "recipient named": "", "recipient country": "",
    }  # fmt: skip
    assert only(unroca_rows(record))["Exporter"] == listed


def test_a_transfer_without_items_has_one_row() -> None:
    row = only(sipri_rows(deal(items=())))
    assert (row["Supplier"], row["Recipient"], row["item"], row["Armament category"], row["outside SIPRI"]) == ("Velmar", "Ostania", "", "", "")
    assert only(unroca_rows(deal(items=())))["Description of items"] == ""


def test_a_transfer_has_the_columns_of_the_un_register() -> None:
    record = full_record()
    assert record.arms_transfers
    record = replace(record, arms_transfers=(replace(record.arms_transfers[0], via=("a1",)),))
    row = only(unroca_rows(record))
    assert tuple(row) == UNROCA_COLUMNS
    assert dict(list(row.items())[:10]) == {
        "Exporter": "Velmar", "Final importer state": "Ostania", "State of origin (if not exporter)": "",
        "Intermediate location(s) (if any)": "Ostania’s defence minister", "Calendar year": "2026", "Category": "III", "Number of items": "40",
        "Description of items": "D-30 howitzers", "Comments on the transfer": "value of the whole deal: €12 million (12000000 EUR, exact)",
        "may be category": "",
    }  # fmt: skip
    assert only(sipri_rows(record))["Comments"].endswith("; via: Ostania’s defence minister")
