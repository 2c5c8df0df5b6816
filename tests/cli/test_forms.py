"""How a command's lists reach the terminal."""

from collections.abc import Iterator

import pytest

from onrecord.cli.forms import show


def test_a_long_list_is_shown_while_it_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []

    def drawing() -> Iterator[str]:
        for number in range(2_000):
            yield f"row {number}"
        shown.append(capsys.readouterr().out)

    show(drawing())
    shown.append(capsys.readouterr().out)
    assert shown[0].startswith("row 0\nrow 1\n")
    assert "".join(shown).splitlines() == [f"row {number}" for number in range(2_000)]
