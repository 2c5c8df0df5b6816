"""`stories`: stories, claims, origins, parties and deals across pages, on pages of our own and on ../shared/pages.

Each set is merged twice: from records made of the gold, so that the merge alone is measured, and from pages as `onrecord.read` reads them.
Copies are found by `onrecord.copies` in both. All pages of a set are merged in one call: stories have to be told apart as well. `test` and `train`
are the halves of both corpora together; rules and thresholds were chosen on train.

Own corpora (train/corpora/stories, deals), one claim of the gold against the claim that has most of its deeds:
  stories     B3 F1 of pages
  claims      B3 F1 of events, of those that the gold puts into a claim
  origins     B3 F1 of statements by one speaker that the gold puts into an origin; one that is in no claim stands alone
  parties, corroborated, independent, disputed, outlets, newsrooms, origins n: share of claims with exactly the gold's; one that is not found is
              wrong
  false corr. share of claims that we call corroborated and the gold does not
  deals       B3 F1 of claims that the gold puts into a deal
  sums wrong  share of the gold's totals of deals whose number is another; none is as wrong as another
Shared pages (stories.json):
  copies      pairs found of the gold's; merged: independent reports that got one newsroom
  asserted    F1 over (claim, agency, actor, asserts or denies) of the gold's claims, each against the claim of its story that fits best
  independent, disputed  share of claims with exactly the gold's
An item is a claim: the share of its flags and counts that are right.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.event_pages import Pair, f1, share
from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load
from benchmarks.story_pages import GoldPage, gold_page
from onrecord.across import Merger, tell
from onrecord.across.claims import Told
from onrecord.across.names import fold
from onrecord.stories import ONE_TEXT, Claim, Copy, Stories, Voice

OWN = Path(__file__).resolve().parent.parent / "train" / "corpora"
CORPORA = ("stories", "deals")
COUNTS = ("outlets", "newsrooms", "origins", "parties")
FLAGS = {"independent": "independently_reported", "corroborated": "corroborated", "disputed": "disputed", "retracted": "retracted"}


@dataclass(frozen=True, slots=True)
class Set:
    """Pages that are merged in one call, and what the gold says across them."""

    name: str
    pages: tuple[GoldPage, ...]
    across: tuple[Json, ...]  # STORY.stories.json of each story; of the shared pages the stories of stories.json


@dataclass(frozen=True, slots=True)
class Merged:
    """What was made of a set."""

    set: Set
    stories: Stories
    told: Mapping[str, Told]
    given: bool
    scorer: ModuleType

    def deeds(self) -> dict[tuple[str, str], str]:
        """(page, gold event) → our claim."""
        found: dict[tuple[str, str], str] = {}
        maps = {} if self.given else {page.name: self._pair(page).events for page in self.set.pages}
        for claim, told in self.told.items():
            for deed in told.deeds:
                event = deed.id if self.given else maps[deed.document].get(deed.id)
                if event is not None:
                    found.setdefault((deed.document, event), claim)
        return found

    def statements(self) -> dict[str, dict[str, str]]:
        """Page → our statement → the gold's."""
        if self.given:
            return {page.name: {s["id"]: s["id"] for s in page.gold["statements"]} for page in self.set.pages}
        return {page.name: self._pair(page).statements for page in self.set.pages}

    def _pair(self, page: GoldPage) -> Pair:
        return Pair(page.name, page.gold, page.read.to_dict(), self.scorer, page.read.document.text)


