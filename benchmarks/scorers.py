"""The scorers that lie beside the data are called from where they lie: loaded by path, never copied."""

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from benchmarks.frame import DataError


def find_scorer(name: str, data: Path, shared: Path | None, folder: str) -> Path:
    """The scorer of a data set: in the shared folder, else beside the data or up to three folders above it.

    Args:
        name: its file, "score.py".
        data: the data that is scored.
        shared: the shared folder, where it is there.
        folder: the scorer's folder in it, "bench/attribution".

    Raises:
        DataError: it is in none of them.
    """
    places = [shared / folder] if shared else []
    places += [data, *data.absolute().parents[:3]]
    for place in places:
        if (place / name).is_file():
            return place / name
    raise DataError(f"no {name} in {' or '.join(map(str, places))}")


def load(path: Path) -> ModuleType:
    """A script as a module, under a name of its own.

    What it imports from its own folder is found while it loads and forgotten after: every folder has a `score`.
    No byte code is written: the folder may belong to someone else.
    """
    name = f"scorer_{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise DataError(f"{path} is no Python script")
    module = importlib.util.module_from_spec(spec)
    siblings = {file.stem for file in path.parent.glob("*.py")}
    hidden = {key: sys.modules.pop(key) for key in siblings if key in sys.modules}
    writes = sys.dont_write_bytecode
    sys.path.insert(0, str(path.parent))
    sys.modules[name] = module  # its dataclasses look their module up while it loads
    try:
        sys.dont_write_bytecode = True
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(str(path.parent))
        for key in siblings:
            sys.modules.pop(key, None)
        sys.modules.update(hidden)
    return module
