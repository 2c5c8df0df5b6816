"""What a process does with one page of an archive: a look at its language, then what an ingest does, and what the global step needs of it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from onrecord.across import Capture, tell
from onrecord.across.pages import name_keys
from onrecord.copies import sign
from onrecord.ingest.reading import read_with_record
from onrecord.ingest.tellings import features_of, near_features_of, pack_telling
from onrecord.intake.found import Found
from onrecord.page.language import tell_language
from onrecord.record import Record
from onrecord.store.rows import COLUMNS
from onrecord.store.write import Failed, Reading, capture_key

_LOOKED_AT: Final = 256 * 1024  # bytes
_NO_TEXT: Final = re.compile(r"<(script|style|head|nav|footer)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*>", re.I | re.S)
_FEW: Final = 200  # letters, with fewer of which a page is read, whatever it seems to be
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,20})", re.I)
_OUTLET, _PARAGRAPH_KIND, _PARAGRAPH_TEXT = COLUMNS["article"].index("outlet"), COLUMNS["paragraph"].index("kind"), COLUMNS["paragraph"].index("text")


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read.

    page: its key, as a store has it.
    signature, fingerprint: what copies of it are found by.
    telling: what it tells, packed; own, near: what its story is found by, names of how many.
    """

    reading: Reading
    page: str
    signature: bytes
    fingerprint: int
    telling: bytes
    names: int
    own: tuple[int, ...]
    near: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A page that is in another language than those asked for."""

    key: str
    location: str
    language: str


def read_page(found: Found, *, languages: Collection[str], source: bool, encodings: int | None) -> Read | Failed | Passed:
    """Read a page.

    Raises:
        SetupError: the installation is damaged.
    """
    if languages and (other := other_language(found.data, languages)):
        return Passed(found.key, found.location, other)
    read = read_with_record(found, source=source, encodings=encodings)
    return read if isinstance(read, Failed) else told(*read)


def told(reading: Reading, record: Record) -> Read:
    """A page with what the global step needs of it, made from the same cells that a store makes it from."""
    page = capture_key(reading.digest, reading.location, reading.retrieved)
    telling = tell(Capture(page, record, reading.rows["article"][0][_OUTLET]))
    (signature,) = sign([body_of(reading)])
    own, near = sorted(features_of(telling)), sorted(near_features_of(telling))
    names = len(name_keys(telling))
    return Read(reading, page, signature.to_bytes(), signature.fingerprint, pack_telling(telling), names, tuple(own), tuple(near))


def body_of(reading: Reading) -> str:
    """The page's own words, of which copies are told."""
    return "\n".join(row[_PARAGRAPH_TEXT] for row in reading.rows["paragraph"] if row[_PARAGRAPH_KIND] != "headline")


def other_language(data: bytes, languages: Collection[str]) -> str | None:
    """The language of a page that is surely in none of some; None where it may be in one of them.

    Only the bytes are looked at, without a parser: it takes a hundredth of what reading takes.
    """
    head = data[:_LOOKED_AT]
    if head.startswith((b"\x1f\x8b", b"%PDF")):
        return None
    declared = _CHARSET.search(head[:4096])
    try:
        text = head.decode(declared[1].decode() if declared else "utf-8", "replace")
    except LookupError:
        text = head.decode("utf-8", "replace")
    lines = [line for part in _NO_TEXT.sub("\n", text).split("\n") if len(line := part.strip()) > 1]
    if text.count("\ufffd") > len(text) // 50 or sum(map(len, lines)) < _FEW:
        return None
    language = tell_language(lines)
    return language if language is not None and language not in languages else None
