"""IDs of what is found across pages: of what it is made of, so that they are the same in every run."""

import hashlib


def id_of(kind: str, *words: str) -> str:
    """A letter that says what it is of, and twelve hexadecimal digits of the words that tell it apart."""
    return f"{kind}{hashlib.sha256(' '.join(words).encode()).hexdigest()[:12]}"
