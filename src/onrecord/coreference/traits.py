"""What is known of each mention before any two are compared: columns of whole numbers, one row a mention."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from onrecord.coreference.pronouns import GROUPS, PRONOUNS
from onrecord.coreference.scene import Scene
from onrecord.coreference.spans import DETERMINERS, TITLES, Reading
from onrecord.lexicon import read_table, word_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOKENS: Final = 8  # words of a mention that are compared
SPELLING: Final = 96
SEVERAL: Final = 2  # how "plural" says that nothing tells

_SAYING: Final = word_set(
    "said says say saying told tells tell asked asks added adds stated states replied explained wrote writes claimed claims announced noted"
    " denied denies confirmed warned insisted argued testified continued recalled commented remarked declared"
)
_BE: Final = word_set("is are was were be been being am became become becomes remains remained 're 'm")
_AUXILIARY: Final = word_set("has have had will would can could may might must shall should do does did 'll 'd 've")
_PREPOSITIONS: Final = word_set(
    "of in on at to for from by with about against after before during since under over into through between among amid despite without near"
    " inside outside within across behind around via per until upon off toward towards including like as than along"
)
_JOINS: Final = word_set("and or nor but &")
_WHICH: Final = word_set("who whom which that whose where when")
_PARTS: Final = word_set(
    "mainland early ancient modern medieval northern southern eastern western central north south east west upper lower inner outer greater rural"
    " coastal occupied downtown late"
)
_NUMBERS: Final = word_set("two three four five six seven eight nine ten many several some few most dozens hundreds")
_AFTER: Final = re.compile(r"[\s\"”’»)\]]*(['’]s\b|[\w’']+|\S)?")
_BEFORE: Final = re.compile(r"([\w’']+|[^\s\w\"“‘«(\[])[\s\"“‘«(\[]*$")
_PARTICLES: Final = word_set("de del della der den di da dos du van von la le al el bin ibn jr sr ii iii iv the of and for")

# Of `around`: what stands before and behind a mention.
NEXT: Final = ("other", "be", "auxiliary", "saying", "verb", "comma", "stop", "preposition", "possessive", "join", "which", "bracket")
BEFORE: Final = ("other", "preposition", "be", "saying", "comma", "opening", "as", "join", "which", "possessive", "by", "bracket")
_KINDS_NEXT: Final = (
    (8, word_set("'s '")), (1, _BE), (2, _AUXILIARY), (3, _SAYING), (5, word_set(",")), (11, word_set("( [ — – - :")), (9, _JOINS), (10, _WHICH),
    (7, _PREPOSITIONS),
)  # fmt: skip
_KINDS_BEFORE: Final = (
    (6, word_set("as")), (10, word_set("by")), (1, _PREPOSITIONS), (2, _BE), (3, _SAYING), (4, word_set(",")), (7, _JOINS), (8, _WHICH),
    (9, word_set("'s")), (11, word_set("( — – :")),
)  # fmt: skip
LEADS: Final = ("bare", "the", "this", "its", "owner", "a", "number", "any")
NOUNS: Final = ("other", "person", "body", "place", "state")
FORMS: Final = ("named", "nominal", "pronoun")
GENDERS: Final = ("unknown", "m", "f", "n")


@dataclass(frozen=True, slots=True)
class Traits:
    """One row a mention. Words and names are numbers of this text: equal numbers are equal words; -1 is none."""

    start: "NDArray[np.int64]"
    end: "NDArray[np.int64]"
    at: "NDArray[np.int64]"  # where its head begins
    columns: "Mapping[str, NDArray[np.int64]]"
    tokens: "NDArray[np.int64]"  # (mentions, TOKENS): the words of its phrase, without determiners; -1 pads
    rest: "NDArray[np.int64]"  # (mentions, TOKENS): what is said behind its head
    spelling: "NDArray[np.float32]"  # (mentions, SPELLING): the pairs of letters of a name's last word, of length one

    def __len__(self) -> int:
        return len(self.start)


@cache
def _nouns() -> Mapping[str, tuple[int, int]]:
    """Noun → its kind and gender, by number in NOUNS and GENDERS."""
    found: dict[str, tuple[int, int]] = {}
    for kind, line, _ in read_table("coreference/nouns.tsv").rows:
        for word in line.split():
            found.setdefault(word, (1, GENDERS.index(kind)) if kind in ("m", "f") else (NOUNS.index(kind), 0))
    return found


@cache
def _first_names() -> Mapping[str, int]:
    return {name: GENDERS.index(kind) for line, kind, _ in read_table("coreference/first_names.tsv").rows for name in line.split()}


@cache
def _aliases() -> Mapping[str, tuple[int, int]]:
    """Name in small letters → the number of what it names, and its kind."""
    found: dict[str, tuple[int, int]] = {}
    groups: dict[str, int] = {}
    for table in ("coreference/states.tsv", "coreference/aliases.tsv"):
        for line, kind, _ in read_table(table).rows:
            names = [_plain(name) for name in line.split(";")]
            number = next((groups[name] for name in names if name in groups), len(groups))
            for name in names:
                groups.setdefault(name, number)
                found[name] = (number, {"state": 4, "place": 3, "body": 2}[kind])
    return found


def _plain(name: str) -> str:
    return " ".join([_bare(word) for word in name.lower().replace("’", "'").split() if word not in _PARTICLES])


def _bare(word: str) -> str:
    """A word of a name without the points of its initials: "u.s." is "us"."""
    return word.replace(".", "").replace(" ", "") or word


def read_traits(scene: Scene, readings: Sequence[Reading]) -> Traits:
    """The traits of mentions, in the order given (that of the text)."""
    import numpy as np

    rows = [_row(scene.text, reading) for reading in readings]
    count = len(rows)
    start = np.array([reading.mention.span.start for reading in readings], np.int64)
    end = np.array([reading.mention.span.end for reading in readings], np.int64)
    head = np.array([reading.mention.head.start for reading in readings], np.int64)
    numbers: dict[str, int] = {}

    def number(word: str | None) -> int:
        return -1 if word is None else numbers.setdefault(word, len(numbers))

    names = _entities([row.name for row in rows])
    genders = _spread(names, [row.gender for row in rows])
    sentence, paragraph = scene.sentence(start), scene.paragraph(start)
    columns = {
        "form": [row.form for row in rows],
        "group": [row.group for row in rows],
        "plural": [row.plural for row in rows],
        "gender": genders,
        "noun": [row.noun for row in rows],
        "lead": [row.lead for row in rows],
        "next": [row.behind for row in rows],
        "before": [row.before for row in rows],
        "size": [row.size for row in rows],
        "capitals": [row.capitals for row in rows],
        "possessive": [row.possessive for row in rows],
        "reflexive": [row.reflexive for row in rows],
        "joined": [row.joined for row in rows],
        "head": [number(row.head) for row in rows],
        "full": [number("=" + row.full) for row in rows],
        "name": [number("~" + " ".join(row.name)) if row.name else -1 for row in rows],
        "last": [number(row.name[-1]) if row.name else -1 for row in rows],
        "first": [number(row.name[0]) if row.name else -1 for row in rows],
        "short": [number("^" + row.acronym) if row.acronym else -1 for row in rows],
        "initials": [number("^" + row.initials) if row.initials else -1 for row in rows],
        "alias": [row.alias for row in rows],
        "entity": names,
        "words": [min(len(row.name), 4) for row in rows],
    }
    found = {name: np.array(values, np.int64) for name, values in columns.items()}
    found |= {"sentence": sentence, "paragraph": paragraph, "quotation": scene.quotation(start)}
    found["order"] = _order(sentence)
    found["depth"] = _depth(start, end)
    found["opens"] = (start == scene.sentences[np.maximum(sentence - 1, 0)]).astype(np.int64)
    found["title"] = (paragraph == (paragraph[0] if count else 0)).astype(np.int64)
    tokens = np.full((count, TOKENS), -1, np.int64)
    rest = np.full((count, TOKENS), -1, np.int64)
    for k, row in enumerate(rows):
        tokens[k, : len(row.tokens)] = [number(word) for word in row.tokens]
        rest[k, : len(row.rest)] = [number(word) for word in row.rest]
    return Traits(start, end, head, found, tokens, rest, _spelling([row.name[-1] if row.name else "" for row in rows]))


@dataclass(frozen=True, slots=True)
class _Row:
    form: int
    group: int
    plural: int
    gender: int
    noun: int
    lead: int
    behind: int
    before: int
    size: int
    capitals: int
    possessive: int
    reflexive: int
    joined: int
    head: str
    full: str
    name: tuple[str, ...]
    acronym: str
    initials: str
    alias: int
    tokens: tuple[str, ...]
    rest: tuple[str, ...]


def _row(text: str, reading: Reading) -> _Row:
    mention, lowers = reading.mention, reading.lowers
    first, last = reading.core
    head = lowers[reading.head].rstrip(".")
    kept = [low for low in lowers if low not in DETERMINERS and (low[0].isalnum() or len(low) > 2)] or list(lowers)
    name: tuple[str, ...] = ()
    acronym = initials = ""
    alias = -1
    noun, gender, group, possessive, reflexive = 0, 0, 0, 0, 0
    if mention.form == "pronoun":
        known = PRONOUNS.get(head)
        if known is not None:
            group = GROUPS.index(known.group) + 1
            gender = GENDERS.index(known.gender) if known.gender else 0
            possessive, reflexive = int(known.possessive), int(known.reflexive)
    else:
        noun, gender = _noun(head)
    if mention.form == "named" and not reading.joined:
        a, b = reading.name or (reading.head, reading.head + 1)
        name = tuple([_bare(low) for low in lowers[a:b] if low[0].isalnum() and low not in _PARTICLES and low != "'s"]) or (head,)
        if a > first and lowers[a - 1] in _PARTS:
            name = (lowers[a - 1], *name)  # "early Arkel" is not Arkel
        if len(name) > 1 and name[-1] == "i":
            name = name[:-1]
        known_alias = _aliases().get(" ".join(name))
        if known_alias is not None:
            alias, noun = known_alias
        told = [low.rstrip(".") for low in lowers[first:a]]
        title = next((gender_of for low in reversed(told) if (gender_of := _noun(low)[1])), 0)
        if title or any(low in TITLES for low in told):
            noun = noun or 1
        gender = title or gender or (_first_names().get(name[0], 0) if alias < 0 and noun in (0, 1) else 0)
        written = reading.tokens[a:b]
        if len(name) == 1 and 2 <= len(name[0]) <= 7 and written[-1].isupper():
            acronym = name[0]
        elif len(written) > 1:
            initials = "".join([word[0] for word in written if word[0].isupper() or word[0].isdigit()]).lower()
    lead = _lead(lowers, first, reading)
    tokens = [low for low in lowers[first:last] if low not in DETERMINERS and low[0].isalnum() and low not in _PARTICLES]
    if name:
        tokens = list(name)
    behind_at = max(last, reading.name[1] if reading.name else 0)
    rest = [low for low in (*lowers[: reading.name[0] if reading.name else max(first - 1, 0)], *lowers[behind_at:]) if len(low) > 3 or low.isdigit()]
    plural = SEVERAL if reading.plural is None else int(reading.plural)
    return _Row(
        FORMS.index(mention.form), group, plural, gender, noun, lead,
        _next(text, mention.span.end), _before(text, mention.span.start), min(len(lowers), 9),
        int(reading.tokens[reading.head][:1].isupper()), possessive, reflexive, int(reading.joined),
        _single(head), " ".join(kept)[:200], name, acronym, initials, alias, tuple(tokens[-TOKENS:]), tuple(rest[:TOKENS]),
    )  # fmt: skip


def _single(noun: str) -> str:
    """A noun in the singular, roughly: enough to tell "officials" from "official" by number alone."""
    return _IRREGULAR.get(noun, noun)


_IRREGULAR: Final = {"men": "man", "women": "woman", "people": "person", "children": "child"}


def _noun(word: str) -> tuple[int, int]:
    """Kind and gender of a noun in either number."""
    known = _nouns()
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y", word.rpartition("-")[2]):
        if form in known:
            return known[form]
    for ending, kind in (("woman", (1, 2)), ("women", (1, 2)), ("man", (1, 1)), ("men", (1, 1)), ("ists", (1, 0)), ("ist", (1, 0))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return kind
    return 0, 0


def _lead(lowers: Sequence[str], first: int, reading: Reading) -> int:
    if first > 0 and lowers[first - 1] == "'s":
        return 4
    low = lowers[0]
    if low == "the":
        return 1
    if low in ("this", "that", "these", "those", "such"):
        return 2
    if low in PRONOUNS and PRONOUNS[low].possessive and reading.mention.form != "pronoun":
        return 3
    if low in ("a", "an", "another", "one"):
        return 5
    if low[:1].isdigit() or low in _NUMBERS:
        return 6
    return 7 if low in ("any", "each", "every", "no", "all", "both", "either", "neither") else 0


def _next(text: str, end: int) -> int:
    match = _AFTER.match(text, end, end + 40)
    word = (match.group(1) or "") if match else ""
    low = word.lower().replace("’", "'")
    if not low or low in ".!?;…":
        return 6
    for kind, known in _KINDS_NEXT:
        if low in known:
            return kind
    return 4 if low.endswith(("ed", "s")) and len(low) > 3 else 0


def _before(text: str, start: int) -> int:
    match = _BEFORE.search(text, max(0, start - 24), start)
    if match is None:
        return 5
    low = match.group(1).lower().replace("’", "'")
    if low in (".", "!", "?", "…") or "\n" in text[match.end(1) : start]:
        return 5
    for kind, known in _KINDS_BEFORE:
        if low in known:
            return kind
    return 0


def _entities(names: Sequence[tuple[str, ...]]) -> list[int]:
    """A number for each run of words by which the text calls one thing, -1 for pronouns: names that are part of one another share it.

    A shorter name takes the latest longer one that ends in it ("Brandt" after "Ada Brandt"), else the latest that begins with it.
    """
    known: dict[str, int] = {}
    ends: dict[str, int] = {}
    begins: dict[str, int] = {}
    found = []
    for name in names:
        if not name:
            found.append(-1)
            continue
        key = " ".join(name)
        number = known.get(key)
        if number is None:
            number = ends.get(name[-1]) if len(name) == 1 or name[0] not in begins else None
            if number is None and len(name) == 1:
                number = begins.get(name[0])
            if number is None:
                number = len(known)
            known[key] = number
        if len(name) > 1:
            ends[name[-1]] = number
            begins[name[0]] = number
        found.append(number)
    return found


def _spread(entities: Sequence[int], genders: Sequence[int]) -> list[int]:
    """Genders, where another mention of the same name tells it: "Mr Brandt" tells it of "Brandt"."""
    told: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for entity, gender in zip(entities, genders, strict=True):
        if entity >= 0 and gender:
            told[entity][gender] += 1
    return [
        gender or (max(told[entity], key=lambda g: (told[entity][g], -g)) if entity >= 0 and entity in told else 0)
        for entity, gender in zip(entities, genders, strict=True)
    ]


def _order(sentence: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """How many mentions stand before each in its sentence, nine at most."""
    import numpy as np

    if not len(sentence):
        return sentence
    new = np.flatnonzero(np.diff(sentence, prepend=sentence[0] - 1))
    counts = np.arange(len(sentence)) - np.repeat(new, np.diff(np.append(new, len(sentence))))
    return np.minimum(counts, 9).astype(np.int64)


def _spelling(names: Sequence[str]) -> "NDArray[np.float32]":
    """The pairs of letters of each word, counted in SPELLING boxes: alike where two spellings of one name differ in a letter."""
    import numpy as np

    boxes: dict[str, int] = {}
    rows: dict[str, int] = {"": 0}
    counted = [np.zeros(SPELLING, np.float32)]
    for name in names:
        if name not in rows:
            row = np.zeros(SPELLING, np.float32)
            for pair in zip("^" + name[:24], name[:24] + "$", strict=True):
                row[boxes.setdefault("".join(pair), len(boxes)) % SPELLING] += 1
            rows[name] = len(counted)
            counted.append(row / np.sqrt((row * row).sum()))
    return np.array(counted, np.float32)[[rows[name] for name in names]] if names else np.zeros((0, SPELLING), np.float32)


def _depth(start: "NDArray[np.int64]", end: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """How many mentions hold each, three at most; mentions stand in the order of their beginnings."""
    import numpy as np

    found: list[int] = []
    held: list[int] = []
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        held = [behind for behind in held if behind > a][-8:]
        found.append(min(sum(behind >= b for behind in held), 3))
        held.append(b)
    return np.array(found, np.int64)
