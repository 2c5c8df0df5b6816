"""The record: one frozen field per layer. A layer that did not run is None, one that found nothing is ().

The types are those of contract `onrecord/1`; `contract.py` joins them into its JSON and makes its schema from them.
In every type the field `span` is a citation that quotes its words, `spans` one in pieces (a quotation that its cue
interrupts), `range` a place that the JSON gives without quoting it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from onrecord.layout import Layout
from onrecord.text import Document, Span


class Stance(StrEnum):
    """A source's attitude to the content, read from the cue, its negation and the content's first words."""

    ASSERTS = "asserts"
    EXPECTS = "expects"
    DENIES = "denies"
    CONFIRMS = "confirms"
    DECLINES = "declines"
    DOUBTS = "doubts"
    PROMISES = "promises"
    THREATENS = "threatens"
    URGES = "urges"
    ASKS = "asks"
    HOLDS = "holds"


class Kind(StrEnum):
    """How the content of a statement is given: in quotation marks, in the page's own words, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class EvidenceKind(StrEnum):
    """Where a date was read."""

    METADATA = "metadata"
    URL = "url"
    VISIBLE = "visible"
    DATELINE = "dateline"
    MASTHEAD = "masthead"
    RELATED = "related"
    COPYRIGHT = "copyright"
    INTERNAL = "internal"
    CAPTURE = "capture"


class Verdict(StrEnum):
    """What a date was taken for."""

    ACCEPTED = "accepted"
    SUPPORTS = "supports"
    CRAWL = "crawl"
    MODIFIED = "modified"
    OTHER_ARTICLE = "other-article"
    REJECTED = "rejected"


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    STANDFIRST = "standfirst"
    SUBHEAD = "subhead"
    SEPARATOR = "separator"


class PageKind(StrEnum):
    """What sort of page it is."""

    ARTICLE = "article"
    LIVE_BLOG = "live-blog"
    TRANSCRIPT = "transcript"
    INDEX = "index"
    STUB = "stub"
    CONSENT = "consent"
    ERROR = "error"


class TimexType(StrEnum):
    """TIMEX3 types (ISO-TimeML)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Status(StrEnum):
    """What the text, at its most committed, says of an event."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    DENIED = "denied"
    CANCELLED = "cancelled"
    HYPOTHETICAL = "hypothetical"


PloverRoot = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
PloverSector = Literal[
    "GOV", "LEG", "JUD", "COP", "SPY", "PTY", "BUS", "LAB", "JRN", "MED", "REF", "CVL", "PRE",
    "MIL", "PRM", "REB", "UAF", "UNK", "OPP", "CRM", "AGR", "EDU", "REL", "ELI", "SOC",
]  # fmt: skip
ToldAs = Literal["news", "background"]
Bound = Literal["exact", "about", "at-least", "at-most", "between"]


@dataclass(frozen=True, slots=True)
class Note:
    """Why a layer is null, what was cut, what was not trusted."""

    layer: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What a stage returns where it has something to say beside its layer."""

    layer: Any
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Words in one or more pieces of the text."""

    spans: tuple[Span, ...]


# The article


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of the outlet's own running text."""

    range: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a live blog."""

    range: Span
    time: str | None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on the page and is not its article."""

    range: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, and often when, a report was filed: "Lima, March 3"."""

    span: Span
    place: str | None
    date_text: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of the text (span), or a value that stands in the markup or the URL only (at, and the value as quote)."""

    span: Span | None
    at: str | None = None
    quote: str | None = None  # only where span is None

    def __post_init__(self) -> None:
        if (self.span is None) != (self.at is not None and self.quote is not None):
            raise ValueError("cite either words of the text, or a value and the place in the markup where it stands")


