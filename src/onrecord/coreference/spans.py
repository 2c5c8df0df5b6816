"""What a bare span is: a name, a description or a pronoun; its head word, and the proper name in it.

Read by rules from the words of the span and, for capitals, from the rest of the text: a word that the text also writes small is no name
because it begins a sentence or stands in a headline.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.coreference.pronouns import PRONOUNS
from onrecord.lexicon import word_set
from onrecord.record import Mention
from onrecord.text import Span

_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|(?:[A-Z]\. ){1,3}[A-Z]\.(?=\W|$)"  # U. S.
    r"|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Prof)\."
    r"|['’]s\b"
    r"|[\w&]+(?:[-’'](?!s\b)\w+)*\.?(?<=[A-Z]\.)|[\w&]+(?:[-’'](?!s\b)\w+)*|\S"
)
_SMALL: Final = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w])")


DETERMINERS: Final = word_set(
    "the a an this that these those some any no each every another both all many most several few such other either neither his her its their"
    " our my your whose what which"
)
BREAKS: Final = word_set(
    "of in on at to for from by with about against after before during since under over into through between among amid despite without near"
    " inside outside within across behind around via per until upon off toward towards including like as than who whom which whose that where"
    " when while because if is are was were be been has have had will would can could may might but not except along aboard above below beside"
    ' beyond regarding concerning besides whose ; : ( ) [ ] — – - … . ! ? " “ ” ,'
)
_ADDRESSES: Final = word_set("mr mrs ms miss dr prof")
_PARTICLES: Final = word_set("de la le du des del della van von der den di da dos al el bin ibn ben y")
_BODIES: Final = word_set(
    "department ministry office motors county court house street road avenue university college hospital school committee council commission"
    " agency bureau club party league union airport station bridge park square building center centre institute foundation company corporation"
    " inc group electric secretary general creek island islands bay city town village church cathedral castle fort museum library award prize"
)
JOINS: Final = word_set("and or & nor")
_INNER: Final = word_set("of the for and & de la le du des del della van von der den di da dos al el bin ibn ben y e to on in")
_BETWEEN: Final = _INNER - (BREAKS - {"of", "for"})
_OPEN: Final = word_set("of for and & de la le du des del van von der den di da al el bin ibn y the on in")
TITLES: Final = word_set(
    "mr mrs ms miss dr prof professor sir dame lord lady president minister prime chancellor senator sen rep representative gov governor mayor"
    " general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander commodore justice judge chief king queen"
    " emperor empress tsar prince princess pope archbishop bishop cardinal rabbi imam sheikh father sister brother saint st ambassador secretary"
    " chairman chairwoman director ceo coach detective officer congressman congresswoman speaker rev reverend private corporal attorney"
    " spokesman spokeswoman"
)
MANY: Final = word_set(
    "men women people children police feet teeth mice geese cattle troops forces media staff personnel folks youth clergy elderly poor rich both"
    " many several few these those"
)
ONE: Final = word_set(
    "news politics economics mathematics physics series species campus virus status bus gas class press congress business boss process access"
    " success princess headquarters united states netherlands philippines alas atlas census consensus genius bonus focus corps chaos lens cosmos"
    " christmas texas paris kansas"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention with the words that later steps compare."""

    mention: Mention
    tokens: tuple[str, ...]  # of the whole span, as written
    lowers: tuple[str, ...]
    head: int  # number of its head's token
    core: tuple[int, int]  # tokens of the phrase without what is said behind its head
    name: tuple[int, int] | None  # tokens of the name
    plural: bool | None
    joined: bool  # "X and Y"


def small_words(text: str) -> frozenset[str]:
    """The words that a text writes small: what begins with a capital elsewhere is then no name for that."""
    return frozenset(_SMALL.findall(text))


def read_span(text: str, start: int, end: int, small: frozenset[str] | None = None) -> Mention:
    """What text[start:end] is as a mention.

    Args:
        small: `small_words(text)`, where many spans of one text are read.

    Raises:
        ValueError: the span is empty or blank.
    """
    return read(text, start, end, small_words(text) if small is None else small).mention


def read(text: str, start: int, end: int, small: frozenset[str]) -> Reading:
    """What text[start:end] is, with its words."""
    places = [match.span() for match in _TOKEN.finditer(text, start, min(end, start + 400))]
    if not places:
        raise ValueError(f"no words in [{start}, {end})")
    tokens = tuple([text[a:b] for a, b in places])
    lowers = tuple([token.lower().replace("’", "'") for token in tokens])
    pronoun = _pronoun(tokens, lowers)
    span = Span(start, end)
    if pronoun is not None:
        known = PRONOUNS[lowers[pronoun]]
        head = Span(*places[pronoun])
        kind = "PER" if known.group in ("he", "she", "i", "we", "you") else None
        mention = Mention(span, kind, "pronoun", None, head, 1.0)  # type: ignore[arg-type]
        return Reading(mention, tokens, lowers, pronoun, (pronoun, pronoun + 1), None, known.plural, False)
    first, last, joined = _core(tokens, lowers)
    opening = _opens(text, start)
    name = _name(tokens, lowers, first, last, opening, small)
    head_at = last - 1
    if name is not None:
        head_at = name[1] - 1
    head = Span(*places[head_at])
    cited = None if name is None else Span(places[name[0]][0], places[name[1] - 1][1])
    mention = Mention(span, None, "nominal" if name is None else "named", cited, head, 1.0)
    plural = joined or _plural(lowers, first, head_at, named=name is not None)
    return Reading(mention, tokens, lowers, head_at, (first, last), name, plural, joined)


