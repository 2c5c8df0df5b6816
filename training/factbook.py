"""The adjectives of countries, and words of persons' names, from the files of sources/actors: what `training.gazetteer` writes as tables."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from onrecord.grounding.places.folding import folded

OUR_CODES: Final = {"XKX": "KOS"}  # GeoNames' code of a country → the record's
NOT_WORDS: Final = frozenset(
    {"NA", "Gibraltar", "Luxembourg", "Singapore", "Kiribati", "Taiwan", "New Zealand", "Hong Kong", "Liechtenstein", "Christmas Island"}
)
EXAMPLE: Final = {"adjective": "The {} authorities said nothing.", "people": "Two {} were among the injured."}
DEMONYMS_HEAD: Final = """#: what     adjectives of countries, and what their people are called; compiled by `python -m training.gazetteer`
#: origin   The World Factbook, May 2026 (public domain); licence CC0-1.0
#: columns  word  country  form  example
"""
PERSONS_HEAD: Final = """#: what     words that begin (given) and end (family) the names of several office holders
#: what     compiled by `python -m training.gazetteer`
#: origin   The World Factbook (public domain) and Wikidata (CC0), officeholders.csv; licence CC0-1.0
#: columns  word  part  example
"""
GIVEN_EXAMPLE: Final = "A neighbour, {} Falkenau, called for help."


def read_factbook(path: Path) -> list[dict[str, str]]:
    """The rows of countries.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def demonyms(factbook: Path, sizes: Mapping[str, int]) -> str:
    """The table of adjectives and nationalities: words that several countries share go to the most populous."""
    found: dict[tuple[str, str], str] = {}
    listed = sorted(read_factbook(factbook), key=lambda r: -sizes.get(r["iso3"], 0))
    for form, column in (("adjective", "adjective"), ("people", "nationality")):
        for row in listed:
            code = OUR_CODES.get(row["iso3"], row["iso3"])
            for word, plural in words_for(row[column]):
                if code in sizes:
                    found.setdefault((word, form), code)
                    if plural and form == "people":
                        found.setdefault((plural, "people"), code)
    lines = [f"{word}\t{code}\t{form}\t{EXAMPLE[form].format(word)}" for (word, form), code in sorted(found.items())]
    return DEMONYMS_HEAD + "\n".join(lines) + "\n"


def words_for(cell: str) -> Iterator[tuple[str, str | None]]:
    """Of "Briton(s), British (collective plural)": each word, with its plural where the cell has one."""
    cell = re.sub(r";? ?note.*|former term, ", "", cell)
    for part in re.split(r"[,;/]| or ", cell):
        word = part.strip()
        ending = re.search(r"\((s|men|women)\)", word)
        plain = re.sub(r" ?\(.*?\)", "", word).strip()
        if not re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*", plain) or plain in NOT_WORDS:
            continue
        yield plain, None if not ending else f"{plain}s" if ending[1] == "s" else f"{plain[: -len(ending[1])]}{ending[1]}"


def person_words(path: Path) -> str:
    """The table of words that begin or end the names of several office holders."""
    given: Counter[str] = Counter()
    family: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for words in {tuple(folded(row["person"]).split()) for row in csv.DictReader(file)}:
            if len(words) > 1:
                given[words[0]] += 1
                family[words[-1]] += 1
    lines = [
        f"{word}\t{part}\t{example.format(word.title())}"
        for part, counted, least, example in (("given", given, 4, GIVEN_EXAMPLE), ("family", family, 5, "Ms {} left early."))
        for word, count in sorted(counted.items())
        if count >= least and len(word) > 1 and word.isalpha()
    ]  # fmt: skip
    return PERSONS_HEAD + "\n".join(lines) + "\n"
