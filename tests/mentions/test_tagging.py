"""Tags of words → names and phrases: what follows what, and what a word's letters show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from onrecord.encoder.wordpiece import Word
from onrecord.mentions.surface import COLUMNS, ROWS, Case, case_of, surface
from onrecord.mentions.tagging import HEAD_TAGS, NAME_TAGS, NAMES, best_path, tagged


@pytest.mark.parametrize(
    ("written", "case"),
    [
        ("minister", Case.LOWER),
        ("Oslo", Case.TITLE),
        ("NATO", Case.UPPER),
        ("X", Case.LETTER),
        ("—", Case.MARK),
        ("155", Case.FIGURES),
        ("T90", Case.UPPER),
        ("McNab", Case.MIXED),
        ("iPhone", Case.MIXED),
        ("Öresund", Case.TITLE),
    ],
)
def test_case_tells_how_a_word_is_written(written: str, case: Case) -> None:
    assert case_of(written) is case


def test_surface_tells_where_a_word_stands() -> None:
    text = "He left. Oslo’s mayor\nstayed"
    words = [Word(0, 2, 0), Word(3, 7, 1), Word(7, 8, 2), Word(9, 13, 3), Word(13, 14, 4), Word(14, 15, 5), Word(16, 21, 6), Word(22, 28, 7)]
    seen = surface(text, words)
    assert seen.shape == (8, COLUMNS)
    assert seen[:, 1].tolist() == [1, 0, 0, 1, 0, 0, 0, 1]  # begins a sentence or a line
    assert seen[:, 2].tolist() == [0, 0, 1, 0, 1, 1, 0, 0]  # glued to the word before
    assert seen[:, 3:].min() >= 0
    assert seen[:, 3:].max() < ROWS


def _scores(tags: list[int], width: int) -> np.ndarray:
    return np.where(np.arange(width) == np.array(tags)[:, None], np.float32(-0.1), np.float32(-5.0)).astype(np.float32)


def test_a_phrase_begins_before_its_name_or_its_head() -> None:
    # "the Norlandic minister Ada Brandt and the envoy"
    names = _scores([0, 0, 0, 1, 2, 0, 0, 0], NAME_TAGS)
    heads = _scores([1, 1, 1, 0, 0, 0, 1, 2], HEAD_TAGS)
    found = tagged(names, heads, 0.0, 0.0)
    assert [(one.first, one.last, one.opening, one.head) for one in found] == [(3, 4, 0, False), (7, 7, 6, True)]
    assert NAMES[int(found[0].odds.argmax())] == "PER"
    assert all(0.5 < one.confidence <= 1 for one in found)


def test_an_inner_word_follows_its_own_kind_only() -> None:
    org_inner = 2 + 2 * NAMES.index("ORG")
    path = best_path(_scores([org_inner, org_inner], NAME_TAGS))
    assert path[0] != org_inner
    assert path[1] != org_inner or path[0] == org_inner - 1


@given(arrays.arrays(np.float32, st.tuples(st.integers(0, 30), st.just(NAME_TAGS)), elements=st.floats(-9, 0, width=32)))
def test_every_path_is_one_that_tags_allow(scores: np.ndarray) -> None:
    path = best_path(scores)
    assert len(path) == len(scores)
    for before, tag in zip([0, *path], path, strict=False):
        assert tag == 0 or tag % 2 == 1 or before in (tag - 1, tag)


@given(st.text(max_size=60))
def test_surface_takes_any_letters(text: str) -> None:
    words = [Word(at, at + 1, at) for at, character in enumerate(text) if not character.isspace()]
    assert surface(text, words).shape == (len(words), COLUMNS)
