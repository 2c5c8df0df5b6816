"""What stands between a browser and the store: the web UI shows text that someone may have written against it, beside confidential files.

Every answer carries headers under which no script, style or frame but our own is run. A request must name this server as its host, since a
foreign site may let its name resolve to this machine; a write must come from a page of ours, and say so by a token of this run.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "onrecord-token"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_SENT: Final = 64 * 1024  # bytes of a form
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask for what.

    hosts: what the header Host may be; None: anything, since a token is demanded.
    token: that the first address opened must carry; None: none is demanded.
    csrf: the token that each form of this run carries.
    """

    hosts: frozenset[str] | None
    token: str | None = None
    read_only: bool = False
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))


def hosts_of(port: int, names: Iterable[str] = LOOPBACK) -> frozenset[str]:
    """The values of the header Host that name this server by its loopback addresses."""
    with_brackets = [f"[{name}]" if ":" in name else name for name in names]
    return frozenset({*(f"{name}:{port}" for name in with_brackets), *(with_brackets if port == 80 else ())})


class Guard:
    """Refuses what the rules do not allow, before anything of the store is read, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "server" in headers:
                    del headers["server"]
            await send(message)

        answer = self._refusal(scope)
        await (self.app if answer is None else answer)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that is not let through; None where it is."""
        headers, method = Headers(scope=scope), scope["method"]
        host = headers.get("host", "")
        if self.rules.hosts is not None and host.lower() not in self.rules.hosts:
            return PlainTextResponse("this server answers only under its own name\n", 421)
        if method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("no such method here\n", 405, {"Allow": "GET, HEAD, POST"})
        if self.rules.token is not None and not _carries(headers, self.rules.token):
            return self._admit(scope)
        if method == "POST":
            if self.rules.read_only:
                return PlainTextResponse("this server only reads: it was started with --read-only\n", 403)
            if not _is_our_own(headers, scope["scheme"], host):
                return PlainTextResponse("a correction has to come from a page of this server\n", 403)
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MOST_SENT:
                return PlainTextResponse("a form of this server is smaller than that\n", 413)
        return None

    def _admit(self, scope: Scope) -> Response:
        """Whoever opens an address with the token gets a cookie for it, and an address without."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(pairs).get("token", "")
        if scope["method"] == "POST" or not secrets.compare_digest(given.encode(), (self.rules.token or "").encode()):
            return PlainTextResponse("open the address that onrecord serve printed: it carries a token\n", 401)
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        # One slash: an address that begins with two would lead to another host.
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self.rules.token or "", httponly=True, samesite="strict")
        return answer


def _carries(headers: Headers, token: str) -> bool:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return False
    return cookie is not None and secrets.compare_digest(cookie.value.encode(), token.encode())


def _is_our_own(headers: Headers, scheme: str, host: str) -> bool:
    """Whether a page of this server sent it. Under our referrer policy a form's Origin is null: then the browser says where it came from."""
    origin = headers.get("origin")
    if origin == "null":
        return headers.get("sec-fetch-site") == "same-origin"
    return origin == f"{scheme}://{host}" and headers.get("sec-fetch-site", "same-origin") == "same-origin"
