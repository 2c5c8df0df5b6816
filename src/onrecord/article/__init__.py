"""Document + Layout → Article: the page's own text apart from everything around it."""

from collections.abc import Sequence

from onrecord.article.credits import find_credits
from onrecord.article.dateline import Filed, find_dateline
from onrecord.article.furniture import find_furniture
from onrecord.article.headline import headline_span
from onrecord.article.kinds import kind_of_page
from onrecord.article.lines import Line
from onrecord.article.listed import find_listed
from onrecord.article.notices import find_notices, without_notices
from onrecord.article.origin import outlet_of, section_of, url_of
from onrecord.article.parts import find_parts
from onrecord.article.related import find_related
from onrecord.article.weighing import choose, weigh
from onrecord.layout import Layout
from onrecord.record import Article, BlockKind, BodyBlock, PageKind, Related
from onrecord.text import Document, Span


def find_article(document: Document, layout: Layout) -> Article:
    """Find the article of a page: headline, body, dateline, credits, related stories, furniture.

    Args:
        document: the page's text.
        layout: its blocks; in HTML also the elements around them, their links, and the facts of the markup.

    Returns:
        The article. Headline, body, related stories, notices and furniture do not overlap and together cover every block;
        dateline, agencies and authors lie within them. What the page does not tell is None or ().
    """
    html = layout.form == "html"
    weighed = weigh(document, layout)
    lines, top = weighed.lines, weighed.top
    body = choose(layout, weighed)
    advertised = find_related(document, lines, sorted(body), top, html=html)
    parts = find_parts(document, layout, lines, sorted(body))
    kind = kind_of_page(layout, lines, sorted(body), top, entries=len(parts), stories=len(advertised.stories))
    if kind is PageKind.INDEX and weighed.enumerated and body:
        kind = PageKind.ARTICLE  # an article that is a list
    if kind in (PageKind.INDEX, PageKind.ERROR, PageKind.CONSENT):
        body, top, parts = {}, None, ()  # what looked like an article is a teaser, or what the page says of itself
        advertised = find_related(document, lines, (), None, html=html)
        if kind != PageKind.CONSENT:
            listed = find_listed(lines, html=html)
            advertised = listed if len(listed.stories) * 2 > len(advertised.stories) * 3 else advertised
    noticed = find_notices(document, lines, sorted(body), {*advertised.taken, *([] if top is None else [top])})
    for each in noticed:
        if each.notice.span == lines[each.line].span:
            body.pop(each.line, None)
        else:
            body.setdefault(each.line, BlockKind.PARAGRAPH)  # the end of a paragraph; what stands before it is text
    order = tuple(sorted(body))
    outlet = outlet_of(layout, lines, top)
    filed = _filed(document, lines, order)
    credited = find_credits(document, layout, lines, order, top, filed, outlet)
    blocks = without_notices(_blocks(document, lines, body), noticed, document)
    headline = headline_span(document, layout, lines[top]) if top is not None else None
    notices = tuple(each.notice for each in noticed)
    return Article(
        kind=kind,
        outlet=outlet,
        section=section_of(layout),
        url=url_of(layout),
        headline=headline,
        body=blocks,
        parts=parts,
        dateline=filed.dateline if filed else None,
        agencies=credited.agencies,
        authors=credited.authors,
        related=tuple(advertised.stories),
        notices=notices,
        furniture=find_furniture(
            document,
            lines,
            [*(block.range for block in blocks), *_spans(advertised.stories), *([headline] if headline else []), *(each.span for each in notices)],
            {**advertised.furniture, **dict.fromkeys(credited.bylines, "byline")},
        ),
    )


def _spans(stories: Sequence[Related]) -> list[Span]:
    return [span for story in stories for span in (story.headline, story.teaser) if span is not None]


def _blocks(document: Document, lines: Sequence[Line], body: dict[int, BlockKind]) -> tuple[BodyBlock, ...]:
    """The blocks of the body; lines of one block of the page that follow each other are one again, of the kind of the longest."""
    blocks: list[BodyBlock] = []
    last: Line | None = None
    longest = 0
    for i in sorted(body):
        line, kind = lines[i], body[i]
        joint = document.cite(blocks[-1].range.start, line.span.end) if last and (last.number, last.source) == (i - 1, line.source) else None
        if joint is not None:
            blocks[-1] = BodyBlock(joint, kind if len(line.text) > longest else blocks[-1].kind)
            longest = max(longest, len(line.text))
        else:
            blocks.append(BodyBlock(line.span, kind))
            longest = len(line.text)
        last = line
    return tuple(blocks)


def _filed(document: Document, lines: Sequence[Line], body: Sequence[int]) -> Filed | None:
    """The dateline at the head of one of the first blocks of the body."""
    for i in body[:3]:
        filed = find_dateline(document, lines[i].span.start, lines[i].span.end)
        if filed is not None and lines[i].words >= 8:
            return filed
    return None
