"""Texts with their clusters → what the scorer reads of them, in arrays; the encoder's vectors are made once and kept in a folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.coreference.joined import traits_of
from onrecord.coreference.pairs import candidates, mention_rows, pair_rows
from onrecord.coreference.scorer import alike, units
from onrecord.coreference.spans import read, readings, small_words
from onrecord.coreference.traits import Traits
from onrecord.coreference.vectors import LAYER, vectors_of
from onrecord.encoder.encode import encode
from onrecord.encoder.model import packaged
from onrecord.encoder.passages import Passage
from onrecord.record import Mention

TYPES: Final = {"person": 0, "organization": 1, "place": 2, "PER": 0, "ORG": 1, "LOC": 2}
NO_TYPE: Final = -100  # what the loss passes over

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its mentions in order; `cluster` is the gold."""

    id: str
    spans: tuple[tuple[int, int], ...]
    cluster: NDArray[np.int64]
    type: NDArray[np.int64]
    traits: Traits
    i: NDArray[np.int64]
    j: NDArray[np.int64]
    mention: Floats
    pair: NDArray[np.float16]
    upper: Floats
    lower: Floats
    slot: NDArray[np.int64]  # number of each pair among those of its mention


def read_texts(records: Iterable[dict[str, Any]], cache: Path) -> Iterator[Text]:
    """Records of bench/coref, or of the corpus of mentions, as the scorer sees them: spans only."""
    for record in records:
        yield text_of(record, cache)


def text_of(record: dict[str, Any], cache: Path) -> Text:
    """One record as the scorer sees it."""
    text = record["text"]
    marked = sorted(_marked(record), key=lambda m: (m[0], -m[1]))
    small = small_words(text)
    mentions = [read(text, start, end, small).mention for start, end, _, _ in marked]
    traits = traits_of(text, readings(text, mentions, small))
    i, j = candidates(traits)
    vectors = _vectors(record, traits.at, cache)
    upper, lower = vectors[:, :LAYER], vectors[:, LAYER:]
    pair = np.concatenate([pair_rows(traits, i, j), alike(units(lower, traits), traits, i, j)], axis=1)
    counts = np.bincount(i, minlength=len(marked))
    slot = np.arange(len(i)) - np.concatenate([[0], np.cumsum(counts)[:-1]])[i]
    return Text(
        record["id"], tuple((start, end) for start, end, _, _ in marked), np.array([c for _, _, c, _ in marked], np.int64),
        np.array([t for _, _, _, t in marked], np.int64), traits, i, j, mention_rows(traits), pair.astype(np.float16), upper, lower, slot,
    )  # fmt: skip


def _marked(record: dict[str, Any]) -> Iterator[tuple[int, int, int, int]]:
    """Start, end, cluster and type of every mention."""
    if "mentions" not in record:
        for number, entity in enumerate(record["entities"]):
            for m in entity["mentions"]:
                yield m["start"], m["end"], number, TYPES[entity["type"]]
        return
    for number, m in enumerate(record["mentions"]):  # the corpus of mentions: numbers only where it links; two of them are a joint mention
        told = m.get("entities") or []
        yield m["start"], m["end"], told[0] if len(told) == 1 else 10_000 + number, TYPES.get(m["type"], NO_TYPE)


def _vectors(record: dict[str, Any], at: NDArray[np.int64], cache: Path) -> Floats:
    model = packaged()
    key = hashlib.sha256(f"{model.digest} {at.tolist()} {record['text']}".encode()).hexdigest()[:20]
    file = cache / f"{key}.npy"
    if file.exists():
        kept: Floats = np.load(file).astype(np.float32)
        return kept
    encoding = encode(record["text"], tuple(_lines(record["text"])), model.vocabulary)
    found = vectors_of(model, encoding.windows)(at)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, found.astype(np.float16))
    return found.astype(np.float16).astype(np.float32)


def _lines(text: str) -> Iterator[Passage]:
    """Every line that is not blank is a paragraph."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Passage(start, start + len(line), "body")
        start += len(line) + 1


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file that weights may be taught on."""
    with path.open(encoding="utf-8") as file:
        return [record for record in map(json.loads, file) if record.get("weights") != "no"]


def mention_of(text: str, start: int, end: int, small: frozenset[str]) -> Mention:
    """A bare span as a mention."""
    return read(text, start, end, small).mention
