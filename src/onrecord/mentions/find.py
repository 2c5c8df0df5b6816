"""The mentions of a page: window by window as the encoder's head tags them, then name by name as the page uses it elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onrecord.encoder.encode import Encoding
from onrecord.encoder.model import Model
from onrecord.encoder.windows import Window
from onrecord.mentions.surface import surface
from onrecord.mentions.tagging import HEADS, NAMES, Floats, Tagged, tagged
from onrecord.record import Mention
from onrecord.text import Document

MOST_WINDOWS: Final = 40  # of a page, some 6,000 words: longer than nearly all news. Every one is read, where statements skip the silent ones
_ARMS: Final = ("WEAPON", "PLATFORM")
_OPENS: Final = re.compile(r"(?:\A|\n|[.!?:]\s+)[\s“\"‘'(]*\Z")
_CERTAIN: Final = 2.0  # log-odds that a word is a person's name where it ends the full name of a person on the page
_OWN, _SHARED = 0.5, 1.0  # weight of one place's odds, and of the mean of all places where the same words are a name
_MORE: Final = 0.5  # how much more the mean counts, by the root of the number of other places


@dataclass(slots=True)
class _Draft:
    """A name or head in the text; `odds` are of NAMES, or of HEADS where it is a head."""

    start: int  # of the phrase
    first: int  # of the name or head
    end: int
    last: int  # where its last word begins
    head: bool
    odds: Floats
    confidence: float


@dataclass(frozen=True, slots=True)
class Least:
    """What is added to the log-probability of "no name" and "no head": above 0 fewer are found."""

    name: float
    head: float


def read_mentions(document: Document, encoding: Encoding, model: Model, least: Least | None = None) -> tuple[Mention, ...]:
    """The named and nominal mentions of a page, in the order of the text; a phrase and a name within it may overlap.

    Args:
        least: other thresholds than those chosen on dev.

    Raises:
        SetupError: the weights are missing or altered.
    """
    settings = model.settings("mentions")
    least = least or Least(settings["least"], settings["likely"])
    drafts: list[_Draft] = []
    for window in encoding.windows[:MOST_WINDOWS]:
        names, heads = _scores(document.text, window, model)
        for one in tagged(names, heads, least.name, least.head):
            drafts.append(_draft(document.text, window, one))
    _agree(document.text, [draft for draft in drafts if not draft.head])
    return tuple(_mentions(document, drafts))


def _scores(text: str, window: Window, model: Model) -> tuple[Floats, Floats]:
    """Log-probabilities of the tags of each word, rounded: sums differ in their last places between processors."""
    found = model.ask("mentions", lower=model.lower(window), upper=model.vectors(window), surface=surface(text, window.words))
    return np.round(found["names"], 3), np.round(found["heads"], 3)


def _draft(text: str, window: Window, one: Tagged) -> _Draft:
    words = window.words
    opening, first = one.opening, one.first
    for number in range(one.opening, one.last):  # a phrase does not go on from one paragraph, or from a dateline, into the next
        if text[words[number].end : words[number + 1].start].strip() or "\n" in text[words[number].end : words[number + 1].start]:
            opening, first = number + 1, max(first, number + 1)
    return _Draft(
        words[opening].start, words[first].start, words[one.last].end, words[one.last].start, one.head, one.odds, one.confidence
    )  # fmt: skip


def _agree(text: str, names: Sequence[_Draft]) -> None:
    """Let all places where the same words are a name weigh in on what it names; a word that ends a person's full name is that person's."""
    places: dict[str, list[Floats]] = defaultdict(list)
    persons = set()
    for draft in names:
        written = text[draft.first : draft.end]
        places[written].append(draft.odds)
        if draft.last > draft.first and int(draft.odds.argmax()) == 0:
            persons.add(text[draft.last : draft.end])
    means = {written: sum(odds) / len(odds) * (_SHARED + _MORE * (len(odds) - 1) ** 0.5) for written, odds in places.items()}
    for draft in names:
        written = text[draft.first : draft.end]
        draft.odds = draft.odds * np.float32(_OWN) + means[written]
        if written in persons:
            draft.odds[0] += np.float32(_CERTAIN)


def _is_designation(text: str, start: int, end: int) -> bool:
    """Whether a weapon has a name of its own, "T-72 tanks"; the capital of "Guns" is that of its sentence."""
    first = text[start].isupper() and not _OPENS.search(text[max(0, start - 4) : start])
    return first or any(character.isupper() or character.isdigit() for character in text[start + 1 : end]) or text[start].isdigit()


def _mentions(document: Document, drafts: Iterable[_Draft]) -> Iterable[Mention]:
    for draft in drafts:
        kinds: tuple[str, ...] = HEADS if draft.head else NAMES
        kind = kinds[int(draft.odds.argmax())]
        if kind == "OTHER":
            continue
        whole = document.cite(draft.start, draft.end)
        name = document.cite(draft.first, draft.end)
        head = document.cite(draft.last, draft.end)
        if whole is None or name is None or head is None:
            continue
        named = not draft.head and (kind not in _ARMS or _is_designation(document.text, draft.first, draft.end))
        yield Mention(
            whole,
            kind,  # type: ignore[arg-type]
            "named" if named else "nominal",
            name if named else None,
            head,
            round(draft.confidence, 3),
        )
