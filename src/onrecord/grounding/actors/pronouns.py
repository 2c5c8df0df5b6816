"""The pronouns that a source may be, by what they take up."""

from typing import Final

from onrecord.grounding.actors.words import Token
from onrecord.lexicon import word_set

MASCULINE: Final = frozenset(("he", "him", "himself"))
FEMININE: Final = frozenset(("she", "her", "herself"))
PLURAL: Final = frozenset(("they", "them", "themselves", "both", "neither", "the two", "the pair", "both men", "both women", "the couple"))
NEUTER: Final = frozenset(("it", "itself"))
RELATIVE: Final = frozenset(("who", "which", "that"))
SPEAKER: Final = frozenset(("i", "me", "myself"))
NOBODY: Final = word_set(
    "we us you one this these those what whoever someone somebody anyone anybody everyone everybody nobody none each all there"
)  # pronouns that tell no antecedent by themselves
PRONOUNS: Final = MASCULINE | FEMININE | PLURAL | NEUTER | RELATIVE | SPEAKER | NOBODY


def pronoun_of(tokens: list[Token]) -> str | None:
    """The pronoun that a source is, "he" or "both men"; None where it is more."""
    lows = [token.low for token in tokens if token.low not in (",", "too", "also", "himself", "herself", "themselves", "itself")] or [tokens[0].low]
    words = " ".join(lows[:3])
    return words if words in PRONOUNS else None
