"""A packet into a file, whole or not at all, or into a pipe."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from onrecord.export.files import named, refuse, whole_file
from onrecord.export.store import spare_the_store
from onrecord.proof.packet import Packed, write_packet
from onrecord.store import open_store

_IN_MEMORY: Final = 64 * 1024 * 1024  # bytes of a packet for a pipe; a larger one waits on disk


def write(store: str, ids: Sequence[str], out: Path, *, force: bool = False) -> Packed:
    """Write a packet to a file.

    Args:
        ids: of claims or pages.
        force: write over what is there.

    Raises:
        StoreError: there is no such store, claim or page, or `out` is the store itself.
        PacketError: it would be larger than a packet may be.
        OSError: it cannot be written, or something is there; what stood there stands.
    """
    with open_store(store) as opened:
        spare_the_store(opened, out)
        if not force:
            refuse(out)
        with named(out), whole_file(out, over=force) as file:
            return write_packet(opened, ids, file)


def write_to_pipe(store: str, ids: Sequence[str], out: BinaryIO) -> Packed:
    """The same to a pipe, where a zip archive cannot be written straight: it seeks.

    Raises:
        StoreError, PacketError: as `write`.
    """
    with open_store(store) as opened, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        packed = write_packet(opened, ids, cast(BinaryIO, file))
        file.seek(0)
        shutil.copyfileobj(cast(Any, file), out)
        out.flush()
        return packed
