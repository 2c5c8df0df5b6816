"""`nested` and `shapes`: what counts as found, on passages and readings written here."""

from pathlib import Path

import pytest

from benchmarks.corpora.build import passage
from benchmarks.frame import Benchmark, Json, Options
from benchmarks.own import NESTED, SHAPES_BENCHMARK, given_article, nested_figures, on_a_page, pairing, shape_figures

NEST = passage("n", "told", "1=asserts 2=denies|asserts<1", "{s1:The guard} {c1:said} {t1:{s2:the cook} {c2:denied} {t2:that he had the key}}.")
CLAUSE = passage("c", "clause", "1=asserts", "{s1:Ada {q:“Bolt”} Reis}{l:, who sells lamps to half the coast}, {c1:said} {t1:the oil was gone}.")
NOBODY = passage("x", "nobody", "-", "{n:Experience} shows that oil runs out.")


def _read(row: Json, **changes: Json) -> list[Json]:
    """The gold as if it had been read, with changes to the statements of the numbers given ("_2")."""
    told = [{key: s[key] for key in ("source", "cue", "content", "stance", "within")} for s in row["statements"]]
    return [s | changes.get(f"_{number}", {}) for number, s in enumerate(told, 1)]


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (_read(NEST), {"pairs": 1, "both found": 1, "pairs+stance": 1, "outer": 1, "inner": 1, "third level": None, "excess": 0}),
        (_read(NEST, _2={"stance": "asserts"}), {"pairs+stance": 1}),
        (_read(NEST, _2={"stance": None}), {"pairs": 1, "pairs+stance": 0}),
        (_read(NEST, _2={"within": None}), {"pairs": 0, "both found": 1, "pairs+stance": 0}),
        (_read(NEST, _2={"within": 1}), {"pairs": 0}),
        (_read(NEST, _2={"source": []}), {"both found": 0, "inner": 0, "outer": 1, "excess": 1}),
        (_read(NEST, _1={"content": []}), {"pairs": 0, "both found": 0, "outer": 0, "inner": 1}),
        (_read(NEST)[:1], {"pairs": 0, "inner": 0, "outer": 1, "excess": 0}),
        (_read(NEST) * 2, {"pairs": 1, "excess": 2}),
        ([], {"pairs": 0, "outer": 0, "excess": 0}),
    ],
)
def test_a_pair_is_two_statements_and_their_link(read: list[Json], wanted: dict[str, float | None]) -> None:
    figures = nested_figures([pairing(NEST, read)])
    assert {name: figures[name] for name in wanted} == wanted


def _span(row: Json, words: str) -> list[list[int]]:
    start = row["text"].index(words)
    return [[start, start + len(words)]]


@pytest.mark.parametrize(
    ("row", "read", "found", "stance"),
    [
        (CLAUSE, _read(CLAUSE), 1, 1),
        (CLAUSE, _read(CLAUSE, _1={"stance": "denies"}), 1, 0),
        (CLAUSE, _read(CLAUSE, _1={"source": _span(CLAUSE, "Ada “Bolt” Reis, who sells lamps to half the coast")}), 1, 1),
        (CLAUSE, _read(CLAUSE, _1={"source": _span(CLAUSE, "who sells lamps to half the coast")}), 0, 0),
        (CLAUSE, _read(CLAUSE, _1={"content": _span(CLAUSE, "“Bolt”")}), 0, 0),
        (CLAUSE, [*_read(CLAUSE), _read(CLAUSE, _1={"content": _span(CLAUSE, "“Bolt”")})[0]], 0, 0),
        (CLAUSE, [], 0, 0),
        (NOBODY, [], 1, 1),
    ],
)
def test_a_passage_is_found_where_all_of_it_is_and_nothing_forbidden(row: Json, read: list[Json], found: float, stance: float) -> None:
    figures = shape_figures([pairing(row, read)])
    assert (figures["found"], figures["found+stance"]) == (found, stance)


@pytest.mark.parametrize(("source", "found"), [("Experience", 0), (None, 1)])
def test_what_cannot_speak_is_no_source(source: str | None, found: float) -> None:
    one = {"source": _span(NOBODY, source) if source else [], "cue": _span(NOBODY, "shows"), "content": _span(NOBODY, "oil runs out")}
    assert shape_figures([pairing(NOBODY, [one | {"stance": "asserts", "within": None}])])["found"] == found


HEADLINE = passage("h", "headline", "1=denies", "{s1:Mayor} {c1:denies} {t1:selling the bridge}")


@pytest.mark.parametrize("row", [NEST, CLAUSE, NOBODY, HEADLINE], ids=lambda row: row["id"])
def test_what_is_read_of_a_page_lies_within_the_passage(row: Json) -> None:
    for read in (on_a_page(row), given_article(row)):
        for at, one in enumerate(read):
            spans = [span for role in ("source", "cue", "content") for span in one[role]]
            assert all(0 <= start < end <= len(row["text"]) for start, end in spans)
            assert one["within"] is None or one["within"] in set(range(len(read))) - {at}


@pytest.mark.parametrize("benchmark", [NESTED, SHAPES_BENCHMARK], ids=lambda benchmark: benchmark.name)
def test_the_committed_passages_run_without_any_shared_data(benchmark: Benchmark) -> None:
    result = benchmark.run(Path(__file__).parents[2] / "benchmarks" / benchmark.home, Options(peer=False))
    assert set(result.ours) == {column.name for column in benchmark.columns}
    assert len(result.rows) == 2
    assert result.items
