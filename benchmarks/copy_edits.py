"""Harder copies of the same originals, made by a seed: what `copies` shows beside dev, so that a setting that fits dev alone is seen.

Each unedited page of the made set gets up to eight copies under one to nine of these at once: paragraphs in another order, three sentences in ten
left out, cut to 45 to 130 words, grammar words put for others, words lost or put in, letters lost or misread (1 to 5 in 100, spaces too), capitals,
and text of another page, up to the copy's own length, on top or below. Digests and patchworks stay as they are.
"""

import random
import re
from collections.abc import Sequence
from typing import Final

from benchmarks.frame import Json

SEED: Final = 1
CUTS: Final = (45, 55, 70, 90, 130)
_OTHERS: Final = {
    "said": "stated", "also": "as well", "after": "following", "about": "around", "but": "however", "many": "numerous", "because": "since",
    "while": "as", "was": "is", "were": "are", "that": "which", "the": "a", "in": "within", "not": "never", "new": "fresh", "told": "informed",
}  # fmt: skip
_OTHER: Final = re.compile(rf"\b(?:{'|'.join(_OTHERS)})\b")
_PUT_IN: Final = ("reportedly", "also", "now", "then", "here", "apparently")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def harder_copies(gold: Sequence[Json]) -> list[Json]:
    """The made set's originals with harder copies of them, in the form of the gold; `edits` names what was done."""
    chance = random.Random(SEED)
    originals = [g for g in gold if g["set"] == "desk" and not g["edits"] and not g["mixed"]]
    strangers = [g["text"] for g in gold if g["set"] == "real" and len(g["text"].split()) > 60]
    made: list[Json] = []
    for original in originals:
        made.append(original)
        for number in range(chance.choice((0, 0, 1, 2, 3, 8))):
            text, edits = _edited(original["text"], strangers, chance)
            if edits:
                made.append(original | {"id": f"{original['id']}-{number}", "text": text, "edits": edits})
    return made + [g for g in gold if g["set"] == "desk" and g["mixed"]]


def _edited(text: str, strangers: Sequence[str], chance: random.Random) -> tuple[str, list[str]]:
    edits = []
    if chance.random() < 0.35:
        paragraphs = text.split("\n")
        chance.shuffle(paragraphs)
        text = "\n".join(paragraphs)
        edits.append("reorder")
    if chance.random() < 0.35:
        kept = [[s for s in re.split(r"(?<=[.!?]) ", p) if chance.random() > 0.3] for p in text.split("\n")]
        text = "\n".join(" ".join(sentences) for sentences in kept if sentences) or text
        edits.append("drop")
    if chance.random() < 0.35:
        text = _cut(text, chance.choice(CUTS))
        edits.append("cut")
    if chance.random() < 0.35:
        text = _OTHER.sub(lambda match: _OTHERS[match[0]] if chance.random() < 0.6 else match[0], text)
        edits.append("words")
    if chance.random() < 0.2:
        text = " ".join(word for word in text.split(" ") if chance.random() > 0.06)
        edits.append("lost")
    if chance.random() < 0.2:
        text = " ".join(word if chance.random() > 0.06 else f"{word} {chance.choice(_PUT_IN)}" for word in text.split(" "))
        edits.append("put in")
    if chance.random() < 0.3:
        text = _noisy(text, chance.choice((0.01, 0.02, 0.03, 0.05)), chance)
        edits.append("ocr")
    if chance.random() < 0.15:
        text = text.upper()
        edits.append("capitals")
    if chance.random() < 0.3:
        length = int(len(text.split()) * chance.choice((0.3, 0.6, 1.0)))
        words = chance.choice(strangers).split()
        at = chance.randrange(max(1, len(words) - length))
        local = " ".join(words[at : at + length])
        text = f"{text}\n{local}" if chance.random() < 0.5 else f"{local}\n{text}"
        edits.append("local")
    return text, edits


def _cut(text: str, count: int) -> str:
    kept = []
    for paragraph in text.split("\n"):
        words = paragraph.split()
        kept.append(" ".join(words[:count]))
        count -= len(words)
        if count <= 0:
            break
    return "\n".join(kept)


def _noisy(text: str, share: float, chance: random.Random) -> str:
    found = []
    for sign in text:
        if chance.random() >= share or sign == "\n":
            found.append(sign)
        elif sign.isalnum():
            found.append(chance.choice(("", chance.choice(_LETTERS), sign + chance.choice(_LETTERS), sign + " ")))
        elif sign != " ":
            found.append(sign)
    return "".join(found)
