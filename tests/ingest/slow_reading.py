"""A reader that hangs at some pages, for workers to load in place of the real one."""

import os
import time

from onrecord.ingest.reading import read_found
from onrecord.intake.found import Found
from onrecord.store.write import Failed, Reading


def read_slowly(found: Found, *, source: bool, encodings: int = 0) -> Reading | Failed:
    """Read a page at once, but for those that hang or whose process dies."""
    if b"hangs" in found.data:
        time.sleep(600)
    if b"dies" in found.data:
        os._exit(9)
    return read_found(found, source=source, encodings=encodings)
