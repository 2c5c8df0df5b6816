"""The benchmark of places: both tasks, the peers, and what is out of fold. The scorer is a stand-in with the form of bench/place/score.py."""

import json
from pathlib import Path

import pytest

from benchmarks import place
from benchmarks.__main__ import main
from benchmarks.frame import DataError, Options

SCORER = """
NEAR_KM = 161.0


def kilometres(a, b):
    return 111 * (abs(a["lat"] - b["lat"]) + abs(a["lon"] - b["lon"]))


def pairs(gold, predicted):
    return [(g, p) for g in gold for p in predicted if g["start"] < p["end"] and p["start"] < g["end"]]


def evaluate(gold, predicted, kinds, samples):
    found = [x for name, r in gold.items() for x in pairs(r["toponyms"], predicted[name]["toponyms"])]
    near = sum(p.get("lat") is not None and kilometres(g, p) <= NEAR_KM for g, p in found)
    total = sum(len(r["toponyms"]) for r in gold.values())
    told = {"relaxed precision": 1.0, "relaxed recall": len(found) / total, "relaxed F1": 1.0, "strict F1": 1.0, "located": len(found) / total}
    told |= {"acc@161": near / max(len(found), 1), "end to end": near / total, "AUC": 0.0}
    return {name: (value, value, value) for name, value in told.items()}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "bench/place"
    home.mkdir(parents=True)
    (home / "score.py").write_text(SCORER, encoding="utf-8")
    for name in ("one", "two"):
        lines = []
        for number in range(12):
            text = f"A fire broke out in Bergen, Norway, on day {number}. Nobody in Paris, Texas, was hurt."
            spans = [("Bergen", 60.39, 5.32), ("Paris", 33.66, -95.56)]
            toponyms = [{"start": text.index(w), "end": text.index(w) + len(w), "lat": lat, "lon": lon} for w, lat, lon in spans]
            lines.append(json.dumps({"id": f"{name}{number}", "text": text, "toponyms": toponyms}) + "\n")
        (home / f"{name}.dev.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_both_tasks_a_row_a_file_and_the_most_populous_beside_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "ENVIRONMENT", folder / "none")
    result = place.run(folder / "bench/place", Options(folder))
    ours = [row for row in result.rows if not row.peer]
    peers = [row for row in result.rows if row.peer]
    assert [row.who.strip() for row in ours][1:] == ["one", "two"]
    assert ours[0].figures["given end to end"] == 1.0
    assert ours[0].figures["found end to end"] == 1.0
    assert (peers[0].figures["given end to end"] or 0) < 1.0  # the largest Paris is another
    assert result.notes == ("every document was read by weights learnt without it (ten folds)", "peer spaCy not run: `make peers` brings it")
    assert all(item.score == 1.0 for item in result.items.values())
    assert {p["set"] for p in result.predictions} == {"one", "two"}


def test_other_data_is_read_with_the_weights_that_ship(folder: Path) -> None:
    result = place.run(folder / "bench/place/one.dev.jsonl", Options(folder, peer=False, spans="given"))
    assert result.notes == ()
    assert result.ours["given acc@161"] == 1.0
    assert "found F1" not in result.ours
    with pytest.raises(DataError, match=r"no \.jsonl in"):
        place.files(folder)


def test_spans_go_with_a_benchmark_that_has_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["time", "--spans", "given", "--shared", str(folder)], root=folder) == 2
    assert "--spans goes with a NAME whose spans may be given or found" in capsys.readouterr().err
    assert main(["place", "--spans", "found", "--no-peer", "--shared", str(folder)], root=folder) == 0
    assert (folder / "build/benchmarks/place-found.json").exists()
