"""The tables across pages: claims with all who stand behind them, deals, stories, copies; and the pages that failed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.store.columns import Row, Table, column, texts
from onrecord.export.store.pages import PROVENANCE, Page, Pages, hull
from onrecord.text import Span

if TYPE_CHECKING:
    from onrecord.record import Event
    from onrecord.store.coverage import Coverage
    from onrecord.store.store import Store
    from onrecord.stories import Claim, Deal, Stories, Voice

RELATIONS: Final = ("asserts", "denies", "declines", "doubts")
_STANDING: Final = ("independently_reported", "corroborated", "disputed", "retracted")
_COUNTS: Final = ("outlets", "newsrooms", "origins", "parties")

_WHAT: Final = (
    *texts("type: PLOVER's", "status: as for events", "time: TIMEX3 or an interval"),
    *(
        column("texts", f"{name}: {meaning}")
        for name, meaning in (("initiators", "who does it"), ("recipients", "to whom"), ("items", "what is transferred"))
    ),
)
_WHO: Final = (
    *(
        column("texts", f"{name}: {meaning}")
        for name, meaning in (
            ("asserted_by", "who asserts it, on any page"),
            ("denied_by", "who denies it"),
            ("declined_by", "who declines to say"),
            ("doubted_by", "who doubts it"),
            ("narrated_by", "newsrooms that say it in their own voice"),
        )
    ),
    column("text", "denial: who denies it, or in how many pages nobody was found who does"),
    column("integer", "outlets: that print it"),
    column("integer", "newsrooms: that report it; an agency with all its copies is one"),
    column("integer", "origins: utterances, however often retold"),
    column("integer", "parties: that stand behind them; unnamed sources and narrators are none"),
    column("truth", "independently_reported: by two newsrooms or more"),
    column("truth", "corroborated: asserted by two parties of which neither cites the other"),
    column("truth", "disputed: asserted and denied"),
    column("truth", "retracted: taken back"),
)
_QUOTE_OF: Final = column("text", "quote_of: what the words quoted do: asserts, narrates (the paragraph, or the headline), denies, declines, doubts")

CLAIMS: Final = Table(
    "claims",
    "a deed as many pages tell it; it quotes the first to tell it",
    (
        *texts("claim: its ID", "story: its story's ID", "of: event or transfer"),
        *_WHAT,
        *texts("supplier: of a transfer", "recipient: of a transfer", "deal: its deal's ID"),
        *_WHO,
        column("texts", "figures: on which sources may differ, each with who gives it and who denies it"),
        *texts("first: day on which it was first told", "last: day on which it was last told"),
        column("texts", "pages: keys of all pages that tell or answer it"),
        _QUOTE_OF,
        *PROVENANCE,
    ),
)
VOICES: Final = Table(
    "voices",
    "a source that asserts, denies, declines or doubts a claim on a page, or a newsroom that narrates it; it quotes the words that do it",
    (
        *texts(
            "claim: its ID",
            "relation: asserts, denies, declines, doubts, narrates",
            "party: who stands behind it; empty: an unnamed source, or a narrator",
            "actor: who says it",
            "cites: whose word it repeats, and says so",
            "origin: the utterance, the same however many newsrooms retell it",
            "newsroom: whose own reporting it is",
            "statement: its ID on the page",
            "said_earliest: first day on which it may have been said",
            "said_latest: last day",
            "said_basis: stated, day-of-page, no-later-than-page",
        ),
        *PROVENANCE,
    ),
)
DEALS: Final = Table(
    "deals",
    "a step of a deal, in the order of its stages; it quotes as its claim does",
    (
        column("text", "deal: its ID"),
        column("integer", "step: from 1"),
        *texts("supplier: who supplies", "recipient: who receives"),
        column("texts", "totals: how many of each kind, and how many of them have come; batches are parts of a total and are not added to it"),
        column("text", "claim: the step's ID"),
        *_WHAT,
        *_WHO,
        *texts("first: day on which it was first told", "last: day on which it was last told"),
        _QUOTE_OF,
        *PROVENANCE,
    ),
)
STORIES: Final = Table(
    "stories",
    "a page of a story; it quotes the headline",
    (*texts("story: its ID", "first: day of its first page", "last: day of its last page"), *PROVENANCE),
)
COPIES: Final = Table(
    "copies",
    "a page that carries another's text, or nearly did; it quotes words of the first that show it",
    (
        *texts("kind: copy, excerpt, update, cites, independent (a near miss)", "of_page: key of the other page"),
        column("number", "share: of the page's sentences that stand in the other"),
        *texts(
            "of_document: digest of the other's bytes", "of_location: where the other was read", "of_quote: the same words in the other, where shown"
        ),
        *PROVENANCE,
    ),
)
FAILURES: Final = Table(
    "failures",
    "a page that could not be read: no other table says anything of it",
    texts(
        "location: where it lies",
        "outlet: who is said to have published it",
        "stage: at which it failed",
        "cause: why",
        "remedy: what to do",
        "version: of onrecord",
    ),
)


@dataclass(frozen=True, slots=True)
class Across:
    """All that the tables across pages are made of."""

    store: "Store"
    pages: Pages
    stories: "Stories"
    coverage: "Coverage"


def names_of(voices: "Iterable[Voice]") -> tuple[str, ...]:
    """Those who say it, each once, with the state that stands behind them where that is another."""
    told = []
    for voice in voices:
        name = voice.actor or voice.party or "(source not named)"
        told.append(f"{name} ({voice.party})" if voice.party and voice.party.isupper() and voice.party != name else name)
    return tuple(dict.fromkeys(told))


def narrators_of(claim: "Claim") -> tuple[str, ...]:
    """The newsrooms that say it in their own voice; a page by its key where none is known."""
    return tuple(dict.fromkeys(one.newsroom or one.document for one in claim.narrated))


def voice_words(page: Page, statement: str | None) -> tuple[Span, ...]:
    """The words of a statement from the first to the last; of no statement, the headline."""
    one = next((s for s in page.record.statements or () if s.id == statement), None)
    if one is None:
        return page.headline
    return hull(one.source.spans if one.source else (), one.cue.spans, one.content.spans if one.content else ())


def narrated_words(page: Page, claim: "Claim") -> tuple[Span, ...]:
    """The paragraph in which a page tells a claim in its own voice, where one deed of the page alone can be meant; else its headline."""
    events = [event for event in page.record.events or () if event.narrator and event.triggers and _fits(page, event, claim)]
    told = _block(page, events[0].triggers[0]) if len(events) == 1 else None
    return (told,) if told else page.headline


def _fits(page: Page, event: "Event", claim: "Claim") -> bool:
    """Whether an event is of the claim's type and status, with a party in common on each side."""
    sides = ((event.initiators, claim.initiators), (event.recipients, claim.recipients))
    return (event.type, event.status) == (claim.type, claim.status) and all(
        not wanted or any({actor, page.known.name(actor)} & set(wanted) for actor in actors) for actors, wanted in sides
    )


