"""The packaged weights, opened when first asked: windows → one vector a word → what each head says of it.

A folder of weights holds `weights.json` (the digest of every file, the order of the vocabulary's lines, settings of the heads), the
vocabulary, `encoder.onnx`, and one file a head. Heads are asked by name, so that a stage can bring its own.

One window is one call. The weights are eight-bit and what goes in is scaled as it comes, so the vectors of a window would depend on what
it is read together with; and windows are nearly full, so that reading several at once gains nothing.
"""

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.encode import KEPT_MB
from onrecord.encoder.windows import Window
from onrecord.encoder.wordpiece import WordPiece
from onrecord.errors import SetupError

Floats = NDArray[np.float32]
_Read = tuple[Floats, NDArray[np.float16] | None]

WEIGHTS: Final = Path(__file__).parent / "models"
_AGAIN: Final = "install onrecord again"


class Model:
    """One folder of weights. What it reads of a window depends on nothing but the window's text and the weights."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Read the list of files; the files themselves are read and checked when they are first asked for.

        Raises:
            SetupError: there is no list.
        """
        self.folder = folder
        try:
            listed = (folder / "weights.json").read_bytes()
            self._list = json.loads(listed)
        except OSError as error:
            raise SetupError(str(folder / "weights.json"), f"cannot be read: {error.strerror}", _AGAIN) from error
        except ValueError as error:
            raise SetupError(str(folder / "weights.json"), "is no JSON", _AGAIN) from error
        self._own = hashlib.sha256(listed).hexdigest()
        self._sessions: dict[str, Any] = {}
        self._vocabulary: WordPiece | None = None
        self._kept: OrderedDict[bytes, _Read] = OrderedDict()
        self._kept_bytes = 0
        self._most_kept = KEPT_MB * 1_000_000

    @property
    def digest(self) -> str:
        """Of the encoder's file, hexadecimal: with a window's text it decides its vectors."""
        return str(self._list["files"]["encoder.onnx"])

    @property
    def digests(self) -> Mapping[str, str]:
        """Name of each file → SHA-256, as the list has it, and of the list itself, which holds the settings."""
        return {**self._list["files"], "weights.json": self._own}

    def check(self) -> None:
        """Read every file of the list.

        Raises:
            SetupError: one is missing or altered.
        """
        for name in self._list["files"]:
            self._read(name)

    @property
    def vocabulary(self) -> WordPiece:
        """How the encoder parts a text.

        Raises:
            SetupError: its file is missing or altered.
        """
        if self._vocabulary is None:
            self._vocabulary = WordPiece(self._read("vocabulary.txt").decode("utf-8").splitlines())
        return self._vocabulary

    def settings(self, head: str) -> Mapping[str, Any]:
        """What was chosen for a head when it was trained: thresholds, prices."""
        return dict(self._list["settings"].get(head, {}))

    def vectors(self, window: Window) -> Floats:
        """One vector a word of a window: that of its first piece, from the last layer.

        Returns:
            Shape (words, 384); not to be written to, it is kept for the next head that asks.

        Raises:
            SetupError: the weights are missing or altered.
        """
        return self._read_window(window)[0]

    def lower(self, window: Window) -> Floats:
        """One vector a word from the lower layers: what the word is, rather than what it does (training/mentions/lower.py).

        Returns:
            Shape (words, 384), each number with eleven bits.

        Raises:
            SetupError: the weights are missing or altered, or have no such output.
        """
        lower = self._read_window(window)[1]
        if lower is None:
            raise SetupError(
                str(self.folder / "encoder.onnx"), "has no second output: it was exported anew", "run: python -m training.mentions lower"
            )
        return lower.astype(np.float32)

    def _read_window(self, window: Window) -> _Read:
        vocabulary = self.vocabulary
        ids = np.concatenate([[vocabulary.begin], window.ids, [vocabulary.end]], dtype=np.int64)
        first = window.firsts + 1
        key = hashlib.blake2b(ids.tobytes() + first.tobytes(), digest_size=16).digest()  # all that the encoder sees of it
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        found = self.ask("encoder", ids=ids, first=first)
        lower = found.get("lower")
        read: _Read = (found["vectors"], None if lower is None else lower.astype(np.float16))
        read[0].flags.writeable = False
        self._kept[key] = read
        self._kept_bytes += _size(read)
        while self._kept_bytes > self._most_kept and len(self._kept) > 1:
            self._kept_bytes -= _size(self._kept.popitem(last=False)[1])
        return read

    def keep(self, megabytes: int) -> None:
        """Of the vectors, keep so many megabytes for windows that come again; 0: those of one page while it is read, and none of the last."""
        if not megabytes:
            self.forget()
        self._most_kept = (megabytes or KEPT_MB) * 1_000_000

    def forget(self) -> None:
        """Drop the vectors that are kept: the next window is read anew."""
        self._kept.clear()
        self._kept_bytes = 0

    def ask(self, head: str, **inputs: NDArray[Any]) -> dict[str, Floats]:
        """Run one file of the folder, `head`.onnx, and name what comes out.

        Raises:
            SetupError: it is missing or altered, or onnxruntime is.
        """
        session = self._sessions.get(head)
        if session is None:
            session = self._sessions[head] = self._open(f"{head}.onnx")
        run, names = session
        return dict(zip(names, run(names, inputs), strict=True))

    def _open(self, name: str) -> tuple[Any, list[str]]:
        weights = self._read(name)
        # Since 1.32 it tells its maker of each session over the network, and reads this when it loads; nothing of ours may open a connection.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            import onnxruntime
        except ImportError as error:
            raise SetupError("onnxruntime", "is not installed", _AGAIN) from error
        onnxruntime.disable_telemetry_events()  # where others had loaded it before
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # sums in one order: equal bytes on every run
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.use_deterministic_compute = True
        options.enable_cpu_mem_arena = False  # the arena keeps the largest window's memory for good, and gains nothing here
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        return session.run, [output.name for output in session.get_outputs()]

    def _read(self, name: str) -> bytes:
        """A file, if it is the one of the list."""
        path, wanted = self.folder / name, self._list["files"].get(name)
        if wanted is None:
            raise SetupError(str(self.folder / "weights.json"), f"does not list {name}", _AGAIN)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SetupError(str(path), f"cannot be read: {error.strerror}; its SHA-256 should be {wanted}", _AGAIN) from error
        digest = hashlib.sha256(data).hexdigest()
        if digest != wanted:
            raise SetupError(str(path), f"is not the file that was trained: its SHA-256 is {digest}, not {wanted}", _AGAIN)
        return data


def _size(read: _Read) -> int:
    return sum(one.nbytes for one in read if one is not None)


@cache
def packaged() -> Model:
    """The model that ships with onrecord, one a process.

    Raises:
        SetupError: it is not there.
    """
    return Model(WEIGHTS)
