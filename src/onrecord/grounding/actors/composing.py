"""What a phrase says of whom it names: "Russian Defence Minister Sergei Shoigu" → RUS, GOV, "Defence Minister", a person.

A country is read from its name, its adjective or its people before the head ("Russian", "Norway's"), from what follows "of", or from a
table of bodies; the sector from the words of the role. What the words do not say is None.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from onrecord.grounding.actors.words import words_of
from onrecord.grounding.places.gazetteer import Kind as PlaceKind
from onrecord.grounding.places.names import meanings, seats, states
from onrecord.grounding.places.resolve import possible_meanings
from onrecord.lexicon import read_table
from onrecord.text import Span

Kind = Literal["person", "organisation", "state", "group"]

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+)*")
_OWNER: Final = re.compile(r"['’]s?\Z")
_OF: Final = re.compile(r" (?:of|for|in|from) (?:the )?((?:(?:[^\W\d_]\.){2,}|[^\W\d_a-z][\w’'-]*)(?: (?:of |and )?[^\W\d_a-z][\w’'-]*){0,4})")
_OWNED: Final = re.compile(r"([^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)?)['’]s? ")
# Those whom a state sends to another: what stands behind "to" or "in" is where they are, not whose they are.
_SENT: Final = re.compile(
    r"\b(?:(?:ambassadors?|representatives?|consuls?(?:[- ]general)?|commissioners?|attach[eé]s?|delegates?|nuncios?|embass(?:y|ies)|consulates?"
    r"|missions?|delegations?|charg[eé] d['’]affaires)(?: of (?:the )?(?-i:[A-Z])[\w’'-]*(?: (?-i:[A-Z])[\w’'-]*){0,3})?(?= (?:to|in|at|near) )"
    r"|(?:envoys?|emissar(?:y|ies)|special representatives?)(?= (?:to|in|at|near|for) ))",
    re.IGNORECASE,
)
_LONGEST: Final = 4  # words of a country's name, or of a role
_REACH: Final = 200  # characters of a phrase that are read
_PLURAL: Final = re.compile(r"\b(?:officials|people|men|women|persons|sources|both|\w+(?:[^s]s|men))\Z", re.IGNORECASE)
_SINGULAR_IN_S: Final = frozenset(
    ("press", "congress", "business", "witness", "boss", "princess", "duchess", "hostess", "news", "series", "forces", "affairs")
)
_LOOSE: Final = frozenset(
    (
        "the",
        "a",
        "an",
        "s",
        "its",
        "their",
        "his",
        "her",
        "our",
        "top",
        "senior",
        "then",
        "new",
        "unnamed",
        "another",
        "one",
        "two",
        "three",
        "several",
        "some",
        "many",
    )
)


@dataclass(frozen=True, slots=True)
class Composed:
    """What one phrase says of somebody; None where it does not say."""

    country: str | None = None  # ISO 3166 alpha-3
    sector: str | None = None  # PLOVER
    title: Span | None = None  # the words of the role, "Defence Minister"
    kind: Kind | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    low: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A row of roles.tsv."""

    sector: str | None
    of: str


@cache
def roles() -> Mapping[str, Role]:
    """Words of a role → its sector, and whether a person or a body has it."""
    return {
        word: Role(None if sector == "-" else sector, of)
        for words, sector, of, _ in read_table("grounding/actors/roles.tsv").rows
        for word in words.split("|")
    }


@cache
def bodies() -> Mapping[str, tuple[str | None, str | None]]:
    """Names of bodies → country and sector."""
    rows = read_table("grounding/actors/organisations.tsv").rows
    unknown = {"-": None}
    return {name: (unknown.get(country, country), unknown.get(sector, sector)) for names, country, sector, _ in rows for name in names.split("|")}


@lru_cache(maxsize=4096)
def country_of(name: str) -> str | None:
    """The state that a word is the name, the adjective or the people of: "Russian", "North Korea", "U.S."; None for any other word."""
    if not name or not name[0].isupper():
        return None
    for meaning in meanings(name, composed=False):
        if (meaning.entry.kind is PlaceKind.COUNTRY or meaning.entry.row in states()) and meaning.how != "part":
            return meaning.entry.country
    return None


@lru_cache(maxsize=4096)
def state_of(name: str) -> str | None:
    """The state that a name may stand for where it acts: a country's, its capital's, its seat of government's."""
    found = country_of(name)
    if found or not name[:1].isupper():
        return found
    meant = possible_meanings(name)
    own = {meaning.entry.country for meaning in meant if meaning.entry.kind is PlaceKind.CAPITAL and meaning.entry.name == name}
    if len(own) == 1:
        return own.pop()  # Chattogram was once called Islamabad, too
    likeliest = max(meant, key=lambda meaning: meaning.entry.size, default=None)
    stately = {meaning.entry.country for meaning in meant if meaning.entry.kind is PlaceKind.CAPITAL or meaning.entry.row in seats()}
    return likeliest.entry.country if likeliest and likeliest.entry.country in stately else None


