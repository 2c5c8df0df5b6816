"""Who does deeds and to whom they are done: chains for those who are no source and have no name, and which actor some words are."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from onrecord.cardinals import SMALL, TENS
from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.composing import country_of, state_of
from onrecord.grounding.actors.owners import is_owned
from onrecord.grounding.actors.pronouns import FEMININE, MASCULINE, NEUTER, PRONOUNS
from onrecord.grounding.actors.words import words_of
from onrecord.record import Actor, Doer, Mention
from onrecord.text import Document, Span

_ARTICLE: Final = re.compile(
    r"\A(?:(?:(?:the|an?) )?No\. ?\d+|the|an?|some|several|many|both|other|another|two|three|four|five|six|\d[\d,.]*)\s+", re.IGNORECASE
)
_LOWER: Final = re.compile(r"\A(?:[a-z][\w’'-]* )+(?=[^\W\d_a-z])")
_NUMBERS: Final = "|".join((*SMALL, *TENS, "hundred", "thousand", "million", "dozen"))
_COUNTED: Final = re.compile(rf"(?:\s+(?:\d[\d.,]*|(?:{_NUMBERS})(?:-(?:{_NUMBERS}))?))+\Z", re.IGNORECASE)
# What a state may be called beside its name: "the No. 1 supplier to the region, Norway, also sold". Other nouns stand before it in lists.
_CALLED: Final = re.compile(
    r"\b(?:supplier|seller|exporter|importer|buyer|customer|purchaser|donor|backer|producer|ally|neighbou?r|partner|patron|rival|power|country"
    r"|nation|state|kingdom|republic)\Z",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(r"(?: (?:of|to|in|for|from) [^,.;:()“”\"\n]{1,60})?, ([^\W\d_a-z][\w’'. -]{1,40}),(?! (?:and|or) [^\W\d_a-z])")
_BEHIND: Final = re.compile(r"(?:,| \(| –| —|\s(?:of|who|that|which|from|in|at|for|named|led|based|with|on|near)\b|\Z)")
_UNFIT: Final = {"person": NEUTER, "organisation": MASCULINE | FEMININE}
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
    heard = _of_pronouns(clusters, covering, chains, text)
    for doer in doers:
        words = " ".join(document[doer.span].split())
        if covering.of(text, doer):
            continue
        if words.casefold() in PRONOUNS:
            if doer.head in heard:
                taken.setdefault(heard[doer.head], set()).add(doer.span)
            continue
        span = _with_calling(document, _without_number(document, doer, known))
        bare = _ARTICLE.sub("", " ".join(document[span].split()))
        if span.start < doer.span.start:
            bare = _ARTICLE.sub("", words)
        if not any(character.isalpha() for character in bare):
            continue
        named = _LOWER.sub("", bare)
        if named in known:
            taken.setdefault(known[named], set()).add(span)
            continue
        state = state_of(bare)
        if state is None and (apposed := _state_apposed(document, span)) is not None:
            bare, state = document[apposed], country_of(document[apposed])
            more.setdefault(state or bare, (bare, []))[1].append(apposed)
        # "Their army" and "his country" here and there may be of two.
        key = f"{bare.casefold()} {span.start}" if is_owned(bare) else bare.casefold()
        more.setdefault(state or key, (bare, []))[1].append(span)
    found = [Chain(name, None, spans[0] if _is_name(name) else None, tuple(sorted(set(spans)))) for name, spans in more.values()]
    wider = [
        replace(chain, mentions=tuple(sorted({*chain.mentions, *taken[number]}))) if number in taken else chain for number, chain in enumerate(chains)
    ]
    return tuple(sorted((*wider, *found), key=lambda chain: (chain.mentions[0], chain.name)))


def _is_name(words: str) -> bool:
    """Whether the capital that words begin with is a name's, not that of "Their army" at the head of a sentence."""
    return words[:1].isupper() and not is_owned(words)


def _without_number(document: Document, doer: Doer, known: Collection[str]) -> Span:
    """A doer without the number of pieces behind it, where a state or one that is known is left: "Kenya 30" of "sold Kenya 30 howitzers"."""
    words = document[doer.span]
    counted = _COUNTED.search(words)
    if counted is None or doer.span.start + counted.start() < doer.head.end:
        return doer.span
    named = _ARTICLE.sub("", words[: counted.start()])
    if named in known or country_of(named) or state_of(named):
        return document.cite(doer.span.start, doer.span.start + counted.start()) or doer.span
    return doer.span


_CALLING: Final = re.compile(r"\b(?:[Tt]he|[Aa]n?) (?:[^\W\d_a-z][\w’'-]*(?<!['’]s) )?(?:[a-z][\w-]* ){0,2}([a-z][\w-]*) \Z")


def _with_calling(document: Document, span: Span) -> Span:
    """A name with what it is called before it: "{the Finnish manufacturer Kivisalmi}", which tells whose it is and what."""
    if not document.text[span.start : span.start + 1].isupper():
        return span
    called = _CALLING.search(document.text, max(0, span.start - 60), span.start)
    if called is None or called[1] not in words_of("called"):
        return span
    return document.cite(called.start(), span.end) or span


def _state_apposed(document: Document, span: Span) -> Span | None:
    """The name of the state that a description stands for: "the No. 1 supplier to the region, {Norway}, also sold"."""
    if _CALLED.search(document.text, span.start, span.end) is None:
        return None
    apposed = _APPOSED.match(document.text, span.end, span.end + 120)
    return document.cite(apposed.start(1), apposed.end(1)) if apposed and country_of(apposed[1]) else None


def _of_pronouns(clusters: Iterable[Sequence[Mention]], covering: Covering, chains: Sequence[Chain], text: str) -> dict[Span, int]:
    """Pronoun → the one chain that the named mentions of its cluster belong to; "it" is no person, "she" no body."""
    found: dict[Span, int] = {}
    for cluster in clusters:
        pronouns = [mention.span for mention in cluster if mention.form == "pronoun"]
        named = [mention for mention in cluster if mention.form == "named" and mention.name is not None] if pronouns else []
        owners = {owner for mention in named for owner in covering.of(text, Doer(mention.span, mention.head))}
        if len(owners) == 1:
            number = int(owners.pop())
            unfit = _UNFIT.get(chains[number].kind or "", frozenset())
            found.update({span: number for span in pronouns if text[span.start : span.end].lower() not in unfit})
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
