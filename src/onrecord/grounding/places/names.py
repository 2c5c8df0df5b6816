"""What a name may mean: our own tables of regions, abbreviations and peoples, the gazetteer, and names made of other names.

"Miller County", "Odesa Oblast", "Leeds Bradford Airport", "University of Arden", "northern Iraq": what GeoNames does not list under that
name is looked up without the word that says what it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal

from onrecord.grounding.places.folding import folded
from onrecord.grounding.places.gazetteer import Entry, Gazetteer, Kind, packaged
from onrecord.lexicon import read_table

How = Literal["own", "alternate", "table", "adjective", "people", "postal", "part", "within"]
MOST: Final = 48  # meanings of one name that are weighed; the most populous

_REGIONS: Final = "grounding/places/regions.tsv"
_NAMES: Final = "grounding/places/names.tsv"
_DEMONYMS: Final = "grounding/places/demonyms.tsv"
_PEOPLES: Final = "grounding/places/peoples.tsv"
_REGION_SIZE: Final = {
    "continent": 28.0,
    "bloc": 26.0,
    "state": 26.0,
    "region": 23.0,
    "water": 22.0,
    "mountains": 21.0,
    "island": 21.0,
    "site": 19.0,
    "seat": 20.0,
    "county": 20.0,
}

# Words behind or before a name that tell what it is of; a division is meant where the first group stands.
_DIVISION: Final = re.compile(
    r"(?:(?:the )?(?P<before>province|state|governorate|region|district|county|prefecture|republic|department|canton) of )?(?P<name>.+?)"
    r"(?: (?P<behind>county|co|parish|borough|district|province|prefecture|governorate|oblast|region|state|department|canton|voivodeship|krai"
    r"|raion|shire|division|municipality|regency|republic|territory|counties))?\Z",
    re.IGNORECASE,
)
_SITE: Final = re.compile(
    r"(?:(?:university|port|bay|gulf|bishopric|diocese|archdiocese|bank|city|town|village|borough|church|mayor|greater|downtown|central|upper|lower"
    r"|(?:north|south|east|west)(?:ern|[ -]?(?:east|west)(?:ern)?)?|river|lake|mount|camp|fort|port|cape|old|inner|outer|rural|suburban|metro"
    r"|metropolitan) (?:of )?)?(?P<name>.+?)"
    r"(?: (?:international|regional|municipal|national|county|area|metropolitan area|city|valley|air|naval|army)*"
    r" ?(?:airport|airfield|air ?base|base|station|university|college|school|high school|elementary school|middle school|state university|hospital"
    r"|medical center|city|town|township|village|river|lake|island|islands|peninsula|valley|beach|bay|harbou?r|port|bridge|park|district|area|region"
    r"|hills?|mountains?|forest|stadium|arena|prison|jail|courthouse|cathedral|church|camp|refugee camp|crossing|border|coast|suburbs?|metro))?\Z",
    re.IGNORECASE,
)
_ADMIN: Final = frozenset({Kind.DISTRICT, Kind.DIVISION})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One place that a name may mean, and by what it is known there."""

    entry: Entry
    how: How


@cache
def _own() -> Mapping[str, tuple[Meaning, ...]]:
    """Folded names of our own tables."""
    gazetteer, found = packaged(), dict[str, list[Meaning]]()
    regions: dict[str, Entry] = {}
    for at, (names, what, lat, lon, country, number, _) in enumerate(read_table(_REGIONS).rows):
        kind = {"site": Kind.SITE, "seat": Kind.SITE, "county": Kind.DISTRICT}.get(what, Kind.REGION)
        code = None if country == "-" else country
        first = names.split(";")[0]
        size = _REGION_SIZE[what]
        one = Entry(-1 - at, first, kind, code, -1, -1, float(lat), float(lon), None if number == "-" else int(number), size, False)
        regions[first] = one
        for name in names.split(";"):
            found.setdefault(folded(name), []).append(Meaning(one, "table"))
    for name, means, form, _ in read_table(_NAMES).rows:
        found.setdefault(folded(name), []).append(Meaning(gazetteer.code(means), "postal" if form == "postal" else "table"))
    words: dict[tuple[str, How], Meaning] = {}
    for table in (_DEMONYMS, _PEOPLES):  # the second wins
        for word, means, form, _ in read_table(table).rows:
            how: How = "adjective" if form == "adjective" else "people"
            words[folded(word), how] = Meaning(regions.get(means) or gazetteer.code(means), how)
    for (word, how), meaning in words.items():
        if how == "adjective" or (word, "adjective") not in words:
            found.setdefault(word, []).append(meaning)
    return {name: tuple(meanings) for name, meanings in found.items()}


@cache
def seats() -> frozenset[int]:
    """The rows of seats of government, which like capitals stand for it: "the Kremlin said"."""
    return frozenset(-1 - at for at, row in enumerate(read_table(_REGIONS).rows) if row[1] == "seat")


@cache
def states() -> frozenset[int]:
    """The rows of states that are no more: the Soviet Union, Yugoslavia."""
    return frozenset(-1 - at for at, row in enumerate(read_table(_REGIONS).rows) if row[1] == "state")


@lru_cache(maxsize=4096)
def meanings(name: str, *, composed: bool = True) -> tuple[Meaning, ...]:
    """The places that a name, as it is written, may mean; the likelier by size first, () for none.

    Args:
        composed: also those of a name without the word that says what it is, "Miller County".
    """
    plain = folded(name)
    found = _direct(plain)
    if found:
        return found
    if plain.startswith("the "):
        return meanings(plain.removeprefix("the "), composed=composed)
    return tuple(_composed(plain))[:MOST] if composed else ()


def _direct(plain: str) -> tuple[Meaning, ...]:
    """The places of a folded name in our tables and in the gazetteer."""
    own = tuple({meaning.entry.row: meaning for meaning in reversed(_own().get(plain, ()))}.values())[::-1]
    rows = {meaning.entry.row for meaning in own}
    listed = [Meaning(e, "alternate" if e.alternate else "own") for e in packaged().by_name(plain) if e.row not in rows]
    return (*own, *listed[:MOST])


def _composed(plain: str) -> Iterator[Meaning]:
    """The places of a name without the word that says what it is."""
    parts = _DIVISION.match(plain)
    if parts and (parts["before"] or parts["behind"]):
        inside = _direct(parts["name"])
        divisions = [meaning for meaning in inside if meaning.entry.kind in _ADMIN]
        yield from divisions or (replace(meaning, how="part") for meaning in inside if meaning.how not in ("people", "postal"))
        if inside:
            return
    site = _SITE.match(plain)
    if site and len(site["name"]) > 2 and site["name"] != plain:
        for meaning in _direct(site["name"]):
            if meaning.how not in ("people", "postal"):
                yield replace(meaning, how="part")


def gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return packaged()
