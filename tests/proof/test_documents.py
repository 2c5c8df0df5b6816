"""docs/proof.md prints what the program prints: each block of commands is run, and what is below it compared."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import onrecord
from onrecord.ingest.copies import update_copies
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.write import reading_of
from tests.processes import run_text
from tests.store.given import fill
from tools.console_md import DOCUMENT, WIDTH, written


def run(words: Sequence[str], folder: Path) -> str:
    """What a command prints; pages are read here and not in workers, which would each load the models."""
    import os

    if words[0] == "ingest":
        *names, option, store = words[1:]
        assert option == "--store"
        readings = []
        for name in names:
            data = (folder / name).read_bytes()
            readings.append(reading_of(onrecord.read(data, location=name), key=name, size=len(data), source=pack(data)))
        fill(folder / store, *readings)
        with closing(open_file(folder / store, write=True)) as connection:
            update_copies(connection)
        return ""
    done = run_text(*words, env=os.environ | WIDTH, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_document_says_what_the_program_prints() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text, run) == text  # else: python -m tools.console_md
