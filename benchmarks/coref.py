"""`coref`: which mentions are one person, organisation or place (bench/coref), by its scorer.

Two readings of every text, side by side in one row; every line is body:
  given  the text and the gold spans, nothing else of them: not their type, form, head or name, and no turns;
  raw    the text alone: our own mentions and pronouns, matched by head; left out where the weights have no head for mentions.

An item is one gold mention that has an earlier one of its entity: joined to one of them or not; and a pair of names joined wrongly.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.scorers import find_scorer, load
from onrecord.coreference import find_pronouns, join, read_span, small_words, vectors_of
from onrecord.encoder.encode import find_encoding
from onrecord.encoder.model import packaged
from onrecord.mentions import find_mentions
from onrecord.record import Mention

MEASURES = {
    "CoNLL": "plural conll", "LEA": "plural lea", "he/she": "he/she", "it/they": "it/they", "nominal": "nominal", "same name": "same name",
    "other name": "other name", "false name": "false name",
}  # fmt: skip


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/coref"))
    gold = read_jsonl(data)
    given = spread(read_given, [(g["text"], [(m["start"], m["end"]) for e in g["entities"] for m in e["mentions"]]) for g in gold], options.workers)
    found = spread(read_found, [g["text"] for g in gold], options.workers) if packaged().settings("mentions") else []
    ours = {g["id"]: {"id": g["id"], "entities": entities} for g, entities in zip(gold, given, strict=True)}
    by_id = {g["id"]: g for g in gold}
    figures = _figures(scorer, by_id, ours, "exact")
    if found:
        raw = {g["id"]: {"id": g["id"], "entities": entities} for g, entities in zip(gold, found, strict=True)}
        figures |= {f"raw {name}": value for name, value in _figures(scorer, by_id, raw, "head").items()}
    return Result(
        size=f"{len(gold)} documents, {sum(len(g['entities']) for g in gold)} entities",
        rows=(Row(who_we_are(), figures),),
        items=_items(by_id, ours),
        predictions=tuple(ours.values()),
        notes=("raw: from the text alone, by our own mentions, matched by head; the other columns: gold spans given, nothing else of them",),
    )


def read_given(task: tuple[str, Sequence[tuple[int, int]]]) -> list[Json]:
    """The clusters of given spans, in the scorer's form."""
    text, spans = task
    document = english_document(text)
    small = small_words(text)
    mentions = [read_span(text, start, end, small) for start, end in spans]
    encoding = layer_of(find_encoding(document, article_of_lines(document, headline=False)))
    return _told(mentions, join(text, mentions, vectors_of(packaged(), encoding.windows)))


def read_found(text: str) -> list[Json]:
    """The clusters of a text, in the scorer's form."""
    document = english_document(text)
    encoding = layer_of(find_encoding(document, article_of_lines(document, headline=False)))
    names = [mention for mention in layer_of(find_mentions(document, encoding)) or () if mention.form != "pronoun"]
    mentions = [*names, *find_pronouns(text, 0, len(text), speaking=True)]
    return _told(mentions, join(text, mentions, vectors_of(packaged(), encoding.windows)))


def _told(mentions: Sequence[Mention], clusters: Sequence[Sequence[int]]) -> list[Json]:
    return [{"mentions": [{"start": mentions[k].span.start, "end": mentions[k].span.end} for k in cluster]} for cluster in clusters]


def _figures(scorer: ModuleType, gold: dict[str, Json], ours: dict[str, Json], match: str) -> dict[str, float | None]:
    report = scorer.summary(scorer.total([scorer.document(record, ours[name], match) for name, record in gold.items()]))
    return {name: report[key] for name, key in MEASURES.items()}


def _items(gold: dict[str, Json], ours: dict[str, Json]) -> dict[str, Item]:
    """Joined to an earlier mention of the same entity, or not; by gold spans given."""
    items: dict[str, Item] = {}
    for name, record in gold.items():
        text = record["text"]
        cluster = {(m["start"], m["end"]): k for k, e in enumerate(ours[name]["entities"]) for m in e["mentions"]}
        of: dict[Any, int] = {}
        for number, entity in enumerate(record["entities"]):
            spans = sorted((m["start"], m["end"]) for m in entity["mentions"])
            of |= dict.fromkeys(spans, number)
            for k, span in enumerate(spans[1:], 1):
                right = any(cluster[span] == cluster[other] for other in spans[:k])
                items[f"{name}@{span[0]}-{span[1]}"] = Item(float(right), f"{text[slice(*span)]!r} is {text[slice(*spans[k - 1])]!r}")
        for entity in ours[name]["entities"]:
            spans = sorted((m["start"], m["end"]) for m in entity["mentions"])
            for one, two in pairwise(spans):
                if of[one] != of[two]:
                    items[f"{name}+{two[0]}-{two[1]}"] = Item(0.0, f"joined wrongly: {text[slice(*one)]!r} and {text[slice(*two)]!r}")
    return items


BENCHMARK = Benchmark(
    name="coref",
    home="bench/coref/dev.jsonl",
    columns=tuple(Column(f"{prefix}{name}", better="lower" if name == "false name" else "higher") for prefix in ("", "raw ") for name in MEASURES),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
