"""The tombstone of a shard: which pages are in hand. If the process dies, whoever does the shard next knows which pages to read apart."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path


class InHand:
    """The keys of the records of a shard, as the intake asks whether it is done with them: asking takes one in hand.

    A file beside the shard's temporary output names what is in hand. It is written before a record is unpacked, without waiting for the disk: what
    it guards against is the death of a process, not of a machine.
    """

    def __init__(self, path: Path, drawn: Callable[[str], bool] = lambda key: True) -> None:
        """
        Args:
            drawn: whether a record is read at all, by its key.
        """
        self._drawn = drawn
        self._path = path
        self.suspects = self._named()  # what was in hand when a process died here
        self._keys: dict[str, None] = dict.fromkeys(sorted(self.suspects))
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        self._write()

    def __contains__(self, key: object) -> bool:
        if key in self.suspects or not self._drawn(str(key)):
            return True
        self._keys[str(key)] = None
        self._write()
        return False

    def done(self, key: str) -> None:
        """A record is done with. The file is told with the next one: one name too many costs a page read apart."""
        self._keys.pop(key, None)

    def close(self, *, whole: bool) -> None:
        """Let go; where the shard is whole, nothing is left to say."""
        os.close(self._file)
        if whole:
            self._path.unlink(missing_ok=True)

    def _named(self) -> frozenset[str]:
        try:
            told = json.loads(self._path.read_bytes() or b"[]")
        except (FileNotFoundError, ValueError):  # none, or its last words were cut short
            return frozenset()
        return frozenset(key for key in told if isinstance(key, str)) if isinstance(told, list) else frozenset()

    def _write(self) -> None:
        data = json.dumps(list(self._keys)).encode()
        os.pwrite(self._file, data, 0)
        os.ftruncate(self._file, len(data))


def is_drawn(key: str, share: float, seed: int) -> bool:
    """Whether a record is in a sample: by its key, so that the same are drawn again."""
    digest = hashlib.blake2b(f"{seed}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64
