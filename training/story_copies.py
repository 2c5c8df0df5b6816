"""The mark-up of a page that is a copy: written as the paragraphs that it takes of another page, with its own lines beside."""

import re
from collections.abc import Sequence

from training.event_marks import MarksError
from training.event_pages import BOUNDS


def copied(where: str, written: str, original: str) -> str:
    """The mark-up of a copy, put together from that of its original."""
    head, body, own = _parts(where, written)
    _, source, lines = _parts(where, original)
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", source.strip())]
    made = []
    for line in (one.strip() for one in body.strip().splitlines()):
        if match := re.fullmatch(r"= ?(\d+)(?:-(\d+))?(?: \|(.*))?", line):
            made += _taken(f"{where}: {line!r}", paragraphs, int(match[1]), int(match[2] or match[1]), match[3])
        elif line:
            made.append(line)
    text = "\n\n".join(made)
    marked = {tag.split(":")[0] for tags in re.findall(r"\[(\S+) ", text) for tag in tags.split(",")}
    replaced = {_key(line) for line in own.splitlines() if line.strip()}
    kept = [line for line in (one.strip() for one in lines.splitlines()) if line and _key(line) not in replaced]
    return "\n".join([head.strip(), "---", text, "---", *(left for line in kept if (left := _left(line, marked))), own.strip()])


def _parts(where: str, written: str) -> tuple[str, str, str]:
    parts = re.split(r"^---\s*$", written, flags=re.MULTILINE)
    if len(parts) != 3:
        raise MarksError(f"{where}: has {len(parts)} parts; head, body and what the marks are, parted by lines of ---")
    return parts[0], parts[1], parts[2]


def _taken(where: str, paragraphs: Sequence[str], first: int, last: int, edits: str | None) -> list[str]:
    if not 1 <= first <= last <= len(paragraphs):
        raise MarksError(f"{where}: the original has {len(paragraphs)} paragraphs")
    taken = list(paragraphs[first - 1 : last])
    for edit in edits.split(" | ") if edits else ():
        old, arrow, new = f"{edit.strip()} ".partition(" =>")
        if not arrow or len(taken) != 1:
            raise MarksError(f"{where}: {edit!r} is not 'OLD => NEW' on one paragraph")
        if old not in taken[0]:
            raise MarksError(f"{where}: {old!r} does not stand in the paragraph")
        taken[0] = re.sub(r" ([.,;:])", r"\1", " ".join(taken[0].replace(old, new.strip(), 1).split()))
    return taken


def _key(line: str) -> str:
    words = line.split()
    return " ".join(words[:2]) if words[0] == "a" else words[0]


def _left(line: str, marked: set[str]) -> str:
    """What remains of a line on a copy that has only these marks; "" where nothing does.

    "s1 asserts off said=t1 : asserts e1 specific ; denies e2 anaphoric l1.1" without e2 and t1 is "s1 asserts off : asserts e1 specific".
    """
    key = line.split()[0]
    if key == "a":
        return line
    if key[0] == "s":
        told, *linked = re.split(r"\s:\s", line)
        if f"c{key[1:]}" not in marked:
            return ""
        if f"s{key[1:]}" not in marked:
            told = re.sub(r"^(\S+ \S+) \S+", r"\1 -", told)
        links = [_known_words(one, marked) for one in " : ".join(linked).split(";") if len(one.split()) > 1 and one.split()[1] in marked]
        return _known_words(told, marked) + (" : " + " ; ".join(links) if links else "")
    if key not in marked:
        return ""
    if key[0] == "i":
        words = line.split()
        keep = words if f"q{key[1:]}" in marked else [w for w in words if not re.fullmatch(r"[\d.]+(-[\d.]+)?", w) and w not in BOUNDS]
        return " ".join(w for w in keep if not w.startswith("part=") or w[5:] in marked)
    told, bar, deal = line.partition(" | ")
    if not bar:
        return _known_words(told, marked)
    words = deal.split()
    words[2] = "+".join(item for item in words[2].split("+") if item in marked) or "-"
    words = [word for word in words if word != "value" or f"v{key[1:]}" in marked]
    return f"{_known_words(told, marked)} | {_known_words(' '.join(words), marked)}"


def _known_words(words: str, marked: set[str]) -> str:
    """Without references to marks that are gone: said=t1, within=s2, @t3, ordered=t1, l1.2."""

    def stands(word: str) -> bool:
        match = re.fullmatch(r"(?:@|(?:said|within|ordered|delivered)=)([ts]\d+)|(l\d+\.\d+)", word)
        return match is None or (match[1] or match[2]).replace("s", "c") in marked

    return " ".join(word for word in words.split() if stands(word))
