"""Packets by somebody who knows how they are made: some part is another, and every digest is right after it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.proof.container import SUMS, open_container, write_container

Files = dict[str, bytes]
Edit = Callable[[Files], None]


def files_of(packet: Path) -> Files:
    """The files of a packet but the list of their digests, in the order in which they lie."""
    return {name: data for name, data in open_container(str(packet)).files.items() if name != SUMS}


def sealed(files: Files, path: Path) -> Path:
    """A packet of these files, with every digest outside the manifest right."""
    with path.open("w+b") as out:
        write_container(files.items(), out)
    return path


def forged(packet: Path, path: Path, *edits: Edit) -> Path:
    """A packet in which somebody edited files, and made every digest right after it, in the manifest too."""
    files = files_of(packet)
    for edit in edits:
        edit(files)
    manifest = json.loads(files.pop("manifest.json"))
    manifest["files"] = [
        told | {"bytes": len(files[told["name"]]), "sha256": hashlib.sha256(files[told["name"]]).hexdigest()}
        for told in manifest["files"]
        if told["name"] in files
    ]
    files["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    return sealed(files, path)


def in_json(part: str, change: Callable[[Any], object], *, with_text: str = "") -> Edit:
    """Another value in a part that is JSON, in the form that it has: the first of that name, in whatever folder, which holds a text."""

    def edit(files: Files) -> None:
        name = named(files, part, with_text)
        told = json.loads(files[name])
        change(told)
        written = json.dumps(told, ensure_ascii=False) if part == "record.json" else json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        files[name] = written.encode("utf-8", "backslashreplace")

    return edit


def in_text(part: str, old: str, new: str) -> Edit:
    """Other words in a part: in the first of that name, in whatever folder, which holds the old ones."""

    def edit(files: Files) -> None:
        name = named(files, part, old)
        files[name] = files[name].replace(old.encode(), new.encode())

    return edit


def named(files: Files, part: str, text: str = "") -> str:
    """The first file of that name, in whatever folder, which holds a text."""
    return next(name for name, data in files.items() if name.rpartition("/")[2] == part and text.encode() in data)
