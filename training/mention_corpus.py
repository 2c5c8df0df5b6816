"""The corpus of mentions: train.txt and test.txt, in mark-up, and the JSON Lines that are made from them.

    python -m training.mention_corpus       writes train.jsonl and test.jsonl again and prints the counts

train/corpora/mentions/README.md says what the fields mean, ANNOTATE.md what the marks; mention_agreement.py holds a second annotation against it.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, get_args

from onrecord.record import PloverSector
from training.stance_corpus import grams

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora" / "mentions"
HALVES: Final = ("train", "test")
TYPES: Final = {"P": "PER", "O": "ORG", "L": "LOC", "G": "LOC", "W": "WEAPON", "V": "PLATFORM"}
KINDS: Final = {"p": "person", "o": "organisation", "s": "state", "g": "group"}
OF_KIND: Final = {"person": "PER", "organisation": "ORG", "state": "LOC"}  # a group may be any
RUN: Final = 8  # no run of so many words stands in both halves

Form = Literal["named", "nominal", "pronoun"]

_MARK: Final = re.compile(r"\[([POLGWV])(\d+(?:\+\d+)*)?(@)?([= ])|[\[\]{}<>^]")
_PRONOUN: Final = re.compile(r"(?:he|him|his|she|hers?|it|its|they|them|theirs?)", re.IGNORECASE)
_UNMARKED: Final = re.compile(r"\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)  # these always stand for somebody
_AFTER: Final = (
    "of for in at from to with on by near off along over through inside outside behind close aboard under between among against across beside around "
    "named backed bound working speaking familiar filed declared who that which holding carrying accused after"
)
_AFTER_HEAD: Final = re.compile(rf",? (?:{_AFTER.replace(' ', '|')})\b.*|, .*")
_WORD: Final = re.compile(r"[^\W_](?:[\w.’'&/-]*\w)?")
_COUNTS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundreds dozens scores several some many few"
)
_NUMBER: Final = rf"(?:\d+(?:[.,]\d+)*|{_COUNTS.replace(' ', '|')})"
_COUNT_BEFORE: Final = re.compile(
    rf"(?:(?:about|around|nearly|almost|some|over|more than|at least|at most|up to|only) )?{_NUMBER}(?: of)? $", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"the (?=\S)", re.IGNORECASE)
_DEFINITE: Final = re.compile(r"(?:the|an?|his|her|its|their|this|that|these|those|them)\b", re.IGNORECASE)
_COUNT_AT_START: Final = re.compile(rf"{_NUMBER} (?!(?:of|mm|cm|kg|inch|pound|kilo)\b)", re.IGNORECASE)


class MarksError(Exception):
    """A passage cannot be read: which, and why."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase; ranges are half-open, in code points of the passage."""

    start: int
    end: int
    type: str
    acts: bool  # a country or city that acts: LOC with "gpe"
    name: tuple[int, int] | None
    head: tuple[int, int]
    form: Form
    entities: tuple[int, ...]  # several where it stands for several ("both ministers")


@dataclass(frozen=True, slots=True)
class Source:
    """Who is quoted: a range and every entity that speaks in it."""

    start: int
    end: int
    entities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    topic: str
    text: str
    mentions: tuple[Mention, ...]  # in the order of their start, the longer first
    sources: tuple[Source, ...]
    kinds: Mapping[int, tuple[str, str | None, str | None]]  # of entities: kind, country (alpha-3), sector


@dataclass(slots=True)
class _Open:
    """A mark that has not been closed yet."""

    start: int
    letter: str  # of TYPES, "<" for a source, "{" for a name
    entities: tuple[int, ...] = ()
    source: bool = False
    whole: bool = False  # all of it is the name
    name: tuple[int, int] | None = None
    head: int | None = None
    within: list[tuple[int, ...]] = field(default_factory=list)  # entities of the mentions that stand directly in it


