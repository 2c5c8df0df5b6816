"""Why a statement was read as it was: the two readers are asked again, and what each said is kept beside what was taken.

Reading a page pays nothing for this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.encoder.encode import Encoding
from onrecord.record import Article, Stance, Statement
from onrecord.statements.cues import Match
from onrecord.statements.draft import Draft
from onrecord.statements.joined import LEAST, least_of
from onrecord.statements.page import PageReader, first_words, is_open, negated_cue, read_passages
from onrecord.statements.stance import cue_words, find_match, is_doubtful, is_negated, read_plain_stance, read_stance
from onrecord.text import Document


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """A statement before it was one: what each reader found at its cue, and what was made of both.

    encoder, rules: None where that reader found nothing there.
    least: the confidence from which the encoder's was taken; None where the rules alone are followed.
    """

    encoder: Draft | None
    rules: Draft | None
    joined: Draft
    least: float | None


@dataclass(frozen=True, slots=True)
class StanceReading:
    """What made the stance.

    match: the lexicon's entry in the cue, with its words; None where the lexicon knows no word of it.
    negated: whether the cue is negated; cue: as it was read, "not" before it where its source is nobody.
    plain: the stance by the cue alone; stance: with the first words of the content; neutral: what the same content would be with "said".
    """

    match: Match | None
    negated: bool
    cue: str
    content: str
    plain: Stance | None
    stance: Stance | None
    neutral: Stance | None
    answers: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the things that all must hold for a statement to be settled."""

    what: str
    holds: bool


class _Watched(PageReader):
    """The reader of a page, watched: what each of the two said is kept before they are joined, which changes it."""

    def __init__(self, document: Document, encoding: Encoding | None) -> None:
        super().__init__(document, encoding, LEAST)
        self.readings: list[Readings] = []

    def join(self, heard: Sequence[Draft], ruled: Sequence[Draft], *, unheard: bool) -> list[Draft]:
        before = {id(draft): replace(draft, content=list(draft.content), extra=list(draft.extra)) for draft in (*heard, *ruled)}
        of_rules = {id(draft) for draft in ruled}
        joined = super().join(heard, ruled, unheard=unheard)
        for draft in joined:
            if id(draft) in of_rules:
                self.readings.append(Readings(None, before[id(draft)], draft, None))
            else:
                beside = max(ruled, key=lambda rule: _shared(rule, draft), default=None)
                rule = None if beside is None or not _shared(beside, draft) else before[id(beside)]
                self.readings.append(Readings(before[id(draft)], rule, draft, least_of(draft, LEAST)))
        return joined


def _shared(one: Draft, other: Draft) -> int:
    return max(0, min(one.cue.end, other.cue.end) - max(one.cue.start, other.cue.start))


def readings_of(document: Document, article: Article, encoding: Encoding | None, statement: Statement) -> Readings | None:
    """What the two readers said where a statement stands; None where it is none of this page's reading (a person corrected it)."""
    page = _Watched(document, encoding)
    read_passages(page, document, article, encoding)
    found = [one for one in page.readings if (one.joined.cue,) == statement.cue.spans]
    source = statement.source.spans if statement.source else ()
    return next((one for one in found if one.joined.source == source), found[0] if found else None)


def stance_of(document: Document, draft: Draft) -> StanceReading:
    """How the stance of a draft is read."""
    cue, content = negated_cue(document, draft), first_words(document, draft)
    words = cue_words(cue)
    match = find_match(words)
    return StanceReading(
        match=match,
        negated=match is not None and is_negated(words, match),
        cue=cue,
        content=content,
        plain=read_plain_stance(document[draft.cue]),
        stance=read_stance(cue, content, answers_claim=draft.answers),
        neutral=read_stance("said", content, answers_claim=draft.answers),
        answers=draft.answers,
    )


def conditions_of(document: Document, draft: Draft, reading: StanceReading) -> tuple[Condition, ...]:
    """What must hold for a statement to be settled, and whether it does."""
    return (
        Condition("encoder and rules found the same source and content", draft.settled),
        Condition("the cue alone gives the same stance as cue and content", reading.stance == reading.plain),
        Condition("no negation makes the stance too fine for a rule", not is_doubtful(reading.cue, reading.content)),
        Condition("it is not inside a report that may be false", not draft.reported),
        Condition("nothing leaves open that the source spoke at all", not is_open(document, draft, reading.stance)),
    )
