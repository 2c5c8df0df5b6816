"""What commands that read many pages have in common: how many processes, and how long one page may take."""

import os

import click

page_timeout = click.option(
    "--page-timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="How long one page may take; then it is listed as failed.",
)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
