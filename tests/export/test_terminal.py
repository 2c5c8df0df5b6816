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
from onrecord.record import Actor, Attribution, Candidate, Note, PageKind, Published, Record, Said, Source, Via
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
    assert [line[13:17].strip() for line in screen[11:] if line[1] != " "] == [f"s{i}" for i in range(1, 11)]
    assert screen[13:15] == [
        " ✕ denies    s3  board chair Ilse Corran: “It will,” … “change nothing, because",
        "                 no such sale exists.”",
    ]


def test_brief_is_the_first_screen_and_nothing_more() -> None:
    assert drawn(RECORD, brief=True) == drawn(RECORD)[: len(drawn(RECORD, brief=True))]
    assert len(drawn(RECORD, brief=True)) <= SCREEN


def many(denials: int, claims: int) -> Record:
    """The sample with so many statements, denials behind the claims."""
    assert RECORD.statements is not None
    claim, denial = RECORD.statements[1], RECORD.statements[6]
    return replace(RECORD, statements=(*(replace(claim, id=f"a{i}") for i in range(claims)), *(replace(denial, id=f"d{i}") for i in range(denials))))


@pytest.mark.parametrize(("denials", "claims"), [(2, 40), (8, 8), (15, 3), (40, 40)])
def test_every_denial_is_on_the_first_screen_and_what_is_not_is_counted(denials: int, claims: int) -> None:
    screen = drawn(many(denials, claims), brief=True)
    ids = [line[13:17].strip() for line in screen if line.startswith((" ✕", " +"))]
    shown = [i for i in ids if i[0] == "a"]
    assert ids == [*shown, *(f"d{i}" for i in range(denials))]
    assert shown == [f"a{i}" for i in range(len(shown))]  # the first in the order of the text
    assert len(shown) >= min(claims, 3)
    assert len(screen) <= SCREEN or denials > 5
    foot = " ".join(" ".join(screen[-3:]).split())
    hidden = claims - len(shown)
    assert hidden == 0 or f"{hidden} not shown: {hidden} + asserts; shown are in the order of the text, denials, declines and doubts always" in foot
    assert hidden == 0 or "--full in place of --brief lists all" in foot
    assert "they follow below, and --full lists all here" in " ".join(" ".join(drawn(many(denials, claims))).split()) or hidden == 0
    listed = [line for line in drawn(many(denials, claims), full=True) if line.startswith((" ✕", " +"))]
    assert len(listed) == denials + claims


def test_statements_stand_in_the_order_of_the_text_the_headline_s_first() -> None:
    assert RECORD.statements is not None
    shuffled = tuple(reversed(RECORD.statements))
    ids = [line[13:17].strip() for line in drawn(replace(RECORD, statements=shuffled), brief=True)[11:] if line[1] != " "]
    assert ids == [f"s{i}" for i in range(1, 11)]


def test_counts_stay_whole_at_the_end_of_a_line() -> None:
    for width in range(40, 90):
        assert not any(line.rstrip().endswith(("+", "→", "✕", "1", "4")) for line in drawn(RECORD, width=width, brief=True)[9:12])


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_value_keeps_its_indent(width: int) -> None:
    long = " ".join(["harbour-office-of-the-island"] * 8)
    evidence = tuple(replace(e, at=f"meta[name={long!r}]" if e.at else None) for e in (RECORD.published.evidence if RECORD.published else ()))
    assert RECORD.published is not None
    lines = drawn(replace(RECORD, published=replace(RECORD.published, evidence=evidence)), width=width)
    why = lines[lines.index("Why 2026-09-10  confidence 0.94") + 1 : lines.index("Credits")]
    assert all(line.startswith(" ") for line in why if line and not line.startswith("Changed"))


def known_actors() -> Record:
    """The sample with its sources known: a pronoun, a surname, an office, a name in full."""
    assert RECORD.statements is not None
    sources = (("we", False), ("Corran", True), ("the transport minister", True), ("board chair Ilse Corran", True), ("officials", False))
    told = tuple(replace(RECORD.statements[7], id=f"s{i}", source=Source((at(words),), named)) for i, (words, named) in enumerate(sources, start=1))
    actors = (
        Actor("a1", "Ilse Corran", "person", "ISL", None, at("board chair"), "chair of a board", None, (at("Ilse Corran"),)),
        Actor("a2", "Tove Rask", "person", None, "GOV", None, None, "Q0", ()),
        Actor("VLM", "Velmora", "state", "VLM", None, None, None, None, (at("Velmora"), at("Velmora", 1))),
    )
    said = Said("t2", "2026-09-08", "2026-09-08", "stated")
    attributions = (
        Attribution("s1", ("a1",), said, (Via(at("Coastwire"), None),)),
        Attribution("s2", ("a1",), replace(said, basis="day-of-page"), ()),
        Attribution("s3", ("a2",), None, ()),
        Attribution("s4", ("a1",), None, (Via(at("analysts"), "a2"),)),
        Attribution("s5", ("VLM",), Said("t2", None, None, "stated"), ()),
    )
    return replace(RECORD, statements=told, actors=actors, attributions=attributions)


def test_who_a_source_is_stands_behind_it_where_its_words_do_not_say_so() -> None:
    screen = "\n".join(drawn(known_actors(), brief=True, width=100))
    for words in (
        "we [Ilse Corran]: “",
        "Corran [Ilse Corran]: “",
        "the transport minister [Tove Rask]: “",
        "board chair Ilse Corran: “",
        "officials [Velmora] (unnamed): “",
    ):
        assert words in screen
    text = " ".join(" ".join(drawn(known_actors(), width=100)).split())
    for words in (
        "[Ilse Corran] cue",
        "via Coastwire [113:122] · said 2026-09-08 “Tuesday” [209:216]",
        "via analysts [Tove Rask] [",
        "said “Tuesday” [209:216], day unknown",
        "Actors 3 found a1 Ilse Corran person, country ISL, chair of a board · says s1, s2, s4 · title “board chair” [",
        "VLM Velmora state · says s5 · “Velmora” [",
    ):
        assert words in text
    assert text.count("said 2026-09-08") == 1  # a day that is taken from the page's own is not stated


def test_no_actors_are_told_where_none_were_read() -> None:
    assert not any(line.startswith("Actors") for line in drawn(RECORD))


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
