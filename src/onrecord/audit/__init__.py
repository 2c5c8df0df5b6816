"""How often a store is wrong: a seeded sample of what matters, judged by people, with error rates that are re-weighted to the store (docs/audit.md).

from onrecord.audit import draw, judge_row, results_of
with onrecord.open_store("news.db") as store:
    audit = draw(store, rows=100, seed=1)
    for row in audit.rows:
        judge_row(store, row, "ada", "right")
    print(results_of(store, audit).rate)
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Final, Literal, Protocol

from onrecord.audit.intervals import Share, Stratum, kappa, stratified
from onrecord.audit.population import KINDS, PARTS, Kind, Told, members_of, told_of
from onrecord.audit.sampling import Population, allotted, changed_since, drawn, population_of
from onrecord.errors import StoreError
from onrecord.store.corrections import moment
from onrecord.store.file import sound
from onrecord.store.store import Store
from onrecord.version import __version__

Verdict = Literal["right", "wrong", "open"]
VERDICTS: Final[tuple[Verdict, ...]] = ("right", "wrong", "open")
MATERIAL: Final = 0.10  # share of new, changed or gone rows of a kind above which its figure no longer stands for the store
SCHEMA: Final = "onrecord-audit/1"
_LONGEST: Final = 500  # characters of a comment or a name


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the sample."""

    id: int
    n: int  # its place, from 1
    kind: Kind
    settled: bool
    item: str
    told: Told


@dataclass(frozen=True, slots=True)
class Audit:
    """A sample of a store."""

    id: int
    key: str
    seed: int
    wanted: int
    version: str  # of onrecord that drew it
    time: str
    population: Population
    rows: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge said of a row, the last time."""

    n: int
    kind: Kind
    settled: bool
    judge: str
    verdict: Verdict
    part: str | None
    comment: str
    time: str


@dataclass(frozen=True, slots=True)
class KindResult:
    """How often rows of one kind are wrong.

    rows: of the store when the sample was drawn. judged: decided; open: the judge could not tell.
    changed: share of the kind's rows that are new, other or gone since the sample was drawn.
    """

    kind: Kind
    rows: int
    judged: int
    wrong: int
    open: int
    share: Share
    settled: Share
    unsettled: Share
    parts: tuple[tuple[str, int], ...]
    changed: float

    @property
    def is_decided(self) -> bool:
        """Whether it counts among all kinds together: the judge could tell of at least one row."""
        return self.judged > 0

    @property
    def holds(self) -> bool:
        """Whether it still stands for the store."""
        return self.changed <= MATERIAL

    def told(self) -> str:
        """In words, as exports have it."""
        if self.share.rate is None:
            return f"{self.open} can't tell and none decided, of {self.rows:,} rows" if self.open else f"not judged, of {self.rows:,} rows"
        if not self.holds:
            return f"what was judged no longer stands for the store: {self.changed:.0%} of the rows are new, changed or gone since"
        unsure = f", {self.open} can't tell" if self.open else ""
        return f"{self.wrong} of {self.judged} judged wrong{unsure}; of {self.rows:,} rows {in_percent(self.share)}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two judges on the rows that both have seen; of the sample as it was drawn, not re-weighted to the store.

    rows: that both decided. open: of which one of them, or both, could not tell. agreed, kappa: of those that both decided; None: there are none.
    """

    judges: tuple[str, str]
    rows: int
    agreed: float | None
    kappa: float | None
    open: int

    def told(self) -> str:
        """What stands behind the names of the two."""
        if self.agreed is None:
            return f"have decided no row that is the same; on {self.open} one of them could not tell"
        chance = "" if self.kappa is None else f", Cohen's kappa {self.kappa:.2f}"
        unsure = f"; on {self.open} more one of them could not tell" if self.open else ""
        return f"agree on {self.agreed:.0%} of {self.rows} rows that both decided{chance}{unsure}"


