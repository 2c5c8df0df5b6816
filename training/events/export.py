"""The head as ONNX, and into the packaged folder of weights."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from onrecord.clauses.words import LABELS, TAGS
from onrecord.mentions.surface import COLUMNS
from training.encoder.graph import Graph
from training.events.net import ARC, LABEL, NEAR, SEEN, SPAN, TRIGGERS, WIDTH

Weights = Mapping[str, NDArray[np.float32]]


def clauses_graph(weights: Weights) -> Graph:
    """lower, upper: (words, 384); surface: (words, 6); line: (words,) → governors: (words,); labels, tags, triggers: log-probabilities; words."""
    graph = Graph("clauses", bits=None)
    lower = graph.input("lower", TensorProto.FLOAT, ["words", SEEN])
    upper = graph.input("upper", TensorProto.FLOAT, ["words", SEEN])
    surface = graph.input("surface", TensorProto.INT64, ["words", COLUMNS])
    line = graph.input("line", TensorProto.FLOAT, ["words"])
    zero, one, two = (graph.constant(np.array([number], np.int64)) for number in (0, 1, 2))

    def linear(x: str, name: str) -> str:
        weight = _small(graph, weights[f"{name}.weight"].T, f"{name}.weight")
        product = graph.add("MatMul", [x, weight])
        return graph.add("Add", [product, graph.constant(weights[f"{name}.bias"])]) if f"{name}.bias" in weights else product

    x = graph.add("Add", [linear(lower, "trunk.lower"), linear(upper, "trunk.upper")])
    for column, table in enumerate(("case", "begins", "glued", "letters", "letters", "letters")):
        at = graph.constant(np.array([column], np.int64))
        rows = graph.add("Squeeze", [graph.add("Gather", [surface, at], axis=1), one])
        shown = graph.add("Gather", [graph.constant(weights[f"trunk.{table}.weight"].astype(np.float16), f"{table}.rows"), rows])
        x = graph.add("Add", [x, graph.add("Cast", [shown], to=TensorProto.FLOAT)])
    x = _norm(graph, x, weights, "trunk.norm.")
    for number in range(2):
        wide = graph.add("Unsqueeze", [graph.add("Transpose", [x], perm=[1, 0]), zero])
        kernel = _small(graph, weights[f"trunk.near.{number}.weight"], f"near.{number}")
        wide = graph.add("Conv", [wide, kernel, graph.constant(weights[f"trunk.near.{number}.bias"])], pads=[SPAN // 2, SPAN // 2])
        wide = graph.add("Transpose", [graph.add("Squeeze", [wide, zero])], perm=[1, 0])
        x = _norm(graph, graph.add("Add", [x, graph.add("Gelu", [wide], domain="com.microsoft")]), weights, f"trunk.norms.{number}.")

    def active(name: str) -> str:
        return graph.add("Gelu", [linear(x, name)], domain="com.microsoft")

    below, above = active("below"), active("above")
    arcs = graph.add("MatMul", [linear(below, "arc"), graph.add("Transpose", [above], perm=[1, 0])])
    arcs = graph.add("Mul", [arcs, graph.constant(np.array(ARC**-0.5, np.float32))])
    size = graph.add("Gather", [graph.add("Shape", [x]), graph.constant(np.array(0, np.int64))])
    count = graph.add("Range", [graph.constant(np.array(0, np.int64)), size, graph.constant(np.array(1, np.int64))])
    far = graph.add("Sub", [graph.add("Unsqueeze", [count, zero]), graph.add("Unsqueeze", [count, one])])
    far = graph.add("Clip", [far, graph.constant(np.array(-NEAR, np.int64)), graph.constant(np.array(NEAR, np.int64))])
    far = graph.add("Add", [far, graph.constant(np.array(NEAR, np.int64))])
    arcs = graph.add("Add", [arcs, graph.add("Squeeze", [graph.add("Gather", [graph.constant(weights["distance.weight"]), far]), two])])
    apart = graph.add("Abs", [graph.add("Sub", [graph.add("Unsqueeze", [line, zero]), graph.add("Unsqueeze", [line, one])])])
    arcs = graph.add("Sub", [arcs, graph.add("Mul", [apart, graph.constant(np.array(1e4, np.float32))])])
    governors = graph.add("ArgMax", [arcs], axis=1, keepdims=0)
    lbelow = active("label_below")
    labove = graph.add("Gather", [active("label_above"), governors])
    pair = graph.add("Concat", [lbelow, labove, graph.add("Mul", [lbelow, labove])], axis=1)
    for name, tensor, width in (
        ("labels", linear(pair, "labels"), len(LABELS)), ("tags", linear(x, "tags"), len(TAGS)), ("triggers", linear(x, "triggers"), TRIGGERS),
    ):  # fmt: skip
        graph.output(name, graph.log_softmax(tensor), ["words", width])
    graph.output("governors", graph.add("Cast", [governors], to=TensorProto.FLOAT), ["words"])
    graph.output("words", x, ["words", WIDTH])
    assert weights["label_below.bias"].shape[0] == LABEL
    return graph


def _small(graph: Graph, value: NDArray[np.float32], name: str) -> str:
    """A weight kept in sixteen bits and used in thirty-two."""
    return graph.add("Cast", [graph.constant(value.astype(np.float16), f"{name}.half")], to=TensorProto.FLOAT)


def _norm(graph: Graph, x: str, weights: Weights, name: str) -> str:
    return graph.add(
        "LayerNormalization", [x, graph.constant(weights[f"{name}weight"]), graph.constant(weights[f"{name}bias"])], epsilon=1e-5
    )  # fmt: skip
