"""Quotations that run on: a sentence in quotation marks from its first word to its last belongs to the statement beside it."""

from collections.abc import Sequence
from typing import Final

from onrecord.statements.draft import Draft, Quotes
from onrecord.statements.groups import Sentence
from onrecord.statements.relation import QUOTED
from onrecord.statements.tokens import STOPS
from onrecord.text import Document, Span

_MOST: Final = 30  # closed quotations that one statement takes on; a page of one-line quotations is no single statement
_CLOSERS: Final = frozenset("”’»›\"'")
_WORDS: Final = 6  # a longer quotation is speech rather than a word or two in quotation marks


def whole_quotation(document: Document, sentence: Sentence) -> Span | None:
    """The sentence, where it stands in quotation marks from its first word to its last."""
    start, end = sentence.start, sentence.end
    while end > start and sentence.lower(end - 1) in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    if end - start < 3 or not all(sentence.quoted[start:end]):
        return None
    return document.cite(sentence.words.starts[start], sentence.words.ends[end - 1])


class Running:
    """Quotations on their way to a speaker, while the sentences of a page go by.

    One that was left open goes on with the speaker before it. One that stands by itself waits for the sentence behind: it belongs to whoever
    signs it or is named there without words of their own, and else to the speaker before.
    """

    def __init__(self, text: str, quotes: Quotes) -> None:
        self.text = text
        self.quotes = quotes
        self.waiting: list[Span] = []
        self.holder: Draft | None = None  # who spoke before what waits, if it may be theirs
        self.last: list[Draft] = []  # statements of the sentence just before, outermost first

    def stop(self) -> None:
        """A sentence or paragraph that says nothing ends whatever was running; so does the end of the page."""
        self._give_back()
        self.last = []

    def pass_on(self, quotation: Span) -> None:
        """A sentence that is a quotation from its first word to its last."""
        last = self.holder or (self.last[-1] if self.last else None)
        if last is not None and not self._takes_on(last):
            last = None
        if last is not None and not self.waiting and self._is_open(last.contents()[-1:]):
            last.extra.append(quotation)
            return
        if self.waiting and self._is_open(self.waiting[-1:]):
            last = self.holder
        self.waiting.append(quotation)
        self.holder = last if last is not None and self._is_like(last, quotation) else self.holder

    def give(self, drafts: list[Draft], sentence_start: int) -> None:
        """The next sentence, with the statements in it that stand in no other."""
        self.waiting = [quotation for quotation in self.waiting if not any(quotation.overlaps(piece) for d in drafts for piece in d.content)]
        taker = next((d for d in drafts if not d.content and not d.extra and not d.awaits and not d.refuses), None)
        first = drafts[0] if drafts else None
        runs_on = first is not None and first.content and first.content[0].start == sentence_start and self.quotes.around(sentence_start) is not None
        if self.waiting and taker is not None:
            taker.extra.extend(self.waiting[:_MOST])  # "“… home.” Smith said."
            taker.confidence = max(taker.confidence, QUOTED)
            self.waiting = []
        elif self.waiting and first is not None and runs_on and (self.holder is None or self._is_open(self.waiting[-1:])):
            first.extra.extend(self.waiting[:_MOST])  # a quotation in two paragraphs, with its speaker in the second
            self.waiting = []
        self._give_back()
        self.last = drafts

    def _give_back(self) -> None:
        """What nobody behind it claims goes to the speaker before it."""
        if self.holder is not None and self.waiting:
            closed = not self._is_open(self.holder.contents()[-1:])
            self.holder.extra.extend(self.waiting[: max(0, _MOST - len(self.holder.extra))])
            self.holder.settled = self.holder.settled and not (closed and not self.holder.awaits)
        self.waiting, self.holder = [], None

    def _is_open(self, pieces: Sequence[Span]) -> bool:
        """Whether the quotation that a piece ends in has no closing mark, and so goes on in the next paragraph."""
        around = self.quotes.around(pieces[-1].end - 1) if pieces else None
        return around is not None and self.text[around[1] - 1] not in _CLOSERS

    def _takes_on(self, last: Draft) -> bool:
        """Whether a quotation that follows belongs to a statement: it was quoted itself, or ended in a colon."""
        if last.part == "headline" or len(last.extra) >= _MOST:
            return False
        if last.awaits or last.extra:
            return True
        if len(last.content) == 1 and last.content[0].end <= last.cue.start and len(self._words(last.content[0])) <= 2:
            return True  # "This is what he said."
        return any(self._ends_in_speech(piece) for piece in last.content)

    def _is_like(self, last: Draft, quotation: Span) -> bool:
        """Whether a quotation stands in the marks of the one before: 'Coal Is No Villain.' between paragraphs in "…" is a heading."""
        around = self.quotes.around(last.contents()[-1].end - 1) if last.contents() else None
        return around is None or self.text[around[0]] == self.text[quotation.start]

    def _ends_in_speech(self, piece: Span) -> bool:
        around = self.quotes.around(piece.end - 1)
        if around is None:
            return False
        start = max(piece.start, around[0])
        return start == piece.start or len(self._words(Span(start, piece.end))) > _WORDS

    def _words(self, span: Span) -> list[str]:
        return self.text[span.start : min(span.end, span.start + 200)].split()
