"""What a store says of each row of a register, and which deals of the store no row has.

A row is held against the deals of its two sides and its weapon. The verdict is of the first of these that holds: nobody is named whom it could be
about (`no single party`), no deal is told (`nothing found`), somebody denies it (`disputed`), it is told only as asked for or on offer
(`earlier stage`), another number or year is told (`figures differ`), it went on or was called off since (`later stage`), else `supported`; `not
settled` where only readings tell it on which the two readers do not agree. What does not decide the verdict is told beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.across.names import fold
from onrecord.reconcile.figures import agreeing_with, differences_of, years_off
from onrecord.reconcile.items import Goods
from onrecord.reconcile.known import Known, KnownDeal, Told
from onrecord.reconcile.parties import Side
from onrecord.reconcile.rows import Difference, Row
from onrecord.reconcile.voices import names_of
from onrecord.reconcile.weapons import Likeness, is_called_so, likeness
from onrecord.stories import Claim, Voice

Verdict = Literal["supported", "disputed", "figures differ", "later stage", "earlier stage", "not settled", "no single party", "nothing found"]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "supported", "disputed", "figures differ", "later stage", "earlier stage", "not settled", "no single party", "nothing found",
)  # fmt: skip
_YEARS_APART: Final = 2  # from which another year speaks of another deal where the number is another, too
_PATIENCE: Final = 3  # years beyond its own that a row may be from what is told of one deal, where the kind alone agrees


@dataclass(frozen=True, slots=True)
class Judged:
    """What the store says of a row."""

    row: Row
    verdict: Verdict
    why: str
    deal: KnownDeal | None = None
    carrying: tuple[Told, ...] = ()  # claims that say what the row says
    denied: tuple[Told, ...] = ()  # claims whose denial decides
    beside: tuple[Told, ...] = ()  # orders that somebody denies, where what came decides
    deniers: tuple[str, ...] = ()  # of either
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
    others = deals_of_sides(row, known)
    fitting = [m for deal in others if (m := _match(row, deal)) is not None]
    if not fitting:
        beside = f"; of these two sides {len(others)} other deal{'s are' if len(others) > 1 else ' is'} told" if others else ""
        return Judged(row, "nothing found", f"nothing found in {known.pages:,} page{'' if known.pages == 1 else 's'} read{beside}")
    best = min(fitting, key=_order)
    return _judged(row, best)


def _order(match: _Match) -> tuple[object, ...]:
    asserted = sum(told.is_asserted for told in match.told)
    return len(match.differences) - match.agreeing, match.like != "same", -asserted, match.deal.id


def deals_of_sides(row: Row, known: Known) -> tuple[KnownDeal, ...]:
    """The deals whose sides may be those of a row; rows of the same two sides are many, and are looked for once."""
    sides = row.supplier, row.recipient
    if sides not in known.kept:
        known.kept[sides] = tuple(deal for deal in known.deals if fits(row, deal, known))
    return known.kept[sides]


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
    differences = tuple(differences_of(row, deal, about))
    agreeing = agreeing_with(row, deal, about)
    numbers = any(d.what.startswith("number") for d in differences)
    far = years_off(row, about)
    if far is not None and far >= _YEARS_APART and (numbers or row.number is None or like == "kind"):
        return None
    if like == "kind" and numbers and not _is_this_order(row, about):
        return None
    if like == "kind" and not agreeing and (row.number or row.year or row.years):
        return None
    return _Match(deal, like, about, differences, agreeing)


def _is_this_order(row: Row, about: Sequence[Told]) -> bool:
    """Whether a row of another number is told by the same word and ordered in the same year, and no type could tell two orders apart."""
    if row.weapon.is_typed or row.year is None:
        return False
    called = any(is_called_so(row.weapon, goods.weapon) for told in about for goods in told.goods)
    return called and any(told.ordered is not None and row.year.holds(told.ordered.low, told.ordered.high) for told in about)


def _all_typed_differ(row: Row, deal: KnownDeal) -> bool:
    """Whether every item of the deal that has a type has another."""
    typed = [goods for told in deal.told for goods in told.goods if goods.weapon.is_typed]
    return bool(typed) and all(likeness(row.weapon, goods.weapon) == "other" for goods in typed)


def _is_about(row: Row, told: Told) -> bool:
    """Whether a claim of the deal is about the row's goods: one that names none is about all of them."""
    return _is_of_goods(row, told.goods)


def _is_of_goods(row: Row, goods: Sequence[Goods]) -> bool:
    named = [one for one in goods if one.weapon.is_named]
    return not named or any(likeness(row.weapon, one.weapon) != "other" for one in named)


def _has_come(row: Row, told: Told, deal: KnownDeal) -> bool:
    """Whether a delivery is of the row's goods: it names them, or none, and the deal is of nothing else."""
    if any(goods.weapon.is_named for goods in told.goods):
        return _is_about(row, told)
    named = [goods for other in deal.told for goods in other.goods if goods.weapon.is_named]
    return all(likeness(row.weapon, goods.weapon) != "other" for goods in named)


def _judged(row: Row, match: _Match) -> Judged:
    carrying, lower, later = _steps(row, match)
    denied, deniers = _denied(row, _at_issue(row, match.told, carrying), match.told)
    beside, others = _denied(row, [t for t in match.told if t.step == "agreed"], match.told) if not denied else ((), ())
    asserted = [told for told in carrying if told.is_asserted]
    kind = match.like == "kind"

    def told(verdict: Verdict, why: str) -> Judged:
        why += f"; the order is denied by {', '.join(others)}" if others else ""
        return Judged(row, verdict, why, match.deal, tuple(carrying), denied, beside, deniers or others, match.differences, tuple(later), kind)

    if denied:
        nobody = "" if any(t.is_asserted for t in match.told) else "; nobody is read to assert it"
        return told("disputed", f"denied by {', '.join(deniers)}{nobody}")
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
            if not _has_come(row, one, match.deal):
                continue
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


def _at_issue(row: Row, told: Sequence[Told], carrying: Sequence[Told]) -> Sequence[Told]:
    """The claims of which a denial decides: those that say what the row says; all but what was called off, where nobody says it."""
    if not any(t.is_asserted for t in carrying):
        return [t for t in told if t.step != "off"]
    agreed = [t for t in carrying if t.step in ("agreed", "denied")]
    return carrying if row.is_delivered or not any(t.is_asserted for t in agreed) else agreed


def _denied(row: Row, claims: Sequence[Told], told: Sequence[Told]) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    """The claims that somebody denies of the row's goods and has not owned to since, with who."""
    found: list[Told] = []
    names: list[str] = []
    for one in claims:
        standing = [v for v in one.claim.denies if not _is_owned(v, one.claim, told) and _is_of_goods(row, one.denied.get(v.document, ()))]
        if standing:
            found.append(one)
            names += names_of(standing)
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


# What the register lacks


def lacking(rows: Sequence[Judged], known: Known) -> tuple[KnownDeal, ...]:
    """The deals that no row has, most solid first: agreed or made before asked for, undisputed before disputed, then by who stands behind them."""
    had = {judged.deal.id for judged in rows if judged.deal is not None}
    for judged in rows:
        if judged.deal is None:
            continue
        had |= {deal.id for deal in deals_of_sides(judged.row, known) if _match(judged.row, deal) is not None}
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
