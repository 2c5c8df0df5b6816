"""One request and its answer, over a connection to an address that was checked. No read waits past the limits of time."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch.addresses import Address, Target
from onrecord.fetch.policy import Policy
from onrecord.fetch.unpacking import CODINGS, BodyError, read_body

_CHUNK: Final = 65_536
_HEAD: Final = 1_000_000  # bytes that the lines before a body may have
_LOOK_UP_S: Final = 0.5  # waiting is broken off so often, to see whether it was stopped
_SLOW: Final = "it may be overloaded: try again later, or save the page in a browser"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; `body` is b"" where the status says that there is none for us."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def ask(
    target: Target,
    addresses: tuple[Address, ...],
    headers: Mapping[str, str],
    policy: Policy,
    *,
    deadline: float,
    context: Callable[[], ssl.SSLContext],
    stopped: Callable[[], bool],
    max_bytes: int | None = None,
    cut: bool = False,
) -> Answer:
    """Send one GET and read its answer; the body only where the status is 200.

    Args:
        target: what to ask for.
        addresses: of its host, checked; the first that answers is taken.
        headers: beside Host and Connection.
        policy: the limits.
        deadline: of time.monotonic; nothing goes on past it.
        context: makes the settings of TLS.
        stopped: whether nobody wants the answer any more; asked while waiting for it.
        max_bytes: of the body, where it is not the policy's.
        cut: take the start of a longer body.

    Raises:
        FetchFailedError: the network or the server failed; another attempt may succeed.
        FetchError: the answer breaks a limit, or cannot be read.
    """
    sock: socket.socket | None = None
    try:
        sock = _connect(target, addresses, min(deadline, time.monotonic() + policy.connect_s), context)
        wire = _Wire(sock, _Patience(deadline, policy.idle_s, 2 * (max_bytes or policy.max_bytes) + _HEAD, stopped))
        response = _send(target, wire, headers)
        found = tuple((name, value) for name, value in response.getheaders())
        answer = Answer(response.status, response.reason, found, b"")
        if response.status != 200:
            return answer
        body = _body(target, answer, response, max_bytes or policy.max_bytes, policy.max_ratio, cut=cut)
        return Answer(answer.status, answer.reason, found, body)
    except TimeoutError as error:
        if time.monotonic() >= deadline:
            raise FetchError(target.url, f"it was not there whole within {policy.total_s:g} s", _SLOW) from error
        raise FetchFailedError(target.url, f"nothing came for {policy.idle_s:g} s", _SLOW) from error
    except ssl.SSLCertVerificationError as error:
        remedy = "save the page in a browser, if you trust it; for a certificate authority of your own set SSL_CERT_FILE"
        raise FetchError(target.url, f"its certificate does not hold: {error.verify_message}", remedy) from error
    except _TooMuchError as error:
        raise FetchError(target.url, f"its answer is longer than {error.most:,} bytes", "save the page and name the file, if it is one") from error
    except (http.client.HTTPException, OSError) as error:
        raise FetchFailedError(target.url, f"the connection failed: {_told(error)}", "try again later") from error
    except BodyError as error:
        raise FetchError(target.url, str(error), "save the page and name the file, if it is one") from error
    finally:
        if sock is not None:
            sock.close()


def _connect(target: Target, addresses: tuple[Address, ...], deadline: float, context: Callable[[], ssl.SSLContext]) -> socket.socket:
    """A connection to the first address that takes one. TLS checks the certificate for the name, whatever the address."""
    failure: OSError = TimeoutError("no time is left to connect")
    for address in addresses:
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_left(deadline))
            sock.connect(address.where)
            sock.settimeout(_left(deadline))
            return context().wrap_socket(sock, server_hostname=target.host) if target.scheme == "https" else sock
        except ssl.SSLCertVerificationError:
            sock.close()
            raise
        except OSError as error:
            sock.close()
            failure = error
    if isinstance(failure, TimeoutError):
        raise FetchFailedError(target.url, f"{target.host} took no connection in time", _SLOW) from failure
    raise failure


def _send(target: Target, wire: "_Wire", headers: Mapping[str, str]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    connection.auto_open = 0
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", target.authority)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("Connection", "close")
    connection.endheaders()
    return connection.getresponse()


def _body(target: Target, answer: Answer, response: http.client.HTTPResponse, max_bytes: int, max_ratio: int, *, cut: bool) -> bytes:
    coding = (answer.header("content-encoding") or "").strip().lower() or None
    coding = None if coding == "identity" else coding
    if coding is not None and coding not in CODINGS:
        raise BodyError(f"its body is packed as {coding!r:.60}, which was not asked for")
    length = response.length  # None where it comes in chunks, or ends with the connection
    if length is not None and length > max_bytes and not cut:
        raise BodyError(f"its body is {length:,} bytes long, and at most {max_bytes:,} are taken")
    body = read_body(_chunks(response), coding, max_bytes=max_bytes, max_ratio=max_ratio, cut=cut)
    if response.length and not cut:
        raise FetchFailedError(target.url, f"its body ends {response.length:,} bytes too early", "try again later")
    return body


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(_CHUNK):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Patience:
    """How long one answer is waited for, and how much of it is taken."""

    deadline: float
    idle_s: float
    most: int  # bytes with head and framing: http.client takes a chunk of a negative length for one without end
    stopped: Callable[[], bool]


class _TooMuchError(OSError):
    """More came than can be an answer within the limits."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class _Wire:
    """A connected socket as http.client wants one: what it reads comes in time or not at all."""

    def __init__(self, sock: socket.socket, patience: _Patience) -> None:
        self._sock = sock
        self._patience = patience

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(min(_left(self._patience.deadline), self._patience.idle_s))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"
        return io.BufferedReader(_Timed(self._sock, self._patience), _CHUNK)

    def close(self) -> None:
        """Nothing: who opened the socket closes it, after the answer has been read."""


class _Timed(io.RawIOBase):
    """The bytes of a socket; a server that sends one a second meets the deadline, not a timeout that begins anew each time."""

    def __init__(self, sock: socket.socket, patience: _Patience) -> None:
        self._sock = sock
        self._patience = patience
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        silent_until = time.monotonic() + self._patience.idle_s
        while True:
            left = min(_left(self._patience.deadline), _left(silent_until))
            self._sock.settimeout(min(left, _LOOK_UP_S))
            try:
                count = self._sock.recv_into(buffer)
            except TimeoutError:
                if self._patience.stopped():
                    raise ConnectionAbortedError("the fetching was stopped") from None
                continue
            self._taken += count
            if self._taken > self._patience.most:
                raise _TooMuchError(self._patience.most)
            return count


def _left(deadline: float) -> float:
    """Seconds until a deadline.

    Raises:
        TimeoutError: it is past.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left


def _told(error: Exception) -> str:
    """An error of the network in words: those of http.client tell little beside their names."""
    if isinstance(error, http.client.IncompleteRead):
        return "the body ends too early"
    if isinstance(error, http.client.BadStatusLine | http.client.LineTooLong | http.client.UnknownProtocol):
        return "the answer is not HTTP"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
