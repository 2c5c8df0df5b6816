"""What read a page: a version of onrecord, with the models and tables that it used. A page is read anew where either is another now."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.record import Generator


@dataclass(frozen=True, slots=True)
class Reader:
    """What read one page.

    version: of onrecord.
    models: JSON, name of each model and table that the record names → its digest; of a page that could not be read, all there were.
    """

    version: str
    models: str = "{}"


def reader_of(generator: Generator) -> Reader:
    """What made a record."""
    return Reader(generator.version, json.dumps(generator.models, sort_keys=True))


@cache
def present() -> Reader:
    """What would read a page now, with every model that it may use.

    Raises:
        SetupError: a list of models is missing.
    """
    from onrecord.pipeline import generator  # here: it needs every stage

    return reader_of(generator())


def is_present(generator: Generator) -> bool:
    """Whether what made a record would make it now: no other version, and no model that it used has changed."""
    now = present()
    return generator.version == now.version and generator.models.items() <= json.loads(now.models).items()


def reader_id(connection: sqlite3.Connection, reader: Reader) -> int:
    """The row of a reader, which is made where it is not there."""
    told = (reader.version, reader.models)
    if found := connection.execute("SELECT id FROM reader WHERE version = ? AND models = ?", told).fetchone():
        return int(found[0])
    made = connection.execute("INSERT INTO reader (version, models) VALUES (?, ?)", told).lastrowid
    assert made is not None
    return made


class PresentReaders:
    """The readers of a store that are the present one: of its version, and of no model that has changed since. A page need not use all."""

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self._connection = connection
        self._version = reader.version
        self._models: Mapping[str, str] = json.loads(reader.models)
        self._told: dict[int, bool] = {}

    def __contains__(self, id_: object) -> bool:
        if not isinstance(id_, int):
            return False
        if id_ not in self._told:
            version, models = self._connection.execute("SELECT version, models FROM reader WHERE id = ?", (id_,)).fetchone()
            self._told[id_] = version == self._version and json.loads(models).items() <= self._models.items()
        return self._told[id_]
