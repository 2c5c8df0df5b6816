"""A second annotation of the passages: a blind sheet, and how far its answers agree with the corpus.

    python -m benchmarks.corpora.agree --blind 104 24 > SHEET           24 passages of nested and 24 of shapes: number, whether a headline, text
    python -m benchmarks.corpora.agree --agree FILE                     how far its answers agree, and every one that differs

Answer by ANNOTATE.md alone, one line a passage: number, tab, statements ("1=denies 2=asserts<1", or "-"), tab, the text with marks; README.md says
what marks there are. The sheet has neither ids nor kinds, and an order by a hash of seed and text: it tells nothing of what is marked.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora.build import BREAK, FOLDER, NAMES, MarksError, passage, read_rows
from benchmarks.frame import Json
from benchmarks.own import ROLES, Pairing, pairing


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over some passages: `alike` statements are found in the sense of the benchmark."""

    passages: int
    gold: int
    answered: int
    alike: int
    whole: int  # passages in which all statements are alike, none in excess
    roles: Mapping[str, int]  # of those alike, with the same words in the role
    within: int  # of those alike, that stand within the same statement, or both in none
    inner: int  # of those alike, that the corpus has within another
    inner_within: int  # of these, within the same
    stances: Sequence[tuple[str, str]]  # of those alike, the corpus's first stance and the answer's
    accepted: int  # of those alike, whose answer the corpus accepts

    @property
    def kappa(self) -> float:
        """Cohen's kappa of the first stances."""
        count = len(self.stances)
        left, right = Counter(a for a, _ in self.stances), Counter(b for _, b in self.stances)
        chance = sum(left[stance] * right[stance] for stance in left) / count**2 if count else 0.0
        return (self.same_stance / count - chance) / (1 - chance) if chance < 1 and count else 1.0

    @property
    def same_stance(self) -> int:
        return sum(a == b for a, b in self.stances)


def drawn(seed: int, count: int) -> list[Json]:
    """So many passages of each set, in the order of a hash of seed and text."""
    picked = [{**p, "set": name} for name in NAMES for p in sorted(read_rows(FOLDER / f"{name}.tsv"), key=lambda p: _draw(seed, p))[:count]]
    return sorted(picked, key=lambda p: _draw(seed, p))


def sheet(passages: Sequence[Json]) -> str:
    """What a second annotator gets."""
    rows = ((str(n), "headline" if p["headline"] else "-", p["text"].replace("\n\n", BREAK)) for n, p in enumerate(passages, 1))
    return "".join("\t".join(row) + "\n" for row in rows)


def read_answers(text: str) -> tuple[list[Json], list[Json]]:
    """The passages that were answered, and the answers, in the order of the answers; one is known by its text, so that the sets may grow.

    Raises:
        MarksError: an answer has not three columns, cannot be read, or has a text that no passage has.
    """
    of_text = {p["text"]: p | {"set": name} for name in NAMES for p in read_rows(FOLDER / f"{name}.tsv")}
    passages, answers = [], []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#:"):
            number, *rest = line.split("\t")
            if len(rest) != 2:
                raise MarksError(f"number {number} has {len(rest) + 1} columns, not 3")
            answers.append(passage(number, "", *rest))
            if answers[-1]["text"] not in of_text:
                raise MarksError(f"number {number}: no passage has its text")
            passages.append(of_text[answers[-1]["text"]])
    return passages, answers


def agreement(passages: Sequence[Json], answers: Sequence[Json]) -> Agreement:
    """How far two annotations of the same passages agree."""
    pairings = [_held_against(p, a) for p, a in zip(passages, answers, strict=True)]
    alike = [(p, p.passage["statements"][i], p.read[j]) for p in pairings for i, j in p.found.items()]
    inner = [one for one in alike if one[1]["within"] is not None]
    return Agreement(
        passages=len(pairings),
        gold=sum(len(p.passage["statements"]) for p in pairings),
        answered=sum(len(p.read) for p in pairings),
        alike=len(alike),
        whole=sum(map(_is_whole, pairings)),
        roles={role: sum(_same_words(p, gold[role], read[role]) for p, gold, read in alike) for role in ROLES},
        within=sum(_same_within(*one) for one in alike),
        inner=len(inner),
        inner_within=sum(_same_within(*one) for one in inner),
        stances=[(gold["stance"], read["stance"]) for _, gold, read in alike],
        accepted=sum(read["stance"] in gold["stance_ok"] for _, gold, read in alike),
    )


