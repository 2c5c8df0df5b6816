"""What a word of denial says, and what only looks like a denial: cue and content, without the page."""

import pytest

from onrecord.record import Stance
from onrecord.statements import read_stance

A, D, N = Stance.ASSERTS, Stance.DENIES, None


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        # what is kept from somebody, persons and goods: an act
        ("denied", "the crew visas", N),
        ("was denied", "bail", N),
        ("denied", "visas were sold", D),
        ("denied", "selling visas", D),
        ("denied", "reports of visa sales", D),
        ("dismissed", "the deputy minister", N),
        ("dismissed", "the minister’s claim", D),
        ("dismissed", "a report on the minister", D),
        ("dismissed", "the minister as a clown", D),
        ("dismissed", 'the tenor’s singing as "dull"', Stance.HOLDS),  # taste: nothing is said not to be so
        ("dismisses", "the second act as slow and far too long", Stance.HOLDS),
        ("dismissed", "the report as dull fiction", D),
        ("dismissed", "the claims as tedious", D),
        ("rejected", "forty torn ballots", N),
        ("rejected", "claims that ballots were torn", D),
        ("withdrew", "its soldiers from the pass", N),
        ("withdrew", "its claim that soldiers had fled", D),
        ("shot down", "a kite", N),
        ("shot down", "a story about a kite", D),
        ("distanced himself from", "the remarks", D),
        ("distanced himself from", "his old party", Stance.HOLDS),
        ("rejects", "violence", Stance.HOLDS),
        # pleas, questions, threats
        ("pleaded", "not guilty to theft", D),
        ("pleaded not guilty", "", D),
        ("pleaded", "guilty to theft", Stance.CONFIRMS),
        ("pleaded", "with the guards", Stance.URGES),
        ("questioned", "the nurse about the key", Stance.ASKS),
        ("questioned", "the nurse’s tale about the key", Stance.DOUBTS),
        ("wanted", "to know who had the key", Stance.ASKS),
        ("wanted", "to leave", Stance.HOLDS),
        ("said", "“Who has the key?”", Stance.ASKS),
        ("said", "“Who has the key? I do not.”", A),
        ("warned", "it would rain if the wind turned", Stance.EXPECTS),
        ("warned", "they would burn the mill if the miller talked", Stance.THREATENS),
        ("warned", "any cart on the road would be shelled", Stance.THREATENS),
        ("vowed", "revenge for the raid", Stance.THREATENS),
        ("told", "his sons to mend the net", Stance.URGES),
        ("told", "the road to Arkel was shut", A),
        # neutral words over a verdict
        ("said", "“Nonsense.”", D),
        (":", "“All lies”", D),
        ("snapped", "“A lie!”", D),
        ("said", "the lies had hurt him", A),
        ("said", "“It’s not true.”", D),
        ("said", "no such boat had sailed", D),
        ("said", "the message warning of floods is fake", D),
        ("said", "no boat had sailed", A),
        ("accused", "the paper of inventing the raid", D),
        ("accused", "the mayor of lying", A),
        # refusals
        ("neither denied nor confirmed", "the loss", Stance.DECLINES),
        ("was unwilling to rule out", "a strike", Stance.DECLINES),
        ("brushed aside", "questions about the mill", Stance.DECLINES),
        ("went on denying", "the loss", D),
        ("no longer denies", "the loss", Stance.CONFIRMS),
        ("known as", "the Bull", N),
        ("have disputed", "the border for a century", Stance.HOLDS),
        ("disputed", "the report on the border", D),
        # goods are ordered, people are
        ("has ordered", "24 mortars from the Arkel works", N),
        ("ordered", "another six tugs", N),
        ("ordered", "two arrests", Stance.URGES),
        ("ordered", "the gunners to fire six rounds", Stance.URGES),
        ("ordered", "an inquiry into the shells", Stance.URGES),
        ("denied", "the motion to sever", Stance.DECLINES),
        # answers that say only yes or no
        ("says", "it does not", D),
        ("said", "“No,”", D),
        ("said", "he had not", D),
        ("said", "“Yes,”", Stance.CONFIRMS),
        ("said", "it did not rain", A),
        # what is said of a claim
        ("said", "the story had no basis in fact", D),
        ("said", "there was not a grain of truth in it", D),
        ("said", "the footage was doctored", D),
        ("said", "the meeting never took place", D),
        ("said", "she had played no part in the raid", D),
        ("said", "“That’s a lie,”", D),
        ("said", "“That’s a lie detector,”", A),
        ("called", "the charges politically motivated", D),
        ("called", "the vote politically motivated", A),
        ("said", "“No comment,”", Stance.DECLINES),
        ("said", "“I won’t discuss that,”", Stance.DECLINES),
        ("growled", "“Talk and you’re finished,”", Stance.THREATENS),
        ("warned", "the miller to keep quiet", Stance.URGES),
        ("estimates", "800 would flee", Stance.EXPECTS),
        ("estimates", "800 have fled", A),
        ("estimates", "sales fell by half and would stop if the toll rose", A),
    ],
)
def test_what_is_a_denial_and_what_is_none(cue: str, content: str, stance: Stance | None) -> None:
    assert read_stance(cue, content) is stance


