"""Make NAME.jsonl from NAME.tsv: passages in mark-up to bare text with offsets.

    python -m benchmarks.corpora.build

README.md beside this file says what the columns and marks mean. Offsets are counted here and never typed by hand.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.frame import Json

FOLDER: Final = Path(__file__).parent
NAMES: Final = ("nested", "shapes")
BREAK: Final = "¶"  # a paragraph break, in the text "\n\n"
ROLES: Final = {"s": "source", "c": "cue", "t": "content"}
NEVER: Final = {"n": "source", "q": "content"}  # words that are not to be taken for one
LOOSE: Final = "l"  # words that a source may have or not
MARK: Final = re.compile(r"\{((?:[sct]\d(?:,[sct]\d)*)|[nql]):|\}")
STATEMENT: Final = re.compile(r"(\d)=([a-z]+(?:\|[a-z]+)*)(?:<(\d))?")


class MarksError(Exception):
    """A row cannot be read: which, and why."""


def read_rows(path: Path) -> Iterator[Json]:
    """The passages of a file in mark-up, in order.

    Raises:
        MarksError: a row has another number of columns, a brace without its other, or a statement without its words.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#:"):
            columns = line.split("\t")
            if len(columns) != 4:
                raise MarksError(f"{path.name}: {line[:40]!r} has {len(columns)} columns, not 4")
            yield passage(*columns)


def passage(name: str, kind: str, statements: str, marked: str) -> Json:
    """A line of the JSON Lines: offsets are [start, end) in code points of `text`, `within` is an index into `statements`."""
    text, marks = unmark(name, marked)
    told = [] if statements == "-" else [_statement(name, word) for word in statements.split(" ")]
    numbers = [number for number, _, _ in told]
    if marks.keys() - {*(role + n for role in ROLES for n in numbers), *NEVER, LOOSE}:
        raise MarksError(f"{name}: words are marked for a statement that is not listed")
    gold = []
    for number, stances, outer in told:
        spans = {role: marks.get(letter + number, []) for letter, role in ROLES.items()}
        if not spans["cue"] or not spans["content"]:
            raise MarksError(f"{name}: statement {number} has no cue or no content")
        within = None if outer is None else numbers.index(outer)
        gold.append({**spans, "stance": stances[0], "stance_ok": stances, "within": within})
    never = [{"role": role, "spans": marks[letter]} for letter, role in NEVER.items() if letter in marks]
    return {"id": name, "kind": kind, "headline": kind == "headline", "text": text, "statements": gold} | (
        {"never": never, "loose": marks.get(LOOSE, [])}
    )


def unmark(name: str, marked: str) -> tuple[str, dict[str, list[list[int]]]]:
    """The bare text, and the spans of each mark in order of their start; marks may stand within marks."""
    marked = marked.replace(BREAK, "\n\n")
    text, at = "", 0
    still_open: list[tuple[list[str], int]] = []
    found: dict[str, list[list[int]]] = {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            still_open.append((mark[1].split(","), len(text)))
            continue
        if not still_open:
            raise MarksError(f"{name}: a brace closes what was not opened")
        roles, start = still_open.pop()
        for role in roles:
            found.setdefault(role, []).append([start, len(text)])
    text += marked[at:]
    if still_open or "{" in text or "}" in text:
        raise MarksError(f"{name}: a brace is left over")
    return text, {role: sorted(spans) for role, spans in found.items()}


def _statement(name: str, word: str) -> tuple[str, list[str], str | None]:
    """`2=denies|asserts<1`: the number, the stances that are accepted (the preferred one first), the outer one's number."""
    found = STATEMENT.fullmatch(word)
    if found is None:
        raise MarksError(f"{name}: {word!r} is no statement")
    return found[1], found[2].split("|"), found[3]


def render(name: str) -> str:
    """NAME.jsonl, whole."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in read_rows(FOLDER / f"{name}.tsv"))


def main() -> None:
    for name in NAMES:
        (FOLDER / f"{name}.jsonl").write_text(render(name), encoding="utf-8")


if __name__ == "__main__":
    main()
