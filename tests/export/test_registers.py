"""Records as rows of the tables that people keep, and as CSV: events as dyads, SIPRI's columns, the UN Register's."""

import csv
import io
from dataclasses import replace
from typing import Any, get_args

import pytest
from click.testing import CliRunner, Result

import onrecord.reading
from onrecord.cli import cli
from onrecord.errors import PageError
from onrecord.export.registers import EVENT_COLUMNS, SIPRI_COLUMNS, TABLES, UNROCA_COLUMNS, csv_of, event_rows, sipri_rows, unroca_rows
from onrecord.lexicon import read_table
from onrecord.reading import Outcome
from onrecord.record import Actor, Event, EventLink, Item, Note, Place, PloverRoot, Quantity, Record, Status, Time, TimexType
from onrecord.text import Document, Span
from tests.record_by_hand import find, full_record


def event(**changed: Any) -> Record:
    """The record by hand with its event changed."""
    record = full_record()
    assert record.events
    return replace(record, events=(replace(record.events[0], **changed),))


def only(rows: list[dict[str, str]]) -> dict[str, str]:
    (row,) = rows
    return row


def cells(row: dict[str, str], names: str) -> dict[str, str]:
    """Some cells of a row; names parted by ", "."""
    return {name: row[name] for name in names.split(", ")}


# Events


def test_an_event_is_a_dyad_with_everything_that_a_classic_table_has() -> None:
    row = only(event_rows(full_record()))
    assert tuple(row) == EVENT_COLUMNS
    shipped = find("shipped")
    assert row == {
        "date": "2026-03", "date_of": "event", "date_earliest": "2026-03-01", "date_latest": "2026-03-31",
        "source_code": "VELGOV", "source_name": "Velmar", "source_country": "VEL", "source_sector": "GOV",
        "target_code": "OST", "target_name": "Ostania", "target_country": "OST", "target_sector": "",
        "type": "AID", "mode": "", "contexts": "military", "quad_class": "2", "score": "10", "cameo": "07",
        "place": "", "place_country": "", "lat": "", "lon": "",
        "status": "occurred", "told_as": "news", "narrator": "no", "settled": "yes", "confidence": "0.8",
        "asserted_by": "Velmar", "denied_by": "Ostania’s defence minister", "declined_by": "", "doubted_by": "",
        "trigger": "shipped", "trigger_offsets": f"{shipped.start}..{shipped.end}",
        "event": "e1", "document": "sha256:" + "0" * 64, "url": "https://example.org/a", "outlet": "Example Post", "published": "2026-04-30",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("initiators", "recipients", "pairs"),
    [
        (("VEL",), ("OST",), [("Velmar", "Ostania")]),
        (("VEL", "a1"), ("OST",), [("Velmar", "Ostania"), ("Ostania’s defence minister", "Ostania")]),
        (("VEL",), ("OST", "a1"), [("Velmar", "Ostania"), ("Velmar", "Ostania’s defence minister")]),
        (("VEL", "OST"), (), [("Velmar", ""), ("Ostania", "")]),
        ((), ("OST",), [("", "Ostania")]),
        ((), (), [("", "")]),
    ],
)
def test_there_is_a_row_for_each_pair(initiators: tuple[str, ...], recipients: tuple[str, ...], pairs: list[tuple[str, str]]) -> None:
    rows = event_rows(event(initiators=initiators, recipients=recipients))
    assert [(row["source_name"], row["target_name"]) for row in rows] == pairs


DATES = [
    # value, first and last day of the event's time; how it is told; the date, and whose it is
    ("2026-03-09", "2026-03-09", "2026-03-09", "news", "2026-03-09", "event"),
    ("2026-03", "2026-03-01", "2026-03-31", "news", "2026-03", "event"),
    ("2025", "2025-01-01", "2025-12-31", "background", "2025", "event"),
    ("2026-03-09/2026-03-11", "2026-03-09", "2026-03-11", "news", "2026-03-09/2026-03-11", "event"),
    ("P3D", None, None, "news", "2026-04-30", "publication"),
    (None, None, None, "news", "2026-04-30", "publication"),
    (None, None, None, None, "2026-04-30", "publication"),
    (None, None, None, "background", "", ""),  # "the Soviet Union supplied": not on the day of the page
]


