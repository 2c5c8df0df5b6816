"""A path → its bytes: regular files only, of a bounded size; gzip is unpacked under a cap."""

import os
import re
import stat
import zlib
from pathlib import Path
from typing import BinaryIO, Final

from onrecord.errors import PageError

BYTES_CAP: Final = 64 * 1024 * 1024  # of a file, and of what a gzip file unpacks to
RATIO_CAP: Final = 200  # unpacked bytes a packed one: pages pack about 5 to 1, lists of links 50 to 1
RATIO_FREE: Final = 4 * 1024 * 1024  # below this size no ratio is too high
_CHUNK: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_URL: Final = re.compile(r"(https?|ftp|wss?):/", re.I)


def read_file(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        PageError: it is missing, no regular file, not allowed, empty, too large, or a URL; it says which, and what to do.
    """
    file, size = open_file(path)
    with file:
        if size > BYTES_CAP:
            raise too_large(path)
        try:
            data = file.read(BYTES_CAP + 1)
        except (OSError, MemoryError) as error:
            raise _cannot_be_read(path, error) from None
    if len(data) > BYTES_CAP:
        raise too_large(path)
    return data


def open_file(path: str) -> tuple[BinaryIO, int]:
    """A regular file, opened, and its size.

    Raises:
        PageError: it is missing, no regular file, not allowed, or a URL; it says which, and what to do.
    """
    if _URL.match(path):
        raise PageError(path, "a URL: onrecord opens no connection", "save the page, then read the file")
    if path.lower().startswith("file:/"):
        raise PageError(path, "a URL of a file, not its path", "give the path alone")
    try:
        # Looked at before it is opened: opening a pipe waits for its writer, and opening a device may do things.
        _refuse_special(path, Path(path).stat())
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        file = os.fdopen(os.open(path, flags), "rb")
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            file.close()
        _refuse_special(path, status)
    except FileNotFoundError:
        raise PageError(path, "there is no such file", "check the name and the folder") from None
    except PermissionError:
        raise PageError(path, "you may not read this file", "ask its owner, or change its permissions") from None
    except (OSError, ValueError) as error:
        raise _cannot_be_read(path, error) from None
    return file, status.st_size


def _cannot_be_read(path: str, error: Exception) -> PageError:
    reason = getattr(error, "strerror", None) or str(error) or "not enough memory"
    return PageError(path, f"cannot be read: {reason}", "check the name and the disk")


def _refuse_special(path: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise PageError(path, "a folder, not a file", "name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise PageError(path, "a pipe, device or socket, not a file", "save its content as a file, then read that")


def too_large(path: str) -> PageError:
    """What is said of a page beyond the cap."""
    return PageError(path, f"more than {BYTES_CAP // (1024 * 1024)} MiB, too large for one page", "split it, or give the page alone")


def unpacked(data: bytes, location: str) -> tuple[bytes, bool]:
    """The bytes of a page that may be packed with gzip, and whether it ends before its end.

    Raises:
        PageError: it unpacks to more than a page can be, is damaged, or holds another gzip file.
    """
    if not data.startswith(_GZIP):
        return data, False
    parts: list[bytes] = []
    size = 0
    rest = data
    cut = False
    while rest.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        while rest and not unpacker.eof:
            try:
                part = unpacker.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise PageError(location, f"damaged gzip data ({error})", "fetch it again") from None
            size += len(part)
            if size > BYTES_CAP or (size > RATIO_FREE and size > RATIO_CAP * len(data)):
                problem = f"{len(data):,} bytes of gzip that unpack to more than {min(BYTES_CAP, size - 1):,}"
                raise PageError(location, problem, "no page packs like that: do not trust where it came from")
            parts.append(part)
            rest = unpacker.unconsumed_tail
            if not part and not rest:
                break
        cut = not unpacker.eof
        rest = unpacker.unused_data
    result = b"".join(parts)
    if result.startswith(_GZIP):
        raise PageError(location, "gzip within gzip", "unpack it once, then read that file")
    if cut and not result:
        raise PageError(location, "the gzip data ends before any of the page", "fetch it again")
    return result, cut
