"""What cells of a register say: numbers, years, parties, weapons."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.lexicon import read_table
from onrecord.reconcile.columns import letter, place_of, plain_name
from onrecord.reconcile.parties import code_of, side_of
from onrecord.reconcile.values import Range, is_unread, number_of, years_of
from onrecord.reconcile.weapons import kinds_in, likeness, nouns_in, of_page, of_register


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        (12, 12, 12), (12.0, 12, 12), ("12", 12, 12), ("1,200", 1200, 1200), ("1 200", 1200, 1200), ("45.000", 45000, 45000), ("12-16", 12, 16),
        ("16 – 12", 12, 16), ("2 or 3", 2, 3), ("at least 20", 20, None), ("40+", 40, None), (">5", 5, None), ("up to 30", 0, 30), ("twelve", 12, 12),
        ("(100)", 85, 115), ("c. 100", 85, 115), ("~100", 85, 115), ("100 (est.)", 85, 115), ("100 (?)", 85, 115), ("(c. 100)", 85, 115),
        # Words and multipliers.
        ("two hundred", 200, 200), ("twenty-four", 24, 24), ("sixty four", 64, 64), ("thirty-nine", 39, 39), ("two dozen", 24, 24),
        ("3 dozen", 36, 36), ("a dozen", 12, 12), ("half a dozen", 6, 6), ("one hundred and twenty", 120, 120), ("twelve hundred", 1200, 1200),
        ("10 thousand", 10_000, 10_000), ("1.2 million", 1_200_000, 1_200_000), ("about a hundred", 85, 115), ("dozens", 24, None),
        ("more than a dozen", 12, None), ("twelve to sixteen", 12, 16), ("between 10 and 20", 10, 20), ("thirty – forty-five", 30, 45),
        # What is added up, and what only stands beside it.
        ("12 and 4", 16, 16), ("12 + 4", 16, 16), ("1 and 36", 37, 37), ("twelve plus four", 16, 16), ("6 + 6 option", 6, 12),
        ("24 (12 delivered)", 24, 24), ("41 (2019)", 41, 41), ("1 (one)", 1, 1), ("36 in 2019", 36, 36), ("2019: 12", 12, 12), ("12 F-16", 12, 12),
        # Bounds.
        ("100 or more", 100, None), ("no fewer than 20", 20, None), ("40 plus", 40, None), ("fewer than 20", 0, 20), ("no more than 20", 0, 20),
        ("max. 30", 0, 30), ("min. 30", 30, None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_bound(cell: Any, low: float, high: float | None) -> None:
    found = number_of(cell)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low), high if high is None else pytest.approx(high))


@pytest.mark.parametrize("cell", [None, "", "several", True, date(2020, 1, 1), float("nan"), float("inf"), "–"])
def test_what_says_no_number_is_none(cell: Any) -> None:
    assert number_of(cell) is None


@pytest.mark.parametrize(
    "cell", ["12/24", "20 of 40", "batch 2: 12", "2 x 18", "12, 4 and 6", "12,5", "100s", "Total (12)", "9" * 400, "12 of type 3 or 4 " + "x" * 200]
)
def test_of_several_numbers_none_is_taken_and_it_is_told(cell: str) -> None:
    assert number_of(cell) is None
    assert is_unread(cell, None)


@pytest.mark.parametrize("cell", [None, "", "several", "–", True, "unknown"])
def test_what_has_no_figure_was_not_left_unread(cell: Any) -> None:
    assert not is_unread(cell, None)


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        (2019, 2019, 2019), ("2019", 2019, 2019), ("(2019)", 2019, 2019), ("2019-2021", 2019, 2021), ("2019-21", 2019, 2021),
        ("2018; 2020-21", 2018, 2021),
        ("2022-11-05", 2022, 2022), ("2024-05-05", 2024, 2024), ("2005/11/19", 2005, 2005), ("20191205", 2019, 2019), ("2019-05", 2019, 2019),
        ("1999-02", 1999, 1999), ("2019-12-05 00:00:00", 2019, 2019), ("2019-06-30T00:00", 2019, 2019), ("05.12.2019", 2019, 2019),
        ("2019-11-05; 2021-02-01", 2019, 2021), ("2019-11-05 to 2021", 2019, 2021), ("FY2019-20", 2019, 2020), ("2019-1", 2019, 2019),
        ("2023/24", 2023, 2024), (date(2020, 5, 1), 2020, 2020), ("March 2022", 2022, 2022), (2019.0, 2019, 2019),
    ],
)  # fmt: skip
def test_years_are_read_as_a_range(cell: Any, low: int, high: int) -> None:
    assert years_of(cell) == Range(low, high)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none(), st.dates()))
def test_any_cell_is_read_or_left(cell: Any) -> None:
    number, years = number_of(cell), years_of(cell)
    assert number is None or number.high is None or number.low <= number.high
    assert years is None or (years.high is not None and years.low <= years.high)
    side_of(cell)
    of_register(str(cell), "")


@pytest.mark.parametrize(
    ("cell", "states"),
    [
        ("Kenya", "KEN"), ("KEN", "KEN"), ("KE", "KEN"), ("Korea, South", "KOR"), ("Viet Nam", "VNM"), ("Côte d'Ivoire", "CIV"), ("Turkiye", "TUR"),
        ("UNITED STATES", "USA"), ("Phillipines", "PHL"), ("Kazakstan", "KAZ"), ("Burma", "MMR"), ("Trinidad and Tobago", "TTO"), ("Kenya*", "KEN"),
        ("Germany/Netherlands", "DEU NLD"), ("Bosnia-Herzegovina", "BIH"), ("Soviet Union", "SUN"),
    ],
)  # fmt: skip
def test_a_state_is_known_by_its_names_codes_and_slips(cell: str, states: str) -> None:
    side = side_of(cell)
    assert side is not None
    assert (" ".join(side.states), side.group) == (states, False)


@pytest.mark.parametrize(
    "cell", ["coastal states", "NATO**", "Various", "unknown recipient(s)", "EU members", "Gulf countries", "UN", "several African states"]
)
def test_a_group_is_no_single_state(cell: str) -> None:
    side = side_of(cell)
    assert side is not None
    assert (side.states, side.group) == ((), True)


@pytest.mark.parametrize("cell", ["Niger", "Nigeria", "Austria", "Australia", "Iran", "Iraq", "Dominica", "Dominican Republic"])
def test_no_state_is_taken_for_one_that_is_spelt_like_it(cell: str) -> None:
    side = side_of(cell)
    assert side is not None
    assert side.spelt is None
    assert side.states == (code_of(cell),)


@pytest.mark.parametrize(
    ("register", "page", "like"),
    [
        (("JAS-39C Gripen", "FGA aircraft"), ("Gripens", None, "aircraft"), "same"),
        (("Su-30MK2", "FGA aircraft"), ("Su-30s", None, "aircraft"), "same"),
        (("Su-35", "FGA aircraft"), ("Su-30s", None, "aircraft"), "other"),
        (("Leopard-2A4", "Tank"), ("Leopard 2A4s", None, "armour"), "same"),
        (("Leopard-1", "Tank"), ("Leopard 2A4s", None, "armour"), "other"),
        (("Muhajir-6", "UAV"), ("Mohajer-6 drones", "Mohajer-6", "drones"), "same"),
        (("Mohajer-10", "UAV"), ("Mohajer-6 drones", "Mohajer-6", "drones"), "other"),
        (("Bairaktar TB-2", "UCAV"), ("Bayraktar TB2s", None, "drones"), "same"),
        (("Cobra-2", "APV"), ("Otokar Cobra II vehicles", None, "armour"), "same"),
        (("МиГ-29", "FGA aircraft"), ("MiG-29s", "MiG-29", "aircraft"), "same"),
        (("Yavornik", "APC"), ("Javornik carriers", None, "armour"), "same"),
        (("", "Patrol craft"), ("gunboats", None, "ships"), "kind"),
        (("C-27J", "Transport aircraft"), ("transports", None, "aircraft"), "kind"),
        (("", "Transport aircraft"), ("Spartan transports", None, "aircraft"), "kind"),
        # Two types that share nothing are two, whether told by code or by name, but for a type that the table of weapons calls by both.
        (("Puma-2", "APC"), ("Boxer carriers", None, "armour"), "other"),
        (("Rafale", "FGA aircraft"), ("Su-30s", None, "aircraft"), "other"),
        (("KC-390 Millennium", "Transport aircraft"), ("Spartan transports", None, "aircraft"), "other"),
        (("C-27J", "Transport aircraft"), ("Spartan transports", None, "aircraft"), "other"),
        (("M1A2", "Tank"), ("Abrams tanks", None, "armour"), "same"),
        (("K-9", "Self-propelled gun"), ("Thunder howitzers", None, "artillery"), "same"),
        (("Grad", "MRL"), ("BM-21s", None, "artillery"), "same"),
        (("Typhoon Block-20", "FGA aircraft"), ("Eurofighter jets", None, "aircraft"), "same"),
        (("K-2", "Tank"), ("Black Hawk helicopters", None, "armour"), "other"),
        (("Black Hawk", "Helicopter"), ("Panther helicopters", None, "aircraft"), "other"),
        (("T-129B", "Combat helicopter"), ("two", None, "drones"), "other"),
        (("155mm", "Artillery shells"), ("shells of 155 mm", None, "ammunition"), "kind"),
    ],
)
def test_a_weapon_is_known_by_code_name_or_kind(register: tuple[str, str], page: tuple[str, str | None, str], like: str) -> None:
    assert likeness(of_register(*register), of_page(*page)) == like


@pytest.mark.parametrize(("words", "kind", "example"), read_table("reconcile/kinds.tsv").rows)
def test_each_row_of_the_table_of_kinds_works_on_its_example(words: str, kind: str, example: str) -> None:
    assert kind in kinds_in(example), words


@pytest.mark.parametrize(("word", "use", "example"), read_table("reconcile/no_names.tsv").rows)
def test_each_word_that_is_no_name_is_none_in_its_example(word: str, use: str, example: str) -> None:
    assert re.search(rf"\b{word}\b", example, re.IGNORECASE)
    weapon = of_register(example, "")
    assert word not in (nouns_in(example) if use == "any" else weapon.names), weapon
    assert word + "s" not in weapon.names


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(at: int, name: str) -> None:
    assert letter(at) == name
    assert place_of(name, (), "x") == at


def test_names_of_columns_are_plain() -> None:
    for name, _, example in read_table("reconcile/columns.tsv").rows:
        assert plain_name(name) == name
        assert example
