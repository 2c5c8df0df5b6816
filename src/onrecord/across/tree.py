"""The origin tree of a claim: parties → utterances → newsrooms → pages, so that forty papers with one report are seen to be one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.across.names import party_name
from onrecord.stories import Claim, Narration, Voice

Relation = Literal["asserts", "denies", "declines", "doubts", "narrates"]
RELATIONS: Final[tuple[Relation, ...]] = ("asserts", "denies", "declines", "doubts", "narrates")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, with the statement that it prints; None where the page says it in its own voice."""

    document: str
    statement: str | None


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom, and the pages that carry its report; None: neither agency nor outlet is known."""

    name: str | None
    pages: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance, and the newsrooms that retell it."""

    origin: str
    actors: tuple[str, ...]
    cites: str | None
    newsrooms: tuple[Newsroom, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Who stands behind some utterances; None: unnamed sources, which are no party."""

    name: str | None
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """All who assert it, or all who deny it …; of narrators the newsrooms alone."""

    relation: Relation
    parties: tuple[Party, ...]
    newsrooms: tuple[Newsroom, ...]


def origin_tree(claim: Claim) -> tuple[Branch, ...]:
    """The origin tree of a claim; a relation in which nobody stands has no branch."""
    return tuple(_branches(claim))


def _branches(claim: Claim) -> Iterator[Branch]:
    actors: dict[str, list[str | None]] = defaultdict(list)
    for voice in (v for relation in RELATIONS[:4] for v in getattr(claim, relation) if v.party):
        actors[voice.party].append(voice.actor)
    called = {party: party_name(party, known) for party, known in actors.items()}
    for relation in RELATIONS[:4]:
        voices: tuple[Voice, ...] = getattr(claim, relation)
        if voices:
            yield Branch(relation, tuple(_parties(voices, called)), ())
    if claim.narrated:
        yield Branch("narrates", (), tuple(_newsrooms((n.newsroom, Leaf(n.document, None)) for n in _once(claim.narrated))))


def _once(narrated: Sequence[Narration]) -> Iterable[Narration]:
    return dict.fromkeys(narrated)


def _parties(voices: Sequence[Voice], called: Mapping[str, str]) -> Iterator[Party]:
    for name in dict.fromkeys(v.party for v in voices):
        of_party = [v for v in voices if v.party == name]
        yield Party(called[name] if name else None, tuple(_utterances(of_party, called)))


def _utterances(voices: Sequence[Voice], called: Mapping[str, str]) -> Iterator[Utterance]:
    for origin in dict.fromkeys(v.origin for v in voices):
        told = [v for v in voices if v.origin == origin]
        actors = tuple(dict.fromkeys(v.actor for v in told if v.actor))
        cites = next((v.cites for v in told if v.cites), None)
        yield Utterance(
            origin, actors, cites and called.get(cites, cites), tuple(_newsrooms((v.newsroom, Leaf(v.document, v.statement)) for v in told))
        )


def _newsrooms(told: Iterable[tuple[str | None, Leaf]]) -> Iterator[Newsroom]:
    told = list(told)
    for name in dict.fromkeys(newsroom for newsroom, _ in told):
        yield Newsroom(name, tuple(dict.fromkeys(leaf for newsroom, leaf in told if newsroom == name)))
