"""The paths that a user gives → the files in them, in an order that is the same in every run."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.intake.found import NOTHING_TOLD, Told, Unreadable, is_hidden, printable

# What browsers call the folder in which they put the pictures and scripts of a page that they save, by their language.
_BESIDE: Final = re.compile(
    r"(.+?)[-_.](?:files|file|Dateien|fichiers|archivos|arquivos|ficheiros|bestanden|filer|pliki|soubory|elemei|tiedostot|dosyalar|datoteke"
    r"|fitxers|fitxategiak|failid|fails|bylos|fajlovi|fisiere|s[uú]bory)",
    re.I,
)
_NO_FILE: Final = "a pipe, device or socket, not a file"


@dataclass(frozen=True, slots=True)
class File:
    """A file to look into; its key is told by its path, size and time, so that a file that was changed is looked into again."""

    path: str
    key: str
    size: int
    asked: bool  # named by the user
    told: Told = NOTHING_TOLD
    beside: frozenset[str] = frozenset()  # names in the folder in which it was come upon


def find_files(paths: Iterable[str], told: Told = NOTHING_TOLD) -> Iterator[File | Unreadable]:
    """The files named, and those in the folders named, below them too, sorted by name.

    Hidden files and folders are passed by, and so is the folder that belongs to a page saved by a browser. A link is followed; a folder is
    gone through once, however many links lead to it.
    """
    for path in paths:
        try:
            status = Path(path).stat()
        except (OSError, ValueError):
            yield File(path, _key(path, None, told), 0, True, told)  # whoever opens it says what is wrong with it
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _in_folder(path, {(status.st_dev, status.st_ino)}, told)
        else:
            yield File(path, _key(path, status, told), status.st_size, True, told)


def place_of(path: str) -> str:
    """One name for a file, whichever way leads to its folder. A link to a file is a place of its own, as equal bytes at two places are."""
    folder, name = os.path.split(path)
    try:
        return f"{os.path.realpath(folder)}/{name}"
    except (OSError, ValueError):
        return path


def _in_folder(path: str, seen: set[tuple[int, int]], told: Told) -> Iterator[File | Unreadable]:
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(folder, f"a folder that cannot be listed: {error.strerror or error}", "ask its owner, or change its permissions")
            continue
        pages = {Path(entry.name).stem for entry in entries if Path(entry.name).suffix.lower() in (".htm", ".html", ".xhtml", ".shtml")}
        names = frozenset(entry.name for entry in entries)
        below: list[str] = []
        for entry in entries:
            if is_hidden(entry.name):
                continue
            try:
                status = entry.stat()
            except OSError as error:
                yield _unreadable(entry.path, f"cannot be read: {error.strerror or error}", "a link that leads nowhere, or a disk that fails")
                continue
            if stat.S_ISDIR(status.st_mode):
                beside = _BESIDE.fullmatch(entry.name)
                if (status.st_dev, status.st_ino) not in seen and not (beside and beside[1] in pages):
                    seen.add((status.st_dev, status.st_ino))
                    below.append(entry.path)
            elif stat.S_ISREG(status.st_mode):
                yield File(entry.path, _key(entry.path, status, told), status.st_size, False, told, names)
            else:
                yield _unreadable(entry.path, _NO_FILE, "take it out of the folder")
        folders.extend(reversed(below))  # the files of a folder come before those of the folders in it


def _unreadable(path: str, cause: str, remedy: str) -> Unreadable:
    return Unreadable(f"{_key(path, None, NOTHING_TOLD)}!", printable(path), "open", cause, remedy)


def _key(path: str, status: os.stat_result | None, told: Told) -> str:
    stamp = f"~{status.st_size:x}.{status.st_mtime_ns:x}" if status else ""
    said = "".join(f"~{printable(value)}" for value in (told.url, told.outlet, told.saved_at) if value)
    return printable(os.path.abspath(path) if "\0" not in path else path) + stamp + said  # noqa: PTH100 (links stay as the user sees them)
