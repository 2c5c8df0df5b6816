"""Which mentions of a page are one person, body or place: names, descriptions and pronouns joined (`join`), bare spans read (`read_span`)."""

from onrecord.coreference.joined import join
from onrecord.coreference.pronouns import find_pronouns
from onrecord.coreference.spans import read_span, small_words
from onrecord.coreference.vectors import VectorsOf, vectors_of

__all__ = ["VectorsOf", "find_pronouns", "join", "read_span", "small_words", "vectors_of"]
