"""What the block classifier sees of each line: one row of numbers a line, about it, its elements, and its neighbours."""

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log1p
from typing import TYPE_CHECKING, Final

from onrecord.article.lines import Line
from onrecord.article.markup import NOT_BODY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MARKS: Final = (*sorted(NOT_BODY), "body", "headline", "standfirst")
_KINDS: Final = ("advertising", "byline", "caption", "comment", "consent", "date", "label", "notice", "other", "popular-heading", "promo",
                 "related-heading", "share", "tags")  # fmt: skip
_TAGS: Final = ("p", "li", "div", "h1", "h2", "h3", "h4", "td", "blockquote", "span", "section", "article", "dd", "pre", "a")
_MET, _GAP, _WORD, _CAPITAL, _DIGIT = 1, 2, 4, 8, 16  # classes of characters
_HEAD: Final = 400  # characters of a line that are counted
_LETTERS: Final = re.compile(r"\w+")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEIGHBOURS: Final = (-3, -2, -1, 1, 2, 3)
_WINDOW: Final = 6
_SAME_PATH: Final = 6  # elements at the end of a path that make the class of blocks that are set alike

_OWN: Final = (
    "characters", "words", "prose", "sentence", "cut_off", "linked", "links", "emphasised", "gap", "depth", "capitals", "digits", "commas",
    "colon", "question", "quoted", "whole_link", "repeated", "told", "phrase", "marked", "same_text_above",
    *(f"kind:{kind}" for kind in _KINDS), *(f"mark:{mark}" for mark in _MARKS), *(f"tag:{tag}" for tag in _TAGS),
    "inline", "in_list", "in_table", "in_quote",
)  # fmt: skip
_PLACE: Final = (
    "index", "index_share", "prose_above", "prose_below", "below_headline", "is_headline", "from_headline", "in_run", "from_run_start",
    "to_run_end", "chosen", "chosen_above", "chosen_below", "set_alike_prose", "set_alike_share", "set_alike_count", "parent_prose",
    "grandparent_prose", "parent_share", "parent_links", "in_container", "since_prose", "until_prose", "since_phrase", "phrase_above",
    "window_prose", "window_links", "window_characters", "same_path_above", "same_path_below", "lines",
)  # fmt: skip
_SEEN_OF_NEIGHBOUR: Final = ("characters", "prose", "linked", "phrase", "marked", "chosen", "same_path", "heading", "sentence")

NAMES: Final = (*_OWN, *_PLACE, *(f"{name}@{step:+d}" for step in _NEIGHBOURS for name in _SEEN_OF_NEIGHBOUR))


def features_of(lines: Sequence[Line], *, top: int | None, run: range, chosen: Mapping[int, object], told: str) -> "NDArray[np.float32]":
    """One row a line, one column a name of NAMES.

    Args:
        top: the line of the headline.
        run: the stretch that weighs most as running text.
        chosen: the lines that the rules take for body.
        told: the body as linked data gives it, squeezed.
    """
    import numpy as np

    total = len(lines)
    if not total:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    size = np.log1p([len(line.text) for line in lines])
    weight = np.array([len(line.text) if line.prose and line.kind is None else 0 for line in lines], dtype=np.float64)
    linked = np.array([line.linked for line in lines])
    taken = np.zeros(total)
    taken[list(chosen)] = 1.0
    alike = _alike(lines)
    shown = _shown(lines, told)
    headings = np.array([line.block.tag in _HEADINGS for line in lines], dtype=np.float64)
    near = np.stack([size, shown[:, 2], linked, shown[:, 19], shown[:, 20], taken, alike, headings, shown[:, 3]], axis=1)
    columns = [size[:, None], shown[:, 1:], *_named(lines), _places(lines, weight, linked, size, taken, alike, shown[:, 19], top, run)]
    columns += [_neighbour(near, step) for step in _NEIGHBOURS]
    return np.concatenate(columns, axis=1).astype(np.float32)


def _alike(lines: Sequence[Line]) -> "NDArray[np.float64]":
    """A number for each class of lines that are set alike: by the tags and classes of their innermost elements."""
    import numpy as np

    names: dict[int, int] = {}  # by the identity of an element, which the layout keeps alive
    known: dict[int, int] = {}  # by the identity of a path
    of_element: dict[object, int] = {}
    of_path: dict[object, int] = {}
    found = []
    for line in lines:
        path = line.block.path
        code = known.get(id(path))
        if code is None:
            key = []
            for element in path[-_SAME_PATH:]:
                number = names.get(id(element))
                if number is None:
                    number = names[id(element)] = of_element.setdefault((element.tag, element.classes), len(of_element))
                key.append(number)
            code = known[id(path)] = of_path.setdefault(tuple(key), len(of_path))
        found.append(code)
    return np.array(found, dtype=np.float64)


