"""What looks like a statement and is none: a wish for no name, one who only quotes another, one who is urged to speak."""

import pytest

import onrecord

OPENING = "OSLO, May 5, 2021 (Norland News) - The weather was fine.\n\n"

# a text; of each statement its stance, who makes it, and what begins its content
SAID = [
    ("Two aides, who asked not to be named, said that the letter had been signed.", ["asserts | Two aides | the letter"]),
    ("A clerk who declined to be identified said the ship had left.", ["asserts | A clerk | the ship"]),
    ("An officer who spoke on condition of anonymity said the guns were old.", ["asserts | An officer | the guns"]),
    ("One trader insisted on anonymity. The nurse declined to give her name.", []),
    ("Two guards did not want to be named, and the cook asked that her name not be used.", []),
    ("The police declined to say whether the victim would be identified.", ["declines | The police | whether the"]),
    ("The union urged the board not to publish the names.", ["urges | The union | the board"]),
    (
        "The Norwegian army was quoted by the state news agency as saying it had bought “no shells from anybody”. It later withdrew the statement.",
        ["asserts | The Norwegian army | it had", "denies | Norwegian army | "],
    ),
    (
        "The state news agency quoted the Norwegian army as saying it had bought no shells. It later withdrew the statement.",
        ["asserts | The state news agency | the Norwegian", "asserts | the Norwegian army | it had", "denies | Norwegian army | "],
    ),
    ("The minister was quoted by Radio Norland as saying that the boats were paid for.", ["asserts | The minister | the boats"]),
    ("Three traders were quoted by Norland News on Monday as saying they had sold nothing.", ["asserts | Three traders | they had"]),
    ("He was quoted by the Arkel Post as saying: “We need no boats.”", ["asserts | He | “We need"]),
    ("Kenya’s minister urged Oslo to explain it.", ["urges | Kenya’s minister | Oslo to"]),
    (
        "The minister, Ada Falk, called the sale “a shame” and urged Oslo to explain it.",
        ["asserts | Ada Falk | the sale", "urges | Ada Falk | Oslo to"],
    ),
    ("The union asked the board to confirm the sale.", ["urges | The union | the board"]),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[row[0] for row in SAID])
def test_who_says_nothing_makes_no_statement(text: str, expected: list[str]) -> None:
    record = onrecord.read_text(f"{OPENING}{text}\n\nThe harbour was quiet.\n")
    assert record.check() == ()
    names = {actor.id: actor.name for actor in record.actors or ()}
    behind = {one.statement: [names[key] for key in one.actors] for one in record.attributions or ()}
    found = []
    for one in record.statements or ():
        source = record.document[one.source.spans[0]] if one.source else "-"
        who = source if source.lower().startswith(("the norwegian", "the state", "two", "a ", "an ")) else (behind[one.id] or [source])[0]
        words = record.document[one.content.spans[0]].split()[:2] if one.content else []
        found.append(f"{one.stance} | {who} | {' '.join(words)}")
    assert found == expected
