"""Spans: what may be one, how a citation is trimmed, and that it never cuts what a reader sees as one character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import Document, Span, pieces

LATIN = "ab \r\n\t\u00a0\u0301e“”.'—é©я1"
JOINED = "\u200d\u200b\ufe0f\u0600\u0915\u093f\U0001f469\U0001f3fd\U0001f1eb\U0001f1f7\ud7b0\u1100\u1161𝔄"
PAGE = st.text(alphabet=st.sampled_from(LATIN + JOINED), max_size=60)


def document(text: str) -> Document:
    return Document("sha256:", "test", text)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_past_the_end_is_an_error_that_names_the_page() -> None:
    with pytest.raises(IndexError, match=r"test: .* past the end \(3\)"):
        document("abc")[Span(1, 4)]


@pytest.mark.parametrize(
    ("text", "start", "end", "quoted"),
    [
        ("  Lima, March 3  ", 0, 17, "Lima, March 3"),
        ("Tarvik\u00a0\n", 0, 8, "Tarvik"),
        ("cafe\u0301 closed", 0, 4, "cafe\u0301"),
        ("x \U0001f469\u200d\U0001f469 y", 0, 3, "x \U0001f469\u200d\U0001f469"),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", 1, 3, "\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea"),
        ("   ", 0, 3, None),
        ("a\r\nb", 0, 2, "a"),
        ("abc", -5, 99, "abc"),
        (" \u0301", 0, 2, None),
    ],
)
def test_cite_trims_white_space_and_keeps_characters_whole(text: str, start: int, end: int, quoted: str | None) -> None:
    page = document(text)
    span = page.cite(start, end)
    assert (None if span is None else page[span]) == quoted


@given(PAGE, st.integers(0, 60), st.integers(0, 60))
def test_what_cite_gives_passes_check(text: str, start: int, end: int) -> None:
    page = document(text)
    span = page.cite(start, end)
    if span is not None:
        assert page.check(span) is None
        assert page.cite(span.start, span.end) == span


@given(PAGE)
def test_inner_positions_are_those_of_unicode(text: str) -> None:
    edges = {0, *(m.end() for m in regex.finditer(r"\X", text))}
    assert document(text).inner == set(range(len(text) + 1)) - edges


@pytest.mark.parametrize(("span", "wrong"), [(Span(0, 9), "past the end"), (Span(0, 2), "white space"), (Span(2, 6), "grapheme")])
def test_check_says_what_is_wrong(span: Span, wrong: str) -> None:
    assert wrong in (document("a cafe\u0301").check(span) or "")


@given(st.lists(st.sampled_from(["word ", "end. ", "\n", "x" * 40, "e\u0301 "]), max_size=60).map("".join), st.integers(0, 30), st.integers(0, 300))
def test_pieces_cover_a_range_in_order(text: str, start: int, end: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.text._PIECE", 50)
        patch.setattr("onrecord.text._SEARCHED", 20)
        end = min(end, len(text))
        found = list(pieces(text, start, end))
    assert [place for piece in found for place in range(*piece)] == list(range(start, end))
    assert all(0 < stop - first <= 50 for first, stop in found)


def test_a_piece_ends_with_a_sentence_or_else_a_word() -> None:
    text = "The ferry is late. " * 10_000
    assert all(text[first:stop].endswith(".") for first, stop in list(pieces(text, 0, len(text)))[:-1])
    text = "ferry " * 40_000
    assert all(text[first:stop].strip().endswith("ferry") for first, stop in pieces(text, 0, len(text)))


@given(PAGE)
def test_inner_positions_are_the_same_where_they_are_too_many_for_a_set(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.text._FEW", 0)
        marked = document(text).inner
    assert {at for at in range(len(text) + 1) if at in marked} == document(text).inner
