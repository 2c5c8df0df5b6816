"""The test corpora of our own: made from their mark-up, offsets that cite, links that hold."""

import json
from collections import Counter
from itertools import pairwise

import pytest

from benchmarks.corpora.agree import agreement, drawn, in_words, read_answers, sheet
from benchmarks.corpora.build import FOLDER, NAMES, MarksError, passage, render
from benchmarks.frame import Json, read_jsonl
from onrecord.record import Stance

PASSAGES = [(name, row) for name in NAMES for row in read_jsonl(FOLDER / f"{name}.jsonl")]


@pytest.mark.parametrize("name", NAMES)
def test_the_json_lines_are_made_from_the_mark_up(name: str) -> None:
    assert (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8") == render(name), "run python -m benchmarks.corpora.build"


def test_there_are_as_many_as_the_readme_says() -> None:
    nested = [row for name, row in PASSAGES if name == "nested"]
    shapes = Counter(row["kind"] for name, row in PASSAGES if name == "shapes")
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert len(nested) >= 60
    assert len(shapes) == 6
    assert min(shapes.values()) >= 10
    for kind, count in (Counter(row["kind"] for row in nested) | shapes).items():
        assert f"| `{kind}` | {count} |" in readme
    assert len({row["id"] for _, row in PASSAGES}) == len({row["text"] for _, row in PASSAGES}) == len(PASSAGES)


@pytest.mark.parametrize("row", [row for _, row in PASSAGES], ids=lambda row: row["id"])
def test_offsets_cite_and_links_hold(row: Json) -> None:
    text, statements = row["text"], row["statements"]
    assert "{" not in text
    spans = [span for s in statements for role in ("source", "cue", "content") for span in s[role]]
    spans += [span for never in row["never"] for span in never["spans"]] + row["loose"]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    for at, statement in enumerate(statements):
        assert statement["cue"]
        assert statement["content"]
        assert statement["stance"] == statement["stance_ok"][0]
        assert set(statement["stance_ok"]) <= set(Stance)
        for role in ("source", "cue", "content"):
            pieces = statement[role]
            assert all(a[1] <= b[0] for a, b in pairwise(pieces))
        if statement["within"] is not None:
            assert statement["within"] != at
            outer = statements[statement["within"]]["content"]
            for start, end in (*statement["cue"], *statement["content"]):
                assert any(s <= start and end <= e for s, e in outer), text[start:end]


@pytest.mark.parametrize(
    ("statements", "marked", "problem"),
    [
        ("1=asserts", "{s1:He} {c1:said}.", "no cue or no content"),
        ("1=asserts", "{c1:said {t1:so}", "left over"),
        ("1=asserts", "{c1:said} {t1:so}}", "not opened"),
        ("1=asserts", "{c1:said} {t1:so} {s2:he}", "not listed"),
        ("1:asserts", "{c1:said} {t1:so}", "no statement"),
    ],
)
def test_marks_that_cannot_be_read_are_named(statements: str, marked: str, problem: str) -> None:
    with pytest.raises(MarksError, match=f"x-01: .*{problem}"):
        passage("x-01", "x", statements, marked)


def test_marks_within_marks_and_paragraph_breaks() -> None:
    row = passage("x-01", "x", "1=asserts 2=denies<1", "{s1:He} {c1:said} {t1:{s2:she} {c2:denied} {t2:it}}.¶So.")
    assert row["text"] == "He said she denied it.\n\nSo."
    assert [[row["text"][s:e] for s, e in one["content"]] for one in row["statements"]] == [["she denied it"], ["it"]]
    assert json.loads(json.dumps(row)) == row


def test_a_blind_sheet_holds_texts_and_nothing_of_their_marks() -> None:
    passages = drawn(1, 3)
    assert sorted(p["set"] for p in passages) == ["nested"] * 3 + ["shapes"] * 3
    rows = [line.split("\t") for line in sheet(passages).splitlines()]
    assert [(number, is_headline == "headline", text.replace("¶", "\n\n")) for number, is_headline, text in rows] == [
        (str(n), p["headline"], p["text"]) for n, p in enumerate(passages, 1)
    ]
    assert drawn(1, 3) == passages != drawn(2, 3)


def test_the_second_annotation_agrees_as_the_readme_says() -> None:
    passages, answers = read_answers((FOLDER / "second.tsv").read_text(encoding="utf-8"))
    assert len(passages) == 48
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        chosen = [(p, a) for p, a in zip(passages, answers, strict=True) if p["set"] == name]
        told = agreement([p for p, _ in chosen], [a for _, a in chosen])
        assert f"| `{name}` | {told.gold} / {told.answered} / {told.alike} |" in readme
        assert f"{told.same_stance}, {told.accepted}; kappa {told.kappa:.2f}".replace("0.", ".") in readme
    assert "dash-08" in in_words(passages, answers)


MARKED = "{s1:He} {c1:said} {t1:{s2:she} {c2:denied} {t2:the old debt}}."


@pytest.mark.parametrize(
    ("statements", "marked", "expected"),
    [
        ("1=asserts 2=denies<1", MARKED, {"alike": 2, "whole": 1, "within": 2, "inner_within": 1, "same_stance": 2, "accepted": 2}),
        ("1=asserts 2=doubts<1", MARKED, {"alike": 2, "same_stance": 1, "accepted": 1}),
        ("1=asserts 2=denies", MARKED, {"alike": 2, "within": 1, "inner_within": 0}),
        ("1=asserts", "{s1:He} {c1:said} {t1:she denied the old debt}.", {"alike": 1, "answered": 1, "whole": 0, "inner": 0}),
        ("-", "He said she denied the old debt.", {"alike": 0, "answered": 0, "whole": 0, "kappa": 1.0}),
    ],
)
def test_agreement_counts_what_is_alike(statements: str, marked: str, expected: dict[str, float]) -> None:
    told = agreement([passage("x-01", "told", "1=asserts 2=denies<1", MARKED)], [passage("1", "", statements, marked)])
    assert {name: getattr(told, name) for name in expected} == expected


@pytest.mark.parametrize(("line", "problem"), [("1\t-", "2 columns"), ("1\t-\tNo passage says this.", "no passage has its text")])
def test_answers_that_cannot_be_held_against_anything_are_named(line: str, problem: str) -> None:
    with pytest.raises(MarksError, match=problem):
        read_answers(line)
