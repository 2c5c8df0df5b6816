"""One request to a host at a time, with a pause between two, and longer ones where the host asks for them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from onrecord.errors import FetchFailedError
from onrecord.fetch.addresses import Target


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0  # of time.monotonic
    delay_s: float = 0.0


class Pace:
    """The turns of all hosts. Threads share it."""

    def __init__(self, delay_s: float, max_wait_s: float) -> None:
        self._delay_s = delay_s
        self._max_wait_s = max_wait_s
        self._hosts: dict[str, _Host] = {}
        self._adding = threading.Lock()
        self._stopped = threading.Event()

    @contextmanager
    def turn(self, target: Target) -> Iterator[None]:
        """Hold the turn of a target's host, once its pause is over.

        Raises:
            FetchFailedError: the host asked for a longer pause than is kept, or the fetching was stopped.
        """
        host = self._host(target.host)
        with host.turn:
            pause = host.free_at - time.monotonic()
            if pause > max(self._max_wait_s, host.delay_s):
                raise FetchFailedError(target.url, f"{target.host} asks for a pause of {pause:,.0f} s", "run the same command again after it")
            if self._stopped.wait(max(pause, 0.0)):
                raise FetchFailedError(target.url, "the fetching was stopped", "run the same command again")
            try:
                yield
            finally:
                host.free_at = max(host.free_at, time.monotonic() + host.delay_s)

    def slow_down(self, target: Target, delay_s: float) -> None:
        """Keep at least this pause between two requests to a host."""
        host = self._host(target.host)
        host.delay_s = max(host.delay_s, delay_s)

    def put_off(self, target: Target, pause_s: float) -> None:
        """Let a host be for so long."""
        host = self._host(target.host)
        host.free_at = max(host.free_at, time.monotonic() + pause_s)

    def stop(self) -> None:
        """End every wait; no turn is given any more."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def _host(self, name: str) -> _Host:
        with self._adding:
            return self._hosts.setdefault(name, _Host(delay_s=self._delay_s))


def read_retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date; None where it says nothing that can be read.

    >>> read_retry_after("120")
    120.0
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp(), 0.0)
