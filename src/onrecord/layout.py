"""What the page stage knows of each range of the text: block, element, link, and what stood in the markup only.

The layout is a layer of the record in Python and is not part of the JSON: it can be made again from the bytes.
"""

from dataclasses import dataclass
from typing import NamedTuple

from onrecord.text import Span


class Element(NamedTuple):
    """One element on the way from <body> to a block."""

    tag: str  # lower case
    id: str = ""
    classes: tuple[str, ...] = ()
    role: str = ""  # role, itemprop or data-testid words that say what the element is for


class Link(NamedTuple):
    """A range of the text that is a link."""

    span: Span
    href: str  # as written in the page, not resolved


class Block(NamedTuple):
    """A run of text that a browser sets as one block; in flattened text, a line.

    Blocks come in the order of the text, do not overlap, and cover every character that is not white space.
    """

    span: Span
    path: tuple[Element, ...] = ()  # outermost first; () in flattened text
    links: tuple[Link, ...] = ()
    emphasised: bool = False  # wholly <b>, <strong>, <em> or <i>
    gap: int = 0  # flattened text: blank lines before the line
    inline: tuple[Element, ...] = ()  # elements within the block that hold all of its text, outermost first: <p><b class="byline">…</b></p>

    @property
    def tag(self) -> str:
        return self.path[-1].tag if self.path else ""

    @property
    def linked(self) -> int:
        """Characters of the block that are links."""
        return sum([link.span.end - link.span.start for link in self.links])


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that stands in the markup or the URL and not in the text.

    at: where, as a selector a person can find it by: `meta[property="article:published_time"]`, `script[type=ld+json] datePublished`,
    `time[datetime]`, `title`, `link[rel=canonical]`, `url`.
    """

    at: str
    name: str  # what it tells, in lower case: "article:published_time", "datepublished", "headline", "author", "canonical" …
    value: str  # exactly as written, entities decoded
    span: Span | None = None  # the visible text of the element that carries it, where there is one (<time>)
    kind: str = ""  # JSON-LD: the @type of the object that holds it, "NewsArticle"; else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page in order, and the facts of its markup."""

    form: str  # "html" or "text"
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...] = ()
    lang: str | None = None  # what the page itself says: <html lang>
    url: str | None = None  # where the page says or the caller said it lives
