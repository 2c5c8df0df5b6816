"""How many a deal is of, in words: what is counted, and how much of it came."""

from collections.abc import Iterable
from typing import Final, get_args

from onrecord.record import Item, Status
from onrecord.stories import Claim, Total

REST: Final = frozenset({"other", "unspecified"})  # goods of no category of their own: figures name them as pages do
_KINDS: Final = ("number of ", "batch of ")
_CATEGORIES: Final = frozenset(get_args(Item.__annotations__["category"]))
_DONE: Final = (Status.OCCURRED, Status.ONGOING)


def goods_of(total: Total, claims: Iterable[Claim]) -> str:
    """What a total counts: its category, and of goods that are of none what the figures of the deal's claims call them ("radars")."""
    if total.category not in REST:
        return str(total.category)
    told = [(name, f.value) for claim in claims for f in claim.figures if (name := _goods(f.what))]
    names = dict.fromkeys(name for name, _ in told)
    if len(names) == 1:
        return next(iter(names))
    return next((name for name, value in told if f"{total.value:,.0f}" in value.split()), total.category)


def _goods(what: str) -> str | None:
    """The goods of a figure that are of no category; None of any other figure."""
    for kind in _KINDS:
        if what.startswith(kind):
            goods = what.removeprefix(kind)
            return goods if goods not in _CATEGORIES else None
    return None


def has_all_come(total: Total, claims: Iterable[Claim]) -> bool:
    """Whether all that was ordered is told to have come: an order says how many, and as many came."""
    if total.delivered is None or total.delivered != total.value or total.bound != "exact":
        return False
    claims = tuple(claims)
    what = f"number of {goods_of(total, claims)}"
    ordered = (f for claim in claims if claim.status not in _DONE for f in claim.figures if f.what == what)
    return any(f.value == f"{total.value:,.0f}" for f in ordered)


def in_words(total: Total, claims: Iterable[Claim]) -> str:
    """A total and how much of it came: "about 20,000 ammunition, 6,000 of them delivered", "3 drones, all 3 delivered", "3 drones delivered"."""
    claims = tuple(claims)
    told = f"{_bounded(total)} {goods_of(total, claims)}"
    if total.delivered is None:
        return told
    if has_all_come(total, claims):
        return f"{told}, all {total.delivered:,.0f} delivered"
    if total.delivered == total.value and total.upper is None:
        return f"{told} delivered"  # how many were ordered is not told
    return f"{told}, {total.delivered:,.0f} of them delivered"


def _bounded(total: Total) -> str:
    value = f"{total.value:,.0f}" if total.upper is None else f"{total.value:,.0f} to {total.upper:,.0f}"
    return value if total.bound in ("exact", "between") else f"{total.bound.replace('-', ' ')} {value}"


def number_in_words(total: Total, claims: Iterable[Claim]) -> str:
    """A total with its bound: "about 20,000 ammunition"."""
    return f"{_bounded(total)} {goods_of(total, claims)}"


def came_in_words(total: Total, claims: Iterable[Claim]) -> str:
    """How many came: "6 radars delivered"; "" where it is not told."""
    return "" if total.delivered is None else f"{total.delivered:,.0f} {goods_of(total, claims)} delivered"
