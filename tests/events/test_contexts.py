"""Contexts of a paragraph: every row of the table on its own example, and what gives none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.contexts import MOST, contexts_of
from onrecord.lexicon import read_table

ROWS = read_table("events/contexts.tsv").rows
CONTEXTS = (  # of the manual, in its order
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal reparations human_rights "
    "rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration "
    "disasters natural_resource environment technology terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking"
)

CASES = [
    ("Norway will send 22 howitzers to Ukraine, the defence minister said.", ("military",)),
    ("The ambassador handed over a note about the howitzers.", ("military", "diplomatic")),
    ("The ambassador and the foreign minister spoke of a howitzer.", ("diplomatic", "military")),  # the stronger first
    ("The defence-ministry bought it.", ("military",)),  # a hyphen parts words of a phrase as a space does
    ("The gang paid a bribe to the governor.", ("corruption",)),  # the narrower one instead of crime
    ("A gang robbed the market.", ("crime",)),
]

NONE = [
    "",
    "The match ended without a goal.",
    "A soldier waved.",  # one weak word
    "A soldier waved to a soldier, and the soldiers laughed.",  # the same one again
    "The ministry said that defence was dear.",  # words of a phrase, apart
    "A human being has no rights here.",
]


def lows_of(text: str) -> list[str]:
    """Words and signs in small letters."""
    return re.findall(r"\w+|[^\w\s]", text.lower())


@pytest.mark.parametrize(("context", "weight", "words", "example"), ROWS)
def test_every_row_gives_its_context_on_its_own_example(context: str, weight: str, words: str, example: str) -> None:
    assert weight in ("1", "2")
    assert len(words.split()) == len(set(words.split()))
    assert max(word.count("_") for word in words.split()) < 4, "a phrase has four words at most"
    assert contexts_of(lows_of(example))[0] == context


def test_rows_have_the_contexts_of_the_manual_each_with_both_weights() -> None:
    assert [(row[0], row[1]) for row in ROWS] == [(context, weight) for context in CONTEXTS.split() for weight in "21"]


@pytest.mark.parametrize(("text", "contexts"), CASES)
def test_contexts_come_strongest_first(text: str, contexts: tuple[str, ...]) -> None:
    assert contexts_of(lows_of(text)) == contexts


@pytest.mark.parametrize("text", NONE)
def test_one_weak_word_is_not_enough(text: str) -> None:
    assert contexts_of(lows_of(text)) == ()


def test_a_plural_counts_as_its_singular() -> None:
    assert contexts_of(["embassies"]) == contexts_of(["embassy"]) == ("diplomatic",)


@given(st.lists(st.sampled_from([word for row in ROWS for phrase in row[2].split() for word in phrase.split("_")]), max_size=60))
def test_there_are_three_at_most_and_the_same_ones_every_time(lows: list[str]) -> None:
    found = contexts_of(lows)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert contexts_of(lows) == found
