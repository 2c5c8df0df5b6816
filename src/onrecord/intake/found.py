"""What looking into paths gives: a page with all that is known of it, or what could not be read and why."""

from collections.abc import Callable, Container, Iterator, Set
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from onrecord.text import whole_characters

_SYSTEM: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
DEPTH_CAP: Final = 4  # archives within archives


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of one page, and what whoever kept them says of it."""

    key: str  # where it lies, for a machine: equal in every run over unchanged files, and known before the bytes are
    location: str  # the page's address where its container tells it, else where its bytes lie: for citations
    retrieved: str | None  # ISO 8601
    content_type: str | None  # the header that came with it
    outlet: str | None
    data: bytes = field(repr=False)
    container: str | None  # where its bytes lie, if not in a file of their own: "crawl.warc.gz@1024", "saved.zip!news/a.html"
    progress: int = 0  # bytes of all paths that were passed when it was found; of `count_pages(paths).bytes`
    told: str | None = None  # the outlet, where the manifest tells it: it goes before what was known


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that holds no readable page where one was looked for, or a range of bytes that is lost."""

    key: str
    location: str
    stage: str  # open, manifest, unpack, archive, warc, mail, feed, summary (of a feed), database
    cause: str
    remedy: str
    progress: int = 0


Item = Found | Unreadable


@dataclass(frozen=True, slots=True)
class Told:
    """What a manifest says of a path; it goes before what is found."""

    url: str | None = None
    outlet: str | None = None
    saved_at: str | None = None
    row: str | None = None  # the manifest and its row, for errors


NOTHING_TOLD: Final = Told()


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to look into: a file, or a member of an archive. Its file can be read from any place."""

    key: str
    place: str  # where it lies, for a human
    file: BinaryIO
    size: int
    told: Told = NOTHING_TOLD
    depth: int = 0  # archives around it
    whole: bool = True  # a file of its own, and not a part of one
    asked: bool = False  # named by the user, and not come upon in a folder or archive
    beside: Set[str] = frozenset()  # names of what lies in the same folder, where it was come upon in one


@dataclass(slots=True)
class Done:
    """The keys that are done with, and how many of them were met: an archive of which all is done is not an empty one."""

    keys: Container[str]
    met: int = 0

    def __contains__(self, key: object) -> bool:
        if key in self.keys:
            self.met += 1
            return True
        return False


Look = Callable[[Source, Done], Iterator[Item]]  # what an archive calls for each of its members


def found(
    source: Source,
    data: bytes,
    *,
    key: str | None = None,
    place: str | None = None,
    url: str | None = None,
    retrieved: str | None = None,
    content_type: str | None = None,
    outlet: str | None = None,
    part: bool = False,
) -> Found:
    """A page of a source; what the manifest says goes before what the source says.

    Args:
        key, place: of the page, where it is a part of the source.
        part: whether its bytes are not the source's own, but were taken out of it.
    """
    told, place = source.told, place or source.place
    outlet = told.outlet or outlet
    return Found(
        key or source.key,
        whole_characters(told.url or url or place),
        told.saved_at or retrieved,
        content_type,
        outlet and whole_characters(outlet),
        data,
        None if source.whole and not part else place,
        source.size,
        told.outlet and whole_characters(told.outlet),
    )


def row_of(told: Told, place: str) -> str:
    """What an error is said of: a place, with the row of the manifest that names it."""
    return f"{told.row}: {place}" if told.row else place


def printable(name: str) -> str:
    """A name for keys and reports: bytes that are no text and control characters are written out, so that any file or terminal can hold it."""
    text = name.encode("utf-8", "surrogateescape" if all("\udc80" <= c <= "\udcff" for c in name if "\ud800" <= c <= "\udfff") else "replace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text.decode("utf-8", "backslashreplace"))


def member_of(source: Source, key: str, place: str, file: BinaryIO, size: int) -> Source:
    """A member of an archive, as something to look into."""
    return Source(key, place, file, size, source.told, source.depth + 1, whole=False)


def is_hidden(name: str) -> bool:
    """Whether a name, or a folder in it, is one that systems keep for themselves."""
    return any((part.startswith(".") and part not in (".", "..")) or part in _SYSTEM for part in name.split("/"))
