"""`harm`: how often a record is wrong in a way that hurts somebody, on our own test pages and on ../shared/pages, with 95 % intervals.

  false denial       links that deny, of those found, which the gold has not as denials of that deed; of a false deal every one
  lost denier        links that deny, of the gold's, that were not found
  swapped parties    rows of the register whose supplier is the gold's recipient or the other way round, of those whose event the gold has as one
  wrong year         rows with a time of another year than the gold's, of those where both have one
  history as news    events of the gold that are background and are told as news, of the background ones found
  teaser as claim    events with a trigger outside body, or in the headline alone, of all found
  false deal         rows of the register that the gold has in no status, of all found
  false events       events found per 1,000 words of pages of other genres (benchmarks/labels/genres.tsv says which deeds those pages do tell)

A share is followed in the notes by its counts, its Wilson interval, and up to 20 examples, the most confident first.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.arms import OWN
from benchmarks.event_pages import Pair, files_of, overlap, pairs_of, shown
from benchmarks.frame import Benchmark, Column, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import read_given
from benchmarks.scorers import find_scorer, load

KINDS = ("false denial", "lost denier", "swapped parties", "wrong year", "history as news", "teaser as claim", "false deal")
MOST = 20  # examples of a kind
LABELS = Path(__file__).parent / "labels" / "genres.tsv"


@dataclass(slots=True)
class Tally:
    """How often one kind of harm was done, of how many chances; the worst examples."""

    wrong: int = 0
    whole: int = 0
    examples: list[tuple[float, str]] = field(default_factory=list)

    def add(self, *, wrong: bool, confidence: float, example: str) -> None:
        self.whole += 1
        self.wrong += wrong
        if wrong:
            self.examples.append((confidence, example))

    @property
    def rate(self) -> float | None:
        return self.wrong / self.whole if self.whole else None


def interval(wrong: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share, 95 % (Wilson 1927)."""
    if not whole:
        return 0.0, 1.0
    z, p = 1.96, wrong / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def run(data: Path, options: Options) -> Result:
    folder = data if data.is_dir() else OWN
    scorer = load(find_scorer("score.py", folder, options.shared, "pages"))
    rows, notes, predictions = [], [], []
    peer: float | None = None
    folders = [("own test half", folder)]
    if options.shared is not None and (options.shared / "pages").is_dir() and folder == OWN:
        folders.append(("shared pages", options.shared / "pages"))
    for name, where in folders:
        pairs = list(pairs_of(where, scorer))
        tallies = tally(pairs)
        figures: dict[str, float | None] = {kind: tallies[kind].rate for kind in KINDS}
        if name == "own test half" and options.shared is not None:
            figures["false events"], told, peer = _genres(options)
            notes += told
        rows.append(Row(f"{who_we_are()}, {name}", figures))
        notes += [f"{name}: {line}" for line in _told(tallies)]
        predictions += [{"id": pair.name, "record": pair.found} for pair in pairs]
    if peer is not None:
        rows.append(Row("peer: PETRARCH-2's verbs, a name on either side", {"false events": peer}, peer=True))
    return Result(size=f"{len(predictions)} pages", rows=tuple(rows), predictions=tuple(predictions), notes=tuple(notes))


def tally(pairs: Iterable[Pair]) -> dict[str, Tally]:
    """All kinds of harm over some pages."""
    found = {kind: Tally() for kind in KINDS}
    for pair in pairs:
        _denials(pair, found["false denial"], found["lost denier"])
        _rows(pair, found)
        _events(pair, found["history as news"], found["teaser as claim"])
    return found


def _denials(pair: Pair, false: Tally, lost: Tally) -> None:
    wanted = {(s, t): s for s, t in _denied(pair.gold)}
    texts = {s["id"]: " ".join(filter(None, (_words(s.get("source")), _words(s["cue"]), _words(s.get("content"))))) for s in pair.gold["statements"]}
    optional = {s["id"] for s in pair.gold["statements"] if s.get("optional")}
    # Without links, the gold knows denials of deals alone.
    register = None if "links" in pair.gold else {t["event"] for t in pair.gold["arms_transfers"]}
    seen = set()
    for link in pair.found.get("links") or []:
        key = (pair.statements.get(link["statement"]), pair.events.get(link["target"]))
        if link["relation"] != "denies" or key[0] in optional or (register is not None and key[1] not in register):
            continue
        seen.add(key)
        statement = next(s for s in pair.found["statements"] if s["id"] == link["statement"])
        example = f"{pair.name}: {_words(statement['source'])} {_words(statement['cue'])} {_words(statement['content'])}"
        false.add(wrong=key not in wanted, confidence=link["confidence"], example=example)
    for key, statement in wanted.items():
        if statement in optional:
            continue
        lost.add(wrong=key not in seen, confidence=1.0, example=f"{pair.name}: {texts[statement]}")