def run(data: Path, options: Options) -> Result:
    root = data if data.is_dir() and any((data / c).is_dir() for c in CORPORA) else OWN
    sets = []
    for half in ("test", "train"):
        of_half = [s for c in CORPORA if (s := own_set(root, c, half)) is not None]
        if len(of_half) > 1:
            sets.append(Set(half, tuple(p for s in of_half for p in s.pages), tuple(a for s in of_half for a in s.across)))
        sets += of_half
    if options.shared and (options.shared / "pages" / "stories.json").is_file():
        sets.append(shared_set(options.shared / "pages"))
    if options.set:
        sets = [s for s in sets if options.set in s.name]
    if not sets:
        raise DataError(f"no corpora of stories in {root}")
    rows: list[Row] = []
    items: dict[str, Item] = {}
    for one in sets:
        scorer = load(find_scorer("score.py", one.pages[0].path.parent, options.shared, "pages"))
        for given in (True, False):
            merged = merged_set(one, scorer, given=given)
            figures, found = score_shared(merged) if one.name == "shared" else score_own(merged)
            how = "gold records" if given else "read pages"
            rows.append(Row(f"{one.name}, {how}", figures))
            if given:
                items |= found
    first = rows[0]
    return Result(
        size=f"{len({p.path for s in sets for p in s.pages})} pages, {len({p.path.stem.rpartition('-')[0] for s in sets for p in s.pages})} stories",
        rows=(Row(f"{who_we_are()} ({first.who})", first.figures), *rows[1:]),
        items=items,
    )


def own_set(root: Path, corpus: str, half: str) -> Set | None:
    """A half of one of our corpora; None where it is not there."""
    folder = root / corpus / half
    across = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.stories.json"))]
    pages = [gold_page(folder / p["document"], p["outlet"], p["newsroom"]) for story in across for p in story["pages"]]
    return Set(f"{corpus} {half}", tuple(pages), tuple(across)) if pages else None


def shared_set(folder: Path) -> Set:
    """The pages of ../shared/pages, with the outlets of their manifest."""
    stories = json.loads((folder / "stories.json").read_text(encoding="utf-8"))["stories"]
    files = {f["file"]: f for f in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]}
    agency = {page: source["agency"] for story in stories for source in story["sources"] for page in source["pages"]}
    pages = [gold_page(folder / name, files[name]["outlet"], agency[name]) for story in stories for name in story["pages"]]
    return Set("shared", tuple(pages), tuple(stories))


def merged_set(one: Set, scorer: ModuleType, *, given: bool) -> Merged:
    """Merge a set in one call."""
    merger = Merger()
    for page in one.pages:
        merger.add(tell(page.capture(given=given)))
    for copy in copies_of(one.pages):
        merger.add_copy(copy)
    stories = merger.stories()
    return Merged(one, stories, merger.told(), given, scorer)


def copies_of(pages: Sequence[GoldPage]) -> tuple[Copy, ...]:
    """Copies among pages, by the text that was read."""
    from onrecord.copies import Text, find_copies
    from onrecord.copies import copies_of as evidence_of

    texts = []
    for page in pages:
        record = page.read
        article = record.article
        body = "\n".join(record.document[b.range] for b in article.body) if article else record.document.text
        texts.append(
            Text(
                id=page.name,
                body=body,
                headline=record.document[article.headline] if article and article.headline else None,
                outlet=page.outlet,
                credits=tuple(c.name for c in article.agencies) if article else (),
                published=record.published.date if record.published else None,
            )
        )
    return evidence_of(find_copies(texts), {text.id: text for text in texts})


# Our own corpora


def score_own(merged: Merged) -> tuple[dict[str, float | None], dict[str, Item]]:
    """The figures of a half of one of our corpora, and how right each claim is."""
    across = merged.set.across
    ours = {claim.id: claim for claim in merged.stories.claims}
    deeds = merged.deeds()
    gold_claims = {c["id"]: c for story in across for c in story["claims"]}
    found = {key: _best([(e["document"], e["event"]) for e in claim["events"]], deeds) for key, claim in gold_claims.items()}
    pages = {page: story.id for story in merged.stories.stories for page in story.documents}
    figures: dict[str, float | None] = {
        "stories": b3({p["document"]: story["stories"][0]["id"] for story in across for p in story["pages"]}, pages),
        "claims": b3({(e["document"], e["event"]): key for key, c in gold_claims.items() for e in c["events"]}, deeds),
        "origins": b3(*_origins(merged, ours.values())),
    }
    asserted = {key: c for key, c in gold_claims.items() if c["asserts"] or c["narrated"]}
    items = {}
    right: Counter[str] = Counter()
    for key, gold in asserted.items():
        claim = ours.get(found[key] or "")
        facts = {name: claim is not None and getattr(claim, name) == gold[name] for name in COUNTS}
        facts |= {flag: claim is not None and getattr(claim, name) == gold[name] for flag, name in FLAGS.items()}
        right.update(name for name, holds in facts.items() if holds)
        right["false corr."] += claim is not None and claim.corroborated and not gold["corroborated"]
        items[key] = Item(share(sum(facts.values()), len(facts)) or 0.0, _shown(gold, claim, facts))
    figures |= {
        name: share(right[name], len(asserted))
        for name in ("parties", "corroborated", "false corr.", "independent", "disputed", "retracted", "outlets", "newsrooms")
    }
    figures["origins n"] = share(right["origins"], len(asserted))
    figures |= _deals(merged, found)
    return figures, items


