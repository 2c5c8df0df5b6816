"""From a URL to the addresses that may be connected to: only http(s), and only the public network unless the policy says otherwise.

The address that is checked is the address that is connected to, so a name that means another one a moment later gains nothing.
"""

import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from onrecord.errors import FetchError, FetchFailedError

_PORTS: Final = {"http": 80, "https": 443}
_CHECK: Final = "check how it is written"
_KEPT: Final = "/%:@!$&'()*+,;=~-._?"  # in a path or query, beside letters and digits: written as they are
# Networks that are set apart (RFC 7526, 9637, 9602), which not every supported Python knows.
_NOT_PUBLIC: Final = (IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"), IPv6Network("5f00::/16"))
# IPv4 addresses written as IPv6 by translators (RFC 6052, RFC 8215); "::1.2.3.4" is deprecated and some systems still route it.
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    url: str  # in ASCII, without fragment
    scheme: str
    host: str  # in ASCII, lower case; an IPv6 address without brackets
    port: int
    path: str  # with its query

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The host as the Host header writes it: with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Address:
    """A numeric address of a host, as sockets take it."""

    family: int
    where: tuple[Any, ...]


def parse_target(url: str) -> Target:
    """The target that a URL names.

    Raises:
        FetchError: it is no URL of http or https, or it holds a password.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise FetchError(url, f"this is no URL: {error}", _CHECK) from error
    if parts.scheme not in _PORTS:
        raise FetchError(url, f"only http and https are fetched, not {parts.scheme or 'a path'}", "save the page and name the file")
    if not host:
        raise FetchError(url, "this URL names no host", _CHECK)
    if parts.username is not None or parts.password is not None:
        raise FetchError(url, "this URL holds a user name or a password, which would be stored with the page", "save the page and name the file")
    try:
        host = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise FetchError(url, "this host cannot be looked up: no name is written so", _CHECK) from error
    if not host or not host.isprintable() or " " in host:
        raise FetchError(url, "this URL names no host", _CHECK)
    path, query = quote(parts.path, safe=_KEPT) or "/", quote(parts.query, safe=_KEPT)
    target = Target("", parts.scheme, host, port or _PORTS[parts.scheme], f"{path}?{query}" if query else path)
    return Target(urlunsplit((target.scheme, target.authority, path, query, "")), target.scheme, host, target.port, target.path)


def find_addresses(target: Target, *, allow_private: bool, timeout_s: float) -> tuple[Address, ...]:
    """The addresses of a target's host, in the order in which the system gives them.

    Raises:
        FetchError: one of them is not of the public network; a name that mixes both is not trusted either.
        FetchFailedError: the name could not be looked up.
    """
    found = _look_up(target, timeout_s)
    if not allow_private:
        for address in found:
            ip = ip_address(address.where[0])
            if not is_public(ip):
                named = "" if str(ip) == target.host else f"{target.host} resolves to "
                remedy = "pass --allow-private if you trust this URL and all that it may lead to"
                raise FetchError(target.url, f"{named}{ip} is no address of the public network", remedy)
    return found


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public network, with any IPv4 address that is written within it.

    >>> [is_public(ip_address(a)) for a in ("93.184.215.14", "169.254.169.254", "::ffff:10.0.0.1", "2002:7f00:1::")]
    [True, False, False, False]
    """
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global or any(ip in network for network in _NOT_PUBLIC):
        return False
    if isinstance(ip, IPv4Address):
        return True
    return not ip.is_site_local and all(is_public(inner) for inner in _embedded(ip))


def _embedded(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    """IPv4 addresses that an IPv6 address leads to: mapped, 6to4, Teredo, translated."""
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in _TRANSLATED):
        found.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return tuple(inner for inner in found if inner is not None)


def _look_up(target: Target, timeout_s: float) -> tuple[Address, ...]:
    """Ask the system for the addresses of a name. It takes no limit of time, so it is asked in a thread that may be left behind."""
    answer: list[Any] = []
    problem: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answer.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            problem.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout_s)
    if asking.is_alive():
        raise FetchFailedError(target.url, f"{target.host} was not looked up within {timeout_s:g} s", "try again later")
    if problem or not answer:
        why = getattr(problem[0], "strerror", None) or problem[0] if problem else "no address"
        raise FetchFailedError(target.url, f"{target.host} cannot be looked up: {why}", "check the name, and whether there is a network")
    return tuple(dict.fromkeys(Address(family, where) for family, _, _, _, where in answer if family in (socket.AF_INET, socket.AF_INET6)))
