"""What a deed is: is it one, of which type, how certain, news or background, a supply of arms: a small network on vectors and n-grams.

The vectors tell meaning, the n-grams and signs of the clause what a few thousand sentences can teach of wording; both are summed before one layer.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.clauses.tree import Tree
from onrecord.errors import SetupError
from onrecord.events import certainty
from onrecord.events.kinds import kind_of
from onrecord.events.scene import Scene
from onrecord.events.slots import Slot, lemma_of, slots_of
from onrecord.events.supplies import supply_of
from onrecord.forest import Forest, forest_of
from onrecord.lexicon import read_table

ROWS: Final = 16384  # of the table of signs: several share one
FILE: Final = "deeds.npz"
SUMS: Final = "SHA256SUMS"
_AGAIN: Final = "install onrecord again"
_AROUND: Final = 6  # words on either side whose n-grams are read

Floats = NDArray[np.float32]


def signs_of(scene: Scene, core: Sequence[int]) -> Iterator[str]:
    """The signs of a deed: its words, what stands in its slots, the words around it, and how certain it is told (certainty.py)."""
    tree, kinds = scene.tree, scene.kinds
    head, inner = core[0], core[-1]
    yield from (f"c {sign}" for sign in certainty.signs_of(tree, head))
    if inner != head:
        yield from (f"i {sign}" for sign in certainty.signs_of(tree, inner))
    lemma = lemma_of(tree, head)
    yield f"lemma {lemma}"
    yield f"inner {lemma_of(tree, inner)}"
    for word in (head, inner) if inner != head else (head,):
        if (kind := _verbs().get(lemma_of(tree, word))) is not None:
            yield f"verb of {kind}"
            yield f"verb of {kind} {'noun' if tree.is_noun(word) else tree.tags[word]}"
    yield f"core {' '.join(lemma_of(tree, word) for word in core[:3])}"
    slots = slots_of(tree, core)
    for slot in slots:
        yield from _of_slot(tree, slot, lemma, kinds)
    yield f"frame {lemma} {' '.join(sorted({slot.name for slot in slots if slot.name in _FRAME}))}"
    for child in tree.children(head, "prt"):
        yield f"particle {lemma} {tree.lows[child]}"
    first, behind = tree.sentence(head)
    near = slice(max(first, head - _AROUND), min(behind, head + _AROUND + 1))
    wording = scene.wording
    yield from filter(None, wording.near[near])
    yield from filter(None, wording.two[near])
    yield from (sign for word, sign in enumerate(wording.within[first : min(behind, first + 60)], first) if sign and word not in core)
    yield from _of_arms(scene, core, slots)
    for one in scene.governing(head):
        yield f"said {one.stance or 'null'}"
        yield f"said {one.stance or 'null'} {tree.tags[head]} {' '.join(tree.lows[child] for child in tree.children(head, 'aux'))}"


def _of_arms(scene: Scene, core: Sequence[int], slots: Sequence[Slot]) -> Iterator[str]:
    """Where arms stand, and whether one of the deed's words tells of a supply."""
    supply = supply_of(scene.tree, core)
    side = f"{supply.side} {supply.stage} {supply.form}" if supply else "no supply"
    yield f"supply {side}"
    held = {word: arms for arms in scene.arms for word in range(arms.first, arms.last + 1)}
    near = sorted({slot.name for slot in slots if slot.word in held})
    for name in near:
        yield f"arms in {name}"
        yield f"arms in {name}, {side}"
    first, behind = scene.tree.sentence(core[0])
    there = any(first <= arms.first < behind for arms in scene.arms)
    yield f"arms {'near' if near else 'there' if there else 'none'}, {side}"
    if any(word in held for word in core):
        yield f"arms are the trigger, {side}"


@cache
def _verbs() -> Mapping[str, str]:
    """Verb → the PLOVER type that a dictionary gives it."""
    return dict(read_table("events/verbs.tsv").rows)  # type: ignore[arg-type]


_FRAME: Final = frozenset(
    ("subj", "psubj", "obj", "iobj", "by", "to", "with", "against", "from", "of", "for", "poss", "in", "on", "v-subj", "v-with", "over")
)


def _of_slot(tree: Tree, slot: Slot, lemma: str, kinds: Mapping[int, str]) -> Iterator[str]:
    filler = kind_of(tree, slot.word, kinds)
    low = lemma_of(tree, slot.word)
    yield f"slot {slot.name} {filler}"
    if filler not in ("PER", "LOC", "name", "pronoun"):
        yield f"slot {slot.name} {low}"
        yield f"{lemma} {slot.name} {low}"
        yield f"filler {low}"
    yield f"{lemma} {slot.name} {filler}"
    yield f"v {tree.lows[tree.governors[slot.word]]} {slot.name}"


