"""The corpus of stances: sentences.tsv, in mark-up, and stance.jsonl, which is made from it.

    python -m training.stance_corpus                         writes stance.jsonl again
    python -m training.stance_corpus --blind 150 > SHEET     a sheet for a second annotator, without stance, shape and id
    python -m training.stance_corpus --agree 150 ANSWERS     how far the answers agree: a line each of number, tab, stance

train/corpora/stance/README.md says what the columns mean, ANNOTATE.md how to answer.
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from onrecord.record import Stance

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora" / "stance"
COLUMNS: Final = ("id", "stance", "lemma", "shape", "contrast", "twin", "marked")
SEED: Final = 104
TEST_SHARE: Final = 0.25
ADDED: Final = "more-"  # ids of rows that were written after the test quarter was drawn: all of them are for training

Pieces = tuple[tuple[int, int], ...]  # half-open ranges of code points, in the order of the text

_MARK: Final = re.compile(r"\{(source|cue|content):|\}")
_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row: a text of one or two sentences, and one attribution in it."""

    id: str
    text: str
    source: Pieces | None  # None: nobody is named
    cue: Pieces
    content: Pieces | None  # None: the cue stands alone ("declined to comment")
    stance: Stance | None  # None: an act, without attitude
    lemma: str  # the word of the cue that attributes, in its base form
    shape: str  # the construction: "dismissed-as"
    contrast: bool  # looks like a denial and is none
    twin: str | None  # the sentence that it is to be held against

    def words(self, pieces: Pieces | None) -> str:
        """The words of some pieces, joined by a space."""
        return " ".join(self.text[start:end] for start, end in pieces or ())


def read_sentences(path: Path = FOLDER / "sentences.tsv") -> tuple[Sentence, ...]:
    """The rows of sentences.tsv, in its order.

    Raises:
        ValueError: a row has other columns, marks that do not close, or a stance that there is not; it names the line.
    """
    sentences = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#:") or not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{path.name}, line {number}: {len(cells)} columns, not {len(COLUMNS)}")
        try:
            sentences.append(_sentence(dict(zip(COLUMNS, cells, strict=True))))
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    return tuple(sentences)


def split_of(sentences: Sequence[Sentence], *, seed: int = SEED) -> dict[str, Literal["train", "test"]]:
    """Which part each sentence belongs to, by its id.

    Twins are of one group and a group is never parted. A group goes to test where the hash of the seed and of its first sentence's
    shape and text falls into the first quarter: a row that is added moves no other one. Rows whose id begins with "more-" are train.
    """
    twins = {s.id: s.twin for s in sentences}
    first: dict[str, Sentence] = {}
    order = {s.id: i for i, s in enumerate(sentences)}
    of_id = {s.id: s for s in sentences}
    for members in _groups(twins):
        head = of_id[min(members, key=order.__getitem__)]
        first.update(dict.fromkeys(members, head))
    return {s.id: "test" if _draw(seed, first[s.id]) < TEST_SHARE and not first[s.id].id.startswith(ADDED) else "train" for s in sentences}


def as_json(sentence: Sentence, split: str) -> dict[str, Any]:
    """A line of stance.jsonl."""
    return {
        "id": sentence.id,
        "text": sentence.text,
        "source": sentence.source,
        "cue": sentence.cue,
        "content": sentence.content,
        "stance": sentence.stance,
        "lemma": sentence.lemma,
        "shape": sentence.shape,
        "contrast": sentence.contrast,
        "twin": sentence.twin,
        "split": split,
    }


def render(sentences: Sequence[Sentence]) -> str:
    """stance.jsonl, whole."""
    split = split_of(sentences)
    return "".join(json.dumps(as_json(s, split[s.id]), ensure_ascii=False) + "\n" for s in sentences)


def grams(text: str, n: int) -> frozenset[tuple[str, ...]]:
    """Runs of n words, without case and punctuation."""
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
    return frozenset(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def unmark(marked: str) -> tuple[str, dict[str, Pieces]]:
    """A marked sentence's text, and the ranges of its roles.

    Raises:
        ValueError: a mark that does not close, closes twice, or holds nothing or outer white space.
    """
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    found: dict[str, list[tuple[int, int]]] = {}
    length, last = 0, 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[last : mark.start()])
        length, last = length + mark.start() - last, mark.end()
        if mark.group(1):
            opened.append((mark.group(1), length))
        elif not opened:
            raise ValueError("a mark is closed that was not opened")
        else:
            role, start = opened.pop()
            found.setdefault(role, []).append((start, length))
    text = "".join([*pieces, marked[last:]])
    if opened or re.search(r"[{}]", text):
        raise ValueError("a mark is not closed, or is no role")
    for role, ranges in found.items():
        for start, end in ranges:
            if not text[start:end] or text[start:end] != text[start:end].strip():
                raise ValueError(f"{role} {text[start:end]!r} is empty or has white space around it")
    return text, {role: tuple(sorted(ranges)) for role, ranges in found.items()}


