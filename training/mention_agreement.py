"""A second annotation of the corpus of mentions: a blind sheet, and how far a marked one agrees with the corpus.

    python -m training.mention_agreement --blind 30 > SHEET     30 passages of test without their marks
    python -m training.mention_agreement --agree SHEET          F1 of spans by type, names, heads, links and sources; actors and kinds; what differs

train/corpora/mentions/ANNOTATE.md says how to mark a sheet.
"""

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from training.mention_corpus import MarksError, Passage, passage, read_passages

SEED: Final = 106


def drawn(passages: Sequence[Passage], count: int, *, seed: int = SEED) -> tuple[Passage, ...]:
    """So many passages, in an order that tells nothing."""
    return tuple(sorted(passages, key=lambda p: hashlib.sha256(f"{seed} agreement\n{p.text}".encode()).digest())[:count])


def sheet(passages: Sequence[Passage]) -> str:
    """What a second annotator gets: the passages in the form of their file, with neither marks nor topics."""
    return "\n".join(f"## {n}\n" + p.text.replace("\n\n", "\n") + "\n" for n, p in enumerate(passages, 1))


def read_answers(text: str, passages: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    """Pairs of a passage and its answer, told by their text.

    Raises:
        MarksError: an answer that cannot be read, or whose text no passage has.
    """
    of_text = {p.text: p for p in passages}
    pairs = []
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        answer = passage(f"answer {block.split()[0]}", block)
        if answer.text not in of_text:
            raise MarksError(f"{answer.id}: no passage has its text")
        pairs.append((of_text[answer.text], answer))
    return pairs


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over passages that both have marked."""

    spans: Mapping[str, tuple[int, int, int]]  # by type, "names", "heads": in the corpus, in the answers, in both
    links: tuple[int, int, int]  # pairs of mentions of one entity, of the mentions whose spans both have
    sources: tuple[int, int, int]  # a source: its range
    actors: tuple[int, int]  # of the sources that both have: all, and those whose entities have a mention of the same span in common for each
    kinds: tuple[int, int]  # of entities of kind in both: all, and with the same kind, country and sector


def agreement(pairs: Sequence[tuple[Passage, Passage]]) -> Agreement:
    """How far two annotations of the same passages agree."""
    spans = {label: _overlap(pairs, label) for label in ("PER", "ORG", "LOC", "WEAPON", "PLATFORM", "pronouns", "names", "heads")}
    links = [0, 0, 0]
    sources = [0, 0, 0]
    actors, kinds = [0, 0], [0, 0]
    for ours, theirs in pairs:
        common = {(m.start, m.end) for m in ours.mentions} & {(m.start, m.end) for m in theirs.mentions}
        left, right = ({pair for pair in combinations(sorted(common), 2) if _linked(p, *pair)} for p in (ours, theirs))
        links = [a + len(b) for a, b in zip(links, (left, right, left & right), strict=True)]
        a, b = ({(s.start, s.end): s for s in p.sources} for p in (ours, theirs))
        sources = [x + y for x, y in zip(sources, (len(a), len(b), len(a.keys() & b.keys())), strict=True)]
        for span in a.keys() & b.keys():
            actors[0] += 1
            actors[1] += _same_actors(ours, a[span].entities, theirs, b[span].entities)
            if len(a[span].entities) == len(b[span].entities) == 1:
                kinds[0] += 1
                kinds[1] += ours.kinds[a[span].entities[0]] == theirs.kinds[b[span].entities[0]]
    return Agreement(spans, (links[0], links[1], links[2]), (sources[0], sources[1], sources[2]), (actors[0], actors[1]), (kinds[0], kinds[1]))


def _overlap(pairs: Sequence[tuple[Passage, Passage]], label: str) -> tuple[int, int, int]:
    left, right = (Counter((i, *key) for i, pair in enumerate(pairs) for key in _keys(pair[side], label)) for side in (0, 1))
    return left.total(), right.total(), (left & right).total()


def _keys(p: Passage, label: str) -> Iterator[tuple[object, ...]]:
    """What is held against each other: the spans of a type; with "names" the names, with "heads" the head words, of every type."""
    for m in p.mentions:
        if label == "names" and m.name:
            yield (*m.name, m.type)
        elif label == "heads" and m.form != "pronoun":
            yield (*m.head, m.type)
        elif label == ("pronouns" if m.form == "pronoun" else m.type):
            yield m.start, m.end


def _linked(p: Passage, one: tuple[int, int], other: tuple[int, int]) -> bool:
    of_span = {(m.start, m.end): set(m.entities) for m in p.mentions}
    return bool(of_span[one] & of_span[other])


def _same_actors(ours: Passage, left: Sequence[int], theirs: Passage, right: Sequence[int]) -> bool:
    """Each entity of either side shares a mention with one of the other side."""
    a, b = ([{(m.start, m.end) for m in p.mentions if e in m.entities} for e in es] for p, es in ((ours, left), (theirs, right)))
    return all(any(x & y for y in b) for x in a) and all(any(x & y for x in a) for y in b)


def in_words(pairs: Sequence[tuple[Passage, Passage]]) -> str:
    """The agreement as lines: F1 (the corpus / answered / both), and what differs in spans and sources."""
    told = agreement(pairs)
    rows = {**told.spans, "links": told.links, "sources": told.sources}
    lines = [f"{len(pairs)} passages"]
    lines += [f"{label:<9} F1 {2 * c / max(1, a + b):.3f}  {a} / {b} / {c}" for label, (a, b, c) in rows.items()]
    lines += [f"{label:<9} {right} of {of}" for label, (of, right) in (("actors", told.actors), ("kinds", told.kinds))]
    for ours, theirs in pairs:
        a, b = ({(m.start, m.end, m.type) for m in p.mentions} | {(s.start, s.end, "source") for s in p.sources} for p in (ours, theirs))
        lines += [f"{ours.id} only the corpus: {kind} {ours.text[s:e]!r}" for s, e, kind in sorted(a - b)]
        lines += [f"{ours.id} only answered: {kind} {ours.text[s:e]!r}" for s, e, kind in sorted(b - a)]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.mention_agreement", description="A second annotation of the corpus of mentions.")
    parser.add_argument("--blind", type=int, metavar="N", help="print N passages of test without their marks")
    parser.add_argument("--agree", type=Path, metavar="FILE", help="hold a marked sheet against the corpus")
    args = parser.parse_args(argv)
    if args.blind:
        print(sheet(drawn(read_passages("test"), args.blind)), end="")
    elif args.agree:
        print(in_words(read_answers(args.agree.read_text(encoding="utf-8"), read_passages("test"))))
    else:
        parser.error("--blind N or --agree FILE")


if __name__ == "__main__":
    main()
