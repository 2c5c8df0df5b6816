"""The six shapes of news prose that other tools get wrong, and quotations that run over sentences and paragraphs.

A paragraph ends at " / ".
"""

import pytest

from tests.statements.marked_statements import marked_roles, read, roles, unmark

# 1. A clause stands between the name and its verb.
CLAUSE_AFTER_NAME = [
    "{source:Hugh Lund, a doctor}, {cue:said} {content:the ward was full}.",
    "{source:Hugh Lund, a doctor at the Arkel clinic}, {cue:said} that {content:the ward was full}.",
    "{content:“The ward was full,”} {source:Hugh Lund, a doctor}, {cue:said}.",
    "{content:“The ward was full,”} {source:Hugh Lund, who runs the clinic}, {cue:said}.",
    "{source:Hugh Lund, 58, a doctor}, {cue:told} reporters {content:the ward was full}.",
    "{source:Hugh Lund}, reached by phone, {cue:said} {content:the ward was full}.",
    "{source:Hugh Lund, whose brother was hurt}, {cue:said} {content:the ward was full}.",
    "{source:Hugh Lund, the clinic’s head}, {cue:said} on Friday {content:the ward was full}.",
    "{content:The ward was full}, {cue:said} {source:Hugh Lund, a doctor who was there}.",
    "{source:Hugh Lund (58)} {cue:said} {content:the ward was full}.",
]

# 2. The quotation goes on in a new paragraph, or the speaker stands in the one before.
OVER_PARAGRAPHS = [
    "{content:“We waited all night,”} {source:she} {cue:said}. / {content:“Nobody came to the gate.”}",
    "{content:“We waited all night,”} {source:she} {cue:said}. {content:“Nobody came to the gate.} / {content:“So we went home.”}",
    "{source:Brandt} {cue:said}: / {content:“We waited all night and nobody came.”}",
    "{source:Brandt} {cue:said}: {content:“We waited all night.} / {content:“Nobody came to the gate.”}",
    "{content:“We waited all night,”} {source:she} {cue:said}. / {content:“Nobody came to the gate.”} / The gate is a mile from the town.",
    "{content:“We waited all night,”} {source:she} {cue:said}. / The gate is a mile off.",
    '{content:"We waited all night,"} {source:she} {cue:said}. {content:"Nobody came to the gate.} / {content:"So we went home."}',
    "{content:“We waited.”} / {content:“So did we,”} {source:a driver} {cue:said}.",
    "{content:“We waited all night. Nobody came.”} {source:Brandt} {cue:said}.",
    "{content:“We waited all night,”} {cue:said} {source:Brandt}. / {content:“Nobody came to the gate. We went home.”}",
]

# 3. A nickname, a title or a word in quotation marks is no statement.
NICKNAMES = [
    "{source:Otto “Bull” Lund} {cue:said} {content:the hill was held}.",
    "{content:“The hill was held,”} {cue:said} {source:Otto “Bull” Lund}.",
    "{source:Iris ‘Ace’ Falk} {cue:denied} {content:the charge}.",
    '{source:Otto "Bull" Lund} {cue:told} reporters {content:the hill was held}.',
    "The film “A Long River” opened in Arkel.",
    "Otto “Bull” Lund left the town.",
    "The “river tax” came into force in May.",
    "She sang “Home by Night” at the fair.",
    "{source:Lund} {cue:called} {content:the tax “theft”}.",
    "{source:The author of “A Long River”} {cue:said} {content:it was her last book}.",
]

# 4. Marks are odd in number: one is missing, or one is an apostrophe.
ODD_MARKS = [
    "{content:“We will appeal,”} {source:she} {cue:said}. {content:“We have time.”} She left by the back door at 5’ past.",
    "{source:She} {cue:said} {content:the boys’ boat was the girls’ boat}.",
    "{source:She} {cue:said} {content:it was ’round the bend}.",
    "{source:The 5'10\" guard} {cue:said} {content:the gate was shut}.",
    "{content:‘It’s the captain’s boat,’} {source:she} {cue:said}.",
    "{content:'It's the captain's boat,'} {source:she} {cue:said}.",
    "{source:She} {cue:said} {content:the ’90s were better}.",
    "{content:“It’s our boat,”} {source:she} {cue:said}. {source:He} {cue:said} {content:it’s theirs}.",
    'The "old mill burned. / {content:"We saw smoke,"} {source:she} {cue:said}.',
    "{source:She} {cue:said} {content:the rock ’n’ roll band was late}.",
]

# 5. No verb: a dash and a name, a colon, "and from".
SIGNED = [
    "{content:“The water is safe to drink.”} {cue:—} {source:Commissioner Iris Falk}",
    "{content:“The water is safe to drink.”} / {cue:—} {source:Commissioner Iris Falk}",
    "And {cue:from} {source:Chairwoman Ada Brandt}: {content:“The water is safe to drink.”}",
    "{cue:From} {source:Ada Brandt, the chairwoman}: {content:“The water is safe to drink.”}",
    "{source:Ada Brandt}{cue::} {content:“The water is safe to drink.”}",
    "{source:Chairwoman Ada Brandt}{cue::} {content:“The water is safe to drink.”}",
    "{content:“The water is safe.”} {cue:–} {source:Ada Brandt, chairwoman of the board}",
    "This {cue:from} {source:the Arkel Post}: {content:“The water is safe to drink.”}",
    "{source:BRANDT}{cue::} {content:“The water is safe to drink.”}",
    pytest.param(
        "Then there was {source:Ada Brandt} {cue:on the radio}: {content:“The water is safe to drink.”}",
        marks=pytest.mark.xfail(strict=True, reason="a cue of one's own making"),
    ),
]

# 6. What shows or suggests is no speaker.
NO_SPEAKERS = [
    "Experience shows that dams leak.",
    "History shows that wars end.",
    "Common sense says that dams leak.",
    "Logic suggests that the dam will leak.",
    "The fact that dams leak is known.",
    "It shows that dams leak.",
    "This suggests that dams leak.",
    "The results show that dams leak, which suggests that the steel is weak.",
    "Life teaches that dams leak.",
    "The move suggests that the dam leaks.",
]

SHAPES = [*CLAUSE_AFTER_NAME, *OVER_PARAGRAPHS, *NICKNAMES, *ODD_MARKS, *SIGNED]


@pytest.mark.parametrize("marked", SHAPES)
def test_shapes_that_break_other_tools(marked: str) -> None:
    gold = unmark(marked.replace(" / ", "\n"))
    document, statements = read(gold.text)
    assert roles(document, statements) == marked_roles(gold)


@pytest.mark.parametrize("text", NO_SPEAKERS)
def test_what_is_no_speaker_says_nothing(text: str) -> None:
    assert read(text)[1] == ()


HEADLINES = [
    "{source:Estovia} {cue:denies} {content:sale of boats}",
    "{content:Norland sold boats to Estovia}, {source:minister} {cue:says}",
    "{source:Brandt}{cue::} {content:Boats were never sold}",
    "{source:Norland} {cue:says} {content:boats were sold}",
    "Boats leave Arkel at dawn",
    "{source:Poll}{cue::} {content:Half of Arkel to vote for Brandt}",
    "Norland: rival tolls after clash on river",
    "Cold water: the dam, the bank and the river",
]


@pytest.mark.parametrize("marked", HEADLINES)
def test_a_headline_is_read_and_marked(marked: str) -> None:
    gold = unmark(marked)
    document, statements = read(f"{gold.text}\nThe boats are old.", headline=True)
    assert roles(document, statements) == marked_roles(gold)
    assert {s.part for s in statements} <= {"headline"}
