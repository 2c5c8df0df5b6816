"""Whether two pages tell of one deed: by type, sides, step, time, place and goods."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from onrecord.across.days import Days
from onrecord.across.grouping import join_best_first
from onrecord.across.names import OPEN, best_likeness, likeness
from onrecord.across.telling import Deed

ONE_DEED: Final = 1.15  # affinity from which two events are one
ONE_TRANSFER: Final = 1.6  # a false deal costs more than a missed one

Number = tuple[float, float | None, str | None]  # value, upper end, bound

_SLACK: Final = 1  # days by which two pages may differ on the day of one deed: time zones, and "on Tuesday" told on Wednesday
_RECENT: Final = 10  # days back that news may speak of where it does not say when
_ANY: Final = frozenset({"unspecified", "other"})
_TWIN: Final = 5.0  # of a deed as a page and its copy tell it: above every other
_ONLY: Final = 0.3  # where both pages tell at most one event of that type as news
_BOTH_WAYS: Final = frozenset({"AGREE", "CONSULT", "COOPERATE", "ASSAULT"})  # types of which each side may be named first
_IN_PASSING: Final = 0.4  # against two pages that both tell a transfer in passing, with neither day nor number: nothing says that it is one
_LONG: Final = 62  # days: a time that is wider than this tells two deeds apart, but does not join them


def affinity(a: Deed, b: Deed, day_a: int | None, day_b: int | None) -> float | None:
    """How much speaks for two deeds of two pages being one.

    Args:
        a, b: the deeds.
        day_a, day_b: the days of their pages.

    Returns:
        None where something speaks against it that no likeness outweighs; else a sum, from ONE_DEED or ONE_TRANSFER for one deed.
    """
    if a.type != b.type and not a.of == b.of == "transfer":
        return None
    sides = _sides(a, b)
    steps = _steps(a, b)
    times = _times(a, b, day_a, day_b)
    if sides is None or steps is None or times is None or _are_two_orders(a, b, day_a, day_b):
        return None
    goods = _goods(a, b) if a.of == b.of == "transfer" else 0.0
    if goods is None:
        return None
    place = 0.0
    if a.place and b.place:
        place = 0.3 if a.place == b.place else -0.1 if a.country == b.country else -0.4
    modes = (0.15 if a.mode == b.mode else -0.3) if a.mode and b.mode else 0.0
    shared = len(a.words & b.words) / min(len(a.words), len(b.words)) if a.words and b.words else 0.0
    told = -0.2 if a.told_as and b.told_as and a.told_as != b.told_as and not (a.days and b.days) else 0.0
    later = _next(a, b, day_a, day_b) - _IN_PASSING * (_is_bare(a) and _is_bare(b)) if a.of == b.of == "transfer" else 0.0
    return sides + steps + times + goods + place + modes + shared + told + later


def _sides(a: Deed, b: Deed) -> float | None:
    """Likeness of giver and taker, or of doers and those it is done to; None where one of them cannot be the same."""
    if a.of == b.of == "transfer":
        giver = likeness(a.supplier, b.supplier) if a.supplier and b.supplier else OPEN
        taker = likeness(a.recipient, b.recipient) if a.recipient and b.recipient else OPEN
        return giver + taker if giver and taker and giver + taker > 2 * OPEN else None  # of two unknown sides nothing is known
    first = best_likeness(a.initiators, b.initiators)
    second = best_likeness(a.recipients, b.recipients)
    straight = first + second if first and second else 0.0
    if a.type in _BOTH_WAYS:
        first = best_likeness(a.initiators, b.recipients)
        second = best_likeness(a.recipients, b.initiators)
        everybody = best_likeness((*a.initiators, *a.recipients), (*b.initiators, *b.recipients))
        crossed = first + second if first and second else 0.0
        straight = max(straight, crossed - 0.1, everybody + OPEN if everybody >= 1 and not (a.recipients and b.recipients) else 0.0)
    return straight if straight > 2 * OPEN or (straight and a.mode and a.mode == b.mode) else None


def _steps(a: Deed, b: Deed) -> float | None:
    """Whether two deeds are at one step; a deed that is only denied may be at any."""
    if "open" in (a.step, b.step):
        return 0.0
    if a.step != b.step:
        # What was called off is told as done on the page of the day before; of transfers each step is a claim of its own.
        loose = a.of == b.of == "event" and "off" in (a.step, b.step) and "if" not in (a.step, b.step)
        return -0.3 if loose else None
    if a.stage and b.stage and a.stage != b.stage:
        return None if "approved" in (a.stage, b.stage) else -0.5
    return 0.2 if a.stage and a.stage == b.stage else 0.0


def _times(a: Deed, b: Deed, day_a: int | None, day_b: int | None) -> float | None:
    """Whether the times meet: told ones, and else the days before each page; wide ones join little."""
    if a.days and b.days:
        if gap(a.days, b.days) > _SLACK:
            # What is to come is told with the day of the agreement on one page, of the delivery on another.
            patience = {"coming": 180, "if": 365, "agreed": _LONG}.get(a.step, 0)
            return -0.2 if gap(a.days, b.days) <= patience else None
        return 0.6 if is_narrow(a.days) and is_narrow(b.days) else 0.1
    if _is_told_before(a, day_a, b) or _is_told_before(b, day_b, a):
        return None
    implied_a, implied_b = a.days or implied(a, day_a), b.days or implied(b, day_b)
    if implied_a and implied_b:
        apart = gap(implied_a, implied_b)
        # A page that says when outweighs the guess about one that does not: an accusation may come months after the deed.
        told = a.days or b.days
        if apart > (200 if told else 30) and (a.step == b.step == "done" or _numbers_differ(a, b)):
            return None
        if told and apart > 30 and _numbers_differ(a, b):
            return None
        return 0.25 if apart <= _SLACK else 0.0 if apart <= 14 else -0.4
    return 0.0


def _is_told_before(told: Deed, day: int | None, other: Deed) -> bool:
    """Whether a page tells a deed as done before the day on which the other was: it cannot be that one."""
    return told.step == "done" and day is not None and other.days is not None and other.days[0] > day + _SLACK


def _next(a: Deed, b: Deed, day_a: int | None, day_b: int | None) -> float:
    """What speaks against one delivery: pages of different weeks that each tell of a next one, or of another number, tell of two."""
    if a.step not in ("coming", "done") or day_a is None or day_b is None or abs(day_a - day_b) <= _LONG // 2:
        return 0.0
    if a.days and b.days and is_narrow(a.days) and is_narrow(b.days):
        return 0.0
    if a.step == "coming" or (_numbers_differ(a, b) and (_is_batch(a) or _is_batch(b))):
        return -1.4
    return -0.5 if _numbers_differ(a, b) else 0.0


def implied(deed: Deed, day: int | None) -> Days | None:
    """The days on which a deed was that is told as news and without a time."""
    if day is None or deed.told_as != "news" or deed.step in ("coming", "if"):
        return None
    return day - _RECENT, day


def gap(a: Days, b: Days) -> int:
    """Days between two times; 0 where they meet."""
    return max(a[0] - b[1], b[0] - a[1], 0)


def is_narrow(days: Days) -> bool:
    """Whether a time says about when something was, and not only in which year."""
    return days[1] - days[0] <= _LONG


def _goods(a: Deed, b: Deed) -> float | None:
    """Whether the goods may be the same: None where no category is in both."""
    kinds_a, kinds_b = ({g.category for g in d.goods} for d in (a, b))
    told_a, told_b = kinds_a - _ANY, kinds_b - _ANY
    if told_a and told_b and not told_a & told_b:
        return None
    score = 0.2 if told_a & told_b else 0.0
    names_a, names_b = ({g.designation for g in d.goods if g.designation} for d in (a, b))
    if names_a and names_b:
        score += 0.4 if is_one_designation(names_a, names_b) else -0.4 if designations_differ(names_a, names_b) else 0.0
    numbers_a, numbers_b = numbers_of(a), numbers_of(b)
    if numbers_a and numbers_b:
        score += 0.4 if is_one_number(numbers_a, numbers_b) else -0.35
    if a.way and b.way and a.way != b.way:
        score -= 0.3
    if a.price and b.price and a.price[1] == b.price[1]:
        score += 0.3 if abs(a.price[0] - b.price[0]) <= 0.02 * max(a.price[0], b.price[0]) else 0.0
    if a.ordered and b.ordered and is_narrow(a.ordered) and is_narrow(b.ordered):
        score += 0.3 if gap(a.ordered, b.ordered) <= _SLACK else -0.6
    return score


def is_one_designation(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two sets of designations share one: "a-29" and "a-29 super tucano", "jf-17" and "jf-17c"."""
    return any(x == y or x.startswith(y) or y.startswith(x) or set(x.split()) & set(y.split()) for x in some for y in others)


