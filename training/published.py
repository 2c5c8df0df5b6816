"""What the clues to a year are worth, learnt from texts of known date that are made undated.

    python -m training.published fit ../shared/bench [--write]
    python -m training.published count ../shared/bench

Texts: `time/train.jsonl` (news of the 1980s and 90s with the day of each document) and those English pages of `extraction/dev/flat` of
which the day is known, without its origin "fundus-test" (of whose outlets `pubdate` is made) and without its doubtful dates. Of a page
headline and body are kept; all else that could tell a day (metadata, address, masthead, byline) is left behind. What is put in its place
is what an undated dump has: a masthead with the day of an invented crawl (a lag drawn from the prior of `years.py`, at most 1,000 days,
seeded) and a dateline without a year. So the set has the same frame as `pubdate`, and none of its pages.

`fit` is a conditional logit over the candidate years of each page: log odds of a year = prior + sum of weight × family score. Weights are
held near FAITH (a family's word half taken) by a Gaussian prior, so that a family seen on few pages stays there; they are never negative.
It prints each family's pages and weight, and the log loss, the share right, the share and rightness at .8 and the reliability table, with
weights that were fitted on the other four of five folds; folds are of sites (of documents where there are none). `--write` puts the
weights of all pages into `families.tsv`. `count` prints how often texts name the years around their own, by kind: the shares in `told_years.py`.
"""

import argparse
import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import onrecord
from benchmarks.extraction import doubtful_pages
from onrecord.grounding.published.clue import family_scores, family_weights, told_by
from onrecord.grounding.published.told_years import mentions
from onrecord.grounding.published.written import Parts
from onrecord.grounding.published.years import candidate_days, find_clues

FOLDS = 5
DRAWS = 3  # crawls that are drawn for each text
MEAN_LAG, MOST_LAG = 330.0, 1000
FAITH, HELD = 0.8, 8.0  # where weights begin, and how hard they are held there
STEPS, RATE = 400, 0.02
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Text:
    """A text of known date; its folds are by site."""

    id: str
    site: str
    day: date
    headline: str
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """One undated page: for each candidate year the log odds before reading, and what each family says."""

    fold: int
    prior: NDArray[np.float64]  # (years,)
    scores: NDArray[np.float64]  # (years, families)
    truth: int  # the number of the right year


