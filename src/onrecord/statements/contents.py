"""Contents: what a cue attributes, after it ("said that …"), before it ("…, he said") or on both sides."""

from dataclasses import dataclass
from typing import Final

from onrecord.lexicon import word_set
from onrecord.statements.groups import Group, Sentence, is_verb, starts_noun
from onrecord.statements.tokens import (
    ADVERBIAL_STARTS,
    AUXILIARIES,
    CLAUSE_WORDS,
    COORDINATORS,
    DASHES,
    DAYS,
    DETERMINERS,
    MONTHS,
    NEGATIONS,
    NUMBERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    TIME_WORDS,
    is_adverb,
    is_capital,
)

_AHEAD: Final = 14  # words of an adverbial that may stand between a cue and its content: "said in a statement on Tuesday that"
_VENUES: Final = word_set(
    "statement interview speech tweet letter report post email message address memo release filing video note briefing conference broadcast"
    " article essay column testimony hearing rally book blog television radio affidavit telegram"
)
_LISTENERS: Final = word_set(
    "reporters journalists lawmakers investigators parliament police state-run state local members supporters voters a officials colleagues"
)


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a cue: content that begins at word `start`, or None; `strong` where "that", a quotation or a colon says so."""

    start: int | None
    strong: bool
    resume: int  # the word after the cue, its addressee and adverbials
    at_colon: bool = False


def find_complement(sentence: Sentence, group: Group) -> Complement:
    """Read what follows a cue, by the frames of its entry."""
    frames, i = group.entry.frames, group.end
    if "tell" in frames:
        i = _skip_addressee(sentence, i)
    clause = bool(frames & {"that", "tell", "quote"})
    if clause or "none" in frames or "object" in frames or "to" in frames:
        i = _skip_adverbials(sentence, i, clause=clause, infinitive="to" in frames)
        i = _skip_parenthesis(sentence, i)
    return _complement_at(sentence, group, i)


def _skip_parenthesis(sentence: Sentence, i: int) -> int:
    """The word after an adverb between commas: "said{, however,} that"."""
    if sentence.lower(i) != ",":
        return i
    k = i + 1
    while k < min(sentence.end, i + 4) and (is_adverb(sentence.lower(k)) or sentence.lower(k) in ADVERBIAL_STARTS | {"though"} - PREPOSITIONS):
        k += 1
    if sentence.lower(i + 1) in ("citing", "quoting"):
        k = next((c for c in range(i + 2, min(sentence.end, i + _AHEAD)) if sentence.lower(c) == "," and not sentence.quoted[c]), i)
    found = k > i + 1 and sentence.lower(k) == "," and (sentence.lower(k + 1) == "that" or sentence.opens_quote(k + 1))
    return k + 1 if found else i


def _complement_at(sentence: Sentence, group: Group, i: int) -> Complement:
    frames = group.entry.frames
    none = Complement(None, strong=False, resume=i)
    if i >= sentence.end:
        return none
    word = sentence.lower(i)
    if sentence.opens_quote(i):
        return Complement(i, strong=True, resume=i)
    if word == ":":
        return Complement(i + 1 if i + 1 < sentence.end else None, strong=True, resume=i, at_colon=True)
    if word in (",", *DASHES) and sentence.opens_quote(i + 1) and frames & {"that", "tell", "quote"}:
        return Complement(i + 1, strong=True, resume=i)
    if "that" in frames or "tell" in frames:
        if word == "that" and not _is_demonstrative(sentence, i, frames):
            return Complement(i + 1 if i + 1 < sentence.end else None, strong=True, resume=i)
        if word == "when" and _refuses(sentence, group):
            return Complement(i, strong=True, resume=i)
        if (word in CLAUSE_WORDS and word not in ("when", "who", "where", "which")) or (
            word in ("who", "where") and group.end == i and "object" not in frames
        ):
            return Complement(i, strong=True, resume=i)
        if word == ",":
            return none
        if starts_noun(sentence, i) and ("object" not in frames or not word.endswith("ly")):
            return Complement(i, strong=False, resume=i)
        if word in ("having", "being") and "object" in frames:
            return Complement(i, strong=False, resume=i)  # "denied having sold boats"
        if word == "not" and "object" not in frames and sentence.lower(i + 1) in DETERMINERS | NUMBERS:
            return Complement(i, strong=False, resume=i)  # "said not one boat had been sold"
        if word in PREPOSITIONS and "object" not in frames and group.end == i and _has_clause(sentence, i):
            return Complement(i, strong=False, resume=i)  # "said in the past year prices rose"
        if "tell" in frames and i > group.end and (word == "to" or (word == "not" and sentence.lower(i + 1) == "to")):
            return Complement(group.end, strong=True, resume=i)  # "warned {savers not to panic}"
        if "tell" in frames and i > group.end and word == "against":
            return Complement(group.end, strong=True, resume=i)  # "warned {savers against panic}"
        if "tell" in frames and word in ("to", "about", "of"):
            return Complement(i, strong=False, resume=i)
    if "to" in frames and word == "to" and sentence.lower(i + 1) not in DETERMINERS and i + 1 < sentence.end:
        return Complement(i, strong=True, resume=i)
    if "to" in frames and word == "not" and sentence.lower(i + 1) == "to":
        return Complement(i, strong=True, resume=i)
    if "object" in frames:
        if word == "as" and group.end == i and group.entry.words[0] in _JUDGED:
            return Complement(i, strong=True, resume=i)  # "dismissed {as fiction a report}"
        if word in ("whether", "if", "how", "why", "what", "who", "that", "all", "any") and group.entry.words[0] != "object":
            return Complement(i, strong=word in ("whether", "how", "why"), resume=i)
        if (starts_noun(sentence, i) or word in ("having", "being")) and not (word.endswith("ly") and group.end == i and is_adverb(word)):
            return Complement(i, strong=False, resume=i)
        if "none" in frames and word in ("on", "about", "to", "for") and i + 1 < sentence.end:
            return Complement(i + 1, strong=False, resume=i)
    if word in ("on", "about") and "that" in frames and i + 1 < sentence.end and sentence.lower(i + 1) in ("whether", "how", "what", "why"):
        return Complement(i + 1, strong=True, resume=i)
    return none


_JUDGED: Final = word_set("dismiss reject denounce condemn describe hail portray depict rebut deplore criticise criticize")


def _refuses(sentence: Sentence, group: Group) -> bool:
    """Whether "when" after the cue is what was not said or was asked, rather than a time: "did not say when"."""
    verbs = ("decline", "refuse", "ask", "wonder", "inquire")
    return group.entry.words[0] in verbs or any(sentence.lower(k) in NEGATIONS for k in range(group.start, group.head))


def _is_demonstrative(sentence: Sentence, i: int, frames: frozenset[str]) -> bool:
    """ "confirmed that figure.": a "that" which is followed by one word and a mark is no conjunction."""
    return "object" in frames and (i + 2 >= sentence.end or sentence.lower(i + 2) in STOPS or sentence.lower(i + 2) in (",", "and"))


def _has_clause(sentence: Sentence, i: int) -> bool:
    return any(sentence.lower(k) in AUXILIARIES for k in range(i, min(sentence.end, i + 25)))


def _skip_addressee(sentence: Sentence, i: int) -> int:
    """The word after an addressee: "told {reporters} that", "told {the Arkel Post} on Tuesday"."""
    if sentence.lower(i) in OBJECTS:
        # "told it": but "said it was" never comes here, since "say" takes no addressee.
        return i + 1
    if sentence.lower(i) in ("of", "about", "to") or sentence.opens_quote(i) or sentence.lower(i) in ("that", ",", ":", *STOPS):
        return i
    limit = min(sentence.end, i + 12)
    k, named = i, False
    while k < limit:
        word = sentence.lower(k)
        if sentence.quoted[k] or word in STOPS or word in (",", ":", ";", "that", "to", "not", "and", "but") or word in CLAUSE_WORDS:
            return k
        if k > i and (
            word in PRONOUNS
            or word in DAYS
            or (word in DETERMINERS and sentence.lower(k - 1) not in PREPOSITIONS and sentence.lower(k - 1) not in DETERMINERS)
        ):
            return k
        if k > i and word in PREPOSITIONS and word not in ("of", "for"):
            return k
        if word in AUXILIARIES:
            # The subject of the clause has been taken in: give back all but the first name or noun.
            first = i
            while first < k - 1 and (is_capital(sentence.words.texts[first]) if named else sentence.lower(first) not in _LISTENERS):
                first += 1
            return first if named and first > i else i + 1
        named = named or (k == i and is_capital(sentence.words.texts[k]))
        k += 1
    return i + 1


def _skip_adverbials(sentence: Sentence, i: int, *, clause: bool, infinitive: bool) -> int:
    """The word after adverbials that stand between a cue and its content: "late on Tuesday", "in a statement"."""
    start, limit = i, min(sentence.end, i + _AHEAD)
    while i < limit:
        word = sentence.lower(i)
        if word == "here" and (sentence.lower(i + 1) in DAYS or sentence.lower(i + 1) in ("on", "that", "late", "early", ",")):
            i += 1
        elif word in ("over", "during", "before", "after") and sentence.lower(i + 1) in DETERMINERS and sentence.lower(i + 2) in TIME_WORDS:
            i += 3
        elif word in DAYS or (word in MONTHS and (sentence.lower(i + 1).isdigit() or i > start)):
            i += 2 if sentence.lower(i + 1) in ("morning", "night", "evening", "afternoon") or sentence.lower(i + 1).isdigit() else 1
        elif word in ("late", "early", "earlier", "later", "last", "this") and (
            sentence.lower(i + 1) in TIME_WORDS or sentence.lower(i + 1) in ("on", "in", "this", "that", "last")
        ):
            i += 1 if sentence.lower(i + 1) in DAYS or sentence.lower(i + 1) in ("on", "in", "this", "that", "last") else 2
        elif word in ("on", "in") and (sentence.lower(i + 1) in DAYS or sentence.lower(i + 1) in MONTHS or _is_year(sentence.lower(i + 1))):
            i += 2
        elif is_adverb(word) and sentence.lower(i + 1) in ("that", "on", "in", *DAYS):
            i += 1
        elif clause and word in _PHRASES and i < limit - 1 and not (word == "to" and infinitive):
            end = _adverbial_end(sentence, i, clause=clause)
            if end is None:
                return i
            i = end
        else:
            return i
    return i


_PHRASES: Final = frozenset(("in", "on", "at", "during", "to", "through", "via", "after", "from", "by", "with", "for"))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[0] in "12"


def _adverbial_end(sentence: Sentence, i: int, *, clause: bool) -> int | None:
    """Where the prepositional phrase at word i ends, if it stands before a content or ends the clause; None where it belongs to the content."""
    venue = False
    for k in range(i + 1, min(sentence.end, i + _AHEAD)):
        word = sentence.lower(k)
        if (
            sentence.opens_quote(k)
            or word in (":", ",", ";")
            or word in STOPS
            or word in DASHES
            or (word in CLAUSE_WORDS and word not in ("who", "which"))
        ):
            return k
        if word == "that" and (clause or venue):
            return k
        if word in AUXILIARIES and not venue:
            return None
        if venue and (word in PRONOUNS or (word in DETERMINERS and sentence.lower(k - 1) not in PREPOSITIONS)):
            return k
        if word in DAYS and sentence.lower(k + 1) not in ("that", "in", "on", "at", "night", "morning", *STOPS) and sentence.lower(k + 1) != ",":
            return k + 1
        venue = venue or word in _VENUES or word in DAYS or word in ("reporters", "journalists")
    return (
        i + _AHEAD
        if i + _AHEAD >= sentence.end and venue
        else (sentence.end if sentence.end - i < _AHEAD and not _has_clause(sentence, i) and venue else None)
    )


def find_before(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """Words [low, high) as the content before a cue: without the comma at its end; None where nothing but an adverbial stands there."""
    while high > low and sentence.lower(high - 1) in (",", *DASHES) and not sentence.quoted[high - 1]:
        high -= 1
    while low < high and sentence.lower(low) in (",", ";", *DASHES, ")"):
        low += 1
    if low >= high:
        return None
    quoted = any(sentence.quoted[k] for k in (low, high - 1))
    if (
        not quoted
        and sentence.lower(low) in ADVERBIAL_STARTS
        and not (sentence.lower(low + 1) in ("least", "most") or sentence.lower(low + 1)[:1].isdigit() or sentence.lower(low + 1) in NUMBERS)
        and "," not in sentence.words.lowers[low:high]
        and not _has_clause_between(sentence, low, high)
    ):
        return None
    if not quoted and high - low == 1 and (is_adverb(sentence.lower(low)) or sentence.lower(low) in COORDINATORS):
        return None
    return low, high


def _has_clause_between(sentence: Sentence, low: int, high: int) -> bool:
    return any(sentence.lower(k) in AUXILIARIES for k in range(low, min(high, low + 60)))


_AFTER_COMMA: Final = word_set(
    "and but or nor adding saying citing according as while who which referring noting in on at after during with when where whose without"
    " despite because though although before since amid following by for until"
)


def find_resumption(sentence: Sentence, i: int) -> int | None:
    """Where a content goes on after the cue that interrupted it: "It will, he said, {take time}"; None where it does not."""
    if sentence.lower(i) in PREPOSITIONS or sentence.lower(i) in DAYS:
        # "…,” she wrote in a note on Monday, “and …": only a quotation goes on after a phrase.
        comma = next((k for k in range(i, min(sentence.end, i + _AHEAD)) if sentence.lower(k) == "," or sentence.quoted[k]), None)
        return comma + 1 if comma is not None and comma + 1 < sentence.end and sentence.opens_quote(comma + 1) else None
    if sentence.lower(i) not in (",", *DASHES) or i + 1 >= sentence.end:
        return None
    if sentence.opens_quote(i + 1):
        return i + 1
    word = sentence.lower(i + 1)
    if word in _AFTER_COMMA or word.endswith("ing") or is_capital(sentence.words.texts[i + 1]) or word in STOPS:
        return None
    return i + 1


def is_joint(sentence: Sentence, k: int) -> bool:
    """Whether a verb without a subject is joined on at word k: "disputed the figure {but did not give another}"."""
    return sentence.lower(k) in ("and", "but") and (sentence.lower(k + 1) in AUXILIARIES or is_verb(sentence, k + 1))


def find_remark(sentence: Sentence, start: int, end: int) -> int:
    """Where the outlet's own remark begins after a content: "– a claim that …", ", a day after …"; `end` where there is none."""
    for k in range(start + 1, end - 2):
        after_quote = sentence.closes_quote(k) and is_joint(sentence, k + 1)
        if (sentence.lower(k) == "," or after_quote) and is_joint(sentence, k + 1) and sentence.lower(k + 2) not in AUXILIARIES:
            return k + 1  # "said he would answer “blow for blow”, {and gave …}": the speaker's deed
        if sentence.quoted[k] or sentence.lower(k) not in (",", *DASHES):
            continue
        first, noun, after = sentence.lower(k + 1), sentence.lower(k + 2), sentence.lower(k + 3)
        if first in ("a", "an") and noun in _REMARKS and after in ("that", "which", "he", "she", "it", "they", "the"):
            return k
        if (first in ("a", "an") or first in NUMBERS or first.isdigit()) and noun in TIME_WORDS | {"hour", "hours"} and after in ("after", "before"):
            return k
    return end


