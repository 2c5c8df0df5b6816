"""One record with its layers at hand by ID: what is read of deeds and utterances is looked up here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from onrecord.across.amounts import tells_so_far
from onrecord.across.names import Who, who_is
from onrecord.across.telling import Capture
from onrecord.record import EventLink
from onrecord.text import Span

_SENTENCE_END: Final = re.compile(r"[.!?][”\"’']?(?=\s|$)|\n")
_AROUND: Final = 40  # characters beside an item in which words say that it is a running total


class Layers:
    """The layers of one capture."""

    def __init__(self, capture: Capture) -> None:
        self.document = capture.id
        self.record = record = capture.record
        self.outlet = capture.outlet
        self.agencies = capture.agencies or ()
        self.text = record.document.text
        self.who = {a.id: who_is(a) for a in record.actors or ()}
        self.times = {t.id: t for t in record.times or ()}
        self.places = {p.id: p for p in record.places or ()}
        self.statements = {s.id: s for s in record.statements or ()}
        self.attributions = {a.statement: a for a in record.attributions or ()}
        self.asserting: dict[str, list[EventLink]] = defaultdict(list)
        for link in record.links or ():
            self.asserting[link.target].append(link)

    def actors(self, actors: Iterable[str]) -> tuple[Who, ...]:
        """Those of some actor IDs that the record has."""
        return tuple(self.who[a] for a in actors if a in self.who)

    def words(self, spans: Iterable[Span]) -> str:
        """The text of some places, a space between."""
        return " ".join(self.text[span.start : span.end] for span in spans)

    def sentence(self, span: Span) -> tuple[int, int]:
        """Where the sentence begins and ends in which some words stand; at most 600 characters each way."""
        return sentence_of(self.text, span.start, span.end)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of text[start:end] begins and ends; at most 600 characters each way."""
    low = max(start - 600, 0)
    first = low
    for stop in _SENTENCE_END.finditer(text, low, start):
        first = stop.end()
    found = _SENTENCE_END.search(text, end, min(end + 600, len(text)))
    return first, found.end() if found else min(end + 600, len(text))


def is_so_far(text: str, start: int, end: int) -> bool:
    """Whether the words around an item tell it as what has come in all: "eight have been delivered so far"."""
    before = text[max(start - _AROUND, sentence_of(text, start, end)[0]) : end]
    return tells_so_far(before, text[end : end + _AROUND].split("\n")[0])
