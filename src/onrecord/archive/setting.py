"""How an archive is read. What decides over its records stands in the archive itself, so that all of its shards are read alike."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from onrecord.archive.processes import is_part
from onrecord.archive.storage import Place
from onrecord.errors import SetupError
from onrecord.store.reader import present

SCHEMA: Final = "onrecord-archive/1"
HEAD: Final = "archive.json"
PAGES: Final = 5_000  # that a shard has, at most


@dataclass(frozen=True, slots=True)
class Setting:
    """How pages are read.

    languages: ISO 639-1 codes of those that are read; () for all. What a cheap look at a page tells to be in another is passed by.
    source: keep the original bytes.
    pages: that a shard has, at most.
    page_timeout: seconds that one page may take.
    encodings: megabytes of what the encoder said that a worker keeps; None: as many as reading keeps.
    share: of the pages, those that a sample reads; None: all.
    seed: of the sample.
    """

    languages: tuple[str, ...] = ("en",)
    source: bool = False
    pages: int = PAGES
    page_timeout: float = 120.0
    encodings: int | None = None
    share: float | None = None
    seed: int = 0


def fix(place: Place, setting: Setting) -> None:
    """Write into an archive how it is read; where it is there, hold it against what is asked for now.

    Raises:
        SetupError: it was begun otherwise, by another version, or is something else.
    """
    reader = present()
    told = {"schema": SCHEMA, "version": reader.version, "models": json.loads(reader.models), "languages": list(setting.languages)}
    told |= {"source": setting.source}
    # Looked at before the head: another that begins the same archive writes its head first, and then the rest.
    others = [name for name in place.names("") if not is_part(name)] if place.local else []
    if others and not place.has(HEAD):
        raise SetupError(place.root, "a folder with other things in it", "name a folder that does not exist yet, or one that archive made")
    if place.write_new(HEAD, json.dumps(told, indent=1).encode()):
        return
    before = read_head(place)
    if changed := [name for name, value in told.items() if before.get(name) != value]:
        was = ", ".join(f"{name} {before.get(name)!r:.60}" for name in changed if name != "models") or "other models"
        raise SetupError(place.root, f"was begun otherwise: {was}", "give the same options and version, or name another folder")


def read_head(place: Place) -> dict[str, object]:
    """What stands in an archive of how it was read.

    Raises:
        SetupError: it is no archive.
    """
    if place.has(HEAD):
        try:
            told = json.loads(place.read(HEAD))
        except ValueError:
            told = None
        if isinstance(told, dict) and told.get("schema") == SCHEMA:
            return told
    raise SetupError(place.root, "not an archive of onrecord", "name a folder that onrecord archive made")


def packed(setting: Setting) -> str:
    """A setting as it is handed to workers."""
    return json.dumps(asdict(setting))


def unpacked(told: str) -> Setting:
    """The setting that was packed."""
    read = json.loads(told)
    return Setting(**{**read, "languages": tuple(read["languages"])})
