"""Pronouns: the closed class, what each says of number and gender, and where the third person stands in a text."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.record import Mention
from onrecord.text import Span

Group = Literal["he", "she", "it", "they", "i", "we", "you", "which", "this", "some"]
GROUPS: Final[tuple[Group, ...]] = ("he", "she", "it", "they", "i", "we", "you", "which", "this", "some")


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun says of whom it stands for."""

    group: Group
    plural: bool | None
    gender: Literal["m", "f", "n"] | None
    reflexive: bool = False
    possessive: bool = False


def _table() -> dict[str, Pronoun]:
    found: dict[str, Pronoun] = {}
    for group, plural, gender, words in (
        ("he", False, "m", "he him his himself"),
        ("she", False, "f", "she her hers herself"),
        ("it", False, "n", "it its itself"),
        ("they", True, None, "they them their theirs themselves themself 'em em"),
        ("i", False, None, "i me my mine myself"),
        ("we", True, None, "we us our ours ourselves 's"),
        ("you", None, None, "you your yours yourself yourselves ye"),
        ("which", None, None, "who whom which whose whoever"),
        ("this", None, None, "this that these those"),
        ("some", None, None, "one oneself someone somebody anyone anybody everyone everybody nobody none some all both another each"),
    ):
        for word in words.split():
            possessive = word in _POSSESSIVES
            found[word] = Pronoun(group, plural, gender, word.endswith(("self", "selves")), possessive)  # type: ignore[arg-type]
    return found


_POSSESSIVES: Final = frozenset(("his", "her", "hers", "its", "their", "theirs", "my", "mine", "our", "ours", "your", "yours", "whose"))
PRONOUNS: Final = _table()

_THIRD: Final = re.compile(r"\b(?:he|him|his|himself|she|hers?|herself|it|its|itself|they|them|theirs?|themselves|themself)\b", re.IGNORECASE)
_SPEAKING: Final = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves|[Yy]ou|[Yy]ours?|[Yy]ourself)\b")
# "it" that stands for nothing: weather, clock, and what a clause behind it says. One word of a verb or adjective between is allowed.
_EMPTY: Final = re.compile(
    r"it(?:['’]s|\s+(?:is|was|will\s+be|would\s+be|has\s+been|had\s+been|may\s+be|might\s+be|is\s+not|was\s+not|isn['’]t|wasn['’]t))"
    r"\s+(?:\w+\s+){0,2}?"
    r"(?:(?:clear|unclear|likely|unlikely|possible|impossible|important|necessary|hard|difficult|easy|too|time|true|better|best|obvious"
    r"|essential|vital|critical|believed|thought|said|reported|understood|known|expected|hoped|estimated|claimed|alleged|feared|raining"
    r"|snowing|cold|hot|late|early|safe|worth|crucial|natural|common)\b[^.!?\n]{0,60}?\b(?:that|to|whether|how|why|if|when|for|who|what)\b"
    r"|\d|not\s+\w+\s+(?:that|to|whether)\b|\w+\s+(?:who|that)\b)"
    r"|it\s+(?:seems?|seemed|appears?|appeared|turns?\s+out|turned\s+out|takes?|took|follows|happens?|happened|rains?|rained|snowed)\b",
    re.IGNORECASE,
)


def find_pronouns(text: str, start: int, end: int, *, speaking: bool = False) -> tuple[Mention, ...]:
    """The third-person pronouns of text[start:end], in order, without an "it" that stands for nothing ("it is clear that").

    Args:
        speaking: "I", "we" and "you" as well; outside of turns and quotations they have no reading.
    """
    found = []
    for match in _THIRD.finditer(text, start, end):
        word = match.group()
        if word == "IT" or (word.lower() == "it" and _EMPTY.match(text, match.start(), min(end, match.start() + 120))):
            continue
        found.append(_mention(match.start(), match.end(), word.lower()))
    if speaking:
        found += [_mention(match.start(), match.end(), match.group().lower()) for match in _SPEAKING.finditer(text, start, end)]
        found.sort(key=lambda mention: mention.span)
    return tuple(found)


def _mention(start: int, end: int, word: str) -> Mention:
    span = Span(start, end)
    return Mention(span, "PER" if PRONOUNS[word].group in ("he", "she", "i", "we", "you") else None, "pronoun", None, span, 1.0)
