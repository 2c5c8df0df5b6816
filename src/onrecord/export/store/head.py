"""What stands at the head of every export: what it rests on, which versions made it, and how often such records are wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.store.harm import NOT_MEASURED, Harm, harm, harm_of
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.audit import Results
    from onrecord.store.coverage import Coverage
    from onrecord.store.store import Store

SCHEMA: Final = "onrecord-export/1"
OFFSETS: Final = (
    "count Unicode code points of the record's text from 0, the end not included; those under names that end in utf16 "
    "count UTF-16 code units, as browsers do"
)
NOT_AUDITED: Final = "nobody has judged how often this store is wrong"
_OF_THE_VERSION: Final = ("generator", "offsets", "meaning")  # words of the version that wrote it, not of its store
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
    audit: "Results | None"  # of the last audit by people, where anything was judged

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
        if self.audit is None:
            yield "audit", NOT_AUDITED
        else:
            yield "audit", f"how often this store is wrong, {self.audit.head()}; shares with their 95 % intervals"
            for line in self.audit.lines():
                yield "audit", line
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
            "audit": self.audit.to_dict() if self.audit else NOT_AUDITED,
            "offsets": OFFSETS,
            "meaning": MEANING,
        }


def head_from(told: Mapping[str, Any]) -> Head:
    """A head as `Head.to_dict` gave it, for whoever is handed that alone.

    Raises:
        ValueError, TypeError, KeyError, AttributeError, SetupError: it is none, or says more than a head does.
    """
    from onrecord.audit.told import results_from
    from onrecord.store.coverage import Coverage

    measured, audit = told["harm"], told["audit"]
    found = Head(
        str(told["form"]),
        f"{told['generator']['name']} {told['generator']['version']}",
        Coverage(**told["coverage"]),
        tuple((str(version), int(count)) for version, count in told["records"].items()),
        int(told["corrected"]),
        None if measured == NOT_MEASURED else harm_of(json.dumps(measured)),
        None if audit == NOT_AUDITED else results_from(audit),
    )
    again = json.loads(json.dumps(found.to_dict()))
    if other := [name for name in again.keys() | told.keys() if again.get(name) != told.get(name) and name not in _OF_THE_VERSION]:
        raise ValueError(f"no head of an export: {', '.join(sorted(other))}")
    return found


def head_of(store: "Store", form: str) -> Head:
    """The head of an export of a store.

    Raises:
        StoreError: the store cannot be read.
        SetupError: the figures of harm that ship with this version are damaged.
    """
    from onrecord.audit import stamp_of
    from onrecord.store.file import sound

    with sound(store.path):
        versions = store.connection.execute("SELECT version, count(*) FROM pages GROUP BY version ORDER BY version").fetchall()
        (corrected,) = store.connection.execute("SELECT count(*) FROM pages WHERE corrected").fetchone()
    made = tuple((version, count) for version, count in versions)
    return Head(form, f"onrecord {__version__}", store.coverage(), made, corrected, harm(), stamp_of(store))