def _sentence(row: Mapping[str, str]) -> Sentence:
    text, roles = unmark(row["marked"])
    if "cue" not in roles:
        raise ValueError("no cue is marked")
    return Sentence(
        id=row["id"],
        text=text,
        source=roles.get("source"),
        cue=roles["cue"],
        content=roles.get("content"),
        stance=None if row["stance"] == "null" else Stance(row["stance"]),
        lemma=row["lemma"],
        shape=row["shape"],
        contrast=row["contrast"] == "yes",
        twin=None if row["twin"] == "-" else row["twin"],
    )


def _groups(twins: Mapping[str, str | None]) -> Iterator[set[str]]:
    """The ids that twins tie together, directly or over others."""
    near: dict[str, set[str]] = {name: set() for name in twins}
    for name, twin in twins.items():
        if twin is not None:
            near[name].add(twin)
            near[twin].add(name)
    left = set(near)
    for name in near:
        if name in left:
            group = _reached(name, near)
            left -= group
            yield group


def _reached(name: str, near: Mapping[str, Iterable[str]]) -> set[str]:
    group, todo = {name}, [name]
    while todo:
        new = set(near[todo.pop()]) - group
        group |= new
        todo.extend(new)
    return group


def _draw(seed: int, sentence: Sentence) -> float:
    """A number in [0, 1) that hangs on nothing but the seed, the shape and the text."""
    digest = hashlib.sha256(f"{seed}\n{sentence.shape}\n{sentence.text}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def drawn(sentences: Sequence[Sentence], count: int) -> tuple[Sentence, ...]:
    """So many sentences for a second annotator, in an order that tells nothing: by a hash of the text; none of those that were added later."""
    first = [s for s in sentences if not s.id.startswith(ADDED)]
    return tuple(sorted(first, key=lambda s: hashlib.sha256(f"{SEED} agreement\n{s.text}".encode()).digest())[:count])


def sheet(sentences: Sequence[Sentence]) -> str:
    """What a second annotator gets: number, text, cue and content; an id would tell the shape."""
    rows = ((str(n), s.text, s.words(s.cue), s.words(s.content)) for n, s in enumerate(sentences, 1))
    return "".join("\t".join(row) + "\n" for row in rows)


def agreement(sentences: Sequence[Sentence], answers: Mapping[int, str]) -> str:
    """How far answers, by the number on the sheet, agree with the corpus: share, Cohen's kappa, F1 of each stance, and what differs.

    Raises:
        ValueError: an answer is missing, or is no stance.
    """
    ours = [_label(s) for s in sentences]
    theirs = [answers.get(n, "") for n in range(1, len(ours) + 1)]
    known = {*map(str, Stance), "null"}
    if wrong := [n for n, answer in enumerate(theirs, 1) if answer not in known]:
        raise ValueError(f"no stance for number {wrong[0]}: {theirs[wrong[0] - 1]!r}")
    same = sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)
    left, right = Counter(ours), Counter(theirs)
    chance = sum(left[stance] * right[stance] for stance in known) / len(ours) ** 2
    both = Counter(a for a, b in zip(ours, theirs, strict=True) if a == b)
    lines = [f"{len(ours)} sentences, {same:.3f} the same, kappa {(same - chance) / (1 - chance) if chance < 1 else 1.0:.3f}"]
    lines += [f"{stance:<10} {count:>4} {right[stance]:>4} {2 * both[stance] / (count + right[stance]):.3f}" for stance, count in left.most_common()]
    lines += [f"{s.id}: {a}, answered {b}: {s.text}" for s, a, b in zip(sentences, ours, theirs, strict=True) if a != b]
    return "\n".join(lines)


def read_answers(text: str) -> dict[int, str]:
    """A second annotator's lines: number, tab, stance."""
    rows = (line.split("\t") for line in text.splitlines() if line.strip())
    return {int(row[0]): row[-1].strip() for row in rows}


def _label(sentence: Sentence) -> str:
    return str(sentence.stance) if sentence.stance else "null"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.stance_corpus", description="The corpus of stances.")
    parser.add_argument("--blind", type=int, metavar="N", help="print a sheet of N sentences for a second annotator")
    parser.add_argument("--agree", nargs=2, metavar=("N", "FILE"), help="hold the answers to a sheet of N against the corpus")
    args = parser.parse_args(argv)
    sentences = read_sentences()
    if args.blind:
        print(sheet(drawn(sentences, args.blind)), end="")
    elif args.agree:
        print(agreement(drawn(sentences, int(args.agree[0])), read_answers(Path(args.agree[1]).read_text(encoding="utf-8"))))
    else:
        path = FOLDER / "stance.jsonl"
        path.write_text(render(sentences), encoding="utf-8")
        print(f"{path.name}: {len(sentences)} sentences")


if __name__ == "__main__":
    main()
