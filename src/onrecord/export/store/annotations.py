"""W3C Web Annotation: what is said, what is said to have happened, and what ties them, each on its words.

One AnnotationCollection, one annotation a line. Positions count code points, as the Recommendation has it, in the text that onrecord
reads off the page (its offsets are not those of the page's markup); `onrecord:startUTF16` stands beside them for browsers. A citation in
pieces targets the range from its first to its last word, and lists the pieces.

Source: Web Annotation Data Model, W3C Recommendation 2017.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from onrecord.export.store.head import Head
from onrecord.export.store.pages import Page
from onrecord.export.store.tables import denial
from onrecord.text import Span

Json = dict[str, Any]
NAMESPACE: Final = "https://onrecord.invalid/ns#"
CONTEXT: Final = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": NAMESPACE}]
_AROUND: Final = 32  # code points before and after a quote, by which it is found again in a text that has changed


def collection(head: Head, pages: Iterable[Page]) -> Iterator[str]:
    """The lines of one JSON-LD document."""
    about = {"@context": CONTEXT, "id": "urn:onrecord:export", "type": "AnnotationCollection", "label": "onrecord: who said what, on which words",
             "generator": {"id": "urn:onrecord", "type": "Software", "name": head.generator}, "onrecord:head": head.to_dict()}  # fmt: skip
    first = {"id": "urn:onrecord:export:1", "type": "AnnotationPage", "partOf": "urn:onrecord:export", "startIndex": 0}
    yield f'{_line(about)[:-1]}, "first": {_line(first)[:-1]}, "items": ['
    total = 0
    held = ""  # the last line has no comma
    for page in pages:
        for annotation in annotations(page):
            if total:
                yield f"{held},"
            held = _line(annotation)
            total += 1
    if total:
        yield held
    yield f']}}, "total": {total}}}'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def annotations(page: Page) -> Iterator[Json]:
    """The annotations of a page: of its statements, its events, and the links between them. What cites no words has none."""
    record, known = page.record, page.known
    cues = {one.id: one.cue.spans for one in record.statements or ()}
    actors = {told.statement: told.actors for told in record.attributions or ()}
    for one in record.statements or ():
        content = one.content.spans if one.content else one.cue.spans
        tags = [one.stance.value if one.stance else "no stance", one.kind.value, *([] if one.settled else ["not settled"])]
        bodies = [_tag(tag) for tag in tags]
        bodies += [_part(page, "source", one.source.spans)] if one.source else []
        bodies += [_part(page, "cue", one.cue.spans)]
        bodies += [_named(name) for name in dict.fromkeys(map(known.name, actors.get(one.id, ()))) if name]
        yield _annotation(page, one.id, "classifying", bodies, content, one.confidence)
    for event in record.events or ():
        names = [f"{side}: {known.name(actor)}" for side, ids in (("by", event.initiators), ("to", event.recipients)) for actor in ids]
        tags = [event.type, *filter(None, (event.mode, event.told_as)), event.status.value, *event.contexts]
        bodies = [_tag(tag) for tag in (*tags, *([] if event.settled else ["not settled"]))]
        bodies += [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": text} for text in (*names, denial(page, event.id))
        ]
        if event.triggers:
            yield _annotation(page, event.id, "classifying", bodies, event.triggers, event.confidence)
    for number, link in enumerate(record.links or (), 1):
        bodies = [_tag(link.relation), _tag(link.basis)]
        bodies += [{"type": "SpecificResource", "purpose": "linking", "source": _iri(page, one)} for one in (link.statement, link.target)]
        if about := link.about or cues.get(link.statement, ()):
            yield _annotation(page, f"link{number}", "linking", bodies, about, link.confidence)


def _annotation(page: Page, name: str, motivation: str, bodies: list[Json], spans: Sequence[Span], confidence: float) -> Json:
    return {
        "id": _iri(page, name),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": _target(page, spans),
        "onrecord:confidence": confidence,
        "onrecord:version": page.version,
    }


def _iri(page: Page, name: str) -> str:
    return f"urn:onrecord:{page.key}:{name}"


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": value}


def _named(name: str) -> Json:
    return {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": name}


def _part(page: Page, role: str, spans: Sequence[Span]) -> Json:
    """The words for the source or the cue, as a body of their own."""
    return {"type": "SpecificResource", "purpose": f"onrecord:{role}", **_target(page, spans)}


def _target(page: Page, spans: Sequence[Span]) -> Json:
    pieces = sorted(spans)
    whole = Span(pieces[0].start, max(piece.end for piece in pieces))
    target: Json = {"source": _source(page), "selector": [_position(page, whole), _quote(page, whole)]}
    if len(pieces) > 1:
        target["onrecord:pieces"] = [_position(page, piece) | {"onrecord:exact": page.known.words(piece)} for piece in pieces]
    return target


def _source(page: Page) -> Json:
    document = page.record.document
    found: Json = {
        "id": page.url or f"urn:onrecord:{page.key}",
        "type": "Text",
        "onrecord:document": document.id,
        "onrecord:location": document.location,
    }
    if document.language:
        found["language"] = document.language
    return found


def _position(page: Page, span: Span) -> Json:
    start, end = page.units.span(span)
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end, "onrecord:startUTF16": start, "onrecord:endUTF16": end}


def _quote(page: Page, span: Span) -> Json:
    """The words with some of those around them, cut between grapheme clusters."""
    document = page.record.document
    before, after = max(span.start - _AROUND, 0), min(span.end + _AROUND, len(document.text))
    while before in document.inner:
        before += 1
    while after in document.inner:
        after -= 1
    return {
        "type": "TextQuoteSelector",
        "exact": document[span],
        "prefix": document.text[before : span.start],
        "suffix": document.text[span.end : after],
    }
