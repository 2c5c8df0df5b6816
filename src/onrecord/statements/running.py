"""Quotations that run on: a sentence in quotation marks from its first word to its last belongs to the statement beside it."""

from typing import Final

from onrecord.statements.draft import Draft, Quotes
from onrecord.statements.groups import Sentence
from onrecord.statements.relation import QUOTED
from onrecord.statements.tokens import STOPS
from onrecord.text import Document, Span

_LONG: Final = 1000  # pieces of one content; a page of one-line quotations is no single statement
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
    """Quotations on their way to a speaker, while the sentences of a page go by."""

    def __init__(self, text: str, quotes: Quotes) -> None:
        self.text = text
        self.quotes = quotes
        self.waiting: list[Span] = []  # nobody has been found for them yet
        self.last: list[Draft] = []  # statements of the sentence just before, outermost first

    def stop(self) -> None:
        """A sentence or paragraph that says nothing ends whatever was running."""
        self.waiting, self.last = [], []

    def pass_on(self, quotation: Span) -> None:
        """A sentence that is a quotation goes to the statement before it, or waits for the one behind."""
        self.waiting.append(quotation)
        if self.last and self._takes_on(self.last[-1]) and self._is_like(self.last[-1], quotation):
            self.last[-1].extra.extend(self.waiting[:_LONG])
            self.waiting = []

    def give(self, drafts: list[Draft], sentence_start: int) -> None:
        """The drafts of the next sentence take what waits, where they lack words or go on with a quotation: "… home.” Smith said."."""
        waiting, self.waiting = self.waiting[:_LONG], []
        self.last = drafts
        if not waiting or not drafts:
            return
        first = drafts[0]
        if first.content and first.content[0].start == sentence_start and self.quotes.around(sentence_start):
            first.extra.extend(waiting)  # a quotation in two paragraphs, with its speaker in the second
            return
        for draft in drafts:
            if not draft.content and not draft.awaits and not draft.refuses:
                draft.extra.extend(waiting)
                draft.confidence = max(draft.confidence, QUOTED)
                return

    def _takes_on(self, last: Draft) -> bool:
        """Whether a quotation that follows belongs to a statement: it was quoted itself, or ended in a colon."""
        if last.part == "headline" or len(last.extra) >= _LONG:
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
