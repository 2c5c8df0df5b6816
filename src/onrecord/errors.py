"""Everything onrecord raises on purpose.

OnRecordError
├── PageError      this page cannot be read: report it, go on with the batch
├── StageError     a defect in onrecord, with the page that shows it: report it, go on
├── RecordError    this JSON is no record of the contract: the path in it, and what is wrong there
└── SetupError     weights, lexicon or store are missing or damaged: stop
"""


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


class RecordError(OnRecordError):
    """This JSON is not a record of the contract."""


class SetupError(OnRecordError):
    """The installation is incomplete or damaged."""
