"""Cases that are supplies of arms → rows of the register: supplier, recipient, items with their numbers, value, stage, mode."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import exp, log
from typing import Final

import numpy as np

from onrecord.events.amounts import counts_in, part_before, sums_in
from onrecord.events.cases import Case, Telling, status_of
from onrecord.events.equipment import Arms
from onrecord.events.items import condition_of
from onrecord.events.judging import checked
from onrecord.events.slots import lemma_of
from onrecord.record import ArmsTransfer, Event, Item, Money, Quantity, Status
from onrecord.text import Document, Span

_BETWEEN: Final = re.compile(r"[\w\s,'’“”\"-]{0,45}\Z")
_NO_VERB: Final = re.compile(
    r"\b(?:and|or|for|to|from|in|with|by|that|which|of the \d|tonnes?|tons?|kilos?|dollars?|euros?|pounds?|worth|boxes|box|crates?|containers?"
    r"|shiploads?|truckloads?|wagons?|months?|years?|days?|weeks?)\b|[,;]"
)
_STAGE_WORDS: Final = {
    "request": "requested", "ask": "requested", "seek": "requested", "want": "requested", "offer": "offered", "propose": "offered",
    "approve": "approved",
    "authorise": "approved", "authorize": "approved", "license": "approved", "clear": "approved", "agree": "agreed", "sign": "agreed",
    "order": "ordered",
    "contract": "ordered", "pledge": "agreed", "promise": "agreed", "commit": "agreed",
}  # fmt: skip


LEAST: Final = 0.2  # chance that a row is right, below which there is none (training.events rows)
SETTLED: Final = 0.7  # below which a row is not settled


def transfers_of(document: Document, cases: Sequence[Case], events: Sequence[Event]) -> tuple[ArmsTransfer, ...]:
    """The register's rows of a page, x1 first, in the order of their events."""
    found: list[ArmsTransfer] = []
    for row, signs in candidates_of(document, cases, events):
        chance = chance_of(signs, packaged())
        if chance >= LEAST:
            found.append(replace(row, id=f"x{len(found) + 1}", settled=row.settled and chance >= SETTLED, confidence=chance))
    return tuple(found)


def candidates_of(document: Document, cases: Sequence[Case], events: Sequence[Event]) -> Iterator[tuple[ArmsTransfer, tuple[float, ...]]]:
    """Each case that may be a row, as a row without its number, and the signs of whether it is right."""
    by_id = {event.id: event for event in events}
    supplies = [case for case in cases if case.is_arms]
    if not any(_names_arms(telling) for case in supplies for telling in case.tellings):
        return  # of tractors, aid, players
    for case in supplies:
        event = by_id.get(case.id)
        suppliers, takers = case.all_of("suppliers"), case.all_of("takers")
        if event is None or not (suppliers and takers):
            continue  # of rows with one side alone, hardly one in twenty had the right one (train, out of fold): the event stands without a row
        telling, status = case.first, status_of(case)
        stage = stage_of(telling, status)
        items = tuple(_items(document, case, status, stage))
        row = ArmsTransfer(
            "x",
            case.id,
            suppliers[0],
            takers[0],
            tuple(key for key in case.all_of("via") if key not in (*suppliers, *takers)),
            mode_of(case, event),  # type: ignore[arg-type]
            stage,  # type: ignore[arg-type]
            items,
            _value(document, case),
            status,
            event.time,
            event.time if stage in ("agreed", "ordered") else None,
            event.time if stage in ("shipped", "delivered") else None,
            event.told_as,
            event.narrator,
            event.settled,
            0.0,
        )
        yield row, _signs(case, row, len(supplies))


def _signs(case: Case, row: ArmsTransfer, supplies: int) -> tuple[float, ...]:
    """What tells how likely a row is right."""
    telling = case.first
    supplier, taker = (max((t.chances[side] for t in case.tellings), default=0.0) for side in (0, 1))
    own, other = telling.chances
    return (
        logit(supplier),
        logit(taker),
        logit(own * other),
        logit(telling.draft.chance),
        logit(telling.draft.arms),
        logit(telling.draft.certain),
        float(row.settled),
        float(bool(row.items)),
        float(any(item.designation for item in row.items)),
        float(len(case.tellings) > 1),
        float(row.told_as == "background"),
        float(row.status in (Status.OCCURRED, Status.ONGOING)),
        float(row.status is Status.DENIED),
        float(telling.draft.supply is not None),
        float(telling.statement is not None),
        float(min(supplies, 8)),
        float(any(map(_names_arms, case.tellings))),
        float(telling.clear),
        float(any(telling.draft.items for telling in case.tellings)),
    )


def logit(chance: float) -> float:
    """Log-odds of a chance, between -6 and 6."""
    inside = min(max(chance, 0.0025), 0.9975)
    return log(inside / (1 - inside))


def chance_of(signs: Sequence[float], weights: Sequence[float]) -> float:
    """The chance that a row is right, from its signs; the last weight is the constant. Rounded: processors differ in the last places."""
    score = sum(weight * sign for weight, sign in zip(weights, signs, strict=False)) + weights[-1]
    return round(1 / (1 + exp(-score)), 3)


FILE: Final = "rows.npz"


@cache
def packaged() -> tuple[float, ...]:
    """The weights that ship with onrecord.

    Raises:
        SetupError: the file is missing or altered; it names the file and the digest.
    """
    with np.load(io.BytesIO(checked(FILE)), allow_pickle=False) as arrays:
        return tuple(map(float, arrays["weights"]))


