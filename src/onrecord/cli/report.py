"""What the commands say on standard error: one line each."""

import logging
from typing import Final

import click

from onrecord.errors import OnRecordError
from onrecord.export.visible import one_line

INTERRUPTED: Final = 130  # 128 + SIGINT, as shells count


def report(problem: str | OnRecordError) -> None:
    """One line; nothing in it reaches the terminal as a control."""
    click.echo(f"onrecord: {one_line(str(problem))}", err=True)


class Reporting(logging.Handler):
    """What the package logs, as a line of the command's."""

    def emit(self, record: logging.LogRecord) -> None:
        report(record.getMessage())
