"""Who spoke, and who was the subject of a sentence, in the order of the page: what a pronoun looks back over."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from onrecord.grounding.actors.entities import Entity

REACH: Final = 40  # sources or subjects that a pronoun looks back over
_HEADLINE: Final = -10  # the paragraph number of a headline: nothing in the body follows it at once


@dataclass(frozen=True, slots=True)
class Seen:
    """A source or the subject of a sentence, as a pronoun may take it up."""

    at: int
    end: int  # of its whole statement
    entities: tuple[Entity, ...]
    source: bool
    within: str | None
    statement: str | None


class Heard:
    """Those who were heard so far, and the paragraph of every place."""

    def __init__(self, blocks: list[tuple[int, int, bool]]) -> None:
        self.starts = [start for start, _, _ in blocks]
        self.numbers = [_HEADLINE if is_headline else number for number, (_, _, is_headline) in enumerate(blocks)]
        self.seen: list[Seen] = []

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that a place lies in."""
        i = bisect_right(self.starts, at) - 1
        return self.numbers[i] if i >= 0 else _HEADLINE

    def near(self, at: int) -> list[Entity]:
        """Who spoke in this paragraph or the one before, the last first."""
        number = self.paragraph(at)
        found: dict[Entity, None] = {}
        for seen in reversed(self.seen[-REACH:]):
            if seen.source and 0 <= number - self.paragraph(seen.end - 1) <= 1:
                found.update(dict.fromkeys(seen.entities))
        return list(found)
