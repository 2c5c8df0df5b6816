"""The weights hold nothing that adds up in another order on another processor."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from onrecord.encoder.model import WEIGHTS
from training.encoder.graph import FUSED, OPSET, Graph
from training.encoder.plain import write_out

WIDTH, HEADS, LENGTH = 24, 3, 17
CHANCE = np.random.default_rng(3)


@pytest.mark.parametrize("path", sorted(WEIGHTS.glob("*.onnx")), ids=lambda path: path.name)
def test_what_ships_has_no_fused_attention_and_no_softmax_of_the_engine(path: Path) -> None:
    kinds = {node.op_type for node in onnx.load(path).graph.node}
    assert not kinds & {"QAttention", "Attention", "Softmax", "LogSoftmax"}


def run(path: Path, **inputs: np.ndarray) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    found: list[np.ndarray] = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]).run(None, inputs)
    return found


def test_softmaxes_written_out_say_what_those_of_the_engine_say(tmp_path: Path) -> None:
    graph = Graph("scores", bits=None)
    scores = graph.input("scores", TensorProto.FLOAT, ["rows", WIDTH])
    for kind in ("Softmax", "LogSoftmax"):
        graph.output(kind, graph.add(kind, [scores], axis=-1), ["rows", WIDTH])
    graph.write(tmp_path / "fused.onnx")
    graph.write(tmp_path / "plain.onnx")
    assert write_out(tmp_path / "plain.onnx")
    assert not write_out(tmp_path / "plain.onnx")  # there is nothing left to write out
    given = np.concatenate([CHANCE.normal(0, 9, (LENGTH, WIDTH)), np.full((1, WIDTH), -1e30), np.full((1, WIDTH), 80.0)]).astype(np.float32)
    for fused, plain in zip(run(tmp_path / "fused.onnx", scores=given), run(tmp_path / "plain.onnx", scores=given), strict=True):
        np.testing.assert_allclose(plain, fused, rtol=1e-5, atol=1e-6)


def test_attention_written_out_says_what_the_fused_one_says(tmp_path: Path) -> None:
    """Both of one weight: as the engine has it, as it is taken apart, and as a graph writes it now."""
    parts = {f"{name}.{what}": CHANCE.normal(0, 0.3, shape).astype(np.float32)
             for name in ("query", "key", "value") for what, shape in (("weight", (WIDTH, WIDTH)), ("bias", (WIDTH,)))}  # fmt: skip
    new = Graph("new")
    new.output("out", new.attention(new.input("x", TensorProto.FLOAT, [1, "length", WIDTH]), parts, "", HEADS), [1, "length", WIDTH])
    new.write(tmp_path / "new.onnx")
    constants = {one.name: one for one in onnx.load(tmp_path / "new.onnx").graph.initializer}
    product = next(node for node in onnx.load(tmp_path / "new.onnx").graph.node if node.op_type == "DynamicQuantizeMatMul")
    weight, scale, bias = product.input[1], product.input[2], product.input[4]
    zero = onnx.numpy_helper.from_array(np.zeros(3 * WIDTH, np.int8), "zero")
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["n", "n.1", "n.2"]),
        helper.make_node("QAttention", ["n", weight, bias, "n.1", scale, "", "n.2", "zero"], ["out"], domain=FUSED, num_heads=HEADS),
    ]
    shape = [1, "length", WIDTH]
    ends = [[helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)] for name in ("x", "out")]
    old = helper.make_graph(nodes, "old", *ends, [*(constants[name] for name in (weight, scale, bias)), zero])
    model = helper.make_model(old, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)], ir_version=9)
    for name in ("fused", "apart"):
        (tmp_path / f"{name}.onnx").write_bytes(model.SerializeToString())
    assert write_out(tmp_path / "apart.onnx")
    given = CHANCE.normal(0, 1, (1, LENGTH, WIDTH)).astype(np.float32)
    fused, apart, written = (run(tmp_path / f"{name}.onnx", x=given)[0] for name in ("fused", "apart", "new"))
    np.testing.assert_allclose(apart, fused, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(apart, written)
