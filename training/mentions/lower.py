"""A second output of the packaged encoder: its four lowest layers, in one vector a word.

What a word is by itself, its spelling, its part of speech, its kind of name, stands in the lower layers; the last one has been taught
to tell sources and contents, and has lost part of it. Six heads could each read four layers of 384; instead the layers are brought to
the 384 directions in which they vary most (principal components of the standardised layers, over the words of a text), once, in the
encoder's own file. The last layer stays as it was, bit by bit.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from onrecord.encoder.encode import encode
from onrecord.encoder.passages import Passage
from onrecord.encoder.windows import Window
from onrecord.encoder.wordpiece import WordPiece

LAYERS = 4  # of those that are looked at: the vectors of pieces, and the first three layers
WIDTH = 384  # of a layer, and of what comes out
NAME = "lower"
BITS = 7  # as the other weights: training/encoder/graph.py

Floats = NDArray[np.float32]


def windows_of_lines(text: str, vocabulary: WordPiece) -> tuple[Window, ...]:
    """A text's windows where every line is a paragraph."""
    passages, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            passages.append(Passage(at, at + len(line), "body"))
        at += len(line) + 1
    return encode(text, tuple(passages), vocabulary).windows


def ids_of(window: Window, vocabulary: WordPiece) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A window as the encoder's file takes it: pieces with its begin and end, and the piece of each word."""
    ids = np.array([vocabulary.begin, *[piece.id for piece in window.pieces], vocabulary.end], np.int64)
    return ids, np.array([word.piece + 1 for word in window.words], np.int64)


def tapped(path: Path) -> tuple[onnx.ModelProto, list[str]]:
    """The encoder without a second output, and the tensors of its lowest layers, (1, pieces, 384)."""
    model = onnx.load(path)
    _drop(model)
    first = next(node.output[0] for node in model.graph.node if node.op_type == "Unsqueeze")
    norms = [node.output[0] for node in model.graph.node if node.op_type == "SkipLayerNormalization"][1::2]
    return model, [first, *norms[: LAYERS - 1]]


def find_basis(path: Path, windows: Iterable[Window], vocabulary: WordPiece, every: int = 3) -> tuple[Floats, Floats]:
    """The projection, (LAYERS * 384, 384), and its shift, (384,), from every third word of some windows."""
    model, taps = tapped(path)
    for tap in taps:
        model.graph.output.append(helper.make_tensor_value_info(tap, TensorProto.FLOAT, [1, "pieces", WIDTH]))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    seen = []
    for window in windows:
        ids, first = ids_of(window, vocabulary)
        layers = session.run(taps, {"ids": ids, "first": first})
        seen.append(np.concatenate([layer[0][first] for layer in layers], axis=1)[::every])
    words = np.concatenate(seen)
    mean, scale = words.mean(axis=0), words.std(axis=0)
    words = (words - mean) / scale
    variances, directions = np.linalg.eigh(words.T @ words / len(words))
    directions = directions[:, ::-1][:, :WIDTH] / np.sqrt(variances[::-1][:WIDTH].mean())
    directions *= np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(WIDTH)])  # a direction has two signs
    matrix = (directions / scale[:, None]).astype(np.float32)
    return matrix, (-mean @ matrix).astype(np.float32)


def add_lower(path: Path, matrix: Floats, shift: Floats) -> None:
    """Write the second output into the encoder's file, in place of one that is there."""
    model, taps = tapped(path)
    graph = model.graph
    constants, nodes = [], []

    def constant(value: NDArray[np.generic], name: str) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), f"{NAME}.{name}"))
        return f"{NAME}.{name}"

    axis = constant(np.array([0], np.int64), "axis")
    parts = []
    for number, tap in enumerate(taps):
        weight = matrix[number * WIDTH : (number + 1) * WIDTH]
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8).astype(np.float32) / (2 ** (BITS - 1) - 1)
        small = constant(np.rint(weight / scale).astype(np.int8), f"weight{number}")
        bias = constant(shift if number == 0 else np.zeros_like(shift), f"bias{number}")
        nodes += [
            helper.make_node("Squeeze", [tap, axis], [f"{NAME}.layer{number}"]),
            helper.make_node("Gather", [f"{NAME}.layer{number}", "first"], [f"{NAME}.words{number}"], axis=0),
            helper.make_node(
                "DynamicQuantizeMatMul",
                [f"{NAME}.words{number}", small, constant(scale, f"scale{number}"), "", bias],
                [f"{NAME}.part{number}"],
                domain="com.microsoft",
            ),
        ]
        parts.append(f"{NAME}.part{number}")
    nodes.append(helper.make_node("Sum", parts, [NAME]))
    graph.node.extend(nodes)
    graph.initializer.extend(constants)
    graph.output.append(helper.make_tensor_value_info(NAME, TensorProto.FLOAT, ["words", WIDTH]))
    path.write_bytes(model.SerializeToString(deterministic=True))


def _drop(model: onnx.ModelProto) -> None:
    """Take a second output out again."""
    graph = model.graph
    for field in (graph.node, graph.initializer, graph.output):
        kept = [one for one in field if (one.output[0] if field is graph.node else one.name).split(".")[0] != NAME]
        del field[:]
        field.extend(kept)
