"""What a store says of each row of a register, and which deals of the store no row has.

A row is held against the deals of its two sides and its weapon. The verdict is of the first of these that holds: nobody is named whom it could be
about (`no single party`), no deal is told (`nothing found`), somebody denies it (`disputed`), it is told only as asked for or on offer
(`earlier stage`), another number or year is told (`figures differ`), it went on or was called off since (`later stage`), else `supported`; `not
settled` where only readings tell it on which the two readers do not agree. What does not decide the verdict is told beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.across.names import fold
from onrecord.reconcile.known import Goods, Known, KnownDeal, Told
from onrecord.reconcile.parties import Side, name_of
from onrecord.reconcile.values import Range, number_of, ranged
from onrecord.reconcile.weapons import Likeness, Weapon, likeness
from onrecord.stories import Claim, Voice

Verdict = Literal["supported", "disputed", "figures differ", "later stage", "earlier stage", "not settled", "no single party", "nothing found"]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "supported", "disputed", "figures differ", "later stage", "earlier stage", "not settled", "no single party", "nothing found",
)  # fmt: skip
_YEARS_APART: Final = 2  # from which another year speaks of another deal where the number is another, too
_PATIENCE: Final = 3  # years beyond its own that a row may be from what is told of one deal, where the kind alone agrees
_NEARLY: Final = 0.8  # of what was ordered: where less is said to have come, it is a batch
_LEAST_PART: Final = 0.4  # of a number: what is much smaller or larger counts something else
_CALLED_OFF: Final = ("cancel", "scrap", "called off", "terminat", "suspend")
_DONE: Final = ("deliver", "complet", "received", "handed over", "in service")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register.

    at: its number in the sheet, from 1.
    number, delivered: ordered, and of these delivered.
    year, years: of the order; of the deliveries.
    tells_deliveries: the register has a column that would say that something was delivered.
    """

    at: int
    supplier: Side | None
    recipient: Side | None
    words: str
    weapon: Weapon
    number: Range | None
    delivered: Range | None
    year: Range | None
    years: Range | None
    status: str
    tells_deliveries: bool

    @property
    def is_delivered(self) -> bool:
        """Whether it says that something came."""
        if self.delivered is not None:
            return self.delivered.high is None or self.delivered.high > 0
        return self.years is not None or any(word in self.status for word in _DONE)

    @property
    def is_called_off(self) -> bool:
        """Whether it says so itself."""
        return any(word in self.status for word in _CALLED_OFF)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is told otherwise."""

    what: str
    here: str
    told: str
    by: tuple[str, ...]
    denied_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        denied = f", denied by {', '.join(self.denied_by)}" if self.denied_by else ""
        return f"{self.what} {self.told} ({', '.join(self.by) or 'as told'}{denied}), not {self.here}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the store says of a row."""

    row: Row
    verdict: Verdict
    why: str
    deal: KnownDeal | None = None
    carrying: tuple[Told, ...] = ()  # claims that say what the row says
    denied: tuple[Told, ...] = ()
    deniers: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    later: tuple[Told, ...] = ()
    by_kind: bool = False  # no type is named on one of the two sides


@dataclass(frozen=True, slots=True)
class _Match:
    deal: KnownDeal
    like: Likeness
    told: tuple[Told, ...]  # those that are about the row's goods
    differences: tuple[Difference, ...]
    agreeing: int  # figures that agree


def judge(row: Row, known: Known) -> Judged:
    """What a store says of one row."""
    for name, side in (("supplier", row.supplier), ("recipient", row.recipient)):
        if side is None:
            return Judged(row, "no single party", f"the row names no {name}")
        if side.group:
            return Judged(row, "no single party", f"“{side.told}” is a group or nobody by name: it matches no single state")
    fitting = [m for deal in known.deals if fits(row, deal, known) and (m := _match(row, deal)) is not None]
    if not fitting:
        others = [deal for deal in known.deals if fits(row, deal, known)]
        beside = f"; of these two sides {len(others)} other deal{'s are' if len(others) > 1 else ' is'} told" if others else ""
        return Judged(row, "nothing found", f"nothing found in {known.pages:,} page{'' if known.pages == 1 else 's'} read{beside}")
    best = min(fitting, key=_order)
    return _judged(row, best)


