"""Whether a packet holds: its bytes as they were packed, and each cell of it out of them again. Nothing is written, and nothing is fetched.

What each part is held against stands in one table, `checks.CHECKS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from onrecord.proof.again import Keys, PageVerdict, read_again
from onrecord.proof.cells import Compared, compare
from onrecord.proof.checks import checked, differs_of, find_problems, limits_again
from onrecord.proof.container import open_container
from onrecord.proof.shown import NOT_PROVEN
from onrecord.proof.told import read_told

_TOLD_OF_A_CORRECTION: Final = ("field", "value", "author", "time", "why")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a packet came out.

    digest: of the whole file, to hold against what was written down.
    differs: in what the onrecord that made it is another than this one; () in nothing.
    changed: parts that are not as they were packed, with what is wrong there; also parts that contradict each other.
    by_people: page and key of the cells that are otherwise, or not there, without what people corrected.
    not_compared: parts, or what in them, another onrecord may rightly have written otherwise, and which were not compared therefore.
    limits: what the packet cannot prove, as this onrecord finds it.
    """

    digest: str
    claims: tuple[str, ...]
    files: int
    differs: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    pages: tuple[PageVerdict, ...]
    cells: tuple[Compared, ...]
    by_people: Keys
    not_compared: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all of it came out the same."""
        return not self.changed and all(page.error is None for page in self.pages) and all(one.outcome == "same" for one in self.cells)

    @property
    def not_proven(self) -> tuple[str, ...]:
        """What is not proven though all comes out the same: of this packet, then of any."""
        return (*self.limits, *NOT_PROVEN)

    def is_by_people(self, one: Compared) -> bool:
        """Whether a cell is as people corrected it, or follows from what they corrected."""
        return (one.told.page, one.told.key) in self.by_people

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "schema": "onrecord-verdict/1",
            "same": self.same,
            "packet": f"sha256:{self.digest}",
            "claims": self.claims,
            "files": self.files,
            "program_differs": self.differs,
            "changed": [{"part": part, "problem": problem} for part, problem in self.changed],
            "pages": [_page_json(page) for page in self.pages],
            "cells": [
                {
                    "outcome": one.outcome,
                    **one.told.to_dict(),
                    "as_corrected": self.is_by_people(one),
                    "again": one.again.to_dict() if one.again and one.outcome == "differs" else None,
                }
                for one in self.cells
            ],
            "not_compared": self.not_compared,
            "limits": self.not_proven,
        }


def _page_json(page: PageVerdict) -> dict[str, Any]:
    corrections = [{name: getattr(one, name) for name in _TOLD_OF_A_CORRECTION} for one in page.corrections]
    return {"page": page.page, "location": page.location, "read_again_from": page.source, "error": page.error, "corrections": corrections}


def verify(path: str, *, advance: Callable[[int], None] = lambda _: None) -> Verdict:
    """Check a packet, and read its pages again with this onrecord.

    Args:
        advance: called with the number of pages once they are counted, then with 0 for each that was read.

    Raises:
        PacketError: it cannot be read as a packet; nothing of it was.
    """
    container = open_container(path)
    told = read_told(path, container)
    again = read_again(told, advance)
    wrong, not_compared = find_problems(checked(told, again))
    unread = {page.page for page in again.verdicts if page.error is not None}
    claims = told.manifest.get("claims")
    return Verdict(
        container.digest,
        tuple(str(one) for one in claims) if isinstance(claims, list) else (),
        len(container.files),
        differs_of(told),
        tuple(dict.fromkeys((*container.changed, *told.problems, *again.problems, *wrong))),
        again.verdicts,
        tuple(one for one in compare(told.cells, again.cells) if one.told.page not in unread),
        again.by_people,
        not_compared,
        limits_again(told),
    )
