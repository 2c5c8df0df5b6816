"""A browser for the tests of a module, and a small store that they only look at."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browser import CHROMIUM, Served, serve
from tests.web.given import small_store


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("web") / "a.db"
    store = small_store(path)
    page = next(row.page for row in store.pages() if row.location.endswith("/howitzers"))
    claim = next(row.claim for row in store.claims() if row.of == "transfer")
    for base in serve(path):
        yield Served(base, page, claim)