def designations_differ(some: Collection[str], others: Collection[str]) -> bool:
    """Whether two sets of designations are of different types: a code and a name ("ah-1z", "viper") may be of one."""
    return any(_is_code(x) == _is_code(y) for x in some for y in others) and not is_one_designation(some, others)


def _is_code(designation: str) -> bool:
    return any(c.isdigit() for c in designation)


def _is_bare(deed: Deed) -> bool:
    return deed.told_as == "background" and deed.days is None and not numbers_of(deed)


def _is_batch(deed: Deed) -> bool:
    return any(g.part_of is not None and g.value is not None for g in deed.goods)


def _are_two_orders(a: Deed, b: Deed, day_a: int | None, day_b: int | None) -> bool:
    """Whether pages of different months tell two orders as news, one of them as coming on top of what was there."""
    if a.step not in ("asked", "agreed") or day_a is None or day_b is None or abs(day_a - day_b) <= _LONG:
        return False
    return a.told_as == b.told_as == "news" and _is_added(a) != _is_added(b)


def _is_added(deed: Deed) -> bool:
    """Whether it is told as coming on top of what was there: "another dozen"."""
    return any(g.more for g in deed.goods)


def numbers_of(deed: Deed) -> frozenset[Number]:
    """How many a transfer is told to be of, each with its bound: of a delivery what came, else wholes; the rest where it tells nothing else."""
    told = [(g.part_of is None, (g.value, g.upper, g.bound)) for g in deed.goods if g.value is not None]
    meant = frozenset(number for whole, number in told if whole != (deed.step == "done"))
    return meant or frozenset(number for _, number in told)


