"""`python -m benchmarks.calibration`: how often a day of publication is right, by the kinds of evidence that it rests on.

    python -m benchmarks.calibration ../shared/bench/extraction/dev ../shared/bench/extraction/dev/flat ../shared/bench/pubdate/dev.jsonl

A file of JSON lines with `text` and `published` is taken as dumps without a year (bench/pubdate), whose patterns are how many clues of the
text speak for the day. What the same clues are worth on other texts, out of fold, `python -m training.published fit` prints.

A pattern is the set of the kinds of evidence that were accepted for the day ("metadata+visible"). For each the table gives the
pages that were given a day, the share that is right, the mean confidence given, and the mean of what the other four of five folds
would have told: folds are of sites, so that no page is judged by another of its own site. A pattern that was never seen in the
other folds is told by all of their pages. Pages whose truth is doubted are left out. The last row is of all; `gap` is the mean
distance between confidence and what was right over tenths of confidence (expected calibration error); the lines below it are those tenths.
"""

import gzip
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import onrecord
from benchmarks.extraction import doubtful_pages, truth_file
from benchmarks.frame import Json, read_jsonl
from onrecord.record import EvidenceKind, Published, Verdict

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Given:
    """A page that was given a day."""

    fold: int
    pattern: str
    confidence: float
    right: bool


def given_days(data: Path) -> list[Given]:
    """Every page of a data set with a day in its truth, that was given one."""
    if data.is_file() and data.name not in ("truth.jsonl",):
        return given_to_dumps(data)
    path = truth_file(data)
    doubtful = doubtful_pages(path)
    found = []
    for page in read_jsonl(path):
        if "published" not in page or page["id"] in doubtful:
            continue
        published = _read(path.parent, page)
        if published and published.date and len(published.date) == 10:
            fold = zlib.crc32(str(page["site"]).encode()) % FOLDS
            found.append(Given(fold, pattern_of(published), published.confidence, published.date == page["published"]))
    return found


def given_to_dumps(path: Path) -> list[Given]:
    """Every dump that was given a day; by how many clues of its text speak for it."""
    found = []
    for page in read_jsonl(path):
        published = onrecord.read_text(page["text"], until="published").published
        if published and published.date and len(published.date) == 10:
            clues = sum(one.kind is EvidenceKind.INTERNAL and one.verdict is Verdict.SUPPORTS for one in published.evidence)
            fold = zlib.crc32(str(page["id"]).encode()) % FOLDS
            pattern = f"{min(clues, 4)}{' or more' if clues >= 4 else ''} clues of the text"
            found.append(Given(fold, pattern, published.confidence, published.date == page["published"]))
    return found


def _read(folder: Path, page: Json) -> Published | None:
    try:
        if "html_file" in page and "text_file" not in page:
            content = (folder / page["html_file"]).read_bytes()
            return onrecord.read(gzip.decompress(content) if page["html_file"].endswith(".gz") else content, location=page["url"]).published
        return onrecord.read_text((folder / page["text_file"]).read_text(encoding="utf-8")).published
    except onrecord.OnRecordError:
        return None


def pattern_of(published: Published) -> str:
    """The kinds of evidence that were accepted for the day."""
    return "+".join(sorted({str(one.kind) for one in published.evidence if one.verdict is Verdict.ACCEPTED})) or "-"


def told_by_others(days: Sequence[Given]) -> list[float]:
    """For each page, how often its pattern is right in the folds of other sites."""
    told = []
    for one in days:
        others = [d for d in days if d.fold != one.fold]
        alike = [d for d in others if d.pattern == one.pattern] or others
        told.append(_share(d.right for d in alike))
    return told


def gap(days: Sequence[Given]) -> float:
    """The expected calibration error, by tenths of confidence."""
    return sum(abs(_share(d.right for d in b) - _mean(b)) * len(b) for b in tenths(days).values()) / max(len(days), 1)


def tenths(days: Sequence[Given]) -> dict[int, list[Given]]:
    """The pages by tenths of the confidence given, the least first."""
    bins: dict[int, list[Given]] = defaultdict(list)
    for one in days:
        bins[min(int(one.confidence * 10), 9)].append(one)
    return dict(sorted(bins.items()))


def _mean(days: Sequence[Given]) -> float:
    return sum(day.confidence for day in days) / max(len(days), 1)


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def main(folders: Sequence[str]) -> int:
    """Print the table of each data set."""
    for folder in folders:
        days = given_days(Path(folder))
        told = told_by_others(days)
        rows = sorted({d.pattern for d in days}, key=lambda pattern: -sum(d.pattern == pattern for d in days))
        sys.stdout.write(f"{folder}\n{'pattern':40} {'pages':>6} {'right':>6} {'given':>6} {'others':>6}\n")
        for pattern in [*rows, None]:
            chosen = [i for i, d in enumerate(days) if pattern in (None, d.pattern)]
            n = max(len(chosen), 1)
            right, mean = sum(days[i].right for i in chosen) / n, sum(days[i].confidence for i in chosen) / n
            sys.stdout.write(f"{pattern or 'all':40} {len(chosen):6} {right:6.3f} {mean:6.3f} {sum(told[i] for i in chosen) / n:6.3f}\n")
        sys.stdout.write(f"gap {gap(days):.3f}\n")
        for tenth, inside in tenths(days).items():
            right = _share(day.right for day in inside)
            sys.stdout.write(
                f"  confidence {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {len(inside):4} pages, mean {_mean(inside):.3f}, right {right:.3f}\n"
            )
        sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
