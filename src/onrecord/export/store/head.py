"""What stands at the head of every export: what it rests on, which versions made it, and how often such records are wrong."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.store.harm import NOT_MEASURED, Harm, harm
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.store.coverage import Coverage
    from onrecord.store.store import Store

SCHEMA: Final = "onrecord-export/1"
OFFSETS: Final = (
    "count Unicode code points of the record's text from 0, the end not included; those under names that end in utf16 "
    "count UTF-16 code units, as browsers do"
)
MEANING: Final = "what sources are reported to say, with the words they are reported in; no verdict on what is true"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an export. It names no time and no folder: the same store and version give the same bytes."""

    form: str
    generator: str
    coverage: "Coverage"
    versions: tuple[tuple[str, int], ...]  # of onrecord, with the pages that each has read
    corrected: int  # pages that people corrected
    harm: Harm | None

    def lines(self) -> Iterator[tuple[str, str]]:
        """Name and text, line by line."""
        rests = self.coverage
        yield "made by", f"{self.generator}, form {self.form} of {SCHEMA}"
        yield "coverage", f"{rests.pages} pages: {rests.read} read, {rests.failed} failed, {rests.undated} undated, {rests.not_english} not English"
        made = ", ".join(f"{count} by onrecord {version}" for version, count in self.versions) or "none"
        yield "records", f"{made}; {self.corrected} with corrections by people"
        yield "denials", f"where nobody is named: {rests.no_denial()}; of one page: no denial found in 1 page read"
        if self.harm is None:
            yield "harm", NOT_MEASURED
        else:
            yield "harm", f"how often such records are wrong, measured with {self.harm.measured}; shares with their 95 % intervals"
            for figure in self.harm.figures:
                yield "harm", f"{figure.what}: {figure.told} ({figure.pages})"
        yield "offsets", OFFSETS
        yield "meaning", MEANING

    def to_dict(self) -> dict[str, Any]:
        """The head as JSON values."""
        return {
            "schema": SCHEMA,
            "form": self.form,
            "generator": {"name": "onrecord", "version": __version__},
            "coverage": asdict(self.coverage),
            "records": dict(self.versions),
            "corrected": self.corrected,
            "no_denial": self.coverage.no_denial(),
            "harm": asdict(self.harm) if self.harm else NOT_MEASURED,
            "offsets": OFFSETS,
            "meaning": MEANING,
        }


def head_of(store: "Store", form: str) -> Head:
    """The head of an export of a store.

    Raises:
        StoreError: the store cannot be read.
        SetupError: the figures of harm that ship with this version are damaged.
    """
    from onrecord.store.file import sound

    with sound(store.path):
        versions = store.connection.execute("SELECT version, count(*) FROM pages GROUP BY version ORDER BY version").fetchall()
        (corrected,) = store.connection.execute("SELECT count(*) FROM pages WHERE corrected").fetchone()
    return Head(form, f"onrecord {__version__}", store.coverage(), tuple((version, count) for version, count in versions), corrected, harm())
