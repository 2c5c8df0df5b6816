"""Who supplies and who takes, weighed with the whole page in view.

A clause often leaves a side out ("40 of the howitzers had arrived by May") or has a pronoun or "the kingdom" for it. For each place that
tells of a supply of arms, every actor of the page is weighed as its supplier and as its recipient: by what the clause says of it (pairs.npz),
what the other places say, where it is named, who speaks, who makes the arms. Boosted trees, taught on the train pages of our own corpus by
what was read of them out of fold (training.events sides).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from onrecord.events.equipment import maker_of
from onrecord.events.judging import forests as shipped
from onrecord.events.slots import points_back
from onrecord.forest import Forest
from onrecord.record import Actor, Article, Attribution, Place, Status

if TYPE_CHECKING:
    from onrecord.events.cases import Telling

FILES: Final = {"supplier": "suppliers.npz", "recipient": "takers.npz"}
ROLES: Final = ("supplier", "recipient")
MOST: Final = 24  # actors that are weighed for a page, those named most
_TELLINGS: Final = 60  # of a page: a list of five hundred deliveries is a table
_STATUSES: Final = tuple(Status)
_KINDS: Final = (None, "person", "organisation", "state", "group")
_SECTORS: Final = ("GOV", "MIL", "BUS", "REB", "UAF", "SPY", "LEG", "PTY")
_TYPES: Final = ("AID", "COOPERATE", "AGREE", "REQUEST", "REJECT", "SANCTION")
_SIDES: Final = ("gives", "takes", "either")
_FAR: Final = 5000.0
SIGNS: Final = 55


@dataclass(frozen=True, slots=True)
class Page:
    """What the weighing knows of a page beside its tellings."""

    keys: tuple[str, ...]  # the actors that may be a side
    actors: Mapping[str, Actor]
    places: Mapping[str, tuple[int, ...]]  # where each of them, or its own people, is named
    headline: Mapping[str, int]  # actor → 1 for the first in the headline, 2 …
    dateline: str | None  # the country of the dateline
    speakers: Mapping[str, tuple[str, ...]]  # statement → actors


def page_of(
    article: Article, sides: Iterable[tuple[str, str]], actors: Mapping[str, Actor], attributions: Sequence[Attribution], places: Sequence[Place]
) -> Page:
    """The page as the weighing sees it.

    Args:
        sides: actors, each with who stands on a side of a deal for it: the state for its army; those that can be no side are left out.
    """
    starts: dict[str, list[int]] = {}
    for key, side in sides:
        starts.setdefault(side, []).extend(span.start for span in actors[key].mentions)
    keys = sorted(starts, key=lambda key: (-len(starts[key]), min(starts[key], default=0), key))[:MOST]
    headline: dict[str, int] = {}
    if article.headline is not None:
        there = [(at, key) for key in keys for at in starts[key] if article.headline.start <= at < article.headline.end]
        for _, key in sorted(there):
            headline.setdefault(key, len(headline) + 1)
    dateline = None
    if article.dateline is not None:
        span = article.dateline.span
        dateline = next((place.country for place in places if any(span.start <= one.start < span.end for one in place.mentions)), None)
    named = {key: tuple(sorted(starts[key])) for key in keys}
    return Page(tuple(keys), actors, named, headline, dateline, {one.statement: one.actors for one in attributions})


def rows_of(page: Page, tellings: Sequence["Telling"]) -> dict[str, "np.ndarray[Any, np.dtype[np.float32]]"]:
    """Of each role, the signs of (telling, actor), tellings first: shape (tellings x actors, SIGNS)."""
    heard = [_heard(telling.heard, page) for telling in tellings]
    far = [_heard(telling.far, page) for telling in tellings]
    found = {}
    for role in (0, 1):
        rows = [row for number, _ in enumerate(tellings) for row in _rows(page, tellings, heard, far[number], number, role)]
        found[ROLES[role]] = np.array(rows, np.float32).reshape(-1, SIGNS)
    return found


Heard = dict[str, tuple[float, float]]
_BESIDE: Final = 20  # characters before arms, in which it stands whose they are: "Turkish-made drones"


def _states(page: Page, keys: Iterable[str]) -> set[str]:
    """Whose some actors are."""
    return {page.actors[key].country or key for key in keys if key in page.actors}


def _heard(heard: Sequence[tuple[str, float, float]], page: Page) -> Heard:
    """Actor → the best chances that its words give it as supplier and as recipient."""
    found: Heard = {}
    for key, supplier, recipient in heard:
        if key in page.places:
            one = found.get(key, (0.0, 0.0))
            found[key] = (max(one[0], supplier), max(one[1], recipient))
    return found


def _rows(page: Page, tellings: Sequence["Telling"], heard: Sequence[Heard], far: Heard, number: int, role: int) -> Iterator[list[float]]:
    telling, mine, other = tellings[number], heard[number], 1 - role
    draft = telling.draft
    tree, head = draft.tree, draft.trigger.head
    first, behind = tree.sentence(head)
    low, high, at = tree.words[first].start, tree.words[behind - 1].end, tree.words[head].start
    vague = max((chances[role] for chances in telling.vague), default=0.0)
    vague_other = max((chances[other] for chances in telling.vague), default=0.0)
    supply = draft.supply
    makers = {maker for arms in draft.scene.arms if first <= arms.first < behind and (maker := maker_of(arms.designation))}
    speakers = _states(page, page.speakers.get(telling.statement.id, ()) if telling.statement else ())
    voices = _states(page, (key for keys in page.speakers.values() for key in keys))
    arms_at = [tree.words[arms.first].start for arms in draft.items]
    news = [n for n, one in enumerate(tellings) if n != number and not one.negated]
    before = next((n for n in reversed(news) if n < number), None)
    after = next((n for n in news if n > number), None)
    totals = {key: (sum(heard[n].get(key, _NONE)[0] for n in news), sum(heard[n].get(key, _NONE)[1] for n in news)) for key in page.keys}
    top = max((total[role] for total in totals.values()), default=0.0)
    ranks = sorted((chances[role] for chances in mine.values()), reverse=True)
    common = [
        vague,
        vague_other,
        float(_SIDES.index(supply.side)) if supply else -1.0,
        float(supply.party) if supply else -1.0,
        float(tree.is_noun(head)),
        float(points_back(tree, head)),
        float(tree.is_verb(head) and tree.is_passive(head)),
        float(_STATUSES.index(draft.status)),
        draft.background,
        draft.arms,
        draft.chance,
        float(len(draft.items)),
        float(len(page.keys)),
        float(len(tellings)),
        float(number),
        float(_TYPES.index(draft.type)) if draft.type in _TYPES else -1.0,
        float(telling.negated),
        float(telling.headline),
        float(len(makers)),
        float(len(speakers)),
        float(len(news)),
    ]
    for order, key in enumerate(page.keys):
        actor, starts = page.actors[key], page.places[key]
        own, opposite = mine.get(key, _NONE)[role], mine.get(key, _NONE)[other]
        inside = [start for start in starts if low <= start < high]
        back = bisect_left(starts, low)
        last = starts[back - 1] if back else None
        between = sum(1 for rival in page.keys if rival != key and last is not None and any(last < start < low for start in page.places[rival]))
        country = actor.country or key
        total = totals[key]
        tops = sum(1 for n in news if heard[n] and max(heard[n], key=lambda one, n=n: heard[n][one][role]) == key)  # type: ignore[misc]
        yield [
            own,
            opposite,
            float(ranks.index(own)) if key in mine else -1.0,
            max((chances[role] for rival, chances in mine.items() if rival != key), default=0.0),
            max((chances[other] for rival, chances in mine.items() if rival != key), default=0.0),
            float(bool(inside)),
            float(min((abs(start - at), start - at) for start in inside)[1]) if inside else _FAR,
            float(low - last) if last is not None else _FAR,
            float(between),
            max((heard[n].get(key, _NONE)[role] for n in news), default=0.0),
            max((heard[n].get(key, _NONE)[other] for n in news), default=0.0),
            total[role],
            total[other],
            total[role] - total[other],
            total[role] / top if top else 0.0,
            float(tops),
            heard[before].get(key, _NONE)[role] if before is not None else -1.0,
            heard[before].get(key, _NONE)[other] if before is not None else -1.0,
            heard[after].get(key, _NONE)[role] if after is not None else -1.0,
            heard[after].get(key, _NONE)[other] if after is not None else -1.0,
            log(1 + len(starts)),
            float(order),
            float(page.headline.get(key, 0)),
            float(page.dateline is not None and page.dateline == actor.country),
            float(_KINDS.index(actor.kind)),
            float(_SECTORS.index(actor.sector)) if actor.sector in _SECTORS else -1.0,
            float(country in speakers),
            float(country in voices),
            float(country in makers),
            float(starts[0] if starts else _FAR),
            float(any(begin - _BESIDE <= start < begin for begin in arms_at for start in inside)),
            far.get(key, _NONE)[role],
            far.get(key, _NONE)[other],
            max((chances[role] for rival, chances in far.items() if rival != key), default=0.0),
            *common,
        ]


_NONE: Final = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sided:
    """The chances of the actors of a page as a side of one telling, by role."""

    supplier: Mapping[str, float]
    recipient: Mapping[str, float]


def weigh_sides(page: Page, tellings: Sequence["Telling"], forests: Mapping[str, Forest]) -> list[Sided]:
    """The chances of every actor as supplier and as recipient of each of the first _TELLINGS tellings, rounded: processors differ in the last places
    of what is put in."""
    tellings = tellings[:_TELLINGS]
    if not page.keys or not tellings:
        return [Sided({}, {}) for _ in tellings]
    signs = rows_of(page, tellings)
    chances: dict[str, list[float]] = {}
    for role in ROLES:
        chances[role] = forests[role].chances(signs[role])
    size = len(page.keys)
    found = []
    for number in range(len(tellings)):
        row = slice(number * size, (number + 1) * size)
        found.append(Sided(*(dict(zip(page.keys, chances[role][row], strict=True)) for role in ROLES)))
    return found


def choose(sided: Sided, least: float, whose: Mapping[str, str] | None = None) -> tuple[tuple[str, float] | None, tuple[str, float] | None]:
    """Supplier and recipient with their chances: the likeliest two that are not one; None for a side that nobody is likely enough to be.

    Args:
        whose: actor → whose it is: nobody supplies itself.
    """
    owner = whose or {}
    suppliers = sorted(sided.supplier.items(), key=lambda one: (-one[1], one[0]))[:4]
    takers = sorted(sided.recipient.items(), key=lambda one: (-one[1], one[0]))[:4]
    best: tuple[float, tuple[str, float] | None, tuple[str, float] | None] = (0.0, None, None)
    for supplier in (*suppliers, None):
        for taker in (*takers, None):
            if any(side is not None and side[1] < least for side in (supplier, taker)):
                continue
            if supplier and taker and owner.get(supplier[0], supplier[0]) == owner.get(taker[0], taker[0]):
                continue
            whole = (supplier[1] if supplier else 0.0) + (taker[1] if taker else 0.0)
            if whole > best[0]:
                best = (whole, supplier, taker)
    return best[1], best[2]


@cache
def packaged() -> Mapping[str, Forest]:
    """The trees that ship with onrecord, by role.

    Raises:
        SetupError: a file is missing or altered; it names the file and the digest.
    """
    return shipped(FILES)