def _origins(merged: Merged, claims: Sequence[Claim] | Any) -> tuple[dict[Hashable, str], dict[Hashable, str]]:
    """(page, statement, speaker of a joint source) → origin, of the gold and ours."""
    actors = {(page.name, a["id"]): a["name"] for page in merged.set.pages for a in page.gold["actors"]}
    joint: dict[tuple[str, str], list[str]] = defaultdict(list)
    gold: dict[Hashable, str] = {}
    for number, story in enumerate(merged.set.across):
        for origin in story["origins"]:
            for s in origin["statements"]:
                name = fold(actors.get((s["document"], s["actor"]), s["actor"])) if s["actor"] else None
                gold[s["document"], s["statement"], name] = f"{number}.{origin['id']}"
                if name:
                    joint[s["document"], s["statement"]].append(name)
    ours: dict[Hashable, str] = {}
    maps = merged.statements()
    for claim in claims:
        for voice in (*claim.asserts, *claim.denies, *claim.declines, *claim.doubts):
            statement = maps[voice.document].get(voice.statement)
            if statement is None:
                continue
            names = joint.get((voice.document, statement))
            name = None if names is None else next((n for n in names if _is_name(n, voice)), None)
            ours[voice.document, statement, name] = voice.origin
    return gold, ours


def _is_name(name: str, voice: Voice) -> bool:
    label = fold(voice.actor or "")
    return name == label or (voice.party is not None and name == fold(voice.party)) or bool(set(name.split()) & set(label.split()) - {"the"})


def _deals(merged: Merged, found: Mapping[str, str | None]) -> dict[str, float | None]:
    """B3 of claims by deal, and the share of totals that are wrong."""
    ours = {claim: deal for deal in merged.stories.deals for claim in deal.claims}
    gold = {claim: deal["id"] for story in merged.set.across for deal in story["deals"] for claim in deal["claims"]}
    if not gold:
        return {"deals": None, "sums wrong": None}
    mine = {claim: ours[found[claim] or ""].id for claim in gold if (found[claim] or "") in ours}
    wrong = total = 0
    for story in merged.set.across:
        for deal in story["deals"]:
            count = Counter(ours[found[c] or ""].id for c in deal["claims"] if (found[c] or "") in ours)
            best = max(sorted(count), key=count.__getitem__) if count else None
            totals = [t for d in merged.stories.deals if d.id == best for t in d.totals]
            for want in deal.get("totals") or ():
                total += 1
                wrong += all((t.category, t.value) != (want["category"], want["value"]) for t in totals)
    return {"deals": b3(gold, mine), "sums wrong": share(wrong, total)}


def b3(gold: Mapping[Any, str], ours: Mapping[Any, str]) -> float | None:
    """B3 F1 of the gold's elements; one that we have nowhere stands alone, one that the gold has not is left out."""
    if not gold:
        return None
    mine = {key: ours.get(key, f"alone {number}") for number, key in enumerate(sorted(gold, key=str))}
    groups: dict[str, set[Any]] = defaultdict(set)
    found: dict[str, set[Any]] = defaultdict(set)
    for key in gold:
        groups[gold[key]].add(key)
        found[mine[key]].add(key)
    both = [(len(groups[gold[key]] & found[mine[key]]), len(found[mine[key]]), len(groups[gold[key]])) for key in gold]
    precision, recall = (sum(one[0] / one[at] for one in both) / len(both) for at in (1, 2))
    return 2 * precision * recall / (precision + recall)


