"""Where the view of records goes: a pipe, a terminal, or a pager where it is longer than the terminal."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import IO, Final

# As git has them: colours are shown (R), what fits is not paged (F), what was read stays on the screen (X).
_DEFAULTS: Final = {"LESS": "FRX", "LESSCHARSET": "utf-8"}


class Screen:
    """Standard output, through a pager from the moment the text is longer than the terminal.

    Text is held back until then, so what fits is printed as it is. A reader who leaves the pager is a reader who leaves a pipe:
    `write` raises BrokenPipeError.
    """

    def __init__(self, pager: list[str] | None) -> None:
        self._pager = pager
        self._height = shutil.get_terminal_size((80, 24)).lines
        self._held = ""
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        if self._process is None:
            _print(self._held, sys.stdout)
            return
        with suppress(BrokenPipeError), _interrupts_left_to_the_pager():
            self._input.close()
        with _interrupts_left_to_the_pager():
            self._process.wait()

    def write(self, text: str) -> None:
        """Show text, or hold it back while all of it would fit on the terminal.

        Raises:
            BrokenPipeError: nobody reads on.
        """
        if self._process is not None:
            _print(text, self._input)
        elif self._pager is None:
            _print(text, sys.stdout)
        else:
            self._held += text
            if self._held.count("\n") >= self._height:  # the last line is the prompt's
                self._page(self._pager)

    @property
    def _input(self) -> IO[str]:
        assert self._process is not None
        assert self._process.stdin is not None
        return self._process.stdin

    def _page(self, command: list[str]) -> None:
        self._pager = None
        held, self._held = self._held, ""
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, encoding="utf-8", errors="backslashreplace", env=_DEFAULTS | os.environ)
        except OSError:  # no program of this name after all
            _print(held, sys.stdout)
            return
        _print(held, self._input)


def find_pager() -> list[str] | None:
    """The command of $PAGER, or `less`; None where there is no such program, or where none is wanted ("", "cat")."""
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quotation mark that is never closed
        return None
    if not command or command == ["cat"] or os.environ.get("TERM") == "dumb" or shutil.which(command[0]) is None:
        return None
    return command


def _print(text: str, out: IO[str]) -> None:
    out.write(text)
    out.flush()


@contextmanager
def _interrupts_left_to_the_pager() -> Iterator[None]:
    """Ctrl-C reaches the pager too, where it stops a search: it must not end us while the reader is still reading."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
