"""What runs on a page, in order. A stage is a pure function of the layers it names.

Read this first: PIPELINE is the whole program. A layer that no stage fills yet is None in the record and null in its JSON,
with a note that says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.article import find_article
from onrecord.article.forest import digests
from onrecord.characters import settled_document
from onrecord.clauses import find_clauses
from onrecord.encoder.encode import find_encoding
from onrecord.errors import OnRecordError, StageError
from onrecord.events import find_deeds, find_events, find_links, find_transfers, join_cases
from onrecord.grounding import find_times, resolve_actors, resolve_attributions, resolve_places, resolve_published, resolve_times
from onrecord.layout import Layout
from onrecord.mentions import find_mentions
from onrecord.record import Generator, Note, Noted, Record
from onrecord.statements import find_statements
from onrecord.text import Document
from onrecord.version import __version__


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: the layer it fills, the only layers that reach it, and the function that does it."""

    layer: str
    reads: tuple[str, ...]
    run: Callable[..., Any]


PIPELINE: Final = (
    Stage("article", reads=("document", "layout"), run=find_article),
    Stage("encoding", reads=("document", "article"), run=find_encoding),
    Stage("statements", reads=("document", "article", "encoding"), run=find_statements),
    Stage("mentions", reads=("document", "encoding"), run=find_mentions),
    Stage("clauses", reads=("document", "encoding"), run=find_clauses),
    Stage("deeds", reads=("document", "clauses", "statements", "mentions"), run=find_deeds),
    Stage("times_found", reads=("document", "article"), run=find_times),
    Stage("published", reads=("document", "layout", "article", "times_found"), run=resolve_published),
    Stage("times", reads=("document", "times_found", "published"), run=resolve_times),
    Stage("places", reads=("document", "article", "statements", "mentions"), run=resolve_places),
    Stage("actors", reads=("document", "article", "encoding", "statements", "mentions", "deeds", "published", "places"), run=resolve_actors),
    Stage("attributions", reads=("document", "article", "statements", "times", "published", "actors"), run=resolve_attributions),
    Stage("cases", reads=("document", "article", "statements", "deeds", "times", "places", "actors", "attributions", "published"), run=join_cases),
    Stage("events", reads=("document", "cases"), run=find_events),
    Stage("links", reads=("document", "cases", "events"), run=find_links),
    Stage("arms_transfers", reads=("document", "cases", "events"), run=find_transfers),
)

LAYERS: Final = tuple(stage.layer for stage in PIPELINE)


def run(
    document: Document,
    layout: Layout,
    *,
    until: str | None = None,
    notes: tuple[Note, ...] = (),
    mend: Callable[[str, Record], Record] | None = None,
) -> Record:
    """Read a document through PIPELINE, stopping after the layer `until` if given.

    Args:
        document: the page's text.
        layout: its blocks and the facts of its markup.
        until: one of LAYERS.
        notes: what reading the bytes already had to say.
        mend: called with each layer's name and the record once that layer is filled; what it returns is what later stages read
            (a person's corrections).

    Raises:
        PageError: the page is at fault; it names the page and the cause.
        StageError: we are at fault; it names the stage and the page.
    """
    seen = settled_document(document)  # what a Python knows of Unicode must not tell in a record
    record = Record(document, Generator("onrecord", __version__, digests()), layout=layout, notes=notes)
    for stage in PIPELINE:
        layers = {name: seen if name == "document" else getattr(record, name) for name in stage.reads}
        try:
            found = stage.run(**layers)
        except OnRecordError:
            raise
        except Exception as error:
            remedy = "this is a defect in onrecord: please report it with the page"
            raise StageError(document.location, f"{stage.layer} failed: {error!r:.200}", remedy) from error
        if isinstance(found, Noted):
            record = replace(record, notes=(*record.notes, *found.notes))
            found = found.layer
        record = replace(record, **{stage.layer: found})
        if stage.layer in _DIGESTS and found is not None:
            record = replace(record, generator=_DIGESTS[stage.layer](record.generator))
        if mend is not None:
            record = mend(stage.layer, record)
        if stage.layer == until:
            break
    return replace(record, notes=(*record.notes, *_unread(until)))


def keep_encodings(megabytes: int) -> None:
    """Of what the encoder said of the pages read in this process, keep so many megabytes: a text that comes again is not encoded again; 0: nothing.

    Raises:
        SetupError: the encoder is not there.
    """
    from onrecord.encoder.model import packaged

    packaged().keep(megabytes)


def generator() -> Generator:
    """What reads pages now, with the digest of every model that it may use. A record names those alone that its page needed."""
    found = Generator("onrecord", __version__, digests())
    for with_models in _DIGESTS.values():
        found = with_models(found)
    return found


def _with_encoder(generator: Generator) -> Generator:
    """The generator, with the digests of the encoder's files."""
    from onrecord.encoder.model import packaged

    return replace(generator, models={**generator.models, **packaged().digests})


def _with_judge(generator: Generator) -> Generator:
    """The generator, with the digests of what judges deeds."""
    from onrecord.events.judging import digests as of_events

    return replace(generator, models={**generator.models, **of_events()})


_DIGESTS: Final = {"encoding": _with_encoder, "deeds": _with_judge}  # the layers whose models are named in the record


# A note names what a reader of the JSON can look up; None: nothing there shows it.
_KNOWN_AS: Final[dict[str, str | None]] = {
    "times_found": "times",
    "encoding": None,
    "mentions": None,
    "clauses": None,
    "deeds": "events",
    "cases": "events",
}


def _unread(until: str | None) -> tuple[Note, ...]:
    """A note for each layer that did not run."""
    if until is None:
        return ()
    skipped = dict.fromkeys(_KNOWN_AS.get(name, name) for name in LAYERS[LAYERS.index(until) + 1 :])
    return tuple(Note(name, "not-run", f"reading was stopped after {until}") for name in skipped if name)
