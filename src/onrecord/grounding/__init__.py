"""When, where and who: times, the day of publication, places, actors and what hangs on a statement."""

from onrecord.encoder.encode import Encoding
from onrecord.layout import Layout
from onrecord.record import Actor, Article, Attribution, Deed, FoundTime, Mention, Note, Noted, PageKind, Place, Published, Statement, Time
from onrecord.text import Document, pieces

_MAX_TIMES = 5000  # a page with more is a table of numbers or made to hurt


def find_times(document: Document, article: Article) -> tuple[FoundTime, ...] | Noted:
    """Find every time expression in the headline and body, with its meaning before it is anchored to a day.

    Args:
        document: the page; only English is read.
        article: where its headline and body stand.

    Returns:
        The expressions in the order of the text; or Noted(None, …) where the page is in another language.
    """
    if document.language not in ("en", None):
        note = Note("times_found", "language", f"times are read in English only, and this page is in {document.language!r}")
        return Noted(None, (note,))
    from onrecord.grounding.times.find import find_in  # here: `import onrecord` need not compile a grammar
    from onrecord.grounding.times.tense import tense_at

    ranges = sorted({*([article.headline] if article.headline else []), *(block.range for block in article.body)}, key=lambda r: (r.start, r.end))
    found: list[FoundTime] = []
    for start, end in (piece for where in ranges for piece in pieces(document.text, where.start, where.end)):
        if len(found) == _MAX_TIMES:
            break
        for one in find_in(document.text, start, end, most=_MAX_TIMES):
            span = document.cite(one.start, one.end)
            if span is not None and (not found or span.start >= found[-1].span.end) and len(found) < _MAX_TIMES:
                found.append(FoundTime(span, one.type, one.meaning, tense_at(document.text, span.start, span.end)))
    if len(found) == _MAX_TIMES:
        return Noted(tuple(found), (Note("times_found", "cut", f"only the first {_MAX_TIMES} time expressions were kept"),))
    return tuple(found)


_NO_TEXT = {
    PageKind.INDEX: "a list of stories",
    PageKind.CONSENT: "a request for consent",
    PageKind.ERROR: "an error page",
}  # nothing was published here


def resolve_published(document: Document, layout: Layout, article: Article, times_found: tuple[FoundTime, ...] | None) -> Published | Noted:
    """Tell the day on which the text was first published, with the evidence for it and against the others.

    Returns:
        Every date on the page as evidence, with its verdict and why. `date` is the day where one candidate is clearly the best
        (decide.ANSWER, ANSWER_YEAR), the month or year where only those are sure, else None; never the day of the crawl for want of another.
        On a page without an article, such as an index, no date, with a note; its evidence is rejected for that reason.
    """
    from onrecord.grounding.published.decide import decide, without_article
    from onrecord.grounding.published.sightings import find_sightings

    published = decide(document, layout, article, find_sightings(document, layout, article), times_found or ())
    if article.kind not in _NO_TEXT:
        return published
    what = _NO_TEXT[article.kind]
    return Noted(without_article(published, what), (Note("published", "no-article", f"no day of publication: the page is {what}"),))


def resolve_times(document: Document, times_found: tuple[FoundTime, ...] | None, published: Published) -> tuple[Time, ...] | None:
    """Give each time expression its TIMEX3 value, anchored to the day of publication.

    Returns:
        One Time for each expression, in the same order; None where none were looked for. Where the day of publication is not
        known, relative times keep XXXX in their value and have no `earliest` and `latest`.
    """
    if times_found is None:
        return None
    from onrecord.grounding.times.resolve import resolve

    return resolve(document, times_found, published)


def resolve_places(
    document: Document, article: Article, statements: tuple[Statement, ...] | None, mentions: tuple[Mention, ...] | None
) -> tuple[Place, ...] | Noted:
    """Find the places that headline, body and dateline name, and tell which place of that name each is.

    Returns:
        One Place a referent, in the order of first mention. A capital, country or seat of government that acts or speaks is a state and
        no place here; neither are adjectives ("Russian") and towns in the names of arms. Noted(None, …) where the page is in another
        language than English.
    """
    if document.language not in ("en", None):
        note = Note("places", "language", f"places are read in English only, and this page is in {document.language!r}")
        return Noted(None, (note,))
    from onrecord.grounding.places.layer import find_places

    places, whole = find_places(document, article, statements, mentions or ())
    if whole:
        return places
    return Noted(places, (Note("places", "cut", "the page names more places than are read: only its first names were looked at"),))


def resolve_actors(
    document: Document,
    article: Article,
    encoding: Encoding | None,
    statements: tuple[Statement, ...] | None,
    mentions: tuple[Mention, ...] | None,
    deeds: tuple[Deed, ...] | None,
    published: Published,
    places: tuple[Place, ...] | None,
) -> tuple[Actor, ...] | Noted:
    """Join the sources of statements that are one: "he", "the minister", "Shoigu" and "Defence Minister Sergei Shoigu"; tell who that is.

    Returns:
        An actor for each, for each person, body and acting state that is named, and for whoever does a deed or has it done to them, in the order
        of first mention: country, sector, title,
        role and Wikidata id where page and tables tell them, else None.
        A capital or seat of government that speaks is its state. A pronoun that nothing agrees with is no actor.
        Noted(None, …) where statements were not read.

    Raises:
        SetupError: a table or the gazetteer is missing or damaged.
    """
    if statements is None:
        return Noted(None, (Note("actors", "no-statements", "actors are read off the sources of statements, and statements were not read"),))
    if not mentions and not any(statement.source for statement in statements):
        return ()
    from onrecord.grounding.actors.chains import find_chains
    from onrecord.grounding.actors.layer import actors_of, home_of

    day = published.date if published.date and len(published.date) == 10 else None
    clusters: tuple[tuple[Mention, ...], ...] = ()
    chains = find_chains(document, article, statements) if any(statement.source for statement in statements) else ()
    if encoding is not None and mentions:
        from onrecord.grounding.actors.merging import find_clusters, merged

        clusters = find_clusters(document, encoding, mentions)
        chains = merged(document, chains, clusters, statements)
    if deeds:
        from onrecord.grounding.actors.doers import with_doers

        chains = with_doers(document, chains, (doer for deed in deeds for doer in deed.doers), clusters)
    return actors_of(document, chains, day, home_of(article, places or ()), places or (), statements)


def resolve_attributions(
    document: Document,
    article: Article,
    statements: tuple[Statement, ...] | None,
    times: tuple[Time, ...] | None,
    published: Published,
    actors: tuple[Actor, ...] | None,
) -> tuple[Attribution, ...] | Noted:
    """Tell of each statement which actors its source is, through whom it came, and when it was said.

    Returns:
        One Attribution a statement, in the same order; Noted(None, …) where statements were not read.
    """
    if statements is None:
        why = "when and through whom a statement came is read beside the statement, and statements were not read"
        return Noted(None, (Note("attributions", "no-statements", why),))
    from onrecord.grounding.actors.saying import find_attributions

    return find_attributions(document, article, statements, times or (), published, actors or ())