def test_what_was_never_done_is_a_denial_where_the_page_told_of_it() -> None:
    assert read_stance("insisted", "none of his boats had sailed") is A
    assert read_stance("insisted", "none of his boats had sailed", answers_claim=True) is D
    assert read_stance("swore", "he had never sailed", answers_claim=True) is D
    assert read_stance("insisted", "no boats would sail", answers_claim=True) is A


@pytest.mark.parametrize(
    "content",
    ["It has not “stopped a single barge,”", "No barge deal has been signed", "it had not sold the barges", "there were no secret talks on barges"],
)
def test_a_flat_negation_is_a_denial_where_the_page_told_of_it(content: str) -> None:
    assert read_stance("said", content) is A
    assert read_stance("said", content, answers_claim=True) is D


@pytest.mark.parametrize(
    "content",
    [
        "there is no bread left", "None has been sold since May", "he had not slept", "it had not yet decided on the barges",
        "they had not been told", "“I wouldn’t take that ferry. Not for any money,”", "I would not recommend the barges to anyone",
        "The barges were not there. Has anyone seen them?",
    ],
)  # fmt: skip
def test_what_is_only_missing_is_no_denial(content: str) -> None:
    assert read_stance("said", content, answers_claim=True) is A


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        # a word that no list holds, and what it is done to
        ("torpedoed", "rumours of a sale", D),
        ("spread", "rumours of a sale", A),
        ("nailed", "the story as a lie", D),
        ("torpedoed", "the ferry", A),
        ("sees", "snow by Friday", Stance.EXPECTS),
        ("sees", "the ferry as a nuisance", Stance.HOLDS),
        ("shouted", "“Move and we fire,”", A),
        ("shouted", "“Touch the gate and we fire,”", Stance.THREATENS),
        ("named", "a baker as its next mayor", N),
        ("named", "the baker", A),
        ("could hardly deny", "the loss", Stance.CONFIRMS),
        ("asked", "their names not be used", Stance.URGES),
        ("dismissed", "the two gardeners", N),
        ("dismissed", "the matter", D),
        ("withdrew", "900 jars from sale", N),
    ],
)
def test_what_is_done_to_a_claim_and_to_a_thing(cue: str, content: str, stance: Stance | None) -> None:
    assert read_stance(cue, content) is stance


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("it had bought no missiles from anybody", D),
        ("it had received “no shells from anybody”", D),
        ("they sold no arms to the rebels", D),
        ("we have signed no secret deals", D),
        ("it had received none of the missiles", D),
        ("it had received no reply", A),
        ("it saw no boats", A),
        ("they had lost no planes", A),
        ("the harbour had received no ships", A),
    ],
)
def test_a_deed_without_an_object_answers_a_claim(content: str, answer: Stance) -> None:
    """Only where the page told of it: docs/stances.md."""
    assert read_stance("said", content, answers_claim=True) is answer
    assert read_stance("said", content) is A