@dataclass(frozen=True, slots=True)
class Results:
    """What an audit found, by the judge who decided most of it."""

    key: str
    seed: int
    version: str
    judge: str | None
    date: str | None  # of the last judgement
    sampled: int
    done: int  # rows that the judge has seen
    kinds: tuple[KindResult, ...]
    rate: Share  # of all kinds of which anything was decided, each weighing as many rows as it has
    agreements: tuple[Agreement, ...]

    @property
    def is_begun(self) -> bool:
        """Whether anything was decided."""
        return self.rate.rate is not None

    def lines(self) -> list[str]:
        """For the head of an export and a terminal."""
        found = [f"{KINDS[one.kind]}: {one.told()}" for one in self.kinds]
        decided = [one for one in self.kinds if one.is_decided]
        if decided and all(one.holds for one in decided):
            held = sum(one.rows for one in decided)
            found.append(f"all of these together, of {held:,} rows: {in_percent(self.rate)}")
        found += [f"{one.judges[0]} and {one.judges[1]} {one.told()}" for one in self.agreements]
        return found

    def head(self) -> str:
        """Who judged what, when, with which version."""
        until = self.date[:10] if self.date else "never"
        return f"judged by {self.judge}, last on {until}: {self.done} of {self.sampled} rows, seed {self.seed}, onrecord {self.version}"

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "schema": SCHEMA,
            **asdict(self),
            "kinds": [{**asdict(one), "parts": dict(one.parts), "holds": one.holds} for one in self.kinds],
            "method": "Clopper-Pearson 95 %; of several strata at the effective sample size (Korn and Graubard)",
            "material_change": MATERIAL,
        }


def in_percent(share: Share) -> str:
    """A share with its interval: "6.3 % are wrong (2.1 to 14.0 %)"."""
    return "not known" if share.rate is None else f"{100 * share.rate:.1f} % are wrong ({100 * share.low:.1f} to {100 * share.high:.1f} %)"


def draw(store: Store, *, rows: int = 100, seed: int = 1, anew: bool = False) -> Audit:
    """The sample of a store of that size and seed: the one that was drawn, while it stands for the store, else a new one.

    Args:
        anew: draw another, whatever there is.

    Raises:
        StoreError: the store cannot be read or written, or holds nothing of what is audited.
        ValueError: `rows` is less than one.
    """
    if rows < 1:
        raise ValueError("an audit has at least one row")
    store.stories()  # copies and claims of the pages as they are
    members = tuple(members_of(store))
    population = population_of(members)
    if not anew and (known := _latest(store, rows, seed)) is not None and not _is_stale(known, population):
        return known
    if not members:
        raise StoreError(store.path, "nothing in it to audit: no denial, transfer, sure date, copy or corroborated claim", "ingest pages first")
    chosen = [(member, told) for member in drawn(members, allotted(population, rows), seed) if (told := told_of(store, member)) is not None]
    time = moment()
    key = "u" + hashlib.sha256(f"{seed}\0{rows}\0{time}\0{__version__}".encode()).hexdigest()[:12]
    with store.writing() as connection:
        cursor = connection.execute(
            "INSERT INTO audit (key, seed, wanted, version, time, population) VALUES (?, ?, ?, ?, ?, ?)",
            (key, seed, rows, __version__, time, json.dumps(population.to_dict())),
        )
        connection.executemany(
            "INSERT INTO audit_row (audit_id, n, kind, settled, item, told) VALUES (?, ?, ?, ?, ?, ?)",
            [(cursor.lastrowid, n, member.kind, int(member.settled), member.item, told.to_json()) for n, (member, told) in enumerate(chosen, 1)],
        )
    found = latest(store)
    assert found is not None
    return found


def _is_stale(audit: Audit, now: Population) -> bool:
    return any(changed_since(audit.population, now, kind) > MATERIAL for kind in KINDS)


def latest(store: Store) -> Audit | None:
    """The sample that was drawn last; None where none was."""
    return _read(store, "SELECT id, key, seed, wanted, version, time, population FROM audit ORDER BY id DESC LIMIT 1")


def _latest(store: Store, rows: int, seed: int) -> Audit | None:
    sql = "SELECT id, key, seed, wanted, version, time, population FROM audit WHERE wanted = ? AND seed = ? ORDER BY id DESC LIMIT 1"
    return _read(store, sql, rows, seed)


