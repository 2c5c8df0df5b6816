"""What was found of a register in cells and lines: for the copy, for a terminal and for a program."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.across.totals import number_in_words
from onrecord.reconcile import Reconciled
from onrecord.reconcile.known import KnownDeal, Quote, Quotes, Told
from onrecord.reconcile.verdicts import Judged
from onrecord.reconcile.voices import names_of

COLUMNS: Final = ("verdict", "why", "quotes", "denied by", "figures told otherwise", "later", "link")
LACKING: Final = (
    "supplier", "recipient", "items", "number", "furthest step", "when", "asserted by", "denied by", "newsrooms", "parties",
    "corroborated", "settled", "quote", "link",
)  # fmt: skip
LINKS: Final = "http://127.0.0.1:8000"  # where `onrecord serve` answers when nothing else is said
_QUOTES: Final = 3  # of a row
_STEPS: Final = ("done", "agreed", "coming", "off", "asked", "denied")
_STEP_WORDS: Final = {
    "done": "delivered",
    "agreed": "agreed",
    "coming": "expected",
    "off": "called off",
    "asked": "asked for or possible",
    "denied": "denied",
}


@dataclass(frozen=True, slots=True)
class Linked:
    """Where the page of a claim is: on a server, or in a folder that `export --as site` wrote."""

    base: str

    def __call__(self, claim: str) -> str:
        """The address of a claim's page."""
        base = self.base.rstrip("/")
        return f"{base}/claim/{claim}" + ("" if base.startswith(("http://", "https://")) else ".html")


def cells_of(judged: Judged, quotes: Quotes, link: Callable[[str], str]) -> dict[str, str]:
    """What stands beside a row of the register."""
    claim = claim_of(judged)
    return {
        "verdict": judged.verdict,
        "why": judged.why,
        "quotes": "\n".join(quote.cited() for quote in quotes_of(judged, quotes)),
        "denied by": "; ".join(judged.deniers),
        "figures told otherwise": "; ".join(map(str, judged.differences)),
        "later": "; ".join(f"{_STEP_WORDS[t.step]}{f' {t.claim.time}' if t.claim.time else ''}" for t in judged.later),
        "link": link(claim) if claim else "",
    }


def claim_of(judged: Judged) -> str | None:
    """The claim that a row leads to: the one denied where it is disputed, else the furthest that says what the row says."""
    told = [*judged.denied, *reversed([t for t in judged.carrying if t.is_asserted]), *judged.later]
    if not told and judged.deal is not None:
        told = list(judged.deal.told)
    return told[0].claim.id if told else None


def quotes_of(judged: Judged, quotes: Quotes) -> list[Quote]:
    """The words behind a verdict, a few: who denies first where it is disputed."""
    found: list[Quote] = []
    for told in judged.denied:
        found += _first(quotes.of(told.claim, "denies"), 1)
        found += _first(quotes.of(told.claim, "asserts", "narrates"), 1)
    said = [t for t in (*reversed(judged.carrying), *judged.later) if t.is_asserted]
    for n, told in enumerate(said):
        found += _first(quotes.of(told.claim, "asserts", "narrates"), 1)
        found += [quote for other in judged.beside for quote in _first(quotes.of(other.claim, "denies"), 1)] if n == 0 else []
    if not found and judged.deal is not None:
        for told in judged.deal.told:
            found += _first(quotes.of(told.claim, "asserts", "denies", "narrates"), 1)
    return list(dict.fromkeys(found))[:_QUOTES]


def _first(quotes: Iterator[Quote], most: int) -> list[Quote]:
    return [quote for quote, _ in zip(quotes, range(most), strict=False)]


