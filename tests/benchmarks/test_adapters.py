"""How records are put into the forms that the scorers read."""

import sys
from pathlib import Path

import pytest

from benchmarks.attribution import ROLES, attributions_of
from benchmarks.crash import BENCHMARK as CRASH
from benchmarks.extraction import prediction_of
from benchmarks.flat import _lines_kept
from benchmarks.frame import Options
from benchmarks.given import article_of_lines, english_document
from benchmarks.hostile import Run, _outcome, limited
from benchmarks.stance import figures
from benchmarks.timex import timeml_value
from onrecord.record import Article, BlockKind, BodyBlock, Credit, Generator, Kind, PageKind, Pieces, Published, Record, Source, Stance, Statement
from onrecord.text import Document, Span
from tests.spans import span_of


def _statement(document: Document, source: str, cue: str, content: str, stance: Stance = Stance.ASSERTS, within: str | None = None) -> Statement:
    """A statement whose parts stand in the text as written; "" for none."""

    def at(words: str) -> tuple[Span, ...]:
        return (span_of(document.text, words),)

    return Statement(
        "s1", "body", Source(at(source), False) if source else None, Pieces(at(cue)), Pieces(at(content)) if content else None,
        Kind.INDIRECT, stance, within, True, 1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "given", "stance", "expected"),
    [
        ("The mayor said that the dam holds.", ("The mayor", "said", "the dam holds"), Stance.ASSERTS, ("The mayor", "said", "that the dam holds")),
        ("The mayor said the dam holds.", ("The mayor", "said", "the dam holds"), Stance.ASSERTS, ("The mayor", "said", "the dam holds")),
        ("She vowed to  rebuild it.", ("She", "vowed", "rebuild it"), Stance.PROMISES, ("She", "vowed", "to  rebuild it")),
        ("According to her, it holds.", ("her", "According to", "it holds"), Stance.ASSERTS, ("her", "According to", "it holds")),
        ("They asked to see it.", ("They", "asked to", "see it"), Stance.ASKS, ("They", "asked to", "see it")),
        ("He declined to comment.", ("He", "declined to comment", ""), Stance.DECLINES, ("He", "declined", "to comment")),
        ("He refused to discuss the dam.", ("He", "refused to discuss", "the dam"), Stance.DECLINES, ("He", "refused", "to discuss the dam")),
        ("He would not comment.", ("He", "would not comment", ""), Stance.DECLINES, ("He", "would not comment", "")),
        ("Somewhat, it is feared that it broke.", ("", "it is feared", "it broke"), Stance.EXPECTS, ("", "it is feared", "that it broke")),
    ],
)
def test_a_statement_in_the_form_of_polnear(text: str, given: tuple[str, str, str], stance: Stance, expected: tuple[str, str, str]) -> None:
    document = english_document(text)
    (found,) = attributions_of(document, [_statement(document, *given, stance)])
    assert tuple(" ".join(text[s:e] for s, e in found[role]) for role in ROLES) == expected


def test_a_statement_within_another_is_left_out() -> None:
    document = english_document("The mayor said the dam holds.")
    assert attributions_of(document, [_statement(document, "The mayor", "said", "the dam holds", within="s0")]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-09-10", "2023-09-10"),
        ("P3M", "P3M"),
        ("1998/1998", "1998"),
        ("1998-11-01/1998-11-30", "1998-11"),
        ("1998-12/1998-12", "1998-12"),
        ("1998-07-01/1998-09-30", "1998-Q3"),
        ("1998-01/1998-06", "1998-H1"),
        ("1990/1999", "199"),
        ("2023-09-04/2023-09-10", "2023-W36"),
        ("2023-03-11/2023-03-12", "2023-W10-WE"),
        ("2023-03-15/2023-03-17", "2023-03-15"),
        ("1961/1964", "1961"),
        ("XXXX-03-15/XXXX-03-17", "XXXX-03-15"),
        ("2023-02-30/2023-03-02", "2023-02-30"),
    ],
)
def test_an_interval_in_the_form_of_timeml(value: str, expected: str) -> None:
    assert timeml_value(value) == expected


