"""Damage in what an archive holds, told by the name of the file: Daft and Arrow name none, or one in words of their own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from onrecord.archive.storage import library, open_input
from onrecord.errors import PageError, SetupError
from onrecord.intake.found import printable

REMOVE: Final = "remove it and give the same command"
_SAID: Final = 200  # characters of what Arrow says of it


@contextmanager
def named(files: Callable[[], Iterable[str]], remedy: str = REMOVE) -> Iterator[None]:
    """Where what reads Parquet files of an archive cannot go on, say which of them is damaged. None is looked at before that.

    Args:
        files: those that it may have read.

    Raises:
        SetupError: one of them is damaged; it says which, and what to do.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # all errors of Daft and of Arrow
        if getattr(error, "errno", None) is None:  # else the system speaks, of a full disk or of rights
            for file in files():
                if problem := damage_of(file):
                    raise SetupError(file, f"is damaged: {problem}", remedy) from None
        raise


def damage_of(file: str) -> str | None:
    """What is wrong with a Parquet file, by reading all of it; None where nothing is."""
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    try:
        opened, _ = open_input(file)
        with opened:
            for _ in parquet.ParquetFile(opened).iter_batches():
                pass
    except PageError as error:
        return error.problem
    except (OSError, arrow.ArrowException) as error:
        return printable(str(error).strip().partition("\n")[0])[:_SAID]
    return None
