"""The table of verbs: what PETRARCH-2's dictionary codes by default → PLOVER types.

    python -m training.event_verbs SOURCES      writes src/onrecord/events/verbs.tsv from SOURCES/petrarch/CAMEO.2.0.txt

A block of the dictionary has a code of its own or none, verbs, and patterns; its code is taken for each of its verbs, patterns are left out.
"""

import argparse
import re
from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).resolve().parent.parent / "src/onrecord/events/verbs.tsv"
_BLOCK: Final = re.compile(r"^---\s+([A-Z_]+)\s+\[(\d+|---)\]", re.MULTILINE)
_MEMBER: Final = re.compile(r"^([A-Z]+)(?= |$)", re.MULTILINE)
# CAMEO roots in PLOVER 2.0; 01 and 02 (statements, appeals by a comment) and the few others are none or another's by more than the root.
_ROOTS: Final = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE",
    "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT",
    "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
_DONE: Final = ("084", "086", "087")  # material concessions
HEAD: Final = """#: what      verbs that PETRARCH-2's dictionary codes without a pattern, with the PLOVER type of that code: a sign for the judge
#: origin    compiled by `python -m training.event_verbs` from CAMEO.2.0.txt of openeventdata/petrarch2; licence MIT, Copyright 2014 its authors
#: until     2019
#: columns   verb  type
"""


def verbs_of(text: str) -> dict[str, str]:
    """Each verb of the dictionary in small letters with its type, in alphabetical order; one of two types is left out."""
    blocks = list(_BLOCK.finditer(text))
    found: dict[str, set[str]] = {}
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        code = block[2]
        kind = "RETREAT" if code[:3] in _DONE else _ROOTS.get(code[:2])
        if kind is not None:
            for member in _MEMBER.finditer(text, block.end(), after.start() if after else len(text)):
                found.setdefault(member[1].lower(), set()).add(kind)
    return {verb: kinds.pop() for verb, kinds in sorted(found.items()) if len(kinds) == 1}


def compiled(text: str) -> str:
    """The table's text."""
    return HEAD + "".join(f"{verb}\t{kind}\n" for verb, kind in verbs_of(text).items())


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    text = (parser.parse_args().sources / "petrarch" / "CAMEO.2.0.txt").read_text(encoding="utf-8", errors="replace")
    OUT.write_text(compiled(text), encoding="utf-8")
    print(f"{len(verbs_of(text))} verbs in {OUT}")


if __name__ == "__main__":
    main()
