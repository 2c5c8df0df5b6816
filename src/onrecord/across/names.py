"""Who is who across pages: actors compared by name, country and office, and the party that stands behind each.

A record's actor IDs hold within their page. Across pages a state is its alpha-3 code, everybody else a name with a country. Officials
without a name are somebody by description only, and no party: the words could fit any of a hundred.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from onrecord.across.rarity import rarity
from onrecord.characters import settled
from onrecord.lexicon import read_table, word_set
from onrecord.record import Actor

STATELY: Final = frozenset({"GOV", "MIL", "COP", "SPY"})  # sectors that speak for the government of a state
SAME: Final = 1.0  # of likeness: one and the same
AKIN: Final = 0.6  # a state and its ministry, two bodies of one government
OPEN: Final = 0.25  # nothing is known that speaks against it

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_INDEFINITE: Final = word_set(
    "a an one two three four five six seven eight nine ten several some many few other another both most various senior top unnamed anonymous no "
    "such dozens hundreds thousands"
)
_MANY: Final = re.compile(
    r"\b(?:officials|sources|diplomats|officers|people|residents|witnesses|insiders|analysts|experts|observers|monitors|aides)\b"
)
_TRADES: Final = re.compile(r"(?:[a-z]{2}(?:ers|ors|ists)|men|women)$")  # "herders", "trawlermen": what people do names nobody
_JOINT: Final = word_set("coalition alliance bloc")  # of several states: no government's
_OF_GOVERNMENT: Final = word_set("ministry minister embassy consulate government cabinet presidency treasury prosecutor prosecutors prosecution")
_STATE_MEDIA: Final = re.compile(
    r"\b(?:state|official|government|army)(?:[- ](?:run|owned))? (?:television|tv|radio|broadcaster|news agency|media|newspaper|daily)\b"
)
_SPOKEN: Final = re.compile(r"\bspokes(?:man|woman|person|people)\b")
_SMALL: Final = word_set(
    "a an the of for in at on to from by with and 's s mr mrs ms dr sir its his her their our this that who which de del la el al bin van von da di "
    "do"
)
_SPELT: Final = {
    "defense": "defence",
    "organization": "organisation",
    "labor": "labour",
    "centre": "center",
    "programme": "program",
    "ministries": "ministry",
}

_RANKS: Final = word_set("gen col maj capt lt cmdr brig adm sgt cpl commissioner commander dr prof rev sen rep gov deputy chief acting former")

Kind = Literal["person", "organisation", "state", "group"]


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as it can be compared with one of another page.

    key: the alpha-3 code of a state, else the name without case and marks.
    words: what of the name tells it apart: no articles, no names of countries.
    standing: a state; named; an office or body that stands for one holder; or unnamed, a description that fits many.
    party: who stands behind what it says: a government by its state's code, others by their key; None for the unnamed.
    """

    key: str
    name: str
    kind: Kind | None
    country: str | None
    sector: str | None
    words: frozenset[str]
    standing: Literal["state", "named", "office", "unnamed"]
    party: str | None

    def __hash__(self) -> int:
        return hash((self.key, self.name, self.country, self.sector))  # of all fields it would cost a quarter of a merge

    @property
    def label(self) -> str:
        """What a claim shows: the code of a state, the name of others."""
        return self.key if self.standing == "state" else self.name


def who_is(actor: Actor) -> Who:
    """An actor of a record, ready to be compared."""
    return _who(actor.name, actor.kind, actor.country, actor.sector, actor.id if actor.kind == "state" else None)


@lru_cache(maxsize=65_536)
def _who(name: str, kind: Kind | None, country: str | None, sector: str | None, state: str | None) -> Who:
    if state is not None:
        return Who(state, name, kind, state, sector, frozenset(), "state", state)
    standing = _standing(name, kind)
    words, told = _telling_words(name)
    country = country or told
    stately = country is not None and _is_stately(name, kind, sector, words)
    if standing == "office" and kind not in ("organisation", "group") and not stately and not _SPOKEN.search(name.casefold()):
        standing = "unnamed"  # "the wife of the mate" holds no office
    party = None if standing == "unnamed" else country if stately else fold(name)
    return Who(fold(name), name, kind, country, sector, words, standing, party)


