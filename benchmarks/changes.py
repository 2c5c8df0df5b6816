"""Items gained and lost against the last stored run: an F1 hides a loss behind a gain, a list of items does not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frame import Item, Result

MOVED = 0.005  # a page's F1 moves by less for a comma
FIRST = 5  # items named in the table; the diff file has all


@dataclass(frozen=True, slots=True)
class Change:
    """One item whose score is another than in the stored run."""

    id: str
    was: float
    now: float
    detail: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run gained and lost."""

    against: str  # the version that made the stored run
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]


def read_run(path: Path, digest: str) -> tuple[str, dict[str, Item]] | None:
    """Version and items of the stored run; None where there is none, or one of other data."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["data"] != digest:
            return None
        return str(stored["who"]), {name: Item(float(score), str(detail)) for name, (score, detail) in stored["items"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a run is stored to be compared with: one that cannot be read is no run


def write_run(path: Path, digest: str, result: Result) -> None:
    """Store a run for the next to be compared with."""
    items = {name: (round(item.score, 6), item.detail) for name, item in sorted(result.items.items())}
    stored = {"who": result.rows[0].who, "data": digest, "figures": dict(result.ours), "items": items}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0), encoding="utf-8")


def compare(against: str, old: Mapping[str, Item], new: Mapping[str, Item]) -> Changes:
    """The items that moved, matched by ID. An item that one run lacks is wholly right there (see Item)."""
    right = Item(1.0)
    moved = []
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, right), new.get(name, right)
        if abs(now.score - was.score) > MOVED:
            moved.append(Change(name, was.score, now.score, (now if name in new else was).detail))
    return Changes(against, tuple(c for c in moved if c.now > c.was), tuple(c for c in moved if c.now < c.was))


def write_diff(path: Path, name: str, changes: Changes) -> None:
    """Every item gained and lost, losses first."""
    lines = [f"{name}: gained {len(changes.gained)}, lost {len(changes.lost)} against the stored run of {changes.against}"]
    for title, group in (("lost", changes.lost), ("gained", changes.gained)):
        lines += ["", f"{title} ({len(group)})"]
        for change in group:
            lines.append(f"  {change.id}  {change.was:.2f} → {change.now:.2f}")
            lines += [f"      {line}" for line in change.detail.splitlines()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def in_words(changes: Changes, diff: str) -> str:
    """The line under the table."""
    if not changes.gained and not changes.lost:
        return f"gained 0, lost 0 against the stored run of {changes.against}"
    lines = [f"gained {len(changes.gained)}, lost {len(changes.lost)} against the stored run of {changes.against} → {diff}"]
    for title, group in (("gained", changes.gained), ("lost", changes.lost)):
        if group:
            more = f" and {len(group) - FIRST} more" if len(group) > FIRST else ""
            lines.append(f"  {title}: {', '.join(change.id for change in group[:FIRST])}{more}")
    return "\n".join(lines)
