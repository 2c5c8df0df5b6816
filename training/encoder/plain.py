"""Attentions and softmaxes written out, so that a file of weights gives the same bits on every x86 processor with AVX2 or more.

onnxruntime's own softmax adds up its row in eight lanes or in sixteen, as the processor has them, and so do its fused attentions: the
last bit of a sum differs. What follows is cut into eight bits, where the last bit decides now and then between two steps; six layers on
vectors differ by a twentieth, and a deal that is found on one machine is not found on another. The operators here add up in one order
everywhere (measured with qemu: docs/trust.md); the encoder takes a twelfth longer.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_FUSED: Final = "com.microsoft"
Add = Callable[..., str]  # (operator, inputs, **attributes) → its output
Constant = Callable[[NDArray[Any]], str]


def softmax(add: Add, constant: Constant, scores: str, **out: str) -> str:
    """The softmax of the last axis."""
    odds, total = _odds(add, constant, _below(add, scores))
    return add("Div", [odds, total], **out)


def log_softmax(add: Add, constant: Constant, scores: str, **out: str) -> str:
    """The logarithm of the softmax of the last axis."""
    below = _below(add, scores)
    return add("Sub", [below, add("Log", [_odds(add, constant, below)[1]])], **out)


def attention(add: Add, constant: Constant, joined: str, width: int, heads: int, **out: str) -> str:
    """Query, key and value side by side, (batch, length, 3 * width) → what each row takes from all of them, (batch, length, width)."""
    parted = add("Reshape", [joined, constant(np.array([0, 0, 3, heads, width // heads], np.int64))])
    parted = add("Transpose", [parted], perm=[2, 0, 3, 1, 4])
    query, key, value = (add("Gather", [parted, constant(np.array(number, np.int64))], axis=0) for number in range(3))
    query = add("Mul", [query, constant(np.array(1 / np.sqrt(np.float32(width // heads)), np.float32))])
    scores = add("MatMul", [query, add("Transpose", [key], perm=[0, 1, 3, 2])])
    odds, total = _odds(add, constant, _below(add, scores))
    taken = add("Transpose", [add("Div", [add("MatMul", [odds, value]), total])], perm=[0, 2, 1, 3])
    return add("Reshape", [taken, constant(np.array([0, 0, width], np.int64))], **out)


def _below(add: Add, scores: str) -> str:
    """Scores less the highest of their row."""
    return add("Sub", [scores, add("ReduceMax", [scores], axes=[-1], keepdims=1)])


def _odds(add: Add, constant: Constant, below: str) -> tuple[str, str]:
    """The exponents of some scores, and the sum of each row of them."""
    odds = add("Exp", [below])
    return odds, add("ReduceSum", [odds, constant(np.array([-1], np.int64))], keepdims=1)


def write_out(path: Path) -> bool:
    """Put plain operators in place of the fused attentions and softmaxes of a file; whether it had any."""
    model = onnx.load(path)
    graph = model.graph
    shapes = {one.name: tuple(one.dims) for one in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    nodes: list[onnx.NodeProto] = []
    constants: dict[bytes, onnx.TensorProto] = {}

    def constant(value: NDArray[Any]) -> str:
        key = value.tobytes() + str((value.dtype, value.shape)).encode()
        if key not in constants:
            constants[key] = numpy_helper.from_array(value, f"plain{len(constants)}")
        return constants[key].name

    def add(kind: str, inputs: Sequence[str], *, out: str = "", domain: str = "", **attributes: Any) -> str:
        name = out or f"plain.n{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

    dropped: set[str] = set()
    for node in graph.node:
        if node.op_type == "QAttention":
            number, weight, bias, _, scale, _, _, zero = node.input
            dropped.add(number)
            source = makers[number].input[0]
            joined = add("DynamicQuantizeMatMul", [source, weight, scale, zero, bias], domain=_FUSED)
            heads = next(one.i for one in node.attribute if one.name == "num_heads")
            attention(add, constant, joined, shapes[weight][1] // 3, heads, out=node.output[0])
        elif node.op_type in ("Softmax", "LogSoftmax"):
            write = softmax if node.op_type == "Softmax" else log_softmax
            write(add, constant, node.input[0], out=node.output[0])
        else:
            nodes.append(node)
    if not constants:
        return False
    kept = [node for node in nodes if node.output[0] not in dropped]
    del graph.node[:]
    graph.node.extend(kept)
    graph.initializer.extend(constants.values())
    path.write_bytes(model.SerializeToString(deterministic=True))
    return True
