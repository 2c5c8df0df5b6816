"""Which sources of statements are one actor: a provisional first chain, by rules.

A pronoun goes to the nearest source or subject that agrees, in the same paragraph or the one before; a surname to the one full
name that ends in it; "the ministry" to the only ministry named; "the official" to the nearest phrase with that head. Where two
fit and nothing tells them apart, the source stays an actor of its own: two full names are never joined.
"""

from dataclasses import dataclass
from typing import Final, Literal

from onrecord.grounding.actors.antecedents import Antecedents
from onrecord.grounding.actors.descriptions import Descriptions
from onrecord.grounding.actors.entities import Entity, Told, agrees
from onrecord.grounding.actors.heard import Heard, Seen
from onrecord.grounding.actors.known_names import KnownNames
from onrecord.grounding.actors.phrase import Phrase
from onrecord.grounding.actors.pronouns import PRONOUNS, SPEAKER
from onrecord.grounding.actors.sources import read_source
from onrecord.grounding.actors.subjects import find_subjects
from onrecord.lexicon import word_set
from onrecord.record import Article, Statement
from onrecord.text import Document, Span

_TAKES_UP: Final = word_set("the this that these those")


@dataclass(frozen=True, slots=True)
class Chain:
    """Mentions of one who speaks."""

    name: str
    kind: Literal["person", "organisation", "group"] | None
    fullest: Span | None  # the mention with most of the name
    mentions: tuple[Span, ...]  # in order
    definite: bool = False  # its words take up one who was told before: "he", "the minister"


def find_chains(document: Document, article: Article, statements: tuple[Statement, ...]) -> tuple[Chain, ...]:
    """Those behind the sources of statements, in the order of their first mention."""
    return _Chains(document, article, statements).chains()


class _Chains:
    """The state of one reading of a page: what is named, who spoke, and in which order."""

    def __init__(self, document: Document, article: Article, statements: tuple[Statement, ...]) -> None:
        self.text = document.text
        self.document = document
        self.statements = statements
        headline = [article.headline] if article.headline else []
        body = [block.range for block in article.body if not any(h.start <= block.range.start < h.end for h in headline)]
        blocks = sorted({*((h.start, h.end, True) for h in headline), *((b.start, b.end, False) for b in body)})
        self.heard = Heard(blocks)
        self.names = KnownNames(document, blocks, self.heard)
        self.descriptions = Descriptions(self.names, self.heard)
        self.antecedents = Antecedents(self.names, self.heard, statements)
        self.found: dict[str, tuple[Entity, ...]] = {}
        self.by_source: dict[tuple[Span, ...], tuple[Entity, ...]] = {}  # several statements may share one source
        self.same: dict[Entity, Entity] = {}  # of a description, the name that came later

    def chains(self) -> tuple[Chain, ...]:
        """Resolve every source, and tell of those that were reached."""
        spoken = [s for s in self.statements if s.source is not None]
        events = sorted(spoken, key=lambda s: (s.source.spans[0].start, s.id) if s.source else (0, ""))
        subjects = iter(find_subjects(self.names, self.heard.starts, self.statements))
        subject = next(subjects, None)
        told = iter(self.names.phrases)
        phrase = next(told, None)
        late: list[Statement] = []
        for statement in events:
            at = statement.source.spans[0].start if statement.source else 0
            while phrase is not None and phrase.start < at:
                self.descriptions.tell(phrase)
                phrase = next(told, None)
            while subject is not None and subject.at < at:
                self.heard.seen.append(subject)
                subject = next(subjects, None)
            self._resolve(statement, late)
        for statement in late:
            self._keep(statement, self._speaker(statement))
        reached: dict[Entity, None] = {}
        for entity in (e for entities in self.found.values() for e in entities):
            now = self.same.get(entity, entity)
            now.spans |= entity.spans
            reached[now] = None
        listed = sorted(reached, key=lambda e: (min(e.spans), e.first))
        return tuple(self._chain(entity) for entity in listed)

    def _resolve(self, statement: Statement, late: list[Statement]) -> None:
        assert statement.source is not None
        spans = statement.source.spans
        if (known := self.by_source.get(spans)) is not None:
            self._keep(statement, known)
            return
        phrases: list[tuple[Phrase, Span]] = []
        for number, span in enumerate(spans[:8]):
            for phrase in read_source(self.text, span.start, span.end, named=statement.source.named):
                if number == 0 or phrase.sort == "person":
                    phrases.append((phrase, span))
        found: dict[Entity, None] = {}
        joint = len({(p.start, p.end) for p, _ in phrases}) > 1
        for phrase, span in phrases:
            if phrase.sort == "pronoun" and phrase.pronoun in SPEAKER:
                late.append(statement)
                return
            entities = self._entities(phrase, statement)
            cited = self.document.cite(phrase.start, phrase.end) if joint else span
            for entity in entities:
                found[entity] = None
                if cited is not None:
                    entity.spans.add(cited)
        if not joint:
            for entity in found:
                entity.spans.update(spans)
        self.by_source[spans] = tuple(found)
        self._keep(statement, tuple(found))

    def _keep(self, statement: Statement, entities: tuple[Entity, ...]) -> None:
        if not entities or statement.source is None:
            return
        self.found[statement.id] = entities
        spans = statement.source.spans
        for entity in entities:
            if not entity.spans:
                entity.spans.update(spans)
        whole = [span for s in (statement.source, statement.cue, statement.content) if s is not None for span in s.spans]
        self.heard.seen.append(Seen(spans[0].start, max(s.end for s in whole), entities, True, statement.within, statement.id))

    def _entities(self, phrase: Phrase, statement: Statement) -> tuple[Entity, ...]:
        if phrase.sort == "pronoun":
            return self.antecedents.of(phrase, statement)
        entity = self.names.named(phrase) if phrase.sort != "description" else self.descriptions.described(phrase)
        if phrase.sort == "person" and phrase.definite and phrase.described:
            # "Norland’s minister … the minister, Ada Brandt": the name says who was spoken of before.
            before = self.descriptions.told_before(*phrase.described[0], phrase)
            if before is not None and not before.named and before.single and agrees(before, entity.gender):
                self.same[before] = entity
        for head, kin in phrase.described:
            self.descriptions.told[head].append(Told(phrase.start, kin, entity, True))
        entity.gender = entity.gender or phrase.gender
        return (entity,)

    def _speaker(self, statement: Statement) -> tuple[Entity, ...]:
        """Who says "I": the source of the statement around."""
        entities = self.found.get(statement.within or "", ())
        if len(entities) != 1 or statement.source is None:
            return ()
        entities[0].spans.update(statement.source.spans)
        return entities

    def _chain(self, entity: Entity) -> Chain:
        spans = set(entity.spans)
        fullest = entity.fullest
        if fullest is not None and not any(s.start <= fullest.start and fullest.end <= s.end for s in spans):
            spans.add(fullest)
        first = self.document[min(spans)].lower()
        definite = first.split()[0] in _TAKES_UP or first in PRONOUNS
        return Chain(entity.name or self.document[min(spans)], entity.kind, fullest, tuple(sorted(spans)), definite)
