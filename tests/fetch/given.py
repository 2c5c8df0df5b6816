"""How the tests ask for a page, and the answers that several of them need."""

import pytest

from onrecord.errors import FetchError
from onrecord.fetch import Fetched, Policy, Validators, fetch
from tests.fetch.conftest import Handler, Page

QUICK = Policy(delay_s=0, backoff_s=0, connect_s=5, idle_s=5, total_s=10)
URL = "http://news.example/a"
HTML = b"<p>The ministry denied that any shells were shipped.</p>"


def fetched(url: str = URL, policy: Policy = QUICK, known: Validators | None = None) -> Fetched:
    found = fetch(url, policy=policy, known=known)
    assert isinstance(found, Fetched)
    return found


def refused(url: str = URL, policy: Policy = QUICK) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=policy)
    assert caught.value.location == url
    assert caught.value.remedy
    return caught.value


def in_turn(*pages: Page) -> Page:
    """One page after another, the last for ever."""
    rest = list(pages)
    return lambda handler: (rest.pop(0) if len(rest) > 1 else rest[0])(handler)


def hang_up(handler: Handler) -> None:
    handler.connection.close()
