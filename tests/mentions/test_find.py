"""Mentions of whole texts by the packaged weights."""

from dataclasses import replace

import pytest

import onrecord
from onrecord.mentions import find_mentions
from onrecord.page import Capture, page_of_text
from onrecord.record import Noted

TEXT = """Ministers meet

March 3, 2021

Norwegian Defence Minister Ada Falk said Mali would get 20 CAESAR howitzers and thousands of artillery shells from the Arkel Arms Company.
The minister flew to Bamako on Tuesday. Falk met President Moussa Diarra there.
"""


def test_names_have_types_phrases_and_heads() -> None:
    record = onrecord.read_text(TEXT)
    found = {record.document[m.name]: m for m in record.mentions or () if m.name}
    assert found["Ada Falk"].type == "PER"
    assert record.document[found["Ada Falk"].span] == "Norwegian Defence Minister Ada Falk"
    assert found["Mali"].type == "LOC"
    assert found["Arkel Arms Company"].type == "ORG"
    assert found["Moussa Diarra"].type == "PER"
    nominal = {record.document[m.head]: m for m in record.mentions or () if m.form == "nominal"}
    assert nominal["minister"].type == "PER"
    assert nominal["shells"].type == "WEAPON"


def test_the_capital_of_a_sentence_names_no_weapon() -> None:
    record = onrecord.read_text("Guns for Mali\n\nMarch 3, 2021\n\nGuns and T-72 tanks will be shipped to Mali in May, a spokesman said.\n")
    arms = {record.document[m.span]: m.form for m in record.mentions or () if m.type in ("WEAPON", "PLATFORM")}
    assert arms["Guns"] == "nominal"
    assert arms["T-72 tanks"] == "named"


def test_every_mention_quotes_the_page_in_order() -> None:
    record = onrecord.read_text(TEXT)
    mentions = record.mentions or ()
    assert mentions
    for mention in mentions:
        assert mention.span.start <= mention.head.start < mention.head.end <= mention.span.end
        assert 0 < mention.confidence <= 1
        assert record.document.check(mention.span) is None
    assert [m.head.start for m in mentions] == sorted(m.head.start for m in mentions)


def test_no_phrase_goes_on_across_paragraphs_or_a_dateline() -> None:
    record = onrecord.read_text("Guns for Mali, says minister\n\nBAMAKO, March 3, 2021 (Norland News) - Mali has bought guns, a spokesman said.\n")
    assert [record.document[m.span] for m in record.mentions or () if "\n" in record.document[m.span]] == []


@pytest.mark.parametrize("language", ["es", "ru"])
def test_other_languages_are_left_out_with_a_note(language: str) -> None:
    document = replace(page_of_text("Hola", Capture("(test)")).document, language=language)
    found = find_mentions(document, None)
    assert isinstance(found, Noted)
    assert found.layer is None
    assert found.notes[0].code == "language"