def _denied(gold: Json) -> Iterator[tuple[str, str]]:
    """(statement, deed) of the gold's denials: its links, or what its transfers say."""
    if "links" in gold:
        yield from ((x["statement"], x["target"]) for x in gold["links"] if x["relation"] == "denies")
    else:
        yield from ((s, t["event"]) for t in gold["arms_transfers"] if not t.get("optional") for s in t["denied_by"])


def _words(node: Json | None) -> str:
    return str(node["text"]) if node else ""


def _rows(pair: Pair, found: dict[str, Tally]) -> None:
    lenient = set(pair.transfers(strict=False).values())
    by_event = {one["event"]: one for one in pair.gold["arms_transfers"]}
    times = {one["id"]: one for one in pair.found.get("times") or []}
    marked = {one["id"]: one for one in pair.gold.get("times") or []}
    for number, row in enumerate(pair.found.get("arms_transfers") or []):
        example = f"{pair.name}: {shown(pair.found, row)}"
        found["false deal"].add(wrong=number not in lenient, confidence=row["confidence"], example=example)
        gold = by_event.get(pair.events.get(row["event"], ""))
        if gold is None or gold["supplier"] is None or gold["recipient"] is None:
            continue
        crossed = (
            row["supplier"] and pair.same_side(gold["recipient"], row["supplier"]) and not pair.same_side(gold["supplier"], row["supplier"])
        ) or (row["recipient"] and pair.same_side(gold["supplier"], row["recipient"]) and not pair.same_side(gold["recipient"], row["recipient"]))
        found["swapped parties"].add(wrong=bool(crossed), confidence=row["confidence"], example=f"{example}; is {shown(pair.gold, gold)}")
        mine, theirs = times.get(row["time"] or ""), marked.get(gold["time"] or "")
        if mine and theirs and "start" in theirs:
            found["wrong year"].add(
                wrong=_years_differ(mine, theirs), confidence=row["confidence"], example=f"{example}: {mine['value']}, not {theirs['text']}"
            )


def _years_differ(found: Json, gold: Json) -> bool:
    """Whether the year of a time read differs from the one that the gold's words name, or the value that it gives."""
    wanted = re.findall(r"\b(1[89]\d\d|20\d\d)\b", f"{gold.get('value') or ''} {gold['text']}")
    if not wanted:
        return not overlap(found, gold)
    got = re.findall(r"(1[89]\d\d|20\d\d)", str(found["value"]))
    return bool(got) and not set(got) & set(wanted)


def _events(pair: Pair, history: Tally, teaser: Tally) -> None:
    gold = {event["id"]: event for event in pair.gold["events"]}
    body = list(pair.found["article"]["body"])
    for event in pair.found.get("events") or []:
        words = ", ".join(trigger["text"] for trigger in event["triggers"])
        example = f"{pair.name}: {event['type']} {words!r}"
        inside = any(block["start"] <= trigger["start"] < block["end"] for trigger in event["triggers"] for block in body)
        teaser.add(wrong=not inside or not _in_gold_body(pair, event), confidence=event["confidence"], example=example)
        other = gold.get(pair.events.get(event["id"], ""))
        if other is not None and other.get("told_as") == "background":
            history.add(wrong=event["told_as"] == "news", confidence=event["confidence"], example=example)


def _in_gold_body(pair: Pair, event: Json) -> bool:
    blocks = [block for block in pair.gold["article"]["body"] if "start" in block]
    return not blocks or any(block["start"] <= trigger["start"] < block["end"] for trigger in event["triggers"] for block in blocks)


def _told(tallies: dict[str, Tally]) -> Iterator[str]:
    for kind, one in tallies.items():
        low, high = interval(one.wrong, one.whole)
        yield f"{kind}: {one.wrong} of {one.whole}, {100 * low:.1f} to {100 * high:.1f} %"
        yield from (f"    {example}" for _, example in sorted(one.examples, key=lambda pair: (-pair[0], pair[1]))[:MOST])


