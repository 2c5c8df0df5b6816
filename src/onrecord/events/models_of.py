"""The models that ship with onrecord, opened once a process."""

from functools import cache

from onrecord.events.deeds import Models, Settings
from onrecord.events.judging import packaged as judge
from onrecord.events.weighing import packaged as weigher


@cache
def packaged() -> Models:
    """Judge, weigher and their thresholds.

    Raises:
        SetupError: a file is missing or altered.
    """
    return Models(judge(), weigher(), Settings(**weigher().settings))
