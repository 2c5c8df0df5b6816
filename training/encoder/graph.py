"""The net as ONNX, written operator by operator: the fused ones of onnxruntime, weights in eight bits or whole.

The vectors of pieces are rows of int8 with a scale each. Weights of layers are symmetric int8 with a scale a column and 7 bits of
range: on processors without VNNI the sums of 8-bit weights saturate, and the same page would read differently there. Activations
are scaled as they come (dynamic quantisation), a window at a time. Attention and softmax are written out (plain.py).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.encoder.plain import attention, log_softmax, softmax

Weights = Mapping[str, NDArray[np.float32]]

OPSET: Final = 17  # LayerNormalization
FUSED: Final = "com.microsoft"
BITS: Final = 7


class Graph:
    """Nodes and weights as they are added; a name stands for a tensor."""

    def __init__(self, name: str, *, bits: int | None = BITS) -> None:
        """
        Args:
            bits: of a weight; None leaves them whole.
        """
        self.name, self.bits = name, bits
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, kind: int, shape: list[int | str]) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, tensor: str, shape: list[int | str]) -> None:
        self.add("Identity", [tensor], out=name)
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, value: NDArray[Any], name: str = "") -> str:
        name = name or f"c{len(self._constants)}"
        self._constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def add(self, kind: str, inputs: list[str], *, outputs: int = 1, out: str = "", domain: str = "", **attributes: Any) -> str:
        """A node; its first output, the others are named the same with .1, .2 behind."""
        name = out or f"n{len(self._nodes)}"
        names = [name, *(f"{name}.{i}" for i in range(1, outputs))]
        self._nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return name

    def rows(self, table: NDArray[np.float32], ids: str) -> str:
        """The rows of a table by number."""
        if self.bits is None:
            return self.add("Gather", [self.constant(table), ids])
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8).astype(np.float32) / 127
        small = np.rint(table / scale).astype(np.int8)
        whole = self.add("Cast", [self.add("Gather", [self.constant(small), ids])], to=TensorProto.FLOAT)
        return self.add("Mul", [whole, self.add("Gather", [self.constant(scale), ids])])

    def linear(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32], *, whole: bool = False) -> str:
        """x · weightᵀ + bias; weight: (out, in), as torch keeps it."""
        if self.bits is None or whole:
            return self.add("Add", [self.add("MatMul", [x, self.constant(weight.T)]), self.constant(bias)])
        small, scale = self._small(weight.T)
        return self.add("DynamicQuantizeMatMul", [x, small, scale, "", self.constant(bias)], domain=FUSED)

    def attention(self, x: str, weights: Weights, prefix: str, heads: int) -> str:
        """Attention among the rows of x, (batch, length, width): all of them, none is hidden."""
        joined = np.concatenate([weights[f"{prefix}{part}.weight"].T for part in ("query", "key", "value")], axis=1)
        bias = self.constant(np.concatenate([weights[f"{prefix}{part}.bias"] for part in ("query", "key", "value")]))
        if self.bits is None:
            each = self.add("Add", [self.add("MatMul", [x, self.constant(joined)]), bias])
        else:
            small, scale = self._small(joined)
            each = self.add("DynamicQuantizeMatMul", [x, small, scale, "", bias], domain=FUSED)
        return attention(self.add, self.constant, each, joined.shape[1] // 3, heads)

    def layer(self, x: str, weights: Weights, prefix: str, heads: int) -> str:
        """One layer of BERT."""
        mixed = self.linear(self.attention(x, weights, prefix, heads), weights[f"{prefix}out.weight"], weights[f"{prefix}out.bias"])
        x = self._norm(x, mixed, weights, f"{prefix}norm_1.")
        inner = self.linear(x, weights[f"{prefix}first.weight"], weights[f"{prefix}first.bias"])
        inner = self.add("Gelu", [inner], domain=FUSED)
        return self._norm(x, self.linear(inner, weights[f"{prefix}second.weight"], weights[f"{prefix}second.bias"]), weights, f"{prefix}norm_2.")

    def softmax(self, scores: str) -> str:
        """Over the last axis."""
        return softmax(self.add, self.constant, scores)

    def log_softmax(self, scores: str) -> str:
        """Over the last axis."""
        return log_softmax(self.add, self.constant, scores)

    def norm(self, x: str, weights: Weights, prefix: str) -> str:
        gamma, beta = (self.constant(weights[prefix + part]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", [x, gamma, beta], epsilon=1e-12)

    def write(self, path: Path) -> None:
        graph = helper.make_graph(self._nodes, self.name, self._inputs, self._outputs, list(self._constants.values()))
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)], producer_name="onrecord", ir_version=9
        )
        path.write_bytes(model.SerializeToString(deterministic=True))

    def _norm(self, x: str, added: str, weights: Weights, prefix: str) -> str:
        gamma, beta = (self.constant(weights[prefix + part]) for part in ("weight", "bias"))
        return self.add("SkipLayerNormalization", [x, added, gamma, beta], domain=FUSED, epsilon=1e-12)

    def _small(self, weight: NDArray[np.float32]) -> tuple[str, str]:
        """A weight (in, out) as int8 and its scale a column."""
        assert self.bits is not None
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8).astype(np.float32) / (2 ** (self.bits - 1) - 1)
        return self.constant(np.rint(weight / scale).astype(np.int8)), self.constant(scale)


def encoder_graph(weights: Weights, *, layers: int, heads: int, bits: int | None = BITS) -> Graph:
    """ids: (pieces,), with the window's begin and end; first: (words,), the piece of each word → words: (words, 384)."""
    graph = Graph("encoder", bits=bits)
    ids = graph.input("ids", TensorProto.INT64, ["pieces"])
    first = graph.input("first", TensorProto.INT64, ["words"])
    x = graph.rows(weights["pieces.weight"], ids)
    size = graph.add("Shape", [ids])
    places = graph.constant(weights["places.weight"] + weights["segment"])
    zero, axis = graph.constant(np.array([0], np.int64)), graph.constant(np.array([0], np.int64))
    x = graph.add("Add", [x, graph.add("Slice", [places, zero, size, axis])])
    x = graph.add("Unsqueeze", [graph.norm(x, weights, "norm."), axis])
    for number in range(layers):
        x = graph.layer(x, weights, f"layers.{number}.", heads)
    words = graph.add("Gather", [graph.add("Squeeze", [x, axis]), first], axis=0)
    graph.output("vectors", words, ["words", weights["norm.weight"].shape[0]])
    return graph


