"""`pubdate`: the day of publication of page dumps whose masthead shows the day of the crawl (bench/pubdate).

Given: the text alone. Figures as its scorer defines them; `crawl` is the share given the day of the crawl, and must be 0.
"""

from pathlib import Path

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load

SURE = 0.8  # the scorer's own default


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/pubdate"))
    gold = read_jsonl(data)
    read = spread(_read, [g["text"] for g in gold], options.workers)
    predictions = [{"id": g["id"]} | answer for g, answer in zip(gold, read, strict=True)]
    by_id = {g["id"]: g for g in gold}
    return Result(
        size=f"{len(gold)} pages",
        rows=(Row(who_we_are(), scorer.evaluate(by_id, {p["id"]: p for p in predictions}, SURE)),),
        items={g["id"]: _item(g, p) for g, p in zip(gold, predictions, strict=True)},
        predictions=tuple(predictions),
    )


def _read(text: str) -> Json:
    import onrecord

    try:
        published = onrecord.read_text(text).published
    except onrecord.OnRecordError:
        return {"published": None, "confidence": 0.0}
    return {"published": published and published.date, "confidence": published.confidence if published else 0.0}


def _item(gold: Json, prediction: Json) -> Item:
    told = f"published {gold['published']}, crawled {gold['crawled']}, read {prediction['published']} ({prediction['confidence']:.2f})"
    return Item(float(gold["published"] == prediction["published"]), told)


BENCHMARK = Benchmark(
    name="pubdate",
    home="bench/pubdate/dev.jsonl",
    columns=(
        *map(Column, ("right", "year", "answered")),
        Column("crawl", "lower"),
        Column("sure", None),
        Column("right when sure"),
        Column("Brier", "lower"),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
