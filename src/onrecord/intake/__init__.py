"""From what a user has to pages: files, folders, archives, web archives, mails, feeds, exports of news databases, manifests.

What a file holds is told by its content. One page at a time is in memory, never an archive; nothing is ever written under a name that an
archive gives. What cannot be read is a row of its own, and the rest goes on.
"""

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from onrecord.errors import PageError
from onrecord.intake.files import File, find_files, place_of
from onrecord.intake.found import Done, Found, Item, Source, Unreadable, printable, row_of
from onrecord.intake.inside import look_into
from onrecord.intake.manifest import Manifest, read_manifest
from onrecord.intake.packed import IN_MEMORY
from onrecord.page.file import open_file

__all__ = ["Amount", "Found", "Unreadable", "count_pages", "find_pages"]

_STDIN: Final = "-"
_ADDRESS: Final = re.compile(r"https?://", re.I)
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to look into, as far as names and sizes tell: a file is one page or many."""

    files: int
    bytes: int


def find_pages(
    paths: Iterable[str | os.PathLike[str]], *, manifest: str | os.PathLike[str] | None = None, done: Container[str] = ()
) -> Iterator[Found | Unreadable]:
    """Every page in the paths, and everything there that cannot be read, in an order that is the same in every run.

    Args:
        paths: files and folders; "-" is standard input, which holds one page or archive.
        manifest: a CSV of paths and of where each came from (columns path, url, outlet, saved_at); its rows come first, and a file that it
            names is not found again in the paths. "-" reads standard input.
        done: keys of pages and failures that are to be passed by; their bytes are not loaded.

    Raises:
        PageError: the manifest as a whole cannot be read.
        TypeError: one path is given where a list of paths belongs.
    """
    if isinstance(paths, str | bytes | os.PathLike):
        raise TypeError(f"find_pages takes a list of paths, not one: find_pages([{paths!r}])")
    names = [os.fsdecode(path) for path in paths]
    rows = read_manifest(os.fspath(manifest)) if manifest is not None else None
    if rows is not None and os.fspath(manifest or "") == _STDIN and _STDIN in names:
        raise PageError("(stdin)", "standard input cannot be both the manifest and a page", "give one of them as a file")
    return _find(names, rows, Done(done))


def count_pages(paths: Iterable[str | os.PathLike[str]], *, manifest: str | os.PathLike[str] | None = None) -> Amount:
    """How many files there are and of how many bytes; nothing is opened but the manifest. Standard input counts as nothing.

    Raises:
        PageError: the manifest as a whole cannot be read.
    """
    rows = read_manifest(os.fspath(manifest)) if manifest is not None and os.fspath(manifest) != _STDIN else None
    sizes = [file.size for file in _files([os.fsdecode(path) for path in paths], rows) if isinstance(file, File)]
    return Amount(len(sizes), sum(sizes))


def _files(names: list[str], manifest: Manifest | None) -> Iterator[File | Unreadable]:
    """The files of the manifest, then those of the names: a file that the manifest names has been had, and so has the manifest itself."""
    had = {place_of(manifest.path)} if manifest and manifest.path != _STDIN else set()
    for row in manifest.rows() if manifest else ():
        if isinstance(row, Unreadable):
            yield row
            continue
        for file in find_files([row.path], row.told):
            if names and isinstance(file, File):
                had.add(place_of(file.path))
            yield file
    for name in names:
        if name == _STDIN:
            yield File(_STDIN, "(stdin)", 0, True)
        elif _ADDRESS.match(name):
            yield Unreadable(name, name, "open", "a URL: onrecord opens no connection unasked", "give --fetch, or save the page and give the file")
        elif had:
            yield from (file for file in find_files([name]) if not (isinstance(file, File) and place_of(file.path) in had))
        else:
            yield from find_files([name])


def _find(names: list[str], manifest: Manifest | None, done: Done) -> Iterator[Item]:
    """The items of all files; their progress is made to count from the first."""
    passed = 0
    for file in _files(names, manifest):
        items = iter([file]) if isinstance(file, Unreadable) else _look(file, done)
        size = 0 if isinstance(file, Unreadable) else file.size
        for item in items:
            if isinstance(item, Unreadable) and item.key in done:
                continue
            yield replace(item, progress=passed + min(item.progress, size))
        passed += size


def _look(file: File, done: Done) -> Iterator[Item]:
    if file.key in done:
        return
    place = printable(file.path)
    try:
        if file.path == _STDIN:
            place = "(stdin)"
            opened, size, key = _standard_input()
        else:
            opened, size = open_file(file.path)
            key = file.key
    except PageError as error:
        yield Unreadable(file.key, row_of(file.told, place), "open", error.problem, error.remedy)
        return
    with opened:
        yield from look_into(Source(key, place, opened, size, file.told, asked=file.asked, beside=file.beside), done)


def _standard_input() -> tuple[BinaryIO, int, str]:
    """What comes in, put aside where it can be read from any place; its size, and a key that its bytes tell."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by whoever looks into it)
    digest, size = hashlib.sha256(), 0
    while part := sys.stdin.buffer.read(_CHUNK):
        digest.update(part)
        try:
            file.write(part)
        except OSError as error:
            file.close()
            remedy = "make room in the folder for temporary files, or name another in TMPDIR"
            raise PageError("(stdin)", f"cannot be put aside: {error.strerror or error}", remedy) from None
        size += len(part)
    file.seek(0)
    return cast(BinaryIO, file), size, f"(stdin)~{digest.hexdigest()}"
