"""Training the encoder: it can be broken off anywhere, and what is written reads as it was taught. Sentences are our own."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.errors import SetupError
from tests.encoder.small_vocabulary import SMALL, small
from tests.statements.marked_statements import unmark
from training.encoder.data import Sample, paragraphs, samples_of, sources

MARKED = [
    "{source:The ministry} {cue:denied} {content:that shells were shipped}.",
    "{content:“No report,”} {source:she} {cue:said}, {content:“until the quay ships}.”",
    "{content:The quay were shipped}, {source:the report} {cue:said}.",
]


def article(number: int) -> dict[str, Any]:
    """A text of all sentences, and each one's roles as the benchmark writes them."""
    text, found = "Quay report", []
    for marked in MARKED[number:] + MARKED[:number]:
        plain = unmark(marked)
        at = len(text) + 2
        text += "\n\n" + plain.text
        rows: dict[str, list[list[int]]] = {}
        for role, parts in (("source", plain.source), ("cue", plain.cue), ("content", plain.content)):
            starts = [at + plain.text.index(words) for words in parts]
            rows[role] = [[start, start + len(words)] for start, words in zip(starts, parts, strict=True)]
        found.append(rows)
    return {"id": str(number), "text": text, "attributions": found}


def samples() -> list[Sample]:
    return [sample for number in range(3) for sample in samples_of(article(number), small())]


def words(sample: Sample, text: str, numbers: Any) -> str:
    return " ".join(text[sample.window.words[i].start : sample.window.words[i].end] for i in sorted(numbers))


def test_an_attribution_becomes_the_words_of_its_window() -> None:
    text = article(0)["text"]
    (sample,) = samples_of(article(0), small())
    assert [(words(sample, text, a.source), words(sample, text, a.cue), words(sample, text, a.content)) for a in sample.arcs] == [
        ("The ministry", "denied", "that shells were shipped"),
        ("she", "said", "“ No report , ” “ until the quay ships"),
        ("the report", "said", "The quay were shipped"),
    ]


@pytest.mark.parametrize(("text", "wanted"), [("a\n\n b\n", ["a", " b"]), ("", []), ("\n \n", []), ("a", ["a"])])
def test_paragraphs_are_the_lines_that_are_not_blank(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == wanted


def test_only_licensed_leaves_out_what_states_no_licence(tmp_path: Path) -> None:
    corpus, data = tmp_path / "own", tmp_path / "data"
    corpus.mkdir()
    with pytest.raises(SetupError, match="has no LICENSE"):
        sources(data, [corpus], only_licensed=False)
    (corpus / "LICENSE").write_text("CC BY 4.0", encoding="utf-8")
    assert sources(data, [corpus], only_licensed=False) == [data / "train.jsonl", corpus / "train.jsonl"]
    assert sources(data, [corpus], only_licensed=True) == [corpus / "train.jsonl"]
    with pytest.raises(SetupError, match="states no licence, and --only-licensed leaves it out; name a --corpus"):
        sources(data, [], only_licensed=True)


def test_a_run_that_was_broken_off_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from training.encoder.learn import Recipe, learn
    from training.encoder.net import Net

    torch.set_num_threads(1)
    recipe = Recipe(passes=2, windows=1, rate=1e-4, hidden_cues=0.5)

    def run(out: Path, stop: int | None) -> Any:
        torch.manual_seed(recipe.seed)
        net = Net(len(SMALL))
        learn(net, samples(), small(), recipe, out, bf16=False, stop=stop, told=[{"name": "own"}])
        return torch.load(out / "last.pt", weights_only=False)

    whole = run(tmp_path / "whole", None)
    broken = run(tmp_path / "broken", 2)
    assert broken["step"] == 2
    resumed = run(tmp_path / "broken", None)
    assert (resumed["step"], resumed["data"]) == (whole["step"], [{"name": "own"}]) == (6, [{"name": "own"}])
    assert all(torch.equal(value, whole["net"][name]) for name, value in resumed["net"].items())
    moved = [name for name, value in whole["net"].items() if not torch.equal(value, broken["net"][name])]
    assert moved
    assert not any(name.startswith("encoder.pieces") for name in moved)  # the table of pieces is shared and stays
    with pytest.raises(ValueError, match=r"last\.pt is of another recipe or other data"):
        learn(Net(len(SMALL)), samples()[:2], small(), recipe, tmp_path / "broken", bf16=False)


def test_what_is_written_says_what_the_net_says(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    from onrecord.encoder.model import Model
    from training.encoder.export import export
    from training.encoder.learn import batch_of
    from training.encoder.net import Net

    torch.manual_seed(3)
    torch.set_num_threads(1)
    net = Net(len(SMALL)).eval()
    state = {"net": net.state_dict(), "recipe": {}, "step": 0, "digest": ""}
    torch.save(state, tmp_path / "last.pt")
    export(tmp_path / "last.pt", SMALL, tmp_path / "weights", bits=None, settings={"cue": 0.4})
    model = Model(tmp_path / "weights")
    assert model.settings("statements")["cue"] == 0.4
    (sample,) = samples_of(article(0), small())
    batch = batch_of([sample], small())
    with torch.no_grad():
        seen = net.encoder(batch.ids, batch.mask)
        seen = seen.gather(1, batch.first[..., None].expand(-1, -1, seen.shape[2]))
        cue, tags = (scores.softmax(-1) for scores in net.tagger(seen))
        told = torch.cat([cue, tags], dim=-1)
        each = seen[batch.of]
        means = torch.einsum("cw,cwd->cd", batch.at, each)
        label, border = net.role(each, means, told[batch.of], batch.distance, batch.shown[batch.of])
    vectors = model.vectors(sample.window)
    assert np.allclose(vectors, seen[0].numpy(), atol=1e-4)
    given = model.ask("tagger", vectors=vectors)
    assert np.allclose(given["cue"], cue[0].numpy(), atol=1e-4)
    asked = {"told": np.concatenate([given["cue"], given["tags"]], axis=1), "at": batch.at.numpy(), "distance": batch.distance.numpy()}
    asked["seen"] = np.tile(np.arange(len(sample.window.words)), (len(batch.of), 1))
    roles = model.ask("role", vectors=vectors, **asked)
    assert np.allclose(roles["label"], label.numpy(), atol=1e-3)
    assert np.allclose(roles["border"], border.numpy(), atol=1e-3)
    assert json.loads((tmp_path / "weights/weights.json").read_text(encoding="utf-8"))["made"]["bits"] == 32
