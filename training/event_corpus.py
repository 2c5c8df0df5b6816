"""The corpus of events: sentences and pages in mark-up, and what is made from them.

    python -m training.event_corpus                 writes sentences/*.jsonl, and pages/HALF/NAME.txt with NAME.gold.json, and prints the counts
    python -m training.event_corpus --check FILE…   says what is wrong in files of mark-up

train/corpora/events/README.md says what the fields mean, ANNOTATE.md what the marks.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from training.corpus_command import list_faults, print_counts, write_files
from training.event_marks import HALVES, TYPES, Json, MarksError, read_sentences, sentence
from training.event_pages import Page, gold_of, read_pages
from training.event_printing import printed

__all__ = ["FOLDER", "RUN", "TYPES", "check", "counts", "files", "gold_of", "pages", "sentences"]

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora" / "events"
RUN: Final = 8  # no run of so many words stands in both halves


@cache
def sentences(half: str) -> tuple[Json, ...]:
    """All sentences of a half, by type and line."""
    return tuple(one for path in sorted((FOLDER / "sentences").glob(f"*.{half}.txt")) for one in read_sentences(path))


@cache
def pages(half: str) -> tuple[Page, ...]:
    """All pages of a half, by file and place in it."""
    return tuple(page for path in sorted((FOLDER / "pages").glob(f"{half}-*.txt")) for page in read_pages(path))


def files() -> Iterator[tuple[Path, str]]:
    """Everything that is made from the mark-up: path in the corpus, and what it holds."""
    for half in HALVES:
        yield FOLDER / f"sentences.{half}.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in sentences(half))
        for page in pages(half):
            text, gold = printed(page, pages(half))
            yield FOLDER / half / f"{page.name}.txt", text
            yield FOLDER / half / f"{page.name}.gold.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def counts(half: str) -> dict[str, int]:
    """What a half holds."""
    found: Counter[str] = Counter()
    for one in sentences(half):
        found["sentences"] += 1
        found["sentences without event"] += not one["events"]
        found.update(f"sentences: {event['type']}" for event in one["events"])
        found.update(f"sentences: status {event['status']}" for event in one["events"])
    for page in pages(half):
        gold = gold_of(page)
        found["pages"] += 1
        found["pages: words"] += len(page.text.split())
        found["pages: statements"] += len(gold["statements"])
        found["pages: events"] += len(gold["events"])
        found["pages: transfers"] += len(gold["arms_transfers"])
        found["pages: direction traps"] += sum("trap" in event for event in gold["events"])
        found["pages: history"] += sum("history" in event for event in gold["events"])
        found["pages: denials of size or price"] += len(gold["sizes"])
        denials = [link for link in gold["links"] if link["relation"] != "asserts"]
        found["pages: statements that deny, decline or doubt"] += len(
            {link["statement"] for link in denials} | {s["statement"] for s in gold["sizes"]}
        )
        found.update(
            f"pages: links that {link['relation']}" if link["relation"] == "asserts" else f"pages: {link['basis']} denials" for link in gold["links"]
        )
        found.update(f"pages: transfers {one['status']}" for one in gold["arms_transfers"])
    return dict(found)


def check(path: Path) -> list[str]:
    """What is wrong in a file of mark-up, a line each: all sentences or pages that cannot be read."""
    wrong = []
    if "train-" in path.name or "test-" in path.name:
        _, *blocks = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for block in blocks:
            beside = path.with_name(path.name + ".one")
            try:
                beside.write_text(block, encoding="utf-8")
                read_pages(beside)
            except MarksError as error:
                wrong.append(str(error).replace(".one", ""))
            finally:
                beside.unlink(missing_ok=True)
        return wrong
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                sentence(f"{path.name}:{number}", line.strip())
            except MarksError as error:
                wrong.append(str(error))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.check:
        return list_faults(line for path in options.check for line in check(path))
    write_files(dict(files()), [FOLDER / half for half in HALVES])
    print_counts(counts("train"), counts("test"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