@pytest.mark.parametrize(("value", "earliest", "latest", "told_as", "date", "of"), DATES)
def test_a_date_says_whose_it_is(value: str | None, earliest: str | None, latest: str | None, told_as: Any, date: str, of: str) -> None:
    record = event(time=None if value is None else "t1", told_as=told_as)
    if value is not None:
        assert record.times
        record = replace(record, times=(replace(record.times[0], value=value, earliest=earliest, latest=latest),))
    assert cells(only(event_rows(record)), "date, date_of, date_earliest, date_latest") == {
        "date": date, "date_of": of, "date_earliest": earliest or "", "date_latest": latest or "",
    }  # fmt: skip


def test_a_place_has_its_point() -> None:
    row = only(event_rows(replace(event(place="p1"), places=(Place("p1", "Velmar City", "VEL", -51.5, 3.25, 1, 0.5, ()),))))
    assert cells(row, "place, place_country, lat, lon") == {"place": "Velmar City", "place_country": "VEL", "lat": "-51.5", "lon": "3.25"}


def test_layers_that_were_not_read_are_empty_cells() -> None:
    bare = replace(
        event(place="p1"), actors=None, times=None, places=None, statements=None, attributions=None, links=None, published=None, article=None
    )
    row = only(event_rows(bare))
    assert {name for name, cell in row.items() if cell} == {
        "type", "contexts", "quad_class", "score", "cameo", "status", "told_as", "narrator", "settled", "confidence", "trigger", "trigger_offsets",
        "event", "document",
    }  # fmt: skip


def test_a_source_without_an_actor_is_named_by_its_words_and_one_without_words_is_not_lost() -> None:
    record = full_record()
    assert record.statements
    assert record.links
    unknown = replace(record, attributions=())
    row = only(event_rows(unknown))
    assert (row["asserted_by"], row["denied_by"]) == ("a Velmari official", "Ostania’s defence minister")
    silent = replace(unknown, statements=tuple(replace(statement, source=None) for statement in record.statements))
    assert only(event_rows(silent))["denied_by"] == "(source not named)"
    links = (*record.links, EventLink("s1", "e1", "declines", "blanket", (), 0.5), EventLink("s2", "e1", "declines", "blanket", (), 0.5))
    assert only(event_rows(replace(record, links=links)))["declined_by"] == "Velmar;Ostania’s defence minister"


def test_every_type_has_its_quad_and_score_and_every_mode_its_code_or_a_reason_for_none() -> None:
    types = set(get_args(PloverRoot))
    assert [row[0] for row in read_table("export/plover.tsv").rows] == list(get_args(PloverRoot))
    codes = read_table("export/cameo.tsv").rows
    assert {row[0] for row in codes} == types
    assert len({row[:2] for row in codes}) == len(codes)
    for kind, mode, code, _ in codes:
        row = only(event_rows(event(type=kind, mode=mode or None)))
        assert row["cameo"] == code
        assert code == "" or (code.isdigit() and 2 <= len(code) <= 4 and "03" <= code[:2] <= "20")
    assert only(event_rows(event(type="PROTEST", mode="flashmob")))["cameo"] == ""


@pytest.mark.parametrize(
    ("kind", "mode", "code"),
    [
        ("AID", None, "07"),
        ("CONSULT", "visit", "042"),
        ("ASSAULT", "drone", "1952"),
        ("ASSAULT", None, ""),
        ("REQUEST", "assist", ""),
        ("SANCTION", "expel", "166"),
    ],
)
def test_a_code_of_cameo_is_given_where_one_holds_all_of_it(kind: str, mode: str | None, code: str) -> None:
    assert only(event_rows(event(type=kind, mode=mode)))["cameo"] == code


# Arms transfers


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


# CSV