def _read(store: Store, sql: str, *given: Any) -> Audit | None:
    with sound(store.path):
        row = store.connection.execute(sql, given).fetchone()
        if row is None:
            return None
        rows = store.connection.execute("SELECT id, n, kind, settled, item, told FROM audit_row WHERE audit_id = ? ORDER BY n", (row[0],))
        found = tuple(AuditRow(i, n, kind, bool(settled), item, Told.from_json(told)) for i, n, kind, settled, item, told in rows)
        id_, key, seed, wanted, version, time, population = row
        return Audit(id_, key, seed, wanted, version, time, Population.from_dict(json.loads(population)), found)


class Said(Protocol):
    """A judgement that is to be written."""

    @property
    def row(self) -> AuditRow:
        """Of which row."""

    @property
    def verdict(self) -> str:
        """One of VERDICTS."""

    @property
    def part(self) -> str | None:
        """What is wrong, one of PARTS of the row's kind, where something is."""

    @property
    def comment(self) -> str:
        """What the judge adds."""


@dataclass(frozen=True, slots=True)
class _One:
    row: AuditRow
    verdict: str
    part: str | None
    comment: str


def judge_row(store: Store, row: AuditRow, judge: str, verdict: str, *, part: str | None = None, comment: str = "") -> None:
    """Write what a judge says of a row, as `judge_rows` does."""
    judge_rows(store, judge, [_One(row, verdict, part, comment)])


def judge_rows(store: Store, judge: str, said: Sequence[Said]) -> None:
    """Write what a judge says of some rows, all or none. Nothing is overwritten: the last word of a judge on a row holds.

    Raises:
        ValueError: there is no such verdict or part, or the judge has no name.
        StoreError: the store cannot be written.
    """
    if not (name := " ".join(judge.split())[:_LONGEST]):
        raise ValueError("a judge has a name")
    for one in said:
        if one.verdict not in VERDICTS:
            raise ValueError(f"no verdict: {one.verdict!r:.40}; there are {', '.join(VERDICTS)}")
        if one.part is not None and (one.verdict != "wrong" or one.part not in PARTS[one.row.kind]):
            raise ValueError(f"{one.part!r:.40} is nothing that can be wrong with a {one.row.kind}; there are {', '.join(PARTS[one.row.kind])}")
    time = moment()
    sql = "INSERT INTO judgement (audit_row_id, judge, verdict, part, comment, time) VALUES (?, ?, ?, ?, ?, ?)"
    with store.writing() as connection:
        connection.executemany(sql, [(one.row.id, name, one.verdict, one.part, " ".join(one.comment.split())[:_LONGEST], time) for one in said])


def judgements_of(store: Store, audit: Audit, judge: str | None = None) -> tuple[Judgement, ...]:
    """The judgements that hold, in the order of the sample."""
    sql = "SELECT n, kind, settled, judge, verdict, part, comment, time FROM judgements WHERE audit = ? AND ? IN (judge, '') ORDER BY n, judge"
    with sound(store.path):
        rows = store.connection.execute(sql, (audit.key, judge or "")).fetchall()
    return tuple(Judgement(n, kind, bool(settled), *rest) for n, kind, settled, *rest in rows)


def left(store: Store, audit: Audit, judge: str) -> tuple[AuditRow, ...]:
    """The rows that a judge has not seen yet."""
    done = {one.n for one in judgements_of(store, audit, judge)}
    return tuple(row for row in audit.rows if row.n not in done)


def judged_rows(store: Store, audit: Audit, judge: str) -> tuple[AuditRow, ...]:
    """The rows that a judge has judged, the last one last."""
    sql = (
        "SELECT q.n FROM judgement j JOIN audit_row q ON q.id = j.audit_row_id JOIN audit a ON a.id = q.audit_id "
        "WHERE a.key = ? AND j.judge = ? GROUP BY q.n ORDER BY max(j.id)"
    )
    with sound(store.path):
        numbers = [n for (n,) in store.connection.execute(sql, (audit.key, judge))]
    rows = {row.n: row for row in audit.rows}
    return tuple(rows[n] for n in numbers)


