"""What the package is made from.

python -m training sources [--json]        every data set with origin, digest, licence, and what is made from it
python -m training sources --of FILE       those behind one model or table, by the end of its name: encoder.onnx, verbs.tsv
python -m training sources --check         holds the data folder (ONRECORD_SHARED) and the archives (make archives) against the list
python -m training tables [--write]        every compiled table, made again: the same, or not
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from training.sources import check, sources, told


def main() -> int:
    """Do what the command line says."""
    shared = Path(os.environ["ONRECORD_SHARED"]) if os.environ.get("ONRECORD_SHARED") else None
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("sources", help="every data set behind the package")
    listing.add_argument("--json", action="store_true", dest="as_json", help="as one JSON array")
    listing.add_argument("--of", metavar="FILE", help="only those that this file of the package was made from")
    listing.add_argument("--check", action="store_true", help="hold files against the list; exit status 1 where one differs")
    making = commands.add_parser("tables", help="make the compiled tables again")
    making.add_argument("--sources", type=Path, default=(shared or Path("../shared")) / "sources", help="default: sources in ONRECORD_SHARED")
    making.add_argument("--write", action="store_true", help="write what differs into the package, with its digests")
    for command in (listing, making):
        command.add_argument("--archives", type=Path, default=Path("build/archives"), help="default: build/archives")
    given = parser.parse_args()
    if given.command == "tables":
        return _tables(given)
    if given.check:
        states = list(check(shared, given.archives))
        print("\n".join(f"{state:<9} {name}" for name, state in states))
        return 1 if any(state == "differs" for _, state in states) else 0
    found = [one for one in sources() if given.of is None or any(name.endswith(given.of) for name in one.makes)]
    if not found:
        print(f"{given.of}: no data set is told for it; files are named as in the package: encoder/models/encoder.onnx", file=sys.stderr)
        return 2
    print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) if given.as_json else "\n\n".join(map(told, found)))
    return 0


def _tables(given: argparse.Namespace) -> int:
    """Print how each table came out; 1 where one differs and was not written."""
    from onrecord.lexicon import SUMS
    from tools.sums import PACKAGE, sums
    from training.tables import compare

    failed = False
    for name, state in compare(given.sources, given.archives, write=given.write):
        print(f"{name:<36} {state}", flush=True)
        failed |= state == "differs"
    if given.write:
        (PACKAGE / SUMS).write_text(sums(), encoding="ascii", newline="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
