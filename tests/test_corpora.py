"""The corpora as a package of their own: whole, licensed, the same bytes each time, and a card whose counts are those of the files."""

import hashlib
import io
import json
import re
import tarfile
from pathlib import Path

import pytest

from tools.corpora import CARD, FOLDERS, ROOT, packed

CORPORA = ROOT / "train" / "corpora"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    data = packed("c")
    assert data == packed("c")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert {(one.uid, one.gid, one.uname, one.mtime, one.mode) for one in tar} == {(0, 0, "", 1_700_000_000, 0o644)}
        return {one.name.removeprefix("c/"): tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def test_every_corpus_is_in_it_with_its_readme_and_licence(files: dict[str, bytes]) -> None:
    assert {name for name in FOLDERS if f"{name}/README.md" not in files} == set()
    licensed = [name for name in FOLDERS if name != "examples"]  # whose README has it
    assert [name for name in licensed if b"CC BY 4.0" not in files[f"{name}/LICENSE"]] == []
    assert b"CC BY 4.0" in files["examples/README.md"]
    assert {path.name for path in CORPORA.iterdir() if path.is_dir()} <= FOLDERS.keys()
    assert [name for name in files if name.endswith((".py", ".pyc"))] == []


def test_its_sums_hold(files: dict[str, bytes]) -> None:
    told = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def counts() -> dict[str, tuple[int, ...]]:
    """What the card counts, from the files."""
    found: dict[str, tuple[int, ...]] = {}
    halves = ("train", "test")
    events = CORPORA / "events"
    found["events"] = tuple(
        number for half in halves for number in (lines(events / f"sentences.{half}.jsonl"), len(list((events / half).glob("*.gold.json"))))
    )
    found["mentions"] = tuple(lines(CORPORA / "mentions" / f"{half}.jsonl") for half in halves)
    splits = [json.loads(line)["split"] for line in (CORPORA / "stance" / "stance.jsonl").read_text(encoding="utf-8").splitlines()]
    found["stance"] = tuple(splits.count(half) for half in halves)
    for name in ("stories", "deals"):
        found[name] = tuple(len(list((CORPORA / name / half).glob(pattern))) for half in halves for pattern in ("*.stories.json", "*.gold.json"))
    found["nested-and-shapes"] = (sum(lines(ROOT / "benchmarks" / "corpora" / f"{name}.jsonl") for name in ("nested", "shapes")),)
    return found


def test_the_card_counts_what_is_there() -> None:
    card = (ROOT / CARD).read_text(encoding="utf-8")
    for name, numbers in counts().items():
        (row,) = re.findall(rf"^\| `{name}` \| (.*) \|.*\|$", card.split("## What is in it")[1].split("## How far")[0], re.MULTILINE)
        assert tuple(int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?= )", row)) == numbers, name
