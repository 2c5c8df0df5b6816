"""Names of arms: by the table, by their form, and what only looks like one."""

import pytest

from onrecord.events.equipment import find_arms
from onrecord.lexicon import read_table
from tests.events.reading import tree_of

ROWS = read_table("events/weapons.tsv").rows
ARMS = [
    ("Norway sent 155-mm artillery shells.", "artillery shells", "ammunition", None),
    ("Kenya bought T-72 tanks.", "T-72 tanks", "armour", "T-72"),
    ("They fired Kh-101 missiles.", "Kh-101 missiles", "missiles", "Kh-101"),
    ("Chile ordered Caesar howitzers.", "Caesar howitzers", "artillery", "Caesar"),
    ("The army got surface-to-air missiles.", "surface-to-air missiles", "air-defence", None),
    ("Peru wants Falk-7 drones.", "Falk-7 drones", "drones", "Falk-7"),
]
NONE = ["Talks went into a third round.", "He was a fighter all his life.", "The G20 met in Bali."]


def test_the_table_is_as_large_as_it_says() -> None:
    assert len([row for row in ROWS if row[1] == "designation"]) >= 600
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("text", "words", "category", "designation"), ARMS, ids=[row[0] for row in ARMS])
def test_arms_have_a_category(text: str, words: str, category: str, designation: str | None) -> None:
    tree = tree_of(text)
    (arms,) = find_arms(tree)
    assert text[tree.words[arms.first].start : tree.words[arms.last].end] == words
    assert (arms.category, arms.designation) == (category, designation)


@pytest.mark.parametrize("text", NONE)
def test_what_looks_like_arms_is_none(text: str) -> None:
    assert find_arms(tree_of(text)) == ()
