"""Texts → windows with what is to be learnt of each word: clauses from silver parses, deeds from our own corpus."""

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.clauses.words import LABELS, TAGS, label_of, tag_of
from onrecord.encoder.model import Model
from onrecord.encoder.windows import Window
from onrecord.mentions.surface import surface
from training.event_corpus import TYPES
from training.mentions.lower import windows_of_lines

Json = dict[str, Any]
Ints = NDArray[np.int64]
IGNORED: Final = -100


@dataclass(slots=True)
class Sample:
    """A window: what the head sees of it, and what it should say. None where nobody marked it."""

    lower: NDArray[np.float16]  # (words, 384)
    upper: NDArray[np.float16]
    surface: Ints  # (words, 6)
    line: Ints  # the paragraph of each word
    heads: Ints | None = None  # the governor of each word, IGNORED where it stands in another window
    labels: Ints | None = None
    tags: Ints | None = None
    triggers: Ints | None = None  # 0, or 1 + the number of the type


def _seen(text: str, window: Window, model: Model) -> Sample:
    return Sample(
        model.lower(window).astype(np.float16), model.vectors(window).astype(np.float16), surface(text, window.words), lines_of(text, window)
    )  # fmt: skip


def lines_of(text: str, window: Window) -> Ints:
    """The number of the line in which each word stands."""
    found, line = [], 0
    for number, word in enumerate(window.words):
        line += number > 0 and "\n" in text[window.words[number - 1].end : word.start]
        found.append(line)
    return np.array(found, np.int64)


def silver(texts: Path, parses: Path, model: Model, most: int) -> Iterator[Sample]:
    """Windows of texts with spaCy's parse over their words (silver.py), up to `most` words."""
    words = 0
    with texts.open(encoding="utf-8") as told, parses.open(encoding="utf-8") as parsed:
        for line, other in zip(told, parsed, strict=False):
            text, parse = json.loads(line)["text"], json.loads(other)
            first = 0
            for window in windows_of_lines(text, model.vocabulary):
                size = len(window.words)
                if first + size > len(parse["heads"]):
                    break
                sample = _seen(text, window, model)
                heads = np.array(parse["heads"][first : first + size], np.int64) - first
                heads[(heads < 0) | (heads >= size)] = IGNORED
                sample.heads = heads
                sample.labels = np.array([LABELS.index(label_of(one)) for one in parse["labels"][first : first + size]], np.int64)
                sample.tags = np.array([TAGS.index(tag_of(one)) for one in parse["tags"][first : first + size]], np.int64)
                yield sample
                first += size
                words += size
            model.forget()
            if words > most:
                return


def deeds(records: Iterable[Json], model: Model) -> Iterator[Sample]:
    """Windows of sentences or pages of the corpus of events: `text`, and `events` with `type` and `triggers`."""
    for record in records:
        text = record["text"]
        for window in windows_of_lines(text, model.vocabulary):
            sample = _seen(text, window, model)
            sample.triggers = trigger_tags(window, record["events"])
            yield sample
        model.forget()


def trigger_tags(window: Window, events: Iterable[Mapping[str, Any]]) -> Ints:
    """The type of each word of a trigger."""
    tags = np.zeros(len(window.words), np.int64)
    for event in events:
        for trigger in event["triggers"]:
            for number, word in enumerate(window.words):
                if word.start < trigger["end"] and word.end > trigger["start"]:
                    tags[number] = 1 + TYPES.index(event["type"])
    return tags


def kept(path: Path, make: Iterable[Sample]) -> list[Sample]:
    """Samples from a file, or made and written there."""
    if path.exists():
        return list(pickle.loads(path.read_bytes()))
    found = list(make)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(found, protocol=5))
    return found


def parts(samples: Sequence[Sample], every: int) -> tuple[list[Sample], list[Sample]]:
    """All but each `every`th, and those."""
    return [one for number, one in enumerate(samples) if number % every], list(samples[::every])
