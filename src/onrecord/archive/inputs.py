"""What a user gives → the files to read: WARC, WACZ and Parquet, lists of them, folders of them; on disk or in an object store."""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.archive.storage import is_remote, library, open_input
from onrecord.errors import OnRecordError, PageError
from onrecord.intake.files import find_files
from onrecord.intake.found import Unreadable, printable

ENDINGS: Final = (".warc.gz", ".warc", ".wacz", ".parquet")
_LISTS: Final = (".paths", ".paths.gz", ".txt", ".txt.gz", ".lst", ".list")
_LIST_CAP: Final = 256 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    path: as it was given: of a file, or the URI of an object.
    """

    path: str
    size: int

    @property
    def whole(self) -> str:
        """Its path from the root on, or its URI: by it two files are known to be one of different times."""
        return self.path if is_remote(self.path) else str(Path(self.path).absolute())

    @property
    def id(self) -> str:
        """Names its shards: of path and size, so that a file which has grown is read again."""
        return hashlib.sha256(f"{self.whole}\0{self.size}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def find_inputs(names: Iterable[str], base: str | None = None) -> Iterator[Input | Unreadable]:
    """The files, each once, in the order given; those of a folder by name.

    Args:
        base: what the relative paths of lists are relative to, as "s3://commoncrawl/"; None: the folder of the list.
    """
    seen: set[str] = set()
    for found in _expanded(names, base):
        key = found.id if isinstance(found, Input) else found.key
        if key not in seen:
            seen.add(key)
            yield found


def _expanded(names: Iterable[str], base: str | None) -> Iterator[Input | Unreadable]:
    for name in names:
        if name.lower().endswith(_LISTS):
            try:
                yield from map(_opened, _listed(name, base))
            except PageError as error:
                yield _unreadable(name, error)
        elif is_remote(name) and not name.lower().endswith(ENDINGS):
            yield from _below(name)
        elif not is_remote(name) and Path(name).is_dir():
            for file in find_files([name]):
                if isinstance(file, Unreadable):
                    yield file
                elif file.path.lower().endswith(ENDINGS):
                    yield Input(file.path, file.size)
        else:
            yield _opened(name)


def _listed(name: str, base: str | None) -> Iterator[str]:
    """The lines of a list, each a path or URI; empty lines and those that begin with "#" say nothing.

    Raises:
        PageError: it cannot be read.
    """
    file, size = open_input(name)
    with file:
        data = file.read(_LIST_CAP)
    if size > _LIST_CAP:
        raise PageError(name, f"a list of more than {_LIST_CAP:,} bytes", "split it")
    try:
        text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", "surrogateescape")
    except (OSError, EOFError, zlib.error) as error:
        raise PageError(name, f"a damaged list: {error}", "fetch it again") from None
    folder = base or (name.rpartition("/")[0] + "/" if is_remote(name) else str(Path(name).parent))
    for line in text.splitlines():
        path = line.strip()
        if not path or path.startswith("#"):
            continue
        if is_remote(path) or path.startswith("/"):
            yield path
        else:
            yield f"{folder.rstrip('/')}/{path}" if is_remote(folder) else str(Path(folder) / path)


def _below(uri: str) -> Iterator[Input | Unreadable]:
    """The files below a prefix of an object store."""
    fs = library("pyarrow.fs")
    try:
        filesystem, path = fs.FileSystem.from_uri(uri)
        found = filesystem.get_file_info(fs.FileSelector(path, recursive=True))
    except (OSError, ValueError) as error:
        yield _unreadable(uri, PageError(uri, f"cannot be listed: {error}", "check the name, and the credentials in the environment"))
        return
    start = uri[: len(uri) - len(path)] if uri.endswith(path) else uri.partition("://")[0] + "://"
    for info in sorted(found, key=lambda info: str(info.path)):
        if info.is_file and info.path.lower().endswith(ENDINGS):
            yield Input(f"{start}{info.path}", info.size)


def _opened(name: str) -> Input | Unreadable:
    try:
        file, size = open_input(name)
    except OnRecordError as error:
        return _unreadable(name, error)
    file.close()
    return Input(name, size)


def _unreadable(name: str, error: OnRecordError) -> Unreadable:
    return Unreadable(f"{printable(name)}!", printable(name), "open", error.problem, error.remedy)
