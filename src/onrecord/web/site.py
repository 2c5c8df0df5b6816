"""The web UI as a folder of files that open without a server, for handing over.

The pages are those of the server, each as one file beside its JSON; links between them lead from file to file. What needs a server is left
out: search, review, lists that are filtered otherwise than by their pages.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from onrecord.web.app import PAGES, Page, Site, answered, site_of
from onrecord.web.render import static_files

# Scripts do not run and nothing is loaded but the folder's own style and map. `file:` is no host, so 'self' would shut them out.
POLICY: Final = "default-src 'none'; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
_START: Final = ("/", "/claims", "/arms", "/pages", "/timeline", "/map", "/adjacency", "/actors", "/problems", "/about")
_KEPT: Final = {
    "/claims": ("page", "state"), "/arms": ("page", "scope"), "/pages": ("after",), "/actors": ("page",), "/problems": ("page",),
    "/timeline": ("claim", "story"),
}  # fmt: skip
_STATES: Final = ("disputed", "corroborated")  # the boards that the start page leads to; other filters need a server
_LONGEST: Final = 120  # characters of a file's name


@dataclass(slots=True)
class Crawl:
    """What is written and what is yet to be: addresses of pages, each with the file that it becomes."""

    files: dict[str, str] = field(default_factory=dict)
    ahead: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def file_of(self, address: str) -> str | None:
        """The file of an address, which is then written; None where it needs a server."""
        split = urlsplit(address)
        query = dict(parse_qsl(split.query))
        kept = _KEPT.get(split.path, ("page",) if split.path.startswith("/actor/") else ())
        if set(query) - set(kept) or not _route(split.path) or query.get("state", _STATES[0]) not in _STATES:
            return None
        key = split.path + ("?" + split.query if query else "")
        if key not in self.files:
            self.files[key] = self._name(split.path, query)
            self.ahead.append(key)
        return self.files[key]

    def _name(self, path: str, query: dict[str, str]) -> str:
        """A name made of safe characters. No two are alike, on a disk that knows no capitals either."""
        steps = [_safe(step) for step in unquote(path).strip("/").split("/")]
        stem = "-".join([*filter(None, steps), *(f"{_safe(name)}-{_safe(value)}" for name, value in sorted(query.items()))])[:_LONGEST] or "index"
        name, number = stem, 1
        while name.lower() in self.taken:
            number += 1
            name = f"{stem}-{number}"
        self.taken.add(name.lower())
        return f"{name}.html"


def _safe(name: str) -> str:
    """Letters, digits and hyphens of ASCII alone: a name of a file on every disk, and one that leads nowhere else."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else "_" for c in name)[:_LONGEST]


def _route(path: str) -> tuple[str, Page, dict[str, str]] | None:
    """The page that answers a path, with the values of its steps."""
    steps = path.strip("/").split("/")
    for pattern, page in PAGES.items():
        parts = pattern.strip("/").split("/")
        if parts[-1] == "{name:path}":
            if steps[:-1] == parts[:-1] and len(steps) == len(parts):
                return pattern, page, {"name": unquote(steps[-1])}
        elif len(parts) == len(steps) and all(p.startswith("{") or p == s for p, s in zip(parts, steps, strict=True)):
            return pattern, page, {p[1:-1]: unquote(s) for p, s in zip(parts, steps, strict=True) if p.startswith("{")}
    return None


def write_site(path: str, out: Path) -> int:
    """Write the web UI of a store into a folder that is there and empty; how many pages were written.

    Raises:
        StoreError: there is no such store, or it is damaged.
        OSError: the folder cannot be written.
    """
    site = site_of(path, read_only=False, author="", csrf="", static=True)
    try:
        site.index.refresh(merge=True)
        return sum(1 for _ in _written(site, out))
    finally:
        site.stores.close()


def _written(site: Site, out: Path) -> Iterator[str]:
    for name, (_, data) in static_files().items():
        if not name.endswith(".js"):
            (out / name).write_bytes(data)
    crawl = Crawl()
    for address in _START:
        crawl.file_of(address)
    while crawl.ahead:
        address = crawl.ahead.pop()
        file = crawl.files[address]
        split = urlsplit(address)
        route = _route(split.path)
        if route is None or split.path in ("/review", "/audit"):
            continue
        _, page, params = route
        told = answered(site, page, split.path, params, split.query)
        if told.status != 200:
            continue
        target = out / file
        target.write_text(relinked(told.html(), file, crawl), encoding="utf-8", errors="backslashreplace", newline="\n")
        target.with_suffix(".json").write_text(told.json(), encoding="utf-8", errors="backslashreplace", newline="\n")
        yield file


def relinked(text: str, file: str, crawl: Crawl) -> str:
    """A page with links that lead from its file to others; what would need a server is plain text."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    for node in tree.css("script, form, link[rel=alternate]"):
        node.decompose()
    for node in tree.css("[href]"):
        href = node.attributes.get("href") or ""
        if node.tag == "link" or not href.startswith("/"):
            if href.startswith("/static/"):
                node.attrs["href"] = posixpath.basename(href)
            continue
        address, _, fragment = href.partition("#")
        if address.startswith("/static/"):
            node.attrs["href"] = posixpath.basename(address)
        elif address.partition("?")[0].endswith(".json") and address.partition("?")[0] != ".json":
            node.attrs["href"] = file.removesuffix(".html") + ".json"
        elif (found := crawl.file_of(address)) is not None and not address.startswith(("/review", "/audit")):
            node.attrs["href"] = found + (f"#{fragment}" if fragment else "")
        else:
            del node.attrs["href"]
    head = tree.head
    if head is not None:
        policy = LexborHTMLParser(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">').css_first("meta")
        first = head.css_first("meta")
        if first is not None and policy is not None:
            first.insert_after(policy)
    return f"<!doctype html>\n{tree.root.html if tree.root is not None else ''}\n"
