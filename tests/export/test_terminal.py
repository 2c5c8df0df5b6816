"""The terminal view: what the first screen holds, and that no width, script or colour breaks it."""

from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import onrecord
from onrecord.export.terminal import SCREEN, show
from onrecord.record import Candidate, Note, PageKind, Pieces, Published, Record, Source, Stance
from onrecord.text import Span
from tests.export.sample import ARTICLE, RECORD, at


def drawn(record: Record, *, width: int = 80, brief: bool = False, full: bool = False) -> list[str]:
    file = StringIO()
    show(record, Console(file=file, width=width, color_system=None), width=width, brief=brief, full=full)
    return file.getvalue().splitlines()


def test_the_first_screen_answers_what_when_why_and_who() -> None:
    screen = drawn(RECORD, brief=True)
    assert len(screen) <= SCREEN
    assert screen[:9] == [
        "Harbour board sold two tugs to Velmora, minister says",
        "Quay Courier · by Runa Teel · agency Coastwire · Ostrava Bay, Sep 10",
        "saved/tugs.txt",
        "",
        "Published 2026-09-10  confidence 0.94",
        "  from dateline “Sep 10” [105:111] month and day of the report",
        "  agrees: metadata “2026-09-10T08:10:00Z” in meta[name=\"date\"] agrees with the …",
        "  not 2026-11-08 (masthead: day of the crawl)",
        "",
    ]  # fmt: skip
    words = [line.split()[1] for line in screen[11:] if line[1] != " "]
    assert words == ["denies", "denies", "declines", "doubts", *["asserts"] * 4, "expects", "urges"]
    assert screen[11:13] == [
        " ✕ denies    s7  Both Velmoran and island officials (unnamed): “that any tug",
        "                 left the harbour”",
    ]


def test_brief_is_the_first_screen_and_nothing_more() -> None:
    assert drawn(RECORD, brief=True) == drawn(RECORD)[: len(drawn(RECORD, brief=True))]
    assert len(drawn(RECORD, brief=True)) <= SCREEN


def test_the_first_screen_leaves_room_for_both_sides() -> None:
    assert RECORD.statements is not None
    denial, claim = RECORD.statements[6], RECORD.statements[1]
    many = (*(replace(denial, id=f"d{i}") for i in range(40)), *(replace(claim, id=f"a{i}") for i in range(40)))
    screen = drawn(replace(RECORD, statements=many), brief=True)
    assert len(screen) == SCREEN
    assert sum("denies    d" in line for line in screen) >= 6
    assert sum("asserts   a" in line for line in screen) >= 3
    shown = sum("denies    d" in line or "asserts   a" in line for line in screen)
    assert screen[-1] == f" and {80 - shown} more: leave out --brief"
    assert f" and {80 - shown} more below" in drawn(replace(RECORD, statements=many))


def test_what_says_most_comes_first_within_a_stance() -> None:
    assert RECORD.statements is not None
    headline, claim, denial = RECORD.statements[0], RECORD.statements[1], RECORD.statements[6]
    empty = Pieces((Span(at("It will").start, at("It will").start + 2),))
    said = (
        replace(denial, id="d1", content=empty, confidence=0.99),
        replace(denial, id="d2", confidence=0.6),
        replace(denial, id="d3", confidence=0.8),
        replace(denial, id="d4", confidence=0.8),
        replace(denial, id="d5", confidence=0.9, source=Source((at("we"),), False)),
        *(replace(claim, id=f"a{i}", confidence=0.95) for i in range(40)),
        replace(headline, id="h", confidence=0.5),
    )
    ids = [line[13:17].strip() for line in drawn(replace(RECORD, statements=said), brief=True) if line.startswith((" ✕", " +"))]
    assert ids[:7] == ["d3", "d4", "d2", "d5", "d1", "h", "a0"]


def test_the_headline_s_claim_is_never_crowded_out() -> None:
    assert RECORD.statements is not None
    expected = replace(RECORD.statements[0], id="h", stance=Stance.HOLDS, confidence=0.5)
    denial, claim = RECORD.statements[6], RECORD.statements[1]
    many = (*(replace(denial, id=f"d{i}") for i in range(40)), *(replace(claim, id=f"a{i}") for i in range(40)), expected)
    assert any("holds     h" in line for line in drawn(replace(RECORD, statements=many), brief=True))


SOURCES = [
    # source, named, what stands behind it
    ("an aide", False, " (unnamed)"),
    ("we", False, " (pronoun)"),
    ("board chair Ilse Corran", True, ""),
    ("The mayor’s office", True, ""),
]


@pytest.mark.parametrize(("words", "named", "behind"), SOURCES)
def test_a_source_without_a_name_is_told_from_a_pronoun(words: str, named: bool, behind: str) -> None:
    assert RECORD.statements is not None
    one = replace(RECORD.statements[7], source=Source((at(words),), named))
    lines = drawn(replace(RECORD, statements=(one,)))
    assert any(f" {words}{behind}: “We threaten" in line for line in lines)
    assert any(f" {behind.strip() or 'named'}  cue" in line for line in lines)


def test_statements_are_marked_in_the_text_without_colour() -> None:
    text = " ".join(" ".join(drawn(RECORD)).split())
    assert "⟨The mayor’s office⟩ *declined to comment on* ⟦○s4 the price⟧, but ⟨port officials⟩ *expect* ⟦→s5 a second sale" in text
    assert "⟦✕s3 “It will,”⟧ ⟨board chair Ilse Corran⟩ *said*, ⟦✕s3 “change nothing, because no such sale exists.”⟧" in text


