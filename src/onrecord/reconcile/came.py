"""Whether as many of a row's goods are told to have come, by its years, as it says.

Batches are added up, a running total is not. Batches contradict no larger number: others may have come that no page tells. A running total does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reconcile.known import Told
from onrecord.reconcile.rows import Difference, Row
from onrecord.reconcile.values import Range
from onrecord.reconcile.voices import speakers_of
from onrecord.reconcile.weapons import Weapon, likeness
from onrecord.stories import Total


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one claim of a delivery says came."""

    number: Range
    so_far: bool
    told: Told


def came_otherwise(row: Row, total: Total | None, about: Sequence[Told]) -> Iterator[Difference]:
    """The number delivered of a row, where it is told otherwise.

    Args:
        total: of the row's goods in the deal, where only one can be.
        about: the claims that are about the row's goods.
    """
    if row.delivered is None or not row.is_delivered:
        return
    told = [batch for one in about if one.step == "done" and one.is_asserted and (batch := _batch(row, one)) is not None]
    batches = [batch for batch in told if _is_by_then(row, batch.told)]
    if not batches:
        return
    everything = len(batches) == len(told)
    came = _sum(batches, total if everything else None)
    most = max(batch.number.low for batch in batches)
    # A number without a day may be of a batch that is told elsewhere with one: it is added to nothing.
    least = max(came.low, most) if all(batch.told.delivered for batch in batches) else most
    running = [batch.number.high for batch in batches if batch.so_far]
    fewer = row.delivered.high is not None and row.delivered.high < least
    more = bool(running) and None not in (came.high, *running) and row.delivered.low > max(came.high or 0.0, *(n or 0.0 for n in running))
    if fewer or more:
        by = dict.fromkeys(name for batch in batches for name in speakers_of(batch.told.claim))
        yield Difference("delivered", str(row.delivered), str(came if more else Range(least, least)), tuple(by))


def _is_by_then(row: Row, told: Told) -> bool:
    """Whether a delivery came after the row's order and by the last of its years; one that is told without a day, by the day of its first page."""
    first = told.claim.first
    page = Range(float(first[:4]), float(first[:4])) if first else None
    came = told.delivered or page
    if came is None:
        return True
    is_late = row.years is not None and row.years.high is not None and came.low > row.years.high
    return not is_late and not (row.year is not None and (came.high or came.low) < row.year.low)


def _batch(row: Row, told: Told) -> _Batch | None:
    """What came of the row's goods by one claim: of each page the sum of its items, and of pages that differ the range."""
    counted = [g for g in told.goods if g.number and not g.is_whole and _is_counted(row.weapon, g.weapon)]
    if row.weapon.is_typed and (own := [g for g in counted if likeness(row.weapon, g.weapon) == "same"]):
        counted = own
    if not counted:
        return None
    by_page = [[g.number for g in counted if g.number and g.page == page] for page in dict.fromkeys(g.page for g in counted)]
    sums = [_added(numbers) for numbers in by_page]
    high = None if any(s.high is None for s in sums) else max(s.high or 0.0 for s in sums)
    return _Batch(Range(min(s.low for s in sums), high), any(g.so_far for g in counted), told)


def _is_counted(row: Weapon, told: Weapon) -> bool:
    """Whether a number of some goods is one of the row's: a battery's missiles are akin to it, and are no batteries."""
    like = likeness(row, told)
    return like == "same" or (like == "kind" and bool(not row.kinds or told.kinds & row.kinds))


def _added(numbers: Sequence[Range]) -> Range:
    return Range(sum(n.low for n in numbers), None if any(n.high is None for n in numbers) else sum(n.high or 0.0 for n in numbers))


def _sum(batches: Sequence[_Batch], total: Total | None) -> Range:
    """How many came in all: as the deal has it, else batches added; a running total holds those before it."""
    kinds = {kind for batch in batches for goods in batch.told.goods for kind in goods.weapon.kinds}
    if total is not None and total.delivered is not None and total.category in kinds and len(batches) > 1:
        return Range(total.delivered, total.delivered)
    came = Range(0.0, 0.0)
    for batch in sorted(batches, key=lambda one: one.told.claim.time or one.told.claim.first or ""):
        both = _added((came, batch.number))
        came = Range(max(came.low, batch.number.low), batch.number.high) if batch.so_far else both
    return came
