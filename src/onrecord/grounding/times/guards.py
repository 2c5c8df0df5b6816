"""What has to stand around an expression for it to be a time: the column `guard` of timex.tsv.

"May" is a month after "in", 1987 a year before a comma and no quantity, "the quarter" a time after "for".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LOOK = 40  # characters of context that a guard may see


@dataclass(frozen=True, slots=True)
class Around:
    """An expression and the text that it stands in."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - _LOOK) : self.start]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + _LOOK]


def _ends(pattern: str) -> Callable[[str], bool]:
    """Whether the text before ends in one of these words."""
    compiled = re.compile(rf"(?:^|[^\w])(?:{pattern})[\s\u00a0-]{{1,3}}$", re.IGNORECASE)
    return lambda before: compiled.search(before) is not None


def _begins(pattern: str) -> Callable[[str], bool]:
    """Whether the text after begins like this."""
    compiled = re.compile(pattern)
    return lambda after: compiled.match(after) is not None


def _has(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.search(text) is not None


# Years

_quantity_follows = _begins(
    r"[\s-]+(?:percent|per cent|people|troops|soldiers|men|women|tons?|tonnes|miles|km|kilomet|met[re]|feet|dollars|euros|pounds|rubles|roubles|lbs?|"
    r"kg|rounds|shells|units|jobs|homes|cases|deaths|votes|points|shares|million|billion|square|degrees|watts|hp|cc|mm|pages|seats|words|times)\b"
    r"|%|\.\d|,\d{3}"
)
_year_before = _ends(
    "in|since|of|until|till|by|for|during|from|through|throughout|before|after|between|to|late|early|mid|and|or|the|a|an|fiscal|year|around|circa|c|"
    "than|into|back to|as of|spring|summer|autumn|fall|winter|its|their|his|her|that|january|february|march|april|may|june|july|august|september|"
    "october|november|december|budget|elections?|until late"
)
_old_year_before = _ends("in|since|from|of|until|by|before|after|between|early|late|year|circa|around|to|and")
_plural_follows = _begins(
    r"\s+(?!is\b|was\b|has\b|does\b|as\b|this\b|its\b|his\b|us\b|series|census|sales|earnings|results|elections|games|sanctions|revisions)"
    r"[a-z]{3,}[^s\W]s\b"
)
_counting = _ends("to|than|and|or|of|by|from")
_closes = _begins(
    r"[)\],.;:?!'’\"”]|\s*$|\s+(?:and|or|to|when|as|but|was|is|were|in|after|by|with|that|had|has|for|on|at|the)\b",
)
_bracket = _begins(r"[)\]]")
_numbered = _ends(r"[A-Z][\w]*|no|number|room|route|highway|flight|boeing|about|some|nearly|only|roughly|over")
_any_word = _ends(r"[\w]+")
_noun_follows = _begins(r"\s+[a-z]{3,}s?\b")


def _is_year(a: Around) -> bool:
    """A number of four figures that is a year: the words beside it say so, or nothing speaks against it."""
    if _quantity_follows(a.after):
        return False
    value = int(a.words)
    if not 1900 <= value <= 2060:
        return value >= 1000 and _old_year_before(a.before) and not _noun_follows(a.after)
    if _year_before(a.before):
        return not (_plural_follows(a.after) and _counting(a.before))
    if _closes(a.after):
        return not _numbered(a.before) or _bracket(a.after)
    return not a.before.strip() or (not _any_word(a.before) and not _plural_follows(a.after))


def _is_short_year(a: Around) -> bool:
    """ "'97", and not an opening quotation mark before a number."""
    return not a.text[max(0, a.start - 1) : a.start].isalnum() and a.words[-2:].isdigit() and not _begins(r"[\"”'’]")(a.after)


_decade_before = _ends("the|early|mid|late|his|her|their|in")


def _is_decade(a: Around) -> bool:
    """ "1980s" is a decade; "80s" only after "the" or "in his"."""
    return not a.words[0].isdigit() or len(a.words) >= 5 or _decade_before(a.before)


# Months, seasons, parts of days

_month_before = _ends(
    "in|since|of|until|till|by|for|during|from|through|throughout|before|after|between|to|late|early|mid|and|or|this|last|next|every|each|around|into|"
    "on|than|via|past|over|as of"
)
_strict_before = _ends("in|since|last|next|this|late|early|until|by|during|of|from|before|after|through")
_name_before = _ends(r"[A-Z][a-z]+")
_name_follows = _begins(r"\s+[A-Z][a-z]+")


def _is_month(a: Around) -> bool:
    """A month alone: "May" and "March" are also other words, and "April" and "August" names."""
    word = a.words.rstrip(".").lower()
    if len(word) <= 4 and word not in ("may", "june", "july"):
        return False  # an abbreviation needs a day or a year beside it
    if _month_before(a.before):
        return not _name_follows(a.after) or _strict_before(a.before)
    if word in ("may", "march"):
        return word == "may" and _begins(r"['’]s\b")(a.after)
    return not _name_follows(a.after) and not _name_before(a.before)


def _is_full_month(a: Around) -> bool:
    """The month of "last November": abbreviations and modal verbs are none."""
    return not a.words.endswith((" may", " march")) and len(a.words.split()[-1].rstrip(".")) > 2


_spelled_day = _has(r"\s[a-z]{2,}(?:-[a-z]+)?$")
_of_month = _begins(r"\s+of\s+(?:(?:the|this|last|next)\s+month\b|[A-Z])")
_day_closes = _begins(r"\s*(?:[.,;:)!?’”\"—–]|$)")
_noun_or_of = _begins(
    r"\s+(?:of\b|(?!(?:at|in|on|and|or|to|as|when|while|by|with|for|was|is|were|had|has|will|would|that|which|who|after|before|from|until|but|so|if"
    r"|because|near|a|an|the|he|she|it|they|we|there|not)\b)[a-z])"
)


def _is_day_of_month(a: Around) -> bool:
    """ "Wednesday the 15th"; not "Wednesday, the first of three", "Wednesday, the 15th attack", which count."""
    if _of_month(a.after):
        return True
    return _day_closes(a.after) if _spelled_day(a.words) else not _noun_or_of(a.after)


_season_before = _ends("in|of|by|during|over|for|through|until|throughout|since|from|before|after|to")
_season_follows_no_time = _begins(r"[\s-]+(?:of|games|olympics|from|house|palace|camp)\b")
_bare_season_before = _ends("in|this|by|until|since|through|early|late")


def _is_season(a: Around) -> bool:
    """ "in the summer", "by autumn"; no "fall" without an article, no "Prague Spring"."""
    if a.words.lower().startswith("the"):
        return _season_before(a.before) and not _season_follows_no_time(a.after.lower())
    return a.words in ("summer", "spring", "autumn", "winter") and _bare_season_before(a.before)


_part_before = _ends("in|during|through|throughout|of|by")
_part_goes_on = _begins(r"\s+(?:of|before|after|that|sky|shift)\b")
_noon_before = _ends("at|by|until|before|after|around|from|to|about|past")

# Relative units

_quarter_before = _ends("in|for|of|during|by|to|from|on|until|through|over")
_unit_the_before = _ends("of|in|for|during|by|over|throughout|through|within|later|earlier|until")
_fine_unit = _has(r"(?:day|century|month)$")
_unit_goes_on = _begins(r"\s+(?:of|when|that|to|he|she|they|it|we|in\s+which)\b|-")


def _is_the_unit(a: Around) -> bool:
    """ "of the year", "later in the week"; not "the week when"."""
    return _unit_the_before(a.before) and not _fine_unit(a.words) and not _unit_goes_on(a.after)


_clause_follows = _begins(r"\s+(?:the|he|she|it|they|a|an|his|her)\b|\s+[A-Z]|\s+\w+ing\b")


def _is_earlier(a: Around) -> bool:
    """ "two years earlier"; not "two years earlier than", and not "two years before he came"."""
    if _begins(r"\s+than\b")(a.after):
        return False
    return not (a.words.lower().endswith("before") and _clause_follows(a.after))


_the_same = _has(r"^(?:(?:early|late|earlier|later|sometime|mid)\s+)?(?:the same|that)\b")
_age_follows = _begins(r"[\s-]+(?:old|olds|of\s+age)\b")
_years_or_months = _has(r"(?:year|month|week)s?$")
_ordinal_quarter = _has(r"(?:^|\s)(?:second|first)\s+(?:second|quarter)s?$")
_fraction = _has(r"(?:^|\s)(?:three[\s-]quarters|one[\s-]quarter)$")
_of_what = _begins(r"\s+of\b")
_of_course = _begins(r"\s+of\s+(?:\w+\s+)?(?:growth|decline|declines|losses|profits?|gains?|contraction|recession|results|data|sales|earnings)\b")


def _is_fraction(a: Around) -> bool:
    """ "three-quarters of the mothers", "three-quarters full"; not "three quarters of growth"."""
    if not _fraction(a.words):
        return False
    return "-" in a.words or (_of_what(a.after) and not _of_course(a.after))


_verb_before = _ends("to|will|would|could|might|may|should|can|must|not")


def _lasts(a: Around) -> bool:
    """ "to last six hours": the verb."""
    return a.words.lower().startswith("last") and _verb_before(a.before)


_bare_before = _ends(
    "for|in|over|after|within|took|takes|take|taking|last|lasted|lasting|spent|spend|spending|of|by|many|during|across|through|into|following|"
    "with|despite|had|have|wait|waited|been|be|was|is|only|just|but|lost|the|early"
)
_bare_after = _begins(r"\s+(?:of|later|after|before|earlier)\b|-long")
_no_length_before = _ends("these|those|all|recent|school|early|golden|dark|dog|glory|working|business|the")


def _is_bare_length(a: Around) -> bool:
    """ "for months", "years of talks": a plural unit alone."""
    if a.words.lower() in ("nights", "seconds", "quarters", "weekends") or _no_length_before(a.before):
        return False
    return _bare_before(a.before) or _bare_after(a.after)


_an_before = _ends("for|in|within|after|over|than|took|take|takes|every|once|lasted|last|spent|nearly|almost|about|half|to|of|by|if")
_an_after = _begins(r"\s+(?:after|before|into|of\s+\w+ing|since|ahead|apart|away)\b")
_no_length_after = _begins(r"\s+(?:of\s+(?:mourning|action|rest|reckoning)|when|that|old)\b|-old")


def _is_an_hour(a: Around) -> bool:
    """ "for an hour": one unit with an article."""
    if a.words.lower().endswith((" second", " night", " quarter")) or _no_length_after(a.after):
        return False
    return _an_before(a.before) or len(a.words.split()) > 2 or _an_after(a.after)


_rate_before = _has(r"[\d%$£€][\w%.,]*(?:\s+[\w-]+){0,3}\s+$|\b(?:times|hours|days|tons|tonnes|barrels|million|billion)\s+$")
_quantity_before = _has(r"\d[\w%.,]*(?:\s+[\w-]+)?\s+$|\b(?:million|billion|percent)\s+$")
_rate_goes_on = _begins(r"[\s-]+(?:ago|earlier|later|old|before|after|and\s+a)\b")


def _is_rate(a: Around) -> bool:
    """ "$40 a day": a unit behind a figure."""
    if a.words.lower().endswith((" second", " quarter", " decade", " century", " night")):
        return False
    return _rate_before(a.before) and not _rate_goes_on(a.after)


_title_before = _ends(r"[A-Z][\w]*|the")
_word_follows = _begins(r"\s+\w")
_capital_follows = _begins(r"\s+[A-Z]")


def _is_regular(a: Around) -> bool:
    """ "daily", "annually"; not the "Daily" of a newspaper, nor the "quarterly" of a dividend."""
    if a.words.lower() == "quarterly" and _word_follows(a.after):
        return False
    if a.words.lower() in ("annually", "yearly") and _quantity_before(a.before):  # "8.5% annually": so much a year, no time
        return False
    return not (a.words[0].isupper() and (_title_before(a.before) or _capital_follows(a.after)))


# Vague references

_now_before = _ends("just|every")
_current_other = _ends("alternating|direct|electric|ocean")
_past_goes_on = _begins(
    r"\s+(?:\w+\s+)?(?:years?|months?|weeks?|days?|decades?|quarters?|few|several|couple|century|season|tense|\d|"
    r"[a-z]+[\s-](?:years|months|weeks|days|decades))\b"
)
_soon_before = _ends("as|too|very|how|so|pretty|no")
_soon_goes_on = _begins(r"\s+(?:after|as|became|found|turned|followed|afterward)\b|-")

GUARDS: Mapping[str, Callable[[Around], bool]] = {
    "year": _is_year,
    "year-short": _is_short_year,
    "decade": _is_decade,
    "month": _is_month,
    "full-month": _is_full_month,
    "day-month": lambda a: not _begins(r"\s?[\d/]")(a.after),
    "weekday-nth": _is_day_of_month,
    "month-day": lambda a: not _begins(r"[:.]\d|\s?(?:percent|per cent|million|billion)")(a.after),
    "quarter-the": lambda a: _quarter_before(a.before) and not _begins(r"\s+(?:of|century|final|mile)\b")(a.after),
    "season": _is_season,
    "last-night": lambda a: a.words.lower().endswith("night"),
    "the-part": lambda a: _part_before(a.before) and not _part_goes_on(a.after),
    "noon": lambda a: _noon_before(a.before),
    "the-unit": _is_the_unit,
    "full-year": lambda a: a.words.lower().endswith("year"),
    "earlier": _is_earlier,
    "that": lambda a: _the_same(a.words),
    "year-earlier": lambda a: "-" in a.words or _ends("the|from|a|of|year")(a.before),
    "length": lambda a: not ((_age_follows(a.after) and _years_or_months(a.words)) or _ordinal_quarter(a.words) or _is_fraction(a) or _lasts(a)),
    "the-months": lambda a: a.words.lower().endswith("months"),
    "units-bare": _is_bare_length,
    "an-unit": _is_an_hour,
    "a-unit": _is_rate,
    "rate": _is_regular,
    "now": lambda a: not _begins(r"-\w")(a.after) and not _now_before(a.before),
    "current": lambda a: not _begins(r"\s+(?:account|affairs|events?|of)\b|-")(a.after) and a.words[0].islower() and not _current_other(a.before),
    "the-past": lambda a: not _past_goes_on(a.after),
    "soon": lambda a: not _soon_before(a.before) and not _soon_goes_on(a.after),
}
