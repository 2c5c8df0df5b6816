"""One text file that holds many articles of a news database: split at its repeated headers.

The forms:
`1 of 250 DOCUMENTS` or `Document 1 of 250`, a line above each article (LexisNexis);
`End of Document`, a line below each (Nexis Uni);
`Document LBA0000020030303dz3300abc`, a line below each, with `AN` before it or not (Factiva);
a line of underscores between articles that have fields (ProQuest);
`Headline: …`, `Source: …`, `Date: …`, two such fields or more above each article, the same one first (many others).

An article's text is the slice of the file, without the line that divides it from the next; its place tells the file and the offsets, in
characters (code points) of the decoded file: `export.txt#char=0,1834` (RFC 5147).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import BinaryIO, Final, cast

from onrecord.errors import PageError
from onrecord.intake.found import Done, Item, Source, Unreadable, found
from onrecord.page.decode import decode
from onrecord.page.file import BYTES_CAP, too_large

_LINE_CAP: Final = 1024 * 1024  # characters; a longer line is read in pieces
_NUMBERED: Final = r"[ \t]{0,80}(?:Document[ \t]+\d{1,6}[ \t]+of[ \t]+\d{1,6}|\d{1,6}[ \t]+of[ \t]+\d{1,6}[ \t]+DOCUMENTS?)[ \t]*"
_ENDED: Final = r"[ \t]{0,80}End of Document[ \t]*"
_ACCESSION: Final = r"(?:AN[ \t]+)?Document[ \t]+[A-Z][A-Za-z0-9]{19,31}[ \t]*"
_RULE: Final = r"_{40,}[ \t]*"
_LABELS: Final = (
    "headline|title|source|publication|publication title|newspaper|outlet|date|published|publication date|byline|author|authors|length|section|url|"
    "link|load-date|language|edition|country|place of publication|document type|publication type"
)
_LABEL: Final = re.compile(rf"({_LABELS})[ \t]*:[ \t]*(\S.*)?", re.I)
_OUTLET: Final = re.compile(r"(?:SN[ \t]{1,8}|(?:source|publication|publication title|newspaper|outlet)[ \t]*:[ \t]*)([^\n\r]{2,80})", re.I)
_OUTLET_LINES: Final = 40  # of an article in which its outlet is looked for
_LAST_WORDS: Final = 60  # fewer words after the last "end" are a notice of rights


@dataclass(frozen=True, slots=True)
class Divider:
    """What divides the articles of a file."""

    line: re.Pattern[str]  # the whole line
    place: str  # "above" or "below" the article, or "within" it, as its first line


def tell_database(text: str) -> Divider | None:
    """What divides the articles in a text; None where nothing does twice."""
    for line, place in ((_NUMBERED, "above"), (_ENDED, "below"), (_ACCESSION, "below")):
        if len(re.findall(rf"^{line}\r?$", text, re.M)) > 1:
            return Divider(re.compile(line), place)
    firsts = _first_labels(text.split("\n"))
    if len(re.findall(rf"^{_RULE}\r?$", text, re.M)) > 1 and len(re.findall(rf"^(?:{_LABELS}|full text)[ \t]*:", text, re.M | re.I)) > 3:
        return Divider(re.compile(_RULE), "above")
    if len(firsts) > 1 and len(set(firsts)) == 1:
        return Divider(re.compile(rf"{re.escape(firsts[0])}[ \t]*:.*", re.I), "within")
    return None


def _first_labels(lines: list[str]) -> list[str]:
    """The first label of each header: of two labelled lines or more, one below the other."""
    labels = [label[1].lower() if (label := _LABEL.match(line)) else None for line in ["", *lines, ""]]
    return [this for before, this, after in zip(labels, labels[1:], labels[2:], strict=False) if before is None and this and after and this != after]


def find_in_database(source: Source, done: Done, head: bytes) -> Iterator[Item]:
    """The articles of the file, in order; each is a page of plain text.

    Args:
        head: the first bytes of the file, by which the divider and the encoding are told.

    Raises:
        PageError: nothing divides it.
    """
    decoded = decode(head, markup=False)
    divider = tell_database(decoded.text)
    if divider is None:
        raise PageError(source.place, "a file of many articles that cannot be split", "give its articles as files of their own")
    encoding = "utf-8-sig" if decoded.encoding == "ascii" or (decoded.encoding == "utf-8" and head.startswith(b"\xef\xbb\xbf")) else decoded.encoding
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"  # so that a byte that stands for nothing comes out as it came in
    source.file.seek(2 if head.startswith((b"\xff\xfe", b"\xfe\xff")) else 0)
    wrapper = io.TextIOWrapper(io.BufferedReader(cast(io.RawIOBase, _Kept(source.file))), encoding, errors, newline="")
    lines = iter(lambda: wrapper.readline(_LINE_CAP), "")
    charset = "utf-8" if encoding == "utf-8-sig" else encoding
    for start, article in _articles(_numbered(lines), divider):
        end = start + len(article)
        key, place = f"{source.key}@{start}", f"{source.place}#char={start},{end}"
        if key in done:
            continue
        data = article.encode(charset, errors)
        if len(data) > BYTES_CAP:
            error = too_large(place)
            yield Unreadable(key, place, "database", error.problem, error.remedy, source.file.tell())
            continue
        page = found(source, data, key=key, place=place, content_type=f"text/plain; charset={charset}", outlet=_outlet(article, divider), part=True)
        yield replace(page, progress=source.file.tell())
    wrapper.detach()


class _Kept(io.RawIOBase):
    """A file that whoever wraps it cannot close."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _numbered(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for line in lines:
        yield at, line
        at += len(line)


def _articles(lines: Iterator[tuple[int, str]], divider: Divider) -> Iterator[tuple[int, str]]:
    """Where each article begins, and its text, without blank lines around it. Of what is too long for a page only so much is kept as shows it."""
    held: list[str] = []
    start, size = 0, 0
    open_ = divider.place == "below"  # what stands above the first header is no article
    for (at, line), (_, after) in pairwise(chain(lines, [(0, "")])):
        divides = divider.line.fullmatch(line.rstrip("\r\n")) is not None
        if divides and divider.place == "within":
            divides = _LABEL.match(after) is not None
        if divides:
            if open_:
                yield from _trimmed(start, held)
            open_ = True
            start, held, size = (at, [line], len(line)) if divider.place == "within" else (at + len(line), [], 0)
        elif size <= BYTES_CAP:
            held.append(line)
            size += len(line)
    if open_ and (divider.place != "below" or len("".join(held).split()) > _LAST_WORDS):
        yield from _trimmed(start, held)


def _trimmed(start: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    text = "".join(lines)
    kept = text.strip()
    if kept:
        yield start + text.index(kept), kept


def _outlet(article: str, divider: Divider) -> str | None:
    """The outlet that an article's header names: in a field, or below "1 of 250 DOCUMENTS"."""
    lines = article.splitlines()[:_OUTLET_LINES]
    for line in lines:
        if named := _OUTLET.fullmatch(line.strip()):
            return named[1].strip()
    first = lines[0].strip()
    return first if divider.line.pattern == _NUMBERED and len(first) <= 80 else None
