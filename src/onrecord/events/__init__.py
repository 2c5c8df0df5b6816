"""What happened, how certain, and who shipped arms to whom: deeds, the cases they make, links, and the register of arms transfers."""

from typing import Any

from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    Deed,
    Event,
    EventLink,
    Mention,
    Note,
    Noted,
    Place,
    Published,
    Statement,
    Time,
)  # fmt: skip
from onrecord.text import Document


def find_deeds(
    document: Document, clauses: Any, statements: tuple[Statement, ...] | None, mentions: tuple[Mention, ...] | None
) -> tuple[Deed, ...] | Noted:
    """Find what is done on the page, and by which words who does it.

    Args:
        document: the page.
        clauses: trees of its windows, as `onrecord.clauses.find_clauses` gives them.

    Returns:
        Deeds in the order of the text; None for the layer where no clauses were read.

    Raises:
        SetupError: the weights are missing or altered.
    """
    if clauses is None:
        return Noted(None, ())
    from onrecord.events.deeds import read_deeds  # here: what it imports is not needed to show help
    from onrecord.events.models_of import packaged
    from onrecord.events.scene import Scene
    from onrecord.events.words import deeds_of

    models = packaged()
    drafts = [draft for tree in clauses for draft in read_deeds(Scene(tree, mentions or (), statements or ()), models)]
    return deeds_of(document, drafts)


def join_cases(
    document: Document,
    article: Article,
    statements: tuple[Statement, ...] | None,
    deeds: tuple[Deed, ...] | None,
    times: tuple[Time, ...] | None,
    places: tuple[Place, ...] | None,
    actors: tuple[Actor, ...] | None,
    attributions: tuple[Attribution, ...] | None,
    published: Published,
) -> Any:
    """Join what is told in several places, and tie statements to it.

    Returns:
        The cases and the links among them and the statements; None for the layer where no deeds were read.
    """
    if deeds is None:
        return Noted(None, ())
    from onrecord.events.cases import cases_of
    from onrecord.events.links import links_of

    cases = cases_of(document, article, statements or (), deeds, actors or (), times or (), places or (), attributions or (), published.date)
    return links_of(document, statements or (), attributions or (), cases, actors or ())


def find_events(document: Document, cases: Any) -> tuple[Event, ...] | Noted:
    """The events of a page, with type, parties, time, place and status.

    Returns:
        Events in the order of the text, e1 first; Noted(None, …) where the page is in another language than English.
    """
    if cases is None:
        return Noted(None, (Note("events", "language", "events are read in English only, and this page is in another language"),))
    from onrecord.events.layer import events_of

    return events_of(document, cases[0])


def find_links(document: Document, cases: Any, events: tuple[Event, ...] | None) -> tuple[EventLink, ...] | None:
    """The links of statements to events; None where no events were read."""
    if cases is None or events is None:
        return None
    ids = {event.id for event in events}
    return tuple(
        EventLink(link.statement, link.case.id, link.relation, link.basis, link.about, link.confidence)
        for link in cases[1]
        if link.case.id in ids
    )  # fmt: skip


def find_transfers(document: Document, cases: Any, events: tuple[Event, ...] | None) -> tuple[ArmsTransfer, ...] | None:
    """The register's rows of a page; None where no events were read."""
    if cases is None or events is None:
        return None
    from onrecord.events.transfers import transfers_of

    return transfers_of(document, cases[0], events)
