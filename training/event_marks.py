"""Sentences in mark-up: words in brackets with a tag, and the lists of which tags take their values.

train/corpora/events/ANNOTATE.md says what the marks mean.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import PloverRoot, PloverSector, Stance, Status

HALVES: Final = ("train", "test")
TYPES: Final = get_args(PloverRoot)
MODES: Final[Mapping[str, tuple[str, ...]]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial", "drone",
        "heavy-weapons", "crowd-control", "unconventional", "sideAB",
    ),
}  # fmt: skip
RECIPROCAL: Final = ("CONSULT", "COOPERATE", "ASSAULT", "AGREE", "SUPPORT")
STATUSES: Final = tuple(status.value for status in Status)
STANCES: Final = (*(stance.value for stance in Stance), "null")
SECTORS: Final = (*get_args(PloverSector), "-")
NO_STATE: Final = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", "SUN", "YUG", "CSK", "DDR", "-")  # PLOVER's, and states that are no more
RELATIONS: Final = ("asserts", "denies", "declines", "doubts")
Json = dict[str, Any]
_TAG: Final = re.compile(r"([a-z]+)(\d+(?:\.\d+)?)?(?::(\S+))?")
_SENTENCE_TAGS: Final = ("e", "i", "r", "t", "p", "n", "neg")


class MarksError(Exception):
    """Mark-up that cannot be read: where, and why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `kind` and `number` of its tag, what follows the colon, and its range in the text."""

    kind: str
    number: str
    value: str
    start: int
    end: int


def unmark(where: str, marked: str, kinds: Sequence[str]) -> tuple[str, list[Mark]]:
    """The text without marks, and the marks in the order of their start, the longer first.

    Raises:
        MarksError: a bracket without its pair, an unknown tag, words that begin or end with a space.
    """
    text: list[str] = []
    size = 0
    opened: list[tuple[list[tuple[str, str, str]], int]] = []
    marks: list[Mark] = []
    for piece in re.split(r"(\[\S+ |\])", marked):
        if piece == "]":
            if not opened:
                raise MarksError(f"{where}: a ']' too many behind …{''.join(text)[-40:]!r}")
            tags, start = opened.pop()
            words = "".join(text)[start:]
            if not words or words != words.strip():
                raise MarksError(f"{where}: {words!r} begins or ends with a space, or is empty")
            marks += [Mark(kind, number, value, start, size) for kind, number, value in tags]
        elif piece.startswith("[") and piece.endswith(" "):
            opened.append((_tags(where, piece[1:-1], kinds), size))
        else:
            if "[" in piece:
                raise MarksError(f"{where}: '[' without a tag at {piece[piece.index('[') :][:40]!r}")
            text.append(piece)
            size += len(piece)
    if opened:
        raise MarksError(f"{where}: the mark of {''.join(text)[opened[-1][1] :][:40]!r} is not closed")
    return "".join(text), sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _tags(where: str, written: str, kinds: Sequence[str]) -> list[tuple[str, str, str]]:
    found = []
    for one in written.split(","):
        match = _TAG.fullmatch(one)
        if match is None or match[1] not in kinds:
            raise MarksError(f"{where}: no tag {one!r}; the tags are {' '.join(kinds)}")
        if match[1] not in ("n", "neg") and match[2] is None:
            raise MarksError(f"{where}: tag {one!r} lacks its number")
        found.append((match[1], match[2] or "", match[3] or ""))
    return found


def read_sentences(path: Path) -> list[Json]:
    """The sentences of a file as records: `text`, `events`, `said`, `negated`.

    Raises:
        MarksError: it names file and line.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            found.append(sentence(f"{path.name}:{number}", line.strip()))
    return found


def sentence(where: str, line: str) -> Json:
    """One marked sentence as a record."""
    text, marks = unmark(where, line, _SENTENCE_TAGS)
    events: dict[str, Json] = {}
    for mark in marks:
        if mark.kind == "e" and mark.value:
            if mark.number in events:
                raise MarksError(f"{where}: event {mark.number} has two types")
            events[mark.number] = {**told_in(where, mark.value), "triggers": [], "actors": [], "recipients": [], "times": [], "places": []}
    for mark in marks:
        if mark.kind in ("n", "neg"):
            continue
        if mark.number not in events:
            raise MarksError(f"{where}: {text[mark.start : mark.end]!r} belongs to event {mark.number}, whose trigger has no type")
        into = {"e": "triggers", "i": "actors", "r": "recipients", "t": "times", "p": "places"}[mark.kind]
        events[mark.number][into].append(span_of(text, mark) | _who(where, mark, marks))
    for number, event in events.items():
        if not event["triggers"]:
            raise MarksError(f"{where}: event {number} has no trigger")
    said = [span_of(text, mark) for mark in marks if mark.kind == "n"]
    return {
        "id": where.replace(".txt", ""),
        "text": text,
        "events": list(events.values()),
        "said": said,
        "negated": [span_of(text, m) for m in marks if m.kind == "neg"],
    }


def told_in(where: str, value: str) -> Json:
    """Types, mode and status of a tag: "COERCE.arrest+SANCTION/planned"."""
    written, _, status = value.partition("/")
    parts = [one.partition(".") for one in written.split("+")]
    for kind, _, mode in parts:
        one_of(where, kind, TYPES, "type")
        if mode:
            one_of(where, mode, MODES.get(kind, ()), f"mode of {kind}")
    one_of(where, status or "occurred", STATUSES, "status")
    return {
        "type": parts[0][0], "mode": parts[0][2] or None, "also": [kind for kind, _, _ in parts[1:]], "status": status or "occurred",
    }  # fmt: skip


def _who(where: str, mark: Mark, marks: Iterable[Mark]) -> Json:
    if mark.kind not in ("i", "r"):
        return {}
    value = mark.value or next((m.value for m in marks if (m.start, m.end) == (mark.start, mark.end) and m.kind in ("i", "r") and m.value), "")
    country, _, sector = value.partition(".")
    if not country:
        raise MarksError(f"{where}: a role without a country; write '-' where it has none")
    country_in(where, country)
    one_of(where, sector or "-", SECTORS, "sector")
    return {"country": None if country == "-" else country, "sector": None if sector in ("", "-") else sector}


def span_of(text: str, mark: Mark) -> Json:
    """A mark as the gold gives a place."""
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def one_of(where: str, word: str, words: Sequence[str], what: str) -> str:
    """A word that must be in a list.

    Raises:
        MarksError: it is not; the error says what it may be.
    """
    if word not in words:
        raise MarksError(f"{where}: no {what} {word!r}; it is one of {' '.join(words) or 'none'}")
    return word


def country_in(where: str, code: str) -> str:
    """A code that must be of a country, or stand for none.

    Raises:
        MarksError: it is neither.
    """
    if code not in NO_STATE and not (len(code) == 3 and packaged().has(code)):
        raise MarksError(f"{where}: no country {code!r}: alpha-3, or one of {' '.join(NO_STATE)}")
    return code
