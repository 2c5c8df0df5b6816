"""The corpus of events, read by heads that have not learnt it → what the judge and the models of parties learn from."""

import json
import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.given import article_of_lines, english_document, layer_of
from onrecord.clauses.read import read_window
from onrecord.clauses.tree import Tree
from onrecord.encoder.encode import find_encoding
from onrecord.encoder.model import Model
from onrecord.events.deeds import LEAST_SEEN, far_signs, sides_signs
from onrecord.events.items import item_candidates, item_signs
from onrecord.events.judging import dense_of, rows_of, signs_of
from onrecord.events.parties import candidates_around, candidates_of
from onrecord.events.parties import signs_of as party_signs
from onrecord.events.scene import Scene
from onrecord.events.supplies import supply_of
from onrecord.events.triggers import TYPES, core_of, find_triggers
from onrecord.events.weighing import dense_of as pair_dense
from onrecord.grounding.actors.composing import country_among, state_of
from onrecord.mentions.find import read_mentions
from onrecord.record import Status
from onrecord.statements import find_statements
from training.event_corpus import FOLDER
from training.events.corpus import FOLDS, Json, fold_of, records
from training.mentions.lower import windows_of_lines

STATUSES: Final = tuple(status.value for status in Status)


@dataclass(slots=True)
class Judged:
    """A candidate for a deed, and what it is; -1 where nobody says."""

    record: str
    fold: int
    dense: NDArray[np.float16]
    rows: list[int]
    deed: int = -1
    type: int = -1
    also: tuple[int, ...] = ()
    status: int = -1
    told: int = -1  # 1: background
    arms: int = -1
    value: float | None = None  # of factuality
    uw: bool = False
    words: str = ""


@dataclass(slots=True)
class Weighed:
    """Signs of a party or an item of a deed, and which it is."""

    record: str
    fold: int
    model: str  # roles, sides, items
    signs: list[str]
    answer: str
    deed: tuple[str, int]  # of which deed: to count the best of each
    dense: NDArray[np.float16]


@dataclass(slots=True)
class Samples:
    """All of a corpus."""

    judged: list[Judged] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)


def own(work: Path, folder: Path) -> Samples:
    """Samples of the train half, out of fold; kept in WORK/own.pkl."""
    found = Samples()
    for fold in range(FOLDS):
        model = Model(work / f"fold{fold}")
        for record in records():
            if fold_of(record["id"]) == fold:
                _read(record, model, fold, found)
                model.forget()
    (work / "own.pkl").write_bytes(pickle.dumps(found, protocol=5))
    print(f"{len(found.judged)} candidates, {sum(one.deed == 1 for one in found.judged)} deeds, {len(found.weighed)} parties and items")
    return found


def scenes_of(text: str, model: Model) -> list[Scene]:
    """The windows of a text of which every line is body."""
    document = english_document(text)
    article = article_of_lines(document, headline=False)
    encoding = layer_of(find_encoding(document, article))
    statements = layer_of(find_statements(document, article, encoding)) or ()
    mentions = read_mentions(document, encoding, model)
    return [Scene(read_window(text, window, model), mentions, statements) for window in encoding.windows]


def _read(record: Json, model: Model, fold: int, into: Samples) -> None:
    text = record["text"]
    gold = record.get("gold")
    transfers = {one["event"]: one for one in gold["arms_transfers"]} if gold else {}
    actors = {one["id"]: one for one in gold["actors"]} if gold else {}
    for scene in scenes_of(text, model):
        tree = scene.tree
        used: set[int] = set()
        for event in record["events"]:
            for trigger in event["triggers"]:
                run = _covered(tree, trigger["start"], trigger["end"])
                if not run:
                    continue
                core = core_of(tree, run)
                used.update(run)
                transfer = transfers.get(event.get("id", ""))
                into.judged.append(
                    Judged(
                        record["id"],
                        fold,
                        dense_of(tree, core).astype(np.float16),
                        rows_of(signs_of(scene, core)),
                        1,
                        TYPES.index(event["type"]),
                        tuple(TYPES.index(kind) for kind in event.get("also", ())),
                        STATUSES.index(event["status"]),
                        {"news": 0, "background": 1}.get(event.get("told_as", ""), -1),
                        int(transfer is not None) if gold else -1,
                        words=" ".join(tree.lows[word] for word in core),
                    )
                )
                into.weighed += _parties(record, scene, core, event, transfer, actors, fold)
        for found in find_triggers(tree, LEAST_SEEN):
            if not used & set(range(found.first, found.last + 1)):
                into.judged.append(
                    Judged(
                        record["id"],
                        fold,
                        dense_of(tree, found.core).astype(np.float16),
                        rows_of(signs_of(scene, found.core)),
                        0,
                        arms=0 if gold else -1,
                        words=" ".join(tree.lows[word] for word in found.core),
                    )
                )


