"""The deals that a store tells, ready to be held against the rows of a register: who, what, how many, when, how far, and who denies it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.across.names import fold
from onrecord.reconcile.values import Range, ranged
from onrecord.reconcile.weapons import Weapon, of_page
from onrecord.store.file import sound
from onrecord.store.store import Store
from onrecord.store.tellings import tellings_of, unsettled_claims
from onrecord.stories import Claim, Deal

Step = Literal["asked", "agreed", "coming", "done", "off", "denied"]

_STEP_OF_STATUS: Final[dict[str, Step]] = {
    "occurred": "done", "ongoing": "done", "planned": "agreed", "expected": "coming", "possible": "asked", "hypothetical": "asked",
    "cancelled": "off", "denied": "denied",
}  # fmt: skip
_STATELY: Final = ("GOV", "MIL", "COP", "SPY", "BUS")
_QUOTED: Final = 240  # characters


@dataclass(frozen=True, slots=True)
class Goods:
    """One item as one page tells it."""

    words: str
    weapon: Weapon
    number: Range | None
    shown: str  # the words of the number, as the page has them
    is_part: bool  # a batch of what else is told
    page: str


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a deal."""

    claim: Claim
    step: Step
    goods: tuple[Goods, ...]
    ordered: Range | None  # years in which it is said to have been ordered or agreed
    delivered: Range | None  # years of delivery
    settled: bool

    @property
    def is_asserted(self) -> bool:
        """Whether anybody says so."""
        return bool(self.claim.asserts or self.claim.narrated) and not self.claim.retracted


@dataclass(frozen=True, slots=True)
class KnownDeal:
    """One deal of the store."""

    deal: Deal
    told: tuple[Told, ...]  # in order of stage

    @property
    def id(self) -> str:
        """Its ID."""
        return self.deal.id


@dataclass(frozen=True, slots=True)
class Known:
    """What a store tells of transfers of arms.

    countries: names of sides that are no states, folded → codes of the states whose bodies or firms they are.
    """

    deals: tuple[KnownDeal, ...]
    countries: Mapping[str, frozenset[str]]
    names: frozenset[str]  # of sides that are no states, folded
    pages: int  # whose statements were read
    rests: str  # in words
    version: str


def known_of(store: Store) -> Known:
    """Read the deals of a store.

    Raises:
        StoreError: the store cannot be read.
    """
    stories = store.stories()
    with sound(store.path):
        unsettled = unsettled_claims(store.connection)
        goods, years = _tellings(store)
        claims = {claim.id: claim for claim in stories.claims if claim.of == "transfer"}
        deals = []
        for deal in stories.deals:
            told = [_told(claims[c], goods.get(c, ()), years.get(c, ()), settled=c not in unsettled) for c in deal.claims if c in claims]
            deals.append(KnownDeal(deal, tuple(told)))
        countries = _countries(store)
    coverage = store.coverage()
    named = frozenset(fold(side) for deal in stories.deals for side in (deal.supplier, deal.recipient) if side and not _is_code(side))
    from onrecord.version import __version__

    return Known(tuple(deals), countries, named, coverage.read, str(coverage), __version__)


def _is_code(side: str) -> bool:
    return len(side) == 3 and side.isupper()


def _tellings(store: Store) -> tuple[dict[str, list[Goods]], dict[str, list[tuple[str, Range]]]]:
    """Of each claim the items and the years that its pages tell."""
    items: dict[int, list[tuple[str, str | None, str, float | None, float | None, str | None, str | None, int | None, str | None]]] = defaultdict(list)
    for transfer, *row in store.connection.execute(
        "SELECT transfer_id, text, designation, category, number, number_upper, number_bound, quantity, part_of, number_role FROM item ORDER BY id"
    ):
        items[transfer].append(tuple(row))  # type: ignore[arg-type]
    days = {
        row[0]: row[1:]
        for row in store.connection.execute(
            "SELECT id, ordered_earliest, ordered_latest, delivered_earliest, delivered_latest, stage, earliest, latest FROM transfer"
        )
    }
    goods: dict[str, list[Goods]] = defaultdict(list)
    years: dict[str, list[tuple[str, Range]]] = defaultdict(list)
    for telling in tellings_of(store.connection):
        for words, designation, category, value, upper, bound, quantity, part_of, _ in items[telling.transfer]:
            number = None if value is None else ranged(value, upper, bound)
            goods[telling.claim].append(
                Goods(words, of_page(words, designation, category), number, quantity or "", part_of is not None, telling.page)
            )
        ordered_first, ordered_last, delivered_first, delivered_last, stage, first, last = days[telling.transfer]
        if span := _years(ordered_first, ordered_last):
            years[telling.claim].append(("ordered", span))
        if span := _years(delivered_first, delivered_last):
            years[telling.claim].append(("delivered", span))
        if span := _years(first, last):
            years[telling.claim].append((stage or "", span))
    return goods, years