def rows_of(signs: Iterator[str]) -> list[int]:
    """The rows of some signs, each once, in order."""
    return sorted(set(map(_row, signs)))


@lru_cache(maxsize=200_000)
def _row(sign: str) -> int:
    return crc32(sign.encode("utf-8", "surrogatepass")) % ROWS


def dense_of(tree: Tree, core: Sequence[int]) -> Floats:
    """What the encoder and the clause head say of a deed: its head, its inner word, its sentence, what governs it."""
    head, inner = core[0], core[-1]
    first, behind = tree.sentence(head)
    return np.concatenate(
        [
            tree.lower[head],
            tree.upper[head],
            tree.vectors[head],
            tree.vectors[inner],
            tree.lower[first:behind].mean(axis=0),
            tree.vectors[tree.governors[head]],
            tree.triggers[head],
        ]
    )


class Judge:
    """The network, of arrays by name."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._mean, self._scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
        self._dense, self._bias = arrays["dense"].astype(np.float32), arrays["bias"].astype(np.float32)
        self._rows = arrays["rows"].astype(np.float32)
        names = sorted(name[4:] for name in arrays if name.startswith("out."))
        self._weights = np.concatenate([arrays[f"out.{name}"].astype(np.float32) for name in names], axis=1)
        self._biases = np.concatenate([arrays[f"add.{name}"].astype(np.float32) for name in names])
        ends = np.cumsum([arrays[f"add.{name}"].size for name in names])
        self._places = {name: (int(end) - arrays[f"add.{name}"].size, int(end)) for name, end in zip(names, ends, strict=True)}

    def ask(self, dense: Floats, rows: Sequence[int]) -> dict[str, Floats]:
        """Scores by question, rounded: sums differ in their last places between processors."""
        return self.ask_all(dense[None], [rows])[0]

    def ask_all(self, dense: Floats, rows: Sequence[Sequence[int]]) -> list[dict[str, Floats]]:
        """The same for several deeds at once; dense: (deeds, width)."""
        x: Floats = np.asarray(((dense - self._mean) * self._scale) @ self._dense + self._bias, np.float32)
        for number, one in enumerate(rows):
            x[number] += self._rows[one].sum(axis=0)
        shown: Floats = np.round(gelu(x) @ self._weights + self._biases, 3)
        return [{name: row[begin:end] for name, (begin, end) in self._places.items()} for row in shown]


def gelu(x: Floats) -> Floats:
    """x · Φ(x), by the approximation with tanh (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), np.float32)


def softmax(scores: Floats) -> Floats:
    """Chances from scores."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def forests(names: Mapping[str, str]) -> dict[str, Forest]:
    """The trees that ship with onrecord in some files, by name.

    Raises:
        SetupError: a file is missing or altered; it names the file and the digest.
    """
    return {name: forest_of(dict(np.load(io.BytesIO(checked(file)), allow_pickle=False))) for name, file in names.items()}


@cache
def packaged() -> Judge:
    """The judge that ships with onrecord.

    Raises:
        SetupError: its file is missing or altered; it names the file and the digest.
    """
    return Judge(dict(np.load(io.BytesIO(checked(FILE)))))


def checked(name: str) -> bytes:
    """A file of the models, if it is the one that was trained.

    Raises:
        SetupError: it is missing or altered; it names the file and the digest.
    """
    wanted = digests().get(name)
    try:
        data = files("onrecord.events").joinpath("models", name).read_bytes()
    except OSError as error:
        raise SetupError(f"events/models/{name}", f"cannot be read: {error.strerror}; its SHA-256 should be {wanted}", _AGAIN) from error
    found = hashlib.sha256(data).hexdigest()
    if found != wanted:
        raise SetupError(f"events/models/{name}", f"is not the file that was trained: its SHA-256 is {found}, not {wanted}", _AGAIN)
    return data


@cache
def digests() -> Mapping[str, str]:
    """Name of each file → SHA-256, as the list has it.

    Raises:
        SetupError: the list is missing.
    """
    try:
        lines = files("onrecord.events").joinpath("models", SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SetupError(f"events/models/{SUMS}", f"cannot be read: {error.strerror}", _AGAIN) from error
    return {name: digest for digest, name in (line.split() for line in lines if line.strip())}
