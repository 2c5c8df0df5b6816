"""Pages fetched from the network: the only module of the package that opens connections, and only `ingest --fetch` calls it.

A host is asked for its robots.txt first, is asked one thing at a time, with a pause between two, and is let be when it says so.
Nothing but http and https is fetched, and nothing from an address that is not of the public network: that is checked after the
name was looked up, on every redirect, and the address that was checked is the one that is connected to.
No cookie is kept, no proxy of the environment is used, and a page brings nothing else along.
"""

import queue
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Final
from urllib.parse import urldefrag, urljoin

from onrecord.errors import FetchError, FetchFailedError
from onrecord.fetch.addresses import Target, find_addresses, parse_target
from onrecord.fetch.exchange import Answer, ask
from onrecord.fetch.pace import Pace, read_retry_after
from onrecord.fetch.policy import DEFAULT, Fetched, NotModified, Policy, Validators
from onrecord.fetch.robots import ALL, MAX_BYTES, Robots, read_robots

__all__ = ["DEFAULT", "FetchError", "FetchFailedError", "Fetched", "Fetcher", "NotModified", "Policy", "Validators", "fetch"]

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_AGAIN: Final = (408, 425, 429, 500, 502, 503, 504)
_REMEDIES: Final = {
    401: "the page wants a login: save it in a browser and name the file",
    402: "the page is paid for: save it in a browser and name the file",
    403: "the site refuses programs: save the page in a browser and name the file",
    404: "check the URL; an archive may still have the page",
    410: "an archive may still have the page",
    429: "try again later, with a longer delay",
    451: "the page is withheld by law where you are",
}
_HELD: Final = 16  # results that wait to be taken
_SAVE: Final = "save the page in a browser and name the file"


def fetch(url: str, *, policy: Policy = DEFAULT, known: Validators | None = None) -> Fetched | NotModified:
    """Fetch one page; of several, use a `Fetcher`, which keeps the pauses between them.

    Args:
        url: of http or https.
        policy: limits and manners.
        known: what the server gave with the page when it was fetched before.

    Raises:
        FetchFailedError: the network or the server failed, also in further attempts; later it may succeed.
        FetchError: the page is refused to us, or by us; it names the URL, the cause and a remedy.
    """
    with Fetcher(policy) as fetcher:
        return fetcher.fetch(url, known)


