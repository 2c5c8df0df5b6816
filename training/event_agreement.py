"""A second annotation of the corpus of events: sheets without marks, and how far what comes back agrees.

    python -m training.event_agreement --blind FOLDER    writes every sixth sentence and page of both halves without marks
    python -m training.event_agreement --agree FOLDER    reads the sheets with marks and prints the agreement

A sheet has what a writer saw of a page, its head and body, and the lines below for the annotator to fill; ANNOTATE.md is all that else is known.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from training.event_corpus import FOLDER, pages, sentences
from training.event_marks import HALVES, read_sentences
from training.event_pages import Page, gold_of, read_pages

EVERY: Final = 6
SECOND: Final = FOLDER / "second"

Json = dict[str, Any]


def sheets(folder: Path) -> None:
    """Write the sheets: `HALF.sentences.txt`, a sentence a line, and `HALF-pages.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    for half in HALVES:
        lines = [one["text"] for one in sentences(half)[::EVERY]]
        (folder / f"sentences.{half}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        blocks = []
        for page in pages(half)[::EVERY]:
            head = "\n".join(f"{key} {value}" for key, value in page.head.items())
            blocks.append(f"## {page.name}\n{head}\n---\n{page.text}\n---\n")
        (folder / f"{half}-pages.txt").write_text("\n".join(blocks), encoding="utf-8")


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _f1(hits: float, first: float, second: float) -> float:
    return 2 * hits / (first + second) if first + second else 1.0


def agree_sentences(first: Iterable[Json], second: Iterable[Json]) -> dict[str, float]:
    """F1 of triggers, and of those found by both the share with the same type, status, and the F1 of initiators and recipients by country."""
    count: Counter[str] = Counter()
    for a, b in zip(first, second, strict=True):
        if a["text"] != b["text"]:
            raise SystemExit(f"not the same sentence: {a['text'][:60]!r} and {b['text'][:60]!r}")
        count["a"] += len(a["events"])
        count["b"] += len(b["events"])
        free = list(b["events"])
        for event in a["events"]:
            other = next((one for one in free if any(_overlap(x, y) for x in event["triggers"] for y in one["triggers"])), None)
            if other is None:
                continue
            free.remove(other)
            count["both"] += 1
            count["type"] += event["type"] == other["type"] or other["type"] in event["also"] or event["type"] in other["also"]
            count["status"] += event["status"] == other["status"]
            for role in ("actors", "recipients"):
                mine, theirs = ({one["country"] for one in x[role]} for x in (event, other))
                count[f"{role} both"] += len(mine & theirs)
                count[f"{role} all"] += len(mine) + len(theirs)
    both = max(count["both"], 1)
    return {
        "events": count["a"],
        "triggers F1": _f1(count["both"], count["a"], count["b"]),
        "type": count["type"] / both,
        "status": count["status"] / both,
        "initiators F1": _f1(count["actors both"], count["actors all"], 0),
        "recipients F1": _f1(count["recipients both"], count["recipients all"], 0),
    }


def agree_pages(first: Iterable[Page], second: Iterable[Page]) -> dict[str, float]:
    """F1 of statements by cue with the share of equal stance, of transfers by their sides and status, and of links among statements of both."""
    count: Counter[str] = Counter()
    for page, other in zip(first, second, strict=True):
        if page.text != other.text:
            raise SystemExit(f"{page.name}: not the same text")
        a, b = gold_of(page), gold_of(other)
        cues = {
            s["id"]: next((o for o in b["statements"] if any(_overlap(x, y) for x in s["cue"]["spans"] for y in o["cue"]["spans"])), None)
            for s in a["statements"]
        }
        count["statements a"] += len(a["statements"])
        count["statements b"] += len(b["statements"])
        count["statements"] += sum(o is not None for o in cues.values())
        count["stance"] += sum(o is not None and o["stance"] == s["stance"] for s in a["statements"] if (o := cues[s["id"]]))
        sides = [_sides(x) for x in (a, b)]
        count["transfers a"] += len(sides[0])
        count["transfers b"] += len(sides[1])
        left = list(sides[1])
        for one in sides[0]:
            if one in left:
                left.remove(one)
                count["transfers"] += 1
        same = _same_events(a, b)
        mine = {(cues[x["statement"]]["id"], same.get(x["target"]), x["relation"]) for x in a["links"] if cues.get(x["statement"])}  # type: ignore[index]
        theirs = {(x["statement"], x["target"], x["relation"]) for x in b["links"]}
        count["links a"] += len({(x["statement"], x["target"], x["relation"]) for x in a["links"]})
        count["links b"] += len(theirs)
        count["links"] += len(mine & theirs)
    return {
        "statements": count["statements a"],
        "statements F1": _f1(count["statements"], count["statements a"], count["statements b"]),
        "stance": count["stance"] / max(count["statements"], 1),
        "transfers": count["transfers a"],
        "transfers F1": _f1(count["transfers"], count["transfers a"], count["transfers b"]),
        "links": count["links a"],
        "links F1": _f1(count["links"], count["links a"], count["links b"]),
    }


def _sides(gold: Json) -> list[tuple[str | None, str | None, str]]:
    """Supplier and recipient by country (by name where it has none), and status, of each transfer."""
    who = {actor["id"]: actor["country"] or actor["name"] for actor in gold["actors"]}
    return [(who.get(one["supplier"]), who.get(one["recipient"]), one["status"]) for one in gold["arms_transfers"]]


def _same_events(a: Json, b: Json) -> dict[str, str]:
    """Event of the first → event of the second with a trigger that overlaps."""
    found: dict[str, str] = {}
    for event in a["events"]:
        near = [other for other in b["events"] if any(_overlap(x, y) for x in event["triggers"] for y in other["triggers"])]
        free = [other for other in near if other["id"] not in found.values()] or near
        if free:
            same = [other for other in free if (other["type"], other["status"]) == (event["type"], event["status"])]
            found[event["id"]] = (same or free)[0]["id"]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blind", type=Path, metavar="FOLDER")
    parser.add_argument("--agree", type=Path, nargs="?", const=SECOND, metavar="FOLDER", help="default: second/ in the corpus")
    options = parser.parse_args()
    if options.blind:
        sheets(options.blind)
        return 0
    folder = options.agree or SECOND
    for half in HALVES:
        lines = read_sentences(folder / f"sentences.{half}.txt")
        texts = {one["text"] for one in lines}
        first = [one for one in sentences(half) if one["text"] in texts]
        lines.sort(key=lambda one: [x["text"] for x in first].index(one["text"]))
        print(f"{half}, sentences:", _shown(agree_sentences(first, lines)))
        read = read_pages(folder / f"{half}-pages.txt")
        names = [page.name for page in read]
        print(f"{half}, pages:", _shown(agree_pages(sorted((p for p in pages(half) if p.name in names), key=lambda p: names.index(p.name)), read)))
    return 0


def _shown(figures: Json) -> str:
    return ", ".join(f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
