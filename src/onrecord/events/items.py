"""What is supplied: the arms of a sentence that belong to a deed, with their number, condition and category."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.equipment import Arms
from onrecord.events.parties import path_between
from onrecord.events.scene import Scene
from onrecord.events.slots import lemma_of, slots_of
from onrecord.events.supplies import supply_of

MOST: Final = 16  # of a sentence
_USED: Final = re.compile(
    r"\b(?:used|second-?hand|surplus|refurbished|ageing|aging|old|older|retired|decommissioned|mothballed|Soviet-era|former|reconditioned)\b"
)
_NEW: Final = re.compile(r"\b(?:new|newly built|brand-new|newest)\b")


def item_candidates(scene: Scene, core: Sequence[int]) -> tuple[Arms, ...]:
    """The arms of a deed's sentence, the nearest first."""
    first, behind = scene.tree.sentence(core[0])
    found = [
        arms for arms in (*scene.arms, *scene.possible_arms) if first <= arms.first and arms.last < behind and not _is_cut(scene.tree, arms.last)
    ]
    return tuple(sorted(found, key=lambda arms: (abs(arms.last - core[0]), arms.first))[:MOST])


def _is_cut(tree: Tree, last: int) -> bool:
    """Whether a run of words ends inside a word with a hyphen: "self" of "self-propelled"."""
    return re.match(r"-\w", tree.text[tree.words[last].end : tree.words[last].end + 2]) is not None


def item_signs(scene: Scene, core: Sequence[int], arms: Arms) -> Iterator[str]:
    """The signs that arms are what a deed supplies."""
    tree = scene.tree
    head = core[0]
    form = "verb" if tree.is_verb(head) else "noun"
    supply = supply_of(tree, core)
    side = supply.side if supply else "none"
    slot = next((one.name for one in slots_of(tree, core) if arms.first <= one.word <= arms.last), None)
    how = slot or path_between(tree, arms.last, head)
    yield how
    yield f"{form} {how}"
    yield f"{side} {form} {how}"
    yield f"{lemma_of(tree, head)} {'slot ' + slot if slot else 'path'}"
    yield f"{'before' if arms.last < head else 'behind'} {form} {min(abs(arms.last - head) // 4, 6)}"
    yield f"{arms.category}"
    yield f"{'type' if arms.designation else 'noun'} {'slot' if slot else 'path'}"
    near = item_candidates(scene, core)
    yield f"number {near.index(arms) if arms in near else 9} {'slot' if slot else 'path'}"
    if arms.first <= head <= arms.last:
        yield "is the trigger"
    yield f"word {lemma_of(tree, arms.last)}"
    if any(word in core for word in tree.above(arms.last)):
        yield "below"


def condition_of(tree: Tree, arms: Arms) -> str | None:
    """New or used, as the words before the arms say."""
    first = tree.phrase(arms.last)[0]
    words = tree.text[tree.words[max(first, arms.last - 12)].start : tree.words[arms.last].end]
    return "used" if _USED.search(words) else "new" if _NEW.search(words) else None
