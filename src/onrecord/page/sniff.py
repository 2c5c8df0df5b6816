"""What a file holds, told by its content and never by its name."""

import csv
import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Final, Literal

from onrecord.characters import settled
from onrecord.errors import PageError

_LOOKED_AT: Final = 65_536  # of a file's beginning; every search below is linear in it

_LATER: Final = (
    (b"WARC/1.", "a WARC archive", "take the page out of it with a WARC tool, then read that file"),
    (b"PK\x03\x04", "a zip archive (WACZ, EPUB, DOCX or plain zip)", "unpack it, then read the page in it"),
    (b"PK\x05\x06", "an empty zip archive", "give the page itself"),
)
_PDF: Final = re.compile(rb"[\s\xef\xbb\xbf]*%PDF-\d")
_FEED: Final = ("a feed (RSS or Atom)", "save the page of the story itself, then read that file")
_MHTML: Final = ("an MHTML or mail file", "save the page as HTML, then read that file")
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, sound or film"),
    (b"BM", "a BMP picture"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"OggS", "sound or film"),
    (b"ID3", "sound"),
    (b"wOF2", "a font"),
    (b"PAR1", "a Parquet table"),
)
_THE_PAGE: Final = "give the page itself: HTML or plain text"
_THE_ARTICLE: Final = "take the article out of it, and give that as a file of HTML or plain text"
_OUR_RECORD: Final = re.compile(r'\{\s*"schema"\s*:\s*"onrecord/')
_DELIMITERS: Final = (("\t", "tab", 3), (",", "comma", 3), (";", "semicolon", 3))  # with the fewest columns that are no prose
_ROWS: Final = 50  # of a table that are looked at
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"