def readings(text: str, mentions: Iterable[Mention], small: frozenset[str]) -> list[Reading]:
    """The words of mentions that somebody else found: their form, name and head stand, what they lack is read."""
    found = []
    for mention in mentions:
        reading = read(text, mention.span.start, mention.span.end, small)
        found.append(_as_told(text, reading, mention))
    return found


def _as_told(text: str, reading: Reading, mention: Mention) -> Reading:
    """A reading that keeps to the form, name and head that were found before it."""
    own = reading.mention
    if (own.form, own.name, own.head) == (mention.form, mention.name, mention.head):
        return Reading(mention, *_rest(reading))
    places = [match.span() for match in _TOKEN.finditer(text, mention.span.start, min(mention.span.end, mention.span.start + 400))]
    head = _token_at(places, mention.head.start)
    name = None
    if mention.name is not None:
        name = (_token_at(places, mention.name.start), _token_at(places, mention.name.end - 1) + 1)
    core = (min(reading.core[0], head, *(name or (head,))[:1]), max(head + 1, name[1] if name else 0))
    plural = reading.plural if mention.form == "pronoun" else reading.joined or _plural(reading.lowers, core[0], head, named=name is not None)
    return Reading(mention, reading.tokens, reading.lowers, head, core, name, plural, reading.joined)


def _rest(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...], int, tuple[int, int], tuple[int, int] | None, bool | None, bool]:
    return reading.tokens, reading.lowers, reading.head, reading.core, reading.name, reading.plural, reading.joined


def _token_at(places: Sequence[tuple[int, int]], at: int) -> int:
    """The token at a position, or the last before it."""
    found = 0
    for number, (start, _) in enumerate(places):
        if start > at:
            break
        found = number
    return found


def _pronoun(tokens: Sequence[str], lowers: Sequence[str]) -> int | None:
    """Where the pronoun stands that a span is: "he", "he himself", "they all", "those who work there"."""
    if lowers[0] not in PRONOUNS or tokens[0] in ("US", "IT", "WHO", "ONE"):
        return None
    if len(lowers) == 1:
        return 0
    group = PRONOUNS[lowers[0]].group
    if lowers[0] in ("one", "some", "both", "all", "none", "each") and lowers[1] == "of":
        return None
    if lowers[1] in PRONOUNS and lowers[1] not in DETERMINERS and len(lowers) == 2 and group != "this":
        return 0
    if len(lowers) == 2 and lowers[1] in ("all", "both", "else", "another", "other") and group != "this":
        return 0
    if group in ("this", "some", "which") and lowers[1] in BREAKS | {"else"} and lowers[0] not in ("that",):
        return 0
    return None


def _core(tokens: Sequence[str], lowers: Sequence[str]) -> tuple[int, int, bool]:
    """First and behind-last token of the phrase up to its head, and whether it joins two things.

    "the [organization] founded by a writer", "the minister's [brother]", "[a 19 year old] who …", "[Ada Brandt], the minister".
    """
    first, last, joined = 0, len(tokens), False
    k = 0
    while k < len(tokens):
        low = lowers[k]
        if low == "'s" and k + 1 < len(tokens) and lowers[k + 1] not in BREAKS:
            first = k + 1
        elif k > first and low in JOINS:
            # "the deputy and acting minister" is one; "Brandt and Holm", "men and women" are two
            joined = not (lowers[k - 1] in TITLES and k + 1 < len(tokens) and lowers[k + 1] in TITLES)
            if (
                joined
                and tokens[k - 1][:1].isupper()
                and k + 1 < len(tokens)
                and tokens[k + 1][:1].isupper()
                and first < k - 1
                and lowers[first] == "the"
            ):
                joined = False  # "the Food and Drug Administration"
                k += 1
                continue
            if joined:
                last = k
                break
        elif k > first and (low in BREAKS or _follows(lowers, k, first)):
            if low == "," and k == first + 1 and lowers[first] not in DETERMINERS and k + 1 < len(tokens) and tokens[first][:1].islower():
                k += 1  # "low, dusty hills"
                continue
            if low == "–" and all(token[:1].isupper() for token in (tokens[k - 1], *tokens[k + 1 :])) and k + 1 < len(tokens):
                k += 1  # "the Arkel – Lund Bridge"
                continue
            last = k
            joined = joined or _listed(lowers, k)
            break
        k += 1
    if last <= first:
        last = min(first + 1, len(tokens))
    return first, last, joined


