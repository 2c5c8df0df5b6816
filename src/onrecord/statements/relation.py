"""One attribution relation, how sure each form of it is, and what is asked of it and of the words it stands in."""

from dataclasses import dataclass, field, replace
from typing import Final

from onrecord.lexicon import word_set
from onrecord.record import Stance
from onrecord.statements.contents import (
    Complement,
    find_object_end,
    is_joint,
)
from onrecord.statements.cues import BASE, THIRD, Entry, inflect, match_at
from onrecord.statements.groups import Group, Sentence, is_verb
from onrecord.statements.sources import Range, bodies
from onrecord.statements.tokens import AUXILIARIES, DASHES, DAYS, DETERMINERS, OBJECTS, PREPOSITIONS, PRONOUNS, STOPS, is_adverb, is_capital

# How sure a relation is, by the form that showed it: coarse, set by hand from how often each is right on news of 2016.
QUOTED: Final = 0.95  # the content is in quotation marks
CLAUSE: Final = 0.9  # "said that", "asked whether", "according to"
BARE: Final = 0.85  # "said the plan was dead"
INFINITIVE: Final = 0.8
OBJECT: Final = 0.7  # "denied the report"
PASSIVE: Final = 0.6  # "is thought to"
SHARED: Final = 0.05  # taken off where the source is that of the clause before
SOURCELESS: Final = 0.15


@dataclass(slots=True)
class Relation:
    """One attribution: ranges of words of its sentence. `content` grows while later sentences are read."""

    group: Group | None
    cue: Range
    source: Range | None
    content: list[Range] = field(default_factory=list)
    strength: float = BARE
    inside: "Relation | None" = None
    open_from: int | None = None  # content that goes on to the end of the clause
    reported: bool = False  # inside "Reports that …", which may be false
    awaits: bool = False  # "He said:" and the quotation stands in the next paragraph

    @property
    def entry(self) -> Entry | None:
        return self.group.entry if self.group else None


def is_refusal(relation: Relation) -> bool:
    """Whether a cue withholds an answer: "declined to comment", "would not say"."""
    group = relation.group
    return group is not None and (group.entry.stance is Stance.DECLINES or group.entry.words[0] in ("not", "neither"))


def refused_at(sentence: Sentence, relation: Relation, end: int) -> Range | None:
    """What an answer was refused on, after the cue: "did not respond to questions about {the sale}"."""
    at = relation.cue[1]
    if sentence.lower(at) not in ("about", "on") or at + 1 >= end or sentence.lower(at + 1) in DAYS:
        return None
    return at + 1, find_object_end(sentence, at + 1, end)


def unanswered(group: Group) -> Group:
    """ "Neither side would {comment}": the verb as it stands after "not", where the lexicon has it so."""
    match = next(match_at(("not", *group.entry.words), 0), None)
    return replace(group, entry=match.entry) if match is not None and len(group.entry.words) == 1 else group


def is_present(sentence: Sentence, group: Group) -> bool:
    """Whether a verb without auxiliaries stands in the present: "says", "say"."""
    return bool(inflect(group.entry.words[0]).get(sentence.lower(group.head), frozenset()) & {BASE, THIRD})


# Verbs whose "-s" form is more often a noun: "three swing states", "street protests".
_NOUNS: Final = word_set(
    "state protest comment remark question answer plan report claim call project demand request order brand echo post estimate blast offer"
    " forecast charge challenge label vow back support promise view object query note reference pledge"
)


def is_noun(sentence: Sentence, group: Group, subject: Range) -> bool:
    """Whether a bare present form is rather the noun that the words before it lead to: its subject is neither a name, a body nor a pronoun."""
    if not group.bare or group.entry.words[0] not in _NOUNS or sentence.lower(group.head) == group.entry.words[0]:
        return False
    if sentence.lower(group.head).endswith("ed"):
        return False
    if sentence.lower(group.end) in DETERMINERS - {"that"} or sentence.lower(group.end) in OBJECTS:
        return False  # "the island views the base as a threat"
    before = sentence.lower(subject[1] - 1)
    return not (before in PRONOUNS or before in bodies() or is_capital(sentence.words.texts[subject[1] - 1]))


def content_end(sentence: Sentence) -> int:
    """The sentence without its full stop."""
    end = sentence.end
    while end > sentence.start and sentence.lower(end - 1) in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    return end


def trim(sentence: Sentence, start: int, end: int) -> Range | None:
    """A content without the marks and joining words at its ends; None where nothing is left."""
    while end > start and not sentence.quoted[end - 1] and sentence.lower(end - 1) in (",", ";", ":", "and", "but", *DASHES):
        end -= 1
    while end > start and not sentence.quoted[start] and sentence.lower(start) in (",", ";", *DASHES):
        start += 1
    return (start, end) if end > start else None


def joint_after(sentence: Sentence, start: int) -> int:
    """The first word within reach where a verb is joined on."""
    last = min(start + 12, sentence.end)
    return next((k for k in range(start + 1, last) if is_joint(sentence, k)), last)


