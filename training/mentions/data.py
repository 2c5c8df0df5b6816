"""Records of mentions → windows with what is to be learnt of each word.

Read: bench/mentions (GUM, wikigold, re3d) and our own corpus, in one form. What the sets mean differently is brought to what the
record means: a title is no part of a person's name; a weapon is tagged by its whole phrase without its number; "air strikes" are events.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.model import Model
from onrecord.encoder.windows import Window
from onrecord.encoder.wordpiece import Word
from onrecord.mentions.surface import surface
from onrecord.mentions.tagging import BEFORE, HEADS, NAMES
from training.mentions.lower import windows_of_lines

Json = dict[str, Any]
IGNORED: Final = -100
_ARMS: Final = {"WEAPON": "WEAPON", "PLATFORM": "PLATFORM", "VEHICLE": "PLATFORM"}
_OTHER: Final = {"MISC", "EVENT", "OBJECT"}
_STRIKE: Final = re.compile(r"strikes?\Z", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"(?:the|an?|its|their|his|her|some|these|those|\d[\d,.]*|\w+teen|two|three|four|five|six|seven|eight|nine|ten)\s+", re.IGNORECASE
)
_BEHIND_HEAD: Final = re.compile(r"\s(?:of|in|from|for|at|on|who|that|which|with|by|to|near|and)\s|,")
_LAST_WORD: Final = re.compile(r"[\w'’-]+(?=\W*\Z)")

Range = tuple[int, int]


@dataclass(slots=True)
class Sample:
    """A window: what the head sees of it, and what it should say. Soft labels are a teacher's probabilities."""

    record: str
    lower: NDArray[np.float16]  # (words, 384)
    upper: NDArray[np.float16]  # (words, 384)
    surface: NDArray[np.int64]
    names: NDArray[np.int64]
    heads: NDArray[np.int64]  # IGNORED where the record marks names only
    soft: tuple[NDArray[np.float16], NDArray[np.float16]] | None = None


def read_records(path: Path) -> list[Json]:
    """The records of a file from which a model that ships may learn."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [record for record in records if record.get("weights", "yes") != "no"]


def samples(records: Iterable[Json], model: Model) -> Iterator[Sample]:
    """The windows of some records, read by the encoder."""
    for record in records:
        text = record["text"]
        names = flat_names(record)
        for window in windows_of_lines(text, model.vocabulary):
            lower = model.lower(window).astype(np.float16)
            upper = model.vectors(window).astype(np.float16)
            yield Sample(record["id"], lower, upper, surface(text, window.words), _name_tags(window, names), _head_tags(window, record))
        model.forget()


def flat_names(record: Json) -> list[tuple[int, int, str]]:
    """The names of a record, none within a longer one, and the phrases of weapons."""
    found = set()
    for mention in record.get("mentions", ()):
        kind, start, end = mention["type"], mention["start"], mention["end"]
        if mention.get("form") == "pronoun":
            continue
        if kind in _ARMS:
            written = record["text"][start:end]
            if not (kind == "WEAPON" and _STRIKE.search(written)):
                counted = _NUMBERED.match(written)
                found.add((start + (counted.end() if counted else 0), end, _ARMS[kind]))
        elif mention["named"] and (kind in NAMES or kind in _OTHER):
            start, end = mention.get("name") or (start, end)
            found.add((start, end, "OTHER" if kind in _OTHER else kind))
    flat: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], NAMES.index(one[2]))):
        if not any(other[0] < one[1] and one[0] < other[1] for other in flat):
            flat.append(one)
    return flat


def _name_tags(window: Window, names: Iterable[tuple[int, int, str]]) -> NDArray[np.int64]:
    tags = np.zeros(len(window.words), np.int64)
    for start, end, kind in names:
        for number, word in enumerate(_covered(window.words, start, end)):
            tags[word] = 1 + 2 * NAMES.index(kind) + (number > 0)
    return tags


def _head_tags(window: Window, record: Json) -> NDArray[np.int64]:
    """The head of each phrase without a name, and the words before a head or a name that belong to its phrase."""
    tags = np.zeros(len(window.words), np.int64)
    if record.get("annotated") == "names":
        return np.full(len(window.words), IGNORED)
    for mention in record.get("mentions", ()):
        if mention["type"] not in HEADS or mention.get("form") == "pronoun":
            continue
        core = tuple(mention.get("name") or (mention["start"], mention["end"])) if mention["named"] else _head(record["text"], mention)
        if core is None:
            continue
        for word in _covered(window.words, mention["start"], core[0]):
            tags[word] = tags[word] or BEFORE
        if not mention["named"] and (words := _covered(window.words, *core)):
            tags[words[-1]] = BEFORE + 1 + HEADS.index(mention["type"])
    return tags


def _head(text: str, mention: Json) -> Range | None:
    """The head word of a phrase: as marked, else its last word before what qualifies it."""
    if mention.get("head"):
        return (mention["head"][0], mention["head"][1])
    core = _BEHIND_HEAD.split(text[mention["start"] : mention["end"]])[0]
    last = _LAST_WORD.search(core)
    return (mention["start"] + last.start(), mention["start"] + last.end()) if last else None


def _covered(words: tuple[Word, ...], start: int, end: int) -> list[int]:
    return [number for number, word in enumerate(words) if word.start < end and word.end > start]