def _block(page: Page, words: Span) -> Span | None:
    article = page.record.article
    return next((block.range for block in article.body if words in block.range), None) if article else None


def first_telling(claim: "Claim") -> tuple[str, str, str | None] | None:
    """How a claim is told where it is quoted, on which page, in which statement: by the first that asserts it, else narrates it, else answers it."""
    asserted, *answers = ([(name, voice.document, voice.statement) for voice in getattr(claim, name)] for name in RELATIONS)
    told = [("narrates", one.document, None) for one in claim.narrated]
    return next(chain(asserted, told, *answers), None)


def _claims(across: Across) -> Iterator[Row]:
    for claim in across.stories.claims:
        yield {
            "claim": claim.id,
            "story": claim.story,
            "of": claim.of,
            **_what(claim),
            "supplier": claim.supplier,
            "recipient": claim.recipient,
            "deal": claim.deal,
            **_who(across, claim),
            "figures": tuple(
                f"{f.what} {f.value} (by {', '.join(f.by)}{'; denied by ' + ', '.join(f.denied_by) if f.denied_by else ''})" for f in claim.figures
            ),
            "first": claim.first,
            "last": claim.last,
            "pages": pages_of(claim),
            **_quoted(across, claim),
        }


def pages_of(claim: "Claim") -> tuple[str, ...]:
    """The keys of all pages that tell or answer a claim."""
    voices = [voice.document for name in RELATIONS for voice in getattr(claim, name)]
    return tuple(sorted({*voices, *(one.document for one in claim.narrated)}))


def _what(claim: "Claim") -> Row:
    return {
        "type": claim.type,
        "status": claim.status.value,
        "time": claim.time,
        "initiators": claim.initiators,
        "recipients": claim.recipients,
        "items": claim.items,
    }


def _who(across: Across, claim: "Claim") -> Row:
    denied = names_of(claim.denies)
    return {
        "asserted_by": names_of(claim.asserts),
        "denied_by": denied,
        "declined_by": names_of(claim.declines),
        "doubted_by": names_of(claim.doubts),
        "narrated_by": narrators_of(claim),
        "denial": f"denied by {'; '.join(denied)}" if denied else across.coverage.no_denial(),
        **{name: getattr(claim, name) for name in (*_COUNTS, *_STANDING)},
    }