def _best(deeds: Sequence[tuple[str, str]], claims: Mapping[tuple[str, str], str]) -> str | None:
    """Our claim that has most of a gold claim's deeds, of several the one with the first."""
    count = Counter(claims[deed] for deed in deeds if deed in claims)
    return count.most_common(1)[0][0] if count else None


def _shown(gold: Json, claim: Claim | None, facts: Mapping[str, bool]) -> str:
    told = f"{gold['type']} {'+'.join(gold['initiators'])} > {'+'.join(gold['recipients'])}, {gold['status']}"
    if claim is None:
        return f"{told}: not found"
    names = {**{name: name for name in COUNTS}, **FLAGS}
    return f"{told}: " + ", ".join(f"{name} {getattr(claim, names[name])} not {gold[names[name]]}" for name, holds in facts.items() if not holds)


# ../shared/pages


def score_shared(merged: Merged) -> tuple[dict[str, float | None], dict[str, Item]]:
    """The figures of ../shared/pages, and how right each claim is."""
    stories = merged.set.across
    wanted = {frozenset((c["original"], c["copy"])) for s in stories for c in s["copies"]}
    got = {frozenset((c.document, c.of)) for c in merged.stories.copies if c.kind in ONE_TEXT}
    newsrooms = _newsrooms(merged)
    apart = [(a, b) for s in stories for i, x in enumerate(s["sources"]) for y in s["sources"][i + 1 :] for a in x["pages"] for b in y["pages"]]
    story_of = {page: story.id for story in merged.stories.stories for page in story.documents}
    hits = total = found = 0
    right: Counter[str] = Counter()
    items = {}
    claims = [(s, c) for s in stories for c in s["claims"]]
    taken: dict[str, str] = {}
    for story, gold in claims:
        agency = {page: source["agency"] for source in story["sources"] for page in source["pages"]}
        ids = {story_of[page] for page in story["pages"]}
        ours = [c for c in merged.stories.claims if c.story in ids and c.id not in taken]
        best = max(ours, key=lambda c: (_fit(merged, gold, c, agency), c.id), default=None)
        if best is not None and _fit(merged, gold, best, agency) <= 0:
            best = None
        if best is not None:
            taken[best.id] = gold["id"]
        want = _speakers(gold)
        have = _voices(merged, best, agency)
        both = _pairs(merged, want, have)
        hits, total, found = hits + both, total + len(want), found + len(have)
        facts = {
            "independent": best is not None and best.independently_reported == gold["corroborated"],
            "disputed": best is not None and best.disputed == gold["disputed"],
        }
        right.update(name for name, holds in facts.items() if holds)
        items[gold["id"]] = Item((sum(facts.values()) + (f1(both, len(want), len(have)) or float(not want))) / 3, gold["what"])
    return {
        "copies": share(len(wanted & got), len(wanted)),
        "merged": float(sum(newsrooms.get(a) is not None and newsrooms.get(a) == newsrooms.get(b) for a, b in apart)),
        "asserted": f1(hits, total, found),
        "independent": share(right["independent"], len(claims)),
        "disputed": share(right["disputed"], len(claims)),
        "stories": b3({page: s["id"] for s in stories for page in s["pages"]}, story_of),
    }, items


def _speakers(gold: Json) -> set[tuple[str, str, str]]:
    """(agency, actor, relation) of a claim of the gold."""
    relations = (("asserts", "asserted_by"), ("denies", "disputed_by"))
    return {(agency, actor, relation) for relation, key in relations for agency, actors in gold[key].items() for actor in actors}


def _newsrooms(merged: Merged) -> dict[str, str | None]:
    """Page → the newsroom of what it narrates or has itself."""
    found: dict[str, str | None] = {}
    for claim in merged.stories.claims:
        found |= {one.document: one.newsroom for one in claim.narrated} | {one.document: one.newsroom for one in claim.asserts}
    return found


