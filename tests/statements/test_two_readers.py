"""Statements as a reader of a page gets them: the encoder and the rules together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.encoder.model import packaged
from onrecord.record import Kind, Stance
from tests.statements.marked_statements import marked_roles, read, roles, unmark

SENTENCES = [
    ("{source:The village head} {cue:said} {content:the men had taken six goats}.", "asserts"),
    ("{source:Palace spokesman Otto Lund} {cue:refused to comment} on {content:the visit}.", "declines"),
    ("Asked about {content:the visit}, {source:palace spokesman Otto Lund} {cue:refused to comment}.", "declines"),
    ("{source:He} {cue:stressed} that {content:Arkel kept the treaty}, {cue:adding}: {content:“Our door is open.”}", "asserts asserts"),
    ("{source:Both Norlandic and Estovian officials} {cue:have denied} that {content:Arkel has shipped any mortars or intends to do so}.", "denies"),
    ("{source:Lund} {cue:accused} {content:Norland of selling shells} and {cue:threatened} {content:to recall the envoy}.", "asserts threatens"),
    ("{content:“The bridge will hold,”} {source:Brandt} {cue:said}, {content:“if nobody shells it.”}", "asserts"),
    ("{source:The opposition} {cue:put} {content:the toll at 17}.", "asserts"),
    ("{source:Salvador “the Dentist” Rume} {cue:denied} {content:owning the warehouse}.", "denies"),
    ("Experience shows that rivers return to their beds.", ""),
    ("{source:Brandt} {cue:said} that {content:{source:Lund} {cue:had told} her that {content:the quay was mined}}.", "asserts asserts"),
    ("{source:The estimates} {cue:say} {content:the harbour holds forty thousand shells}.", "asserts"),
    ("{source:The governor’s office} {cue:did not respond to a request for comment} on {content:the sale}.", "declines"),
    ("{content:“We counted nine graves,”} {cue:said} {source:Ilka Morrow, a teacher in Arkel}. {content:“Nobody has come to ask.”}", "asserts"),
    ("{source:State radio}, citing two aides, {cue:said} {content:the king had signed}.", "asserts"),
    ("{source:Officials in Arkel} {cue:expect} {content:the envoy to visit in the coming days}.", "expects"),
    ("{cue:According to} {source:the harbour board}, {content:the pilot had slept}.", "asserts"),
    ("{source:Brandt} {cue:said} {content:{source:her sister} {cue:had told} her {content:nothing was planned}}.", "asserts asserts"),
    ("But {source:a pilot} {cue:said} {content:the lamp was out}.", "asserts"),
    (
        "{content:“They are for rescue,”} {cue:said} {source:harbour master Otto Lund}, {source:who} {cue:declined to say} {content:when}.",
        "asserts declines",
    ),
    (
        "{source:Kroll} {cue:denied} that {content:Aden had left the yard}, but {cue:did not rule out} {content:a reshuffle}.",
        "denies declines",
    ),
    (
        "The quay was shut. {content:Reports that {source:the minister} {cue:denied} {content:the sale} are false}, {source:Lund} {cue:said}.",
        "denies denies",
    ),
    ("{source:The ministry} {cue:called} {content:the report “a fairy tale”}.", "denies"),
]


DASHES = [
    "{source:Germany} -- whose border is a 4-hour drive from Arkel through Estovia -- {cue:is instructing} {content:citizens not to travel}.",
    "{source:Germany} -- whose border is about a 4-hour drive from Arkel -- {cue:said} {content:it would close it}.",
    "{source:The yard} — which has forty men and is owned by Norland — {cue:denied} that {content:it had sold tanks}.",
    "{source:The ministry} – which buys all arms – {cue:declined to comment}.",
    "{source:The minister -- a former general} -- {cue:said} {content:it would send no tanks}.",
    "{source:Otto Lund — the harbour master since 2019} — {cue:said} {content:the quay was shut}.",
]


@pytest.mark.parametrize("encoder", [False, True], ids=["rules", "both"])
@pytest.mark.parametrize("marked", DASHES)
def test_a_clause_between_dashes_is_no_part_of_the_source(marked: str, encoder: bool) -> None:
    text = unmark(marked)
    document, found = read(text.text, encoder=encoder)
    assert roles(document, found) == marked_roles(text)


@pytest.mark.parametrize(("marked", "stances"), SENTENCES, ids=[marked for marked, _ in SENTENCES])
def test_who_says_what(marked: str, stances: str) -> None:
    text = unmark(marked)
    document, found = read(text.text, encoder=True)
    assert roles(document, found) == marked_roles(text)
    assert " ".join(str(s.stance) for s in found) == stances


def test_what_both_readers_find_alike_is_settled_and_surer_than_what_one_finds() -> None:
    _, (both,) = read("The ministry said the bridge was shut.", encoder=True)
    _, (one,) = read("The opposition put the toll at 17.", encoder=True)
    assert both.settled
    assert not one.settled
    assert both.confidence > 0.9 > one.confidence


def test_a_statement_within_a_statement_names_it() -> None:
    document, found = read("The mayor said that the driver had told police that the brakes had failed.", encoder=True)
    inner = next(s for s in found if "told" in document[s.cue.spans[0]])
    outer = next(s for s in found if s.id == inner.within)
    assert document[outer.cue.spans[0]] == "said"
    assert outer.within is None


def test_an_adverb_is_no_cue_where_nobody_speaks() -> None:
    document, found = read("The owners of hotels cheered -- even if other states so far seemed be wary of the Norland announcement.", encoder=True)
    assert [document[piece] for one in found for piece in one.cue.spans] == ["seemed be"]


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = (
        "“I have kept this light for thirty years,” said Ada Brandt, the keeper. “In that time nobody has asked about the lamp.\n"
        "“In March a man came with a ladder. He looked and left.\n"
        "“Now they want to sell the rock.”\n"
        "The council did not comment."
    )
    document, found = read(text, encoder=True)
    keeper = next(s for s in found if s.source and "Brandt" in document[s.source.spans[0]])
    assert keeper.content is not None
    assert document[keeper.content.spans[-1]] == "“Now they want to sell the rock.”"
    assert keeper.kind is Kind.DIRECT


def test_only_a_quotation_runs_on_in_the_next_paragraph() -> None:
    document, found = read(
        "Norland: four died, police say; opposition says\n17 were carried to the harbour hospital on Friday.", headline=True, encoder=True
    )
    assert all("\n" not in document[span] for s in found for span in (s.content.spans if s.content else ()))


def test_a_denial_follows_what_it_denies_and_both_stand() -> None:
    _, found = read("Norland said Estovia had sold 40 shells. Estovia denied it. A spokesman for the yard declined to comment.", encoder=True)
    assert [s.stance for s in found] == [Stance.ASSERTS, Stance.DENIES, Stance.DECLINES]


HOSTILE = [
    "word " * 50_000,
    "“ " * 5_000 + "said " * 5_000,
    "said that " * 12_000,
    "THE MINISTRY SAID THAT SHELLS WERE SOLD. " * 400,
    "he said she said they said it denied " * 2_000,
    "a\u0301" * 20_000,
    "|cell" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_made_to_hurt_has_no_statement_whose_content_is_the_page(text: str) -> None:
    record = onrecord.read_text("A quiet day in Arkel\n\nThe market opened at seven, as it does.\n\n" + text, until="statements")
    assert record.check() == ()
    longest = max((span.end - span.start for s in record.statements or () for span in (s.content.spans if s.content else ())), default=0)
    assert longest < 3_000


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"“”\"'’,.:;—\n", "said", "denied", "that", "Brandt", "the ministry", "according to", "declined to comment", "no", "é", "🙂"]
        ),
        max_size=60,
    )
)
def test_any_run_of_words_and_marks_keeps_the_laws_of_spans(words: list[str]) -> None:
    record = onrecord.read_text("A note from Arkel\n\nThe quay was shut on Monday.\n\n" + " ".join(words) + " end.", until="statements")
    assert record.check() == ()
    assert onrecord.Record.from_json(record.to_json()) == record
    for one in record.statements or ():
        around = [*(one.source.spans if one.source else ()), *(one.content.spans if one.content else ())]
        assert not any(cue.overlaps(span) for cue in one.cue.spans for span in around)


def test_the_same_bytes_give_the_same_statements_whatever_was_read_before() -> None:
    text = "A quiet day\n\nThe ministry said the bridge was shut. Two aides denied it, and a third would not comment.\n"
    first = onrecord.read_text(text).to_json()
    onrecord.read_text("Another page\n\nThe mayor said that nothing of the kind had happened, he told Norland Radio.\n")
    packaged().forget()
    assert onrecord.read_text(text).to_json() == first
