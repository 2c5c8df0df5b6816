"""Every row of cues.tsv is read on its own example."""

import pytest

from onrecord.statements.cues import Entry, inflect, read_entries
from onrecord.statements.stance import read_stance
from tests.statements.marked_statements import marked_roles, read, roles, unmark

ENTRIES = read_entries()


LOOKED_FOR = [e for e in ENTRIES if "stance" not in e.frames]


@pytest.mark.parametrize("entry", LOOKED_FOR, ids=lambda e: " ".join(e.words) + (" (noun)" if "noun" in e.frames else ""))
def test_a_row_is_read_on_its_example(entry: Entry) -> None:
    marked = unmark(entry.example)
    document, statements = read(marked.text)
    assert roles(document, statements) == marked_roles(marked)
    assert [s.stance for s in statements] == [entry.stance]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: " ".join(e.words))
def test_a_cue_has_its_stance_by_itself(entry: Entry) -> None:
    marked = unmark(entry.example)
    assert read_stance(" ".join(marked.cue), " ".join(marked.content)) is entry.stance


def test_rows_are_told_apart() -> None:
    keys = [(e.words, "noun" in e.frames) for e in ENTRIES]
    assert len(keys) == len(set(keys)) > 250


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("deny", "deny denies denied denying"),
        ("say", "say says said saying"),
        ("tell", "tell tells told telling"),
        ("write", "write writes wrote written writing"),
        ("admit", "admit admits admitted admitting"),
        ("argue", "argue argues argued arguing"),
        ("agree", "agree agrees agreed agreeing"),
        ("stress", "stress stresses stressed stressing"),
        ("beg", "beg begs begged begging"),
        ("echo", "echo echoes echoed echoing"),
        ("go", "go goes went gone going"),
    ],
)
def test_verbs_are_inflected(base: str, forms: str) -> None:
    assert set(forms.split()) <= set(inflect(base))
