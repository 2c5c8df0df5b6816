"""Work in processes of which each has so long for one item."""

import os

import pytest

from onrecord.ingest.workers import in_time


def which(number: int) -> tuple[int, int]:
    return number, os.getpid()


def lost(number: int) -> tuple[int, int]:
    raise AssertionError(number)


def test_a_process_serves_so_many_items_and_another_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ingest.workers._MOST", 3)
    results = list(in_time(which, range(7), workers=1, limit_s=60, lost=lost, late=lost))
    assert [number for number, _ in results] == list(range(7))
    served = [pid for _, pid in results]
    assert [served.count(pid) for pid in dict.fromkeys(served)] == [3, 3, 1]
