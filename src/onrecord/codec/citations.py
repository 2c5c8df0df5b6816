"""Every citation of a frozen value."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from onrecord.text import Span


def citations(value: Any) -> Iterator[Span]:
    """Every span below a frozen value, in its order; those of a value that stands in several places, once."""
    yield from _spans(value, set())


def _spans(value: Any, seen: set[int]) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item, seen)
    elif is_dataclass(value) and not isinstance(value, type) and id(value) not in seen:
        seen.add(id(value))
        for f in fields(value):
            yield from _spans(getattr(value, f.name), seen)
