"""What mkdocs does beside its plugins: documents that lie elsewhere in the repository are pages of the site too, and links to them hold.

In the repository a link leads to a file; on the site the same link leads to that file's page under `repository/`, and a link to a file that is no
page is its words alone. So the documents read the same in a checkout, on a forge and on the site.
"""

import posixpath
import re
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT: Final = Path(__file__).resolve().parent.parent
PREFIX: Final = "repository/"
# Documents outside docs/ that are pages; README.md is none: index.md says the same for the site.
OUTSIDE: Final = (
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "benchmarks/README.md",
    "tests/threats/README.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "train" / "corpora").glob("*/README.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("models/*.md")),
)
# What the theme's plugin for reading offline would load from elsewhere; a copy of it stands beside this file.
_SHIM_URL: Final = "https://unpkg.com/iframe-worker/shim"
_SHIM: Final = "assets/javascripts/iframe-worker.js"
_LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents that lie outside the folder of documents."""
    for name in OUTSIDE:
        files.append(File.generated(config, PREFIX + name, content=(ROOT / name).read_text(encoding="utf-8")))
    files.append(File.generated(config, _SHIM, content=Path(__file__).with_name("iframe-worker.js").read_text(encoding="utf-8")))
    return files


def on_post_page(output: str, page: Any, config: MkDocsConfig) -> str:
    """Load nothing from elsewhere."""
    return output.replace(_SHIM_URL, posixpath.relpath(_SHIM, posixpath.dirname(page.file.dest_uri) or "."))


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """The same in the page of errors and the page of the search."""
    return output.replace(_SHIM_URL, _SHIM)


def on_page_markdown(markdown: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Turn links within the repository into links within the site."""
    return with_links(markdown, page.file.src_uri, {file.src_uri for file in files})


def with_links(markdown: str, source: str, known: set[str]) -> str:
    """The text of a page of the site, its links made good.

    Args:
        markdown: as it lies in the repository.
        source: the page's name on the site: "dates.md", "repository/benchmarks/README.md".
        known: the names of all pages and pictures of the site.
    """
    home = posixpath.dirname(source)
    # Where the file lies in the repository, from its root.
    lies = posixpath.dirname(source.removeprefix(PREFIX)) if source.startswith(PREFIX) else posixpath.join("docs", home)

    def made_good(link: re.Match[str]) -> str:
        words, target, anchor = link[1], link[2], link[3] or ""
        path = posixpath.normpath(posixpath.join(lies, target))
        here = path.removeprefix("docs/") if path.startswith("docs/") else PREFIX + path
        if path == "README.md":
            here = "index.md"
        if here not in known:
            return words
        return f"[{words}]({posixpath.relpath(here, home or '.')}{anchor})"

    return _LINK.sub(made_good, markdown)