def _held_against(gold: Json, answer: Json) -> Pairing:
    """Words that either calls loose count in no source."""
    return pairing({**gold, "loose": gold["loose"] + answer["loose"]}, answer["statements"])


def _is_whole(p: Pairing) -> bool:
    return len(p.found) == len(p.passage["statements"]) == len(p.read)


def _same_words(p: Pairing, gold: Sequence[Sequence[int]], read: Sequence[Sequence[int]]) -> bool:
    """The same letters and digits, loose words left aside."""
    text = p.passage["text"]

    def letters(spans: Sequence[Sequence[int]]) -> set[int]:
        return {i for s, e in spans for i in range(s, e) if text[i].isalnum()} - {i for s, e in p.passage["loose"] for i in range(s, e)}

    return letters(gold) == letters(read)


def _same_within(p: Pairing, gold: Json, read: Json) -> bool:
    outer = None if gold["within"] is None else p.found.get(gold["within"], -1)
    return bool(outer == read["within"])


def in_words(passages: Sequence[Json], answers: Sequence[Json]) -> str:
    """The agreement of each set, and every passage where anything differs."""
    lines = []
    for name in NAMES:
        chosen = [(p, a) for p, a in zip(passages, answers, strict=True) if p["set"] == name]
        lines.append(f"{name}: {_told(agreement([p for p, _ in chosen], [a for _, a in chosen]))}")
    for number, (p, a) in enumerate(zip(passages, answers, strict=True), 1):
        if differs := list(_differences(_held_against(p, a))):
            lines += [f"\n{number} {p['id']}: {p['text']!r}", *(f"  {line}" for line in differs)]
    return "\n".join(lines)


def _told(a: Agreement) -> str:
    roles = ", ".join(f"{role} {count}" for role, count in a.roles.items())
    return (
        f"{a.passages} passages, {a.gold} statements in the corpus, {a.answered} answered; {a.alike} alike "
        f"(F1 {2 * a.alike / max(1, a.gold + a.answered):.3f}), all of {a.whole} passages. Of those alike: same words {roles}; "
        f"within {a.within} (of {a.inner} inner ones {a.inner_within}); stance {a.same_stance}, accepted {a.accepted}, kappa {a.kappa:.3f}"
    )


def _differences(p: Pairing) -> Iterator[str]:
    """What the corpus has and the answer has not, and the other way round."""
    for i, gold in enumerate(p.passage["statements"]):
        if i not in p.found:
            yield f"only the corpus: {_shown(p, gold)}"
            continue
        read = p.read[p.found[i]]
        for role in ROLES:
            if not _same_words(p, gold[role], read[role]):
                yield f"{role}: {_quoted(p, gold[role])}, answered {_quoted(p, read[role])}"
        if not _same_within(p, gold, read):
            yield f"within {gold['within']}, answered {read['within']}: {_shown(p, gold)}"
        if read["stance"] != gold["stance"]:
            yield f"stance {'|'.join(gold['stance_ok'])}, answered {'|'.join(read['stance_ok'])}: {_shown(p, gold)}"
    for j, read in enumerate(p.read):
        if j not in p.found.values():
            yield f"only answered: {_shown(p, read)}"
    if p.mistaken:
        yield "answered what the corpus says is never a source or content"


def _shown(p: Pairing, statement: Json) -> str:
    return " | ".join(_quoted(p, statement[role]) for role in ROLES)


def _quoted(p: Pairing, spans: Sequence[Sequence[int]]) -> str:
    return " … ".join(p.passage["text"][s:e] for s, e in spans) or "nobody"


def _draw(seed: int, passage: Json) -> bytes:
    return hashlib.sha256(f"{seed} agreement\n{passage['text']}".encode()).digest()


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpora.agree", description="A second annotation of the passages.")
    parser.add_argument("--blind", nargs=2, type=int, metavar=("SEED", "N"), help="print a sheet of N passages of each set, without the marks")
    parser.add_argument("--agree", type=Path, metavar="FILE", help="hold the answers to a sheet against the corpus")
    args = parser.parse_args(argv)
    if args.blind:
        print(sheet(drawn(*args.blind)), end="")
    elif args.agree:
        print(in_words(*read_answers(args.agree.read_text(encoding="utf-8"))))
    else:
        parser.error("--blind SEED N or --agree SEED N FILE")


if __name__ == "__main__":
    main()
