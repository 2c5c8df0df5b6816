"""What the block classifier sees of each line: one row of numbers a line, about it, its elements, and its neighbours."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
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
_DIGIT: Final = re.compile(r"\d")
_CAPITAL: Final = re.compile(r"(?:^|\s)[^\w\s]*[A-ZÀ-ÞА-Я]")
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

    total = max(1, len(lines))
    texts = Counter(line.text for line in lines)
    size = [log1p(len(line.text)) for line in lines]
    weight = [len(line.text) if line.prose and line.kind is None else 0 for line in lines]
    all_prose = max(1, sum(weight))
    above = [0, *accumulate(weight)]
    alike = [tuple((e.tag, e.classes) for e in line.block.path[-_SAME_PATH:]) for line in lines]
    prose_alike: Counter[object] = Counter()
    count_alike: Counter[object] = Counter()
    held: Counter[int] = Counter()
    held_all: Counter[int] = Counter()
    held_links: Counter[int] = Counter()
    for line, key, prose in zip(lines, alike, weight, strict=True):
        prose_alike[key] += prose
        count_alike[key] += 1
        for element in line.block.path[-3:]:
            held[id(element)] += prose
            held_all[id(element)] += len(line.text)
            held_links[id(element)] += int(line.linked * len(line.text))
    chosen_above = [0, *accumulate(1 if line.index in chosen else 0 for line in lines)]
    since_prose, until_prose = _distances(weight)
    phrases = [line.kind is not None for line in lines]
    since_phrase, _ = _distances([int(p) for p in phrases])
    heading_above = _last_heading(lines)
    headings = [line.block.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for line in lines]
    paths = [line.block.path for line in lines]
    rows: list[list[float]] = []
    for i, line in enumerate(lines):
        block, text, path = line.block, line.text, line.block.path
        tags = {element.tag for element in path[-4:]}
        head = text[:400]
        count = max(1, line.words)
        parent = id(path[-1]) if path else 0
        grand = id(path[-2]) if len(path) > 1 else 0
        window = range(max(0, i - _WINDOW), min(total, i + _WINDOW + 1))
        row: list[float] = [
            size[i], line.words, line.prose, line.sentence, line.cut_off, line.linked, len(block.links), block.emphasised, block.gap, len(path),
            len(_CAPITAL.findall(head)) / count, len(_DIGIT.findall(head)) / max(1, len(head)), head.count(",") / count, text.endswith(":"),
            "?" in text[-2:], text[0] in "\"“”‘'«„", line.linked > 0.9, texts[text] > 1,
            bool(told) and line.words >= 4 and "".join(re.findall(r"\w+", text[:160])).casefold() in told,
            phrases[i], bool(line.marks & NOT_BODY), i > 0 and lines[i - 1].text == text,
            *(line.kind == kind for kind in _KINDS), *(mark in line.marks for mark in _MARKS), *(block.tag == tag for tag in _TAGS),
            bool(block.inline), "li" in tags, "td" in tags, "blockquote" in tags,
            i, i / total, above[i] / all_prose, (above[-1] - above[i + 1]) / all_prose, top is not None and i > top, i == top,
            min(60, i - top) if top is not None else -99, i in run, min(60, i - run.start), min(60, run.stop - i),
            i in chosen, chosen_above[i], chosen_above[-1] - chosen_above[i], prose_alike[alike[i]] / all_prose,
            prose_alike[alike[i]] / max(1, count_alike[alike[i]]), count_alike[alike[i]], held[parent] / all_prose, held[grand] / all_prose,
            held[parent] / max(1, held_all[parent]), held_links[parent] / max(1, held_all[parent]), held[grand] > all_prose * 0.6,
            since_prose[i], until_prose[i], since_phrase[i], heading_above[i],
            sum(weight[j] for j in window) / all_prose, sum(lines[j].linked for j in window) / len(window),
            sum(size[j] for j in window) / len(window),
            i > 0 and paths[i - 1] == path, i + 1 < total and paths[i + 1] == path, log1p(total),
        ]  # fmt: skip
        for step in _NEIGHBOURS:
            j = i + step
            if 0 <= j < total:
                other = lines[j]
                row += [
                    size[j],
                    other.prose,
                    other.linked,
                    phrases[j],
                    bool(other.marks & NOT_BODY),
                    j in chosen,
                    alike[j] == alike[i],
                    headings[j],
                    other.sentence,
                ]
            else:
                row += [-1.0] * len(_SEEN_OF_NEIGHBOUR)
        rows.append(row)
    return np.asarray(rows, dtype=np.float32).reshape(len(lines), len(NAMES))


def _distances(weight: Sequence[int]) -> tuple[list[int], list[int]]:
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
