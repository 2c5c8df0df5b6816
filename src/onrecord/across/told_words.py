"""The words that one page is known by: the names that stand in it, and the rare words at its head."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import Final

from onrecord.across.layers import Layers
from onrecord.across.names import fold
from onrecord.across.rarity import rarity
from onrecord.across.wording import COMMON, WORD
from onrecord.lexicon import read_table, word_set

_CAPITAL: Final = re.compile(r"(?<![.!?:“\"‘(—–-] )(?<!^)(?<!\n)\b(?:[A-ZÀ-ÖØ-Þ][\w’'-]+)(?:[ -][A-ZÀ-ÖØ-Þ][\w’'-]+)*")
_UPPER: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’']{3,}")
_NAME: Final = 0.7  # rarity from which a word with a capital is a name wherever it stands
_LEAD: Final = 80  # words of a page that are held against those of another
_CALENDAR: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec"
)
_TITLES: Final = word_set(
    "president minister prime defence defense foreign interior general colonel major captain admiral brigadier lieutenant sir mr mrs ms dr "
    "king queen prince ministry government parliament army navy air force police state department house court party union united nations "
    "security council secretary north south east west"
)


def names_in(layers: Layers) -> Iterator[str]:
    """Names in headline and body, word by word: not those of states, peoples, months and offices."""
    article = layers.record.article
    if article is None:
        return
    left_out = _place_words() | _signed(layers) | _CALENDAR | _TITLES | COMMON
    for span in (*([article.headline] if article.headline else ()), *(b.range for b in article.body)):
        text = layers.text[span.start : span.end]
        inside = (word for name in _CAPITAL.findall(text) for word in re.split(r"[ -]", name))
        # The first word of a sentence is a name where no dictionary has it.
        first = (word for word in _UPPER.findall(text) if rarity(fold(word)) >= _NAME)
        for word in chain(inside, first):
            plain = fold(word).removesuffix("'s").strip("'")
            if len(plain) > 2 and plain not in left_out:
                yield sys.intern(plain)
    for who in layers.who.values():
        if who.standing == "named":
            yield from (sys.intern(word) for word in who.words if len(word) > 2 and word not in _TITLES and word not in COMMON)


def lead_of(layers: Layers) -> Iterator[str]:
    """The words at the head of headline and body that are rare enough to tell something, without those of the newsroom."""
    article = layers.record.article
    if article is None:
        return
    spans = [*([article.headline] if article.headline else ()), *(b.range for b in article.body)]
    words = (word for span in spans for word in WORD.findall(layers.text[span.start : span.end]))
    signed = _signed(layers)
    for word in islice(words, _LEAD):
        plain = fold(word).removesuffix("'s")
        if len(plain) > 2 and plain not in COMMON and plain not in signed and plain not in _CALENDAR and rarity(plain) > 0:
            yield sys.intern(plain)


def _signed(layers: Layers) -> frozenset[str]:
    """Words of the names of outlet and agencies: who prints it is nothing that it tells."""
    article = layers.record.article
    printed = [layers.outlet or (article.outlet if article else None) or "", *layers.agencies, *(c.name for c in article.agencies)] if article else []
    return frozenset(w for name in printed for w in fold(name).split())


@cache
def _place_words() -> frozenset[str]:
    """Words for states and their people: they stand on too many pages to tell a story apart."""
    words = {fold(row[0]) for row in read_table("grounding/places/demonyms.tsv").rows}
    words |= {fold(w) for row in read_table("coreference/states.tsv").rows for name in row[0].split(";") for w in name.split()}
    return frozenset(words)
