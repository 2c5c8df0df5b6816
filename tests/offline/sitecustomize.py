"""Python imports this first in every process that a test starts (tests/conftest.py puts the folder on PYTHONPATH): no connection."""

import socket
from typing import Any


def _refuse(self: socket.socket, address: Any) -> None:
    raise AssertionError(f"a test opened a connection: {address!r}")


socket.socket.connect = _refuse  # type: ignore[method-assign]
socket.socket.connect_ex = _refuse  # type: ignore[assignment, method-assign]
