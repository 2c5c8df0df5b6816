"""The figures of harm: from the benchmark to the head of every export."""

import json
from dataclasses import replace
from typing import Any

import pytest

from onrecord.errors import SetupError
from onrecord.export.store import harm as module
from onrecord.export.store.harm import Figure, Harm, harm, harm_of
from onrecord.export.store.head import head_of
from onrecord.store.store import Store
from tools.harm_json import harm_json

REPORT: list[dict[str, Any]] = [
    {"benchmark": "arms", "digest": "sha256:0", "rows": [], "notes": []},
    {
        "benchmark": "harm",
        "digest": "sha256:12ab",
        "rows": [{"who": "onrecord 0.1.0, own test half", "figures": {"false denial": 0.075}}],
        "notes": [
            "own test half: false denial: 3 of 40, 2.6 to 19.9 %",
            "own test half:     page7: The minister denied: 1 of 2, 3 to 4 %",
            "own test half: wrong year: 0 of 0, 0.0 to 100.0 %",
            "other genres: 12 false events of 40 in 9000 words of 30 pages",
            "    page9: AID 'gave a lift'",
        ],
    },
]


def test_the_figures_are_taken_from_the_benchmark_without_its_examples() -> None:
    found = harm_of(json.dumps(harm_json(REPORT)))
    assert found == Harm(
        "onrecord 0.1.0",
        "sha256:12ab",
        (
            Figure("false denial", "own test half", "3 of 40, 2.6 to 19.9 %"),
            Figure("false event", "pages of other genres", "12 of 40 in 9000 words of 30 pages"),
        ),
    )


def test_the_head_carries_them(store: Store) -> None:
    head = replace(head_of(store, "csv"), harm=harm_of(json.dumps(harm_json(REPORT))))
    assert [text for name, text in head.lines() if name == "harm"][1:] == [
        "false denial: 3 of 40, 2.6 to 19.9 % (own test half)",
        "false event: 12 of 40 in 9000 words of 30 pages (pages of other genres)",
    ]
    assert head.to_dict()["harm"]["figures"][0]["what"] == "false denial"


def test_where_they_are_missing_the_head_says_not_measured(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILE", "export/store/gone.json")
    module._read.cache_clear()
    try:
        head = head_of(store, "csv")
    finally:
        module._read.cache_clear()
    assert dict(head.lines())["harm"] == head.to_dict()["harm"] == "not measured"


def test_those_that_ship_are_sound() -> None:
    found = harm()
    assert found is None or (found.measured.startswith("onrecord ") and found.figures)


@pytest.mark.parametrize("text", ["", "[]", '{"measured": "onrecord"}', '{"measured": "o", "data": "d", "figures": [{"what": 1}]}'])
def test_a_damaged_file_is_told(text: str) -> None:
    with pytest.raises(SetupError, match=r"harm\.json: cannot be read"):
        harm_of(text)
