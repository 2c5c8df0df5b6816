"""What the article names, as one entity each, and which of them a name or a shorter form of it means."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final, Literal

from onrecord.grounding.actors.entities import Entity, Told, agrees, is_human, own_entity
from onrecord.grounding.actors.heard import Heard
from onrecord.grounding.actors.names_in_text import find_names
from onrecord.grounding.actors.phrase import Phrase
from onrecord.grounding.actors.words import words_of
from onrecord.text import Document, pieces

_BLOCKS: Final = 20_000  # of a page in which names are looked for: a hundred times the longest news pages
ANYWHERE: Final = 400  # bodies of one kind in an article that "the ministry" is held against
_LOCATIVE: Final = re.compile(r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Nn]ear|[Aa]round)\s([^\W\d_a-z][^\W_]+)\b(?![’']s\s[a-z])")
_SHORT_FOR: Final = re.compile(r"\s\(([^\W\d_a-z]{2,8})\)")


class KnownNames:
    """The names of an article: people by first and last name, bodies by all their words."""

    def __init__(self, document: Document, blocks: list[tuple[int, int, bool]], heard: Heard) -> None:
        self.text = document.text
        self.document = document
        self.heard = heard
        self.phrases: list[Phrase] = []
        named = blocks[:_BLOCKS]
        for start, end, _ in named:
            for first, last in pieces(self.text, start, end):
                self.phrases.extend(find_names(self.text, first, last))
        self.places = {match[1].casefold() for start, end, _ in named for match in _LOCATIVE.finditer(self.text, start, end)}
        self.full: dict[tuple[str, ...], Entity] = {}
        self.by_last: dict[str, dict[Entity, None]] = defaultdict(dict)
        self.by_first: dict[str, dict[Entity, None]] = defaultdict(dict)
        self.names: dict[tuple[str, ...], Entity] = {}
        self.titled: dict[str, Entity] = {}
        self.bodies: dict[str, list[Told]] = defaultdict(list)
        self.aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._gather()

    def _gather(self) -> None:
        """Every name in the article, as one entity each: people by first and last name, bodies by all their words."""
        # "Vik Sahl, a firm": no person, wherever else the name stands.
        self.corporate = {p.key for p in self.phrases if p.sort != "body" and not p.titled and any(h in words_of("called") for h, _ in p.described)}
        self.pairs = {p.key for p in self.phrases if p.sort == "person" and len(p.key) >= 2 and not self._is_corporate(p)}
        for phrase in self.phrases:
            if self._is_corporate(phrase):
                self._name(phrase)
            elif phrase.sort == "person" and len(phrase.key) > 1:
                self._person(phrase)
            elif phrase.sort == "body" and phrase.described:
                self._body(phrase)
            if phrase.sort in ("body", "name") and (short := _SHORT_FOR.match(self.text, phrase.end)) is not None:
                self.aliases[(short[1].casefold(),)] = phrase.key
        for phrase in self.phrases:
            if phrase.sort == "person" and len(phrase.key) == 1 and phrase.key[0] not in self.by_last:
                self._titled(phrase)

    def _is_corporate(self, phrase: Phrase) -> bool:
        """Whether a name that looks like a person's is called a body somewhere on the page."""
        return phrase.sort == "person" and not phrase.titled and phrase.key in self.corporate

    def named(self, phrase: Phrase) -> Entity:
        """The entity that a name means."""
        if self._is_corporate(phrase):
            return self._name(phrase)
        if phrase.sort == "body" and phrase.described:
            return self._fuller_body(phrase) or self._body(phrase)
        if phrase.sort == "person" and len(phrase.key) > 1:
            return self._person(phrase)
        return self._short(phrase)

    def _titled(self, phrase: Phrase) -> Entity:
        """The person of that title and surname, where no full name tells more."""
        entity = self.titled.get(phrase.key[0])
        if entity is None or not agrees(entity, phrase.gender):
            entity = self.titled[phrase.key[0]] = Entity(phrase.start, "person", gender=phrase.gender, named=True)
        self._measure(entity, phrase)
        return entity

    def full_key(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """First and last name; without a word before the name that only began a sentence: "Asked Ada Brandt"."""
        if len(key) > 2 and key[1:] in self.pairs and (key[0], key[-1]) != (key[1], key[-1]):
            key = key[1:]
        return (key[0], key[-1])

    def _person(self, phrase: Phrase) -> Entity:
        key = self.full_key(phrase.key)
        if key[0] != phrase.key[0] and phrase.name is not None:
            gap = self.text.find(" ", phrase.name[0], phrase.name[1])
            start = gap + 1 if gap >= 0 else phrase.name[0]
            phrase = replace(phrase, start=start, name=(start, phrase.name[1]), key=phrase.key[1:])
        entity = self.full.get(key)
        if entity is None:
            entity = self.full[key] = Entity(phrase.start, "person", named=True)
            self.by_last[key[-1]][entity] = None
            self.by_first[key[0]][entity] = None
        entity.gender = entity.gender or phrase.gender
        self._measure(entity, phrase)
        return entity

    def _body(self, phrase: Phrase) -> Entity:
        """The body of that name, or another of its names: "Norland’s foreign ministry", "the Norlandic foreign ministry"."""
        head, kin = phrase.described[0]
        same = next((t for t in self.bodies[head][-ANYWHERE:] if t.kin == kin), None)
        if same is not None:
            self._measure(same.entity, phrase)
            return same.entity
        entity = self.names.get(phrase.key) or Entity(phrase.start, "organisation", named=True)
        entity.kind = "organisation"
        self.names[phrase.key] = entity
        self.bodies[head].append(Told(phrase.start, kin, entity, False))
        self._measure(entity, phrase)
        return entity

    def _measure(self, entity: Entity, phrase: Phrase) -> None:
        """Keep the fullest mention, and its words as the name."""
        if phrase.name is None:
            return
        rank = (len(phrase.key), int(phrase.titled), min(phrase.end - phrase.start, 80) if phrase.titled else 0)
        if rank > entity.rank:
            entity.rank = rank
            entity.name = " ".join(self.text[phrase.name[0] : phrase.name[1]].split())
            entity.fullest = self.document.cite(phrase.start, phrase.end)

    def _short(self, phrase: Phrase) -> Entity:
        """The entity of a name of one word, or of one that is no person's for sure."""
        key = phrase.key
        if len(key) > 1 and (key[0], key[-1]) in self.full:
            return self.full[(key[0], key[-1])]
        if len(key) == 1 and (phrase.titled or key[0] not in self.places):
            fitting = [e for e in (self.by_last.get(key[0]) or self.by_first.get(key[0]) or ()) if agrees(e, phrase.gender)]
            if len(fitting) > 1:
                near = [e for e in self.heard.near(phrase.start) if e in fitting]
                fitting = near[:1] or []
                if not fitting:
                    return own_entity(self.text, phrase)
            if fitting:
                return fitting[0]
        if phrase.titled and len(key) == 1:
            return self._titled(phrase)
        return self._name(phrase)

    def _name(self, phrase: Phrase) -> Entity:
        key = self.aliases.get(phrase.key, phrase.key)
        entity = self.names.get(key) or (self.titled.get(key[0]) if len(key) == 1 and key[0] not in self.places else None)
        if entity is None:
            kind: Literal["organisation"] | None = "organisation" if phrase.sort == "body" or _is_body(phrase) or key in self.corporate else None
            entity = self.names[key] = Entity(phrase.start, kind, named=True)
        elif _is_body(phrase) and entity.kind is None:
            entity.kind = "organisation"
        self._measure(entity, phrase)
        return entity

    def _fuller_body(self, phrase: Phrase) -> Entity | None:
        """The one body that a shorter name of it can mean: "the defence ministry" where only Norland’s is named."""
        head, kin = phrase.described[0]
        known = self.bodies.get(head, ())[:ANYWHERE]
        same = next((t.entity for t in known if t.kin == kin), None)
        larger = list({t.entity: None for t in known if kin < t.kin})
        return larger[0] if same is None and len(larger) == 1 else None


def _is_body(phrase: Phrase) -> bool:
    """Whether what stands beside a name calls it a body: "Jet Watch, a monitoring group"."""
    return any((head in words_of("body") or head in words_of("called")) and not is_human(head) for head, _ in phrase.described)
