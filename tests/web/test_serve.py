"""The command: what it prints, when it refuses, how it stops."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.given import small_store


def start(store: Path, *options: str) -> subprocess.Popen[str]:
    """`onrecord serve` in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "onrecord", "serve", str(store), *options], stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no signal can be sent there")
@pytest.mark.parametrize(
    ("options", "address"),
    [
        (("--port", "0"), r"http://127\.0\.0\.1:\d+/ "),
        (("--port", "0", "--token", "word"), r"http://127\.0\.0\.1:\d+/\?token=word "),
        (("--port", "0", "--host", "0.0.0.0"), r"http://0\.0\.0\.0:\d+/\?token=[\w-]{32} "),
    ],
)
def test_it_prints_the_address_to_open_and_ends_when_interrupted(tmp_path: Path, options: tuple[str, ...], address: str) -> None:
    small_store(tmp_path / "a.db")
    with start(tmp_path / "a.db", *options) as running:
        assert running.stderr is not None
        told = running.stderr.readline()
        assert re.search(f"onrecord: open {address}", told), told
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()  # to the end of the process, however long it takes
        assert (running.wait(), rest) == (130, "onrecord: interrupted\n")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    import socket

    small_store(tmp_path / "a.db")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(tmp_path / "a.db", "--port", str(port)) as running:
            assert running.stderr is not None
            assert f"127.0.0.1:{port}" in running.stderr.read()
        assert running.returncode == 1


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with start(tmp_path / "gone.db", "--port", "0") as running:
        assert running.stderr is not None
        assert "there is no such store" in running.stderr.read()
    assert running.returncode == 1
