"""What states are called."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def country_names() -> Mapping[str, str]:
    """The names of countries by their codes."""
    text = (files("onrecord.export.store") / "countries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[2] for row in rows}


def called(name: str | None) -> str:
    """What somebody is called: a state by its name, others as they are."""
    return "" if name is None else country_names().get(name, name)
