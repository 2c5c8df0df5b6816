"""A state of training → a folder of weights, as `onrecord.encoder.model` opens it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder.graph import BITS, arc_graph, encoder_graph, role_graph, tagger_graph
from training.encoder.net import HEADS, LAYERS

TAGGERS = ("cue", "tags")


def export(
    state: Path,
    vocabulary: Sequence[str],
    out: Path,
    *,
    bits: int | None = BITS,
    settings: dict[str, Any] | None = None,
    seen: Sequence[dict[str, Any]] = (),
) -> dict[str, int]:
    """Write encoder, heads, vocabulary and their list.

    Args:
        state: last.pt of a run.
        bits: of a weight; None leaves them whole (F32).
        seen: what it has learnt from, where the state does not say so.
        settings: of the heads, into the list; those that are there already are kept.

    Returns:
        The size of each file in bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    kept = torch.load(state, weights_only=False, map_location="cpu")
    weights = {name: value.float().numpy() for name, value in (kept.get("mean") or kept["net"]).items()}
    graphs = {
        "encoder.onnx": encoder_graph(_of(weights, "encoder."), layers=LAYERS, heads=HEADS, bits=bits),
        "tagger.onnx": tagger_graph(_of(weights, "tagger."), TAGGERS),
        "role.onnx": role_graph(_of(weights, "role."), bits=bits),
    }
    if kept["recipe"].get("arc", 1.0):
        graphs["arc.onnx"] = arc_graph(_of(weights, "arc."), bits=bits)
    for name, graph in graphs.items():
        graph.write(out / name)
    (out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    files = [*graphs, "vocabulary.txt"]
    path = out / "weights.json"
    before = json.loads(path.read_text(encoding="utf-8"))["settings"] if path.exists() else {}
    told = {
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files},
        "settings": {
            **before,
            "statements": {**before.get("statements", {}), "change": np.round(weights["role.change"].astype(float), 4).tolist(), **(settings or {})},
        },
        "made": {"recipe": kept["recipe"], "steps": kept["step"], "data": kept["digest"], "bits": bits or 32, "seen": kept.get("data") or list(seen)},
    }
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return {name: (out / name).stat().st_size for name in files}


def keep_settings(folder: Path, settings: dict[str, float]) -> None:
    """Put what was chosen for the statements' heads into the folder's list."""
    path = folder / "weights.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["settings"]["statements"].update(settings)
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def keep_digests(folder: Path, names: Iterable[str]) -> None:
    """List the digests of files that were changed."""
    path = folder / "weights.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["files"].update({name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names})
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _of(weights: dict[str, NDArray[np.float32]], prefix: str) -> dict[str, NDArray[np.float32]]:
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
