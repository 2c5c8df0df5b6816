"""What a statement says beside its roles: kind, name, nesting, order; other languages; any text at all."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.lexicon import read_table
from onrecord.record import Kind, Noted, Stance
from onrecord.statements import find_statements
from onrecord.statements.quotations import find_quotations
from onrecord.statements.sentences import find_sentences
from onrecord.statements.stance import read_stance
from onrecord.statements.tokens import find_words
from tests.counting import calls
from tests.statements.marked_statements import marked_roles, page, read, roles, unmark


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We will appeal,” Brandt said.", Kind.DIRECT),
        ("“We will appeal,” Brandt said. “We have time.”", Kind.DIRECT),
        ("Brandt said she would appeal.", Kind.INDIRECT),
        ("Brandt said the charge was “pure fiction” and old.", Kind.MIXED),
        ("Brandt declined to comment.", Kind.INDIRECT),
    ],
)
def test_kind_is_told_by_the_quotation_marks(text: str, kind: Kind) -> None:
    assert [s.kind for s in read(text)[1]] == [kind]


@pytest.mark.parametrize(
    "source",
    [
        "Ada Brandt",
        "Estovian spokesman Otto Lund",
        "The US",
        "Norland",
        "Norland’s foreign ministry",
        "The Estovian defence ministry",
        "A doctor, Hugh Lund,",
        "Hugh Lund, a doctor,",
        "Its spokesman, Major General Otto Lund,",
        "The foreign ministry in Arkel",
        "River Watch, a club of anglers,",
        "Lt. Col. Otto Lund",
        "The ministry",
        "Its spokesman",
        "The ministry’s spokesman",
        "Estovia’s defence minister",
        "Estovian police",
        "The president of the council",
        "Sen. Iris Falk (R-Arkel)",
    ],
)
def test_a_source_with_a_name(source: str) -> None:
    assert [s.source is not None and s.source.named for s in read(f"The town slept. {source} said the dam was safe.")[1]] == [True]


@pytest.mark.parametrize(
    "source",
    [
        "US officials",
        "Officials",
        "He",
        "They",
        "Two people",
        "Estimates",
        "Sources close to the talks",
        "Both Norland and Estovian officials",
        "A spokesman for the firm",
        "An official in Arkel",
        "One of the men",
        "A doctor who fled Norland",
        "Witnesses",
        "A Norland Harbour Board official",
        "A person with knowledge of the talks",
        "An opposition MP",
        "Two former officials",
        "People in Arkel",
        "A ministry spokesman",
        "Diplomats",
    ],
)
def test_a_source_without_a_name(source: str) -> None:
    assert [s.source is not None and s.source.named for s in read(f"The officials slept. {source} said the dam was safe.")[1]] == [False]


@pytest.mark.parametrize("example", [row[2] for row in read_table("statements/offices.tsv").rows])
def test_a_body_or_an_office_is_named(example: str) -> None:
    marked = unmark(example)
    document, statements = read(marked.text)
    assert roles(document, statements) == marked_roles(marked)
    assert [s.source is not None and s.source.named for s in statements] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Falk did not deny the sale.",
        "“I cannot deny that we met,” Falk said.",
        "“We never leased it,” Falk said.",
        "“There is no such lease,” Falk said.",
        "“It is not true that we met,” Falk said.",
        "“We have leased nothing,” Falk said.",
        "“We never saw it coming,” Falk said.",
        "Falk withdrew her denial.",
        "Neither Falk nor Lund denied the lease.",
        "Reports that Falk denied the lease were false.",
    ],
)
def test_a_stance_that_hangs_on_a_negation_is_not_settled(text: str) -> None:
    (statement,) = read(f"The lease was signed in May.\n{text}")[1]
    assert not statement.settled
    assert statement.confidence <= 0.65


def test_a_statement_inside_another_is_marked() -> None:
    _, (outer, inner) = read("The captain said a nurse had told the crew that she saw a boat.")
    assert (outer.id, outer.within) == ("s1", None)
    assert (inner.id, inner.within) == ("s2", "s1")


def test_a_cue_after_its_content_takes_in_what_was_said_there() -> None:
    document, statements = read("The mayor told radio that the dam was weak, an aide said.")
    outer = next(s for s in statements if document[s.cue.spans[0]] == "said")
    assert [s.within for s in statements if s is not outer] == [outer.id]


def test_statements_are_numbered_in_the_order_of_the_text() -> None:
    document, statements = read("Boats sold, minister says\nBrandt said the dam was safe. Lund denied it.\n“No,” said Falk.", headline=True)
    assert [s.id for s in statements] == ["s1", "s2", "s3", "s4"]
    assert [document[s.source.spans[0]] for s in statements if s.source] == ["minister", "Brandt", "Lund", "Falk"]


def test_a_dateline_is_nobodys_words() -> None:
    document, (statement,) = read("ARKEL, March 3 (Norland News) — The bridge was closed, the ministry said.")
    assert statement.content is not None
    assert document[statement.content.spans[0]] == "The bridge was closed"


def test_a_page_in_another_language_is_not_read() -> None:
    document, article = page("Der Minister sagte, die Brücke sei zu.", language="de")
    found = find_statements(document, article, None)
    assert isinstance(found, Noted)
    assert found.layer is None
    assert [(n.layer, n.code) for n in found.notes] == [("statements", "language")]


def test_a_page_whose_language_is_not_known_is_read() -> None:
    document, article = page("The minister said the bridge was closed.", language=None)
    assert len(find_statements(document, article, None)) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("denied", "that boats were sold", Stance.DENIES),
        ("did not deny", "the sale", Stance.CONFIRMS),
        ("has not disputed", "the figure", Stance.CONFIRMS),
        ("withdrew", "its earlier denial", Stance.CONFIRMS),
        ("withdrew", "its claim", Stance.DENIES),
        ("stopped short of denying", "the visit", Stance.DECLINES),
        ("declined to rule out", "a strike", Stance.DECLINES),
        ("would neither confirm nor deny", "the sale", Stance.DECLINES),
        ("rejected", "the offer of talks", Stance.DECLINES),
        ("rejected", "the report as baseless", Stance.DENIES),
        ("rejected", "that figure", Stance.DENIES),
        ("dismissed", "the claim", Stance.DENIES),
        ("asked", "whether the gate was locked", Stance.ASKS),
        ("asked", "the court to free him", Stance.URGES),
        ("warned", "that the dam would burst", Stance.EXPECTS),
        ("warned", "against a hasty sale", Stance.URGES),
        ("agreed", "to free the men", Stance.PROMISES),
        ("agreed", "the men were innocent", Stance.CONFIRMS),
        ("would not say", "how many boats", Stance.DECLINES),
        ("doesn’t believe", "the vote was fair", Stance.DOUBTS),
        ("does not want", "a vote", Stance.HOLDS),
        ("no comment", "on the sale", Stance.DECLINES),
        ("is also known as", "the Bull", None),
        ("enacted", "the law", None),
        ("unleashed", "a tirade", Stance.ASSERTS),
        ("", "", Stance.ASSERTS),
    ],
)
def test_borders_of_stance(cue: str, content: str, stance: Stance | None) -> None:
    assert read_stance(cue, content) is stance


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("“We will not.” It was late.", ["“We will not.”", "It was late."]),
        ("Col. Otto Lund left. He slept.", ["Col. Otto Lund left.", "He slept."]),
        ("It moved to the U.S. in Sept. 2019. The price fell 1.5 percent.", ["It moved to the U.S. in Sept. 2019.", "The price fell 1.5 percent."]),
        ("J. R. Falk of Lund Inc. spoke. Nobody heard.", ["J. R. Falk of Lund Inc. spoke.", "Nobody heard."]),
        ("“Why? Who knows?” he said. Rain fell.", ["“Why? Who knows?” he said.", "Rain fell."]),
        ("He asked “why?” and left… Nobody knew!", ["He asked “why?” and left…", "Nobody knew!"]),
        ("It left the U.S. The crew stayed.", ["It left the U.S.", "The crew stayed."]),
    ],
)
def test_sentences(text: str, ends: list[str]) -> None:
    words = find_words(text, 0, len(text))
    found = find_sentences(words, find_quotations(words, text, goes_on=False))
    assert [text[words.starts[a] : words.ends[b - 1]] for a, b in found] == ends


_FRAGMENTS = [
    "said", "that", "denied", "told", "was", "is thought", "adding", "according to", "by", "and", "but", "to", "not", "who",
    "He", "Brandt", "the ministry", "U.S.", "“", "”", "‘", "’", '"', "'", "''", "’’", "‘‘", "``", "„", "«", "»", ",", ".", ":", "?", "—", "(", ")",
    "’s", "\n", " ", "  ", "\r\n", "\u00a0", "é", "e\u0301", "\u0301", "𝔄", "👩‍👩‍👧",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=60).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))),
    st.booleans(),
)
def test_any_text_gives_citable_spans(text: str, headline: bool) -> None:
    document, statements = read(text, headline=headline)
    ids = [s.id for s in statements]
    assert ids == [f"s{n}" for n in range(1, len(ids) + 1)]
    for s in statements:
        spans = [*s.cue.spans, *(s.source.spans if s.source else ()), *(s.content.spans if s.content else ())]
        assert all(document.check(span) is None for span in spans)
        cue = {k for span in s.cue.spans for k in range(span.start, span.end)}
        assert cue.isdisjoint(k for span in (s.source.spans if s.source else ()) for k in range(span.start, span.end))
        assert cue.isdisjoint(k for span in (s.content.spans if s.content else ()) for k in range(span.start, span.end))
        assert s.within is None or (s.within in ids and s.within != s.id)
        assert 0 <= s.confidence <= 1
        if s.content:
            assert list(s.content.spans) == sorted(s.content.spans)


def _mixture(size: int) -> str:
    chosen = random.Random(7)
    return " ".join(chosen.choice([f for f in _FRAGMENTS if "\n" not in f]) for _ in range(size))


HOSTILE: list[Callable[[int], str]] = [
    lambda n: "word " * n,
    lambda n: "said " * n,
    lambda n: "he said " * n,
    lambda n: "“ " * n,
    lambda n: "“a” " * n,
    lambda n: '" ' * n,
    lambda n: "' s'" * n,
    lambda n: ", " * n,
    lambda n: "Brandt, " * n + "said he left.",
    lambda n: "according to " * n,
    lambda n: "who was " * n,
    lambda n: "“We left,” he said, " * n,
    lambda n: "“We left.”\n" * n,
    lambda n: "a" * n,
    lambda n: "(" * n + ")" * n,
    lambda n: "U.S." * n,
    lambda n: "no such " * n,
    _mixture,
]


@pytest.mark.parametrize("make", HOSTILE)
def test_hostile_text_is_read_in_linear_work(make: Callable[[int], str]) -> None:
    """Twice the text takes twice the function calls, not four times; calls are counted, so no timing decides."""
    long, short = make(2400), make(1200)
    read(short)  # tables are read and rules compiled once
    assert calls(lambda: read(long)) <= 2.6 * calls(lambda: read(short)) + 3000
