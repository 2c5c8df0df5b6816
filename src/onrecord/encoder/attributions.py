"""What the heads say of a window's words → attributions: a cue, who it is attributed to, and what.

1. Cues are runs of words that may well be within a cue.
2. For each cue, a chain over the words near it says source, content or neither. The head was taught as a chain and gives the price of every
   change. A further price for borders of a content inside a clause can be set; the borders of a source have none: with it short ones vanish.
3. How often the like of it was right decides whether one is taken, and which first: by the probability of the cue, and by how likely the
   words of content and source are among all chains. Each says in which other it stands, so that a reader who wants one level only has it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.chain import best_chains, likelihoods
from onrecord.encoder.model import Floats, Model
from onrecord.encoder.odds import logit
from onrecord.encoder.windows import Window

NONE, SOURCE, CONTENT = 0, 1, 2
REACH: Final = 64  # words: distances beyond are one, as in training
SIGHT: Final = 56  # words before a cue and behind it that are asked for its roles, as in training: 98.6 % of attributions lie within
MOST_CUES: Final = 32  # in a window: no text of use has more, and the time of a page stays bounded
MOST_PIECES: Final = 3  # of a content: 99.7 % of those in news have no more
_OPEN_LEFT: Final = frozenset(",;:.–—-…!?")  # no content begins or ends with one

Range = tuple[int, int]  # words [first, behind the last)


@dataclass(frozen=True, slots=True)
class Reading:
    """How sure one has to be; chosen on dev, kept beside the weights."""

    keep: float = 0.4  # confidence of an attribution
    bare: float = 0.25  # the same, of one without a source: there are few, and many lack it by mistake
    nested: float = 0.3  # the same, of one in the content of another
    cue: float = 0.3  # probability of the surest word of a cue that is asked for its roles
    grow: float = 0.3  # of its other words
    likely: float = 0.2  # likelihood of a source's surest word, where the best chain has no source: none is rarer than one that is unsure
    price: float = 0.0  # of a border of a content inside a clause, beside what the chain has learnt
    pause: float = 0.0  # of one at a comma or quotation mark
    # Log odds of the confidence: bias + weights of the log odds of cue, content and source.
    bias: float = -2.0
    by_cue: float = 0.6
    by_content: float = 0.2
    by_source: float = 0.3
    # The same where there is no source: the last is how unlikely the likeliest one is.
    bare_bias: float = -2.5
    bare_by_cue: float = 0.6
    bare_by_content: float = 0.2
    bare_by_source: float = 0.3

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Reading":
        return cls(**{field.name: float(settings[field.name]) for field in fields(cls) if field.name in settings})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution in the words of a window."""

    cue: Range
    source: tuple[Range, ...]  # () where there is none
    content: tuple[Range, ...]
    sure: tuple[float, float, float]  # probability of the cue's surest word, mean likelihood of the content's words and of the source's
    confidence: float  # how often the like of it was right on dev, 0 to 1
    within: int | None  # the place, in the list, of the attribution in whose content the cue stands


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads gave for a window: enough to decide by, and small."""

    cues: tuple[Range, ...]
    sure: tuple[float, ...]
    begins: tuple[int, ...]  # the first word that each cue sees
    label: Floats  # (cues, seen, 3): scores
    border: Floats  # (cues, seen)


def find_attributions(model: Model, text: str, window: Window, reading: Reading | None = None) -> tuple[Attribution, ...]:
    """The attributions of a window, in the order of their cues.

    Raises:
        SetupError: the weights are missing or altered.
    """
    settings = model.settings("statements")
    reading = reading or Reading.of(settings)
    heard = hear(model, text, window, reading)
    return choose(heard, shapes(text, window), np.array(settings["change"], np.float32), reading)


def hear(model: Model, text: str, window: Window, reading: Reading, head: str = "role") -> Heard:
    """Ask the heads about a window: of all words for cues, and of each cue for its roles."""
    vectors = model.vectors(window)
    tags = model.ask("tagger", vectors=vectors)
    cues = find_cues(tags["cue"], reading.grow, reading.cue)
    count = len(window.words)
    width = min(count, 2 * SIGHT)
    if not cues:
        return Heard((), (), (), np.zeros((0, width, 3), np.float32), np.zeros((0, width), np.float32))
    at = np.zeros((len(cues), count), np.float32)
    begins = [max(0, min((first + behind) // 2 - SIGHT, count - width)) for (first, behind), _ in cues]
    seen = np.array(begins, np.int64)[:, None] + np.arange(width)
    for row, ((first, behind), _) in enumerate(cues):
        at[row, first:behind] = 1 / (behind - first)
    firsts, behinds = _borders([cue for cue, _ in cues])
    distance = np.clip(seen - firsts, -REACH - 1, 0) + np.clip(seen - behinds + 1, 0, REACH + 1) + REACH + 1
    told = np.concatenate([tags["cue"], tags["tags"]], axis=1)
    given = model.ask(head, vectors=vectors, told=told, at=at, seen=seen, distance=distance)
    border = given.get("border", np.zeros((len(cues), width), np.float32))
    return Heard(tuple(cue for cue, _ in cues), tuple(sure for _, sure in cues), tuple(begins), given["label"], border)


def _borders(cues: Sequence[Range]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first words of some cues, and those behind their last, each a column."""
    both = np.array(cues, np.int64)
    return both[:, :1], both[:, 1:]