def _is_stately(name: str, kind: Kind | None, sector: str | None, words: frozenset[str]) -> bool:
    """Whether it speaks for a government: by its sector, else a ministry of whatever field, prosecutors, a broadcaster of the state."""
    if words & _JOINT:
        return False
    if sector in STATELY:
        return True
    if sector == "JRN":
        return is_state_medium(name)
    return sector not in ("OPP", "REB", "SEP", "BUS", "LAW") and kind != "group" and bool(words & _OF_GOVERNMENT)


def is_state_medium(name: str) -> bool:
    """Whether a newsroom is called that of a state: "state television"."""
    return _STATE_MEDIA.search(name.casefold()) is not None


def _standing(name: str, kind: Kind | None) -> Literal["named", "office", "unnamed"]:
    """Named: "Álvaro Quintana", "Halvard Aero". Office: "the foreign ministry", "an army spokesman". Unnamed: "two officials", "a diplomat"."""
    words = re.split(r",| (?:of|in|at|with|from|for|who|on|to) ", name, maxsplit=1)[0].split()
    if not words:
        return "unnamed"
    first, head = words[0].casefold(), words[-1]
    if _SPOKEN.search(name.casefold()) and not head[:1].isupper():
        return "office"
    many = first in _INDEFINITE or first.isdigit()
    if many and kind != "organisation":
        return "unnamed"
    if kind == "group" and len(words) == 1 and ((head.endswith("s") and rarity(head[:-1].casefold()) < 1) or _TRADES.search(head)):
        return "unnamed"  # "Herders at the lake" begin a sentence; they have no name
    if any(c.isupper() for c in head) and head not in _peoples() and not _MANY.search(head.casefold()):
        return "named"
    if kind == "organisation":
        return "named" if any(w[:1].isupper() and w not in _peoples() for w in words[1:]) else "office"
    if kind == "group" and first == "the" and fold(head) in _JOINT:
        return "office"
    return "unnamed" if kind in ("group", None) or _MANY.search(name.casefold()) else "office"


def _telling_words(name: str) -> tuple[frozenset[str], str | None]:
    """The words of a name without those that only say of what country it is, and that country."""
    country = None
    kept = []
    for word in _WORD.findall(name.replace("’", "'")):
        bare = word.removesuffix("'s")
        if (code := _peoples().get(bare)) is not None:
            country = country or code
        elif bare in _states():
            continue
        elif (plain := _SPELT.get(fold(bare), fold(bare))) not in _SMALL:
            kept.append(plain)
    while len(kept) > 1 and kept[0] in _titles() and name[:1].isupper():
        kept.pop(0)  # "Commissioner Sonko" is called Sonko
    return frozenset(kept), country


@cache
def _peoples() -> dict[str, str]:
    """Adjective or name of a people → alpha-3 code."""
    return {row[0]: row[1] for row in read_table("grounding/places/demonyms.tsv").rows}


@cache
def words_of_country(code: str) -> frozenset[str]:
    """Words for a state and its people, folded: "norwegian", "norwegians"."""
    return frozenset(fold(row[0]) for row in read_table("grounding/places/demonyms.tsv").rows if row[1] == code)


@cache
def _titles() -> frozenset[str]:
    """Words of an office that stand before a name."""
    roles = read_table("grounding/actors/roles.tsv").rows
    return frozenset(word for row in roles if row[2] == "person" for role in row[0].split("|") for word in role.split()) | _RANKS


