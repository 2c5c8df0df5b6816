"""Which words that look like a past tense are none: attributes ("20 armoured carriers"), parts of names, "hundred", "a cut".

A clause has one finite verb, and English says by the words on either side which it is. Behind a determiner, a number or a preposition no finite
verb can stand, and behind "will send" there is none until the clause ends. An auxiliary therefore wins over a participle; what no rule takes away
may be a past tense.
"""

import re

_NEAR = 160  # characters within which a clause has its auxiliary: what keeps hostile text linear

# Words in "-ed" that no verb has as its past.
_NO_PAST = re.compile(
    r"hundred|hatred|kindred|sacred|naked|wicked|rugged|jagged|crooked|beloved|\w*bed|sled|"
    r"(?!(?:agreed|disagreed|freed|decreed|guaranteed|refereed)$)\w*eed",
    re.IGNORECASE,
)
_DETERMINER = r"a|an|the|its|their|his|our|my|your|no|every"
_PREPOSITION = r"of|with|for|from|by|against|into|between|among|without|including|via|per|than|under|over|through|near|towards?|across"
_NUMBER = (
    r"another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|hundred|hundreds|thousand|thousands|million|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|\d[\d,.]*"
)
_AUXILIARY = r"will|would|shall|should|can|could|may|might|must|cannot|(?:wo|would|should|ca|could|might|must)n['’]t"
# What ends the noun phrase or the clause. A participle with one of these behind it is a verb, or stands behind its noun: "ordered in May".
_CLOSED = re.compile(
    rf"(?:{_DETERMINER}|{_PREPOSITION}|{_NUMBER}|{_AUXILIARY}|in|on|to|about|after|before|during|since|until|till|within|upon|off|out|up|down|back|away|"
    r"again|along|around|at|behind|beyond|despite|throughout|and|or|but|nor|as|that|which|who|whom|whose|when|while|where|because|if|whether|how|why|what|"
    r"although|though|unless|so|this|these|those|such|any|some|all|both|each|many|much|several|few|most|more|less|her|him|it|them|us|me|you|he|she|they|we|"
    r"i|himself|herself|itself|themselves|not|also|only|just|even|still|yet|too|here|there|then|now|today|tonight|tomorrow|yesterday|last|next|early|late|"
    r"earlier|later|is|are|was|were|be|been|being|has|have|had|do|does|did|\w+ly|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    re.IGNORECASE,
)
_FIXED_LEFT = re.compile(rf"(?<![\w'’\-])(?:{_DETERMINER})\s{{1,2}}$", re.IGNORECASE)
_LEADING_LEFT = re.compile(rf"(?:(?<![\w'’\-])(?:{_PREPOSITION}|{_NUMBER})|\w['’]s)\s{{1,2}}$", re.IGNORECASE)
# Between a determiner and its participle: "the newly opened port", "armed and unmanned boats". The nouns in -ly stand before verbs in news.
_BETWEEN = re.compile(
    r"(?<![\w'’])(?:(?!(?:family|assembly|ally|supply|reply|rally|monopoly|anomaly|bully|fly|july|italy|daily|weekly)\s)[a-z]+ly\s|(?:more|most|well|much|once|long)\s|"
    r"[a-z\-]{3,18}ed(?:, and|,| and| or)\s)$",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"(?:(?:,| and| or|, and)\s[a-z\-]{3,18}ed)?\s{1,2}([^\W_][\w'’]*)")
