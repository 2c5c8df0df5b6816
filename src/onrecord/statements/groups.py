"""Cue groups of a sentence: a word of the lexicon with its auxiliaries, negation and adverbs, where it is used as a verb that attributes."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from onrecord.lexicon import word_set
from onrecord.statements.cues import BASE, ING, PARTICIPLE, PAST, THIRD, Entry, Match, first_words, match_at
from onrecord.statements.tokens import (
    AUXILIARIES,
    BE,
    CLAUSE_WORDS,
    DAYS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    MONTHS,
    NEGATED,
    NEGATIONS,
    NUMBERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    Words,
    is_adverb,
    is_capital,
)

# "continued to say", "appeared to deny": the verb before "to" adds nothing to the stance and belongs to the group.
_CHAINS: Final = word_set(
    "continue continues continued went on began begun start started seem seems seemed appear appears appeared going come came used about set"
    " able have has had yet"
)
_PLURALS: Final = word_set("% percent staff crew clergy people police men women children media critics others many some both most few all data")
_OF_OBJECTS: Final = word_set("accuse charge suspect convince credit blame fault inform notify remind assure warn tell")
_ASKING: Final = frozenset(("ask", "question", "press", "push", "challenge"))
# "dismissed as fiction {claims} that": what was judged follows.
_DISMISSED: Final = word_set(
    "report reports claim claims allegation allegations suggestion suggestions accusation accusations charge charges rumours idea"
)
_MESSAGES: Final = word_set("statement letter message note release post tweet")  # "issued a statement denying that"
_QUESTIONS: Final = word_set("whether if about by why how what when")
_TOLD: Final = frozenset(("report", "claim", "estimate", "forecast", "comment", "remark"))  # what speaks itself: "reports say"
_SUBJECTS: Final = frozenset(("another", "each", "this", "that", "one"))  # "another says"
_MEANS: Final = frozenset(("phone", "telephone", "email", "e-mail", "text", "video", "letter", "way", "fax"))
_ARTICLES: Final = frozenset(("a", "an", "the", "'s"))
_MAX_GROUPS: Final = 40  # a sentence: nobody attributes more often in one, and the rules look back over them


class Use(Enum):
    """How a cue is used, which says where its source and content stand."""

    FINITE = "finite"
    PARTICIPLE = "participle"  # "…, adding that": the source is that of the clause before
    PASSIVE = "passive"  # "is thought to", "was condemned by"
    NOUN = "noun"
    ADVERB = "adverb"


@dataclass(frozen=True, slots=True)
class Group:
    """Words [start, end) that attribute; `head` is the first word of the lexicon's entry."""

    start: int
    head: int
    end: int
    entry: Entry
    use: Use
    bare: bool  # a past or present form without any auxiliary


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words [start, end) of a block; quoted[i] is the end of the quotation that word i stands in, or 0."""

    words: Words
    start: int
    end: int
    quoted: list[int]
    text: str
    title: bool  # most words have a capital, as in a headline: a capital says nothing there

    def lower(self, i: int) -> str:
        """Word i in lower case; "" outside the sentence."""
        return self.words.lowers[i] if self.start <= i < self.end else ""

    def opens_quote(self, i: int) -> bool:
        return i < self.end and self.quoted[i] > 0 and (i == self.start or self.quoted[i - 1] != self.quoted[i])

    def closes_quote(self, i: int) -> bool:
        """Whether word i is the last of a quotation."""
        return i >= self.start and self.quoted[i] == i + 1


def find_groups(sentence: Sentence) -> list[Group]:
    """Groups of a sentence in order, none inside a quotation, none overlapping."""
    found: list[Group] = []
    lowers, cue_words = sentence.words.lowers, first_words()
    i = sentence.start
    while i < sentence.end and len(found) < _MAX_GROUPS:
        if sentence.quoted[i]:
            i = sentence.quoted[i]
            continue
        if lowers[i] not in cue_words and lowers[i] not in NEGATED:
            i += 1
            continue
        group = _group_at(sentence, i, found[-1].end if found else sentence.start)
        if group is None:
            i += 1
        else:
            found.append(group)
            i = group.end
    return found


def _group_at(sentence: Sentence, i: int, low: int) -> Group | None:
    """The group whose lexicon entry begins at word i, or None."""
    lowers = sentence.words.lowers
    if lowers[i] in NEGATED:
        # "didn’t reply": the entry "not reply" begins inside the contraction.
        spread = ("not", *lowers[i + 1 : min(i + 6, sentence.end)])
        for match in match_at(spread, 0):
            return Group(_group_start(sentence, i, low), i, i + match.end, match.entry, Use.FINITE, bare=False)
    for match in match_at(lowers, i):
        if match.end > sentence.end or any(sentence.quoted[k] for k in range(match.start, match.end)):
            continue
        if match.entry.words[-1] in ("on", "for") and sentence.lower(match.end) in DAYS | MONTHS:
            continue  # "insisted on Tuesday that"
        use, start = _use(sentence, match, low)
        if use is not None:
            bare = use is Use.FINITE and start == i
            return Group(start, i, match.end, match.entry, use, bare)
    return None


def _group_start(sentence: Sentence, head: int, low: int) -> int:
    """The first word of the group: auxiliaries, negation and adverbs before the head, and chains ("went on to say")."""
    start = head
    while start > low:
        word = sentence.lower(start - 1)
        if start - 3 > low and sentence.closes_quote(start - 1) and sentence.opens_quote(start - 3) and is_adverb(sentence.lower(start - 2)):
            start -= 3  # "she “categorically” denied"
            continue
        if sentence.quoted[start - 1]:
            break
        if (
            word in AUXILIARIES
            or word in NEGATIONS
            or is_adverb(word)
            or (word in ("since", "both", "all", "each") and sentence.lower(start - 2) in HAVE | MODALS)  # "has since denied", "have both denied"
            or (word == "to" and sentence.lower(start - (3 if sentence.lower(start - 2) == "on" else 2)) in _CHAINS)
            or (word == "on" and sentence.lower(start) == "to" and sentence.lower(start - 2) in _CHAINS)
            or (word in _CHAINS and sentence.lower(start) in ("to", "on"))
        ):
            start -= 1
        else:
            break
    # "no", "all" and "both" before a verb group are its subject or an adverb of the clause before.
    while start < head and sentence.lower(start) in (
        "no",
        "nothing",
        "neither",
        "nor",
        "all",
        "both",
        "first",
        "then",
        "so",
        "just",
        "instead",
        "only",
    ):
        if sentence.lower(start) == "neither" and "nor" in sentence.words.lowers[start : start + 4]:
            break
        start += 1
    return start


def _use(sentence: Sentence, match: Match, low: int) -> tuple[Use | None, int]:
    """How a matched entry is used, and where its group begins; None where it is no cue here."""
    head, entry, forms = match.start, match.entry, match.forms
    lowers = sentence.words.lowers
    if head > sentence.start and not sentence.title and is_capital(sentence.words.texts[head]) and entry.words[0] != "be":
        return None, head  # "the United States", "the Post"
    before, after = sentence.lower(head - 1), sentence.lower(match.end)
    if entry.words in (("continue",), ("go", "on")) and after == "to":
        return None, head  # "continued to deny"
    if "adverb" in entry.frames:
        return Use.ADVERB, head
    if "noun" in entry.frames:
        owned = before == "'s" or before in POSSESSIVES or sentence.lower(head - 2) in ("'s", *POSSESSIVES)
        return (Use.NOUN if owned and after == "that" else None), head
    start = _group_start(sentence, head, low)
    if not forms:
        return Use.FINITE, start
    group = sentence.words.lowers[start:head]
    has_be = any(w in BE or w in ("isn't", "aren't", "wasn't", "weren't") for w in group)
    has_have = any(w in HAVE or w in ("hasn't", "haven't", "hadn't") for w in group)
    has_modal = any(w in MODALS or w in DO or w in ("to", "cannot") or (w in NEGATED) for w in group) and not (has_be or has_have)
    if before == "to" and "to" not in group:
        return None, head
    if before == "to":
        return (Use.FINITE if BASE in forms else None), start
    if entry.words[0] == "be":
        return (Use.FINITE if ING not in forms else None), start
    if ING in forms:
        if has_be:
            return Use.FINITE, start
        loose = (
            before in _MESSAGES
            or before in (",", "—", "–", "--", "by", "while", "after", "before", "and", "as", "")
            or is_adverb(before)
            or sentence.closes_quote(head - 1)
        )
        return (Use.PARTICIPLE if loose else None), head
    if has_be and PARTICIPLE in forms:
        return Use.PASSIVE, start
    if has_have:
        return (Use.FINITE if PARTICIPLE in forms else None), start
    if has_modal:
        return (Use.FINITE if BASE in forms else None), start
    if PAST in forms:
        lowers_after = sentence.words.lowers[match.end + 2 : min(match.end + 10, sentence.end)]
        reduced = (
            (after == "by" and sentence.lower(match.end + 1) not in _MEANS)
            or (entry.words[0] in _OF_OBJECTS and after in ("of", "with", "in"))
            or (after == "as" and len(entry.words) == 1 and _DISMISSED.isdisjoint(lowers_after))
            or (entry.words == ("ask",) and before == "," and after in _QUESTIONS and "," in sentence.words.lowers[match.end : sentence.end])
            or (entry.words[0] in _ASKING and start == head and before in ("", "when", "if", "once"))  # "Asked whether he would go, Lund said"
        )
        attribute = start < head and sentence.lower(start - 1) in _ARTICLES  # "a racially charged film"
        if (
            before == "'s"
            and start == head
            and is_capital(sentence.words.texts[head - 2])
            and (after in (",", "that", "on", *DAYS) or entry.words[0] in ("say", "tell"))
        ):
            return Use.FINITE, start  # "Falk's reported that": a firm whose name ends so
        noun = before in _ARTICLES or before in POSSESSIVES or before in ("any", "every", "no") or before in PREPOSITIONS or attribute
        return (None if reduced or noun else Use.FINITE), start
    if THIRD in forms:
        noun = (
            start == sentence.start  # "Reports that …"
            or (
                entry.words[0] in _TOLD and match.end < sentence.end and any({BASE, PAST} & m.forms for m in match_at(lowers, match.end))
            )  # "unconfirmed reports say"
            or before in DETERMINERS - _SUBJECTS
            or before == "'s"
            or before in PREPOSITIONS
            or before in NUMBERS - _SUBJECTS
            or after in ("of", "by", "from", "in", "against")
            or (after == "that" and (before == "that" or (sentence.closes_quote(head - 1) and sentence.lower(head - 2) not in (",", "?", "!"))))
            or (start == head and _is_judged(sentence, head))
        )
        return (None if noun and len(entry.words) == 1 else Use.FINITE), start
    return (Use.FINITE if _has_plural_subject(sentence, start) and after not in ("of", "by") else None), start


def _is_judged(sentence: Sentence, i: int) -> bool:
    """Whether word i is what was judged rather than a verb: "dismissed as “pure fantasy” {claims} that", "called absurd {reports} of"."""
    for k in range(i - 1, max(sentence.start, i - 10), -1):
        word = sentence.lower(k)
        if word == "as" and not sentence.quoted[k]:
            return sentence.lower(k - 1).endswith("ed")
        if not sentence.quoted[k] and (word in (",", ";", ":") or word in STOPS or word in AUXILIARIES):
            return False
    return False


def _has_plural_subject(sentence: Sentence, start: int) -> bool:
    """Whether the word before a bare base form can be its subject: "officials say", not "the claim" or "a new report"."""
    word, before = sentence.lower(start - 1), sentence.lower(start - 2)
    if word in ("they", "who", "which", "we", "i", "you") or word in _PLURALS:
        return True
    if word == "," or word in DETERMINERS or word in PREPOSITIONS:
        return False
    for k in range(start - 2, max(sentence.start, start - 4), -1):
        if sentence.lower(k) in ("in", "at", "from", "of") and is_capital(sentence.words.texts[start - 1]):
            return sentence.lower(k - 1) in _PLURALS or (sentence.lower(k - 1).endswith("s") and not sentence.lower(k - 1).endswith(("ss", "us")))
    if word.endswith("s") and not word.endswith(("ss", "us")) and word.isalpha():
        return True
    return start - 1 > sentence.start and is_capital(sentence.words.texts[start - 1]) and before == "and"


def is_verb(sentence: Sentence, i: int) -> bool:
    """Whether word i looks like a finite verb: a cheap guess that errs towards no."""
    word = sentence.lower(i)
    if word in AUXILIARIES or word in _VERBS:
        return True
    if is_capital(sentence.words.texts[i]) and not sentence.title:
        return False  # "United States officials"
    if word.endswith("ed") and len(word) > 4 and sentence.words.texts[i].islower():
        before = sentence.lower(i - 1)
        if i == sentence.start or before == "," or sentence.quoted[i - 1]:
            return False  # "…,” retired judge Ada Brandt said"
        if before == "'s" and is_capital(sentence.words.texts[i - 2]) and i - 2 > sentence.start - 1 and sentence.lower(i - 2) not in PRONOUNS:
            return False  # "Norland's armed forces"
        return not (before in DETERMINERS or before in PREPOSITIONS or before in NUMBERS) and sentence.lower(i + 1) not in ("by",)
    return any(THIRD in m.forms or PAST in m.forms for m in match_at(sentence.words.lowers, i)) and sentence.lower(i - 1) not in DETERMINERS


_VERBS: Final = word_set(
    "went came took gave made got saw left met held began won lost sent kept stood fell rose brought built met ran sat paid sold bought grew"
    " drew flew hit cut become became remains remain includes include needs need makes make takes take goes go comes come gives give works"
    " work lives live seems seem"
)


def starts_noun(sentence: Sentence, i: int) -> bool:
    """Whether a noun phrase may begin at word i."""
    if i >= sentence.end or sentence.quoted[i]:
        return False
    word, text = sentence.lower(i), sentence.words.texts[i]
    if (
        word in PREPOSITIONS
        or word in STOPS
        or word in ("and", "but", "or", "nor", "as", "that", "to", "not", "so")
        or word in AUXILIARIES
        or word in CLAUSE_WORDS
    ):
        return False
    return text[0].isalnum() or text[0] in "$€£#@"
