"""What the elements around a block say it is, and which element holds the article."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from onrecord.layout import Block, Element
from onrecord.lexicon import read_table

_PART = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_NAME = 300  # style sheets with a class a rule write very long lists
_NO_MARKS: frozenset[str] = frozenset()
NOT_BODY = frozenset(
    (
        "navigation", "footer", "advertising", "share", "related", "popular", "comment", "consent",
        "promo", "caption", "byline", "date", "tags", "bio", "widget", "embed",
    )
)  # fmt: skip


@cache
def _markers() -> dict[str, dict[str, str]]:
    by_where: dict[str, dict[str, str]] = {"tag": {}, "word": {}, "pair": {}, "role": {}}
    for kind, where, words, _ in read_table("article/markers.tsv").rows:
        for word in words.split():
            by_where["pair" if where == "word" and "-" in word else where].setdefault(word, kind)
    return by_where


def marks_of(element: Element) -> frozenset[str]:
    """What an element is for, by its tag and names."""
    markers = _markers()
    found = {markers["tag"][element.tag]} if element.tag in markers["tag"] else set()
    for name in (*element.classes, element.id):
        if name:
            found.update(_marks_of_name(name[:_LONGEST_NAME]))
    if element.role:
        found.update(markers["role"][part] for part in _PART.findall(element.role.lower()) if part in markers["role"])
    return frozenset(found)


@lru_cache(maxsize=4096)  # a page has the same few names on most of its elements
def _marks_of_name(name: str) -> frozenset[str]:
    """What a class or id says: by its words, and by two that stand side by side."""
    words, pairs = _markers()["word"], _markers()["pair"]
    parts = _PART.findall(_HUMP.sub(" ", name).lower())
    found = {words[part] for part in parts if part in words}
    if len(parts) > 1:
        found.update(pairs[pair] for pair in map("-".join, pairwise(parts)) if pair in pairs)
    return frozenset(found)


def marks_around(blocks: Sequence[Block], running: Sequence[int]) -> list[frozenset[str]]:
    """Everything that the elements around each block say it is.

    A name is believed only of an element that does not hold most of the page's running text: sites put "sidebar",
    "comments" or "subscribe" on the element around everything.

    Args:
        running: for each block the characters of running text in it.
    """
    held: dict[int, int] = {}  # by the identity of an element, which the layout keeps alive
    for block, size in zip(blocks, running, strict=True):
        if size:
            for identity in {id(element) for element in block.path}:
                held[identity] = held.get(identity, 0) + size
    half = sum(running) / 2
    own: dict[int, frozenset[str]] = {}
    found = []
    for block in blocks:
        marks = _NO_MARKS
        for element in (*block.path, *block.inline) if block.inline else block.path:
            identity = id(element)
            named = own.get(identity)
            if named is None:
                named = marks_of(element)
                if held.get(identity, 0) > half:
                    named -= NOT_BODY
                own[identity] = named
            if named and not named <= marks:
                marks |= named
        found.append(marks)
    return found
