"""Numbers of pieces and sums of money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.amounts import counts_in, number_of, sums_in

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
NO_COUNTS = ["delivered in 2018", "155-mm shells", "a 12-tonne truck", "the K9A1", "T-72 tanks"]
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
    for one in (*counts_in(text, 0, len(text)), *sums_in(text, 0, len(text))):
        assert 0 <= one.start < one.end <= len(text)
