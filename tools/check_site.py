"""Is the site whole, and does it stay at home? Every link and anchor within it leads somewhere, and no page loads anything from elsewhere.

python -m tools.check_site build/site       exit status 1 where a link is dead or something is loaded from another host
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

# What a browser fetches by itself; a link that a reader follows may lead anywhere.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
FETCHING = ("stylesheet", "preload", "preconnect", "icon", "dns-prefetch", "modulepreload")


def faults(site: Path) -> Iterator[str]:
    """What is wrong, a line each."""
    anchors: dict[Path, set[str]] = {}
    pages = {path.resolve(): LexborHTMLParser(path.read_bytes()) for path in sorted(site.rglob("*.html"))}
    for path, tree in pages.items():
        anchors[path] = {str(node.attributes["id"]) for node in tree.css("[id]")}
    for path, tree in pages.items():
        name = path.relative_to(site.resolve()).as_posix()
        for tag, attribute in LOADED.items():
            for node in tree.css(f"{tag}[{attribute}]"):
                loads = tag != "link" or any(word in (node.attributes.get("rel") or "") for word in FETCHING)
                if loads and urlsplit(node.attributes[attribute] or "").netloc:
                    yield f"{name}: loads {node.attributes[attribute]}"
        if path.name == "404.html":  # its links are from the root of a server
            continue
        for node in tree.css("a[href]"):
            url = urlsplit(node.attributes["href"] or "")
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                yield f"{name}: {node.attributes['href']} leads nowhere"
            elif url.fragment and target in anchors and unquote(url.fragment) not in anchors[target]:
                yield f"{name}: {node.attributes['href']} has no such anchor"


def main() -> int:
    """Print the faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    site = parser.parse_args().site
    if not (site / "index.html").is_file():
        print(f"{site}: no site there; run make docs", file=sys.stderr)
        return 2
    found = list(faults(site))
    print("\n".join(found) or f"{len(list(site.rglob('*.html')))} pages: every link leads somewhere, nothing is loaded from elsewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
