"""Files that are written whole or not at all."""

import os
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Write a text file in UTF-8: whoever reads the path finds what stood there before or all of the new text.

    Raises:
        OSError: it cannot be written; what stood there before stands.
    """
    target = path.resolve()  # a link stays a link to the file it names
    if target.exists() and not target.is_file():
        raise FileExistsError(f"{path} is there and is no file")
    draft = target.with_name(f".onrecord-{os.getpid()}.tmp")
    try:
        # Opened by hand, not by tempfile, which would leave a file that only its owner may read.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)  # there only where something failed