def texts(bench: Path) -> Iterator[Text]:
    """Every text of known date that may be learnt from."""
    for line in (bench / "time/train.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        headline, _, body = page["text"].strip().partition("\n")
        yield Text(page["id"], page["id"], date.fromisoformat(page["dct"]), headline, body.strip() or headline)
    folder = bench / "extraction/dev/flat"
    doubtful = doubtful_pages(bench / "extraction/dev/truth.jsonl")
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if "published" not in page or page["origin"] == "fundus-test" or page["id"] in doubtful:
            continue
        record = onrecord.read_text((folder / page["text_file"]).read_text(encoding="utf-8"), until="article")
        article, document = record.article, record.document
        if article is None or not article.body:
            continue
        headline = document[article.headline] if article.headline else ""
        body = "\n".join(document[block.range] for block in article.body)
        yield Text(page["id"], page["site"], date.fromisoformat(page["published"]), headline, body)


def undated(text: Text, crawled: date) -> str:
    """The text as a dump that was made on a day: a masthead of that day, and a dateline without its year."""
    masthead = f"{crawled:%A, %B} {crawled.day}, {crawled.year}"
    return f"{masthead}\n\nMenu\n\n{text.headline}\n\nShare post:\n\nNairobi, {text.day:%b} {text.day.day}: {text.body}\n\nRelated articles\n"


def lags(text: Text) -> list[int]:
    """Days between publication and crawl; the same every time."""
    draw = random.Random(zlib.crc32(text.id.encode()))
    return [min(round(draw.expovariate(1 / MEAN_LAG)), MOST_LAG) for _ in range(DRAWS)]


def cases(every: Sequence[Text], families: Sequence[str]) -> list[Case]:
    """The undated pages of all texts."""
    found = []
    for text in every:
        for lag in lags(text):
            crawled = text.day + timedelta(lag)
            record = onrecord.read_text(undated(text, crawled), until="times_found")
            if record.article is None or record.layout is None:
                continue
            told = told_by(record.document, record.layout, record.article, record.times_found or (), crawled)
            days, prior = candidate_days(told, Parts(None, text.day.month, text.day.day), archive=False)
            years = sorted(days)
            if text.day.year not in years:
                continue
            by_family = family_scores(find_clues(told, days), list(days.values()))
            scores = np.array([[by_family[f][days[y]] if f in by_family else 0.0 for f in families] for y in years])
            fold = zlib.crc32(text.site.encode()) % FOLDS
            found.append(Case(fold, np.array([prior[y] for y in years]), scores, years.index(text.day.year)))
    return found


def chances(case: Case, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each candidate year."""
    odds = case.prior + case.scores @ weights
    raised = np.exp(odds - odds.max())
    return np.asarray(raised / raised.sum())


def fit(known: Sequence[Case], families: Sequence[str]) -> NDArray[np.float64]:
    """The weights under which the true years are most probable."""
    weights = np.full(len(families), FAITH)
    for _ in range(STEPS):
        slope = HELD * (FAITH - weights)
        for case in known:
            slope += (case.scores[case.truth] - chances(case, weights) @ case.scores) / DRAWS
        weights = np.clip(weights + RATE * slope / max(len(known) / DRAWS / 40, 1.0), 0.0, 1.5)
    return weights


def report(every: Sequence[Case], told: Sequence[NDArray[np.float64]], what: str) -> None:
    """Print how good the years are, each page by the weights given for it."""
    pairs = []
    loss = 0.0
    for case, weights in zip(every, told, strict=True):
        share = chances(case, weights)
        loss -= float(np.log(max(share[case.truth], 1e-9)))
        pairs.append((float(share.max()), int(share.argmax()) == case.truth))
    sure = [right for share, right in pairs if share >= SURE]
    right = sum(right for _, right in pairs) / len(pairs)
    line = f"right {right:.3f}  sure {len(sure) / len(pairs):.3f}  right when sure {sum(sure) / max(len(sure), 1):.3f}"
    sys.stdout.write(f"{what:24} {line}  log loss {loss / len(every):.3f}\n")
    for low in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.4, 0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        inside = [(share, hit) for share, hit in pairs if low <= share < high]
        if inside:
            mean, hits = sum(share for share, _ in inside) / len(inside), sum(hit for _, hit in inside) / len(inside)
            sys.stdout.write(f"  confidence {low:.2f} to {min(high, 1.0):.2f}: {len(inside):4} pages, mean {mean:.3f}, right {hits:.3f}\n")


def learn(bench: Path, *, write: bool) -> None:
    """Fit, report out of fold, and write if asked."""
    families = list(family_weights())
    every = cases(list(texts(bench)), families)
    nothing, shipped = np.zeros(len(families)), np.array([family_weights()[f] for f in families])
    report(every, [nothing] * len(every), "prior alone")
    report(every, [shipped] * len(every), "weights of families.tsv")
    folds = [fit([case for case in every if case.fold != fold], families) for fold in range(FOLDS)]
    report(every, [folds[case.fold] for case in every], "fitted, out of fold")
    weights = fit(every, families)
    for number, family in enumerate(families):
        pages = sum(bool(np.ptp(case.scores[:, number])) for case in every)
        sys.stdout.write(
            f"{family:10} pages {pages / DRAWS:6.1f}  weight {weights[number]:.2f}  by fold {' '.join(f'{f[number]:.2f}' for f in folds)}\n"
        )
    if write:
        _write(dict(zip(families, weights, strict=True)))


def _write(weights: Mapping[str, float]) -> None:
    path = Path(str(files("onrecord").joinpath("grounding/published/families.tsv")))
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        lines.append("\t".join([cells[0], f"{weights[cells[0]]:.2f}", *cells[2:]]) if cells[0] in weights else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def count(bench: Path) -> None:
    """Print how many texts name the year so far from their own, by kind."""
    counts: dict[str, Counter[int]] = {}
    every = list(texts(bench))
    for text in every:
        record = onrecord.read_text(undated(text, text.day), until="article")
        if record.article is None or record.layout is None:
            continue
        told = told_by(record.document, record.layout, record.article, (), text.day)
        for kind, offset in {(kind, year - text.day.year) for kind, year, _, _ in mentions(told)}:
            counts.setdefault(kind, Counter())[offset] += 1
    for name, counter in sorted(counts.items()):
        sys.stdout.write(f"{name:8} {' '.join(f'{offset:+d}:{counter[offset]}' for offset in range(-12, 6))}\n")
    sys.stdout.write(f"{len(every)} texts\n")


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m training.published")
    parser.add_argument("what", choices=("fit", "count"))
    parser.add_argument("bench", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into families.tsv")
    options = parser.parse_args(arguments)
    if options.what == "fit":
        learn(options.bench, write=options.write)
    else:
        count(options.bench)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
