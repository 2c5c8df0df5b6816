"""A row of a register as it can be held against a deal, and a figure of it that is told otherwise."""

from dataclasses import dataclass
from typing import Final

from onrecord.reconcile.parties import Side
from onrecord.reconcile.values import Range
from onrecord.reconcile.weapons import Weapon

_CALLED_OFF: Final = ("cancel", "scrap", "called off", "terminat", "suspend")
_DONE: Final = ("deliver", "complet", "received", "handed over", "in service")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register.

    at: its number in the sheet, from 1.
    number, delivered: ordered, and of these delivered.
    year, years: of the order; of the deliveries.
    tells_deliveries: the register has a column that would say that something was delivered.
    unread: cells with figures of which nothing could be read, in words: what was not held against anything.
    """

    at: int
    supplier: Side | None
    recipient: Side | None
    words: str
    weapon: Weapon
    number: Range | None
    delivered: Range | None
    year: Range | None
    years: Range | None
    status: str
    tells_deliveries: bool
    unread: tuple[str, ...] = ()

    @property
    def is_delivered(self) -> bool:
        """Whether it says that something came."""
        if self.delivered is not None:
            return self.delivered.high is None or self.delivered.high > 0
        return self.years is not None or any(word in self.status for word in _DONE)

    @property
    def is_called_off(self) -> bool:
        """Whether it says so itself."""
        return any(word in self.status for word in _CALLED_OFF)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is told otherwise."""

    what: str
    here: str
    told: str
    by: tuple[str, ...]
    denied_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        denied = f", denied by {', '.join(self.denied_by)}" if self.denied_by else ""
        return f"{self.what} {self.told} ({', '.join(self.by) or 'as told'}{denied}), not {self.here}"