_PREFACE: Final = re.compile(r"\s+|<!--.*?(?:-->|\Z)|<\?[^>]*(?:>|\Z)|<!doctype(?!\s+html\b)[^>]*(?:>|\Z)", re.I | re.S)
_DECLARED_XML: Final = re.compile(r"\s*<\?xml\b", re.I)
_FEED_ROOT: Final = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.I)
_HEADER_LINE: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}:")
_MULTIPART: Final = re.compile(r"content-type:\s{0,20}multipart/", re.I)
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I)
_TAGS: Final = (
    "a|abbr|address|article|aside|b|blockquote|body|br|center|cite|dd|div|dl|dt|em|figure|figcaption|font|footer|form|h[1-6]|head|header|hr|html"
    "|i|img|li|link|main|meta|nav|noscript|ol|p|picture|pre|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|thead|time|title|tr|u|ul"
)
_FOREIGN: Final = re.compile(rf"<(?!(?:{_TAGS})[\s/>])([a-z_][\w:.-]*)[\s/>]", re.I)  # an element that is none of HTML's
_OPENS: Final = re.compile(rf"<(?:{_TAGS})(?:\s[^<>]*)?/?>", re.I)
_BLOCKS: Final = "p|div|h[1-6]|article|section|table|ul|ol|blockquote|main|header|nav|figure|pre|title|meta|link|script"
_OPENS_BLOCK: Final = re.compile(rf"<(?:{_BLOCKS})(?:\s[^<>]*)?>", re.I)
_CLOSES: Final = re.compile(rf"</(?:{_TAGS})\s*>|<(?:br|hr|img|meta|link)\b", re.I)
_BLOCK_CLOSES: Final = re.compile(r"</(?:p|div|h[1-6]|li|td|section|article|blockquote)>|<br ?/?>", re.I)
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*(?:`|$)", re.S)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF; white space and a byte order mark may stand before its mark."""
    return _PDF.match(data[:1024]) is not None


def refuse_binary(data: bytes, location: str, *, wide: bool) -> None:
    """Raise if the bytes are known to be no text.

    Args:
        data: the bytes, unpacked.
        location: for the error.
        wide: they are UTF-16, where zero bytes mean nothing.

    Raises:
        PageError: it says what the bytes look like, and what to do.
    """
    head = data[:_LOOKED_AT]
    start = head[:1024].lstrip()
    for signature, what, remedy in _LATER:
        if start.startswith(signature):
            raise PageError(location, f"{what}, which onrecord does not read yet", remedy)
    if start.startswith(b"{\\rtf"):
        raise PageError(location, "an RTF document, not a page", "save it as plain text, then read that file")
    if wide or not _is_binary(head):
        return
    what = next((what for signature, what in _SIGNATURES if head.startswith(signature)), "binary data")
    raise PageError(location, f"{what}, not a page", _THE_PAGE)


def _is_binary(head: bytes) -> bool:
    """More control characters than any text has; a few zero bytes are no proof, unless a file holds little else."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return (controls > 3 and controls * 25 > len(head)) or controls * 4 > len(head)


def refuse_data(text: str, location: str) -> None:
    """Raise if decoded text that is no HTML is no text for a reader either: JSON, a table, XML, or not one letter.

    A few words of prose are a text, however short; so is JSON or a table that does not stand alone in the file.

    Raises:
        PageError: it says what the file is, and what to do.
    """
    whole = text.strip()
    if not whole:
        return
    if _OUR_RECORD.match(whole) and _is_json(whole):
        raise PageError(
            location, "a record that onrecord wrote, not a page", "open it with onrecord.Record.from_json, or give the page it was made of"
        )
    if whole[0] in "{[" and (_is_json(whole) or _are_json(whole.splitlines())):
        raise PageError(location, "JSON, not a page", _THE_ARTICLE)
    if (markup := _FOREIGN.match(whole)) and whole.endswith(f"</{markup[1]}>"):
        what = "an SVG picture, not a page" if markup[1].lower() == "svg" else "XML that is no web page"
        raise PageError(location, what, "save the page as HTML, or copy its text into a file")
    if delimiter := _delimiter_of(text):
        raise PageError(location, f"a table of values with a {delimiter} between them (CSV), not a page", _THE_ARTICLE)
    if whole.count("\ufffd") * 3 > len(whole):
        raise PageError(location, "binary data, not a page", _THE_PAGE)
    if not any(map(str.isalpha, settled(whole))):
        raise PageError(location, "no words in it: there is not one letter", _THE_PAGE)


def _is_json(text: str) -> bool:
    """Whether an object or array is all there is. Numbers are not worked out: one may have a million digits."""
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def _are_json(lines: Iterable[str]) -> bool:
    """Whether the first lines are a value each, as in JSON Lines."""
    first = list(islice((line.strip() for line in lines if line.strip()), _ROWS))
    return len(first) > 1 and all(line[0] in "{[" and _is_json(line) for line in first)


def _delimiter_of(text: str) -> str | None:
    """What stands between the values of a table: every row has as many of them, and none begins with a space, as words behind a comma do."""
    head = text[:_LOOKED_AT]
    for delimiter, name, fewest in _DELIMITERS:
        if delimiter not in head:
            continue
        try:
            rows = [row for row in islice(csv.reader(head.splitlines(keepends=True), delimiter=delimiter), _ROWS) if row]
        except csv.Error:  # a value beyond measure, a NUL
            continue
        if len(head) < len(text) and len(rows) < _ROWS:
            del rows[-1:]  # the head was cut within it
        if len(rows) > 1 and len(rows[0]) >= fewest and {len(row) for row in rows} == {len(rows[0])}:
            values = [value for row in rows for value in row[1:]]
            if sum(value[:1].isspace() for value in values) * 10 <= len(values):
                return name
    return None


def tell_form(text: str, content_type: str | None, location: str) -> Literal["html", "text"]:
    """Whether decoded text is an HTML page or a piece of one, or plain text.

    Args:
        text: the page.
        content_type: the HTTP header; "text/html" and XHTML are believed, for a browser would show it so.
        location: for the error.

    Raises:
        PageError: it is a feed, a mail file, or XML of another kind.
    """
    head = text[:_LOOKED_AT]
    start = _past_preface(head)
    page = _PAGE.match(head, start)
    if is_feed(head):
        raise _later(location, *_FEED)
    if _is_multipart(head):
        raise _later(location, *_MHTML)
    if page or (content_type and re.match(r"\s*(?:text/html|application/xhtml\+xml)\b", content_type, re.I)):
        return "html"
    if _DECLARED_XML.match(head):
        raise PageError(location, "XML that is no web page", "save the page as HTML, or copy its text into a file")
    return "html" if _is_fragment(head, start) else "text"


def is_feed(head: str) -> bool:
    """Whether the beginning of a text is that of RSS or Atom."""
    return _FEED_ROOT.match(head, _past_preface(head)) is not None


def _is_fragment(head: str, start: int) -> bool:
    """Whether text that does not begin as a page does is HTML all the same.

    It begins with a block, or with an element and closes one; or a page begins on a line further down (a warning of the server stands
    above it); or three blocks are closed in it. What Markdown marks as code proves nothing.
    """
    if _OPENS_BLOCK.match(head, start) or (_OPENS.match(head, start) and _CLOSES.search(head, start)):
        return True
    if "</" not in head and "<br" not in head.lower():
        return False
    prose = _CODE.sub("", head)
    page = _PAGE.search(prose)
    if page and not prose[prose.rfind("\n", 0, page.start()) + 1 : page.start()].strip():
        return _CLOSES.search(prose, page.end()) is not None
    return len(_BLOCK_CLOSES.findall(prose)) >= 3


def _past_preface(head: str) -> int:
    """Where the first thing stands that is no white space, comment, declaration or doctype of another kind."""
    position = 0
    while match := _PREFACE.match(head, position):
        position = match.end()
    return position


def _is_multipart(head: str) -> bool:
    """Whether it begins with the headers of a mail whose content is in parts."""
    lines = head[:8192].lstrip().splitlines()
    for line in lines:
        if _MULTIPART.match(line):
            return True
        if not (_HEADER_LINE.match(line) or (line[:1] in " \t" and line.strip())):
            return False
    return False


def _later(location: str, what: str, remedy: str) -> PageError:
    return PageError(location, f"{what}, which onrecord does not read yet", remedy)
