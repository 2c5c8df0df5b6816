"""Chains of mentions → the actors of a record: composed, linked and numbered."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.composing import country_among, country_of
from onrecord.grounding.actors.grounded import Grounded, ground
from onrecord.grounding.actors.owners import Known, Owners, is_own_state, is_owned
from onrecord.grounding.actors.pronouns import PRONOUNS
from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import Actor, Article, Place, Statement
from onrecord.text import Document, Span

_RULER: Final = re.compile(r"\b(?:president|premier|prime minister|chancellor|king|queen|emir|sultan)\b", re.IGNORECASE)
_AT: Final = re.compile(
    r" (?:in|of|from|at|near|outside|across)(?: the)?(?: (?:city|town|province|region|port|capital|state|district|village)(?: of)?)? "
)
_PEOPLE: Final = re.compile(
    r"\b(?:people|civilians|villagers|residents|crowds?|worshippers|mourners|women|men|children|families|farmers|marchers|voters)\Z"
)
_SENT: Final = re.compile(
    r"\b(?:ambassadors?|envoys?|emissar(?:y|ies)|consuls?|attach[eé]s?|nuncios?|diplomats?|embass(?:y|ies)|consulates?)\b", re.IGNORECASE
)
LOCAL: Final = frozenset(
    ("CVL", "OPP", "PTY", "COP", "LAB", "AGR", "EDU", "MED", "REL", "REB", "UAF", "CRM", "JUD", "LEG")
)  # rarely of another country's
OFFICIAL: Final = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))


def home_of(article: Article, places: Iterable[Place]) -> str | None:
    """The state that a page writes from: its dateline's, or the only one whose places it names; "the defence minister" is then that state's."""
    dateline = article.dateline.span if article.dateline else None
    named = [place for place in places if place.country is not None]
    if dateline is not None:
        for place in named:
            if any(dateline.start <= span.start and span.end <= dateline.end for span in place.mentions):
                return place.country
    countries = {place.country for place in named}
    return countries.pop() if len(countries) == 1 else None


def actors_of(
    document: Document,
    chains: Iterable[Chain],
    day: str | None,
    home: str | None = None,
    places: Iterable[Place] = (),
    statements: Iterable[Statement] = (),
) -> tuple[Actor, ...]:
    """The actors in order of first mention; a state has its ISO code for ID, and is one actor under all its names.

    Args:
        day: of the page, ISO; None where it is not known, or known to the month only.
        home: the state that the page writes from: officials of whom it does not say which state's they are, are taken for its, and so are
            protesters, police, rebels and the like without a name.
        places: of the page: "police in Kitwe" are of where Kitwe is.
        statements: of the page: "his country" is that of who speaks.
    """
    located = sorted((span, place.country) for place in places if place.country for span in place.mentions)
    grounded = [(chain, _placed(document, chain, _grounded(document, chain, day), located, home)) for chain in chains]
    owners = Owners(
        document.text,
        (Known(span, known.country, known.kind == "person") for chain, known in grounded if known.country for span in chain.mentions),
        statements,
    )
    found: dict[str, Actor] = {}
    numbers = count(1)
    for chain, known in grounded:
        if (
            known.country is None
            and (chain.fullest is None or known.sector in OFFICIAL)
            and (owner := owners.country_of(chain.mentions[0])) is not None
        ):
            is_state = is_own_state(chain.name) and known.kind is None
            known = replace(known, country=owner, kind="state" if is_state else known.kind, sector="GOV" if is_state else known.sector)
        elif known.country is None and home is not None and _is_of_home(document, chain, known):
            known = replace(known, country=home)
        state = known.country if known.kind == "state" else None
        if state is not None and state in found:
            before = found[state]
            found[state] = replace(before, mentions=tuple(sorted({*before.mentions, *chain.mentions})))
            continue
        key = state or f"a{next(numbers)}"
        name = _state_name(document, state, chain.mentions) if state else chain.name
        found[key] = Actor(
            key, name, known.kind, known.country, known.sector, known.title, known.role, known.wikidata, chain.mentions  # type: ignore[arg-type]
        )  # fmt: skip
    return tuple(found.values())


def _placed(document: Document, chain: Chain, known: Grounded, located: Sequence[tuple[Span, str]], home: str | None) -> Grounded:
    """What is known of an actor with the country of where it is, or of whom the page writes from; whose "its army" is, is told later."""
    if known.country is not None or known.kind == "state" or _is_sent(chain, known):
        return known
    if (placed := _where(document, chain, located)) is not None:
        return replace(known, country=placed)
    owned = is_owned(document[chain.mentions[0]])
    return replace(known, country=home) if home is not None and not owned and _is_of_home(document, chain, known) else known


def _where(document: Document, chain: Chain, located: Sequence[tuple[Span, str]]) -> str | None:
    """The country of the place that stands behind or in the words for somebody without a name: "police in Kitwe", "residents of Gao"."""
    if chain.fullest is not None:
        return None
    for mention in chain.mentions:
        at = bisect_left(located, mention.start, key=lambda one: one[0].start)
        for span, country in located[at : at + 2]:
            between = document.text[mention.end : span.start] if span.start >= mention.end else ""
            if (mention.start < span.start and span.end <= mention.end) or (span.start >= mention.end and _AT.fullmatch(between)):
                return country
    return None


def _grounded(document: Document, chain: Chain, day: str | None) -> Grounded:
    telling = [span for span in _fullest_first(chain) if document[span].casefold() not in PRONOUNS]
    name = next(_names(document, chain, telling), None)
    known = ground(document, telling, name, chain.kind, day)
    if chain.fullest is None and telling and chain.name != document[telling[0]] and (own := country_among(chain.name)) is not None:
        return replace(known, country=own)  # of "both Russian and North Korean officials" the Russian ones
    return known


def _is_of_home(document: Document, chain: Chain, known: Grounded) -> bool:
    """Whether somebody of whom nothing else tells is of the state that the page writes from."""
    if _is_sent(chain, known):
        return False
    local = chain.fullest is None and (known.sector in LOCAL or _PEOPLE.search(chain.name) is not None)
    return local or (known.sector in OFFICIAL and not _is_some(document, chain))


def _is_sent(chain: Chain, known: Grounded) -> bool:
    """Whether it is one whom another state sent: "the ambassador in Oslo" is hardly Norway's."""
    return _SENT.search(known.role or ("" if chain.fullest else chain.name)) is not None


