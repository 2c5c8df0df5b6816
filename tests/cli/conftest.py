"""A page that the tests of the command line read."""

from pathlib import Path

import pytest

from tests.cli.given import PAGE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path
