"""What a worker does with one page: read it, and make of the record what the writer only has to write."""

import multiprocessing
import os
from functools import cache
from threading import Thread

from onrecord.errors import OnRecordError, PageError, SetupError, StageError
from onrecord.intake.found import Found
from onrecord.page import Capture, read_page
from onrecord.pipeline import LAYERS, keep_encodings, run
from onrecord.record import Record
from onrecord.store.packed import pack, pack_layout
from onrecord.store.reader import present
from onrecord.store.write import Failed, Reading, reading_of


def read_found(found: Found, *, source: bool, encodings: int | None = None) -> Reading | Failed:
    """Read a page that the intake found.

    Args:
        source: keep the original; else the layout of its text, which a correction needs to derive the record anew.
        encodings: megabytes of what the encoder said that this process keeps for texts that come again; None: as many as reading keeps.

    Raises:
        SetupError: the installation is damaged: no page could be read.
    """
    read = read_with_record(found, source=source, encodings=encodings)
    return read if isinstance(read, Failed) else read[0]


def read_with_record(found: Found, *, source: bool, encodings: int | None = None) -> tuple[Reading, Record] | Failed:
    """The same, with the record as it was before it was packed."""
    _end_with_parent()
    try:
        if encodings is not None:
            keep_encodings(encodings)
        page = read_page(found.data, Capture(found.location, found.retrieved, found.content_type))
        record = run(page.document, page.layout, notes=page.notes)
    except SetupError:
        raise
    except OnRecordError as error:
        return _failed(found, _stage_of(error), error.problem, error.remedy)
    except ValueError as error:  # what came with the page is no time
        return _failed(found, "page", str(error), "correct it in the manifest, or leave it out")
    except MemoryError:
        return _failed(found, "page", "not enough memory to read it", "read it by itself, or with fewer workers")
    reading = reading_of(
        record,
        key=found.key,
        size=len(found.data),
        source=pack(found.data) if source else None,
        layout=None if source else pack_layout(page.layout),
        content_type=found.content_type,
        outlet=found.outlet,
        container=found.container,
    )
    return reading, record


def lost(found: Found) -> Failed:
    """What becomes of a page whose worker died."""
    return _failed(found, "worker", "the process that read it was killed", "it may have run out of memory: read the page by itself to see why")


def too_late(found: Found, *, limit_s: float) -> Failed:
    """What becomes of a page that took too long."""
    return _failed(found, "worker", f"reading it took more than {limit_s:g} s", "give it more time with --page-timeout and --retry")


def _failed(found: Found, stage: str, cause: str, remedy: str) -> Failed:
    return Failed(found.key, found.location, found.outlet, stage, cause, remedy, present())


def _stage_of(error: OnRecordError) -> str:
    """The layer at which a page failed, or that its bytes hold no page."""
    layer = error.problem.split(" failed:")[0]
    if isinstance(error, StageError) and layer in LAYERS:
        return layer
    return "page" if isinstance(error, PageError) else "worker"


@cache
def _end_with_parent() -> None:
    """End this process when the one that started it is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True, name="end-with-parent").start()
