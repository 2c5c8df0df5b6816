"""The marks of the map: one where several places would hide each other, moved from none."""

from typing import Any

import pytest

from onrecord.web.pages.drawings import _marks


def _place(name: str, x: float, y: float, events: int, precision: str = "place") -> dict[str, Any]:
    return {"place": name, "name": name, "point": (x, y), "radius": 5.0, "events": events, "precision": precision, "link": f"/place/{name}"}


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ([("a", 10, 10, 9), ("b", 100, 10, 2)], {"a": (["a"], 9, "/place/a"), "b": (["b"], 2, "/place/b")}),
        ([("a", 10, 10, 9), ("b", 13, 10, 2), ("c", 10, 14, 1)], {"a": (["a", "b", "c"], 12, "#at-a")}),
        ([("a", 10, 10, 9), ("b", 13, 10, 2, "country")], {"a": (["a"], 9, "/place/a"), "b": (["b"], 2, "/place/b")}),  # a country is no place
        ([("a", 10, 10, 9), ("b", 16, 10, 2)], {"a": (["a"], 9, "/place/a"), "b": (["b"], 2, "/place/b")}),  # both are seen
        ([], {}),
    ],
)
def test_places_that_would_hide_each_other_share_a_mark(places: list[Any], wanted: dict[str, Any]) -> None:
    given = [_place(*place) for place in places]
    marks = _marks(given)
    assert {mark["place"]: ([one["place"] for one in mark["of"]], mark["events"], mark["link"]) for mark in marks} == wanted
    assert all(mark["point"] == next(one["point"] for one in given if one["place"] == mark["place"]) for mark in marks)
