"""What a list may be asked for: a value that no row can have is a slip, and its empty list would read as an answer."""

import re
from difflib import get_close_matches
from typing import Final, get_args

from onrecord.record import PloverRoot, Stance, Status

_DAY: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DAYS: Final = ("since", "before")
# Where pages fail: on the way in, while they are read (there each layer of the record has its name, too), and in the store.
_STAGES: Final = ("open", "manifest", "unpack", "warc", "mail", "feed", "summary", "database", "fetch", "page", "worker", "store", "correction")


def check_asked(**asked: str | None) -> None:
    """Refuse what no row can have; None asks for nothing.

    Raises:
        ValueError: a value is none of its field; it names those that are.
    """
    for name, value in asked.items():
        if value is None:
            continue
        if name in _DAYS:
            if not _DAY.fullmatch(value):
                raise ValueError(f"{name}: {value!r:.40} is no day; write 2024-02-29, 2024-02 or 2024")
        elif value not in (known := _known(name)):
            near = get_close_matches(value, known, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise ValueError(f"{name}: {value!r:.40} is none; {meant}there are {', '.join(known)}")


def _known(name: str) -> tuple[str, ...]:
    if name == "stage":
        from onrecord.pipeline import LAYERS  # here: it needs every stage

        return (*_STAGES, *LAYERS)
    return {"stance": tuple(s.value for s in Stance), "status": tuple(s.value for s in Status), "root": get_args(PloverRoot)}[name]
