"""`stance`: the source's attitude to the content, read from cues that are given (bench/attribution/stance.dev.jsonl).

Given: the article's text, which lies beside it in the file that the name ends in (`stance.dev.jsonl` → `dev.jsonl`), and where
the cue stands in it. Ours is `read_stance` of the statements stage, called with the cue's words and the content that the
stage itself finds for a cue there; where it finds none, with what follows the cue on its line.

`--data train/corpora/stance` runs it on the test quarter of our own corpus instead, where each text is a page of its own (a
headline where it does not end as a sentence does) and ours is the stance of the statement that the stage finds at the cue, so
that a denial in a second sentence knows the first; where it finds none there, `read_stance` as above. A row more has the content
given too, and one more is that of the train three quarters, which rules may be written from; the test quarter's is not to be
looked at item by item. Its predictions are kept with their split.

No scorer there computes these, so here is what they are:
  accuracy   share of the cues whose stance is the annotated one; `none` is the record's null.
  macro-F1   mean, over the stances that the gold has, of the F1 of that stance: 2 right / (gold + read).
  denies     precision, recall and F1 of that stance alone; absent where nothing is, or nothing is read as, a denial.
Peer rows, of the same cues: the lexicon rule that lies beside them (stance_prelabel.py, which reads the cue alone; its lexicon
was edited after these cues were drawn, which flatters it), and the commonest stance of the gold for every cue. On our own corpus
the plain rule stands beside them: the lexicon's entry and its negation, without the content.
An item is one cue.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, read_statements
from benchmarks.scorers import find_scorer, load
from onrecord.record import Stance, Statement
from onrecord.statements import read_stance
from onrecord.statements.stance import read_plain_stance
from onrecord.text import Document

PREFIX = "stance."
OWN = "stance.jsonl"  # the corpus of our own, in the folder that is given


def run(data: Path, options: Options) -> Result:
    if data.is_dir():
        return _run_own(data / OWN, options)
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
    """Accuracy, macro-F1 and the figures of denials, as the head of this file defines them."""
    of_each = {stance: _shares(stance, gold, read) for stance in sorted(set(gold))}
    f1 = [f for _, _, f in of_each.values() if f is not None]
    precision, recall, denies = _shares("denies", gold, read)
    return {
        "accuracy": sum(g == r for g, r in zip(gold, read, strict=True)) / len(gold),
        "macro-F1": sum(f1) / len(f1),
        "denies P": precision,
        "denies R": recall,
        "denies F1": denies,
    }


def _shares(stance: str, gold: Sequence[str], read: Sequence[str]) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 of one stance; None where there is nothing to divide by."""
    right = sum(g == r == stance for g, r in zip(gold, read, strict=True))
    of_gold, of_read = gold.count(stance), read.count(stance)
    both = of_gold + of_read
    return right / of_read if of_read else None, right / of_gold if of_gold else None, 2 * right / both if both else None


def _run_own(data: Path, options: Options) -> Result:
    """Our own corpus: the test quarter is what counts, the other three stand in a row of their own."""
    cues = read_jsonl(data)
    answers = spread(_read_own, cues, options.workers)
    test = [i for i, cue in enumerate(cues) if cue["split"] == "test"]
    train = [i for i, cue in enumerate(cues) if cue["split"] != "test"]
    if not test or not train:
        raise DataError(f"{data}: one of its parts, train and test, is empty")
    gold = [cue["stance"] or "none" for cue in cues]

    def row(who: str, read: Sequence[str], part: Sequence[int], *, peer: bool = False) -> Row:
        return Row(who, figures([gold[i] for i in part], [read[i] for i in part]), peer)

    found, given, plain = ([answer[k] for answer in answers] for k in range(3))
    commonest = Counter(gold[i] for i in test).most_common(1)[0][0]
    return Result(
        size=f"{len(test)} cues of the test quarter",
        rows=(
            row(who_we_are(), found, test),
            row("content given too", given, test),
            row("train three quarters", found, train),
            row("peer: plain rule", plain, test, peer=True),
            row(f"peer: always {commonest!r}", [commonest] * len(cues), test, peer=True),
        ),
        items={cues[i]["id"]: Item(float(gold[i] == found[i]), f"{gold[i]}, read {found[i]}") for i in test},
        predictions=tuple({"id": c["id"], "split": c["split"], "cue": c["cue"], "stance": r} for c, r in zip(cues, found, strict=True)),
        notes=tuple(_table_of_stances([gold[i] for i in test], [found[i] for i in test])),
    )


def _table_of_stances(gold: Sequence[str], read: Sequence[str]) -> Iterator[str]:
    """A line a stance, the commonest first."""
    yield f"{'stance':<12}{'gold':>6}{'read':>6}{'P':>7}{'R':>7}{'F1':>7}"
    for stance, count in Counter(gold).most_common():
        shares = ("–" if share is None else f"{share:.3f}" for share in _shares(stance, gold, read))
        yield f"{stance:<12}{count:>6}{read.count(stance):>6}" + "".join(f"{share:>7}" for share in shares)


def _read_own(cue: Json) -> tuple[str, str, str]:
    """The stance of a sentence of our own: as the stage finds it, with its content given, and by the plain rule."""
    text = cue["text"]
    words = _joined(text, cue["cue"])
    document = english_document(text)
    statements = read_statements(document, article_of_lines(document, headline=not text.endswith((".", "!", "?", "”"))))
    at = max((s for s in statements if _is_at(s, cue["cue"])), key=lambda s: _shared(s, cue["cue"]), default=None)
    found = at.stance if at is not None else read_stance(words, text[cue["cue"][-1][1] :])
    return _name(found), _name(read_stance(words, _joined(text, cue["content"] or ()))), _name(read_plain_stance(words))


def _joined(text: str, pieces: Sequence[Sequence[int]]) -> str:
    return " ".join(text[start:end] for start, end in pieces)


def _is_at(statement: Statement, cue: Sequence[Sequence[int]]) -> bool:
    return _shared(statement, cue) > 0


def _shared(statement: Statement, cue: Sequence[Sequence[int]]) -> int:
    """Code points that a statement's cue shares with a cue that is given."""
    return sum(max(0, min(s.end, end) - max(s.start, start)) for s in statement.cue.spans for start, end in cue)


def _name(stance: Stance | None) -> str:
    return str(stance) if stance else "none"


def _read(task: tuple[str, list[list[list[int]]]]) -> list[str]:
    """The stance of each cue of an article; "none" for null."""
    text, cues = task
    document = english_document(text)
    statements = read_statements(document, article_of_lines(document, headline=True))
    return [_name(read_stance(_joined(text, cue), _content(document, statements, cue))) for cue in cues]


def _content(document: Document, statements: Sequence[Statement], cue: list[list[int]]) -> str:
    """What the stage takes for the content of a cue."""
    for statement in statements:
        if _is_at(statement, cue):
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
    if data.is_dir() and (data / OWN).is_file():
        yield data / OWN
        return
    if not data.is_file():
        raise DataError(f"no such file: {data}")
    yield from (data, _articles(data))


BENCHMARK = Benchmark(
    name="stance",
    home="bench/attribution/stance.dev.jsonl",
    columns=(Column("accuracy"), Column("macro-F1"), Column("denies P"), Column("denies R"), Column("denies F1")),
    files=_files,
    run=run,
    keep=write_jsonl,
)
