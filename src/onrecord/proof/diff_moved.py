"""Where words of a page stand in another version of it: so that what its outlet did not change is still the same statement."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from onrecord.proof.cells import Cell

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_MOST: Final = 20_000  # words: finding what two texts share takes the square of their number at worst
_AT: Final = re.compile(r"@(\d+)")


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the words of an old text stand in the new: its beginnings and ends of words, those that are in both."""

    starts: Mapping[int, int] = field(default_factory=dict)
    ends: Mapping[int, int] = field(default_factory=dict)

    def key(self, key: str) -> str:
        """A key with the places of the new text; a place that is gone is none of the new text."""
        return _AT.sub(lambda at: f"@{self.starts.get(int(at[1]), f'gone {at[1]}')}", key)

    def cells(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        """Cells of the old page as they would stand in the new one."""
        return tuple(replace(cell, key=self.key(cell.key), spans=tuple(map(self._span, cell.spans))) for cell in cells)

    def _span(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = self.starts.get(span[0]), self.ends.get(span[1])
        return span if start is None or end is None or start >= end else (start, end)


def moved(old: str, new: str) -> Moved:
    """Where the words of one text stand in another; of very long texts nothing is said."""
    before, after = (list(_TOKEN.finditer(text)) for text in (old, new))
    if max(len(before), len(after)) > _MOST:
        return Moved()
    matcher = SequenceMatcher(None, [one[0] for one in before], [one[0] for one in after], autojunk=False)
    pairs = [(before[block.a + n], after[block.b + n]) for block in matcher.get_matching_blocks() for n in range(block.size)]
    return Moved({one.start(): other.start() for one, other in pairs}, {one.end(): other.end() for one, other in pairs})
