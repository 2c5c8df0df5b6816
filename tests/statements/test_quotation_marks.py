"""Quotation marks as they are typed, and speakers whose name is a verb: both readers find where a quotation ends and who speaks behind it."""

import pytest

from tests.statements.marked_statements import marked_roles, read, roles, unmark

MARKS = [
    "{content:“It was an attempt to mislead,’’} {source:Ann Lund, head of the Arkel-based fact-checking charity Full Fathom}, {cue:told} it.",
    "{content:“It was an attempt to mislead,’’} {source:Will Lund, head of the Arkel-based fact-checking charity Full Fathom}, {cue:told} it.",
    "{content:“It was an attempt to mislead,''} {source:Lund} {cue:said}.",
    "{content:‘‘It was an attempt to mislead,’’} {source:Ann Lund, head of the charity}, {cue:said}.",
    "{content:’’It was an attempt to mislead,’’} {source:Lund} {cue:said}.",
    "{content:``It was an attempt to mislead,''} {source:Ann Lund, head of the charity}, {cue:told} the Post.",
    "{content:``It was an attempt to mislead,”} {source:Lund} {cue:said}.",
    '{content:"It was an attempt to mislead,’’} {source:Lund} {cue:said}.',
    "{content:‘It was an attempt to mislead,’’} {source:Lund} {cue:said}.",
    "{content:'It was an attempt to mislead,''} {source:Lund} {cue:said}.",
    "{content:‘‘It was an attempt to mislead,’’} {source:Lund} {cue:said}. {content:‘‘It failed.’’}",
    # The two apostrophes end a quotation within: the mark that answers the first is still to come.
    "{content:“It was ‘an attempt to mislead’’ and ‘a farce’,”} {source:Lund} {cue:said}.",
]
NAMES = [
    "{content:“It was an attempt to mislead,”} {source:Will Lund, head of the charity}, {cue:told} the Post.",
    "{content:“It was an attempt to mislead,”} {source:May Lund} {cue:said}.",
    "{source:Will Lund, the head of the charity}, {cue:said} {content:it was an attempt to mislead}.",
    "{source:Director Will Lund} {cue:said} {content:the quay was shut}.",
    "{source:Teresa May} {cue:said} {content:the quay was shut}.",
    "In May {source:Norland} {cue:said} {content:the quay was shut}.",
    "{content:“Will Lund resign?”} {source:a clerk} {cue:asked}.",
]


@pytest.mark.parametrize("encoder", [False, True], ids=["rules", "both"])
@pytest.mark.parametrize("marked", MARKS + NAMES)
def test_who_speaks_behind_a_quotation(marked: str, encoder: bool) -> None:
    gold = unmark(marked)
    document, statements = read(gold.text, encoder=encoder)
    assert roles(document, statements) == marked_roles(gold)


def test_a_headline_in_capitals_has_verbs_with_capitals() -> None:
    gold = unmark("{content:Norland Will Send Tanks}, {source:Minister} {cue:Says}")
    document, statements = read(gold.text, headline=True)
    assert roles(document, statements) == marked_roles(gold)