def _order(match: _Match) -> tuple[object, ...]:
    asserted = sum(told.is_asserted for told in match.told)
    return len(match.differences) - match.agreeing, match.like != "same", -asserted, match.deal.id


def fits(row: Row, deal: KnownDeal, known: Known) -> bool:
    """Whether the sides of a row may be those of a deal."""
    return _is_side(row.supplier, deal.deal.supplier, known) and _is_side(row.recipient, deal.deal.recipient, known)


def _is_side(side: Side | None, told: str | None, known: Known) -> bool:
    if side is None or told is None:
        return False
    if side.states:
        return told in side.states or bool(known.countries.get(fold(told), frozenset()) & set(side.states))
    plain = fold(told)
    if plain == side.name:
        return True
    from rapidfuzz import fuzz

    return min(len(plain), len(side.name)) >= 5 and fuzz.ratio(plain, side.name) >= 88


def _match(row: Row, deal: KnownDeal) -> _Match | None:
    """A deal of the row's sides as it fits the row's goods and figures; None where it is another."""
    likes = [likeness(row.weapon, goods.weapon) for told in deal.told for goods in told.goods]
    like: Likeness = "same" if "same" in likes else "kind" if "kind" in likes else "other"
    if like == "other" or (like == "kind" and row.weapon.is_typed and _all_typed_differ(row, deal)):
        return None
    about = tuple(told for told in deal.told if _is_about(row, told))
    if not about:
        return None
    differences = tuple(_differences(row, deal, about, like))
    agreeing = _agreeing(row, deal, about)
    numbers = any(d.what.startswith("number") for d in differences)
    far = _years_off(row, about)
    if far is not None and far >= _YEARS_APART and (numbers or row.number is None or like == "kind"):
        return None
    if like == "kind" and (numbers or (not agreeing and (row.number or row.year or row.years))):
        return None
    return _Match(deal, like, about, differences, agreeing)


def _all_typed_differ(row: Row, deal: KnownDeal) -> bool:
    """Whether every item of the deal that has a type has another."""
    typed = [goods for told in deal.told for goods in told.goods if goods.weapon.is_typed]
    return bool(typed) and all(likeness(row.weapon, goods.weapon) == "other" for goods in typed)


def _is_about(row: Row, told: Told) -> bool:
    """Whether a claim of the deal is about the row's goods: one that names none is about all of them."""
    named = [goods for goods in told.goods if goods.weapon.is_typed or not goods.weapon.kinds <= {"other", "unspecified"}]
    return not named or any(likeness(row.weapon, goods.weapon) != "other" for goods in named)


def _judged(row: Row, match: _Match) -> Judged:
    carrying, lower, later = _steps(row, match)
    denied, deniers = _denials(row, match.told, carrying)
    asserted = [told for told in carrying if told.is_asserted]
    kind = match.like == "kind"

    def told(verdict: Verdict, why: str) -> Judged:
        return Judged(row, verdict, why, match.deal, tuple(carrying), denied, deniers, match.differences, tuple(later), kind)

    if denied:
        return told("disputed", f"denied by {', '.join(deniers)}")
    if not asserted and lower:
        return told("earlier stage", f"told only as {', '.join(dict.fromkeys(_WORDS[t.step] for t in lower))}")
    if not asserted and later:
        return told("later stage", _later_in_words(later))
    if not asserted:
        return told("nothing found", "nobody asserts it")
    if not any(t.settled for t in asserted):
        return told("not settled", "the two readers do not agree on any statement that tells it: read it before you count it")
    if match.differences:
        return told("figures differ", "; ".join(map(str, match.differences)))
    if later:
        return told("later stage", _later_in_words(later))
    return told("supported", "told as the row has it" + (", by the kind of weapon: one side names no type" if kind else ""))


_WORDS: Final = {"asked": "asked for, offered or possible", "coming": "expected", "agreed": "agreed", "done": "delivered", "off": "called off",
                 "denied": "denied"}  # fmt: skip


