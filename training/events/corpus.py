"""What models of events are taught on: the train halves of our corpora of events, stories and deals, and to which third each page belongs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from training import event_corpus, story_corpus
from training.event_corpus import gold_of, sentences

Json = dict[str, Any]
FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class TrainPage:
    """A whole page of a train half: its files, and behind them what its body was written with."""

    name: str
    text: Path
    gold: Path
    body: str
    body_gold: Json  # offsets in `body`


@cache
def train_pages() -> tuple[TrainPage, ...]:
    """Every page of the three corpora, by name. A page that is a copy is left out: nothing is learnt twice."""
    return tuple(sorted((*_of_events(), *_of_stories()), key=lambda page: page.name))


def _of_events() -> Iterator[TrainPage]:
    folder = event_corpus.FOLDER / "train"
    for page in event_corpus.pages("train"):
        yield TrainPage(page.name, folder / f"{page.name}.txt", folder / f"{page.name}.gold.json", page.text, gold_of(page))


def _of_stories() -> Iterator[TrainPage]:
    for corpus in story_corpus.CORPORA:
        folder = story_corpus.FOLDER / corpus / "train"
        for story in story_corpus.stories(corpus, "train"):
            for report in story.reports.values():
                name = report.page.name
                if report.of is None:
                    yield TrainPage(name, folder / f"{name}.txt", folder / f"{name}.gold.json", report.page.text, report.gold)


def records() -> list[Json]:
    """Sentences, then pages with their gold: `id`, `text`, `events`, and of pages `gold`."""
    pages = [{"id": page.name, "text": page.body, "events": page.body_gold["events"], "gold": page.body_gold} for page in train_pages()]
    return [*sentences("train"), *pages]


def fold_of(name: str) -> int:
    """The third to which a record belongs; the pages of one story belong to one, for they tell the same deeds."""
    return crc32(_stories().get(name, name).encode()) % FOLDS


@cache
def _stories() -> dict[str, str]:
    """Page → its story."""
    return {
        report.page.name: story.name
        for corpus in story_corpus.CORPORA
        for story in story_corpus.stories(corpus, "train")
        for report in story.reports.values()
    }
