"""Whom a register names as supplier or recipient: a state under any of its names, several, somebody by name, or a group that is no single party."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from onrecord.across.names import fold
from onrecord.grounding.actors.composing import country_of
from onrecord.lexicon import read_table

_SPLIT: Final = re.compile(r"\s*(?:/|;|&|\band\b|\+|,)\s*")
_MARKS: Final = re.compile(r"[*†?]+|\[[^\]]*\]")
_GROUP: Final = re.compile(
    r"\b(?:states|countries|nations|members?|partners|allies|governments|recipients|suppliers|various|several|multiple|unknown|unidentified|unspecified"
    r"|undisclosed|others?|coalition|bloc|region|regional|continent|n/?a|not stated|international)\b",
    re.IGNORECASE,
)
_BLOCS: Final = frozenset(
    fold(name)
    for name in (
        "NATO", "EU", "European Union", "UN", "United Nations", "African Union", "AU", "ECOWAS", "OSCE", "GCC", "ASEAN", "Arab League", "SADC",
        "European Peace Facility", "EPF", "OPEC", "CSTO",
    )
)  # fmt: skip
_NEAR: Final = 86.0  # of 100: how like a name of a state has to be what is no name of any
_SHORT: Final = 5  # letters, below which a name is not taken for a misspelt one
_AHEAD: Final = 4.0  # by which the likest name has to lead over one of another state


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row.

    states: alpha-3 codes, any of which fits; () where none is named.
    name: the words, folded, for somebody who is no state.
    group: it names several parties at once, or none: no single party is matched by it.
    spelt: what a name was taken for, where it is spelt otherwise.
    """

    told: str
    states: tuple[str, ...]
    name: str
    group: bool
    spelt: str | None = None


def side_of(cell: object, known: frozenset[str] = frozenset()) -> Side | None:
    """What a cell names; None where it is empty.

    Args:
        known: folded names of sides in the store that are no states: a group that stands there by this name is somebody.
    """
    told = " ".join(_MARKS.sub(" ", str(cell if cell is not None else "")).split())
    if not told:
        return None
    plain = fold(told)
    if code := code_of(told):
        return Side(told, (code,), plain, group=False)
    for name in (plain, re.sub(r"\s*\([^)]*\)$", "", plain)):
        if name in known:
            return Side(told, (), name, group=False)
    if plain in _BLOCS or _GROUP.search(told):
        return Side(told, (), plain, group=True)
    parts = [part for part in _SPLIT.split(told) if part]
    if len(parts) > 1 and all(codes := [code_of(part) for part in parts]):
        return Side(told, tuple(dict.fromkeys(filter(None, codes))), plain, group=False)
    if near := _misspelt(plain):
        return Side(told, (near[0],), plain, group=False, spelt=near[1])
    return Side(told, (), plain, group=False)


@lru_cache(maxsize=4096)
def code_of(name: str) -> str | None:
    """The alpha-3 code of the state that a name, a code or an inverted name ("Korea, South") stands for; None for what is no name of a state."""
    name = " ".join(name.replace("’", "'").split())
    if name in _codes():
        return _codes()[name]
    bare = re.sub(r"\s*\([^)]*\)$", "", name)
    for form in (name, bare, *_turned(name), name.title() if name.isupper() or name.islower() else name):
        if found := country_of(form):
            return found
    return _ours().get(fold(name))


def _turned(name: str) -> list[str]:
    before, comma, behind = name.partition(",")
    return [f"{behind.strip()} {before.strip()}"] if comma and behind.strip() else []


@cache
def _states() -> tuple[tuple[str, str, str], ...]:
    """Of each state its code of three letters, of two (in small letters) or four, and its name."""
    text = (files("onrecord.export.store") / "countries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((code, other, name) for code, other, name in rows)


@cache
def _codes() -> dict[str, str]:
    """Codes of two and of three letters, as they are written: in capitals."""
    return {code: code for code, _, _ in _states()} | {other.upper(): code for code, other, _ in _states() if len(other) == 2}


@cache
def _ours() -> dict[str, str]:
    """Names of states in the tables of onrecord, folded, with their codes."""
    found = {}
    for names, kind, _ in read_table("coreference/states.tsv").rows:
        for name in names.split(";"):
            if kind == "state" and (code := country_of(name)):
                found[fold(name)] = code
    return {fold(name): code for code, _, name in _states()} | found


@lru_cache(maxsize=4096)
def _misspelt(plain: str) -> tuple[str, str] | None:
    """The state whose name is nearly written so, with that name; None where none is, or two are."""
    if len(plain) < _SHORT:
        return None
    from rapidfuzz import fuzz, process

    likest = process.extract(plain, list(_ours()), scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR - _AHEAD)
    if not likest or likest[0][1] < _NEAR:
        return None
    name, score, _ = likest[0]
    code = _ours()[name]
    if any(_ours()[other] != code and score - told < _AHEAD for other, told, _ in likest[1:]):
        return None
    return code, name


def name_of(side: str) -> str:
    """What a side is called: a state by its name, others as they are."""
    return next((name for code, _, name in _states() if code == side), side)
