"""What a store keeps of each page so that its story is merged again without the page being read: its telling, and what finds it.

A telling is kept as JSON, values in the order of the fields. Names, rare words and deeds by which pages find each other are kept as numbers of 63
bits: the words themselves stand in no table of their own.
"""

import json
import types
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from onrecord.across.pages import DeedKey, NameKey, deed_keys, name_keys, near_deeds, near_names
from onrecord.across.telling import Telling
from onrecord.store.packed import pack, unpack

_SHARED: Final = 2  # names and rare words in common by which pages find each other; one deed is enough


@cache
def scheme() -> str:
    """Of the code and the tables that tell and merge: where they change, all is merged anew."""
    found = blake2b(digest_size=12)
    for file in sorted(files("onrecord.across").iterdir(), key=lambda f: f.name):
        if file.is_file():
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def pack_telling(page: Telling) -> bytes:
    """A telling as it is stored."""
    return pack(json.dumps(_plain(page), ensure_ascii=False, separators=(",", ":")))


def unpack_telling(data: bytes) -> Telling:
    """The telling that was packed.

    Raises:
        ValueError, TypeError: it is of another form, or damaged.
    """
    told: Telling = _reader(Telling)(json.loads(unpack(data)))
    return told


def features_of(page: Telling) -> set[int]:
    """What pages find this one by: names and rare words as even numbers, deeds as odd ones."""
    return _numbers(name_keys(page), deed_keys(page))


def near_features_of(page: Telling) -> set[int]:
    """What this page finds others by: the same, and those of the weeks before and after."""
    return _numbers(near_names(name_keys(page)), near_deeds(deed_keys(page)))


def found_by(features: Iterable[tuple[int, int]]) -> set[int]:
    """The pages that share enough with one to be compared with it.

    Args:
        features: each feature in common, and the page that has it.
    """
    names: Counter[int] = Counter()
    found = set()
    for feature, page in features:
        if feature & 1:
            found.add(page)
        else:
            names[page] += 1
    return found | {page for page, count in names.items() if count >= _SHARED}


def _numbers(names: Iterable[NameKey], deeds: Iterable[DeedKey]) -> set[int]:
    return {_number("name", *key) & ~1 for key in names} | {_number("deed", *key) | 1 for key in deeds}


def _number(*told: object) -> int:
    return int.from_bytes(blake2b("\0".join(map(str, told)).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


def _plain(value: Any) -> Any:
    """A value in JSON: of a dataclass its fields in order, of a set its members in order."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return [_plain(getattr(value, field.name)) for field in fields(value)]


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type of its JSON."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (inner,) = [arg for arg in args if arg is not type(None)]
        read = _reader(inner)
        return lambda data: None if data is None else read(data)
    if origin is frozenset:
        read = _reader(args[0])
        return lambda data: frozenset(map(read, data))
    if origin is tuple and args[-1] is ...:
        read = _reader(args[0])
        return lambda data: tuple(map(read, data))
    if origin is tuple:
        parts = [_reader(arg) for arg in args]
        return lambda data: tuple(part(item) for part, item in zip(parts, data, strict=True))
    if origin is not Literal and is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [_reader(hints[field.name]) for field in fields(kind)]
        make: Any = kind
        return lambda data: make(*(part(item) for part, item in zip(parts, data, strict=True)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda data: data
