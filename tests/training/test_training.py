"""The training commands on a set of our own making: they have to run whenever the stages they train change."""

import gzip
import json
from pathlib import Path

import pytest

from training import headline


def test_headline_weights_are_fitted_from_pages_with_a_title(tmp_path: Path) -> None:
    (tmp_path / "flat").mkdir()
    (tmp_path / "pages").mkdir()
    rows = []
    for number in range(6):
        title = f"Tarvik quay number {number} closes for repairs"
        told = [
            f"The quay number {number} at Tarvik closes on Monday for repairs, the harbour master said, part {part} of the plan." for part in range(6)
        ]
        paragraphs = "".join(f"<p>{p}</p>" for p in told)
        (tmp_path / "pages" / f"{number}.html.gz").write_bytes(gzip.compress(f"<h1>{title}</h1>{paragraphs}".encode()))
        (tmp_path / "flat" / f"{number}.txt").write_text("\n".join(["Quay Courier", "Sport", title, *told]), encoding="utf-8")
        row = {
            "id": str(number),
            "site": f"{number}.example",
            "url": "",
            "html_file": f"pages/{number}.html.gz",
            "text_file": f"{number}.txt",
            "title": title,
        }
        rows.append(json.dumps(row))
    for folder in (tmp_path, tmp_path / "flat"):
        (folder / "truth.jsonl").write_text("\n".join(rows), encoding="utf-8")
    pages, count = headline.pages_of(tmp_path)
    assert (count, len(pages)) == (6, 6)
    weights = headline.fit(pages, steps=20)
    assert all(page.right[headline.choice(page, weights)] for page in pages)


def test_trees_become_arrays_that_say_the_same() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    import numpy as np

    from training.blocks import SCALE, as_forest

    random = np.random.default_rng(7)
    rows = random.normal(0, 1, (400, 6)).astype(np.float32)
    labels = (rows[:, 0] + rows[:, 1] * rows[:, 2] > 0).astype(int)
    booster = lightgbm.train({"objective": "binary", "num_leaves": 15, "verbose": -1, "seed": 7}, lightgbm.Dataset(rows, labels), 20)
    forest = as_forest(booster, 0.5)
    assert np.allclose(forest.scores(rows) / SCALE, booster.predict(rows, raw_score=True), atol=20 * 0.5 / SCALE)