class Fetcher:
    """Fetches pages, and remembers each host's robots.txt and when it may be asked again. Threads may share it."""

    def __init__(self, policy: Policy = DEFAULT, *, tls: ssl.SSLContext | None = None) -> None:
        """
        Args:
            policy: limits and manners of all fetches.
            tls: settings of TLS; None for the system's certificates.
        """
        self.policy = policy
        self._given_tls = tls
        self._pace = Pace(policy.delay_s, policy.max_wait_s)
        self._robots: dict[str, Robots | FetchError] = {}

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all waits; what is under way ends with an error."""
        self._pace.stop()

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified:
        """Fetch one page. The arguments and errors are those of `onrecord.fetch.fetch`."""
        budget = _Budget(self.policy.total_s)
        passed: list[str] = []
        target = parse_target(url)
        while True:
            try:
                self._ask_leave(target, budget)
                answer = self._answer(target, budget, _conditions(known))
            except FetchError as error:
                raise _on_the_way(url, passed, error) from error
            if answer.status not in _REDIRECTS:
                return _result(url, target, passed, answer, known)
            passed.append(target.url)
            try:
                target = _next(target, answer, passed, self.policy.max_redirects)
            except FetchError as error:
                raise _on_the_way(url, passed[:-1], error) from error

    def fetch_all(
        self, urls: Iterable[str], known: Mapping[str, Validators] | None = None
    ) -> Iterator[tuple[str, Fetched | NotModified | FetchError]]:
        """Fetch many pages, several hosts at the same time, each host's pages one after another in the order given.

        Args:
            urls: all of them; one that is named twice is fetched once.
            known: by URL, what the server gave with the page before.

        Returns:
            Each URL with what came of it, as they come. No more is fetched ahead than the caller takes.
        """
        done: queue.Queue[tuple[str, Fetched | NotModified | FetchError] | None] = queue.Queue(_HELD)
        hosts = _by_host(urls)

        def work(wanted: list[str]) -> None:
            try:
                for url in wanted:
                    if self._pace.stopped:
                        break
                    done.put((url, self._outcome(url, (known or {}).get(url))))
            finally:
                done.put(None)

        pool = ThreadPoolExecutor(self.policy.hosts, thread_name_prefix="onrecord-fetch")
        running = [pool.submit(work, wanted) for wanted in hosts]
        left = len(running)
        try:
            while left:
                found = done.get()
                if found is None:
                    left -= 1
                else:
                    yield found
            for future in running:
                future.result()  # a defect of ours is raised, and not taken for a host without pages
        finally:
            if left:  # the caller takes no more: what waits to hand over its page must be let go
                self._pace.stop()
                left -= sum(future.cancel() for future in running)
                while left:
                    left -= done.get() is None
            pool.shutdown()

    def _outcome(self, url: str, known: Validators | None) -> Fetched | NotModified | FetchError:
        try:
            return self.fetch(url, known)
        except FetchError as error:
            return error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or ssl.create_default_context()

    def _ask_leave(self, target: Target, budget: "_Budget") -> None:
        """Read the robots.txt of a target's host, once, and keep to it.

        Raises:
            FetchError: it closes the page to us, or cannot be had: then nothing of the host may be asked for (RFC 9309, 2.3.1.4).
        """
        if not self.policy.robots:
            return
        robots = self._robots.get(target.origin)
        if robots is None:
            whole = budget.left_s >= self.policy.total_s
            robots = self._read_robots(target, budget)
            if whole or isinstance(robots, Robots):  # what a page had no time left for says nothing of the host
                self._robots[target.origin] = robots
            if isinstance(robots, Robots) and robots.delay_s is not None:
                self._pace.slow_down(target, min(robots.delay_s, self.policy.max_delay_s))
        if isinstance(robots, FetchError):  # also for the host's other pages: a host that is down is asked once
            raise type(robots)(target.url, robots.problem, robots.remedy)
        if not robots.allows(target.path):
            raise FetchError(target.url, f"{target.origin}/robots.txt closes this page to programs", _SAVE)

    def _read_robots(self, target: Target, budget: "_Budget") -> Robots | FetchError:
        """The rules of a host. Where it has none, all is open; where they cannot be had, the error says why."""
        at = parse_target(f"{target.origin}/robots.txt")
        passed: list[str] = []
        while True:
            try:
                answer = self._answer(at, budget, {}, max_bytes=MAX_BYTES, cut=True)
            except FetchError as error:
                if self._pace.stopped:
                    raise
                return error if at.host == target.host else type(error)(at.url, f"its robots.txt: {error.problem}", error.remedy)
            if answer.status not in _REDIRECTS:
                break
            passed.append(at.url)
            try:
                at = _next(at, answer, passed, self.policy.max_redirects)
            except FetchError:
                return ALL  # one that leads nowhere is none
        if answer.status == 200:
            return read_robots(answer.body, self.policy.user_agent.partition("/")[0])
        if answer.status >= 500 or answer.status == 429:
            return FetchFailedError(at.url, f"{at.url} answers HTTP {answer.status}, so nothing of the host may be asked for", "try again later")
        return ALL

    def _answer(self, target: Target, budget: "_Budget", more: Mapping[str, str], *, max_bytes: int | None = None, cut: bool = False) -> Answer:
        """An answer that can be worked with, after as many attempts as the policy grants."""
        policy = self.policy
        headers = {
            "User-Agent": policy.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en",
            "Accept-Encoding": "gzip, deflate",
            **more,
        }
        for attempt in range(1, policy.attempts + 1):
            if budget.spent:
                raise FetchError(target.url, f"it was not there whole within {policy.total_s:g} s", "try again later")
            last = attempt == policy.attempts
            pause_s = policy.backoff_s * 2 ** (attempt - 1)
            try:
                with self._pace.turn(target), budget.spending() as deadline:
                    left_s = min(policy.connect_s, max(deadline - time.monotonic(), 0.0))
                    addresses = find_addresses(target, allow_private=policy.allow_private, timeout_s=left_s)
                    answer = ask(
                        target,
                        addresses,
                        headers,
                        policy,
                        deadline=deadline,
                        context=lambda: self._tls,
                        stopped=lambda: self._pace.stopped,
                        max_bytes=max_bytes,
                        cut=cut,
                    )
            except FetchFailedError:
                if last or budget.spent or self._pace.stopped:
                    raise
            else:
                asked_s = read_retry_after(answer.header("retry-after")) if answer.status in _AGAIN else None
                if asked_s is not None:  # also after the last attempt: the host's other pages wait too
                    self._pace.put_off(target, asked_s)
                if answer.status not in _AGAIN or last or budget.spent or (asked_s or 0.0) > policy.max_wait_s:
                    return answer
            self._pace.put_off(target, pause_s)
        raise AssertionError("the last attempt returns or raises")


@dataclass(slots=True)
class _Budget:
    """The time that one page may take on the network; waiting for turns does not count."""

    left_s: float

    @property
    def spent(self) -> bool:
        return self.left_s <= 0

    @contextmanager
    def spending(self) -> Iterator[float]:
        """The moment at which the budget will be spent, if one begins now."""
        start = time.monotonic()
        try:
            yield start + self.left_s
        finally:
            self.left_s -= time.monotonic() - start


def _conditions(known: Validators | None) -> dict[str, str]:
    """The headers that ask for the page only if it has changed."""
    if known is None:
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()}


def _next(target: Target, answer: Answer, passed: list[str], max_redirects: int) -> Target:
    """Where a redirect leads.

    Raises:
        FetchError: nowhere that is followed.
    """
    place = answer.header("location")
    if not place:
        raise FetchError(target.url, f"HTTP {answer.status} leads to no other page", _SAVE)
    try:
        following = parse_target(urldefrag(urljoin(target.url, _read_place(place))).url)
    except ValueError as error:
        raise FetchError(target.url, f"HTTP {answer.status} leads to what is no URL: {error}", _SAVE) from error
    if following.url in passed:
        raise FetchError(target.url, "its redirects go in a circle", "it may want cookies: " + _SAVE)
    if len(passed) > max_redirects:
        raise FetchError(target.url, f"it is redirected more than {max_redirects} times", _SAVE)
    return following


def _read_place(header: str) -> str:
    """A Location as its server meant it: http.client reads Latin-1, and most write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _result(url: str, target: Target, passed: list[str], answer: Answer, known: Validators | None) -> Fetched | NotModified:
    retrieved = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    validators = Validators(answer.header("etag"), answer.header("last-modified"))
    if answer.status == 304 and known is not None:
        kept = Validators(validators.etag or known.etag, validators.last_modified or known.last_modified)
        return NotModified(url, target.url, retrieved, kept)
    if answer.status != 200:
        reason = f" {answer.reason}" if answer.reason.isascii() and answer.reason.isprintable() else ""
        kind = FetchFailedError if answer.status in _AGAIN else FetchError
        remedy = _REMEDIES.get(answer.status, "try again later" if answer.status >= 500 else _SAVE)
        raise _on_the_way(url, passed, kind(target.url, f"HTTP {answer.status}{reason:.60}", remedy))
    return Fetched(url, target.url, tuple(passed), retrieved, answer.header("content-type"), answer.headers, validators, answer.body)


def _on_the_way(url: str, passed: list[str], error: FetchError) -> FetchError:
    """An error of a page that a redirect led to, told of the URL that was asked for."""
    problem = f"redirected to {error.location}: {error.problem}" if passed else error.problem
    return type(error)(url, problem, error.remedy)


def _by_host(urls: Iterable[str]) -> list[list[str]]:
    """URLs in lists, one a host, in the order in which the hosts first come."""
    hosts: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        try:
            host = parse_target(url).host
        except FetchError:
            host = ""  # told when its turn comes
        hosts.setdefault(host, []).append(url)
    return list(hosts.values())
