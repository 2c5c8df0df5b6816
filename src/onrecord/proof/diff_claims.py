"""Which claim of one store is which of another, and what is otherwise in it.

A claim is known by what tells of it: the statements, by their page and where their cue begins, and the pages that narrate it. Its ID alone is not
enough: it stands on how a page's deeds are numbered, and another version may number them otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from onrecord.stories import Claim

RELATIONS: Final = ("asserts", "denies", "declines", "doubts")
STANDING: Final = ("disputed", "corroborated", "independently_reported", "retracted")
TIMES: Final = ("time", "first", "last")
COUNTS: Final = ("outlets", "newsrooms", "origins", "parties")
_WHAT: Final = ("of", "type", "status", "initiators", "recipients", "supplier", "recipient", "items")
_ENOUGH: Final = 0.34  # of the score below: one statement in three, or one of four and the same deed between the same sides
_SAME_DEED: Final = 0.2
_SAME_ID: Final = 0.1

Anchor = tuple[str, str, str]  # relation or "narrates", page, where it stands there
Kind = Literal["new", "gone", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """A claim with what tells of it, each with the name of who does."""

    claim: Claim
    anchors: Mapping[Anchor, str]

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """Where it is told of, whatever is said there of it."""
        return frozenset((page, at) for _, page, at in self.anchors)

    @property
    def pages(self) -> frozenset[str]:
        """The pages that tell or answer it."""
        return frozenset(page for _, page, _ in self.anchors)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise: its name, what it was, what it is."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is new, gone, or otherwise; `renamed`: nothing but its ID.

    became: what it has become: disputed, no longer disputed, corroborated, retracted, moved in time …
    because: its pages that came, went or were read otherwise, each with how; () where other pages of its story decided it.
    """

    kind: Kind
    old: Claim | None
    new: Claim | None
    became: tuple[str, ...]
    changes: tuple[Change, ...]
    because: tuple[tuple[str, str], ...]

    @property
    def told(self) -> Claim:
        """The claim as it is, or as it was where it is gone."""
        found = self.new or self.old
        assert found is not None
        return found

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        from onrecord import codec

        return {
            "kind": self.kind,
            "old": self.old and self.old.id,
            "new": self.new and self.new.id,
            "became": self.became,
            "changes": [{"what": change.what, "before": change.before, "after": change.after} for change in self.changes],
            "because": [{"page": page, "how": how} for page, how in self.because],
            "claim": codec.encode(self.told, ""),
        }


def changes_of(old: Sequence[Anchored], new: Sequence[Anchored], pages: Mapping[str, str]) -> list[ClaimChange]:
    """What is otherwise in the claims: those that became something first, then new ones, gone ones, and those that only have another ID.

    Args:
        pages: of both, what became of each that is not as it was.
    """
    pairs = _paired(old, new)
    taken_old, taken_new = {one for one, _ in pairs}, {other for _, other in pairs}
    found = [change for one, other in pairs if (change := _changed(old[one], new[other], pages))]
    found += [ClaimChange("new", None, one.claim, (), (), _because(one.pages, pages)) for n, one in enumerate(new) if n not in taken_new]
    found += [ClaimChange("gone", one.claim, None, (), (), _because(one.pages, pages)) for n, one in enumerate(old) if n not in taken_old]
    order = ("changed", "new", "gone", "renamed")
    return sorted(found, key=lambda c: (order.index(c.kind), not c.became, c.told.first or "", c.told.id))


def _paired(old: Sequence[Anchored], new: Sequence[Anchored]) -> list[tuple[int, int]]:
    """Numbers of claims that are one: the surest pairs first, each claim in one pair."""
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_id = {one.claim.id: n for n, one in enumerate(new)}
    for n, one in enumerate(new):
        for place in one.places:
            at[place].append(n)
    scored = []
    for n, one in enumerate(old):
        others = {other for place in one.places for other in at.get(place, ())}
        if one.claim.id in by_id:
            others.add(by_id[one.claim.id])
        scored += [(-_score(one, new[other]), n, other) for other in others]
    pairs: list[tuple[int, int]] = []
    done_old: set[int] = set()
    done_new: set[int] = set()
    for score, n, other in sorted(scored):
        if -score >= _ENOUGH and n not in done_old and other not in done_new:
            pairs.append((n, other))
            done_old.add(n)
            done_new.add(other)
    return sorted(pairs)


def _score(one: Anchored, other: Anchored) -> float:
    shared, both = len(one.places & other.places), len(one.places | other.places)
    same_deed = _sides(one.claim) == _sides(other.claim)
    # What has no place (nobody is quoted) can be known by its ID and sides alone.
    near = shared / both if both else float(same_deed)
    return near + _SAME_DEED * same_deed + _SAME_ID * (one.claim.id == other.claim.id)


def _sides(claim: Claim) -> tuple[Any, ...]:
    return claim.type, claim.initiators, claim.recipients, claim.supplier, claim.recipient


def _changed(one: Anchored, other: Anchored, pages: Mapping[str, str]) -> ClaimChange | None:
    old, new = one.claim, other.claim
    changes = tuple(_changes(one, other))
    if not changes:
        return None if old.id == new.id else ClaimChange("renamed", old, new, (), (Change("id", old.id, new.id),), ())
    if old.id != new.id:
        changes += (Change("id", old.id, new.id),)
    return ClaimChange("changed", old, new, tuple(_became(old, new)), changes, _because(one.pages | other.pages, pages))


def _became(old: Claim, new: Claim) -> Iterator[str]:
    for name in STANDING:
        if getattr(old, name) != getattr(new, name):
            yield ("" if getattr(new, name) else "no longer ") + name.replace("_", " ")
    if old.time != new.time:
        yield "moved in time"


def _changes(one: Anchored, other: Anchored) -> Iterator[Change]:
    old, new = one.claim, other.claim
    for name in (*STANDING, *TIMES, *COUNTS, *_WHAT):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(name, before, after)
    if (before := _figures(old)) != (after := _figures(new)):
        yield Change("figures", before, after)
    for relation in (*RELATIONS, "narrates"):
        gone, came = _voices(one, other, relation), _voices(other, one, relation)
        if gone or came:
            yield Change(relation, gone, came)


def _figures(claim: Claim) -> tuple[str, ...]:
    by = {figure: (", ".join(sorted(figure.by)), ", ".join(sorted(figure.denied_by))) for figure in claim.figures}
    return tuple(f"{f.what} {f.value} by {who}" + (f", denied by {denied}" if denied else "") for f, (who, denied) in by.items())


def _voices(one: Anchored, other: Anchored, relation: str) -> tuple[str, ...]:
    """Who says so in one and not in the other, each with the page."""
    return tuple(f"{who} ({anchor[1]})" for anchor, who in one.anchors.items() if anchor[0] == relation and other.anchors.get(anchor) != who)


def _because(own: Iterable[str], pages: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((page, pages[page]) for page in sorted(own) if page in pages)
