"""The frame of the benchmarks, on data written here: floors, digests, gains and losses, data that is not there."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.floors import Floors, Loss, read_floors, write_floors
from benchmarks.frame import Benchmark, Column, DataError, Item, Options, Result, Row, digest, one_file, read_jsonl, spread, write_jsonl
from benchmarks.scorers import find_scorer, load

Run = Callable[..., int]


def _run(data: Path, options: Options) -> Result:
    """A benchmark of one reading a line: right where the line says what it should; `excess` is found and not in the gold."""
    records = read_jsonl(data)
    items = {r["id"]: Item(float(r["read"] == r["gold"]), f"{r['gold']}, read {r['read']}") for r in records if not r.get("excess")}
    items |= {r["id"]: Item(0.0, "in excess") for r in records if r.get("excess")}
    right = sum(item.score for item in items.values()) / len(items)
    wrong = sum(item.score == 0 for item in items.values())
    peers = (Row("peer: coin", {"right": 0.5}, peer=True),) if options.peer else ()
    return Result(f"{len(records)} lines", (Row("ours", {"right": right, "wrong": wrong, "speed": 2.0}), *peers), items, tuple(records))


TOY = Benchmark(
    "toy", "toy/dev.jsonl", (Column("right"), Column("wrong", "lower", "count"), Column("speed", None, "ratio")), one_file, _run, write_jsonl
)


def _write(folder: Path, *pairs: tuple[str, str]) -> None:
    path = folder / "shared" / "toy" / "dev.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps({"id": f"i{n}", "gold": g, "read": r}) + "\n" for n, (g, r) in enumerate(pairs)), encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`python -m benchmarks` in a checkout of its own, beside a shared folder if one was written."""
    monkeypatch.delenv("ONRECORD_SHARED", raising=False)
    (tmp_path / "checkout").mkdir()

    def call(*argv: str, benchmarks: Sequence[Benchmark] = (TOY,)) -> int:
        return main(list(argv), root=tmp_path / "checkout", benchmarks=benchmarks)

    return call


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    return tmp_path / "checkout" / "benchmarks" / "floors.toml"


