"""Tar archives, packed or not: their members, in order. Nothing is ever written under a member's name; links and devices are passed by."""

import tarfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final, cast

from onrecord.errors import PageError
from onrecord.intake.forms import ARCHIVES, HEAD, tell_form
from onrecord.intake.found import Done, Item, Look, Source, Unreadable, is_hidden, member_of, printable
from onrecord.intake.packed import ARCHIVE_CAP, DAMAGE, Unpacked, spool
from onrecord.page.file import BYTES_CAP

_HEADERS: Final = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_HEADER_CAP: Final = 1024 * 1024  # bytes of a long name or of what PAX tells of a member: tarfile reads them whole
_AGAIN: Final = "fetch the archive again, or unpack it and give the folder"


def find_in_tar(source: Source, stream: BinaryIO | Unpacked, done: Done, look: Look) -> Iterator[Item]:
    """What is in a tar archive's members; after a damaged header, with the next good one.

    Args:
        source: the file as it lies, packed or not.
        stream: the tar archive itself.
    """
    broken: list[int] = []  # a block each that should be a header and is none
    shared = [0]  # bytes of headers that hold for all members to come: tarfile keeps them

    class Header(tarfile.TarInfo):
        """Tells of headers that tarfile would pass over in silence, and refuses those that would fill the memory."""

        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str | None, errors: str) -> "Header":
            try:
                info = super().frombuf(buf, encoding, errors)  # type: ignore[arg-type]
            except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]
                raise
            except tarfile.HeaderError:
                broken.append(len(buf))
                raise
            if info.type in _HEADERS:
                shared[0] += info.size if info.type == tarfile.XGLTYPE else 0
                if not 0 <= info.size <= _HEADER_CAP or shared[0] > _HEADER_CAP:
                    raise PageError(source.place, f"a header of {info.size:,} bytes", "do not trust where it came from")
            if info.type == tarfile.GNUTYPE_SPARSE:  # its list of holes has no bound: what lies there is passed as it lies
                info.type, info.sparse = tarfile.REGTYPE, b""
            return info

        def _proc_gnusparse_10(self, member: tarfile.TarInfo, *_: object) -> None:  # tarfile's name: reads the list of holes of a PAX member
            member.sparse = b""

    position, before = 0, -1
    stream.seek(0)
    try:
        archive = tarfile.open(fileobj=cast(BinaryIO, stream), mode="r:", tarinfo=Header, ignore_zeros=True)  # noqa: SIM115 (the file is the caller's)
        while (member := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # tarfile keeps them all
            position = source.file.tell()
            if broken:
                yield _lost(source, before, member.offset, position)
                broken.clear()
            if member.offset <= before:
                raise tarfile.ReadError("a member that comes before itself")
            before = member.offset
            yield from _look_into(source, archive, member, position, done, look)
        if broken:
            yield _lost(source, before, None, position)
    except PageError as error:
        yield Unreadable(f"{source.key}@{max(before, 0)}-", source.place, "unpack", error.problem, error.remedy, position)
    except (tarfile.TarError, *DAMAGE, ValueError, RecursionError) as error:  # the last: headers of headers, a thousand deep
        where = "at its beginning" if before < 0 else f"after the member at byte {before:,}"
        yield Unreadable(f"{source.key}@{max(before, 0)}-", source.place, "unpack", f"damaged or cut {where}: {error}", _AGAIN, position)


def _lost(source: Source, before: int, after: int | None, position: int) -> Unreadable:
    until = f"to the one at byte {after:,}" if after is not None else "to the end"
    since = f"from the member at byte {before:,}" if before >= 0 else "from its beginning"
    cause = f"blocks that are no member's header, {since} {until}: what lay there is lost"
    return Unreadable(f"{source.key}@{max(before, 0)}-{after if after is not None else ''}", source.place, "unpack", cause, _AGAIN, position)


def _look_into(source: Source, archive: tarfile.TarFile, info: tarfile.TarInfo, position: int, done: Done, look: Look) -> Iterator[Item]:
    key, place = f"{source.key}@{info.offset}", f"{source.place}!{printable(info.name)}"
    if not info.isreg() or is_hidden(info.name) or key in done:
        return
    if info.issparse():  # a hole of any size is written in a few bytes
        yield Unreadable(key, place, "unpack", "a sparse member: it has holes, which no page has", "unpack it, and give the file", position)
        return
    content = archive.extractfile(info)
    assert content is not None  # it is a regular file
    try:
        inner = cast(BinaryIO, content)
        head = inner.read(HEAD)
        cap = ARCHIVE_CAP if tell_form(head) in ARCHIVES else BYTES_CAP
        file, size = spool(inner, place, cap, head)
    except PageError as error:
        if error.location != place:  # the packed stream itself
            raise
        yield Unreadable(key, place, "unpack", error.problem, error.remedy, position)
        return
    with file:
        for item in look(member_of(source, key, place, file, size), done):
            yield replace(item, progress=position)
