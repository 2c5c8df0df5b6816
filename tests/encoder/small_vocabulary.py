"""A small vocabulary for tests: every letter and digit alone, and some words whole."""

from onrecord.encoder.wordpiece import WordPiece

WORDS = [
    *("the", "ministry", "den", "ship", "##ped", "##ied", "said", "that", "no", "she"),
    *("##lls", "were", "un", "##til", "a", "##ing", "quay", "report"),
]
SMALL = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
    *WORDS,
    *(before + letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789" for before in ("", "##") if before + letter not in WORDS),
    *".,:;!?'\"“”‘’()[]-–—$%&/+",
]  # fmt: skip


def small() -> WordPiece:
    return WordPiece(SMALL)