def find_cues(tags: Floats, grow: float, least: float) -> list[tuple[Range, float]]:
    """Runs of words that may be a cue, with how sure the surest word is; in order, at most MOST_CUES.

    Args:
        tags: (words, 3), probabilities of outside, begin, within.
    """
    inside = (1.0 - tags[:, 0]).tolist()
    begins = (tags[:, 1] > tags[:, 2]).tolist()
    found: list[tuple[Range, float]] = []
    i = 0
    while i < len(inside):
        if inside[i] < grow:
            i += 1
            continue
        first = i
        i += 1
        while i < len(inside) and inside[i] >= grow and not (begins[i] and inside[i] >= 0.5):
            i += 1
        sure = max(inside[first:i])
        if sure >= least:
            found.append(((first, i), round(sure, 4)))
    if len(found) > MOST_CUES:
        best = sorted(found, key=lambda cue: (-cue[1], cue[0]))[:MOST_CUES]
        found = sorted(best)
    return found


@dataclass(frozen=True, slots=True)
class Shapes:
    """What of a window's words is seen without the model."""

    mark: tuple[bool, ...]  # a word without a letter or digit
    text: tuple[str, ...]
    line: tuple[bool, ...]  # the word begins a line


def shapes(text: str, window: Window) -> Shapes:
    """Look at the words of a window."""
    words = tuple(text[word.start : word.end] for word in window.words)
    line = [True, *("\n" in text[a.end : b.start] for a, b in zip(window.words, window.words[1:], strict=False))]
    return Shapes(tuple(not any(map(str.isalnum, word)) for word in words), words, tuple(line[: len(words)]))


def choose(heard: Heard, shape: Shapes, change: Floats, reading: Reading) -> tuple[Attribution, ...]:
    """Decide which cues attribute what."""
    if not heard.cues:
        return ()
    labels, shares = _labels(heard, shape, change, reading)
    found: list[Attribution] = []
    for cue, probability, row, share in zip(heard.cues, heard.sure, labels, shares, strict=True):
        content = _pieces(row == CONTENT, share[:, CONTENT], shape, MOST_PIECES)
        source = _pieces(row == SOURCE, share[:, SOURCE], shape, 1) or _pieces(_likeliest(row, share, reading.likely), share[:, SOURCE], shape, 1)
        if content:
            told = _mean(source, share[:, SOURCE]) if source else 1.0 - float(share[:, SOURCE].max())
            sure = (probability, round(_mean(content, share[:, CONTENT]), 4), round(told, 4))
            found.append(Attribution(cue, source, content, sure, confidence_of(sure, bool(source), reading), None))
    taken: list[Attribution] = []
    for one in sorted(found, key=_surest):
        nested = any(_holds(kept.content, one.cue[0]) for kept in taken)
        if one.confidence >= (reading.nested if nested else reading.keep if one.source else reading.bare):
            taken.append(one)
    return nest(taken)


def _likeliest(row: NDArray[np.int64], share: Floats, least: float) -> NDArray[np.bool_]:
    """The words around the likeliest word of a source that are nearly as likely; none where it is less likely than that, or in the content."""
    best = int(share[:, SOURCE].argmax())
    found = np.zeros(len(row), bool)
    if share[best, SOURCE] >= least and row[best] == NONE:
        fits = (row == NONE) & (share[:, SOURCE] >= 0.6 * share[best, SOURCE])
        outside = np.flatnonzero(~fits)
        found[outside[outside < best].max(initial=-1) + 1 : outside[outside > best].min(initial=len(row))] = True
    return found


def _mean(pieces: Sequence[Range], share: Floats) -> float:
    """The mean share of the words of some pieces."""
    return float(np.concatenate([share[first:behind] for first, behind in pieces]).mean())


