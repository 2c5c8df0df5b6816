"""Lines of text, with what a machine would read beside them → the day of the page: what the tests of `Published` share."""

from onrecord.grounding import find_times, resolve_published
from onrecord.layout import Block, Element, Fact, Layout
from onrecord.record import Article, BlockKind, BodyBlock, Noted, PageKind, Published, Related
from onrecord.text import Document, Span
from tests.spans import span_of

LINKED = 'script[type="application/ld+json"] NewsArticle.datePublished'
HEADLINE = "Ferry operator halts crossings to Brennö"
BODY = "# The operator of the Brennö ferry stopped all crossings after cracks were found in a hull."


def page(
    *lines: str,
    facts: tuple[Fact, ...] = (),
    lang: str | None = "en-GB",
    url: str | None = None,
    retrieved: str | None = None,
    teasers: tuple[str, ...] = (),
    body_from: str = "# ",
    kind: PageKind = PageKind.ARTICLE,
) -> Published:
    """Date a page of these lines; those that begin with `# ` are its body, the headline and teasers are known by their words."""
    text, blocks, body, start = "", [], [], 0
    for line in lines:
        words = line.removeprefix(body_from)
        start = len(text)
        span = Span(start, start + len(words))
        text += words + "\n\n"
        blocks.append(Block(span, path=(Element("p"),) if facts or url else ()))
        if line.startswith(body_from):
            body.append(BodyBlock(span, BlockKind.PARAGRAPH))
    headline = span_of(text, HEADLINE) if HEADLINE in text else None
    related = tuple(Related(None, span_of(text, t), None, None, False) for t in teasers)
    article = Article(kind, None, None, None, headline, tuple(body), (), None, (), (), related, (), ())
    document = Document("sha256:0", url or "page.txt", text, language="en", retrieved=retrieved)
    layout = Layout("text", tuple(blocks), facts, lang, url)
    times = find_times(document, article)
    assert isinstance(times, tuple)
    found = resolve_published(document, layout, article, times)
    published = found.layer if isinstance(found, Noted) else found
    assert isinstance(published, Published)
    for one in published.evidence:
        assert one.why
        assert one.span is None or document.check(one.span) is None
    return published


def verdicts(published: Published) -> dict[str, str]:
    """Each reading with its kind, and its verdict."""
    return {f"{one.kind} {one.reading}": str(one.verdict) for one in published.evidence}
