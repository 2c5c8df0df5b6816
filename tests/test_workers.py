"""Work in processes: in order, in bounded numbers, and one item that kills its worker costs only itself."""

import os
from collections.abc import Iterator

import pytest

from onrecord.workers import in_processes


def square(number: int) -> int | None:
    if number == 7:
        os._exit(9)
    if number == 13:
        raise ValueError("thirteen")
    return number * number


def lost(number: int) -> None:
    return None


def test_results_come_in_order_and_a_dead_worker_costs_one_item() -> None:
    assert list(in_processes(square, range(12), workers=2, lost=lost)) == [n * n if n != 7 else None for n in range(12)]


def test_items_are_read_as_they_are_needed() -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for n in range(14, 100):
            taken.append(n)
            yield n

    results = in_processes(square, numbers(), workers=2, lost=lost)
    assert next(results) == 196
    assert len(taken) <= 9
    results.close()  # type: ignore[attr-defined]


def test_an_error_of_the_work_is_raised_not_taken_for_a_death() -> None:
    with pytest.raises(ValueError, match="thirteen"):
        list(in_processes(square, [12, 13], workers=2, lost=lost))