@cache
def _states() -> frozenset[str]:
    """Words of the names of states."""
    names = (name for row in read_table("coreference/states.tsv").rows if row[1] == "state" for name in row[0].split(";"))
    return frozenset(word for name in names if len(name.split()) <= 2 for word in name.split() if word[0].isupper())


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """A name without case, marks and doubled spaces."""
    plain = unicodedata.normalize("NFKD", settled(name).replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def speaker_name(party: str, actor: str | None, actors: Iterable[str | None]) -> str:
    """Who says something: the party, or the one who speaks where the name of the party stands in none of `actors`."""
    name = party_name(party, actors)
    return actor if actor and name == party and party == fold(party) else name


def party_name(party: str, actors: Iterable[str | None]) -> str:
    """What a party is called: a state by its code, others, whose keys are folded, as the pages write the names of those who speak for them.

    Args:
        actors: who speaks for it. Where the name stands in none of theirs, its key is all that is known.
    """
    if party != fold(party):
        return party
    for actor in actors:
        plain = fold(actor or "")
        at = f" {plain} ".find(f" {party} ")
        if actor and plain == party:
            return actor
        if actor and at >= 0 and len(plain) == len(actor):
            return actor[at : at + len(party)]
    return party


@lru_cache(maxsize=262_144)
def likeness(a: Who, b: Who) -> float:
    """How well two actors may be one side of one deed: SAME, AKIN, OPEN, or 0 where they cannot be.

    A state, its army and its ministry are akin: whose a deal is, is a matter of register, not of reading.
    """
    if a is b or a == b:
        return SAME
    if a.standing == "state" and b.standing == "state":
        return 0.0
    if "state" in (a.standing, b.standing):
        state, other = (a, b) if a.standing == "state" else (b, a)
        if other.country is None:
            return OPEN if other.standing != "named" else 0.0
        if other.country != state.key:
            return 0.0
        return AKIN if other.sector in STATELY | {None, "LEG", "PTY"} else AKIN - 0.1 if other.sector == "BUS" else 0.0
    if is_same(a, b):
        return SAME
    if a.country and b.country and a.country != b.country:
        return 0.0
    if a.country and a.country == b.country and a.sector in STATELY and b.sector in STATELY:
        return AKIN
    if a.standing == "unnamed" or b.standing == "unnamed":
        alike = a.country is not None and a.country == b.country and a.sector is not None and a.sector == b.sector
        return 0.5 if a.words & b.words else OPEN + 0.1 * alike
    if a.sector in STATELY | {"BUS"} and b.sector in STATELY | {"BUS"} and (a.country is None or b.country is None or a.country == b.country):
        return OPEN
    return 0.0


def is_same(a: Who, b: Who) -> bool:
    """Whether two actors are one and the same by what they are called: "Yusuf Hartono" and "Col. Yusuf Hartono", "the navy" of one state."""
    if a.key == b.key:
        return a.standing != "office" or _one_country(a, b)
    if "state" in (a.standing, b.standing) or "unnamed" in (a.standing, b.standing):
        return False
    if not _one_country(a, b) or not a.words or not b.words:
        return False
    if (a.kind == "person") != (b.kind == "person") and None not in (a.kind, b.kind):
        return False
    small, large = sorted((a.words, b.words), key=len)
    if small <= large:
        return a.kind != "person" or _surname(a) == _surname(b)
    if "named" in (a.standing, b.standing) and "person" in (a.kind, b.kind):
        return _surname(a) == _surname(b) and len(small & large) >= min(2, len(small))
    return _initials(a) == fold(b.name) or _initials(b) == fold(a.name)


def is_same_description(a: Who, b: Who) -> bool:
    """Whether two descriptions may be of the same unnamed persons: one says no more than the other, or they share most of their words."""
    if not _one_country(a, b):
        return False
    if not a.words or not b.words:
        return a.country == b.country
    shared = len(a.words & b.words)
    return shared > 0 and shared >= 0.5 * min(len(a.words), len(b.words))


def _one_country(a: Who, b: Who) -> bool:
    return a.country is None or b.country is None or a.country == b.country


def _surname(who: Who) -> str:
    words = _WORD.findall(fold(who.name))
    return words[-1] if words else ""


def _initials(who: Who) -> str:
    return "".join(word[0] for word in _WORD.findall(who.name) if word[0].isupper()).casefold()


def best_likeness(some: Iterable[Who], others: Iterable[Who]) -> float:
    """The best of every pair; OPEN where one side is not told."""
    some, others = tuple(some), tuple(others)
    if not some or not others:
        return OPEN
    return max(likeness(a, b) for a in some for b in others)
