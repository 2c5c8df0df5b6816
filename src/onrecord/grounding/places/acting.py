"""Whether the name of a place stands for a state: "Moscow denied it" speaks of a government, "in Moscow" of a town.

A capital, a country or a seat of government acts where it is the source of a statement, or the subject of a verb of acting or speaking and
behind no word that places something.
"""

import re
from typing import Final

from onrecord.grounding.places.candidates import word_kinds
from onrecord.grounding.places.gazetteer import Entry, Kind

_PLACING: Final = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|through|across|throughout|over|of|by|towards?|leaving|left|entered|visited|reached"
    r"|north|south|east|west)(?: the)? \Z",
    re.IGNORECASE,
)
_TIES: Final = re.compile(
    r"\b(?:ties|relations|talks|deal|deals|pact|treaty|war|alliance|negotiations|row|dispute|tensions)(?: \w+)? (?:with|between|against) \Z"
)
_OPENING: Final = re.compile(
    r"(?:\A|[.!?:;,—–\n“\"(]|\b(?:and|but|that|which|while|as|if|when|because|after|before|where|whether|though)) *(?:the )?\Z", re.IGNORECASE
)
_NEXT: Final = re.compile(
    r" (?:(?:has|have|had|will|would|should|could|may|might|must|also|never|repeatedly|not|long|again|now|still|later) )*([a-z]+)(?: ([a-z]+))?"
)
_STATELY: Final = frozenset({Kind.CAPITAL, Kind.COUNTRY, Kind.SITE})
_BEING: Final = frozenset(
    {"is", "was", "are", "were", "in", "on", "at", "and", "or", "s", "residents", "streets", "officials", "as", "this", "has", "does", "his", "its"}
)
_AHEAD: Final = 80


def may_act(entry: Entry) -> bool:
    """Whether a place of this kind has a government that its name may stand for."""
    return entry.kind in _STATELY


def is_acting(text: str, start: int, end: int) -> bool:
    """Whether the name [start, end) of a capital, a country or a seat of government does or says something, or has ties with someone."""
    before = text[max(0, start - 40) : start]
    if _PLACING.search(before):
        return False
    if _TIES.search(before):
        return True
    following = _NEXT.match(text, end, end + _AHEAD)
    if following is None:
        return False
    verb, then = following[1], following[2] or ""
    if "verb" in word_kinds().get(verb, frozenset()):
        return True
    # A form in -s behind a name that opens a clause is a verb ("Oslo cherishes …"), unless a verb follows: "Oslo officials said".
    opens = _OPENING.search(before) is not None
    return opens and verb.endswith("s") and verb not in _BEING and "verb" not in word_kinds().get(then, frozenset()) and then not in _BEING
