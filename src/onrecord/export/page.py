"""Records as HTML: one in a single self-contained file to hand over or in a notebook, several by an index of such files.

No script, nothing loaded from outside. Templates escape everything they are given; what is markup stands in the templates.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.deals import NARRATED, NOT_SAID, NOT_SETTLED
from onrecord.export.quotes import Quote
from onrecord.export.shown import Paragraph, View
from onrecord.export.stances import Look
from onrecord.export.view import OFFSETS, count_stances, view_of
from onrecord.export.visible import one_line, visible
from onrecord.record import Record
from onrecord.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\\\"'<>`]+", re.IGNORECASE | re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)
_QUOTED: Final = 300  # characters quoted of what is left out
_FIRST_WORDS: Final = 64  # characters quoted of a statement beside its paragraph, where its words stand already
_FURTHEST: Final = 5  # paragraphs below its own beside which a statement may stand
_LISTED: Final = 200  # pieces of one kind listed of what is left out: some pages have 200,000 links


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in an index of several."""

    file: str  # the name of its HTML file, in the same folder
    headline: str | None
    date: str | None
    counts: tuple[tuple[Look, int], ...]
    location: str


@dataclass(frozen=True, slots=True)
class Style:
    """The styles of a file, and by what its policy knows them: no other style is used, whatever a page's words become."""

    text: "Markup"
    source: str  # "sha256-…", as a Content-Security-Policy names it


def page_html(record: Record, *, read_from: str | None = None, about: Iterable[tuple[str, str]] = ()) -> str:
    """The record as one HTML file: article, statements beside their sentences, arms transfers and events, the date and why, what was left out.

    Args:
        record: what was read.
        read_from: the file that was read, where the record's location is another.
        about: names and texts to show beside what made the record.
    """
    return _render("page.html.j2", view_of(record, read_from=read_from), prefix="", about=about)


def entry_of(record: Record, file: str) -> Entry:
    """What an index tells of a record whose HTML is in a file of this name."""
    return Entry(
        file=file,
        headline=record.document[record.article.headline] if record.article and record.article.headline else None,
        date=record.published.date if record.published else None,
        counts=count_stances(record.statements or ()),
        location=record.document.location,
    )


def index_html(entries: Iterable[Entry], *, about: Iterable[tuple[str, str]] = ()) -> str:
    """An index of pages written side by side: the latest first, those without a date last."""
    by_name = sorted(entries, key=lambda entry: (entry.headline or "", entry.file))
    by_date = sorted(by_name, key=lambda entry: entry.date or "", reverse=True)
    return environment().get_template("index.html.j2").render(entries=by_date, generator=f"onrecord {__version__}", about=tuple(about))


_NAMES: Final = {
    "made by": "Written by", "coverage": "Pages", "records": "Read by", "denials": "No denial", "harm": "Errors, as measured",
    "audit": "Errors in this store", "offsets": "Offsets", "meaning": "What it shows",
}  # fmt: skip


def by_name(about: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a file rests on, each name once and as a person reads it, with its lines."""
    found: dict[str, list[str]] = {}
    for name, text in about:
        found.setdefault(_NAMES.get(name, name), []).append(text)
    return tuple((name, tuple(texts)) for name, texts in found.items())


def notebook_html(record: Record) -> str:
    """The record for a notebook cell: the article with its statements. Its styles and IDs touch nothing else in the notebook."""
    view = view_of(record)
    digest = re.sub(r"[^0-9a-f]", "", view.id.removeprefix("sha256:"))[:12]
    return _render("notebook.html.j2", view, prefix=f"r{digest}-")


def _render(template: str, view: View, *, prefix: str, about: Iterable[tuple[str, str]] = ()) -> str:
    words = {"offsets": OFFSETS, "not_said": NOT_SAID, "not_settled": NOT_SETTLED, "narrated": NARRATED}
    return environment().get_template(template).render(view=view, prefix=prefix, about=tuple(about), most_listed=_LISTED, **words)


@cache
def environment() -> "Environment":
    """The templates, which escape everything they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("onrecord.export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters: dict[str, Any] = {
        "shown": visible,
        "line": one_line,
        "by_name": by_name,
        "href": web_address,
        "language": _language,
        "short": _short,
        "first_words": _first_words,
        "free_below": _free_below,
    }
    environment.filters.update(filters)
    environment.globals["style_of"] = style_of
    return environment


@cache
def style_of(*names: str) -> Style:
    """The styles of these files of ours, one after the other."""
    from markupsafe import Markup

    root = files("onrecord.export") / "templates"
    text = "\n".join((root / name).read_text(encoding="utf-8") for name in names)
    return Style(Markup(text), f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}")  # of ours, no word of a page


def web_address(url: str | None) -> str | None:
    """The URL if a link may lead there: http and https, without a character that some browser reads past."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def _language(code: str | None) -> str | None:
    return code if code and _LANGUAGE.fullmatch(code) else None


def _short(quote: Quote, most: int = _QUOTED) -> str:
    """Words that are only named, not read: on one line, cut where they are long."""
    words = one_line(quote.text[: most * 2])
    return words if len(words) <= most and len(quote.text) <= most * 2 else words[: most - 1].rstrip() + "…"


def _first_words(quote: Quote) -> str:
    return _short(quote, _FIRST_WORDS)


def _free_below(body: tuple[Paragraph, ...], place: int) -> int:
    """How many of the next paragraphs have no statements of their own: this one's may stand beside them too."""
    return sum(1 for _ in takewhile(lambda paragraph: not paragraph.statements, body[place + 1 : place + 1 + _FURTHEST]))