def _listed(lowers: Sequence[str], k: int) -> bool:
    """Whether a comma begins a list: "Brandt, Holm and Voss"."""
    if lowers[k] != ",":
        return False
    for j in range(k + 1, min(len(lowers), k + 16)):
        if lowers[j] in JOINS:
            return lowers[j - 1] == "," or j - k <= 5
        if lowers[j] in ("who", "which", "where", "a", "an", "the", "in", "of"):
            return False
    return False


def _follows(lowers: Sequence[str], k: int, first: int) -> bool:
    """Whether a participle begins what is said behind the head: "men [wanted] by", "people [living] in"."""
    low = lowers[k]
    if k - first < 1 or lowers[k - 1] in DETERMINERS or not low.endswith(("ed", "ing", "wn", "ught")) or len(low) < 5:
        return False
    if k + 1 == len(lowers):
        return low.endswith("ed") and lowers[k - 1].endswith("s")
    after = lowers[k + 1]
    return after in BREAKS or after in DETERMINERS or after in PRONOUNS or after.endswith("ly")


def _opens(text: str, start: int) -> bool:
    """Whether a position begins a sentence or a paragraph: a capital there says nothing."""
    before = text[max(0, start - 4) : start].rstrip(" \t\"“‘'«(")
    return not before or before[-1] in ".!?\n:…•*–—" or start == 0


def _name(tokens: Sequence[str], lowers: Sequence[str], first: int, last: int, opening: bool, small: frozenset[str]) -> tuple[int, int] | None:
    """The tokens of the proper name that the phrase's head is the end of, or None."""

    def capital(k: int) -> bool:
        token = tokens[k]
        if lowers[k] == "us":
            return True
        if not token[:1].isupper():
            return token[:1].isdigit() and k > first and len(token) < 5 and any(c.isupper() for c in token)
        if lowers[k] in DETERMINERS or lowers[k] in PRONOUNS:
            return False
        if len(token) > 1 and token.isupper():
            return lowers[k] not in small or len(token) <= 4
        if k == 0 and opening and not (last > 1 and tokens[1][:1].isupper()):
            return lowers[k] not in small and not (len(lowers[k]) > 3 and lowers[k][:-1] in small and lowers[k].endswith("s"))
        return True

    addressed = _addressed(tokens, lowers, first)
    if addressed is not None:
        return addressed
    end = last
    while end > first and tokens[end - 1][:1].isdigit() and end - 1 > first and capital(end - 2):
        end -= 1  # "Apollo 11"
    if end <= first or not capital(end - 1) or lowers[first] in ("a", "an", "another", "any", "each", "every", "no"):
        return None
    start = end - 1
    while start > first:
        if capital(start - 1):
            start -= 1
        elif start - 2 >= first and (lowers[start - 1] in _BETWEEN or lowers[start - 1].isdigit()) and capital(start - 2):
            start -= 2
        else:
            break
    # "the Bank of Norland", "Ministry of the Interior": a name goes on behind its first noun
    behind = last
    if end == last:
        while behind < len(tokens) - 1 and lowers[behind] in _OPEN and lowers[behind] not in ("and", "&", "in", "on"):
            step = behind + 1
            if lowers[step] == "the" and step + 1 < len(tokens):
                step += 1
            if not tokens[step][:1].isupper():
                break
            while step < len(tokens) and tokens[step][:1].isupper():
                step += 1
            behind = step
    else:
        behind = last
    if behind == last and lowers[last - 1] not in _BODIES:
        titled = [k for k in range(start, last - 1) if lowers[k].rstrip(".") in TITLES]
        if titled and last - titled[-1] <= 5:
            start = titled[-1] + 1  # "Norlandic Defence Minister [Ada Brandt]"
    return start, behind


def _addressed(tokens: Sequence[str], lowers: Sequence[str], first: int) -> tuple[int, int] | None:
    """The name behind "Mr" in a phrase that is an office and its holder: "Undersecretary for Roads Mr. [Lund]"."""
    if lowers[first] in DETERMINERS or not tokens[first][:1].isupper():
        return None
    for k in range(first, min(len(tokens) - 1, first + 12)):
        if not (tokens[k][:1].isupper() or lowers[k] in _OPEN):
            return None
        if lowers[k].rstrip(".") in _ADDRESSES and tokens[k + 1][:1].isupper():
            end = k + 2
            while end < len(tokens) and (
                tokens[end][:1].isupper() or (lowers[end] in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1][:1].isupper())
            ):
                end += 1
            return k + 1, end
    return None


def _plural(lowers: Sequence[str], first: int, head: int, *, named: bool) -> bool | None:
    """Whether a phrase is of many, as its head and determiner tell."""
    word, lead = lowers[head], lowers[first]
    if lead in ("a", "an", "this", "that", "each", "every", "another", "one", "either", "neither"):
        return False
    if lead in ("these", "those", "many", "several", "few", "both", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"):
        return True
    if lead.isdigit() and lead != "1":
        return True
    if named:
        return None if word.endswith("s") else False
    if word in MANY:
        return True
    return word.endswith("s") and word not in ONE and not word.endswith(("ss", "us", "is"))
