"""What a person is shown of a record, in words: the parts of which every view is drawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from onrecord.export.deals import Deals
from onrecord.export.marks import Segment
from onrecord.export.quotes import Quote
from onrecord.export.stances import Look
from onrecord.export.visible import one_line
from onrecord.record import (
    Note,
    Verdict,
)
from onrecord.text import Span

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement in words to show."""

    number: int  # its place in the record's statements
    id: str
    look: Look
    source: Quote | None
    unnamed: str  # "(unnamed)" or "(pronoun)"; "" where the source is named, or there is none, or it is known who the pronoun is
    known: str  # "[Ines Holm]": who the source is, where that is known and its words do not say so; else ""
    cue: Quote
    content: Quote | None
    kind: str
    confidence: str
    settled: bool
    headline: bool
    within: str | None
    holds: tuple[str, ...]  # IDs of the statements that stand in its content
    against: bool  # it denies, declines or doubts: what a reader must not miss
    via: tuple[Quote, ...]  # through whom it came
    context: tuple[str, ...]  # through whom it came, and when it was said, where that is stated

    @property
    def at(self) -> int:
        """Where its first word stands."""
        return min(span.start for quote in (self.source, self.cue, self.content) if quote for span in quote.spans)

    @property
    def facts(self) -> tuple[str, ...]:
        """What there is to know of it beside its words."""
        pieces = len(self.content.spans) if self.content else 0
        return (
            self.kind + (f", {pieces} pieces" if pieces > 1 else ""),
            f"confidence {self.confidence}",
            *(["not settled"] if not self.settled else []),
            *([f"within {self.within}"] if self.within else []),
            *([f"holds {', '.join(self.holds)}"] if self.holds else []),
            *(["in the headline"] if self.headline else []),
            *self.context,
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the article with what is said in it."""

    number: int | None  # None: the headline
    kind: str
    span: Span
    segments: tuple[Segment, ...]
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One date on the page and what it was taken for."""

    kind: str
    verdict: str
    reading: str | None
    why: str
    quote: Quote

    @property
    def accepted(self) -> bool:
        return self.verdict == Verdict.ACCEPTED

    @property
    def supports(self) -> bool:
        return self.verdict == Verdict.SUPPORTS


@dataclass(frozen=True, slots=True)
class DatingView:
    """A date and why it, and not another."""

    date: str | None
    confidence: str
    candidates: tuple[str, ...]  # "2026-09-10 (0.94)", the likeliest first
    open: tuple[str, ...]  # those that a reader has to know of at once: all where no day is told, else the likely ones beside it
    exact: bool  # the date is a day
    evidence: tuple[EvidenceView, ...]  # accepted first
    rejected: tuple[str, ...]  # in short: "2024-11-08 (masthead: day of the crawl)"


@dataclass(frozen=True, slots=True)
class StoryView:
    """Another story that the page advertises."""

    headline: Quote | None
    teaser: Quote | None
    dateline: Quote | None
    url: str | None
    truncated: bool


@dataclass(frozen=True, slots=True)
class TimeView:
    """A time expression and what it was read as."""

    id: str
    quote: Quote
    type: str
    value: str
    days: str
    anchor: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ActorView:
    """A person, organisation, state or group."""

    id: str
    name: str
    facts: str  # "person, country FIN, sector GOV, minister of defence"
    title: Quote | None
    mentions: tuple[Quote, ...]
    says: tuple[str, ...]  # IDs of the statements it is a source of


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place."""

    id: str
    name: str
    facts: str  # "NOR, 59.91 N 10.75 E, GeoNames 3143244"
    confidence: float
    mentions: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CreditView:
    """An agency or an author."""

    name: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Furniture of one kind."""

    kind: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A correction, a retraction or a note on an update."""

    kind: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is shown of one record."""

    id: str
    location: str
    read_from: str | None  # the file that was read, where `location` tells another place
    retrieved: str | None
    media_type: str
    language: str | None
    characters: int
    generator: str
    models: tuple[tuple[str, str], ...]
    kind: str | None
    why_no_article: str | None  # what a page that is no article is
    outlet: str | None
    section: str | None
    url: str | None
    headline: Paragraph | None
    body: tuple[Paragraph, ...]
    dateline: Quote | None
    agencies: tuple[CreditView, ...]
    authors: tuple[CreditView, ...]
    published: DatingView | None
    modified: DatingView | None
    statements: tuple[StatementView, ...] | None
    first: tuple[StatementView, ...]  # the headline's, then in the order of the text
    counts: tuple[tuple[Look, int], ...]
    elsewhere: tuple[StatementView, ...]  # statements that stand in no block of the article
    times: tuple[TimeView, ...] | None
    actors: tuple[ActorView, ...] | None
    places: tuple[PlaceView, ...] | None
    deals: Deals  # events and arms transfers
    anchors: Mapping[Span, int]  # words of the article that a deal quotes, and the number of the mark that stands there
    related: tuple[StoryView, ...]
    notices: tuple[NoticeView, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    damage: tuple[str, ...]  # the notes that say that words of the page may be missing or wrong: a reader has to know at once
    told_notes: tuple[str, ...]  # the notes in words: one line for all the layers of which the same is to be said

    @property
    def title(self) -> str | None:
        return "".join(s.text for s in self.headline.segments) if self.headline else None

    @property
    def name(self) -> str:
        """What a page without a headline is called by."""
        return name_of(self.read_from or self.location)

    def in_short(self, most: int) -> tuple[tuple[StatementView, ...], tuple[StatementView, ...]]:
        """The statements that a reader sees at once, and the rest, both in order.

        What denies, declines or doubts is always seen; of the others so many that there are `most` in all, but a third of that at least.
        """
        room = max(most - sum(said.against for said in self.first), most // 3)
        others = {said.number for said in [said for said in self.first if not said.against][:room]}
        seen = tuple(said for said in self.first if said.against or said.number in others)
        return seen, tuple(said for said in self.first if not said.against and said.number not in others)

    def why_null(self, layer: str) -> str:
        """Why a layer is not there, as far as the record says."""
        return next((note.text for note in self.notes if note.layer == layer), "not read")


def name_of(location: str) -> str:
    """What to call a page in a title: the name of its file without the folders, which are nobody's business; an address whole."""
    if _ADDRESS.match(location):
        return one_line(location)
    return one_line(re.split(r"[/\\]", location.rstrip("/\\"))[-1] or location)
