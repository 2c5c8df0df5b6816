"""What a store keeps of a text so that copies of it are found without reading it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from onrecord.copies.words import Words, read_words
from onrecord.errors import RecordError

_MAGIC: Final = b"ocs1"  # of the version of how words are folded and hashed: a change of either takes a new one
_HEAD: Final = len(_MAGIC) + 4


@dataclass(frozen=True, slots=True)
class Signature:
    """The words of a text as hashes, and which stand in quotations: 4 bytes and a bit a word, no word can be read from it alone."""

    words: Words

    @property
    def fingerprint(self) -> int:
        """Equal for texts of equal words and quotations, whatever their typography: 63 bits."""
        return int.from_bytes(blake2b(self.to_bytes(), digest_size=8).digest(), "little") >> 1

    def to_bytes(self) -> bytes:
        """The form that is stored."""
        count = len(self.words).to_bytes(4, "little")
        return b"".join((_MAGIC, count, self.words.hashes.astype("<u4").tobytes(), np.packbits(self.words.quoted).tobytes()))

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Signature":
        """A stored signature.

        Raises:
            RecordError: these bytes are not a signature of this version, or they are cut short.
        """
        count = int.from_bytes(stored[len(_MAGIC) : _HEAD], "little")
        if stored[: len(_MAGIC)] != _MAGIC or len(stored) != _HEAD + 4 * count + (count + 7) // 8:
            raise RecordError("signature", f"{len(stored)} bytes are no signature of this version of onrecord", "sign the text again")
        hashes = np.frombuffer(stored, dtype="<u4", count=count, offset=_HEAD).astype(np.uint32)
        quoted = np.unpackbits(np.frombuffer(stored, dtype=np.uint8, offset=_HEAD + 4 * count), count=count).astype(np.bool_)
        nowhere = np.empty(0, dtype=np.int64)
        return cls(Words(hashes, quoted, nowhere, nowhere))


def sign(bodies: Sequence[str]) -> list[Signature]:
    """The signature of each text, in the order given: many at once take less time than one by one."""
    nowhere = np.empty(0, dtype=np.int64)
    # copies, so that no text keeps the arrays of its whole batch alive
    return [Signature(Words(words.hashes.copy(), words.quoted.copy(), nowhere, nowhere)) for words in read_words(bodies)]