def _later_in_words(later: Sequence[Told]) -> str:
    told = []
    for step in ("done", "off"):
        if one := next((t for t in reversed(later) if t.step == step), None):
            told.append(f"{'delivery' if step == 'done' else 'called off'} told{f' of {one.claim.time}' if one.claim.time else ''}")
    return ", ".join(told)


def _steps(row: Row, match: _Match) -> tuple[list[Told], list[Told], list[Told]]:
    """Claims that say what the row says, that say less, and that say more."""
    carrying: list[Told] = []
    lower: list[Told] = []
    later: list[Told] = []
    last = max((t.claim.time or t.claim.first or "" for t in match.told if t.step == "done" and t.is_asserted), default="")
    for one in match.told:
        if one.step == "off":
            if row.is_called_off:
                carrying.append(one)
            elif one.is_asserted and not _has_all_come(row, match) and (one.claim.time or one.claim.first or "~") >= last:
                later.append(one)  # what was called off before the rest came, or beside what came, is none of it
        elif one.step == "asked":
            lower += [one] if one.is_asserted else []
        elif one.step == "done":
            carrying.append(one)
            if not row.is_delivered and row.tells_deliveries and one.is_asserted:
                later.append(one)
        elif row.is_delivered:
            lower += [one] if one.is_asserted else []
        elif one.step in ("agreed", "denied"):
            carrying.append(one)
        else:
            lower += [one] if one.is_asserted else []
    return carrying, lower, later


def _has_all_come(row: Row, match: _Match) -> bool:
    """Whether all that the row has ordered is told to have come."""
    if row.number is None:
        return False
    if row.delivered is not None and row.delivered.low >= row.number.low:
        return True  # by the row itself
    return any(total.delivered is not None and row.number.holds(total.delivered, total.delivered) for total in match.deal.deal.totals)


def _denials(row: Row, told: Sequence[Told], carrying: Sequence[Told]) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    """The claims behind a row that somebody denies and has not owned to since, with who."""
    agreed = [t for t in carrying if t.step in ("agreed", "denied")]
    meant = carrying if row.is_delivered or not any(t.is_asserted for t in agreed) else agreed
    if not any(t.is_asserted for t in carrying):
        meant = [t for t in told if t.step != "off"]
    found, names = [], []
    for one in meant:
        standing = [v for v in one.claim.denies if not _is_owned(v, one.claim, told)]
        if standing:
            found.append(one)
            names += [name_of(v.party or v.actor or v.newsroom or "somebody") for v in standing]
    return tuple(found), tuple(dict.fromkeys(names))


def _is_owned(denial: Voice, claim: Claim, told: Iterable[Told]) -> bool:
    """Whether who denied it said so himself later, of this claim or of a later step of the deal."""
    if denial.party is None:
        return False
    day = _day(denial)
    for one in told:
        if one.step in ("off", "asked"):
            continue
        for voice in one.claim.asserts:
            if voice.party == denial.party and (later := _day(voice)) is not None and day is not None and later > day:
                return True
    return False


def _day(voice: Voice) -> str | None:
    return (voice.said.earliest or voice.said.latest) if voice.said else None


# Figures


@dataclass(frozen=True, slots=True)
class _Whole:
    """How many a deal is told to be of."""

    number: Range
    by: tuple[str, ...]


def _wholes(row: Row, deal: KnownDeal, about: Sequence[Told]) -> list[_Whole]:
    """How many the deal is told to be of: what its orders say, the last one first, then the total that its claims add up to."""
    found = []
    agreed = sorted((t for t in about if t.step == "agreed"), key=lambda t: t.claim.time or t.claim.first or "", reverse=True)
    for one in agreed:
        for goods in one.goods:
            if goods.number and not goods.is_part and likeness(row.weapon, goods.weapon) != "other" and _is_counted(row, goods, one):
                found.append(_Whole(goods.number, _givers((one,), goods.number.low) or _speakers(one.claim)))
    categories = {c for t in about for g in t.goods if likeness(row.weapon, g.weapon) == "same" for c in g.weapon.kinds} or set(row.weapon.kinds)
    totals = [t for t in deal.deal.totals if t.category in categories] or (list(deal.deal.totals) if len(deal.deal.totals) == 1 else [])
    if len(totals) == 1:
        number = ranged(totals[0].value, totals[0].upper, totals[0].bound)
        found.append(_Whole(number, _givers(about, totals[0].value)))
    return found


