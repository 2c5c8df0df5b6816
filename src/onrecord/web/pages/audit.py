"""The audit: a sample of what matters, a row a screen, judged right, wrong or can't tell; and what was found so far."""

from collections.abc import Mapping
from typing import Any, Final

from onrecord.audit import KINDS, PARTS, VERDICTS, Audit, AuditRow, draw, judge_row, judgements_of, latest, results_of, stamp_of
from onrecord.audit.population import Passage
from onrecord.errors import OnRecordError
from onrecord.web.answers import Answer, Asked, Go, url

_ROWS: Final = 100
_MOST_ROWS: Final = 1_000
_LONGEST: Final = 500  # characters of a comment or a name


def audit(asked: Asked) -> Answer:
    """The next row that this judge has not seen, and the figures so far. Nothing is drawn by looking."""
    judge = asked.word("judge") or asked.options.author
    found = latest(asked.store)
    shown: dict[str, Any] = {
        "judge": judge,
        "failed": asked.word("failed"),
        "audit": found,
        "row": None,
        "results": None,
        "kinds": KINDS,
        "rows": _ROWS,
        "seed": (found.seed if found else 0) + 1,
    }
    data: dict[str, Any] = {"audit": found.key if found else None, "row": None, "results": None}
    if found is None:
        return Answer("audit.html.j2", "Audit", data, shown)
    own = {one.n: one for one in judgements_of(asked.store, found, judge)}
    row = _wanted(asked, found, own)
    results = results_of(asked.store, found, asked.index.population(asked.store))
    shown |= {"results": results, "done": len(own), "left": len(found.rows) - len(own), "row": row}
    data |= {"results": results.to_dict(), "left": len(found.rows) - len(own)}
    if row is not None:
        data["row"] = {"n": row.n, "kind": row.kind, "settled": row.settled, "claim": dict(row.told.claim), "parts": PARTS[row.kind]}
        shown |= {
            "parts": PARTS[row.kind],
            "had": own.get(row.n),
            "passages": [(passage, pieces(passage)) for passage in row.told.passages],
            "before": url("/audit", judge=judge, row=row.n - 1) if row.n > 1 else None,
            "later": url("/audit", judge=judge, row=row.n + 1) if row.n < len(found.rows) else None,
        }
    return Answer("audit.html.j2", "Audit", data, shown)


def _wanted(asked: Asked, found: Audit, own: Mapping[int, Any]) -> AuditRow | None:
    """The row that the address names, else the first that is not judged."""
    named = asked.query.get("row", "")
    if named.isascii() and named.isdecimal() and len(named) < 7:
        return next((row for row in found.rows if row.n == int(named)), None)
    return next((row for row in found.rows if row.n not in own), None)


def pieces(passage: Passage) -> list[tuple[str, bool]]:
    """The words of a passage in pieces, each with whether it is marked."""
    found, at = [], 0
    for start, end in passage.marks:
        if start >= at:
            found += [(passage.text[at:start], False), (passage.text[start:end], True)]
            at = end
    return [piece for piece in [*found, (passage.text[at:], False)] if piece[0]]


def begin(asked: Asked, form: Mapping[str, str]) -> Go:
    """Draw a sample."""
    judge = _name(asked, form)
    rows, seed = form.get("rows", ""), form.get("seed", "")
    # Lengths first: of thousands of figures int() itself gives up.
    if not (rows.isdecimal() and len(rows) < 10 and 0 < int(rows) <= _MOST_ROWS and seed.isdecimal() and len(seed) < 10):
        return Go(url("/audit", judge=judge, failed=f"a sample has 1 to {_MOST_ROWS:,} rows, and a seed that is a number"))
    try:
        draw(asked.store, rows=int(rows), seed=int(seed))
    except OnRecordError as error:
        return Go(url("/audit", judge=judge, failed=str(error)[:300]))
    return Go(url("/audit", judge=judge))


def judge(asked: Asked, form: Mapping[str, str]) -> Go:
    """Write down what a judge says of a row."""
    name, verdict, part = _name(asked, form), form.get("verdict", ""), form.get("part") or None
    found = latest(asked.store)
    row = next((row for row in found.rows if str(row.n) == form.get("row")), None) if found and found.key == form.get("audit") else None
    if row is None:
        return Go(url("/audit", judge=name, failed="another sample was drawn meanwhile: this row is of the one before"))
    if part is not None and verdict not in VERDICTS:
        verdict = "wrong"
    try:
        judge_row(asked.store, row, name, verdict, part=part, comment=form.get("comment", "")[:_LONGEST])
    except (OnRecordError, ValueError) as error:
        return Go(url("/audit", judge=name, row=row.n, failed=str(error)[:300]))
    return Go(url("/audit", judge=name))


def _name(asked: Asked, form: Mapping[str, str]) -> str:
    return (form.get("judge", "").strip() or asked.options.author)[:_LONGEST]


def stamped(asked: Asked) -> tuple[str, ...]:
    """What the board says of the last audit: who judged, and the rate of each kind; () where there is none."""
    results = stamp_of(asked.store, lambda: asked.index.population(asked.store))
    return (results.head(), *results.lines()) if results is not None and results.is_begun else ()


__all__ = ["audit", "begin", "judge", "pieces", "stamped"]
