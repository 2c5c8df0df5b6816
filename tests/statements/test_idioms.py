"""Every row of idioms.tsv is read on its own example, and the closed classes beside it on theirs."""

import pytest

from onrecord.record import Stance
from onrecord.statements import read_stance
from onrecord.statements.cues import Entry
from onrecord.statements.idioms import read_idioms
from tests.statements.marked_statements import unmark

IDIOMS = read_idioms()


@pytest.mark.parametrize("entry", IDIOMS, ids=lambda e: " ".join(e.words))
def test_a_turn_of_phrase_has_its_stance(entry: Entry) -> None:
    marked = unmark(entry.example)
    assert read_stance(" ".join(marked.cue), " ".join(marked.content)) is entry.stance


def test_rows_are_told_apart() -> None:
    assert len({e.words for e in IDIOMS}) == len(IDIOMS) > 300


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("offered a flat denial", "", Stance.DENIES),
        ("issued", "a denial of the leak", Stance.DENIES),
        ("repeated his call", "for calm", Stance.URGES),
        ("voiced deep misgivings", "about the count", Stance.DOUBTS),
        ("sent a warning", "of floods", Stance.EXPECTS),
        ("gave no further details", "", Stance.DECLINES),
        ("made no mention", "of the leak", Stance.DECLINES),
        ("offered little explanation", "for the delay", Stance.DECLINES),
        ("did not pour cold water on", "the rumour", Stance.CONFIRMS),
        ("poured cold water on", "the offer", Stance.DECLINES),
        ("put an end to", "the strike", Stance.ASSERTS),
        ("is not happy", "with the toll", Stance.HOLDS),
        ("is not willing to", "pay", Stance.DECLINES),
    ],
)
def test_classes_of_phrases(cue: str, content: str, stance: Stance) -> None:
    assert read_stance(cue, content) is stance
