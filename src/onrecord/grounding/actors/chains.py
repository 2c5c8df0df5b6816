"""Which sources of statements are one actor: a provisional first chain, by rules.

A pronoun goes to the nearest source or subject that agrees, in the same paragraph or the one before; a surname to the one full
name that ends in it; "the ministry" to the only ministry named; "the official" to the nearest phrase with that head. Where two
fit and nothing tells them apart, the source stays an actor of its own: two full names are never joined.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal

from onrecord.grounding.actors.naming import (
    FEMININE,
    MASCULINE,
    NEUTER,
    PLURAL,
    PRONOUNS,
    RELATIVE,
    SPEAKER,
    Gender,
    Phrase,
    find_names,
    read_source,
    words_of,
)
from onrecord.lexicon import read_table, word_set
from onrecord.record import Article, Kind, Statement
from onrecord.text import Document, Span, pieces

_BLOCKS: Final = 20_000  # of a page in which names are looked for: a hundred times the longest news pages
_REACH: Final = 40  # sources or subjects that a pronoun looks back over
_NEAREST: Final = 60  # phrases with one head that a description is held against
_ANYWHERE: Final = 400  # bodies of one kind in an article that "the ministry" is held against
_BREAK: Final = re.compile(r"[.!?…][”\"’')\]]*\s+(?=[“\"‘'(\[]?[^\W\d_a-z])")
_LOCATIVE: Final = re.compile(r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Nn]ear|[Aa]round)\s([^\W\d_a-z][^\W_]+)\b(?![’']s\s[a-z])")
_OPENED: Final = re.compile(r"[.!?…][”\"’')\]]*\s+(?:[Tt]he\s)?\Z")
_SHORT_FOR: Final = re.compile(r"\s\(([^\W\d_a-z]{2,8})\)")
_HEADLINE: Final = -10  # the paragraph number of a headline: nothing in the body follows it at once


@dataclass(slots=True, eq=False)
class _Entity:
    """One who is spoken of: what is known so far."""

    first: int
    kind: Literal["person", "organisation", "group"] | None
    single: bool = True
    gender: Gender | None = None
    named: bool = False
    name: str = ""
    rank: tuple[int, int, int] = (0, 0, 0)  # of its fullest mention: words of the name, then with titles, then length
    fullest: Span | None = None
    spans: set[Span] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A source or the subject of a sentence, as a pronoun may take it up."""

    at: int
    end: int  # of its whole statement
    entities: tuple[_Entity, ...]
    source: bool
    within: str | None
    statement: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """A phrase with a head, where a later "the official" may mean it."""

    at: int
    kin: frozenset[str]
    entity: _Entity
    source: bool


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
        self.by_id = {s.id: s for s in statements}
        headline = [article.headline] if article.headline else []
        body = [block.range for block in article.body if not any(h.start <= block.range.start < h.end for h in headline)]
        blocks = sorted({*((h.start, h.end, True) for h in headline), *((b.start, b.end, False) for b in body)})
        self.starts = [start for start, _, _ in blocks]
        self.numbers = [_HEADLINE if is_headline else number for number, (_, _, is_headline) in enumerate(blocks)]
        self.contents = _merged([span for s in statements if s.content for span in s.content.spans])
        self.sources = _merged([span for s in statements if s.source for span in s.source.spans])
        self.phrases: list[Phrase] = []
        named = blocks[:_BLOCKS]
        for start, end, _ in named:
            for first, last in pieces(self.text, start, end):
                self.phrases.extend(find_names(self.text, first, last))
        self.ends = sorted((phrase.end, number) for number, phrase in enumerate(self.phrases))
        self.places = {match[1].casefold() for start, end, _ in named for match in _LOCATIVE.finditer(self.text, start, end)}
        self.full: dict[tuple[str, ...], _Entity] = {}
        self.by_last: dict[str, dict[_Entity, None]] = defaultdict(dict)
        self.by_first: dict[str, dict[_Entity, None]] = defaultdict(dict)
        self.names: dict[tuple[str, ...], _Entity] = {}
        self.titled: dict[str, _Entity] = {}
        self.groups: dict[tuple[str, frozenset[str]], _Entity] = {}
        self.bodies: dict[str, list[_Told]] = defaultdict(list)
        self.told: dict[str, list[_Told]] = defaultdict(list)
        self.seen: list[_Seen] = []
        self.found: dict[str, tuple[_Entity, ...]] = {}
        self.by_source: dict[tuple[Span, ...], tuple[_Entity, ...]] = {}  # several statements may share one source
        self.same: dict[_Entity, _Entity] = {}  # of a description, the name that came later
        self.aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._gather_names()

    def chains(self) -> tuple[Chain, ...]:
        """Resolve every source, and tell of those that were reached."""
        spoken = [s for s in self.statements if s.source is not None]
        events = sorted(spoken, key=lambda s: (s.source.spans[0].start, s.id) if s.source else (0, ""))
        subjects = iter(self._subjects())
        subject = next(subjects, None)
        told = iter(self.phrases)
        phrase = next(told, None)
        late: list[Statement] = []
        for statement in events:
            at = statement.source.spans[0].start if statement.source else 0
            while phrase is not None and phrase.start < at:
                self._tell(phrase)
                phrase = next(told, None)
            while subject is not None and subject.at < at:
                self.seen.append(subject)
                subject = next(subjects, None)
            self._resolve(statement, late)
        for statement in late:
            self._keep(statement, self._speaker(statement))
        reached: dict[_Entity, None] = {}
        for entity in (e for entities in self.found.values() for e in entities):
            now = self.same.get(entity, entity)
            now.spans |= entity.spans
            reached[now] = None
        listed = sorted(reached, key=lambda e: (min(e.spans), e.first))
        return tuple(self._chain(entity) for entity in listed)

    # What the article names

    def _gather_names(self) -> None:
        """Every name in the article, as one entity each: people by first and last name, bodies by all their words."""
        self.pairs = {p.key for p in self.phrases if p.sort == "person" and len(p.key) >= 2}
        for phrase in self.phrases:
            if phrase.sort == "person" and len(phrase.key) > 1:
                self._person(phrase)
            elif phrase.sort == "body" and phrase.described:
                self._body(phrase)
            if phrase.sort in ("body", "name") and (short := _SHORT_FOR.match(self.text, phrase.end)) is not None:
                self.aliases[(short[1].casefold(),)] = phrase.key
        for phrase in self.phrases:
            if phrase.sort == "person" and len(phrase.key) == 1 and phrase.key[0] not in self.by_last:
                self._titled(phrase)

    def _titled(self, phrase: Phrase) -> _Entity:
        """The person of that title and surname, where no full name tells more."""
        entity = self.titled.get(phrase.key[0])
        if entity is None or not _agrees(entity, phrase.gender):
            entity = self.titled[phrase.key[0]] = _Entity(phrase.start, "person", gender=phrase.gender, named=True)
        self._measure(entity, phrase)
        return entity

    def _full_key(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """First and last name; without a word before the name that only began a sentence: "Asked Ada Brandt"."""
        if len(key) > 2 and key[1:] in self.pairs and (key[0], key[-1]) != (key[1], key[-1]):
            key = key[1:]
        return (key[0], key[-1])

    def _person(self, phrase: Phrase) -> _Entity:
        key = self._full_key(phrase.key)
        if key[0] != phrase.key[0] and phrase.name is not None:
            gap = self.text.find(" ", phrase.name[0], phrase.name[1])
            start = gap + 1 if gap >= 0 else phrase.name[0]
            phrase = replace(phrase, start=start, name=(start, phrase.name[1]), key=phrase.key[1:])
        entity = self.full.get(key)
        if entity is None:
            entity = self.full[key] = _Entity(phrase.start, "person", named=True)
            self.by_last[key[-1]][entity] = None
            self.by_first[key[0]][entity] = None
        entity.gender = entity.gender or phrase.gender
        self._measure(entity, phrase)
        return entity

    def _body(self, phrase: Phrase) -> _Entity:
        """The body of that name, or another of its names: "Norland’s foreign ministry", "the Norlandic foreign ministry"."""
        head, kin = phrase.described[0]
        same = next((t for t in self.bodies[head][-_ANYWHERE:] if t.kin == kin), None)
        if same is not None:
            self._measure(same.entity, phrase)
            return same.entity
        entity = self.names.get(phrase.key) or _Entity(phrase.start, "organisation", named=True)
        entity.kind = "organisation"
        self.names[phrase.key] = entity
        self.bodies[head].append(_Told(phrase.start, kin, entity, False))
        self._measure(entity, phrase)
        return entity

    def _measure(self, entity: _Entity, phrase: Phrase) -> None:
        """Keep the fullest mention, and its words as the name."""
        if phrase.name is None:
            return
        rank = (len(phrase.key), int(phrase.titled), min(phrase.end - phrase.start, 80) if phrase.titled else 0)
        if rank > entity.rank:
            entity.rank = rank
            entity.name = " ".join(self.text[phrase.name[0] : phrase.name[1]].split())
            entity.fullest = self.document.cite(phrase.start, phrase.end)

    def _tell(self, phrase: Phrase) -> None:
        """Note what a name in the text is called beside it, for "the minister" further down."""
        if phrase.described and phrase.sort != "body":
            entity = self._named(phrase)
            for head, kin in phrase.described:
                self.told[head].append(_Told(phrase.start, kin, entity, False))

    def _subjects(self) -> list[_Seen]:
        """People whose name begins a sentence of the page's own words."""
        found = []
        opening = set(self.starts)
        for phrase in self.phrases:
            if phrase.sort != "person" or len(phrase.key) < 2 or _is_in(self.contents, phrase.start) or _is_in(self.sources, phrase.start):
                continue
            if phrase.start in opening or _OPENED.search(self.text, max(0, phrase.start - 12), phrase.start) is not None:
                found.append(_Seen(phrase.start, phrase.end, (self.full[self._full_key(phrase.key)],), False, None, None))
        return found

    # One source

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
        found: dict[_Entity, None] = {}
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

    def _keep(self, statement: Statement, entities: tuple[_Entity, ...]) -> None:
        if not entities or statement.source is None:
            return
        self.found[statement.id] = entities
        spans = statement.source.spans
        for entity in entities:
            if not entity.spans:
                entity.spans.update(spans)
        whole = [span for s in (statement.source, statement.cue, statement.content) if s is not None for span in s.spans]
        self.seen.append(_Seen(spans[0].start, max(s.end for s in whole), entities, True, statement.within, statement.id))

    def _entities(self, phrase: Phrase, statement: Statement) -> tuple[_Entity, ...]:
        if phrase.sort == "pronoun":
            return self._antecedents(phrase, statement)
        entity = self._named(phrase) if phrase.sort != "description" else self._described(phrase)
        if phrase.sort == "person" and phrase.definite and phrase.described:
            # "Norland’s minister … the minister, Ada Brandt": the name says who was spoken of before.
            before = self._told_before(*phrase.described[0], phrase)
            if before is not None and not before.named and before.single and _agrees(before, entity.gender):
                self.same[before] = entity
        for head, kin in phrase.described:
            self.told[head].append(_Told(phrase.start, kin, entity, True))
        entity.gender = entity.gender or phrase.gender
        return (entity,)

    def _named(self, phrase: Phrase) -> _Entity:
        if phrase.sort == "body" and phrase.described:
            return self._fuller_body(phrase) or self._body(phrase)
        if phrase.sort == "person" and len(phrase.key) > 1:
            return self._person(phrase)
        return self._short(phrase)

    def _short(self, phrase: Phrase) -> _Entity:
        """The entity of a name of one word, or of one that is no person's for sure."""
        key = phrase.key
        if len(key) > 1 and (key[0], key[-1]) in self.full:
            return self.full[(key[0], key[-1])]
        if len(key) == 1 and (phrase.titled or key[0] not in self.places):
            fitting = [e for e in (self.by_last.get(key[0]) or self.by_first.get(key[0]) or ()) if _agrees(e, phrase.gender)]
            if len(fitting) > 1:
                near = [e for e in self._near(phrase.start) if e in fitting]
                fitting = near[:1] or []
                if not fitting:
                    return self._own(phrase)
            if fitting:
                return fitting[0]
        if phrase.titled and len(key) == 1:
            return self._titled(phrase)
        return self._name(phrase)

    def _name(self, phrase: Phrase) -> _Entity:
        key = self.aliases.get(phrase.key, phrase.key)
        entity = self.names.get(key) or (self.titled.get(key[0]) if len(key) == 1 and key[0] not in self.places else None)
        if entity is None:
            kind: Literal["organisation"] | None = "organisation" if phrase.sort == "body" or _is_body(phrase) else None
            entity = self.names[key] = _Entity(phrase.start, kind, named=True)
        elif _is_body(phrase) and entity.kind is None:
            entity.kind = "organisation"
        self._measure(entity, phrase)
        return entity

    def _fuller_body(self, phrase: Phrase) -> _Entity | None:
        """The one body that a shorter name of it can mean: "the defence ministry" where only Norland’s is named."""
        head, kin = phrase.described[0]
        known = self.bodies.get(head, ())[:_ANYWHERE]
        same = next((t.entity for t in known if t.kin == kin), None)
        larger = list({t.entity: None for t in known if kin < t.kin})
        return larger[0] if same is None and len(larger) == 1 else None

    def _described(self, phrase: Phrase) -> _Entity:
        """The entity of a description: one told of before where it is definite, or one of its own."""
        if phrase.described:
            head, kin = phrase.described[0]
            if phrase.definite or (not phrase.plural and head in words_of("body") and not _is_indefinite(self.text, phrase)):
                known = self._bodies_named(head, kin, phrase) or self._told_before(head, kin, phrase)
                if known is not None:
                    return known
            elif phrase.plural and not _is_indefinite(self.text, phrase):
                return self._group(phrase, head, kin)
        return self._own(phrase)

    def _bodies_named(self, head: str, kin: frozenset[str], phrase: Phrase) -> _Entity | None:
        """ "The ministry": the only one named in the article, or the one that spoke last, close by."""
        fitting = list({t.entity: None for t in self.bodies.get(head, ())[:_ANYWHERE] if kin <= t.kin})
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return next((e for e in self._near(phrase.start) if e in fitting), None)
        return None

    def _told_before(self, head: str, kin: frozenset[str], phrase: Phrase) -> _Entity | None:
        """ "The official": the nearest phrase before with that head, if its paragraph or the one before has no other."""
        number = self._paragraph(phrase.start)
        fitting: dict[_Entity, _Told] = {}
        for told in reversed(self.told.get(head, ())[-_NEAREST:]):
            if told.at < phrase.start and kin <= told.kin and told.entity.single == (not phrase.plural):
                fitting.setdefault(told.entity, told)
        if len(fitting) == 1:
            return next(iter(fitting))
        near = [e for e, told in fitting.items() if 0 <= number - self._paragraph(told.at) <= 1]
        if len(near) == 1 or (near and fitting[near[0]].source):
            return near[0]
        if not fitting and head in words_of("generic"):
            # "The company said": the body that spoke last, close by, where it is none of a state's
            last = next(iter(self._near(phrase.start)), None)
            fits = last is not None and last.kind == "organisation" and last.named and words_of("public").isdisjoint(last.name.lower().split())
            return last if fits else None
        return None

    def _group(self, phrase: Phrase, head: str, kin: frozenset[str]) -> _Entity:
        """People known by their description alone: the same words mean the same, where they single out anybody, or stand close by."""
        known = self.groups.get((head, kin))
        if known is not None and (kin or known in self._near(phrase.start)):
            return known
        entity = self._own(phrase)
        self.groups[(head, kin)] = entity
        return entity

    def _own(self, phrase: Phrase) -> _Entity:
        """An actor with its own words."""
        kind: Literal["person", "organisation", "group"] | None = "person" if phrase.titled else None
        if phrase.described:
            head = phrase.described[0][0]
            if _is_human(head) and head in words_of("body") and not phrase.plural and not _is_indefinite(self.text, phrase):
                kind = None  # "the coast guard", "his guard"
            elif _is_human(head):
                kind = "group" if phrase.plural else "person"
            elif head in words_of("body"):
                kind = "organisation" if not phrase.plural or head == "police" else "group"
        single = not phrase.plural or kind == "organisation"
        entity = _Entity(phrase.start, kind, single=single, gender=phrase.gender, named=phrase.sort == "name")
        if phrase.key and phrase.sort == "description":
            entity.name = " ".join(phrase.key)
        elif phrase.name is not None:
            entity.name = " ".join(self.text[phrase.name[0] : phrase.name[1]].split())
        else:
            entity.name = " ".join(self.text[phrase.start : phrase.end].split()).strip(" ,;:")
        entity.rank = (99, 0, 0)  # its words are its own: nothing is fuller
        return entity

    # Pronouns

    def _paragraph(self, at: int) -> int:
        i = bisect_right(self.starts, at) - 1
        return self.numbers[i] if i >= 0 else _HEADLINE

    def _near(self, at: int) -> list[_Entity]:
        """Who spoke in this paragraph or the one before, the last first."""
        number = self._paragraph(at)
        found: dict[_Entity, None] = {}
        for seen in reversed(self.seen[-_REACH:]):
            if seen.source and 0 <= number - self._paragraph(seen.end - 1) <= 1:
                found.update(dict.fromkeys(seen.entities))
        return list(found)

    def _candidates(self, at: int, statement: Statement) -> list[_Seen]:
        """Sources and subjects in this paragraph or the one before, the nearest first; not from inside what another said."""
        number = self._paragraph(at)
        outer = self._around(statement)
        direct = {s.id for s in outer if s.kind is Kind.DIRECT}
        inside = {s.id for s in outer}
        found = []
        for seen in reversed(self.seen[-_REACH:]):
            if seen.at >= at or not 0 <= number - self._paragraph(min(seen.end - 1, at)) <= 1:
                continue
            if seen.statement in direct or (seen.within is not None and seen.within not in inside):
                continue  # who speaks in quotation marks is "I" there, not "he"
            found.append(seen)
        return found

    def _around(self, statement: Statement) -> list[Statement]:
        """The statements in whose content this one stands, the innermost first."""
        found: list[Statement] = []
        while statement.within is not None and len(found) < 20:
            outer = self.by_id.get(statement.within)
            if outer is None or outer in found:
                break
            found.append(outer)
            statement = outer
        return found

    def _speaker(self, statement: Statement) -> tuple[_Entity, ...]:
        """Who says "I": the source of the statement around."""
        entities = self.found.get(statement.within or "", ())
        if len(entities) != 1 or statement.source is None:
            return ()
        entities[0].spans.update(statement.source.spans)
        return entities

    def _antecedents(self, phrase: Phrase, statement: Statement) -> tuple[_Entity, ...]:
        word, at = phrase.pronoun, phrase.start
        if word in RELATIVE:
            return self._relative(at, word)
        candidates = self._candidates(at, statement)
        if word in MASCULINE or word in FEMININE:
            return self._personal(candidates, at, "he" if word in MASCULINE else "she")
        if word in NEUTER:
            for seen in candidates:
                if seen.source and len(seen.entities) == 1 and seen.entities[0].kind != "person":
                    entity = seen.entities[0]
                    return (entity,) if entity.single and (entity.kind == "organisation" or entity.named) else ()
            return ()
        if word in PLURAL:
            for seen in candidates:
                if not seen.source:
                    continue
                if len(seen.entities) > 1 or (len(seen.entities) == 1 and not seen.entities[0].single):
                    return seen.entities
                if word == "they" and seen is candidates[0] and seen.entities[0].kind == "organisation":
                    return seen.entities
                return ()
        return ()

    def _personal(self, candidates: list[_Seen], at: int, gender: Gender) -> tuple[_Entity, ...]:
        """The nearest person that agrees; none where another person is the subject of an earlier sentence in between."""
        passed: _Entity | None = None
        for seen in candidates:
            fitting = [e for e in seen.entities if e.single and e.kind == "person" and _agrees(e, gender)]
            if len(fitting) > 1:
                return ()
            if not fitting:
                continue
            entity = fitting[0]
            if not seen.source and len(_BREAK.findall(self.text, seen.at, min(at + 1, seen.at + 600))) > 1:
                passed = passed or entity
                continue
            if passed is not None and passed is not entity:
                return ()
            entity.gender = gender
            return (entity,)
        if passed is not None:
            return ()
        maybe = {e: None for seen in candidates if seen.source for e in seen.entities if self._may_be_person(e) and _agrees(e, gender)}
        if len(maybe) != 1:
            return ()
        entity = next(iter(maybe))
        entity.kind, entity.gender = "person", gender
        return (entity,)

    def _may_be_person(self, entity: _Entity) -> bool:
        """Whether a name of one word, that nothing else tells of, may be a surname: no article before it, no "in" anywhere."""
        if entity.kind is not None or not entity.named or not entity.single or " " in entity.name or entity.fullest is None:
            return False
        before = self.text[max(0, entity.fullest.start - 4) : entity.fullest.start].lower()
        low = entity.name.casefold()
        return not before.endswith("the ") and low not in self.places and not entity.name.isupper() and not _is_agency(low)

    def _relative(self, at: int, word: str) -> tuple[_Entity, ...]:
        """ "Ada Brandt, who said": the name that ends just before."""
        i = bisect_left(self.ends, (at - 3, -1))
        for end, number in self.ends[i : i + 3]:
            phrase = self.phrases[number]
            if end <= at and self.text[end:at].strip(" ,") == "":
                entity = self._named(phrase)
                # A name of one word may be the end of another phrase: "a man from Arkel, who".
                if word == "who" and entity.kind != "person" and not (entity.kind is None and " " in entity.name):
                    return ()
                entity.spans.add(Span(at, at + len(word)))
                return (entity,)
        for seen in reversed(self.seen[-_REACH:]):  # "said {a harbour guard}, who": no name, but a source
            if not seen.source or len(seen.entities) != 1 or not seen.end <= at <= seen.end + 2 or self.text[seen.end : at].strip(" ,"):
                continue
            if word != "who" or seen.entities[0].kind not in ("organisation", "state"):
                seen.entities[0].spans.add(Span(at, at + len(word)))
                return seen.entities
        return ()

    # Out

    def _chain(self, entity: _Entity) -> Chain:
        spans = set(entity.spans)
        fullest = entity.fullest
        if fullest is not None and not any(s.start <= fullest.start and fullest.end <= s.end for s in spans):
            spans.add(fullest)
        first = self.document[min(spans)].lower()
        definite = first.split()[0] in _TAKES_UP or first in PRONOUNS
        return Chain(entity.name or self.document[min(spans)], entity.kind, fullest, tuple(sorted(spans)), definite)


def _merged(spans: list[Span]) -> list[tuple[int, int]]:
    """Ranges that cover what the spans cover, in order, none touching another."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if found and span.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found


def _is_in(ranges: list[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of the ranges."""
    i = bisect_right(ranges, (at, 1 << 62)) - 1
    return i >= 0 and ranges[i][0] <= at < ranges[i][1]


def _agrees(entity: _Entity, gender: Gender | None) -> bool:
    return entity.gender is None or gender is None or entity.gender == gender


def _is_human(head: str) -> bool:
    return head in words_of("person") or head == "spokesperson" or head.endswith(("man", "woman", "person", "people"))


def _is_body(phrase: Phrase) -> bool:
    """Whether what stands beside a name calls it a body: "Jet Watch, a monitoring group"."""
    return any(head in words_of("body") and not _is_human(head) for head, _ in phrase.described)


def _is_indefinite(text: str, phrase: Phrase) -> bool:
    """Whether a description begins with "a", "two", "some" or "other": whoever comes is new."""
    return text[phrase.start : phrase.start + 20].split()[0].lower() in _NEW


_NEW: Final = word_set(
    "a an one two three four five six seven eight nine ten some several many few other others another both most his her its their our my your"
)


_TAKES_UP: Final = word_set("the this that these those")


@cache
def _agencies() -> frozenset[str]:
    rows = read_table("article/agencies.tsv").rows
    return frozenset(name.casefold() for short, others, *_ in rows for name in (short, *others.split(";")))


def _is_agency(low: str) -> bool:
    """Whether it is the name of a news agency."""
    return low in _agencies()