def _is_counted(row: Row, goods: Goods, told: Told) -> bool:
    """Whether a number is of the row's goods: of its type, where another item of the claim is of that type."""
    if not row.weapon.is_typed or likeness(row.weapon, goods.weapon) == "same":
        return True
    return not any(likeness(row.weapon, other.weapon) == "same" and other.number for other in told.goods)


def _givers(told: Iterable[Told], value: float) -> tuple[str, ...]:
    names: list[str] = []
    for one in told:
        for figure in one.claim.figures:
            if figure.what.startswith(("number", "batch")) and number_of(figure.value) == Range(value, value):
                names += map(name_of, figure.by)
    return tuple(dict.fromkeys(names))


def _speakers(claim: Claim) -> tuple[str, ...]:
    names = [name_of(v.party or v.actor or v.newsroom or "unnamed source") for v in claim.asserts] + [
        n.newsroom or n.document for n in claim.narrated
    ]
    return tuple(dict.fromkeys(names))


def _contradicting(row: Row, about: Sequence[Told]) -> Iterator[Difference]:
    """Numbers of one claim on which its sources differ, of which one is not the row's."""
    assert row.number is not None
    for one in about:
        if one.step in ("asked", "off"):
            continue
        values: dict[str, list[tuple[Range, str, tuple[str, ...], tuple[str, ...]]]] = {}
        for figure in one.claim.figures:
            if figure.what.startswith("number") and (number := number_of(figure.value)) is not None and _fits_kind(row, figure.what):
                values.setdefault(figure.what, []).append((number, figure.value, figure.by, figure.denied_by))
        for told in values.values():
            if len(told) < 2 or not any(row.number.holds(n.low, n.high) for n, *_ in told):
                continue
            for number, shown, by, denied in told:
                batch = one.step == "done" and number.high is not None and number.high < _NEARLY * row.number.low
                if not batch and not row.number.holds(number.low, number.high):
                    yield Difference("number", str(row.number), shown, tuple(map(name_of, by)), tuple(map(name_of, denied)))


def _fits_kind(row: Row, what: str) -> bool:
    category = what.rpartition(" of ")[2]
    return not row.weapon.kinds or category in row.weapon.kinds or not category or category == what


def _differences(row: Row, deal: KnownDeal, about: Sequence[Told], like: Likeness) -> Iterator[Difference]:
    """Figures of the row that are told otherwise: the number of the order, what came, the years."""
    wholes = _wholes(row, deal, about)
    number = row.number or (row.delivered if row.is_delivered else None)
    if number is not None and wholes:
        fit = any(number.holds(told.number.low, told.number.high) for told in wholes)
        fewer = row.number is None and any(told.number.high is None or number.low <= told.number.high for told in wholes)
        if (not fit and not fewer) or (row.number is not None and _is_enlarged(row.number, about)):
            yield Difference("number", str(number), str(wholes[0].number), wholes[0].by or _by_of(about))
        elif row.number is not None:
            yield from _contradicting(row, about)
            yield from _otherwise(row, deal, about)
    if row.delivered is not None and row.is_delivered and row.number is not None and row.delivered.low > (row.number.high or row.delivered.low):
        yield Difference("delivered more than ordered", str(row.delivered), str(row.number), ())
    if row.year is not None:
        told_years = [(t.ordered, t) for t in about if t.ordered is not None and t.step in ("agreed", "done", "coming")]
        if told_years and not any(row.year.holds(span.low, span.high) for span, _ in told_years):
            span, one = told_years[0]
            yield Difference("year of order", _year(row.year), _year(span), _speakers(one.claim))
    if row.years is not None:
        came = [(t.delivered, t) for t in about if t.delivered is not None and t.step == "done" and t.is_asserted and t.goods]
        if came and not any(row.years.holds(span.low, span.high) for span, _ in came):
            span, one = came[-1]
            yield Difference("year of delivery", _year(row.years), _year(span), _speakers(one.claim))


