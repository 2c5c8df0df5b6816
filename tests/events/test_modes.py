"""Modes of deeds: every row of the table on its own example, and what has none."""

import re

import pytest

from onrecord.clauses.read import read_window
from onrecord.clauses.tree import Tree
from onrecord.encoder.model import packaged
from onrecord.encoder.windows import windows_of
from onrecord.events.modes import mode_of
from onrecord.events.triggers import core_of
from onrecord.lexicon import read_table

ROWS = read_table("events/modes.tsv").rows
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control "
    "unconventional sideAB",
}

CASES = [
    # the trigger in brackets: the deed, its type, its mode
    ("Jets from the carrier [bombed] the port.", "ASSAULT", "aerial"),
    ("Two drones [struck] the power station near the border.", "ASSAULT", "drone"),
    ("Soldiers [fired] rubber bullets at the crowd.", "ASSAULT", "crowd-control"),
    ("Oslo [urged] Rabat to withdraw its soldiers from the strip.", "REQUEST", "yield"),
    ("Kyiv [asked] Berlin for twelve howitzers.", "REQUEST", "assist"),
    ("Berlin [turned down] a request for more missiles.", "REJECT", "assist"),
    ("The general [refused] to meet the envoy.", "REJECT", "meet"),
    ("The president [held] a telephone [call] with the king.", "CONSULT", "phone"),
    ("Police officers [were sent] to the stadium.", "MOBILIZE", "police"),
    # a condition is not what is threatened
    ("Warsaw [threatened] to close the crossing unless Minsk stopped the bombing.", "THREATEN", "restrict"),
    # another sentence is not asked
    ("A drone was seen on Monday. Gunmen [attacked] the village.", "ASSAULT", "firearms"),
]

NONE = [
    ("The two ministers [met] in Vienna.", "CONSULT"),
    ("The president [held talks] with the king on Monday.", "CONSULT"),
    ("The army [killed] nine people.", "ASSAULT"),
    ("Ukraine said that its drones had returned.\nArmed men [killed] a farmer on Sunday.", "ASSAULT"),
    ("Oslo [sent] tents to the flooded province.", "AID"),
    ("The drones [were sold] to Tunis.", "COOPERATE"),
    ("Jets [bombed] the depot.", "AGREE"),
]


def read(marked: str) -> tuple[Tree, list[int]]:
    """The tree of a text, and the words that carry the trigger, which stands in brackets."""
    text, inside = "", []
    for piece in re.split(r"(\[[^\]]+\])", marked):
        if piece.startswith("["):
            inside.append((len(text), len(text) + len(piece) - 2))
        text += piece.strip("[]")
    window = next(windows_of(text, [packaged().vocabulary.encode(text, 0, len(text))]))
    tree = read_window(text, window, packaged())
    return tree, core_of(tree, [n for n, word in enumerate(tree.words) if any(start <= word.start < end for start, end in inside)])


@pytest.mark.parametrize(("kind", "mode", "where", "words", "example"), ROWS)
def test_every_row_gives_its_mode_on_its_own_example(kind: str, mode: str, where: str, words: str, example: str) -> None:
    assert where in ("trigger", "inner", "near")
    assert len(words.split()) == len(set(words.split()))
    assert mode_of(*read(example), kind) == mode


def test_rows_have_the_modes_of_the_manual_and_leave_none_out() -> None:
    assert {(row[0], row[1]) for row in ROWS} == {(kind, mode) for kind, modes in MODES.items() for mode in modes.split()}


@pytest.mark.parametrize(("marked", "kind", "mode"), CASES)
def test_a_mode_is_told_by_the_trigger_what_it_governs_or_what_is_near(marked: str, kind: str, mode: str) -> None:
    assert mode_of(*read(marked), kind) == mode


@pytest.mark.parametrize(("marked", "kind"), NONE)
def test_nothing_fits_or_the_type_has_no_modes(marked: str, kind: str) -> None:
    assert mode_of(*read(marked), kind) is None


def test_a_deed_without_words_has_no_mode() -> None:
    tree, _ = read("Jets [bombed] the depot.")
    assert mode_of(tree, (), "ASSAULT") is None
