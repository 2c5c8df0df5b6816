"""A reader that hangs at some pages, for workers to load in place of the real one."""

import os
import time
from multiprocessing import parent_process

import onrecord
from onrecord.ingest.reading import read_found
from onrecord.intake.found import Found
from onrecord.store.write import Failed, Reading

if parent_process() is not None:
    onrecord.read_text("The mayor denied it.")  # a process has its models before it says that it is ready: the time of a page is its own


def read_slowly(found: Found, *, source: bool, encodings: int = 0) -> Reading | Failed:
    """Read a page at once, but for those that hang or whose process dies."""
    if b"hangs" in found.data:
        time.sleep(600)
    if b"dies" in found.data:
        os._exit(9)
    return read_found(found, source=source, encodings=encodings)
