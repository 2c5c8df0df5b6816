"""Cases that are supplies of arms → rows of the register: supplier, recipient, items with their numbers, value, stage, mode."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.events.amounts import counts_in, sums_in
from onrecord.events.cases import Case, Telling, status_of
from onrecord.events.equipment import Arms
from onrecord.events.items import condition_of
from onrecord.events.slots import lemma_of
from onrecord.record import ArmsTransfer, Event, Item, Money, Quantity, Status, Time
from onrecord.text import Document, Span

_BETWEEN: Final = re.compile(r"[\w\s,'’“”\"-]{0,45}\Z")
_NO_VERB: Final = re.compile(r"\b(?:and|or|for|to|from|in|with|by|that|which)\b|[,;]")
_STAGE_WORDS: Final = {
    "request": "requested", "ask": "requested", "seek": "requested", "want": "requested", "offer": "offered", "propose": "offered",
    "approve": "approved",
    "authorise": "approved", "authorize": "approved", "license": "approved", "clear": "approved", "agree": "agreed", "sign": "agreed",
    "order": "ordered",
    "contract": "ordered", "pledge": "agreed", "promise": "agreed", "commit": "agreed",
}  # fmt: skip


def transfers_of(document: Document, cases: Sequence[Case], events: Sequence[Event], times: Sequence[Time]) -> tuple[ArmsTransfer, ...]:
    """The register's rows of a page, x1 first, in the order of their events."""
    by_id = {event.id: event for event in events}
    found: list[ArmsTransfer] = []
    for case in cases:
        event = by_id.get(case.id)
        suppliers, takers = case.all_of("suppliers"), case.all_of("takers")
        if event is None or not case.is_arms or not (suppliers and takers) or not any(map(_names_arms, case.tellings)):
            continue  # of rows with one side alone, hardly one in twenty had the right one (train, out of fold): the event stands without a row
        telling, status = case.first, status_of(case)
        stage = stage_of(telling, status)
        time = event.time
        found.append(
            ArmsTransfer(
                f"x{len(found) + 1}",
                case.id,
                suppliers[0] if suppliers else None,
                takers[0] if takers else None,
                tuple(key for key in case.all_of("via") if key not in (*suppliers, *takers)),
                mode_of(case, event),  # type: ignore[arg-type]
                stage,  # type: ignore[arg-type]
                tuple(_items(document, case, status, stage)),
                _value(document, case),
                status,
                time,
                time if stage in ("agreed", "ordered") else None,
                time if stage in ("shipped", "delivered") else None,
                event.told_as,
                event.narrator,
                event.settled,
                round(event.confidence * max(t.draft.arms for t in case.tellings), 3),
            )
        )
    return tuple(found)


def _names_arms(telling: Telling) -> bool:
    """Whether arms are named in a telling's sentence, or it is a deed that only arms can be the matter of."""
    first, behind = telling.draft.tree.sentence(telling.draft.trigger.head)
    there = any(first <= arms.first < behind for arms in telling.draft.scene.arms)
    return there or (telling.draft.supply is not None and telling.draft.supply.party)


def stage_of(telling: Telling, status: Status) -> str | None:
    """Which step a telling is of: asked for, offered, approved, agreed, ordered by its outermost word, shipped or delivered by the inner one."""
    tree, core = telling.draft.tree, telling.draft.trigger.core
    for word in core:
        if (found := _STAGE_WORDS.get(lemma_of(tree, word))) is not None:
            return found
    if status in (Status.PLANNED, Status.CANCELLED):
        return "agreed"
    supply = telling.draft.supply
    if supply is not None and supply.stage and status in (Status.OCCURRED, Status.ONGOING):
        return None if supply.word in ("sell", "buy", "purchase", "procure") else supply.stage
    return supply.stage if supply is not None and supply.stage in ("requested", "offered", "approved") else None


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


def _item(document: Document, telling: Telling, arms: Arms, status: Status, stage: str | None) -> Item | None:
    tree = telling.draft.tree
    first = arms.first
    while first > 0 and tree.governors[first - 1] == arms.last and tree.labels[first - 1] in ("mod",) and tree.tags[first - 1] in ("JJ", "NN", "NNP"):
        if tree.text[tree.words[first - 1].end : tree.words[first].start] != " " or tree.lows[first - 1] in ("new", "used", "old", "more"):
            break
        first -= 1
    span = document.cite(tree.words[arms.first].start, tree.words[arms.last].end)
    if span is None:
        return None
    return Item(span, arms.designation, arms.category, condition_of(tree, arms), None, _quantity(document, span, status, stage))  # type: ignore[arg-type]


def _quantity(document: Document, span: Span, status: Status, stage: str | None) -> Quantity | None:
    """The number that stands before an item, with nothing but its own words between."""
    text = document.text
    low = max(0, span.start - 60)
    for amount in reversed(list(counts_in(text, low, span.start))):
        between = text[amount.end : span.start]
        if _BETWEEN.fullmatch(between) and not _NO_VERB.search(between) and "\n" not in between:
            cited = document.cite(amount.start, amount.end)
            if cited is None:
                return None
            role = "ordered" if stage in ("agreed", "ordered") else "delivered" if stage == "delivered" else None
            if role is None:
                role = "delivered" if status in (Status.OCCURRED, Status.ONGOING) else "planned"
            return Quantity(cited, amount.value, amount.upper, amount.bound, role)  # type: ignore[arg-type]
    return None


def _value(document: Document, case: Case) -> Money | None:
    """The sum of money in a telling's own sentence, where it is told of one deal only."""
    for telling in (case.first, *case.tellings):
        tree = telling.draft.tree
        first, behind = tree.sentence(telling.draft.trigger.head)
        for one in sums_in(document.text, tree.words[first].start, tree.words[behind - 1].end):
            word = next((number for number in range(first, behind) if tree.words[number].end > one.start), None)
            if word is not None and any(above in telling.draft.trigger.core for above in (word, *tree.above(word))):
                cited = document.cite(one.start, one.end)
                if cited is not None:
                    return Money(cited, one.amount, one.currency, one.bound)
    return None
