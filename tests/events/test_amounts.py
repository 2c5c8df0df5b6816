"""Numbers of pieces and sums of money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.amounts import counts_in, number_of, part_before, sums_in
from tests.events.reading import record_of

COUNTS = [
    ("about 20,000 shells", "about 20,000", 20_000, None, "about"),
    ("between 40 and 60 launch tubes", "between 40 and 60", 40, 60, "between"),
    ("80 to 110 tanks", "80 to 110", 80, 110, "between"),
    ("another 24 K9A1 howitzers", "24", 24, None, "exact"),
    ("twenty-four jets", "twenty-four", 24, None, "exact"),
    ("at least a dozen boats", "at least a dozen", 12, None, "at-least"),
    ("dozens of rifles", "dozens", 24, None, "at-least"),
    ("up to 1.2 million rounds", "up to 1.2 million", 1_200_000, None, "at-most"),
    ("more than two thousand pistols", "more than two thousand", 2_000, None, "at-least"),
    ("some 1,500 mines", "some 1,500", 1_500, None, "about"),
    ("nineteen launchers", "nineteen", 19, None, "exact"),
]
NO_SUMS = ["a real sale of rifles", "three won contracts", "$" + "1" * 400, "the lei of welcome"]
NO_COUNTS = ["delivered in 2018", "155-mm shells", "a 12-tonne truck", "the K9A1", "T-72 tanks", "the No. 2 exporter", "No 3 seller"]
SUMS = [
    ("worth $310 million", "$310 million", 310e6, "USD", "exact"),
    ("a €1.2bn contract", "€1.2bn", 1.2e9, "EUR", "exact"),
    ("for at least 2.4 billion dollars", "at least 2.4 billion dollars", 2.4e9, "USD", "at-least"),
    ("up to 300 million euros", "up to 300 million euros", 300e6, "EUR", "at-most"),
    ("£85,000 apiece", "£85,000", 85_000, "GBP", "exact"),
]


@pytest.mark.parametrize(("text", "words", "value", "upper", "bound"), COUNTS, ids=[row[0] for row in COUNTS])
def test_a_number_of_pieces_has_its_bound(text: str, words: str, value: float, upper: float | None, bound: str) -> None:
    (one,) = counts_in(text, 0, len(text))
    assert (text[one.start : one.end], one.value, one.upper, one.bound) == (words, value, upper, bound)


PARTS: list[tuple[str, tuple[str, float, str] | None]] = [
    # the words of the part, its value and bound; no words: how many is not told; None: all are meant
    ("five of the nine frigates", ("five", 5, "exact")),
    ("five of nine frigates", ("five", 5, "exact")),
    ("at least 20 out of the 60 tanks", ("at least 20", 20, "at-least")),
    ("the first eight of 40 howitzers", ("eight", 8, "exact")),
    ("two of its promised 24 jets", ("two", 2, "exact")),
    ("three of some 50 boats", ("three", 3, "exact")),
    ("12 of a total of 80 launchers", ("12", 12, "exact")),
    ("about a dozen of the 30 lorries", ("about a dozen", 12, "about")),
    ("the first of 40 carriers", ("the first", 1, "at-least")),
    ("the third of six ships", ("the third", 1, "exact")),
    ("half of the 60 guns", ("half of the 60", 30, "exact")),
    ("most of the 60 guns", ("", 0, "")),
    ("a third of the 60 guns", ("", 0, "")),
    ("40% of the 60 guns", ("", 0, "")),
    ("40 guns", None),
    ("a shipment of 40 guns", None),
    ("two batteries of 6 guns", None),
    ("the sale of 40 guns", None),
]


@pytest.mark.parametrize(("text", "expected"), PARTS, ids=[row[0] for row in PARTS])
def test_of_a_part_of_a_number_the_part_is_told(text: str, expected: tuple[str, float, str] | None) -> None:
    whole = list(counts_in(text, 0, len(text)))[-1]
    part = part_before(text, 0, whole)
    if part is None:
        assert expected is None
    elif part.amount is None:
        assert expected == ("", 0, "")
    else:
        assert (text[part.amount.start : part.amount.end], part.amount.value, part.amount.bound) == expected


@pytest.mark.parametrize("text", NO_COUNTS)
def test_years_calibres_and_names_are_no_numbers_of_pieces(text: str) -> None:
    assert list(counts_in(text, 0, len(text))) == []


@pytest.mark.parametrize(("text", "words", "amount", "currency", "bound"), SUMS, ids=[row[0] for row in SUMS])
def test_a_sum_has_its_currency(text: str, words: str, amount: float, currency: str, bound: str) -> None:
    (one,) = sums_in(text, 0, len(text))
    assert (text[one.start : one.end], one.currency, one.bound) == (words, currency, bound)
    assert one.amount == pytest.approx(amount)


@pytest.mark.parametrize("text", NO_SUMS)
def test_words_that_also_mean_money_are_no_sum(text: str) -> None:
    assert list(sums_in(text, 0, len(text))) == []


def test_a_price_of_one_piece_is_known_for_one() -> None:
    assert [one.each for one in sums_in("£85,000 apiece, $3 million in all", 0, 33)] == [True, False]


@given(st.integers(0, 10**9))
def test_figures_with_commas_read_back(number: int) -> None:
    assert number_of(f"{number:,}") == number


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-$€bnmillion toandbetween"), max_size=80))
def test_every_amount_lies_in_the_text(text: str) -> None:
    counts, sums = list(counts_in(text, 0, len(text))), list(sums_in(text, 0, len(text)))
    places = [*((one.start, one.end) for one in counts), *((one.start, one.end) for one in sums)]
    places += [(part.amount.start, part.amount.end) for one in counts if (part := part_before(text, 0, one)) is not None and part.amount is not None]
    assert all(0 <= start < end <= len(text) for start, end in places)


ITEMS = [
    # what has gone over, by its words and number; what was ordered
    ("Norway has delivered three of the six Falk-7 drones to Kenya, the defence ministry said on Monday.", {("three", 3)}, set()),
    ("Norway delivered 12 of the 40 howitzers that Kenya ordered in 2019, the Kenyan army said.", {("12", 12)}, {("40", 40)}),
    ("The first of 24 jets was delivered to Peru by Brazil in May, the ministry said.", {("The first", 1)}, set()),
    ("Chad has bought most of the 60 rifles from Norway, an official said.", set(), set()),
    ("Poland shipped half of the 30 tanks to Ghana in June.", {("half of the 30", 15)}, set()),
    ("Sweden has delivered 14 launchers to Mali, the ministry said.", {("14", 14)}, set()),
]


@pytest.mark.parametrize(("text", "gone", "ordered"), ITEMS, ids=[row[0] for row in ITEMS])
def test_a_row_has_the_number_of_its_own_deed(text: str, gone: set[tuple[str, float]], ordered: set[tuple[str, float]]) -> None:
    record = record_of(text)
    assert record.arms_transfers
    told: dict[bool, set[tuple[str, float]]] = {True: set(), False: set()}
    for row in record.arms_transfers:
        numbers = (item.quantity for item in row.items if item.quantity is not None)
        told[row.stage == "ordered"].update((record.document[number.span], number.value) for number in numbers)
    assert (told[False], told[True]) == (gone, ordered)


def test_the_words_of_an_item_are_whole() -> None:
    record = record_of("Finland delivered 24 self-propelled mortars to Jordan in June, the army said.")
    words = [record.document[item.span] for row in record.arms_transfers or () for item in row.items]
    assert words
    assert not any(word in ("self", "propelled mortars") for word in words)
