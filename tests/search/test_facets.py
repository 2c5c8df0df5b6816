"""The words under which the fields of a search find a statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.facets import STANCE, SUPPLIER, facet, fold, statement_facets
from tests.record_by_hand import full_record
from tests.search.conftest import PAGES


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("PRK", "xsprk0"),
        ("North Korea", "xsnorth0 xskorea0"),
        ("Côte d’Ivoire", "xscote0 xsd0 xsivoire0"),
        ("Türkiye", "xsturkiye0"),
        ("—", ""),
        ("snake_case", "xssnake0 xscase0"),
    ],
)
def test_a_value_is_written_as_words_of_its_field(value: str, words: str) -> None:
    assert facet(SUPPLIER, value) == words


@given(st.text(max_size=20))
def test_any_value_gives_words_that_end_in_a_figure(value: str) -> None:
    assert all(word.startswith("xk") and word.endswith("0") for word in facet(STANCE, value).split())
    assert fold(value) == fold(value.upper()) or not value.isascii()


def test_a_statement_has_the_facets_of_its_page_its_source_and_what_it_speaks_of() -> None:
    facets = statement_facets(PAGES[0], "Harbour Herald")
    assert facets["s2"].split() == [
        "xkdenies0", "xy20230", "xm2023100", "xd202310050", "xoharbour0", "xoherald0", "xcrus0", "xtaid0", "xuoccurred0",
        "xanorth0", "xakorea0", "xaprk0", "xarussia0", "xarus0", "xsnorth0", "xskorea0", "xsprk0", "xrrussia0", "xrrus0",
    ]  # fmt: skip
    assert facets["s3"].split() == ["xkdenies0", "xy20230", "xm2023100", "xd202310050", "xoharbour0", "xoherald0", "xcrus0"]


def test_a_page_without_date_and_outlet_has_no_facets_of_them() -> None:
    assert statement_facets(PAGES[4], None)["s1"] == "xkasserts0"


def test_every_statement_of_a_record_has_facets() -> None:
    record = full_record()
    assert statement_facets(record, None).keys() == {statement.id for statement in record.statements or ()}
