"""`events`: types, parties and status of deeds, on the sets of bench/events by its scorer, and on the test half of our own sentences.

  own         the whole task on train/corpora/events/sentences.test.jsonl, by the scorer of `gsr`: trigger, type, quad, countries, dyad
  plv         PLOVER root and quad of a given pair: the types of all triggers, each weighed by the chance that it is a deed, that the source does it
              and that the target has it done. Its labels follow the older table (0.8) where we follow the manual 2.0: what we call SANCTION is
              told as ACCUSE where a court convicts and COERCE where sanctions are imposed, and a concession that is announced for later as AGREE
  cameo       quad or none of a sentence, by its likeliest deed, with the words of both sides
  gsr         the whole task (8 sentences on dev: see `own`)      petrarch   type and dyad by country (14 sentences)
  factuality  status and value of given deeds. The shipped judge has learnt from these very sentences: the figure out of fold is printed by
              `python -m training.events graded WORK`; here it only tells that nothing broke
`--set NAME` runs one. No weights were trained on plv, cameo, gsr or petrarch.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.frame import Benchmark, Column, DataError, Json, Options, Result, Row, UsageError, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of, read_given
from benchmarks.scorers import find_scorer, load
from onrecord.clauses import find_clauses
from onrecord.clauses.tree import Tree
from onrecord.encoder.encode import find_encoding
from onrecord.events.bodies import code_of
from onrecord.events.deeds import STATUSES, Models, role_chances
from onrecord.events.judging import dense_of, rows_of, signs_of, softmax
from onrecord.events.models_of import packaged
from onrecord.events.modes import mode_of
from onrecord.events.parties import candidates_of
from onrecord.events.scene import Scene
from onrecord.events.triggers import TYPES, core_of, find_triggers
from onrecord.mentions import find_mentions
from onrecord.record import Actor, Record
from onrecord.statements import find_statements
from onrecord.text import Span

OWN: Final = Path(__file__).resolve().parent.parent / "train" / "corpora" / "events" / "sentences.test.jsonl"
QUADS: Final = {
    "AGREE": "verbal-cooperation", "CONSULT": "verbal-cooperation", "SUPPORT": "verbal-cooperation", "CONCEDE": "verbal-cooperation",
    "COOPERATE": "material-cooperation", "AID": "material-cooperation", "RETREAT": "material-cooperation",
    "REQUEST": "verbal-conflict", "ACCUSE": "verbal-conflict", "REJECT": "verbal-conflict", "THREATEN": "verbal-conflict",
    "PROTEST": "material-conflict", "SANCTION": "material-conflict", "MOBILIZE": "material-conflict", "COERCE": "material-conflict",
    "ASSAULT": "material-conflict",
}  # fmt: skip
SHOWN: Final = {
    "own": ("trigger.f1", "type.f1", "quad.f1", "actors.country.f1", "recipients.country.f1", "dyad.f1"),
    "plv": ("root.macro_f1", "root.accuracy", "quad.macro_f1"),
    "cameo": ("quad5.macro_f1", "detect.f1", "sources.overlap.f1", "targets.overlap.f1"),
    "gsr": ("trigger.f1", "type.f1", "quad.f1", "actors.country.f1", "recipients.country.f1", "dyad.f1"),
    "petrarch": ("type.f1", "quad.f1", "dyad.f1"),
    "factuality": ("UW.macro_f1", "UW.r", "UW.mae", "MEANTIME.macro_f1"),
}
_SMALL: Final = 0.02  # of a chance that nothing supports


def run(data: Path, options: Options) -> Result:
    chosen = [options.set] if options.set else list(SHOWN)
    if unknown := set(chosen) - SHOWN.keys():
        raise UsageError(f"no set {min(unknown)!r} of events is built: {', '.join(SHOWN)}")
    rows, notes, predictions = [], [], []
    scorer = load(find_scorer("score.py", data, options.shared, "bench/events"))
    figures: dict[str, float | None] = {}
    for name in chosen:
        path = OWN if name == "own" else (data if data.is_file() else data / f"{name}.dev.jsonl")
        if not path.is_file():
            if options.set:
                raise DataError(f"no such file: {path}")
            continue
        gold = read_jsonl(path)
        found = spread(READ[name], gold, options.workers)
        scores = scorer.score("gsr" if name == "own" else name, gold, found)
        figures |= {f"{name} {key.removesuffix('.macro_f1').removesuffix('.f1')}": scores.get(key) for key in SHOWN[name]}
        predictions += [{"set": name, **one} for one in found]
        notes.append(f"{name}: {len(gold)} records; " + ", ".join(f"{key} {value:.3f}" for key, value in scores.items()))
    rows.append(Row(who_we_are(), figures))
    return Result(size=", ".join(chosen), rows=tuple(rows), predictions=tuple(predictions), notes=tuple(notes))


def read_whole(row: Json) -> Json:
    """The events of a sentence, with parties by country and by the words nearest to the trigger."""
    if not row["text"].strip():
        return {"id": row["id"], "events": []}
    record = read_given(row["text"])
    actors = {actor.id: actor for actor in record.actors or ()}
    return {"id": row["id"], "events": [_event(record, actors, event) for event in record.events or ()]}


def _event(record: Record, actors: Mapping[str, Actor], event: Any) -> Json:
    def parties(ids: tuple[str, ...]) -> list[Json]:
        found = []
        for key in ids:
            near = min(actors[key].mentions, key=lambda span: abs(span.start - event.triggers[0].start))
            found.append({"country": code_of(actors[key]), "sector": actors[key].sector, **_span(record, near)})
        return found

    return {
        "type": event.type,
        "confidence": event.confidence,
        "quad": QUADS[event.type],
        "triggers": [_span(record, span) for span in event.triggers],
        "actors": parties(event.initiators),
        "recipients": parties(event.recipients),
    }


def _span(record: Record, span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": record.document[span]}


def scenes_of(text: str) -> list[Scene]:
    """The windows of a text of which every line is body, as the deeds of a page are read."""
    document = english_document(text)
    article = article_of_lines(document, headline=False)
    encoding = layer_of(find_encoding(document, article))
    statements = layer_of(find_statements(document, article, encoding)) or ()
    mentions = layer_of(find_mentions(document, encoding)) or ()
    return [Scene(tree, mentions, statements) for tree in layer_of(find_clauses(document, encoding)) or ()]


def read_pair(row: Json) -> Json:
    """The root of a given pair."""
    models = packaged()
    odds = np.full(len(TYPES), 1e-4)
    best, root = 0.0, ""
    for scene in scenes_of(row["text"]):
        tree = scene.tree
        for trigger in find_triggers(tree, 0.03):
            said = models.judge.ask(dense_of(tree, trigger.core), rows_of(signs_of(scene, trigger.core)))
            types = softmax(said["type"])
            kind = TYPES[int(types.argmax())]
            does, gets = _fit(scene, trigger.core, kind, row, models)
            crossed = _fit(scene, trigger.core, kind, {"source": row["target"], "target": row["source"]}, models)
            weight = float(softmax(said["deed"])[1]) * (_SMALL + does) * (_SMALL + gets) + 0.05 * (_SMALL + crossed[0]) * (_SMALL + crossed[1])
            odds += weight * types
            if weight > best:
                status = STATUSES[int(said["status"].argmax())]
                best, root = weight, as_older(kind, mode_of(tree, trigger.core, kind), status, _near(tree, trigger.head))
    likeliest = TYPES[int(odds.argmax())]
    return {"id": row["id"], "root": root if likeliest == "SANCTION" or (likeliest == "CONCEDE" and root == "AGREE") else likeliest}


def _near(tree: Tree, word: int) -> set[str]:
    return set(tree.lows[max(0, word - 3) : word + 8])


def as_older(kind: str, mode: str | None, status: str, near: set[str]) -> str:
    """A type of the manual 2.0 as the table 0.8 has it."""
    if kind == "SANCTION":
        if near & {"sanction", "sanctions", "sanctioned", "embargo", "tariffs", "banned", "ban"}:
            return "COERCE"  # CAMEO 163: administrative sanctions
        return "ACCUSE" if mode == "convict" else kind
    if kind == "CONCEDE" and status in ("planned", "expected"):
        return "AGREE"
    return kind


def _fit(scene: Scene, core: tuple[int, ...], kind: str, row: Json, models: Models) -> tuple[float, float]:
    """The chance that the source does a deed, and that it is done to the target."""
    chances = role_chances(scene, core, kind, candidates_of(scene.tree, core, scene.kinds), models)
    found = []
    for role, key in ((1, "source"), (2, "target")):
        inside = [row_[role] for one, row_ in chances.items() if _within(scene, one.word, row[key])]
        found.append(max(inside, default=0.0))
    return found[0], found[1]


def _within(scene: Scene, word: int, span: Json) -> bool:
    place = scene.tree.words[word]
    return bool(place.start < span["end"] and span["start"] < place.end)


def read_quad(row: Json) -> Json:
    """Quad or none, and the words of both sides of the likeliest deed."""
    found = read_whole(row)
    best = max(found["events"], key=lambda event: (len(event["actors"]) > 0, event["confidence"]), default=None)
    if best is None:
        return {"id": row["id"], "quad": None}
    return {"id": row["id"], "quad": best["quad"], "sources": best["actors"], "targets": best["recipients"]}


def read_dyads(row: Json) -> Json:
    """Type and countries of each deed, a row for each pair."""
    events = []
    for event in read_whole(row)["events"]:
        for a in event["actors"] or [{"country": None}]:
            events += [{"type": event["type"], "source": a["country"], "target": b["country"]} for b in event["recipients"] or [{"country": None}]]
    return {"id": row["id"], "events": events}


def read_graded(row: Json) -> Json:
    """Status and value of given deeds."""
    models = packaged()
    targets = []
    for scene in scenes_of(row["text"]):
        tree = scene.tree
        for target in row["targets"]:
            run_ = [number for number, word in enumerate(tree.words) if word.start < target["end"] and word.end > target["start"]]
            if run_:
                core = core_of(tree, run_)
                said = models.judge.ask(dense_of(tree, core), rows_of(signs_of(scene, core)))
                status = ("fact", "uncertain", "counterfact")[int(said["graded"].argmax())]
                targets.append({"start": target["start"], "end": target["end"], "status": status, "value": float(said["value"][0])})
    return {"id": row["id"], "targets": targets}


READ: Final[Mapping[str, Callable[[Json], Json]]] = {
    "own": read_whole, "plv": read_pair, "cameo": read_quad, "gsr": read_whole, "petrarch": read_dyads, "factuality": read_graded,
}  # fmt: skip


def _files(data: Path) -> list[Path]:
    return [data] if data.is_file() else [*sorted(path for path in data.glob("*.dev.jsonl") if path.name.split(".")[0] in SHOWN)]


_NAMES: Final = [f"{name} {key.removesuffix('.macro_f1').removesuffix('.f1')}" for name, keys in SHOWN.items() for key in keys]
BENCHMARK = Benchmark(
    name="events",
    home="bench/events",
    columns=tuple(Column(name, "lower" if name.endswith("mae") else "higher") for name in _NAMES),
    files=_files,
    run=run,
    keep=write_jsonl,
)
