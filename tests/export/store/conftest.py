"""A store of the pages in given.py, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store import open_store
from onrecord.store.store import Store
from tests.export.store.given import make_store


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "news.db"
    make_store(path)
    with open_store(path) as opened:
        opened.stories()
    return path


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    with open_store(store_path) as opened:
        yield opened