def _covered(tree: Tree, start: int, end: int) -> list[int]:
    return [number for number, word in enumerate(tree.words) if word.start < end and word.end > start]


def _parties(
    record: Json, scene: Scene, core: Sequence[int], event: Json, transfer: Json | None, actors: dict[str, Json], fold: int
) -> Iterator[Weighed]:
    tree = scene.tree
    candidates = candidates_of(tree, core, scene.kinds)
    sides = _sides_marked(scene, core, record["id"], event) if transfer is not None else None
    deed = (record["id"], core[0] + tree.words[0].start)
    for one in candidates:
        if transfer is None and "actors" in event and (side := _marked_side(scene, core, event, one.word)) is not None:
            yield Weighed(record["id"], fold, "sides", list(sides_signs(scene, core, candidates, one)), side, deed, pair_of(tree, core, one.word))
        if transfer is None:
            answer = _role_marked(tree, one.word, event) if "actors" in event else _role_named(tree, one.word, event, actors)
            if answer is not None:
                signs = list(party_signs(tree, core, event["type"], candidates, one, scene.kinds))
                yield Weighed(record["id"], fold, "roles", signs, answer, deed, pair_of(tree, core, one.word))
        elif sides is not None:
            answer = sides.get(one.word, "none")
            if answer != "within":
                yield Weighed(
                    record["id"], fold, "sides", list(sides_signs(scene, core, candidates, one)), answer, deed, pair_of(tree, core, one.word)
                )
        else:
            open_words = _is_open(tree, one.word)
            named = {"supplier": [transfer["supplier"]], "recipient": [transfer["recipient"]], "via": transfer["via"]}
            answer = next((side for side, keys in named.items() if any(key and _is(tree, one.word, actors[key]) for key in keys)), "none")
            if answer == "none" and open_words:
                continue
            yield Weighed(record["id"], fold, "sides", list(sides_signs(scene, core, candidates, one)), answer, deed, pair_of(tree, core, one.word))
    if transfer is not None:
        wanted = {side: transfer[side] for side in ("supplier", "recipient")}
        for one in candidates_around(tree, core, scene.kinds):
            answer = next((side for side, key in wanted.items() if key and _is(tree, one.word, actors[key])), "none")
            if answer != "none" or not _is_open(tree, one.word):
                yield Weighed(record["id"], fold, "far", list(far_signs(scene, core, candidates, one)), answer, deed, pair_of(tree, core, one.word))
        for arms in item_candidates(scene, core):
            there = any(tree.words[arms.last].start < item["end"] and tree.words[arms.last].end > item["start"] for item in transfer["items"])
            yield Weighed(
                record["id"], fold, "items", list(item_signs(scene, core, arms)), "item" if there else "none", deed, pair_of(tree, core, arms.last)
            )


def pair_of(tree: Tree, core: Sequence[int], word: int) -> NDArray[np.float16]:
    """The vectors of a deed and a word, in sixteen bits."""
    return pair_dense(tree, core, word).astype(np.float16)


