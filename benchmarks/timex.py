"""`time`: time expressions and their TIMEX3 values, on the news of TempEval-3 (bench/time), by its scorer.

Given: the text and the day the document was made (`dct`). Every line is body, and `published` is that day: the figures are
those of the stage that finds and anchors times. `timeml_value` maps the record's intervals, which TimeML does not write.
`sentences/s` is finding and anchoring alone, by the processor's time of one process that has read the texts once; a sentence ends in . ! or ?.
An item is one gold expression, found with the right value, or one found in excess.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from types import ModuleType

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.scorers import find_scorer, load
from onrecord.grounding import find_times, resolve_times
from onrecord.record import Published

MEASURES = ("strict", "relaxed", "type", "value")
SENTENCE = re.compile(r"[.!?](?:\s|$)")
DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/time"))
    gold = read_jsonl(data)
    found = spread(_read, [(g["text"], g["dct"]) for g in gold], options.workers)
    predictions = [{"id": g["id"], "timexes": timexes} for g, timexes in zip(gold, found, strict=True)]
    by_id, ours = {g["id"]: g for g in gold}, {p["id"]: p for p in predictions}
    report = scorer.evaluate("timexes", by_id, ours, 0)
    figures: dict[str, float | None] = {name: report[name]["f1"] for name in MEASURES}
    figures |= {f"relaxed {letter}": report["relaxed"][key] for letter, key in (("P", "precision"), ("R", "recall"))}
    figures["sentences/s"] = _speed([(g["text"], g["dct"]) for g in gold])
    return Result(
        size=f"{len(gold)} documents, {sum(len(g['timexes']) for g in gold)} expressions",
        rows=(Row(who_we_are(), figures),),
        items=_items(scorer, gold, ours),
        predictions=tuple(predictions),
    )


def _read(task: tuple[str, str]) -> list[Json]:
    """The time expressions of a text made on a given day, in TimeML's forms."""
    text, dct = task
    document = english_document(text)
    times_found = layer_of(find_times(document, article_of_lines(document, headline=False)))
    times = layer_of(resolve_times(document, times_found, Published(dct[:10], 1.0, (), ())))
    return [{"start": t.span.start, "end": t.span.end, "type": str(t.type), "value": timeml_value(t.value)} for t in times or ()]


def _speed(texts: Sequence[tuple[str, str]]) -> float:
    """Sentences a second of processor time."""
    begun = process_time()
    for task in texts:
        _read(task)
    return sum(len(SENTENCE.findall(text)) for text, _ in texts) / max(process_time() - begun, 1e-9)


def timeml_value(value: str) -> str:
    """The value as TimeML writes it.

    TimeML has no intervals; the record has them for "March 15-17", "1961-64" and weekends. A/B becomes
      a whole year, half, quarter, month, ISO week or weekend: `1998`, `1998-H1`, `1998-Q3`, `1998-11`, `1998-W46`, `1998-W46-WE`;
      ten years from a round one: `199`;
      else its first day.
    """
    first, _, last = value.partition("/")
    if not last:
        return first
    begins, ends = _edge(first, last=False), _edge(last, last=True)
    if begins is None or ends is None or ends < begins:
        return first
    return _calendar(begins, ends) or first


def _edge(value: str, *, last: bool) -> date | None:
    """The first or the last day of a year, month or day."""
    found = DAY.match(value)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day is not None or not last:
            return date(year or 1, month or 1, day or 1)
        return date(*((year or 1) + (month or 12) // 12, (month or 12) % 12 + 1), 1) - timedelta(days=1)
    except ValueError:
        return None


def _calendar(first: date, last: date) -> str | None:
    """The calendar unit that the days from first to last are, or None."""
    after = last + timedelta(days=1)
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        if months == 1:
            return f"{first:%Y-%m}"
        for size, letter in ((3, "Q"), (6, "H")):
            if months == size and (first.month - 1) % size == 0:
                return f"{first.year}-{letter}{(first.month - 1) // size + 1}"
        if months == 12 and first.month == 1:
            return f"{first.year}"
        if months == 120 and first.month == 1 and first.year % 10 == 0:
            return f"{first.year // 10}"
    year, week, weekday = first.isocalendar()
    length = (after - first).days
    if weekday == 1 and length == 7:
        return f"{year}-W{week:02}"
    return f"{year}-W{week:02}-WE" if weekday == 6 and length == 2 else None


def _items(scorer: ModuleType, gold: Sequence[Json], ours: dict[str, Json]) -> dict[str, Item]:
    """Value right or wrong, by the scorer's own pairs."""
    items: dict[str, Item] = {}
    for g in gold:
        predicted = ours[g["id"]]["timexes"]
        pairs = scorer.pairs(g["timexes"], predicted)
        matched = {id(a): b for a, b in pairs}
        for x in g["timexes"]:
            y = matched.get(id(x))
            read = f"{g['text'][y['start'] : y['end']]!r} {y['value']}" if y else "nothing"
            right = y is not None and scorer.agree("value", x, y)
            items[f"{g['id']}@{x['start']}"] = Item(float(right), f"{x['text']!r} {x['value']}, read {read}")
        taken = {id(b) for _, b in pairs}
        for y in predicted:
            if id(y) not in taken:
                items[f"{g['id']}+{y['start']}"] = Item(0.0, f"in excess: {g['text'][y['start'] : y['end']]!r} {y['value']}")
    return items


BENCHMARK = Benchmark(
    name="time",
    home="bench/time/dev.jsonl",
    columns=(*map(Column, MEASURES), Column("relaxed P"), Column("relaxed R"), Column("sentences/s", None, "count")),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
