"""From a file, bytes or a string to a Record: the functions that `import onrecord` offers.

The stages are imported when the first page is read, not before: they are two thirds of what importing everything costs.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError, StageError
from onrecord.record import Record

if TYPE_CHECKING:
    from onrecord.page import Page


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page of a batch: a record, or the error that says why there is none."""

    location: str
    record: Record | None
    error: OnRecordError | None


def read(
    source: str | os.PathLike[str] | bytes,
    *,
    location: str | None = None,
    retrieved: str | None = None,
    content_type: str | None = None,
    until: str | None = None,
) -> Record:
    """Read one page.

    Args:
        source: the path of a file, or its bytes. HTML, plain text or, with the extra `pdf`, PDF, also in gzip; what it is, is told by
            its content. Markup or text that is at hand as a string goes to `read_html` or `read_text`.
        location: where the page came from, a URL or path; for citations, and its URL is evidence for the date. Default: the path.
        retrieved: ISO 8601 time at which it was fetched: evidence for the crawl date, never for the publication.
        content_type: the HTTP header that came with it, where it is known: "text/html; charset=windows-1251".
        until: stop after this layer: "article", "encoding", "statements", "times_found", "published", "times", "actors" or "attributions".

    Raises:
        PageError: the file cannot be read or holds no page; it names the file, the cause, and what to do.
        StageError: a defect in onrecord.
        ValueError: `until` is no layer, or `retrieved` no time.
        TypeError: the source is neither a path nor bytes.
    """
    from onrecord.page import Capture, open_page, read_page

    if not isinstance(source, str | bytes | os.PathLike):
        raise TypeError(f"read takes the path of a page, or its bytes, not {_kind_of(source)}")

    _check_layer(until)
    if isinstance(source, bytes):
        page = read_page(source, Capture(location or "(bytes)", retrieved, content_type))
    else:
        page = open_page(source, location=location, retrieved=retrieved, content_type=content_type)
    return _run(page, until)


def read_text(text: str, *, location: str = "(text)", retrieved: str | None = None, until: str | None = None) -> Record:
    """Read text that was copied out of a page. `record.document.text` is the text given, unchanged.

    Raises:
        PageError: nothing but white space, or a lone surrogate (no text in any encoding).
        StageError, ValueError: as `read`.
        TypeError: it is not a str.
    """
    if not isinstance(text, str):
        raise TypeError(f"read_text takes a str, not {_kind_of(text)}: give the bytes of a page to onrecord.read, which tells their encoding")
    from onrecord.page import Capture, page_of_text

    _check_layer(until)
    return _run(page_of_text(text, Capture(location, retrieved)), until)


def read_html(html: str | bytes, *, location: str = "(html)", retrieved: str | None = None, until: str | None = None) -> Record:
    """Read an HTML page. Offsets count in the canonical text of the page (docs/canonical-text.md), not in its markup.

    Raises:
        PageError, StageError, ValueError: as `read`.
        TypeError: it is neither str nor bytes.
    """
    if not isinstance(html, str | bytes):
        raise TypeError(f"read_html takes the markup of a page as str or bytes, not {_kind_of(html)}")
    data = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
    content_type = "text/html; charset=utf-8" if isinstance(html, str) else "text/html"
    return read(data, location=location, retrieved=retrieved, content_type=content_type, until=until)


def read_many(paths: Iterable[str | os.PathLike[str]], *, workers: int = 1, until: str | None = None) -> Iterator[Outcome]:
    """Read many pages; one that cannot be read is an Outcome with its error, and the rest goes on.

    Args:
        paths: files, read in this order; outcomes come in this order too.
        workers: processes; 1 reads in this one. A worker that dies (killed, out of memory) costs only its page. With 2 or more, a
            script needs the usual `if __name__ == "__main__":` around its own work.
        until: as `read`.

    Raises:
        ValueError: `until` is no layer, or workers is less than 1.
        TypeError: one path is given where a list of paths belongs.
    """
    if isinstance(paths, str | bytes | os.PathLike):
        raise TypeError(f"read_many takes a list of paths, not one: read_many([{paths!r}])")
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, not {workers}")
    _check_layer(until)
    one = partial(_outcome, until=until)
    if workers == 1:
        return map(one, paths)
    from onrecord.workers import in_processes  # here: multiprocessing costs 20 ms to import

    return in_processes(one, paths, workers=workers, lost=_lost)


def _kind_of(value: object) -> str:
    return type(value).__name__


def _run(page: "Page", until: str | None) -> Record:
    from onrecord.pipeline import run

    return run(page.document, page.layout, until=until, notes=page.notes)


def _check_layer(until: str | None) -> None:
    if until is None:
        return
    from onrecord.pipeline import LAYERS

    if until not in LAYERS:
        raise ValueError(f"no layer {until!r}: one of {', '.join(LAYERS)}")


def _outcome(path: str | os.PathLike[str], *, until: str | None) -> Outcome:
    """The one place where an error becomes a row of the report."""
    try:
        return Outcome(os.fspath(path), read(path, until=until), None)
    except OnRecordError as error:
        return Outcome(os.fspath(path), None, error)


def _lost(path: str | os.PathLike[str]) -> Outcome:
    """What becomes of a page whose worker died."""
    name = os.fspath(path)
    remedy = "it may have run out of memory: read the page by itself to see why"
    return Outcome(name, None, StageError(name, "the process that read it was killed", remedy))
