"""bench/attribution → windows with the words of every cue, source and content."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from onrecord.encoder.windows import Window, windows_of
from onrecord.encoder.wordpiece import WordPiece
from onrecord.errors import SetupError

ROLES = ("source", "cue", "content")
TOGETHER = 8  # sentences of a corpus of sentences that make an article: some 190 pieces, as a window of news has


@dataclass(frozen=True, slots=True)
class Arc:
    """One attribution as far as it stands in a window: numbers of words."""

    cue: tuple[int, ...]
    source: frozenset[int]
    content: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sample:
    """One window of an article with its attributions."""

    article: str
    window: Window
    arcs: tuple[Arc, ...]


def sources(data: Path | None, corpora: Sequence[Path], *, only_licensed: bool) -> list[Path]:
    """The files to learn from, in order.

    Args:
        data: bench/attribution: annotated news that is public without a stated licence; None with `only_licensed`.
        corpora: folders of our own or under an open licence, each with a LICENSE, and a train.jsonl in the form of DATA's or the stances of
            train/corpora/stance.
        only_licensed: leave the former out.

    Raises:
        SetupError: a corpus has no licence, or there is nothing to learn from.
    """
    for corpus in corpora:
        if not (corpus / "LICENSE").is_file():
            raise SetupError(str(corpus), "has no LICENSE", "name folders under an open licence, or take them into DATA")
    own = [corpus / ("stance.jsonl" if (corpus / "stance.jsonl").is_file() else "train.jsonl") for corpus in corpora]
    found = [*([] if only_licensed or data is None else [data / "train.jsonl"]), *own]
    if not found:
        raise SetupError(str(data or "DATA"), "states no licence, and --only-licensed leaves it out", "name a --corpus")
    return found


def told_of(file: Path) -> dict[str, Any]:
    """A file of data for the model card: its digest, never its place."""
    return {
        "name": f"{file.parent.name}/{file.name}",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "licensed": (file.parent / "LICENSE").is_file(),
    }


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a file; the sentences of the corpus of stances that are for training, TOGETHER of them as the lines of one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if all("attributions" in row for row in rows):
        return rows
    lines = [row for row in rows if row["split"] == "train"]
    return [_article_of(lines[at : at + TOGETHER]) for at in range(0, len(lines), TOGETHER)]


def _article_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Sentences with one attribution each as the lines of an article."""
    starts = list(accumulate((len(row["text"]) + 1 for row in rows), initial=0))
    attributions = [
        {role: [[start + at, end + at] for start, end in row[role] or ()] for role in ("source", "cue", "content")}
        for row, at in zip(rows, starts, strict=False)
    ]
    return {"id": rows[0]["id"], "text": "\n".join(row["text"] for row in rows), "attributions": attributions}


def samples_of(article: dict[str, Any], vocabulary: WordPiece) -> list[Sample]:
    """The windows of an article; an attribution belongs to the window that holds its cue."""
    text = article["text"]
    windows = tuple(windows_of(text, [vocabulary.encode(text, start, end) for start, end in paragraphs(text)]))
    return [Sample(article["id"], window, tuple(_arcs(window, article["attributions"]))) for window in windows]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each line of a text that is not blank begins and ends."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _arcs(window: Window, attributions: Iterable[dict[str, Any]]) -> Iterator[Arc]:
    by_cue: dict[tuple[int, ...], tuple[set[int], set[int]]] = {}
    for attribution in attributions:
        cue, source, content = (_words(window, attribution.get(role, ())) for role in ("cue", "source", "content"))
        if cue:
            known = by_cue.setdefault(tuple(sorted(cue)), (set(), set()))
            known[0].update(source - cue)
            known[1].update(content - cue - source)
    for words, (sources, contents) in by_cue.items():
        yield Arc(words, frozenset(sources - contents), frozenset(contents))


def _words(window: Window, pieces: Iterable[tuple[int, int]]) -> set[int]:
    """The words of a window that lie in ranges of the text."""
    found: set[int] = set()
    for start, end in pieces:
        if end <= window.start or start >= window.end:
            continue
        found.update(i for i, word in enumerate(window.words) if word.start < end and word.end > start)
    return found