_REMARKS: Final = word_set("claim charge allegation accusation assertion figure account version view suggestion statement report")


def find_question(sentence: Sentence, cue: tuple[int, int], end: int) -> tuple[int, int] | None:
    """What somebody was asked who gave no answer: "Asked {whether he would go}, Lund declined", "declined when asked about {the sale}"."""
    after = cue[1]
    if sentence.lower(after) == ",":
        after += 1
    first = sentence.start
    for at, stop in ((first, _comma_at(sentence, first, cue[0])), (after, end)):
        k = at + 1 if sentence.lower(at) in ("when", "if") else at
        if stop is None or sentence.lower(k) not in _ASKED:
            continue
        for i in range(k + 1, min(stop, k + _AHEAD)):
            word = sentence.lower(i)
            if word in CLAUSE_WORDS or word == "whether":
                return i, stop
            if word in ("about", "on", "over", "for") and i + 1 < stop and sentence.lower(i + 1) not in DAYS:
                return None if sentence.lower(i + 1) in ("comment", "a") and word == "for" else (i + 1, stop)
    return None


_ASKED: Final = frozenset(("asked", "questioned", "pressed", "quizzed", "challenged", "pushed"))


def _comma_at(sentence: Sentence, start: int, end: int) -> int | None:
    """The last comma in words [start, end) outside quotations, within reach."""
    return next((k for k in range(min(end, start + 60) - 1, start, -1) if sentence.lower(k) == "," and not sentence.quoted[k]), None)


def find_object_end(sentence: Sentence, start: int, end: int) -> int:
    """Where a noun object ends: at the first comma that does not join quotations or figures."""
    verbless = False  # inside "that" without a verb yet: "denied knowing that the buyer, a firm in Arkel, was …"
    for k in range(start, end):
        if sentence.quoted[k]:
            continue
        word = sentence.lower(k)
        verbless = word == "that" or (verbless and not is_verb(sentence, k))
        if word in (",", ";", *DASHES) and k > start and not (word == "," and verbless):
            return k
        if k > start and is_joint(sentence, k):
            return k
    return end
