"""The code that an actor has in an event table: its state's, or that of a body above states (UNO, EUR, IGO, IMG)."""

import re
from functools import cache

from onrecord.lexicon import read_table
from onrecord.record import Actor


def code_of(actor: Actor) -> str | None:
    """ISO 3166 alpha-3 of the actor's state; for bodies above states PLOVER's code; None where neither is known."""
    names, within = _patterns()
    for code, pattern in names:
        if pattern.match(actor.name):
            return code
    for code, pattern in within:
        if pattern.search(actor.name):
            return code
    return actor.country


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    rows = read_table("events/bodies.tsv").rows
    names = [(code, re.compile(rf"(?:[Tt]he )?{re.escape(words)}\b")) for words, form, code, _ in rows if form == "name"]
    within = [(code, re.compile(rf"(?<![\w.]){re.escape(words)}(?!\w)")) for words, form, code, _ in rows if form == "within"]
    return names, within
