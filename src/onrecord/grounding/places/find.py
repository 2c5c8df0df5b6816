"""Which names of a text are places': candidates, weighed by what stands around them; overlapping ones by the better."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from onrecord.errors import SetupError
from onrecord.grounding.places.candidates import MOST, MOST_CAPITALS, Candidate, Page, Token, candidates_of, signs, tokens_of
from onrecord.lexicon import shipped
from onrecord.text import pieces

SIGNS: Final = "signs.json"
_TOGETHER: Final = 150_000  # characters
LEAST: Final = 0.5  # chance from which a candidate is taken


@dataclass(frozen=True, slots=True)
class Named:
    """A name taken for a place's."""

    start: int
    end: int
    chance: float
    adjective: bool  # an adjective or the name of a people: it speaks of a country, and names no place where something is


def find_names(text: str, ranges: Sequence[tuple[int, int]], weights: Mapping[str, float] | None = None) -> tuple[list[Named], bool]:
    """The names of places in some ranges of the text whose chance is LEAST or more, in order, and whether all were looked at.

    Ranges are read together, since what stands beside a name in one tells of it in the next; a long text in parts of a bounded length.
    """
    weights = packaged_signs() if weights is None else weights
    found: list[Named] = []
    left, capitals = MOST, MOST_CAPITALS
    for part in _parts(text, ranges):
        tokens = [token for start, end in part for token in tokens_of(text, start, end)]
        capitals -= sum(token.capital for token in tokens)
        if capitals < 0:
            return found, False
        candidates = list(islice(candidates_of(text, tokens), left))
        left -= len(candidates)
        found += weigh_names(text, tokens, candidates, weights)
        if not left:
            return found, False
    return found, True


def _parts(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The ranges, together up to a bounded length."""
    part: list[tuple[int, int]] = []
    for start, end in (piece for first, last in ranges for piece in pieces(text, first, last)):
        if part and end - part[0][0] > _TOGETHER:
            yield part
            part = []
        part.append((start, end))
    if part:
        yield part


def weigh_names(text: str, tokens: Sequence[Token], candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[Named]:
    """The candidates that are taken; of two that overlap, the likelier."""
    page = Page(text, tokens, candidates)
    rated = []
    for one in candidates:
        chance = 1 / (1 + math.exp(-sum(weights.get(sign, 0.0) for sign in signs(page, one))))
        if chance >= LEAST:
            hows = {m.how for m in one.meanings}
            rated.append(Named(one.start, one.end, chance, bool(hows & {"adjective", "people"}) and "own" not in hows))
    taken: list[Named] = []
    for named in sorted(rated, key=lambda n: (n.start, -n.chance)):
        if taken and named.start < taken[-1].end:
            if named.chance > taken[-1].chance:
                taken[-1] = named
        else:
            taken.append(named)
    return taken


@cache
def packaged_signs() -> Mapping[str, float]:
    """The weights that ship.

    Raises:
        SetupError: their file is missing, not the one that was shipped, or no JSON.
    """
    try:
        told = json.loads(shipped(f"grounding/places/{SIGNS}"))
    except ValueError as error:
        raise SetupError(SIGNS, "the weights of names are no JSON", "install onrecord again") from error
    return {str(sign): float(weight) for sign, weight in told["weights"].items()}
