"""Whether what a register calls a weapon is what a page speaks of: by its code, its name however it is spelt, else by its kind.

"JAS-39C Gripen" and "Gripens" are one by their name, "Su-30MK2" and "Su-30" by their code, "Mohajer" and "Muhajir" by their consonants. "Su-30" and
"Su-35" are two. Where one side has no type, "fighters" may be any: then the kind alone agrees, and number or year have to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from onrecord.across.names import fold
from onrecord.events.equipment import named_in
from onrecord.grounding.actors.composing import country_of
from onrecord.lexicon import read_table

Likeness = Literal["same", "kind", "other"]

_PIECE: Final = re.compile(r"[^\W_]+(?:[-‐-―./][^\W_]+)*")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th"})
# Cyrillic as English-language pages spell it.
_CYRILLIC: Final = {
    ord(one): latin
    for one, latin in zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh",
         "shch", "", "y", "", "e", "yu", "ya", "i", "yi", "ye", "g"),
        strict=True,
    )
}  # fmt: skip
_SOUNDS: Final = (("ph", "f"), ("ck", "k"), ("kh", "h"), ("dj", "j"), ("dzh", "j"), ("tch", "ch"), ("sch", "sh"), ("ou", "u"), ("q", "k"), ("w", "v"))
_NEAR: Final = 84.0  # of 100: how like two names have to be written
_SOUNDING: Final = 60.0  # where their consonants are the same
_LONGEST_NUMBER: Final = 3  # figures of a number that belongs to a name
_SHORT: Final = 4  # letters below which a name has to be written the same
_AKIN: Final = ({"air-defence", "missiles"}, {"artillery", "missiles"})  # what registers and pages put into either
_ANY: Final = frozenset({"unspecified"})
_REST: Final = frozenset({"other"})


@dataclass(frozen=True, slots=True)
class Weapon:
    """What some words say of a weapon.

    codes: letters with figures, without what parts them: "su30mk2", "leopard2a4".
    names: words that are names.
    kinds: categories of the record.
    nouns: the other words for it, in the singular: they tell goods apart that are of no category of their own.
    """

    codes: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]
    nouns: frozenset[str] = frozenset()

    @property
    def is_typed(self) -> bool:
        """Whether it names a type, not only a kind."""
        return bool(self.codes or self.names)

    @property
    def is_named(self) -> bool:
        """Whether it says what it is, in whatever words: "weapons", "equipment" do not."""
        return self.is_typed or bool(self.kinds - _REST - _ANY) or (self.kinds <= _REST and bool(self.nouns))


def of_register(designation: str, description: str) -> Weapon:
    """What a register's cells say."""
    codes, names = _types_in(designation, capitals=False)
    kinds = kinds_in(f"{description} ; {designation}") if description else kinds_in(designation)
    if not description and kinds_in(designation) and not codes:
        names = frozenset(name for name in names if name not in _words_of_kind(designation))
    return Weapon(codes, names, kinds, nouns_in(f"{designation} {description}"))


def of_page(words: str, designation: str | None, category: str) -> Weapon:
    """What the words of an item on a page say, with what was read of them."""
    codes, names = _types_in(words, capitals=True)
    if designation:
        more = _types_in(designation, capitals=False)
        codes, names = codes | more[0], names | more[1]
    return Weapon(codes, names, frozenset({category}), nouns_in(words))


def is_called_so(a: Weapon, b: Weapon) -> bool:
    """Whether two are called by one word, as "coastal radar" and "radars"."""
    return bool(a.nouns & b.nouns)


def nouns_in(words: str) -> frozenset[str]:
    """What some words call goods, in the singular, without what any goods may be called."""
    pieces = (_singular(piece) for piece in re.findall(r"[^\W\d_]+", latin(words)))
    return frozenset(piece for piece in pieces if len(piece) > 2 and piece not in _words("beside", "number", "any"))


