"""One record as HTML: a single self-contained file to hand over, and the view in a notebook.

No script, nothing loaded from outside. Templates escape everything they are given; what is markup stands in the templates.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.view import OFFSETS, Quote, View, view_of
from onrecord.export.visible import one_line, visible
from onrecord.record import Record

if TYPE_CHECKING:
    from jinja2 import Environment

_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\\\"'<>`]+", re.IGNORECASE | re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)
_QUOTED: Final = 300  # characters quoted of what is left out
_LISTED: Final = 200  # pieces of one kind listed of what is left out: some pages have 200,000 links


def page_html(record: Record) -> str:
    """The record as one HTML file: article, statements beside their sentences, the date and why, what was left out."""
    return _render("page.html.j2", view_of(record), prefix="")


def notebook_html(record: Record) -> str:
    """The record for a notebook cell: the article with its statements. Its styles and IDs touch nothing else in the notebook."""
    view = view_of(record)
    digest = re.sub(r"[^0-9a-f]", "", view.id.removeprefix("sha256:"))[:12]
    return _render("notebook.html.j2", view, prefix=f"r{digest}-")


def _render(template: str, view: View, *, prefix: str) -> str:
    return _environment().get_template(template).render(view=view, prefix=prefix, offsets=OFFSETS, most_listed=_LISTED)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("onrecord.export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters: dict[str, Any] = {"shown": visible, "line": one_line, "href": web_address, "language": _language, "short": _short}
    environment.filters.update(filters)
    return environment


def web_address(url: str | None) -> str | None:
    """The URL if a link may lead there: http and https, without a character that some browser reads past."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def _language(code: str | None) -> str | None:
    return code if code and _LANGUAGE.fullmatch(code) else None


def _short(quote: Quote) -> str:
    """Words that are only named, not read: on one line, cut where they are long."""
    words = one_line(quote.text[: _QUOTED * 2])
    return words if len(words) <= _QUOTED and len(quote.text) <= _QUOTED * 2 else words[: _QUOTED - 1].rstrip() + "…"