def _fit(merged: Merged, gold: Json, claim: Claim, agency: Mapping[str, str]) -> float:
    """How well one of our claims fits one of the gold: by its event where that is given, by sides, and by who speaks."""
    score = 0.0
    deeds = merged.told[claim.id].deeds
    if events := gold.get("events"):
        score += 3 * sum(events.get(d.document) == d.id for d in deeds) if merged.given else 0.0
    sides = False
    if gold["type"] == "transfer" and claim.of == "transfer":
        actors = {a["id"]: a for page in merged.set.pages for a in page.gold["actors"]}
        sides = all(
            any(_same(merged.scorer, actors.get(gold[side], {"name": gold[side]}), getattr(d, side)) for d in deeds if d.of == "transfer")
            for side in ("supplier", "recipient")
        )
        score += 2 * sides + 0.5 * (gold["status"] == claim.status) * sides
    elif gold["type"] == "transfer":
        return score
    want = _speakers(gold)
    have = _voices(merged, claim, agency)
    alike = f1(_pairs(merged, want, have), len(want), len(have)) or 0.0
    named = {agency.get(n.document) for n in claim.narrated}
    narrated = 0.2 * len(named & set(gold["narrated_by"]))
    words = {w.casefold()[:5] for w in gold["what"].split() if len(w) > 4}
    told = {w[:5] for d in deeds for w in d.words}
    shared = len(words & told) / max(1, len(words))
    if gold["type"] != "transfer" and shared < 0.3 and not alike:
        return 0.0
    return score + alike + narrated + shared if (score or alike or gold["type"] != "transfer") else 0.0


def _same(scorer: ModuleType, gold: Json, who: Any) -> bool:
    if who is None:
        return False
    return bool(scorer.same_actor(gold, {"id": who.key, "name": who.name, "kind": who.kind, "country": who.country, "role": who.sector}))


def _voices(merged: Merged, claim: Claim | None, agency: Mapping[str, str]) -> dict[tuple[str, str, str], Voice]:
    """(agency, actor, relation) of our claim, copies once."""
    found: dict[tuple[str, str, str], Voice] = {}
    if claim is not None:
        for relation, voices in (("asserts", claim.asserts), ("denies", claim.denies)):
            for v in voices:
                found[agency[v.document], fold(v.actor or ""), relation] = v
    return found


def _pairs(merged: Merged, want: set[tuple[str, str, str]], have: Mapping[tuple[str, str, str], Voice]) -> int:
    """How many of the gold's speakers we have, each once."""
    actors = {a["id"]: a for page in merged.set.pages for a in page.gold["actors"]}
    left = dict(have)
    hits = 0
    for agency, who, relation in sorted(want):
        actor = actors.get(who) or {"id": who, "name": who, "country": who[:3], "kind": None}
        for key, voice in sorted(left.items()):
            if key[0] == agency and key[2] == relation and _is_actor(merged.scorer, actor, voice):
                del left[key]
                hits += 1
                break
    return hits


def _is_actor(scorer: ModuleType, gold: Json, voice: Voice) -> bool:
    mine = {
        "id": voice.actor,
        "name": voice.actor,
        "country": voice.party if voice.party and voice.party.isupper() else None,
        "kind": "state" if voice.actor == voice.party else None,
    }
    if scorer.same_actor(gold, mine):
        return True
    names = set(fold(gold.get("name") or "").split()), set(fold(voice.actor or "").split())
    shared = names[0] & names[1] - {"the", "of", "a"}
    return bool(shared) and len(shared) >= 0.5 * min(len(names[0]), len(names[1]))


def _files(data: Path) -> Iterator[Path]:
    root = data if data.is_dir() and any((data / c).is_dir() for c in CORPORA) else OWN
    for corpus in CORPORA:
        for half in ("train", "test"):
            yield from sorted((root / corpus / half).glob("*"))


BENCHMARK = Benchmark(
    name="stories",
    home="../train/corpora",
    columns=(
        *map(Column, ("stories", "claims", "origins", "parties", "corroborated")),
        Column("false corr.", "lower"),
        *map(Column, ("deals",)),
        Column("sums wrong", "lower"),
        *map(Column, ("independent", "disputed", "retracted", "outlets", "newsrooms", "origins n", "copies")),
        Column("merged", "lower", "count"),
        Column("asserted"),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
    own=True,
)
