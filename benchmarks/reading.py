"""`reading`: how fast statements are read of a text, beside the encoder that they stand on and beside the parse that others stand on.

Given: every STEP-th article, each line of it body, the first the headline. Rows, all on one thread and on the same articles:
  ours              the whole stage: text → passages, word pieces, windows, vectors → statements.
  bare encoder      the same windows, from the text to their vectors, and nothing more.
  peers             spaCy's small English model (peers.py): all its pipes (tagger, parser, lemmas, names), which readers that stand on it use,
                    and its parser alone. No statement has been read yet by then.
They take turns article by article, so that what else the machine does falls on all; seconds are of the processor. A round is all articles,
each row has the median of ROUNDS; a round has a model of its own, so that no vectors are kept from the one before. A sentence ends
with a line, or with a stop, question or exclamation mark before white space and a capital, digit or quotation mark, for all alike.

  sentences/s       of processor time.
  of encoder        speed as a share of the bare encoder's: .70 is wanted of ours.
  of spaCy          speed against all its pipes; `of parser`: against its parser alone.
  MiB               the most memory of a fresh process that has read every article of the data as a page, the whole record: 400 at most is
                    wanted. The peer's, with its parser alone, has parsed the same articles that were timed.
  load s            wall time of a fresh process, onrecord imported, until the statements of one sentence are read: weights are read, checked and
                    opened in it. Median of LOADS; under 1 is wanted. The peer's: its import, the parser alone, and one word.
It decides nothing: no floor is ever pinned on it, and a wish that is not met is a line under the table.
"""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.frame import Benchmark, Column, DataError, Json, Options, Result, Row, one_file, read_jsonl, who_we_are, write_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of, read_statements
from benchmarks.peers import Parser
from benchmarks.statement_peers import peak_mib
from onrecord.encoder.encode import find_encoding
from onrecord.encoder.model import Model, packaged
from onrecord.record import Article
from onrecord.text import Document

