"""What a list rests on: how many pages are in the store, and how many of them could be read, dated and understood."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many pages there are, and of how many a list can say nothing."""

    pages: int  # that were given: read or failed
    read: int  # whose statements were looked for
    not_english: int  # in a language that is not read
    undated: int  # of those read, without a day of publication
    failed: int  # that could not be read at all

    def __str__(self) -> str:
        told = [_count(self.pages, "page"), f"{self.read:,} read"]
        told += [
            f"{count:,} {what}" for count, what in ((self.not_english, "not English"), (self.undated, "undated"), (self.failed, "failed")) if count
        ]
        return ", ".join(told)

    def no_denial(self) -> str:
        """What may be said where nobody was found to deny something."""
        return f"no denial found in {_count(self.read, 'page')} read"

    def told(self, found: str) -> str:
        """What was found, what it rests on, and what that means where nobody denies; of nothing read it means nothing."""
        return f"{found}; {self}" + (f"; where none is named, {self.no_denial()}" if self.read else "")


def coverage_of(connection: sqlite3.Connection) -> Coverage:
    """The coverage of a store."""
    captures, read, not_english, undated = connection.execute(
        "SELECT count(*), coalesce(sum(statements IS NOT NULL), 0), coalesce(sum(statements IS NULL AND language IS NOT NULL "
        "AND language NOT LIKE 'en%'), 0), coalesce(sum(statements IS NOT NULL AND published IS NULL), 0) FROM article"
    ).fetchone()
    # What a later version could not read is there as an earlier one read it.
    (failed,) = connection.execute(
        "SELECT count(DISTINCT location) FROM failure WHERE stage <> 'correction' AND location NOT IN (SELECT location FROM capture)"
    ).fetchone()
    return Coverage(captures + failed, read, not_english, undated, failed)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