def _is_some(document: Document, chain: Chain) -> bool:
    """Whether it is "a diplomat" or "officials", who may be anybody's."""
    first = document[chain.mentions[0]].split()[0]
    if chain.fullest is not None and _RULER.search(document[chain.fullest]):
        return True  # a page speaks of other states' presidents without saying whose
    return chain.fullest is None and not (chain.definite or first in ("The", "the"))


def _fullest_first(chain: Chain) -> Sequence[Span]:
    ordered = sorted(chain.mentions, key=lambda span: (span.start - span.end, span.start))
    return [chain.fullest, *(span for span in ordered if span != chain.fullest)] if chain.fullest else ordered


def _names(document: Document, chain: Chain, mentions: Iterable[Span]) -> Iterator[Span]:
    """Where the chain's name stands in its mentions."""
    if not chain.name[:1].isupper() and not any(c.isupper() for c in chain.name):
        return
    for span in mentions:
        at = document.text.find(chain.name, span.start, span.end)
        if at >= 0 and chain.fullest is not None and (cited := document.cite(at, at + len(chain.name))) is not None:
            yield cited


def _state_name(document: Document, code: str, mentions: Sequence[Span]) -> str:
    """The country's name as the page has it, else as the gazetteer has it: "Moscow" alone speaks of Russia."""
    named = [document[span] for span in mentions if country_of(document[span]) == code]
    if not packaged().has(code):  # a state that is no more
        return (named or [document[mentions[0]]])[0]
    own = packaged().code(code).name
    return next((words for words in named if own.split()[0] in words.split()), own)
