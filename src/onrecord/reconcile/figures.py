"""Which figures of a row are told otherwise: how many were ordered, how many came, in which years; and by whom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.reconcile.came import came_otherwise
from onrecord.reconcile.items import Goods
from onrecord.reconcile.known import KnownDeal, Told
from onrecord.reconcile.parties import name_of
from onrecord.reconcile.rows import Difference, Row
from onrecord.reconcile.values import Range, number_of, ranged
from onrecord.reconcile.voices import speakers_of
from onrecord.reconcile.weapons import likeness, nouns_in
from onrecord.stories import Total

_NEARLY: Final = 0.8  # of what was ordered: where less is said to have come, it is a batch
_LEAST_PART: Final = 0.4  # of a number: what is much smaller or larger counts something else


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
            if goods.number and not goods.is_part and likeness(row.weapon, goods.weapon) != "other" and is_counted(row, goods, one):
                found.append(_Whole(goods.number, _givers((one,), goods.number.low) or speakers_of(one.claim)))
    if (total := total_of(row, deal, about)) is not None:
        found.append(_Whole(ranged(total.value, total.upper, total.bound), _givers(about, total.value)))
    return found


def total_of(row: Row, deal: KnownDeal, about: Sequence[Told]) -> Total | None:
    """The total of a deal that is of the row's goods, where only one can be."""
    categories = {c for t in about for g in t.goods if likeness(row.weapon, g.weapon) == "same" for c in g.weapon.kinds} or set(row.weapon.kinds)
    totals = [t for t in deal.deal.totals if t.category in categories] or list(deal.deal.totals)
    return totals[0] if len(totals) == 1 else None


def is_counted(row: Row, goods: Goods, told: Told) -> bool:
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
    goods = what.rpartition(" of ")[2]
    if not row.weapon.kinds or goods in row.weapon.kinds or not goods or goods == what:
        return True
    return not row.weapon.nouns or bool(nouns_in(goods) & row.weapon.nouns)  # of goods of no category it has their noun


def differences_of(row: Row, deal: KnownDeal, about: Sequence[Told]) -> Iterator[Difference]:
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
    yield from came_otherwise(row, total_of(row, deal, about), about)
    if row.year is not None:
        told_years = [(t.ordered, t) for t in about if t.ordered is not None and t.step in ("agreed", "done", "coming")]
        if told_years and not any(row.year.holds(span.low, span.high) for span, _ in told_years):
            span, one = told_years[0]
            yield Difference("year of order", _year(row.year), _year(span), speakers_of(one.claim))
        elif not told_years:
            yield from _ordered_too_late(row.year, about)
    if row.years is not None:
        came = [(t.delivered, t) for t in about if t.delivered is not None and t.step == "done" and t.is_asserted and t.goods]
        if came and not any(row.years.holds(span.low, span.high) for span, _ in came):
            span, one = came[-1]
            yield Difference("year of delivery", _year(row.years), _year(span), speakers_of(one.claim))


def _ordered_too_late(year: Range, about: Sequence[Told]) -> Iterator[Difference]:
    """An order of a year after the one in which the goods are told to have come, or long after it was told as agreed, where no page dates the order.

    What is agreed on, or planned, may be signed in the next year. What is told as done without a year may be a consent, read as the deed.
    """
    told = [(last, one) for one in about if one.is_asserted and (last := _last_year_of_order(one)) is not None]
    if told and year.low > (latest := min(told, key=lambda pair: pair[0]))[0]:
        yield Difference("year of order", _year(year), f"{latest[0]:.0f} at the latest", speakers_of(latest[1].claim))


def _last_year_of_order(told: Told) -> float | None:
    """The last year in which it may have been ordered, as far as a claim tells."""
    if told.step == "done" and told.delivered is not None:
        return told.delivered.high
    return int(told.claim.first[:4]) + 1 if told.step == "agreed" and told.claim.first else None


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
    return next((speakers_of(t.claim) for t in about if t.is_asserted and any(g.number for g in t.goods)), ())


def _year(span: Range) -> str:
    return f"{span.low:.0f}" if span.high is None or span.low == span.high else f"{span.low:.0f} to {span.high:.0f}"


def agreeing_with(row: Row, deal: KnownDeal, about: Sequence[Told]) -> int:
    """How many figures of the row are told as it has them."""
    number = row.number or row.delivered
    count = 0
    if number is not None:
        count += any(number.holds(told.number.low, told.number.high) for told in _wholes(row, deal, about))
    if row.year is not None:
        count += any(t.ordered is not None and row.year.holds(t.ordered.low, t.ordered.high) for t in about)
    if row.years is not None:
        count += any(t.delivered is not None and row.years.holds(t.delivered.low, t.delivered.high) for t in about)
    return count


def years_off(row: Row, about: Sequence[Told]) -> float | None:
    """How many years the row's own lie from the nearest that is told, of order or delivery; None where one side tells none."""
    own = [span for span in (row.year, row.years) if span is not None]
    told = [span for t in about for span in (t.ordered, t.delivered) if span is not None]
    if not own or not told:
        return None
    return min(max(a.low - (b.high or b.low), b.low - (a.high or a.low), 0.0) for a in own for b in told)
