"""What made a packet, and what reads it again: a version of onrecord, its own code, its models and tables, each by its digest."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from onrecord.lexicon import table_digests
from onrecord.record import Generator
from onrecord.version import __version__

_LIBRARIES: Final = ("chardet", "numpy", "onnxruntime", "py3langid", "pypdfium2", "regex", "selectolax", "webencodings")


@dataclass(frozen=True, slots=True)
class Program:
    """An onrecord. Two of one version may differ: then their code does, or a model, or a table.

    code: digest of all its Python files.
    models, tables: name → digest.
    libraries: those that a page's text and sentences pass through → version; their code is not in the package.
    """

    version: str
    code: str
    models: Mapping[str, str]
    tables: Mapping[str, str]
    libraries: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"name": "onrecord", **asdict(self)}

    def read(self, generator: Generator) -> bool:
        """Whether it is what made a record: its version, and every model that the record names."""
        return generator.version == self.version and generator.models.items() <= self.models.items()


def program_from(told: Any) -> Program:
    """A program as `Program.to_dict` gave it.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none, or says more than one does.
    """
    found = Program(**{one.name: told[one.name] for one in fields(Program)})
    digests = (found.models, found.tables, found.libraries)
    texts = [found.version, found.code, *(text for one in digests for pair in one.items() for text in pair)]
    if not all(isinstance(text, str) for text in texts) or found.to_dict() != told:
        raise ValueError("no onrecord")
    return found


@cache
def present() -> Program:
    """This onrecord.

    Raises:
        SetupError: its models or tables are damaged.
    """
    from onrecord.pipeline import generator  # here: it needs every stage

    return Program(__version__, _code(), dict(sorted(generator().models.items())), dict(sorted(table_digests().items())), dict(_libraries()))


def _libraries() -> Iterator[tuple[str, str]]:
    for name in _LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _code() -> str:
    root = Path(str(files("onrecord")))
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def differences(old: Mapping[str, Any], now: Program) -> tuple[str, ...]:
    """In what a program, as a packet tells of it, differs from this one; () in nothing."""
    found = []
    if old.get("version") != now.version:
        found.append(f"onrecord {old.get('version')} made it, and this is {now.version}")
    elif old.get("code") != now.code:
        found.append(f"another build of onrecord {now.version} made it: its code differs")
    for what in ("models", "tables", "libraries"):
        before, after = _names(old.get(what)), getattr(now, what)
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        if changed:
            found.append(f"other {what}: {', '.join(changed)}")
    return tuple(found)


def _names(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}
