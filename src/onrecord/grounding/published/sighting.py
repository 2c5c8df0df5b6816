"""One date on a page: what it says, where it stands, what it seems to be of."""

from dataclasses import dataclass
from typing import Literal

from onrecord.grounding.published.written import Parts
from onrecord.record import EvidenceKind
from onrecord.text import Span

# A "clock" is a date at the top of a page that may be the site's, or the article's where nothing speaks against it.
Of = Literal["first", "published", "created", "modified", "clock", "crawl", "other"]

LABELLED = 3.5  # the trust of a visible date with a label


@dataclass(frozen=True, slots=True)
class Sighting:
    """One date on the page."""

    kind: EvidenceKind
    of: Of
    parts: Parts
    trust: float  # log odds that this is the day, before anything else is known
    note: str  # what it is, for a person: "the article's linked data"
    span: Span | None = None
    at: str | None = None
    quote: str | None = None
    back: int | None = None  # days before the page was made; a weekday alone is its number below zero: 0 - 5 is the last Friday
    back_hours: float | None = None  # or hours
