"""What leaves open that anybody spoke is never settled, and what says that nobody did is no statement."""

import pytest

from onrecord.record import Stance
from tests.statements.marked_statements import read


@pytest.mark.parametrize(
    "text",
    [
        "Few ministers denied the sale.",
        "Not all ministers denied that shells were sold.",
        "Hardly any minister denied the sale.",
        "The army may deny that shells were sold.",
        "The army would have denied that shells were sold.",
        "If the army says that shells were sold, the court will rule.",
        "It is not true that the army said shells were sold.",
        "Nobody can prove that the army denied that shells were sold.",
    ],
)
def test_what_leaves_it_open_is_not_settled(text: str) -> None:
    _, found = read(text, encoder=True)
    assert not any(s.settled for s in found if s.within is None)


@pytest.mark.parametrize("text", ["Not a single minister denied the sale.", "Not one official confirmed the sale.", "No minister denied the sale."])
def test_what_nobody_said_is_no_statement(text: str) -> None:
    _, found = read(text, encoder=True)
    assert not any(s.stance in (Stance.DENIES, Stance.CONFIRMS) for s in found)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("No Peace Without Justice, a Rome group, denied that the boats were sold.", Stance.DENIES),
        ("No more than a dozen witnesses said the boats had gone.", Stance.ASSERTS),
        ("The army denied that shells were sold.", Stance.DENIES),
        ("Neither side denied the sale.", Stance.CONFIRMS),
    ],
)
def test_somebody_said_it(text: str, stance: Stance) -> None:
    _, found = read(text, encoder=True)
    assert [s.stance for s in found] == [stance]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("NATO – not the EU – denied that it had sold shells.", "NATO"),
        ("BP — the oil company — said the rig was dry.", "BP"),
        ("ARKEL, March 3 (Norland News) — The ministry said the quay was shut.", "The ministry"),
        ("ARKEL — The ministry said the quay was shut.", "The ministry"),
    ],
)
def test_a_name_in_capitals_is_no_dateline(text: str, source: str) -> None:
    document, found = read(text, encoder=True)
    assert document[found[0].source.spans[0]].startswith(source)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We lost everything,” Ada Brandt said on Monday.\n“My roof is gone.”\n— Otto Lund", "Otto Lund"),
        ("“We lost everything,” Ada Brandt said on Monday.\n“My roof is gone.” Otto Lund said.", "Otto Lund"),
        ("“We lost everything,” Ada Brandt said on Monday.\n“My roof is gone.”\nThe rain went on.", "Ada Brandt"),
        (
            "“We lost everything,” Ada Brandt said on Monday. “And nobody came.\n“My roof is gone.”\nOtto Lund, a mason, said the rain went on.",
            "Ada Brandt",
        ),
    ],
)
def test_a_quotation_goes_to_one_speaker(text: str, speaker: str) -> None:
    document, found = read(text, encoder=True)
    owners = {document[s.source.spans[0]] for s in found if s.source and s.content and any("roof" in document[span] for span in s.content.spans)}
    assert owners == {speaker}


def test_a_page_of_quotations_is_no_single_statement() -> None:
    quotations = "\n".join(f"“Line {number} of the poem is here.”" for number in range(400))
    document, found = read("Ada Brandt said:\n" + quotations, encoder=True)
    assert max((sum(map(len, s.content.spans)) for s in found if s.content), default=0) < 2_000 < len(document.text)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Interview: “We never sold to Arkel”", True),
        ("A bridge was shut. One of them thought the request would be refused.", False),
        ("The vote went to the miller and the smith, essentially a rejection of the mayor, who had led since spring.", False),
    ],
)
def test_a_label_and_a_request_refuse_nothing(text: str, headline: bool) -> None:
    document, found = read(text, headline=headline, encoder=True)
    assert not any(s.stance in (Stance.DECLINES, Stance.DENIES) for s in found)
    assert not any(s.source and document[s.source.spans[0]] == "Interview" for s in found)


def test_whom_somebody_asked_is_not_what_they_said() -> None:
    document, found = read("The mayor said Norland had first asked Estovia, which could not deliver before the spring.", encoder=True)
    assert [document[s.cue.spans[0]] for s in found] == ["said"]


def test_a_time_before_a_source_is_none_of_it() -> None:
    document, found = read("14:10 The army denied losing the bridge.", encoder=True)
    assert [document[s.source.spans[0]] for s in found if s.source] == ["The army"]


def test_what_another_sentence_says_stays_there() -> None:
    text = "Prosecutor Dana Wirth told the court that the trucks had left in March. According to the indictment, Lund received 90,000 crowns in cash."
    document, found = read(text, encoder=True)
    wirth = next(s for s in found if s.source and "Wirth" in document[s.source.spans[0]])
    assert wirth.content is not None
    assert "indictment" not in " ".join(document[span] for span in wirth.content.spans)
