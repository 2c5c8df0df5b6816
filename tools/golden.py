"""The records of the example pages, as they are now: tests/golden/*.json, which a test compares.

    python -m tools.golden            prints what differs
    python -m tools.golden --write    writes them anew, and the digest that CHANGELOG.md has to name

A record that changes is something that a user will see: say in CHANGELOG.md what has changed, and put the new digest there.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import onrecord

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
PAGES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".html", ".txt"))
NEAR = 0.011  # confidences may differ by that between processors: their sums are rounded in another order


def record_of(page: Path) -> str:
    """The line of JSON that `onrecord read` prints, with the place that does not depend on where the checkout lies."""
    return onrecord.read(page, location=f"examples/{page.name}").to_json()


def digest() -> str:
    """Of all golden records."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(GOLDEN.glob("*.json")))).hexdigest()[:16]


def differs(old: Any, new: Any, at: str = "") -> str | None:
    """Where two records differ first; numbers that are near are not different."""
    if isinstance(old, float) and isinstance(new, float) and not old.is_integer():
        return None if abs(old - new) <= NEAR else f"{at}: {old} is now {new}"
    if type(old) is not type(new):
        return f"{at}: {old!r:.80} is now {new!r:.80}"
    if isinstance(old, dict):
        keys = dict.fromkeys([*old, *new])
        return next((found for key in keys if (found := differs(old.get(key), new.get(key), f"{at}/{key}"))), None)
    if isinstance(old, list):
        if len(old) != len(new):
            return f"{at}: {len(old)} are now {len(new)}"
        return next((found for n, (a, b) in enumerate(zip(old, new, strict=True)) if (found := differs(a, b, f"{at}/{n}"))), None)
    return None if old == new else f"{at}: {old!r:.80} is now {new!r:.80}"


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        GOLDEN.mkdir(exist_ok=True)
        for page in PAGES:
            (GOLDEN / f"{page.name}.json").write_text(record_of(page) + "\n", encoding="utf-8")
        sys.stdout.write(f"say in CHANGELOG.md what changed, and: golden records {digest()}\n")
        return
    for page in PAGES:
        found = differs(json.loads((GOLDEN / f"{page.name}.json").read_text(encoding="utf-8")), json.loads(record_of(page)))
        sys.stdout.write(f"{page.name}: {found or 'as it was'}\n")


if __name__ == "__main__":
    main()
