"""What a text looks like around a mention: its paragraphs, sentences and quotations, in one pass over the text."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The end of a sentence, with the blank behind it: after a mark that no abbreviation wears, before a capital or a digit.
_ENDS: Final = re.compile(r"[.!?…]['\"”’»)\]]{0,3}\s+(?=[\"“‘'«(\[]?[A-Z0-9])|\n+")
_SHORT: Final = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Sen|Rep|Gov|Rev|Hon|Jr|Sr|Inc|Ltd|Co|Corp|vs|No|Nos|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec|al|cf|eg|ie|Fig|ca|c))\.$"
)
_MARKS: Final = re.compile(r"[\"“”]|\n")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where units of a text begin; a unit's number is the count of beginnings up to a position."""

    paragraphs: "NDArray[np.int64]"
    sentences: "NDArray[np.int64]"
    quotations: "NDArray[np.int64]"  # where a quotation begins or ends, in turn: an odd number of them before a position is inside one
    text: str

    def paragraph(self, at: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """The number of the paragraph of each position."""
        return self.paragraphs.searchsorted(at, side="right")

    def sentence(self, at: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """The number of the sentence of each position."""
        return self.sentences.searchsorted(at, side="right")

    def quotation(self, at: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """The number of the quotation of each position, odd; outside of quotations even: the same number is the same stretch."""
        return self.quotations.searchsorted(at, side="right")


def read_scene(text: str, start: int = 0, end: int | None = None) -> Scene:
    """The units of text[start:end]; linear in its length."""
    import numpy as np

    end = len(text) if end is None else end
    paragraphs, sentences = [start], [start]
    for match in _ENDS.finditer(text, start, end):
        if text[match.start()] == "\n":
            paragraphs.append(match.end())
        elif text[match.start()] == "." and _SHORT.search(text, max(start, match.start() - 6), match.start() + 1):
            continue
        elif "\n" in match.group():
            paragraphs.append(match.end())
        sentences.append(match.end())
    return Scene(np.array(paragraphs, np.int64), np.array(sentences, np.int64), np.array(_quotations(text, start, end), np.int64), text)


def _quotations(text: str, start: int, end: int) -> list[int]:
    """Where quotations begin and end, in turn; one that is not closed ends with its paragraph."""
    found: list[int] = []
    for match in _MARKS.finditer(text, start, end):
        inside, mark = len(found) % 2 == 1, match.group()
        if mark == "\n":
            if inside:
                found.append(match.start())
        elif mark == '"' or (mark == "“") != inside:
            found.append(match.start() if inside else match.end())
    return found
