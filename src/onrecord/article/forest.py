"""The forests that ship with the classifier of lines: loaded once, checked against their digests."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from onrecord.errors import SetupError
from onrecord.forest import LEAVES, SCALE, Forest, forest_of

__all__ = ["LEAVES", "SCALE", "Forest", "digests", "load_forest"]


@cache
def load_forest(name: str) -> Forest:
    """A forest that ships with the package.

    Raises:
        SetupError: its file is missing, or is not the one that was shipped.
    """
    import numpy as np

    data = _checked(name)
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return forest_of(arrays)


@cache
def digests() -> dict[str, str]:
    """The forests that ship, each with the SHA-256 of its file: models/SHA256SUMS, which `training.blocks` writes."""
    lines = _folder().joinpath("SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name.removesuffix(".npz"): digest for digest, name in (line.split() for line in lines)}


def _checked(name: str) -> bytes:
    file = _folder().joinpath(f"{name}.npz")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SetupError(f"{name}.npz", f"the model cannot be read: {error.strerror}", "install onrecord again") from error
    if sha256(data).hexdigest() != digests().get(name):
        raise SetupError(f"{name}.npz", "the model is not the one that was shipped: its digest differs", "install onrecord again")
    return data


def _folder() -> Traversable:
    return files("onrecord.article").joinpath("models")