def _genres(options: Options) -> tuple[float | None, list[str], float | None]:
    """False events per 1,000 words on pages of sport, courts, culture and business; the pages with most; the peer's."""
    assert options.shared is not None
    truth = options.shared / "bench" / "extraction" / "dev" / "truth.jsonl"
    if not truth.is_file() or not LABELS.is_file():
        return None, ["false events: the pages of extraction/dev are not there"], None
    labels = read_labels()
    bodies = {row["id"]: body_of(row) for row in read_jsonl(truth) if row["id"] in labels}
    names = sorted(bodies)
    read = spread(read_events, [bodies[name] for name in names], options.workers)
    words = sum(len(bodies[name].split()) for name in names)
    wrong = [
        (event["confidence"], f"{name}: {event['type']} {bodies[name][max(0, event['start'] - 30) : event['end'] + 30]!r}")
        for name, events in zip(names, read, strict=True)
        for event in events
        if not any(overlap(event, {"start": start, "end": end}) for start, end in labels[name])
    ]
    found = sum(map(len, read))
    notes = [f"other genres: {len(wrong)} false events of {found} in {words} words of {len(names)} pages"]
    peer = None
    if (verbs := options.shared / "sources" / "petrarch" / "CAMEO.2.0.txt").is_file():
        known = read_verbs(verbs)
        theirs = [(name, event) for name in names for event in dictionary_events(bodies[name], known)]
        peer = 1000 * sum(not any(overlap(e, {"start": a, "end": b}) for a, b in labels[name]) for name, e in theirs) / words if words else None
    return 1000 * len(wrong) / words if words else None, notes + [f"    {text}" for _, text in sorted(wrong, reverse=True)[:MOST]], peer


_BLOCK = re.compile(r"^---\s+[A-Z_]+\s+\[(\d+|---)\]", re.MULTILINE)
_MEMBER = re.compile(r"^([A-Z]+)(?= |$)", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+")


def dictionary_events(text: str, verbs: frozenset[str]) -> list[Json]:
    """A dictionary coder in its plainest form: a verb of PETRARCH's that has a code of its own, with a name before and behind it in its sentence."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        names = [match.start() for match in _NAME.finditer(sentence[0])]
        for word in re.finditer(r"[a-z]+", sentence[0]):
            if any(form in verbs for form in _forms(word[0])) and names and names[0] < word.start() < names[-1]:
                found.append({"start": sentence.start() + word.start(), "end": sentence.start() + word.end()})
    return found


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, base in (("ed", ""), ("ed", "e"), ("d", ""), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ied", "y")):
        if word.endswith(ending):
            yield word[: -len(ending)] + base


def read_verbs(path: Path) -> frozenset[str]:
    """The verbs of PETRARCH-2's dictionary whose block has a code without a pattern, in small letters (MIT; read where it lies)."""
    text = path.read_text(encoding="utf-8", errors="replace")
    blocks = list(_BLOCK.finditer(text))
    found: set[str] = set()
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1] != "---":
            found |= {member[1].lower() for member in _MEMBER.finditer(text, block.end(), after.start() if after else len(text))}
    return frozenset(found)


def body_of(row: Json) -> str:
    """The body of a page of the extraction benchmark, white space made single, a line a paragraph: what the labels count in."""
    body = row.get("body") or ""
    text = body if isinstance(body, str) else "\n".join(body)
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def read_labels() -> dict[str, list[tuple[int, int]]]:
    """Page → the places of its deeds; a page with "-" has none."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            page, start, end, _ = line.split("\t")
            found.setdefault(page, [])
            if start != "-":
                found[page].append((int(start), int(end)))
    return found


def read_events(text: str) -> list[Json]:
    """The events of a text of which every line is body, each with its first trigger."""
    record = read_given(text)
    return [
        {"type": event.type, "confidence": event.confidence, "start": event.triggers[0].start, "end": event.triggers[0].end}
        for event in record.events or ()
    ]  # fmt: skip


BENCHMARK = Benchmark(
    name="harm",
    home="../train/corpora/events/test",
    columns=(*(Column(kind, "lower") for kind in KINDS), Column("false events", "lower", "amount")),
    files=files_of,
    run=run,
    keep=write_jsonl,
    own=True,
)
