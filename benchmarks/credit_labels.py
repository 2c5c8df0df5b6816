"""Write `labels/credits.tsv` from a file of names that stays outside the repository.

    python -m benchmarks.credit_labels NAMES.tsv > benchmarks/labels/credits.tsv

NAMES.tsv has a line a credit: page id, sample, half, kind, name (empty where the kind is none). Only digests of the names are
written: they let a prediction be checked, and put nobody's name here.
"""

import hashlib
import re
import sys
from pathlib import Path

HEAD = """\
#: what     who is credited for the text of pages of bench/extraction/dev, as digests of names
#: origin   labelled for onrecord by reading the visible pages and their markup, before our own output was looked at, 2026; licence CC0-1.0
#: columns  page  sample  half  kind  digest
#: sample   drawn: 80 pages, every n-th of all by id · wire: pages chosen because an agency's name stands in a credit slot; agencies only, all dev ·
#:          fresh: 40 of the pages that were left, by a seeded draw, labelled later; all test
#: half     dev: misses may be read when rules are mended · test: never
#: kind     person: an author of the text · agency: a news organisation, not the outlet, that the text is credited to · none: neither on this page
#: digest   first 12 hexadecimals of sha256 of the name's words, case-folded, one space between; an agency by the name that it signs with
"""
_WORD = re.compile(r"\w+")


def digest_of(name: str) -> str:
    """The digest by which a name is compared."""
    return hashlib.sha256(" ".join(_WORD.findall(name.casefold())).encode()).hexdigest()[:12]


def main(path: Path) -> None:
    """Print the label file of the names in a file."""
    sys.stdout.write(HEAD)
    for line in path.read_text(encoding="utf-8").splitlines():
        page, sample, half, kind, name = line.split("\t")
        print(page, sample, half, kind, digest_of(name) if name else "-", sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
