"""Whom a description means: "the ministry" the only ministry named, "the official" the nearest phrase with that head."""

from collections import defaultdict
from typing import Final

from onrecord.grounding.actors.entities import Entity, Told, is_indefinite, own_entity
from onrecord.grounding.actors.heard import Heard
from onrecord.grounding.actors.known_names import ANYWHERE, KnownNames
from onrecord.grounding.actors.phrase import Phrase
from onrecord.grounding.actors.words import words_of

_NEAREST: Final = 60  # phrases with one head that a description is held against


class Descriptions:
    """What those in an article were called so far, beside their names and by themselves."""

    def __init__(self, names: KnownNames, heard: Heard) -> None:
        self.text = names.text
        self.names = names
        self.heard = heard
        self.told: dict[str, list[Told]] = defaultdict(list)
        self.groups: dict[tuple[str, frozenset[str]], Entity] = {}

    def tell(self, phrase: Phrase) -> None:
        """Note what a name in the text is called beside it, for "the minister" further down."""
        if phrase.described and phrase.sort != "body":
            entity = self.names.named(phrase)
            for head, kin in phrase.described:
                self.told[head].append(Told(phrase.start, kin, entity, False))

    def described(self, phrase: Phrase) -> Entity:
        """The entity of a description: one told of before where it is definite, or one of its own."""
        if phrase.described:
            head, kin = phrase.described[0]
            if phrase.definite or (not phrase.plural and head in words_of("body") and not is_indefinite(self.text, phrase)):
                known = self._bodies_named(head, kin, phrase) or self.told_before(head, kin, phrase)
                if known is not None:
                    return known
            elif phrase.plural and not is_indefinite(self.text, phrase):
                return self._group(phrase, head, kin)
        return own_entity(self.text, phrase)

    def _bodies_named(self, head: str, kin: frozenset[str], phrase: Phrase) -> Entity | None:
        """ "The ministry": the only one named in the article, or the one that spoke last, close by."""
        fitting = list({t.entity: None for t in self.names.bodies.get(head, ())[:ANYWHERE] if kin <= t.kin})
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return next((e for e in self.heard.near(phrase.start) if e in fitting), None)
        return None

    def told_before(self, head: str, kin: frozenset[str], phrase: Phrase) -> Entity | None:
        """ "The official": the nearest phrase before with that head, if its paragraph or the one before has no other."""
        number = self.heard.paragraph(phrase.start)
        fitting: dict[Entity, Told] = {}
        for told in reversed(self.told.get(head, ())[-_NEAREST:]):
            if told.at < phrase.start and kin <= told.kin and told.entity.single == (not phrase.plural):
                fitting.setdefault(told.entity, told)
        if len(fitting) == 1:
            return next(iter(fitting))
        near = [e for e, told in fitting.items() if 0 <= number - self.heard.paragraph(told.at) <= 1]
        if len(near) == 1 or (near and fitting[near[0]].source):
            return near[0]
        if not fitting and head in words_of("generic"):
            # "The company said": the body that spoke last, close by, where it is none of a state's
            last = next(iter(self.heard.near(phrase.start)), None)
            fits = last is not None and last.kind == "organisation" and last.named and words_of("public").isdisjoint(last.name.lower().split())
            return last if fits else None
        return None

    def _group(self, phrase: Phrase, head: str, kin: frozenset[str]) -> Entity:
        """People known by their description alone: the same words mean the same, where they single out anybody, or stand close by."""
        known = self.groups.get((head, kin))
        if known is not None and (kin or known in self.heard.near(phrase.start)):
            return known
        entity = own_entity(self.text, phrase)
        self.groups[(head, kin)] = entity
        return entity
