"""What placing a date needs to know of its page: where headline, body and other stories stand, and which blocks hold a number."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from onrecord.grounding.published.written import western_figures
from onrecord.layout import Block, Element, Layout
from onrecord.record import Article
from onrecord.text import Document, Span

MAX_BLOCKS = 4000
LONG = 320  # a block of more characters is text, not a label with a date
_NEAR_ABOVE, _NEAR_BELOW = 400, 600  # characters around the headline and the head of the body that are near them
_FAR_BELOW = 300
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as dates are looked for on it. Offsets into `text` are offsets into the document."""

    document: Document
    layout: Layout
    article: Article
    text: str  # the document's, with Western figures
    month_first: bool | None  # whether 3/4 is 4 March; None where nothing says
    headline: int | None  # where it starts
    body: int | None  # where the body starts
    end: int | None  # where the body ends
    others: tuple[tuple[int, int], ...]  # what the page says of other stories: start, and the furthest end up to there
    numbered: tuple[int, ...]  # the blocks with a figure in their first LONG characters
    starts: tuple[int, ...]  # where each block starts
    around: tuple[Element, ...]  # the elements that hold the headline

    @property
    def top(self) -> int | None:
        """Where the article begins: its headline, else its body."""
        return self.headline if self.headline is not None else self.body

    def is_near_head(self, span: Span) -> bool:
        """Whether it stands around the headline and the head of the body; on a page without an article everything does."""
        top = self.top
        if top is None:
            return True
        return top - _NEAR_ABOVE <= span.start <= max(top, self.body or top) + _NEAR_BELOW

    def is_far(self, span: Span) -> bool:
        """Whether it stands well below the body."""
        return self.end is not None and span.start > self.end + _FAR_BELOW

    def is_in_related(self, span: Span) -> bool:
        """Whether it stands in the headline, teaser or dateline of another story."""
        before = bisect_left(self.others, (span.end, -1))
        return before > 0 and self.others[before - 1][1] > span.start

    def blocks_from(self, position: int) -> int:
        """The number of the first block that ends behind `position`."""
        return max(bisect_right(self.starts, position) - 1, 0)


def page_of(document: Document, layout: Layout, article: Article, text: str | None, month_first: bool | None) -> Page:
    """Gather what is asked again and again of a page."""
    text = western_figures(document.text) if text is None else text
    starts = tuple(block.span.start for block in layout.blocks[:MAX_BLOCKS])
    headline = article.headline.start if article.headline else None
    told = (part for r in article.related for part in (r.headline, r.teaser, r.dateline.span if r.dateline else None))
    spans = sorted((part.start, part.end) for part in told if part is not None)
    furthest = accumulate((end for _, end in spans), max)
    return Page(
        document=document,
        layout=layout,
        article=article,
        text=text,
        month_first=month_first,
        headline=headline,
        body=article.body[0].range.start if article.body else None,
        end=article.body[-1].range.end if article.body else None,
        others=tuple((start, end) for (start, _), end in zip(spans, furthest, strict=True)),
        numbered=_numbered(text, layout, starts),
        starts=starts,
        around=_holding(layout.blocks, starts, headline),
    )


def _numbered(text: str, layout: Layout, starts: tuple[int, ...]) -> tuple[int, ...]:
    """The blocks with a figure in their first LONG characters; every block is looked into once."""
    found = []
    at = 0
    while match := _DIGIT.search(text, at):
        number = bisect_right(starts, match.start()) - 1
        if number >= 0:
            span = layout.blocks[number].span
            if match.start() < min(span.end, span.start + LONG):
                found.append(number)
        if number + 1 >= len(starts):
            break
        at = starts[number + 1]
    return tuple(found)


def _holding(blocks: tuple[Block, ...], starts: tuple[int, ...], headline: int | None) -> tuple[Element, ...]:
    number = bisect_right(starts, headline) - 1 if headline is not None else -1
    return blocks[number].path if number >= 0 else ()
