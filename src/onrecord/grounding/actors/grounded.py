"""One actor of a page: what all its mentions say together, and who that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.grounding.actors.composing import Kind, bodies, compose, state_of
from onrecord.grounding.actors.linking import link
from onrecord.text import Document, Span


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is known of an actor; None where neither page nor tables say."""

    kind: Kind | None
    country: str | None  # ISO 3166 alpha-3
    sector: str | None  # PLOVER
    title: Span | None
    role: str | None  # on the day of the page: in the page's words where it states one, else the office of the table
    wikidata: str | None


def ground(document: Document, mentions: Sequence[Span], name: Span | None, kind: Kind | None, day: str | None) -> Grounded:
    """Compose an actor from its mentions and link it; it speaks or acts, so the name of a capital or a seat of government stands for its state.

    Args:
        mentions: every phrase that speaks of it, the fullest first; pronouns say nothing.
        name: its proper name, where one mention has it.
        kind: what is known already.
        day: of the page, ISO; None where it is not known.
    """
    text = document.text
    written = " ".join(text[name.start : name.end].split()) if name else ""
    if kind == "person" and " " not in written and _bare(written) in bodies():
        kind = "organisation"  # "Wagner" is a body by our table, and a surname only with more of a name
    if (
        kind == "person"
        and " " not in written
        and len(mentions) > 0
        and all(text[one.start : one.end] == written for one in mentions)
        and state_of(written)
    ):
        kind = None  # "Naypyitaw" alone is no surname
    if name is not None and kind != "person":
        state = state_of(_bare(written))
        if state is not None and _bare(written) not in bodies():
            return Grounded("state", state, "GOV", None, None, None)
    said = [compose(text, mention, name if name and mention.start <= name.start and name.end <= mention.end else None) for mention in mentions[:20]]
    country = _most(one.country for one in said)
    sector = _most(one.sector for one in said)
    titles = [one.title for one in said if one.title is not None and (kind or one.kind) in ("person", None)]
    title = max(titles, key=lambda span: (span.end - span.start, -span.start), default=None)
    kind = kind or next((one.kind for one in said if one.kind is not None), None)
    role = " ".join(text[title.start : title.end].split()) if title else None
    if name is None or kind not in ("person", None):
        return Grounded(kind, country, sector, title, None, None)
    former = any(one.former for one in said)
    linked = link(written, country, role, day)
    if linked is None:
        return Grounded(kind, country, sector, title, None if former else role if kind == "person" else None, None)
    office = None if former else linked.office
    return Grounded(
        "person", country or linked.country, sector or ("GOV" if office else None), title, (None if former else role) or office, linked.wikidata
    )


def _bare(name: str) -> str:
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name.removeprefix("the ").removeprefix("The ")


def _most(values: Iterable[str | None]) -> str | None:
    """What most mentions say; of equals the first."""
    told = Counter(value for value in values if value)
    return told.most_common(1)[0][0] if told else None