def _quoted(across: Across, claim: "Claim") -> Row:
    first = first_telling(claim)
    if first is None:
        return dict.fromkeys(("quote_of", *(column.name for column in PROVENANCE)))
    relation, key, statement = first
    page = across.pages.page(key)
    return {"quote_of": relation, **page.cited(narrated_words(page, claim) if statement is None else voice_words(page, statement))}


def _voices(across: Across) -> Iterator[Row]:
    for claim in across.stories.claims:
        for relation in RELATIONS:
            for voice in getattr(claim, relation):
                page = across.pages.page(voice.document)
                yield _voice(claim.id, relation, voice) | page.cited(voice_words(page, voice.statement))
        for one in claim.narrated:
            page = across.pages.page(one.document)
            yield _voice(claim.id, "narrates", None) | {"newsroom": one.newsroom} | page.cited(narrated_words(page, claim))


def _voice(claim: str, relation: str, voice: "Voice | None") -> Row:
    said = voice.said if voice else None
    return {
        "claim": claim,
        "relation": relation,
        **{name: getattr(voice, name) if voice else None for name in ("party", "actor", "cites", "origin", "newsroom", "statement")},
        "said_earliest": said.earliest if said else None,
        "said_latest": said.latest if said else None,
        "said_basis": said.basis if said else None,
    }


def _deals(across: Across) -> Iterator[Row]:
    claims = {claim.id: claim for claim in across.stories.claims}
    for deal in across.stories.deals:
        for step, name in enumerate(deal.claims, 1):
            claim = claims[name]
            yield {
                "deal": deal.id,
                "step": step,
                "supplier": deal.supplier,
                "recipient": deal.recipient,
                "totals": tuple(_totals(deal, [claims[c] for c in deal.claims])),
                "claim": claim.id,
                **_what(claim),
                **_who(across, claim),
                "first": claim.first,
                "last": claim.last,
                **_quoted(across, claim),
            }


def _totals(deal: "Deal", claims: "Iterable[Claim]") -> Iterator[str]:
    from onrecord.across.totals import goods_of

    for total in deal.totals:
        value = f"{total.value:.15g}" + (f" to {total.upper:.15g}" if total.upper is not None else "")
        bound = "" if total.bound in ("exact", "between") else f"{total.bound.replace('-', ' ')} "
        yield f"{bound}{value} {goods_of(total, claims)}" + ("" if total.delivered is None else f" ({total.delivered:.15g} of them delivered)")


def _stories(across: Across) -> Iterator[Row]:
    for story in across.stories.stories:
        for key in story.documents:
            page = across.pages.page(key)
            yield {"story": story.id, "first": story.first, "last": story.last, **page.cited(page.headline)}


def _copies(across: Across) -> Iterator[Row]:
    from onrecord.ingest.copies import read_evidence

    sql = (
        "SELECT x.page, x.of_page, x.kind, x.share, x.evidence, d.digest, x.of_location FROM copies x "
        "JOIN capture c ON c.key = x.of_page JOIN document d ON d.id = c.document_id ORDER BY x.page, x.of_page"
    )
    for key, of, kind, share, evidence, digest, location in _asked(across.store, sql):
        page, shown = across.pages.page(key), read_evidence(evidence)
        yield {
            "kind": kind,
            "of_page": of,
            "share": share,
            "of_document": digest,
            "of_location": location,
            "of_quote": " … ".join(one.text for one in shown if one.document == of) or None,
            **page.cited(Span(one.start, one.end) for one in shown if one.document == key),
        }


def _failures(across: Across) -> Iterator[Row]:
    for location, outlet, stage, cause, remedy, version in _asked(
        across.store, "SELECT location, outlet, stage, cause, remedy, version FROM failures ORDER BY location, stage, cause"
    ):
        yield {"location": location, "outlet": outlet, "stage": stage, "cause": cause, "remedy": remedy, "version": version}


def _asked(store: "Store", sql: str) -> list[tuple[Any, ...]]:
    from onrecord.store.file import sound

    with sound(store.path):
        return store.connection.execute(sql).fetchall()


ACROSS: Final[dict[str, tuple[Table, Callable[[Across], Iterator[Row]]]]] = {
    table.name: (table, rows)
    for table, rows in (
        (CLAIMS, _claims),
        (VOICES, _voices),
        (DEALS, _deals),
        (STORIES, _stories),
        (COPIES, _copies),
        (FAILURES, _failures),
    )
}
