"""How fast a store is searched: a store of N made-up statements, and the time of queries of each kind.

    python -m benchmarks.search_speed --statements 100000
    python -m benchmarks.search_speed --statements 1000000 --keep build/search.db

The statements are ours: sentences on arms and diplomacy, filled up with words drawn as words are spread in news (the n-th commonest
1/n as often as the commonest), so that there are words that stand in every third statement and words that stand in one.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from onrecord.search import search
from onrecord.store import open_store
from onrecord.store.facets import ACTOR, DAY, MONTH, OUTLET, RECIPIENT, SOURCE, STANCE, STATUS, SUPPLIER, TYPE, YEAR
from onrecord.store.facets import facet as facet_of
from onrecord.store.file import open_file, transaction
from onrecord.store.reader import Reader, reader_id
from onrecord.store.rows import COLUMNS, Rows
from onrecord.store.store import Store
from onrecord.store.write import show

facet = cache(facet_of)  # few values, a million times
SEED: Final = 8
PER_PAGE: Final = 20
REPEATS: Final = 3
_BATCH: Final = 500  # pages
_PATIENCE_S: Final = 60  # of a search on a machine that has other work: it is timed, not stopped

COMMON: Final = """
    government officials ministry weapons military country president war minister attack report security state army defence shipment
    ammunition missiles forces border sanctions agreement shells supply ceasefire statement troops support drones talks embassy leaders
    factory convoy artillery delivery export licence contract training exercise spokesman intelligence evidence allegation region capital
