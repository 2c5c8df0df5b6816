"""How much work something is, counted and not timed: calls of functions, which nothing else on the machine changes.

What a pattern does within one call is not seen; `benchmarks scaling` and `benchmarks hostile` time that.
"""

from _lsprof import Profiler  # what cProfile is made of: its own tables need names that can be sorted
from collections.abc import Callable


def calls(do: Callable[[], object]) -> int:
    """How many functions are called, in Python and in C, while something is done."""
    profiler = Profiler()
    profiler.enable()
    try:
        do()
    finally:
        profiler.disable()
    return sum(entry.callcount for entry in profiler.getstats())