def results_of(store: Store, audit: Audit, now: Population | None = None) -> Results:
    """What an audit found so far, and whether it still stands for the store.

    Args:
        now: what the store has to audit, where the caller knows it; else all of it is looked at.

    Raises:
        StoreError: the store cannot be read.
    """
    judgements = judgements_of(store, audit)
    judge = _judge_of(judgements)
    own = [one for one in judgements if one.judge == judge]
    now = population_of(members_of(store)) if now is None else now
    kinds = tuple(
        _kind_result(kind, audit.population, own, changed_since(audit.population, now, kind)) for kind in KINDS if audit.population.rows(kind)
    )
    rate = stratified([stratum for one in kinds if one.is_decided for stratum in _strata(one.kind, audit.population, own)])
    dates = [one.time for one in own]
    return Results(
        audit.key, audit.seed, audit.version, judge, max(dates, default=None), len(audit.rows), len(own), kinds, rate, _agreements(judgements)
    )


def _judge_of(judgements: Sequence[Judgement]) -> str | None:
    """Who decided most rows; of several who saw most of them, then who began first."""
    seen = Counter(one.judge for one in judgements)
    decided = Counter(one.judge for one in judgements if one.verdict != "open")
    return min(seen, key=lambda name: (-decided[name], -seen[name], min(j.time for j in judgements if j.judge == name)), default=None)


def _strata(kind: Kind, population: Population, judgements: Iterable[Judgement]) -> list[Stratum]:
    decided = [one for one in judgements if one.kind == kind and one.verdict != "open"]
    found = []
    for settled in (True, False):
        of_stratum = [one for one in decided if one.settled == settled]
        if rows := population.rows(kind, settled):
            found.append(Stratum(rows, len(of_stratum), sum(one.verdict == "wrong" for one in of_stratum)))
    return found


def _kind_result(kind: Kind, population: Population, judgements: Sequence[Judgement], changed: float) -> KindResult:
    own = [one for one in judgements if one.kind == kind]
    decided = [one for one in own if one.verdict != "open"]
    strata = _strata(kind, population, own)

    def part(settled: bool) -> Share:
        of_part = [one for one in decided if one.settled == settled]
        return stratified([Stratum(population.rows(kind, settled), len(of_part), sum(one.verdict == "wrong" for one in of_part))])

    parts = Counter(one.part for one in decided if one.part)
    return KindResult(
        kind=kind,
        rows=population.rows(kind),
        judged=len(decided),
        wrong=sum(one.verdict == "wrong" for one in decided),
        open=len(own) - len(decided),
        share=stratified(strata),
        settled=part(True),
        unsettled=part(False),
        parts=tuple(parts.most_common()),
        changed=changed,
    )


def _agreements(judgements: Sequence[Judgement]) -> tuple[Agreement, ...]:
    """Every two judges, on the rows that both have seen."""
    by: dict[str, dict[int, str]] = {}
    for one in judgements:
        by.setdefault(one.judge, {})[one.n] = one.verdict
    found = []
    for a, b in combinations(sorted(by), 2):
        seen = [(by[a][n], by[b][n]) for n in by[a] if n in by[b]]
        decided = [pair for pair in seen if "open" not in pair]
        agreed, beyond_chance = kappa(decided) if decided else (None, None)
        if seen:
            found.append(Agreement((a, b), len(decided), agreed, beyond_chance, len(seen) - len(decided)))
    return tuple(found)


def stamp_of(store: Store, now: Callable[[], Population] | None = None) -> Results | None:
    """What is stamped on exports: the results of the last audit of which anything was decided; None where there is none."""
    sql = """SELECT a.id, a.key, a.seed, a.wanted, a.version, a.time, a.population FROM audit a WHERE EXISTS (
        SELECT 1 FROM judgements j WHERE j.audit = a.key AND j.verdict <> 'open') ORDER BY a.id DESC LIMIT 1"""
    audit = _read(store, sql)
    return results_of(store, audit, now() if now else None) if audit is not None else None


__all__: Sequence[str] = (
    "KINDS", "MATERIAL", "PARTS", "VERDICTS", "Audit", "AuditRow", "Judgement", "KindResult", "Results", "draw",
    "judge_row", "judge_rows", "judgements_of", "latest", "left", "results_of", "stamp_of",
)  # fmt: skip