_PREFIX = re.compile(r"(?:^|\W)(?:re|co|counter|double|cross)-$", re.IGNORECASE)
_LIST_LEFT = re.compile(r"(?:,|(?<!\w)(?:and|or))\s{1,2}$")
# No IGNORECASE: "May" is a month. "to" is an infinitive's behind what takes one: "is to send", "plans to send", not "a visit to Kenya".
_GOVERNS = re.compile(
    rf"(?<![\w'’\-])(?:(?:{_AUXILIARY}|(?:is|are)\s+[a-z]{{2,14}}ing)(?![\w'’])|(?:is|are|going|set|due|about|ready|likely|plans?|wants?|hopes?|aims?|expects?|intends?|needs?|seeks?|vows?|"
    r"[a-z]{2,14}ed)\s+to\s+(?=[a-z]))|\w['’]ll(?!\w)"
)
# The rest of a noun phrase and its auxiliary: "(refurbished) battle tanks will". A name or a determiner would open a clause without "which".
_FINITE_BEHIND = re.compile(
    rf"\s\S+(?:\s(?!(?:{_DETERMINER})\s)[a-z\d][\w\-]*){{0,5}}?(?:\s(?:{_AUXILIARY}|is|are|was|were|has|have|had|does|did)(?![\w'’])|['’]ll\s)"
)
# Where another verb may be finite: a new clause, also one that needs no "that" ("will show rebels attacked villages").
_NEW_CLAUSE = (
    r"[;:()\[\]\"“”]|--+|[–—]|(?<![\w'’\-])(?:but|nor|that|which|who|whom|whose|when|while|where|after|before|because|since|if|whether|how|why|what|"
    r"although|though|unless|until|than|he|she|it|they|we|I|you|say|tell|show|claim|know|think|believe|mean|see|hope|prove|argue|find|admit|insist|"
    r"allege|reveal|confirm|announce)(?![\w'’])"
)
_CLAUSE = re.compile(rf"{_NEW_CLAUSE}|,|(?<!\w)(?:and|or)(?!\w)")
_CLAUSE_OF_LIST = re.compile(_NEW_CLAUSE)
_REPORTS = re.compile(
    r"add|admit|alleg|announc|argu|believ|claim|conclud|confirm|declar|decid|expect|fear|hop|insist|learn|not|predict|promis|propos|reveal|stat|suggest|"
    r"suspect|vow|warn|pledg|report"
)


def is_tense(text: str, start: int, end: int, *, sentence: int, told: bool = False) -> bool:
    """Whether the past form [start, end) can be the finite verb of its clause.

    Args:
        text: the page.
        start, end: where the word stands.
        sentence: where its sentence begins, or as far back as it is read.
        told: whether a past tense stands before it in the sentence, with which it could be coordinated.
    """
    word = text[start:end]
    left = text[max(sentence, start - _NEAR) : start]
    if _NO_PAST.fullmatch(word):
        return False
    if left.endswith("-") and not left.endswith("--"):  # "Norwegian-built", but "re-opened"
        return bool(_PREFIX.search(left))
    if word[0].isupper() and re.search(r"(?:^|\s)[a-z]+\s$", left):  # "said Ahmed", "met United Nations envoys"
        return False
    bare = _without_modifiers(left)
    if _FIXED_LEFT.search(bare):
        return False
    if not _before_noun(text, end):
        return True
    if _LEADING_LEFT.search(bare):
        return False
    if _governed(left, _CLAUSE):
        return False
    in_list = _LIST_LEFT.search(left) is not None  # "will send tanks and used lorries", where "said it would, and urged others to" is two tenses
    if in_list and not told and _governed(left, _CLAUSE_OF_LIST):
        return False
    return not _has_finite_behind(text, end, word)


def _without_modifiers(left: str) -> str:
    """The words before, without what may stand between a determiner and its participle (four at most)."""
    for _ in range(4):
        between = _BETWEEN.search(left, max(0, len(left) - 30))
        if between is None:
            break
        left = left[: between.start()]
    return left


def _before_noun(text: str, end: int) -> bool:
    """Whether a word follows that may belong to a noun phrase without a determiner."""
    right = _RIGHT.match(text, end)
    return right is not None and not right[1][0].isdigit() and not _CLOSED.fullmatch(right[1])


def _governed(left: str, boundary: re.Pattern[str]) -> bool:
    """Whether an auxiliary with its verb stands before, in the same clause: "will send Kenya …"."""
    begin = max((found.end() for found in boundary.finditer(left)), default=0)
    return any(left[found.end() :].strip() for found in _GOVERNS.finditer(left, begin))


def _has_finite_behind(text: str, end: int, word: str) -> bool:
    """Whether an auxiliary follows in the clause: "refurbished tanks will arrive"; not behind a verb that reports ("warned ships would wait")."""
    if _REPORTS.match(word.lower()):
        return False
    behind = _FINITE_BEHIND.match(text, end, end + _NEAR)
    return behind is not None and not _CLAUSE.search(behind[0])
