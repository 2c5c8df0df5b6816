"""Readers of statements by others, in an environment of their own (`make peers`): spaCy and its model weigh ten times what we do.

Where that is not there, our own interpreter is asked, and a note says that the peer did not run. Looked for in the package index and not here:
Citron and GenderGapTracker are in no package (and the model that finds Citron's cues is not with its source); BookNLP's and Stanza's packages hold no
weights and fetch them when they first run. Figures of the first two, measured once, stand in the README of bench/attribution.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from benchmarks.frame import Json

HERE: Final = Path(__file__).resolve().parent
SCRIPT: Final = HERE / "statement_peers.py"
ENVIRONMENT: Final = HERE.parent / ".venv-peers"
REMEDY: Final = "`make peers` brings it"
NAMES: Final = {
    "textacy": "peer: textacy, direct quotations alone",
    "clauses": "peer: plain rule over spaCy's parse",  # the rule is ours: no reader of indirect speech installs
}
ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def read_by_peer(name: str, texts: Sequence[str]) -> list[list[Json]] | str:
    """What a peer finds in each text, in the form of `nested` and `shapes`, without stance; or why it did not run."""
    given = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(_command("read", name), input=given, capture_output=True, text=True, encoding="utf-8", env=_environment(), check=False)
    if done.returncode:
        return _not_run(name, done.stderr)
    return [[one | {"stance": None} for one in json.loads(line)] for line in done.stdout.splitlines()]


class Parser:
    """spaCy's parse in a process of its own, that reads a text when asked and says how long it took."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Start, load and read every text once.

        Raises:
            ImportError: it cannot be run here; says why.
        """
        self._process = subprocess.Popen(
            _command("time"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=_environment()
        )
        try:
            self.load_s, self.mib = self._asked(list(texts))
        except (ValueError, OSError) as error:
            stderr = self._process.communicate()[1]
            raise ImportError(_not_run("spaCy", stderr)) from error

    def seconds(self, pipes: str, number: int) -> float:
        """CPU seconds that a text took: `parse` is the parser alone, `whole` all pipes."""
        return float(self._asked([pipes, number]))

    def _asked(self, question: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> "Parser":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError, ValueError):
            self._process.communicate(timeout=60)


def _command(*arguments: str) -> list[str]:
    python = ENVIRONMENT / "bin" / "python"
    return [str(python if python.exists() else sys.executable), "-I", str(SCRIPT), *arguments]


def _environment() -> dict[str, str]:
    return os.environ | ONE_THREAD


def _not_run(name: str, stderr: str) -> str:
    cause = (stderr.strip().splitlines() or ["silent"])[-1]
    return f"peer {name} not run: {cause}; {REMEDY}"
