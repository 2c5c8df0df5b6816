"""Windows: whole paragraphs together, every word in one window, none longer than the encoder reads; in time that grows as the text does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.windows import PIECES, Window, windows_of
from tests.counting import calls
from tests.encoder.small_vocabulary import small

VOCABULARY = small()


def cut(text: str, most: int) -> tuple[Window, ...]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(VOCABULARY.encode(text, at, at + len(line)))
        at += len(line) + 1
    return tuple(windows_of(text, paragraphs, most))


CASES = [
    # pieces in a window, text ("/" is a line's end), windows
    (10, "the quay./no report./she said", ["the quay./no report./she said"]),
    (6, "the quay./no report./she said", ["the quay./no report.", "she said"]),
    (5, "the quay./no report./she said", ["the quay.", "no report./she said"]),
    (5, "the quay. no report. she said", ["the quay.", "no report. she said"]),  # at the ends of sentences
    (8, "the quay.” no report. she said", ["the quay.” no report.", "she said"]),
    (4, "the quay no report she said", ["the quay no report", "she said"]),  # where there is none
    (3, "the quay no/report", ["the quay no", "report"]),
    (3, "///", []),
    (3, "", []),
]


@pytest.mark.parametrize(("most", "text", "wanted"), CASES)
def test_a_text_is_cut_into(most: int, text: str, wanted: list[str]) -> None:
    text = text.replace("/", "\n")
    assert [text[w.start : w.end].replace("\n", "/") for w in cut(text, most)] == wanted


def test_a_word_of_too_many_pieces_has_the_window_to_itself_and_loses_some() -> None:
    first, second = cut("ungabubabubag said", 4)
    assert (len(first.words), len(first.pieces)) == (1, 4)
    assert len(second.words) == 1


@given(st.text(alphabet=st.sampled_from("the quay.”\n shipped“no,a"), max_size=300), st.integers(1, 40))
def test_every_word_is_in_one_window_and_its_pieces_are_its_own(text: str, most: int) -> None:
    whole = VOCABULARY.encode(text)
    found = cut(text, most)
    assert [(w.start, w.end) for window in found for w in window.words] == [(w.start, w.end) for w in whole.words]
    for window in found:
        assert 0 < len(window.pieces) <= most
        for word in window.words:
            piece = window.pieces[word.piece]
            assert word.start == piece.start < word.end
        assert cut(text[window.start : window.end], most)[0].pieces[0].id == window.pieces[0].id


LONG = ["the quay " * 20_000, "said. " * 40_000, "“the quay\n" * 20_000, "a" * 200_000, "“" * 200_000]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:9].strip())
def test_work_grows_as_the_text_does(text: str) -> None:
    def check(of: str) -> None:
        assert all(len(window.pieces) <= PIECES for window in cut(of, PIECES))

    short, long = calls(lambda: check(text[: len(text) // 8])), calls(lambda: check(text))
    assert long < 9 * short + 500
