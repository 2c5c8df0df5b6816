"""What `arms` and `harm` share: pages with gold events, links and transfers (train/corpora/events, ../shared/pages), and what matches what.

event     a trigger of one overlaps a trigger of the other. Where the gold has several events there, the one of the same type first.
statement cues overlap.
side      the same actor by the scorer of ../shared/pages: states by country, everybody else by name. A company, ministry or army of the gold
          is also met by its state, and the other way round: whose a deal is, is a matter of register, not of reading. Null meets null.
transfer  supplier, recipient and category of one item agree (a transfer without items, or with "unspecified" ones, meets any): lenient;
          strict: and status.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from benchmarks.frame import DataError, Json
from benchmarks.pages import GOLD, gold_files, read_gold, read_page

_STATELY = {"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "BUS", "PTY"}
_ANY = {"unspecified", "other"}


@dataclass(frozen=True, eq=False)
class Pair:
    """A page's gold and what was read of it, with what matches."""

    name: str
    gold: Json
    found: Json
    scorer: ModuleType
    text: str

    @cached_property
    def statements(self) -> dict[str, str]:
        """Found statement → gold statement."""
        if any("spans" not in (s["cue"] or {}) for s in self.gold["statements"]):
            wanted, got = self.scorer.Record(self.gold, None), self.scorer.Record(self.found, None)
            pairs = self.scorer.pair_statements(wanted, got)
            return {got.statements[j]["id"]: wanted.statements[i]["id"] for i, j in pairs.items()}
        pairs = {}
        for statement in self.found.get("statements") or []:
            for other in self.gold["statements"]:
                if any(overlap(a, b) for a in statement["cue"]["spans"] for b in other["cue"]["spans"]):
                    pairs[statement["id"]] = other["id"]
                    break
        return pairs

    @cached_property
    def events(self) -> dict[str, str]:
        """Found event → gold event."""
        pairs = {}
        for event in self.found.get("events") or []:
            near = [other for other in self.gold["events"] if any(overlap(a, b) for a in event["triggers"] for b in triggers(other))]
            if near:
                pairs[event["id"]] = max(near, key=lambda other: other["type"] == event["type"])["id"]
        return pairs

    @cached_property
    def actors(self) -> tuple[dict[str, Json], dict[str, Json]]:
        """Actors of the gold and of what was found, by ID."""
        return ({a["id"]: a for a in self.gold["actors"]}, {a["id"]: a for a in self.found.get("actors") or []})

    def same_side(self, gold: str | None, found: str | None) -> bool:
        """Whether two sides of a deal are one."""
        if gold is None or found is None:
            return gold is found
        a, b = self.actors[0].get(gold), self.actors[1].get(found)
        if a is None or b is None:
            return False
        if self.scorer.same_actor(a, b):
            return True
        states = "state" in (a["kind"], b["kind"])
        officials = all(x["kind"] == "state" or (x.get("sector") or x.get("role")) in _STATELY for x in (a, b))
        return bool(states and officials and a["country"] and a["country"] == b["country"])

    def transfers(self, *, strict: bool) -> dict[int, int]:
        """Gold transfer → found transfer, one to one, those of matching events first."""
        wanted, got = self.gold["arms_transfers"], self.found.get("arms_transfers") or []

        def weight(g: Json, r: Json) -> float:
            sides = all(
                any(self.same_side(key, r[side]) for key in g.get(f"{side}_ok", [g[side]])) for side in ("supplier", "recipient")
            )  # fmt: skip
            if not sides or not same_goods(g, r):
                return 0.0
            same = r["status"] in g.get("status_ok", [g["status"]])
            if strict and not same:
                return 0.0
            return float(1.0 + 2.0 * (self.events.get(r["event"]) == g["event"]) + 0.5 * same)

        pairs: dict[int, int] = self.scorer.pair(wanted, got, weight)
        return pairs


def triggers(event: Json) -> list[Json]:
    """The triggers of an event of the gold; without offsets (an HTML page) none."""
    found = event.get("triggers") or [event["trigger"]]
    return [one for one in found if "start" in one]


def overlap(a: Json, b: Json) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_goods(gold: Json, found: Json) -> bool:
    """Whether one category is in both, or one of them does not say."""
    a, b = ({item["category"] for item in one["items"]} for one in (gold, found))
    return not a or not b or bool(a & b) or bool(a & _ANY) or bool(b & _ANY)


def pairs_of(data: Path, scorer: ModuleType) -> Iterator[Pair]:
    """Every page of a folder with its gold, read by `onrecord.read`."""
    for path in gold_files(data):
        gold = read_gold(path)
        page = data / gold["document"]["location"]
        record, problem = read_page(page)
        if problem:
            raise DataError(f"{page}: {problem}")
        yield Pair(path.name.removesuffix(GOLD), gold, record, scorer, record["document"]["text"])


def links_of(pair: Pair) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]], dict[tuple[str, str, str], tuple[str, str]]]:
    """(statement, deed, relation) of the gold, the same of what was found in the gold's IDs, and of those in both the bases."""
    optional = {s["id"] for s in pair.gold["statements"] if s.get("optional")}
    wanted = {(x["statement"], x["target"], x["relation"]): x["basis"] for x in pair.gold["links"] if x["statement"] not in optional}
    got = {}
    for link in pair.found.get("links") or []:
        statement, target = pair.statements.get(link["statement"]), pair.events.get(link["target"])
        if statement in optional:
            continue
        got[statement or f"+{link['statement']}", target or f"+{link['target']}", link["relation"]] = link["basis"]
    bases = {key: (wanted[key], got[key]) for key in wanted.keys() & got.keys()}
    return set(wanted), set(got), bases


def shown(record: Json, transfer: Json) -> str:
    """A transfer in a line."""
    names = {actor["id"]: actor["name"] for actor in record.get("actors") or []}
    goods = ", ".join(item["text"] for item in transfer["items"])
    return f"{names.get(transfer['supplier'])} → {names.get(transfer['recipient'])}: {goods or 'arms'} ({transfer['status']})"


def files_of(data: Path) -> Iterator[Path]:
    """The files of such a folder."""
    for path in gold_files(data):
        yield path
        yield data / str(json.loads(path.read_text(encoding="utf-8"))["document"]["location"])


def f1(hits: float, wanted: float, got: float) -> float | None:
    """F1 of counts; None where there is nothing."""
    return 2 * hits / (wanted + got) if wanted + got else None


def share(part: float, whole: float) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None