def likeness(a: Weapon, b: Weapon) -> Likeness:
    """Whether two are of one type, may be by their kind, or are not."""
    if _share(a.codes, b.codes, _is_one_code):
        return "same"
    if a.codes and b.codes and not _share(a.names, b.names, _is_one_name):
        return "other"
    if _share(a.names, b.names, _is_one_name):
        return "other" if a.codes and b.codes and _conflict(a.codes, b.codes) else "same"
    if any(_is_of_type(a, *one) and _is_of_type(b, *one) for one in _types()):
        return "same"
    if a.is_typed and b.is_typed:
        return "other"  # a "Boxer" is no "Puma-2", of whatever kind both are
    return "kind" if _are_akin(a, b) else "other"


def _is_of_type(weapon: Weapon, codes: frozenset[str], names: frozenset[str]) -> bool:
    """Whether a weapon is called by a code of a type, or by nothing but its names: both "M1A2" and "Abrams" are "M1 Abrams"."""
    if _share(weapon.codes, codes, _is_one_code):
        return True
    own = [code for code in weapon.codes if code.rstrip("0123456789") not in _words("beside")]  # "Block-20" is no code of a type
    return not own and bool(weapon.names) and all(_share(frozenset({name}), names, _is_one_name) for name in weapon.names)


@lru_cache(maxsize=1)
def _types() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The types of the table of weapons that go by a code and a name, or by two names."""
    found = (_types_in(name, capitals=False) for name, form, *_ in read_table("events/weapons.tsv").rows if form == "designation")
    return tuple((codes, names) for codes, names in found if len(codes) + len(names) > 1)


def _are_akin(a: Weapon, b: Weapon) -> bool:
    shared = a.kinds & b.kinds
    if shared - _REST or (a.kinds | b.kinds) & _ANY:
        return True
    if shared:  # both are of no category: radars are no parachutes
        return is_called_so(a, b) or not a.nouns or not b.nouns
    return any(a.kinds & pair and b.kinds & pair for pair in _AKIN)


def kinds_in(words: str) -> frozenset[str]:
    """The categories that some words stand for."""
    found = {category for category, _ in named_in(words)}
    plain = " ".join(words.casefold().replace("-", " - ").split()).replace(" - ", "-")
    for said, category in _kinds():
        if re.search(rf"(?<![\w/]){re.escape(said)}s?(?![\w/])", plain):
            found.add(category)
    if len(found) > 1:
        found -= {"unspecified", "other"} if found - {"unspecified", "other"} else set()
    if "drones" in found:
        found.discard("aircraft")
    if "small-arms" in found and "artillery" in found and "machine gun" in plain:
        found.discard("artillery")
    return frozenset(found)


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((words, category) for words, category, _ in read_table("reconcile/kinds.tsv").rows)


def _words_of_kind(words: str) -> frozenset[str]:
    """The words that say a kind, in small letters."""
    return frozenset(piece for piece in re.findall(r"[^\W_]+", fold(words)) if named_in(piece) or any(piece == said for said, _ in _kinds()))


@lru_cache(maxsize=65_536)
def _types_in(words: str, *, capitals: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The codes and names in some words.

    Args:
        capitals: the words are of running text: a name has a capital letter there.
    """
    codes: set[str] = set()
    names: set[str] = set()
    before = ""
    words = re.sub(r"\b\d[\d.,]*\s*(?:mm|cm|m|km|tonnes?|tons?|t|metres?|meters?)\b", " ", words)
    for piece in _PIECE.findall(words):
        plain = latin(piece)
        joined = re.sub(r"[^a-z0-9]", "", plain)
        number = _ROMAN.get(plain) or (joined if joined[:1].isdigit() else "")
        if before and number and not (number.isdigit() and len(number) > _LONGEST_NUMBER):
            codes.add(before + _without_plural(number))  # "Leopard 2A4", "Cobra II"; a longer number behind a name is how many, or a year
            before = ""
            continue
        before = ""
        if any(c.isdigit() for c in joined) and any(c.isalpha() for c in joined):
            if not capitals or piece[:1].isupper() or piece[:1].isdigit():
                codes.add(_without_plural(joined))
                if (stem := re.match(r"[a-z]{4,}", joined)) and stem[0] not in _words("beside"):
                    names.add(stem[0])
            continue
        if not joined.isalpha():
            continue
        parts = [p for p in re.split(r"[^a-z]+", plain) if p]
        shown = [p for p in re.split(r"[-‐-―./]", piece) if p]
        names |= {_singular(part) for part, written in zip(parts, shown, strict=False) if _is_name(part, written, capitals=capitals)}
        if (piece[:1].isupper() or not capitals) and joined not in _words("number"):
            before = _singular(joined)
    return frozenset(codes), frozenset(names)


