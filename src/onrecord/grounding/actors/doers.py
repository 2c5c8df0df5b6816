"""Who does deeds and to whom they are done: chains for those who are no source and have no name, and which actor some words are."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.composing import state_of
from onrecord.grounding.actors.pronouns import PRONOUNS
from onrecord.record import Actor, Doer, Mention
from onrecord.text import Document, Span

_ARTICLE: Final = re.compile(r"\A(?:the|an?|some|several|many|both|other|another|two|three|four|five|six|\d[\d,.]*)\s+", re.IGNORECASE)
_LOWER: Final = re.compile(r"\A(?:[a-z][\w’'-]* )+(?=[^\W\d_a-z])")
_BEHIND: Final = re.compile(r"(?:,| \(| –| —|\s(?:of|who|that|which|from|in|at|for|named|led|based|with|on|near)\b|\Z)")
_NEAR: Final = 60  # mentions before a word that may cover it


class Covering:
    """Which of some owners' mentions a phrase is, or is the head of."""

    def __init__(self, mentions: Iterable[tuple[Span, str]]) -> None:
        self._spans = sorted(mentions, key=lambda one: (one[0].start, -one[0].end))
        self._starts = [span.start for span, _ in self._spans]
        self._exact: dict[Span, list[str]] = {}
        for span, owner in self._spans:
            self._exact.setdefault(span, []).append(owner)

    def of(self, text: str, doer: Doer) -> tuple[str, ...]:
        """The owners of the mention with these words; else of the shortest one that has them as its head: "Shoigu" of "Defence Minister
        Sergei Shoigu", not "Russia" of "Russia's contractor"; () where there is none. Two, where one mention names two ("both ministries")."""
        if doer.span in self._exact:
            return tuple(dict.fromkeys(self._exact[doer.span]))
        at = bisect_right(self._starts, doer.head.start)
        covering = [
            (len(span), number)
            for number, (span, _) in enumerate(self._spans[max(0, at - _NEAR) : at], max(0, at - _NEAR))
            if span.end >= doer.head.end and (span.end <= doer.head.end or _BEHIND.match(text[doer.head.end : span.end]))
        ]
        if not covering:
            return ()
        span, _ = self._spans[min(covering)[1]]
        return tuple(dict.fromkeys(self._exact[span]))


def with_doers(document: Document, chains: Sequence[Chain], doers: Iterable[Doer], clusters: Iterable[Sequence[Mention]] = ()) -> tuple[Chain, ...]:
    """The chains, and one for each doer that is none of them; states by any of their names, others by their words without an article.

    A pronoun goes to the chain of the names that its cluster has; one that has none is nobody.

    Args:
        clusters: mentions that are one, pronouns among them.
    """
    text = document.text
    covering = Covering((span, str(number)) for number, chain in enumerate(chains) for span in chain.mentions)
    known = _by_words(document, chains)
    taken: dict[int, set[Span]] = {}
    more: dict[str, tuple[str, list[Span]]] = {}
    heard = _of_pronouns(clusters, covering, text)
    for doer in doers:
        words = " ".join(document[doer.span].split())
        if covering.of(text, doer):
            continue
        if words.casefold() in PRONOUNS:
            if doer.head in heard:
                taken.setdefault(heard[doer.head], set()).add(doer.span)
            continue
        bare = _ARTICLE.sub("", words)
        if not any(character.isalpha() for character in bare):
            continue
        named = _LOWER.sub("", bare)
        if named in known:
            taken.setdefault(known[named], set()).add(doer.span)
            continue
        key = state_of(bare) or bare.casefold()
        more.setdefault(key, (bare, []))[1].append(doer.span)
    found = [Chain(name, None, spans[0] if name[:1].isupper() else None, tuple(sorted(set(spans)))) for name, spans in more.values()]
    wider = [
        replace(chain, mentions=tuple(sorted({*chain.mentions, *taken[number]}))) if number in taken else chain for number, chain in enumerate(chains)
    ]
    return tuple(sorted((*wider, *found), key=lambda chain: (chain.mentions[0], chain.name)))


def _of_pronouns(clusters: Iterable[Sequence[Mention]], covering: Covering, text: str) -> dict[Span, int]:
    """Pronoun → the one chain that the named mentions of its cluster belong to."""
    found: dict[Span, int] = {}
    for cluster in clusters:
        pronouns = [mention.span for mention in cluster if mention.form == "pronoun"]
        named = [mention for mention in cluster if mention.form == "named" and mention.name is not None] if pronouns else []
        owners = {owner for mention in named for owner in covering.of(text, Doer(mention.span, mention.head))}
        if len(owners) == 1:
            found.update(dict.fromkeys(pronouns, int(owners.pop())))
    return found


def _by_words(document: Document, chains: Sequence[Chain]) -> dict[str, int]:
    """Names, without articles and what stands before them in small letters, that are mentions of one chain only: "the North" → "North"."""
    found: dict[str, set[int]] = {}
    for number, chain in enumerate(chains):
        for span in chain.mentions:
            named = _LOWER.sub("", _ARTICLE.sub("", " ".join(document[span].split())))
            if named[:1].isupper():
                found.setdefault(named, set()).add(number)
    return {named: numbers.pop() for named, numbers in found.items() if len(numbers) == 1}


def actors_at(actors: Iterable[Actor]) -> Covering:
    """Look-up of actors by their mentions."""
    return Covering((span, actor.id) for actor in actors for span in actor.mentions)
