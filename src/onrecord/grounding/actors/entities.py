"""One who is spoken of: what is known so far, and what the words of a phrase tell alone."""

from dataclasses import dataclass, field
from typing import Final, Literal

from onrecord.grounding.actors.phrase import Gender, Phrase
from onrecord.grounding.actors.words import words_of
from onrecord.lexicon import word_set
from onrecord.text import Span

_NEW: Final = word_set(
    "a an one two three four five six seven eight nine ten some several many few other others another both most his her its their our my your"
)


@dataclass(slots=True, eq=False)
class Entity:
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
class Told:
    """A phrase with a head, where a later "the official" may mean it."""

    at: int
    kin: frozenset[str]
    entity: Entity
    source: bool


def own_entity(text: str, phrase: Phrase) -> Entity:
    """An actor with its own words."""
    kind: Literal["person", "organisation", "group"] | None = "person" if phrase.titled else None
    if phrase.described:
        head = phrase.described[0][0]
        if is_human(head) and head in words_of("body") and not phrase.plural and not is_indefinite(text, phrase):
            kind = None  # "the coast guard", "his guard"
        elif is_human(head):
            kind = "group" if phrase.plural else "person"
        elif head in words_of("body"):
            kind = "organisation" if not phrase.plural or head == "police" else "group"
    single = not phrase.plural or kind == "organisation"
    entity = Entity(phrase.start, kind, single=single, gender=phrase.gender, named=phrase.sort == "name")
    if phrase.key and phrase.sort == "description":
        entity.name = " ".join(phrase.key)
    elif phrase.name is not None:
        entity.name = " ".join(text[phrase.name[0] : phrase.name[1]].split())
    else:
        entity.name = " ".join(text[phrase.start : phrase.end].split()).strip(" ,;:")
    entity.rank = (99, 0, 0)  # its words are its own: nothing is fuller
    return entity


def agrees(entity: Entity, gender: Gender | None) -> bool:
    """Whether nothing known of an entity speaks against that gender."""
    return entity.gender is None or gender is None or entity.gender == gender


def is_human(head: str) -> bool:
    """Whether a noun says that one is a person, or several people."""
    return head in words_of("person") or head == "spokesperson" or head.endswith(("man", "woman", "person", "people"))


def is_indefinite(text: str, phrase: Phrase) -> bool:
    """Whether a description begins with "a", "two", "some" or "other": whoever comes is new."""
    return text[phrase.start : phrase.start + 20].split()[0].lower() in _NEW
