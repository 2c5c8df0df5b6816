"""Chains of sources and clusters of mentions → one list of those who speak, act or are named.

Rules chain the sources of statements (chains.py); a small network joins all mentions of the page (coreference/). Where the rules found who a
source is they are kept. Where they left a pronoun or a description alone, and the network joins it to one that is named, it is taken for
that one. Whoever is named and says nothing becomes an actor too, for events ask who is meant by a name.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from onrecord.coreference import find_pronouns, join, vectors_of
from onrecord.encoder.encode import Encoding
from onrecord.encoder.model import packaged
from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.composing import country_of
from onrecord.grounding.places.acting import is_acting
from onrecord.record import Mention, Statement
from onrecord.text import Document, Span

MOST: Final = 4000  # mentions of a page that are joined: three times those of the longest news pages
_BEHIND: Final = 2000  # characters behind the last mention in which a pronoun may take it up
_ACTORS: Final = ("PER", "ORG", "LOC")
_KINDS: Final[dict[str, Literal["person", "organisation"]]] = {"PER": "person", "ORG": "organisation"}

_OF: Final = re.compile(r"\s(?:of|for|from|at)\s(?:the\s)?[^\W\d_a-z]|['’]s?\s")

Cluster = tuple[Mention, ...]


def find_clusters(document: Document, encoding: Encoding, mentions: Sequence[Mention]) -> tuple[Cluster, ...]:
    """Which mentions and pronouns of a page are one, in the order of the text; weapons and platforms are left out.

    Raises:
        SetupError: the weights are missing or altered.
    """
    spoken = [mention for mention in mentions if mention.type in _ACTORS][:MOST]
    text = document.text[: max((mention.span.end for mention in spoken), default=0) + _BEHIND]
    for passage in encoding.passages:
        if len(spoken) >= MOST or passage.end > len(text):
            break
        spoken += find_pronouns(text, passage.start, passage.end)
    spoken = spoken[:MOST]
    return tuple(tuple(spoken[at] for at in cluster) for cluster in join(text, spoken, vectors_of(packaged(), encoding.windows)))


def merged(document: Document, chains: Sequence[Chain], clusters: Sequence[Cluster], statements: Iterable[Statement]) -> tuple[Chain, ...]:
    """The chains of sources with what the clusters add, and a chain for each cluster of a name that is none of them; in the order of the text."""
    owners = _Owners(chains)
    sources = {span for statement in statements if statement.source and len(statement.source.spans) == 1 for span in statement.source.spans}
    shared = Counter(span for chain in chains for span in chain.mentions)  # "they" of two is nobody's alone
    found = list(chains)
    gone: set[int] = set()
    more: list[Chain] = []
    for cluster in clusters:
        named = [mention for mention in cluster if mention.form == "named"]
        if not named:
            continue
        touched = {number for mention in cluster for number in owners.of(mention) if number not in gone}
        known = [number for number in sorted(touched) if found[number].fullest is not None]
        alone = [
            number
            for number in sorted(touched)
            if _is_alone(found[number]) and shared[found[number].mentions[0]] == 1 and not _is_of_somebody(document.text, found[number].mentions[0])
        ]
        loose = {mention.span for mention in cluster if mention.span in sources and not owners.of(mention)}
        if len(known) == 1:
            home = known[0]
            taken = [number for number in alone if number != home and _fit(found[home], found[number])]
            spans = {*found[home].mentions, *loose, *(span for number in taken for span in found[number].mentions)}
            found[home] = replace(found[home], mentions=tuple(sorted(spans)))
            gone.update(taken)
        elif not known and (chain := _chain_of(document, cluster, named)) is not None:
            spans = {*chain.mentions, *loose, *(span for number in alone if _fit(chain, found[number]) for span in found[number].mentions)}
            more.append(replace(chain, mentions=tuple(sorted(spans))))
            gone.update(number for number in alone if _fit(chain, found[number]))
    kept = [chain for number, chain in enumerate(found) if number not in gone]
    return tuple(sorted((*kept, *more), key=lambda chain: (chain.mentions[0], chain.name)))


def _is_alone(chain: Chain) -> bool:
    """Whether the rules found no name for it: one mention, a pronoun or a definite description."""
    return chain.fullest is None and len(chain.mentions) == 1 and chain.definite


def _is_of_somebody(text: str, span: Span) -> bool:
    """Whether what stands in or behind a description says whose it is: "the president of Chile" is not the minister told before."""
    return _OF.search(text, span.start, span.end) is not None or _OF.match(text, span.end) is not None


def _fit(one: Chain, other: Chain) -> bool:
    return one.kind is None or other.kind is None or one.kind == other.kind


def _chain_of(document: Document, cluster: Cluster, named: Sequence[Mention]) -> Chain | None:
    """A named cluster as a chain: persons and bodies, and states that act somewhere on the page."""
    text = document.text
    fullest = max(named, key=lambda mention: (_length(mention), -mention.span.start))
    name = fullest.name or fullest.span
    kind = fullest.type
    if kind == "LOC":
        acting = [m for m in named if m.name is not None and is_acting(text, m.name.start, m.name.end)]
        if not acting or country_of(text[name.start : name.end]) is None:
            return None
    spans = sorted({mention.span for mention in cluster if mention.form != "pronoun"})
    return Chain(" ".join(text[name.start : name.end].split()), _KINDS.get(kind or ""), fullest.span, tuple(spans))


def _length(mention: Mention) -> int:
    return mention.name.end - mention.name.start if mention.name else 0


class _Owners:
    """Which chains a mention belongs to: those that have its very words, or words that begin or end with them."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self._starts: list[tuple[int, int, int]] = sorted((span.start, span.end, n) for n, chain in enumerate(chains) for span in chain.mentions)

    def of(self, mention: Mention) -> set[int]:
        """Numbers of the chains with a mention that covers the head of this one and begins no later, or has its words."""
        head = mention.head
        at = bisect_left(self._starts, (head.start + 1, -1, -1))
        return {
            n for start, end, n in self._starts[max(0, at - 8) : at] if start >= mention.span.start - 40 and end >= head.end and start <= head.start
        }
