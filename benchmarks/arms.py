"""`arms`: the register of arms transfers and what is said of each, on pages of our own (train/corpora/events/test) with gold records.

Reads the pages by `onrecord.read`. event_pages.py says what matches.
  P, R        strict: supplier, recipient, a category and status agree;  lenient P, lenient R: without status
  links       F1 over (statement, deed, relation), all deeds of the page;  links P, links R;  basis: of the links found, share with the right basis
  denials     the same F1 over links that are no assertions
  events      F1 of events by trigger;  type, status, told: share of those found with the right one
  items       F1 of items of matched transfers by category and number
  settled P, unsettled P   strict precision of the rows that are settled, and of the others; `settled`: share of rows
An item is a gold transfer or link, or one found in excess.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.event_pages import Pair, f1, files_of, links_of, pairs_of, share, shown
from benchmarks.frame import Benchmark, Column, Item, Options, Result, Row, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load

OWN = Path(__file__).resolve().parent.parent / "train" / "corpora" / "events" / "test"


def run(data: Path, options: Options) -> Result:
    folder = data if data.is_dir() else OWN
    scorer = load(find_scorer("score.py", folder, options.shared, "pages"))
    pairs = list(pairs_of(folder, scorer))
    items: dict[str, Item] = {}
    for pair in pairs:
        items |= _items(pair)
    return Result(
        size=f"{len(pairs)} pages, {sum(len(p.gold['arms_transfers']) for p in pairs)} transfers, {sum(len(p.gold['links']) for p in pairs)} links",
        rows=(Row(who_we_are(), figures(pairs)),),
        items=items,
        predictions=tuple({"id": pair.name, "record": pair.found} for pair in pairs),
        notes=tuple(reliability(pairs)),
    )


def reliability(pairs: list[Pair]) -> Iterator[str]:
    """Of events, links and rows by their confidence: how many there are, and which share is right (event: a deed of that type; link: of the gold;
    row: strict)."""
    told: dict[str, list[tuple[float, bool]]] = {"events": [], "links": [], "rows": []}
    for pair in pairs:
        types = {event["id"]: event["type"] for event in pair.gold["events"]}
        wanted, _, _ = links_of(pair)
        strict = set(pair.transfers(strict=True).values())
        for event in pair.found.get("events") or []:
            told["events"].append((event["confidence"], types.get(pair.events.get(event["id"], "")) == event["type"]))
        for link in pair.found.get("links") or []:
            key = (pair.statements.get(link["statement"], ""), pair.events.get(link["target"], ""), link["relation"])
            told["links"].append((link["confidence"], key in wanted))
        for number, row in enumerate(pair.found.get("arms_transfers") or []):
            told["rows"].append((row["confidence"], number in strict))
    for name, rows in told.items():
        bins = []
        for low in (0.0, 0.2, 0.4, 0.6, 0.8):
            there = [right for confidence, right in rows if low <= confidence < low + 0.2 or (low == 0.8 and confidence == 1.0)]
            bins.append(f"{low:.1f}-{low + 0.2:.1f} {sum(there) / len(there):.2f} of {len(there)}" if there else f"{low:.1f}-{low + 0.2:.1f} none")
        yield f"reliability of {name} by confidence: {', '.join(bins)}"


def figures(pairs: list[Pair]) -> dict[str, float | None]:
    """The figures over some pages."""
    count: Counter[str] = Counter()
    for pair in pairs:
        _count(pair, count)
    return {
        "P": share(count["strict"], count["found"]),
        "R": share(count["strict"], count["gold"]),
        "lenient P": share(count["lenient"], count["found"]),
        "lenient R": share(count["lenient"], count["gold"]),
        "links": f1(count["links"], count["links gold"], count["links found"]),
        "links P": share(count["links"], count["links found"]),
        "links R": share(count["links"], count["links gold"]),
        "basis": share(count["basis"], count["links"]),
        "denials": f1(count["denials"], count["denials gold"], count["denials found"]),
        "events": f1(count["events"], count["events gold"], count["events found"]),
        "type": share(count["type"], count["events"]),
        "status": share(count["status"], count["events"]),
        "told": share(count["told"], count["events"]),
        "items": f1(count["items"], count["items gold"], count["items found"]),
        "settled": share(count["settled"], count["found"]),
        "settled P": share(count["settled right"], count["settled"]),
        "unsettled P": share(count["strict"] - count["settled right"], count["found"] - count["settled"]),
    }


def _count(pair: Pair, count: Counter[str]) -> None:
    rows = pair.found.get("arms_transfers") or []
    optional = {number for number, one in enumerate(pair.gold["arms_transfers"]) if one.get("optional")}
    strict, lenient = pair.transfers(strict=True), pair.transfers(strict=False)
    count["gold"] += len(pair.gold["arms_transfers"]) - len(optional)
    count["found"] += len(rows) - sum(number in optional for number in lenient)
    count["strict"] += sum(number not in optional for number in strict)
    count["lenient"] += sum(number not in optional for number in lenient)
    count["settled"] += sum(row["settled"] for row in rows)
    count["settled right"] += sum(rows[number]["settled"] for number in strict.values())
    wanted, got, bases = links_of(pair)
    count["links gold"] += len(wanted)
    count["links found"] += len(got)
    count["links"] += len(wanted & got)
    count["basis"] += sum(a == b for a, b in bases.values())
    for name, part in (("gold", wanted), ("found", got)):
        count[f"denials {name}"] += sum(link[2] != "asserts" for link in part)
    count["denials"] += sum(link[2] != "asserts" for link in wanted & got)
    gold = {event["id"]: event for event in pair.gold["events"]}
    seen: set[str] = set()
    for event in pair.found.get("events") or []:
        count["events found"] += 1
        key = pair.events.get(event["id"])
        if key is None or key in seen:
            continue
        seen.add(key)
        count["events"] += 1
        count["type"] += event["type"] in (gold[key]["type"], *gold[key].get("also", ()))
        count["status"] += event["status"] == gold[key]["status"]
        count["told"] += event["told_as"] == gold[key].get("told_as")
    count["events gold"] += len(gold)
    for g, r in strict.items():
        mine, theirs = (
            Counter((item["category"], item["quantity"]["value"] if item["quantity"] else None) for item in one["items"])
            for one in (pair.gold["arms_transfers"][g], rows[r])
        )
        count["items gold"] += mine.total()
        count["items found"] += theirs.total()
        count["items"] += (mine & theirs).total()


def _items(pair: Pair) -> dict[str, Item]:
    strict, lenient = pair.transfers(strict=True), pair.transfers(strict=False)
    rows = pair.found.get("arms_transfers") or []
    items = {}
    for number, transfer in enumerate(pair.gold["arms_transfers"]):
        if not transfer.get("optional"):
            score = 1.0 if number in strict else 0.5 if number in lenient else 0.0
            items[f"{pair.name}/{transfer['event']}"] = Item(score, shown(pair.gold, transfer))
    for number, row in enumerate(rows):
        if number not in lenient.values():
            items[f"{pair.name}+{row['id']}"] = Item(0.0, f"in excess: {shown(pair.found, row)}")
    wanted, got, _ = links_of(pair)
    items |= {f"{pair.name}: {' '.join(link)}": Item(float(link in got)) for link in wanted}
    items |= {f"{pair.name}: + {' '.join(link)}": Item(0.0, "in excess") for link in got - wanted}
    return items


BENCHMARK = Benchmark(
    name="arms",
    home="../train/corpora/events/test",
    columns=(
        *map(
            Column,
            ("P", "R", "lenient P", "lenient R", "links", "links P", "links R", "basis", "denials", "events", "type", "status", "told", "items"),
        ),
        Column("settled", None),
        Column("settled P"),
        Column("unsettled P", None),
    ),
    files=files_of,
    run=run,
    keep=write_jsonl,
    own=True,
)
