"""How certain a deed is told: what stands around its word, as signs that a model weighs.

Modal verbs, tense, negation, conditions, and the verbs and nouns that the deed hangs on ("plans to", "denied that", "a possible").
"""

from collections.abc import Iterator
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.slots import lemma_of
from onrecord.lexicon import word_set

_NO: Final = word_set("not n't n no never nobody none nothing neither nor without hardly barely cannot")
_IF: Final = word_set("if unless whether until should once provided assuming lest")
_SAID: Final = word_set("say tell report add state note announce believe think claim deny refute reject expect")
_UP: Final = 5  # governors that are looked at


def signs_of(tree: Tree, word: int) -> Iterator[str]:
    """The signs of a deed's word, each at most once."""
    lemma, tag, label = lemma_of(tree, word), tree.tags[word], tree.labels[word]
    yield f"word {lemma}"
    yield f"tag {tag}"
    yield f"label {label}"
    yield f"tag {tag} {label}"
    yield from _around(tree, word, "own")
    if tree.is_noun(word):
        for child in tree.children(word, "mod", "det", "poss"):
            yield f"noun's {tree.lows[child]}"
        if not tree.children(word, "det", "poss", "nummod"):
            yield "noun bare"
    if word + 1 < len(tree) and not tree.children(word, "nsubj", "nsubjpass"):
        yield "no subject"
    before = word
    for step, above in enumerate(tree.above(word)):
        if step == _UP:
            break
        prep = tree.lows[before] if tree.labels[before] == "prep" else ""
        kind = "verb" if tree.is_verb(above) else "noun" if tree.is_noun(above) else "other"
        if step < 3:
            yield f"up{min(step, 1)} {lemma_of(tree, above)}"
            yield f"up {lemma_of(tree, above)} {tree.labels[before]}"
        yield f"up{min(step, 2)} {kind} {tree.labels[before]} {tree.tags[above] if kind == 'verb' else prep}"
        if step < 3:
            yield from _around(tree, above, f"up{min(step, 1)}")
        before = above
    if any(
        label == "mark" and tree.lows[child] in _IF
        for above in (word, *tree.above(word))
        for child in tree.children(above)
        for label in (tree.labels[child],)
    ):
        yield "under if"


def _around(tree: Tree, word: int, where: str) -> Iterator[str]:
    auxiliaries = [tree.lows[child] for child in tree.children(word, "aux", "auxpass")]
    for one in auxiliaries:
        yield f"{where} aux {one}"
    if tree.is_verb(word):
        yield f"{where} {tree.tags[word]} {' '.join(auxiliaries)}"
    for child in tree.children(word, "neg", "advmod", "det", "mark", "prt"):
        low = tree.lows[child]
        if low in _NO or tree.labels[child] == "neg":
            yield f"{where} not"
        elif tree.labels[child] in ("advmod", "mark"):
            yield f"{where} {tree.labels[child]} {low}"
    for child in tree.children(word, "nsubj", "nsubjpass", "dobj"):
        if any(tree.lows[inner] in _NO for inner in (child, *tree.children(child, "det", "neg"))):
            yield f"{where} no {tree.labels[child]}"
    for child in tree.children(word, "prep"):
        if tree.lows[child] == "without":
            yield f"{where} without"
    if tree.labels[word] == "pcomp" and tree.lows[tree.governors[word]] == "without":
        yield f"{where} not"
    if tree.labels[word] == "pobj":
        yield f"{where} behind {tree.lows[tree.governors[word]]}"


_THOUGHT: Final = word_set(
    "idea proposal suggestion notion possibility prospect likelihood chance risk danger threat option talk speculation rumour rumor hope fear fears "
    "hint thought question"
)


def is_only_thought_of(tree: Tree, word: int) -> bool:
    """Whether a deed is the matter of an idea: "the possibility of a sale", "the idea of Europeans sending troops"."""
    doer = tree.governors[word] if tree.tags[word] == "VBG" and tree.labels[word] == "acl" else None  # "states" of "states sending soldiers"
    first = word
    if tree.tags[word] == "VBG" and tree.governors[word] == word and word and tree.labels[word - 1] == "pobj":
        doer = first = word - 1  # the same, where the clause was tied to nothing
    for above in tree.above(first):
        if tree.is_noun(above) and lemma_of(tree, above) in _THOUGHT:
            return True
        if above != doer and (tree.is_noun(above) or tree.is_verb(above)):
            return False
    return False
