"""What the clause head says of a word: its part of speech, the word that governs it, and how."""

from typing import Final

# Penn tags, those that read alike for us together.
TAGS: Final = (
    "XX", "NN", "NNS", "NNP", "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD", "IN", "TO", "RB", "JJ", "PRP", "PRP$", "DT", "CD", "CC", "WP",
    "POS", "RP",
)  # fmt: skip
# Relations of ClearNLP, as spaCy has them; "mod" is every word before a noun that tells of it, "part" a piece of the word before.
LABELS: Final = (
    "other", "root", "part", "nsubj", "nsubjpass", "dobj", "dative", "agent", "prep", "pobj", "poss", "mod", "conj", "cc", "aux",
    "auxpass", "neg", "mark",
    "xcomp", "ccomp", "advcl", "acl", "relcl", "appos", "attr", "pcomp", "advmod", "npadvmod", "prt", "det", "case", "nummod", "csubj",
)  # fmt: skip
_SAME_TAG: Final = {
    "NNPS": "NNP",
    "WDT": "WP",
    "WP$": "WP",
    "WRB": "WP",
    "JJR": "JJ",
    "JJS": "JJ",
    "RBR": "RB",
    "RBS": "RB",
    "PDT": "DT",
    "EX": "PRP",
}
_SAME_LABEL: Final = {
    "compound": "mod", "amod": "mod", "nmod": "mod", "csubjpass": "csubj", "acomp": "attr", "oprd": "attr", "predet": "det", "quantmod": "mod",
    "expl": "nsubj", "preconj": "cc",
}  # fmt: skip


def tag_of(penn: str) -> str:
    """A Penn tag as one of TAGS."""
    tag = _SAME_TAG.get(penn, penn)
    return tag if tag in TAGS else "XX"


def label_of(relation: str) -> str:
    """A ClearNLP relation as one of LABELS."""
    label = _SAME_LABEL.get(relation, relation)
    return label if label in LABELS else "other"
