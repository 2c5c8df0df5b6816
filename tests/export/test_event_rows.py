"""Events as dyads, with all that a classic table has."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from onrecord.export.registers import EVENT_COLUMNS, event_rows
from onrecord.lexicon import read_table
from onrecord.record import EventLink, Place, PloverRoot, Record
from tests.export.rows import cells, only
from tests.record_by_hand import find, full_record


def event(**changed: Any) -> Record:
    """The record by hand with its event changed."""
    record = full_record()
    assert record.events
    return replace(record, events=(replace(record.events[0], **changed),))


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
