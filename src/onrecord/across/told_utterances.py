"""What one page has its sources say: the statements that speak of its deeds, a speaker each, and denials."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onrecord.across.amounts import figures_in
from onrecord.across.days import Days, ordinal, ordinals
from onrecord.across.layers import Layers
from onrecord.across.names import Who
from onrecord.across.reliance import cited_in
from onrecord.across.telling import Utterance
from onrecord.across.wording import runs_of, words_of
from onrecord.record import Attribution, Said, Stance, Statement

_QUOTED: Final = re.compile(r"[“\"«„]([^”\"»“]{4,})(?:[”\"»“]|$)")
_OUT_OF_OFFICE: Final = re.compile(r"\b(?:former|ex|retired|onetime|predecessor|private life)\b", re.IGNORECASE)


def utterances_in(layers: Layers) -> Iterator[Utterance]:
    """The utterances of a page that are compared with those of others."""
    linked = {link.statement for link in layers.record.links or ()}
    for statement in layers.record.statements or ():
        # What speaks of no deed is left out: it would take most of the memory. A denial may be of a figure.
        if statement.id not in linked and (statement.stance != Stance.DENIES or statement.part == "headline"):
            continue
        attribution = layers.attributions.get(statement.id)
        actors = layers.actors(attribution.actors) if attribution else ()
        for who in actors or (None,):
            yield _utterance(layers, statement, _as_private(layers, who, statement))


def _as_private(layers: Layers, who: Who | None, statement: Statement) -> Who | None:
    """A former official speaks for nobody but himself: "retired air marshal Prapas Wongsiri", "his predecessor"."""
    if who is None or who.kind != "person" or who.standing != "named" or who.party != who.country or statement.source is None:
        return who
    words = layers.words(statement.source.spans)
    return replace(who, party=who.key) if _OUT_OF_OFFICE.search(words) else who


def _utterance(layers: Layers, statement: Statement, who: Who | None) -> Utterance:
    attribution = layers.attributions.get(statement.id)
    said = attribution.said if attribution else None
    content = layers.words(statement.content.spans) if statement.content else ""
    around = _around(layers, statement)
    return Utterance(
        id=statement.id,
        document=layers.document,
        who=who,
        unnamed=who is None or who.standing == "unnamed",
        stance=statement.stance,
        said=said,
        days=_said_days(said),
        plain=said is None or said.basis != "stated",
        quotes=frozenset(run for quoted in _QUOTED.findall(content) for run in runs_of(quoted)),
        words=frozenset(words_of(content)),
        figures=frozenset(figures_in(content)),
        within=statement.within,
        via=tuple(layers.who[v.actor].name if v.actor in layers.who else layers.text[v.span.start : v.span.end] for v in attribution.via)
        if attribution
        else (),
        source=" ".join((*((layers.words(statement.source.spans),) if statement.source else ()), *_office(layers, attribution))),
        around=around,
        cited=cited_in(around),
        text=content,
    )


def _office(layers: Layers, attribution: Attribution | None) -> Iterator[str]:
    """What the page calls the actors of a statement besides their names: "Halvard Aero spokeswoman"."""
    for actor in layers.record.actors or ():
        if attribution and actor.id in attribution.actors:
            yield actor.role or ""
            if actor.title:
                yield layers.text[actor.title.start : actor.title.end]


def _said_days(said: Said | None) -> Days | None:
    if said is None:
        return None
    if said.basis == "no-later-than-page":
        return (0, ordinal(said.latest)) if said.latest else None
    return ordinals(said.earliest or said.latest, said.latest or said.earliest)


def _around(layers: Layers, statement: Statement) -> str:
    """The sentences in which cue and source of a statement stand."""
    spans = [*statement.cue.spans, *(statement.source.spans if statement.source else ())]
    if not spans:
        return ""
    start, _ = layers.sentence(min(spans))
    _, end = layers.sentence(max(spans))
    return layers.text[start:end]
