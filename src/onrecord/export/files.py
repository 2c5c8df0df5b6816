"""Files that are written whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO, Final

_DRAFT: Final = ".onrecord-"  # how the name of a file begins that is not whole yet


def write_atomically(path: Path, text: str) -> None:
    """Write a text file in UTF-8: whoever reads the path finds what stood there before or all of the new text.

    Raises:
        OSError: it cannot be written; what stood there before stands.
    """
    with whole_file(path) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def whole_file(path: Path, *, over: bool = True) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when the block ends well.

    Args:
        over: whether it may take the place of another.

    Raises:
        OSError: it cannot be written; what stood there before stands.
    """
    target = path.resolve()  # a link stays a link to the file it names
    if target.exists() and not target.is_file():
        raise FileExistsError(f"{path} is there and is no file")
    if not over:
        refuse(path)
    draft = target.with_name(f"{_DRAFT}{os.getpid()}.tmp")
    try:
        # Opened by hand, not by tempfile, which would leave a file that only its owner may read.
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o666), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)  # there only where something failed


@contextmanager
def whole_folder(path: Path, *, over: bool = False) -> Iterator[Path]:
    """A folder to write files in, which go to `path` when the block ends well: each file is there whole or not at all.

    Args:
        over: whether files of the same names in a folder that is there may be replaced; others in it stay.

    Raises:
        OSError: it cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "is a file: name a folder", str(path))
    if not over and target.exists() and any(target.iterdir()):
        refuse(path)
    draft = target.with_name(f"{_DRAFT}{os.getpid()}.tmp")
    try:
        draft.mkdir()
        yield draft
        target.mkdir(exist_ok=True)
        for file in sorted(draft.iterdir()):
            file.replace(target / file.name)
    finally:
        rmtree(draft, ignore_errors=True)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Where writing fails and the system names no file (a full disk) or the draft, an error that names this one.

    Raises:
        OSError: of the same kind.
    """
    try:
        yield
    except OSError as error:
        is_named = error.filename is not None and not Path(os.fsdecode(error.filename)).name.startswith(_DRAFT)
        if is_named or error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


def refuse(path: Path) -> None:
    """Refuse to write over what is there.

    Raises:
        FileExistsError: something is there.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, "is there already: name another, or add --force to write over it", str(path))
