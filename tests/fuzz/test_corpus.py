"""Every seed, and every input that once broke something, goes through its target."""

from pathlib import Path

import pytest

from tests.fuzz.targets import CORPUS, TARGETS
from tools.fuzz import NAMES

SEEDS = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_a_seed_passes(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


def test_every_target_has_seeds_and_is_known_to_the_command() -> None:
    assert {seed.parent.name for seed in SEEDS} == set(TARGETS) == set(NAMES)
