"""Weights of chance in the form of those that ship: one layer, the small vocabulary."""

import hashlib
import json
from pathlib import Path

import numpy as np

from tests.encoder.small_vocabulary import SMALL
from training.encoder.graph import Weights, encoder_graph, role_graph, tagger_graph

WIDTH, INNER, ROLE = 384, 64, 32


def write_weights(out: Path) -> None:
    chance = np.random.default_rng(7)

    def linear(name: str, wide: int, narrow: int) -> dict[str, np.ndarray]:
        return {
            f"{name}.weight": chance.normal(0, 0.2, (narrow, wide)).astype(np.float32),
            f"{name}.bias": chance.normal(0, 0.2, narrow).astype(np.float32),
        }

    def norm(name: str, width: int) -> dict[str, np.ndarray]:
        return {f"{name}.weight": np.ones(width, np.float32), f"{name}.bias": np.zeros(width, np.float32)}

    def layer(name: str, width: int) -> dict[str, np.ndarray]:
        parts = [linear(f"{name}.{part}", width, width) for part in ("query", "key", "value", "out")]
        parts += [linear(f"{name}.first", width, INNER), linear(f"{name}.second", INNER, width)]
        parts += [norm(f"{name}.norm_1", width), norm(f"{name}.norm_2", width)]
        return {key: value for part in parts for key, value in part.items()}

    encoder: Weights = {
        "pieces.weight": chance.normal(0, 1, (len(SMALL), WIDTH)).astype(np.float32),
        "places.weight": chance.normal(0, 1, (512, WIDTH)).astype(np.float32),
        "segment": np.zeros(WIDTH, np.float32),
        **norm("norm", WIDTH),
        **layer("layers.0", WIDTH),
    }
    role: Weights = {
        **linear("word", WIDTH, ROLE),
        **linear("cue", WIDTH, ROLE),
        **linear("told", 8, ROLE),
        "distance.weight": chance.normal(0, 1, (131, ROLE)).astype(np.float32),
        **layer("layer", ROLE),
        **linear("label", ROLE, 3),
        **linear("border", ROLE, 1),
    }
    encoder_graph(encoder, layers=1, heads=12).write(out / "encoder.onnx")
    tagger_graph({**linear("cue", WIDTH, 3), **linear("tags", WIDTH, 5)}, ("cue", "tags")).write(out / "tagger.onnx")
    role_graph(role).write(out / "role.onnx")
    (out / "vocabulary.txt").write_text("\n".join(SMALL) + "\n", encoding="utf-8")
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
    told = {"files": files, "settings": {"statements": {"change": [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]}}}
    (out / "weights.json").write_text(json.dumps(told), encoding="utf-8")
