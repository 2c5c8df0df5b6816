"""Who may be meant: the words of a sentence that name or describe somebody, and how each hangs on a trigger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.kinds import kind_of
from onrecord.events.slots import lemma_of, points_back, slots_of
from onrecord.lexicon import word_set

_ACTING: Final = frozenset(("PER", "ORG", "LOC", "name", "pronoun"))
_GROUP: Final = word_set(
    "army navy government ministry forces force troops soldiers police rebels militants militia group company firm maker "
    "dealer broker supplier buyer seller gunmen fighters insurgents officials protesters workers state country ally neighbour "
    "neighbor kingdom republic regime junta authorities officers guards faction movement coalition union alliance parliament "
    "court president minister premier emirate island north south capital trader smugglers traffickers"
)
MOST: Final = 40  # of a sentence
_STEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be a party, and how it hangs on the trigger: a slot, or the path between them."""

    word: int
    how: str
    near: bool  # in a slot of the trigger


def candidates_of(tree: Tree, core: Sequence[int], kinds: Mapping[int, str]) -> tuple[Candidate, ...]:
    """The possible parties of a trigger in its sentence, those in slots first, then by nearness."""
    slots = slots_of(tree, core)
    found = [Candidate(slot.word, slot.name, True) for slot in slots if is_party(tree, slot.word, kinds)]
    taken = {one.word for one in found} | set(core)
    first, behind = tree.sentence(core[0])
    others = [word for word in range(first, min(behind, first + 80)) if word not in taken and is_party(tree, word, kinds)]
    others.sort(key=lambda word: (abs(word - core[0]), word))
    found += [Candidate(word, path_between(tree, word, core[0]), False) for word in others[:MOST]]
    return tuple(found)


def candidates_around(tree: Tree, core: Sequence[int], kinds: Mapping[int, str]) -> tuple[Candidate, ...]:
    """The possible parties of a trigger in the sentences around its own, the nearest first; `how` is "far"."""
    first, behind = tree.sentence(core[0])
    around = [word for word in range(len(tree)) if not first <= word < behind and is_party(tree, word, kinds)]
    around.sort(key=lambda word: (abs(word - core[0]), word))
    return tuple(Candidate(word, "far", False) for word in around[:MOST])


