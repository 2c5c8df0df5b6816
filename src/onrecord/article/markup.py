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
_A_TEXT, _PARAGRAPHS = 400, 3  # characters and blocks of running text
_SETTINGS = frozenset(
    ("enabled", "disabled", "has", "no", "with", "aware", "open", "closed", "allow", "allowed")
)  # "comments-enabled" holds no comment
_NO_MARKS: frozenset[str] = frozenset()
NOT_BODY = frozenset(
    (
        "navigation", "footer", "advertising", "share", "related", "popular", "comment", "consent",
        "promo", "caption", "byline", "date", "tags", "bio", "widget", "embed",
    )
)  # fmt: skip
_DOUBTED = NOT_BODY - {"comment", "consent"}


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
    kind = markers["tag"].get(element.tag)
    found = _NO_MARKS if kind is None else frozenset((kind,))
    for name in element.classes:
        found |= _marks_of_name(name[:_LONGEST_NAME])
    if element.id:
        found |= _marks_of_name(element.id[:_LONGEST_NAME])
    if element.role:
        found |= {markers["role"][part] for part in _PART.findall(element.role.lower()) if part in markers["role"]}
    return found


def is_named_body(element: Element) -> bool:
    """Whether an element is called the text of the article, and not only an <article> or <main>."""
    names = (*element.classes, element.id) if element.id else element.classes
    return any("body" in _marks_of_name(name[:_LONGEST_NAME]) for name in names) or "articlebody" in element.role.lower()


@lru_cache(maxsize=4096)  # a page has the same few names on most of its elements
def _marks_of_name(name: str) -> frozenset[str]:
    """What a class or id says: by its words, and by two that stand side by side."""
    words, pairs = _markers()["word"], _markers()["pair"]
    parts = _PART.findall((name if name.islower() else _HUMP.sub(" ", name)).lower())
    found = {words[part] for part in parts if part in words}
    if not _SETTINGS.isdisjoint(parts):
        found -= {"comment", "consent"}
    if len(parts) > 1:
        found.update(pairs[pair] for pair in map("-".join, pairwise(parts)) if pair in pairs)
    return frozenset(found)


def marks_around(blocks: Sequence[Block], running: Sequence[int]) -> list[frozenset[str]]:
    """Everything that the elements around each block say it is.

    A name is believed only of an element that does not hold most of the page's running text: sites put "sidebar",
    "comments" or "subscribe" on the element around everything. Below a text, comments and consent are believed all the same: what
    readers say may be longer than what they speak of.

    Args:
        running: for each block the characters of running text in it.
    """
    held: dict[int, int] = {}  # by the identity of an element, which the layout keeps alive; elements of one name in a page are one
    below: set[int] = set()  # elements that begin below a text
    above = paragraphs = 0
    for block, size in zip(blocks, running, strict=True):
        if size:
            for identity in set(map(id, block.path)):
                if identity not in held:
                    held[identity] = 0
                    if above >= _A_TEXT and paragraphs >= _PARAGRAPHS:
                        below.add(identity)
                held[identity] += size
            above += size
            paragraphs += 1
    half = sum(running) / 2
    own: dict[int, frozenset[str]] = {}
    whole: dict[int, frozenset[str]] = {}  # by the identity of a path: blocks that stand side by side share it

    def together(elements: Sequence[Element], marks: frozenset[str]) -> frozenset[str]:
        for element in elements:
            identity = id(element)
            named = own.get(identity)
            if named is None:
                named = marks_of(element)
                if held.get(identity, 0) > half:
                    named -= _DOUBTED if identity in below else NOT_BODY
                own[identity] = named
            if named and not named <= marks:
                marks |= named
        return marks

    found = []
    for block in blocks:
        marks = whole.get(id(block.path))
        if marks is None:
            marks = whole[id(block.path)] = together(block.path, _NO_MARKS)
        found.append(together(block.inline, marks) if block.inline else marks)
    return found