@cache
def _marked() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(page, event, words of the trigger) → the words for supplier and recipient in its sentence, "-" where there are none."""
    found = {}
    for path in sorted((FOLDER / "parties").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                page, event, trigger, supplier, recipient = line.split("\t")
                found[page, event, trigger] = (supplier, recipient)
    return found


def _sides_marked(scene: Scene, core: Sequence[int], page: str, event: Json) -> dict[int, str] | None:
    """Word → supplier or recipient, by the words that are marked for this trigger; "within" for the rest of their words; None where none were."""
    tree = scene.tree
    start, end = tree.words[core[0]].start, tree.words[core[-1]].end
    trigger = next((one["text"] for one in event["triggers"] if one["start"] <= start < one["end"] or one["start"] < end <= one["end"]), None)
    marked = _marked().get((page, event["id"], " ".join((trigger or "").split())))
    if marked is None:
        return None
    first, behind = tree.sentence(core[0])
    low, high = tree.words[first].start, tree.words[behind - 1].end
    found: dict[int, str] = {}
    for side, words in zip(("supplier", "recipient"), marked, strict=True):
        phrase, _, which = words.partition("#")
        if phrase == "-":
            continue
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", tree.text[low:high])]
        number = int(which or 1) - 1
        if number >= len(places):
            continue
        inside = _covered(tree, low + places[number], low + places[number] + len(phrase))
        for word in inside:
            above = next(tree.above(word), None)
            found[word] = side if above is None or above not in inside or tree.labels[word] == "conj" else "within"
    return found


def _marked_side(scene: Scene, core: Sequence[int], event: Json, word: int) -> str | None:
    """Which side of a supply of arms a word is, in a marked sentence that tells of one; None where it tells of none."""
    supply = supply_of(scene.tree, core)
    if supply is None or supply.side == "either" or event["type"] not in _SUPPLIES or not item_candidates(scene, core):
        return None
    role = _role_marked(scene.tree, word, event)
    gives = {"initiator": "supplier", "recipient": "recipient"} if supply.side == "gives" else {"initiator": "recipient", "recipient": "supplier"}
    return gives.get(role, "none") if role is not None else None


_SUPPLIES: Final = ("AID", "COOPERATE", "AGREE")


def _role_marked(tree: Tree, word: int, event: Json) -> str | None:
    """By the marks of a sentence; None for a word within a role that is not its head."""
    start, end = tree.words[word].start, tree.words[word].end
    for role, key in (("initiator", "actors"), ("recipient", "recipients")):
        for span in event[key]:
            if span["start"] <= start and end <= span["end"]:
                inside = _covered(tree, span["start"], span["end"])
                above = next(tree.above(word), None)
                return role if above is None or above not in inside else None
    return "none"


def _role_named(tree: Tree, word: int, event: Json, actors: dict[str, Json]) -> str | None:
    """By the actors of a page, of whom no mention is marked: words that are an actor's name, or its country's."""
    for role, key in (("initiator", "initiators"), ("recipient", "recipients")):
        if any(_is(tree, word, actors[one]) for one in event[key]):
            return role
    return None if _is_open(tree, word) else "none"


def _is(tree: Tree, word: int, actor: Json) -> bool:
    """Whether a word, with its bare phrase, names an actor: a state by any of its names or as whose army it is, others by a word of their name."""
    first, last = tree.phrase(word)
    phrase = tree.text[tree.words[first].start : tree.words[last].end].removeprefix("the ").removeprefix("The ")
    own = tree.text[tree.words[word].start : tree.words[word].end]
    if actor["kind"] == "state":
        before = " ".join(phrase.split()[: phrase.split().index(own) + 1]) if own in phrase.split() else phrase
        names = (phrase, own, before, _compound(tree, word))
        return actor["country"] in {*(state_of(name) for name in names), country_among(phrase) if len(phrase.split()) < 5 else None}
    return tree.lows[word] in {part for part in _folded(actor["name"]).split() if len(part) > 3}


def _compound(tree: Tree, word: int) -> str:
    """A name with the capitalised word before it: "North Korean"."""
    first = word - 1 if word and tree.text[tree.words[word - 1].start].isupper() else word
    return tree.text[tree.words[first].start : tree.words[word].end]


def _is_open(tree: Tree, word: int) -> bool:
    """Whether a word may stand for anybody: a pronoun, a common noun. Who it is not, cannot be told from a list of actors."""
    return tree.lows[word] == tree.text[tree.words[word].start : tree.words[word].end]


def _folded(words: str) -> str:
    return words.lower().replace("’", "'").replace("'s", "")


def factuality(path: Path, work: Path, folder: Path) -> None:
    """Samples of MEANTIME's and UW's graded deeds; kept in WORK/factuality.pkl."""
    model = Model(folder)
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        fold = (int(record["id"].rsplit("-", 1)[1]) // 40) % 5  # sentences that follow one another are of one text
        for window in windows_of_lines(text, model.vocabulary):
            scene = Scene(read_window(text, window, model), (), ())
            for number, target in enumerate(record["targets"]):
                run = _covered(scene.tree, target["start"], target["end"])
                if run:
                    core = core_of(scene.tree, run)
                    dense, rows = dense_of(scene.tree, core).astype(np.float16), rows_of(signs_of(scene, core))
                    found.append(Judged(f"{record['id']}/{number}", fold, dense, rows, value=target["value"], uw=record["corpus"] == "UW"))
        model.forget()
    (work / "factuality.pkl").write_bytes(pickle.dumps(found, protocol=5))
    print(f"{len(found)} graded deeds")


GENRES: Final = ("academic", "fiction", "whow", "voyage", "textbook", "vlog", "conversation", "podcast", "letter", "essay")


def others(data: Path, work: Path, folder: Path) -> list[Judged]:
    """Candidates in texts that are no news (GUM's guides, fiction, talk, science): none of them is taken for a deed. Kept in WORK/others.pkl."""
    model = Model(folder)
    found = []
    for line in (data / "mentions" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record.get("weights", "yes") == "no" or not any(f"_{genre}_" in record["id"] for genre in GENRES):
            continue
        for scene in scenes_of(record["text"], model):
            for trigger in find_triggers(scene.tree, LEAST_SEEN):
                dense = dense_of(scene.tree, trigger.core).astype(np.float16)
                found.append(Judged(record["id"], 0, dense, rows_of(signs_of(scene, trigger.core)), 0, arms=0))
        model.forget()
    (work / "others.pkl").write_bytes(pickle.dumps(found, protocol=5))
    print(f"{len(found)} candidates in texts that are no news")
    return found


def read_samples(path: Path) -> Any:
    """What a step before has kept."""
    return pickle.loads(path.read_bytes())