CELLS = [
    # a cell; what is written
    ("plain", "plain"),
    ("", ""),
    ('a "quoted", cell', '"a ""quoted"", cell"'),
    ("two\nlines", '"two\nlines"'),
    ("=1+1", "'=1+1"),
    ("+44 20", "'+44 20"),
    ("-1-1", "'-1-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "\"'\r'=1\""),
    ("＝1", "'＝1"),
    ('=HYPERLINK("http://x.example","y")', '"\'=HYPERLINK(""http://x.example"",""y"")"'),
    ("Velmar;=1+1", "Velmar;'=1+1"),  # a spreadsheet that parts cells at ";" finds a formula here
    ("a\n=1", '"a\n\'=1"'),
    ("-3.25", "-3.25"),
    ("-9", "-9"),
    ("a-b = c; -5 degrees", "a-b = c; -5 degrees"),
    ("a\x1b[31mb\x00", "a␛[31mb␀"),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_cell_runs_in_no_spreadsheet_and_breaks_no_line(cell: str, written: str) -> None:
    text = csv_of([{"a": cell, "b": "x"}], ("a", "b"))
    assert text == f"a,b\r\n{written},x\r\n"
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 2


def test_the_columns_are_written_in_their_order_and_the_head_once() -> None:
    rows = [{"b": "2", "a": "1"}]
    assert csv_of(rows, ("a", "b")) == "a,b\r\n1,2\r\n"
    assert csv_of(rows, ("a", "b"), header=False) == "1,2\r\n"
    assert csv_of([], ("a", "b")) == "a,b\r\n"
    with pytest.raises(ValueError, match="a row has 2 cells, and the table 1 columns"):
        csv_of(rows, ("a",))


def test_a_hostile_name_runs_nowhere() -> None:
    record = full_record()
    assert record.actors
    evil = tuple(replace(actor, name=f"=cmd|'/c calc'!A{n}") for n, actor in enumerate(record.actors))
    for table in TABLES.values():
        text = csv_of(table.rows(replace(record, actors=evil)), table.columns)
        for row in csv.reader(io.StringIO(text, newline="")):
            assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r")) or ";=" in cell] == []


# The command


def read(monkeypatch: pytest.MonkeyPatch, records: list[Record | None], *options: str) -> Result:
    """`onrecord read` of so many pages, of which it reads these records; None fails."""
    outcomes = [Outcome(f"{n}.txt", record, None if record else PageError(f"{n}.txt", "is no page")) for n, record in enumerate(records)]

    def read_one(*_: object, **__: object) -> Record | None:
        return records[0]

    monkeypatch.setattr(onrecord.reading, "read", read_one)
    monkeypatch.setattr(onrecord.reading, "read_many", lambda *_, **__: iter(outcomes))
    return CliRunner().invoke(cli, ["read", *(outcome.location for outcome in outcomes), *options], prog_name="onrecord", standalone_mode=False)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("pages", [1, 3])
def test_a_table_of_all_files_has_one_head(name: str, pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    table = TABLES[name]
    done = read(monkeypatch, [full_record()] * pages, "--table", name)
    assert (done.return_value, done.stderr) == (0, "")
    assert done.stdout_bytes.decode() == csv_of(table.rows(full_record()) * pages, table.columns)


def test_a_page_that_fails_leaves_the_others_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    done = read(monkeypatch, [None, full_record(), None, full_record()], "--table", "events")
    assert done.return_value == 1
    assert done.stdout_bytes.count(b"\r\n") == 3
    assert "2 of 4 pages could not be read:" in done.stderr


@pytest.mark.parametrize(("name", "layer", "words"), [("events", "events", "events"), ("sipri", "arms_transfers", "arms transfers")])
def test_a_page_that_nothing_was_looked_for_in_is_told(name: str, layer: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty table must not look like a page without arms transfers."""
    unread = replace(full_record(), events=None, links=None, arms_transfers=None, notes=(Note(layer, "language", "the page is not in English"),))
    one = read(monkeypatch, [unread], "--table", name)
    assert one.return_value == 0
    assert one.stderr == f"onrecord: 0.txt: {words} were not read: the page is not in English\n"
    several = read(monkeypatch, [full_record(), unread, unread], "--table", name)
    assert several.stderr == f"onrecord: 2 of 3 pages are not in the table, such as 1.txt: {words} were not read: the page is not in English\n"
    nothing = replace(full_record(), events=(), links=(), arms_transfers=())
    assert read(monkeypatch, [nothing], "--table", name).stderr == ""
    assert read(monkeypatch, [nothing], "--table", name).stdout_bytes.count(b"\r\n") == 1


@pytest.mark.parametrize(
    "options",
    [["--json"], ["--layout"], ["--until", "article"], ["--brief"], ["--full"], ["--width", "80"], ["--table", "sipri"], ["--table", "parties"]],
    ids=" ".join,
)
def test_options_that_would_be_ignored_beside_a_table_are_refused(options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["read", "page.txt", "--table", "events", *options], prog_name="onrecord")
    assert done.exit_code == 2
    assert "--table" in done.output


def test_help_shows_the_tables_and_an_example() -> None:
    done = CliRunner().invoke(cli, ["read", "--help"], prog_name="onrecord")
    assert "onrecord read pages/*.html --table sipri > transfers.csv" in done.output
    assert "--table NAME" in done.output


def test_the_choices_of_the_option_are_the_tables() -> None:
    option = next(parameter for parameter in cli.commands["read"].params if parameter.name == "table")
    assert tuple(option.type.choices) == tuple(TABLES)  # type: ignore[attr-defined]
