"""What stands beside a name and says where the place lies: "Arden, Ohio", "Miran (Iraq)", "the Ukrainian town of Lukiv"."""

import re
from typing import Final

from onrecord.grounding.places.gazetteer import Entry, Kind
from onrecord.grounding.places.names import meanings

_BEHIND: Final = re.compile(
    r"(?:,\s{0,2}|\s?\(|,? in (?:the )?|,? near |’s |'s |,? of )(?:(?:the )?(?:\w+ )?(?:state|province|region|district|county) of )?"
)
_NAME: Final = re.compile(r"(?:[A-Z][\w'’-]*\.?(?:[A-Z]\.)*)(?:[ -](?:(?:of|and|the|de|el) )?[A-Z][\w'’-]*\.?){0,3}")
_BEFORE: Final = re.compile(
    r"([A-Z][\w.]*(?: [A-Z][\w.]*){0,2})(?:[’']s)?"
    r"(?: (?:\w+ )?(?:city|town|village|port|capital|province|region|state|district|county|suburb|island)(?: of)?)?"
    r"(?: (?:northern|southern|eastern|western|central))? ?\Z"
)
_WIDER: Final = frozenset({Kind.COUNTRY, Kind.DIVISION, Kind.DISTRICT})
_REACH: Final = 60  # characters before a name that are looked at


def wider_behind(text: str, end: int) -> tuple[bool, tuple[Entry, ...]]:
    """Countries and divisions that are named directly behind a name; whether by a comma or a bracket, which says it surely."""
    gap = _BEHIND.match(text, end)
    if gap is None:
        return False, ()
    name = _NAME.match(text, gap.end(), gap.end() + 60)
    if name is None:
        return False, ()
    sure = text[end] in ",(" or text[end : end + 2] == " ("
    return sure and " in " not in gap[0] and " near " not in gap[0], _wider(name[0])


def wider_before(text: str, start: int) -> tuple[Entry, ...]:
    """Countries and divisions that are named directly before a name, as an adjective or with an apostrophe."""
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    return _wider(before[1], ends=True) if before else ()


def _wider(words: str, *, ends: bool = False) -> tuple[Entry, ...]:
    """The countries and divisions of the longest part of the words that names any: from their beginning, or with `ends` up to their end."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[-length:] if ends else parts[:length]).rstrip(",;:")
        for form in (name, name.rstrip(".")) if not name.endswith(".") or length > 1 else (name,):
            found = tuple(m.entry for m in meanings(form) if m.entry.kind in _WIDER and m.how != "part" and not (m.how == "postal" and ends))
            if found:
                return found
    return ()
