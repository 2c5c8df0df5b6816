"""Answers as HTML and JSON. Templates escape everything they are given; what is markup stands in the templates."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from onrecord.audit import in_percent
from onrecord.export.page import environment as page_environment
from onrecord.export.stances import look_of
from onrecord.export.visible import one_line, visible
from onrecord.record import Stance
from onrecord.version import __version__
from onrecord.web.answers import Answer, Asked, called, page_url, segment, url
from onrecord.web.keys import AUDIT, LISTS, READER, REVIEW, keys_of
from onrecord.web.pages.claims import party_in, state_of, what_of

if TYPE_CHECKING:
    from jinja2 import Environment

_WHERE: Final = {"reader.html.j2": READER, "statement.html.j2": READER, "review.html.j2": REVIEW, "audit.html.j2": AUDIT}
# A word and a shape, so that colour never has to carry a status alone.
STATUSES: Final = {
    "occurred": "●", "ongoing": "◐", "planned": "◇", "expected": "→", "possible": "◌", "denied": "✕", "cancelled": "⊘", "hypothetical": "∴",
}  # fmt: skip
RELATIONS: Final = {"asserts": "+", "denies": "✕", "declines": "○", "doubts": "?", "narrates": "¶", "happened": "■"}
_TITLE: Final = 120
_LINE: Final = 2_000  # characters of what is named on a page
_STRETCH: Final = 20_000  # characters in a row without a mark between them


@cache
def environment() -> "Environment":
    """The templates of the web UI, which use those of the pages that `onrecord read --html` writes."""
    from jinja2 import ChoiceLoader, PackageLoader

    environment = page_environment().overlay(loader=ChoiceLoader([PackageLoader("onrecord.web"), PackageLoader("onrecord.export")]))
    # The overlay shares its dictionaries with what it lies on.
    environment.filters = {
        **environment.filters,
        "called": called,
        "look": lambda stance: look_of(Stance(stance) if stance else None),
        "party": party_in,
        "segment": segment,
        "state": state_of,
        "what": what_of,
        "cut": _cut,
        "share": in_percent,
        # As in a page's own file, but bounded: a word of a million letters is no reading, and a browser lays it out for half a minute.
        "line": _line,
        "shown": _shown,
    }
    environment.globals = {
        **environment.globals, "url": url, "page_url": page_url, "statuses": STATUSES, "relations": RELATIONS, "version": __version__
    }  # fmt: skip
    return environment


def _cut(text: str | None, most: int) -> str:
    """Words on one line, cut where they are long."""
    if not text:
        return ""
    words = one_line(text[: most * 2])
    return words if len(words) <= most and len(text) <= most * 2 else words[: most - 1].rstrip() + "…"


def _line(text: str) -> str:
    return _cut(text, _LINE)


def _shown(text: str) -> str:
    """A page's own words; of what has no end, the beginning, and how much is left out here."""
    return visible(text) if len(text) <= _STRETCH else f"{visible(text[:_STRETCH])}… ‹{len(text) - _STRETCH:,} characters more: see the JSON›"


def html(answer: Answer, asked: Asked, path: str, query: str) -> str:
    """An answer for a person."""
    shown: dict[str, Any] = {
        "title": _cut(answer.title, _TITLE),
        "path": path,
        "json": f"{'/index' if path == '/' else quote(path, safe='/')}.json" + (f"?{query}" if query else ""),
        "asked": asked,
        "options": asked.options,
        "coverage": asked.coverage,
        "making": asked.snapshot is None,
        "stale": asked.index.stale,
        "making_failed": asked.index.failed,
        "keys": keys_of(_WHERE.get(answer.template, LISTS)),
        "template": answer.template.partition(".")[0],
        **answer.shown,
    }
    return environment().get_template(answer.template).render(**shown)


def as_json(answer: Answer) -> str:
    """An answer for a program."""
    data = answer.data() if callable(answer.data) else answer.data
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, allow_nan=False)


@cache
def static_files() -> dict[str, tuple[str, bytes]]:
    """What the pages load beside themselves: a fixed list of names, each with its type and bytes."""
    root = files("onrecord.web") / "static"
    of_a_page = (files("onrecord.export") / "templates" / "page.css").read_bytes()
    return {
        "onrecord.css": ("text/css; charset=utf-8", of_a_page + b"\n" + (root / "onrecord.css").read_bytes()),
        "onrecord.js": ("text/javascript; charset=utf-8", (root / "onrecord.js").read_bytes()),
        "world.svg": ("image/svg+xml", (root / "world.svg").read_bytes()),
    }