def tagger_graph(weights: Weights, names: tuple[str, ...]) -> Graph:
    """vectors: (words, 384) → for each name the probabilities of its tags, (words, tags). Whole: it is small, and everything hangs on it."""
    graph = Graph("tagger", bits=None)
    vectors = graph.input("vectors", TensorProto.FLOAT, ["words", weights[f"{names[0]}.weight"].shape[1]])
    for name in names:
        scores = graph.linear(vectors, weights[f"{name}.weight"], weights[f"{name}.bias"])
        graph.output(name, graph.softmax(scores), ["words", weights[f"{name}.weight"].shape[0]])
    return graph


def _asked(graph: Graph, weights: Weights) -> str:
    """What the role and the arc head begin with: the words near each cue, as the cue sees them → (cues, seen, width)."""
    wide = weights["word.weight"].shape[1]
    vectors = graph.input("vectors", TensorProto.FLOAT, ["words", wide])
    told = graph.input("told", TensorProto.FLOAT, ["words", weights["told.weight"].shape[1]])
    at = graph.input("at", TensorProto.FLOAT, ["cues", "words"])
    seen = graph.input("seen", TensorProto.INT64, ["cues", "seen"])
    distance = graph.input("distance", TensorProto.INT64, ["cues", "seen"])
    word = graph.linear(vectors, weights["word.weight"], weights["word.bias"])
    word = graph.add("Add", [word, graph.linear(told, weights["told.weight"], weights["told.bias"], whole=True)])
    cue = graph.linear(graph.add("MatMul", [at, vectors]), weights["cue.weight"], weights["cue.bias"], whole=True)
    far = graph.add("Gather", [graph.constant(weights["distance.weight"]), distance])
    one = graph.constant(np.array([1], np.int64))
    return graph.add("Add", [graph.add("Add", [far, graph.add("Gather", [word, seen])]), graph.add("Unsqueeze", [cue, one])])


def role_graph(weights: Weights, *, heads: int = 4, bits: int | None = BITS) -> Graph:
    """vectors; told: (words, 8); at: (cues, words), the cue's words as shares of 1; seen: (cues, seen), which words; distance: (cues, seen)
    → label: (cues, seen, 3); border: (cues, seen)."""
    graph = Graph("role", bits=bits)
    x = graph.layer(_asked(graph, weights), weights, "layer.", heads)
    graph.output("label", graph.linear(x, weights["label.weight"], weights["label.bias"], whole=True), ["cues", "seen", 3])
    border = graph.linear(x, weights["border.weight"], weights["border.bias"], whole=True)
    last = graph.constant(np.array([2], np.int64))
    graph.output("border", graph.add("Squeeze", [border, last]), ["cues", "seen"])
    return graph


def arc_graph(weights: Weights, *, bits: int | None = BITS) -> Graph:
    """The same inputs → label: (cues, seen, 3), each word by itself."""
    graph = Graph("arc", bits=bits)
    x = graph.add("Gelu", [_asked(graph, weights)], domain=FUSED)
    graph.output("label", graph.linear(x, weights["label.weight"], weights["label.bias"], whole=True), ["cues", "seen", 3])
    return graph
