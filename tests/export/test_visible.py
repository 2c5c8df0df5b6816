"""What a page could do to a terminal or a reader is shown instead of done."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.visible import one_line, visible

CASES = [
    ("plain words", "plain words"),
    ("\x1b[31mred", "␛[31mred"),
    ("bell\x07 and back\x08", "bell␇ and back␈"),
    ("\x9b31m", "‹U+009B›31m"),
    ("\x7f", "␡"),
    ("a\u202egnp.exe", "a‹U+202E›gnp.exe"),
    ("\u2066isolate\u2069", "‹U+2066›isolate‹U+2069›"),
    ("zero\u200bwidth", "zero‹U+200B›width"),
    ("\ufeffbom", "‹U+FEFF›bom"),
    ("lone \ud800", "lone ‹U+D800›"),
    ("می\u200cخواهم", "می\u200cخواهم"),  # the joiners belong to the script
    ("👩\u200d🚒", "👩\u200d🚒"),
    ("z" + "\u0301" * 40, "z" + "\u0301" * 4 + "‹36 more marks›"),
    ("Việt Nam", "Việt Nam"),
]


@pytest.mark.parametrize(("page", "shown"), CASES)
def test_controls_are_shown(page: str, shown: str) -> None:
    assert visible(page) == shown


@given(st.text())
def test_nothing_that_controls_a_terminal_is_left(page: str) -> None:
    shown = one_line(page)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert not any(unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI") for c in shown)
    shown.encode("utf-8")
