"""From a page as it was met to what it tells."""

from onrecord.across.days import days_of
from onrecord.across.layers import Layers
from onrecord.across.reliance import takes_back
from onrecord.across.telling import Capture, Link, Telling
from onrecord.across.told_deeds import deeds_in, parts_of
from onrecord.across.told_utterances import utterances_in
from onrecord.across.told_words import lead_of, names_in
from onrecord.record import Record


def capture_of(record: Record) -> Capture:
    """A record read from a file, as a capture: where it was read is what it is called."""
    return Capture(record.document.location, record)


def tell(capture: Capture) -> Telling:
    """What a page tells of deeds and who says so."""
    record = capture.record
    article = record.article
    published = capture.published or (record.published.date if record.published else None)
    days = days_of(published)
    layers = Layers(capture)
    utterances = tuple(utterances_in(layers))
    deeds = tuple(deeds_in(layers))
    return Telling(
        id=capture.id,
        digest=record.document.id,
        outlet=capture.outlet or (article.outlet if article else None),
        agencies=capture.agencies if capture.agencies is not None else tuple(c.name for c in article.agencies) if article else (),
        published=published,
        day=days[1] if days else None,
        deeds=deeds,
        utterances=utterances,
        links=tuple(Link(x.statement, x.target, x.relation, x.basis) for x in record.links or ()),
        names=frozenset(names_in(layers)),
        lead=frozenset(lead_of(layers)),
        states=frozenset(a.id for a in record.actors or () if a.kind == "state"),
        retraction=any(n.kind == "retraction" for n in (article.notices if article else ())) or _takes_back_at_head(layers),
        bodies=tuple(w for w in layers.who.values() if w.standing == "named" and w.kind in ("organisation", "group") and w.party != w.country),
        parts=parts_of(deeds),
    )


def _takes_back_at_head(layers: Layers) -> bool:
    """Whether the page opens with taking back a report."""
    article = layers.record.article
    lead = [layers.text[b.range.start : b.range.end] for b in (article.body[:2] if article else ())]
    return any(takes_back(text[:400]) for text in lead)