def _shown(lines: Sequence[Line], told: str) -> "NDArray[np.float64]":
    """What a line shows of itself: the columns of _OWN up to the names, the first left free."""
    import numpy as np

    texts = Counter(line.text for line in lines)
    rows = []
    above = None
    for line in lines:
        block, text = line.block, line.text
        is_told = bool(told) and line.words >= 4 and "".join(_LETTERS.findall(text[:160])).casefold() in told
        rows.append(
            (0.0, line.words, line.prose, line.sentence, line.cut_off, line.linked, len(block.links), block.emphasised, block.gap, len(block.path),
             0.0, 0.0, 0.0, text[-1] == ":", "?" in text[-2:], text[0] in "\"“”‘'«„", line.linked > 0.9, texts[text] > 1, is_told,
             line.kind is not None, not NOT_BODY.isdisjoint(line.marks), text == above)
        )  # fmt: skip
        above = text
    found = np.array(rows, dtype=np.float64)
    capitals, digits, commas, characters = _counted([line.text[:_HEAD] for line in lines])
    count = np.maximum(1.0, found[:, 1])
    found[:, 10], found[:, 11], found[:, 12] = capitals / count, digits / characters, commas / count
    return found


def _counted(texts: Sequence[str]) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """In each text the words whose first letter is a capital, the digits, the commas, and all characters; no text is empty."""
    import numpy as np

    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = _classes(codes)
    index = np.arange(len(codes))
    gap = np.maximum.accumulate(np.where(classes & _GAP, index, -1))
    letter = np.maximum.accumulate(np.where(classes & _WORD, index, -1))
    first = (classes & _CAPITAL) > 0
    first[1:] &= letter[:-1] <= gap[1:]
    lengths = np.array([len(text) for text in texts])
    starts = np.cumsum(lengths + 1) - lengths - 1
    counted = [np.add.reduceat(each, starts, dtype=np.int64) for each in (first, (classes & _DIGIT) > 0, codes == ord(","))]
    return counted[0], counted[1], counted[2], lengths


def _classes(codes: "NDArray[np.uint32]") -> "NDArray[np.uint8]":
    """What each character is: _GAP, _WORD, _CAPITAL and _DIGIT added up."""
    table = _table_of_classes()
    found = table[codes]
    if not found.all():
        for code in set(codes[found == 0].tolist()):
            table[code] = _class_of(chr(code))
        found = table[codes]
    return found


@cache
def _table_of_classes() -> "NDArray[np.uint8]":
    """By code point; 0 where the character has not been met yet."""
    import numpy as np

    return np.zeros(sys.maxunicode + 1, dtype=np.uint8)


def _class_of(character: str) -> int:
    return (
        _MET
        + _GAP * character.isspace()
        + _WORD * (character.isalnum() or character == "_")
        + _CAPITAL * ("A" <= character <= "Z" or "À" <= character <= "Þ" or "А" <= character <= "Я")
        + _DIGIT * character.isdecimal()
    )


def _named(lines: Sequence[Line]) -> "list[NDArray[np.float64]]":
    """Columns for the kind, marks and tag of each line, and for what it stands in."""
    import numpy as np

    rows: list[tuple[float, ...]] = []
    known: dict[object, int] = {}
    tags_of: dict[int, tuple[str, ...]] = {}  # by the identity of a path
    which = []
    for line in lines:
        block = line.block
        tags = tags_of.get(id(block.path))
        if tags is None:
            tags = tags_of[id(block.path)] = tuple([element.tag for element in block.path[-4:]])
        key = (line.kind, line.marks, tags, bool(block.inline))
        row = known.get(key)
        if row is None:
            row, tag = len(rows), block.tag
            known[key] = row
            rows.append((
                *(float(line.kind == kind) for kind in _KINDS), *(float(mark in line.marks) for mark in _MARKS),
                *(float(tag == name) for name in _TAGS),
                float(key[3]), float("li" in tags), float("td" in tags), float("blockquote" in tags),
            ))  # fmt: skip
        which.append(row)
    return [np.array(rows, dtype=np.float64)[which]]


