"""The head as ONNX, and into the packaged folder of weights."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from onrecord.mentions.surface import COLUMNS
from onrecord.mentions.tagging import HEAD_TAGS, NAME_TAGS
from training.encoder.graph import Graph
from training.mentions.net import HIDDEN, SEEN

Weights = Mapping[str, NDArray[np.float32]]


def mentions_graph(weights: Weights) -> Graph:
    """lower, upper: (words, 384); surface: (words, 6) → names: (words, NAME_TAGS) and heads: (words, HEAD_TAGS), log-probabilities."""
    graph = Graph("mentions", bits=None)
    lower = graph.input("lower", TensorProto.FLOAT, ["words", SEEN])
    upper = graph.input("upper", TensorProto.FLOAT, ["words", SEEN])
    surface = graph.input("surface", TensorProto.INT64, ["words", COLUMNS])
    one = graph.constant(np.array([1], np.int64))
    x = graph.linear(lower, weights["seen.weight"], weights["seen.bias"])
    for column, table in enumerate(("case", "begins", "glued", "letters", "letters", "letters")):
        at = graph.constant(np.array([column], np.int64))
        rows = graph.add("Squeeze", [graph.add("Gather", [surface, at], axis=1), one])
        name = f"{table}.rows"
        shown = graph.add("Gather", [graph.constant(weights[f"{table}.weight"].astype(np.float16), name), rows])
        x = graph.add("Add", [x, graph.add("Cast", [shown], to=TensorProto.FLOAT)])
    x = graph.add(
        "LayerNormalization", [x, graph.constant(weights["norm.weight"]), graph.constant(weights["norm.bias"])], epsilon=1e-5
    )  # fmt: skip
    inputs, recurrent, biases = (
        np.stack([_gates(weights, f"{part}_l0{way}") for way in ("", "_reverse")]) for part in ("weight_ih", "weight_hh", "bias")
    )
    along = graph.add(
        "LSTM",
        [graph.add("Unsqueeze", [x, one]), graph.constant(inputs), graph.constant(recurrent), graph.constant(biases)],
        hidden_size=HIDDEN,
        direction="bidirectional",
    )  # (words, 2, 1, HIDDEN)
    flat = graph.add("Reshape", [along, graph.constant(np.array([-1, 2 * HIDDEN], np.int64))])
    both = graph.add("Concat", [flat, x], axis=1)
    does = graph.add("Gelu", [graph.linear(upper, weights["upper.weight"], weights["upper.bias"])], domain="com.microsoft")
    for name, tags in (("names", NAME_TAGS), ("heads", HEAD_TAGS)):
        nothing = np.zeros(tags, np.float32)
        scores = graph.add(
            "Add",
            [graph.linear(both, weights[f"{name}.weight"], weights[f"{name}.bias"]), graph.linear(does, weights[f"upper_{name}.weight"], nothing)],
        )
        graph.output(name, graph.log_softmax(scores), ["words", tags])
    return graph


def _gates(weights: Weights, name: str) -> NDArray[np.float32]:
    """A part of the LSTM with its gates in ONNX's order, input, output, forget, cell; torch has input, forget, cell, output."""
    if name.startswith("bias"):
        way = name.removeprefix("bias")
        return np.concatenate([_turned(weights[f"along.bias_{kind}{way}"]) for kind in ("ih", "hh")])
    return _turned(weights[f"along.{name}"])


def _turned(value: NDArray[np.float32]) -> NDArray[np.float32]:
    first, forget, cell, out = np.split(value, 4)
    return np.concatenate([first, out, forget, cell])


def into_folder(folder: Path, files: Mapping[str, bytes], settings: Mapping[str, Any], head: str = "mentions") -> None:
    """Write files into a folder of weights, and their digests and the head's settings into its list."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    path = folder / "weights.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["files"] |= {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    told["settings"][head] = dict(settings)
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
