"""Whom a pronoun takes up: the nearest source or subject that agrees, in the same paragraph or the one before."""

import re
from bisect import bisect_left
from functools import cache
from typing import Final

from onrecord.grounding.actors.entities import Entity, agrees
from onrecord.grounding.actors.heard import REACH, Heard, Seen
from onrecord.grounding.actors.known_names import KnownNames
from onrecord.grounding.actors.phrase import Gender, Phrase
from onrecord.grounding.actors.pronouns import FEMININE, MASCULINE, NEUTER, PLURAL, RELATIVE
from onrecord.lexicon import read_table
from onrecord.record import Kind, Statement
from onrecord.text import Span

_QUOTES: Final = re.compile(r"\bquot(?:es?|ed|ing)\b", re.IGNORECASE)
_BREAK: Final = re.compile(r"[.!?…][”\"’')\]]*\s+(?=[“\"‘'(\[]?[^\W\d_a-z])")


class Antecedents:
    """What a pronoun may take up, in a page with these statements."""

    def __init__(self, names: KnownNames, heard: Heard, statements: tuple[Statement, ...]) -> None:
        self.text = names.text
        self.names = names
        self.heard = heard
        self.by_id = {s.id: s for s in statements}
        # Who is quoted by another may be taken up behind it: "the agency quoted the army as saying … It later added".
        self.quoting = {s.id for s in statements if any(_QUOTES.search(self.text, span.start, span.end) for span in s.cue.spans)}
        self.ends = sorted((phrase.end, number) for number, phrase in enumerate(names.phrases))

    def of(self, phrase: Phrase, statement: Statement) -> tuple[Entity, ...]:
        """Those that the pronoun of a source takes up; none where two fit and nothing tells them apart."""
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

    def _candidates(self, at: int, statement: Statement) -> list[Seen]:
        """Sources and subjects in this paragraph or the one before, the nearest first; not from inside what another said."""
        number = self.heard.paragraph(at)
        outer = self._around(statement)
        direct = {s.id for s in outer if s.kind is Kind.DIRECT}
        inside = {s.id for s in outer}
        found = []
        for seen in reversed(self.heard.seen[-REACH:]):
            if seen.at >= at or not 0 <= number - self.heard.paragraph(min(seen.end - 1, at)) <= 1:
                continue
            if seen.statement in direct or (seen.within is not None and seen.within not in inside | self.quoting):
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

    def _personal(self, candidates: list[Seen], at: int, gender: Gender) -> tuple[Entity, ...]:
        """The nearest person that agrees; none where another person is the subject of an earlier sentence in between."""
        passed: Entity | None = None
        for seen in candidates:
            fitting = [e for e in seen.entities if e.single and e.kind == "person" and agrees(e, gender)]
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
        maybe = {e: None for seen in candidates if seen.source for e in seen.entities if self._may_be_person(e) and agrees(e, gender)}
        if len(maybe) != 1:
            return ()
        entity = next(iter(maybe))
        entity.kind, entity.gender = "person", gender
        return (entity,)

    def _may_be_person(self, entity: Entity) -> bool:
        """Whether a name of one word, that nothing else tells of, may be a surname: no article before it, no "in" anywhere."""
        if entity.kind is not None or not entity.named or not entity.single or " " in entity.name or entity.fullest is None:
            return False
        before = self.text[max(0, entity.fullest.start - 4) : entity.fullest.start].lower()
        low = entity.name.casefold()
        return not before.endswith("the ") and low not in self.names.places and not entity.name.isupper() and not _is_agency(low)

    def _relative(self, at: int, word: str) -> tuple[Entity, ...]:
        """ "Ada Brandt, who said": the name that ends just before."""
        i = bisect_left(self.ends, (at - 3, -1))
        for end, number in self.ends[i : i + 3]:
            phrase = self.names.phrases[number]
            if end <= at and self.text[end:at].strip(" ,") == "":
                entity = self.names.named(phrase)
                # A name of one word may be the end of another phrase: "a man from Arkel, who".
                if word == "who" and entity.kind != "person" and not (entity.kind is None and " " in entity.name):
                    return ()
                entity.spans.add(Span(at, at + len(word)))
                return (entity,)
        for seen in reversed(self.heard.seen[-REACH:]):  # "said {a harbour guard}, who": no name, but a source
            if not seen.source or len(seen.entities) != 1 or not seen.end <= at <= seen.end + 2 or self.text[seen.end : at].strip(" ,"):
                continue
            if word != "who" or seen.entities[0].kind not in ("organisation", "state"):
                seen.entities[0].spans.add(Span(at, at + len(word)))
                return seen.entities
        return ()


@cache
def _agencies() -> frozenset[str]:
    rows = read_table("article/agencies.tsv").rows
    return frozenset(name.casefold() for short, others, *_ in rows for name in (short, *others.split(";")))


def _is_agency(low: str) -> bool:
    """Whether it is the name of a news agency."""
    return low in _agencies()
