"""What a bare span is, by its words: form, head word and proper name; and which pronouns stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.coreference import find_pronouns, read_span

SPANS = [
    # span: form, head, name
    ("the organisation founded by Ada Brandt", "nominal", "organisation", None),
    ("a former minister who left in May", "nominal", "minister", None),
    ("Norlandic Defence Minister Ada Brandt", "named", "Brandt", "Ada Brandt"),
    ("the Ministry of Defence", "named", "Defence", "Ministry of Defence"),
    ("Mr Lund", "named", "Lund", "Lund"),
    ("Undersecretary for Roads Mr. Per Lund", "named", "Lund", "Per Lund"),
    ("Ada Brandt, the minister of defence", "named", "Brandt", "Ada Brandt"),
    ("the Arkel Party group", "nominal", "group", None),
    ("the minister's brother", "nominal", "brother", None),
    ("people living in Arkel", "nominal", "people", None),
    ("some 4,000 soldiers", "nominal", "soldiers", None),
    ("one of the largest ports", "nominal", "one", None),
    ("US", "named", "US", "US"),
    ("the U.S.", "named", "U.S.", "U.S."),
    ("us", "pronoun", "us", None),
    ("He himself", "pronoun", "He", None),
    ("those who work there", "pronoun", "those", None),
    ("their", "pronoun", "their", None),
]


@pytest.mark.parametrize(("words", "form", "head", "name"), SPANS, ids=[row[0] for row in SPANS])
def test_a_bare_span_is_read_by_its_words(words: str, form: str, head: str, name: str | None) -> None:
    text = f"They spoke with {words}."
    mention = read_span(text, 16, 16 + len(words))
    assert mention.form == form
    assert text[mention.head.start : mention.head.end] == head
    assert (None if mention.name is None else text[mention.name.start : mention.name.end]) == name


def test_a_word_that_the_text_writes_small_is_no_name_at_the_head_of_a_sentence() -> None:
    text = "Members left. Other members stayed."
    assert read_span(text, 0, 7).form == "nominal"


PRONOUNS = [
    ("He said it was hers.", ["He", "it", "hers"]),
    ("It is clear that they lied.", ["they"]),
    ("It was unlikely that its crew would leave.", ["its"]),
    ("It took two days before it sailed.", ["it"]),
    ("It rained.", []),
    ("The IT staff told us.", []),
]


@pytest.mark.parametrize(("text", "found"), PRONOUNS)
def test_pronouns_of_the_third_person_are_found(text: str, found: list[str]) -> None:
    assert [text[m.span.start : m.span.end] for m in find_pronouns(text, 0, len(text))] == found


def test_speakers_pronouns_are_found_where_asked() -> None:
    text = "We told him what I knew."
    assert [text[m.span.start : m.span.end] for m in find_pronouns(text, 0, len(text), speaking=True)] == ["We", "him", "I"]


@given(st.text(alphabet=st.sampled_from("Aa b.,'’s–&1\n\u0301é“”()The of Mr"), min_size=1, max_size=60))
def test_any_span_is_read_and_its_parts_stand_in_it(text: str) -> None:
    if not text.strip():
        with pytest.raises(ValueError, match="no words"):
            read_span(text, 0, len(text))
        return
    mention = read_span(text, 0, len(text))
    assert mention.head in mention.span
    assert mention.name is None or mention.name in mention.span
    assert (mention.form == "named") == (mention.name is not None)
