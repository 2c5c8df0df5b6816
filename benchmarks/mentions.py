"""`mentions`: persons, bodies, places and weapons by name and by description, on GUM, wikigold and re3d (bench/mentions), by its scorer.

Given: the text. Every line is body. Of PER, ORG and LOC: `names` is the exact F1 of names, `span` the same without type; `all` the F1 by head
of all mentions, where what is told of a mention is its name or head word (the scorer's head asks for words within the gold's span), and
`exact` the exact F1 of their whole phrases.

What the scorer does not have, over the records that mark weapons (re3d, and our own corpus where it is the data):
  weapons R, P   share of gold WEAPON, PLATFORM and VEHICLE mentions that one read as WEAPON or PLATFORM overlaps, and the other way round;
                 "strikes" are events for us, and count in neither.
An item is one gold name, read exactly, or one read in excess.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.scorers import find_scorer, load
from onrecord.encoder.encode import find_encoding
from onrecord.mentions import find_mentions
from onrecord.record import Mention

TYPES = {"PER", "ORG", "LOC"}
ARMS = {"WEAPON", "PLATFORM", "VEHICLE"}
STRIKE = re.compile(r"(?:\b|air)strikes?\Z", re.IGNORECASE)


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/mentions"))
    gold = read_jsonl(data)
    found = spread(read, [g["text"] for g in gold], options.workers)
    predictions = [{"id": g["id"], "mentions": mentions} for g, mentions in zip(gold, found, strict=True)]
    by_id, ours = {g["id"]: g for g in gold}, {p["id"]: p for p in predictions}
    return Result(
        size=f"{len(gold)} documents, {sum(len(g['mentions']) for g in gold)} mentions",
        rows=(Row(who_we_are(), _figures(scorer, by_id, ours)),),
        items=_items(scorer, by_id, ours),
        predictions=tuple(predictions),
    )


def read(text: str) -> list[Json]:
    """The mentions of a text, in the scorer's form."""
    document = english_document(text)
    encoding = layer_of(find_encoding(document, article_of_lines(document, headline=False)))
    return [told(mention) for mention in layer_of(find_mentions(document, encoding)) or ()]


def told(mention: Mention) -> Json:
    """One mention in the scorer's form."""
    name = [mention.name.start, mention.name.end] if mention.name else None
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "type": mention.type,
        "named": mention.form == "named",
        "head": [mention.head.start, mention.head.end],
    } | ({"name": name} if name else {})


def _figures(scorer: ModuleType, gold: dict[str, Json], ours: dict[str, Json]) -> dict[str, float | None]:
    report = scorer.evaluate(gold, {name: cores(record) for name, record in ours.items()}, TYPES, 1)
    names, whole = report.get("names"), report.get("mentions")
    phrases = scorer.evaluate(gold, ours, TYPES, 1).get("mentions") if whole else None
    figures: dict[str, float | None] = {}
    if names:
        figures |= {"names": names["exact"]["f1"], "span": names["span"]["f1"]}
        figures |= {kind: names["by type"].get(kind, {}).get("f1") for kind in sorted(TYPES)}
    if whole:
        figures |= {"all": whole["head"]["f1"], "all P": whole["head"]["precision"], "all R": whole["head"]["recall"]}
    if phrases:
        figures["exact"] = phrases["exact"]["f1"]
    return figures | _arms(gold, ours)


def cores(record: Json) -> Json:
    """The record with each mention cut to its name or head word."""
    return record | {"mentions": [m | dict(zip(("start", "end"), m.get("name") or m["head"], strict=True)) for m in record["mentions"]]}


def _arms(gold: dict[str, Json], ours: dict[str, Json]) -> dict[str, float | None]:
    there = found = read = right = 0
    for name, record in gold.items():
        wanted = [m for m in record["mentions"] if m["type"] in ARMS and m.get("form") != "pronoun" and not _is_strike(record, m)]
        if not (wanted or name.startswith("re3d-") or record.get("topic")):
            continue
        got = [m for m in ours[name]["mentions"] if m["type"] in ARMS and not _is_strike(record, m)]
        there, read = there + len(wanted), read + len(got)
        found += sum(any(_overlap(g, m) for m in got) for g in wanted)
        struck = [m for m in record["mentions"] if m["type"] in ARMS]
        right += sum(any(_overlap(g, m) for g in struck) for m in got)
    return {"weapons R": found / there if there else None, "weapons P": right / read if read else None}


def _is_strike(record: Json, mention: Json) -> bool:
    return mention["type"] == "WEAPON" and STRIKE.search(record["text"][mention["start"] : mention["end"]]) is not None


def _overlap(a: Json, b: Json) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _items(scorer: ModuleType, gold: dict[str, Json], ours: dict[str, Json]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for name, record in gold.items():
        if name.startswith("re3d-"):
            continue
        wanted, got = (scorer.items(of, "names", TYPES) for of in (record, ours[name]))
        hits: Sequence[tuple[Json, Json]] = scorer.pairs(wanted, got, "exact")
        for g in wanted:
            items[f"{name}@{g['start']}"] = Item(float(any(g is a for a, _ in hits)), f"{g['type']} {record['text'][g['start'] : g['end']]!r}")
        for m in got:
            if not any(m is b for _, b in hits):
                items[f"{name}+{m['start']}"] = Item(0.0, f"in excess: {m['type']} {record['text'][m['start'] : m['end']]!r}")
    return items


BENCHMARK = Benchmark(
    name="mentions",
    home="bench/mentions/dev.jsonl",
    columns=(*map(Column, ("names", "span", "PER", "ORG", "LOC", "all", "all P", "all R", "exact", "weapons R", "weapons P")),),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