def is_object(relation: Relation, sentence: Sentence, start: int) -> bool:
    """Whether the content is a noun phrase, which ends at a comma, rather than a clause."""
    if relation.group is None or "object" not in relation.group.entry.frames or sentence.quoted[start]:
        return False
    if sentence.lower(start) in ("it", "this", "them") and sentence.lower(start + 1) in (",", "and", "but"):
        return True
    return not (
        "that" in relation.group.entry.frames
        and (sentence.lower(start - 1) == "that" or any(is_verb(sentence, k) for k in range(start, joint_after(sentence, start))))
    )


def strength(sentence: Sentence, complement: Complement, group: Group) -> float:
    """How sure a relation of that form is."""
    if complement.start is None:
        return BARE
    if sentence.quoted[complement.start]:
        return QUOTED
    if complement.strong:
        return INFINITIVE if sentence.lower(complement.start) == "to" else CLAUSE
    return OBJECT if "object" in group.entry.frames else BARE


def cue_of(sentence: Sentence, group: Group) -> Range:
    """The cue, with the words that belong to a refusal: "did not respond {to a request for comment}"."""
    end = group.end
    if group.entry.frames == {"none"}:
        limit = min(sentence.end, end + 14)
        while end < limit and not (
            sentence.lower(end) in STOPS
            or sentence.lower(end) in (",", ";", "but", "and", "about", "on", "when", "after", "because", *DASHES)
            or sentence.quoted[end]
        ):
            end += 1
    return group.start, end


def holds_verb(sentence: Sentence, source: Range) -> bool:
    """Whether a phrase taken for a source is rather a clause."""
    comma = next((k for k in range(*source) if sentence.lower(k) == ","), source[1])
    if sentence.lower(source[0]) in PRONOUNS:
        return sentence.lower(source[1]).isalpha() and sentence.lower(source[1]) not in PREPOSITIONS
    relative = next((k for k in range(source[0], comma) if sentence.lower(k) in ("who", "which")), comma)
    return any(is_verb(sentence, k) for k in range(source[0] + 1, relative))


def second_verb(sentence: Sentence, start: int, end: int) -> int:
    """Where the clause at `start` ends because the main verb of the sentence follows it: at its second finite verb."""
    seen, k = 0, start
    while k < end:
        if sentence.quoted[k]:
            k = sentence.quoted[k]
            continue
        if is_verb(sentence, k) or sentence.lower(k) in ("was", "is"):
            seen += 1
            if seen == 2:
                return k
            while k < end and (sentence.lower(k) in AUXILIARIES or is_adverb(sentence.lower(k)) or sentence.lower(k) == "not"):
                k += 1
            k += 1  # the verb that the auxiliaries lead to, or what stands beside "is"
            continue
        k += 1
    return end


_RUMOURS: Final = word_set("report reports claim claims allegation allegations suggestion suggestions rumour rumours rumor rumors speculation")


def is_reported(sentence: Sentence, start: int) -> bool:
    """Whether the clause at word `start` is what a rumour says, of which the sentence goes on to tell: "Reports that {he denied it} were false"."""
    return sentence.lower(start - 1) == "that" and sentence.lower(start - 2) in _RUMOURS and start - sentence.start <= 6


def reported_end(sentence: Sentence, relation: Relation, start: int, end: int) -> int:
    """Where the verb of the whole sentence stands after a content inside its subject: its first verb after a noun, its second after a clause."""
    if sentence.lower(start - 1) == "that":
        return second_verb(sentence, start, end)
    auxiliaries = [k for k in range(start + 1, end) if sentence.lower(k) in AUXILIARIES and not sentence.quoted[k]]
    if not auxiliaries:
        return end
    return auxiliaries[0] if len(auxiliaries) == 1 or is_object(relation, sentence, start) else end


def is_whole_refusal(sentence: Sentence, relation: Relation) -> bool:
    """Whether a cue withholds an answer and needs no content: "declined to comment"; "exports declined" is none."""
    group = relation.group
    if group is None or relation.source is None:
        return False
    if group.entry.words[0] in ("withdraw", "retract"):
        return True  # "withdrew its denial"
    if "none" not in group.entry.frames or group.entry.stance is not Stance.DECLINES:
        return False
    return len(group.entry.words) > 1 or any(sentence.lower(k) == "asked" for k in range(sentence.start, sentence.end))


def lacks_quote(sentence: Sentence, relation: Relation) -> bool:
    """Whether a cue without content may take the quotation of the sentence before: "… home.” Smith said."."""
    group = relation.group
    return (
        group is not None and relation.source is not None and bool(group.entry.frames & {"that", "quote", "tell"}) and group.entry.words[0] in _SPEECH
    )


_SPEECH: Final = word_set("say tell add explain write continue reply respond ask note warn tweet recall insist declare argue conclude observe")