def _years(first: str | None, last: str | None) -> Range | None:
    one, other = first or last, last or first
    return Range(float(one[:4]), float(other[:4])) if one and other and one[:4].isdigit() and other[:4].isdigit() else None


def _told(claim: Claim, goods: Iterable[Goods], years: Iterable[tuple[str, Range]], *, settled: bool) -> Told:
    step = _STEP_OF_STATUS[claim.status.value]
    told = list(years)
    if step == "coming" and any(stage in ("agreed", "ordered", "approved") for stage, _ in told):
        step = "agreed"
    own = _years(claim.time[:4] if claim.time else None, claim.time.rpartition("/")[2][:4] if claim.time else None)
    ordered = [span for stage, span in told if stage == "ordered"] or ([own] if own and step == "agreed" else [])
    delivered = [span for stage, span in told if stage == "delivered"] or ([own] if own and step == "done" else [])
    return Told(claim, step, tuple(goods), _hull(ordered), _hull(delivered), settled)


def _hull(spans: list[Range]) -> Range | None:
    return Range(min(s.low for s in spans), max(s.high or s.low for s in spans)) if spans else None


def _countries(store: Store) -> dict[str, frozenset[str]]:
    """Of bodies and firms the states that they are of; a movement in a country is not that country's."""
    found: dict[str, set[str]] = defaultdict(set)
    marks = ", ".join("?" * len(_STATELY))
    sql = f"SELECT DISTINCT name, country FROM actor WHERE kind = 'organisation' AND country IS NOT NULL AND (sector IS NULL OR sector IN ({marks}))"
    for name, country in store.connection.execute(sql, _STATELY):
        found[fold(name)].add(country)
    return {name: frozenset(codes) for name, codes in found.items()}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a page that say something of a claim."""

    page: str
    outlet: str | None
    published: str | None
    location: str
    statement: str | None
    source: str | None
    words: str
    start: int
    end: int
    relation: str

    def cited(self) -> str:
        """As a person cites it: who, what, where, when."""
        who = f"{self.source}: " if self.source else ""
        where = ", ".join(filter(None, (self.outlet, self.published)))
        return f"{who}“{self.words}” ({where or self.location}; {self.page}{f' {self.statement}' if self.statement else ''} [{self.start}:{self.end}])"


_SAID: Final = """
    SELECT c.key, a.outlet, a.published, c.location, s.statement, coalesce(s.source, s.names), coalesce(s.text, s.cue),
           CASE WHEN s.text IS NULL THEN s.cue_spans ELSE s.text_spans END
    FROM capture c JOIN record r ON r.capture_id = c.id AND r.shown JOIN article a ON a.record_id = r.id
    JOIN statement s ON s.record_id = r.id AND s.statement = ? WHERE c.key = ?"""
_NARRATED: Final = """
    SELECT c.key, a.outlet, a.published, c.location, NULL, NULL, p.text, p."start", p."end"
    FROM capture c JOIN record r ON r.capture_id = c.id AND r.shown JOIN article a ON a.record_id = r.id
    JOIN transfer t ON t.record_id = r.id AND t.id = ? JOIN event e ON e.id = t.event_id JOIN paragraph p ON p.id = e.paragraph_id"""


class Quotes:
    """The words behind claims, read from the store when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._narrated: dict[tuple[str, str], int] = {}
        for telling in tellings_of(store.connection):
            self._narrated.setdefault((telling.claim, telling.page), telling.transfer)

    def of(self, claim: Claim, *relations: str) -> Iterator[Quote]:
        """The words of a claim's voices that stand in one of these relations to it, in its order; narrators last."""
        for relation in relations:
            if relation == "narrates":
                yield from self._of_narrators(claim)
                continue
            for voice in getattr(claim, relation):
                for row in self._store.connection.execute(_SAID, (voice.statement, voice.document)):
                    spans = json.loads(row[7])
                    if spans:
                        yield Quote(*row[:6], _cut(row[6]), spans[0][0], spans[-1][1], relation)

    def _of_narrators(self, claim: Claim) -> Iterator[Quote]:
        for narration in claim.narrated:
            transfer = self._narrated.get((claim.id, narration.document))
            for row in self._store.connection.execute(_NARRATED, (transfer,)) if transfer is not None else ():
                yield Quote(*row[:6], _cut(row[6]), row[7], row[8], "narrates")


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
