"""A store of the pages in given.py and the packet of its claim, made once."""

from pathlib import Path

import pytest

from onrecord.proof.writing import write
from onrecord.record import Record
from onrecord.store.derive import Original, derive
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


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that were read before are not read again: what is tested is what happens around them."""

    def derived(original: Original, corrections: tuple[object, ...]) -> Record:
        key = repr((original.data, original.capture, corrections))
        if key not in _READ:
            _READ[key] = derive(original, corrections)  # type: ignore[arg-type]
        return _READ[key]

    monkeypatch.setattr("onrecord.proof.again.derive", derived)


_READ: dict[str, Record] = {}