def is_one_number(some: Iterable[Number], others: Iterable[Number]) -> bool:
    """Whether two sets of numbers share one: equal, or within the bounds that one of them has ("about 50" and 54)."""
    return any(_is_one(x, y) for x in some for y in others)


def _is_one(a: Number, b: Number) -> bool:
    (low_a, high_a), (low_b, high_b) = _range(a), _range(b)
    return low_a <= high_b and low_b <= high_a


def _range(number: Number) -> tuple[float, float]:
    value, upper, bound = number
    if bound == "about":
        return 0.85 * value, 1.15 * value
    if bound == "at-least":
        return value, 1.5 * value
    if bound == "at-most":
        return 0.5 * value, value
    return value, upper if upper is not None else value


def _numbers_differ(a: Deed, b: Deed) -> bool:
    """Whether both say how many, and say otherwise: of one day sources differ, of two days it is two deeds."""
    x, y = numbers_of(a), numbers_of(b)
    return bool(x and y and not is_one_number(x, y))


def group_deeds(deeds: Sequence[Deed], days: dict[str, int | None], texts: dict[str, str]) -> list[list[Deed]]:
    """Deeds of a story in groups that each are one deed.

    Args:
        deeds: in any order; the result does not depend on it.
        days: page → its day.
        texts: page → the page whose text it carries: two deeds of one page are two, and so are those of its copies.

    Returns:
        The groups, in the order of their first deeds; a group's deeds in the order of their pages' days.
    """
    deeds = sorted(deeds, key=lambda d: (days[d.document] or 0, d.document, d.id, d.of))
    alone = Counter((d.document, d.of, d.type) for d in deeds if d.told_as != "background")

    def score(a: Deed, b: Deed) -> float | None:
        if texts[a.document] == texts[b.document] and (twin := _twins(a, b)) is not None:
            return twin
        found = affinity(a, b, days[a.document], days[b.document])
        if found is not None and a.of == b.of == "event" and max(alone[a.document, a.of, a.type], alone[b.document, b.of, b.type]) <= 1:
            found += _ONLY
        return found

    pairs = []
    for i, a in enumerate(deeds):
        for j in range(i + 1, len(deeds)):
            b = deeds[j]
            if a.document != b.document and (fits := score(a, b)) is not None and fits >= least(a, b):
                pairs.append((fits, i, j))
    return join_best_first(deeds, pairs, lambda some, others: _may_join(some, others, score))


def _twins(a: Deed, b: Deed) -> float | None:
    """A score above every other for one deed as a page and its copy tell it: in the same sentences, whatever was read of its sides."""
    if a.type != b.type or not a.words or not b.words:
        return None
    alike = len(a.words & b.words) / len(a.words | b.words)
    sides = best_likeness(a.initiators, b.initiators) and best_likeness(a.recipients, b.recipients)
    told_alike = 0.5 * (a.mode == b.mode) + 0.5 * (a.told_as == b.told_as)  # of two deeds in one sentence
    return _TWIN + alike + told_alike if alike >= 0.5 and sides else None


def _may_join(some: Sequence[Deed], others: Sequence[Deed], score: Callable[[Deed, Deed], float | None]) -> bool:
    """Whether two groups can be one: no page tells them as two, no two of their deeds exclude each other, and on average they fit."""
    if {d.document for d in some} & {d.document for d in others}:
        return False
    total = 0.0
    for a in some:
        for b in others:
            fits = score(a, b)
            if fits is None:
                return False
            total += min(fits, _TWIN)
    return total / (len(some) * len(others)) >= least(some[0], others[0]) - 0.4


def least(a: Deed, b: Deed) -> float:
    """The affinity that two deeds must reach to be one."""
    return ONE_TRANSFER if a.of == b.of == "transfer" else ONE_DEED
