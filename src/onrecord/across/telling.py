"""What a page tells, in the form in which pages are compared: its deeds, its utterances and the names that stand in it.

A telling is a pure function of one capture. It holds no offsets and little text, so that a hundred thousand of them fit into memory.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.across.days import Days
from onrecord.across.names import Who
from onrecord.record import PloverRoot, Record, Said, Stance, Status, ToldAs

Step = Literal["asked", "agreed", "coming", "done", "off", "if", "open"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One page as it was met: its record, and who printed it.

    id: what `document` means in `onrecord-stories/1`.
    outlet, agencies, published: None or () where the record's own are meant.
    """

    id: str
    record: Record
    outlet: str | None = None
    agencies: tuple[str, ...] | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """One item of a transfer: what it is, and how many are told of."""

    what: str
    category: str
    designation: str | None
    value: float | None
    upper: float | None
    bound: str | None
    role: str | None
    part_of: int | None
    so_far: bool  # it is told as what has come in all up to now
    more: bool  # it is told as coming on top of what was there: "another dozen"
    by: tuple[str, ...]  # statements in whose content it stands; () in the page's own voice


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as one page tells it: an event, with the transfer that it carries if it carries one."""

    id: str  # of the event
    document: str
    of: Literal["event", "transfer"]
    type: PloverRoot
    mode: str | None
    status: Status
    step: Step
    stage: str | None
    way: str | None  # of a transfer: sale, aid, lease …
    initiators: tuple[Who, ...]
    recipients: tuple[Who, ...]
    supplier: Who | None
    recipient: Who | None
    goods: tuple[Goods, ...]
    price: tuple[float, str, tuple[str, ...]] | None  # amount, currency, statements that give it
    days: Days | None  # when it was or is to be, where the page says
    before: frozenset[float]  # numbers that it is said to have had before: "forty instead of 55"
    ordered: Days | None
    delivered: Days | None
    when: str | None  # the value of that time, as TIMEX3
    place: str | None
    country: str | None  # of the place
    told_as: ToldAs | None
    narrator: bool
    settled: bool
    words: frozenset[str]  # of the sentences that tell it
    tolls: tuple[tuple[str, float, tuple[str, ...]], ...]  # what is counted of people, how many, statements that say so


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement of one source."""

    id: str
    document: str
    who: Who | None
    unnamed: bool
    stance: Stance | None
    said: Said | None
    days: Days | None
    plain: bool  # its day is only that of the page, or a bound
    quotes: frozenset[tuple[str, ...]]  # runs of four words that are quoted
    words: frozenset[str]
    figures: frozenset[float]
    within: str | None  # the statement that tells it: "the owner said it had been told by the coastguard that …"
    via: tuple[str, ...]  # names of those through whom it came
    source: str  # the words for the source, and the office that its actor is known by
    around: str  # the sentences in which it stands
    cited: str  # what of them says on whose word somebody relies
    text: str  # what is said


@dataclass(frozen=True, slots=True)
class Link:
    """An utterance's relation to a deed of its page."""

    statement: str
    deed: str
    relation: Literal["asserts", "denies", "declines", "doubts"]
    basis: Literal["specific", "anaphoric", "blanket"]


@dataclass(frozen=True, slots=True)
class Telling:
    """A page, in the form in which pages are compared."""

    id: str
    digest: str  # of the bytes
    outlet: str | None
    agencies: tuple[str, ...]
    published: str | None
    day: int | None
    deeds: tuple[Deed, ...]
    utterances: tuple[Utterance, ...]  # those that speak of a deed, and denials
    links: tuple[Link, ...]
    names: frozenset[str]  # names that stand in it, without those of states
    lead: frozenset[str]  # words of headline and first sentences that not every page has
    states: frozenset[str]  # alpha-3 codes of states that it speaks of
    retraction: bool  # it takes a report back
    bodies: tuple[Who, ...]  # firms, groups and parties that it names
    parts: frozenset[tuple[str, str]]  # who, by country, takes part in what kind of deed