def test_every_figure_has_its_words_and_offsets() -> None:
    text = " ".join(" ".join(drawn(RECORD)).split())
    for words in (
        "who “The mayor’s office” [306:324] named cue “declined to comment on” [325:347]",
        "“It will,” … “change nothing, because no such sale exists.” [218:228] [259:305]",
        "crawl 2026-11-08 masthead “Sunday, November 8, 2026” [0:24]",
        "DATE 2026-06 “June” [172:176]",
        "agency Coastwire “Coastwire” [113:122]",
    ):
        assert words in text


@pytest.mark.parametrize("date", [None, "2026", "2026-09"])
def test_the_candidates_stand_where_no_day_is_told(date: str | None) -> None:
    assert RECORD.published is not None
    screen = drawn(replace(RECORD, published=replace(RECORD.published, date=date, confidence=0.0)), brief=True)
    assert ("Published unknown" if date is None else f"Published {date}  confidence 0.00") in screen
    assert "  candidates: 2026-09-10 (0.94), 2025-09-10 (0.05)" in screen


def test_no_date_at_all_says_where_it_was_looked_for() -> None:
    lines = drawn(replace(RECORD, published=Published(None, 0.0, (), ())))
    assert "  candidates: none; no date found on the page, in its markup or in its URL" in lines
    assert "Why no date" in lines


def test_a_day_that_is_possible_is_not_ruled_out() -> None:
    """The day of a change, or of the crawl, may be a candidate all the same."""
    assert RECORD.published is not None
    two = (Candidate("2026-09-10", 0.7), Candidate("2026-11-08", 0.3))
    screen = drawn(replace(RECORD, published=replace(RECORD.published, candidates=two)), brief=True)
    assert "  or 2026-11-08 (0.30)" in screen
    assert not any(line.startswith("  not 2026-11-08") for line in screen)


def test_a_page_that_is_no_article_says_why() -> None:
    none = replace(ARTICLE, kind=PageKind.STUB, body=())
    assert "no running text found among the 154 words on it: give the whole page" in drawn(replace(RECORD, article=none))
    few = replace(ARTICLE, kind=PageKind.STUB, body=ARTICLE.body[1:2])
    assert "only 14 words of running text, too few to tell a headline, a body or a date by: give the whole page" in drawn(
        replace(RECORD, article=few), width=100
    )
    html = replace(RECORD, article=few, document=replace(RECORD.document, media_type="text/html"))
    assert "only 14 words of running text, too few to tell a headline, a body or a date by" in drawn(html)
    index = replace(RECORD, article=replace(ARTICLE, kind=PageKind.INDEX))
    assert "a page of links to stories, not a story" in drawn(index, brief=True)


def test_layers_that_are_not_built_share_one_line() -> None:
    notes = [line for line in drawn(onrecord.read_text("The board said on Tuesday that it had sold two tugs.")) if "not read yet" in line]
    assert len(notes) <= 1


def test_the_file_that_was_read_stands_beside_the_url() -> None:
    file = StringIO()
    record = replace(RECORD, document=replace(RECORD.document, location="https://quay.example/tugs"))
    show(record, Console(file=file, width=80, color_system=None), width=80, read_from="saved/tugs.html")
    lines = file.getvalue().splitlines()
    assert lines[2] == "https://quay.example/tugs (read from saved/tugs.html)"
    assert " read from  saved/tugs.html" in lines
    assert " location   https://quay.example/tugs" in lines


@pytest.mark.parametrize("width", [40, 79, 80, 100])
def test_the_digest_stands_on_one_line(width: int) -> None:
    assert sum(RECORD.document.id in line for line in drawn(RECORD, width=width)) == 1


def test_a_layer_that_was_not_read_says_why() -> None:
    bare = replace(
        RECORD, statements=None, published=None, times=None, notes=(Note("statements", "language", "statements are read in English only"),)
    )
    assert "Who says what  unknown (statements are read in English only)" in drawn(bare)
    assert drawn(replace(RECORD, article=None))


WIDE = "渡辺外相は水曜日、「タグボートの売却はなかった」と述べ、取引の報道を否定した。"


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("text", [WIDE * 6, "Zo\u0308e\u0301 " * 80, "👩\u200d🚒 said no. " * 40, "x" * 5000, "\x1b]0;title\x07" * 50])
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    for line in drawn(onrecord.read_text(f"{text}\n\nThe board said it sold two tugs.\n"), width=width):
        assert cell_len(line) <= width or line.startswith("sha256:"), line
        assert "\x1b" not in line


@given(st.text(alphabet=st.sampled_from("ab c\n\x1b\x9b[m\u202e\u200b\u0301漢“”.said"), min_size=1, max_size=120))
def test_any_text_is_drawn_in_printable_characters(text: str) -> None:
    if not text.strip():
        return
    for line in drawn(onrecord.read_text(text), width=60):
        assert not set(line) & set("\x1b\x9b\u202e\u200b")
        assert cell_len(line) <= 60 or line.startswith("sha256:")


def test_a_huge_paragraph_is_cut_and_says_so() -> None:
    record = onrecord.read_text("The quay was wet that day, and the tugs lay still at it. " * 1000)
    text = "".join(drawn(record))
    assert "more characters: add --full, or see --json" in text or len(text) < 40_000
    assert len("".join(drawn(record, full=True))) > 50_000
