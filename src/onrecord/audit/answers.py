"""Judging elsewhere: the sample as a sheet, tab-separated or lines of JSON, and the same sheet filled in."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.audit import PARTS, VERDICTS, Audit, AuditRow
from onrecord.errors import RegisterError
from onrecord.export.files import named, whole_file
from onrecord.export.registers import harmless
from onrecord.export.visible import visible

_COLUMNS: Final = ("row", "kind", "settled", "claim", "words", "where", "link", "verdict", "part", "comment", "parts", "audit")
_MOST_BYTES: Final = 50_000_000
_SAID: Final[Mapping[str, str]] = {
    "right": "right", "wrong": "wrong", "open": "open",
    "r": "right", "w": "wrong", "t": "open", "?": "open", "can't tell": "open", "cannot tell": "open", "yes": "right", "no": "wrong",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file says of a row."""

    row: AuditRow
    verdict: str
    part: str | None
    comment: str


def write_sheet(audit: Audit, out: Path, *, force: bool = False) -> None:
    """Write the sample: a row each, with the words, what was read of them, and empty columns for the verdict and what is wrong.

    Raises:
        RegisterError: the file is to be of no known form.
        OSError: it cannot be written, or something is there.
    """
    if out.suffix.lower() not in (".tsv", ".jsonl"):
        raise RegisterError(str(out), "no form that a sample is written in", "name a file that ends in .tsv or .jsonl")
    rows = [_cells(audit, row) for row in audit.rows]
    with named(out), whole_file(out, over=force) as file:
        if out.suffix.lower() == ".jsonl":
            file.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace"))
            return
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, delimiter="\t", lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for row in rows:
            writer.writerow([harmless(" ".join(visible(str(row[name])).split())) for name in _COLUMNS])
        file.write(lines.getvalue().encode("utf-8-sig", "backslashreplace"))


def _cells(audit: Audit, row: AuditRow) -> dict[str, Any]:
    told = row.told
    return {
        "row": row.n,
        "kind": row.kind,
        "settled": "yes" if row.settled else "no",
        "claim": "; ".join(f"{name}: {value}" for name, value in told.claim),
        "words": " ¶ ".join(_with_marks(p.text, p.marks) for p in told.passages),
        "where": " ¶ ".join(p.where for p in told.passages),
        "link": told.passages[0].link if told.passages else "",
        "verdict": "",
        "part": "",
        "comment": "",
        "parts": "; ".join(PARTS[row.kind]),
        "audit": audit.key,
    }


def _with_marks(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """The words that matter between » and «."""
    found, at = "", 0
    for start, end in marks:
        if start >= at:
            found += f"{text[at:start]}»{text[start:end]}«"
            at = end
    return found + text[at:]


def read_answers(path: Path, audit: Audit) -> list[Answer]:
    """What a file says of the rows of a sample; a row without a verdict is left out.

    Raises:
        RegisterError: it is no such file, it is of another sample, or a line says what nobody can; it names the line. Nothing is taken then.
    """
    name = str(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RegisterError(name, "too large for answers", "give the sheet that --sheet wrote")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RegisterError(name, f"cannot be read: {error.strerror or error}", "check its name and permissions") from None
    except UnicodeDecodeError:
        raise RegisterError(name, "no text in UTF-8", "save it as UTF-8") from None
    rows = {row.n: row for row in audit.rows}
    found = []
    for line, told in _lines(name, text):
        if answer := _answer(f"{name}, line {line}", told, audit, rows):
            found.append(answer)
    return found


def _lines(name: str, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    told = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise RegisterError(f"{name}, line {number}", f"not JSON: {error!s:.80}") from None
                if not isinstance(told, dict):
                    raise RegisterError(f"{name}, line {number}", "no object of JSON")
                yield number, told
        return
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
        if not {"row", "verdict"} <= set(reader.fieldnames or ()):
            raise RegisterError(name, "it has no columns row and verdict", "give the sheet that --sheet wrote, filled in and still tab-separated")
        for number, row in enumerate(reader, 2):
            yield number, {key: value for key, value in row.items() if key is not None}
    except csv.Error as error:
        raise RegisterError(name, f"no tab-separated text: {error}") from None


def _answer(at: str, told: Mapping[str, Any], audit: Audit, rows: Mapping[int, AuditRow]) -> Answer | None:
    said = str(told.get("verdict") or "").strip().casefold()
    if not said:
        return None
    if (key := told.get("audit")) and str(key).strip() != audit.key:
        raise RegisterError(at, f"of another sample, {key!s:.20}", f"this one is {audit.key}: give --seed and --rows of that sample")
    number = str(told.get("row") or "").strip()
    row = rows.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 9 else None
    if row is None:
        raise RegisterError(at, f"the sample has no row {number!r:.20}", f"it has rows 1 to {len(rows)}")
    verdict = _SAID.get(said)
    if verdict is None:
        raise RegisterError(at, f"no verdict: {said!r:.40}", f"write {', '.join(VERDICTS)}")
    part = str(told.get("part") or "").strip() or None
    if part is not None and verdict == "wrong" and part.isdecimal() and 0 < int(part) <= len(PARTS[row.kind]):
        part = PARTS[row.kind][int(part) - 1]
    if part is not None and verdict == "wrong" and part not in PARTS[row.kind]:
        raise RegisterError(at, f"{part!r:.40} is nothing that can be wrong with a {row.kind}", f"write {', '.join(PARTS[row.kind])}, or nothing")
    return Answer(row, verdict, part if verdict == "wrong" else None, " ".join(str(told.get("comment") or "").split()))
