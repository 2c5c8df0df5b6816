"""Write docs/commands.md: what `--help` prints, command by command.

    python tools/commands_md.py

A test fails when the file differs from what the program says of itself.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from onrecord.cli import cli

OUT = Path(__file__).parent.parent / "docs" / "commands.md"
_HEAD = """# Commands

Made from the program by `python tools/commands_md.py`; do not edit by hand.
"""


def sections() -> Iterator[str]:
    """One section a command: its name and its help at 80 columns."""
    with click.Context(cli, info_name="onrecord", terminal_width=80) as root:
        yield f"## onrecord\n\n```\n{cli.get_help(root)}\n```\n"
        for name in cli.list_commands(root):
            command = cli.commands[name]
            with click.Context(command, info_name=name, parent=root, terminal_width=80) as context:
                yield f"## onrecord {name}\n\n```\n{command.get_help(context)}\n```\n"


def commands_md() -> str:
    """The whole file."""
    return "\n".join([_HEAD, *sections()])


if __name__ == "__main__":
    OUT.write_text(commands_md(), encoding="utf-8")