def read_passages(half: str, *, folder: Path = FOLDER) -> tuple[Passage, ...]:
    """The passages of a half, in the order of its file.

    Raises:
        MarksError: marks that do not close, an entity that nothing tells of, a pronoun without a mark; it names the passage.
    """
    passages = []
    blocks = re.split(r"^## ", (folder / f"{half}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for number, block in enumerate(blocks[1:], 1):
        passages.append(passage(f"{half}-{number:03}", block))
    return tuple(passages)


def passage(name: str, block: str) -> Passage:
    """A passage of its block: the topic, a line a paragraph in mark-up, and a line `# 1 p UKR GOV; …` of what its entities are.

    Raises:
        MarksError: as read_passages.
    """
    topic, *lines = [line for line in block.splitlines() if line.strip()]
    paragraphs = [line for line in lines if not line.startswith("# ")]
    kinds = dict(_kind(name, one) for line in lines if line.startswith("# ") for one in line[2:].split("; "))
    text, mentions, sources = unmark(name, "\n\n".join(paragraphs))
    known = {e for m in mentions for e in m.entities}
    told = {e for s in sources for e in s.entities}
    if wrong := told - kinds.keys():
        raise MarksError(f"{name}: nothing tells what source {min(wrong)} is")
    if wrong := kinds.keys() - (known & told):
        raise MarksError(f"{name}: {min(wrong)} is told of and is no source")
    if wrong := {e for e in known if len({m.type for m in mentions if m.entities == (e,)}) > 1}:
        raise MarksError(f"{name}: entity {min(wrong)} has two types")
    types = {e: m.type for m in mentions for e in m.entities}
    if wrong := {e for e, (kind, _, _) in kinds.items() if OF_KIND.get(kind, types[e]) != types[e]}:
        raise MarksError(f"{name}: {min(wrong)} is a {kinds[min(wrong)][0]}, and is marked as {types[min(wrong)]}")
    if twice := [m for m, n in pairwise(mentions) if (m.start, m.end) == (n.start, n.end)]:
        raise MarksError(f"{name}: {text[twice[0].start : twice[0].end]!r} has two marks")
    for pronoun in _UNMARKED.finditer(text):
        if not any(m.form == "pronoun" and (m.start, m.end) == pronoun.span() for m in mentions):
            raise MarksError(f"{name}: {pronoun.group()!r} has no mark: …{text[max(0, pronoun.start() - 30) : pronoun.end() + 10]}…")
    return Passage(name, topic.strip(), text, mentions, sources, kinds)


def unmark(name: str, marked: str) -> tuple[str, tuple[Mention, ...], tuple[Source, ...]]:
    """The bare text of a passage, its mentions and its sources.

    Raises:
        MarksError: a bracket without its other, white space at the edge of a span, a source in which nobody is marked.
    """
    text, at = "", 0
    stack: list[_Open] = []
    found: list[tuple[_Open, int]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        sign = mark.group()
        if mark[1]:
            entities = tuple(map(int, mark[2].split("+"))) if mark[2] else ()
            stack.append(_Open(len(text), mark[1], entities, bool(mark[3]), mark[4] == "="))
        elif sign in "<{":
            stack.append(_Open(len(text), sign))
        elif sign == "^" and stack:
            stack[-2 if stack[-1].letter == "{" else -1].head = len(text)
        elif sign in "]}>" and stack and stack[-1].letter in {"]": "POLGWV", "}": "{", ">": "<"}[sign]:
            opened = stack.pop()
            if text[opened.start : len(text)].strip() != text[opened.start : len(text)] or opened.start == len(text):
                raise MarksError(f"{name}: {text[opened.start :]!r} is empty or has white space around it")
            _close(name, opened, stack, len(text))
            if opened.letter != "{":
                found.append((opened, len(text)))
        else:
            raise MarksError(f"{name}: {sign!r} has not its other: …{marked[max(0, mark.start() - 40) : mark.end() + 10]}…")
    text += marked[at:]
    if stack:
        raise MarksError(f"{name}: {stack[-1].letter!r} is not closed: {text[stack[-1].start :][:40]}…")
    mentions, sources = _numbered(text, found)
    return text, mentions, sources


def _close(name: str, opened: _Open, stack: Sequence[_Open], end: int) -> None:
    """Tell the mark around it what stood in it."""
    if opened.letter == "{":
        if not stack or stack[-1].letter not in TYPES or stack[-1].whole or stack[-1].name:
            raise MarksError(f"{name}: a name in no mention, or the second one in it, at {opened.start}")
        stack[-1].name = (opened.start, end)
        return
    if opened.letter == "<" and not opened.within:
        raise MarksError(f"{name}: nobody is marked in the source at {opened.start}")
    if opened.source and not opened.entities:
        raise MarksError(f"{name}: the source at {opened.start} has no number")
    if stack:
        stack[-1].within.append(opened.entities)


def _numbered(text: str, found: Sequence[tuple[_Open, int]]) -> tuple[tuple[Mention, ...], tuple[Source, ...]]:
    """Mentions in order; those without a number are entities of their own."""
    new = max((e for opened, _ in found for e in opened.entities), default=0)
    mentions, sources = [], []
    for opened, end in sorted(found, key=lambda one: (one[0].start, -one[1])):
        if opened.letter == "<":
            sources.append(Source(opened.start, end, tuple(dict.fromkeys(e for within in opened.within for e in within))))
            continue
        if not opened.entities:
            new += 1
            opened.entities = (new,)
        start = _start(text, opened, end)
        if opened.source:
            sources.append(Source(start, end, opened.entities))
        mentions.append(_mention(text, opened, start, end))
    return tuple(mentions), tuple(sources)


def _start(text: str, opened: _Open, end: int) -> int:
    """Counts belong to what they count ("two drivers"), and not to weapons and vehicles ("200 {T-72 tanks}")."""
    if TYPES[opened.letter] in ("WEAPON", "PLATFORM"):
        counted = _COUNT_AT_START.match(text, opened.start, end)
        return counted.end() if counted and not (opened.name and opened.name[0] < counted.end()) and not opened.whole else opened.start
    if opened.name is None and not opened.whole and not _DEFINITE.match(text, opened.start):
        counted = _COUNT_BEFORE.search(text[max(0, opened.start - 40) : opened.start])
        if counted and not text[max(0, opened.start - 40) : opened.start][: counted.start()][-1:].isalnum():
            return opened.start - len(counted.group())
    return opened.start


def _mention(text: str, opened: _Open, start: int, end: int) -> Mention:
    name = (start, end) if opened.whole else opened.name
    if name and (article := _ARTICLE.match(text, *name)):
        name = (article.end(), name[1])
    form: Form = "named" if name else "pronoun" if _PRONOUN.fullmatch(text, start, end) else "nominal"
    return Mention(
        start,
        end,
        TYPES[opened.letter],
        opened.letter == "G",
        name,
        _head(text, opened, name if name and opened.letter not in "WV" else (start, end)),
        form,
        opened.entities,
    )


def _head(text: str, opened: _Open, span: tuple[int, int]) -> tuple[int, int]:
    """The head word: a person's first name, else the last word before what comes after a head; or the word after `^`."""
    start, end = span
    words = [(m.start(), m.end() + (m.end() + 1 == end and text[m.end()] == ".")) for m in _WORD.finditer(text, start, end)]  # "U.S."
    if opened.head is not None:
        return next((word for word in words if word[0] >= opened.head), words[-1])
    if opened.letter == "P" and (opened.name or opened.whole):
        return words[0]
    after = _AFTER_HEAD.search(text, start + 1, end)
    before = [word for word in words if word[1] <= (after.start() if after else end)]
    return (before or words)[-1]


def _kind(name: str, one: str) -> tuple[int, tuple[str, str | None, str | None]]:
    """`1 p UKR GOV`."""
    cells = one.split()
    if len(cells) != 4 or cells[1] not in KINDS or not re.fullmatch(r"[A-Z]{3}|-", cells[2]) or cells[3] not in {*get_args(PloverSector), "-"}:
        raise MarksError(f"{name}: {one!r} is not number, kind, country, sector")
    country, sector = (None if cell == "-" else cell for cell in cells[2:])
    return int(cells[0]), (KINDS[cells[1]], country, sector)


def as_json(p: Passage) -> dict[str, Any]:
    """A line of the JSON Lines: the form of bench/mentions, with entities and sources beside."""
    types = {e: m.type for m in p.mentions for e in m.entities if len(m.entities) == 1}
    entities = [
        {"id": e, "type": types.get(e)} | dict(zip(("kind", "country", "sector"), p.kinds[e], strict=True) if e in p.kinds else ())
        for e in sorted({e for m in p.mentions for e in m.entities})
    ]
    return {
        "id": f"onrecord-{p.id}",
        "origin": "onrecord, invented",
        "licence": "CC BY 4.0",
        "weights": "yes",
        "annotated": "mentions",
        "topic": p.topic,
        "text": p.text,
        "mentions": [_mention_json(p.text, m) for m in p.mentions],
        "entities": entities,
        "sources": [{"start": s.start, "end": s.end, "text": p.text[s.start : s.end], "entities": list(s.entities)} for s in p.sources],
    }


def _mention_json(text: str, m: Mention) -> dict[str, Any]:
    return (
        {"start": m.start, "end": m.end, "text": text[m.start : m.end], "type": m.type, "named": m.form == "named", "form": m.form}
        | ({"name": list(m.name)} if m.name and m.name != (m.start, m.end) else {})
        | {"head": list(m.head)}
        | ({"gpe": True} if m.acts else {})
        | {"entities": list(m.entities)}
    )


def render(half: str) -> str:
    """HALF.jsonl, whole."""
    return "".join(json.dumps(as_json(p), ensure_ascii=False) + "\n" for p in read_passages(half))


def shared_runs(passages: Sequence[Passage], others: Sequence[Passage]) -> list[str]:
    """Runs of eight words that stand in both."""
    left = {run for p in passages for run in grams(p.text, RUN)}
    return sorted({" ".join(run) for p in others for run in grams(p.text, RUN) if run in left})


def counts(passages: Sequence[Passage]) -> dict[str, int]:
    """The figures of the README's table, in its order."""
    every = [m for p in passages for m in p.mentions]
    per_entity = [Counter(e for m in p.mentions for e in m.entities) for p in passages]
    told: dict[str, int] = {"passages": len(passages), "words": sum(len(p.text.split()) for p in passages), "mentions": len(every)}
    for kind in ("PER", "ORG", "LOC", "WEAPON", "PLATFORM"):
        told |= {f"{kind} {form}": sum(m.type == kind and m.form == form for m in every) for form in ("named", "nominal")}
    told["pronouns"] = sum(m.form == "pronoun" for m in every)
    told["LOC that acts"] = sum(m.acts for m in every)
    told["entities"] = sum(map(len, per_entity))
    told["of two mentions and more"] = sum(n > 1 for one in per_entity for n in one.values())
    told["sources"] = sum(len(p.sources) for p in passages)
    told["of several entities"] = sum(len(s.entities) > 1 for p in passages for s in p.sources)
    told["that are a pronoun"] = sum(
        any((m.start, m.end) == (s.start, s.end) and m.form == "pronoun" for m in p.mentions) for p in passages for s in p.sources
    )
    return told


def main() -> None:
    halves = {half: read_passages(half) for half in HALVES}
    if shared := shared_runs(halves["train"], halves["test"]):
        raise MarksError(f"in both halves: {shared[0]}")
    for half in HALVES:
        (FOLDER / f"{half}.jsonl").write_text(render(half), encoding="utf-8")
    columns = [counts(halves[half]) for half in HALVES]
    for label in columns[0]:
        print(f"| {label} | {' | '.join(f'{column[label]:,}' for column in columns)} |")


if __name__ == "__main__":
    main()