"""
FRAMES: Final = (
    "{a} {verb} {n} {w} to {b} in {w} {w}",
    "the {w} of {w} {w} {verb} to {b} by {a} was {w} {w} {w}",
    "no {w} had been {verb} to {b} and the {w} {w} was {w}",
    "{a} would {w} the {w} with {b} if the {w} {w} {w} were {verb}",
    "the {w} {w} {w} about {a} and {b} {w} a {w} of {n} {w}",
)
VERBS: Final = ("shipped", "sold", "delivered", "transferred", "offered", "promised", "denied", "supplied")
STATES: Final = {
    "RUS": "Russia", "PRK": "North Korea", "USA": "United States", "IRN": "Iran", "UKR": "Ukraine", "CHN": "China", "TUR": "Turkey",
    "POL": "Poland", "DEU": "Germany", "FRA": "France", "GBR": "United Kingdom", "ISR": "Israel", "IND": "India", "EGY": "Egypt",
    "SRB": "Serbia", "NOR": "Norway", "MLI": "Mali", "BLR": "Belarus",
}  # fmt: skip
OFTEN: Final = {"asserts": 60, "expects": 6, "denies": 6, "confirms": 3, "declines": 3, "promises": 4, "urges": 6, "holds": 12}
STANCES: Final = tuple(stance for stance, times in OFTEN.items() for _ in range(times))
TYPES: Final = ("AID", "COOPERATE", "SANCTION", "ASSAULT", "AGREE", "CONSULT", "ACCUSE", "REJECT", "THREATEN", "MOBILIZE")
OUTLETS: Final = tuple(
    f"{kind} {place}"
    for kind in ("Daily", "Evening", "Morning", "The", "Radio")
    for place in ("Herald", "Courier", "Observer", "Tribune", "Post", "Wire")
)
SYLLABLES: Final = "ba ke li mo nu ra se ti vo za dre fli gon har jil kam lor men nik pol qua rus sel tor ved wan xer yun zim cho"

QUERIES: Final = {
    "rare word": ["{rare}"],
    "common word": ["weapons", "government", "ministry", "{often}"],
    "two common words": ["weapons government", "ministry shipment", "officials border"],
    "common and rare": ["weapons {rare}", "government {seldom}"],
    "phrase": ['"delivered to North Korea"', '"sold to Iran"', '"{pair}"'],
    "prefix": ["we*", "gov*", "min*", "amm*", "ship*"],
    "excluded": ["weapons -government", "shipment -stance:asserts"],
    "any of": ["weapons OR shells", "drones OR missiles OR artillery"],
    "word and stance": ["weapons stance:denies", "government stance:declines"],
    "word, stance and dates": ["weapons stance:denies after:2021-03 before:2023-10", "shipment stance:denies before:2022"],
    "word and dates": ["weapons after:2022-02-24 before:2023-10-05", "ministry before:2021"],
    "parties": ["supplier:PRK recipient:RUS", "actor:RUS stance:denies", 'supplier:"North Korea"', "type:SANCTION status:planned"],
    "parties and words": ["ammunition supplier:PRK", "drones actor:IRN stance:denies"],
    "field alone": ["stance:denies", "outlet:Herald", "source:ministry", "after:2023"],
}


TEXT_QUERIES: Final = {
    "word": ["{rare}", "weapons", "government", "{often}"],
    "words": ["weapons government", "weapons {rare}", "weapons OR shells", "weapons -government"],
    "phrase": ['"delivered to North Korea"', '"sold to Iran"'],
    "prefix": ["gov*", "amm*", "ship*"],
    "word and dates": ["weapons after:2022-02-24 before:2023-10-05", "ministry before:2021", "{seldom} after:2023-12"],
    "word and outlet": ["weapons outlet:Herald", "{seldom} outlet:Post after:2023"],
}


def words(rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """The words that sentences are filled with, and how likely each is."""
    made = {"".join(rng.choice(SYLLABLES.split(), size)) for size in rng.integers(2, 5, 45_000)}
    vocabulary = [*COMMON.split(), *rng.permutation(sorted(made)).tolist()]
    weight = 1 / np.arange(3, len(vocabulary) + 3)
    return vocabulary, weight / weight.sum()


def pages(count: int, *, text: bool) -> Iterator[Rows]:
    """The rows of made-up pages: articles and statements, which are all that a search of statements reads; with `text` also paragraphs."""
    rng = np.random.default_rng(SEED)
    vocabulary, weight = words(rng)
    codes = list(STATES)
    for page in range(count):
        day = date(2019, 1, 1) + timedelta(days=int(rng.integers(0, 2000)))
        outlet = OUTLETS[int(rng.integers(len(OUTLETS)))]
        filling = iter([vocabulary[i] for i in rng.choice(len(vocabulary), PER_PAGE * 16, p=weight)])
        numbers = iter(rng.integers(0, 1 << 30, PER_PAGE * 12).tolist())
        statements: list[tuple[Any, ...]] = []
        paragraphs: list[tuple[Any, ...]] = []
        at = 0
        dated = [facet(YEAR, f"{day:%Y}"), facet(MONTH, f"{day:%Y%m}"), facet(DAY, f"{day:%Y%m%d}"), facet(OUTLET, outlet)]
        for n in range(1, PER_PAGE + 1):
            a, b, who = (codes[next(numbers) % len(codes)] for _ in range(3))
            frame = FRAMES[next(numbers) % len(FRAMES)]
            said = frame.replace("{a}", STATES[a]).replace("{b}", STATES[b]).replace("{n}", str(next(numbers) % 900 + 10))
            said = said.replace("{verb}", VERBS[next(numbers) % len(VERBS)])
            while "{w}" in said:
                said = said.replace("{w}", next(filling), 1)
            said += " " + " ".join(next(filling) for _ in range(6))
            stance = STANCES[next(numbers) % len(STANCES)]
            source = f"the {STATES[who]} {next(filling)} ministry"
            facets = [facet(STANCE, stance), *dated, facet(SOURCE, who)]
            if next(numbers) % 3 == 0:
                facets += [facet(TYPE, TYPES[next(numbers) % len(TYPES)]), facet(STATUS, ("occurred", "planned")[next(numbers) % 2])]
                facets += [facet(ACTOR, STATES[a]), facet(ACTOR, a), facet(ACTOR, STATES[b]), facet(ACTOR, b)]
                facets += [facet(SUPPLIER, STATES[a]), facet(SUPPLIER, a), facet(RECIPIENT, STATES[b]), facet(RECIPIENT, b)]
            whole = f"{source} said {said}."
            start = at + len(source) + 6
            if text:
                paragraphs.append(("paragraph", at, at + len(whole), whole))
            spans = (f"[[{at},{at + len(source)}]]", f"[[{start - 5},{start - 1}]]", f"[[{start},{start + len(said)}]]")
            statements.append((f"s{n}", None, "body", said, source, 1, "said", "indirect", stance, None, json.dumps([who]), STATES[who], "[]",
                               None, None, None, None, day.isoformat(), " ".join(facets), 1, 0.9, *spans))  # fmt: skip
            at += len(whole) + 1
        article = ("article", "en", "text/html", outlet, None, None, f"Page {page}", day.isoformat(), 0.9, None, None, "[]", "[]", PER_PAGE, 0, 0)
        yield {**{table: [] for table in COLUMNS}, "article": [article], "paragraph": paragraphs, "statement": statements}


def fill(connection: sqlite3.Connection, count: int, *, text: bool) -> None:
    """Write made-up pages; their records hold nothing but their rows."""
    batch: list[tuple[int, Rows]] = []

    def write() -> None:
        with transaction(connection):
            reader = reader_id(connection, Reader("0"))
            for record, _ in batch:
                connection.execute("INSERT INTO document (id, digest, size) VALUES (?, ?, 0)", (record, f"sha256:{record:064x}"))
                connection.execute(
                    "INSERT INTO capture (id, key, document_id, location) VALUES (?, ?, ?, ?)", (record, f"c{record:016x}", record, f"{record}.html")
                )
                connection.execute(
                    "INSERT INTO record (id, capture_id, made_by, version, reader_id, shown, read_at, json) "
                    "VALUES (?, ?, 'reading', '0', ?, 1, '', x'')",
                    (record, record, reader),
                )
            show(connection, batch)
        batch.clear()

    for record, rows in enumerate(pages(count, text=text), 1):
        batch.append((record, rows))
        if len(batch) == _BATCH:
            write()
    write()
    connection.execute("INSERT INTO statement_fts (statement_fts) VALUES ('optimize')")
    connection.execute("INSERT INTO paragraph_fts (paragraph_fts) VALUES ('optimize')")
    connection.execute("ANALYZE")


def queries(*, text: bool) -> Iterator[tuple[str, str]]:
    """Queries of each kind."""
    vocabulary, _ = words(np.random.default_rng(SEED))
    filled = {
        "rare": vocabulary[20_000],
        "seldom": vocabulary[3_000],
        "often": vocabulary[len(COMMON.split()) + 3],
        "pair": f"{vocabulary[60]} {vocabulary[61]}",
    }
    for kind, forms in (TEXT_QUERIES if text else QUERIES).items():
        for form in forms:
            for name, word in filled.items():
                form = form.replace(f"{{{name}}}", word)
            yield kind, form


def measure(store: Store, clock: Callable[[], float], *, text: bool) -> dict[str, list[tuple[float, str, str]]]:
    """Milliseconds of each query, the middle of its repeats, by kind; with the query and how many it found."""
    times: dict[str, list[tuple[float, str, str]]] = {}
    for kind, query in queries(text=text):
        taken = []
        for _ in range(REPEATS):
            start = clock()
            found = search(store, query, within="text" if text else "statements", timeout_s=_PATIENCE_S)
            taken.append((clock() - start) * 1000)
        total = f"{found.total:,}" if found.exact else f"over {found.total:,}"
        times.setdefault(kind, []).append((sorted(taken)[REPEATS // 2], query, total))
    return times


def p95_of(count: int) -> float:
    """Milliseconds of processor time in which 95 of 100 queries of all kinds are answered, in a made-up store of so many statements."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.db"
        with closing(open_file(path, write=True, create=True)) as connection:
            fill(connection, count // PER_PAGE, text=False)
        with open_store(path) as store:
            times = measure(store, time.process_time, text=False)
    return float(np.percentile([ms for found in times.values() for ms, _, _ in found], 95))


def main() -> None:
    """Make the store, measure, and print a line a kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep the store here, and use it where it is there")
    parser.add_argument("--text", action="store_true", help="write paragraphs too, and search those")
    parser.add_argument("--cpu", action="store_true", help="count the time of the processor, for a machine that has other work")
    parser.add_argument("--each", action="store_true", help="print each query")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "search.db"
        if not path.exists():
            start = time.perf_counter()
            with closing(open_file(path, write=True, create=True)) as connection:
                fill(connection, chosen.statements // PER_PAGE, text=chosen.text)
            print(f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB", file=sys.stderr)
        with open_store(path) as store:
            (count,) = store.connection.execute("SELECT count(*) FROM statement").fetchone()
            times = measure(store, time.process_time if chosen.cpu else time.perf_counter, text=chosen.text)
    what = "paragraphs" if chosen.text else "statements"
    print(f"search · {count:,} {what} · {SEED=}".ljust(60) + "p50 ms   max ms")
    for kind, found in times.items():
        taken = [ms for ms, _, _ in found]
        print(f"{kind:<60}{np.median(taken):6.1f} {max(taken):8.1f}")
        if chosen.each:
            for ms, query, total in found:
                print(f"    {query:<56}{ms:6.1f} {total:>16}")
    every = [ms for found in times.values() for ms, _, _ in found]
    told = f"all: {len(every)} queries; p95 {np.percentile(every, 95):.1f} ms"
    print(f"{told:<60}{np.median(every):6.1f} {max(every):8.1f}")


if __name__ == "__main__":
    main()
