"""Who does deeds and has them done to them, where no statement and no mention of a name tells: which actor some words are."""

from typing import Literal

import pytest

from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.doers import with_doers
from onrecord.grounding.actors.layer import actors_of
from onrecord.record import Doer, Mention
from onrecord.text import Document, Span
from tests.spans import span_of

# the doer in [ ], its head in { }; the actor that it is: code or number, name, kind
DOERS = [
    ("Norway agreed to sell [{Kenya} 30] Falk-7 howitzers.", ("KEN", "Kenya", "state")),
    ("Brazil will lend [{Ghana} fourteen] patrol boats.", ("GHA", "Ghana", "state")),
    ("Sweden shipped [{Peru} 3,000] rifles.", ("PER", "Peru", "state")),
    ("It has offered [South {Korea} two hundred] mortars.", ("KOR", "South Korea", "state")),
    ("It has sold [{Manila} twenty-four] jets.", ("PHL", "Philippines", "state")),
    ("The guns went to [{Brigade} 12], he said.", ("a1", "Brigade 12", None)),
    ("The boats were bought by [{Lund} 47] in May.", ("a1", "Lund 47", None)),
    ("The [No. 1 {supplier}] to the islands, Norway, also sold 20 mortars.", ("NOR", "Norway", "state")),
    ("Mali and [its biggest {ally}], Chad, have bought rifles.", ("TCD", "Chad", "state")),
    ("[A No. 2 {supplier}] said nothing.", ("a1", "supplier", "organisation")),
    ("[The No. 1 {exporter} of rifles] sold mortars in May.", ("a1", "exporter of rifles", "organisation")),
    ("[The {supplier}], Norway and Chad met in May.", ("a1", "supplier", "organisation")),
    ("[The {minister}], Norway, and the price were not named.", ("a1", "minister", "person")),
]


def _unmark(marked: str) -> tuple[Document, Doer]:
    text, at = "", {}
    for character in marked:
        if character in "[]{}":
            at[character] = len(text)
        else:
            text += character
    return Document("sha256:0", "(test)", text, language="en"), Doer(Span(at["["], at["]"]), Span(at["{"], at["}"]))


@pytest.mark.parametrize(("marked", "expected"), DOERS, ids=[row[0] for row in DOERS])
def test_a_state_is_no_number_of_pieces_and_a_rank_is_no_name(marked: str, expected: tuple[str, str, str | None]) -> None:
    document, doer = _unmark(marked)
    actors = actors_of(document, with_doers(document, (), (doer,)), None)
    assert [(one.id, one.name, one.kind) for one in actors] == [expected]
    assert any(span.start <= doer.head.start and doer.head.end <= span.end for span in actors[0].mentions)


PRONOUNS = [
    # kind of the chain that a pronoun's cluster has the name of; whether the pronoun is taken up
    ("person", "it", False),
    ("person", "she", True),
    ("organisation", "it", True),
    ("organisation", "he", False),
    (None, "it", True),
]


@pytest.mark.parametrize(("kind", "pronoun", "taken"), PRONOUNS)
def test_it_is_no_person_and_he_no_body(kind: Literal["person", "organisation"] | None, pronoun: str, taken: bool) -> None:
    text = f"Lund has bought the boats that {pronoun} wanted."
    name, word = span_of(text, "Lund"), span_of(text, pronoun, 0)
    cluster = (Mention(name, "ORG", "named", name, name, 0.9), Mention(word, None, "pronoun", None, word, 0.9))
    (chain,) = with_doers(Document("sha256:0", "(test)", text), (Chain("Lund", kind, name, (name,)),), (Doer(word, word),), (cluster,))
    assert (word in chain.mentions) is taken


CALLED = [
    ("Jordan has ordered 24 mortars from the Finnish manufacturer [{Kivisalmi}].", "Kivisalmi", "BUS", "FIN"),
    ("Chad bought rifles from a Brazilian firm, and shells from the Czech maker [{Lund}].", "Lund", "BUS", "CZE"),
    ("Peru bought boats from the shipyard [{Lund}].", "Lund", "BUS", None),
    ("Peru bought boats from the port of [{Lund}].", "Lund", None, None),
    ("Peru bought boats and the Norwegian [{Lund}] rifles.", "Lund", None, None),
]


@pytest.mark.parametrize(("marked", "name", "sector", "country"), CALLED, ids=[row[0] for row in CALLED])
def test_a_name_is_what_it_is_called_before_it(marked: str, name: str, sector: str | None, country: str | None) -> None:
    document, doer = _unmark(marked)
    (actor,) = actors_of(document, with_doers(document, (), (doer,)), None)
    assert (actor.name, actor.sector, actor.country) == (name, sector, country)
