"""Document and Layout → Article: headline, body, dateline, byline, agency, related stories, furniture."""

from onrecord.layout import Layout
from onrecord.record import Article, BlockKind, BodyBlock, PageKind
from onrecord.text import Document


def find_article(document: Document, layout: Layout) -> Article:
    """Tell the outlet's own running text from everything around it."""
    body = tuple(BodyBlock(b.span, BlockKind.PARAGRAPH) for b in layout.blocks)
    return Article(PageKind.ARTICLE, None, None, layout.url, None, body, (), None, (), (), (), (), ())
