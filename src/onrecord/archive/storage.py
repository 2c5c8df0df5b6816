"""Where an archive lies: a folder, or a prefix of an object store. What is written stands there whole or not at all."""

import hashlib
import io
import os
import shutil
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from onrecord.archive.processes import part_name, writer_of
from onrecord.errors import PageError, SetupError, install_extra
from onrecord.page.file import open_file

_AHEAD: Final = 4 * 1024 * 1024  # bytes asked of an object store at a time


def is_remote(name: str) -> bool:
    """Whether a name is that of an object: s3://bucket/key, gs://…, hdfs://…"""
    scheme, found, _ = name.partition("://")
    return bool(found) and scheme.isalnum() and scheme != "file"


def _filesystem(uri: str) -> tuple[Any, str]:
    """The file system of a URI, by pyarrow, and the path in it.

    Raises:
        SetupError: pyarrow is not installed, or knows no such scheme.
    """
    arrow = library("pyarrow.fs")
    try:
        filesystem, path = arrow.FileSystem.from_uri(uri)
    except (OSError, ValueError) as error:
        raise SetupError(uri, f"cannot be reached: {error}", "check the name, and the credentials in the environment") from None
    return filesystem, path


def library(name: str) -> Any:
    """A library of the extra `cluster`.

    Raises:
        SetupError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise SetupError(name.partition(".")[0], "not installed", install_extra("cluster")) from None


def open_input(name: str) -> tuple[BinaryIO, int]:
    """A file or an object, opened for reading from any place, and its size. fastwarc is given this, never a URL.

    Raises:
        PageError: it cannot be opened; it says why.
    """
    if not is_remote(name):
        return open_file(name)
    try:
        filesystem, path = _filesystem(name)
        file = filesystem.open_input_file(path)
        return cast(BinaryIO, io.BufferedReader(file, _AHEAD)), int(file.size())
    except (OSError, SetupError) as error:
        raise PageError(name, f"cannot be read: {error}", "check the name, and the credentials in the environment") from None


class Place:
    """OUT. Names in it are relative, parted by "/"."""

    def __init__(self, root: str) -> None:
        self.root = root if is_remote(root) else str(Path(root).absolute())
        self.local = not is_remote(root)
        self._remote = None if self.local else _filesystem(root)

    def path(self, name: str = "") -> str:
        """A name in full, as Daft takes it."""
        return f"{self.root.rstrip('/')}/{name}" if name else self.root

    def names(self, folder: str) -> frozenset[str]:
        """What lies in a folder; nothing where there is none."""
        if self._remote is None:
            with suppress(FileNotFoundError):
                return frozenset(entry.name for entry in os.scandir(self.path(folder)))
            return frozenset()
        filesystem, base = self._remote
        selector = library("pyarrow.fs").FileSelector(f"{base}/{folder}", allow_not_found=True)
        return frozenset(info.base_name for info in filesystem.get_file_info(selector))

    def files(self, folder: str, ending: str) -> list[str]:
        """The files in a folder and in those below it, by the end of their names; their names in full, in order."""
        if self._remote is None:
            return sorted(str(file) for file in Path(self.path(folder)).rglob(f"*{ending}"))
        filesystem, base = self._remote
        selector = library("pyarrow.fs").FileSelector(f"{base}/{folder}", allow_not_found=True, recursive=True)
        found = (str(info.path)[len(base) + 1 :] for info in filesystem.get_file_info(selector) if info.is_file)
        return sorted(self.path(name) for name in found if name.endswith(ending))

    def has(self, name: str) -> bool:
        """Whether something stands under a name."""
        folder, _, own = name.rpartition("/")
        return Path(self.path(name)).exists() if self.local else own in self.names(folder)

    def read(self, name: str) -> bytes:
        """What stands under a name.

        Raises:
            PageError: it cannot be read.
        """
        file, _ = open_input(self.path(name))
        with file:
            return file.read()

    def write(self, name: str, data: bytes) -> None:
        """Put bytes under a name."""
        scratch = self.scratch(name)
        scratch.write_bytes(data)
        self.keep(scratch, name)

    def write_new(self, name: str, data: bytes) -> bool:
        """Put bytes under a name where nothing stands; whether that was so.

        On a disk exactly one of all that try has done it. An object store has no such thing by pyarrow: of two in one instant both may have.
        """
        if self.has(name):
            return False
        if self._remote is not None:
            self.write(name, data)
            return self.read(name) == data
        scratch = self.scratch(name)
        scratch.write_bytes(data)
        try:
            os.link(scratch, self.path(name))
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            return _create(Path(self.path(name)), data)
        finally:
            scratch.unlink()
        return True

    def scratch(self, name: str) -> Path:
        """A file of this process, on this machine, for what is to stand under a name once it is whole."""
        folder, _, own = name.rpartition("/")
        return self.beside(folder) / part_name(own)

    def beside(self, folder: str) -> Path:
        """The folder on this machine in which files wait until they are whole: the same one where the archive is local."""
        if self.local:
            found = Path(self.path(folder))
        else:
            found = Path(tempfile.gettempdir()) / f"onrecord-{hashlib.sha256(self.root.encode()).hexdigest()[:16]}" / folder
        found.mkdir(parents=True, exist_ok=True)
        return found

    def keep(self, scratch: Path, name: str) -> None:
        """Give a whole file its name. An object store shows an object once all of it is there."""
        if self._remote is None:
            with scratch.open("rb") as file:
                os.fsync(file.fileno())
            scratch.replace(self.path(name))
            return
        filesystem, base = self._remote
        with scratch.open("rb") as file, filesystem.open_output_stream(f"{base}/{name}") as out:
            shutil.copyfileobj(file, out, _AHEAD)
        scratch.unlink()

    def move(self, name: str, to: str) -> bool:
        """Give a file or folder of a disk another name, at which nothing stands; whether it was there."""
        Path(self.path(to)).parent.mkdir(parents=True, exist_ok=True)
        try:
            Path(self.path(name)).rename(self.path(to))
        except FileNotFoundError:
            return False
        return True

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if self._remote is None:
            Path(self.path(name)).unlink(missing_ok=True)
            return
        filesystem, base = self._remote
        with suppress(FileNotFoundError):
            filesystem.delete_file(f"{base}/{name}")

    def clear(self, folder: str) -> None:
        """Take a folder away with all that is in it."""
        if self._remote is None:
            shutil.rmtree(self.path(folder), ignore_errors=True)
            return
        filesystem, base = self._remote
        with suppress(FileNotFoundError):
            filesystem.delete_dir(f"{base}/{folder}")

    def sweep(self, folder: str) -> None:
        """Take away what processes of this machine that died left in a folder. What others write, here or elsewhere, stays."""
        for file in self.beside(folder).glob(".*.part"):
            if (writer := writer_of(file.name)) is not None and writer.is_dead:
                file.unlink(missing_ok=True)


def _create(path: Path, data: bytes) -> bool:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    return True
