"""What the commands say on standard error: one line each."""

from typing import Final

import click

from onrecord.errors import OnRecordError
from onrecord.export.visible import one_line

INTERRUPTED: Final = 130  # 128 + SIGINT, as shells count


def report(problem: str | OnRecordError) -> None:
    """One line; nothing in it reaches the terminal as a control."""
    click.echo(f"onrecord: {one_line(str(problem))}", err=True)
