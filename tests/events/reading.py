"""Short texts → what the stages of events read of them, for the tests here."""

from functools import cache

from benchmarks.given import read_given
from onrecord.clauses.read import read_clauses
from onrecord.clauses.tree import Tree
from onrecord.encoder.model import packaged
from onrecord.record import Record
from training.mentions.lower import windows_of_lines


@cache
def record_of(text: str) -> Record:
    """The whole record of a text of which every line is body."""
    return read_given(text)


@cache
def tree_of(text: str) -> Tree:
    """The tree of a short text."""
    model = packaged()
    return read_clauses(text, windows_of_lines(text, model.vocabulary), model)[0]