def lacking_of(deal: KnownDeal, quotes: Quotes, link: Callable[[str], str]) -> dict[str, str]:
    """A deal that the register lacks, as a row of the second sheet."""
    asserted = [t for t in deal.told if t.is_asserted]
    step = next((step for step in _STEPS if any(t.step == step for t in asserted)), "denied")
    furthest: Told = next((t for t in reversed(asserted) if t.step == step), deal.told[-1])
    quote = next(quotes.of(furthest.claim, "asserts", "narrates", "denies"), None)
    return {
        "supplier": called(deal.deal.supplier),
        "recipient": called(deal.deal.recipient),
        "items": "; ".join(dict.fromkeys(item for t in deal.told for item in t.claim.items))[:300],
        "number": "; ".join(number_in_words(total, [t.claim for t in deal.told]) for total in deal.deal.totals),
        "furthest step": _STEP_WORDS[step],
        "when": furthest.claim.time or furthest.claim.first or "",
        "asserted by": "; ".join(dict.fromkeys(_names(asserted, "asserts"))),
        "denied by": "; ".join(dict.fromkeys(_names(deal.told, "denies"))),
        "newsrooms": str(max((t.claim.newsrooms for t in asserted), default=0)),
        "parties": str(max((t.claim.parties for t in asserted), default=0)),
        "corroborated": "yes" if any(t.claim.corroborated for t in asserted) else "no",
        "settled": "yes" if any(t.settled for t in asserted) else "no",
        "quote": quote.cited() if quote else "",
        "link": link(furthest.claim.id),
    }


def _names(told: Iterable[Told], relation: str) -> Iterator[str]:
    for one in told:
        yield from names_of(getattr(one.claim, relation))
        if relation == "asserts":
            yield from (n.newsroom or n.document for n in one.claim.narrated)


def called(side: str | None) -> str:
    """What a side is called: a state by its name."""
    from onrecord.reconcile.parties import name_of

    return "" if side is None else name_of(side)


def about(found: Reconciled) -> Iterator[tuple[str, str]]:
    """What the copy rests on, line by line."""
    yield "made by", f"onrecord {found.known.version}, reconcile"
    yield "register", f"{found.grid.path.name}{f', sheet {found.grid.sheet}' if found.grid.sheet else ''}, {found.grid.digest}: not changed"
    yield "columns", found.columns.told()
    yield "rests on", f"{found.known.rests}; where nothing is found, nothing was found in {found.known.pages:,} pages read"
    yield "rows", ", ".join(f"{count:,} {verdict}" for verdict, count in found.counts().items())
    yield "the register lacks", f"{len(found.lacks):,} deals that are told, most solid first"
    yield "meaning", "what sources are reported to say of a row, with the words; no verdict on what is true"
    yield from MEANINGS.items()


MEANINGS: Final[Mapping[str, str]] = {
    "supported": "somebody says what the row says, nobody is known to deny it, and no figure is told otherwise",
    "disputed": "somebody denies it, and has not owned to it since",
    "figures differ": "it is told, with another number or year",
    "later stage": "it is told, and that it went on or was called off since",
    "earlier stage": "it is told only at a stage before the row's: asked for, or agreed where the row has it delivered",
    "not settled": "only readings tell it on which the two readers do not agree",
    "no single party": "the row names a group or nobody by name: it is matched with no single state",
    "nothing found": "no page read tells it",
}


def as_json(found: Reconciled, quotes: Quotes, link: Callable[[str], str]) -> dict[str, Any]:
    """All of it as JSON values."""
    return {
        "schema": "onrecord-reconcile/1",
        "register": {"file": found.grid.path.name, "sheet": found.grid.sheet, "digest": found.grid.digest},
        "columns": dict(found.columns.at),
        "rests": {"pages_read": found.known.pages, "coverage": found.known.rests, "version": found.known.version},
        "counts": found.counts(),
        "rows": [
            {
                "row": judged.row.at,
                "supplier": judged.row.supplier and judged.row.supplier.told,
                "recipient": judged.row.recipient and judged.row.recipient.told,
                "weapon": judged.row.words,
                "verdict": judged.verdict,
                "why": judged.why,
                "by_kind": judged.by_kind,
                "deal": judged.deal.id if judged.deal else None,
                "claims": [told.claim.id for told in judged.carrying],
                "denied_by": list(judged.deniers),
                "figures": [
                    {"what": d.what, "here": d.here, "told": d.told, "by": list(d.by), "denied_by": list(d.denied_by)} for d in judged.differences
                ],
                "later": [{"claim": t.claim.id, "step": _STEP_WORDS[t.step], "time": t.claim.time} for t in judged.later],
                "quotes": [_quote(quote) for quote in quotes_of(judged, quotes)],
                "link": link(claim) if (claim := claim_of(judged)) else None,
            }
            for judged in found.rows
        ],
        "lacking": [{"deal": deal.id, **lacking_of(deal, quotes, link)} for deal in found.lacks],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    names: Iterable[str] = ("page", "outlet", "published", "location", "statement", "source", "words", "start", "end", "relation")
    return {name: getattr(quote, name) for name in names}