def far_signs_of(
    tree: Tree, core: Sequence[int], what: str, candidates: Sequence[Candidate], one: Candidate, kinds: Mapping[int, str]
) -> Iterator[str]:
    """The signs that somebody who is named in another sentence is a party of a deed.

    Args:
        what: the word of the supply.
        candidates: those of the deed's own sentence.
    """
    head, word = core[0], one.word
    filler, label = kind_of(tree, word, kinds), tree.labels[word]
    side = "before" if word < head else "behind"
    first, behind = tree.sentence(head)
    far = min(abs((first if word < head else behind) - word) // 8, 6)
    yield f"{side} {far}"
    yield f"{side} {filler}"
    yield f"{side} {label}"
    yield f"{what} {side} {label}"
    yield f"{what} {side} {filler} {far}"
    yield f"{'noun' if tree.is_noun(head) else 'verb'} {what} {side} {label}"
    yield f"{lemma_of(tree, head)} {side} {label}"
    yield f"up {lemma_of(tree, tree.governors[word])} {label} {what}"
    if points_back(tree, head):
        yield f"points back {what} {side} {label}"
    names = sorted({other.how for other in candidates if other.near})
    yield f"{what} there {' '.join(names)}"
    for name in names:
        yield f"{what} {side} {label} there {name}"
    pronouns = sorted({other.how for other in candidates if kind_of(tree, other.word, kinds) == "pronoun"})
    for name in pronouns:
        yield f"{what} {side} {label} pronoun {name}"
    yield f"candidates {min(len(candidates), 5)}"


def is_party(tree: Tree, word: int, kinds: Mapping[int, str]) -> bool:
    """Whether a word may stand for somebody: a name, a description of persons or bodies, a pronoun, an adjective with a capital."""
    kind = kind_of(tree, word, kinds)
    if kind in ("WEAPON", "PLATFORM"):
        return False
    if tree.labels[word] == "mod" and tree.text[tree.words[word].start].islower():
        return False  # "a defence ministry official" is an official
    if kind == "name":
        return not (tree.labels[word] == "mod" and tree.governors[word] in kinds and tree.is_noun(tree.governors[word]))
    if kind in _ACTING:
        return True
    if kind == "noun":
        return tree.lows[word] in _GROUP or lemma_of(tree, word) in _GROUP
    return kind == "JJ" and tree.text[tree.words[word].start].isupper()


def path_between(tree: Tree, word: int, other: int) -> str:
    """The labels from a word up to where it meets the other's governors, and down to it; "far" where they do not meet soon."""
    up = [word, *tree.above(word)][: _STEPS + 1]
    down = [other, *tree.above(other)][: _STEPS + 1]
    for steps, meet in enumerate(up):
        if meet in down:
            climbed = [_step(tree, one) for one in up[:steps]]
            descended = [_step(tree, one) for one in reversed(down[: down.index(meet)])]
            return f"{'^'.join(climbed)}|{'v'.join(descended)}"
    return "far"


def _step(tree: Tree, word: int) -> str:
    label = tree.labels[word]
    return f"{label}:{tree.lows[word]}" if label in ("prep", "agent") else label


def signs_of(tree: Tree, core: Sequence[int], what: str, candidates: Sequence[Candidate], one: Candidate, kinds: Mapping[int, str]) -> Iterator[str]:
    """The signs that a candidate is a party of a deed, and which.

    Args:
        what: the type of the deed, or the word of the supply.
    """
    head = core[0]
    form = "verb" if tree.is_verb(head) else "noun"
    voice = "passive" if form == "verb" and tree.is_passive(head) else form
    filler = kind_of(tree, one.word, kinds)
    lemma = lemma_of(tree, head)
    inner = lemma_of(tree, core[-1])
    how = one.how
    yield how
    yield f"{voice} {how} {filler}"
    yield f"{what} {how}"
    yield f"{what} {voice} {how} {filler}"
    yield f"{lemma} {how}"
    if inner != lemma:
        yield f"inner {inner} {how}"
    yield f"is {filler}"
    yield f"{what} {filler}"
    yield f"name {lemma_of(tree, one.word)}" if filler in ("noun", "pronoun", "PER", "ORG") and tree.lows[one.word].islower() else "name"
    names = [other.how for other in candidates if other.near]
    for other in ("subj", "by", "obj", "to", "poss", "with", "psubj", "v-subj", "against", "iobj", "from", "mod"):
        if other in names and other != how:
            yield f"{voice} {how} beside {other}"
            if not one.near:
                yield f"outside, {other} is there"
    side = "before" if one.word < head else "behind"
    yield f"{side} {filler}"
    yield f"{side} {'near' if one.near else 'path'}"
    far = min(abs(one.word - head) // 4, 6)
    yield f"{'slot' if one.near else 'path'} {side} {far}"
    before = tree.lows[one.word - 1] if one.word else ""
    first, _ = tree.phrase(one.word)
    opening = tree.lows[first - 1] if first else ""
    yield f"opens {opening} {side}"
    yield f"{what} opens {opening} {side}"
    yield f"{lemma} opens {opening}"
    if before in ("'", "’"):
        yield "behind a quote"
    if tree.children(one.word, "case") or tree.labels[one.word] == "poss":
        yield f"owner {side} {tree.lows[tree.governors[one.word]] in ('arms', 'weapons')}"
    same = [other for other in candidates if other.how == how]
    if same and same[0].word != one.word:
        yield f"second {how}" if one.near else "second path"
    nearer = sum(1 for other in candidates if (other.word < head) == (one.word < head) and abs(other.word - head) < abs(one.word - head))
    yield f"{side} number {min(nearer, 4)}"
