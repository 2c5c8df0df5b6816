"""Every data set behind the package: whence it comes, its digest, its licence, and what is made from it.

The list is `sources.toml` beside this file. Folders of the repository are digested as they stand; of files elsewhere the digest is the one of
what was used, and `check` holds a data folder and a folder of archives against it.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

ROOT: Final = Path(__file__).parent.parent
LIST: Final = Path(__file__).with_name("sources.toml")
At = Literal["repository", "shared", "index"]


@dataclass(frozen=True, slots=True)
class Source:
    """One data set."""

    name: str
    origin: str
    licence: str
    free: bool  # a model that was taught on it may be shipped without an open question
    at: At
    files: dict[str, str]  # path, from the repository, the shared folder or the folder of archives → SHA-256
    makes: tuple[str, ...]  # files of the package that were taught on it or compiled from it
    chose: tuple[str, ...]  # what was only chosen on it
    command: str
    fetch: str | None  # how a package index gives it


@cache
def sources() -> tuple[Source, ...]:
    """The list, with the digests of our own folders as they stand.

    Raises:
        ValueError: an entry is not whole; it is named.
    """
    return tuple(_source(entry) for entry in tomllib.loads(LIST.read_text(encoding="utf-8"))["set"])


def _source(entry: dict[str, object]) -> Source:
    told = dict(entry)
    folder = told.pop("folder", None)
    if told.get("at") not in get_args(At) or (folder is None) == (told["at"] == "repository"):
        raise ValueError(f"{LIST.name}: {told.get('name')}: `at` is one of {', '.join(get_args(At))}, and `folder` stands with repository alone")
    files = {str(folder): tree_digest(ROOT / str(folder))} if folder else told.pop("files", {})
    known = {"makes": (), "chose": (), "fetch": None} | told
    return Source(**(known | {"files": files, "makes": tuple(known["makes"]), "chose": tuple(known["chose"])}))  # type: ignore[arg-type]


def tree_digest(folder: Path) -> str:
    """One digest of all files in a folder: SHA-256 of the lines that `sha256sum` would print of them, in order of their names."""
    lines = []
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        if path.is_file() and "__pycache__" not in path.parts:
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check(shared: Path | None, archives: Path) -> Iterator[tuple[str, str]]:
    """Hold files against the list.

    Yields:
        Each file with "holds", "differs" or "not here".
    """
    for source in sources():
        home = {"repository": ROOT, "shared": shared, "index": archives}[source.at]
        for name, digest in source.files.items():
            path = home / name if home else None
            if path is None or not path.exists():
                yield name, "not here"
            elif path.is_dir():
                yield name, "holds"  # its digest was taken from the folder itself
            else:
                yield name, "holds" if hashlib.sha256(path.read_bytes()).hexdigest() == digest else "differs"


def told(source: Source) -> str:
    """A data set for a reader."""
    where = {"repository": "in this repository", "shared": "in the shared data folder, not public", "index": f"from a package index: {source.fetch}"}
    lines = [
        source.name,
        f"  origin   {source.origin}",
        f"  licence  {source.licence}{'' if source.free else '  [not free]'}",
        f"  where    {where[source.at]}",
        *(f"  sha256   {digest}  {name}" for name, digest in source.files.items()),
        *(f"  makes    {name}" for name in source.makes),
        *(f"  chose    {name}" for name in source.chose),
        f"  command  {source.command}",
    ]
    return "\n".join(lines)
