"""The file of a packet: a zip archive in one form only, so that every byte of it is either listed and checked, or can be made again.

Nothing in it is compressed, times are fixed, names are plain; `SHA256SUMS` lists every other file in the form that `sha256sum -c` reads, and the
comment of the archive holds the digest of that list. What is in another form is refused before anything of it is read.
"""

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from onrecord.errors import PacketError, PageError
from onrecord.page.file import open_file

SCHEMA: Final = "onrecord-packet/1"
SUMS: Final = "SHA256SUMS"
MANIFEST: Final = "manifest.json"
ARCHIVE: Final = "the archive itself"  # what lies around the files: names, sizes, the list of members
SIZE_CAP: Final = 512 * 1024 * 1024  # bytes of a packet: it is read into memory
_FILES_CAP: Final = 50_000
_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can tell
_NAME: Final = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){0,3}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_SUM: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_COMMENT: Final = re.compile(rf"{SCHEMA} {SUMS} sha256:([0-9a-f]{{64}})".encode())
_MADE: Final = "name a file that onrecord export --as packet made"
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 1
_ENTRY: Final = b"PK\x01\x02"  # begins each in the list of members
_DISTRUST: Final = "do not trust where it came from: ask for the packet as it was exported"


def digest_of(data: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Container:
    """A packet as it lies in a file.

    digest: of the whole file.
    files: name → bytes, in the order in which they lie.
    changed: what is not as it was packed: the name of a file, or ARCHIVE, and what is wrong there.
    """

    digest: str
    files: Mapping[str, bytes]
    changed: tuple[tuple[str, str], ...]


def write_container(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write the files of a packet, in the order given, and the list of their digests.

    Args:
        out: a file that can be read and sought.

    Raises:
        PacketError: they are more, or larger, than a packet may be.
        ValueError: a name is none that a packet holds, or is given twice.
    """
    sums: dict[str, str] = {}
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            if not _NAME.fullmatch(name) or name in sums or name == SUMS:
                raise ValueError(f"no name of a file in a packet: {name!r}")
            _put(archive, name, data)
            sums[name] = digest_of(data)
            if out.tell() > SIZE_CAP or len(sums) > _FILES_CAP:
                problem = f"it would have more than {SIZE_CAP // (1024 * 1024)} MiB or {_FILES_CAP:,} files"
                raise PacketError("the packet", problem, "name fewer pages")
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()
        _put(archive, SUMS, listed)
        archive.comment = _comment(listed)


def _comment(listed: bytes) -> bytes:
    return f"{SCHEMA} {SUMS} sha256:{digest_of(listed)}".encode()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.create_system = 3  # whatever system it is made on
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    archive.writestr(info, data, zipfile.ZIP_STORED)


def open_container(path: str) -> Container:
    """A packet, read whole into memory; nothing is written and nothing unpacked.

    Raises:
        PacketError: it is no file, no zip archive, or not one that onrecord could have written: compressed, encrypted, with a link, a name that
            leads elsewhere, a file twice, files over each other, more or larger than a packet may be.
    """
    data = _bytes_of(path)
    if data.count(_ENTRY) > _FILES_CAP:  # counted before zipfile reads the list of members whole
        raise PacketError(path, f"more than {_FILES_CAP:,} files in it, and no packet has so many", _DISTRUST)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise PacketError(path, f"not a packet: no zip archive that can be read ({error})", _MADE) from None
    with archive:
        members = archive.infolist()
        comment = archive.comment
    missing = [name for name in (MANIFEST, SUMS) if name not in {m.filename for m in members}]
    if len(missing) < 2:  # else it is some other archive, such as a spreadsheet, and no packet that somebody changed
        for name, problem in _refusals(members, len(data)):
            raise PacketError(f"{path}: {name!r:.120}", problem, _DISTRUST)
    if missing:
        raise PacketError(path, f"not a packet: it has no {' and '.join(missing)}", _MADE)
    files = {m.filename: data[_start(m) : _start(m) + m.file_size] for m in members}
    return Container(digest_of(data), files, tuple(_changes(data, files, comment)))


def _bytes_of(path: str) -> bytes:
    try:
        file, size = open_file(path)
        with file:
            data = file.read(SIZE_CAP + 1) if size <= SIZE_CAP else b""
    except PageError as error:
        raise PacketError(error.location, error.problem, error.remedy.replace("page", "packet")) from None
    except (OSError, MemoryError) as error:
        raise PacketError(path, f"cannot be read: {error}", "check the disk, and the memory") from None
    if size > SIZE_CAP or len(data) > SIZE_CAP:
        raise PacketError(path, f"more than {SIZE_CAP // (1024 * 1024)} MiB, too large for a packet", _DISTRUST)
    return data


def _refusals(members: list[zipfile.ZipInfo], size: int) -> Iterator[tuple[str, str]]:
    """What no packet has, with the member that has it; nothing of it is read."""
    seen: set[str] = set()
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
        if member.flag_bits & _ENCRYPTED:
            yield name, "it is encrypted, and no packet is"
        if kind not in (0, stat.S_IFREG):
            yield name, "a link, folder or device, and a packet holds files alone"
        if not _NAME.fullmatch(name) or ".." in name:
            yield name, "a name that could lead out of the packet, or that no packet has"
        if name.lower() in seen:
            yield name, "it is in the packet twice"
        if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
            yield name, f"it is compressed ({member.compress_size:,} bytes that say they are {member.file_size:,}), and nothing in a packet is"
        if member.header_offset < end or _start(member) + member.file_size > size:
            yield name, "it lies over another file, or beyond the end of the archive"
        seen.add(name.lower())
        end = _start(member) + member.file_size


def _start(member: zipfile.ZipInfo) -> int:
    """Where the bytes of a file begin: we write nothing between its name and them."""
    return member.header_offset + _LOCAL_HEADER + len(member.filename)


def _changes(data: bytes, files: Mapping[str, bytes], comment: bytes) -> Iterator[tuple[str, str]]:
    """What is not as it was packed: files by their digests, the list by the comment, all else by packing the files again."""
    listed: dict[str, str] = {}
    for line in files[SUMS].decode("utf-8", "replace").splitlines():
        if entry := _SUM.fullmatch(line):
            listed[entry[2]] = entry[1]
        else:
            yield SUMS, f"a line of it is none of a list of digests: {line!r:.80}"
    wrong = [name for name, told in listed.items() if name in files and digest_of(files[name]) != told]
    found = [(name, "it is in the list of digests, and not in the packet") for name in listed if name not in files]
    found += [(name, "it is in the packet, and not in the list of digests") for name in files if name not in listed and name != SUMS]
    told = _COMMENT.fullmatch(comment)
    if told is None:
        found.append((ARCHIVE, f"its comment gives no digest of {SUMS}"))
    elif told[1].decode() == digest_of(files[SUMS]):
        found += [(name, f"its digest is {digest_of(files[name])[:16]}…, and {listed[name][:16]}… was packed") for name in wrong]
    elif wrong:
        found.append(
            (SUMS, f"it is not the list that was packed: the comment of the archive gives another digest; by it {', '.join(wrong[:5])} differ")
        )
    else:
        found.append((ARCHIVE, f"its comment gives another digest of {SUMS}; or {SUMS} was made anew"))
    # A file that was changed is told by its digest; what the archive itself keeps of its bytes then differs too.
    if not found and list(files) != [*listed, SUMS]:
        found.append((ARCHIVE, "its files do not lie in the order in which they were packed"))
    if not found and (at := _first_difference(data, files, comment)) is not None:
        found.append((ARCHIVE, f"byte {at:,} is not as onrecord packs these files"))
    yield from found


def _first_difference(data: bytes, files: Mapping[str, bytes], comment: bytes) -> int | None:
    """Where an archive differs from one that is packed of its files anew; None where it does not."""
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in files.items():
            _put(archive, name, content)
        archive.comment = comment
    packed = again.getbuffer()
    if packed == data:
        return None
    return next((at for at, (one, other) in enumerate(zip(packed, data, strict=False)) if one != other), min(len(packed), len(data)))
