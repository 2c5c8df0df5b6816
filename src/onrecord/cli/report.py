"""What the commands say on standard error: one line each."""

import click

from onrecord.errors import OnRecordError
from onrecord.export.visible import one_line


def report(problem: str | OnRecordError) -> None:
    """One line; nothing in it reaches the terminal as a control."""
    click.echo(f"onrecord: {one_line(str(problem))}", err=True)