def _names_arms(telling: Telling) -> bool:
    """Whether arms are named in a telling's sentence, or it is a deed that only arms can be the matter of."""
    first, behind = telling.draft.tree.sentence(telling.draft.trigger.head)
    there = any(first <= arms.first < behind for arms in telling.draft.scene.arms)
    return there or bool(telling.draft.items) or (telling.draft.supply is not None and telling.draft.supply.party)


def stage_of(telling: Telling, status: Status) -> str | None:
    """Which step a telling is of: asked for, offered, approved, agreed, ordered by its outermost word, shipped or delivered by the inner one."""
    tree, core = telling.draft.tree, telling.draft.trigger.core
    for word in core:
        if (found := _STAGE_WORDS.get(lemma_of(tree, word))) is not None:
            return found
    if status in (Status.PLANNED, Status.CANCELLED):
        return "agreed"
    supply = telling.draft.supply
    if supply is None and status in (Status.OCCURRED, Status.ONGOING):
        return _stage_of_type(telling)
    if supply is not None and supply.stage and status in (Status.OCCURRED, Status.ONGOING):
        return None if supply.word in ("sell", "buy", "purchase", "procure") else supply.stage
    return supply.stage if supply is not None and supply.stage in ("requested", "offered", "approved") else None


_SET_OUT: Final = frozenset(["leave", "depart", "sail", "ferry", "way", "route", "sea", "cross"])


def _stage_of_type(telling: Telling) -> str | None:
    """The step of what happened by a word of no table: what went over in any way ("came", "changed hands") was delivered."""
    tree, draft = telling.draft.tree, telling.draft
    if draft.type in ("AID", "COOPERATE"):
        return "shipped" if any(lemma_of(tree, word) in _SET_OUT for word in draft.trigger.core) else "delivered"
    return "requested" if draft.type == "REQUEST" else None


def mode_of(case: Case, event: Event) -> str | None:
    """Sale, gift, loan … as the word says; else as the type of the deed does."""
    for telling in (case.first, *case.tellings):
        if telling.draft.supply is not None and telling.draft.supply.mode:
            return telling.draft.supply.mode
    return {"AID": "aid", "COOPERATE": "sale"}.get(event.type)


def _items(document: Document, case: Case, status: Status, stage: str | None) -> Iterator[Item]:
    seen: set[tuple[str, float | None]] = set()
    for telling in (case.first, *(one for one in case.tellings if one is not case.first)):
        if telling.negated and telling is not case.first:
            continue
        for arms in telling.draft.items:
            item = _item(document, telling, arms, status, stage)
            if item is None:
                continue
            key = (document[item.span].casefold(), item.quantity.value if item.quantity else None)
            if key not in seen and not (item.quantity is None and any(name == key[0] for name, _ in seen)):
                seen.add(key)
                yield item


_JOINED: Final = re.compile(r"(?:\w+-)+\Z")


def _item(document: Document, telling: Telling, arms: Arms, status: Status, stage: str | None) -> Item | None:
    tree = telling.draft.tree
    start = tree.words[arms.first].start
    joined = _JOINED.search(document.text, max(0, start - 40), start)  # "self-" of "self-propelled mortars"
    span = document.cite(joined.start() if joined else start, tree.words[arms.last].end)
    if span is None:
        return None
    number = _quantity(document, span, status, stage, of_whole=_is_of_whole(telling, arms))
    return Item(span, arms.designation, arms.category, condition_of(tree, arms), None, number)  # type: ignore[arg-type]


def _is_of_whole(telling: Telling, arms: Arms) -> bool:
    """Whether a deed is told of all pieces where another is told of a part: "ordered", of "has received three of the six guns that it ordered"."""
    tree, core = telling.draft.tree, telling.draft.trigger.core
    return any(word > arms.last and tree.labels[word] in ("relcl", "acl") and tree.governors[word] <= arms.last for word in core)


def _quantity(document: Document, span: Span, status: Status, stage: str | None, *, of_whole: bool = False) -> Quantity | None:
    """The number that stands before an item, with nothing but its own words between; of "three of the six guns" three.

    Args:
        of_whole: of "three of the six guns" six.
    """
    text = document.text
    low = max(0, span.start - 60)
    for amount in reversed(list(counts_in(text, low, span.start))):
        between = text[amount.end : span.start]
        if _BETWEEN.fullmatch(between) and not _NO_VERB.search(between) and "\n" not in between:
            part = None if of_whole else part_before(text, max(0, amount.start - 60), amount)
            told = part.amount if part is not None else amount
            cited = document.cite(told.start, told.end) if told is not None else None
            if told is None or cited is None:
                return None
            role = "ordered" if stage in ("agreed", "ordered") else "delivered" if stage == "delivered" else None
            if role is None:
                role = "delivered" if status in (Status.OCCURRED, Status.ONGOING) else "planned"
            return Quantity(cited, told.value, told.upper, told.bound, role)  # type: ignore[arg-type]
    return None


def _value(document: Document, case: Case) -> Money | None:
    """The sum of money that hangs on the words of a telling that is no denial."""
    for telling in (case.first, *case.tellings):
        if telling.negated:
            continue
        tree = telling.draft.tree
        first, behind = tree.sentence(telling.draft.trigger.head)
        for one in sums_in(document.text, tree.words[first].start, tree.words[behind - 1].end):
            word = next((number for number in range(first, behind) if tree.words[number].end > one.start), None)
            if word is not None and not one.each and any(above in telling.draft.trigger.core for above in (word, *tree.above(word))):
                cited = document.cite(one.start, one.end)
                if cited is not None:
                    return Money(cited, one.amount, one.currency, one.bound)
    return None
