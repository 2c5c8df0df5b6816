"""Sources: the noun phrase that a cue attributes to, left of the verb, right of an inverted one, or shared with the clause before."""

from functools import cache
from typing import Final

from onrecord.lexicon import read_table, word_set
from onrecord.statements.groups import Sentence, is_verb
from onrecord.statements.tokens import (
    ADVERBIAL_STARTS,
    AUXILIARIES,
    COORDINATORS,
    DASHES,
    DAYS,
    DETERMINERS,
    MONTHS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    SUBORDINATORS,
    TIME_WORDS,
    is_adverb,
    is_capital,
)

Range = tuple[int, int]  # words [start, end)

_NEVER_LAST: Final = (PREPOSITIONS | COORDINATORS | SUBORDINATORS | AUXILIARIES) - {"that", "in", "on", "off"}  # in a noun phrase
_TIMES_AFTER: Final = MONTHS | TIME_WORDS | {"a", "an", "his", "her"}
_WALK: Final = 40  # words that a noun phrase may reach back
_RELATIVES: Final = frozenset(("who", "which", "whose", "whom"))
# What shows or suggests without speaking: "experience shows that" attributes nothing to anybody.
_NOT_SPEAKERS: Final = word_set(
    "experience history logic reason wisdom sense nature instinct intuition fate time life something nothing everything anything this that which"
    " what it there here sign signs move step fact facts result results success failure absence presence example case evidence practice silence"
    " hindsight tradition reality circumstance circumstances geography arithmetic mathematics weather calendar luck destiny habit custom necessity"
    " prudence decency"
)


def find_subject(sentence: Sentence, verb: int, low: int) -> Range | None:
    """The noun phrase that ends before the verb group at word `verb`, with its apposition; None where the verb has none of its own.

    Args:
        sentence: the sentence.
        verb: the first word of the verb group.
        low: no word before this may belong to it.
    """
    last = verb - 1
    if last < low:
        return None
    word = sentence.lower(last)
    if word in ("who", "which") and last > low:
        end = last - 1 if sentence.lower(last - 1) == "," else last
        return _phrase(sentence, end, low)
    if word in PRONOUNS:
        return last, verb
    if word in COORDINATORS or word in STOPS or word in (";", ":", "then") or (sentence.closes_quote(last) and not _is_nickname(sentence, last)):
        return None
    if word == ",":
        return _with_apposition(sentence, last, low)
    if word in DASHES:
        # "Germany -- whose border … -- said": the clause tells of the source, and has a verb of its own
        clause = _dash_clause(sentence, last, low)
        if clause is not None:
            return _phrase(sentence, clause, low)
        # "its head – Captain Otto Lund – said": a name between dashes
        opened = next((k for k in range(last - 1, max(low, last - 12), -1) if sentence.lower(k) in DASHES), None)
        phrase = _phrase(sentence, opened, low) if opened is not None and opened > low and not any(sentence.quoted[opened:last]) else None
        return (phrase[0], last) if phrase is not None else None
    return _phrase(sentence, verb, low)


def _dash_clause(sentence: Sentence, closed: int, low: int) -> int | None:
    """The dash that opens the relative clause which the dash `closed` ends; None where the two are no such pair."""
    for k in range(closed - 1, max(low, closed - _WALK), -1):
        word = sentence.lower(k)
        if word in DASHES:
            return k if _opens_clause(sentence, k) else None
        if sentence.quoted[k] or word in (";", ":") or (word in STOPS and word != "."):
            return None
    return None


def _opens_clause(sentence: Sentence, dash: int) -> bool:
    """Whether a relative clause follows a dash."""
    return sentence.lower(dash) in DASHES and sentence.lower(dash + 1) in _RELATIVES


