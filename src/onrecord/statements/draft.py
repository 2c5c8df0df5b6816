"""A statement while it is put together: what a reader found, in spans of the document, before stance and nesting are decided."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from onrecord.record import Stance
from onrecord.statements.groups import Sentence
from onrecord.statements.sources import Range
from onrecord.text import Span

# What the rules read where the encoder found a cue: the same; other words; nothing, though the lexicon knows the cue; nothing, and it does not.
Second = Literal["same", "other", "silent", "new"]


@dataclass(slots=True, eq=False)
class Draft:
    """A cue with who and what belongs to it."""

    part: Literal["headline", "body"]
    cue: Span
    source: tuple[Span, ...]
    content: list[Span]
    confidence: float
    heard: float = 0.0  # the same, by the encoder alone
    second: Second | None = None  # None: a draft of the rules alone
    known: bool = True  # the lexicon has a word of the cue
    relative: bool = False  # its source is a clause that begins with "who" or "which"
    inner: bool = False  # found in another's content, read by itself
    settled: bool = False  # two readers found it alike
    refuses: bool = False  # it withholds an answer and needs no content: "declined to comment"
    awaits: bool = False  # "He said:", and the quotation stands in the next paragraph
    stance: Stance | None = None  # of the lexicon's entry, in a draft by rule
    stands: bool = False  # of a form that the encoder has not learnt, and the rules are sure of: "— Ada Brandt", "put the toll at 17"
    reported: bool = False  # inside "Reports that …", which may be false
    answers: bool = False  # its content speaks of what the page told before
    named: bool = False
    extra: list[Span] = field(default_factory=list)  # quotations from sentences around it

    @property
    def start(self) -> int:
        return min(span.start for span in (self.cue, *self.source, *self.content, *self.extra))

    def contents(self) -> tuple[Span, ...]:
        """Every piece of the content, in order."""
        return tuple(sorted({*self.content, *self.extra}))


@dataclass(slots=True)
class Quotes:
    """The quotations of a page, in order, none inside another: where quoted words stand."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, sentence: Sentence) -> None:
        """Those of a sentence; its last may go on, and is then longer than the sentence."""
        words, k = sentence.words, sentence.start
        while k < sentence.end:
            end = sentence.quoted[k]
            if end:
                if not self.ends or words.starts[k] >= self.ends[-1]:
                    self.starts.append(words.starts[k])
                    self.ends.append(words.ends[end - 1])
                k = end
            else:
                k += 1

    def around(self, place: int) -> tuple[int, int] | None:
        """The quotation that a place of the text stands in, its marks included."""
        at = bisect_right(self.starts, place) - 1
        return (self.starts[at], self.ends[at]) if at >= 0 and place < self.ends[at] else None


def span_of(sentence: Sentence, words: Range) -> Span:
    """Words of a sentence as a span, as it stands: a word has no white space at its ends."""
    return Span(sentence.words.starts[words[0]], sentence.words.ends[words[1] - 1])


def words_of(sentence: Sentence, span: Span) -> Range | None:
    """The words of a sentence's block that a span covers; None where it covers none."""
    starts, ends = sentence.words.starts, sentence.words.ends
    first = bisect_right(ends, span.start)
    last = first
    while last < len(starts) and starts[last] < span.end:
        last += 1
    return (first, last) if last > first else None