def _places(
    lines: Sequence[Line],
    weight: "NDArray[np.float64]",
    linked: "NDArray[np.float64]",
    size: "NDArray[np.float64]",
    taken: "NDArray[np.float64]",
    alike: "NDArray[np.float64]",
    phrases: "NDArray[np.float64]",
    top: int | None,
    run: range,
) -> "NDArray[np.float64]":
    """Where a line stands in the page, in its element, and among the lines that are set alike: the columns of _PLACE."""
    import numpy as np

    total = len(lines)
    index = np.arange(total, dtype=np.float64)
    prose = max(1.0, float(weight.sum()))
    codes = alike.astype(np.int64)
    prose_alike, count_alike = np.bincount(codes, weight)[codes], np.bincount(codes)[codes]
    held, everything, links = _held(lines, weight)
    since_prose, until_prose = _distances(weight.tolist())
    since_phrase, _ = _distances(phrases.tolist())
    start, stop = np.maximum(0, index.astype(int) - _WINDOW), np.minimum(total, index.astype(int) + _WINDOW + 1)
    paths = [line.block.path for line in lines]
    same = np.array([one is other or one == other for one, other in pairwise(paths)], dtype=np.float64)
    above, chosen_above = np.cumsum(weight), np.cumsum(taken)
    columns = [
        index, index / total, (above - weight) / prose, (above[-1] - above) / prose,
        index > top if top is not None else np.zeros(total), index == top if top is not None else np.zeros(total),
        np.minimum(60, index - top) if top is not None else np.full(total, -99.0),
        (index >= run.start) & (index < run.stop), np.minimum(60, index - run.start), np.minimum(60, run.stop - index),
        taken, chosen_above - taken, chosen_above[-1] - (chosen_above - taken), prose_alike / prose, prose_alike / count_alike, count_alike,
        held[:, 0] / prose, held[:, 1] / prose, held[:, 0] / everything, links / everything, held[:, 1] > prose * 0.6,
        since_prose, until_prose, since_phrase, _last_heading(lines),
        _within(weight, start, stop) / prose, _within(linked, start, stop) / (stop - start), _within(size, start, stop) / (stop - start),
        np.concatenate([[0.0], same]), np.concatenate([same, [0.0]]), np.full(total, log1p(total)),
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _held(lines: Sequence[Line], weight: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]":
    """Running text in the innermost element and in the one around it; all text and linked text in the innermost."""
    import numpy as np

    prose: dict[int, float] = {}
    everything: dict[int, int] = {}
    links: dict[int, int] = {}
    for line, size in zip(lines, weight.tolist(), strict=True):
        length, share = len(line.text), line.linked
        linked = int(share * length) if share else 0
        for key in map(id, line.block.path[-3:]):
            if size:
                prose[key] = prose.get(key, 0.0) + size
            everything[key] = everything.get(key, 0) + length
            if linked:
                links[key] = links.get(key, 0) + linked
    rows = []
    for line in lines:
        path = line.block.path
        parent, around = (id(path[-1]) if path else 0), (id(path[-2]) if len(path) > 1 else 0)
        rows.append((prose.get(parent, 0.0), prose.get(around, 0.0), max(1, everything.get(parent, 0)), links.get(parent, 0)))
    found = np.array(rows, dtype=np.float64)
    return found[:, :2], found[:, 2], found[:, 3]


def _within(values: "NDArray[np.float64]", start: "NDArray[np.int64]", stop: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Sums over a window around each line."""
    import numpy as np

    summed = np.concatenate([[0.0], np.cumsum(values)])
    found: NDArray[np.float64] = summed[stop] - summed[start]
    return found


def _neighbour(near: "NDArray[np.float64]", step: int) -> "NDArray[np.float64]":
    """What is seen of the line that many lines on; -1 in every column beyond the ends. The class of lines becomes: the same as this one's."""
    import numpy as np

    found = np.full(near.shape, -1.0)
    here, there = (slice(0, -step), slice(step, None)) if step > 0 else (slice(-step, None), slice(0, step))
    found[here] = near[there]
    found[here, 6] = near[there, 6] == near[here, 6]
    return found


def _distances(weight: Sequence[float]) -> tuple[list[int], list[int]]:
    """Lines since and until the nearest that weighs anything, at most 30."""
    since, until = [], []
    last = 30
    for each in weight:
        since.append(last)
        last = 0 if each else min(30, last + 1)
    last = 30
    for each in reversed(weight):
        until.append(last)
        last = 0 if each else min(30, last + 1)
    return since, until[::-1]


def _last_heading(lines: Sequence[Line]) -> list[int]:
    """Lines since a heading of related stories, popular ones or comments, at most 40."""
    found, last = [], 40
    for line in lines:
        last = 0 if line.kind in ("related-heading", "popular-heading", "comment") else min(40, last + 1)
        found.append(last)
    return found
