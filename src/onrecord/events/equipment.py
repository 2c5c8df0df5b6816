"""Weapons, platforms and military equipment in a text: by a table of types and nouns, by the form of a designation, by the mentions head."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.lexicon import read_table
from onrecord.record import Mention

_LONGEST: Final = 6  # words of a name in the table
# "9K720", "Kh-101", "K9A1", "S-400", "Su-35", "MiG-29", "F-16", "2S19", "R-77": letters and figures in one word, perhaps with a hyphen.
_TYPE: Final = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}-?\d{1,4}[A-Z]{0,3}\d{0,2}|\d{1,2}[A-Z]\d{1,3}[A-Z]?|[A-Z]{2,5}-\d{1,4}[A-Z]?|[A-Z][a-z]{2,11}-\d{1,3}[A-Z]?)"
)
_NOT_TYPE: Final = re.compile(r"(?:G\d{1,2}|Covid-19|COVID-19|B\d|Q\d|A\d|M\d{1,2}|[A-Z]\d)\Z")  # groups of states, quarters, roads, visas


@dataclass(frozen=True, slots=True)
class Arms:
    """A run of words of a tree that names arms: [first, last], the last is the head; what the table says of it."""

    first: int
    last: int
    category: str
    designation: str | None
    sure: bool  # by the table or by a mention; else by its form alone


@cache
def _names() -> tuple[dict[str, tuple[str, str, str]], dict[str, tuple[str, str]]]:
    """Designations as written → (category, maker, calibre); nouns in small letters, singular and plural → (category, form)."""
    types: dict[str, tuple[str, str, str]] = {}
    nouns: dict[str, tuple[str, str]] = {}
    for name, form, category, maker, calibre, _ in read_table("events/weapons.tsv").rows:
        if form == "designation":
            for written in (name, *_variants(name)):
                types.setdefault(_spaced(written), (category, maker, calibre))
        else:
            for number in (name, plural(name)):
                nouns[_spaced(number.lower())] = (category, form)
    return types, nouns


def _variants(name: str) -> Iterator[str]:
    """Other ways to write a type: "Cheongung II" for "Cheongung-II"; and its family, "Mohajer" for "Mohajer-6", which is a plain name."""
    if match := _OF_FAMILY.fullmatch(name):
        family, which = match.groups()
        yield f"{family} {which}"
        yield f"{family}-{which}"
        yield family


_OF_FAMILY: Final = re.compile(r"([A-Z][a-z]{4,})[- ]([IVX]{1,4}|\d{1,3}[A-Z]{0,2})")


@cache
def _openings() -> tuple[frozenset[str], frozenset[str]]:
    """The first words of the designations, and of the nouns."""
    types, nouns = _names()
    return frozenset([name.split()[0] for name in types]), frozenset([name.split()[0] for name in nouns])


def maker_of(designation: str | None) -> str | None:
    """The state that designed a type of the table, alpha-3."""
    found = _makers().get(designation.replace(" ", "")) if designation else None
    return found or None


@cache
def _makers() -> dict[str, str]:
    return {name.replace(" ", ""): maker for name, (_, maker, _) in _names()[0].items()}


def named_in(words: str) -> tuple[tuple[str, str | None], ...]:
    """The categories that the names and nouns in some words stand for, in order, each with the type where it is one of the table.

    For the few words of a cell or an item: a weak noun counts, since nothing else can be meant there.
    """
    types, nouns = _names()
    parts = _spaced(words).split()
    found: list[tuple[str, str | None]] = []
    at = 0
    while at < len(parts):
        for length in range(min(_LONGEST, len(parts) - at), 0, -1):
            run = " ".join(parts[at : at + length])
            kind = types.get(run) or types.get(run.removesuffix("s"))
            if kind:
                found.append((kind[0], run))
            elif noun := nouns.get(run.lower()):
                found.append((noun[0], None))
            else:
                continue
            at += length - 1
            break
        at += 1
    return tuple(found)


def plural(noun: str) -> str:
    """The plural of a noun of the table."""
    if noun.endswith(("s", "x", "sh", "ch")) and not noun.endswith(
        ("ss", "arms", "munitions", "weapons", "armaments", "supplies", "goods", "UAVs", "MANPADS")
    ):
        return noun if noun.endswith("s") else noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"


def _spaced(name: str) -> str:
    """A name as the encoder parts it: marks by themselves."""
    return " ".join(re.findall(r"\w+|[^\w\s]", name))


def find_arms(tree: Tree, mentions: Iterable[Mention] = ()) -> tuple[Arms, ...]:
    """The names of arms in a window, in order, none within another.

    Args:
        mentions: of the page; those of weapons and platforms confirm a weak noun, and bring what neither table nor form knows.
    """
    return tuple(one for one in _find(tree, mentions) if one.sure)


def find_possible(tree: Tree, mentions: Iterable[Mention] = ()) -> tuple[Arms, ...]:
    """What is arms only where a supply of arms is told: general nouns with a number before them ("ten carriers", "two batteries"), names and
    forms of types that are names of much else ("Gripens")."""
    _, nouns = _names()
    found = {one.first: one for one in _find(tree, mentions) if not one.sure and (one.designation or is_counted(tree, one.first))}
    for at, low in enumerate(tree.lows):
        if (known := nouns.get(low)) is not None and known[1] == "counted" and is_counted(tree, at):
            found.setdefault(at, Arms(at, at, known[0], None, False))
    return tuple(found[at] for at in sorted(found))


def _find(tree: Tree, mentions: Iterable[Mention]) -> list[Arms]:
    types, nouns = _names()
    words = [tree.text[word.start : word.end] for word in tree.words]
    heard = _heard(tree, mentions)
    found: list[Arms] = []
    at = 0
    while at < len(words):
        one = _match(tree, words, at, types, nouns, heard)
        if one is None:
            at += 1
            continue
        if found and found[-1].last == one.first - 1 and not _gap(tree, found[-1].last):  # "T-72" "tanks", "artillery" "shells"
            before = found.pop()
            category = one.category if before.designation is None and one.category != "unspecified" else _finer(before.category, one.category)
            one = Arms(before.first, one.last, category, before.designation or one.designation, before.sure or one.sure)
        found.append(one)
        at = one.last + 1
    return found


def is_counted(tree: Tree, word: int) -> bool:
    """Whether a number stands before a word, with no more than adjectives and names between: "62 refitted Bradleys"."""
    for before in range(word - 1, max(-1, word - 5), -1):
        if tree.tags[before] == "CD":
            return True
        if tree.tags[before] not in _BETWEEN_NUMBER:
            return False
    return False


_BETWEEN_NUMBER: Final = frozenset(["JJ", "JJR", "JJS", "NN", "NNP", "NNPS", "VBN", "HYPH", "POS"])


def _finer(type_says: str, noun_says: str) -> str:
    """Of a designation and the noun behind it: "S-300 missiles" are missiles, "Falk-7" "drones" drones, a "T-72" "tank" armour."""
    return noun_says if type_says == "unspecified" else type_says


def _gap(tree: Tree, word: int) -> bool:
    between = tree.text[tree.words[word].end : tree.words[word + 1].start]
    return between not in ("", " ")


def _match(
    tree: Tree,
    words: Sequence[str],
    at: int,
    types: dict[str, tuple[str, str, str]],
    nouns: dict[str, tuple[str, str]],
    heard: dict[int, Mention],
) -> Arms | None:
    of_types, of_nouns = _openings()
    # As few words are: no run of words from any other is in the table.
    known = not of_types.isdisjoint((words[at], words[at].removesuffix("s"))) or tree.lows[at] in of_nouns
    for size in range(min(_LONGEST, len(words) - at) if known else 0, 0, -1):
        written = " ".join(words[at : at + size])
        kind, many = types.get(written), False
        if kind is None and written.endswith("s"):
            kind, many = types.get(written[:-1]), True  # "Gripens", "Su-30s"
        if kind is not None and (len(written) > 2 or at in heard):
            plain = size == 1 and written.isalpha() and not written.isupper()  # "Patriot", "Hero": a name of much else
            sure = not plain or _is_heard(heard, at, at + size) or (many and is_counted(tree, at))
            return Arms(at, at + size - 1, kind[0], _as_written(tree, at, at + size).removesuffix("s" if many else ""), sure)
        low = " ".join(tree.lows[at : at + size])
        if low in nouns:
            category, form = nouns[low]
            if form == "counted":
                continue
            return Arms(at, at + size - 1, category, None, form == "noun" or _is_heard(heard, at, at + size))
    for size in (5, 3, 1) if words[at][0].isupper() or words[at][0].isdecimal() else ():
        written = "".join(words[at : at + size])
        if _TYPE.fullmatch(written) and not _NOT_TYPE.match(written):
            return Arms(at, at + size - 1, "unspecified", written, _is_heard(heard, at, at + size))
    if at in heard and not any(other in heard for other in (at - 1,)):
        last = at
        while heard.get(last + 1) is heard[at]:
            last += 1
        return Arms(
            at,
            last,
            "unspecified" if heard[at].type == "WEAPON" else "other",
            " ".join(words[at : last + 1]) if heard[at].form == "named" else None,
            True,
        )
    return None


def _as_written(tree: Tree, first: int, behind: int) -> str:
    return " ".join(tree.text[tree.words[first].start : tree.words[behind - 1].end].split())


def _is_heard(heard: dict[int, Mention], first: int, behind: int) -> bool:
    return any(number in heard for number in range(first, behind))


def _heard(tree: Tree, mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Word → the mention of a weapon or platform whose name or head it belongs to."""
    found: dict[int, Mention] = {}
    if not tree.words:
        return found
    begin, end = tree.words[0].start, tree.words[-1].end
    near = [m for m in mentions if m.type in ("WEAPON", "PLATFORM") and m.span.start < end and m.span.end > begin and m.confidence >= 0.5]
    for mention in near:
        core = mention.name or mention.head
        for number, word in enumerate(tree.words):
            if word.start < core.end and word.end > core.start:
                found[number] = mention
    return found