def _without_plural(code: str) -> str:
    """ "2a4s", "tb2s", "f16ams": without the ending of the sentence it stood in."""
    return code[:-1] if code.endswith("s") and len(code) > 2 and (code[-2].isdigit() or code[-3:-2].isdigit() or code.endswith("ams")) else code


def _is_name(part: str, written: str, *, capitals: bool) -> bool:
    if len(part) < 3 or part in _words("beside", "number") or (capitals and not written[:1].isupper()):
        return False
    if named_in(part) and not any(designation for _, designation in named_in(written)):
        return False
    return country_of(written.title() if written.islower() else written) is None and (part not in _all_kinds())


@lru_cache(maxsize=1)
def _all_kinds() -> frozenset[str]:
    return frozenset(word for said, _ in _kinds() for word in said.split()) | _words("kind")


@cache
def _words(*uses: str) -> frozenset[str]:
    """Words that are no names, by why they are none."""
    return frozenset(word for word, use, _ in read_table("reconcile/no_names.tsv").rows if use in uses)


def _singular(name: str) -> str:
    return name.removesuffix("s") if len(name) > _SHORT and not name.endswith("ss") else name


@lru_cache(maxsize=65_536)
def latin(text: str) -> str:
    """Words folded, in Latin letters."""
    return fold(text).translate(_LETTERS).translate(_CYRILLIC)


def _share(some: frozenset[str], others: frozenset[str], same: Callable[[str, str], bool]) -> bool:
    return any(same(x, y) for x in some for y in others)


def _is_one_code(a: str, b: str) -> bool:
    """Equal, or one with a variant behind it ("su30", "su30mk2"), or with a name before it ("bayraktartb2", "tb2")."""
    if len(a) > len(b):
        a, b = b, a
    if a == b:
        return True
    if b.startswith(a):
        return not (a[-1].isdigit() and b[len(a)].isdigit())
    return len(a) >= 3 and b.endswith(a) and b[-len(a) - 1].isalpha() and a[0].isalpha()


def _conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether codes of the same letters have other figures: "leopard1" and "leopard2a4"."""
    stems = [(re.match(r"[a-z]*", x)[0], re.sub(r"^[a-z]*", "", x)) for x in a]  # type: ignore[index]
    others = [(re.match(r"[a-z]*", x)[0], re.sub(r"^[a-z]*", "", x)) for x in b]  # type: ignore[index]
    return any(stem and stem == other and not _share(a, b, _is_one_code) for stem, _ in stems for other, _ in others)


@lru_cache(maxsize=65_536)
def _is_one_name(a: str, b: str) -> bool:
    """The same word, or one spelt otherwise."""
    if a == b:
        return True
    if min(len(a), len(b)) < _SHORT:
        return False
    from rapidfuzz import fuzz

    like = fuzz.ratio(a, b)
    return like >= _NEAR or (like >= _SOUNDING and len(sounds(a)) >= 3 and sounds(a) == sounds(b))


def sounds(name: str) -> str:
    """The consonants of a name, as languages that spell them otherwise agree on."""
    for written, sound in _SOUNDS:
        name = name.replace(written, sound)
    name = re.sub(r"c(?=[eiy])", "s", name).replace("ch", "#").replace("c", "k").replace("#", "ch").replace("x", "ks").replace("z", "s")
    bare = name[:1] + re.sub(r"[aeiouyj]", "", name[1:]) if name[:1] not in "yj" else "j" + re.sub(r"[aeiouyj]", "", name[1:])
    return re.sub(r"(.)\1+", r"\1", bare)
