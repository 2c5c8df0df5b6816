"""Deals: the claims of one deal, from request to delivery, and how many it is of.

Two packages of one pair of sides are two deals unless designation, number or day of the order agree. Batches are parts: a delivery of six of
forty neither makes the deal one of six nor adds six to the forty.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.across.claims import Told
from onrecord.across.days import Days, days_of
from onrecord.across.deeds import Number, designations_differ, gap, is_narrow, is_one_designation, is_one_number
from onrecord.across.grouping import join_best_first
from onrecord.across.ids import id_of
from onrecord.across.names import Who, fold
from onrecord.across.telling import Goods
from onrecord.across.wording import singular
from onrecord.record import Bound
from onrecord.stories import Deal, Total

ONE_DEAL: Final = 0.35  # fit from which two claims are one deal
_ORDER: Final = ("asked", "agreed", "coming", "if", "done", "off", "open")
_PATIENCE: Final = 365 * 6  # days from an order to its last delivery
_SHIPMENT: Final = 31  # days within which two pages may tell of one shipment
_TWO_SHIPMENTS: Final = -1.6
_OF_STATE: Final = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "PTY", "BUS"})
_ANY: Final = frozenset({"unspecified", "other"})


@dataclass(frozen=True, slots=True)
class _Leg:
    """One claim, as it can be compared with another of the same two sides."""

    told: Told
    supplier: Who | None
    recipient: Who | None
    step: str
    categories: frozenset[str]
    designations: frozenset[str]
    wholes: frozenset[Number]  # numbers of the whole deal: ordered, or what a batch is part of
    batches: frozenset[Number]
    ways: frozenset[str]
    stages: frozenset[str]
    pages: frozenset[str]
    ordered: Days | None
    days: Days | None
    before: frozenset[float]  # numbers that it is told to have had before
    more: bool  # its whole is told as coming on top of what was there
    so_far: bool  # what came is told as what has come in all
    nouns: frozenset[str]  # what its goods are called, of those that are of no category

    @property
    def at(self) -> int:
        return self.days[0] if self.days else 0


def deals_of(told: Iterable[Told]) -> tuple[Deal, ...]:
    """The deals that some claims are steps of.

    Args:
        told: claims of any stories, in any order: neither the deals nor their order depend on it.

    Returns:
        A deal for every claim of a transfer, alone or with others; the deals by the days of their first claims.
    """
    pairs: dict[tuple[str, str], PairDeals] = defaultdict(PairDeals)
    for t in told:
        if t.claim.of == "transfer":
            pairs[sides_of(t)].add(t)
    return in_order(deal for pair in pairs.values() for deal in pair.deals())


def deals_of_pair(told: Iterable[Told]) -> list[tuple[int, Deal]]:
    """The deals of claims that all have the same two sides, each with the day of its first claim."""
    pair = PairDeals()
    for t in told:
        pair.add(t)
    return pair.deals()


class PairDeals:
    """The claims of one pair of sides and their deals. A new claim is held against the others once, and changes the deals that it could be of."""

    def __init__(self) -> None:
        self._legs: dict[str, _Leg] = {}
        self._fits: dict[str, dict[str, float]] = {}  # claim → claims that may be of its deal
        self._deals: dict[str, tuple[tuple[str, ...], list[tuple[int, Deal]]]] = {}  # claim → those that hang together with it, and their deals

    def add(self, told: Told) -> None:
        """Take in a claim; one of the same ID must have been removed."""
        leg, id_ = _leg(told), told.claim.id
        fits = {other: score for other, at in self._legs.items() if (score := fit(*_in_order(leg, at))) is not None and score >= ONE_DEAL}
        self._legs[id_], self._fits[id_] = leg, fits
        for other, score in fits.items():
            self._fits[other][id_] = score
            self._forget(other)

    def remove(self, claim: str) -> None:
        """Forget a claim."""
        self._forget(claim)
        del self._legs[claim]
        for other in self._fits.pop(claim):
            del self._fits[other][claim]

    def _forget(self, claim: str) -> None:
        for one in self._deals[claim][0] if claim in self._deals else ():
            del self._deals[one]

    def deals(self) -> list[tuple[int, Deal]]:
        """The deals, each with the day of its first claim."""
        found = []
        for claim in self._legs:
            if claim not in self._deals:
                together = self._together(claim)
                legs = sorted((self._legs[c] for c in together), key=_place)
                made = together, [(group[0].at, _deal(group)) for group in _group(legs, self._fits)]
                self._deals.update(dict.fromkeys(together, made))
            if self._deals[claim][0][0] == claim:
                found += self._deals[claim][1]
        return found

    def _together(self, claim: str) -> tuple[str, ...]:
        """The claims that hang together with one, itself among them."""
        found, left = {claim: None}, [claim]
        while left:
            for other in self._fits[left.pop()]:
                if other not in found:
                    found[other] = None
                    left.append(other)
        return tuple(found)


def _place(leg: _Leg) -> tuple[int, str, str]:
    return leg.at, leg.told.claim.first or "", leg.told.claim.id


def _in_order(a: _Leg, b: _Leg) -> tuple[_Leg, _Leg]:
    return (a, b) if _place(a) <= _place(b) else (b, a)


def in_order(dated: Iterable[tuple[int, Deal]]) -> tuple[Deal, ...]:
    """Deals by the days of their first claims."""
    return tuple(deal for _, deal in sorted(dated, key=lambda pair: (pair[0], pair[1].id)))


def with_deals(told: Sequence[Told], deals: Iterable[Deal]) -> tuple[Told, ...]:
    """The claims, each with the ID of its deal."""
    deal_of = {claim: deal.id for deal in deals for claim in deal.claims}
    return tuple(replace(t, claim=replace(t.claim, deal=deal)) if (deal := deal_of.get(t.claim.id)) else t for t in told)


def _leg(told: Told) -> _Leg:
    deeds = [d for d in told.deeds if d.of == "transfer"]
    goods = [g for d in deeds for g in d.goods]
    step = min((d.step for d in deeds), key=_ORDER.index)
    times = [d.days for d in deeds if d.days]
    orders = [d.ordered for d in deeds if d.ordered]
    parts = step in ("done", "coming", "off")
    numbers = [(g, (g.value, g.upper, g.bound), d.goods) for d in deeds for g in d.goods if g.value is not None]
    wholes = {number for g, number, all_goods in numbers if not _is_part(g, all_goods) and (not parts or _is_whole(g, all_goods))}
    return _Leg(
        told=told,
        supplier=_side(d.supplier for d in deeds),
        recipient=_side(d.recipient for d in deeds),
        step=step,
        categories=frozenset(g.category for g in goods) - _ANY,
        designations=frozenset(g.designation for g in goods if g.designation),
        wholes=frozenset(wholes),
        batches=frozenset(number for _, number, _ in numbers) - wholes,
        ways=frozenset(d.way for d in deeds if d.way),
        stages=frozenset(d.stage for d in deeds if d.stage),
        pages=frozenset(d.document for d in deeds),
        ordered=min(orders, key=lambda d: (d[1] - d[0], d)) if orders else None,
        days=min(times, key=lambda d: (d[1] - d[0], d)) if times else _news_day(told, step),
        before=frozenset(n for d in deeds for n in d.before),
        more=step in ("asked", "agreed") and any(g.more and not _is_part(g, all_goods) for g, _, all_goods in numbers),
        so_far=any(g.so_far and not _is_whole(g, all_goods) for g, _, all_goods in numbers),
        nouns=frozenset(singular(fold(g.what.split()[-1])) for g in goods if g.category == "other"),
    )


def _is_part(goods: Goods, all_goods: Sequence[Goods]) -> bool:
    """Whether a number is part of another of its deed: marked so, or added to it: "a further six, bringing the total to 18"."""
    if goods.part_of is not None or not goods.more:
        return goods.part_of is not None
    return any(g.category == goods.category and not g.more and (g.value or 0.0) > (goods.value or 0.0) for g in all_goods)


def _is_whole(goods: Goods, all_goods: Sequence[Goods]) -> bool:
    """Whether a number is that of the deal and not of what came: something is part of it, or it is what was ordered."""
    at = all_goods.index(goods)
    return goods.role == "ordered" or any(g.part_of == at for g in all_goods)


def _news_day(told: Told, step: str) -> Days | None:
    """The day of the first page, of a step that is news there and not to come."""
    if step in ("coming", "if") or told.claim.first is None or all(d.told_as != "news" for d in told.deeds):
        return None
    return days_of(told.claim.first)


def _first_day(leg: _Leg) -> int:
    first = leg.told.claim.first
    days = days_of(first) if first else None
    return days[0] if days else 0


def _side(actors: Iterable[Who | None]) -> Who | None:
    """The side that most pages give; a state before its bodies."""
    count: dict[Who, int] = defaultdict(int)
    for who in actors:
        if who is not None:
            count[who] += 2 + (who.standing == "state")
    return max(sorted(count, key=lambda w: w.key), key=count.__getitem__) if count else None


def sides_of(told: Told) -> tuple[str, str]:
    """Who supplies whom, as a key: states, their bodies and their firms by country, others by name."""
    deeds = [d for d in told.deeds if d.of == "transfer"]
    return _side_key(_side(d.supplier for d in deeds)), _side_key(_side(d.recipient for d in deeds))


def _side_key(who: Who | None) -> str:
    if who is None:
        return ""
    return who.country if who.country and (who.sector is None or who.sector in _OF_STATE) else who.key


def _group(legs: Sequence[_Leg], fits: Mapping[str, Mapping[str, float]]) -> list[list[_Leg]]:
    """Claims in groups that each are one deal: the pair that fits best first.

    Args:
        legs: in their order.
        fits: claim → the claims that may be of its deal, and how well they fit.
    """
    number = {leg.told.claim.id: i for i, leg in enumerate(legs)}
    pairs = ((score, i, j) for leg in legs for c, score in fits[leg.told.claim.id].items() if (i := number[leg.told.claim.id]) < (j := number[c]))
    return join_best_first(legs, pairs, _may_join)


def _may_join(some: Sequence[_Leg], others: Sequence[_Leg]) -> bool:
    """Whether two groups can be one deal: no two of their claims exclude each other, on average they fit, and no more comes than was ordered."""
    wholes = {number for leg in (*some, *others) if leg.step != "done" for number in leg.wholes}
    if _are_two_papers((*some, *others)):
        return False
    total = 0.0
    for a in some:
        for b in others:
            score = fit(a, b)
            if score is None:
                return False
            if wholes and a.step == b.step == "done" and (not a.ways or not b.ways or a.ways & b.ways):
                # Batches of one order need not be alike: the order holds them together.
                legs = (*some, *others)
                came = sum(_largest(leg.batches) for leg in legs if leg.step == "done" and leg.batches and not _is_running(leg, legs))
                score = max(score, 0.3) if came <= 1.05 * _largest(wholes) else score
            total += score
    return total / (len(some) * len(others)) >= ONE_DEAL - 0.25


def _are_two_papers(legs: Sequence[_Leg]) -> bool:
    """Whether one page tells two orders, of two types and numbers, and nothing here is of both types, as a framework is."""
    orders = [leg for leg in legs if leg.step == "agreed" and leg.wholes and leg.designations]
    return any(
        a.pages & b.pages and designations_differ(a.designations, b.designations) and not is_one_number(a.wholes, b.wholes)
        and not any(is_one_designation(leg.designations, a.designations) and is_one_designation(leg.designations, b.designations) for leg in legs)
        for i, a in enumerate(orders) for b in orders[i + 1 :]
    )  # fmt: skip


def _is_running(leg: _Leg, legs: Sequence[_Leg]) -> bool:
    """Whether a number that has come holds others: its page says so, tells it in passing and without a day, or beside a smaller one that came."""
    if leg.so_far or leg.days or not leg.batches:
        return leg.so_far
    beside = (other for other in legs if other is not leg and other.step == "done" and other.pages & leg.pages and other.batches)
    in_passing = all(d.told_as == "background" for d in leg.told.deeds if d.of == "transfer")
    return in_passing or any(_largest(other.batches) < _largest(leg.batches) for other in beside)


def fit(a: _Leg, b: _Leg) -> float | None:
    """How well two claims may be steps of one deal; None where they cannot."""
    if a.categories and b.categories and not a.categories & b.categories:
        return None
    score = 0.3 if a.categories & b.categories or a.nouns & b.nouns else 0.0
    score += 0.4 if a.told.claim.story == b.told.claim.story else 0.0
    if a.designations and b.designations:
        score += 0.6 if is_one_designation(a.designations, b.designations) else -0.6 if designations_differ(a.designations, b.designations) else 0.0
    added = _is_added(a, b) or _is_added(b, a)
    one_number = not added and _is_one_number(a, b)
    score += -0.8 if added else _numbers(a, b, one_number=one_number)
    if a.ways and b.ways and not a.ways & b.ways:
        score -= 0.8
    if a.step == b.step and a.pages & b.pages and not one_number:
        score -= 0.3
    if a.pages & b.pages and a.step != b.step:
        score += 0.1 if _has_goods(a) and _has_goods(b) else 0.3  # "the second follows next year": of what its page tells
    if _is_of_before(a, b) or _is_of_before(b, a):
        score -= 0.8
    orders = [leg.ordered or (leg.days if leg.step != "off" and leg.stages & {"agreed", "ordered"} else None) for leg in (a, b)]
    if orders[0] and orders[1]:
        apart = gap(orders[0], orders[1])
        if apart > 370 and not one_number and (a.ordered or "ordered" in a.stages) and (b.ordered or "ordered" in b.stages):
            return None  # what is called off from a framework is signed when it is
        score += 0.6 if apart <= 1 and is_narrow(orders[0]) and is_narrow(orders[1]) else 0.3 if apart <= 1 else -0.3
    if "coming" in (a.step, b.step):
        score += 0.1 if "agreed" in (a.step, b.step) else -0.1 if {"asked", "off"} & {a.step, b.step} else 0.0
    return _with_times(score, a, b)


def _is_of_before(came: _Leg, order: _Leg) -> bool:
    """Whether a page that tells an order as news tells the delivery in passing: what was ordered today has not come yet."""
    if came.step != "done" or order.step != "agreed" or order.stages == {"approved"}:
        return False
    news = {d.document for d in order.told.deeds if d.of == "transfer" and d.told_as == "news"}
    return any(d.document in news and d.told_as == "background" for d in came.told.deeds if d.of == "transfer")


def _has_goods(leg: _Leg) -> bool:
    return bool(leg.categories or leg.nouns or leg.wholes or leg.batches)


def _is_added(new: _Leg, old: _Leg) -> bool:
    """Whether one comes on top of the other: "another dozen" is not the dozen of before, unless the page makes one whole of both."""
    later = new.at >= old.at and old.step in ("asked", "agreed", "done")
    return new.more and not old.more and later and not _is_changed(new, old)


def _is_changed(new: _Leg, old: _Leg) -> bool:
    """Whether an order is an earlier one with another number: "forty instead of 55", "a further six, bringing the total to 18"."""
    if new.step != "agreed" or old.step != "agreed":
        return False
    were = {(number, None, None) for number in new.before}
    were |= {(whole - part, None, None) for whole, _, _ in new.wholes for part, _, _ in new.batches if part < whole}
    return is_one_number(were, old.wholes)


def _is_one_number(a: _Leg, b: _Leg) -> bool:
    """Whether both are of one whole, or one was changed to the other: "adding 24 to the sixteen of last year"."""
    if is_one_number(a.wholes, b.wholes) or _is_changed(a, b) or _is_changed(b, a):
        return True
    return a.step == b.step == "agreed" and (is_one_number(a.wholes, b.batches) or is_one_number(a.batches, b.wholes))


def _numbers(a: _Leg, b: _Leg, *, one_number: bool) -> float:
    """What the numbers say: two wholes that agree or do not, a batch that is the whole, is a part of it or is too large for it."""
    if one_number or (a.wholes and b.wholes):
        telling = max(value for value, _, _ in a.wholes | b.wholes) > 2  # many a deal is of one ship
        return (0.8 if telling else 0.3) if one_number else -0.8
    if not a.wholes and not b.wholes:
        # Two deliveries of which no order is told: of two days they are two shipments.
        later = a.days and b.days and gap(a.days, b.days) > _SHIPMENT
        return _TWO_SHIPMENTS if a.step == b.step == "done" and a.batches and b.batches and later else 0.0
    wholes, batches = (a.wholes, b.batches) if a.wholes else (b.wholes, a.batches)
    if not batches:
        return 0.0
    if is_one_number(wholes, batches):
        return 0.6
    return 0.2 if _largest(batches) <= _largest(wholes) else -0.8


def _largest(numbers: Iterable[Number]) -> float:
    return max(upper or value for value, upper, _ in numbers)


def _with_times(score: float, a: _Leg, b: _Leg) -> float | None:
    if a.days is None or b.days is None:
        return score
    apart = gap(a.days, b.days)
    # "Ordered in 2019, will not come before 2028": what is to come has its own patience.
    steps = {a.step, b.step}
    if apart > _PATIENCE and not (steps == {"coming", "done"} or (steps == {"coming", "agreed"} and a.pages & b.pages)):
        return None
    early, late = (a, b) if a.days <= b.days else (b, a)
    if early.step in ("done", "off") and late.step in ("asked", "agreed") and apart > 60:
        score -= 1.2 if early.step == "off" else 0.8  # what comes after a delivery or a cancellation is another deal
    return score - (0.3 if apart > 3 * 365 and steps != {"agreed", "done"} else 0.0)


def _deal(legs: Sequence[_Leg]) -> Deal:
    legs = sorted(legs, key=lambda leg: (_ORDER.index(leg.step), leg.at, leg.told.claim.first or "", leg.told.claim.id))
    first = min(legs, key=lambda leg: (leg.told.claim.first or "", leg.told.claim.id))
    return Deal(
        id=id_of("d", first.told.claim.id),
        supplier=_label(leg.supplier for leg in legs),
        recipient=_label(leg.recipient for leg in legs),
        claims=tuple(leg.told.claim.id for leg in legs),
        totals=tuple(_totals(legs)),
    )


def _label(sides: Iterable[Who | None]) -> str | None:
    side = _side(sides)
    return side.label if side else None


def _totals(legs: Sequence[_Leg]) -> Iterator[Total]:
    """How many of each kind: as the last order has it, else the last that speaks of a whole, else what came in batches, else what is to come.

    An order of 54 tanks and 120 carriers has two totals in one category; which of them came is then not told.
    """
    for kind in sorted({g.category for leg in legs for d in leg.told.deeds for g in d.goods if g.value is not None}):
        wholes = _wholes(legs, kind)
        came = _came(legs, kind, _largest(wholes) if wholes else None)
        for value, upper, bound in wholes or ((came, None, "exact"),) if wholes or came else _to_come(legs, kind):
            if value is not None:
                if bound == "at-least" and came is not None and came > value and len(wholes) == 1:
                    value, bound = came, "exact"
                delivered = None if came is None or len(wholes) > 1 else min(came, upper or value)
                yield Total(kind, value, upper, _bound(bound), delivered)


def _to_come(legs: Sequence[_Leg], kind: str) -> tuple[Number, ...]:
    """The largest number that is to come, of a deal of which nothing else is told."""
    numbers = [(g.value, g.upper, g.bound) for leg in legs for d in leg.told.deeds for g in d.goods if g.category == kind and g.value is not None]
    return (max(numbers, key=lambda n: (n[1] or n[0], str(n))),) if numbers else ()


def _wholes(legs: Sequence[_Leg], kind: str) -> tuple[Number, ...]:
    """The numbers of the whole deal in one kind of goods: of the last claim at the firmest step that gives any, those that most pages give."""
    for firm in (
        lambda leg: leg.step == "agreed" and leg.stages != {"approved"},
        lambda leg: leg.step in ("agreed", "asked", "off", "if", "open"),
        lambda leg: True,
    ):
        for leg in sorted(filter(firm, legs), key=lambda x: (x.more, -x.at, x.told.claim.id)):
            count: dict[tuple[Number, ...], int] = defaultdict(int)
            for deed in leg.told.deeds:
                told = [g for g in deed.goods if g.category == kind and g.value is not None and not _is_part(g, deed.goods)]
                if leg.step in ("coming", "done", "off"):
                    told = [g for g in told if _is_whole(g, deed.goods)]
                if told:
                    count[tuple(dict.fromkeys((g.value or 0.0, g.upper, g.bound) for g in told))] += 1
            if count:
                return max(sorted(count, key=str), key=count.__getitem__)
    return ()


def _came(legs: Sequence[_Leg], kind: str, whole: float | None) -> float | None:
    """How many have come: batches are added, a running total is not: "five have been delivered up to now" holds the one of last autumn.

    A number is a running total where its page says so, or where it is told without a day and would be too many as a batch.
    """
    came: list[tuple[int, bool, bool, float]] = []  # day, told as a running total, told with its day, how many
    for leg in legs:
        if leg.step == "done" and (batch := _last_batch(leg, kind, so_far=_is_running(leg, legs))):
            came.append(batch)
    total = 0.0
    for _, so_far, dated, number in sorted(came):
        too_many = not dated and whole is not None and total + number > whole
        total = max(total, number) if so_far or too_many else total + number
    return total or None


def _last_batch(leg: _Leg, kind: str, *, so_far: bool) -> tuple[int, bool, bool, float] | None:
    """The number of a delivery that the last page gives, with its day: that on which it came, else that of the page."""
    for deed in reversed(leg.told.deeds):
        goods = [g for g in deed.goods if g.category == kind and g.value is not None and not _is_whole(g, deed.goods)]
        if number := sum(g.value or 0.0 for g in goods):
            dated = any(d.days and d.days[1] - d.days[0] <= _SHIPMENT for d in leg.told.deeds)
            return leg.at or _first_day(leg), so_far or any(g.so_far for g in goods), dated, number
    return None


def _bound(bound: str | None) -> Bound:
    return bound if bound in ("about", "at-least", "at-most", "between") else "exact"  # type: ignore[return-value]
