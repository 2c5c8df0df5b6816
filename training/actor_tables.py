"""Compile who held which office, and when: `python -m training.actor_tables SOURCES`.

SOURCES is a folder with actors/officeholders.csv, as ../shared/sources has it. What is written is a function of that file.

An open end means: still in office when the source was read. A start of somebody else before that day, in an office that one person
holds, closes it (source README); a start behind it does not, for there may have been others between.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from onrecord.grounding.published.rolls import fold_name

OUT: Final = Path(__file__).parent.parent / "src/onrecord/grounding/actors/officeholders.tsv"
FIRST: Final = "1985"  # a term that ended before is nobody's on a web page
# Offices that several persons hold at once: nobody's start closes another's term.
SHARED: Final = ("judge", "justice", "state secretary", "deputy", "senator", "member", "minister without", "minister of state", "councillor")
HEAD: Final = """#: what     who held which office, from when to when; compiled by `python -m training.actor_tables`
#: origin   facts of Wikidata (CC0) and of The World Factbook (public domain), from officeholders.csv of the shared sources; licence CC0-1.0
#: until    an empty end is an office held when the source was last read, `until`; behind that day nothing is known
#: keys     the first and the last word of the name as `fold_name` folds them
#: columns  keys  person  country (ISO 3166 alpha-3, empty for international bodies)  office  start  end  until  wikidata
"""

Row = dict[str, str]


def compiled(source: Path) -> str:
    """The table's text."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["office"] and row["person"] and "\t" not in row["office"] + row["person"]]
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["wikidata"]:
            ids[_keys(row["person"]), row["country"]].add(row["wikidata"])
    named = {key: found.pop() for key, found in ids.items() if len(found) == 1}  # the other source has none
    offices: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        offices[row["country"], row["office"].casefold()].append(row)
    lines: dict[tuple[str, ...], str] = {}
    for group in offices.values():
        for row in _closed(group):
            if (row["end"] or "9") >= max(FIRST, row["start"]):  # five rows of the source end before they begin
                wikidata = row["wikidata"] or named.get((_keys(row["person"]), row["country"]), "")
                term = (row["person"], row["country"], row["office"], row["start"], row["end"])
                lines[(*term, wikidata)] = max(row["known_until"], lines.get((*term, wikidata), ""))
    return HEAD + "".join("\t".join((_keys(term[0]), *term[:5], until, term[5])) + "\n" for term, until in sorted(lines.items()))


def _keys(person: str) -> str:
    words = fold_name(person)
    return f"{words[0]} {words[-1]}" if words else ""


def _closed(group: Iterable[Row]) -> list[Row]:
    """The terms of one office, an open one closed by the next person's start."""
    ordered = sorted(group, key=lambda row: (row["start"], row["person"]))
    if any(ordered[0]["office"].casefold().startswith(word) for word in SHARED):
        return ordered
    return [
        row | {"end": next((o["start"] for o in ordered if row["start"] < o["start"] <= row["known_until"] and o["person"] != row["person"]), "")}
        if not row["end"] and row["start"]
        else row
        for row in ordered
    ]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        prog="python -m training.actor_tables", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", type=Path, help="the folder of sources")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    given.out.write_text(compiled(given.sources / "actors/officeholders.csv"), encoding="utf-8")
    print(f"{given.out.stat().st_size:,} bytes in {given.out.name}")


if __name__ == "__main__":
    main()
