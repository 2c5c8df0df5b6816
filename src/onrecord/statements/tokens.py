"""Words of a block with their places in the document, and the closed classes that the rules ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.lexicon import word_set

# A word may hold hyphens and end in a contraction; "’s", "’ll" and the like are words of their own, and so is "''" (two
# apostrophes, straight or curly), which some agencies set for a quotation mark. No part of the pattern can match the same characters twice over.
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*[^\W_]*"  # 1,250.5 2nd 17m
    r"|[’'](?:s|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:-[^\W_]+)*(?:(?<=n)[’']t\b)?"
    r"|''|’’|‘‘|``|--|\.\.\.|\S"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one run of text, in parallel tuples: word i stands at [starts[i], ends[i]) of the document."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    lowers: tuple[str, ...]  # lower case, with a straight apostrophe

    def __len__(self) -> int:
        return len(self.starts)


def find_words(text: str, start: int, end: int) -> Words:
    """Words of text[start:end], with their places in `text`."""
    places = [match.span() for match in _TOKEN.finditer(text, start, end)]
    texts = tuple([text[first:last] for first, last in places])
    lowers = [word.lower() for word in texts]
    return Words(tuple([first for first, _ in places]), tuple([last for _, last in places]), texts, tuple(_with_names(texts, _straight(lowers))))


def find_lowers(text: str, start: int, end: int) -> list[str]:
    """The words of text[start:end] in lower case, as `find_words` has them: a third of its work."""
    return _straight([word.lower() for word in _TOKEN.findall(text, start, end)])


def _straight(lowers: list[str]) -> list[str]:
    """The words, with straight apostrophes."""
    return [word.replace("’", "'") if "’" in word else word for word in lowers]


def _with_names(texts: Sequence[str], lowers: list[str]) -> list[str]:
    """The words in lower case, but names as they stand that would be auxiliaries otherwise: "Will Moy said", "Theresa May told"."""
    for i, lower in enumerate(lowers):
        if lower in MODALS and texts[i][0].isupper() and _is_name(texts, i):
            lowers[i] = texts[i]
    return lowers


def _is_name(texts: Sequence[str], i: int) -> bool:
    """Whether a modal with a capital is a part of a name. A headline with capitals throughout has verbs with one: "Norland Will Send Tanks"."""
    before, after, then = (texts[k] if 0 <= k < len(texts) else "" for k in (i - 1, i + 1, i + 2))
    named_before = before[:1].isupper() and len(before) > 1 and before.lower() not in PREPOSITIONS | TIME_WORDS | COORDINATORS | CLAUSE_WORDS
    if not after[:1].isupper():  # "Theresa May told"; "In May" and "May 3" are months
        return named_before and not after[:1].isdigit()
    if before[:1].isupper():  # "Director Will Moy told"
        return named_before and len(then) > 3 and then.islower() and then not in PREPOSITIONS
    if texts[i].lower() in MONTHS and before.lower() in _MONTH_FOLLOWS:  # "in May Norland said"
        return False
    begins = not before or before in STOPS or before in OPENERS or before == ":"
    return not (begins and _asks(texts, i))


def _asks(texts: Sequence[str], i: int) -> bool:
    """Whether the sentence from word i ends as a question: "Will Moy resign?"."""
    return next((text for text in texts[i : i + _LONG] if text in STOPS or text == "?"), "") == "?"


PRONOUNS: Final = word_set("he she they it we i you who")
OBJECTS: Final = word_set("him her them us me you it himself herself themselves itself")
POSSESSIVES: Final = word_set("his her its their our my your")
DETERMINERS: Final = word_set("the a an this that these those some any no each every another both all many most several few such other") | POSSESSIVES
NUMBERS: Final = word_set("one two three four five six seven eight nine ten dozen dozens hundred hundreds thousands half")
PREPOSITIONS: Final = word_set(
    "of in on at to for from by with about against after before during since under over into through between among amid despite without near"
    " inside outside within across behind around via per until upon off toward towards including like"
)
ADVERBIAL_STARTS: Final = word_set(
    "in on at after before during since under over by for from with without despite amid as when while if although though because once until"
    " following according unlike besides also meanwhile however moreover still yet then later earlier instead separately asked citing given"
    " speaking nevertheless nonetheless furthermore additionally finally today yesterday last next now"
)
MODALS: Final = word_set("will would can could may might must shall should 'll 'd")
HAVE: Final = word_set("has have had having 've")
BE: Final = word_set("is are was were be been being 're 'm")
DO: Final = word_set("do does did")
NEGATED: Final = word_set(
    "don't doesn't didn't won't wouldn't can't couldn't hasn't haven't hadn't isn't aren't wasn't weren't cannot mustn't shouldn't mightn't"
)
AUXILIARIES: Final = MODALS | HAVE | BE | DO | NEGATED
NEGATIONS: Final = NEGATED | word_set("not never neither nor no nothing")
ADVERBS: Final = word_set(
    "also not never later already even still once now again then long just soon often always twice further ever so far first only neither"
    " instead rather"
)
SUBORDINATORS: Final = word_set("that because while when whether if although though since where why how until unless after before as than what")
CLAUSE_WORDS: Final = word_set("whether if how why what who when where which")
COORDINATORS: Final = word_set("and but or nor yet")
DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")
MONTHS: Final = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec"
)
_MONTH_FOLLOWS: Final = PREPOSITIONS | word_set("last next this early late mid every each")
_LONG: Final = 60  # words of a question that begins with its verb
TIME_WORDS: Final = DAYS | MONTHS | word_set("week month year weekend morning afternoon evening night day days weeks months years hours")
OPENERS: Final = word_set("“ „ « \" '' ’’ ‘‘ `` ‘ ' ‚ ‹")
DASHES: Final = word_set("— – -- ―")
STOPS: Final = word_set(". ! ? … ...")


def is_adverb(lower: str) -> bool:
    """Whether a word may stand inside a verb group: "repeatedly", "also"."""
    return lower in ADVERBS or (lower.endswith("ly") and len(lower) > 4 and lower not in _NOT_ADVERBS)


_NOT_ADVERBS: Final = word_set("family italy rally reply supply ally assembly july weekly daily likely elderly anomaly bully early only")


def is_capital(text: str) -> bool:
    """Whether a word begins with a capital letter."""
    return text[0].isupper()
