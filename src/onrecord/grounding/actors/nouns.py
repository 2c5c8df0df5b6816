"""The nouns that say what one is, a spokesman or a ministry, and the words that single it out."""

import re
from typing import Final

from onrecord.grounding.actors.phrase import Gender
from onrecord.grounding.actors.words import Token, words_of
from onrecord.lexicon import word_set

AFTER_HEAD: Final = word_set("of for at in from on with by to about who which that whose whom near inside outside based close familiar speaking")
_ONE_OF: Final = word_set("one two three some many most several another both all each")
_COUNTS: Final = word_set("others some many several most few two three four five six")
_SAME: Final = word_set("forces armed-forces marines sports news series headquarters bus congress pancreas business")
_VOWELS: Final = re.compile(r"(?:nians?|ians?|eans?|ans?|ish|eses?|ese|ics?|ia|en|ers?|i|a|e)$")


def describe(segment: list[Token]) -> tuple[str, frozenset[str]] | None:
    """The head of a description and the words that single it out; None where it has no noun."""
    if len(segment) > 2 and segment[0].low in _ONE_OF and segment[1].low == "of":
        segment = segment[2:]
    core = head_words(segment)
    if not core:
        return None
    head = core[-1]
    if any(t.low in words_of("body") or t.low in words_of("person") for t in core) and known_noun(head) is None:
        # "the group Nordic Watch", "the minister himself"
        head = next(t for t in reversed(core) if known_noun(t) is not None) if any(known_noun(t) for t in core) else head
    kin = frozenset(
        kin_of(t) for t in segment if t is not head and t.low[0].isalnum() and t.low not in words_of("loose") and t.text not in ("'s", "’s")
    )
    return known_noun(head) or singular(head.low), kin


def last_word(segment: list[Token]) -> list[str]:
    """The head of a description as it is written: "spokeswoman"."""
    return [token.low for token in head_words(segment)[-1:]]


def head_words(segment: list[Token]) -> list[Token]:
    """The words up to the first that follows a head."""
    for i, token in enumerate(segment):
        if token.low in AFTER_HEAD and i:
            return segment[:i]
    return segment


def known_noun(token: Token) -> str | None:
    """The noun for a person or body that a word is, in the singular."""
    low = singular(token.low)
    if low in words_of("body") or is_person_head(low) or (low in words_of("title") and len(low) > 3):
        return "spokesperson" if low.startswith("spokes") else low
    return None


def called_body(lead: list[Token]) -> str | None:
    """The noun for a body that words before a name, or beside it, end in: "the think {tank}", "a Norlandic {shipbuilder}"; None where they do not."""
    if not lead or lead[-1].capital:
        return None
    low = lead[-1].low
    two = f"{lead[-2].low}-{low}" if len(lead) > 1 else ""
    return next((word for word in (two, low) if word in words_of("called")), None)


def is_person_head(low: str) -> bool:
    """Whether a noun says that one is a person."""
    return low in words_of("person") or low == "spokesperson" or low.endswith(("man", "woman", "person", "ologist"))


def is_plural(segment: list[Token]) -> bool:
    """Whether a description speaks of several."""
    core = head_words(segment)
    low = core[-1].low if core else ""
    return low in ("people", "men", "women") or low.endswith(("men", "women", "people")) or singular(low) != low or low in _COUNTS


def singular(low: str) -> str:
    """A noun without its plural ending, by the commonest rules, in one spelling."""
    low = low.replace("organiz", "organis")
    if low in _SAME or len(low) < 4:
        return low
    if low.endswith("people"):
        return low
    if low.endswith("men"):
        return low[:-2] + "an"
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "'s")):
        return low[:-1]
    return low


def kin_of(token: Token) -> str:
    """A word reduced so that "Swedish" meets "Sweden" and "defense" meets "defence"."""
    low = singular(token.low.replace("defense", "defence").replace(".", ""))
    if token.text in ("US", "U.S.", "States") or low == "american":
        return "us"
    while len(low) > 4:
        shorter = _VOWELS.sub("", low)
        if shorter == low or len(shorter) < 4:
            break
        low = shorter
    return low


def gender_of(words: list[str]) -> Gender | None:
    """Which pronoun takes up one who is called by these words."""
    he, she = words_of("he"), words_of("she")
    for word in words:
        if word in he and word not in she:
            return "he"
        if word in she:
            return "she"
    return None