def compose(text: str, phrase: Span, name: Span | None) -> Composed:
    """What a phrase says: [country] [role] [name], "[role] of [country]", "the [adjective] [body]", the name of a body.

    Args:
        text: the document's.
        phrase: the whole phrase.
        name: the proper name in it; None for a description.
    """
    if name is not None and (known := bodies().get(_plain(text[name.start : name.end]))) is not None and name.end == phrase.end:
        country, sector = known
        return Composed(country, sector, None, "organisation")
    leads = name is not None and name.start > phrase.start
    end = name.start if name is not None and leads else phrase.end
    host = _host_at(text, phrase.start, end)
    of = _OF.search(text, phrase.start, end if host is None else host) if name is None or host is not None else None
    end = of.start() if of else end if host is None else host  # "the foreign minister of Mali": the role stands before
    words = list(_words(text, max(phrase.start, end - _REACH), end))
    country, left = _country(text, words)
    role, first, last = _role(words[left:] if left else words)
    offset = left
    if (
        role is not None
        and role.of == "person"
        and name is not None
        and name.start < words[offset + last].start < name.end
        and words[offset + last].low in words_of("part")
    ):
        role = None  # the name of a body that ends like a role: "Human Rights Monitor"
    if role is None and name is not None and name.end < phrase.end:  # "Ada Brandt, Norland's envoy"
        behind = _OF.search(text, name.end, phrase.end)
        end = min(behind.start() if behind else phrase.end, _host_at(text, name.end, phrase.end) or phrase.end)
        words = list(_words(text, name.end, min(end, name.end + _REACH)))
        country, left = (country, 0) if country else _country(text, words)
        role, first, last = _role(words[left:])
        offset = left
    title = None
    if role is not None:
        before = words[offset + first]
        title = Span(before.start, words[offset + last].end)
    if country is None and (of is not None or host is None):
        country = _behind(text, end if of is not None or not leads else phrase.end)
    if country is None:
        country = _body_before(text, words)
    if country is None and (owner := _OWNED.match(text, phrase.start, phrase.end)) is not None:
        country = state_of(owner[1])
    plain = name is None or text[phrase.start : name.start].strip().lower() in ("", "the")
    if role is None and name is not None and plain:  # "Norwegian Refugee Council", "Bank of Japan": the name itself says it
        inner = list(_words(text, name.start, name.end))
        country = country or _country(text, inner)[0]
        role = _role(inner)[0]
        return Composed(country, role.sector if role and role.of == "body" else None, None, "organisation" if role and role.of == "body" else None)
    if role is not None and role.sector is None:  # "army spokesman", "the ministry's chief negotiator"
        whose = _role(words[offset : offset + first])[0]
        role = Role(whose.sector if whose else _sector_before(text, words), role.of)
    former = role is not None and any(word.low in ("former", "ex", "late", "retired") for word in words)
    sector = None if role is None else "ELI" if former and role.sector in ("GOV", "LEG", "MIL") and role.of == "person" else role.sector
    kind: Kind | None = None
    if role is not None:
        kind = "organisation" if role.of == "body" and name is None else "person" if role.of == "person" else None
        if kind == "person" and name is None and _is_plural(text[title.start : title.end] if title else ""):
            kind = "group"
    return Composed(country, sector, title, kind, former)


def _host_at(text: str, start: int, end: int) -> int | None:
    """Where the words begin that say to whom one is sent: "Iran's ambassador{ to Sudan}"; None where nobody is sent."""
    sent = _SENT.search(text, start, end + len(" near "))
    return sent.end() if sent is not None and sent.end() <= end else None


def country_among(words: str) -> str | None:
    """The country that some words name: "Russian officials"."""
    return _country(words, list(_words(words, 0, len(words))))[0]


def _plain(name: str) -> str:
    return _OWNER.sub("", " ".join(name.split())).removeprefix("the ").removeprefix("The ")


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    for match in _WORD.finditer(text, start, end):
        yield _Word(match.start(), match.end(), match[0].lower(), match[0][0].isupper())


def _country(text: str, words: Sequence[_Word]) -> tuple[str | None, int]:
    """The last country named among some words, and how many words stand up to behind it."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size, -1, -1):
            if words[at].capital and (found := country_of(text[words[at].start : words[at + size - 1].end])):
                behind = at + size
                return found, behind + (behind < len(words) and words[behind].low == "s")
    return None, 0


def _role(words: Sequence[_Word]) -> tuple[Role | None, int, int]:
    """The role that stands last among some words, widened to the left over the words that say which: "deputy defence minister"."""
    lows = [word.low for word in words]
    for last in range(len(words) - 1, -1, -1):
        for size in range(min(_LONGEST, last + 1), 0, -1):
            first = last - size + 1
            found = roles().get(" ".join(lows[first : last + 1])) or roles().get(_singular(" ".join(lows[first : last + 1])))
            if found is not None:
                while first > 0 and lows[first - 1] not in _LOOSE and len(lows[first - 1]) > 1:
                    first -= 1
                return found, first, last
    return None, 0, 0


def _singular(words: str) -> str:
    if words.endswith("men"):
        return words.removesuffix("men") + "man"
    if words.endswith("ies"):
        return words.removesuffix("ies") + "y"
    return words.removesuffix("s") if words.endswith("s") and not words.endswith("ss") else words


def _is_plural(words: str) -> bool:
    last = words.lower().split()[-1] if words else ""
    return last not in _SINGULAR_IN_S and _PLURAL.search(words) is not None


def _behind(text: str, end: int) -> str | None:
    """The country of what follows a role: "the president of Mali", "ambassador of the Republic of Korea"."""
    of = _OF.match(text, end, end + 80)
    if of is None:
        return None
    inner = list(_words(text, of.start(1), of.end(1)))
    known = bodies().get(_plain(of[1]))
    if known:
        return known[0]
    country, left = _country(text, inner)
    return country if left == len(inner) else None  # not of "the Carnegie Russia Center"


def _body_before(text: str, words: Sequence[_Word]) -> str | None:
    """The country of a body named before a role: "Pentagon spokesman Ray Holt"."""
    known = _known_before(text, words)
    return known[0] if known else None


def _sector_before(text: str, words: Sequence[_Word]) -> str | None:
    known = _known_before(text, words)
    return known[1] if known else None


def _known_before(text: str, words: Sequence[_Word]) -> tuple[str | None, str | None] | None:
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            known = bodies().get(text[words[at].start : words[at + size - 1].end])
            if known:
                return known
    return None
