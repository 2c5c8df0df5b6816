"""Everything onrecord raises on purpose.

OnRecordError
├── PageError      this page cannot be read: report it, go on with the batch
├── StageError     a defect in onrecord, with the page that shows it: report it, go on
├── FetchError     this URL cannot be fetched: report it, go on
│   └── FetchFailedError   the network or the server failed: later it may succeed
├── QueryError     this query cannot be understood: where in it, and how to write what was meant
├── PacketError    this file is no packet, or not one that may be read: nothing in it was looked at
├── RecordError    this JSON is no record of the contract: the path in it, and what is wrong there
├── RegisterError  this sheet cannot be reconciled, or this file of answers not be read: the file, and the row or cell
└── SetupError     weights, lexicon or store are missing or damaged: stop
    └── StoreError     this file is no store, or cannot be written: damaged, newer, full, read-only, held by another program
"""


def install_extra(name: str) -> str:
    """What to do where an extra is not installed: no name for an index, where onrecord is not, and another package may be called so."""
    return f"install the extra {name}: pip install '.[{name}]' in the checkout"


class OnRecordError(Exception):
    """Names the input, what is wrong with it, and, where something can be done, what.

    `args` stay whole, with no message built in `__init__`: an error has to survive pickling between workers.
    """

    def __init__(self, location: str, problem: str, remedy: str = "") -> None:
        super().__init__(location, problem, remedy)

    @property
    def location(self) -> str:
        return str(self.args[0])

    @property
    def problem(self) -> str:
        return str(self.args[1])

    @property
    def remedy(self) -> str:
        return str(self.args[2])

    def __str__(self) -> str:
        return f"{self.location}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


class PageError(OnRecordError):
    """This page cannot be read."""


class StageError(OnRecordError):
    """A stage failed on this page: a defect in onrecord."""


class FetchError(OnRecordError):
    """This URL cannot be fetched, or must not be."""


class FetchFailedError(FetchError):
    """The network or the server failed; another attempt may succeed."""


class QueryError(OnRecordError):
    """This query cannot be understood."""


class RecordError(OnRecordError):
    """This JSON is not a record of the contract."""


class PacketError(OnRecordError):
    """This file is no packet that can be read, or no packet can be made of what was asked for."""


class RegisterError(OnRecordError):
    """This sheet is no register that can be read, or this file holds no answers of an audit."""


class SetupError(OnRecordError):
    """The installation is incomplete or damaged."""


class StoreError(SetupError):
    """The store cannot be read or written."""