def _with_apposition(sentence: Sentence, comma: int, low: int) -> Range | None:
    """ "Hugh Hill, a doctor, " → the phrase from its name on; an adverbial between the commas ("however") is left out."""
    end, seen = comma, 0
    opened = _comma_before(sentence, comma, low)
    while opened is not None and seen < 4:
        first = sentence.lower(opened + 1)
        loose = (
            (first in ADVERBIAL_STARTS and first not in ("by", "of"))
            or first in TIME_WORDS
            or is_adverb(first)
            or first.endswith("ing")
            or first == "too"
            or (first.endswith("ed") and sentence.lower(opened + 2) in PREPOSITIONS)
        )
        if loose:
            end = opened
        phrase = _phrase(sentence, opened, low)
        if phrase is None:
            return None
        at = phrase[0] - 1
        if at - 1 > low and sentence.lower(at) in ("from", "of") and sentence.lower(at - 1) == ",":
            opened, seen = at - 1, seen + 1  # "Otto Lund, 60, {from Arkel,} North Norland, said"
            continue
        outer = _comma_before(sentence, opened, low)
        short = opened - phrase[0] <= 8 and sentence.lower(phrase[0] - 1) == ","
        continues = short and outer is not None and outer > low and _is_appositive(sentence, phrase[0], opened) and _ends_in_name(sentence, outer)
        if not continues:
            return phrase[0], end
        opened, seen = outer, seen + 1
    return None


