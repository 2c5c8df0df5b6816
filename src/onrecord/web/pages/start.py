"""The start page, what failed, and what all of it was made by."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from typing import Any, Final

from onrecord import codec
from onrecord.export.store.harm import harm
from onrecord.web.answers import Answer, Asked, url
from onrecord.web.pages.claims import rows_of

_SHOWN: Final = 6
_LISTED: Final = 100
_LIBRARIES: Final = (
    "onnxruntime", "numpy", "selectolax", "fastwarc", "feedparser", "chardet", "py3langid", "regex", "starlette", "uvicorn", "jinja2", "click",
    "rich",
)  # fmt: skip
_TABLES: Final = (".tsv", ".toml")


@dataclass(frozen=True, slots=True)
class News:
    """What came into the store after a page of it.

    after: the number of that page in the store; how: of each claim that is listed, what is new in it.
    """

    after: int
    pages: int
    claims: int
    how: Mapping[str, str]


def start(asked: Asked) -> Answer:
    """What is in the store, disputed and corroborated now, the newest transfers; or, of all that, what is new.

    New is what came in after the page whose number the address tells (`/?new=812`): of who looks nothing is kept, and a bookmark is a visit.
    """
    ask, index = asked.store.connection, asked.snapshot
    after = asked.new_after
    newest = ask.execute(
        "SELECT c.key, a.outlet, a.published, a.headline, a.statements FROM article a JOIN record r ON r.id = a.record_id "
        "JOIN capture c ON c.id = r.capture_id WHERE a.published IS NOT NULL AND c.id > ? ORDER BY a.published DESC, a.record_id DESC LIMIT ?",
        (after or 0, _SHOWN + 2),
    ).fetchall()
    lists: dict[str, Any] = {}
    counts: dict[str, int] = {}
    how: dict[str, str] = {}
    first = ask.execute("SELECT (SELECT min(published) FROM article), (SELECT max(published) FROM article)").fetchone()
    if index is not None:
        for name, where in (("disputed", "disputed = 1"), ("corroborated", "corroborated = 1"), ("transfers", "of = 'transfer'")):
            where = f"{where} AND unsettled = 0"
            new, given = ("", ()) if after is None else (" AND newest > ?", (after,))
            ids = index.rows(f"SELECT id, begun, denied FROM claim WHERE {where}{new} ORDER BY first DESC, n DESC LIMIT ?", *given, _SHOWN)
            lists[name] = rows_of(asked, [id_ for id_, _, _ in ids])
            counts[name] = index.counted(f"SELECT count(*) FROM claim WHERE {where}")[0][0]
            if after is not None:
                how |= {id_: _how(after, begun, denied) for id_, begun, denied in ids}
        counts["claims"] = index.counted("SELECT count(*) FROM claim WHERE unsettled = 0")[0][0]
        counts["statements"] = index.counted("SELECT coalesce(sum(said), 0) FROM month")[0][0]
        counts["review"] = index.counted("SELECT count(*) FROM review")[0][0]
    news = None if after is None else _news(asked, after, how)
    names = ("page", "outlet", "published", "headline", "statements")
    pages = [dict(zip(names, row, strict=True)) for row in newest]
    last = ask.execute("SELECT coalesce(max(id), 0) FROM capture").fetchone()[0]
    data = {
        "coverage": codec.encode(asked.coverage, ""),
        "earliest": first[0],
        "latest": first[1],
        "counts": counts,
        "newest": pages,
        **{name: [row.claim.id for row in rows] for name, rows in lists.items()},
        "last": last,
        "news": None if news is None else codec.encode(news, ""),
    }
    shown = {
        "pages": pages, "lists": lists, "counts": counts, "first": first, "no_denial": asked.coverage.no_denial(), "news": news, "last": last,
        "store_name": (ask.execute("SELECT key FROM capture ORDER BY id LIMIT 1").fetchone() or ("",))[0],
    }  # fmt: skip
    return Answer("start.html.j2", "What is on record", data, shown)


def _how(after: int, begun: int | None, denied: int | None) -> str:
    """What is new in a claim of which a new page tells."""
    if begun is not None and begun > after:
        return "new"
    return "denied for the first time" if denied is not None and denied > after else "told by more pages"


def _news(asked: Asked, after: int, how: Mapping[str, str]) -> News:
    ((pages,),) = asked.store.connection.execute("SELECT count(*) FROM capture WHERE id > ?", (after,)).fetchall()
    counted = asked.snapshot.counted("SELECT count(*) FROM claim WHERE unsettled = 0 AND newest > ?", after) if asked.snapshot else [(0,)]
    return News(after, pages, counted[0][0], how)


def problems(asked: Asked) -> Answer:
    """The pages that failed, and those without a date, each with what can be done."""
    ask = asked.store.connection
    skipped = (asked.number - 1) * _LISTED
    failed = ask.execute(
        "SELECT location, outlet, stage, cause, remedy, time FROM failure ORDER BY id LIMIT ? OFFSET ?", (_LISTED, skipped)
    ).fetchall()
    undated = ask.execute(
        "SELECT c.key, a.outlet, a.headline, c.location FROM article a JOIN record r ON r.id = a.record_id JOIN capture c ON c.id = r.capture_id "
        "WHERE a.published IS NULL AND a.statements IS NOT NULL ORDER BY a.record_id LIMIT ? OFFSET ?",
        (_LISTED, skipped),
    ).fetchall()
    notes = ask.execute(
        # From the few corrections to their notes: the other way round all records were looked at, half a second of 100,000 pages.
        "SELECT DISTINCT c.key, a.headline, n.layer, n.text FROM correction x CROSS JOIN document d ON d.digest = x.digest "
        "CROSS JOIN capture c ON c.document_id = d.id CROSS JOIN record r ON r.capture_id = c.id AND r.made_by = 'correction' AND r.shown "
        "CROSS JOIN note n ON n.record_id = r.id JOIN article a ON a.record_id = r.id WHERE n.code = 'correction-not-applied' LIMIT ?",
        (_LISTED,),
    ).fetchall()
    coverage = asked.coverage
    data = {
        "coverage": codec.encode(coverage, ""),
        "failed": [dict(zip(("location", "outlet", "stage", "cause", "remedy", "time"), row, strict=True)) for row in failed],
        "undated": [dict(zip(("page", "outlet", "headline", "location"), row, strict=True)) for row in undated],
        "corrections_not_applied": [dict(zip(("page", "headline", "layer", "text"), row, strict=True)) for row in notes],
    }
    more = max(coverage.failed, coverage.undated) > skipped + _LISTED
    next_ = url("/problems", page=asked.number + 1) if more else None
    return Answer("problems.html.j2", "Problems", data, {**data, "coverage": coverage, "next": next_, "number": asked.number})


def about(asked: Asked) -> Answer:
    """What made the records: versions, models with their digests, licences; and how often such records are wrong."""
    ask = asked.store.connection
    made = asked.snapshot.versions if asked.snapshot else ()
    newest = ask.execute("SELECT c.key FROM record r JOIN capture c ON c.id = r.capture_id WHERE r.shown ORDER BY r.id DESC LIMIT 1").fetchone()
    models = sorted(asked.store.record(newest[0]).generator.models.items()) if newest else []
    measured = harm()
    data = {
        "coverage": codec.encode(asked.coverage, ""),
        "versions": [{"version": version, "pages": pages} for version, pages in made],
        "models": [{"name": name, "sha256": digest} for name, digest in models],
        "licence": "Apache-2.0",
        "libraries": [{"name": name, "version": version, "licence": licence} for name, version, licence in _libraries()],
        "tables": [{"file": file, "origin": origin} for file, origin in _tables()],
        "harm": None if measured is None else codec.encode(measured, ""),
    }
    return Answer("about.html.j2", "About", data, {**data, "coverage": asked.coverage, "measured": measured})


@cache
def _libraries() -> tuple[tuple[str, str, str], ...]:
    """The libraries that onrecord runs on, with their licences as they tell them."""
    found = []
    for name in _LIBRARIES:
        try:
            told = distribution(name)
        except PackageNotFoundError:
            continue
        named = {name: told.metadata[name] for name in ("License-Expression", "License") if name in told.metadata}
        licence = named.get("License-Expression") or named.get("License", "").split("\n")[0]
        if not licence or len(licence) > 80:
            licence = next((c.rsplit(" :: ", 1)[1] for c in told.metadata.get_all("Classifier") or () if c.startswith("License")), "see the package")
        found.append((name, told.version, licence))
    return tuple(found)


@cache
def _tables() -> tuple[tuple[str, str], ...]:
    """The tables of facts that ship with onrecord, and what their heads say of where they come from."""
    found = []
    root = files("onrecord")
    for folder in sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda entry: entry.name):
        for file in sorted((entry for entry in folder.iterdir() if entry.name.endswith(_TABLES)), key=lambda entry: entry.name):
            with file.open(encoding="utf-8") as lines:
                head = [line for _, line in zip(range(12), lines, strict=False) if line.startswith("#: origin")]
            if head:
                found.append((f"{folder.name}/{file.name}", head[0].removeprefix("#: origin").strip()))
    return tuple(found)
