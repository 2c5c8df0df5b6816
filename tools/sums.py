"""Write the digests of the data tables, which the package checks when it reads one: src/onrecord/SHA256SUMS.

    python tools/sums.py

To be run after a change to a table; a test fails until it was.
"""

import hashlib
from pathlib import Path

from onrecord.lexicon import SUMS, table_names

PACKAGE = Path(__file__).parent.parent / "src" / "onrecord"
OTHERS = ("encoder/models/vocabulary.txt", "grounding/places/signs.json", "grounding/places/weights.json")


def sums() -> str:
    """One line a file, as sha256sum writes them."""
    names = sorted([*table_names(), *OTHERS])
    return "".join(f"{hashlib.sha256((PACKAGE / name).read_bytes()).hexdigest()}  {name}\n" for name in names)


if __name__ == "__main__":
    (PACKAGE / SUMS).write_text(sums(), encoding="ascii", newline="\n")
