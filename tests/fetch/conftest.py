"""A web of our own for the tests: names, the addresses they resolve to, and one server on the loopback interface behind the public ones.

Nothing of the package is patched: the system's resolver is, and `connect`, which leads the public address to the server and refuses the rest.
"""

import _socket
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

PUBLIC = "93.184.215.14"  # stands for the server
CERTIFICATE = Path(__file__).parent / "news.example.pem"

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of pages; a page writes its own answer."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.web.requests.append((self.headers["Host"], self.path))
        self.server.web.headers.append(dict(self.headers.items()))
        page = self.server.web.pages.get(self.path, missing)
        try:
            page(self)
        except OSError:  # the client has gone, as it should
            self.server.web.left.set()
        self.close_connection = True

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `_` in a header's name stands for `-`."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    """The server, which knows the web it belongs to."""

    daemon_threads = True
    web: "Web"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in mid handshake is no failure of the test."""


@dataclass
class Web:
    """Names, pages, and what was asked for."""

    names: dict[str, list[str]] = field(default_factory=dict)  # the addresses of each lookup; the last stays
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)  # Host and path, in the order in which they came
    headers: list[dict[str, str]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)
    connects: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)  # the client went away before the answer's end
    port: int = 0
    tls_port: int = 0
    server_names: list[str | None] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked for, beside robots.txt."""
        return [path for _, path in self.requests if path != "/robots.txt"]


def missing(handler: Handler) -> None:
    handler.answer(404, b"no such page")


def page(status: int, body: bytes = b"", **headers: str) -> Page:
    """A page that always answers alike."""
    return lambda handler: handler.answer(status, body, **headers)


def redirect(place: str, status: int = 302) -> Page:
    return page(status, Location=place)


@pytest.fixture
def web(no_network: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web with the host news.example, over HTTP and over TLS."""
    web = Web(names={"news.example": [PUBLIC]})
    look_up, connect = socket.getaddrinfo, _socket.socket.connect

    def resolve(host: str, port: int, *args: Any, **more: Any) -> Any:
        web.lookups.append(host)
        if host in web.names:
            addresses = web.names[host]
            numbers = addresses.pop(0) if len(addresses) > 1 else addresses[0]
            return [found for number in numbers.split() for found in look_up(number, port, *args, **more)]
        if host.endswith(".example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, port, *args, flags=0, **more)  # an address, in one of its forms

    def join(self: socket.socket, where: Any) -> None:
        web.connects.append(where[0])
        if where[0] not in (PUBLIC, "127.0.0.1"):
            raise ConnectionRefusedError(111, f"the tests lead nowhere but to {PUBLIC}")
        connect(self, ("127.0.0.1", {80: web.port, 443: web.tls_port}.get(where[1], where[1])))

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", join)
    plain, secure = Server(("127.0.0.1", 0), Handler), Server(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    tls.sni_callback = lambda sock, name, context: web.server_names.append(name)
    secure.socket = tls.wrap_socket(secure.socket, server_side=True)
    web.port, web.tls_port = plain.server_address[1], secure.server_address[1]
    for server in (plain, secure):
        server.web = web
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield web
    for server in (plain, secure):
        server.shutdown()
        server.server_close()
