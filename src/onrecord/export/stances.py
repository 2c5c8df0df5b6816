"""How each stance looks: a sign, a word and a line of its own, so that colour never has to carry it alone."""

from dataclasses import dataclass
from typing import Final

from onrecord.record import Stance


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a stance, the same in every view."""

    sign: str
    word: str
    family: str  # CSS class: stances that share a tint and a line
    rank: int  # what a reader has to see first stands first
    style: str  # of rich: ANSI names only


# No blue, cyan, green or yellow: with one of the usual palettes each of them falls under 3:1 on black or on white.
# Red and magenta hold on both; every other stance is told by its sign, its word and weight.
_LOOKS: Final = {
    Stance.DENIES: Look("✕", "denies", "denies", 0, "bold red"),
    Stance.DECLINES: Look("○", "declines", "declines", 1, "bold"),
    Stance.DOUBTS: Look("?", "doubts", "doubts", 2, "red"),
    Stance.CONFIRMS: Look("✓", "confirms", "confirms", 3, "bold"),
    Stance.ASSERTS: Look("+", "asserts", "asserts", 4, ""),
    Stance.EXPECTS: Look("→", "expects", "expects", 5, "magenta"),
    Stance.PROMISES: Look("+", "promises", "asserts", 5, ""),
    Stance.THREATENS: Look("→", "threatens", "expects", 5, "magenta"),
    Stance.URGES: Look("→", "urges", "expects", 5, "magenta"),
    Stance.ASKS: Look("→", "asks", "expects", 5, "magenta"),
    Stance.HOLDS: Look("•", "holds", "holds", 6, ""),
}
_NONE: Final = Look("–", "no stance", "holds", 7, "")


def look_of(stance: Stance | None) -> Look:
    """The look of a stance; of an act without attitude where there is none."""
    return _NONE if stance is None else _LOOKS[stance]
