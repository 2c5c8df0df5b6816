"""What the commands of our corpora in mark-up share: faults are listed, what is made is written and nothing else left, both halves are counted."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def list_faults(wrong: Iterable[str]) -> int:
    """Print what is wrong, a line each.

    Returns:
        The exit code: 1 where something is.
    """
    lines = list(wrong)
    print("\n".join(lines) or "nothing wrong")
    return bool(lines)


def write_files(wanted: Mapping[Path, str], folders: Iterable[Path]) -> None:
    """Write files, and remove all others from some folders."""
    for folder in folders:
        for path in folder.glob("*"):
            if path not in wanted:
                path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def print_counts(train: Mapping[str, int], test: Mapping[str, int]) -> None:
    """Print what both halves hold, side by side."""
    for key in dict.fromkeys([*train, *test]):
        print(f"{key:<50} {train.get(key, 0):>6} {test.get(key, 0):>6}")
