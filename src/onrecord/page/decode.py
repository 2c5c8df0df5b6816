"""Bytes → text, by one documented rule: docs/canonical-text.md, "From bytes to characters".

What a page says of its own encoding is believed only as far as its bytes bear it out.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category

from onrecord.characters import settled
from onrecord.record import Note

_PRESCAN: Final = 8_192  # bytes in which a page names its encoding; HTML5 asks for 1,024, pages put more than that before it
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_META: Final = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s{0,10}=\s{0,10}["']?\s{0,10}([A-Za-z0-9_.:+-]{1,40})""", re.I)
_XML: Final = re.compile(rb"""\s{0,100}<\?xml\b[^>]{0,200}?\bencoding\s{0,10}=\s{0,10}["']([A-Za-z0-9_.:+-]{1,40})""", re.I)
_HTTP: Final = re.compile(r"""charset\s{0,10}=\s{0,10}["']?\s{0,10}([A-Za-z0-9_.:+-]{1,40})""", re.I)
_HALF_PAIR: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # half a surrogate pair in the manner of UTF-8
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DETECTED: Final = 200_000  # bytes shown to the detector
_FEW: Final = 8  # so many bytes above ASCII may be UTF-8 by chance

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Python's codecs of these names lack characters that browsers, and so pages, count among them.
_WIDER: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "euc_kr": "cp949", "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs",
}  # fmt: skip
_MULTIBYTE: Final = frozenset(("big5hkscs", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the name of the encoding in Python, and what was not as the page says."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, *, content_type: str | None = None, markup: bool = True) -> Decoded:
    """Decode a page. Never fails; a byte that stands for nothing becomes U+FFFD, and a note counts them.

    Args:
        data: the bytes of the page, unpacked.
        content_type: the HTTP header that came with it.
        markup: whether `<meta>` and the XML declaration count as what the page says of itself.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    label = _label(data, content_type, markup)
    declared = _codec(label) if label is not None else None
    unknown = () if label is None or declared else (_note("encoding-unknown", f"the page names the encoding {label!r}, which does not exist"),)
    found = _decode_unmarked(data, declared, label)
    return Decoded(found.text, found.encoding, (*unknown, *found.notes))


def _decode_unmarked(data: bytes, declared: str | None, label: str | None) -> Decoded:
    if data.isascii() and b"\x1b" not in data and b"\0" not in data:
        return Decoded(data.decode("ascii"), "ascii")
    if (wide := _unmarked_utf16(data)) is not None:
        return _decoded(data, wide)
    if declared is None and data.isascii() and b"\x1b$" in data and _strictly(data, "iso2022_jp") is not None:
        declared = "iso2022_jp"  # its escapes are in no other text
    text = _strictly(data, "utf-8")
    if text is not None and not _rather(data, declared):
        lied = (
            () if declared in (None, "utf-8") or data.isascii() else (_note("encoding-mislabelled", f"called {label}, read as UTF-8, which it is"),)
        )
        return Decoded(text, "utf-8", lied)
    if declared is not None and declared != "utf-8":
        return _decoded(data, declared)
    if _is_damaged_utf8(data):
        return _decoded(data, "utf-8")
    detected = _detect(data)
    if declared == "utf-8" and (detected is None or not _is_plausible(data, detected)):
        return _decoded(data, "utf-8")
    if detected is None:
        detected = "cp1252"
    said = f"called {label}, which it is not; " if declared else ""
    note = _note("encoding-mislabelled" if declared else "encoding-guessed", f"{said}read as {detected}, by the look of its bytes")
    found = _decoded(data, detected)
    return Decoded(found.text, found.encoding, (note, *found.notes))


def _label(data: bytes, content_type: str | None, markup: bool) -> str | None:
    """The encoding that the header, or else the page, names."""
    if content_type and (match := _HTTP.search(content_type)):
        return match[1]
    if not markup:
        return None
    head = data[:_PRESCAN]
    if xml := _XML.match(head):
        return xml[1].decode("ascii")
    meta = _META.search(_COMMENT.sub(b"", head))
    return meta[1].decode("ascii") if meta else None


def _codec(label: str) -> str | None:
    """The Python codec for a label of the web."""
    import webencodings

    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name in ("x-user-defined", "replacement"):
        return None
    if encoding.name.startswith("utf-16"):
        return "utf-8"  # it was read as ASCII to find the label, so UTF-16 it is not
    name = codecs.lookup(encoding.codec_info.name).name
    return _WIDER.get(name, name)


def _rather(data: bytes, declared: str | None) -> bool:
    """Whether bytes that happen to be good UTF-8 are better read as declared."""
    if data.isascii():
        return declared == "iso2022_jp" and b"\x1b$" in data
    if declared not in _MULTIBYTE or declared is None:
        return False
    above = sum(byte > 0x7F for byte in data[:_DETECTED])
    return above < _FEW and _strictly(data, declared) is not None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is good UTF-8."""
    sample = data[:_DETECTED]
    halves = len(_HALF_PAIR.findall(sample))
    text = _HALF_PAIR.sub(b"", sample).decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad + halves
    return good > bad


_LOW: Final = bytes(range(9))  # control characters that no text of one byte a letter has


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark.

    Of Latin letters and markup one half is zero bytes. Other scripts show control characters as bytes, and as UTF-16 of
    one of the two orders letters with spaces or full stops among them.
    """
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 >= len(sample) and min(even, odd) * 8 <= max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    if (len(sample) - len(sample.translate(None, _LOW))) * 25 < len(sample):
        return None
    return next((encoding for encoding in ("utf-16-le", "utf-16-be") if _is_running_text(sample[: len(sample) // 2 * 2], encoding)), None)


def _is_running_text(sample: bytes, encoding: str) -> bool:
    text = _strictly(sample, encoding)
    if text is None or not any(mark in text for mark in (" ", "\n", "\u3002")):
        return False
    return sum(category(character)[0] in "LNPZM" or character in "\t\n\r" for character in settled(text)) * 50 >= len(text) * 49


def _detect(data: bytes) -> str | None:
    """What the detector takes the bytes for, as the name of a Python codec."""
    import chardet

    found = chardet.detect(data[:_DETECTED], compat_names=False)["encoding"]
    try:
        name = codecs.lookup(found).name if found and not found.lower().startswith("utf") else None
    except LookupError:
        return None
    return name and _WIDER.get(name, name)


def _is_plausible(data: bytes, encoding: str) -> bool:
    """Whether the text reads as one written in that encoding: no character missing, few capitals within a word."""
    text = _strictly(data, encoding)
    if text is None:
        return False
    above = odd = 0
    before = ""
    for character in settled(text[:_DETECTED]):
        if character > "\x7f":
            above += 1
            odd += (character.isupper() and before.islower()) or category(character) in ("Cc", "Cn", "Co")
        before = character
    return odd * 8 <= above


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = _strictly(data, encoding)
    if text is not None and not _SURROGATE.search(text):
        return Decoded(text, encoding)
    text = _SURROGATE.sub("\ufffd", data.decode(encoding, "replace"))
    number = text.count("\ufffd")
    return Decoded(text, encoding, (_note("bytes-replaced", f"{number} places are no {encoding} and became U+FFFD"),))


def _note(code: str, text: str) -> Note:
    return Note("document", code, text)