ROUNDS: Final = 3
STEP: Final = 3
LOADS: Final = 3
ENCODER: Final = "the bare encoder, same windows"
PARSE: Final = "peer: spaCy sm, its parser alone"
WHOLE: Final = "peer: spaCy sm, all its pipes"
WISHES: Final = (("of encoder", 0.70, "at least"), ("MiB", 400.0, "at most"), ("load s", 1.0, "at most"))
SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)]*\s+(?=[\"'“‘«(]?[A-Z0-9])")

Turn = Callable[[int], float]  # number of an article → CPU seconds


def run(data: Path, options: Options) -> Result:
    texts = [str(record["text"]) for record in read_jsonl(data)[::STEP]]
    if not texts:
        raise DataError(f"{data}: no article in it")
    given = [given_article(text) for text in texts]
    notes: list[str] = []
    own = fresh(data, LOADS)
    costs: dict[str, tuple[float, float]] = {}  # load s and MiB
    with ExitStack() as stack:
        turns: dict[str, Turn] = {}
        if options.peer:
            try:
                parser = stack.enter_context(Parser(texts))
            except ImportError as error:
                notes.append(str(error))
            else:
                turns = {WHOLE: lambda number: parser.seconds("whole", number), PARSE: lambda number: parser.seconds("parse", number)}
                costs[PARSE] = (parser.load_s, parser.mib)
        spent = rounds(given, turns, ROUNDS)
    costs[who_we_are()] = own
    count = sum(map(sentences, texts))
    rows = tuple(Row(name, figures(name, spent, count, costs.get(name)), peer=name in (PARSE, WHOLE)) for name in spent)
    return Result(
        size=f"{len(texts)} articles, {count:,} sentences, median of {ROUNDS} rounds",
        rows=rows,
        predictions=tuple({"who": row.who, **row.figures} for row in rows),
        notes=(*unmet(rows[0].figures), *notes),
    )


def sentences(text: str) -> int:
    """How many a text has, by one rule for all."""
    return sum(1 + len(SENTENCE.findall(line)) for line in text.split("\n") if line.strip())


def given_article(text: str) -> tuple[Document, Article]:
    document = english_document(text)
    return document, article_of_lines(document, headline=True)


def rounds(given: Sequence[tuple[Document, Article]], others: Mapping[str, Turn], count: int) -> dict[str, list[float]]:
    """CPU seconds of each round, by row: ours first."""
    spent: dict[str, list[float]] = {name: [] for name in (who_we_are(), ENCODER, *others)}
    for _ in range(count):
        turns = {**_ours(given), **others}
        taken = dict.fromkeys(turns, 0.0)
        for number in range(len(given)):
            for name, turn in turns.items():
                taken[name] += turn(number)
        for name, seconds in taken.items():
            spent[name].append(seconds)
    return spent


def _ours(given: Sequence[tuple[Document, Article]]) -> dict[str, Turn]:
    """The whole stage, and the encoder alone, each with a model that has read nothing yet but one word, to be open."""
    packaged.cache_clear()
    bare = Model(packaged().folder)
    read_statements(*given_article("One."))
    encoded(*given_article("One."), bare)
    return {
        who_we_are(): lambda number: timed(lambda: read_statements(*given[number])),
        ENCODER: lambda number: timed(lambda: encoded(*given[number], bare)),
    }


def encoded(document: Document, article: Article, model: Model) -> None:
    """Read the vectors of every window, and leave them."""
    for window in layer_of(find_encoding(document, article)).windows:
        model.vectors(window)


def timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def figures(name: str, spent: Mapping[str, Sequence[float]], count: int, cost: tuple[float, float] | None) -> dict[str, float | None]:
    """The measures of one row, as the head of this file defines them."""
    median = {row: statistics.median(seconds) for row, seconds in spent.items()}
    return {
        "sentences/s": count / median[name],
        "of encoder": median[ENCODER] / median[name],
        "of spaCy": median[WHOLE] / median[name] if WHOLE in median else None,
        "of parser": median[PARSE] / median[name] if PARSE in median else None,
        "MiB": cost[1] if cost else None,
        "load s": cost[0] if cost else None,
    }


def unmet(ours: Mapping[str, float | None]) -> list[str]:
    """A line for each wish that is not met."""
    found = []
    for name, wanted, word in WISHES:
        value = ours.get(name)
        if value is not None and (value < wanted if word == "at least" else value > wanted):
            found.append(f"not as wanted: {name} {value:.2f}, {word} {wanted:.2f}")
    return found


def fresh(data: Path, loads: int) -> tuple[float, float]:
    """Seconds to load, the median of so many fresh processes; and MiB of one that then reads everything."""
    said = [_process(data, "load") for _ in range(loads)]
    return statistics.median(float(one["load_s"]) for one in said), float(_process(data, "all")["mib"])


def _process(data: Path, what: str) -> Json:
    done = subprocess.run([sys.executable, "-m", "benchmarks.reading", what, str(data)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a fresh process failed: {(done.stderr.strip().splitlines() or ['silent'])[-1]}")
    answer: Json = json.loads(done.stdout.splitlines()[-1])
    return answer


def report(what: str, data: Path) -> None:
    """What a fresh process is asked: how long it takes until a sentence is read, and how much memory reading takes."""
    import onrecord

    sentence = given_article("The mayor said the dam holds.")
    begun = time.perf_counter()
    read_statements(*sentence)
    load_s = time.perf_counter() - begun
    for record in read_jsonl(data) if what == "all" else ():
        onrecord.read_text(str(record["text"]))
    print(json.dumps({"load_s": load_s, "mib": peak_mib()}))


BENCHMARK = Benchmark(
    name="reading",
    home="bench/attribution/dev.jsonl",
    columns=(
        Column("sentences/s", None, "count"),
        Column("of encoder", None),
        Column("of spaCy", None),
        Column("of parser", None),
        Column("MiB", None, "count"),
        Column("load s", None),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
)


if __name__ == "__main__":
    report(sys.argv[1], Path(sys.argv[2]))