def nest(taken: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions by cue, each within the one of the shortest content that its cue stands in and that is longer than its own.

    Of two that stand in each other's content, or of equal length, the surer is the outer one: so no chain of `within` closes.
    """
    size = {a.cue: (sum(behind - first for first, behind in a.content), -rank) for rank, a in enumerate(taken)}
    found = sorted(taken, key=lambda a: a.cue)
    place = {a.cue: i for i, a in enumerate(found)}
    outer: list[int | None] = []
    for a in found:
        around = [o.cue for o in found if size[o.cue] > size[a.cue] and _holds(o.content, a.cue[0])]
        outer.append(place[min(around, key=size.__getitem__)] if around else None)
    return tuple(replace(a, within=o) for a, o in zip(found, outer, strict=True))


def one_level(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Those of which none stands in another's content: of two where one does, the surer."""
    taken: list[Attribution] = []
    for one in sorted(found, key=_surest):
        if not any(_holds(kept.content, one.cue[0]) or _holds(one.content, kept.cue[0]) for kept in taken):
            taken.append(replace(one, within=None))
    return tuple(sorted(taken, key=lambda a: a.cue))


def _surest(one: Attribution) -> tuple[float, float, Range]:
    return -one.confidence, -one.sure[0], one.cue


def confidence_of(sure: tuple[float, float, float], sourced: bool, reading: Reading) -> float:
    """How often one with such a cue, content and source is right, 0 to 1, in hundredths: more is not known."""
    bias, *weights = (
        (reading.bias, reading.by_cue, reading.by_content, reading.by_source)
        if sourced
        else (reading.bare_bias, reading.bare_by_cue, reading.bare_by_content, reading.bare_by_source)
    )
    x = bias + sum(weight * logit(each) for weight, each in zip(weights, sure, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, x)))), 2)


def _labels(heard: Heard, shape: Shapes, change: Floats, reading: Reading) -> tuple[NDArray[np.int64], Floats]:
    """The best chain of each cue, (cues, words), and how likely each role is among all chains, (cues, words, 3)."""
    scores = heard.label.astype(np.float32).copy()
    cues, width, _ = scores.shape
    seen = np.array(heard.begins, np.int64)[:, None] + np.arange(width)
    paid = _prices(shape, reading)[seen]
    firsts, behinds = _borders(heard.cues)
    scores[(seen >= firsts) & (seen < behinds), NONE] += 100.0
    paid[(seen == firsts) | (seen == behinds)] = 0.0
    apart = (1.0 - np.eye(3)).astype(np.float32)
    touches = apart.copy()
    touches[[NONE, SOURCE], [SOURCE, NONE]] = 0.0  # only what begins or ends a content pays
    learnt = (change * apart)[None, None] + heard.border[:, :, None, None] * apart
    best = best_chains(scores, learnt - paid[:, :, None, None] * touches)
    shares = likelihoods(scores, learnt)
    labels = np.full((cues, len(shape.text)), NONE, np.int64)
    known = np.zeros((cues, len(shape.text), 3), np.float32)
    rows = np.arange(cues)[:, None]
    labels[rows, seen], known[rows, seen] = best, shares
    return labels, known


def _prices(shape: Shapes, reading: Reading) -> Floats:
    """What a border of a content before each word costs: nothing where a line begins, little at a mark."""
    mark = np.array(shape.mark, bool)
    beside = mark.copy()
    beside[1:] |= mark[:-1]
    price = np.where(beside, reading.pause, reading.price).astype(np.float32)
    price[np.array(shape.line, bool)] = 0.0
    return price


def _pieces(wanted: NDArray[np.bool_], share: Floats, shape: Shapes, most: int) -> tuple[Range, ...]:
    """The runs of a role without marks at their ends; where there are too many, those with the most probability."""
    runs: list[Range] = []
    numbers = np.flatnonzero(wanted).tolist()
    for i in numbers:
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    found = [run for run in (_trimmed(run, shape) for run in runs) if run is not None]
    if len(found) > most:
        best = sorted(found, key=lambda run: -float(share[run[0] : run[1]].sum()))[:most]
        found = sorted(best)
    return tuple(found)


def _trimmed(run: Range, shape: Shapes) -> Range | None:
    """A run without commas and stops at its ends, a stop before a closing quotation mark kept; None where no word is left."""
    first, behind = run
    while first < behind and shape.text[first] in _OPEN_LEFT:
        first += 1
    while behind > first and shape.text[behind - 1] in _OPEN_LEFT:
        behind -= 1
    return (first, behind) if not all(shape.mark[first:behind]) else None


def _holds(pieces: Sequence[Range], word: int) -> bool:
    return any(first <= word < behind for first, behind in pieces)


def spans(window: Window, pieces: Sequence[Range]) -> tuple[tuple[int, int], ...]:
    """Ranges of words as ranges of the text."""
    return tuple((window.words[first].start, window.words[behind - 1].end) for first, behind in pieces)
