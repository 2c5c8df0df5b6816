"""How much work reading a page is, counted and not timed: calls of functions, which nothing else on the machine changes."""

from _lsprof import Profiler  # what cProfile is made of: its own tables need names that can be sorted

import onrecord


def calls(page: str) -> int:
    """How many functions are called, in Python and in C, while a page is read."""
    profiler = Profiler()
    profiler.enable()
    try:
        onrecord.read(page.encode())
    finally:
        profiler.disable()
    return sum(entry.callcount for entry in profiler.getstats())
