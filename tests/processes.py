"""`onrecord` in processes of its own, as users run it, without three seconds of loading for each.

One process loads the models, then forks for each command that it is told: the command has its own arguments, environment, folder,
files and exit status. What hangs on how Python starts (locale, signals, imports, limits) is for `subprocess`.
"""

import atexit
import io
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parent.parent
PAGE = b"Tugs sold to Velmora\n\nOstrava Bay, Sep 10 - The harbour board sold two tugs to Velmora in June, the minister said on Tuesday.\n"


def run(*args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `onrecord` with its input and outputs in files; the environment is that of the test."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("in", "out", "err")]
        for path, data in zip(files, (stdin, b"", b""), strict=True):
            Path(path).write_bytes(data)
        start(*args, files=files, env=env, cwd=cwd)
        status = wait()
        return subprocess.CompletedProcess(list(map(str, args)), status, *(Path(path).read_bytes() for path in files[1:]))


def run_text(*args: object, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same, with outputs as text."""
    done = run(*args, env=env, cwd=cwd)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def start(*args: object, files: list[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    """Start `onrecord` on three files, of which each may be a terminal; it has opened them when this returns. `wait` must follow."""
    words = [os.fsdecode(word) if isinstance(word, bytes | os.PathLike) else str(word) for word in args]
    asked = {"args": words, "files": files, "env": dict(os.environ if env is None else env), "cwd": str(cwd or Path.cwd())}
    loaded = _loaded()
    assert loaded.stdin is not None
    loaded.stdin.write(json.dumps(asked).encode() + b"\n")
    loaded.stdin.flush()
    assert _answer() == "started"


def wait() -> int:
    """The exit status of what was started, once it has ended."""
    return int(_answer())


def _answer() -> str:
    answers = _loaded().stdout
    assert answers is not None
    return answers.readline().decode().strip()


@cache
def _loaded() -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-m", "tests.processes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    atexit.register(process.kill)
    return process


def _serve() -> None:
    """Fork for each line of standard input, one after the other, and say how each ended."""
    import onrecord
    import onrecord.cli.read

    onrecord.read(PAGE)
    for line in sys.stdin.buffer:
        ready, opened = os.pipe()
        child = os.fork()
        if child == 0:
            _become(json.loads(line), opened)
        os.close(opened)
        os.read(ready, 1)
        os.close(ready)
        _say("started")
        _say(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def _become(asked: Mapping[str, Any], opened: int) -> NoReturn:
    os.setsid()  # the first terminal that it opens is its own, as in a window
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for number, path in enumerate(asked["files"]):
        file = os.open(path, os.O_RDWR)
        os.dup2(file, number)
        os.close(file)
    os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(n, ("rb", "wb")[n > 0], closefd=False), "utf-8") for n in range(3))
    sys.argv[1:] = asked["args"]
    status = 0
    try:
        runpy.run_module("onrecord", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the models' own threads are the parent's: they cannot be ended from here


if __name__ == "__main__":
    _serve()
