"""Zip archives, and WACZ, which is one: their members, in the order in which they lie. Nothing is ever written under a member's name."""

import bz2
import struct
import zipfile
from collections.abc import Generator, Iterator, Set
from dataclasses import replace
from typing import BinaryIO, Final, cast

from onrecord.errors import PageError
from onrecord.intake.forms import ARCHIVES, HEAD, tell_form
from onrecord.intake.found import Done, Item, Look, Source, Unreadable, is_hidden, member_of, printable
from onrecord.intake.packed import ARCHIVE_CAP, DAMAGE, Unpacked, Window, spool
from onrecord.page.file import BYTES_CAP, RATIO_CAP, RATIO_FREE

# What zipfile raises on damaged members, on a method it does not know, on names and times that are none.
_DAMAGE: Final = (*DAMAGE, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, struct.error)
_OFFICE: Final = ("[Content_Types].xml", "META-INF/MANIFEST.MF")
_DIRECTORY_CAP: Final = 64 * 1024 * 1024  # bytes of the list of members, which zipfile reads whole
_MEMBERS_CAP: Final = 500_000
_ENTRY: Final = b"PK\x01\x02"  # begins each in the list of members
_ENCRYPTED: Final = 1
_DISTRUST: Final = "do not trust where it came from"
_LOCAL_HEADER: Final = 30


def find_in_zip(source: Source, done: Done, look: Look) -> Iterator[Item]:
    """What is in a zip archive's members; of a WACZ, what is in its WARCs.

    Raises:
        PageError: its list of members cannot be read, or it is an Office document or e-book, or it unpacks to more than it may.
    """
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Bounded(source)))
    except _DAMAGE as error:
        problem = f"a damaged or cut zip archive: {error}"
        raise PageError(source.place, problem, "fetch it again, or rescue what is in it with `zip -FF`, and give that") from None
    with archive:
        members = sorted((m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda m: m.header_offset)
        names = {m.filename for m in members}
        if (members and members[0].filename == "mimetype") or not names.isdisjoint(_OFFICE):
            raise PageError(source.place, "an Office document, e-book or program, not an archive of pages", "save it as HTML or text, and give that")
        if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
            members = [m for m in members if m.filename.startswith("archive/")]
        beside: dict[str, set[str]] = {}
        for name in names:
            folder, _, own = name.rpartition("/")
            beside.setdefault(folder, set()).add(own)
        end, unpacked, over = 0, 0, []
        for member in members:
            if member.header_offset < end:
                over.append(member.header_offset)
                continue
            end = member.header_offset + _LOCAL_HEADER + member.compress_size
            if not is_hidden(member.filename):
                folder = member.filename.rpartition("/")[0]
                unpacked += yield from _look_into(source, archive, member, beside[folder], done, look)
            if unpacked > RATIO_FREE and unpacked > RATIO_CAP * source.size:
                raise PageError(source.place, f"{source.size:,} bytes that unpack to more than {unpacked - 1:,}", _DISTRUST)
        if over:
            cause = f"{len(over)} of its members lie over others, the first at byte {over[0]:,}"
            yield Unreadable(f"{source.key}@{over[0]}-", source.place, "unpack", cause, _DISTRUST, over[0])


class _Bounded(Window):
    """A zip archive whose list of members is not read where it would fill the memory, wherever its size is written."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.file, 0, source.size)
        self._place = source.place

    def read(self, size: int = -1) -> bytes:
        data = super().read(min(size, _DIRECTORY_CAP + 1))
        if len(data) > _DIRECTORY_CAP or data.count(_ENTRY) > _MEMBERS_CAP:
            raise PageError(self._place, "a zip archive of more members than can be listed", "unpack it, and give the folder")
        return data


def _look_into(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, beside: Set[str], done: Done, look: Look
) -> Generator[Item, None, int]:
    """What is in one member; returns how many bytes it unpacked to."""
    key, place = f"{source.key}@{info.header_offset}", f"{source.place}!{printable(info.filename)}"
    if key in done:
        return info.file_size
    position = info.header_offset
    if info.flag_bits & _ENCRYPTED:
        yield Unreadable(key, place, "unpack", "it is encrypted", "unpack it with its password, and give the files", position)
        return 0
    try:
        with _open(source, archive, info) as stream:
            packed = Unpacked(stream, place, max(1, info.compress_size))
            head = packed.read(HEAD)
            archived = tell_form(head) in ARCHIVES
            if archived and info.compress_type == zipfile.ZIP_STORED:
                file, size = _where_it_lies(source, info, info.file_size), info.file_size
            else:
                file, size = spool(packed, place, ARCHIVE_CAP if archived else BYTES_CAP, head)
    except PageError as error:
        yield Unreadable(key, place, "unpack", error.problem, error.remedy, position)
        return 0
    except _DAMAGE as error:
        yield Unreadable(key, place, "unpack", f"damaged or not supported: {error}", "unpack it with another program, and give the files", position)
        return 0
    with file:
        for item in look(replace(member_of(source, key, place, file, size), beside=beside), done):
            yield replace(item, progress=position)
    return size


def _open(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """A member as it unpacks."""
    stream = archive.open(info)
    if info.compress_type == zipfile.ZIP_BZIP2:  # of which zipfile unpacks 4 KiB at a time, and those may be gigabytes
        stream.close()
        return cast(BinaryIO, bz2.BZ2File(_where_it_lies(source, info, info.compress_size)))
    return cast(BinaryIO, stream)


def _where_it_lies(source: Source, info: zipfile.ZipInfo, size: int) -> BinaryIO:
    """The bytes of a member as the archive holds them."""
    source.file.seek(info.header_offset)
    local = source.file.read(_LOCAL_HEADER)
    start = info.header_offset + _LOCAL_HEADER + int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
    return cast(BinaryIO, Window(source.file, start, size))
