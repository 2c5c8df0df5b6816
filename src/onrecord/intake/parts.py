"""Web archives in parts: a WARC cut at its records, a WACZ or zip at the records of the WARCs in it, so that many processes can read one file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from onrecord.errors import PageError
from onrecord.intake.forms import HEAD, tell_form
from onrecord.intake.found import Done, Item, Source, Unreadable
from onrecord.intake.inside import beginning
from onrecord.intake.packed import DAMAGE
from onrecord.intake.warc import cut_warc, find_in_warc
from onrecord.intake.warc_records import Range, holds_records
from onrecord.intake.zipped import find_in_zip

_REMEDY: Final = "give WARC, WACZ or Parquet; onrecord ingest reads everything else"


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of one WARC.

    member: the key, behind that of its file, of the member that holds them; "" where the file is the WARC itself.
    """

    member: str
    within: Range


def cut_into_parts(source: Source, pages: int) -> Iterator[Part | Unreadable]:
    """The parts of a WARC, WACZ or zip of WARCs, of no more than so many pages each; only headers are read. What cannot be is an item of its own."""
    try:
        form, packed = _tell(source)
        if form == "warc":
            for within in cut_warc(source.file, source.size, packed=packed, pages=pages):
                yield Part("", within)
            return
        if form != "zip":
            raise PageError(source.place, "no WARC, WACZ or Parquet", _REMEDY)
        parts: list[Part] = []

        def look(member: Source, done: Done) -> Iterator[Item]:
            form, packed = _tell(member)
            if form == "warc":
                found = cut_warc(member.file, member.size, packed=packed, pages=pages)
                parts.extend(Part(member.key.removeprefix(source.key), within) for within in found)
            yield from ()

        yield from (item for item in find_in_zip(source, Done(()), look) if isinstance(item, Unreadable))
        yield from parts
        if not parts:
            raise PageError(source.place, "a zip archive without a WARC in it", _REMEDY)
    except PageError as error:
        yield Unreadable(f"{source.key}!", source.place, "open", error.problem, error.remedy)
    except DAMAGE as error:
        yield Unreadable(f"{source.key}!", source.place, "open", f"damaged or cut: {error}", "fetch it again")


def find_in_part(source: Source, part: Part, done: Done) -> Iterator[Item]:
    """The pages of a part, and the byte ranges in it that are lost.

    Args:
        source: the file that was cut.
        done: keys of records that are passed by.
    """
    if not part.member:
        yield from find_in_warc(source, done, packed=_tell(source)[1], within=part.within)
        return
    wanted = source.key + part.member

    def look(member: Source, others: Done) -> Iterator[Item]:
        yield from find_in_warc(member, done, packed=_tell(member)[1], within=part.within)

    for item in find_in_zip(source, Done(_Others(wanted)), look):
        if item.key.startswith(wanted):  # what is wrong with other members was told when the file was cut
            yield replace(item, progress=0)


class _Others:
    """The keys of all members but one."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted

    def __contains__(self, key: object) -> bool:
        return key != self._wanted


def _tell(source: Source) -> tuple[str, bool]:
    """The form of a file, "warc" for one in gzip too, and whether it is packed.

    Raises:
        DAMAGE: it cannot be read.
    """
    source.file.seek(0)
    head = source.file.read(HEAD)
    form = tell_form(head)
    if form == "gzip" and (tell_form(beginning(head)) == "warc" or holds_records(head)):
        return "warc", True
    return form, False
