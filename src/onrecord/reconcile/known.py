"""The deals that a store tells, ready to be held against the rows of a register: who, what, how many, when, how far, and who denies it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from onrecord.across.amounts import figures_in
from onrecord.across.names import fold
from onrecord.reconcile.items import Goods, items_of
from onrecord.reconcile.values import Range
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
_FIGURE: Final = re.compile(r"\b(?:figures?|numbers?|counts?|totals?|put|spoke of)\b", re.IGNORECASE)
_QUOTED: Final = 240  # characters


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a statement gives, and who gives it."""

    value: float
    by: str
    denies: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a deal."""

    claim: Claim
    step: Step
    goods: tuple[Goods, ...]
    others: tuple["Number", ...]  # numbers that statements on its pages give without telling a deed: "put the figure at ninety"
    ordered: Range | None  # years in which it is said to have been ordered or agreed
    delivered: Range | None  # years of delivery
    settled: bool
    denied: Mapping[str, tuple[Goods, ...]]  # page that denies it → the goods of which it does; no page of which none are told

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
    kept: dict[Any, tuple[KnownDeal, ...]] = field(default_factory=dict)  # of two sides of a register their deals, once they were looked for


def known_of(store: Store) -> Known:
    """Read the deals of a store.

    Raises:
        StoreError: the store cannot be read.
    """
    stories = store.stories()
    with sound(store.path):
        unsettled = unsettled_claims(store.connection)
        claims = {claim.id: claim for claim in stories.claims if claim.of == "transfer"}
        tellings = _tellings(store, claims)
        numbers = _numbers(store)
        deals = []
        for deal in stories.deals:
            told = (_told(claims[c], tellings.get(c, ()), numbers, settled=c not in unsettled) for c in deal.claims if c in claims)
            deals.append(KnownDeal(deal, tuple(told)))
        countries = _countries(store)
    coverage = store.coverage()
    named = frozenset(fold(side) for deal in stories.deals for side in (deal.supplier, deal.recipient) if side and not _is_code(side))
    from onrecord.version import __version__

    return Known(tuple(deals), countries, named, coverage.read, str(coverage), __version__)


def _is_code(side: str) -> bool:
    return len(side) == 3 and side.isupper()


@dataclass(frozen=True, slots=True)
class _Transfer:
    """A transfer of a page behind a claim."""

    page: str
    status: str
    stage: str | None
    goods: tuple[Goods, ...]
    ordered: Range | None
    delivered: Range | None
    is_denied: bool  # by the voice that leads there


def _tellings(store: Store, claims: Mapping[str, Claim]) -> dict[str, list[_Transfer]]:
    """Of each claim the transfers that its pages tell."""
    items = items_of(store.connection)
    of = {
        row[0]: row[1:]
        for row in store.connection.execute(
            "SELECT id, status, stage, ordered_earliest, ordered_latest, delivered_earliest, delivered_latest FROM transfer"
        )
    }
    found: dict[str, list[_Transfer]] = defaultdict(list)
    for telling in tellings_of(store.connection):
        status, stage, *days = of[telling.transfer]
        found[telling.claim].append(
            _Transfer(
                telling.page,
                status,
                stage,
                tuple(items.get(telling.transfer, ())),
                _years(*days[:2]),
                _years(*days[2:]),
                telling.relation == "denies",
            )
        )
    return {claim: transfers for claim, transfers in found.items() if claim in claims}


def _meant(claim: Claim, transfers: Sequence[_Transfer]) -> Sequence[_Transfer]:
    """The transfers that tell a claim. A statement may speak of several between two sides: those of another step, or of goods that the claim has
    not, are left out where others are left."""
    step = _STEP_OF_STATUS[claim.status.value]
    of_step = [t for t in transfers if _STEP_OF_STATUS[t.status] == step] or transfers
    words = set(claim.items)
    return [t for t in of_step if not t.goods or not words or any(g.words in words for g in t.goods)] or of_step


def _numbers(store: Store) -> dict[str, list[Number]]:
    """Of each page the numbers that statements give which tell no deed, where the paragraph speaks of a figure."""
    sql = """
        SELECT c.key, s.text, coalesce(s.source, s.names), s.stance, p.text FROM statement s JOIN record r ON r.id = s.record_id AND r.shown
        JOIN capture c ON c.id = r.capture_id JOIN paragraph p ON p.id = s.paragraph_id
        WHERE s.text IS NOT NULL AND s.stance IN ('asserts', 'denies', 'doubts', 'holds')
        AND NOT EXISTS (SELECT 1 FROM link l WHERE l.statement_id = s.id)"""
    found: dict[str, list[Number]] = defaultdict(list)
    for page, text, source, stance, around in store.connection.execute(sql):
        told = set(figures_in(text))
        if len(told) == 1 and _FIGURE.search(around):
            found[page].append(Number(told.pop(), source or "unnamed source", stance == "denies"))
    return found


def _years(first: str | None, last: str | None) -> Range | None:
    one, other = first or last, last or first
    return Range(float(one[:4]), float(other[:4])) if one and other and one[:4].isdigit() and other[:4].isdigit() else None


def _told(claim: Claim, told: Sequence[_Transfer], numbers: Mapping[str, list[Number]], *, settled: bool) -> Told:
    transfers = _meant(claim, told)
    denied = {t.page: t.goods for t in told if t.is_denied and t.goods}
    step = _STEP_OF_STATUS[claim.status.value]
    stages = {t.stage for t in transfers} - {None}
    if step == "coming" and stages & {"agreed", "ordered", "approved"}:
        step = "agreed"
    own = _years(*_ends(claim.time))
    ordered = [t.ordered for t in transfers if t.ordered] or ([own] if own and step == "agreed" and stages != {"approved"} else [])
    delivered = [own] if own and step == "done" else [t.delivered for t in transfers if t.delivered and step == "done"]
    pages = dict.fromkeys([*(v.document for v in claim.asserts), *(n.document for n in claim.narrated)])
    others = tuple(number for page in pages for number in numbers.get(page, ()))
    return Told(claim, step, tuple(g for t in transfers for g in t.goods), others, _hull(ordered), _hull(delivered), settled, denied)


def _ends(time: str | None) -> tuple[str | None, str | None]:
    """The first and the last of a TIMEX3 value or an interval."""
    return (time[:4], time.rpartition("/")[2][:4]) if time else (None, None)


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
        return (
            f"{who}“{self.words}” ({where or self.location}; {self.page}{f' {self.statement}' if self.statement else ''} [{self.start}:{self.end}])"
        )


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
                        yield _quote(row, spans[0][0], spans[-1][1], relation)

    def _of_narrators(self, claim: Claim) -> Iterator[Quote]:
        for narration in claim.narrated:
            transfer = self._narrated.get((claim.id, narration.document))
            for row in self._store.connection.execute(_NARRATED, (transfer,)) if transfer is not None else ():
                yield _quote(row, row[7], row[8], "narrates")


def _quote(row: Sequence[Any], start: int, end: int, relation: str) -> Quote:
    page, outlet, published, location, statement, source, words = row[:7]
    return Quote(page, outlet, published, location, statement, source, _cut(words), start, end, relation)


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