def test_all_without_data_is_skipped_and_no_failure(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    told = capsys.readouterr().out
    assert "skipped" in told
    assert "ONRECORD_SHARED" in told
    assert len(told.splitlines()) == 1


def test_a_named_benchmark_without_data_is_an_error(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("toy") == 2
    assert "no data folder" in capsys.readouterr().err


def test_a_benchmark_that_makes_its_own_data_runs_without_any(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    own = replace(TOY, name="own", home="frame.py", run=lambda data, options: Result("1 page", (Row("ours", {"right": 1.0}),)), own=True)
    assert run("own", benchmarks=[TOY, own]) == 0
    assert "own · frame.py · 1 page" in capsys.readouterr().out
    assert run("own", "toy", benchmarks=[TOY, own]) == 2


def test_one_benchmark_without_data_is_skipped_when_all_run(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, ("a", "a"))
    other = Benchmark("other", "other/dev.jsonl", TOY.columns, one_file, _run, write_jsonl)
    assert run(benchmarks=(TOY, other)) == 0
    told = capsys.readouterr().out
    assert "other: skipped" in told
    assert "toy" in told
    assert run("other", benchmarks=(TOY, other)) == 2


@pytest.mark.parametrize(
    "argv",
    [
        ("nosuch",),
        ("toy", "--workers", "0"),
        ("--data", "x.jsonl"),
        ("--predictions", "x.jsonl"),
        ("toy", "--pin", "--data", "x.jsonl"),
        ("toy", "--accept-loss", " "),
        ("toy", "--data", "nosuch.jsonl"),
    ],
)
def test_options_that_cannot_be_followed(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    _write(tmp_path, ("a", "a"))
    assert run(*argv) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("benchmarks: ")


def test_pin_sets_floors_and_a_loss_below_them_fails(run: Run, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "shared" / "toy" / "dev.jsonl"
    _write(tmp_path, ("a", "a"), ("b", "b"), ("c", "x"))
    assert run("toy", "--pin") == 0
    entry = read_floors(floors)["toy"]
    assert entry.data == digest([data], data)
    assert entry.values == {"right": 0.6666, "wrong": 1}  # no floor on speed
    assert run("toy") == 0  # the same figures reach their own floors

    floors.write_text(floors.read_text(encoding="utf-8").replace("0.6666", "0.9"), encoding="utf-8")
    capsys.readouterr()
    assert run("toy") == 1
    told = capsys.readouterr().out
    assert "0.667!" in told
    assert "below its floor (!): right" in told
    assert run() == 1
    assert "below its floor" in capsys.readouterr().out


def test_a_measure_where_less_is_better_has_a_ceiling(run: Run, tmp_path: Path, floors: Path) -> None:
    _write(tmp_path, ("a", "a"), ("c", "x"))
    run("toy", "--pin")
    entry = read_floors(floors)["toy"]
    write_floors(floors, {"toy": Floors(entry.data, {"wrong": 0})})
    assert run("toy") == 1
    write_floors(floors, {"toy": Floors(entry.data, {"wrong": 2})})
    assert run("toy", "--pin") == 0
    assert read_floors(floors)["toy"].values["wrong"] == 1


def test_floors_never_fall_without_a_reason(run: Run, tmp_path: Path, floors: Path) -> None:
    _write(tmp_path, ("a", "a"), ("c", "x"))
    run("toy", "--pin")
    data = read_floors(floors)["toy"].data
    write_floors(floors, {"toy": Floors(data, {"right": 0.9})})
    assert run("toy", "--pin") == 1
    assert read_floors(floors)["toy"].values["right"] == 0.9
    assert run("toy", "--accept-loss", 'the gold of i1 is wrong: "c"') == 0
    entry = read_floors(floors)["toy"]
    assert entry.values["right"] == 0.5
    assert entry.losses == (Loss("right", 0.9, 0.5, 'the gold of i1 is wrong: "c"'),)
    assert run("toy") == 0


def test_floors_hold_on_their_own_data_only(run: Run, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, ("a", "a"))
    run("toy", "--pin")
    _write(tmp_path, ("a", "x"))  # other data, on which right is 0
    capsys.readouterr()
    assert run("toy") == 0
    assert "floor" not in capsys.readouterr().out
    assert run("toy", "--pin") == 1  # and new data is no way around them
    assert read_floors(floors)["toy"].values["right"] == 1
    assert run("toy") == 1


def test_a_broken_law_fails_without_floors(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, ("a", "a"))
    broken = Benchmark("toy", TOY.home, TOY.columns, one_file, lambda *_: Result("1 line", (Row("ours", {}),), failed=True), write_jsonl)
    assert run("toy", benchmarks=(broken,)) == 1


def test_a_benchmark_that_breaks_does_not_stop_the_others(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(data: Path, options: Options) -> Result:
        raise KeyError("gold")

    _write(tmp_path, ("a", "a"))
    broken = Benchmark("other", TOY.home, TOY.columns, one_file, fail, write_jsonl)
    assert run(benchmarks=(broken, TOY)) == 1
    told = capsys.readouterr()
    assert "other: BROKEN: KeyError: 'gold'" in told.out
    assert "toy" in told.out
    assert "Traceback" in told.err
    with pytest.raises(KeyError):
        run("other", benchmarks=(broken, TOY))


def test_items_gained_and_lost_against_the_last_run(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = tmp_path / "held.jsonl"
    stored = tmp_path / "checkout" / "build" / "benchmarks"

    def read(*reads: str) -> Benchmark:
        def one(data: Path, options: Options) -> Result:
            result = _run(data, options)
            items = {f"i{n}": Item(float(r == "ok"), f"read {r}") for n, r in enumerate(reads)}
            return Result(result.size, result.rows, items)

        return Benchmark("toy", TOY.home, TOY.columns, one_file, one, write_jsonl)

    _write(tmp_path, ("a", "a"))
    assert run("toy", benchmarks=(read("ok", "bad", "ok", "bad"),)) == 0
    assert "gained" not in capsys.readouterr().out  # nothing to compare with
    assert run("toy", "--keep", benchmarks=(read("ok", "ok", "bad"),)) == 0  # i3, found in excess, is gone
    told = capsys.readouterr().out
    assert "gained 2, lost 1" in told
    assert "gained: i1, i3" in told
    assert "lost: i2" in told
    diff = (stored / "toy.diff.txt").read_text(encoding="utf-8")
    assert "i2  1.00 → 0.00\n      read bad" in diff

    held.write_text(json.dumps({"id": "i0", "gold": "a", "read": "b"}) + "\n", encoding="utf-8")
    assert run("toy", "--data", str(held)) == 0  # other data: no comparison, and a store of its own
    assert "stored run" not in capsys.readouterr().out
    assert len(list(stored.glob("toy-*.json"))) == 1
    assert run("toy", benchmarks=(read("ok", "bad", "ok", "bad"),)) == 0
    assert "gained 0, lost 0" in capsys.readouterr().out


def test_a_stored_run_that_is_damaged_is_no_run(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, ("a", "a"))
    run("toy")
    (tmp_path / "checkout" / "build" / "benchmarks" / "toy.json").write_text("{", encoding="utf-8")
    capsys.readouterr()
    assert run("toy") == 0
    assert "gained" not in capsys.readouterr().out


def test_figures_and_predictions_are_written(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, ("a", "a"), ("b", "x"))
    figures, predictions = tmp_path / "out" / "figures.json", tmp_path / "out" / "predictions.jsonl"
    assert run("toy", "--json", str(figures), "--predictions", str(predictions), "--no-peer") == 0
    (told,) = json.loads(figures.read_text(encoding="utf-8"))
    assert told["benchmark"] == "toy"
    assert [row["who"] for row in told["rows"]] == ["ours"]
    assert told["rows"][0]["figures"]["right"] == 0.5
    assert [p["id"] for p in read_jsonl(predictions)] == ["i0", "i1"]


def test_the_peer_stands_in_the_table(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, ("a", "a"))
    run("toy")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("toy · toy/dev.jsonl · 1 lines · data sha256:")
    assert lines[1].split() == ["right", "wrong", "speed"]
    assert lines[2].split() == ["ours", "1.000", "0", "2.0×"]
    assert lines[3].split() == ["peer:", "coin", "0.500", "–", "–"]
    run()
    assert ["toy", "right", "1.000", "0.500", "–"] in [line.split() for line in capsys.readouterr().out.splitlines()]


def test_the_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    for folder, name, content in (("a", "x", "1"), ("b", "x", "1"), ("c", "y", "1"), ("d", "x", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(content, encoding="utf-8")
    a, b, c, d = (digest((tmp_path / folder).iterdir(), tmp_path / folder) for folder in "abcd")
    assert a == b
    assert len({a, c, d}) == 3


def test_data_of_another_form_is_a_data_error(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for content in ("[1]\n", "{\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=r"x\.jsonl"):
            read_jsonl(path)


def test_floors_of_another_form_are_named(run: Run, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, ("a", "a"))
    floors.parent.mkdir()
    floors.write_text("[toy]\nfloors = 3\n", encoding="utf-8")
    assert run("toy") == 2
    assert "floors.toml" in capsys.readouterr().err


def test_a_scorer_is_loaded_by_path_with_its_siblings(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "score.py").write_text(f"NAME = {name!r}\n", encoding="utf-8")
        (tmp_path / name / "run.py").write_text("from score import NAME\n", encoding="utf-8")
    (tmp_path / "data" / "deep").mkdir(parents=True)
    assert [load(tmp_path / name / "run.py").NAME for name in ("one", "two")] == ["one", "two"]
    assert not list(tmp_path.rglob("*.pyc"))
    assert find_scorer("score.py", tmp_path / "two" / "dev.jsonl", None, "x") == tmp_path / "two" / "score.py"
    with pytest.raises(DataError, match=r"no none\.py"):
        find_scorer("none.py", tmp_path / "data" / "deep", None, "x")


def test_spread_keeps_the_order() -> None:
    assert spread(abs, [-3, 1, -2, 5], 2) == spread(abs, [-3, 1, -2, 5], 1) == [3, 1, 2, 5]


def test_every_benchmark_is_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert len({b.name for b in BENCHMARKS}) == len(BENCHMARKS)
    for benchmark in BENCHMARKS:
        assert f"| `{benchmark.name}` |" in readme
        assert f"`{benchmark.home}`" in readme


def test_committed_floors_are_of_columns_that_exist() -> None:
    columns = {b.name: {c.name for c in b.columns if c.better} for b in BENCHMARKS}
    entries = read_floors(Path(__file__).parents[2] / "benchmarks" / "floors.toml")
    # A benchmark of several sets keeps its floors a set, as `place-given`: the name up to the hyphen.
    unknown = {name: set(entry.values) - columns[name if name in columns else name.split("-")[0]] for name, entry in entries.items()}
    assert unknown == {name: set() for name in entries}
