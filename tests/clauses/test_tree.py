"""Who governs whom, on sentences; and walks that end whatever the head says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clauses.tree import Tree
from onrecord.clauses.words import LABELS
from onrecord.encoder.wordpiece import Word
from tests.events.reading import tree_of

PASSIVE = [
    ("The rifles were sold by a broker to rebels.", "sold", True),
    ("A broker sold the rifles to rebels.", "sold", False),
    ("Shells supplied by Iran reached the port.", "supplied", True),
    ("The minister had visited Oslo.", "visited", False),
    ("Three men were arrested in Lima.", "arrested", True),
]
SUBJECT = [
    ("Iran shipped drones and trained their crews.", "trained", ["iran"]),
    ("Norway wants to buy new frigates.", "buy", ["norway"]),
    ("Russia and Belarus held joint drills.", "held", ["russia", "belarus"]),
    ("The minister urged Oslo to send tanks.", "send", ["oslo"]),
]


@pytest.mark.parametrize(("text", "verb", "passive"), PASSIVE, ids=[row[0] for row in PASSIVE])
def test_a_passive_is_told_from_an_active(text: str, verb: str, passive: bool) -> None:
    tree = tree_of(text)
    assert tree.is_passive(tree.lows.index(verb)) is passive


@pytest.mark.parametrize(("text", "verb", "subjects"), SUBJECT, ids=[row[0] for row in SUBJECT])
def test_a_subject_is_shared(text: str, verb: str, subjects: list[str]) -> None:
    tree = tree_of(text)
    assert [tree.lows[word] for word in tree.spoken_subject(tree.lows.index(verb))] == subjects


def test_prepositions_and_phrases() -> None:
    tree = tree_of("North Korea sold artillery shells to the Russian army in November.")
    sold = tree.lows.index("sold")
    preps = [(prep, tree.lows[word]) for prep, word in tree.preps(sold)]
    assert ("to", "army") in preps or ("to", "army") in [(p, tree.lows[w]) for p, w in tree.preps(tree.lows.index("shells"))]
    first, last = tree.phrase(tree.lows.index("army"))
    assert tree.text[tree.words[first].start : tree.words[last].end] == "the Russian army"


def test_sentences_end_where_a_line_ends_or_a_full_stop_stands() -> None:
    tree = tree_of("The U.S. sent envoys. Iran protested.\nNobody came")
    ends = [tree.text[tree.words[first].start : tree.words[behind - 1].end] for first, behind in tree.sentences]
    assert ends == ["The U.S. sent envoys.", "Iran protested.", "Nobody came"]


@given(st.lists(st.integers(0, 19), min_size=1, max_size=20), st.data())
def test_walks_end_on_any_arcs(governors: list[int], data: st.DataObject) -> None:
    size = len(governors)
    labels = tuple(data.draw(st.sampled_from(LABELS)) for _ in range(size))
    tags = tuple(data.draw(st.sampled_from(("VBD", "VBN", "NN", "NNP", "IN"))) for _ in range(size))
    words = tuple(Word(2 * number, 2 * number + 1, number) for number in range(size))
    none = np.zeros((size, 1), np.float32)
    tree = Tree("x " * size, words, tuple(one % size for one in governors), labels, tags, none, none, none, none)
    for word in range(size):
        assert len(list(tree.above(word))) <= 12
        assert set(tree.below(word)) <= set(range(size))
        tree.spoken_subject(word)
        tree.is_passive(word)
        first, last = tree.phrase(word)
        assert first <= word <= last
        assert tree.sentence(word)[0] <= word < tree.sentence(word)[1]
