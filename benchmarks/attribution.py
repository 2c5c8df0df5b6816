"""`attribution`: who says what, on PolNeAR's articles (bench/attribution), by its scorer.

Given: the text. Its first line is the headline and every other line is body, so the figures are the statements stage's own;
the second row reads the same text as a page, where the article stage tells body from furniture first, and the third has the rules alone.

Three things differ between the record and PolNeAR's guideline, and `attribution_of` maps them:
  one level      a statement that stands within another (`within`) is left out: the guideline marks the outermost only.
  that, to       begin the content there ("said / that the ship had sailed"), and stand in neither field here: the word before
                 a content is added to it where it is one of the two and not part of the cue.
  no comment     "declined / to comment" there, "declined to comment" here: such a cue ends before its "to", which goes to the content.
Peers (peers.py) get the text; of theirs too what stands within another is left out, and "that" belongs to their contents.
Beside the scorer's figures, for readers that are ours:
  unseen cue R   of the attributions whose lower-cased cue never occurs in the train part beside the data, the share whose cue shares a word
                 with one that is found.
  no source R    of the attributions without a source, the share found in the sense of who-what.
The lines under the table hold the confidence of statements against how often they are right, in the sense of who-what, in five groups of
equal size; `gap` is the mean distance of the two over tenths of confidence (expected calibration error).

An item is one gold attribution, right in the sense of who-what, or one found that is in no pair.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of, read_statements
from benchmarks.peers import NAMES as PEERS
from benchmarks.peers import read_by_peer
from benchmarks.scorers import find_scorer, load
from onrecord.errors import OnRecordError
from onrecord.record import Stance, Statement
from onrecord.statements import find_statements
from onrecord.text import Document, Span

MEASURES = ("full exact", "who-what", "who-what direct", "who-what mixed", "who-what indirect")
ROLES = ("source", "cue", "content")
OPENER = re.compile(r"\b(?:that|to),?\s+\Z", re.IGNORECASE)
TO = re.compile(r"\bto\b", re.IGNORECASE)
LONGEST_OPENER = 12  # characters to look back for "that" and the space after it


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/attribution"))
    gold = read_jsonl(data)
    texts = [g["text"] for g in gold]
    given, whole, ruled = (
        [{"id": g["id"], "attributions": found} for g, found in zip(gold, spread(read, texts, options.workers), strict=True)]
        for read in (given_article, as_page, by_rule)
    )
    count = sum(len(g["attributions"]) for g in gold)
    train = data.with_name("train.jsonl")
    known = frozenset(cue_text(g["text"], a) for g in read_jsonl(train) for a in g["attributions"]) if train.exists() else None
    peers, missing = _peers(scorer, gold) if options.peer else ([], [])
    return Result(
        size=f"{len(gold)} articles, {count:,} attributions",
        rows=(
            Row(who_we_are(), _figures(scorer, gold, given) | _hard(scorer, gold, given, known)),
            Row("the same, read as a page", _figures(scorer, gold, whole) | _hard(scorer, gold, whole, known)),
            Row("the rules alone, article given", _figures(scorer, gold, ruled) | _hard(scorer, gold, ruled, known)),
            *peers,
        ),
        items=_items(scorer, gold, given),
        predictions=tuple(given),
        notes=(*_reliability(scorer, gold, given), *missing),
    )


def _peers(scorer: ModuleType, gold: Sequence[Json]) -> tuple[list[Row], list[str]]:
    """A row of each peer, and why one did not run."""
    rows, missing = [], []
    for name, who in PEERS.items():
        read = read_by_peer(name, [g["text"] for g in gold])
        if isinstance(read, str):
            missing.append(read)
        else:
            outermost = [{"id": g["id"], "attributions": [one for one in r if one["within"] is None]} for g, r in zip(gold, read, strict=True)]
            rows.append(Row(who, _figures(scorer, gold, outermost), peer=True))
    return rows, missing


def given_article(text: str) -> list[Json]:
    """The attributions that the statements stage finds where the article is given."""
    document = english_document(text)
    return attributions_of(document, read_statements(document, article_of_lines(document, headline=True)))


def by_rule(text: str) -> list[Json]:
    """The attributions that the rules find without the encoder, as they read what is behind its bound."""
    document = english_document(text)
    return attributions_of(document, layer_of(find_statements(document, article_of_lines(document, headline=True), None)) or ())


def as_page(text: str) -> list[Json]:
    """The attributions that a reader of the text gets."""
    import onrecord

    try:
        record = onrecord.read_text(text, until="statements")
    except OnRecordError:
        return []
    return attributions_of(record.document, record.statements or ())


def attributions_of(document: Document, statements: Sequence[Statement]) -> list[Json]:
    """Statements in the scorer's form: those on the outermost level."""
    return [attribution_of(document, statement) for statement in statements if statement.within is None]


def attribution_of(document: Document, statement: Statement) -> Json:
    """One statement as PolNeAR would mark it."""
    cue = list(statement.cue.spans)
    content = list(statement.content.spans) if statement.content else []
    source = list(statement.source.spans) if statement.source else []
    if statement.stance is Stance.DECLINES and len(cue) == 1 and (to := TO.search(document[cue[0]])) and to.start() > 0:
        split = cue[0].start + to.start()
        refused = Span(split, cue[0].end)
        first = document.cite(cue[0].start, split)
        if first is not None:
            cue = [first]
            content = _joined(document, refused, content)
    if content:
        content[0] = _with_opener(document, content[0], cue)
    found: Json = {role: [[s.start, s.end] for s in spans] for role, spans in zip(ROLES, (source, cue, content), strict=True)}
    return found | {"confidence": statement.confidence}


