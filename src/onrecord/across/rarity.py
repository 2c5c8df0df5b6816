"""How rare a word is in English, without looking at any other page: what two pages share says little where every page has it.

The vocabulary of the encoder stands in the order of how often its words are used; a word that it has not is rare. A count over the pages at
hand would say more, and would make a story depend on pages that have nothing to do with it.
"""

import math
from functools import cache, lru_cache
from typing import Final

from onrecord.lexicon import shipped

_FILE: Final = "encoder/models/vocabulary.txt"
_COMMON: Final = 2_500  # words of the vocabulary, from its head, that tell nothing
_LAST: Final = 30_000


@lru_cache(maxsize=262_144)
def rarity(word: str) -> float:
    """From 0 for a word that every page has to 1 for one that the vocabulary lacks; `word` in small letters."""
    rank = _ranks().get(word)
    if rank is None:
        return 1.0
    return min(max((math.log(max(rank, 1)) - math.log(_COMMON)) / (math.log(_LAST) - math.log(_COMMON)), 0.0), 1.0)


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(shipped(_FILE).decode("utf-8").split("\n"))}
