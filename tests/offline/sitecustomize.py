"""Python imports this first in every process that a test starts (tests/conftest.py puts the folder on PYTHONPATH): no connection.

What is tried although nobody may hear of it, in a thread or behind a handler, is written to the file that ONRECORD_TEST_CONNECTIONS names.
"""

import os
import socket
from pathlib import Path
from typing import Any


def _refusing(connect: Any) -> Any:
    def refuse(self: socket.socket, address: Any) -> Any:
        if self.family == getattr(socket, "AF_UNIX", None):  # processes of this machine that talk to each other
            return connect(self, address)
        if log := os.environ.get("ONRECORD_TEST_CONNECTIONS"):
            with Path(log).open("a") as file:
                file.write(f"{address!r}\n")
        raise AssertionError(f"a test opened a connection: {address!r}")

    return refuse


socket.socket.connect = _refusing(socket.socket.connect)  # type: ignore[method-assign]
socket.socket.connect_ex = _refusing(socket.socket.connect_ex)  # type: ignore[method-assign]
