"""Names of arms: by the table, by their form, and what only looks like one."""

import pytest

from onrecord.events.equipment import find_arms, find_possible
from onrecord.events.scene import Scene
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
    ("Uganda ordered six Su-30s in Moscow.", "Su-30s", "aircraft", "Su-30"),
    ("Croatia gets 62 refitted Bradleys.", "Bradleys", "armour", "Bradley"),
    ("Ethiopia bought four Mohajers for cash.", "Mohajers", "drones", "Mohajer"),
    ("Iraq took over Cheongung II batteries.", "Cheongung II", "air-defence", "Cheongung II"),
]
# What is arms only where a supply of arms is told, with its category.
POSSIBLE = [
    ("Ten Brazilian carriers crossed the river.", [("carriers", "armour", None)]),
    ("Two batteries leave in spring.", [("batteries", "unspecified", None)]),
    ("Five jets have been delivered.", [("jets", "aircraft", None)]),
    ("Sweden withdrew its bid with the Gripens.", [("Gripens", "aircraft", "Gripen")]),
    ("The jets were loud and the boats slow.", []),
    ("The twenty Cheongung II systems have come.", []),  # they are arms in any case, and "systems" are they
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


@pytest.mark.parametrize(("text", "wanted"), POSSIBLE, ids=[row[0] for row in POSSIBLE])
def test_what_a_supply_makes_arms(text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    scene = Scene(tree_of(text), (), ())
    found = [(text[scene.tree.words[a.first].start : scene.tree.words[a.last].end], a.category, a.designation) for a in scene.possible_arms]
    assert found == wanted


@pytest.mark.parametrize("row", [row for row in ROWS if row[1] == "counted"], ids=lambda row: str(row[0]))
def test_a_counted_noun_is_found_in_its_example_alone_by_its_number(row: tuple[str, ...]) -> None:
    text = f"{row[-1].capitalize()}."
    assert find_arms(tree_of(text)) == ()
    assert [arms.category for arms in find_possible(tree_of(text))] == [row[2]]
    assert find_possible(tree_of(text.replace("Ten ", "The "))) == ()