def _is_appositive(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words [start, end) tell more of the name before: an age, "a doctor", "head of …"."""
    first = sentence.lower(start)
    return first.isdigit() or first in ("a", "an", "the", "who", "whose") or (not is_capital(sentence.words.texts[start]) and end - start <= 8)


def _ends_in_name(sentence: Sentence, comma: int) -> bool:
    return comma > sentence.start and is_capital(sentence.words.texts[comma - 1]) and sentence.lower(comma - 1) not in TIME_WORDS


def _comma_before(sentence: Sentence, i: int, low: int) -> int | None:
    """The comma before word i, not past a stronger mark."""
    for k in range(i - 1, max(low, i - _WALK) - 1, -1):
        word = sentence.lower(k)
        if word == "," and not sentence.quoted[k]:
            return k
        if word in (";", ":") or word in STOPS or word in DASHES or (sentence.quoted[k] and not _is_nickname(sentence, k)):
            return None
    return None


def _phrase(sentence: Sentence, end: int, low: int) -> Range | None:
    """The noun phrase that ends before word `end`, without an adverbial in front of it."""
    start = _walk(sentence, end - 1, low)
    start = _strip(sentence, start, end)
    end = _strip_end(sentence, start, end)
    if start >= end or sentence.lower(end - 1) in _NEVER_LAST:
        return None
    return start, end


def _walk(sentence: Sentence, i: int, low: int) -> int:
    """How far left a noun phrase that ends with word i may reach."""
    last, floor, joined = i, max(low, i - _WALK), False
    while i >= floor:
        word = sentence.lower(i)
        if sentence.quoted[i]:
            if not _is_nickname(sentence, i):
                break
        elif word == ")":
            opened = next((k for k in range(i - 1, max(floor, i - 15) - 1, -1) if sentence.lower(k) == "("), None)
            if opened is None:
                break
            i = opened
        elif word == ",":
            # "Ada Brandt, Otto Lund and Iris Falk said": a list of names.
            if not (joined and i > floor and is_capital(sentence.words.texts[i - 1]) and is_capital(sentence.words.texts[i + 1])):
                break
        elif word in STOPS:
            if word != "." or i == last or sentence.words.ends[i - 1] != sentence.words.starts[i]:
                break  # a stop inside a sentence belongs to an abbreviation: "Gen. Falk"
        elif word in (";", ":", "(") or word in DASHES:
            break
        elif word in SUBORDINATORS - {"than"}:
            # "a man who gave his name as Lund said"
            opened = next((k for k in range(i - 1, max(floor, i - 8) - 1, -1) if sentence.lower(k) == "who" or sentence.lower(k) == ","), None)
            if word != "as" or opened is None or sentence.lower(opened) == ",":
                break
            i = opened
        elif word in ("and", "or", "but", "nor", "yet"):
            if word == "but" or i == last or _has_verb(sentence, floor, i):
                break
            joined = True
        elif word in PRONOUNS and word not in _RELATIVES and i != last:
            break
        elif word in _RELATIVES:
            pass
        elif word in AUXILIARIES or (i != last and is_verb(sentence, i)):
            opened = next((k for k in range(i - 1, max(floor, i - 12) - 1, -1) if sentence.lower(k) in _RELATIVES or sentence.lower(k) == ","), None)
            if opened is None or sentence.lower(opened) == ",":
                break
            i = opened
        i -= 1
    return i + 1


def _has_verb(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a finite verb stands between the mark before word `high` and that word."""
    for k in range(high - 1, max(low, high - 25) - 1, -1):
        if sentence.lower(k) in (";", ":", ","):
            return False
        if is_verb(sentence, k):
            return True
    return False


def _strip(sentence: Sentence, start: int, end: int) -> int:
    """Leave out what stands before the phrase: "But", "On Tuesday", "In Arkel the"."""
    while start < end and (
        sentence.lower(start) in COORDINATORS
        or (sentence.lower(start) in _RELATIVES and end - start > 1)
        or sentence.lower(start)
        in ("then", "meanwhile", "however", "still", "also", "even", "when", "as", "where", "yet", "so", "now", "later", "earlier")
        or (is_adverb(sentence.lower(start)) and sentence.lower(start) not in ("both", "all", "neither"))
    ):
        start += 1
    if start < end and sentence.lower(start) in PREPOSITIONS:
        times = [
            k
            for k in range(start, end - 1)
            if sentence.lower(k) in TIME_WORDS or (sentence.lower(k).isdigit() and sentence.lower(k - 1) in MONTHS | {"in"})
        ]
        if times:
            return times[-1] + 1
        nouns = [k for k in range(start + 2, end) if sentence.lower(k) in DETERMINERS]
        if nouns and nouns[-1] > start + 1:
            return nouns[-1]
        k = end - 1
        while k - 1 > start + 1 and is_capital(sentence.words.texts[k]) and is_capital(sentence.words.texts[k - 1]):
            k -= 1
        return k
    if start < end and sentence.lower(start) in DAYS and end - start > 1:
        return start + 1
    return start


def _strip_end(sentence: Sentence, start: int, end: int) -> int:
    """Leave out what stands between a phrase and its verb: "Norland {on Monday} said", "the bank {late Friday} said", "she {still often} says"."""
    while end - start > 1 and sentence.lower(end - 1) in _BETWEEN:
        end -= 1
    if end - start > 1 and sentence.lower(end - 1) in DAYS and is_capital(sentence.words.texts[end - 2]):
        return end - 1  # "Brandt Monday said"
    while end - start > 1 and sentence.lower(end - 1) in TIME_WORDS and sentence.lower(end - 2) in _TIME_LEADS | DAYS:
        end -= 1
        while end - start > 1 and sentence.lower(end - 1) in _TIME_LEADS:
            end -= 1
    return end


_BETWEEN: Final = word_set("first then later also still sometimes often always never now again soon once ever just usually")
_TIME_LEADS: Final = word_set("on late early last this earlier in next")


def _is_nickname(sentence: Sentence, i: int) -> bool:
    """Whether the quotation at word i is part of a name: Otto “Bull” Lund, the author of “A Long River”."""
    end = sentence.quoted[i]
    start = i
    while start > sentence.start and sentence.quoted[start - 1] == end:
        start -= 1
    if start == sentence.start or end >= sentence.end or end - start > 8:
        return False
    before = sentence.words.texts[start - 1]
    if end - start <= 5 and is_capital(before) and is_capital(sentence.words.texts[end]):
        return True
    # "the author of “A Long River”": a title, which has no comma or stop before its last mark.
    return before in ("of", "for", "in") and sentence.words.texts[end - 2] not in (",", ".", "!", "?")


def find_inverted(sentence: Sentence, start: int, *, apposition: bool = True) -> Range | None:
    """The noun phrase that begins at word `start`, with its apposition: "said {Ada Brandt, a nurse at the ward}".

    Without `apposition` it ends at its first comma: in "According to the bank, the sum was paid" the clause follows there.
    """
    if sentence.lower(start) in PRONOUNS:
        return start, start + 1
    i, told = start, False  # told: inside an apposition, which ends at a comma only
    while i < min(sentence.end, start + _WALK):
        word = sentence.lower(i)
        if sentence.quoted[i]:
            if not _is_nickname(sentence, i):
                break
        elif word == ",":
            if i == start or not _opens_apposition(sentence, i + 1, apposition=apposition):
                break
            told = True
        elif word in STOPS:
            if word != "." or i + 1 >= sentence.end or sentence.words.ends[i - 1] != sentence.words.starts[i] or i == start:
                break
        elif word in (";", ":", ")") or word in DASHES or (not told and _ends_inverted(sentence, start, i)):
            break
        i += 1
    while i > start and sentence.lower(i - 1) in (",", "and"):
        i -= 1
    return (start, i) if i > start else None


def _opens_apposition(sentence: Sentence, i: int, *, apposition: bool) -> bool:
    """Whether the words after a comma tell more of the name before it."""
    first = sentence.lower(i)
    if i >= sentence.end or sentence.quoted[i] or first.endswith("ing") or first in COORDINATORS or first in AUXILIARIES:
        return False
    if first in ("who", "whose") or not apposition:
        return first in ("who", "whose")
    return first in ("a", "an", "the", "one") or first in POSSESSIVES or first.isdigit() or (first.isalpha() and first not in ADVERBIAL_STARTS)


def _ends_inverted(sentence: Sentence, start: int, i: int) -> bool:
    """Whether a noun phrase that begins at `start` ends before word i: at a time, a venue or the next clause."""
    word, after = sentence.lower(i), sentence.lower(i + 1)
    if word in _RELATIVES:
        return False
    if word in SUBORDINATORS or word in DAYS:
        return True
    if word in ("but", "and"):
        return word == "but" or not (i + 1 < sentence.end and (is_capital(sentence.words.texts[i + 1]) or after in DETERMINERS))
    if word in ("to", "with", "for", "of", "from"):
        return i == start or (
            word in ("to", "with") and after in ("reporters", "journalists", "a", "the") and is_capital(sentence.words.texts[i - 1])
        )
    if word in ("in", "on", "at"):
        noun = i > start and not is_capital(sentence.words.texts[i - 1])
        return not (noun and after not in _TIMES_AFTER)
    if word in ("during", "after", "late", "early", "last", "earlier", "via", "through", "this"):
        return True
    return word in AUXILIARIES and not any(sentence.lower(k) in _RELATIVES for k in range(start, i))


def find_topic(sentence: Sentence, low: int, high: int) -> Range | None:
    """The subject of the clause that begins at `low`: the phrase before its first verb, which must stand before `high`."""
    start = low
    if sentence.lower(start) in ADVERBIAL_STARTS:
        comma = next((k for k in range(start, min(high, start + 25)) if sentence.lower(k) == ","), None)
        if comma is None:
            return None
        start = comma + 1
    for i in range(start, min(high, start + _WALK)):
        if sentence.quoted[i]:
            return None
        if i > start and (is_verb(sentence, i) or _opens_clause(sentence, i)):
            end = i
            while end > start and (is_adverb(sentence.lower(end - 1)) or sentence.lower(end - 1) == ","):
                end -= 1
            begin = _strip(sentence, start, end)
            return (begin, end) if end > begin else None
        if sentence.lower(i) in (";", ":"):
            return None
    return None


def is_abstract(sentence: Sentence, source: Range) -> bool:
    """Whether a phrase is what shows without speaking, or only points back: "experience", "which"; not "who", "we"."""
    return not is_speaker(sentence, source) and sentence.lower(source[0]) not in PERSONS


# What stands before a colon in a headline and is a kind of text: "Interview: “We never sold”".
LABELS: Final = word_set(
    "analysis audio blog breaking column comment correction editorial exclusive explainer factbox feature interview letter letters live obituary"
    " opinion photos podcast profile q&a quiz review timeline transcript update updates video viewpoint watch"
)
PERSONS: Final = word_set("i we you who who's one's")


def is_speaker(sentence: Sentence, source: Range) -> bool:
    """Whether a phrase can be somebody or something that says: not "experience", not "which"."""
    start, end = source
    core = next((k for k in range(start, end) if k > start and (sentence.lower(k) in PREPOSITIONS or sentence.lower(k) == ",")), end)
    head = sentence.lower(core - 1)
    if end - start == 1 and head in ("i", "we", "you", "this", "that", "which", "what", "there", "who", "one's", "who's"):
        return False
    if end - start == 1 and head in TIME_WORDS:
        return False
    return head not in _NOT_SPEAKERS or head == "it"


@cache
def bodies() -> frozenset[str]:
    """Nouns of bodies that speak as one: "ministry", "army"."""
    return frozenset(word for word, kind, _ in read_table("statements/offices.tsv").rows if kind == "body")


@cache
def offices() -> frozenset[str]:
    """Nouns of bodies and of offices with one holder: "ministry", "spokesman"."""
    return frozenset(word for word, _, _ in read_table("statements/offices.tsv").rows)


@cache
def people() -> frozenset[str]:
    """Nouns of those who are quoted, with a name or without: "ministry", "officials", "reports"."""
    return offices() | _PEOPLE


_UNCOUNTED: Final = word_set("a an one two three four some another several many few any other no each most both")
_PEOPLE: Final = word_set(
    "officials official sources source estimates witnesses police experts analysts critics reports authorities investigators prosecutors"
    " lawyers doctors residents relatives observers lawmakers diplomats soldiers supporters opponents aides people"
)
_COMMON: Final = _PEOPLE | word_set(
    "mp mps mep meps ceo ceos ngo ngos others some many most both two three one several few each all neither they he she it we i the a an this that"
    " those these who another"
)


def is_named(sentence: Sentence, source: Range, common: frozenset[str]) -> bool:
    """Whether a source has a name ("Ada Brandt", "The US") or stands for one body or holder ("the ministry"); not "officials", "a spokesman".

    Args:
        sentence: the sentence.
        source: the words of the source.
        common: words that the page also writes in lower case, so that a capital at a sentence's start is no name.
    """
    parts: list[Range] = []
    start = source[0]
    for i in range(source[0], source[1] + 1):
        if i == source[1] or sentence.lower(i) == ",":
            parts.append((start, i))
            start = i + 1
    return any(
        _part_is_named(sentence, part, common) for part in parts if part[0] < part[1] and not (part[0] > source[0] and _is_loose(sentence, part))
    )


def _is_loose(sentence: Sentence, part: Range) -> bool:
    """An apposition that only places or describes: "a nurse at Arkel Hospital", "who fled to Norland"."""
    return sentence.lower(part[0]) in _RELATIVES or sentence.lower(part[0]) in PREPOSITIONS


def _part_is_named(sentence: Sentence, part: Range, common: frozenset[str]) -> bool:
    start, end = part
    if sentence.lower(end - 1) == ")":  # "Sen. Ada Brandt (R-Ohio)", "the Arkel Rescue Team (ART)"
        end = next((k for k in range(end - 1, start, -1) if sentence.lower(k) == "("), end)
    core = next((k for k in range(start + 1, end) if sentence.lower(k) in PREPOSITIONS or sentence.lower(k) in _RELATIVES), end)
    capitals = [k for k in range(start, end) if _is_name_word(sentence, k, common)]
    if core - 1 in capitals or (core - 2 in capitals and sentence.lower(core - 1) == "'s"):  # "Falk's", a firm
        return True
    first = sentence.lower(start)
    if sentence.lower(core - 1) not in offices() or first in _UNCOUNTED:
        return False
    owned = any(sentence.lower(k) == "'s" for k in range(start, core))
    return first in ("the", "that", "this") or first in POSSESSIVES or owned or bool(capitals)


def _is_name_word(sentence: Sentence, i: int, common: frozenset[str]) -> bool:
    word, text = sentence.lower(i), sentence.words.texts[i]
    if not is_capital(text) or word in _COMMON or word in PRONOUNS:
        return False
    return i > sentence.start or word not in common
