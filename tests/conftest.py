"""What every test runs under: no socket is ever connected, and hypothesis gives the same cases on every machine."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("onrecord", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onrecord")

# The commands under test run in processes of their own, which the fixture below does not reach.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent / "offline"), os.environ.get("PYTHONPATH")]))


class OpenedConnectionError(AssertionError):
    """Something tried to open a connection."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in onrecord opens a connection; a test that makes it try fails here."""

    def refusing(connect: Any) -> Any:
        def refuse(self: socket.socket, address: Any) -> Any:
            if self.family == getattr(socket, "AF_UNIX", None):  # processes of this machine that talk to each other
                return connect(self, address)
            raise OpenedConnectionError(f"connect to {address!r}")

        return refuse

    monkeypatch.setattr(socket.socket, "connect", refusing(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", refusing(socket.socket.connect_ex))
