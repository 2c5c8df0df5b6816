"""What holds of every text, and on texts that were made to hurt."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.grounding.published.written import find_written, read_machine, read_url
from onrecord.grounding.times.days import part_of
from onrecord.grounding.times.find import find_in
from onrecord.grounding.times.grammar import grammar
from tests.counting import calls
from tests.grounding.timed_text import read_times

_VALUE = re.compile(
    r"(?:[\dX]{4}(?:-(?:[\dX]{2}(?:-[\dX]{2})?|W[\dX]{2}(?:-[1-7]|-WE|-WD)?|Q[1-4X]|H[12]|SP|SU|FA|WI))?|\d{2,3})?"
    r"(?:T(?:[\dX]{2}:[\dX]{2}|MO|AF|EV|NI))?"
    r"|P(?:T?[\d.X]+[A-Z]{1,2})+|PXX|(?:PAST|PRESENT|FUTURE)_REF"
)
_WORDS = sorted({word for rule in grammar().rules for word in re.findall(r"[A-Za-z]+|\d+", rule.example)})
_PIECES = st.lists(st.sampled_from([*_WORDS, "the", "a", "of", "in", ",", ".", "-", "\n", "é", "9" * 40, "31", "02", "/", ":", "'80s"]), max_size=40)


@given(_PIECES.map(" ".join), st.sampled_from([None, "2023", "2023-03", "2023-03-15", "0001-01-01", "9999-12-31"]), st.floats(0, 1))
def test_any_words_give_citable_times_with_timex_values(text: str, published: str | None, confidence: float) -> None:
    document, times = read_times(text or " ", published, confidence)
    sure = {"published": confidence} | {one.id: one.confidence for one in times}
    for one in times:
        assert document.check(one.span) is None
        assert all(_VALUE.fullmatch(part) for part in one.value.split("/")), one.value
        assert (one.earliest is None) == (one.latest is None)
        if one.earliest and one.latest:
            assert date.fromisoformat(one.earliest) <= date.fromisoformat(one.latest)
        if one.anchor:
            assert one.confidence <= round(sure[one.anchor], 2)
    assert [one.span for one in times] == sorted(one.span for one in times)
    assert not any(a.span.overlaps(b.span) for a, b in pairwise(times))


@given(st.text(alphabet=st.sampled_from("0123456789/-.: JanuaryMon,'©T年月日\n"), max_size=60))
def test_any_text_is_read_for_dates_without_failing(text: str) -> None:
    for written in find_written(text):
        assert text[written.start : written.end].strip()
        assert written.parts.reading
    read_machine(text)
    read_url(text)


@given(st.text(alphabet=st.sampled_from("0123456789/ JanuaryMon,\n ThePostedUpdated:."), min_size=1, max_size=400))
def test_any_page_gets_a_date_that_its_evidence_bears_out(text: str) -> None:
    if not text.strip():
        return
    published = onrecord.read_text(text, until="published").published
    assert published is not None
    assert published.date is None or published.evidence
    assert 0 <= published.confidence <= 1
    assert [c.confidence for c in published.candidates] == sorted((c.confidence for c in published.candidates), reverse=True)


HOSTILE = {
    "slashes": "1/1/" * 25_000,
    "months": "January " * 10_000,
    "digits": "9" * 100_000,
    "articles": "the " * 20_000,
    "halves": "a year and a " * 8_000,
    "weekdays": "Monday, " * 10_000,
    "spaces": " " * 100_000,
    "years": "2023-" * 20_000,
    "more": "more than " * 10_000,
    "ones": "1 " * 25_000,
    "lines": "\n1" * 25_000,
    "quotes": "'80" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_long_and_odd_texts_are_read_in_proportion_to_their_length(text: str) -> None:
    """By calls, not by seconds; what a pattern does within a call is timed by `benchmarks scaling`."""

    def find(size: int) -> None:
        find_in(text[:size], 0, size)
        for _ in find_written(text[:size]):
            pass

    find(1000)  # tables are read and rules compiled once
    once, twice = calls(lambda: find(len(text) // 4)), calls(lambda: find(len(text) // 2))
    assert twice <= 2.2 * once + 500


@given(
    st.dates(min_value=date(1, 1, 1)),
    st.integers(0, 40_000),
    st.sampled_from(["early", "mid", "late", "so-far", "rest"]),
    st.one_of(st.none(), st.dates()),
)
def test_a_part_of_days_lies_within_them(first: date, length: int, part: str, counted_from: date | None) -> None:
    last = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    begins, ends = part_of(first, last, part, counted_from)
    assert first <= begins <= ends <= last


@given(st.dates(min_value=date(1, 1, 1)), st.integers(0, 40_000))
def test_the_thirds_of_days_are_all_of_them(first: date, length: int) -> None:
    last = date.fromordinal(min(first.toordinal() + max(length, 2), date.max.toordinal()))
    thirds = [part_of(first, last, part, None) for part in ("early", "mid", "late")]
    if (last - first).days >= 2:
        assert [thirds[0][0], thirds[2][1]] == [first, last]
        assert [(two[0] - one[1]).days for one, two in pairwise(thirds)] == [1, 1]
