"""`reading`: what is counted, and that one run measures every row in turn."""

import json
from pathlib import Path

import pytest

from benchmarks.frame import Options, who_we_are
from benchmarks.reading import BENCHMARK, ENCODER, PARSE, WHOLE, figures, given_article, rounds, sentences, unmet


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Dam holds\n\nThe mayor said so. “It holds.” He left.", 4),
        ("The U.S. Senate met at 5 p.m. on Monday.", 2),  # a plain rule, the same for all
        ("“Why?” she asked.", 1),
    ],
)
def test_sentences_are_counted_by_a_plain_rule(text: str, count: int) -> None:
    assert sentences(text) == count


def test_rows_are_shares_of_the_same_run() -> None:
    spent = {who_we_are(): [3.0, 2.0, 9.0], ENCODER: [1.5, 1.5, 1.0], PARSE: [1.0, 1.0, 1.0], WHOLE: [6.0, 6.0, 6.0]}
    assert figures(who_we_are(), spent, 300, (0.2, 310.0)) == {
        "sentences/s": 100, "of encoder": 0.5, "of spaCy": 2.0, "of parser": 1 / 3, "MiB": 310.0, "load s": 0.2,
    }  # fmt: skip
    alone = figures(ENCODER, {ENCODER: [1.0]}, 5, None)
    assert alone == {"sentences/s": 5, "of encoder": 1, "of spaCy": None, "of parser": None, "MiB": None, "load s": None}


def test_a_wish_that_is_not_met_is_said() -> None:
    assert unmet({"of encoder": 0.71, "MiB": 399.0, "load s": 0.9}) == []
    assert unmet({"of encoder": 0.5, "MiB": 500.0, "load s": None}) == [
        "not as wanted: of encoder 0.50, at least 0.70",
        "not as wanted: MiB 500.00, at most 400.00",
    ]


def test_all_take_turns_article_by_article() -> None:
    asked: list[int] = []

    def turn(number: int) -> float:
        asked.append(number)
        return 0.5

    spent = rounds([given_article("One said two."), given_article("Two.")], {PARSE: turn}, 2)
    assert asked == [0, 1, 0, 1]
    assert spent[PARSE] == [1.0, 1.0]
    assert set(spent) == {who_we_are(), ENCODER, PARSE}
    assert all(len(seconds) == 2 for seconds in spent.values())


def test_one_run_measures_speed_memory_and_loading(tmp_path: Path) -> None:
    data = tmp_path / "some.jsonl"
    data.write_text(json.dumps({"text": "Dam holds\nThe mayor said that the dam would hold. A guard denied it."}) + "\n", encoding="utf-8")
    result = BENCHMARK.run(data, Options(peer=False))
    assert [row.who for row in result.rows] == [who_we_are(), ENCODER]
    assert not result.failed
    assert all(column.better is None for column in BENCHMARK.columns)
    assert result.ours["MiB"]
    assert result.ours["load s"]
