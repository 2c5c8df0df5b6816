"""A store of the pages in given.py and the packet of its claim, made once."""

from pathlib import Path

import pytest

from onrecord.proof.writing import write
from onrecord.store.store import Store
from tests.proof.given import make_store, told_claim


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proof") / "news.db"
    make_store(path)
    return path


@pytest.fixture(scope="session")
def packet(store_path: Path) -> Path:
    path = store_path.with_name("claim.zip")
    with Store(store_path) as store:
        claim = told_claim(store)
    write(str(store_path), [claim], path)
    return path
