"""`stance`: the source's attitude, read from cues that are given (bench/attribution/stance.dev.jsonl).

Given: the article's text, which lies beside it in the file that the name ends in (`stance.dev.jsonl` → `dev.jsonl`), and where
the cue stands in it. Ours is `read_stance` of the statements stage, called with the cue's words and the content that the
stage itself finds for a cue there; where it finds none, with what follows the cue on its line.

No scorer there computes these, so here is what they are:
  accuracy   share of the cues whose stance is the annotated one; `none` is the record's null.
  macro-F1   mean, over the stances that the gold has, of the F1 of that stance: 2 right / (gold + read).
Peer rows, of the same cues: the lexicon rule that lies beside them (stance_prelabel.py, which reads the cue alone; its lexicon
was edited after these cues were drawn, which flatters it), and the commonest stance of the gold for every cue.
An item is one cue.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.scorers import find_scorer, load
from onrecord.record import Statement
from onrecord.statements import find_statements, read_stance
from onrecord.text import Document

PREFIX = "stance."


def run(data: Path, options: Options) -> Result:
    cues = read_jsonl(data)
    texts = _texts(data, {cue["id"] for cue in cues})
    names = sorted(texts)
    of_article = [(texts[name], [cue["cue"] for cue in cues if cue["id"] == name]) for name in names]
    answers = dict(zip(names, map(iter, spread(_read, of_article, options.workers)), strict=True))
    read = [next(answers[cue["id"]]) for cue in cues]
    gold = [str(cue["stance"]) for cue in cues]
    commonest = Counter(gold).most_common(1)[0][0]
    return Result(
        size=f"{len(cues)} cues",
        rows=(
            Row(who_we_are(), figures(gold, read)),
            *([Row("peer: lexicon rule", figures(gold, _lexicon_rule(data, options, cues)), peer=True)] if options.peer else []),
            Row(f"peer: always {commonest!r}", figures(gold, [commonest] * len(gold)), peer=True),
        ),
        items={
            f"{cue['id']}@{cue['cue'][0][0]}": Item(float(cue["stance"] == found), f"{cue['text']!r} {cue['stance']}, read {found}")
            for cue, found in zip(cues, read, strict=True)
        },
        predictions=tuple({"id": cue["id"], "cue": cue["cue"], "stance": found} for cue, found in zip(cues, read, strict=True)),
    )


def figures(gold: Sequence[str], read: Sequence[str]) -> dict[str, float | None]:
    """Accuracy and macro-F1, as the head of this file defines them."""
    right = Counter(g for g, r in zip(gold, read, strict=True) if g == r)
    of_gold, of_read = Counter(gold), Counter(read)
    f1 = [2 * right[stance] / (of_gold[stance] + of_read[stance]) for stance in sorted(of_gold)]
    return {"accuracy": right.total() / len(gold), "macro-F1": sum(f1) / len(f1)}


def _read(task: tuple[str, list[list[list[int]]]]) -> list[str]:
    """The stance of each cue of an article; "none" for null."""
    text, cues = task
    document = english_document(text)
    statements = layer_of(find_statements(document, article_of_lines(document, headline=True))) or ()
    stances = (read_stance(" ".join(text[start:end] for start, end in cue), _content(document, statements, cue)) for cue in cues)
    return [str(stance) if stance else "none" for stance in stances]


def _content(document: Document, statements: Sequence[Statement], cue: list[list[int]]) -> str:
    """What the stage takes for the content of a cue."""
    for statement in statements:
        if any(s.start < end and start < s.end for s in statement.cue.spans for start, end in cue):
            return " ".join(document[span] for span in statement.content.spans) if statement.content else ""
    return document.text[cue[-1][1] :].partition("\n")[0]


def _lexicon_rule(data: Path, options: Options, cues: Sequence[Json]) -> list[str]:
    """What the rule beside the data says of each cue."""
    script = find_scorer("stance_prelabel.py", data, options.shared, "bench/attribution")
    rule = load(script)
    lexicon = rule.load_lexicon(script.with_name("stance_lexicon.tsv"))
    return [str(rule.stance(cue["text"], lexicon)) for cue in cues]


def _texts(data: Path, wanted: set[str]) -> dict[str, str]:
    """Texts of the articles that the cues stand in."""
    path = _articles(data)
    texts = {record["id"]: record["text"] for record in read_jsonl(path) if record["id"] in wanted}
    if missing := wanted - texts.keys():
        raise DataError(f"{path} has no article {min(missing)!r}, which {data.name} names")
    return texts


def _articles(data: Path) -> Path:
    path = data.with_name(data.name.removeprefix(PREFIX))
    if path == data or not path.is_file():
        raise DataError(
            f"{data}: the articles of its cues should lie beside it as {path.name if path != data else 'NAME.jsonl of stance.NAME.jsonl'}"
        )
    return path


def _files(data: Path) -> Iterator[Path]:
    if not data.is_file():
        raise DataError(f"no such file: {data}")
    yield from (data, _articles(data))


BENCHMARK = Benchmark(
    name="stance",
    home="bench/attribution/stance.dev.jsonl",
    columns=(Column("accuracy"), Column("macro-F1")),
    files=_files,
    run=run,
    keep=write_jsonl,
)
