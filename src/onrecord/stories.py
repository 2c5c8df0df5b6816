"""Contract `onrecord-stories/1`: copies, stories, claims and deals across many records. Types and schema: `onrecord.across` fills them.

`document` in these types names a capture. The four counts of a claim are always given apart; whether it is independently
reported, corroborated, disputed or retracted is derived from them and never stored.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from onrecord import codec
from onrecord.record import Bound, PloverRoot, Said, Status

SCHEMA: Final = "onrecord-stories/1"
ONE_TEXT: Final = ("copy", "excerpt", "update")  # kinds of a pair of which one page carries the text of the other
TOGETHER: Final = (*ONE_TEXT, "cites")  # kinds of a pair that put two pages into one story


@dataclass(frozen=True, slots=True)
class CopyEvidence:
    """Words of one of the two pages that show why it counts as a copy."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One page that carries the text of another, or nearly did (`independent`: a near miss, shown so that it can be seen)."""

    document: str
    of: str
    kind: Literal["copy", "excerpt", "update", "cites", "independent"]
    share: float  # of the sentences of `document` that stand in `of`, 0 to 1
    evidence: tuple[CopyEvidence, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Pages that tell of the same thing."""

    id: str
    documents: tuple[str, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One source that asserts, denies, declines or doubts a claim, with the chain through which it came."""

    party: str | None
    actor: str | None
    origin: str
    newsroom: str | None
    document: str
    statement: str
    said: Said | None
    cites: str | None  # the party whose word it repeats, and says so: without it `corroborated` could not be derived from the voices


@dataclass(frozen=True, slots=True)
class Narration:
    """A newsroom that says it in its own voice."""

    newsroom: str | None
    document: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on which the sources may differ."""

    what: str
    value: str
    by: tuple[str, ...]
    denied_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One deed as many pages tell it: who asserts it, who denies it, how many stand behind it."""

    id: str
    story: str
    of: Literal["event", "transfer"]
    type: PloverRoot
    initiators: tuple[str, ...]
    recipients: tuple[str, ...]
    supplier: str | None
    recipient: str | None
    items: tuple[str, ...]
    time: str | None
    status: Status
    deal: str | None
    asserts: tuple[Voice, ...]
    denies: tuple[Voice, ...]
    declines: tuple[Voice, ...]
    doubts: tuple[Voice, ...]
    narrated: tuple[Narration, ...]
    figures: tuple[Figure, ...]
    outlets: int
    newsrooms: int
    origins: int
    parties: int
    first: str | None
    last: str | None
    independently_reported: bool
    corroborated: bool
    disputed: bool
    retracted: bool

    @property
    def is_only_denied(self) -> bool:
        """Whether somebody denies it, and nobody that was read says it: there are no two sides to a dispute."""
        return self.disputed and not self.asserts and not self.narrated

    @property
    def standing(self) -> tuple[str, ...]:
        """What follows from the counts, in words."""
        denied = "denied" if self.is_only_denied else "disputed"
        told = ((denied, self.disputed), ("corroborated", self.corroborated), ("independently reported", self.independently_reported))
        return tuple(words for words, holds in (*told, ("retracted", self.retracted)) if holds)


@dataclass(frozen=True, slots=True)
class Total:
    """How many of one kind a deal is of: batches are parts of it, never added to it."""

    category: str
    value: float
    upper: float | None
    bound: Bound
    delivered: float | None  # of these, what its claims say has come: the sum of its batches; None where none says how many


@dataclass(frozen=True, slots=True)
class Deal:
    """The steps of one deal, from request to delivery."""

    id: str
    supplier: str | None
    recipient: str | None
    claims: tuple[str, ...]  # in order of stage
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """What `onrecord stories STORE --json` will print."""

    schema: Literal["onrecord-stories/1"]
    copies: tuple[Copy, ...]
    stories: tuple[Story, ...]
    claims: tuple[Claim, ...]
    deals: tuple[Deal, ...]


def stories_schema() -> dict[str, Any]:
    """The JSON Schema of contract `onrecord-stories/1`, made from the types."""
    data: dict[str, Any] = codec.schema(
        Stories, title="Stories of onrecord, contract v1", schema_id="https://onrecord.invalid/schema/onrecord-stories-1.json"
    )
    return data
