"""The corpus of stances keeps what its data card promises: offsets, quotas, variety, and a test quarter that can be drawn again."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Stance
from training.stance_corpus import (
    ADDED,
    COLUMNS,
    FOLDER,
    Pieces,
    agreement,
    drawn,
    grams,
    main,
    read_answers,
    read_sentences,
    render,
    sheet,
    split_of,
    unmark,
)

SENTENCES = read_sentences()
SPLIT = split_of(SENTENCES)
OF_STANCE = Counter(s.stance for s in SENTENCES)
LEAST = {
    Stance.DENIES: 160,
    Stance.DECLINES: 40,
    Stance.DOUBTS: 40,
    Stance.URGES: 40,
    Stance.EXPECTS: 40,
    Stance.PROMISES: 40,
    Stance.ASKS: 40,
    Stance.CONFIRMS: 40,
    Stance.HOLDS: 40,
    Stance.THREATENS: 25,
    Stance.ASSERTS: 60,
    None: 25,
}


def test_the_offsets_file_is_made_from_the_marked_sentences() -> None:
    assert (FOLDER / "stance.jsonl").read_text(encoding="utf-8") == render(SENTENCES), "run python -m training.stance_corpus"


def test_the_data_card_names_the_size_and_the_table_says_what_it_is() -> None:
    assert f"{len(SENTENCES)} sentences" in (FOLDER / "README.md").read_text(encoding="utf-8")
    head = [line for line in (FOLDER / "sentences.tsv").read_text(encoding="utf-8").splitlines() if line.startswith("#:")]
    assert [line.split()[1] for line in head] == ["what", "origin", "columns"]
    assert "licence CC BY 4.0" in head[1]
    assert tuple(head[2].split()[2:]) == COLUMNS


def test_parts_are_words_of_the_text_and_do_not_overlap() -> None:
    wrong = []
    for s in SENTENCES:
        pieces = sorted([*s.cue, *(s.source or ()), *(s.content or ())])
        apart = all(a[1] <= b[0] for a, b in pairwise(pieces))
        if not apart or not all(0 <= i < j <= len(s.text) and s.text[i:j] == s.text[i:j].strip() for i, j in pieces):
            wrong.append(s.id)
    assert wrong == []


def test_only_a_refusal_may_have_no_content() -> None:
    assert [s.id for s in SENTENCES if s.content is None and s.stance is not Stance.DECLINES] == []


@pytest.mark.parametrize(("stance", "least"), LEAST.items(), ids=str)
def test_there_are_enough_of_each_stance(stance: Stance | None, least: int) -> None:
    assert OF_STANCE[stance] >= least


def test_there_are_enough_hard_contrasts_and_none_of_them_denies() -> None:
    contrasts = [s for s in SENTENCES if s.contrast]
    assert len(contrasts) >= 90
    assert [s.id for s in contrasts if s.stance is Stance.DENIES] == []


def test_no_cue_word_takes_over() -> None:
    lemmas = Counter(s.lemma for s in SENTENCES)
    assert {lemma: n for lemma, n in lemmas.items() if n > 0.04 * len(SENTENCES) and lemma != "deny"} == {}
    assert sum(s.lemma == "deny" for s in SENTENCES if s.stance is Stance.DENIES) <= 0.3 * OF_STANCE[Stance.DENIES]


def test_ids_are_one_each_and_twins_hold_each_other_against_another_stance_or_shape() -> None:
    of_id = {s.id: s for s in SENTENCES}
    assert len(of_id) == len(SENTENCES)
    for s in SENTENCES:
        if s.twin is not None:
            assert s.id != s.twin
            assert (s.stance, s.shape) != (of_id[s.twin].stance, of_id[s.twin].shape), s.id
            assert SPLIT[s.id] == SPLIT[s.twin], s.id


def test_no_two_sentences_are_nearly_the_same_unless_they_are_twins() -> None:
    runs = {s.id: grams(s.text, 5) for s in SENTENCES}
    twins = {frozenset((s.id, s.twin)) for s in SENTENCES if s.twin}
    near = [
        (a.id, b.id)
        for a, b in combinations(SENTENCES, 2)
        if frozenset((a.id, b.id)) not in twins and len(runs[a.id] & runs[b.id]) > 0.1 * min(len(runs[a.id]), len(runs[b.id]))
    ]
    assert near == []
    assert len({s.text.lower() for s in SENTENCES}) == len(SENTENCES)


def test_a_quarter_is_held_back_and_holds_every_stance() -> None:
    first = [s for s in SENTENCES if not s.id.startswith(ADDED)]
    test = [s for s in SENTENCES if SPLIT[s.id] == "test"]
    assert 0.22 <= len(test) / len(first) <= 0.28
    held, of_stance = Counter(s.stance for s in test), Counter(s.stance for s in first)
    assert {stance: n for stance, n in held.items() if not 0.18 <= n / of_stance[stance] <= 0.32} == {}
    assert held.keys() == OF_STANCE.keys()
    assert [s.id for s in test if s.id.startswith(ADDED)] == [], "what was written later is for training"


@given(st.sets(st.integers(0, len(SENTENCES) - 1), max_size=40))
def test_a_row_that_is_added_moves_no_other(later: set[int]) -> None:
    """Rows that no twin ties are drawn alone: with or without them, the rest is parted in the same way."""
    alone = {i for i in later if SENTENCES[i].twin is None and not any(s.twin == SENTENCES[i].id for s in SENTENCES)}
    fewer = [s for i, s in enumerate(SENTENCES) if i not in alone]
    assert split_of(fewer) == {s.id: SPLIT[s.id] for s in fewer}


def test_the_draw_hangs_on_the_seed_and_on_the_text() -> None:
    assert split_of(SENTENCES, seed=1) != SPLIT
    others = [replace(s, text=s.text + " ") for s in SENTENCES]
    assert split_of(others) != SPLIT


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{source:Keld} {cue:denied} {content:it}.", {"source": ((0, 4),), "cue": ((5, 11),), "content": ((12, 14),)}),
        ("{content:“No,”} {source:he} {cue:said}, {content:“never.”}", {"content": ((0, 5), (15, 23)), "source": ((6, 8),), "cue": ((9, 13),)}),
        ("Plain.", {}),
    ],
)
def test_marks_give_the_ranges_of_the_bare_text(marked: str, expected: dict[str, Pieces]) -> None:
    assert unmark(marked)[1] == expected


@pytest.mark.parametrize("marked", ["{cue:denied", "denied}", "{verb:denied}", "{cue: denied}", "{cue:}"])
def test_marks_that_do_not_hold_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"mark|white space"):
        unmark(marked)


@pytest.mark.parametrize(
    "row",
    ["one\tcell", "x-01\tdenies\tdeny\tx\t-\t-\tno cue here", "x-01\tfumes\tdeny\tx\t-\t-\t{cue:denied} it"],
)
def test_a_row_that_does_not_hold_names_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "sentences.tsv"
    file.write_text(f"#: what x\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"sentences\.tsv, line 2: "):
        read_sentences(file)


def test_a_sheet_for_a_second_annotator_tells_no_stance(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--blind", "150"])
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == [str(n) for n in range(1, 151)]
    assert {len(row) for row in rows} == {4}
    assert not {cell for row in rows for cell in row} & {s.id for s in SENTENCES}
    assert sheet(drawn(SENTENCES[::-1], 3)) == sheet(drawn(SENTENCES, 3))


def test_agreement_counts_what_is_the_same_and_shows_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some = drawn(SENTENCES, 40)
    answers = {n: str(s.stance or "null") for n, s in enumerate(some, 1)}
    assert agreement(some, answers).startswith("40 sentences, 1.000 the same, kappa 1.000\n")
    other = next(str(stance) for stance in Stance if stance is not some[0].stance)
    file = tmp_path / "answers.tsv"
    file.write_text("".join(f"{n}\t{other if n == 1 else answer}\n" for n, answer in answers.items()), encoding="utf-8")
    main(["--agree", "40", str(file)])
    told = capsys.readouterr().out
    assert told.startswith("40 sentences, 0.975 the same, kappa 0.9")
    assert f"answered {other}: {some[0].text}" in told


@pytest.mark.parametrize("answer", ["", "fumes"])
def test_an_answer_that_is_no_stance_is_refused(answer: str) -> None:
    with pytest.raises(ValueError, match="no stance for number 2"):
        agreement(drawn(SENTENCES, 2), read_answers(f"1\tdenies\n2\t{answer}\n"))
