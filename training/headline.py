"""Fit the weights by which `onrecord.article.headline` chooses the headline of flattened text.

    python -m training.headline DATA        (the extraction set: truth.jsonl, flat/truth.jsonl)

A page's headline is the line that says its true title, or else what the same page's markup says. The weights are those of a
choice among the lines of each page (conditional logit, L2 0.5, 400 steps of ascent). Printed: the share of pages whose line is chosen,
five-fold by site, and the weights, rounded, to be put into WEIGHTS. Nothing here is random.
"""

import gzip
import json
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.article import find_article
from onrecord.article.body import find_body, find_run
from onrecord.article.headline import FEATURES, candidates, choose
from onrecord.article.lines import Line, describe
from onrecord.page import Capture, page_of_text, read_page

FOLDS = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page that may be its headline: where they stand, their features, and which say it."""

    site: str
    lines: tuple[Line, ...]
    at: tuple[int, ...]
    features: NDArray[np.float64]  # (lines, features)
    right: NDArray[np.float64]  # (lines,), 1 where the line says the headline


def folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def pages_of(data: Path) -> tuple[list[Page], int]:
    """The pages with a line that can be learned from, and how many there are in all."""
    found, count = [], 0
    whole = {t["id"]: t for t in map(json.loads, (data / "truth.jsonl").read_text().splitlines())}
    for flat in map(json.loads, (data / "flat" / "truth.jsonl").read_text().splitlines()):
        truth = whole[flat["id"]]
        page = page_of_text((data / "flat" / flat["text_file"]).read_text(), Capture("(text)"))
        lines = describe(page.document, page.layout)
        said = next((name for name in _names(data, truth) if any(folded(line.text) == name for line in lines)), None)
        if said is None:
            continue
        count += 1
        among = candidates(lines, sorted(find_body(page.layout, lines, find_run(lines), None, told="")))
        right = np.array([folded(lines[i].text) == said for i in among], dtype=float)
        if right.any():
            found.append(Page(truth["site"], lines, tuple(among), np.array(list(among.values())), right))
    return found, count


def _names(data: Path, truth: dict[str, Any]) -> list[str]:
    page = read_page(gzip.decompress((data / truth["html_file"]).read_bytes()), Capture(truth["url"]))
    headline = find_article(page.document, page.layout).headline
    return [folded(name) for name in (truth.get("title"), page.document[headline] if headline else None) if name]


def fit(pages: list[Page], decay: float = 0.5, steps: int = 400) -> NDArray[np.float64]:
    weights = np.zeros(len(FEATURES))
    for step in range(steps):
        gradient = -decay * weights
        for page in pages:
            score = page.features @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            wanted = chance * page.right
            gradient += (wanted / wanted.sum() - chance) @ page.features
        weights += gradient * (0.02 if step < steps // 2 else 0.01)
    return weights


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m training.headline DATA")
    pages, count = pages_of(Path(sys.argv[1]))
    folds = [zlib.crc32(page.site.encode()) % FOLDS for page in pages]
    hits = 0.0
    for fold in range(FOLDS):
        weights = fit([page for page, own in zip(pages, folds, strict=True) if own != fold])
        hits += sum(page.right[choice(page, weights)] for page, own in zip(pages, folds, strict=True) if own == fold)
    print(f"{count} pages, {len(pages)} with the headline among the lines looked at; right {hits / count:.3f}, {FOLDS}-fold by site")
    weights = fit(pages)
    print(f"right on what it was fitted to: {sum(page.right[choice(page, weights)] for page in pages) / count:.3f}")
    gold = sorted(max(page.features[page.right > 0] @ weights) for page in pages)
    print(f"weight of the true line: 2 % below {gold[len(gold) // 50]:.2f}, 5 % below {gold[len(gold) // 20]:.2f}")
    without = sorted(max(page.features[page.right == 0] @ weights, default=-9.0) for page in pages)
    print(f"weight of the best other line: median {without[len(without) // 2]:.2f}")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"    {weight:.1f},  # {name}")


def choice(page: Page, weights: NDArray[np.float64]) -> int:
    """Which of the page's lines is chosen."""
    best = choose(page.lines, dict(zip(page.at, page.features @ weights, strict=True)))
    return page.at.index(best) if best is not None else 0


if __name__ == "__main__":
    main()