def _is_enlarged(number: Range, about: Sequence[Told]) -> bool:
    """Whether the last order that is told is of more than the row's, which an earlier one may have been."""
    orders = sorted((t for t in about if t.step == "agreed" and t.is_asserted), key=lambda t: t.claim.time or t.claim.first or "")
    told = [[g.number for g in t.goods if g.number and not g.is_part] for t in orders]
    last = next((numbers for numbers in reversed(told) if numbers), [])
    return bool(last) and all(number.high is not None and n.low > number.high for n in last)


def _otherwise(row: Row, deal: KnownDeal, about: Sequence[Told]) -> Iterator[Difference]:
    """Numbers that statements beside the deed give, and that no step of the deal has: "put the figure at ninety"."""
    assert row.number is not None
    had = [goods.number for told in deal.told for goods in told.goods if goods.number]
    parts = {n.low for n in had} | {a.low + b.low for a in had for b in had}
    for number in dict.fromkeys(other for told in about if told.step in ("agreed", "done") for other in told.others):
        near = _LEAST_PART * row.number.low <= number.value <= row.number.low / _LEAST_PART
        if near and not number.denies and not row.number.holds(number.value, number.value) and number.value not in parts:
            yield Difference("number", str(row.number), f"{number.value:,.0f}", (number.by,))


def _by_of(about: Sequence[Told]) -> tuple[str, ...]:
    return next((_speakers(t.claim) for t in about if t.is_asserted and any(g.number for g in t.goods)), ())


def _year(span: Range) -> str:
    return f"{span.low:.0f}" if span.high is None or span.low == span.high else f"{span.low:.0f} to {span.high:.0f}"


def _agreeing(row: Row, deal: KnownDeal, about: Sequence[Told]) -> int:
    number = row.number or row.delivered
    count = 0
    if number is not None:
        count += any(number.holds(told.number.low, told.number.high) for told in _wholes(row, deal, about))
    if row.year is not None:
        count += any(t.ordered is not None and row.year.holds(t.ordered.low, t.ordered.high) for t in about)
    if row.years is not None:
        count += any(t.delivered is not None and row.years.holds(t.delivered.low, t.delivered.high) for t in about)
    return count


def _years_off(row: Row, about: Sequence[Told]) -> float | None:
    """How many years the row's own lie from the nearest that is told, of order or delivery; None where one side tells none."""
    own = [span for span in (row.year, row.years) if span is not None]
    told = [span for t in about for span in (t.ordered, t.delivered) if span is not None]
    if not own or not told:
        return None
    return min(max(a.low - (b.high or b.low), b.low - (a.high or a.low), 0.0) for a in own for b in told)


# What the register lacks


def lacking(rows: Sequence[Judged], known: Known) -> tuple[KnownDeal, ...]:
    """The deals that no row has, most solid first: agreed or made before asked for, undisputed before disputed, then by who stands behind them."""
    had = {judged.deal.id for judged in rows if judged.deal is not None}
    for judged in rows:
        if judged.deal is None:
            continue
        had |= {deal.id for deal in known.deals if fits(judged.row, deal, known) and _match(judged.row, deal) is not None}
    return tuple(sorted((deal for deal in known.deals if deal.id not in had and deal.told), key=_solid))


def _solid(deal: KnownDeal) -> tuple[object, ...]:
    claims = [t for t in deal.told if t.is_asserted]
    made = any(t.step in ("agreed", "done") for t in claims)
    settled = any(t.settled for t in claims)
    disputed = any(t.claim.disputed for t in claims)
    corroborated = any(t.claim.corroborated for t in claims)
    rooms = max((t.claim.newsrooms for t in claims), default=0)
    parties = max((t.claim.parties for t in claims), default=0)
    both = deal.deal.supplier is not None and deal.deal.recipient is not None
    return not both, not made, not settled, disputed, not corroborated, -rooms, -parties, -len(claims), deal.id
