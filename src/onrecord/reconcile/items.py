"""The items of a store's transfers as they can be held against a row: what, how many, and whether that many came or were ordered."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.across.amounts import part_of_number
from onrecord.across.layers import is_so_far
from onrecord.across.told_deeds import PARTED, step_of
from onrecord.reconcile.values import Range, ranged
from onrecord.reconcile.weapons import Weapon, of_page
from onrecord.record import Status

_ITEMS: Final = """
    SELECT i.transfer_id, i.n, i.text, i.designation, i.category, i.number, i.number_upper, i.number_bound, i.number_role, i.quantity, i.part_of,
           i."start", i."end", i.quantity_start, t.status, t.stage, c.key, p.text, p."start"
    FROM item i JOIN transfer t ON t.id = i.transfer_id JOIN record r ON r.id = t.record_id JOIN capture c ON c.id = r.capture_id
    LEFT JOIN paragraph p ON p.record_id = t.record_id AND p."start" <= i."start" AND i."end" <= p."end" ORDER BY i.id"""


@dataclass(frozen=True, slots=True)
class Goods:
    """One item as one page tells it."""

    words: str
    weapon: Weapon
    number: Range | None
    shown: str  # the words of the number, as the page has them
    is_part: bool  # a batch of what else is told
    is_whole: bool  # what was ordered, or what a batch is part of: not what came
    so_far: bool  # it is told as what has come in all up to then
    page: str


def items_of(connection: sqlite3.Connection) -> Mapping[int, Sequence[Goods]]:
    """Of each transfer its items; behind them what came of one, where a page tells "six of the 12 radars" and the reader has the twelve alone."""
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for transfer, *row in connection.execute(_ITEMS):
        if not rows[transfer] or rows[transfer][-1][0] != row[0]:  # an item lies in one block
            rows[transfer].append(tuple(row))
    return {transfer: tuple(_goods(of_transfer)) for transfer, of_transfer in rows.items()}


def _goods(rows: Sequence[tuple[Any, ...]]) -> Iterator[Goods]:
    parts = {row[9] for row in rows} - {None}
    more = []
    for n, words, designation, category, value, upper, bound, role, quantity, part_of, start, end, counted, status, stage, page, text, begin in rows:
        at = (start - begin, end - begin) if text is not None else None
        goods = Goods(
            words, of_page(words, designation, category), None if value is None else ranged(value, upper, bound), quantity or "",
            is_part=part_of is not None, is_whole=role == "ordered" or n in parts, so_far=at is not None and is_so_far(text, *at), page=page,
        )  # fmt: skip
        told = part_of is None and n not in parts and at is not None and counted is not None and counted >= begin
        part = part_of_number(text, counted - begin) if told and step_of(Status(status), stage) in PARTED else None
        if part is not None and value is not None and part.value < value:
            more.append(replace(goods, number=Range(part.value, part.value), shown=text[part.start : part.end], is_part=True, is_whole=False))
            goods = replace(goods, is_whole=True)
        yield goods
    yield from more
