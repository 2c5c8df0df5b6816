"""One source → the pages in it, whatever its form: pages, feeds, mails, and archives of all these, within each other up to a bound."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onrecord.errors import PageError
from onrecord.intake.database import find_in_database
from onrecord.intake.feed import find_in_feed, find_in_json_feed
from onrecord.intake.forms import ARCHIVES, HEAD, Form, tell_form, tells_of_files
from onrecord.intake.found import DEPTH_CAP, Done, Item, Source, Unreadable, found, row_of
from onrecord.intake.mail import find_in_mailbox, read_mail, read_mhtml
from onrecord.intake.packed import ARCHIVE_CAP, DAMAGE, Packing, spool, unpack, whole_page
from onrecord.intake.tarred import find_in_tar
from onrecord.intake.warc import find_in_warc
from onrecord.intake.warc_records import holds_records
from onrecord.intake.zipped import find_in_zip
from onrecord.page.file import BYTES_CAP

_NAMES: Final[dict[Form, str]] = {
    "zip": "a zip archive, or WACZ",
    "tar": "a tar archive",
    "warc": "a WARC without a response that is HTML or text",
    "feed": "a feed without items",
    "json-feed": "a feed without items",
    "mailbox": "a mailbox",
    "database": "a file of articles",
}
_STAGES: Final[dict[Form, str]] = {
    "zip": "unpack",
    "tar": "unpack",
    "gzip": "unpack",
    "bzip2": "unpack",
    "xz": "unpack",
    "warc": "warc",
    "arc": "warc",
    "feed": "feed",
    "json-feed": "feed",
    "mail": "mail",
    "mhtml": "mail",
    "mailbox": "mail",
    "database": "database",
}


def look_into(source: Source, done: Done) -> Iterator[Item]:
    """What is in a source; errors are rows of it, and the rest goes on."""
    if source.key in done:
        return
    stage = "open"
    try:
        source.file.seek(0)
        head = source.file.read(HEAD)
        form = tell_form(head)
        stage = _STAGES.get(form, stage)
        if form not in _NAMES:
            yield from _few(source, form, head, done)
            return
        yield from _or_empty(source, form, _many(source, form, head, done), done)
    except PageError as error:
        yield Unreadable(f"{source.key}!", row_of(source.told, source.place), stage, error.problem, error.remedy)
    except DAMAGE as error:
        yield Unreadable(f"{source.key}!", row_of(source.told, source.place), stage, f"damaged or cut: {error}", "fetch it again")
    except ValueError as error:  # what stands in it is none of what its form holds there
        yield Unreadable(f"{source.key}!", row_of(source.told, source.place), stage, f"cannot be read: {error!r:.200}", "save it again")


def _few(source: Source, form: Form, head: bytes, done: Done) -> Iterator[Item]:
    """What is one page, or packed as a whole."""
    match form:
        case "gzip" | "bzip2" | "xz":
            yield from _unpacked(source, form, head, done)
        case "mail":
            yield read_mail(source)
        case "mhtml":
            yield read_mhtml(source)
        case "arc":
            raise PageError(source.place, "an ARC archive, the form before WARC", "turn it into WARC with `warcio recompress`, and give that")
        case "picture" if not source.asked:
            return  # pictures, fonts and sound lie beside pages everywhere, and nobody takes them for one
        case "page" if not source.asked and tells_of_files(head, source.beside):
            return  # what was written about the pages of a folder is none of them
        case _:
            if not head:
                raise PageError(source.place, "empty: there is not a byte in it", "check that the page was saved whole")
            yield found(source, whole_page(source))


def _many(source: Source, form: Form, head: bytes, done: Done) -> Iterator[Item]:
    if source.depth >= DEPTH_CAP and form in ARCHIVES:
        raise PageError(source.place, f"an archive within {source.depth} others", "unpack the outer ones, and give the folder")
    match form:
        case "zip":
            yield from find_in_zip(source, done, look_into)
        case "tar":
            yield from find_in_tar(source, source.file, done, look_into)
        case "warc":
            yield from find_in_warc(source, done, packed=False)
        case "feed":
            yield from find_in_feed(source, done)
        case "mailbox":
            yield from find_in_mailbox(source, done)
        case "json-feed":
            yield from find_in_json_feed(source, done)
        case _:
            yield from find_in_database(source, done, head)


def _unpacked(source: Source, packing: Packing, head: bytes, done: Done) -> Iterator[Item]:
    """What is packed with gzip, bzip2 or xz. A WARC is read member by member, a tar as it unpacks; a page in gzip stays as it is."""
    if source.depth >= DEPTH_CAP:
        raise PageError(source.place, f"packed within {source.depth} others", "unpack the outer ones, and give the folder")
    stream = unpack(source, packing)
    form = tell_form(beginning(head) if packing == "gzip" else stream.read(HEAD))
    if packing == "gzip" and (form == "warc" or (form == "page" and holds_records(head))):
        yield from _or_empty(source, "warc", find_in_warc(source, done, packed=True), done)
    elif form == "picture" and not source.asked:
        return
    elif packing == "gzip" and form in ("page", "picture"):
        yield found(source, whole_page(source))  # the reader of pages unpacks it, and tells what is damaged
    elif form == "tar":
        yield from _or_empty(source, form, find_in_tar(source, stream, done, look_into), done)
    else:
        stream.seek(0)
        file, size = spool(stream, source.place, ARCHIVE_CAP if form in ARCHIVES else BYTES_CAP)
        with file:
            yield from look_into(replace(source, file=file, size=size, depth=source.depth + 1, whole=False), done)


def beginning(head: bytes) -> bytes:
    """As much as the first bytes of a gzip file unpack to, be it damaged after that."""
    unpacker, unpacked = zlib.decompressobj(wbits=31), b""
    try:
        for at in range(0, len(head), 512):
            unpacked += unpacker.decompress(head[at : at + 512], HEAD)
            if unpacker.eof or len(unpacked) >= HEAD:
                break
    except zlib.error:
        pass
    return unpacked


def _or_empty(source: Source, form: Form, items: Iterator[Item], done: Done) -> Iterator[Item]:
    """The items of a source of many pages; where there are none, and none were done before, that is said."""
    if source.told.url:
        raise PageError(source.place, "one url for a file of many pages", "leave it empty: the file tells those of its pages")
    met, anything = done.met, False
    for item in items:
        anything = True
        yield item
    if not anything and done.met == met:
        yield Unreadable(
            f"{source.key}!", source.place, _STAGES.get(form, "unpack"), f"no page in it: {_NAMES[form]}", "check that it is the file you mean"
        )
