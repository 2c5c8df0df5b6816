"""What the commands say on standard error: one line each."""

import sys

from onrecord.errors import OnRecordError
from onrecord.export.visible import one_line


def report(problem: str | OnRecordError) -> None:
    """One line; nothing in it reaches the terminal as a control."""
    print(f"onrecord: {one_line(str(problem))}", file=sys.stderr, flush=True)  # noqa: T201 (this is the command line)
