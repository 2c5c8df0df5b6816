"""The words that tell of a supply of arms: who gives and who takes by them (transfers.tsv)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from onrecord.clauses.tree import Tree
from onrecord.events.slots import lemma_of
from onrecord.lexicon import read_table

Side = Literal["gives", "takes", "either"]
_FORMS: Final = ("verb", "noun")


@dataclass(frozen=True, slots=True)
class Supply:
    """A row of the table."""

    word: str
    form: str
    side: Side
    stage: str | None
    mode: str | None
    party: bool  # what it governs is who gets it: "arm the rebels"
    alone: bool  # with arms as its object it is a transfer by itself


@cache
def _rows() -> dict[tuple[str, str], Supply]:
    return {
        (word, form): Supply(word, form, side, stage or None, mode or None, governs == "party", alone == "yes")  # type: ignore[arg-type]
        for word, form, side, stage, mode, governs, alone, _ in read_table("events/transfers.tsv").rows
    }


def supply_of(tree: Tree, core: Sequence[int]) -> Supply | None:
    """What the innermost of a trigger's words says of a supply: of "agreed to sell" what "sell" says."""
    for word in reversed(core):
        form = "verb" if tree.is_verb(word) else "noun"
        found = _rows().get((lemma_of(tree, word), form))
        if found is not None:
            return found
    return None