def test_lines_kept_are_those_that_a_block_lies_on() -> None:
    text = "menu\n\nFirst line.\nSecond\nthird."
    assert list(_lines_kept(text, [(6, 17), (18, 31)])) == [2, 3, 4]
    assert list(_lines_kept(text, [(6, 10), (12, 17)])) == [2]
    assert list(_lines_kept(text, [])) == []


def test_a_given_article_has_every_line() -> None:
    document = english_document("Dam holds\n\n  The mayor spoke. \nHe left.")
    article = article_of_lines(document, headline=True)
    assert article.headline is not None
    assert document[article.headline] == "Dam holds"
    assert [document[block.range] for block in article.body] == ["The mayor spoke.", "He left."]
    assert len(article_of_lines(document, headline=False).body) == 3


def _record(date: str | None) -> Record:
    document = english_document("Dam holds\nBy A. Clerk\nThe mayor spoke.")
    body = (BodyBlock(Span(22, 38), BlockKind.PARAGRAPH),)
    authors = (Credit(Span(13, 21), name="A. Clerk"), Credit(None, 'meta[name="author"]', "B. Clerk", name="B. Clerk"))
    article = Article(PageKind.ARTICLE, None, None, None, Span(0, 9), body, (), None, (), authors, (), (), ())
    return Record(document, Generator("onrecord", "0", {}), article=article, published=Published(date, 1.0, (), ()))


@pytest.mark.parametrize(("date", "day"), [("2023-09-10", "2023-09-10"), ("2023-09", None), ("2023", None), (None, None)])
def test_a_record_as_the_extraction_scorer_reads_it(date: str | None, day: str | None) -> None:
    people = ["A. Clerk", "B. Clerk"]
    expected = {"title": "Dam holds", "authors": people, "persons": people, "published": day, "body": ["The mayor spoke."]}
    assert prediction_of(_record(date)) == expected


def test_accuracy_and_macro_f1_of_stances() -> None:
    found = figures(["asserts", "asserts", "denies", "none"], ["asserts", "denies", "denies", "asks"])
    assert found["accuracy"] == 0.5
    assert found["macro-F1"] == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)  # asks is not in the gold: it costs only its cue


@pytest.mark.parametrize(
    ("run", "came", "outcome"),
    [
        (Run(1, b"", "onrecord: x.html: empty\n", 0.1, 30), "error", "ok"),
        (Run(1, b"", "onrecord: x.html: times failed: KeyError(1); this is a defect in onrecord: please report it\n", 0.1, 30), "failure", "exit 1"),
        (Run(1, b"", "", 0.1, 30), "failure", "exit 1: silent"),
        (Run(1, b"", "Traceback (most recent call last):\nMemoryError\n", 0.1, 30), "failure", "exit 1: MemoryError"),
        (Run(0, b"not json\n", "", 0.1, 30), "failure", "no record"),
        (Run(0, b'{"document": {"text": "It  holds."}, "article": {"body": [{"start": 0, "end": 10}]}}\n', "", 0.1, 30), "record", "ok"),
        (Run(-24, b"", "", 10, 30), "failure", "too slow"),
        (Run(-11, b"", "", 1, 30), "failure", "signal 11"),
    ],
)
def test_what_came_out_of_a_process(run: Run, came: str, outcome: str) -> None:
    found = _outcome(run)
    assert found[0] == came
    assert found[1].startswith(outcome)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_process_that_takes_too_much_memory_is_ended() -> None:
    done = limited([sys.executable, "-c", "x = bytearray(2 ** 30)"])
    assert done.status == 1
    assert "MemoryError" in done.err


def test_crash_tells_records_from_refusals(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dam holds\n\nThe mayor said on Monday that the dam would hold through the winter rains.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("no page", encoding="utf-8")
    result = CRASH.run(tmp_path, Options())
    assert dict(result.ours) == {"records": 1, "refused": 1, "crashed": 0, "bad": 0, "changed": 0}
    assert not result.failed
    assert any("b.txt" in note for note in result.notes)
