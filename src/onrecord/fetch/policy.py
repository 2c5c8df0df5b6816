"""What a fetch may do, what it is told, and what it brings."""

from dataclasses import dataclass
from typing import Final

from onrecord.version import __version__


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits that a fetch keeps to. Seconds end in `_s`; waiting for a host's turn counts in no limit of time."""

    user_agent: str = f"onrecord/{__version__}"  # the word before "/" is the name that robots.txt is asked for
    robots: bool = True
    allow_private: bool = False  # addresses that are not of the public network: loopback, 10/8, link-local, reserved …
    delay_s: float = 2.0  # between the end of one request to a host and the next
    max_delay_s: float = 60.0  # the most that is kept of a longer Crawl-delay
    connect_s: float = 10.0  # to look up a name, and again to connect to an address
    idle_s: float = 20.0  # until the next bytes come
    total_s: float = 60.0  # one page with its redirects and further attempts
    max_bytes: int = 20_000_000  # of a body, packed and unpacked
    max_ratio: int = 200  # unpacked to packed, past the first megabyte
    max_redirects: int = 8
    attempts: int = 3  # of one request that the network or the server fails
    backoff_s: float = 2.0  # before the second attempt; doubled before each further one
    max_wait_s: float = 120.0  # the longest Retry-After that is waited for
    hosts: int = 4  # that `Fetcher.fetch_all` asks at the same time, one request each


DEFAULT: Final = Policy()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, so that it can say that the page is the same."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its body unpacked, and what a capture keeps."""

    url: str  # as asked for
    location: str  # where it was found after redirects
    redirects: tuple[str, ...]  # the URLs that led there, `url` first; () where none did
    retrieved: str  # ISO 8601, UTC
    content_type: str | None
    headers: tuple[tuple[str, str], ...]
    validators: Validators
    body: bytes


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that the page is as it was."""

    url: str
    location: str
    retrieved: str
    validators: Validators
