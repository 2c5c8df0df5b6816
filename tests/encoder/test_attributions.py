"""From scores to attributions: what counts as a cue, where a content ends, which statement stands in which."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.attributions import MOST_CUES, Attribution, Heard, Reading, choose, confidence_of, find_cues, one_level, shapes, spans
from onrecord.encoder.windows import Window, windows_of
from tests.encoder.small_vocabulary import small

BY_CUE = Reading(bias=0.0, by_cue=1.0, by_content=0.0, by_source=0.0, bare_bias=0.0, bare_by_cue=1.0, bare_by_content=0.0, bare_by_source=0.0)
PLAIN = replace(BY_CUE, keep=0.5, bare=0.7, nested=0.3, grow=0.3, price=1.0, pause=0.0)  # as sure as its cue
FREE = np.zeros((3, 3), np.float32)


def window_of(text: str) -> Window:
    return next(windows_of(text, [small().encode(text)]))


def tags(line: str) -> np.ndarray:
    """Cue probabilities, a word a sign: "." none, "b" begins, "i" goes on, "?" perhaps (0.4)."""
    rows = {".": (1, 0, 0), "b": (0, 1, 0), "i": (0, 0, 1), "?": (0.6, 0.1, 0.3)}
    return np.array([rows[sign] for sign in line], np.float32)


CUES = [
    ("..b...", [(2, 3)]),
    ("..bi..", [(2, 4)]),
    ("..bb..", [(2, 3), (3, 4)]),
    ("..b?..", [(2, 4)]),  # what may belong to it, does
    (".?b...", [(2, 3)]),  # but a sure beginning is one
    ("..??..", []),  # nothing in it is sure enough
    ("bi..bi", [(0, 2), (4, 6)]),
    ("", []),
]


@pytest.mark.parametrize(("line", "wanted"), CUES)
def test_cues_are_runs_with_a_sure_word(line: str, wanted: list[tuple[int, int]]) -> None:
    assert [cue for cue, _ in find_cues(tags(line) if line else np.zeros((0, 3), np.float32), 0.3, 0.5)] == wanted


def test_of_very_many_cues_the_surest_are_kept_in_order() -> None:
    rows = tags("b." * 100)
    rows[20, 1], rows[20, 0] = 0.9, 0.1
    cues = [cue for cue, _ in find_cues(rows, 0.3, 0.5)]
    assert len(cues) == MOST_CUES
    assert cues == sorted(cues)
    assert (20, 21) not in cues


def heard(rows: dict[str, float]) -> Heard:
    """Scores for each cue: a line with a sign a word ("S" source, "c" content, "#" the cue, "." none; lower "s" and "o" unsure)."""
    signs = {".": (4, 0, 0), "#": (4, 0, 0), "S": (0, 4, 0), "c": (0, 0, 4), "o": (0.4, 0, 0), "s": (0, 0.4, 0)}
    label = np.array([[signs[sign] for sign in line] for line in rows], np.float32)
    cues = tuple((line.index("#"), line.rindex("#") + 1) for line in rows)
    return Heard(cues, tuple(rows.values()), (0,) * len(cues), label, np.zeros(label.shape[:2], np.float32))


def read(text: str, rows: dict[str, float], reading: Reading = PLAIN) -> list[tuple[str, str, str, int | None]]:
    window = window_of(text)
    assert all(len(line) == len(window.words) for line in rows), len(window.words)

    def words(pieces: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(text[s:e] for s, e in spans(window, pieces))

    def row(a: Attribution) -> tuple[str, str, str, int | None]:
        return words(a.source), words((a.cue,)), words(a.content), a.within

    return [row(a) for a in choose(heard(rows), shapes(text, window), FREE, reading)]


CASES = [
    ("the ministry said no report were shipped.", {"SS#cccc.": 0.9}, [("the ministry", "said", "no report were shipped", None)]),
    ("“no,” she said, “report”.", {"cccc S#. ccc.".replace(" ", ""): 0.9}, [("she", "said", "“no,” … “report”", None)]),
    ("said: no report.", {"#.ccc": 0.9}, [("", "said", "no report", None)]),  # no source; the stop does not belong to it
    ("the report said no.", {"SS#..": 0.9}, []),  # nothing is said
    ("said: no report.", {"#.ccc": 0.6}, []),  # without a source one has to be surer here
    ("she said no.", {"S#c.": 0.4}, []),  # not sure enough
    ("she said no report were shipped.", {"S#coccc": 0.9}, [("she", "said", "no report were shipped", None)]),  # no hole inside a clause
    ("the quay she said no.", {"SS.#c.": 0.9, "SSS#c.": 0.9}, [("the quay", "said", "no", None), ("the quay she", "said", "no", None)]),
    (
        "she said the ministry denied a report.",
        {"S#cccccc": 0.9, "..SS#cc.": 0.4},
        [("she", "said", "the ministry denied a report", None), ("the ministry", "denied", "a report", 0)],
    ),
    (  # which of the two is surer does not matter
        "she said the ministry denied a report.",
        {"S#cccccc": 0.6, "..SS#cc.": 0.9},
        [("she", "said", "the ministry denied a report", None), ("the ministry", "denied", "a report", 0)],
    ),
    (
        "she said no report said the ministry denied that shells were shipped.",
        {"S#ccccccccccc": 0.9, "..SS#cccccccc": 0.4, ".....SS#cccc.": 0.6},
        [
            ("she", "said", "no report said the ministry denied that shells were shipped", None),
            ("no report", "said", "the ministry denied that shells were shipped", 0),
            ("the ministry", "denied", "that shells were shipped", 1),
        ],
    ),
    ("she said no report said no.", {"S#cccc.": 0.9, "..SS#c.": 0.2}, [("she", "said", "no report said no", None)]),
]


@pytest.mark.parametrize(("text", "rows", "wanted"), CASES)
def test_attributions_of_a_window(text: str, rows: dict[str, float], wanted: list[tuple[str, str, str, int | None]]) -> None:
    assert read(text, rows) == wanted


@given(
    st.lists(st.lists(st.floats(-8, 8, width=32), min_size=30, max_size=30), min_size=1, max_size=4),
    st.sets(st.integers(0, 9), min_size=4, max_size=4),
    st.floats(0, 3),
)
def test_any_scores_give_runs_of_words_in_order(scores: list[list[float]], places: set[int], price: float) -> None:
    text = "she said, “no report” the quay\nwere shipped"
    window = window_of(text)
    count = len(window.words)
    cues = tuple((i, i + 1) for i in sorted(places)[: len(scores)])
    label = np.resize(np.array(scores, np.float32), (len(cues), count, 3))
    given_scores = Heard(cues, (0.9,) * len(cues), (0,) * len(cues), label, label[:, :, 0])
    found = choose(given_scores, shapes(text, window), np.array([[0, -1, 1], [0.5, 0, -2], [1, 1, 0]], np.float32), Reading(price=price))
    assert [a.cue for a in found] == sorted(a.cue for a in found)
    for number, a in enumerate(found):
        assert a.content
        assert len(a.source) <= 1
        assert a.within is None or (a.within != number and size(found[a.within]) >= size(a))
        runs = sorted((*a.source, *a.content, a.cue))
        assert all(first < behind for first, behind in runs)
        assert all(x[1] <= y[0] for x, y in pairwise(runs))
        assert all(0 <= share <= 1 for share in (*a.sure, a.confidence))
    flat = one_level(found)
    assert all(a.within is None for a in flat)
    assert not any(first <= a.cue[0] < behind for a in flat for o in flat if o is not a for first, behind in o.content)


def size(a: Attribution) -> int:
    return sum(behind - first for first, behind in a.content)


@pytest.mark.parametrize(("outer", "inner", "kept"), [(0.9, 0.6, "said"), (0.6, 0.9, "denied")])
def test_of_one_level_the_surer_is_kept(outer: float, inner: float, kept: str) -> None:
    text = "she said the ministry denied a report."
    window = window_of(text)
    found = choose(heard({"S#cccccc": outer, "..SS#cc.": inner}), shapes(text, window), FREE, PLAIN)
    assert len(found) == 2
    assert [text[window.words[a.cue[0]].start : window.words[a.cue[0]].end] for a in one_level(found)] == [kept]


def test_confidence_grows_with_cue_content_and_source() -> None:
    rows = [(0.5, 0.5, 0.5), (0.9, 0.5, 0.5), (0.9, 0.9, 0.5), (0.9, 0.9, 0.9), (1.0, 1.0, 1.0)]
    for sourced in (True, False):
        found = [confidence_of(row, sourced, Reading()) for row in rows]
        assert found == sorted(set(found))
        assert all(0 < one <= 1 for one in found)


def test_confidence_falls_where_another_reading_is_nearly_as_likely() -> None:
    text = "the ministry said no report were shipped."
    window = window_of(text)
    scores = heard({"SS#cccc.": 0.9})
    sure, unsure = scores.label.copy(), scores.label.copy()
    unsure[0, 3:7, 0] = 3.5  # no content at all
    found = [choose(replace(scores, label=label), shapes(text, window), FREE, Reading(price=0.0))[0] for label in (sure, unsure)]
    assert found[0].content == found[1].content
    assert found[0].confidence > found[1].confidence + 0.02


@pytest.mark.parametrize(
    ("near", "wanted"),
    [
        ((3.0, 3.0), [(0, 2)]),  # the best chain has none, but it is likely enough
        ((1.0, 3.0), [(1, 2)]),  # words that are much less likely do not belong to it
        ((0.0, 0.0), []),
    ],
)
def test_a_source_that_is_likely_enough_is_taken_where_the_best_chain_has_none(near: tuple[float, float], wanted: list[tuple[int, int]]) -> None:
    text = "the report said no."
    window = window_of(text)
    scores = heard({"..#c.": 0.9})
    scores.label[0, :2, 1] = near
    found = choose(scores, shapes(text, window), FREE, replace(PLAIN, likely=0.2))
    assert [list(a.source) for a in found] == [wanted]


def test_one_without_a_source_is_less_sure_the_likelier_a_source_is() -> None:
    text = "the report said no."
    window = window_of(text)
    scores = heard({"..#c.": 0.9})
    near = scores.label.copy()
    near[0, :2, 1] = 3.9
    reading = Reading(bare=0.0, price=0.0, likely=1.0)
    far, close = (choose(replace(scores, label=label), shapes(text, window), FREE, reading)[0] for label in (scores.label, near))
    assert far.source == close.source == ()
    assert far.confidence > close.confidence
