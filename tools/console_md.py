"""Run the commands of a document's console blocks, and write below each what it prints.

    python -m tools.console_md      docs/proof.md, anew

A block is ```console; a line that begins with `$ ` is a command, what follows is what it prints on standard output (nothing with `> /dev/null`).
Commands run one after the other in a folder of their own, in which FILES lie. Digests are left out: they change with every change of the program.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
DOCUMENT: Final = ROOT / "docs" / "proof.md"
FILES: Final = {
    "examples/mortars-3-denial.txt": "denial.txt",
    "tests/pages/carriers.html": "carriers.html",
    **{f"tests/proof/pages/{name}.html": f"{name}.html" for name in ("monday", "monday-changed", "tuesday", "wednesday")},
}
WIDTH: Final = {"COLUMNS": "110", "LINES": "1000", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")

Run = Callable[[Sequence[str], Path], str]


def written(text: str, run: Run) -> str:
    """A document with what its commands print.

    Args:
        run: a command's words and the folder to run it in → its standard output.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source, target in FILES.items():
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / target)
        return _BLOCK.sub(lambda block: _ran(block[1], run, folder), text)


def _ran(block: str, run: Run, folder: Path) -> str:
    lines = []
    for command in (line for line in block.splitlines() if line.startswith("$ ")):
        words = shlex.split(command[2:], comments=True)
        silent = words[-2:] == [">", "/dev/null"]
        printed = run(words[1:-2] if silent else words[1:], folder)
        printed = "" if silent else printed
        lines += [command, *(_DIGEST.sub("sha256:…", line.rstrip()) for line in printed.rstrip().splitlines())]
    return "```console\n" + "\n".join(lines) + "\n```"


def _in_a_process(words: Sequence[str], folder: Path) -> str:
    command = [sys.executable, "-m", "onrecord", *words]
    done = subprocess.run(command, cwd=folder, env=os.environ | WIDTH, capture_output=True, encoding="utf-8", check=False)
    if done.returncode > 1:
        raise SystemExit(f"{shlex.join(words)}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), _in_a_process), encoding="utf-8")
