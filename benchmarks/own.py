"""`nested` and `shapes`: attributions within attributions, and six shapes that break readers, on passages of our own (corpora/).

Given: nothing but a page with a headline, a byline, a date, the passage and a paragraph that says nothing about anybody; a passage
that is a headline is that page's. What a reader finds outside the passage is left out. The second row has the article given
instead: every line of the bare passage is body, or the headline. Peers (peers.py) get the bare passage; they know no stance, and `within`
is read from what they find: the smallest other content that holds cue and content.

No scorer beside the shared data computes these, so here is what they are. Words and Dice are those of the `attribution` benchmark:
runs of letters and digits; Dice is 2 shared / (gold + found), and two empty sources agree. A statement is found where one read has
Dice of .5 or more in content and in source; the cue only decides between several. Gold and read are paired once each, the best sum of
Dice first. Words that the gold calls loose count in no source.

`nested`, of the statements that stand within another (each with its outer one is a pair):
  pairs         both are found, and the record's `within` of the inner one names the outer one. Item: one pair.
  both found    the same without asking for `within`.
  pairs+stance  a right pair in which both stances are accepted by the gold.
  outer, inner  statements found, of those that stand within none, and of those that do.
  third level   right pairs, of those whose outer one is itself within another.
  excess        statements read that are in no pair with the gold.

`shapes`:
  found         share of passages in which every gold statement is found and nothing is read that the gold says is never a source
                ("experience") or never a content (a nickname): Dice of .5 or more with it. Item: one passage, half right without stance.
  found+stance  and every stance is one that the gold accepts.
  by shape      found; with the stance in the lines under the table.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, read_statements
from benchmarks.peers import NAMES as PEERS
from benchmarks.peers import read_by_peer
from onrecord.errors import OnRecordError
from onrecord.record import Statement

ROLES = ("source", "cue", "content")
SHAPES = ("clause", "nickname", "unclosed", "dash", "colon", "nobody")
WORD = re.compile(r"\w+")
HEADLINE = "Notes from the harbour"
CREDIT = "\n\nBy Staff Writer\n\nMarch 3, 2021\n\n"
BODY = "The market opens at seven. Bread and lamp oil are sold at the north gate."
ENOUGH = 0.5

Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Pairing:
    """What was read of one passage, held against its gold."""

    passage: Json
    read: list[Json]
    found: dict[int, int]  # index of a gold statement → index of the one read
    mistaken: bool  # something was read that is never a source, or never a content

    def is_pair(self, inner: int) -> bool:
        """Both the statement and the one that it stands within are found."""
        return inner in self.found and self.outer(inner) in self.found

    def is_linked(self, inner: int) -> bool:
        return self.is_pair(inner) and bool(self.read[self.found[inner]]["within"] == self.found[self.outer(inner)])

    def has_stance(self, at: int) -> bool:
        return at in self.found and self.read[self.found[at]]["stance"] in self.passage["statements"][at]["stance_ok"]

    def outer(self, inner: int) -> int:
        return int(self.passage["statements"][inner]["within"])

    @property
    def is_found(self) -> bool:
        return not self.mistaken and len(self.found) == len(self.passage["statements"])

    @property
    def has_stances(self) -> bool:
        return all(map(self.has_stance, range(len(self.passage["statements"]))))


def on_a_page(passage: Json) -> list[Json]:
    """The statements that a reader of a page with the passage gets, with offsets into the passage."""
    import onrecord

    before = "" if passage["headline"] else HEADLINE + CREDIT
    after = CREDIT + BODY if passage["headline"] else "\n\n" + BODY
    try:
        record = onrecord.read_text(before + passage["text"] + after + "\n", until="statements")
    except OnRecordError:
        return []
    return _told(record.statements or (), len(before), len(passage["text"]))


def given_article(passage: Json) -> list[Json]:
    """The statements that the stage finds where the article is the passage."""
    document = english_document(passage["text"])
    found = read_statements(document, article_of_lines(document, headline=passage["headline"]))
    return _told(found or (), 0, len(passage["text"]))


def _told(statements: Sequence[Statement], start: int, length: int) -> list[Json]:
    """Statements in the form of the gold: those that stand within the passage, `within` as an index."""
    told = []
    for statement in statements:
        parts = {"source": statement.source, "cue": statement.cue, "content": statement.content}
        one: Json = {role: [[s.start - start, s.end - start] for s in part.spans] if part else [] for role, part in parts.items()}
        if all(s >= 0 and e <= length for role in ROLES for s, e in one[role]):
            told.append((statement, one))
    index = {statement.id: at for at, (statement, _) in enumerate(told)}
    return [one | {"stance": str(s.stance) if s.stance else None, "within": None if s.within is None else index.get(s.within)} for s, one in told]


def pairing(passage: Json, read: list[Json]) -> Pairing:
    """Which statements of the gold were found."""
    tokens = [match.span() for match in WORD.finditer(passage["text"])]
    loose = _words(tokens, passage["loose"])
    gold, ours = ([_roles(tokens, s, loose) for s in statements] for statements in (passage["statements"], read))
    ranked = sorted(((sum(map(dice, g, r)), -i, -j) for i, g in enumerate(gold) for j, r in enumerate(ours) if _says_the_same(g, r)), reverse=True)
    found: dict[int, int] = {}
    for _, i, j in ranked:
        if -i not in found and -j not in found.values():
            found[-i] = -j
    never = [(ROLES.index(n["role"]), _words(tokens, [span])) for n in passage["never"] for span in n["spans"]]
    return Pairing(passage, read, found, any(dice(r[role], words) >= ENOUGH for role, words in never for r in ours))


def dice(a: Words, b: Words) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _says_the_same(gold: Sequence[Words], read: Sequence[Words]) -> bool:
    """Source and content agree well enough."""
    return bool(gold[2] & read[2]) and dice(gold[0], read[0]) >= ENOUGH and dice(gold[2], read[2]) >= ENOUGH


def _roles(tokens: Sequence[tuple[int, int]], statement: Json, loose: Words) -> tuple[Words, Words, Words]:
    source, cue, content = (_words(tokens, statement[role]) for role in ROLES)
    return source - loose, cue, content


def _words(tokens: Sequence[tuple[int, int]], spans: Sequence[Sequence[int]]) -> Words:
    """Numbers of the words that the spans touch; of a colon or dash alone there are none."""
    return frozenset(number for number, (start, end) in enumerate(tokens) if any(start < e and s < end for s, e in spans))


def _run(data: Path, options: Options, *, figures: Callable[[Sequence[Pairing]], dict[str, float | None]], nested: bool) -> Result:
    passages = read_jsonl(data)
    rows = []
    for who, reader in ((who_we_are(), on_a_page), ("the same, article given", given_article)):
        read = spread(reader, passages, options.workers)
        rows.append((who, read, [pairing(p, r) for p, r in zip(passages, read, strict=True)]))
    _, first, pairings = rows[0]
    peers, missing = _peers(passages) if options.peer else ([], [])
    return Result(
        size=f"{len(passages)} passages, {sum(len(p['statements']) for p in passages)} statements",
        rows=(
            *(Row(who, figures(found)) for who, _, found in rows),
            *(Row(who, {n: f for n, f in figures(found).items() if "stance" not in n}, peer=True) for who, found in peers),
        ),
        items=dict(_pair_items(pairings) if nested else _passage_items(pairings)),
        predictions=tuple({"id": p["id"], "statements": r} for p, r in zip(passages, first, strict=True)),
        notes=(*_by_kind(pairings, nested=nested), *missing),
    )


def _peers(passages: Sequence[Json]) -> tuple[list[tuple[str, list[Pairing]]], list[str]]:
    """What each peer found, and why one did not run."""
    found, missing = [], []
    for name, who in PEERS.items():
        read = read_by_peer(name, [p["text"] for p in passages])
        if isinstance(read, str):
            missing.append(read)
        else:
            found.append((who, [pairing(p, r) for p, r in zip(passages, read, strict=True)]))
    return found, missing


def nested_figures(pairings: Sequence[Pairing]) -> dict[str, float | None]:
    """The measures of `nested`, as the head of this file defines them."""
    all_gold = [(p, at) for p in pairings for at in range(len(p.passage["statements"]))]
    inner = [(p, at) for p, at in all_gold if p.passage["statements"][at]["within"] is not None]
    outer = [(p, at) for p, at in all_gold if p.passage["statements"][at]["within"] is None]
    third = [(p, at) for p, at in inner if p.passage["statements"][p.outer(at)]["within"] is not None]
    return {
        "pairs": _share([p.is_linked(at) for p, at in inner]),
        "both found": _share([p.is_pair(at) for p, at in inner]),
        "pairs+stance": _share([p.is_linked(at) and p.has_stance(at) and p.has_stance(p.outer(at)) for p, at in inner]),
        "outer": _share([at in p.found for p, at in outer]),
        "inner": _share([at in p.found for p, at in inner]),
        "third level": _share([p.is_linked(at) for p, at in third]),
        "excess": float(sum(len(p.read) - len(p.found) for p in pairings)),
    }


def shape_figures(pairings: Sequence[Pairing]) -> dict[str, float | None]:
    """The measures of `shapes`, as the head of this file defines them."""
    whole: dict[str, float | None] = {
        "found": _share([p.is_found for p in pairings]),
        "found+stance": _share([p.is_found and p.has_stances for p in pairings]),
    }
    return whole | {shape: _share([p.is_found for p in pairings if p.passage["kind"] == shape]) for shape in SHAPES}


def _share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def _pair_items(pairings: Sequence[Pairing]) -> Iterator[tuple[str, Item]]:
    for p in pairings:
        for at, statement in enumerate(p.passage["statements"]):
            if statement["within"] is not None:
                yield f"{p.passage['id']}#{at + 1}", Item(float(p.is_linked(at)), _shown(p))


def _passage_items(pairings: Sequence[Pairing]) -> Iterator[tuple[str, Item]]:
    for p in pairings:
        yield p.passage["id"], Item((p.is_found + (p.is_found and p.has_stances)) / 2, _shown(p))


def _shown(p: Pairing) -> str:
    """What was read of the passage."""
    read = (" | ".join(" … ".join(p.passage["text"][s:e] for s, e in one[role]) for role in ROLES) for one in p.read)
    return f"{p.passage['text']!r} read: {' // '.join(read)}"


def _by_kind(pairings: Sequence[Pairing], *, nested: bool) -> Iterator[str]:
    """A line a form or shape, with counts."""
    for kind in dict.fromkeys(p.passage["kind"] for p in pairings):
        of_kind = [p for p in pairings if p.passage["kind"] == kind]
        if nested:
            pairs = [(p, at) for p in of_kind for at, s in enumerate(p.passage["statements"]) if s["within"] is not None]
            yield f"{kind:<10} pairs {sum(p.is_linked(at) for p, at in pairs)} of {len(pairs)}"
        else:
            stance = sum(p.is_found and p.has_stances for p in of_kind)
            yield f"{kind:<10} found {sum(p.is_found for p in of_kind)} of {len(of_kind)}, with stance {stance}"


NESTED = Benchmark(
    name="nested",
    home="corpora/nested.jsonl",
    columns=(
        *map(Column, ("pairs", "both found", "pairs+stance", "outer", "inner", "third level")),
        Column("excess", None, "count"),
    ),
    files=one_file,
    run=partial(_run, figures=nested_figures, nested=True),
    keep=write_jsonl,
    own=True,
)
SHAPES_BENCHMARK = Benchmark(
    name="shapes",
    home="corpora/shapes.jsonl",
    columns=tuple(map(Column, ("found", "found+stance", *SHAPES))),
    files=one_file,
    run=partial(_run, figures=shape_figures, nested=False),
    keep=write_jsonl,
    own=True,
)
