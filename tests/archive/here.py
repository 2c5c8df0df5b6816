"""An archive without an engine and without processes: what is asked of both is done here, one after another."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pytest

from onrecord.archive.reading import read_page
from onrecord.archive.setting import Setting


class _Here:
    def __init__(self, setting: Setting) -> None:
        self._read = partial(read_page, languages=setting.languages, source=setting.source, encodings=None)

    def results(self, items: Iterator[Any]) -> Iterator[Any]:
        return map(self._read, items)


def _run(engine: str, make: Callable[[str], Any], told: str, jobs: Iterable[bytes], *, workers: int) -> Iterator[bytes]:
    return map(make(told), jobs)


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without both."""
    monkeypatch.setattr("onrecord.archive.engine.run", _run)
    monkeypatch.setattr("onrecord.archive.shard.team_of", lambda setting, read: _Here(setting))
