"""One who is spoken of, as the text has it at one place."""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["person", "body", "name", "description", "pronoun"]
Gender = Literal["he", "she"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One who is spoken of, as the text has it at one place.

    `name` is where the words of a proper name stand, without titles and articles; `key` is that name, folded. `head` and
    `kin` are the noun that says what the source is and the words that single it out, reduced so that "Swedish" meets "Sweden".
    """

    start: int
    end: int
    sort: Sort
    name: tuple[int, int] | None = None
    key: tuple[str, ...] = ()
    titled: bool = False
    described: tuple[tuple[str, frozenset[str]], ...] = ()
    definite: bool = False
    plural: bool = False
    gender: Gender | None = None
    pronoun: str = ""

    @property
    def head(self) -> str | None:
        """The noun that says what it is, of a description."""
        return self.described[0][0] if self.described else None
