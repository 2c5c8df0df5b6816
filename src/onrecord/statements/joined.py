"""Two readers, one list: where the encoder and the rules found the same cue, the encoder's words stand, and agreement makes them surer.

As `training.statements` prints it on PolNeAR's dev part: of what both read alike .93 is right, of the encoder's words where the rules have others
.83, of what it alone finds .60 where the lexicon knows the cue and .45 where it does not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.encoder.odds import logit
from onrecord.record import Stance
from onrecord.statements.draft import Draft, Second
from onrecord.statements.relation import QUOTED
from onrecord.text import Span

# Log odds of the confidence where the rules are heard too, beside the encoder's own: fitted on that dev part by `training.statements`. What that
# prints since the readers were mended is within .08 of each; taking it loses recall where there is no source, so these stayed.
_BY_ENCODER: Final = 0.76
_BY_RULE: Final[dict[Second, float]] = {"same": 0.99, "other": 0.42, "silent": -0.02, "new": -0.47}


@dataclass(frozen=True, slots=True)
class Least:
    """The confidence from which a draft of the encoder is taken; `training.statements` prints what others would give."""

    keep: float = 0.45
    bare: float = 0.2  # without a source: there are few, and higher up most of them are missed
    new: float = 0.5  # whose cue the lexicon does not know
    inner: float = 0.4  # inside another's content


LEAST: Final = Least()
# What the rules alone find is worth taking where it is what this record is for, and rare in what the encoder has learnt from.
_OWN: Final = frozenset((Stance.DENIES, Stance.DECLINES, Stance.CONFIRMS, Stance.DOUBTS, Stance.THREATENS))
_ALIKE: Final = 0.5  # Dice of characters


def join(heard: Sequence[Draft], ruled: Sequence[Draft], *, unheard: bool, least: Least = LEAST) -> list[Draft]:
    """The drafts of a sentence, in the order of their cues.

    Args:
        heard: the encoder's, whatever it thought likely at all.
        ruled: those of the rules.
        unheard: the encoder has not read the sentence: what the rules find is all there is.
    """
    taken: list[Draft] = []
    free = list(ruled)
    for draft in heard:
        partner = max((r for r in free if r.cue.overlaps(draft.cue)), key=lambda r: _shared((r.cue,), (draft.cue,)), default=None)
        if partner is not None:
            _mend_source(draft, partner)
        draft.heard, draft.second = draft.confidence, _second_of(draft, partner)
        draft.confidence = _confidence(draft.heard, draft.second)
        if partner is not None:
            _take_over(draft, partner)
        if draft.confidence >= least_of(draft, least):
            taken.append(draft)
            if partner is not None:
                free.remove(partner)
    for draft in free:
        if (unheard or _stands_alone(draft)) and not any(draft.cue.overlaps(other.cue) for other in taken):
            taken.append(draft)
    taken = [draft for draft in taken if not _only_leads(draft, taken)]
    return sorted(taken, key=lambda draft: (draft.cue.start, draft.start))


def least_of(draft: Draft, least: Least) -> float:
    """The confidence from which a draft of the encoder's is taken."""
    if draft.inner:
        return least.inner if draft.known else 1.0
    if not draft.source:
        return least.bare
    return least.keep if draft.known else least.new


def _stands_alone(draft: Draft) -> bool:
    """Whether a rule's draft is taken although the encoder saw no cue there."""
    return draft.stands or draft.refuses or draft.awaits or not draft.content or draft.stance in _OWN


def _only_leads(draft: Draft, taken: Sequence[Draft]) -> bool:
    """Whether a draft is the question that another answers, of the same words: "{Asked about} the visit, the spokesman declined to comment"."""
    return not draft.source and any(
        other is not draft and other.source and draft.cue.end <= other.cue.start and _dice(draft.content, other.content) >= _ALIKE for other in taken
    )


def _confidence(heard: float, second: Second) -> float:
    return 1 / (1 + math.exp(-_BY_ENCODER * logit(heard) - _BY_RULE[second]))


def _mend_source(draft: Draft, rule: Draft) -> None:
    """Take the words of the rules where they see more: where a quotation ends, nicknames, a source shared by two cues or in "which"."""
    if _speaker_in_content(draft, rule):  # "{“It was wrong,’’ Will Moy, head of the charity,} told {the BBC}": the marks say where he begins
        draft.source, draft.content = rule.source, list(rule.content)
    inside = [piece for piece in draft.content if rule.source and piece in rule.source[0]]
    if inside:  # "{Salvador “the Dentist” Rume} denied it": a nickname in quotation marks is no part of what is said
        draft.source = rule.source
        draft.content = [piece for piece in draft.content if piece not in inside]
        if not draft.content:
            draft.cue, draft.content = rule.cue, list(rule.content)
    if not draft.source and _dice(draft.content, rule.content) >= _ALIKE:
        draft.source = rule.source  # "Norland accused Estovia and {threatened} …"
    if draft.relative and rule.source and draft.source[0] in rule.source[0]:
        draft.source = rule.source  # "{Norland}, which borders both, has offered to"


def _speaker_in_content(draft: Draft, rule: Draft) -> bool:
    """Whether the encoder took for one content what to the rules is a quotation, closed by its mark, and behind it who speaks."""
    if not rule.source or not rule.content or rule.confidence < QUOTED:
        return False
    quoted, speaker = rule.content[0], rule.source[0]
    return quoted.end <= speaker.start and any(quoted in piece and speaker in piece for piece in draft.content)


def _second_of(draft: Draft, rule: Draft | None) -> Second:
    if rule is None:
        return "silent" if draft.known else "new"
    return "same" if _reads_alike(draft, rule) else "other"


def _take_over(draft: Draft, rule: Draft) -> None:
    """What the rules know of a cue that the encoder found."""
    draft.settled, draft.reported = draft.second == "same", rule.reported
    draft.awaits = rule.awaits
    if rule.reported and rule.content:
        draft.content = list(rule.content)  # "Reports that he denied {the sale} are false": the rules know where the clause ends
    if rule.refuses:
        draft.refuses, draft.cue, draft.content = True, rule.cue, rule.content
        draft.source = draft.source or rule.source


def _reads_alike(draft: Draft, rule: Draft) -> bool:
    """Whether both have the same source and content, in the main."""
    if bool(draft.source) != bool(rule.source) or (draft.source and _dice(draft.source, rule.source) < _ALIKE):
        return False
    if not rule.content or rule.refuses:
        return True  # what it says stands in another sentence, or it says nothing
    return bool(draft.content) and _dice(draft.content, rule.content) >= _ALIKE


def _dice(a: Sequence[Span], b: Sequence[Span]) -> float:
    whole = sum(map(len, a)) + sum(map(len, b))
    return 2 * _shared(a, b) / whole if whole else 0.0


def _shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