def _joined(document: Document, refused: Span, content: list[Span]) -> list[Span]:
    """The words refused, and the content, as one piece where only white space lies between."""
    if content and refused.end <= content[0].start and not document.text[refused.end : content[0].start].strip():
        return [Span(refused.start, content[0].end), *content[1:]]
    return [refused, *content]


def _with_opener(document: Document, content: Span, cue: Sequence[Span]) -> Span:
    """The content with the "that" or "to" before it, unless that is part of the cue."""
    before = document.text[max(0, content.start - LONGEST_OPENER) : content.start]
    opener = OPENER.search(before)
    if opener is None:
        return content
    start = content.start - (len(before) - opener.start())
    return content if any(span.start < content.start and start < span.end for span in cue) else Span(start, content.end)


def _figures(scorer: ModuleType, gold: Sequence[Json], predicted: Sequence[Json]) -> dict[str, float | None]:
    """F1 of every measure, and precision and recall of who-what."""
    scores = scorer.score(gold, predicted, kinds=True, samples=0)
    found: dict[str, float | None] = {name: row["f1"] for name, row in scores.items()}
    return found | {"who-what P": scores["who-what"]["p"], "who-what R": scores["who-what"]["r"]}


def cue_text(text: str, attribution: Json) -> str:
    """A cue in lower case, its pieces joined."""
    return " ".join(" ".join(text[start:end].split()).lower() for start, end in attribution["cue"])


def _hard(scorer: ModuleType, gold: Sequence[Json], predicted: Sequence[Json], known: frozenset[str] | None) -> dict[str, float | None]:
    """Recall where attributions are hard to find: a cue that train does not have, no source."""
    unseen: list[bool] = []
    bare: list[bool] = []
    for g, p in zip(gold, predicted, strict=True):
        wanted, found, right = _judged(scorer, g, p)
        cues = frozenset().union(*(b["cue"] for b in found))
        for a, one in zip(wanted, g["attributions"], strict=True):
            if known is not None and cue_text(g["text"], one) not in known:
                unseen.append(bool(a["cue"] & cues))
            if not a["source"]:
                bare.append(id(a) in right)
    return {"unseen cue R": sum(unseen) / len(unseen) if unseen else None, "no source R": sum(bare) / len(bare) if bare else None}


def _judged(scorer: ModuleType, gold: Json, predicted: Json) -> tuple[list[Json], list[Json], set[int]]:
    """Gold and found attributions in words, and which of both are right in the sense of who-what."""
    tokens = [m.span() for m in scorer.WORD.finditer(gold["text"])]
    wanted, found = scorer.token_sets(gold, tokens), scorer.token_sets(predicted, tokens)
    return wanted, found, {id(one) for pair in scorer.pairs(wanted, found) if scorer.says_the_same(*pair) for one in pair}


def _reliability(scorer: ModuleType, gold: Sequence[Json], predicted: Sequence[Json]) -> list[str]:
    """Confidence against how often statements are right."""
    seen: list[tuple[float, bool]] = []
    for g, p in zip(gold, predicted, strict=True):
        _, found, right = _judged(scorer, g, p)
        seen += [(one["confidence"], id(b) in right) for one, b in zip(p["attributions"], found, strict=True)]
    seen.sort()
    parts = [seen[len(seen) * i // 5 : len(seen) * (i + 1) // 5] for i in range(5)]
    lines = [f"confidence {mean_of(c for c, _ in part):.2f}  right {mean_of(r for _, r in part):.2f}  of {len(part)}" for part in parts if part]
    tenths = [[one for one in seen if int(min(one[0], 0.999) * 10) == tenth] for tenth in range(10)]
    gap = sum(abs(sum(c - r for c, r in part)) for part in tenths) / len(seen) if seen else 0.0
    return [*lines, f"gap {gap:.3f}"]


def mean_of(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _items(scorer: ModuleType, gold: Sequence[Json], predicted: Sequence[Json]) -> dict[str, Item]:
    """Right or wrong in the sense of who-what, by the scorer's own pairs."""
    items: dict[str, Item] = {}
    for g, p in zip(gold, predicted, strict=True):
        tokens = [m.span() for m in scorer.WORD.finditer(g["text"])]
        wanted, found = scorer.token_sets(g, tokens), scorer.token_sets(p, tokens)
        pairs = scorer.pairs(wanted, found)
        right = {id(a) for a, b in pairs if scorer.says_the_same(a, b)}
        paired = {id(b) for _, b in pairs}
        shown = partial(_shown, g["text"])
        items |= {f"{g['id']}#{i}": Item(float(id(a) in right), shown(g["attributions"][i])) for i, a in enumerate(wanted)}
        spare = (p["attributions"][j] for j, b in enumerate(found) if id(b) not in paired)
        items |= {f"{g['id']}+{x['cue'][0][0] if x['cue'] else 0}": Item(0.0, f"in excess: {shown(x)}") for x in spare}
    return items


def _shown(text: str, attribution: Json) -> str:
    parts = (" … ".join(text[s:e] for s, e in attribution.get(role, ())) for role in ROLES)
    return " | ".join(" ".join(part.split())[:160] for part in parts)


BENCHMARK = Benchmark(
    name="attribution",
    home="bench/attribution/dev.jsonl",
    columns=(
        *(Column(f"{role} exact") for role in ROLES),
        Column("content overlap"),
        *map(Column, MEASURES),
        Column("who-what P"),
        Column("who-what R"),
        Column("unseen cue R"),
        Column("no source R"),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
