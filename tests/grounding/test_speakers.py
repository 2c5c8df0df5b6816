"""The rows of speakers.tsv: each is read on its own example, and each kind is asked for."""

import pytest

from onrecord.grounding.actors.sources import read_source
from onrecord.grounding.actors.words import words_of
from onrecord.lexicon import read_table

TABLE = [row for row in read_table("grounding/actors/speakers.tsv").rows if "{" in row[2]]


@pytest.mark.parametrize(("kind", "example"), [(kind, example) for kind, _, example in TABLE])
def test_a_row_of_speakers_names_a_source(kind: str, example: str) -> None:
    start, end = example.index("{"), example.index("}") - 1
    text = example.replace("{", "").replace("}", "")
    (phrase,) = read_source(text, start, end)
    wanted = {"title": "person", "office": "person", "particle": "person", "suffix": "person", "person": "description", "body": "description"}
    assert phrase.sort == wanted.get(kind, phrase.sort)
    assert phrase.sort != "person" or kind in ("title", "office", "particle", "suffix")


def test_every_kind_of_speakers_is_asked_for_and_has_words() -> None:
    head = read_table("grounding/actors/speakers.tsv").head["kind"]
    for kind in {kind for kind, _, _ in read_table("grounding/actors/speakers.tsv").rows}:
        assert words_of(kind)
        assert kind in head
