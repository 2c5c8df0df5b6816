"""`web`: a scripted walk over every type of page of the web UI, on a store of made-up pages (web_store.py), served by the command itself.

  p50, p95      milliseconds from the request to the first byte, one reader, each address asked once, so that nothing of it is kept
  CPU p95       milliseconds that the server's processor worked on one request, to its last byte: the same on a machine that has other work (Linux)
  kB            of the heaviest page with style, script and map
  interactive   milliseconds until the page answers in Chromium, with its script run, p95; where Chromium and Playwright are installed
  errors        answers other than 200, in the walk and of READERS readers at once
The goals: first byte 50 ms at p95 and a page interactive in 500 ms on 100,000 pages, 300 kB a page, no error.
`--pages N` says how many pages the store has, `--store PATH` keeps it, and uses it where it is there.
"""

import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import quote, urlencode

import numpy as np

from benchmarks.frame import Benchmark, Column, DataError, Item, Options, Result, Row, one_file, who_we_are, write_jsonl
from benchmarks.web_store import make_store

PAGES: Final = 2_000
READERS: Final = 50
EACH: Final = 20  # addresses of a reader
GOAL_KB: Final = 300
_SEED: Final = 9
_SEEN: Final = 2  # addresses of each type that are opened in a browser
_WAIT_S: Final = 600
_ASSETS: Final = ("/static/onrecord.css", "/static/onrecord.js")
_QUERIES: Final = (
    "weapons", "government shipment", '"had shipped"', "stance:denies drones", "source:RUS howitzers", "supplier:PRK recipient:RUS", "mortar*",
    "shells -stance:asserts", "after:2021-03 before:2023-10 missiles", "outlet:Herald rifles", "stance:declines", "type:AID status:planned",
    "drones OR howitzers", "ministry embassy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """The command, serving a store."""

    host: str
    port: int
    pid: int


@dataclass(slots=True)
class Seen:
    """What asking one address gave."""

    address: str
    status: int
    first_ms: float
    cpu_ms: float | None
    size: int


@dataclass(slots=True)
class Type:
    """One type of page, with what asking its addresses gave."""

    name: str
    addresses: list[str]
    seen: list[Seen] = field(default_factory=list)
    interactive_ms: list[float] = field(default_factory=list)


def run(data: Path, options: Options) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "web.db"
        if not store.exists():
            make_store(store, options.pages or PAGES)
        with serve(store) as served:
            start = _json(served, "/index.json")
            coverage, statements = start["coverage"], start["counts"]["statements"]
            types = list(walk(served))
            assets = sum(ask(served, address).size for address in _ASSETS)
            world = ask(served, "/static/world.svg").size
            for kind in types:
                kind.seen = [ask(served, address) for address in kind.addresses]
            wrong, at_once = _readers(served, [address for kind in types for address in kind.addresses])
            browsed = _browse(served, types)
    rows = [_row(kind.name, [kind], assets, world) for kind in types]
    failed = [seen for kind in types for seen in kind.seen if seen.status != 200]
    whole = _row(f"{who_we_are()}, all", types, assets, world)
    heavy = [kind for kind in types if (_weight(kind, assets, world)) > GOAL_KB]
    slow = sorted((seen for kind in types for seen in kind.seen), key=lambda seen: -(seen.cpu_ms or seen.first_ms))[:5]
    errors = wrong.total()
    instead = f" ({', '.join(f'{what}: {times}' for what, times in wrong.most_common(3))})" if wrong else ""
    told = f"{READERS} readers at once, {EACH} pages each: {errors} errors{instead}, first byte"
    told += f" p50 {np.median(at_once):.0f} ms, p95 {np.percentile(at_once, 95):.0f} ms"
    return Result(
        size=f"{coverage['pages']:,} pages, {statements:,} statements",
        rows=(Row(whole.who, {**whole.figures, "errors": float(len(failed) + errors)}), *rows),
        items={kind.name: Item(float(kind not in heavy and all(seen.status == 200 for seen in kind.seen))) for kind in types},
        predictions=tuple({"type": k.name, "address": s.address, "status": s.status, "ms": s.first_ms, "cpu_ms": s.cpu_ms, "bytes": s.size}
                          for k in types for s in k.seen),
        notes=(
            told,
            "slowest: " + ", ".join(f"{seen.address} {seen.cpu_ms or seen.first_ms:.0f} ms" for seen in slow),
            *([] if browsed else ["not opened in a browser: Chromium or Playwright is not installed"]),
        ),
        failed=bool(failed or errors or heavy),
    )  # fmt: skip


@contextmanager
def serve(store: Path) -> Iterator[Served]:
    """Serve a store until the block is left; begun when its index is made.

    Raises:
        DataError: it cannot be served.
    """
    command = [sys.executable, "-m", "onrecord", "serve", str(store), "--port", "0", "--read-only"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        found = re.search(r"http://([\d.]+):(\d+)/", told)
        if found is None:
            raise DataError(told.strip() or f"{store} cannot be served")
        served = Served(found[1], int(found[2]), process.pid)
        try:
            until = time.monotonic() + _WAIT_S
            while _json(served, "/claims.json")["claims"] is None:
                if time.monotonic() > until:
                    raise DataError(f"the index of {store} was not made in {_WAIT_S} s")
                time.sleep(0.5)
            while time.monotonic() < until and _is_busy(served):  # the pages that look at all of the store are asked once more
                time.sleep(0.5)
            yield served
        finally:
            process.terminate()


def _is_busy(served: Served) -> bool:
    before = _cpu_ms(served.pid)
    time.sleep(0.5)
    after = _cpu_ms(served.pid)
    return before is not None and after is not None and after - before > 50


def ask(served: Served, address: str) -> Seen:
    """Ask an address once."""
    connection = http.client.HTTPConnection(served.host, served.port, timeout=120)
    cpu = _cpu_ms(served.pid)
    begun = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    first = time.perf_counter() - begun
    size = len(answer.read())
    spent = _cpu_ms(served.pid)
    connection.close()
    return Seen(
        address, answer.status, first * 1000, None if cpu is None or spent is None or spent < cpu else spent - cpu, size
    )  # a thread of it may have ended


def _cpu_ms(pid: int) -> float | None:
    """How long a process has had a processor, as Linux tells it by the nanosecond; None elsewhere."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e6
    except (OSError, ValueError, IndexError):
        return None


def _json(served: Served, address: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(served, address))
    return found


def _text(served: Served, address: str) -> str:
    connection = http.client.HTTPConnection(served.host, served.port, timeout=_WAIT_S)
    connection.request("GET", address)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return text


def walk(served: Served) -> Iterator[Type]:
    """The addresses of the walk, by type of page: drawn by a seed from what the store holds."""
    chance = Random(_SEED)

    def url(path: str, **query: object) -> str:
        return f"{path}?{urlencode(query)}" if query else path

    def some(found: list[Any], most: int) -> list[Any]:
        return chance.sample(found, min(most, len(found)))

    boards = [_json(served, url("/claims.json", sort=order, page=number)) for order in ("newest", "disputed", "newsrooms") for number in (1, 2, 5)]
    claims = {claim["id"]: claim for board in boards for claim in (*board["claims"], *board["unsettled_claims"])}
    pages = [page for number in range(1, 13) for page in _json(served, url("/pages.json", before=f"20{20 + number % 6}-{number:02d}"))["pages"]]
    keys = [page["page"] for page in some(pages, 60)]
    actors = [actor["name"] for number in (1, 2, 9) for actor in _json(served, url("/actors.json", page=number))["actors"]]
    places = sorted(set(re.findall(r'href="(/place/[^"]+)"', _text(served, "/map"))))
    stories = list(dict.fromkeys(claim["story"] for claim in claims.values()))
    told = [page for story in some(stories, 40) for page in _json(served, f"/story/{story}.json")["pages"]]
    copies = [(page["page"], page["copy_of"]) for page in told if page["copy_of"]]
    sides = sorted({side for claim in claims.values() for side in (claim["supplier"], claim["recipient"]) if side})
    types = sorted({claim["type"] for claim in claims.values()})
    states = ("disputed", "corroborated", "reported", "once", "denied-only", "declined", "narrated", "differing", "retracted")
    months = [month["month"] for month in _json(served, "/timeline.json")["months"]]
    yield Type("start", ["/"])
    yield Type("claims", [
        *(url("/claims", page=number) for number in (1, 2, 3, 50)), *(url("/claims", sort=order) for order in ("oldest", "newsrooms", "disputed")),
        *(url("/claims", state=state) for state in states), *(url("/claims", type=kind, status="occurred") for kind in some(types, 4)),
        *(url("/claims", actor=side) for side in some(sides, 6)), *(url("/claims", denied=side) for side in some(sides, 3)),
        *(url("/claims", **{"from": a, "to": b}) for a, b in zip(some(sides, 4), some(sides, 4), strict=True)),
        url("/claims", state="disputed", since="2023-01", sort="newsrooms"),
    ])  # fmt: skip
    yield Type("claim", [f"/claim/{id_}" for id_ in some(list(claims), 40)])
    yield Type("story", [f"/story/{story}" for story in some(stories, 20)])
    yield Type("arms", [
        "/arms", url("/arms", page=7), url("/arms", scope="all"),
        *(url("/arms", sort=order) for order in ("newest", "oldest", "newsrooms", "status")),
        *(url("/arms", supplier=side) for side in some(sides, 4)), *(url("/arms", recipient=side, year="2022") for side in some(sides, 3)),
        url("/arms", item="howitzers", state="disputed"),
    ])  # fmt: skip
    yield Type("pages", ["/pages", *(url("/pages", since=month) for month in some(months, 6)), url("/pages", outlet="Daily Herald")])
    yield Type("page", [f"/page/{key}" for key in keys[:40]] + [f"/page/{key}?furniture=1" for key in keys[40:50]])
    yield Type("statement", [f"/page/{key}/statement/s{n % 10 + 1}" for n, key in enumerate(keys[:20])])
    yield Type("transfer", [f"/page/{key}/transfer/x1" for key in keys[20:35]])
    yield Type("copy", [f"/page/{page}/copy/{other}" for page, other in some(copies, 12)])
    yield Type(
        "search",
        [url("/search", q=query) for query in _QUERIES] + [url("/search", q=query, **{"in": "text"}) for query in ("weapons", "embassy training")],
    )
    yield Type("actors", ["/actors", url("/actors", page=6), url("/actors", name="ti")])
    yield Type("actor", [f"/actor/{quote(name, safe='')}" for name in (*actors[:10], *some(actors, 20))])
    yield Type(
        "timeline",
        ["/timeline", *(url("/timeline", claim=id_) for id_ in some(list(claims), 10)), *(url("/timeline", story=s) for s in some(stories, 5))],
    )
    yield Type("map", ["/map"])
    yield Type("place", some(places, 15))
    yield Type("adjacency", ["/adjacency", *(url("/adjacency", type=kind) for kind in some(types, 4))])
    yield Type("review", ["/review", *(url("/review", page=number) for number in (2, 40, 900))])
    yield Type("audit", ["/audit"])
    yield Type("problems", ["/problems", url("/problems", page=2)])
    yield Type("about", ["/about"])


def _readers(served: Served, addresses: list[str]) -> tuple[Counter[str], list[float]]:
    """Let READERS readers read at once: what was answered instead of a page, how often, and the milliseconds to each first byte."""

    def read(number: int) -> list[Seen | str]:
        chance = Random(f"{_SEED} {number}")
        found: list[Seen | str] = []
        for address in chance.choices(addresses, k=EACH):
            try:
                found.append(ask(served, address))
            except (OSError, http.client.HTTPException) as error:
                found.append(f"{type(error).__name__} {address.partition('?')[0]}")
        return found

    with ThreadPoolExecutor(READERS) as pool:
        seen = [one for found in pool.map(read, range(READERS)) for one in found]
    wrong = Counter(one for one in seen if isinstance(one, str))
    wrong.update(f"{one.status} {one.address.partition('?')[0]}" for one in seen if isinstance(one, Seen) and one.status != 200)
    return wrong, [one.first_ms for one in seen if isinstance(one, Seen) and one.status == 200]


def _browse(served: Served, types: list[Type]) -> bool:
    """Open some pages of each type in Chromium; whether there is one."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return False
    if chromium is None:
        return False
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(f"http://{served.host}:{served.port}/about")  # the first page of a browser waits for the browser
        for kind in types:
            for address in kind.addresses[:_SEEN]:
                tab.goto(f"http://{served.host}:{served.port}{address}", timeout=120_000)
                kind.interactive_ms.append(tab.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
        browser.close()
    return True


def _row(name: str, types: list[Type], assets: int, world: int) -> Row:
    seen = [one for kind in types for one in kind.seen]
    interactive = [ms for kind in types for ms in kind.interactive_ms]
    cpu = [one.cpu_ms for one in seen if one.cpu_ms is not None]
    first = [one.first_ms for one in seen]
    return Row(
        name,
        {
            "pages": float(len(seen)),
            "p50": float(np.median(first)) if first else None,
            "p95": float(np.percentile(first, 95)) if first else None,
            "CPU p95": float(np.percentile(cpu, 95)) if cpu else None,
            "kB": max(_weight(kind, assets, world) for kind in types),
            "interactive": float(np.percentile(interactive, 95)) if interactive else None,
        },
    )


def _weight(kind: Type, assets: int, world: int) -> float:
    """Kilobytes of the heaviest page of a type with what it loads."""
    return (max((one.size for one in kind.seen), default=0) + assets + (world if kind.name == "map" else 0)) / 1000


BENCHMARK = Benchmark(
    name="web",
    home="web_store.py",
    columns=(
        Column("pages", None, "count"),
        Column("p50", None, "amount"),
        Column("p95", None, "amount"),
        Column("CPU p95", None, "amount"),
        Column("kB", "lower", "count"),
        Column("interactive", None, "count"),
        Column("errors", "lower", "count"),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
    own=True,
)

__all__ = ["BENCHMARK", "ask", "serve", "walk"]
