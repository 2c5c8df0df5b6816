"""Actors of whole texts, through the public API: states by their code, names that say nothing, pronouns that the network joins."""

import pytest

import onrecord
from onrecord.record import Actor, Record

PAGE = """Guns for Mali, says minister

BAMAKO, March 3, 2021 (Norland News) - Mali has bought 20 howitzers from Norway, Malian Defence Minister Ada Falk said on Wednesday.

Oslo denied the report. The Norwegian foreign ministry said it had never sold guns to Bamako.

Falk told reporters the guns would arrive in May. She said the price was fair.

Karin Lund, who leads the Arkel Institute, was not asked.
"""


def _read() -> tuple[Record, dict[str, Actor]]:
    record = onrecord.read_text(PAGE)
    assert record.check() == ()
    return record, {actor.id: actor for actor in record.actors or ()}


def test_a_state_has_its_code_and_a_capital_that_speaks_is_its_state() -> None:
    record, actors = _read()
    assert actors["NOR"].kind == "state"
    said = {one.statement: one.actors for one in record.attributions or ()}
    denial = next(s for s in record.statements or () if s.stance == "denies" and s.source and record.document[s.source.spans[0]] == "Oslo")
    assert said[denial.id] == ("NOR",)


def test_a_minister_has_country_sector_title_and_her_pronouns() -> None:
    record, actors = _read()
    falk = next(actor for actor in actors.values() if actor.name == "Ada Falk")
    assert (falk.kind, falk.country, falk.sector, falk.role, falk.wikidata) == ("person", "MLI", "GOV", "Defence Minister", None)
    assert falk.title is not None
    assert record.document[falk.title] == "Defence Minister"
    assert {"Falk", "She"} <= {record.document[span] for span in falk.mentions}


def test_who_is_named_and_says_nothing_is_an_actor_too() -> None:
    _, actors = _read()
    lund = [actor for actor in actors.values() if actor.name == "Karin Lund"]
    assert len(lund) == 1
    assert lund[0].kind == "person"


def test_the_same_page_gives_the_same_actors() -> None:
    assert onrecord.read_text(PAGE).actors == onrecord.read_text(PAGE).actors


def test_a_state_that_is_no_more_is_one() -> None:
    record = onrecord.read_text(PAGE.replace("Oslo denied", "The Soviet Union denied"))
    assert {actor.id: actor.name for actor in record.actors or ()}["SUN"].endswith("Soviet Union")


def test_whose_president_it_is_keeps_descriptions_apart() -> None:
    record = onrecord.read_text(PAGE + "\nThe president of Chile said the guns were old. The head of the Lund Institute denied that.\n")
    actors = {actor.id: actor for actor in record.actors or ()}
    falk = next(actor for actor in actors.values() if actor.name == "Ada Falk")
    assert not [span for span in falk.mentions if record.document[span].startswith(("The president", "The head"))]


SENT = [
    # who is sent is not of the state that the page writes from
    ("The ambassador said the guns were old.", "The ambassador", None),
    ("A diplomat in Bamako said the guns were old.", "A diplomat in Bamako", None),
    ("Ambassador Ines Vik said the guns were old.", "Ines Vik", None),
    ("The Chadian ambassador to Mali said the guns were old.", "The Chadian ambassador to Mali", "TCD"),
    ("The customs chief said the guns were old.", "The customs chief", "MLI"),
]


@pytest.mark.parametrize(("sentence", "name", "country"), SENT, ids=[row[0] for row in SENT])
def test_an_envoy_is_not_of_the_state_that_the_page_writes_from(sentence: str, name: str, country: str | None) -> None:
    record = onrecord.read_text(f"Guns for Mali\n\nBAMAKO, March 3, 2021 (Norland News) - The rain has come early.\n\n{sentence}\n")
    (one,) = [actor for actor in record.actors or () if name in (actor.name, *(record.document[span] for span in actor.mentions))]
    assert one.country == country


BODIES = [
    # the name, and what it is by the words before it, beside it, or elsewhere on the page
    ("The think tank Norland Arms Monitor said the guns were old. Norland Arms Monitor counts them.", "Norland Arms Monitor", "organisation"),
    ("The arms maker Halden Moss has sold them, it said. Halden Moss did not respond to questions.", "Halden Moss", "organisation"),
    ("Halden Moss, a Chadian manufacturer, said the guns were old. “We stay,” Halden Moss said.", "Halden Moss", "organisation"),
    ("“We stay,” Halden Moss said. The Chadian shipbuilder Halden Moss has sold guns.", "Halden Moss", "organisation"),
    (
        "Chad fined Halden Moss, a manufacturer, Otto Lund said. Halden Moss employs 900 people. It stays, Halden Moss said.",
        "Halden Moss",
        "organisation",
    ),
    ("The newspaper Arkel Dagblad said the deal was off.", "Arkel Dagblad", "organisation"),
    ("Otto Lund, an analyst at a think tank, said the guns were old.", "Otto Lund", "person"),
    ("The bank manager Otto Lund said the guns were old.", "Otto Lund", "person"),
    ("In court Otto Lund said the guns were old.", "Otto Lund", "person"),
]


@pytest.mark.parametrize(("text", "name", "kind"), BODIES, ids=[row[0] for row in BODIES])
def test_what_is_called_a_firm_or_a_think_tank_is_no_person(text: str, name: str, kind: str) -> None:
    record = onrecord.read_text(f"BAMAKO, March 3, 2021 (Norland News) - The rain has come early.\n\n{text}\n")
    (one,) = [actor for actor in record.actors or () if name in (actor.name, *(record.document[span] for span in actor.mentions))]
    assert (one.name, one.kind, one.title) == (name, kind, one.title if kind == "person" else None)
