"""What a file holds, told by its content and never by its name."""

import re
import tarfile
from collections.abc import Set
from typing import Final, Literal

from onrecord.intake.database import tell_database
from onrecord.intake.warc_records import holds_records
from onrecord.page.sniff import is_feed

Form = Literal["page", "zip", "tar", "gzip", "bzip2", "xz", "warc", "arc", "feed", "json-feed", "mhtml", "mail", "mailbox", "database", "picture"]
ARCHIVES: Final = frozenset(("zip", "tar", "gzip", "bzip2", "xz", "warc"))  # what may be larger than a page
HEAD: Final = 256 * 1024  # bytes by which a form is told
_PACKED: Final[tuple[tuple[re.Pattern[bytes], Form], ...]] = (
    (re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"), "zip"),
    (re.compile(rb"\x1f\x8b"), "gzip"),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "xz"),
)
# What lies beside pages, and is none: pictures, fonts, sound and film.
_PICTURE: Final = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....(?:WEBP|WAVE|AVI )|\x00\x00\x01\x00|wOF[2F]|OggS\x00|ID3[\x02-\x04]\x00|\x00\x00..ftyp", re.S
)
_OPENS_PAGE: Final = re.compile(rb"\s*+(?:<!--(?>(?:(?!-->).)*)-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_RECORD: Final = re.compile(rb"\r\nWARC-(?:Type|Record-ID|Target-URI): |\r\nWARC/1\.\d\r\n", re.I)  # of a WARC whose first bytes are damaged
_HEADER: Final = re.compile(rb"(?:From [^\r\n]{1,200}\r?\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_MAIL_FIELDS: Final = (b"mime-version:", b"message-id:", b"received:", b"return-path:", b"delivered-to:")
_FILE_NAME: Final = re.compile(
    rb"[\w\x80-\xff-][\w\x80-\xff.-]*\.[A-Za-z][A-Za-z0-9]{1,5}(?![\w\x80-\xff-])"
)  # a name without white space, and its ending
_NAMED: Final = 2  # files that a text names, from which it is about them
_FEED_DECLARED: Final = re.compile(rb"<!DOCTYPE\s+(?:rss|feed|rdf:RDF)\b", re.I)
_JSON_FEED: Final = re.compile(rb'\{.{0,4000}?"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version', re.S)


def tell_form(head: bytes) -> Form:
    """The form of a file, from its first `HEAD` bytes (all, if there are fewer). What is nothing else is a page, which its reader judges."""
    for signature, form in _PACKED:
        if signature.match(head):
            return form
    if _is_tar(head):
        return "tar"
    if head.startswith(b"filedesc://"):
        return "arc"
    if _OPENS_PAGE.match(head):
        return "page"
    if head.startswith(b"WARC/") or _RECORD.search(head):
        return "warc"
    if b"\0" in head and holds_records(head):
        return "gzip"
    if _PICTURE.match(head):
        return "picture"
    text = _as_ascii(head)
    start = text[:65_536].lstrip()
    if start.startswith(b"<"):
        return "feed" if is_feed(start.decode("latin-1")) or _FEED_DECLARED.search(start) else "page"
    if start.startswith(b"{"):
        return "json-feed" if _JSON_FEED.match(start) else "page"
    if header := _HEADER.match(start):
        fields = b"\n" + header[0].lower()
        if b"\ncontent-type:" in fields and re.search(rb"\ncontent-type:\s{0,20}multipart/related", fields):
            return "mhtml"
        if any(b"\n" + name in fields for name in _MAIL_FIELDS) or all(b"\n" + name in fields for name in (b"from:", b"to:", b"subject:")):
            return "mailbox" if start.startswith(b"From ") else "mail"
    return "database" if tell_database(text.decode("latin-1")) else "page"


def tells_of_files(head: bytes, names: Set[str]) -> bool:
    """Whether a text speaks of the files that lie beside it: it names two of them or more, as a note on a folder or a list of digests does.

    A page of HTML does not: one that was saved with others may link to them.

    Args:
        head: the first bytes of the file.
        names: of what lies in its folder.
    """
    text = _as_ascii(head)
    if not names or text.lstrip().startswith(b"<"):
        return False
    named = {name.decode("utf-8", "replace") for name in _FILE_NAME.findall(text)}
    return len(names & named) >= _NAMED


def _as_ascii(head: bytes) -> bytes:
    """The bytes in an encoding in which ASCII is ASCII."""
    even, odd = head[:400:2].count(0), head[1:400:2].count(0)
    for mark, encoding, here, there in ((b"\xff\xfe", "utf-16-le", odd, even), (b"\xfe\xff", "utf-16-be", even, odd)):
        if head.startswith(mark) or (here > 4 and here * 4 > len(head[:400]) and there * 8 < here):
            return head.removeprefix(mark).decode(encoding, "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_tar(head: bytes) -> bool:
    """Whether the first block is the header of a tar member: its checksum is right."""
    if len(head) < tarfile.BLOCKSIZE or b"\0" not in head[:512]:
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True
