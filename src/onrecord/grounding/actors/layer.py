"""Chains of mentions → the actors of a record: composed, linked and numbered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from onrecord.grounding.actors.chains import Chain
from onrecord.grounding.actors.composing import country_of
from onrecord.grounding.actors.grounded import Grounded, ground
from onrecord.grounding.actors.naming import PRONOUNS
from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import Actor
from onrecord.text import Document, Span


def actors_of(document: Document, chains: Iterable[Chain], day: str | None) -> tuple[Actor, ...]:
    """The actors in order of first mention; a state has its ISO code for ID, and is one actor under all its names.

    Args:
        day: of the page, ISO; None where it is not known, or known to the month only.
    """
    found: dict[str, Actor] = {}
    numbers = count(1)
    for chain in chains:
        known = _grounded(document, chain, day)
        if known.state is not None and known.state in found:
            before = found[known.state]
            found[known.state] = replace(before, mentions=tuple(sorted({*before.mentions, *chain.mentions})))
            continue
        key = known.state or f"a{next(numbers)}"
        name = _state_name(document, known.state, chain.mentions) if known.state else chain.name
        found[key] = Actor(
            key, name, known.kind, known.country, known.sector, known.title, known.role, known.wikidata, chain.mentions  # type: ignore[arg-type]
        )  # fmt: skip
    return tuple(found.values())


def _grounded(document: Document, chain: Chain, day: str | None) -> Grounded:
    telling = [span for span in _fullest_first(chain) if document[span].casefold() not in PRONOUNS]
    name = next(_names(document, chain, telling), None)
    return ground(document, telling, name, chain.kind, day)


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


def _state_name(document: Document, code: str, mentions: Iterable[Span]) -> str:
    """The country's name as the page has it, else as the gazetteer has it: "Moscow" alone speaks of Russia."""
    own = packaged().code(code).name
    return next((document[span] for span in mentions if country_of(document[span]) == code and document[span][:3] == own[:3]), own)