@dataclass(frozen=True, slots=True)
class Credit(Cited):
    """An agency or an author, by the name as it is known."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence(Cited):
    """One date on the page, what it reads as and what it was taken for."""

    kind: EvidenceKind = EvidenceKind.VISIBLE
    reading: str | None = None  # ISO date, --MM-DD where the year is not written, or an interval A/B
    verdict: Verdict = Verdict.REJECTED
    why: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that the page may have been published on."""

    date: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Dating:
    """A date with its evidence: accepted and rejected."""

    date: str | None  # YYYY-MM-DD, YYYY-MM or YYYY
    confidence: float
    candidates: tuple[Candidate, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Published(Dating):
    """When the text was first published, and when last changed: never the day of the crawl."""

    modified: Dating | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another story that the page advertises."""

    headline: Span | None
    teaser: Span | None
    dateline: Dateline | None
    url: str | None
    truncated: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction, a retraction or a note on an update."""

    span: Span
    kind: Literal["correction", "retraction", "update"]


@dataclass(frozen=True, slots=True)
class Article:
    """What the page is: its own text apart from everything around it."""

    kind: PageKind
    outlet: str | None
    section: str | None
    url: str | None
    headline: Span | None
    body: tuple[BodyBlock, ...]  # in order
    parts: tuple[Part, ...]
    dateline: Dateline | None
    agencies: tuple[Credit, ...]
    authors: tuple[Credit, ...]
    related: tuple[Related, ...]
    notices: tuple[Notice, ...]
    furniture: tuple[Furniture, ...]


# Statements


@dataclass(frozen=True, slots=True)
class Source:
    """Who a statement is attributed to, in the page's words."""

    spans: tuple[Span, ...]
    named: bool  # a name, or an office or body that stands for one holder, "the ministry"; not "officials", "a spokesman", "he"


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution relation: who (source) says (cue) what (content)."""

    id: str
    part: Literal["headline", "body"]
    source: Source | None
    cue: Pieces
    content: Pieces | None  # in pieces where the cue interrupts: "It will," he said, "take time."
    kind: Kind
    stance: Stance | None
    within: str | None  # the statement in whose content this one stands
    settled: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """When a source spoke."""

    time: str | None
    earliest: str | None
    latest: str | None
    basis: Literal["stated", "day-of-page", "no-later-than-page"]


@dataclass(frozen=True, slots=True)
class Via:
    """Through whom a statement came: "told Reuters", "state media said"."""

    span: Span
    actor: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What grounding adds to a statement: who the source is, when it spoke, through whom."""

    statement: str
    actors: tuple[str, ...]
    said: Said | None
    via: tuple[Via, ...]


# Mentions


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that speak of somebody, a body, a place or a weapon: a name, a description ("the minister") or a pronoun.

    `span` is the whole phrase as it names one thing, "Norlandic Defence Minister Ada Brandt"; `name` the proper name in it, None where it
    has none; `head` its head word, of a name its last.
    """

    span: Span
    type: Literal["PER", "ORG", "LOC", "WEAPON", "PLATFORM"] | None
    form: Literal["named", "nominal", "pronoun"]
    name: Span | None
    head: Span
    confidence: float


# Grounding


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time expression before it is anchored to the day of the page."""

    span: Span
    type: TimexType
    meaning: Any  # the unanchored reading, a frozen value of grounding.times.timex
    tense: Literal["past", "present", "future"] | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression with its TIMEX3 value and the days between which it lies."""

    id: str
    span: Span
    type: TimexType
    value: str  # TIMEX3, or A/B for an interval; XXXX where the year is not known
    earliest: str | None
    latest: str | None
    anchor: str | None  # "published", the ID of a time, or None: needs no anchor
    confidence: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with the words that name it."""

    id: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    confidence: float
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, state or group; kind is None where the words do not tell. A state's ID is its ISO 3166-1 alpha-3 code."""

    id: str
    name: str
    kind: Literal["person", "organisation", "state", "group"] | None
    country: str | None
    sector: PloverSector | None
    title: Span | None
    role: str | None
    wikidata: str | None
    mentions: tuple[Span, ...]


# Events


@dataclass(frozen=True, slots=True)
class Doer:
    """Words of the page for somebody who does a deed or to whom it is done: the bare phrase, and its head word."""

    span: Span
    head: Span


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as one place of the page tells it, before it is known who is meant."""

    trigger: Span
    doers: tuple[Doer, ...]
    reading: Any  # a frozen value of events.deeds, with the clause it was read from


@dataclass(frozen=True, slots=True)
class Event:
    """What is said to have happened, or to be about to."""

    id: str
    type: PloverRoot
    mode: str | None
    contexts: tuple[str, ...]
    triggers: tuple[Span, ...]
    initiators: tuple[str, ...]
    recipients: tuple[str, ...]
    time: str | None
    place: str | None
    told_as: ToldAs | None
    status: Status
    narrator: bool
    settled: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class EventLink:
    """What ties a statement to a deed, with the words that do it."""

    statement: str
    target: str
    relation: Literal["asserts", "denies", "declines", "doubts"]
    basis: Literal["specific", "anaphoric", "blanket"]
    about: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many, in the page's words and as a number."""

    span: Span
    value: float
    upper: float | None
    bound: Bound
    role: Literal["ordered", "delivered", "planned", "seen"] | None


@dataclass(frozen=True, slots=True)
class Item:
    """What is transferred."""

    span: Span
    designation: str | None
    category: Literal[
        "ammunition", "artillery", "armour", "aircraft", "drones", "air-defence", "missiles", "ships", "small-arms",
        "other", "unspecified",
    ]  # fmt: skip
    condition: Literal["new", "used"] | None
    part_of: int | None
    quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class Money:
    """What a deal is said to be worth."""

    span: Span
    amount: float
    currency: str  # ISO 4217
    bound: Bound


@dataclass(frozen=True, slots=True)
class ArmsTransfer:
    """One deal at one status, as this page tells it."""

    id: str
    event: str
    supplier: str | None
    recipient: str | None
    via: tuple[str, ...]
    mode: Literal["sale", "aid", "lease", "licence", "swap", "smuggling"] | None
    stage: Literal["requested", "offered", "approved", "agreed", "ordered", "shipped", "delivered"] | None
    items: tuple[Item, ...]
    value: Money | None
    status: Status
    time: str | None
    ordered: str | None
    delivered: str | None
    told_as: ToldAs | None
    narrator: bool
    settled: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Generator:
    """The program that made a record, with the digests of the models it used."""

    name: str
    version: str
    models: dict[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """Everything onrecord says of one page, in the order in which the layers are filled.

    Use `to_json` and `from_json` for the JSON of contract v1 (an exact round trip), `to_dict` for the same as Python values.
    """

    document: Document
    generator: Generator
    # What is not in the JSON takes no part in comparison: a record read back from its JSON equals the one written.
    layout: Layout | None = field(default=None, repr=False, compare=False)
    article: Article | None = None
    encoding: Any = field(default=None, repr=False, compare=False)
    statements: tuple[Statement, ...] | None = None
    mentions: tuple[Mention, ...] | None = field(default=None, repr=False, compare=False)
    clauses: Any = field(default=None, repr=False, compare=False)
    deeds: tuple[Deed, ...] | None = field(default=None, repr=False, compare=False)
    times_found: tuple[FoundTime, ...] | None = field(default=None, repr=False, compare=False)
    published: Published | None = None
    times: tuple[Time, ...] | None = None
    places: tuple[Place, ...] | None = None
    actors: tuple[Actor, ...] | None = None
    attributions: tuple[Attribution, ...] | None = None
    cases: Any = field(default=None, repr=False, compare=False)
    events: tuple[Event, ...] | None = None
    links: tuple[EventLink, ...] | None = None
    arms_transfers: tuple[ArmsTransfer, ...] | None = None
    notes: tuple[Note, ...] = ()

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON of contract `onrecord/1`; one line unless `indent` is given."""
        from onrecord.contract import to_json

        return to_json(self, indent=indent)

    def to_dict(self) -> dict[str, Any]:
        """The record as the Python values of its JSON."""
        from onrecord.contract import to_dict

        return to_dict(self)

    @staticmethod
    def from_json(text: str | bytes) -> "Record":
        """Read a record from its JSON.

        Raises:
            RecordError: it is not JSON of contract `onrecord/1`; it names the path in it and what is wrong there.
        """
        from onrecord.contract import from_json

        return from_json(text)

    def __repr__(self) -> str:
        article, published = self.article, self.published
        headline = self.document[article.headline] if article and article.headline else None
        counts = ", ".join(f"{len(layer)} {name}" for name in ("statements", "times") if (layer := getattr(self, name)) is not None)
        return f"<Record {self.document.location!r}: {headline!r}, published {published and published.date}, {counts or 'not read further'}>"

    def check(self) -> tuple[str, ...]:
        """What is wrong with the record's citations and references; () where every one of them holds."""
        from onrecord.contract import check

        return check(self)

    def _repr_html_(self) -> str:
        from onrecord.export.page import notebook_html

        return notebook_html(self)
