"""The weights: opened when asked, only if they are the ones that were trained, and equal bytes out of every run."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from onrecord.encoder.attributions import Reading, find_attributions
from onrecord.encoder.model import Model
from onrecord.encoder.windows import Window, windows_of
from onrecord.errors import SetupError

TEXT = "The ministry denied that shells were shipped. “No report,” she said."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of chance, in the form of those that ship."""
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from tests.encoder.weights_of_chance import write_weights

    out = tmp_path_factory.mktemp("weights")
    write_weights(out)
    return out


def window_of(model: Model, text: str) -> Window:
    return next(windows_of(text, [model.vocabulary.encode(text)]))


def test_a_window_gives_a_vector_a_word_and_the_same_each_time(folder: Path) -> None:
    first, second = Model(folder), Model(folder)
    window = window_of(first, TEXT)
    vectors = first.vectors(window)
    assert vectors.shape == (len(window.words), 384)
    assert vectors.dtype == np.float32
    for other in ("She said.", "no " * 100):
        second.vectors(window_of(second, other))
    assert second.vectors(window).tobytes() == vectors.tobytes()


def test_a_window_is_read_once_whoever_asks_and_wherever_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(folder)
    asked: list[str] = []
    ask = model.ask
    monkeypatch.setattr(model, "ask", lambda head, **inputs: asked.append(head) or ask(head, **inputs))
    vectors = model.vectors(window_of(model, TEXT))
    later = "She said.\n\n" + TEXT
    behind = next(windows_of(later, [model.vocabulary.encode(later, 11)]))
    assert model.vectors(behind) is vectors
    assert asked == ["encoder"]
    with pytest.raises(ValueError, match="read-only"):
        vectors[0, 0] = 1.0


def _kept(model: Model) -> int:
    return sum(one.nbytes for kept in model._kept.values() for one in kept if one is not None)


def test_what_is_kept_has_a_bound(folder: Path) -> None:
    model = Model(folder)
    model.keep(1)
    size = 0
    for number in range(80):
        text = f"no report {number} " * 5
        model.vectors(window_of(model, text))
        size = max(size, _kept(model))
    assert 0 < _kept(model) <= size <= 1_000_000
    assert len(model._kept) < 80


def test_nothing_is_kept_for_the_next_page_where_none_shall_be(folder: Path) -> None:
    model = Model(folder)
    for _ in range(2):
        model.keep(0)
        assert _kept(model) == 0
        model.vectors(window_of(model, TEXT))
        assert _kept(model) > 0  # while a page is read, every head asks


def test_heads_give_attributions_of_the_window(folder: Path) -> None:
    model = Model(folder)
    window = window_of(model, TEXT)
    found = find_attributions(model, TEXT, window, Reading(cue=0.0, grow=0.0, nested=0.0))
    assert found == find_attributions(model, TEXT, window, Reading(cue=0.0, grow=0.0, nested=0.0))
    assert all(0 <= a.cue[0] < a.cue[1] <= len(window.words) for a in found)


def test_an_altered_file_is_not_read(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    data = bytearray((tmp_path / "encoder.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "encoder.onnx").write_bytes(data)
    model = Model(tmp_path)
    with pytest.raises(SetupError, match=r"encoder\.onnx: is not the file that was trained: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}"):
        model.vectors(window_of(model, TEXT))


def test_a_missing_file_is_named_with_its_digest(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_bytes((folder / "weights.json").read_bytes())
    digest = json.loads((folder / "weights.json").read_text(encoding="utf-8"))["files"]["vocabulary.txt"]
    with pytest.raises(SetupError, match=rf"vocabulary\.txt: cannot be read: No such file or directory; its SHA-256 should be {digest}"):
        _ = Model(tmp_path).vocabulary


@pytest.mark.parametrize(("written", "problem"), [(None, "cannot be read"), ("{", "is no JSON")])
def test_a_folder_without_its_list_is_refused(tmp_path: Path, written: str | None, problem: str) -> None:
    if written is not None:
        (tmp_path / "weights.json").write_text(written, encoding="utf-8")
    with pytest.raises(SetupError, match=f"weights\\.json: {problem}"):
        Model(tmp_path)


def test_the_runtime_is_told_not_to_tell_before_it_is_loaded() -> None:
    """Its telemetry begins nine seconds after the first session, in C: tests/archive traces a process that lives longer."""
    code = """
import os, sys
class Loading:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print(os.environ.get("ORT_DISABLE_TELEMETRY"))
sys.meta_path.insert(0, Loading())
import onrecord
onrecord.read_text("The mayor denied it on Tuesday.")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
