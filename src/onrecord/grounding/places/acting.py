"""Whether the name of a place stands for a state: "Moscow denied it" speaks of a government, "in Moscow" of a town.

A capital, a country or a seat of government acts where it is the subject of a verb of acting or speaking, the object of one of speaking, or
owns or qualifies an organ of state; behind a word that places something ("in", "near") it is a place.
"""

import re
from functools import cache
from typing import Final

from onrecord.grounding.places.candidates import word_kinds
from onrecord.grounding.places.gazetteer import Entry, Kind
from onrecord.grounding.places.names import seats
from onrecord.grounding.places.resolve import possible_meanings

_PLACING: Final = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|through|across|throughout|over|towards?|leaving|left|entered|visited|reached"
    r"|north|south|east|west|northern|southern|eastern|western|central|downtown|capital|city)(?: of)?(?: the)? \Z",
    re.IGNORECASE,
)
_TIES: Final = re.compile(
    r"\b(?:ties|relations|talks|deals?|pact|treaty|war|alliance|negotiations|row|dispute|tensions|contacts)(?: \w+)? (?:with|between|against) \Z"
)
_AGENT: Final = re.compile(r"\bby \Z")
_WORD_BEFORE: Final = re.compile(r"([a-z]+)(?: the)? \Z")
_OPENING: Final = re.compile(
    r"(?:\A|[.!?:;,—–\n“\"(]|\b(?:and|but|that|which|while|as|if|when|because|after|before|where|whether|though|said|says)) *(?:the )?\Z",
    re.IGNORECASE,
)
_HELPING: Final = re.compile(
    r" (?:has|have|had|will|would|should|could|may|might|must|did|does|is|was) (?:also |never |repeatedly |not |long |again |now |still |later )*"
)
_NEXT: Final = re.compile(r" ([a-z]+)(?: ([a-z]+))?")
_OWNED: Final = re.compile(r"(?:['’]s?)? ((?:[\w-]+ ){0,2}[\w-]+)")
_STATELY: Final = frozenset({Kind.CAPITAL, Kind.COUNTRY})
_NO_VERBS: Final = frozenset(
    {"is", "was", "as", "this", "has", "does", "his", "its", "residents", "streets", "officials", "talks", "sources", "s", "us", "across"}
)
_PASSIVE: Final = frozenset({"by", "in", "at", "on", "from", "to", "with", "near", "since", "for", ""})  # "Oslo based", "Oslo bound for"
_SMALLER: Final = 5  # doublings by which a capital may have fewer people than another place of its name
_BEING: Final = frozenset({"in", "on", "at", "and", "or", "were", "are", "was", "is"})


def may_act(entry: Entry) -> bool:
    """Whether a place of this kind has a government that its name may stand for."""
    return entry.kind in _STATELY or entry.row in seats()


def names_state(name: str, entry: Entry) -> bool:
    """Whether the name of this place is also that of a capital, country or seat of government there: Oslo is a county as well."""
    return may_act(entry) or any(may_act(m.entry) and m.entry.country == entry.country for m in possible_meanings(name))


def is_acting(text: str, start: int, end: int) -> bool:
    """Whether the name [start, end) of a capital, a country or a seat of government stands for the state in this sentence."""
    before = text[max(0, start - 40) : start]
    if _owns_organ(text, end):
        return True
    if _PLACING.search(before):
        return False
    if _TIES.search(before) or _AGENT.search(before):
        return True
    told = _WORD_BEFORE.search(before)
    if told and told[1] in _told():
        return True
    opens = _OPENING.search(before) is not None or (told is not None and _is_verb(told[1]))
    helping = _HELPING.match(text, end)
    following = _NEXT.match(text, helping.end() - 1 if helping else end)
    if following is None:
        return helping is not None and opens and text[helping.end() : helping.end() + 1] in ("“", '"')
    verb, then = following[1], following[2] or ""
    if helping:
        # "has shipped", "is turning to", not "is cold" or "was hit": of being only the form that goes on is an act.
        being = helping[0].split()[0] in ("is", "was")
        return (opens or told is None) and (verb.endswith("ing") if being else verb not in ("been", "be"))
    if _is_verb(verb):
        return True
    if opens and verb.endswith("ed") and then not in _PASSIVE:
        return True
    # A form in -s behind a name that opens a clause is a verb ("Oslo cherishes …"), unless a verb follows: "Oslo officials said".
    return opens and verb.endswith("s") and verb not in _NO_VERBS and not _is_verb(then) and then not in _BEING


def _is_verb(word: str) -> bool:
    return "verb" in word_kinds().get(word, frozenset())


def _owns_organ(text: str, end: int) -> bool:
    """Whether an organ of state follows: "Moscow's foreign ministry", "US troops"."""
    owned = _OWNED.match(text, end, end + 60)
    if owned is None:
        return False
    kinds = word_kinds()
    words = owned[1].casefold().split()
    at = next((n for n, word in enumerate(words) if "organ" in kinds.get(word, frozenset())), None)
    return at is not None and not any(word in ("and", "in", "on", "the", "a", "to", "for", "by") or _is_verb(word) for word in words[:at])


@cache
def _told() -> frozenset[str]:
    """Verbs whose object is somebody who can hear or act."""
    return frozenset(word for word, kinds in word_kinds().items() if "told" in kinds)


def state_meant(text: str, start: int, end: int) -> str | None:
    """The alpha-3 code of the state that a capital, country or seat of government at [start, end) stands for; None where none is meant."""
    if not is_acting(text, start, end):
        return None
    meanings = [m for m in possible_meanings(text[start:end]) if m.how not in ("part", "within")]
    stately = [m.entry for m in meanings if may_act(m.entry)]
    largest = max((m.entry.size for m in meanings), default=0.0)
    best = max(stately, key=lambda e: e.size, default=None)
    return best.country if best and best.size > largest - _SMALLER else None
